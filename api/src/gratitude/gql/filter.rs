//! By which words thanks are filtered.

use entity::gratitude;

use super::direction::{Direction, DirectionComparator};
use super::{GratitudeMeans, GratitudeState};
use crate::graphql::comparators::word_comparator;
use crate::graphql::record::{Recorded, Words};

word_comparator! {
    /// Conditions on how far thanks are. All that are given must hold; give at least one, and no null.
    GratitudeStateComparator(GratitudeState as gratitude::GratitudeState)
}
word_comparator! {
    /// Conditions on how thanks are given. All that are given must hold; where that is open, none does.
    GratitudeMeansComparator(GratitudeMeans as gratitude::GratitudeMeans)
}

impl Recorded for gratitude::Model {
    fn words() -> Vec<Words> {
        vec![
            Words::of::<Direction, DirectionComparator>("direction"),
            Words::of::<GratitudeState, GratitudeStateComparator>("state"),
            Words::of::<GratitudeMeans, GratitudeMeansComparator>("means"),
        ]
    }
}
