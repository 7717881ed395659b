//! How nudges are named and ranked. Every number is a product choice, kept here; a change of one is a new [`FORMULA`].

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use entity::AnyId;
use entity::nudge_decision::NudgeKind;

/// The version of the formula.
pub const FORMULA: i32 = 2;

/// Days ahead that what is to come is proposed.
pub const AHEAD: i64 = 7;
/// Days for which somebody whom the user met at an event is proposed.
pub const FOLLOW_UP_WITHIN: u64 = 14;
/// Days for which a milestone that nobody thought of is still proposed.
pub const MILESTONE_PAST: u64 = 7;
/// Days ahead that a goal is proposed.
pub const GOAL_AHEAD: i64 = 14;
/// Thanks are due so many days after they are owed.
pub const THANK_WITHIN: u64 = 3;
/// An introduction that is prepared or agreed to is due after so many days.
pub const GO_ON_WITHIN: u64 = 2;
/// What came of an introduction is asked for after so many days.
pub const OUTCOME_AFTER: u64 = 14;

/// Which nudge: its kind, the record that causes it, and, where a record can cause one again and again, on which occasion.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// What it is about.
    pub kind: NudgeKind,
    /// The record's id; two with a plus between them where two records cause it together.
    pub subject: String,
    /// On which occasion.
    pub occasion: Option<NaiveDate>,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind, self.subject)?;
        match self.occasion {
            Some(day) => write!(f, ":{day}"),
            None => Ok(()),
        }
    }
}

impl FromStr for Key {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.split(':');
        let kind = parts.next().and_then(kind).ok_or(())?;
        let subject = parts.next().ok_or(())?;
        let are_ids = subject.split('+').all(|id| id.parse::<AnyId>().is_ok());
        let occasion = match parts.next() {
            Some(day) => Some(day.parse::<NaiveDate>().map_err(drop)?),
            None => None,
        };
        let key = Self {
            kind,
            subject: subject.to_owned(),
            occasion,
        };
        // There is one way to write each key, so that a decision about it is one row.
        if are_ids && key.to_string() == text {
            Ok(key)
        } else {
            Err(())
        }
    }
}

fn kind(word: &str) -> Option<NudgeKind> {
    NudgeKind::ALL.iter().copied().find(|kind| kind.as_str() == word)
}

/// A summand of a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// How much what it is about matters.
    Importance,
    /// How soon it is due, or how late it is.
    Urgency,
    /// How close the person is meant to be.
    Closeness,
}

/// How a nudge ranks, from 0 to 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Score {
    /// From 0 to 40, by the kind; of a match by how well the two fit.
    pub importance: i32,
    /// From 0 to 40.
    pub urgency: i32,
    /// From 0 to 20.
    pub closeness: i32,
}

impl Score {
    /// The score of a nudge that is due on a day, or on none, for a person with whom the user means to be in touch every so many
    /// days.
    #[must_use]
    pub fn of(kind: NudgeKind, due: Option<NaiveDate>, on: NaiveDate, ideal_days: Option<i32>) -> Self {
        Self {
            importance: importance(kind),
            urgency: urgency(due.map(|due| (on - due).num_days())),
            closeness: ideal_days.map_or(0, closeness),
        }
    }

    /// The score of a check-in, by how late it is in parts of the interval. How close the person is decides among equals alone: else whoever
    /// is close would always come before whoever is late.
    #[must_use]
    pub fn of_check_in(days_over: i64, ideal_days: i32) -> Self {
        let points = 20 + (20 * days_over).div_euclid(i64::from(ideal_days.max(1)));
        Self {
            importance: importance(NudgeKind::CheckIn),
            urgency: i32::try_from(points.clamp(0, 40)).unwrap_or(0),
            closeness: 0,
        }
    }

    /// The score of a match by that of how well the two fit, from 0 to 100. It is worth as much long before its last day as if it
    /// had none.
    #[must_use]
    pub fn of_match(fit: i32, until: Option<NaiveDate>, on: NaiveDate, ideal_days: Option<i32>) -> Self {
        Self {
            importance: fit.clamp(0, 100) * 2 / 5,
            urgency: urgency(until.map(|until| (on - until).num_days())).max(urgency(None)),
            closeness: ideal_days.map_or(0, closeness),
        }
    }

    /// The sum of the parts.
    #[must_use]
    pub const fn total(self) -> i32 {
        self.importance + self.urgency + self.closeness
    }

    /// The parts.
    #[must_use]
    pub const fn parts(self) -> [(Part, i32); 3] {
        [
            (Part::Importance, self.importance),
            (Part::Urgency, self.urgency),
            (Part::Closeness, self.closeness),
        ]
    }
}

/// What others count on comes first; what could be comes last.
const fn importance(kind: NudgeKind) -> i32 {
    match kind {
        NudgeKind::Promise => 40,
        NudgeKind::Introduction => 35,
        NudgeKind::Gratitude | NudgeKind::Milestone | NudgeKind::FollowUp => 30,
        NudgeKind::Collaboration | NudgeKind::Goal | NudgeKind::Event => 25,
        NudgeKind::CheckIn | NudgeKind::Match => 20,
        NudgeKind::Expectation | NudgeKind::Need => 15,
    }
}

/// Half of what can be on the day; 2 less for each day before it, 1 more for each day after it. What is due on no day has a
/// quarter.
fn urgency(late: Option<i64>) -> i32 {
    let points = match late {
        None => 10,
        Some(late @ ..0) => (20 + 2 * late).max(0),
        Some(late) => (20 + late).min(40),
    };
    i32::try_from(points).unwrap_or(0)
}

/// By how often the user means to be in touch.
const fn closeness(ideal_days: i32) -> i32 {
    match ideal_days {
        ..=7 => 20,
        8..=30 => 15,
        31..=90 => 10,
        91..=365 => 5,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(number: i32) -> NaiveDate {
        NaiveDate::from_epoch_days(20_000 + number).unwrap()
    }

    #[test]
    fn a_key_is_read_as_it_is_written() {
        let key = "CHECK_IN:person_01h455vb4pex5vsknk084sn02q:2026-11-01";
        let read: Key = key.parse().unwrap();
        assert_eq!(read.kind, NudgeKind::CheckIn);
        assert_eq!(read.to_string(), key);
        for wrong in [
            "",
            "CHECK_IN",
            "LUNCH:person_01h455vb4pex5vsknk084sn02q",
            "CHECK_IN:somebody",
            "CHECK_IN:person_01h455vb4pex5vsknk084sn02q:2026-11-1",
            "CHECK_IN:person_01h455vb4pex5vsknk084sn02q:2026-11-01:",
            "check_in:person_01h455vb4pex5vsknk084sn02q",
        ] {
            assert!(wrong.parse::<Key>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_good_match_comes_well_before_a_poor_one_and_before_a_check_in_that_is_just_due() {
        let of = |fit| Score::of_match(fit, None, day(0), None).total();
        assert_eq!((of(90), of(30), of(100)), (46, 22, 50));
        assert!(of(90) > Score::of_check_in(1, 10).total());
        let far = Score::of_match(90, Some(day(200)), day(0), None);
        assert_eq!(far.total(), of(90));
    }

    #[test]
    fn a_promise_that_is_due_comes_before_a_check_in_that_is_long_overdue_with_somebody_distant() {
        let promise = Score::of(NudgeKind::Promise, Some(day(0)), day(0), None);
        let check_in = Score::of_check_in(50, 10);
        assert_eq!((promise.total(), check_in.total()), (60, 60));
        let later = Score::of(NudgeKind::Promise, Some(day(0)), day(1), None);
        assert!(later.total() > check_in.total());
    }

    proptest! {
        #[test]
        fn scores_stay_in_their_bounds_and_grow_with_time(due in -400_i32..400, on in -400_i32..400, ideal in proptest::option::of(1_i32..4_000)) {
            let score = |on: i32| Score::of(NudgeKind::Gratitude, Some(day(due)), day(on), ideal);
            let it = score(on);
            prop_assert!((15..=40).contains(&it.importance) && (0..=40).contains(&it.urgency) && (0..=20).contains(&it.closeness));
            prop_assert_eq!(it.total(), it.parts().iter().map(|(_, points)| points).sum::<i32>());
            prop_assert!(score(on + 1).total() >= it.total());
        }
    }
}
