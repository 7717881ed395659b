//! Goals: what the user is after, and what the people of the network are after.
//!
//! A goal is the user's, or of one other person. It is `ACTIVE`, `PAUSED`, `ACHIEVED` or `DROPPED`. People support it, each in
//! one role; collaborations serve it. Both change with the goal, in one command, one revision and one change. A fact of kind
//! `GOAL` is another thing: a sentence that somebody said, without a state, which nobody follows up.
//!
//! Always: a title; what is `ACHIEVED`, and nothing else, has a day on which it was, and that day is not to come; nobody
//! supports a goal of their own; at most [`SUPPORTERS`] supporters and [`COLLABORATIONS`] collaborations.

pub mod gql;
mod read;
mod record;
mod rules;
mod write;

pub use read::{
    GoalLeaf, collaborations_of, condition, due, of_collaborations, supported, supporters, under_way,
    under_way_of,
};
pub use rules::{Step, allowed};
pub use write::{
    Link, Supporter, add_collaboration, add_supporter, remove_collaboration, remove_supporter, update_all,
};
