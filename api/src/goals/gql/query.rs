//! Queries on goals.

use entity::ids::GoalId;

use super::filter::{GoalFilterInput, GoalOrder, chosen};
use crate::goals::{self, GoalFilter};
use crate::graphql::kinds::Goal;
use crate::graphql::plan::{Ask, Field};
use crate::kit::Fault;
use crate::kit::list::List;

/// Queries on goals.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::by_id::<Goal, GoalId>("goal", "A goal by id; null when there is none.", "The goal's id."),
        Field::list::<Goal>(
            "goals",
            "Goals, the user's own and those of others; newest first unless ordered otherwise.",
            list,
        )
        .argument::<Option<GoalFilterInput>>("filter", "Which goals.")
        .argument::<Option<String>>(
            "search",
            "Words of the title or the description, in any order; their beginnings are enough.",
        )
        .argument::<Option<bool>>("includeArchived", "Archived ones too.")
        .argument::<Option<GoalOrder>>("orderBy", "The order; newest first if left out.")
        .paged(),
    ]
}

fn list(ask: &Ask<'_>) -> Result<List, Fault> {
    let filter = GoalFilter {
        predicate: ask.filter(GoalFilterInput::read)?,
        search: ask.search()?,
        archived: ask.flag("includeArchived")?,
    };
    goals::list(&ask.place(), &filter, chosen(ask.get("orderBy")?), ask.now)
}

/// The field `goals` of a person.
#[must_use]
pub fn with_person() -> Field {
    let description =
        "What they are after, newest first unless ordered otherwise. The user's own goals are of no person.";
    Field::list::<Goal>("goals", description, |ask| {
        let predicate = ask.filter(GoalFilterInput::read)?;
        let order = chosen(ask.get("orderBy")?);
        goals::of_people(&ask.scope, predicate.as_ref(), order, ask.now)
    })
    .argument::<Option<GoalFilterInput>>("filter", "Which goals.")
    .argument::<Option<GoalOrder>>("orderBy", "The order; newest first if left out.")
    .paged()
}

/// The field `supportedGoals` of a person.
#[must_use]
pub fn supported_by_person() -> Field {
    let description = "Goals of the user and of others that they support, newest first.";
    Field::list::<Goal>("supportedGoals", description, |ask| {
        Ok(goals::supported(&ask.scope))
    })
    .paged()
}

/// The field `goals` of a collaboration.
#[must_use]
pub fn in_collaboration() -> Field {
    let description = "Goals that it serves, newest first. `goal` is a sentence on what the collaboration itself is to reach.";
    Field::list::<Goal>("goals", description, |ask| {
        Ok(goals::of_collaborations(&ask.scope))
    })
    .paged()
}
