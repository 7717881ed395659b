//! Which collaborations, in which order.

use async_graphql::{Enum, InputObject};
use entity::collaboration;
use entity::ids::PersonId;

use super::{CollaborationKind, CollaborationState};
use crate::collaborations::CollaborationLeaf;
use crate::graphql::comparators::{DateTimeComparator, IDComparator, StringComparator, word_comparator};
use crate::graphql::connection::OrderDirection;
use crate::kit::check::{Checks, Path};
use crate::kit::filter::Predicate;

word_comparator! {
    /// Conditions on what a collaboration is. All that are given must hold; give at least one, and no null.
    CollaborationKindComparator(CollaborationKind as collaboration::CollaborationKind)
}
word_comparator! {
    /// Conditions on how far a collaboration is. All that are given must hold; give at least one, and no null.
    CollaborationStateComparator(CollaborationState as collaboration::CollaborationState)
}

/// Which collaborations. Fields side by side must all hold; `and`, `or` and `not` nest at most 3 deep, with at most 20
/// conditions in all.
#[derive(InputObject, Clone, Default)]
#[graphql(name = "CollaborationFilter")]
pub struct CollaborationFilterInput {
    /// All of these hold.
    and: Option<Vec<CollaborationFilterInput>>,
    /// One of these holds.
    or: Option<Vec<CollaborationFilterInput>>,
    /// This does not hold.
    not: Option<Box<CollaborationFilterInput>>,
    /// The title.
    title: Option<StringComparator>,
    /// What it is.
    kind: Option<CollaborationKindComparator>,
    /// How far it is.
    state: Option<CollaborationStateComparator>,
    /// One of the people who are or were members; with `notIn`, none of them; `isNull: true` for collaborations without
    /// members.
    member_id: Option<IDComparator>,
    /// When it was made.
    created_at: Option<DateTimeComparator>,
    /// When it was last changed.
    updated_at: Option<DateTimeComparator>,
}

impl CollaborationFilterInput {
    /// The conditions.
    pub fn read(self, checks: &mut Checks, path: &Path) -> Predicate<CollaborationLeaf> {
        let mut all: Vec<Predicate<CollaborationLeaf>> = Vec::new();
        let mut add = |leaves: Vec<CollaborationLeaf>| all.extend(leaves.into_iter().map(Predicate::Leaf));
        if let Some(it) = self.title {
            add(it
                .read(checks, &path.at("title"))
                .into_iter()
                .map(CollaborationLeaf::Title)
                .collect());
        }
        if let Some(it) = self.kind {
            add(it
                .read(checks, &path.at("kind"))
                .into_iter()
                .map(CollaborationLeaf::Kind)
                .collect());
        }
        if let Some(it) = self.state {
            add(it
                .read(checks, &path.at("state"))
                .into_iter()
                .map(CollaborationLeaf::State)
                .collect());
        }
        if let Some(it) = self.member_id {
            let tests = it.read::<PersonId>(checks, &path.at("memberId"));
            add(tests.into_iter().map(CollaborationLeaf::Member).collect());
        }
        let times = |it: Option<DateTimeComparator>| it.into_iter().flat_map(DateTimeComparator::read);
        add(times(self.created_at).map(CollaborationLeaf::CreatedAt).collect());
        add(times(self.updated_at).map(CollaborationLeaf::UpdatedAt).collect());
        let nested = (self.and, self.or, self.not);
        Predicate::nesting(all, nested, path, |part, path| part.read(checks, path))
    }
}

/// What a list of collaborations can be sorted by.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::collaborations::CollaborationOrder")]
pub enum CollaborationOrderField {
    /// The title, without regard to case and accents.
    Title,
    /// When it was made.
    CreatedAt,
    /// When it was last changed.
    UpdatedAt,
}

/// The order of a list of collaborations; equals are told apart by id.
#[derive(InputObject, Clone, Copy)]
pub struct CollaborationOrder {
    /// By what.
    pub field: CollaborationOrderField,
    /// In which direction.
    pub direction: OrderDirection,
}
