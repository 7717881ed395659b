//! Which communities, in which order.

use async_graphql::InputObject;
use entity::community;
use entity::ids::PersonId;

use super::CommunityKind;
use crate::communities::CommunityLeaf;
use crate::graphql::comparators::{IDComparator, word_comparator};
use crate::graphql::record::{MoreFilters, Recorded, Words};
use crate::kit::check::{Checks, Path};

word_comparator! {
    /// Conditions on what a community is. All that are given must hold; give at least one, and no null.
    CommunityKindComparator(CommunityKind as community::CommunityKind)
}

impl Recorded for community::Model {
    fn words() -> Vec<Words> {
        vec![Words::of::<CommunityKind, CommunityKindComparator>("kind")]
    }
}

/// Conditions on who belongs to a community.
#[derive(InputObject)]
pub struct CommunityMembersFilter {
    /// One of those who are or were in it; with `notIn`, none of them; `isNull: true` for communities without any, the user aside.
    member_id: Option<IDComparator>,
    /// Whether the user is in it now.
    mine: Option<bool>,
}

impl MoreFilters for CommunityMembersFilter {
    type Leaf = CommunityLeaf;

    fn read(self, checks: &mut Checks, path: &Path) -> Vec<CommunityLeaf> {
        let mut leaves = Vec::new();
        if let Some(it) = self.member_id {
            let tests = it.read::<PersonId>(checks, &path.at("memberId"));
            leaves.extend(tests.into_iter().map(CommunityLeaf::Member));
        }
        leaves.extend(self.mine.map(CommunityLeaf::Mine));
        leaves
    }
}
