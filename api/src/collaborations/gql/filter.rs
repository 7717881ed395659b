//! By which words and people collaborations are filtered.

use async_graphql::InputObject;
use entity::collaboration;
use entity::ids::PersonId;

use super::{CollaborationKind, CollaborationState};
use crate::collaborations::CollaborationLeaf;
use crate::graphql::comparators::{IDComparator, word_comparator};
use crate::graphql::record::{MoreFilters, Recorded, Words};
use crate::kit::check::{Checks, Path};

word_comparator! {
    /// Conditions on what a collaboration is. All that are given must hold; give at least one, and no null.
    CollaborationKindComparator(CollaborationKind as collaboration::CollaborationKind)
}
word_comparator! {
    /// Conditions on how far a collaboration is. All that are given must hold; give at least one, and no null.
    CollaborationStateComparator(CollaborationState as collaboration::CollaborationState)
}

impl Recorded for collaboration::Model {
    fn words() -> Vec<Words> {
        vec![
            Words::of::<CollaborationKind, CollaborationKindComparator>("kind"),
            Words::of::<CollaborationState, CollaborationStateComparator>("state"),
        ]
    }
}

/// Conditions on who takes part in a collaboration.
#[derive(InputObject)]
pub struct CollaborationMembersFilter {
    /// One of the people who are or were members; with `notIn`, none of them; `isNull: true` for collaborations without
    /// members.
    member_id: Option<IDComparator>,
}

impl MoreFilters for CollaborationMembersFilter {
    type Leaf = CollaborationLeaf;

    fn read(self, checks: &mut Checks, path: &Path) -> Vec<CollaborationLeaf> {
        let tests = self
            .member_id
            .map(|it| it.read::<PersonId>(checks, &path.at("memberId")));
        tests
            .into_iter()
            .flatten()
            .map(CollaborationLeaf::Member)
            .collect()
    }
}
