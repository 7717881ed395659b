//! What clients write.

use async_graphql::{InputObject, MaybeUndefined};
use entity::ids::{CadenceId, CheckInId, CircleId, PersonId};

use super::channel::Channel;
use crate::cadences::{
    NewCheckIn, SetCadence, SkipCheckIn, SnoozeCheckIn, Subject, UpdateCadence, UpdateCheckIn,
};
use crate::graphql::input::patch;
use crate::graphql::scalars::{Date, Id};
use crate::kit::check::{Checks, Path};
use crate::kit::{Code, Patch};

/// A cadence: for a person, for the people of a circle, or for everybody where neither is given.
#[derive(InputObject)]
pub struct SetCadenceInput {
    /// The person for whom it counts.
    person_id: Option<Id<PersonId>>,
    /// For the people of this circle.
    circle_id: Option<Id<CircleId>>,
    /// Days between contacts, 1 to 3,650.
    ideal_days: i32,
    /// Days after which it is too long, from `idealDays` to 7,300; half as many again as `idealDays` if left out.
    max_days: Option<i32>,
    /// The channels that count; all if left out or empty.
    channels: Option<Vec<Channel>>,
    /// The last day of a pause.
    paused_until: Option<Date>,
}

impl SetCadenceInput {
    pub(super) fn read(self, checks: &mut Checks, expected_revision: Option<i32>) -> SetCadence {
        let person = checks.optional_id(Path::input("personId"), self.person_id.as_ref());
        let circle = checks.optional_id(Path::input("circleId"), self.circle_id.as_ref());
        if self.person_id.is_some() && self.circle_id.is_some() {
            let message = "a cadence is for a person or for a circle, not for both";
            checks.note(Code::Invalid, Path::input("circleId"), message);
        }
        let subject = match (person, circle) {
            (Some(person), _) => Subject::Person(person),
            (None, Some(circle)) => Subject::Circle(circle),
            (None, None) => Subject::Everybody,
        };
        SetCadence {
            subject,
            expected_revision,
            ideal_days: self.ideal_days,
            max_days: self.max_days,
            channels: self
                .channels
                .unwrap_or_default()
                .into_iter()
                .map(Into::into)
                .collect(),
            paused_until: self.paused_until.map(|date| date.0),
        }
    }
}

/// A change to a cadence: a field that is left out stays as it is.
#[derive(InputObject)]
pub struct UpdateCadenceInput {
    /// Days between contacts, 1 to 3,650; cannot be cleared.
    ideal_days: MaybeUndefined<i32>,
    /// Days after which it is too long, from `idealDays` to 7,300; null for half as many again as `idealDays`.
    max_days: MaybeUndefined<i32>,
    /// The channels that count; null or empty when all do.
    channels: MaybeUndefined<Vec<Channel>>,
    /// The last day of a pause; null ends the pause.
    paused_until: MaybeUndefined<Date>,
}

impl UpdateCadenceInput {
    pub(super) fn read(
        self,
        _checks: &mut Checks,
        id: CadenceId,
        expected_revision: Option<i32>,
    ) -> UpdateCadence {
        let channels = match self.channels {
            MaybeUndefined::Undefined => Patch::Keep,
            MaybeUndefined::Null => Patch::Clear,
            MaybeUndefined::Value(channels) => Patch::Set(channels.into_iter().map(Into::into).collect()),
        };
        UpdateCadence {
            id,
            expected_revision,
            ideal_days: patch(self.ideal_days),
            max_days: patch(self.max_days),
            channels,
            paused_until: patch(self.paused_until),
        }
    }
}

/// A plan to be in touch with a person.
#[derive(InputObject)]
pub struct PlanCheckInInput {
    /// An id that the client made, for creation offline. Repeating the same is a success.
    id: Option<Id<CheckInId>>,
    /// The person to be in touch with.
    person_id: Id<PersonId>,
    /// On which day: today or later, in the workspace's time zone.
    on: Date,
    /// By which means they were in touch.
    channel: Option<Channel>,
    /// What to talk about, at most 2,000 characters.
    note: Option<String>,
}

impl PlanCheckInInput {
    pub(super) fn read(self, checks: &mut Checks) -> NewCheckIn {
        NewCheckIn {
            id: checks.optional_id(Path::input("id"), self.id.as_ref()),
            person: checks.id(Path::input("personId"), &self.person_id),
            day: self.on.0,
            channel: self.channel.map(Into::into),
            note: self.note,
        }
    }
}

/// A change to a planned check-in: a field that is left out stays as it is, null clears it.
#[derive(InputObject)]
pub struct UpdateCheckInInput {
    /// On which day: today or later, in the workspace's time zone; cannot be cleared.
    on: MaybeUndefined<Date>,
    /// By which means they were in touch.
    channel: MaybeUndefined<Channel>,
    /// What to talk about, at most 2,000 characters.
    note: MaybeUndefined<String>,
}

impl UpdateCheckInInput {
    pub(super) fn read(
        self,
        _checks: &mut Checks,
        id: CheckInId,
        expected_revision: Option<i32>,
    ) -> UpdateCheckIn {
        UpdateCheckIn {
            id,
            expected_revision,
            day: patch(self.on),
            channel: patch(self.channel),
            note: patch(self.note),
        }
    }
}

/// Putting a person off.
#[derive(InputObject)]
pub struct SnoozeCheckInInput {
    /// An id that the client made, for creation offline. Repeating the same is a success.
    id: Option<Id<CheckInId>>,
    /// The person who is meant.
    person_id: Id<PersonId>,
    /// Until which day, in the future by the workspace's time zone: on it they are due.
    until: Date,
}

impl SnoozeCheckInInput {
    pub(super) fn read(self, checks: &mut Checks) -> SnoozeCheckIn {
        SnoozeCheckIn {
            id: checks.optional_id(Path::input("id"), self.id.as_ref()),
            person: checks.id(Path::input("personId"), &self.person_id),
            until: self.until.0,
        }
    }
}

/// Leaving a person out this time.
#[derive(InputObject)]
pub struct SkipCheckInInput {
    /// An id that the client made, for creation offline. Repeating the same is a success.
    id: Option<Id<CheckInId>>,
    /// The person who is meant.
    person_id: Id<PersonId>,
}

impl SkipCheckInInput {
    pub(super) fn read(self, checks: &mut Checks) -> SkipCheckIn {
        SkipCheckIn {
            id: checks.optional_id(Path::input("id"), self.id.as_ref()),
            person: checks.id(Path::input("personId"), &self.person_id),
        }
    }
}
