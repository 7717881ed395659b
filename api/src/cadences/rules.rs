//! When to be in touch again. Days are calendar days of the workspace's time zone.

use chrono::{Days, NaiveDate};
use entity::cadence::Band;
use entity::check_in::CheckInState::{self, Cancelled, Done, Planned, Skipped, Snoozed};

/// Most days of a cadence: ten years.
pub const DAYS: i32 = 3_650;

/// How long is too long, where the user does not say: half as long again as they mean, and at least a day more.
#[must_use]
pub const fn max_days(ideal: i32) -> i32 {
    ideal.saturating_add(ideal.saturating_add(1) / 2)
}

/// The states that a check-in can be moved to from this one.
#[must_use]
pub const fn allowed(from: CheckInState) -> &'static [CheckInState] {
    match from {
        Planned => &[Done, Cancelled],
        Snoozed | Skipped => &[Cancelled],
        Done | Cancelled => &[],
    }
}

/// How often to be in touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rhythm {
    /// Days between contacts, as meant.
    pub ideal: i32,
    /// Days after which it is too long; not fewer.
    pub max: i32,
    /// The last day of its pause.
    pub paused_until: Option<NaiveDate>,
}

/// What there was with a person so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Past {
    /// From when days are counted: the day of the last contact that counts or, where there was none, the one since which the person
    /// is known and has the cadence.
    pub since: NaiveDate,
    /// The last time that the user left it out.
    pub skipped: Option<NaiveDate>,
    /// Until when the user put it off, since the last contact.
    pub snoozed: Option<NaiveDate>,
    /// For when it is planned.
    pub planned: Option<NaiveDate>,
}

/// When to be in touch with a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// From this day on.
    pub due_on: NaiveDate,
    /// On this day at the latest.
    pub latest_on: NaiveDate,
    /// Where that leaves them.
    pub band: Band,
}

fn after(day: NaiveDate, days: i32) -> NaiveDate {
    let days = Days::new(u64::try_from(days).unwrap_or_default());
    day.checked_add_days(days).unwrap_or(NaiveDate::MAX)
}

/// When to be in touch, seen from a day. The interval runs from the last contact, or from when it was last left out; a snooze
/// and a pause put its end off. A plan stands instead of it: who is planned is due on that day, sooner or later. Nothing is
/// due while one is away, nor too late because of it. From when it is due there is as much room as the cadence has.
#[must_use]
pub fn due(rhythm: Rhythm, past: Past, today: NaiveDate, away: Option<(NaiveDate, NaiveDate)>) -> Due {
    let from = past.skipped.map_or(past.since, |skipped| skipped.max(past.since));
    let resumed = rhythm.paused_until.map(|last| after(last, 1));
    let put_off = [past.snoozed, resumed].into_iter().flatten();
    let over = put_off.fold(after(from, rhythm.ideal), NaiveDate::max);
    let mut due_on = past.planned.unwrap_or(over);
    let is_away = |day: NaiveDate| away.is_some_and(|(begin, end)| begin <= day && day <= end);
    let back = away.map_or(today, |(_, end)| after(end, 1));
    if is_away(due_on) || (is_away(today) && due_on < back) {
        due_on = back;
    }
    let mut latest_on = after(due_on, rhythm.max.saturating_sub(rhythm.ideal));
    if is_away(latest_on) {
        latest_on = back;
    }
    let band = if today < due_on {
        Band::OnTrack
    } else if today <= latest_on {
        Band::Due
    } else {
        Band::Overdue
    };
    Due {
        due_on,
        latest_on,
        band,
    }
}

/// The first day of the week that a day is in.
#[must_use]
pub fn week_of(day: NaiveDate, start: chrono::Weekday) -> NaiveDate {
    day.week(start).checked_first_day().unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(number: i32) -> NaiveDate {
        NaiveDate::from_epoch_days(20_000 + number).unwrap()
    }

    fn met(contact: i32) -> Past {
        Past {
            since: day(contact),
            skipped: None,
            snoozed: None,
            planned: None,
        }
    }

    const MONTHLY: Rhythm = Rhythm {
        ideal: 30,
        max: 45,
        paused_until: None,
    };

    fn band(past: Past, today: i32) -> Band {
        due(MONTHLY, past, day(today), None).band
    }

    #[test]
    fn time_goes_by() {
        assert_eq!(
            [0, 29, 30, 45, 46].map(|today| band(met(0), today)),
            [Band::OnTrack, Band::OnTrack, Band::Due, Band::Due, Band::Overdue]
        );
    }

    #[test]
    fn a_skipped_check_in_moves_to_the_next_interval() {
        let skipped = Past {
            skipped: Some(day(31)),
            ..met(0)
        };
        let found = due(MONTHLY, skipped, day(40), None);
        assert_eq!((found.due_on, found.latest_on), (day(61), day(76)));
    }

    #[test]
    fn a_contact_after_a_skip_counts() {
        let skipped = Past {
            skipped: Some(day(31)),
            ..met(40)
        };
        assert_eq!(due(MONTHLY, skipped, day(40), None).due_on, day(70));
    }

    #[test]
    fn what_is_planned_sooner_is_due_sooner() {
        let planned = Past {
            planned: Some(day(10)),
            ..met(0)
        };
        assert_eq!(
            [9, 10, 25, 26].map(|today| band(planned, today)),
            [Band::OnTrack, Band::Due, Band::Due, Band::Overdue]
        );
    }

    #[test]
    fn what_is_planned_or_put_off_is_due_then_and_not_before() {
        for past in [
            Past {
                planned: Some(day(50)),
                ..met(0)
            },
            Past {
                snoozed: Some(day(50)),
                ..met(0)
            },
        ] {
            assert_eq!(
                [49, 50, 65, 66].map(|today| band(past, today)),
                [Band::OnTrack, Band::Due, Band::Due, Band::Overdue]
            );
        }
    }

    #[test]
    fn nobody_is_due_during_a_pause_or_while_one_is_away() {
        let paused = Rhythm {
            paused_until: Some(day(99)),
            ..MONTHLY
        };
        assert_eq!(due(paused, met(0), day(99), None).band, Band::OnTrack);
        assert_eq!(due(paused, met(0), day(100), None).band, Band::Due);
        let away = Some((day(40), day(60)));
        let on = |today| due(MONTHLY, met(0), day(today), away);
        assert_eq!(
            [39, 40, 60, 61, 62].map(|today| on(today).band),
            [Band::Due, Band::OnTrack, Band::OnTrack, Band::Due, Band::Overdue]
        );
        assert_eq!(on(50).due_on, day(61));
    }

    proptest! {
        /// The same, told day by day: a walk from the first day on which nothing is known.
        #[test]
        fn a_walk_through_the_days_finds_the_same(
            ideal in 1_i32..60, more in 0_i32..40, contact in -50_i32..50, skipped in proptest::option::of(-50_i32..50),
            snoozed in proptest::option::of(-50_i32..150), planned in proptest::option::of(-50_i32..150),
            paused in proptest::option::of(-50_i32..150), begin in -50_i32..100, length in 0_i32..40, today in -60_i32..260,
        ) {
            let rhythm = Rhythm { ideal, max: ideal + more, paused_until: paused.map(day) };
            let past = Past { skipped: skipped.map(day), snoozed: snoozed.map(day), planned: planned.map(day), ..met(contact) };
            let end = begin + length;
            let away = |day: i32| begin <= day && day <= end;
            let found = due(rhythm, past, day(today), Some((day(begin), day(end))));

            let mut first = contact.max(skipped.unwrap_or(contact));
            for _ in 0..ideal { first += 1; }
            while snoozed.is_some_and(|at| first < at) || paused.is_some_and(|last| first <= last) { first += 1; }
            first = planned.unwrap_or(first);
            while away(first) || (away(today) && first <= end) { first += 1; }
            prop_assert_eq!(found.due_on, day(first));
            prop_assert_eq!(found.band == Band::OnTrack, today < first);
            // Nothing is too late before the cadence's room is used up, nor on any day away.
            prop_assert!(found.latest_on >= day(first + more));
            prop_assert!(!away(today) || found.band == Band::OnTrack);
            prop_assert_eq!(found.band == Band::Overdue, day(today) > found.latest_on);
        }

        #[test]
        fn weeks_begin_on_their_first_day(at in -5_000_i32..5_000, start in 0_u8..7) {
            let start = chrono::Weekday::try_from(start).unwrap();
            let first = week_of(day(at), start);
            prop_assert_eq!(chrono::Datelike::weekday(&first), start);
            prop_assert!(first <= day(at) && day(at) < after(first, 7));
        }
    }

    #[test]
    fn what_is_over_is_over() {
        for over in [Done, Cancelled] {
            assert!(allowed(over).is_empty());
        }
        assert_eq!(allowed(Planned), [Done, Cancelled]);
    }
}
