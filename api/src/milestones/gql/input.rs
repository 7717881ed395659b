//! What clients write.

use async_graphql::{InputObject, MaybeUndefined};
use entity::ids::{GratitudeId, InteractionId, MilestoneId, PersonId};
use entity::milestone_acknowledgement::AcknowledgementState;

use super::object::{MilestoneKind, MilestoneTone};
use crate::graphql::input::{patch, set};
use crate::graphql::scalars::{Id, PartialDate};
use crate::kit::check::{Checks, Path};
use crate::kit::{Code, Patch};
use crate::milestones::{Acknowledge, Fields, NewMilestone, Reopen, Subject, UpdateMilestone};

/// A dated thing in a person's life.
#[derive(InputObject)]
pub struct CreateMilestoneInput {
    /// An id that the client made, for creation offline. Repeating the same is a success.
    id: Option<Id<MilestoneId>>,
    /// In whose life; not the user's own person.
    person_id: Id<PersonId>,
    /// What it is.
    kind: MilestoneKind,
    /// When it was, is, or, where it recurs, first was. What has no year recurs.
    date: PartialDate,
    /// One line on it, at most 200 characters.
    title: Option<String>,
    /// Whether it comes again each year; if left out, birthdays, anniversaries and what has no year do.
    recurs: Option<bool>,
    /// What it calls for; if left out, `SUPPORT` for `LOSS`, `ILLNESS` and `JOB_LOSS`, else `CELEBRATE`.
    tone: Option<MilestoneTone>,
    /// More on it, at most 5,000 characters.
    notes: Option<String>,
    /// How many days before it the user wants to be reminded, 0 to 90; 7 if left out.
    remind_days_before: Option<i32>,
}

impl CreateMilestoneInput {
    pub(super) fn read(self, checks: &mut Checks) -> NewMilestone {
        NewMilestone {
            id: checks.optional_id(Path::input("id"), self.id.as_ref()),
            person: checks.id(Path::input("personId"), &self.person_id),
            fields: Fields {
                kind: Patch::Set(self.kind.into()),
                title: set(self.title),
                date: Patch::Set(self.date.0),
                recurs: set(self.recurs),
                tone: set(self.tone),
                notes: set(self.notes),
                remind_days_before: set(self.remind_days_before),
            },
        }
    }
}

/// A change to a milestone: a field that is left out stays as it is, null clears it.
#[derive(InputObject)]
pub struct UpdateMilestoneInput {
    /// What it is; cannot be cleared. Whether it recurs and what it calls for stay as they are.
    kind: MaybeUndefined<MilestoneKind>,
    /// When it was, is, or, where it recurs, first was; cannot be cleared. What has no year recurs.
    date: MaybeUndefined<PartialDate>,
    /// One line on it, at most 200 characters.
    title: MaybeUndefined<String>,
    /// Whether it comes again each year; null makes it as is usual for its kind and date.
    recurs: MaybeUndefined<bool>,
    /// What it calls for; null makes it what its kind usually does.
    tone: MaybeUndefined<MilestoneTone>,
    /// More on it, at most 5,000 characters.
    notes: MaybeUndefined<String>,
    /// How many days before it the user wants to be reminded, 0 to 90; null makes it 7.
    remind_days_before: MaybeUndefined<i32>,
}

impl UpdateMilestoneInput {
    pub(super) fn read(
        self,
        _checks: &mut Checks,
        id: MilestoneId,
        expected_revision: Option<i32>,
    ) -> UpdateMilestone {
        UpdateMilestone {
            id,
            expected_revision,
            fields: Fields {
                kind: patch(self.kind),
                title: patch(self.title),
                date: patch(self.date.map_value(|date| date.0)),
                recurs: patch(self.recurs),
                tone: patch(self.tone),
                notes: patch(self.notes),
                remind_days_before: patch(self.remind_days_before),
            },
        }
    }
}

/// An occurrence that was acknowledged: give `milestoneId`, or `personId` for the person's own birthday.
#[derive(InputObject)]
pub struct AcknowledgeMilestoneInput {
    /// The milestone.
    milestone_id: Option<Id<MilestoneId>>,
    /// The person, for their own birthday.
    person_id: Option<Id<PersonId>>,
    /// The year of the occurrence.
    year: i32,
    /// The interaction by which it was acknowledged; the person took part in it.
    interaction_id: Option<Id<InteractionId>>,
    /// The thanks by which it was acknowledged: to or from the person.
    gratitude_id: Option<Id<GratitudeId>>,
}

impl AcknowledgeMilestoneInput {
    pub(super) fn read(self, checks: &mut Checks, expected_revision: Option<i32>) -> Acknowledge {
        Acknowledge {
            subject: subject(checks, self.milestone_id.as_ref(), self.person_id.as_ref()),
            year: self.year,
            expected_revision,
            state: AcknowledgementState::Acknowledged,
            interaction: checks.optional_id(Path::input("interactionId"), self.interaction_id.as_ref()),
            gratitude: checks.optional_id(Path::input("gratitudeId"), self.gratitude_id.as_ref()),
        }
    }
}

/// An occurrence: give `milestoneId`, or `personId` for the person's own birthday.
#[derive(InputObject)]
pub struct MilestoneOccurrenceInput {
    /// The milestone.
    milestone_id: Option<Id<MilestoneId>>,
    /// The person, for their own birthday.
    person_id: Option<Id<PersonId>>,
    /// The year of the occurrence.
    year: i32,
}

impl MilestoneOccurrenceInput {
    pub(super) fn skip(self, checks: &mut Checks, expected_revision: Option<i32>) -> Acknowledge {
        Acknowledge {
            subject: subject(checks, self.milestone_id.as_ref(), self.person_id.as_ref()),
            year: self.year,
            expected_revision,
            state: AcknowledgementState::Skipped,
            interaction: None,
            gratitude: None,
        }
    }

    pub(super) fn reopen(self, checks: &mut Checks, expected_revision: Option<i32>) -> Reopen {
        Reopen {
            subject: subject(checks, self.milestone_id.as_ref(), self.person_id.as_ref()),
            year: self.year,
            expected_revision,
        }
    }
}

fn subject(
    checks: &mut Checks,
    milestone: Option<&Id<MilestoneId>>,
    person: Option<&Id<PersonId>>,
) -> Subject {
    if milestone.is_some() == person.is_some() {
        let message = "give milestoneId, or personId for the person's own birthday";
        let code = if person.is_some() {
            Code::Invalid
        } else {
            Code::Required
        };
        checks.note(code, Path::input("milestoneId"), message);
    }
    let milestone = checks.optional_id(Path::input("milestoneId"), milestone);
    let person = checks.optional_id(Path::input("personId"), person);
    match (milestone, person) {
        (None, Some(person)) => Subject::Birthday(person),
        (milestone, _) => Subject::Milestone(milestone.unwrap_or(MilestoneId(uuid::Uuid::nil()))),
    }
}
