//! Which way something went: value, or the thanks for it.

use crate::graphql::comparators::word_comparator;
use crate::graphql::declare::stored_enum;

stored_enum! {
    /// Which way something went, as the user sees it.
    Direction = entity::Direction {
        /// From the user to the person.
        Given,
        /// From the person to the user.
        Received,
    }
}

word_comparator! {
    /// Conditions on which way something went. All that are given must hold; give at least one, and no null.
    DirectionComparator(Direction as entity::Direction)
}
