//! By which words exchanges are filtered.

use entity::exchange;

use super::{ExchangeKind, ExchangeState};
use crate::graphql::comparators::word_comparator;
use crate::graphql::record::{Recorded, Words};
use crate::gratitude::gql::{Direction, DirectionComparator};

word_comparator! {
    /// Conditions on what was given. All that are given must hold; give at least one, and no null.
    ExchangeKindComparator(ExchangeKind as exchange::ExchangeKind)
}
word_comparator! {
    /// Conditions on how far an exchange is. All that are given must hold; give at least one, and no null.
    ExchangeStateComparator(ExchangeState as exchange::ExchangeState)
}

impl Recorded for exchange::Model {
    const MADE: &'static str = "Record";

    fn words() -> Vec<Words> {
        vec![
            Words::of::<Direction, DirectionComparator>("direction"),
            Words::of::<ExchangeKind, ExchangeKindComparator>("kind"),
            Words::of::<ExchangeState, ExchangeStateComparator>("state"),
        ]
    }
}
