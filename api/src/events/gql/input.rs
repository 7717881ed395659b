//! What clients write.

use async_graphql::{InputObject, MaybeUndefined};
use entity::ids::{CommunityId, EventId, OrganizationId, PersonId};

use super::{AttendanceRole, AttendanceState, EventKind};
use crate::events::{ATTENDEES_AT_ONCE, Attendee, Fields, NewEvent, Recorded, UpdateEvent};
use crate::graphql::input::{patch, set};
use crate::graphql::scalars::{Date, DateTime, Id};
use crate::kit::check::{Checks, Path};

/// An event. It begins at a moment (`startsAt`) or, where no hour is known, on a day (`startsOn`); one of the two is needed.
#[derive(InputObject)]
pub struct CreateEventInput {
    /// An id that the client made, for creation offline. Repeating the same create is a success.
    id: Option<Id<EventId>>,
    /// What it is called, at most 200 characters.
    title: String,
    /// What it is.
    kind: EventKind,
    /// What it is about, at most 5,000 characters.
    description: Option<String>,
    /// The moment at which it begins.
    starts_at: Option<DateTime>,
    /// The moment at which it ends, at most 366 days later. Where it is not said, the event is over when its day is.
    ends_at: Option<DateTime>,
    /// Its day, or its first one, in its time zone.
    starts_on: Option<Date>,
    /// Its last day.
    ends_on: Option<Date>,
    /// The IANA time zone of its place, such as `Europe/Lisbon`; the workspace's if left out.
    time_zone: Option<String>,
    /// Where, at most 200 characters.
    place: Option<String>,
    /// Its web page, at most 2,000 characters.
    url: Option<String>,
    /// The organisation that hosts it.
    organization_id: Option<Id<OrganizationId>>,
    /// The community that hosts it.
    community_id: Option<Id<CommunityId>>,
}

/// A change to an event: a field that is left out stays as it is, null clears it. To go from a moment to a day, give `startsOn` and
/// clear `startsAt` and `endsAt`, and the other way round. An event that somebody attended or missed cannot be put off into the
/// future.
#[derive(InputObject)]
pub struct UpdateEventInput {
    /// What it is called, at most 200 characters; cannot be cleared.
    title: MaybeUndefined<String>,
    /// What it is; cannot be cleared.
    kind: MaybeUndefined<EventKind>,
    /// What it is about, at most 5,000 characters.
    description: MaybeUndefined<String>,
    /// The moment at which it begins.
    starts_at: MaybeUndefined<DateTime>,
    /// The moment at which it ends, at most 366 days later.
    ends_at: MaybeUndefined<DateTime>,
    /// Its day, or its first one, in its time zone.
    starts_on: MaybeUndefined<Date>,
    /// Its last day.
    ends_on: MaybeUndefined<Date>,
    /// The IANA time zone of its place; cannot be cleared. A day is then that day there.
    time_zone: MaybeUndefined<String>,
    /// Where, at most 200 characters.
    place: MaybeUndefined<String>,
    /// Its web page, at most 2,000 characters.
    url: MaybeUndefined<String>,
    /// The organisation that hosts it.
    organization_id: MaybeUndefined<Id<OrganizationId>>,
    /// The community that hosts it.
    community_id: MaybeUndefined<Id<CommunityId>>,
}

/// How people stand to an event.
#[derive(InputObject)]
pub struct RecordAttendanceInput {
    /// Which event.
    event_id: Id<EventId>,
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

impl CreateEventInput {
    pub(super) fn read(self, checks: &mut Checks) -> NewEvent {
        let fields = Fields {
            title: set(Some(self.title)),
            kind: set(Some(self.kind)),
            description: set(self.description),
            starts_at: set(self.starts_at.map(|at| at.0)),
            ends_at: set(self.ends_at.map(|at| at.0)),
            starts_on: set(self.starts_on.map(|on| on.0)),
            ends_on: set(self.ends_on.map(|on| on.0)),
            time_zone: set(self.time_zone),
            place: set(self.place),
            url: set(self.url),
            organization: set(
                checks.optional_id(Path::input("organizationId"), self.organization_id.as_ref())
            ),
            community: set(checks.optional_id(Path::input("communityId"), self.community_id.as_ref())),
        };
        NewEvent {
            id: checks.optional_id(Path::input("id"), self.id.as_ref()),
            fields,
        }
    }
}

impl UpdateEventInput {
    pub(super) fn read(
        self,
        checks: &mut Checks,
        id: EventId,
        expected_revision: Option<i32>,
    ) -> UpdateEvent {
        let fields = Fields {
            title: patch(self.title),
            kind: patch(self.kind),
            description: patch(self.description),
            starts_at: patch(self.starts_at.map_value(|at| at.0)),
            ends_at: patch(self.ends_at.map_value(|at| at.0)),
            starts_on: patch(self.starts_on.map_value(|on| on.0)),
            ends_on: patch(self.ends_on.map_value(|on| on.0)),
            time_zone: patch(self.time_zone),
            place: patch(self.place),
            url: patch(self.url),
            organization: patch(
                self.organization_id
                    .map_value(|id| checks.id(Path::input("organizationId"), &id)),
            ),
            community: patch(
                self.community_id
                    .map_value(|id| checks.id(Path::input("communityId"), &id)),
            ),
        };
        UpdateEvent {
            id,
            expected_revision,
            fields,
        }
    }
}

impl RecordAttendanceInput {
    pub(super) fn read(self, checks: &mut Checks, expected_revision: Option<i32>) -> Recorded {
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
            id: checks.id(Path::input("eventId"), &self.event_id),
            expected_revision,
            attendees,
        }
    }
}
