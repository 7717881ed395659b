//! Queries on events.

use entity::event::Column;
use entity::ids::EventId;
use entity::{attendance, event};

use super::filter::AttendanceFilter;
use super::object::AttendanceState;
use crate::events;
use crate::graphql::kinds::{Attendance, Event};
use crate::graphql::plan::{Ask, Field};
use crate::kit::{Fault, Right};
use crate::records::gql::{list_by, listed};

/// Queries on events.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::by_id::<Event, EventId>(
            "event",
            "An event by id; null when there is none.",
            "The id of the event.",
        ),
        listed::<event::Model, AttendanceFilter>(
            Field::list::<Event>(
                "events",
                "The events of the workspace, latest first unless ordered otherwise.",
                |ask| {
                    list_by::<event::Model, AttendanceFilter>(ask, |place, leaf| {
                        events::condition(&place.scope, leaf, ask.now)
                    })
                },
            ),
            (
                "Words of the title, place or description, in any order; their beginnings are enough.",
                "The order; by when they begin, latest first, if left out.",
            ),
        ),
    ]
}

/// The states that are asked for.
pub(super) fn states(ask: &Ask<'_>) -> Result<Option<Vec<attendance::AttendanceState>>, Fault> {
    let states = ask.get::<Option<Vec<AttendanceState>>>("states")?;
    Ok(states.map(|states| states.into_iter().map(Into::into).collect()))
}

/// The field `events` of a person.
#[must_use]
pub fn of_person() -> Field {
    let description = "The events on whose lists they are, latest first. The user's own are `events(filter: { myState: … })`.";
    Field::list::<Event>("events", description, |ask| {
        Ok(events::of_people(&ask.scope, states(ask)?.as_deref()))
    })
    .argument::<Option<Vec<AttendanceState>>>(
        "states",
        "Those to which they stand in one of these ways; all if left out.",
    )
    .paged()
}

/// The field `attendances` of a person.
#[must_use]
pub fn of_person_attendances() -> Field {
    let description = "On which events' lists they are and how they stand to them, last put on first.";
    Field::list::<Attendance>("attendances", description, |ask| {
        Ok(events::attendances_of(&ask.scope, states(ask)?.as_deref()))
    })
    .argument::<Option<Vec<AttendanceState>>>("states", "Those in one of these states; all if left out.")
    .paged()
    .needs(Right::EventsRead)
}

/// The field `events` of an organisation.
#[must_use]
pub fn under_organization() -> Field {
    let description = "The events that it hosts, latest first.";
    Field::list::<Event>("events", description, |ask| {
        Ok(events::under(&ask.scope, Column::OrganizationId))
    })
    .paged()
}

/// The field `events` of a community.
#[must_use]
pub fn under_community() -> Field {
    let description = "The events that it hosts, latest first.";
    Field::list::<Event>("events", description, |ask| {
        Ok(events::under(&ask.scope, Column::CommunityId))
    })
    .paged()
}
