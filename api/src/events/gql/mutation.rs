//! Mutations of events.

use entity::event;
use entity::ids::{EventId, PersonId};

use super::RecordAttendanceInput;
use crate::events::{self, ATTENDEES_AT_ONCE, Leaving};
use crate::graphql::declare::payload;
use crate::graphql::kinds::Event;
use crate::graphql::plan::Field;
use crate::graphql::scalars::Id;
use crate::kit::Right;
use crate::records::gql::verbs_changing;

payload! {
    /// What mutations of an event answer.
    EventPayload {
        /// The event as it is now.
        "event": Event
    }
}

const WRITE: Right = Right::EventsWrite;

/// Mutations.
#[must_use]
pub fn mutations() -> Vec<Field> {
    let mut mutations = verbs_changing::<event::Model, EventPayload>(WRITE, events::update_all);
    mutations.extend([
        Field::verb::<EventPayload>(
            "cancelEvent",
            "Calls an event off: its status is `CANCELLED`. Where somebody attended or missed it \
             this is a `STATE` error. Doing so twice changes nothing.",
            WRITE,
        )
        .targets("The id of the record that is meant.", events::cancel),
        Field::verb::<EventPayload>(
            "reinstateEvent",
            "Says that an event that was called off takes place after all. Where it was not, \
             nothing changes.",
            WRITE,
        )
        .targets("The id of the record that is meant.", events::reinstate),
        Field::verb::<EventPayload>(
            "recordAttendance",
            "Puts people on an event's list, or moves those who are on it: all of them, or, where \
             one cannot be moved so, none. A move that is not allowed is a `STATE` error that \
             lists the states that are. If nothing would change, nothing is written.",
            WRITE,
        )
        .changes(
            "The event that is meant.",
            "Who, and how they stand to it.",
            RecordAttendanceInput::read,
            events::record_attendance,
        ),
        Field::verb::<EventPayload>(
            "removeAttendance",
            "Takes people off an event's list. Whoever is not on it is passed over; if nobody is, \
             nothing changes.",
            WRITE,
        )
        .id::<EventId>("The event that is meant.")
        .says_by_default::<Vec<Id<PersonId>>>("personIds", "[]", "The ids of the people, at most 500.")
        .says_by_default::<bool>("mine", "false", "Whether the user is meant, too.")
        .revision()
        .writes(
            |it| {
                let leaving = Leaving {
                    id: it.id("id")?,
                    expected_revision: it.revision()?,
                    people: it.says_ids("personIds", ATTENDEES_AT_ONCE)?,
                    mine: it.says::<Option<bool>>("mine")?.unwrap_or_default(),
                };
                Ok(leaving)
            },
            events::remove_attendance,
        ),
    ]);
    mutations
}
