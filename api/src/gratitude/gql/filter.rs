//! Which thanks, in which order.

use async_graphql::{Enum, InputObject};
use entity::gratitude;
use entity::ids::{CollaborationId, ExchangeId, IntroductionId, PersonId};

use super::direction::DirectionComparator;
use super::{GratitudeMeans, GratitudeState};
use crate::graphql::comparators::{DateComparator, DateTimeComparator, IDComparator, word_comparator};
use crate::graphql::connection::OrderDirection;
use crate::graphql::plan::is_down;
use crate::gratitude::{self as thanks, GratitudeLeaf};
use crate::kit::check::{Checks, Path};
use crate::kit::filter::Predicate;

word_comparator! {
    /// Conditions on how far thanks are. All that are given must hold; give at least one, and no null.
    GratitudeStateComparator(GratitudeState as gratitude::GratitudeState)
}
word_comparator! {
    /// Conditions on how thanks are given. All that are given must hold; where that is open, none does.
    GratitudeMeansComparator(GratitudeMeans as gratitude::GratitudeMeans)
}

/// Which thanks. Fields side by side must all hold; `and`, `or` and `not` nest at most 3 deep, with at most 20 conditions in all.
#[derive(InputObject, Clone, Default)]
#[graphql(name = "GratitudeFilter")]
pub struct GratitudeFilterInput {
    /// All of these hold.
    and: Option<Vec<GratitudeFilterInput>>,
    /// One of these holds.
    or: Option<Vec<GratitudeFilterInput>>,
    /// This does not hold.
    not: Option<Box<GratitudeFilterInput>>,
    /// Who is thanked, or who thanks.
    person_id: Option<IDComparator>,
    /// Which way.
    direction: Option<DirectionComparator>,
    /// How far they are.
    state: Option<GratitudeStateComparator>,
    /// How they are given.
    means: Option<GratitudeMeansComparator>,
    /// Since when they are, or were, owed.
    owed_since: Option<DateComparator>,
    /// When they were given.
    thanked_on: Option<DateComparator>,
    /// The exchange they are for.
    exchange_id: Option<IDComparator>,
    /// The introduction they are for.
    introduction_id: Option<IDComparator>,
    /// The collaboration they are for.
    collaboration_id: Option<IDComparator>,
    /// When they were recorded.
    created_at: Option<DateTimeComparator>,
    /// When they were last changed.
    updated_at: Option<DateTimeComparator>,
}

impl GratitudeFilterInput {
    /// The conditions.
    pub fn read(self, checks: &mut Checks, path: &Path) -> Predicate<GratitudeLeaf> {
        let mut leaves = Vec::new();
        if let Some(it) = self.person_id {
            let tests = it.read::<PersonId>(checks, &path.at("personId"));
            leaves.extend(tests.into_iter().map(GratitudeLeaf::Person));
        }
        if let Some(it) = self.direction {
            let tests = it.read(checks, &path.at("direction"));
            leaves.extend(tests.into_iter().map(GratitudeLeaf::Direction));
        }
        if let Some(it) = self.state {
            let tests = it.read(checks, &path.at("state"));
            leaves.extend(tests.into_iter().map(GratitudeLeaf::State));
        }
        if let Some(it) = self.means {
            let tests = it.read(checks, &path.at("means"));
            leaves.extend(tests.into_iter().map(GratitudeLeaf::Means));
        }
        if let Some(it) = self.exchange_id {
            let tests = it.read::<ExchangeId>(checks, &path.at("exchangeId"));
            leaves.extend(tests.into_iter().map(GratitudeLeaf::Exchange));
        }
        if let Some(it) = self.introduction_id {
            let tests = it.read::<IntroductionId>(checks, &path.at("introductionId"));
            leaves.extend(tests.into_iter().map(GratitudeLeaf::Introduction));
        }
        if let Some(it) = self.collaboration_id {
            let tests = it.read::<CollaborationId>(checks, &path.at("collaborationId"));
            leaves.extend(tests.into_iter().map(GratitudeLeaf::Collaboration));
        }
        let days = |it: Option<DateComparator>| it.into_iter().flat_map(DateComparator::read);
        leaves.extend(days(self.owed_since).map(GratitudeLeaf::OwedSince));
        leaves.extend(days(self.thanked_on).map(GratitudeLeaf::ThankedOn));
        let times = |it: Option<DateTimeComparator>| it.into_iter().flat_map(DateTimeComparator::read);
        leaves.extend(times(self.created_at).map(GratitudeLeaf::CreatedAt));
        leaves.extend(times(self.updated_at).map(GratitudeLeaf::UpdatedAt));
        let all = leaves.into_iter().map(Predicate::Leaf).collect();
        let nested = (self.and, self.or, self.not);
        Predicate::nesting(all, nested, path, |part, path| part.read(checks, path))
    }
}

/// What a list of thanks can be sorted by.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "thanks::GratitudeOrder")]
pub enum GratitudeOrderField {
    /// When they were recorded.
    CreatedAt,
    /// When they were last changed.
    UpdatedAt,
}

/// The order of a list of thanks; equals are told apart by id.
#[derive(InputObject, Clone, Copy)]
pub struct GratitudeOrder {
    /// By what.
    pub field: GratitudeOrderField,
    /// In which direction.
    pub direction: OrderDirection,
}

/// By what and in which direction: last recorded first, unless the client says otherwise.
pub(super) fn chosen(order: Option<GratitudeOrder>) -> (thanks::GratitudeOrder, bool) {
    order.map_or((thanks::GratitudeOrder::default(), true), |order| {
        (order.field.into(), is_down(order.direction))
    })
}
