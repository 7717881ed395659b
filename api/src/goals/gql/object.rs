//! A goal, and who supports it.

use entity::{goal, goal_supporter};

use crate::goals;
use crate::graphql::declare::stored_enum;
use crate::graphql::kinds::{Collaboration, Person};
use crate::graphql::plan::declare::{contract, shape};
use crate::graphql::plan::{Cells, Json, Object, Unreadable};
use crate::graphql::record::object;
use crate::kit::Right;
use crate::kit::list::Column as Plain;
use crate::people::gql::SupportRoleKind;

stored_enum! {
    /// How a goal stands. From `ACTIVE` it goes to `PAUSED` (`pauseGoal`), from both to `ACHIEVED` (`achieveGoal`) or `DROPPED`
    /// (`dropGoal`); from all but `ACTIVE` back to `ACTIVE` (`reopenGoal`).
    GoalState = goal::GoalState {
        /// Being worked for.
        Active,
        /// Resting.
        Paused,
        /// Reached.
        Achieved,
        /// Given up.
        Dropped,
    }
}

stored_enum! {
    /// How far ahead a goal lies, as the user sees it; `targetOn` says the day, where there is one.
    GoalHorizon = goal::GoalHorizon {
        /// Weeks or months.
        ShortTerm,
        /// About a year.
        MediumTerm,
        /// Years.
        LongTerm,
        /// It has no end: something to keep up.
        Ongoing,
    }
}

pub(super) fn goal() -> Object {
    use goal::Column;
    object::<goal::Model>(Right::GoalsRead, contract!(goal))
        .one::<Person>(
            "person",
            "Whose it is; null where it is the user's own.",
            Column::PersonId,
        )
        .made::<Vec<GoalState>>(
            "allowedStates",
            "The states that it can be brought to now; none while it is archived.",
            vec![Plain::of(Column::State), Plain::of(Column::ArchivedAt)],
            allowed_states,
        )
        .many::<GoalSupporter>(
            "supporters",
            "Who helps to reach it, who was added first before others, at most 50.",
            goals::supporters,
        )
        .many::<Collaboration>(
            "collaborations",
            "What is done together for it, by title, at most 50.",
            goals::collaborations_of,
        )
}

fn allowed_states(cells: &Cells<'_>, json: &mut Json) -> Result<(), Unreadable> {
    let state = cells.word(0)?;
    let allowed = if cells.time(1).is_some() {
        &[]
    } else {
        goals::allowed(state)
    };
    json.words(allowed.iter().map(|state| state.as_str()));
    Ok(())
}

shape! {
    /// Somebody who helps to reach a goal.
    GoalSupporter: goal_supporter
}

fn goal_supporter() -> Object {
    use goal_supporter::Column;
    Object::part::<goal_supporter::Entity>("GoalSupporter", "Somebody who helps to reach a goal.")
        .one::<Person>("person", "The person who is meant.", Column::PersonId)
        .word::<SupportRoleKind>("role", "As what, seen from whose goal it is.", Column::Role)
        .column("note", "How they support it, in the user's words.", Column::Note)
        .column("addedAt", "When they were added.", Column::AddedAt)
}
