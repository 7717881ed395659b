//! Interactions: something that happened, at a time, with one or many people.
//!
//! Always: one to a hundred participants; not in the future (a day's grace for clocks and time zones); a participant's row
//! repeats when it happened and whether it is archived, so that a person's feed is one index; and the last interaction
//! of every person concerned is right when the write is committed, whatever was logged, moved, archived or restored.

pub mod gql;
mod read;
mod record;
mod rules;
mod write;

pub use read::{
    InteractionFilter, InteractionLeaf, InteractionOrder, LATEST, feed, heard, latest, list, participants,
};
pub use write::{NewInteraction, UpdateInteraction, archive, last_talks, links, log_all, restore, update};
