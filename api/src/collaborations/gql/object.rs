//! A collaboration and its parts.

use entity::ids::{CollaborationMemberId, CollaborationMilestoneId};
use entity::{collaboration, collaboration_member, collaboration_milestone};

use crate::graphql::declare::stored_enum;
use crate::graphql::kinds::{CollaborationMember, CollaborationMilestone, Person};
use crate::graphql::plan::declare::contract;
use crate::graphql::plan::{Cells, Json, Object, Unreadable};
use crate::graphql::record::object;
use crate::kit::Right;
use crate::kit::list::Column as Plain;
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
