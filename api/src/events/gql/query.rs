//! Queries on events.

use entity::attendance;
use entity::ids::EventId;

use super::filter::{EventFilterInput, EventOrder, chosen};
use super::object::AttendanceState;
use crate::events::{self, EventFilter, Whose};
use crate::graphql::kinds::{Attendance, Event};
use crate::graphql::plan::{Ask, Field};
use crate::kit::list::List;
use crate::kit::{Fault, Right};

/// Queries on events.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::by_id::<Event, EventId>(
            "event",
            "An event by id; null when there is none.",
            "The event's id.",
        ),
        Field::list::<Event>(
            "events",
            "The events of the workspace, latest first unless ordered otherwise.",
            list,
        )
        .argument::<Option<EventFilterInput>>("filter", "Which events.")
        .argument::<Option<String>>(
            "search",
            "Words of the title, place or description, in any order; their beginnings are enough.",
        )
        .argument::<Option<bool>>("includeArchived", "Archived ones too.")
        .argument::<Option<EventOrder>>(
            "orderBy",
            "The order; by when they begin, latest first, if left out.",
        )
        .paged(),
    ]
}

fn list(ask: &Ask<'_>) -> Result<List, Fault> {
    let filter = EventFilter {
        predicate: ask.filter(EventFilterInput::read)?,
        search: ask.search()?,
        archived: ask.flag("includeArchived")?,
    };
    events::list(&ask.place(), &filter, chosen(ask.get("orderBy")?), ask.now)
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
        Ok(events::under(&ask.scope, Whose::Organization))
    })
    .paged()
}

/// The field `events` of a community.
#[must_use]
pub fn under_community() -> Field {
    let description = "The events that it hosts, latest first.";
    Field::list::<Event>("events", description, |ask| {
        Ok(events::under(&ask.scope, Whose::Community))
    })
    .paged()
}
