//! Milestones, when they come, and what was done about them, in GraphQL.

mod filter;
mod input;
mod mutation;
mod object;
mod occurrence;
mod query;

pub use mutation::mutations;
pub use occurrence::MilestoneOccurrence;
pub use query::{next_with_person, queries, with_person};

use crate::graphql::catalogue::Area;
use crate::graphql::kinds::{Milestone, MilestoneAcknowledgement, Person};
use crate::records;

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .record::<Milestone>(object::milestone)
        .record::<MilestoneAcknowledgement>(object::acknowledgement)
        .serves(records::afresh::<entity::milestone::Model>())
        .queries(queries())
        .mutations(mutations())
        .extend::<Person>(|| vec![with_person(), next_with_person()])
}
