//! What clients write.

use async_graphql::{InputObject, MaybeUndefined};
use entity::ids::{GoalId, PersonId};

use super::{GoalHorizon, GoalState};
use crate::goals::{Fields, NewGoal, UpdateGoal};
use crate::graphql::input::{patch, set};
use crate::graphql::scalars::{Date, Id};
use crate::kit::Patch;
use crate::kit::check::{Checks, Path};

/// A new goal.
#[derive(InputObject)]
pub struct CreateGoalInput {
    /// An id that the client made, for creation offline. Repeating the same create is a success.
    id: Option<Id<GoalId>>,
    /// Whose it is. Left out for the user's own; the user's own person does not stand here.
    person_id: Option<Id<PersonId>>,
    /// What is to be reached, at most 200 characters.
    title: String,
    /// More on it, at most 5,000 characters.
    description: Option<String>,
    /// How it stands.
    #[graphql(default_with = "GoalState::Active")]
    state: GoalState,
    /// How far ahead it lies.
    horizon: Option<GoalHorizon>,
    /// By when it is to be reached.
    target_on: Option<Date>,
    /// When it was reached: today in the workspace's time zone if it is `ACHIEVED` and this is left out. Not to come, and only of what is
    /// `ACHIEVED`.
    achieved_on: Option<Date>,
}

/// A change to a goal: a field that is left out stays as it is, null clears it. The state is changed by `pauseGoal`,
/// `achieveGoal`, `dropGoal` and `reopenGoal`.
#[derive(InputObject)]
pub struct UpdateGoalInput {
    /// Whose it is; null makes it the user's own. Not the user's own person, and not one of its supporters.
    person_id: MaybeUndefined<Id<PersonId>>,
    /// What is to be reached, at most 200 characters; cannot be cleared.
    title: MaybeUndefined<String>,
    /// More on it, at most 5,000 characters.
    description: MaybeUndefined<String>,
    /// How far ahead it lies.
    horizon: MaybeUndefined<GoalHorizon>,
    /// By when it is to be reached.
    target_on: MaybeUndefined<Date>,
    /// When it was reached. Only of what is `ACHIEVED`, where it cannot be cleared; not to come.
    achieved_on: MaybeUndefined<Date>,
}

impl CreateGoalInput {
    pub(super) fn read(self, checks: &mut Checks) -> NewGoal {
        let fields = Fields {
            person: set(self.person_id.map(|id| checks.id(Path::input("personId"), &id))),
            title: Patch::Set(self.title),
            description: set(self.description),
            horizon: set(self.horizon),
            target_on: set(self.target_on.map(|date| date.0)),
            achieved_on: set(self.achieved_on.map(|date| date.0)),
        };
        NewGoal {
            id: checks.optional_id(Path::input("id"), self.id.as_ref()),
            state: self.state.into(),
            fields,
        }
    }
}

impl UpdateGoalInput {
    pub(super) fn read(self, checks: &mut Checks, id: GoalId, expected_revision: Option<i32>) -> UpdateGoal {
        let fields = Fields {
            person: patch(
                self.person_id
                    .map_value(|id| checks.id(Path::input("personId"), &id)),
            ),
            title: patch(self.title),
            description: patch(self.description),
            horizon: patch(self.horizon),
            target_on: patch(self.target_on.map_value(|date| date.0)),
            achieved_on: patch(self.achieved_on.map_value(|date| date.0)),
        };
        UpdateGoal {
            id,
            expected_revision,
            fields,
        }
    }
}
