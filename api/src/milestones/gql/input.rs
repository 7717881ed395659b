//! What clients write of occurrences.

use async_graphql::InputObject;
use entity::ids::{GratitudeId, InteractionId, MilestoneId, PersonId};
use entity::milestone_acknowledgement::AcknowledgementState;

use crate::graphql::scalars::Id;
use crate::kit::Code;
use crate::kit::check::{Checks, Path};
use crate::milestones::{Acknowledge, Reopen, Subject};

/// An occurrence that was acknowledged: give `milestoneId`, or `personId` for the person's own birthday.
#[derive(InputObject)]
pub struct AcknowledgeMilestoneInput {
    /// The milestone that is meant.
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
    /// The milestone that is meant.
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
