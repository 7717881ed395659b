//! Which needs, offers and decisions, in which order.

use async_graphql::{Enum, InputObject};
use entity::ids::{GoalId, InteractionId, NeedId, OfferId, PersonId};
use entity::{match_decision, need};

use super::{MatchState, NeedKind, NeedState};
use crate::graphql::comparators::{DateComparator, DateTimeComparator, IDComparator, word_comparator};
use crate::graphql::connection::OrderDirection;
use crate::graphql::plan::is_down;
use crate::kit::check::{Checks, Path};
use crate::kit::filter::Predicate;
use crate::kit::topic::topic;
use crate::needs::{DecisionFilter, WishLeaf, WishOrder};

/// Most characters of a topic to compare with.
const TEXT: usize = 500;

word_comparator! {
    /// Conditions on what is sought or offered. All that are given must hold; give at least one, and no null.
    NeedKindComparator(NeedKind as need::NeedKind)
}
word_comparator! {
    /// Conditions on how a need or an offer stands. All that are given must hold; give at least one, and no null.
    NeedStateComparator(NeedState as need::NeedState)
}
word_comparator! {
    /// Conditions on what was decided about a match. All that are given must hold; give at least one, and no null.
    MatchStateComparator(MatchState as match_decision::MatchState)
}

/// Which needs. Fields side by side must all hold; `and`, `or` and `not` nest at most 3 deep, with at most 20 conditions in
/// all. Those that stand, whether or not they have a last day:
/// `{ state: { eq: OPEN }, or: [{ until: { isNull: true } }, { until: { gte: "P0D" } }] }`.
#[derive(InputObject, Clone, Default)]
#[graphql(name = "NeedFilter")]
pub struct NeedFilterInput {
    /// All of these hold.
    and: Option<Vec<NeedFilterInput>>,
    /// One of these holds.
    or: Option<Vec<NeedFilterInput>>,
    /// This does not hold.
    not: Option<Box<NeedFilterInput>>,
    /// Who looks for it; `isNull: true` for the user.
    person_id: Option<IDComparator>,
    /// What is sought.
    kind: Option<NeedKindComparator>,
    /// How it stands.
    state: Option<NeedStateComparator>,
    /// Has this topic, compared without case, accents and hyphens.
    topic: Option<String>,
    /// The last day on which it stands.
    until: Option<DateComparator>,
    /// The goal that it serves; `isNull: true` for those that serve none.
    goal_id: Option<IDComparator>,
    /// The interaction in which it came up.
    interaction_id: Option<IDComparator>,
    /// When it was made.
    created_at: Option<DateTimeComparator>,
    /// When it was last changed.
    updated_at: Option<DateTimeComparator>,
}

impl NeedFilterInput {
    /// The conditions.
    pub fn read(self, checks: &mut Checks, path: &Path) -> Predicate<WishLeaf> {
        let mut leaves = Vec::new();
        if let Some(it) = self.person_id {
            let tests = it.read::<PersonId>(checks, &path.at("personId"));
            leaves.extend(tests.into_iter().map(WishLeaf::Person));
        }
        if let Some(it) = self.kind {
            let tests = it.read(checks, &path.at("kind"));
            leaves.extend(tests.into_iter().map(WishLeaf::Kind));
        }
        if let Some(it) = self.state {
            let tests = it.read(checks, &path.at("state"));
            leaves.extend(tests.into_iter().map(WishLeaf::State));
        }
        if let Some(it) = self.topic {
            checks.text(path.at("topic"), Some(&it), TEXT);
            leaves.push(WishLeaf::Topic(topic(&it)));
        }
        if let Some(it) = self.goal_id {
            let tests = it.read::<GoalId>(checks, &path.at("goalId"));
            leaves.extend(tests.into_iter().map(WishLeaf::Goal));
        }
        if let Some(it) = self.interaction_id {
            let tests = it.read::<InteractionId>(checks, &path.at("interactionId"));
            leaves.extend(tests.into_iter().map(WishLeaf::Interaction));
        }
        let days = self.until.into_iter().flat_map(DateComparator::read);
        leaves.extend(days.map(WishLeaf::Until));
        let times = |it: Option<DateTimeComparator>| it.into_iter().flat_map(DateTimeComparator::read);
        leaves.extend(times(self.created_at).map(WishLeaf::CreatedAt));
        leaves.extend(times(self.updated_at).map(WishLeaf::UpdatedAt));
        let all = leaves.into_iter().map(Predicate::Leaf).collect();
        let nested = (self.and, self.or, self.not);
        Predicate::nesting(all, nested, path, |part, path| part.read(checks, path))
    }
}

/// Which offers. Fields side by side must all hold; `and`, `or` and `not` nest at most 3 deep, with at most 20 conditions in
/// all. Those that stand, whether or not they have a last day:
/// `{ state: { eq: OPEN }, or: [{ until: { isNull: true } }, { until: { gte: "P0D" } }] }`.
#[derive(InputObject, Clone, Default)]
#[graphql(name = "OfferFilter")]
pub struct OfferFilterInput {
    /// All of these hold.
    and: Option<Vec<OfferFilterInput>>,
    /// One of these holds.
    or: Option<Vec<OfferFilterInput>>,
    /// This does not hold.
    not: Option<Box<OfferFilterInput>>,
    /// Who can give it; `isNull: true` for the user.
    person_id: Option<IDComparator>,
    /// What is offered.
    kind: Option<NeedKindComparator>,
    /// How it stands.
    state: Option<NeedStateComparator>,
    /// Has this topic, compared without case, accents and hyphens.
    topic: Option<String>,
    /// The last day on which it stands.
    until: Option<DateComparator>,
    /// The interaction in which it came up.
    interaction_id: Option<IDComparator>,
    /// When it was made.
    created_at: Option<DateTimeComparator>,
    /// When it was last changed.
    updated_at: Option<DateTimeComparator>,
}

impl OfferFilterInput {
    /// The conditions.
    pub fn read(self, checks: &mut Checks, path: &Path) -> Predicate<WishLeaf> {
        let mut leaves = Vec::new();
        if let Some(it) = self.person_id {
            let tests = it.read::<PersonId>(checks, &path.at("personId"));
            leaves.extend(tests.into_iter().map(WishLeaf::Person));
        }
        if let Some(it) = self.kind {
            let tests = it.read(checks, &path.at("kind"));
            leaves.extend(tests.into_iter().map(WishLeaf::Kind));
        }
        if let Some(it) = self.state {
            let tests = it.read(checks, &path.at("state"));
            leaves.extend(tests.into_iter().map(WishLeaf::State));
        }
        if let Some(it) = self.topic {
            checks.text(path.at("topic"), Some(&it), TEXT);
            leaves.push(WishLeaf::Topic(topic(&it)));
        }
        if let Some(it) = self.interaction_id {
            let tests = it.read::<InteractionId>(checks, &path.at("interactionId"));
            leaves.extend(tests.into_iter().map(WishLeaf::Interaction));
        }
        let days = self.until.into_iter().flat_map(DateComparator::read);
        leaves.extend(days.map(WishLeaf::Until));
        let times = |it: Option<DateTimeComparator>| it.into_iter().flat_map(DateTimeComparator::read);
        leaves.extend(times(self.created_at).map(WishLeaf::CreatedAt));
        leaves.extend(times(self.updated_at).map(WishLeaf::UpdatedAt));
        let all = leaves.into_iter().map(Predicate::Leaf).collect();
        let nested = (self.and, self.or, self.not);
        Predicate::nesting(all, nested, path, |part, path| part.read(checks, path))
    }
}

/// Which decisions about matches. Fields side by side must all hold; `and`, `or` and `not` nest at most 3 deep, with at most 20
/// conditions in all.
#[derive(InputObject, Clone, Default)]
#[graphql(name = "MatchDecisionFilter")]
pub struct MatchDecisionFilterInput {
    /// All of these hold.
    and: Option<Vec<MatchDecisionFilterInput>>,
    /// One of these holds.
    or: Option<Vec<MatchDecisionFilterInput>>,
    /// This does not hold.
    not: Option<Box<MatchDecisionFilterInput>>,
    /// What was decided.
    state: Option<MatchStateComparator>,
    /// The need.
    need_id: Option<IDComparator>,
    /// The offer; `isNull: true` where a person's skills imply it.
    offer_id: Option<IDComparator>,
    /// The person whose skills imply an offer; `isNull: true` where there is an offer.
    person_id: Option<IDComparator>,
}

impl MatchDecisionFilterInput {
    /// The conditions.
    pub fn read(self, checks: &mut Checks, path: &Path) -> Predicate<DecisionFilter> {
        let mut leaves = Vec::new();
        if let Some(it) = self.state {
            let tests = it.read(checks, &path.at("state"));
            leaves.extend(tests.into_iter().map(DecisionFilter::State));
        }
        if let Some(it) = self.need_id {
            let tests = it.read::<NeedId>(checks, &path.at("needId"));
            leaves.extend(tests.into_iter().map(DecisionFilter::Need));
        }
        if let Some(it) = self.offer_id {
            let tests = it.read::<OfferId>(checks, &path.at("offerId"));
            leaves.extend(tests.into_iter().map(DecisionFilter::Offer));
        }
        if let Some(it) = self.person_id {
            let tests = it.read::<PersonId>(checks, &path.at("personId"));
            leaves.extend(tests.into_iter().map(DecisionFilter::Person));
        }
        let all = leaves.into_iter().map(Predicate::Leaf).collect();
        let nested = (self.and, self.or, self.not);
        Predicate::nesting(all, nested, path, |part, path| part.read(checks, path))
    }
}

/// What a list of needs or offers can be sorted by.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "WishOrder")]
pub enum NeedOrderField {
    /// The last day on which it stands; what has none comes after all others.
    Until,
    /// When it was made.
    CreatedAt,
    /// When it was last changed.
    UpdatedAt,
}

/// The order of a list of needs or offers; equals are told apart by id.
#[derive(InputObject, Clone, Copy)]
pub struct NeedOrder {
    /// By what.
    pub field: NeedOrderField,
    /// In which direction.
    pub direction: OrderDirection,
}

/// By what and in which direction: newest first, unless the client says otherwise.
pub(super) fn chosen(order: Option<NeedOrder>) -> (WishOrder, bool) {
    order.map_or((WishOrder::default(), true), |order| {
        (order.field.into(), is_down(order.direction))
    })
}
