//! Which needs, offers and decisions, in which order.

use async_graphql::{InputObject, InputType};
use entity::ids::{NeedId, OfferId, PersonId};
use entity::{match_decision, need, offer};

use super::{MatchState, NeedKind, NeedState};
use crate::graphql::comparators::{IDComparator, word_comparator};
use crate::graphql::record::{MoreFilters, Order, OrderedLike, Recorded, Words};
use crate::kit::check::{Checks, Path};
use crate::kit::filter::Predicate;
use crate::kit::topic::topic;
use crate::needs::{DecisionFilter, WishLeaf};

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

impl Recorded for need::Model {
    fn words() -> Vec<Words> {
        words()
    }
}

impl Recorded for offer::Model {
    const ORDERED_LIKE: Option<OrderedLike> = Some(("Need", Order::<need::Model>::create_type_info));

    fn words() -> Vec<Words> {
        words()
    }
}

fn words() -> Vec<Words> {
    vec![
        Words::of::<NeedKind, NeedKindComparator>("kind"),
        Words::of::<NeedState, NeedStateComparator>("state"),
    ]
}

/// Conditions on what a need or an offer is about.
#[derive(InputObject)]
pub struct TopicFilter {
    /// Has this topic, compared without case, accents and hyphens.
    topic: Option<String>,
}

impl MoreFilters for TopicFilter {
    type Leaf = WishLeaf;

    fn read(self, checks: &mut Checks, path: &Path) -> Vec<WishLeaf> {
        let topics = self.topic.into_iter();
        let topics = topics.map(|it| {
            checks.text(path.at("topic"), Some(&it), TEXT);
            WishLeaf::Topic(topic(&it))
        });
        topics.collect()
    }
}

/// Which decisions about matches. Fields side by side must all hold; `and`, `or` and `not` nest at most 3 deep, with at most 20
/// conditions in all.
#[derive(InputObject, Clone, Default)]
#[graphql(name = "MatchDecisionFilter")]
pub struct MatchDecisionFilterInput {
    /// All of these conditions hold.
    and: Option<Vec<MatchDecisionFilterInput>>,
    /// At least one of these conditions holds.
    or: Option<Vec<MatchDecisionFilterInput>>,
    /// This condition does not hold.
    not: Option<Box<MatchDecisionFilterInput>>,
    /// What the user decided about it.
    state: Option<MatchStateComparator>,
    /// The need that is, or could be, met.
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
