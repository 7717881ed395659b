//! By which words and people goals are filtered.

use async_graphql::InputObject;
use entity::goal;
use entity::ids::PersonId;

use super::{GoalHorizon, GoalState};
use crate::goals::GoalLeaf;
use crate::graphql::comparators::{IDComparator, word_comparator};
use crate::graphql::record::{MoreFilters, Recorded, Words};
use crate::kit::check::{Checks, Path};

word_comparator! {
    /// Conditions on how a goal stands. All that are given must hold; give at least one, and no null.
    GoalStateComparator(GoalState as goal::GoalState)
}
word_comparator! {
    /// Conditions on how far ahead a goal lies. All that are given must hold; give at least one, and no null.
    GoalHorizonComparator(GoalHorizon as goal::GoalHorizon)
}

impl Recorded for goal::Model {
    fn words() -> Vec<Words> {
        vec![
            Words::of::<GoalState, GoalStateComparator>("state"),
            Words::of::<GoalHorizon, GoalHorizonComparator>("horizon"),
        ]
    }
}

/// Conditions on who supports a goal.
#[derive(InputObject)]
pub struct GoalSupportersFilter {
    /// One of the people who support it; with `notIn`, none of them; `isNull: true` for goals that nobody supports.
    supporter_id: Option<IDComparator>,
}

impl MoreFilters for GoalSupportersFilter {
    type Leaf = GoalLeaf;

    fn read(self, checks: &mut Checks, path: &Path) -> Vec<GoalLeaf> {
        let tests = self
            .supporter_id
            .map(|it| it.read::<PersonId>(checks, &path.at("supporterId")));
        tests.into_iter().flatten().map(GoalLeaf::Supporter).collect()
    }
}
