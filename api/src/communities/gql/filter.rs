//! Which communities, in which order.

use async_graphql::{Enum, InputObject};
use entity::community;
use entity::ids::PersonId;

use super::CommunityKind;
use crate::communities::{self, CommunityLeaf};
use crate::graphql::comparators::{DateTimeComparator, IDComparator, StringComparator, word_comparator};
use crate::graphql::connection::OrderDirection;
use crate::graphql::plan::is_down;
use crate::kit::check::{Checks, Path};
use crate::kit::filter::Predicate;

word_comparator! {
    /// Conditions on what a community is. All that are given must hold; give at least one, and no null.
    CommunityKindComparator(CommunityKind as community::CommunityKind)
}

/// Which communities. Fields side by side must all hold; `and`, `or` and `not` nest at most 3 deep, with at most 20 conditions in
/// all.
#[derive(InputObject, Clone, Default)]
#[graphql(name = "CommunityFilter")]
pub struct CommunityFilterInput {
    /// All of these hold.
    and: Option<Vec<CommunityFilterInput>>,
    /// One of these holds.
    or: Option<Vec<CommunityFilterInput>>,
    /// This does not hold.
    not: Option<Box<CommunityFilterInput>>,
    /// Its name.
    name: Option<StringComparator>,
    /// What it is.
    kind: Option<CommunityKindComparator>,
    /// One of those who are or were in it; with `notIn`, none of them; `isNull: true` for communities without any, the user aside.
    member_id: Option<IDComparator>,
    /// Whether the user is in it now.
    mine: Option<bool>,
    /// When it was entered.
    created_at: Option<DateTimeComparator>,
    /// When it was last changed.
    updated_at: Option<DateTimeComparator>,
}

impl CommunityFilterInput {
    /// The conditions.
    pub fn read(self, checks: &mut Checks, path: &Path) -> Predicate<CommunityLeaf> {
        let mut leaves = Vec::new();
        if let Some(it) = self.name {
            let tests = it.read(checks, &path.at("name"));
            leaves.extend(tests.into_iter().map(CommunityLeaf::Name));
        }
        if let Some(it) = self.kind {
            let tests = it.read(checks, &path.at("kind"));
            leaves.extend(tests.into_iter().map(CommunityLeaf::Kind));
        }
        if let Some(it) = self.member_id {
            let tests = it.read::<PersonId>(checks, &path.at("memberId"));
            leaves.extend(tests.into_iter().map(CommunityLeaf::Member));
        }
        leaves.extend(self.mine.map(CommunityLeaf::Mine));
        let times = |it: Option<DateTimeComparator>| it.into_iter().flat_map(DateTimeComparator::read);
        leaves.extend(times(self.created_at).map(CommunityLeaf::CreatedAt));
        leaves.extend(times(self.updated_at).map(CommunityLeaf::UpdatedAt));
        let all = leaves.into_iter().map(Predicate::Leaf).collect();
        let nested = (self.and, self.or, self.not);
        Predicate::nesting(all, nested, path, |part, path| part.read(checks, path))
    }
}

/// What a list of communities can be sorted by.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "communities::CommunityOrder")]
pub enum CommunityOrderField {
    /// The name, without regard to case and accents.
    Name,
    /// When it was entered.
    CreatedAt,
    /// When it was last changed.
    UpdatedAt,
}

/// The order of a list of communities; equals are told apart by id.
#[derive(InputObject, Clone, Copy)]
pub struct CommunityOrder {
    /// By what.
    pub field: CommunityOrderField,
    /// In which direction.
    pub direction: OrderDirection,
}

/// By what and in which direction: by name, unless the client says otherwise.
pub(super) fn chosen(order: Option<CommunityOrder>) -> (communities::CommunityOrder, bool) {
    order.map_or((communities::CommunityOrder::default(), false), |order| {
        (order.field.into(), is_down(order.direction))
    })
}
