//! By which words milestones are filtered.

use entity::milestone;

use super::object::{MilestoneKind, MilestoneTone};
use crate::graphql::comparators::word_comparator;
use crate::graphql::record::{Recorded, Words};

word_comparator! {
    /// Conditions on what a milestone is. All that are given must hold; give at least one, and no null.
    MilestoneKindComparator(MilestoneKind as milestone::MilestoneKind)
}
word_comparator! {
    /// Conditions on what a milestone calls for. All that are given must hold; give at least one, and no null.
    MilestoneToneComparator(MilestoneTone as milestone::MilestoneTone)
}

impl Recorded for milestone::Model {
    fn words() -> Vec<Words> {
        vec![
            Words::of::<MilestoneKind, MilestoneKindComparator>("kind"),
            Words::of::<MilestoneTone, MilestoneToneComparator>("tone"),
        ]
    }
}
