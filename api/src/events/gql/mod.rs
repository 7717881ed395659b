//! Events in GraphQL.

mod filter;
mod input;
mod mutation;
mod object;
mod query;

pub use filter::{
    AttendanceStateComparator, EventFilterInput, EventKindComparator, EventOrder, EventOrderField,
    EventStatusComparator,
};
pub use input::{AttendeeInput, CreateEventInput, RecordAttendanceInput, UpdateEventInput};
pub use mutation::{EventPayload, mutations};
pub use object::{Attendance, AttendanceRole, AttendanceState, Event, EventKind, EventStatus};
pub use query::{of_person, of_person_attendances, queries, under_community, under_organization};
