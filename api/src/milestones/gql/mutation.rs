//! Mutations of milestones.

use entity::milestone;

use super::input::{AcknowledgeMilestoneInput, MilestoneOccurrenceInput};
use crate::graphql::declare::payload;
use crate::graphql::kinds::{Milestone, MilestoneAcknowledgement};
use crate::graphql::plan::Field;
use crate::kit::Right;
use crate::milestones;
use crate::records::gql;

payload! {
    /// What mutations of a milestone answer.
    MilestonePayload {
        /// The milestone as it is now.
        "milestone": Milestone
    }
}

payload! {
    /// What mutations of an occurrence of a milestone answer.
    MilestoneAcknowledgementPayload {
        /// What was done about it, as it is now; archived when that was taken back.
        "acknowledgement": MilestoneAcknowledgement
    }
}

/// Mutations.
#[must_use]
pub fn mutations() -> Vec<Field> {
    let mut mutations = gql::verbs::<milestone::Model, MilestonePayload>(Right::MilestonesWrite);
    mutations.extend([
        Field::verb::<MilestoneAcknowledgementPayload>(
            "acknowledgeMilestone",
            "Says that a milestone, or a person's own birthday, was acknowledged in a year: by an \
             interaction, by thanks, or just so. What was said of it before is replaced.",
            Right::MilestonesWrite,
        )
        .input::<AcknowledgeMilestoneInput>("Which one, and by what.")
        .revision_of(
            "The revision of what was said before, as the client has seen it; another one is a \
             conflict.",
        )
        .writes(
            |it| {
                let revision = it.revision()?;
                Ok(it
                    .input::<AcknowledgeMilestoneInput>()?
                    .read(&mut it.checks, revision))
            },
            milestones::acknowledge,
        ),
        Field::verb::<MilestoneAcknowledgementPayload>(
            "skipMilestone",
            "Lets a milestone, or a person's own birthday, pass in a year. What was said of it \
             before is replaced.",
            Right::MilestonesWrite,
        )
        .input::<MilestoneOccurrenceInput>("The id of the record that is meant.")
        .revision_of(
            "The revision of what was said before, as the client has seen it; another one is a \
             conflict.",
        )
        .writes(
            |it| {
                let revision = it.revision()?;
                Ok(it
                    .input::<MilestoneOccurrenceInput>()?
                    .skip(&mut it.checks, revision))
            },
            milestones::acknowledge,
        ),
        Field::verb::<MilestoneAcknowledgementPayload>(
            "reopenMilestone",
            "Takes back that a milestone, or a person's own birthday, was acknowledged or let \
             pass in a year. Doing so twice changes nothing.",
            Right::MilestonesWrite,
        )
        .input::<MilestoneOccurrenceInput>("The id of the record that is meant.")
        .revision_of("The revision of what was said, as the client has seen it; another one is a conflict.")
        .writes(
            |it| {
                let revision = it.revision()?;
                Ok(it
                    .input::<MilestoneOccurrenceInput>()?
                    .reopen(&mut it.checks, revision))
            },
            milestones::reopen,
        ),
    ]);
    mutations
}
