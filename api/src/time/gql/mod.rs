//! Time in GraphQL.

mod filter;
mod input;
mod mutation;
mod object;
mod query;
mod report;

pub use filter::{TimeEntryPeopleFilter, TimeKindComparator};
pub use mutation::{TimeEntryPayload, TimeIntentionPayload, mutations};
pub use object::TimeKind;
pub use query::queries;
pub use report::{TimeGroup, TimeReport, TimeReportRow};

use crate::graphql::catalogue::Area;
use crate::graphql::kinds::{TimeEntry, TimeIntention};

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .record::<TimeEntry>(object::time_entry)
        .record::<TimeIntention>(object::time_intention)
        .queries(queries())
        .mutations(mutations())
}
