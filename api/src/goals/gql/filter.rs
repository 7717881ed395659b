//! Which goals, in which order.

use async_graphql::{Enum, InputObject};
use entity::goal;
use entity::ids::PersonId;

use super::{GoalHorizon, GoalState};
use crate::goals::{self, GoalLeaf};
use crate::graphql::comparators::{
    DateComparator, DateTimeComparator, IDComparator, StringComparator, word_comparator,
};
use crate::graphql::connection::OrderDirection;
use crate::graphql::plan::is_down;
use crate::kit::check::{Checks, Path};
use crate::kit::filter::Predicate;

word_comparator! {
    /// Conditions on how a goal stands. All that are given must hold; give at least one, and no null.
    GoalStateComparator(GoalState as goal::GoalState)
}
word_comparator! {
    /// Conditions on how far ahead a goal lies. All that are given must hold; give at least one, and no null.
    GoalHorizonComparator(GoalHorizon as goal::GoalHorizon)
}

/// Which goals. Fields side by side must all hold; `and`, `or` and `not` nest at most 3 deep, with at most 20 conditions in
/// all. The user's own that nobody supports: `{ personId: { isNull: true }, supporterId: { isNull: true } }`.
#[derive(InputObject, Clone, Default)]
#[graphql(name = "GoalFilter")]
pub struct GoalFilterInput {
    /// All of these hold.
    and: Option<Vec<GoalFilterInput>>,
    /// One of these holds.
    or: Option<Vec<GoalFilterInput>>,
    /// This does not hold.
    not: Option<Box<GoalFilterInput>>,
    /// Whose it is; `isNull: true` for the user's own.
    person_id: Option<IDComparator>,
    /// The title.
    title: Option<StringComparator>,
    /// How it stands.
    state: Option<GoalStateComparator>,
    /// How far ahead it lies.
    horizon: Option<GoalHorizonComparator>,
    /// By when it is to be reached.
    target_on: Option<DateComparator>,
    /// When it was reached.
    achieved_on: Option<DateComparator>,
    /// One of the people who support it; with `notIn`, none of them; `isNull: true` for goals that nobody supports.
    supporter_id: Option<IDComparator>,
    /// When it was made.
    created_at: Option<DateTimeComparator>,
    /// When it was last changed.
    updated_at: Option<DateTimeComparator>,
}

impl GoalFilterInput {
    /// The conditions.
    pub fn read(self, checks: &mut Checks, path: &Path) -> Predicate<GoalLeaf> {
        let mut leaves = Vec::new();
        if let Some(it) = self.person_id {
            let tests = it.read::<PersonId>(checks, &path.at("personId"));
            leaves.extend(tests.into_iter().map(GoalLeaf::Person));
        }
        if let Some(it) = self.title {
            let tests = it.read(checks, &path.at("title"));
            leaves.extend(tests.into_iter().map(GoalLeaf::Title));
        }
        if let Some(it) = self.state {
            let tests = it.read(checks, &path.at("state"));
            leaves.extend(tests.into_iter().map(GoalLeaf::State));
        }
        if let Some(it) = self.horizon {
            let tests = it.read(checks, &path.at("horizon"));
            leaves.extend(tests.into_iter().map(GoalLeaf::Horizon));
        }
        if let Some(it) = self.supporter_id {
            let tests = it.read::<PersonId>(checks, &path.at("supporterId"));
            leaves.extend(tests.into_iter().map(GoalLeaf::Supporter));
        }
        let days = |it: Option<DateComparator>| it.into_iter().flat_map(DateComparator::read);
        leaves.extend(days(self.target_on).map(GoalLeaf::TargetOn));
        leaves.extend(days(self.achieved_on).map(GoalLeaf::AchievedOn));
        let times = |it: Option<DateTimeComparator>| it.into_iter().flat_map(DateTimeComparator::read);
        leaves.extend(times(self.created_at).map(GoalLeaf::CreatedAt));
        leaves.extend(times(self.updated_at).map(GoalLeaf::UpdatedAt));
        let all = leaves.into_iter().map(Predicate::Leaf).collect();
        let nested = (self.and, self.or, self.not);
        Predicate::nesting(all, nested, path, |part, path| part.read(checks, path))
    }
}

/// What a list of goals can be sorted by.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "goals::GoalOrder")]
pub enum GoalOrderField {
    /// The title, without regard to case and accents.
    Title,
    /// By when it is to be reached; what has no such day comes after all others.
    TargetOn,
    /// When it was made.
    CreatedAt,
    /// When it was last changed.
    UpdatedAt,
}

/// The order of a list of goals; equals are told apart by id.
#[derive(InputObject, Clone, Copy)]
pub struct GoalOrder {
    /// By what.
    pub field: GoalOrderField,
    /// In which direction.
    pub direction: OrderDirection,
}

/// By what and in which direction: newest first, unless the client says otherwise.
pub(super) fn chosen(order: Option<GoalOrder>) -> (goals::GoalOrder, bool) {
    order.map_or((goals::GoalOrder::default(), true), |order| {
        (order.field.into(), is_down(order.direction))
    })
}
