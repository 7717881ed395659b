//! Milestones, and what was done about them.

use entity::{milestone, milestone_acknowledgement};

use crate::graphql::declare::stored_enum;
use crate::graphql::kinds::{Gratitude, Interaction, Milestone, MilestoneAcknowledgement, Person};
use crate::graphql::plan::declare::contract;
use crate::graphql::plan::{Field, Object};
use crate::graphql::record::object;
use crate::kit::Right;
use crate::milestones;

stored_enum! {
    /// What a milestone is. It decides whether it recurs and what it calls for, where the user does not say.
    MilestoneKind = milestone::MilestoneKind {
        /// A birthday of somebody close to the person, each year unless said otherwise. Their own is `Person.birthday`, and occurs
        /// without a milestone.
        Birthday,
        /// A day to remember, of a wedding or a company, each year unless said otherwise.
        Anniversary,
        /// Two people marry.
        Wedding,
        /// A child is born.
        Birth,
        /// A new position.
        NewJob,
        /// A step up.
        Promotion,
        /// The end of working life.
        Retirement,
        /// A new home or place.
        Move,
        /// A product, a company, a book comes out.
        Launch,
        /// A degree.
        Graduation,
        /// A prize or an honour.
        Award,
        /// A position is lost. Calls for support.
        JobLoss,
        /// The person or somebody close to them is ill. Calls for support.
        Illness,
        /// Somebody died. Calls for support.
        Loss,
        /// Anything else.
        Other,
    }
}

stored_enum! {
    /// What a milestone calls for.
    MilestoneTone = milestone::MilestoneTone {
        /// To be glad with the person.
        Celebrate,
        /// To stand by them.
        Support,
    }
}

pub(super) fn milestone() -> Object {
    use milestone::Column;
    object::<milestone::Model>(Right::MilestonesRead, contract!(milestone))
        .one::<Person>("person", "The person in whose life it is.", Column::PersonId)
        .with(
            Field::list::<MilestoneAcknowledgement>(
                "acknowledgements",
                "What was done about it in its years, newest first.",
                |ask| Ok(milestones::acknowledgements_of(&ask.scope)),
            )
            .paged(),
        )
}

stored_enum! {
    /// What became of an occurrence of a milestone.
    MilestoneAcknowledgementState = milestone_acknowledgement::AcknowledgementState {
        /// The user said or did something.
        Acknowledged,
        /// The user let it pass.
        Skipped,
    }
}

pub(super) fn acknowledgement() -> Object {
    use milestone_acknowledgement::Column;
    Object::record::<milestone_acknowledgement::Model>(
        "MilestoneAcknowledgement",
        "What was done about a milestone, or a person's own birthday, in a year. It is archived when that is taken back.",
        Right::MilestonesRead,
        contract!(milestone_acknowledgement),
    )
    .one::<Person>("person", "The person in whose life it is.", Column::PersonId)
    .one::<Milestone>(
        "milestone",
        "Of which milestone; null for the person's own birthday.",
        Column::MilestoneId,
    )
    .column("year", "The year of the occurrence.", Column::Year)
    .word::<MilestoneAcknowledgementState>("state", "What became of it, so far.", Column::State)
    .one::<Interaction>("interaction", "The interaction by which it was acknowledged.", Column::InteractionId)
    .one::<Gratitude>("gratitude", "The thanks by which it was acknowledged.", Column::GratitudeId)
}
