//! When milestones come. Days are calendar days without a time zone.

use std::fmt;

use chrono::{Datelike, Days, NaiveDate};
use entity::PartialDate;
use entity::ids::{MilestoneId, PersonId};
use entity::milestone::{MilestoneKind, MilestoneTone};
use serde::Serialize;
use uuid::Uuid;

/// How many days ahead the user is reminded, where they do not say.
pub const REMIND_DAYS: i32 = 7;
/// And at most.
pub const REMIND_DAYS_MOST: i32 = 90;
/// Days between the first and the last day that occurrences can be asked for at once: a year, so that none is left out.
pub const LONGEST: u64 = 366;

/// What occurs: a milestone, or a person's own birthday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Subject {
    /// A milestone.
    Milestone(MilestoneId),
    /// A person's own birthday.
    Birthday(PersonId),
}

impl Subject {
    /// What tells it from all others of the workspace.
    #[must_use]
    pub const fn uuid(self) -> Uuid {
        match self {
            Self::Milestone(id) => id.0,
            Self::Birthday(id) => id.0,
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Milestone(id) => id.fmt(f),
            Self::Birthday(id) => id.fmt(f),
        }
    }
}

/// What a kind calls for, where the user does not say.
#[must_use]
pub const fn usual_tone(kind: MilestoneKind) -> MilestoneTone {
    match kind {
        MilestoneKind::JobLoss | MilestoneKind::Illness | MilestoneKind::Loss => MilestoneTone::Support,
        _ => MilestoneTone::Celebrate,
    }
}

/// Whether it comes again each year, where the user does not say.
#[must_use]
pub const fn usually_recurs(kind: MilestoneKind, date: PartialDate) -> bool {
    let is_yearly = matches!(kind, MilestoneKind::Birthday | MilestoneKind::Anniversary);
    date.month().is_some() && (is_yearly || date.year().is_none())
}

/// When something occurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// When it was, is, or first was.
    pub date: PartialDate,
    /// Whether it comes again each year.
    pub recurs: bool,
}

impl When {
    /// What is wrong with it, if anything.
    #[must_use]
    pub const fn objection(self) -> Option<&'static str> {
        match (self.date.year(), self.date.month(), self.recurs) {
            (_, None, true) => Some("a year alone cannot recur: give the month, too"),
            (None, _, false) => Some("a date without a year recurs: give the year, or let it recur"),
            _ => None,
        }
    }

    /// The day of a year on which it occurs. A month stands for its first day, a year alone for none. 29 February is kept on
    /// the 28th in common years: within its month, and never late.
    #[must_use]
    pub fn in_year(self, year: i32) -> Option<NaiveDate> {
        let occurs = match self.date.year() {
            Some(first) if self.recurs => first <= year,
            Some(only) => only == year,
            None => self.recurs,
        };
        let month = self.date.month()?;
        let day = self.date.day().unwrap_or(1);
        let found = NaiveDate::from_ymd_opt(year, month, day);
        let found = found.or_else(|| NaiveDate::from_ymd_opt(year, month, 28));
        found.filter(|_| occurs && (1..=9999).contains(&year))
    }

    /// The year of the occurrence that is nearest to a day; of two that are equally near, the earlier.
    #[must_use]
    pub fn year_near(self, day: NaiveDate) -> Option<i32> {
        let own = self.date.year().filter(|_| !self.recurs);
        let years = own.map_or(day.year() - 1..=day.year() + 1, |own| own..=own);
        let days = years.filter_map(|year| self.in_year(year));
        let nearest = days.min_by_key(|occurs| (*occurs - day).num_days().abs());
        nearest.map(|occurs| occurs.year())
    }

    /// The days on which it occurs from one day to another, both included.
    pub fn between(self, from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        let years = from.year()..=to.year();
        let days = years.filter_map(move |year| self.in_year(year));
        days.filter(move |day| (from..=to).contains(day))
    }

    /// How many years it has been on a day on which it occurs; none where it happens once, or since when is unknown.
    #[must_use]
    pub fn turning(self, day: NaiveDate) -> Option<i32> {
        let first = self.date.year().filter(|_| self.recurs)?;
        Some(day.year() - first)
    }
}

/// From which day on the user is reminded of a day.
#[must_use]
pub fn remind_on(day: NaiveDate, days_before: i32) -> NaiveDate {
    let days = Days::new(u64::try_from(days_before).unwrap_or_default());
    day.checked_sub_days(days).unwrap_or(day)
}

/// Days of the year, as `05-12`, in ranges that hold all that can recur from one day to another. In a common year what is kept
/// on 28 February may be of the 29th.
#[must_use]
pub fn days_of_year(from: NaiveDate, to: NaiveDate) -> Vec<(String, String)> {
    let day = |day: NaiveDate| day.format("%m-%d").to_string();
    let end = if (to.month(), to.day()) == (2, 28) {
        "02-29".to_owned()
    } else {
        day(to)
    };
    let (first, last) = ("01-01".to_owned(), "12-31".to_owned());
    match to.year() - from.year() {
        _ if to < from => Vec::new(),
        0 => vec![(day(from), end)],
        1 if end < day(from) => vec![(day(from), last), (first, end)],
        _ => vec![(first, last)],
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn when(date: &str, recurs: bool) -> When {
        When {
            date: date.parse().unwrap(),
            recurs,
        }
    }

    #[test]
    fn what_recurs_comes_each_year_from_its_first_on() {
        let wedding = when("2020-05-12", true);
        assert_eq!(wedding.in_year(2019), None);
        assert_eq!(wedding.in_year(2020), Some(day("2020-05-12")));
        assert_eq!(wedding.in_year(2031), Some(day("2031-05-12")));
        assert_eq!(wedding.turning(day("2031-05-12")), Some(11));
        assert_eq!(when("--05-12", true).turning(day("2031-05-12")), None);
    }

    #[test]
    fn what_happens_once_comes_in_its_year_alone() {
        let launch = when("2020-05-12", false);
        let years = [2019, 2020, 2021].map(|year| launch.in_year(year));
        assert_eq!(years, [None, Some(day("2020-05-12")), None]);
        assert_eq!(launch.turning(day("2020-05-12")), None);
    }

    #[test]
    fn the_29th_of_february_is_kept_on_the_28th_in_common_years() {
        for date in ["--02-29", "2000-02-29"] {
            let days = [2023, 2024, 2100].map(|year| when(date, true).in_year(year));
            let wanted = ["2023-02-28", "2024-02-29", "2100-02-28"].map(|text| Some(day(text)));
            assert_eq!(days, wanted);
        }
    }

    #[test]
    fn a_month_stands_for_its_first_day_and_a_year_for_none() {
        assert_eq!(when("2020-05", true).in_year(2021), Some(day("2021-05-01")));
        assert_eq!(when("2020-05", false).in_year(2020), Some(day("2020-05-01")));
        assert_eq!(when("2020", false).in_year(2020), None);
    }

    #[test]
    fn a_year_does_not_recur_and_what_has_none_does() {
        assert!(when("2020", true).objection().is_some());
        assert!(when("--05-12", false).objection().is_some());
        for (date, recurs) in [
            ("2020", false),
            ("2020-05", true),
            ("2020-05-12", false),
            ("--05-12", true),
        ] {
            assert_eq!(when(date, recurs).objection(), None);
        }
        assert!(usually_recurs(
            MilestoneKind::Birthday,
            "2020-05".parse().unwrap()
        ));
        assert!(usually_recurs(MilestoneKind::Move, "--05-12".parse().unwrap()));
        assert!(!usually_recurs(MilestoneKind::Birthday, "2020".parse().unwrap()));
        assert!(!usually_recurs(
            MilestoneKind::Move,
            "2020-05-12".parse().unwrap()
        ));
    }

    /// The calendar, told by its rules alone.
    fn is_leap(year: i32) -> bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    fn month_length(year: i32, month: u32) -> u32 {
        match month {
            2 if is_leap(year) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    fn next(at: (i32, u32, u32)) -> (i32, u32, u32) {
        match at {
            (year, 12, 31) => (year + 1, 1, 1),
            (year, month, day) if day == month_length(year, month) => (year, month + 1, 1),
            (year, month, day) => (year, month, day + 1),
        }
    }

    prop_compose! {
        fn any_date()(year in 1_i32..=9999, near in 1890_i32..2110, known in 0..4, month in 1_u32..=12, day in 1_u32..=31, leap in 0..6) -> PartialDate {
            let year = if day % 3 == 0 { year } else { near };
            let (month, day) = if leap == 0 { (2, 29) } else { (month, day) };
            let day = day.min(month_length(if known == 0 { 2000 } else { year }, month));
            match known {
                0 => PartialDate::new(None, Some(month), Some(day)),
                1 => PartialDate::new(Some(year), Some(month), None),
                2 => PartialDate::new(Some(year), None, None),
                _ => PartialDate::new(Some(year), Some(month), Some(day)),
            }.unwrap()
        }
    }

    proptest! {
        /// A walk from day to day, by a calendar of its own, finds the same days.
        #[test]
        fn a_walk_through_the_days_finds_the_same(date in any_date(), recurs: bool, year in 1895_i32..2105, month in 1_u32..=12, day in 1_u32..=28, length in 0_u64..=LONGEST) {
            let when = When { date, recurs };
            let from = NaiveDate::from_ymd_opt(year, month, day).unwrap();
            let to = from + Days::new(length);
            let found: Vec<NaiveDate> = when.between(from, to).collect();
            let mut walked = Vec::new();
            let mut at = (year, month, day);
            for _ in 0..=length {
                let is_year = match date.year() { Some(first) if recurs => first <= at.0, Some(only) => only == at.0, None => recurs };
                let kept = match (date.month(), date.day()) {
                    (Some(2), Some(29)) if !is_leap(at.0) => Some((2, 28)),
                    (Some(month), day) => Some((month, day.unwrap_or(1))),
                    (None, _) => None,
                };
                if is_year && kept == Some((at.1, at.2)) {
                    walked.push(NaiveDate::from_ymd_opt(at.0, at.1, at.2).unwrap());
                }
                at = next(at);
            }
            prop_assert_eq!(&found, &walked);
            // What recurs is among the days that are looked through.
            if let Some(on) = found.first().filter(|_| recurs) {
                let (month, day) = (date.month().unwrap(), date.day().unwrap_or(1));
                let key = format!("{month:02}-{day:02}");
                let ranges = days_of_year(from, to);
                prop_assert!(ranges.iter().any(|(first, last)| *first <= key && key <= *last), "{key} {on} {ranges:?}");
            }
        }

        /// However short the time, no more is looked through than its days and one of February.
        #[test]
        fn few_days_are_looked_through_for_a_short_time(from in 0_i32..40_000, length in 0_u64..300) {
            let from = NaiveDate::from_epoch_days(from).unwrap();
            let ranges = days_of_year(from, from + Days::new(length));
            let year = (0..366).map(|number| day("2024-01-01") + Days::new(number));
            let keys = year.map(|day| day.format("%m-%d").to_string());
            let held = keys.filter(|key| ranges.iter().any(|(first, last)| first <= key && key <= last)).count();
            prop_assert!(u64::try_from(held).unwrap() <= length + 3, "{held} {length} {ranges:?}");
            prop_assert!(days_of_year(from + Days::new(1), from).is_empty());
        }

        #[test]
        fn reminders_come_so_many_days_before(at in 0_i32..40_000, before in 0..REMIND_DAYS_MOST) {
            let at = NaiveDate::from_epoch_days(at).unwrap();
            prop_assert_eq!((at - remind_on(at, before)).num_days(), i64::from(before));
        }

        /// Each occurrence of what has a first year is a whole number of years after it.
        #[test]
        fn what_recurs_turns_one_older_each_year(date in any_date(), year in 1_i32..9999) {
            let when = When { date, recurs: true };
            if let (Some(one), Some(other)) = (when.in_year(year), when.in_year(year + 1)) {
                prop_assert_eq!(when.turning(other), when.turning(one).map(|years| years + 1));
                prop_assert!([365, 366].contains(&(other - one).num_days()));
            }
        }
    }
}
