//! What answers a nudge: mutations with all that they need, ready to send.

use chrono::Datelike;
use entity::attendance::AttendanceState;
use entity::ids::PersonId;
use entity::introduction_step::IntroductionAction as Step;
use serde_json::{Value, json};

use super::{Dates, Names};
use crate::agenda::read::{Cause, Meeting, Waiting};
use crate::cadences::{Plan, Standing};
use crate::milestones::{Occurrence, Subject};
use crate::needs::{Giver, Match};

/// Something that answers a nudge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// The mutation.
    pub mutation: &'static str,
    /// What to do, for a button.
    pub label: String,
    /// Its variables, by the names of its arguments.
    pub variables: Value,
    /// The places in the variables that only the user can fill.
    pub asks: &'static [&'static str],
}

fn ready(mutation: &'static str, label: impl Into<String>, variables: Value) -> Action {
    Action {
        mutation,
        label: label.into(),
        variables,
        asks: &[],
    }
}

/// What answers it, the most fitting first.
pub fn actions(cause: &Cause, names: Names<'_>, dates: Dates) -> Vec<Action> {
    match cause {
        Cause::CheckIn(it) => check_in(it, dates),
        Cause::Planned(it) => planned(it, None, dates),
        Cause::Thanks(it, _) => {
            let person = names.of(it.person_id);
            let of = json!({ "id": it.id.to_string(), "expectedRevision": it.revision });
            let input = json!({});
            let draft = json!({ "id": it.id.to_string(), "expectedRevision": it.revision, "input": input });
            vec![
                ready(
                    "sendGratitude",
                    format!("Note that {person} was thanked"),
                    of.clone(),
                ),
                Action {
                    asks: &["input.text"],
                    ..ready("draftGratitude", format!("Begin to write to {person}"), draft)
                },
                ready("waiveGratitude", format!("Let it be for {person}"), of),
            ]
        }
        Cause::Promise(it) | Cause::Expectation(it) => {
            let of = json!({ "id": it.id.to_string(), "expectedRevision": it.revision });
            let input = json!({ "dueOn": dates.more(it.due_on, 7) });
            let label = match it.due_on {
                Some(_) => "Give it another week",
                None => "Set its day a week ahead",
            };
            let moved = json!({ "id": it.id.to_string(), "expectedRevision": it.revision, "input": input });
            vec![
                ready("completeExchange", "Note that it is done", of.clone()),
                ready("updateExchange", label, moved),
                ready("dropExchange", "Drop it", of),
            ]
        }
        Cause::Introduction(it) => introduction(it, names),
        Cause::Collaboration(collaboration, it) => {
            let of = |change: Value| {
                let input = json!({ "updateMilestones": [change] });
                json!({ "id": collaboration.id.to_string(), "expectedRevision": collaboration.revision, "input": input })
            };
            let done = json!({ "id": it.id.to_string(), "doneOn": dates.today });
            let moved = json!({ "id": it.id.to_string(), "dueOn": dates.more(it.due_on, 7) });
            vec![
                ready("updateCollaboration", "Note that it is reached", of(done)),
                ready("updateCollaboration", "Give it another week", of(moved)),
            ]
        }
        Cause::Goal(it) => {
            let of = json!({ "id": it.id.to_string(), "expectedRevision": it.revision });
            let input = json!({ "targetOn": dates.more(it.target_on, 30) });
            let moved = json!({ "id": it.id.to_string(), "expectedRevision": it.revision, "input": input });
            vec![
                ready("achieveGoal", "Note that it is reached", of.clone()),
                ready("updateGoal", "Give it 30 days more", moved),
                ready("pauseGoal", "Pause it", of.clone()),
                ready("dropGoal", "Drop it", of),
            ]
        }
        Cause::Match(it) => fits(it, names),
        Cause::Need(it) => {
            let of = json!({ "id": it.id.to_string(), "expectedRevision": it.revision });
            let input = json!({ "until": dates.more(it.until, 30) });
            let moved = json!({ "id": it.id.to_string(), "expectedRevision": it.revision, "input": input });
            vec![
                ready("fulfillNeed", "Note that it is met", of.clone()),
                ready("updateNeed", "Keep it for 30 days more", moved),
                ready("withdrawNeed", "Withdraw it", of),
            ]
        }
        Cause::Event(it, _) => {
            let say = |state: &str| {
                let input = json!({ "attendees": [{ "state": state }] });
                json!({ "id": it.event.id.to_string(), "expectedRevision": it.event.revision, "input": input })
            };
            let come = ready("recordAttendance", "Say that you come", say("GOING"));
            let stay = ready("recordAttendance", "Say that you do not come", say("DECLINED"));
            match it.mine {
                Some(AttendanceState::Going) => vec![stay],
                _ => vec![come, stay],
            }
        }
        Cause::FollowUp(it) => follow_up(it, dates),
        Cause::Milestone(it) => milestone(it, dates),
    }
}

/// Logging what there was with somebody, now and by a means that only the user knows unless it was planned.
fn talk(person: PersonId, channel: Option<String>, dates: Dates) -> Action {
    let asks: &[&str] = match channel {
        Some(_) => &[],
        None => &["input.channel"],
    };
    let mut input = json!({ "participantIds": [person.to_string()], "happenedAt": dates.now });
    if let (Some(channel), Some(input)) = (channel, input.as_object_mut()) {
        input.insert("channel".to_owned(), Value::String(channel));
    }
    Action {
        asks,
        ..ready(
            "logInteraction",
            "Log that you were in touch",
            json!({ "input": input }),
        )
    }
}

fn plan(person: PersonId, dates: Dates) -> Action {
    let input = json!({ "personId": person.to_string(), "on": dates.ahead(1) });
    ready("planCheckIn", "Plan it for tomorrow", json!({ "input": input }))
}

/// A plan stands instead of the cadence: only what carries it out, moves it or calls it off answers it.
fn planned(it: &Plan, channel: Option<String>, dates: Dates) -> Vec<Action> {
    let of = json!({ "id": it.id.to_string(), "expectedRevision": it.revision });
    let input = json!({ "on": dates.more(Some(it.day), 7) });
    let moved = json!({ "id": it.id.to_string(), "expectedRevision": it.revision, "input": input });
    let channel = it.channel.map(|channel| channel.to_string()).or(channel);
    vec![
        talk(it.person, channel, dates),
        ready("updateCheckIn", "Move it by a week", moved),
        ready("cancelCheckIn", "Call it off", of),
    ]
}

fn check_in(it: &Standing, dates: Dates) -> Vec<Action> {
    // A cadence that counts one channel says which; of several the user chooses.
    let mut channels = it.cadence.channels.split_whitespace();
    let channel = channels.next().filter(|_| channels.next().is_none());
    let channel = channel.map(str::to_owned);
    if let Some(plan) = &it.planned {
        return planned(plan, channel, dates);
    }
    let person = it.person.to_string();
    let later = json!({ "personId": person, "until": dates.ahead(7) });
    vec![
        talk(it.person, channel, dates),
        plan(it.person, dates),
        ready("snoozeCheckIn", "Put it off by a week", json!({ "input": later })),
        ready(
            "skipCheckIn",
            "Leave it out this time",
            json!({ "input": { "personId": person } }),
        ),
    ]
}

fn introduction(it: &Waiting, names: Names<'_>) -> Vec<Action> {
    let (id, revision) = (it.introduction.id.to_string(), it.introduction.revision);
    let of = json!({ "id": id, "expectedRevision": revision });
    let say = |input: Value| json!({ "id": id, "expectedRevision": revision, "input": input });
    let asked = say(json!({ "side": it.side.as_str() }));
    let person = names.of(it.person);
    let answer = |accept: bool| say(json!({ "side": it.side.as_str(), "accept": accept }));
    let yes = ready("answerIntroduction", "Note a yes", answer(true));
    let no = ready("answerIntroduction", "Note a no", answer(false));
    let cancel = ready("cancelIntroduction", "Call it off", of.clone());
    match it.step {
        Step::Nudge => vec![
            ready("nudgeIntroduction", format!("Remind {person}"), asked),
            yes,
            no,
            cancel,
        ],
        Step::Make => vec![
            ready(
                "makeIntroduction",
                format!("Introduce {}", names.pair(it.pair)),
                of,
            ),
            cancel,
        ],
        Step::RecordOutcome => vec![Action {
            asks: &["input.outcome"],
            ..ready(
                "recordIntroductionOutcome",
                "Note what came of it",
                say(json!({})),
            )
        }],
        _ => vec![ready("askIntroduction", format!("Ask {person}"), asked), cancel],
    }
}

fn fits(it: &Match, names: Names<'_>) -> Vec<Action> {
    let input = match it.giver {
        Giver::Offer(offer) => json!({ "needId": it.need.to_string(), "offerId": offer.to_string() }),
        Giver::Person(person) => json!({ "needId": it.need.to_string(), "personId": person.to_string() }),
    };
    let label = match (it.needer.person, it.giver_side.person) {
        (Some(needer), Some(giver)) => format!("Introduce {}", names.pair((giver, needer))),
        (Some(needer), None) => format!("Promise it to {}", names.of(needer)),
        (None, Some(giver)) => format!("Ask {}", names.of(giver)),
        (None, None) => "Take it up".to_owned(),
    };
    vec![
        ready("acceptMatch", label, json!({ "input": input })),
        ready("dismissMatch", "It does not fit", json!({ "input": input })),
    ]
}

fn follow_up(it: &Meeting, dates: Dates) -> Vec<Action> {
    let person = it.met.person;
    let mut actions = vec![talk(person, None, dates), plan(person, dates)];
    // Who has one stands in the agenda by it; setting the same again would say nothing new.
    if !it.has_cadence {
        let cadence = json!({ "input": { "personId": person.to_string() } });
        actions.push(Action {
            asks: &["input.idealDays"],
            ..ready("setCadence", "Say how often to be in touch", cadence)
        });
    }
    actions
}

fn milestone(it: &Occurrence, dates: Dates) -> Vec<Action> {
    let input = match it.subject {
        Subject::Milestone(id) => json!({ "milestoneId": id.to_string(), "year": it.date.year() }),
        Subject::Birthday(person) => json!({ "personId": person.to_string(), "year": it.date.year() }),
    };
    let answered = ready(
        "acknowledgeMilestone",
        "Note that you thought of it",
        json!({ "input": input }),
    );
    let skipped = ready("skipMilestone", "Let it pass", json!({ "input": input }));
    // What was said since the day answers a birthday; before it, it does not.
    if it.is_answered_by_talk() && it.date <= dates.today {
        vec![talk(it.person, None, dates), answered, skipped]
    } else {
        vec![answered, skipped]
    }
}
