//! Which exchanges, in which order.

use async_graphql::{Enum, InputObject};
use entity::exchange;
use entity::ids::{CollaborationId, InteractionId, IntroductionId, PersonId};

use super::{ExchangeKind, ExchangeState};
use crate::exchanges::{self, ExchangeLeaf};
use crate::graphql::comparators::{
    DateComparator, DateTimeComparator, IDComparator, IntComparator, word_comparator,
};
use crate::graphql::connection::OrderDirection;
use crate::graphql::plan::is_down;
use crate::gratitude::gql::DirectionComparator;
use crate::kit::check::{Checks, Path};
use crate::kit::filter::Predicate;

word_comparator! {
    /// Conditions on what was given. All that are given must hold; give at least one, and no null.
    ExchangeKindComparator(ExchangeKind as exchange::ExchangeKind)
}
word_comparator! {
    /// Conditions on how far an exchange is. All that are given must hold; give at least one, and no null.
    ExchangeStateComparator(ExchangeState as exchange::ExchangeState)
}

/// Which exchanges. Fields side by side must all hold; `and`, `or` and `not` nest at most 3 deep, with at most 20 conditions in
/// all. Promises that are overdue: `{ state: { eq: PROMISED }, dueOn: { lt: "P0D" } }`.
#[derive(InputObject, Clone, Default)]
#[graphql(name = "ExchangeFilter")]
pub struct ExchangeFilterInput {
    /// All of these hold.
    and: Option<Vec<ExchangeFilterInput>>,
    /// One of these holds.
    or: Option<Vec<ExchangeFilterInput>>,
    /// This does not hold.
    not: Option<Box<ExchangeFilterInput>>,
    /// With whom.
    person_id: Option<IDComparator>,
    /// Which way.
    direction: Option<DirectionComparator>,
    /// What was given.
    kind: Option<ExchangeKindComparator>,
    /// How far it is.
    state: Option<ExchangeStateComparator>,
    /// How much it counts, from 1 to 10.
    weight: Option<IntComparator>,
    /// By when it was promised.
    due_on: Option<DateComparator>,
    /// When it happened.
    done_on: Option<DateComparator>,
    /// The interaction in which it came about.
    interaction_id: Option<IDComparator>,
    /// The introduction that it is, or came of.
    introduction_id: Option<IDComparator>,
    /// The collaboration that it belongs to.
    collaboration_id: Option<IDComparator>,
    /// When it was recorded.
    created_at: Option<DateTimeComparator>,
    /// When it was last changed.
    updated_at: Option<DateTimeComparator>,
}

impl ExchangeFilterInput {
    /// The conditions.
    pub fn read(self, checks: &mut Checks, path: &Path) -> Predicate<ExchangeLeaf> {
        let mut leaves = Vec::new();
        if let Some(it) = self.person_id {
            let tests = it.read::<PersonId>(checks, &path.at("personId"));
            leaves.extend(tests.into_iter().map(ExchangeLeaf::Person));
        }
        if let Some(it) = self.direction {
            let tests = it.read(checks, &path.at("direction"));
            leaves.extend(tests.into_iter().map(ExchangeLeaf::Direction));
        }
        if let Some(it) = self.kind {
            let tests = it.read(checks, &path.at("kind"));
            leaves.extend(tests.into_iter().map(ExchangeLeaf::Kind));
        }
        if let Some(it) = self.state {
            let tests = it.read(checks, &path.at("state"));
            leaves.extend(tests.into_iter().map(ExchangeLeaf::State));
        }
        if let Some(it) = self.interaction_id {
            let tests = it.read::<InteractionId>(checks, &path.at("interactionId"));
            leaves.extend(tests.into_iter().map(ExchangeLeaf::Interaction));
        }
        if let Some(it) = self.introduction_id {
            let tests = it.read::<IntroductionId>(checks, &path.at("introductionId"));
            leaves.extend(tests.into_iter().map(ExchangeLeaf::Introduction));
        }
        if let Some(it) = self.collaboration_id {
            let tests = it.read::<CollaborationId>(checks, &path.at("collaborationId"));
            leaves.extend(tests.into_iter().map(ExchangeLeaf::Collaboration));
        }
        let weights = self.weight.into_iter().flat_map(IntComparator::read);
        leaves.extend(weights.map(ExchangeLeaf::Weight));
        let days = |it: Option<DateComparator>| it.into_iter().flat_map(DateComparator::read);
        leaves.extend(days(self.due_on).map(ExchangeLeaf::DueOn));
        leaves.extend(days(self.done_on).map(ExchangeLeaf::DoneOn));
        let times = |it: Option<DateTimeComparator>| it.into_iter().flat_map(DateTimeComparator::read);
        leaves.extend(times(self.created_at).map(ExchangeLeaf::CreatedAt));
        leaves.extend(times(self.updated_at).map(ExchangeLeaf::UpdatedAt));
        let all = leaves.into_iter().map(Predicate::Leaf).collect();
        let nested = (self.and, self.or, self.not);
        Predicate::nesting(all, nested, path, |part, path| part.read(checks, path))
    }
}

/// What a list of exchanges can be sorted by.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "exchanges::ExchangeOrder")]
pub enum ExchangeOrderField {
    /// By when it was promised; what has no such day comes after all others.
    DueOn,
    /// When it happened; what has not comes before all others.
    DoneOn,
    /// When it was recorded.
    CreatedAt,
    /// When it was last changed.
    UpdatedAt,
}

/// The order of a list of exchanges; equals are told apart by id.
#[derive(InputObject, Clone, Copy)]
pub struct ExchangeOrder {
    /// By what.
    pub field: ExchangeOrderField,
    /// In which direction.
    pub direction: OrderDirection,
}

/// By what and in which direction: last recorded first, unless the client says otherwise.
pub(super) fn chosen(order: Option<ExchangeOrder>) -> (exchanges::ExchangeOrder, bool) {
    order.map_or((exchanges::ExchangeOrder::default(), true), |order| {
        (order.field.into(), is_down(order.direction))
    })
}
