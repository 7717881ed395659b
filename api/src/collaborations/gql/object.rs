//! A collaboration and its parts.

use entity::ids::{CollaborationId, CollaborationMemberId, CollaborationMilestoneId};
use entity::{collaboration, collaboration_member, collaboration_milestone};
use uuid::Uuid;

use crate::collaborations::Balance;
use crate::graphql::declare::stored_enum;
use crate::graphql::kinds::{CollaborationMember, CollaborationMilestone, Person};
use crate::graphql::plan::declare::{contract, shape};
use crate::graphql::plan::{Ask, Cells, Field, Json, Object, Unreadable, Values};
use crate::graphql::record::object;
use crate::kit::list::Column as Plain;
use crate::kit::{Fault, Right};
use crate::{collaborations, exchanges, gratitude};

stored_enum! {
    /// What a collaboration is.
    CollaborationKind = collaboration::CollaborationKind {
        /// Something that could be done together.
        Opportunity,
        /// A worked-out offer to do it.
        Proposal,
        /// Work with an end.
        Project,
        /// Work without a fixed end.
        Initiative,
        /// A business in common.
        JointVenture,
        /// Anything else.
        Other,
    }
}

stored_enum! {
    /// How far a collaboration is. From `IDEA` it goes to `PROPOSED`, `ACTIVE` or `DROPPED`; from `PROPOSED` to `ACTIVE` or
    /// `DROPPED`; from `ACTIVE` to `PAUSED`, `DONE` or `DROPPED`; from `PAUSED` to `ACTIVE`, `DONE` or `DROPPED`; from `DONE`
    /// and `DROPPED` only back to `ACTIVE`.
    CollaborationState = collaboration::CollaborationState {
        /// Thought of.
        Idea,
        /// Put to the others.
        Proposed,
        /// Under way.
        Active,
        /// Resting.
        Paused,
        /// Finished.
        Done,
        /// Given up.
        Dropped,
    }
}

pub(super) fn collaboration() -> Object {
    use collaboration::Column;
    object::<collaboration::Model>(Right::CollaborationsRead, contract!(collaboration))
        .made::<Vec<CollaborationState>>(
            "allowedStates",
            "The states that `moveCollaboration` can take it to now; none while it is archived.",
            vec![Plain::of(Column::State), Plain::of(Column::ArchivedAt)],
            allowed_states,
        )
        .many::<CollaborationMember>("members", "Who takes part and took part, in the user's order, at most 100. A person who came, left and came again is there once for each period.", collaborations::members)
        .many::<CollaborationMilestone>("milestones", "Its steps, in the user's order, at most 100.", collaborations::milestones)
        .with(balance_of_both())
        .with(exchanges::gql::in_collaboration())
        .with(gratitude::gql::for_collaboration())
}

fn allowed_states(cells: &Cells<'_>, json: &mut Json) -> Result<(), Unreadable> {
    let state = cells.word(0)?;
    let allowed = if cells.time(1).is_some() {
        &[]
    } else {
        collaborations::allowed(state)
    };
    json.words(allowed.iter().map(|state| state.as_str()));
    Ok(())
}

pub(super) fn collaboration_member() -> Object {
    use collaboration_member::Column;
    Object::part::<collaboration_member::Entity>(
        "CollaborationMember",
        "A person's part in a collaboration over a period.",
    )
    .needs(Right::CollaborationsRead)
    .id::<CollaborationMemberId>(
        "The id, for changing and removing it by `updateCollaboration`.",
        Column::Id,
    )
    .one::<Person>("person", "The person who is meant.", Column::PersonId)
    .column("role", "As what: lead, designer, investor …", Column::Role)
    .column(
        "contribution",
        "What they bring to the collaboration.",
        Column::Contribution,
    )
    .column("benefit", "What they have of it.", Column::Benefit)
    .column("learning", "What they learn by it.", Column::Learning)
    .column(
        "gain",
        "How much they gain, as the user judges it: from 1, hardly anything, to 5, very much; null while that is not said.",
        Column::Gain,
    )
    .partial_date(
        "startedOn",
        "When it began; the year is enough.",
        Column::StartedOn,
    )
    .partial_date("endedOn", "When it ended; the year is enough.", Column::EndedOn)
}

pub(super) fn collaboration_milestone() -> Object {
    use collaboration_milestone::Column;
    Object::part::<collaboration_milestone::Entity>("CollaborationMilestone", "A step of a collaboration.")
        .needs(Right::CollaborationsRead)
        .id::<CollaborationMilestoneId>(
            "The id, for changing and removing it by `updateCollaboration`.",
            Column::Id,
        )
        .column("title", "What is to be reached.", Column::Title)
        .column("dueOn", "The day by which it is to be done.", Column::DueOn)
        .column(
            "doneOn",
            "When it was reached; null while it is not.",
            Column::DoneOn,
        )
}

shape! {
    /// What a collaboration gives to those who take part.
    CollaborationBalance: balance
}

fn balance() -> Object {
    Object::computed::<Balance>(
        "CollaborationBalance",
        "What a collaboration gives to those who take part: whether all gain by it.",
    )
    .needs(Right::CollaborationsRead)
    .value("peopleCount", "How many people take or took part; who came again is one.", |it| it.people)
    .value("benefiting", "Of how many it is written down what they have of it.", |it| it.benefiting)
    .value("learning", "Of how many it is written down what they learn by it.", |it| it.learning)
    .value("judged", "Of how many it is said how much they gain.", |it| it.gains.judged)
    .value(
        "averageGain",
        "The mean of what they gain, from 1 to 5, a person who came again by the mean of their periods; null where nothing is said.",
        |it| it.gains.average,
    )
    .value(
        "balance",
        "1 − (the most that one gains − the least) ÷ 4: 1 where all gain as much, 0 where one gains all and another hardly anything; null \
         while it is said of fewer than two people.",
        |it| it.gains.balance,
    )
    .one::<Person, _>(
        "gainsLeast",
        "Who gains least, the first of several in the order of members; null where all gain as much, or it is said of fewer than two.",
        |it| it.least,
    )
    .done()
}

/// The field `gains`.
fn balance_of_both() -> Field {
    let description =
        "What it gives to those who take part, and whether all gain by it: worked out from its members.";
    Field::computed::<CollaborationBalance>("gains", description, |ask, ids| Box::pin(balances(ask, ids)))
}

async fn balances(ask: &Ask<'_>, ids: &[Uuid]) -> Result<Values, Fault> {
    let ids: Vec<CollaborationId> = ids.iter().copied().map(CollaborationId).collect();
    let found = collaborations::balances(ask.reader, &ids).await?;
    Ok(Values::under(
        found.into_iter().map(|(id, balance)| (id.0, balance)),
    ))
}
