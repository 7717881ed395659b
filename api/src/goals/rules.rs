//! How a goal stands, and how that changes.

use chrono::{Days, NaiveDate};
use entity::goal::GoalState::{self, Achieved, Active, Dropped, Paused};

/// Most supporters of a goal.
pub const SUPPORTERS: usize = 50;
/// Most collaborations that serve a goal, archived ones counted.
pub const COLLABORATIONS: usize = 50;

/// The states that a goal can be brought to from this one.
#[must_use]
pub const fn allowed(from: GoalState) -> &'static [GoalState] {
    match from {
        Active => &[Paused, Achieved, Dropped],
        Paused => &[Active, Achieved, Dropped],
        // What is over can only be taken up again.
        Achieved | Dropped => &[Active],
    }
}

/// Something done with a goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It rests.
    Pause,
    /// It was reached on this day; today if none is said.
    Achieve(Option<NaiveDate>),
    /// It is given up.
    Drop,
    /// It is worked for again.
    Reopen,
}

impl Step {
    /// Where it leads.
    #[must_use]
    pub const fn to(self) -> GoalState {
        match self {
            Self::Pause => Paused,
            Self::Achieve(_) => Achieved,
            Self::Drop => Dropped,
            Self::Reopen => Active,
        }
    }
}

/// How a goal stands, and since when it is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Course {
    /// The state.
    pub state: GoalState,
    /// When it was reached.
    pub achieved_on: Option<NaiveDate>,
}

/// Why something cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The state does not allow the step.
    State,
    /// The day on which it was reached is yet to come.
    Ahead,
    /// It is not reached, so there is no day on which it was.
    NotAchieved,
    /// It is reached, so there is a day on which it was.
    Achieved,
}

impl Course {
    /// How a goal stands that is entered in this state. What is reached without a day was reached today.
    ///
    /// # Errors
    /// The state and the day contradict each other, or the day is to come.
    pub fn entered(self, today: NaiveDate) -> Result<Self, Refusal> {
        let achieved_on = match self.state {
            Achieved => self.achieved_on.or(Some(today)),
            Active | Paused | Dropped => self.achieved_on,
        };
        Self { achieved_on, ..self }.checked(today)
    }

    /// The same, if it can be.
    ///
    /// # Errors
    /// The state and the day contradict each other, or the day is to come. A day ahead is let pass, for time zones.
    pub fn checked(self, today: NaiveDate) -> Result<Self, Refusal> {
        let last = today.checked_add_days(Days::new(1)).unwrap_or(today);
        match (self.state, self.achieved_on) {
            (Achieved, None) => Err(Refusal::Achieved),
            (Achieved, Some(day)) if day > last => Err(Refusal::Ahead),
            (Active | Paused | Dropped, Some(_)) => Err(Refusal::NotAchieved),
            _ => Ok(self),
        }
    }

    /// How it stands after a step.
    ///
    /// # Errors
    /// The state does not allow the step, or the day on which it was reached is to come.
    pub fn after(self, step: Step, today: NaiveDate) -> Result<Self, Refusal> {
        let state = step.to();
        if !allowed(self.state).contains(&state) {
            return Err(Refusal::State);
        }
        let achieved_on = match step {
            Step::Achieve(day) => day.or(Some(today)),
            Step::Pause | Step::Drop | Step::Reopen => None,
        };
        Self { state, achieved_on }.checked(today)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALL: [GoalState; 4] = [Active, Paused, Achieved, Dropped];

    fn day(number: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 1).unwrap() + Days::new(number)
    }

    #[test]
    fn the_steps_are_these() {
        let steps: Vec<String> = ALL
            .iter()
            .flat_map(|from| allowed(*from).iter().map(move |to| format!("{from} {to}")))
            .collect();
        let wanted = [
            "ACTIVE PAUSED",
            "ACTIVE ACHIEVED",
            "ACTIVE DROPPED",
            "PAUSED ACTIVE",
            "PAUSED ACHIEVED",
            "PAUSED DROPPED",
            "ACHIEVED ACTIVE",
            "DROPPED ACTIVE",
        ];
        assert_eq!(steps, wanted);
    }

    #[test]
    fn what_is_entered_as_achieved_without_a_day_was_today() {
        let entered = |state, achieved_on| Course { state, achieved_on }.entered(day(3));
        assert_eq!(entered(Achieved, None).unwrap().achieved_on, Some(day(3)));
        assert_eq!(entered(Achieved, Some(day(1))).unwrap().achieved_on, Some(day(1)));
        assert_eq!(entered(Achieved, Some(day(9))), Err(Refusal::Ahead));
        assert_eq!(entered(Paused, Some(day(1))), Err(Refusal::NotAchieved));
        assert_eq!(entered(Active, None).unwrap().achieved_on, None);
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            Just(Step::Pause),
            prop::option::of((0..40_u64).prop_map(day)).prop_map(Step::Achieve),
            Just(Step::Drop),
            Just(Step::Reopen),
        ]
    }

    proptest! {
        #[test]
        fn every_walk_ends_where_a_simple_model_says(
            first in prop::sample::select(ALL.to_vec()), walk in prop::collection::vec((step(), 0..5_u64), 0..20),
        ) {
            let mut today = day(0);
            let mut course = Course { state: first, achieved_on: None }.entered(today).unwrap();
            let (mut word, mut reached) = (first.as_str(), course.achieved_on);
            for (step, days) in walk {
                today = today + Days::new(days);
                let is_open = matches!(word, "ACTIVE" | "PAUSED");
                let wanted = match step {
                    Step::Pause if word == "ACTIVE" => Ok(("PAUSED", None)),
                    Step::Achieve(Some(day)) if is_open && day > today + Days::new(1) => Err(Refusal::Ahead),
                    Step::Achieve(day) if is_open => Ok(("ACHIEVED", Some(day.unwrap_or(today)))),
                    Step::Drop if is_open => Ok(("DROPPED", None)),
                    Step::Reopen if word != "ACTIVE" => Ok(("ACTIVE", None)),
                    _ => Err(Refusal::State),
                };
                let after = course.after(step, today);
                prop_assert_eq!(after.map(|it| (it.state.as_str(), it.achieved_on)), wanted);
                if let (Ok(after), Ok(model)) = (after, wanted) {
                    course = after;
                    (word, reached) = model;
                }
                prop_assert_eq!(course.achieved_on.is_some(), course.state == Achieved);
                prop_assert_eq!(course.achieved_on, reached);
                prop_assert_eq!(course.checked(today), Ok(course));
            }
        }
    }
}
