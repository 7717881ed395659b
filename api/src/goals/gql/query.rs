//! Queries on goals.

use entity::goal;
use entity::ids::GoalId;

use super::filter::GoalSupportersFilter;
use crate::goals;
use crate::graphql::kinds::Goal;
use crate::graphql::plan::Field;
use crate::records::gql::{list_by, listed, listed_under, under};

/// Queries on goals.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::by_id::<Goal, GoalId>(
            "goal",
            "A goal by id; null when there is none.",
            "The id of the goal.",
        ),
        listed::<goal::Model, GoalSupportersFilter>(
            Field::list::<Goal>(
                "goals",
                "Goals, the user's own and those of others; newest first unless ordered otherwise.",
                |ask| list_by::<goal::Model, GoalSupportersFilter>(ask, goals::condition),
            ),
            (
                "Words of the title or the description, in any order; their beginnings are enough.",
                "The order; newest first if left out.",
            ),
        ),
    ]
}

/// The field `goals` of a person.
#[must_use]
pub fn with_person() -> Field {
    let goals = Field::list::<Goal>(
        "goals",
        "What they are after, newest first unless ordered otherwise. The user's own goals are of no person.",
        |ask| under::<goal::Model, GoalSupportersFilter>(ask, goal::Column::PersonId, goals::condition),
    );
    listed_under::<goal::Model, GoalSupportersFilter>(goals, "The order; newest first if left out.")
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
    let description =
        "Goals that it serves, newest first. What the collaboration itself is to reach is its `aim`.";
    Field::list::<Goal>("goals", description, |ask| {
        Ok(goals::of_collaborations(&ask.scope))
    })
    .paged()
}
