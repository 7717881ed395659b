//! Nudges in words. They name people where names are given; without, they say the same of nobody in particular.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use entity::attendance::AttendanceState;
use entity::ids::PersonId;
use entity::introduction_step::IntroductionAction as Action;
use entity::milestone::MilestoneTone;
use entity::nudge_decision::NudgeKind;

use super::read::{Cause, Nudge};
use crate::{cadences, milestones, needs};

/// The names of people, where they may be said.
type Names<'a> = Option<&'a HashMap<PersonId, String>>;

fn name(names: Names<'_>, person: PersonId) -> &str {
    let known = names.and_then(|names| names.get(&person));
    known.map_or("somebody", String::as_str)
}

/// As a sentence begins.
fn beginning(name: &str) -> &str {
    if name == "somebody" { "Somebody" } else { name }
}

/// An introduction of which two.
fn pair(names: Names<'_>, (one, other): (PersonId, PersonId)) -> String {
    match names {
        Some(_) => format!("{} and {}", name(names, one), name(names, other)),
        None => "two people".to_owned(),
    }
}

fn count(count: i64, one: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        count => format!("{count} {one}s"),
    }
}

/// What to do, in a line.
pub fn title(cause: &Cause, names: Names<'_>) -> String {
    match cause {
        Cause::CheckIn(it) => format!("Be in touch with {}", name(names, it.person)),
        Cause::Thanks(it, what) => {
            let person = name(names, it.person_id);
            match what {
                Some(what) => format!("Thank {person}: {what}"),
                None => format!("Thank {person}"),
            }
        }
        Cause::Promise(it) => format!("Keep your promise to {}: {}", name(names, it.person_id), it.title),
        Cause::Expectation(it) => {
            format!(
                "Ask {} about their promise: {}",
                name(names, it.person_id),
                it.title
            )
        }
        Cause::Introduction(it) => {
            let (person, pair) = (name(names, it.person), pair(names, it.pair));
            match it.step {
                Action::Nudge => format!("Remind {person} of the introduction of {pair}"),
                Action::Make => format!("Introduce {pair}"),
                Action::RecordOutcome => format!("Note what came of the introduction of {pair}"),
                _ => format!("Ask {person} about an introduction of {pair}"),
            }
        }
        Cause::Collaboration(collaboration, milestone) => {
            format!("{}: {}", collaboration.title, milestone.title)
        }
        Cause::Goal(it) => format!("Your goal: {}", it.title),
        Cause::Match(it) => match (it.needer.person, it.giver_side.person) {
            (Some(needer), Some(giver)) => format!(
                "Introduce {} to {}: {}",
                name(names, giver),
                name(names, needer),
                it.need_title
            ),
            (Some(needer), None) => format!("Help {}: {}", name(names, needer), it.need_title),
            (None, Some(giver)) => format!("Ask {} for help: {}", name(names, giver), it.need_title),
            (None, None) => it.need_title.clone(),
        },
        Cause::Event(it, _) => match it.mine {
            Some(AttendanceState::Going) => format!("Prepare for {}", it.event.title),
            _ => format!("Say whether you come: {}", it.event.title),
        },
        Cause::FollowUp(it, _, event) => format!("Follow up with {}: {event}", name(names, it.person)),
        Cause::Milestone(it) => {
            let person = name(names, it.person);
            let what = milestones::in_words(it);
            match it.tone {
                MilestoneTone::Celebrate => format!("Celebrate with {person}: {what}"),
                MilestoneTone::Support => format!("Be there for {person}: {what}"),
            }
        }
        Cause::Need(it) => {
            let person = it.person_id.map_or("somebody", |person| name(names, person));
            format!("Think of somebody for {person}: {}", it.title)
        }
    }
}

/// When something is due, seen from a day.
fn when(due: NaiveDate, on: NaiveDate) -> String {
    match (on - due).num_days() {
        0 => "today".to_owned(),
        -1 => "tomorrow".to_owned(),
        1 => "yesterday".to_owned(),
        late @ ..0 => format!("in {}", count(-late, "day")),
        late => format!("{} ago", count(late, "day")),
    }
}

/// "It was due 3 days ago."
fn due(day: Option<NaiveDate>, on: NaiveDate) -> String {
    match day {
        Some(day) if day < on => format!("It was due {}.", when(day, on)),
        Some(day) => format!("It is due {}.", when(day, on)),
        None => "No day was set.".to_owned(),
    }
}

/// Why now, in sentences.
pub fn why(
    cause: &Cause,
    names: Names<'_>,
    on: NaiveDate,
    day_of: impl Fn(DateTime<Utc>) -> NaiveDate,
) -> Vec<String> {
    match cause {
        Cause::CheckIn(it) => cadences::why(it),
        Cause::Thanks(it, _) => {
            let since = it
                .owed_since
                .map(|since| format!("You have owed thanks {}.", since_when(since, on)));
            let drafted = (it.state == entity::gratitude::GratitudeState::Drafted)
                .then(|| "You have begun to write.".to_owned());
            since.into_iter().chain(drafted).collect()
        }
        Cause::Promise(it) => vec![format!("You promised it. {}", due(it.due_on, on))],
        Cause::Expectation(it) => vec![format!(
            "{} promised it. {}",
            beginning(name(names, it.person_id)),
            due(it.due_on, on)
        )],
        Cause::Introduction(it) => {
            let person = name(names, it.person);
            let first = match it.step {
                Action::Nudge => format!("{} has not answered yet.", beginning(person)),
                Action::Make => "Everybody has said yes.".to_owned(),
                Action::RecordOutcome => {
                    let made = it.introduction.made_at.map(day_of);
                    let made = made.map_or_else(String::new, |day| format!(" {}", when(day, on)));
                    format!("You introduced them{made}.")
                }
                _ => format!("{} was not asked yet.", beginning(person)),
            };
            vec![first]
        }
        Cause::Collaboration(_, it) => vec![due(it.due_on, on)],
        Cause::Goal(it) => vec![due(it.target_on, on)],
        Cause::Match(it) => needs::reasons(it, names.is_some()),
        Cause::Event(_, day) => vec![format!("It begins {}.", when(*day, on))],
        Cause::FollowUp(_, day, _) => vec![format!(
            "You met there {}; nothing was logged since.",
            when(*day, on)
        )],
        Cause::Milestone(it) if it.date < on => vec![format!("It was {}.", when(it.date, on))],
        Cause::Milestone(it) => vec![format!("It is {}.", when(it.date, on))],
        Cause::Need(it) => {
            let until = it.until.map(|until| format!("It is good until {until}."));
            let nobody = "Nobody in the network offers it, as far as you know.".to_owned();
            until.into_iter().chain([nobody]).collect()
        }
    }
}

fn since_when(day: NaiveDate, on: NaiveDate) -> String {
    match (on - day).num_days() {
        ..=0 => "since today".to_owned(),
        1 => "since yesterday".to_owned(),
        days => format!("for {}", count(days, "day")),
    }
}

/// "2 people to be in touch with, 1 promise to keep", and the first nudge.
pub fn headline(away: bool, counts: &[(NudgeKind, usize)], top: &[Nudge]) -> String {
    if away {
        return "You are away: nothing is proposed.".to_owned();
    }
    let Some(first) = top.first() else {
        return "Nothing is waiting for you.".to_owned();
    };
    let parts: Vec<String> = counts.iter().map(|(kind, many)| of_kind(*kind, *many)).collect();
    format!("{}. First: {}.", parts.join(", "), first.title)
}

fn of_kind(kind: NudgeKind, many: usize) -> String {
    let (one, more) = match kind {
        NudgeKind::CheckIn => ("person to be in touch with", "people to be in touch with"),
        NudgeKind::Thanks => ("person to thank", "people to thank"),
        NudgeKind::Promise => ("promise to keep", "promises to keep"),
        NudgeKind::Expectation => ("promise to ask about", "promises to ask about"),
        NudgeKind::Introduction => (
            "introduction that waits for you",
            "introductions that wait for you",
        ),
        NudgeKind::Collaboration => ("milestone of a collaboration", "milestones of collaborations"),
        NudgeKind::Goal => ("goal to reach", "goals to reach"),
        NudgeKind::Milestone => ("milestone to think of", "milestones to think of"),
        NudgeKind::Event => ("event ahead", "events ahead"),
        NudgeKind::FollowUp => ("person to follow up with", "people to follow up with"),
        NudgeKind::Match => ("need that somebody could meet", "needs that somebody could meet"),
        NudgeKind::Need => ("need to think about", "needs to think about"),
    };
    format!("{many} {}", if many == 1 { one } else { more })
}
