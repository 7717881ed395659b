//! What of a table of counts is shown, and at which moments.

use chrono::{Datelike, Months, NaiveDate};

/// Most dimensions of a workspace, archived ones too.
pub const DIMENSIONS: usize = 50;
/// Most values of a dimension.
pub const VALUES: usize = 100;
/// Most dimensions that are counted at once.
pub const AT_ONCE: usize = 10;
/// Most months of a trend.
pub const MONTHS: usize = 120;
/// Groups of fewer people than these, and of more than none, are withheld.
const SMALLEST: i64 = 5;

/// A table of counts as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The counts; none where one is withheld.
    pub cells: Vec<Option<i64>>,
    /// Whether their sum may be shown.
    pub is_sum_shown: bool,
}

/// What of these counts is shown. Of a sensitive dimension, groups of 1 to 4 are withheld, and with them the smallest of the
/// others, however many are as small: else the sum would give them away. Where there are no larger ones, those of nobody are
/// withheld instead; where there are none of these either, the sum.
#[must_use]
pub fn publish(counts: &[i64], is_sensitive: bool) -> Published {
    let is_small = |count: i64| is_sensitive && (1..SMALLEST).contains(&count);
    let is_any_small = counts.iter().any(|count| is_small(*count));
    let others = counts.iter().copied().filter(|count| !is_small(*count));
    let larger = others.clone().filter(|count| *count > 0).min();
    let cover = larger.or_else(|| others.min()).filter(|_| is_any_small);
    let shown = |count: &i64| (!is_small(*count) && Some(*count) != cover).then_some(*count);
    Published {
        cells: counts.iter().map(shown).collect(),
        is_sum_shown: !is_any_small || cover.is_some(),
    }
}

/// The last days of months from one day to another, both included.
pub fn month_ends(from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let first = from.with_day(1);
    let ends = first.into_iter().flat_map(|first| {
        let months = (1..).map_while(move |number| first.checked_add_months(Months::new(number)));
        months.filter_map(|next| next.pred_opt())
    });
    ends.skip_while(move |end| *end < from)
        .take_while(move |end| *end <= to)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn small_groups_are_withheld_with_the_smallest_of_the_others() {
        let cells = |counts: &[i64]| publish(counts, true).cells;
        assert_eq!(cells(&[3, 20, 9]), [None, Some(20), None]);
        assert_eq!(cells(&[3, 2, 9, 9, 0]), [None, None, None, None, Some(0)]);
        assert_eq!(cells(&[5, 0, 12]), [Some(5), Some(0), Some(12)]);
        assert_eq!(cells(&[3, 0, 0]), [None; 3]);
        assert_eq!(publish(&[3, 20, 9], false).cells, [Some(3), Some(20), Some(9)]);
    }

    #[test]
    fn the_sum_is_withheld_where_nothing_else_protects() {
        assert!(!publish(&[3], true).is_sum_shown);
        assert!(!publish(&[1, 1], true).is_sum_shown);
        assert!(publish(&[3, 0], true).is_sum_shown);
        assert!(publish(&[3], false).is_sum_shown);
        assert!(publish(&[], true).is_sum_shown);
    }

    /// All tables of so many counts with this sum.
    fn tables(cells: usize, sum: i64) -> Vec<Vec<i64>> {
        if cells == 0 {
            return if sum == 0 { vec![Vec::new()] } else { Vec::new() };
        }
        let firsts = 0..=sum;
        firsts
            .flat_map(|first| {
                tables(cells - 1, sum - first).into_iter().map(move |mut rest| {
                    rest.insert(0, first);
                    rest
                })
            })
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        /// Whoever knows the rules and tries all tables that would be shown alike cannot tell the size of a small group.
        #[test]
        fn no_small_group_can_be_worked_out(counts in proptest::collection::vec(0_i64..12, 0..5)) {
            let shown = publish(&counts, true);
            for (cell, count) in shown.cells.iter().zip(&counts) {
                prop_assert!(cell.is_none() || cell == &Some(*count));
                prop_assert!(cell.is_none() || !(1..5).contains(count));
            }
            if !shown.is_sum_shown {
                prop_assert!(shown.cells.iter().all(Option::is_none));
                return Ok(());
            }
            let sum = counts.iter().sum();
            let alike: Vec<Vec<i64>> = tables(counts.len(), sum).into_iter().filter(|table| publish(table, true) == shown).collect();
            for (place, count) in counts.iter().enumerate() {
                if (1..5).contains(count) {
                    let possible: BTreeSet<i64> = alike.iter().map(|table| table[place]).collect();
                    prop_assert!(possible.len() > 1, "{counts:?} {shown:?}");
                }
            }
        }

        /// What need not be withheld is not: without small groups, or where it is not sensitive, all is shown.
        #[test]
        fn all_is_shown_where_nobody_can_be_found_out(counts in proptest::collection::vec(0_i64..12, 0..6), is_sensitive: bool) {
            let has_small = counts.iter().any(|count| (1..5).contains(count));
            if !is_sensitive || !has_small {
                let all = Published { cells: counts.iter().copied().map(Some).collect(), is_sum_shown: true };
                prop_assert_eq!(publish(&counts, is_sensitive), all);
            }
        }

        /// A walk from day to day finds the same ends.
        #[test]
        fn months_end_where_the_next_day_is_a_first(from in 0_i32..40_000, days in 0_i32..2_000) {
            let day = |number| NaiveDate::from_epoch_days(number).unwrap();
            let found: Vec<NaiveDate> = month_ends(day(from), day(from + days)).collect();
            let walked: Vec<NaiveDate> = (from..=from + days).filter(|number| day(number + 1).day() == 1).map(day).collect();
            prop_assert_eq!(found, walked);
            prop_assert_eq!(month_ends(day(from + 1), day(from)).count(), 0);
        }
    }
}
