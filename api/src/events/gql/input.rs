//! What clients write of who is there.

use async_graphql::{InputObject, MaybeUndefined};
use entity::ids::{EventId, PersonId};

use super::{AttendanceRole, AttendanceState};
use crate::events::{ATTENDEES_AT_ONCE, Attendee, Recorded};
use crate::graphql::input::patch;
use crate::graphql::scalars::Id;
use crate::kit::check::{Checks, Path};

/// How people stand to an event.
#[derive(InputObject)]
pub struct RecordAttendanceInput {
    /// Who, and how: at most 500, nobody twice. Who is not on the list is put on it, who is on it is moved.
    attendees: Vec<AttendeeInput>,
}

/// How somebody stands to an event.
#[derive(InputObject)]
pub struct AttendeeInput {
    /// Who; the user if left out, as is the person that the user is.
    person_id: Option<Id<PersonId>>,
    /// How they stand to it. To `ATTENDED` or `MISSED` only once it has begun.
    state: AttendanceState,
    /// As what; `GUEST` if left out of one who is new, null makes it so.
    role: MaybeUndefined<AttendanceRole>,
    /// Free notes, at most 2,000 characters; null clears them.
    note: MaybeUndefined<String>,
}

impl RecordAttendanceInput {
    pub(super) fn read(self, checks: &mut Checks, id: EventId, expected_revision: Option<i32>) -> Recorded {
        let path = Path::input("attendees");
        checks.count(path.clone(), self.attendees.len(), ATTENDEES_AT_ONCE);
        let attendees = self.attendees.into_iter().enumerate().map(|(position, it)| {
            let path = path.at(position).at("personId");
            Attendee {
                person: checks.optional_id(path, it.person_id.as_ref()),
                state: it.state.into(),
                role: patch(it.role),
                note: patch(it.note),
            }
        });
        let attendees = attendees.collect();
        Recorded {
            id,
            expected_revision,
            attendees,
        }
    }
}
