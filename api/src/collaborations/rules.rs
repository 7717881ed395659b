//! How far a collaboration is, how it gets further, and when.

use chrono::NaiveDate;
use entity::PartialDate;
use entity::collaboration::CollaborationState::{self, Active, Done, Dropped, Idea, Paused, Proposed};

/// Most members of a collaboration, each period of a person counted.
pub const MEMBERS: usize = 100;
/// Most milestones of a collaboration.
pub const MILESTONES: usize = 100;

/// How much somebody gains by a collaboration, from hardly anything to very much.
pub const GAINS: std::ops::RangeInclusive<i32> = 1..=5;

/// How the gains of people compare.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gains {
    /// Of how many people it is known.
    pub judged: i64,
    /// The mean of theirs.
    pub average: Option<f64>,
    /// 1 where all gain as much, 0 where one gains all that there is and another nothing; none while fewer than two are known.
    pub balance: Option<f64>,
}

/// How gains compare, one a person: the mean of those of their periods.
#[must_use]
pub fn gains(known: &[f64]) -> Gains {
    let judged = i64::try_from(known.len()).unwrap_or(i64::MAX);
    let many = f64::from(u32::try_from(known.len()).unwrap_or(u32::MAX));
    let least = known.iter().copied().fold(f64::INFINITY, f64::min);
    let most = known.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let widest = f64::from(GAINS.end() - GAINS.start());
    Gains {
        judged,
        average: (judged > 0).then(|| known.iter().sum::<f64>() / many),
        balance: (judged > 1).then(|| 1.0 - (most - least) / widest),
    }
}

/// The states that a collaboration can be moved to from this one.
#[must_use]
pub const fn allowed(from: CollaborationState) -> &'static [CollaborationState] {
    match from {
        Idea => &[Proposed, Active, Dropped],
        Proposed => &[Active, Dropped],
        Active => &[Paused, Done, Dropped],
        Paused => &[Active, Done, Dropped],
        // What is over can only be taken up again.
        Done | Dropped => &[Active],
    }
}

/// Whether a collaboration in this state is over.
#[must_use]
pub const fn is_over(state: CollaborationState) -> bool {
    matches!(state, Done | Dropped)
}

/// From when to when something lasts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// When it began.
    pub started_on: Option<PartialDate>,
    /// When it ended.
    pub ended_on: Option<PartialDate>,
}

impl Period {
    /// Whether it may begin before it ends: only certainty of the opposite says no, so a date that is vague, has no year or
    /// is not known fits any other.
    #[must_use]
    pub fn is_in_order(self) -> bool {
        let begins = self.started_on.and_then(PartialDate::earliest);
        let ends = self.ended_on.and_then(PartialDate::latest);
        begins.zip(ends).is_none_or(|(begins, ends)| begins <= ends)
    }

    /// The same with `started_on` filled in, where that makes sense.
    #[must_use]
    fn begun(self, today: NaiveDate) -> Self {
        let filled = Self {
            started_on: self.started_on.or(Some(today.into())),
            ..self
        };
        if filled.is_in_order() { filled } else { self }
    }

    /// The same with `ended_on` filled in, where that makes sense.
    #[must_use]
    fn over(self, today: NaiveDate) -> Self {
        let filled = Self {
            ended_on: self.ended_on.or(Some(today.into())),
            ..self
        };
        if filled.is_in_order() { filled } else { self }
    }
}

/// The dates of a collaboration after a step, or none where the step is not allowed. What begins begins today and what ends
/// ends today, unless the user has said otherwise or that would contradict what they have said; what is taken up again has
/// not ended.
#[must_use]
pub fn step(
    from: CollaborationState,
    to: CollaborationState,
    period: Period,
    today: NaiveDate,
) -> Option<Period> {
    if !allowed(from).contains(&to) {
        return None;
    }
    let period = if is_over(from) {
        Period {
            ended_on: None,
            ..period
        }
    } else {
        period
    };
    Some(match to {
        Active => period.begun(today),
        Done | Dropped => period.over(today),
        Idea | Proposed | Paused => period,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALL: [CollaborationState; 6] = [Idea, Proposed, Active, Paused, Done, Dropped];

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 1).unwrap()
    }

    fn period(started_on: &str, ended_on: &str) -> Period {
        Period {
            started_on: started_on.parse().ok(),
            ended_on: ended_on.parse().ok(),
        }
    }

    #[test]
    fn gains_are_in_balance_where_nobody_gains_more_than_another() {
        assert_eq!(
            gains(&[]),
            Gains {
                judged: 0,
                average: None,
                balance: None
            }
        );
        assert_eq!(
            gains(&[4.0]),
            Gains {
                judged: 1,
                average: Some(4.0),
                balance: None
            }
        );
        assert_eq!(
            gains(&[3.0, 3.0]),
            Gains {
                judged: 2,
                average: Some(3.0),
                balance: Some(1.0)
            }
        );
        assert_eq!(
            gains(&[1.0, 5.0, 3.0]),
            Gains {
                judged: 3,
                average: Some(3.0),
                balance: Some(0.0)
            }
        );
        assert_eq!(gains(&[2.0, 4.0]).balance, Some(0.5));
    }

    #[test]
    fn the_steps_are_these() {
        let steps: Vec<String> = ALL
            .iter()
            .flat_map(|from| allowed(*from).iter().map(move |to| format!("{from} {to}")))
            .collect();
        let wanted = [
            "IDEA PROPOSED",
            "IDEA ACTIVE",
            "IDEA DROPPED",
            "PROPOSED ACTIVE",
            "PROPOSED DROPPED",
            "ACTIVE PAUSED",
            "ACTIVE DONE",
            "ACTIVE DROPPED",
            "PAUSED ACTIVE",
            "PAUSED DONE",
            "PAUSED DROPPED",
            "DONE ACTIVE",
            "DROPPED ACTIVE",
        ];
        assert_eq!(steps, wanted);
    }

    #[test]
    fn what_begins_and_ends_without_a_date_does_so_today() {
        assert_eq!(
            step(Idea, Active, Period::default(), today()),
            Some(period("2026-03-01", ""))
        );
        assert_eq!(
            step(Active, Done, period("2025", ""), today()),
            Some(period("2025", "2026-03-01"))
        );
        assert_eq!(
            step(Idea, Dropped, Period::default(), today()),
            Some(period("", "2026-03-01"))
        );
        assert_eq!(
            step(Active, Paused, period("2025", ""), today()),
            Some(period("2025", ""))
        );
    }

    #[test]
    fn dates_that_the_user_gave_stay() {
        assert_eq!(
            step(Proposed, Active, period("2026-05", "2027"), today()),
            Some(period("2026-05", "2027"))
        );
        assert_eq!(
            step(Paused, Done, period("2024", "2025"), today()),
            Some(period("2024", "2025"))
        );
        // Given up before it was to begin, and begun after it was to end.
        assert_eq!(
            step(Idea, Dropped, period("2027", ""), today()),
            Some(period("2027", ""))
        );
        assert_eq!(
            step(Idea, Active, period("", "2025"), today()),
            Some(period("", "2025"))
        );
    }

    #[test]
    fn what_is_taken_up_again_has_not_ended() {
        assert_eq!(
            step(Done, Active, period("2024", "2025"), today()),
            Some(period("2024", ""))
        );
        assert_eq!(
            step(Dropped, Active, period("", "2025"), today()),
            Some(period("2026-03-01", ""))
        );
    }

    #[test]
    fn only_a_certain_contradiction_is_out_of_order() {
        for (from, to) in [
            ("2025-06", "2025"),
            ("2025", "2025"),
            ("2025-03-02", "--03-01"),
            ("", "2025"),
            ("2025", ""),
        ] {
            assert!(period(from, to).is_in_order(), "{from} to {to}");
        }
        for (from, to) in [
            ("2026", "2025"),
            ("2025-06", "2025-05"),
            ("2025-06-02", "2025-06-01"),
            ("2025-03", "2025-02-28"),
        ] {
            assert!(!period(from, to).is_in_order(), "{from} to {to}");
        }
    }

    fn state() -> impl Strategy<Value = CollaborationState> {
        prop::sample::select(ALL.to_vec())
    }

    fn date() -> impl Strategy<Value = Option<PartialDate>> {
        let parts = (
            prop::option::of(2024..2029_i32),
            prop::option::of(1..=12_u32),
            prop::option::of(1..=28_u32),
        );
        parts.prop_map(|(year, month, day)| PartialDate::new(year, month, day).ok())
    }

    proptest! {
        #[test]
        fn a_step_is_taken_if_and_only_if_it_is_allowed(
            from in state(), to in state(), started_on in date(), ended_on in date(),
        ) {
            let period = Period { started_on, ended_on };
            prop_assert_eq!(step(from, to, period, today()).is_some(), allowed(from).contains(&to));
        }

        #[test]
        fn no_walk_puts_dates_out_of_order_or_loses_a_beginning(
            started_on in date(), ended_on in date(), walk in prop::collection::vec((state(), 0..800_u64), 0..12),
        ) {
            let (mut now, mut period, mut day) = (Idea, Period { started_on, ended_on }, today());
            prop_assume!(period.is_in_order());
            for (to, days) in walk {
                day = day + chrono::Days::new(days);
                let Some(after) = step(now, to, period, day) else { continue };
                prop_assert!(after.is_in_order(), "{period:?} became {after:?}");
                prop_assert!(period.started_on.is_none() || after.started_on == period.started_on);
                (now, period) = (to, after);
            }
        }

        #[test]
        fn every_state_can_be_reached_again_from_every_other_but_the_first_two(from in state(), to in state()) {
            let mut reached = vec![from];
            for _ in ALL {
                let next: Vec<_> = reached.iter().flat_map(|state| allowed(*state)).copied().collect();
                reached.extend(next);
                reached.sort_unstable();
                reached.dedup();
            }
            prop_assert!(reached.contains(&to) || matches!(to, Idea | Proposed));
        }
    }
}
