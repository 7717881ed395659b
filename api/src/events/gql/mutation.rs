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
use crate::kit::check::Path;
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
        .targets("Which one.", events::cancel),
        Field::verb::<EventPayload>(
            "reinstateEvent",
            "Says that an event that was called off takes place after all. Where it was not, \
             nothing changes.",
            WRITE,
        )
        .targets("Which one.", events::reinstate),
        Field::verb::<EventPayload>(
            "recordAttendance",
            "Puts people on an event's list, or moves those who are on it: all of them, or, where \
             one cannot be moved so, none. A move that is not allowed is a `STATE` error that \
             lists the states that are. If nothing would change, nothing is written.",
            WRITE,
        )
        .input::<RecordAttendanceInput>("Who, and how they stand to which event.")
        .revision_of("The event's revision that the client has seen; another one is a conflict.")
        .writes(
            |it| {
                let revision = it.revision()?;
                Ok(it
                    .input::<RecordAttendanceInput>()?
                    .read(&mut it.checks, revision))
            },
            events::record_attendance,
        ),
        Field::verb::<EventPayload>(
            "removeAttendance",
            "Takes people off an event's list. Whoever is not on it is passed over; if nobody is, \
             nothing changes.",
            WRITE,
        )
        .id::<EventId>("Which event.")
        .defaulting::<Vec<Id<PersonId>>>("personIds", "[]", "Who, at most 500.")
        .defaulting::<bool>("mine", "false", "The user, too.")
        .revision()
        .writes(
            |it| {
                let person_ids: Vec<Id<PersonId>> = it.get::<Option<_>>("personIds")?.unwrap_or_default();
                let path = Path::argument("personIds");
                it.checks.count(path.clone(), person_ids.len(), ATTENDEES_AT_ONCE);
                let leaving = Leaving {
                    id: it.id("id")?,
                    expected_revision: it.revision()?,
                    people: it.checks.ids(&path, &person_ids),
                    mine: it.get::<Option<bool>>("mine")?.unwrap_or_default(),
                };
                Ok(leaving)
            },
            events::remove_attendance,
        ),
    ]);
    mutations
}
