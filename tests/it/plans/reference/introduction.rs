//! Introductions, their sides and their history. The rules of `docs` and the schema, once more, by hand.

use chrono::{DateTime, TimeDelta, Utc};
use entity::introduction::IntroductionState::{self, Asking, Draft, Expired, Made, Ready};
use entity::introduction_side::{Consent, Side};
use entity::{introduction, introduction_side, introduction_step};

use super::coerce::Arguments;
use super::fields::record;
use super::ledger::{exchanges, gratitudes};
use super::object::{Object, Value, list, maybe, moment, plain, shown, text, unknown};
use crate::plans::world::World;

/// The state as everybody sees it: the time to answer runs out without anybody writing that down.
pub fn state(it: &introduction::Model, now: DateTime<Utc>) -> IntroductionState {
    let late = it.expires_at.is_some_and(|at| at < now);
    if it.state == Asking && late {
        Expired
    } else {
        it.state
    }
}

fn sides<'w>(w: &'w World, it: &introduction::Model) -> Vec<&'w introduction_side::Model> {
    let own = w.tables.sides.iter().filter(|side| side.introduction_id == it.id);
    let mut own: Vec<_> = own.collect();
    own.sort_by_key(|side| side.side);
    own
}

/// What can be done now, with at least one of the sides.
fn allowed(w: &World, it: &introduction::Model) -> Vec<&'static str> {
    let (now, sides) = (w.now, sides(w, it));
    let state = state(it, now);
    let late = it.expires_at.is_some_and(|at| at < now);
    let may_ask =
        |side: &&introduction_side::Model| matches!(side.consent, Consent::NotAsked | Consent::Asked);
    let may_nudge = |side: &&introduction_side::Model| {
        let heard = side.asked_at.max(side.nudged_at);
        side.consent == Consent::Asked
            && side.nudges < 3
            && heard.is_none_or(|at| now >= at + TimeDelta::days(3))
    };
    let mut actions = Vec::new();
    if matches!(state, Draft | Asking) && !late && sides.iter().any(may_ask) {
        actions.push("ASK");
    }
    if state == Asking && sides.iter().any(|side| side.consent == Consent::Asked) {
        actions.push("ANSWER");
    }
    if state == Asking && sides.iter().any(may_nudge) {
        actions.push("NUDGE");
    }
    if state == Ready {
        actions.push("MAKE");
    }
    if state == Made {
        actions.push("RECORD_OUTCOME");
    }
    if matches!(state, Draft | Asking | Ready) {
        actions.push("CANCEL");
    }
    actions
}

pub fn introduction<'w>(
    w: &'w World,
    it: &'w introduction::Model,
    field: &str,
    given: &Arguments,
) -> Value<'w> {
    record!(it, field);
    let on = |name: Side| {
        let side = sides(w, it).into_iter().find(|side| side.side == name);
        maybe(
            side.and_then(|side| w.tables.person(side.person_id))
                .map(Object::Person),
        )
    };
    match field {
        "state" => text(state(it, w.now)),
        "reason" => shown(it.reason.as_ref()),
        "connector" => maybe(
            it.connector_id
                .and_then(|id| w.tables.person(id))
                .map(Object::Person),
        ),
        "sides" => list(sides(w, it), Object::IntroductionSide),
        "personA" => on(Side::A),
        "personB" => on(Side::B),
        "expiresAt" => moment(it.expires_at),
        "askedAt" => moment(it.asked_at),
        "madeAt" => moment(it.made_at),
        "closedAt" => {
            let expired = state(it, w.now) == Expired;
            moment(it.closed_at.or(it.expires_at.filter(|_| expired)))
        }
        "message" => shown(it.message.as_ref()),
        "outcome" => shown(it.outcome),
        "outcomeNote" => shown(it.outcome_note.as_ref()),
        "allowedActions" => Value::List(allowed(w, it).into_iter().map(text).collect()),
        "history" => {
            let own = w.tables.steps.iter().filter(|step| step.introduction_id == it.id);
            let mut own: Vec<_> = own.collect();
            own.sort_by_key(|step| step.position);
            list(own, Object::IntroductionStep)
        }
        "exchanges" => exchanges(w, "Introduction.exchanges", given, |row| {
            row.introduction_id == Some(it.id)
        }),
        "gratitudes" => gratitudes(w, "Introduction.gratitudes", given, |row| {
            row.introduction_id == Some(it.id)
        }),
        _ => unknown("Introduction", field),
    }
}

pub fn side<'w>(w: &'w World, it: &'w introduction_side::Model, field: &str) -> Value<'w> {
    match field {
        "side" => text(it.side),
        "person" => maybe(w.tables.person(it.person_id).map(Object::Person)),
        "consent" => text(it.consent),
        "blurb" => shown(it.blurb.as_ref()),
        "askedAt" => moment(it.asked_at),
        "answeredAt" => moment(it.answered_at),
        "answerNote" => shown(it.answer_note.as_ref()),
        "nudgedAt" => moment(it.nudged_at),
        "nudges" => plain(it.nudges),
        _ => unknown("IntroductionSide", field),
    }
}

pub fn step<'w>(it: &'w introduction_step::Model, field: &str) -> Value<'w> {
    match field {
        "at" => moment(it.at),
        "action" => text(it.action),
        "side" => shown(it.side),
        "fromState" => shown(it.from_state),
        "toState" => text(it.to_state),
        "actor" => Value::Object(Object::Actor(it.actor)),
        "note" => shown(it.note.as_ref()),
        _ => unknown("IntroductionStep", field),
    }
}
