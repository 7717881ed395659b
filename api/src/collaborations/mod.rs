//! Collaborations: what people do together. An opportunity, a proposal, a project, an initiative, a joint venture.
//!
//! A collaboration is one record with parts: members, who may come and go and come again, and milestones. The parts change
//! with the collaboration, in one command, one revision and one change.
//!
//! Always: a title and a kind; the state changes only by the steps that [`allowed`] lists; nothing ends before it begins, neither the
//! collaboration nor a membership; at most [`MEMBERS`] members and [`MILESTONES`] milestones; whoever was a member stays one
//! when they are archived.

pub mod gql;
mod read;
mod record;
mod rules;
mod write;

pub use read::{
    Balance, CollaborationLeaf, balances, condition, members, milestones, milestones_due, of_people,
    under_way_of_people,
};
pub use rules::allowed;
pub use write::{
    MemberFields, MilestoneFields, Move, NewCollaboration, Parts, UpdateCollaboration, afresh, archive,
    create, move_to, restore, update,
};
