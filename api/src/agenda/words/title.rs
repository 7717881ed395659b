//! What is so, in a line.

use chrono::NaiveDate;
use entity::attendance::AttendanceState;
use entity::introduction_step::IntroductionAction as Step;
use entity::milestone::MilestoneKind;

use super::{Names, count, is, when};
use crate::agenda::read::{Cause, Waiting};
use crate::cadences::Standing;
use crate::milestones::{self, Occurrence};
use crate::needs::Match;

/// What is so, seen from a day.
pub fn title(cause: &Cause, names: Names<'_>, on: NaiveDate) -> String {
    match cause {
        Cause::CheckIn(it) => check_in(it, names),
        Cause::Planned(it) => planned(names.of(it.person), it.day, on),
        Cause::Thanks(it, what) => {
            let person = names.first(it.person_id);
            match what {
                Some(what) => format!("{person} is owed thanks: {what}"),
                None => format!("{person} is owed thanks"),
            }
        }
        Cause::Promise(it) => format!("You promised {}: {}", names.of(it.person_id), it.title),
        Cause::Expectation(it) => format!("{} promised you: {}", names.first(it.person_id), it.title),
        Cause::Introduction(it) => introduction(it, names),
        Cause::Collaboration(collaboration, it) => dated(
            &format!("{}: {}", collaboration.title, it.title),
            "due",
            it.due_on,
            on,
        ),
        Cause::Goal(it) => {
            let state = match it.target_on {
                Some(day) if day < on => "was to be reached",
                _ => "to be reached",
            };
            dated(&format!("Your goal: {}", it.title), state, it.target_on, on)
        }
        Cause::Match(it) => fits(it, names),
        Cause::Event(it, day) => {
            let begins = format!("{} begins {}", it.event.title, when(*day, on));
            match it.mine {
                Some(AttendanceState::Going) => begins,
                _ => format!("{begins}; whether you come is open"),
            }
        }
        Cause::FollowUp(it) => {
            format!(
                "You met {} {}: {}",
                names.of(it.met.person),
                when(it.day, on),
                it.title
            )
        }
        Cause::Milestone(it) => milestone(it, names, on),
        Cause::Need(it) => {
            let person = it.person_id.map_or("You look", |person| names.first(person));
            let looks = if it.person_id.is_some() { " looks" } else { "" };
            format!("{person}{looks} for what nobody offers: {}", it.title)
        }
    }
}

/// What is so where several people are owed thanks for one thing.
pub fn owed_together(many: usize, what: Option<&str>) -> String {
    match what {
        Some(what) => format!("{many} people are owed thanks: {what}"),
        None => format!("{many} people are owed thanks"),
    }
}

fn check_in(it: &Standing, names: Names<'_>) -> String {
    let person = names.of(it.person);
    if let Some(plan) = it.planned.filter(|plan| plan.day <= it.on) {
        return planned(person, plan.day, it.on);
    }
    match it.contact.map(|day| (it.on - day).num_days()) {
        Some(days) => format!("You were last in touch with {person} {} ago", count(days, "day")),
        None => format!("You have not been in touch with {person} yet"),
    }
}

fn planned(person: &str, day: NaiveDate, on: NaiveDate) -> String {
    let is = is(day, on);
    format!("A check-in with {person} {is} planned for {}", when_on(day, on))
}

/// A day as a plan names it.
fn when_on(day: NaiveDate, on: NaiveDate) -> String {
    match (day - on).num_days() {
        -1..=1 => when(day, on),
        _ => day.to_string(),
    }
}

fn introduction(it: &Waiting, names: Names<'_>) -> String {
    let (person, pair) = (names.first(it.person), names.pair(it.pair));
    match it.step {
        Step::Nudge => format!("{person} has not answered about the introduction of {pair}"),
        Step::Make => format!("Both have said yes to the introduction of {pair}"),
        Step::RecordOutcome => format!("What came of the introduction of {pair} is not noted"),
        _ => format!("{person} was not asked yet about the introduction of {pair}"),
    }
}

fn fits(it: &Match, names: Names<'_>) -> String {
    let need = &it.need_title;
    match (it.needer.person, it.giver_side.person) {
        (Some(needer), Some(giver)) => {
            format!("{} could help {}: {need}", names.first(giver), names.of(needer))
        }
        (Some(needer), None) => format!("You could help {}: {need}", names.of(needer)),
        (None, Some(giver)) => format!("{} could help you: {need}", names.first(giver)),
        (None, None) => need.clone(),
    }
}

fn milestone(it: &Occurrence, names: Names<'_>, on: NaiveDate) -> String {
    let (person, is, when) = (names.first(it.person), is(it.date, on), when(it.date, on));
    match (it.kind, it.title.as_ref(), it.turning) {
        (MilestoneKind::Birthday, None, Some(years)) => {
            format!("The birthday of {} ({years}) {is} {when}", names.of(it.person))
        }
        (MilestoneKind::Birthday, None, None) => {
            format!("The birthday of {} {is} {when}", names.of(it.person))
        }
        _ => format!("{person}: {}, {when}", milestones::in_words(it)),
    }
}

fn dated(what: &str, state: &str, day: Option<NaiveDate>, on: NaiveDate) -> String {
    match day {
        Some(day) => format!("{what}, {state} {}", when(day, on)),
        None => what.to_owned(),
    }
}
