//! How far thanks are, and how they get further.

use chrono::{Days, NaiveDate};
use entity::gratitude::GratitudeMeans;
use entity::gratitude::GratitudeState::{self, Drafted, Owed, Received, Sent, Waived};

/// The states that thanks can be brought to from this one.
#[must_use]
pub const fn allowed(from: GratitudeState) -> &'static [GratitudeState] {
    match from {
        // A draft is written as often as it takes.
        Owed | Drafted => &[Drafted, Sent, Waived],
        // Whoever let it be may think better of it.
        Waived => &[Drafted, Sent],
        // What was said was said.
        Sent | Received => &[],
    }
}

/// Whether thanks in this state are still to be given.
#[must_use]
pub const fn is_open(state: GratitudeState) -> bool {
    matches!(state, Owed | Drafted)
}

/// Whether thanks in this state were given, and so have a day.
#[must_use]
const fn is_said(state: GratitudeState) -> bool {
    matches!(state, Sent | Received)
}

/// Something done with thanks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// They are written down, to be sent later.
    Draft,
    /// They were given on this day; today if none is said.
    Send(Option<NaiveDate>),
    /// The user lets it be.
    Waive,
}

impl Step {
    /// Where it leads.
    #[must_use]
    pub const fn to(self) -> GratitudeState {
        match self {
            Self::Draft => Drafted,
            Self::Send(_) => Sent,
            Self::Waive => Waived,
        }
    }
}

/// How far thanks are, and when they were given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Course {
    /// The state.
    pub state: GratitudeState,
    /// When they were given.
    pub thanked_on: Option<NaiveDate>,
}

/// Why something cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The state does not allow the step.
    State,
    /// The day on which they were given is yet to come.
    Ahead,
    /// They were not given, so there is no day on which they were.
    NotSaid,
    /// They were given, so there is a day on which they were.
    Said,
}

impl Course {
    /// The same, if it can be.
    ///
    /// # Errors
    /// The state and the day contradict each other, or the day is to come. A day ahead is let pass, for time zones.
    pub fn checked(self, today: NaiveDate) -> Result<Self, Refusal> {
        match self.thanked_on {
            None if is_said(self.state) => Err(Refusal::Said),
            Some(_) if !is_said(self.state) => Err(Refusal::NotSaid),
            Some(day)
                if today
                    .checked_add_days(Days::new(1))
                    .is_some_and(|last| day > last) =>
            {
                Err(Refusal::Ahead)
            }
            _ => Ok(self),
        }
    }

    /// How far they are after a step.
    ///
    /// # Errors
    /// The state does not allow the step, or the day is to come.
    pub fn after(self, step: Step, today: NaiveDate) -> Result<Self, Refusal> {
        let state = step.to();
        if !allowed(self.state).contains(&state) {
            return Err(Refusal::State);
        }
        let thanked_on = match step {
            Step::Send(day) => day.or(Some(today)),
            Step::Draft | Step::Waive => None,
        };
        Self { state, thanked_on }.checked(today)
    }
}

/// Whether an address where others can see it fits how the thanks are given.
#[must_use]
pub fn may_be_seen(means: Option<GratitudeMeans>, public_url: Option<&str>) -> bool {
    public_url.is_none() || means == Some(GratitudeMeans::Public)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALL: [GratitudeState; 5] = [Owed, Drafted, Sent, Waived, Received];

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
            "OWED DRAFTED",
            "OWED SENT",
            "OWED WAIVED",
            "DRAFTED DRAFTED",
            "DRAFTED SENT",
            "DRAFTED WAIVED",
            "WAIVED DRAFTED",
            "WAIVED SENT",
        ];
        assert_eq!(steps, wanted);
    }

    #[test]
    fn only_what_was_said_has_a_day_and_none_to_come() {
        let course = |state, thanked_on| Course { state, thanked_on }.checked(day(3)).err();
        for state in [Sent, Received] {
            assert_eq!(course(state, None), Some(Refusal::Said));
            assert_eq!(
                (course(state, Some(day(0))), course(state, Some(day(4)))),
                (None, None)
            );
            assert_eq!(course(state, Some(day(5))), Some(Refusal::Ahead));
        }
        for state in [Owed, Drafted, Waived] {
            assert_eq!(
                (course(state, None), course(state, Some(day(0)))),
                (None, Some(Refusal::NotSaid))
            );
        }
    }

    #[test]
    fn an_address_stands_only_with_public_thanks() {
        assert!(may_be_seen(None, None) && may_be_seen(Some(GratitudeMeans::Note), None));
        assert!(may_be_seen(
            Some(GratitudeMeans::Public),
            Some("https://example.org")
        ));
        assert!(!may_be_seen(None, Some("https://example.org")));
        assert!(!may_be_seen(
            Some(GratitudeMeans::InPerson),
            Some("https://example.org")
        ));
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            Just(Step::Draft),
            prop::option::of((0..40_u64).prop_map(day)).prop_map(Step::Send),
            Just(Step::Waive)
        ]
    }

    proptest! {
        /// The model keeps what was last said, and that nothing follows on thanks that were given.
        #[test]
        fn every_walk_ends_where_a_simple_model_says(walk in prop::collection::vec((step(), 0..5_u64), 0..20)) {
            let (mut course, mut today) = (Course { state: Owed, thanked_on: None }, day(0));
            let (mut word, mut given): (&str, Option<NaiveDate>) = ("OWED", None);
            for (step, days) in walk {
                today = today + Days::new(days);
                let after = course.after(step, today);
                let wanted = match (word, step) {
                    ("SENT", _) | ("WAIVED", Step::Waive) => Err(Refusal::State),
                    (_, Step::Send(Some(day))) if day > today + Days::new(1) => Err(Refusal::Ahead),
                    (_, Step::Send(day)) => Ok(("SENT", Some(day.unwrap_or(today)))),
                    (_, Step::Draft) => Ok(("DRAFTED", None)),
                    (_, Step::Waive) => Ok(("WAIVED", None)),
                };
                prop_assert_eq!(after.map(|it| (it.state.as_str(), it.thanked_on)), wanted);
                if let (Ok(after), Ok(model)) = (after, wanted) {
                    course = after;
                    (word, given) = model;
                }
                prop_assert_eq!(course.thanked_on, given);
                prop_assert_eq!(course.checked(today), Ok(course));
                prop_assert_eq!(is_open(course.state), word == "OWED" || word == "DRAFTED");
            }
        }
    }
}
