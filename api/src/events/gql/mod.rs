//! Events in GraphQL.

mod filter;
mod input;
mod mutation;
mod object;
mod query;

pub use input::RecordAttendanceInput;
pub use mutation::mutations;
pub use object::{AttendanceRole, AttendanceState, EventKind, EventStatus};
pub use query::{of_person, of_person_attendances, queries, under_community, under_organization};

use crate::events;
use crate::graphql::catalogue::Area;
use crate::graphql::kinds::{Attendance, Community, Event, Interaction, Organization, Person};
use crate::graphql::plan::Field;
use crate::records;

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .record::<Event>(object::event)
        .part::<Attendance>(object::attendance)
        .serves(records::afresh::<entity::event::Model>())
        .queries(queries())
        .mutations(mutations())
        .extend::<Community>(|| vec![under_community()])
        .extend::<Organization>(|| vec![under_organization()])
        .extend::<Person>(|| vec![of_person(), of_person_attendances()])
        .extend::<Interaction>(added_to_interactions)
}

/// What this area adds to them.
fn added_to_interactions() -> Vec<Field> {
    vec![Field::first::<Event>(
        "event",
        "The event at which it happened, or which it was about.",
        events::of_interactions,
    )]
}
