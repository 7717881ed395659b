//! How time is counted, and compared with what was meant.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use entity::interaction::Channel;
use entity::time_entry::TimeKind;

/// The version of the formula; it grows when it or a parameter changes.
pub const FORMULA: i32 = 1;
/// Most days of a report.
pub const MOST_DAYS: i64 = 366;
/// Most minutes of an entry: a day.
pub const ENTRY: i32 = 24 * 60;
/// Most minutes a week that can be meant: a week.
pub const WEEK: i32 = 7 * 24 * 60;
/// What anything takes at least.
pub const LEAST: i32 = 1;

/// What an interaction usually takes, in minutes, where its duration is not known: what is written 5, a call 20, a meeting 45.
#[must_use]
pub const fn usual_minutes(channel: Channel) -> i32 {
    match channel {
        Channel::InPerson | Channel::Video | Channel::Event => 45,
        Channel::Call | Channel::Other => 20,
        Channel::Email | Channel::Message | Channel::Letter | Channel::Social => 5,
    }
}

/// For what an interaction takes time.
#[must_use]
pub const fn kind_of(channel: Channel) -> TimeKind {
    match channel {
        Channel::InPerson | Channel::Video => TimeKind::Meeting,
        Channel::Call => TimeKind::Call,
        Channel::Email | Channel::Message | Channel::Letter | Channel::Social => TimeKind::Correspondence,
        Channel::Event => TimeKind::Event,
        Channel::Other => TimeKind::Other,
    }
}

/// A range of days, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

impl Range {
    /// How many days it has; none where it ends before it begins.
    #[must_use]
    pub fn days(self) -> i64 {
        ((self.to - self.from).num_days() + 1).max(0)
    }

    /// The days that both have.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            from: self.from.max(other.from),
            to: self.to.min(other.to),
        }
    }

    /// Its parts by week: the first and the last may be shorter.
    #[must_use]
    pub fn weeks(self, begin: Weekday) -> Vec<Self> {
        let mut weeks = Vec::new();
        let mut from = self.from;
        while from <= self.to {
            let into = from.weekday().days_since(begin);
            let last = from.checked_add_days(Days::new(u64::from(6 - into)));
            let to = last.map_or(self.to, |last| last.min(self.to));
            weeks.push(Self { from, to });
            match to.succ_opt() {
                Some(next) => from = next,
                None => break,
            }
        }
        weeks
    }
}

/// How much is meant in a range: minutes a week, by the day, rounded once, at the end.
#[must_use]
pub fn intended(range: Range, meant: &[(i32, NaiveDate, Option<NaiveDate>)]) -> i64 {
    let in_sevenths = meant.iter().map(|(minutes, from, to)| {
        let lasts = Range {
            from: *from,
            to: to.unwrap_or(range.to),
        };
        i64::from(*minutes) * range.and(lasts).days()
    });
    (in_sevenths.sum::<i64>() * 2 + 7) / 14
}

/// A part of a whole, from 0 to 1; none of nothing.
#[must_use]
pub fn share(part: i64, whole: i64) -> f64 {
    if whole <= 0 {
        return 0.0;
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "minutes of a year are far below what a double holds"
    )]
    let share = part as f64 / whole as f64;
    share
}

/// How far what was taken is from what was meant, as shares of each: half the sum of the distances. 0 where they agree, 1 where
/// all of it went elsewhere; none where nothing was taken or nothing was meant.
#[must_use]
pub fn misallocation(rows: &[(i64, i64)]) -> Option<f64> {
    let (taken, meant) = rows
        .iter()
        .fold((0, 0), |sum, row| (sum.0 + row.0, sum.1 + row.1));
    if taken == 0 || meant == 0 {
        return None;
    }
    let distances = rows
        .iter()
        .map(|row| (share(row.0, taken) - share(row.1, meant)).abs());
    Some(distances.sum::<f64>() / 2.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(n: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 2).unwrap() + Days::new(n)
    }

    fn range(from: u64, to: u64) -> Range {
        Range {
            from: day(from),
            to: day(to),
        }
    }

    #[test]
    fn a_week_of_an_intention_is_a_week_of_it() {
        // The 2nd of March 2026 is a Monday.
        assert_eq!(intended(range(0, 6), &[(120, day(0), None)]), 120);
        assert_eq!(intended(range(0, 13), &[(120, day(7), None)]), 120);
        // A day of seven: 17.14; half of it is 8.57.
        assert_eq!(intended(range(0, 0), &[(120, day(0), None)]), 17);
        assert_eq!(intended(range(0, 0), &[(60, day(0), None)]), 9);
        assert_eq!(
            intended(range(0, 6), &[(60, day(0), Some(day(2))), (80, day(3), None)]),
            71
        );
        assert_eq!(
            intended(range(0, 6), &[(60, day(7), None), (60, day(0), Some(day(0)))]),
            9
        );
        assert_eq!(intended(range(3, 2), &[(60, day(0), None)]), 0);
    }

    #[test]
    fn weeks_are_cut_where_the_range_is() {
        let weeks = range(2, 15).weeks(Weekday::Mon);
        assert_eq!(weeks, [range(2, 6), range(7, 13), range(14, 15)]);
        assert_eq!(range(2, 2).weeks(Weekday::Sun), [range(2, 2)]);
        assert_eq!(range(0, 6).weeks(Weekday::Sun), [range(0, 5), range(6, 6)]);
    }

    #[test]
    fn what_went_where_it_was_meant_is_not_misallocated() {
        assert_eq!(misallocation(&[(60, 30), (120, 60)]), Some(0.0));
        assert_eq!(misallocation(&[(60, 0), (0, 60)]), Some(1.0));
        assert_eq!((misallocation(&[(60, 0)]), misallocation(&[])), (None, None));
    }

    fn weekday() -> impl Strategy<Value = Weekday> {
        (0..7_u8).prop_map(|day| Weekday::try_from(day).unwrap())
    }

    proptest! {
        #[test]
        fn weeks_follow_each_other_and_begin_on_their_day(from in 0..60_u64, days in 0..400_u64, begin in weekday()) {
            let whole = range(from, from + days);
            let weeks = whole.weeks(begin);
            prop_assert_eq!(weeks.iter().map(|week| week.days()).sum::<i64>(), whole.days());
            prop_assert!(weeks.iter().all(|week| (1..=7).contains(&week.days())));
            for pair in weeks.windows(2) {
                prop_assert_eq!(pair[0].to.succ_opt(), Some(pair[1].from));
                prop_assert_eq!(pair[1].from.weekday(), begin);
            }
        }

        /// Day by day, the sevenths add up to the same.
        #[test]
        fn what_is_meant_adds_up_by_the_day(
            from in 0..40_u64, days in 0..100_u64,
            meant in prop::collection::vec((1..2_000_i32, 0..80_u64, prop::option::of(0..80_u64)), 0..5),
        ) {
            let whole = range(from, from + days);
            let meant: Vec<_> = meant.into_iter().map(|(minutes, start, end)| (minutes, day(start), end.map(day))).collect();
            let mut sevenths = 0_i64;
            let mut on = whole.from;
            while on <= whole.to {
                for (minutes, start, end) in &meant {
                    if *start <= on && end.is_none_or(|end| on <= end) {
                        sevenths += i64::from(*minutes);
                    }
                }
                on = on.succ_opt().unwrap();
            }
            let exact = sevenths as f64 / 7.0;
            prop_assert!((intended(whole, &meant) as f64 - exact).abs() <= 0.5);
        }

        #[test]
        fn misallocation_lies_between_none_and_all(rows in prop::collection::vec((0..1_000_i64, 0..1_000_i64), 0..8), times in 1..9_i64) {
            if let Some(found) = misallocation(&rows) {
                prop_assert!((0.0..=1.0 + 1e-9).contains(&found));
                // Shares, not sums: twice the time spent alike is as far away.
                let more: Vec<_> = rows.iter().map(|row| (row.0 * times, row.1)).collect();
                prop_assert!((misallocation(&more).unwrap() - found).abs() < 1e-9);
            }
        }
    }
}
