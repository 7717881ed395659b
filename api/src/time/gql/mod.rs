//! Time in GraphQL.

mod filter;
mod input;
mod mutation;
mod object;
mod query;
mod report;

pub use mutation::mutations;
pub use object::TimeKind;
pub use query::queries;

use crate::graphql::catalogue::Area;
use crate::graphql::kinds::{TimeEntry, TimeIntention};
use crate::records;

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .record::<TimeEntry>(object::time_entry)
        .record::<TimeIntention>(object::time_intention)
        .serves(records::afresh::<entity::time_entry::Model>())
        .queries(queries())
        .mutations(mutations())
}
