//! When an event is, how it stands, and how people stand to it.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use entity::attendance::AttendanceState::{self, Attended, Declined, Going, Invited, Maybe, Missed};

use crate::kit::day::begin_in;

/// Most people whose attendance is recorded at once.
pub const ATTENDEES_AT_ONCE: usize = 500;
/// Most days of an event.
pub const DAYS: i64 = 366;

/// How an event stands at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// It is to come.
    Upcoming,
    /// It is under way.
    Ongoing,
    /// It is over.
    Past,
    /// It was called off.
    Cancelled,
}

impl Status {
    /// The word that the API shows.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Upcoming => "UPCOMING",
            Self::Ongoing => "ONGOING",
            Self::Past => "PAST",
            Self::Cancelled => "CANCELLED",
        }
    }
}

/// How an event stands that begins and is over at these moments.
#[must_use]
pub fn status(begins: DateTime<Utc>, over: DateTime<Utc>, cancelled: bool, now: DateTime<Utc>) -> Status {
    if cancelled {
        Status::Cancelled
    } else if now < begins {
        Status::Upcoming
    } else if now < over {
        Status::Ongoing
    } else {
        Status::Past
    }
}

/// When an event is, as the user says it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// The moment at which it begins.
    pub starts_at: Option<DateTime<Utc>>,
    /// The moment at which it ends.
    pub ends_at: Option<DateTime<Utc>>,
    /// The day, or the first one.
    pub starts_on: Option<NaiveDate>,
    /// The last day.
    pub ends_on: Option<NaiveDate>,
}

/// Why there is no such time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It does not begin.
    NoStart,
    /// It begins twice.
    TwoStarts,
    /// It begins at a moment and ends on a day, or the other way round.
    Mixed,
    /// It ends before it begins.
    Backward,
    /// It takes too long.
    TooLong,
}

impl Times {
    /// When it begins and from when it is over, in a time zone. Without an end, it is over when its day is.
    ///
    /// # Errors
    /// There is no such time.
    pub fn span(self, zone: Tz) -> Result<(DateTime<Utc>, DateTime<Utc>), Wrong> {
        let after = |day: NaiveDate| begin_in(zone, day.checked_add_days(Days::new(1)).unwrap_or(day));
        let (begins, over) = match (self.starts_at, self.starts_on) {
            (None, None) => return Err(Wrong::NoStart),
            (Some(_), Some(_)) => return Err(Wrong::TwoStarts),
            (Some(begins), None) => {
                if self.ends_on.is_some() {
                    return Err(Wrong::Mixed);
                }
                let over = || after(begins.with_timezone(&zone).date_naive());
                (begins, self.ends_at.unwrap_or_else(over))
            }
            (None, Some(day)) => {
                if self.ends_at.is_some() {
                    return Err(Wrong::Mixed);
                }
                if self.ends_on.is_some_and(|last| last < day) {
                    return Err(Wrong::Backward);
                }
                (begin_in(zone, day), after(self.ends_on.unwrap_or(day)))
            }
        };
        if over < begins {
            Err(Wrong::Backward)
        } else if over - begins > TimeDelta::days(DAYS) {
            Err(Wrong::TooLong)
        } else {
            Ok((begins, over))
        }
    }
}

/// Whether an event has begun, as far as people can have been there. A day ahead is let pass, for clocks and time zones.
#[must_use]
pub fn has_begun(begins: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    begins <= now + TimeDelta::days(1)
}

/// Whether it says that somebody was there, or was not.
#[must_use]
pub const fn is_outcome(state: AttendanceState) -> bool {
    matches!(state, Attended | Missed)
}

/// The states to which an attendance can go on, of an event that `happened`: that has begun and was not called off. Nobody is
/// merely invited again after an answer, and what came of it can only be put right.
#[must_use]
pub fn allowed(from: Option<AttendanceState>, happened: bool) -> Vec<AttendanceState> {
    let all: &[AttendanceState] = match from {
        None => &[Invited, Going, Maybe, Declined, Attended, Missed],
        Some(Invited) => &[Going, Maybe, Declined, Attended, Missed],
        Some(Going) => &[Maybe, Declined, Attended, Missed],
        Some(Maybe) => &[Going, Declined, Attended, Missed],
        Some(Declined) => &[Going, Maybe, Attended, Missed],
        Some(Attended) => &[Missed],
        Some(Missed) => &[Attended],
    };
    let states = all.iter().copied();
    states.filter(|state| happened || !is_outcome(*state)).collect()
}

/// Whether an attendance may be in this state after the one before. To stay is no move.
#[must_use]
pub fn may(from: Option<AttendanceState>, to: AttendanceState, happened: bool) -> bool {
    from == Some(to) || allowed(from, happened).contains(&to)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LISBON: Tz = Tz::Europe__Lisbon;

    fn day(n: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 1).unwrap() + Days::new(n)
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_begins_and_is_over_where_the_event_is() {
        let times = Times {
            starts_on: Some(day(27)),
            ends_on: Some(day(28)),
            ..Times::default()
        };
        // On the 29th the clocks are put forward.
        let span = (at("2026-03-28T00:00:00Z"), at("2026-03-29T23:00:00Z"));
        assert_eq!(times.span(LISBON), Ok(span));
        let span = (at("2026-03-28T05:00:00Z"), at("2026-03-30T04:00:00Z"));
        let west = times.span(Tz::EST5EDT).unwrap();
        assert_eq!(west.0 - span.0, TimeDelta::hours(-1));
    }

    #[test]
    fn without_an_end_it_is_over_when_its_day_is() {
        let evening = Times {
            starts_at: Some(at("2026-03-02T19:00:00Z")),
            ..Times::default()
        };
        let over = at("2026-03-03T00:00:00Z");
        assert_eq!(evening.span(LISBON), Ok((at("2026-03-02T19:00:00Z"), over)));
        let at_the_end = Times {
            ends_at: evening.starts_at,
            ..evening
        };
        assert!(at_the_end.span(LISBON).is_ok());
    }

    #[test]
    fn what_cannot_be_is_refused_by_name() {
        let (moment, other) = (Some(at("2026-03-02T19:00:00Z")), Some(at("2026-03-01T19:00:00Z")));
        let wrong = |starts_at, ends_at, starts_on, ends_on| {
            let times = Times {
                starts_at,
                ends_at,
                starts_on,
                ends_on,
            };
            times.span(LISBON).unwrap_err()
        };
        assert_eq!(wrong(None, None, None, None), Wrong::NoStart);
        assert_eq!(wrong(moment, None, Some(day(1)), None), Wrong::TwoStarts);
        assert_eq!(wrong(moment, None, None, Some(day(1))), Wrong::Mixed);
        assert_eq!(wrong(None, moment, Some(day(1)), None), Wrong::Mixed);
        assert_eq!(wrong(moment, other, None, None), Wrong::Backward);
        assert_eq!(wrong(None, None, Some(day(1)), Some(day(0))), Wrong::Backward);
        assert_eq!(wrong(None, None, Some(day(1)), Some(day(400))), Wrong::TooLong);
    }

    fn state() -> impl Strategy<Value = AttendanceState> {
        prop::sample::select(vec![Invited, Going, Maybe, Declined, Attended, Missed])
    }

    proptest! {
        #[test]
        fn a_span_has_its_moments_in_order(start in 0..200_u64, days in 0..30_u64, hour in 0..24_i64, long in 0..48_i64, by_day: bool) {
            let first = day(start);
            let begin = first.and_hms_opt(0, 0, 0).unwrap().and_utc() + TimeDelta::hours(hour);
            let times = if by_day {
                Times { starts_on: Some(first), ends_on: Some(first + Days::new(days)), ..Times::default() }
            } else {
                Times { starts_at: Some(begin), ends_at: Some(begin + TimeDelta::hours(long)), ..Times::default() }
            };
            let (begins, over) = times.span(LISBON).unwrap();
            prop_assert!(begins <= over);
            // From before the beginning to after the end each status comes once, in order.
            let seen = |now| status(begins, over, false, now);
            prop_assert_eq!(seen(begins - TimeDelta::seconds(1)), Status::Upcoming);
            prop_assert_eq!(seen(over), Status::Past);
            if begins < over {
                prop_assert_eq!(seen(begins), Status::Ongoing);
            }
            prop_assert_eq!(status(begins, over, true, begins), Status::Cancelled);
        }

        /// Whatever the walk: who was there was there, and nobody was at what did not happen.
        #[test]
        fn every_walk_keeps_what_came_of_it(walk in prop::collection::vec((state(), any::<bool>()), 0..20)) {
            let mut current: Option<AttendanceState> = None;
            for (to, happened) in walk {
                if !may(current, to, happened) {
                    continue;
                }
                if let Some(from) = current {
                    prop_assert!(!is_outcome(from) || is_outcome(to), "{from} to {to}");
                    prop_assert!(to != Invited || from == Invited);
                }
                prop_assert!(happened || !is_outcome(to) || current == Some(to));
                current = Some(to);
            }
        }
    }
}
