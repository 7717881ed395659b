//! Time in GraphQL.

mod filter;
mod input;
mod mutation;
mod object;
mod query;
mod report;

pub use filter::{TimeEntryFilterInput, TimeEntryOrder, TimeEntryOrderField, TimeKindComparator};
pub use input::{CreateTimeIntentionInput, LogTimeInput, UpdateTimeEntryInput, UpdateTimeIntentionInput};
pub use mutation::{TimeEntryPayload, TimeIntentionPayload, mutations};
pub use object::{TimeEntry, TimeIntention, TimeKind};
pub use query::queries;
pub use report::{TimeGroup, TimeReport, TimeReportRow};
