//! How far an exchange is, how it gets further, and how much it counts.

mod reciprocity;

use std::ops::RangeInclusive;

use chrono::{Days, NaiveDate};
use entity::exchange::ExchangeKind;
use entity::exchange::ExchangeState::{self, Asked, Done, Dropped, Promised};

pub use reciprocity::{FORMULA, Label, MOVES, Sums};

/// What an exchange can count.
pub const WEIGHTS: RangeInclusive<i32> = 1..=10;

/// What an exchange of this kind counts unless the user says otherwise.
#[must_use]
pub const fn usual_weight(kind: ExchangeKind) -> i32 {
    match kind {
        ExchangeKind::Introduction => 3,
        ExchangeKind::Referral => 5,
        ExchangeKind::Help
        | ExchangeKind::Advice
        | ExchangeKind::Feedback
        | ExchangeKind::Resource
        | ExchangeKind::Time
        | ExchangeKind::Gift
        | ExchangeKind::Other => 1,
    }
}

/// The states that an exchange can be brought to from this one.
#[must_use]
pub const fn allowed(from: ExchangeState) -> &'static [ExchangeState] {
    match from {
        Asked => &[Promised, Done, Dropped],
        Promised => &[Done, Dropped],
        // What is over can only be taken up again.
        Done | Dropped => &[Promised],
    }
}

/// Something done with an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It happened on this day; today if none is said.
    Complete(Option<NaiveDate>),
    /// It will not happen.
    Drop,
    /// It is promised, for the first time or again, by this day; by the one that is known if none is said.
    Promise(Option<NaiveDate>),
}

impl Step {
    /// Where it leads.
    #[must_use]
    pub const fn to(self) -> ExchangeState {
        match self {
            Self::Complete(_) => Done,
            Self::Drop => Dropped,
            Self::Promise(_) => Promised,
        }
    }
}

/// How far an exchange is, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Course {
    /// The state.
    pub state: ExchangeState,
    /// By when it was promised.
    pub due_on: Option<NaiveDate>,
    /// When it happened.
    pub done_on: Option<NaiveDate>,
}

/// Why something cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The state does not allow the step.
    State,
    /// The day on which it happened is yet to come.
    Ahead,
    /// It has not happened, so there is no day on which it did.
    NotDone,
    /// It has happened, so there is a day on which it did.
    Done,
}

impl Course {
    /// How far an exchange is that is entered in this state. What is done without a day was done today.
    ///
    /// # Errors
    /// The state and the day contradict each other, or the day is to come.
    pub fn entered(self, today: NaiveDate) -> Result<Self, Refusal> {
        let done_on = match self.state {
            Done => self.done_on.or(Some(today)),
            Asked | Promised | Dropped => self.done_on,
        };
        Self { done_on, ..self }.checked(today)
    }

    /// The same, if it can be.
    ///
    /// # Errors
    /// The state and the day contradict each other, or the day is to come. A day ahead is let pass, for time zones.
    pub fn checked(self, today: NaiveDate) -> Result<Self, Refusal> {
        match (self.state, self.done_on) {
            (Done, None) => Err(Refusal::Done),
            (Done, Some(day))
                if today
                    .checked_add_days(Days::new(1))
                    .is_some_and(|last| day > last) =>
            {
                Err(Refusal::Ahead)
            }
            (Asked | Promised | Dropped, Some(_)) => Err(Refusal::NotDone),
            _ => Ok(self),
        }
    }

    /// How far it is after a step.
    ///
    /// # Errors
    /// The state does not allow the step, or the day on which it happened is to come.
    pub fn after(self, step: Step, today: NaiveDate) -> Result<Self, Refusal> {
        let state = step.to();
        if !allowed(self.state).contains(&state) {
            return Err(Refusal::State);
        }
        let (due_on, done_on) = match step {
            Step::Complete(day) => (self.due_on, day.or(Some(today))),
            Step::Drop => (self.due_on, None),
            Step::Promise(day) => (day.or(self.due_on), None),
        };
        Self {
            state,
            due_on,
            done_on,
        }
        .checked(today)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALL: [ExchangeState; 4] = [Asked, Promised, Done, Dropped];

    fn day(number: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 1).unwrap() + Days::new(number)
    }

    const fn promised(due_on: Option<NaiveDate>) -> Course {
        Course {
            state: Promised,
            due_on,
            done_on: None,
        }
    }

    #[test]
    fn the_steps_are_these() {
        let steps: Vec<String> = ALL
            .iter()
            .flat_map(|from| allowed(*from).iter().map(move |to| format!("{from} {to}")))
            .collect();
        let wanted = [
            "ASKED PROMISED",
            "ASKED DONE",
            "ASKED DROPPED",
            "PROMISED DONE",
            "PROMISED DROPPED",
            "DONE PROMISED",
            "DROPPED PROMISED",
        ];
        assert_eq!(steps, wanted);
    }

    #[test]
    fn what_is_completed_without_a_day_was_done_today() {
        let course = promised(Some(day(9)));
        let done = course.after(Step::Complete(None), day(3)).unwrap();
        assert_eq!(
            (done.state, done.due_on, done.done_on),
            (Done, Some(day(9)), Some(day(3)))
        );
        let before = course.after(Step::Complete(Some(day(1))), day(3)).unwrap();
        assert_eq!(before.done_on, Some(day(1)));
    }

    #[test]
    fn nothing_is_done_on_a_day_to_come_but_tomorrow_is_today_somewhere() {
        let course = promised(None);
        assert!(course.after(Step::Complete(Some(day(4))), day(3)).is_ok());
        assert_eq!(
            course.after(Step::Complete(Some(day(5))), day(3)),
            Err(Refusal::Ahead)
        );
    }

    #[test]
    fn what_is_taken_up_again_is_due_when_it_was_unless_said_otherwise() {
        let dropped = promised(Some(day(2))).after(Step::Drop, day(3)).unwrap();
        assert_eq!(
            dropped.after(Step::Promise(None), day(4)),
            Ok(promised(Some(day(2))))
        );
        assert_eq!(
            dropped.after(Step::Promise(Some(day(9))), day(4)),
            Ok(promised(Some(day(9))))
        );
    }

    #[test]
    fn what_is_entered_agrees_with_itself() {
        let entered = |state, done_on| {
            Course {
                state,
                due_on: None,
                done_on,
            }
            .entered(day(3))
        };
        assert_eq!(entered(Done, None).unwrap().done_on, Some(day(3)));
        assert_eq!(entered(Done, Some(day(0))).unwrap().done_on, Some(day(0)));
        assert_eq!(entered(Done, Some(day(9))), Err(Refusal::Ahead));
        assert_eq!(entered(Promised, Some(day(0))), Err(Refusal::NotDone));
        assert_eq!(entered(Asked, Some(day(0))), Err(Refusal::NotDone));
        assert_eq!(entered(Dropped, None).unwrap().done_on, None);
    }

    #[test]
    fn every_weight_can_be_set() {
        let kinds = [
            ExchangeKind::Help,
            ExchangeKind::Introduction,
            ExchangeKind::Referral,
        ];
        assert_eq!(kinds.map(usual_weight), [1, 3, 5]);
        assert!(kinds.iter().all(|kind| WEIGHTS.contains(&usual_weight(*kind))));
    }

    fn some_day() -> impl Strategy<Value = Option<NaiveDate>> {
        prop::option::of((0..60_u64).prop_map(day))
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            some_day().prop_map(Step::Complete),
            Just(Step::Drop),
            some_day().prop_map(Step::Promise)
        ]
    }

    proptest! {
        /// The model keeps what was last said, and nothing else.
        #[test]
        fn every_walk_ends_where_a_simple_model_says(
            due in some_day(), asked: bool, walk in prop::collection::vec((step(), 0..5_u64), 0..20),
        ) {
            let state = if asked { Asked } else { Promised };
            let (mut course, mut today) = (Course { state, ..promised(due) }, day(0));
            let (mut word, mut last_due, mut last_done) = (if asked { "ASKED" } else { "PROMISED" }, due, None);
            for (step, days) in walk {
                today = today + Days::new(days);
                let after = course.after(step, today);
                let wanted = match (word, step) {
                    ("ASKED" | "PROMISED", Step::Complete(Some(day))) if day > today + Days::new(1) => Err(Refusal::Ahead),
                    ("ASKED" | "PROMISED", Step::Complete(day)) => Ok(("DONE", last_due, Some(day.unwrap_or(today)))),
                    ("ASKED" | "PROMISED", Step::Drop) => Ok(("DROPPED", last_due, None)),
                    ("ASKED" | "DONE" | "DROPPED", Step::Promise(day)) => Ok(("PROMISED", day.or(last_due), None)),
                    _ => Err(Refusal::State),
                };
                prop_assert_eq!(after.map(|it| (it.state.as_str(), it.due_on, it.done_on)), wanted);
                if let (Ok(after), Ok(model)) = (after, wanted) {
                    course = after;
                    (word, last_due, last_done) = model;
                }
                prop_assert_eq!(course.done_on.is_some(), course.state == Done);
                prop_assert_eq!(course.done_on, last_done);
                prop_assert_eq!(course.checked(today), Ok(course));
            }
        }
    }
}
