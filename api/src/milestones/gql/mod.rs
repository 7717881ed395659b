//! Milestones, when they come, and what was done about them, in GraphQL.

mod filter;
mod input;
mod mutation;
mod object;
mod occurrence;
mod query;

pub use mutation::mutations;
pub use object::{Milestone, MilestoneAcknowledgement, MilestoneKind, MilestoneTone};
pub use occurrence::MilestoneOccurrence;
pub use query::{next_with_person, queries, with_person};
