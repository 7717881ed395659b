//! Days: given, or counted from today. A day has no time zone; which day it is today, the workspace's time zone says, wherever
//! somebody asks: in filters, where a date is left out, and in all that looks ahead or back.

use chrono::{DateTime, Days, Months, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;
use sea_orm::sea_query::{ExprTrait, SimpleExpr};

/// The day of a moment in a time zone.
#[must_use]
pub fn day_in(zone: Tz, at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

/// When a day begins in a time zone. Where clocks are put forward at midnight, it is when they show the day first.
#[must_use]
pub fn begin_in(zone: Tz, day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    let hours = (0..24).filter_map(|hours| {
        let local = midnight.checked_add_signed(TimeDelta::hours(hours))?;
        zone.from_local_datetime(&local).earliest()
    });
    hours
        .map(|at| at.with_timezone(&Utc))
        .next()
        .unwrap_or_else(|| midnight.and_utc())
}

/// A day, given or relative to today. Kept as it was given, so that a cursor stays good while time goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Day {
    /// This day.
    On(NaiveDate),
    /// So many months and days from today; negative is the past.
    FromToday {
        /// Months of the calendar.
        months: i32,
        /// Days.
        days: i64,
    },
}

impl Day {
    /// The day, seen from today. Beyond the years 1 to 9999, which both databases hold and compare, it is their end.
    #[must_use]
    pub fn from(self, today: NaiveDate) -> NaiveDate {
        let (months, days) = match self {
            Self::On(day) => return day,
            Self::FromToday { months, days } => (months, days),
        };
        let (whole, rest) = (Months::new(months.unsigned_abs()), Days::new(days.unsigned_abs()));
        let shifted = if months < 0 {
            today.checked_sub_months(whole)
        } else {
            today.checked_add_months(whole)
        };
        let moved = shifted.and_then(|day| {
            if days < 0 {
                day.checked_sub_days(rest)
            } else {
                day.checked_add_days(rest)
            }
        });
        let past = months < 0 || days < 0;
        let moved = moved.unwrap_or(if past { NaiveDate::MIN } else { NaiveDate::MAX });
        let end = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or(moved);
        moved.clamp(end(1, 1, 1), end(9999, 12, 31))
    }
}

/// A condition on a day.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum DayTest {
    /// Is this.
    Eq(Day),
    /// Is before.
    Lt(Day),
    /// Is not after.
    Lte(Day),
    /// Is after.
    Gt(Day),
    /// Is not before.
    Gte(Day),
    /// Is, or is not, empty.
    IsNull(bool),
}

impl DayTest {
    /// The condition on a column that may be null.
    #[must_use]
    pub fn on(&self, column: SimpleExpr, today: NaiveDate) -> SimpleExpr {
        match self {
            Self::Eq(day) => column.eq(day.from(today)),
            Self::Lt(day) => column.lt(day.from(today)),
            Self::Lte(day) => column.lte(day.from(today)),
            Self::Gt(day) => column.gt(day.from(today)),
            Self::Gte(day) => column.gte(day.from(today)),
            Self::IsNull(true) => column.is_null(),
            Self::IsNull(false) => column.is_not_null(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_counted_from_today_and_end_where_the_databases_end() {
        let today = day("2026-03-31");
        let from = |months, days| Day::FromToday { months, days }.from(today);
        assert_eq!(Day::On(day("2020-02-29")).from(today), day("2020-02-29"));
        assert_eq!((from(0, 0), from(0, -31)), (today, day("2026-02-28")));
        assert_eq!((from(-1, 0), from(1, 1)), (day("2026-02-28"), day("2026-05-01")));
        assert_eq!(
            (from(0, i64::MIN), from(-1_000_000, 0)),
            (day("0001-01-01"), day("0001-01-01"))
        );
        assert_eq!(
            (from(0, i64::MAX), from(i32::MAX, 0)),
            (day("9999-12-31"), day("9999-12-31"))
        );
    }
}
