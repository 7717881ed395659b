//! Which milestones, in which order.

use async_graphql::{Enum, InputObject};
use entity::ids::PersonId;
use entity::milestone;

use super::object::{MilestoneKind, MilestoneTone};
use crate::graphql::comparators::{DateTimeComparator, IDComparator, word_comparator};
use crate::graphql::connection::OrderDirection;
use crate::graphql::plan::is_down;
use crate::kit::check::{Checks, Path};
use crate::kit::filter::Predicate;
use crate::milestones::{self, MilestoneLeaf};

word_comparator! {
    /// Conditions on what a milestone is. All that are given must hold; give at least one, and no null.
    MilestoneKindComparator(MilestoneKind as milestone::MilestoneKind)
}
word_comparator! {
    /// Conditions on what a milestone calls for. All that are given must hold; give at least one, and no null.
    MilestoneToneComparator(MilestoneTone as milestone::MilestoneTone)
}

/// Which milestones. Fields side by side must all hold; `and`, `or` and `not` nest at most 3 deep, with at most 20 conditions in
/// all. By when they come: `upcomingMilestones`.
#[derive(InputObject, Clone, Default)]
#[graphql(name = "MilestoneFilter")]
pub struct MilestoneFilterInput {
    /// All of these hold.
    and: Option<Vec<MilestoneFilterInput>>,
    /// One of these holds.
    or: Option<Vec<MilestoneFilterInput>>,
    /// This does not hold.
    not: Option<Box<MilestoneFilterInput>>,
    /// In whose life.
    person_id: Option<IDComparator>,
    /// What it is.
    kind: Option<MilestoneKindComparator>,
    /// What it calls for.
    tone: Option<MilestoneToneComparator>,
    /// Whether it comes again each year.
    recurs: Option<bool>,
    /// When it was made.
    created_at: Option<DateTimeComparator>,
    /// When it was last changed.
    updated_at: Option<DateTimeComparator>,
}

impl MilestoneFilterInput {
    /// The conditions.
    pub fn read(self, checks: &mut Checks, path: &Path) -> Predicate<MilestoneLeaf> {
        let mut leaves = Vec::new();
        if let Some(it) = self.person_id {
            let tests = it.read::<PersonId>(checks, &path.at("personId"));
            leaves.extend(tests.into_iter().map(MilestoneLeaf::Person));
        }
        if let Some(it) = self.kind {
            let tests = it.read(checks, &path.at("kind"));
            leaves.extend(tests.into_iter().map(MilestoneLeaf::Kind));
        }
        if let Some(it) = self.tone {
            let tests = it.read(checks, &path.at("tone"));
            leaves.extend(tests.into_iter().map(MilestoneLeaf::Tone));
        }
        leaves.extend(self.recurs.map(MilestoneLeaf::Recurs));
        let times = |it: Option<DateTimeComparator>| it.into_iter().flat_map(DateTimeComparator::read);
        leaves.extend(times(self.created_at).map(MilestoneLeaf::CreatedAt));
        leaves.extend(times(self.updated_at).map(MilestoneLeaf::UpdatedAt));
        let all = leaves.into_iter().map(Predicate::Leaf).collect();
        let nested = (self.and, self.or, self.not);
        Predicate::nesting(all, nested, path, |part, path| part.read(checks, path))
    }
}

/// What a list of milestones can be sorted by.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "milestones::MilestoneOrder")]
pub enum MilestoneOrderField {
    /// When it was made.
    CreatedAt,
    /// When it was last changed.
    UpdatedAt,
}

/// The order of a list of milestones; equals are told apart by id.
#[derive(InputObject, Clone, Copy)]
pub struct MilestoneOrder {
    /// By what.
    pub field: MilestoneOrderField,
    /// In which direction.
    pub direction: OrderDirection,
}

/// By what and in which direction: newest first, unless the client says otherwise.
pub(super) fn chosen(order: Option<MilestoneOrder>) -> (milestones::MilestoneOrder, bool) {
    order.map_or((milestones::MilestoneOrder::default(), true), |order| {
        (order.field.into(), is_down(order.direction))
    })
}
