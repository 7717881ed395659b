//! Milestones and birthdays: a look at every day, from the rules in words.

use std::rc::Rc;

use chrono::{Datelike, Days, NaiveDate};
use entity::ids::{CircleId, PersonId};
use entity::milestone::{MilestoneKind, MilestoneTone};
use entity::{PartialDate, milestone, milestone_acknowledgement, person};
use serde_json::Value as Json;
use uuid::Uuid;

use super::coerce::Arguments;
use super::condition;
use super::fields::record;
use super::filter::Predicate;
use super::object::{Object, Value, maybe, moment, plain, shown, text, unknown};
use super::page::{Asked, Entry, Key, connect};
use crate::plans::world::World;

pub fn milestone<'w>(w: &'w World, it: &'w milestone::Model, field: &str, given: &Arguments) -> Value<'w> {
    record!(it, field);
    match field {
        "person" => maybe(w.tables.person(it.person_id).map(Object::Person)),
        "kind" => text(it.kind),
        "title" => shown(it.title.as_ref()),
        "date" => text(it.date),
        "recurs" => plain(it.recurs),
        "tone" => text(it.tone),
        "notes" => shown(it.notes.as_ref()),
        "remindDaysBefore" => plain(it.remind_days_before),
        "acknowledgements" => {
            let own = w.tables.acknowledged.iter();
            let own = own.filter(|row| row.milestone_id == Some(it.id) && row.archived_at.is_none());
            let entries =
                own.map(|row| Entry::new(row.created_at, row.id.0, Object::MilestoneAcknowledgement(row)));
            let asked = Asked::of("Milestone.acknowledgements", given);
            connect(w, asked, "MilestoneAcknowledgement", true, entries)
        }
        _ => unknown("Milestone", field),
    }
}

pub fn acknowledgement<'w>(w: &'w World, it: &'w milestone_acknowledgement::Model, field: &str) -> Value<'w> {
    record!(it, field);
    let t = &w.tables;
    match field {
        "person" => maybe(t.person(it.person_id).map(Object::Person)),
        "milestone" => maybe(
            it.milestone_id
                .and_then(|id| t.milestone(id))
                .map(Object::Milestone),
        ),
        "year" => plain(it.year),
        "state" => text(it.state),
        "interaction" => maybe(
            it.interaction_id
                .and_then(|id| t.interaction(id))
                .map(Object::Interaction),
        ),
        "gratitude" => maybe(
            it.gratitude_id
                .and_then(|id| t.gratitude(id))
                .map(Object::Gratitude),
        ),
        _ => unknown("MilestoneAcknowledgement", field),
    }
}

pub fn milestones<'w>(w: &'w World, given: &Arguments) -> Value<'w> {
    let filter = match Predicate::read(given.get("filter")) {
        Ok(filter) => filter,
        Err(code) => return Value::Failed(code),
    };
    let archived = given.get("includeArchived") == Some(&Json::Bool(true));
    let order = given.get("orderBy").filter(|order| !order.is_null());
    let word = |name: &str| order.and_then(|order| order[name].as_str());
    let (by, descending) = (
        word("field").unwrap_or("CREATED_AT"),
        word("direction") != Some("ASC"),
    );
    let rows = w.tables.dated.iter();
    let rows = rows.filter(|row| archived || row.archived_at.is_none());
    let rows = rows.filter(|row| filter.meets(&|leaf| condition::milestone(w, row, leaf)));
    let entries = rows.map(|row| {
        let at = if by == "UPDATED_AT" {
            row.updated_at
        } else {
            row.created_at
        };
        Entry::new(at, row.id.0, Object::Milestone(row))
    });
    let asked = Asked::of("Query.milestones", given)
        .only_for(archived)
        .ordered(by, descending)
        .limited(&filter);
    connect(w, asked, "Milestone", descending, entries)
}

pub fn milestones_of<'w>(w: &'w World, person: PersonId, given: &Arguments) -> Value<'w> {
    let own = w.tables.dated.iter();
    let own = own.filter(|row| row.person_id == person && row.archived_at.is_none());
    let entries = own.map(|row| Entry::new(row.created_at, row.id.0, Object::Milestone(row)));
    connect(
        w,
        Asked::of("Person.milestones", given),
        "Milestone",
        true,
        entries,
    )
}

/// A day on which something comes.
#[derive(Debug)]
pub struct Occasion<'w> {
    person: &'w person::Model,
    milestone: Option<&'w milestone::Model>,
    date: NaiveDate,
    on: NaiveDate,
}

impl<'w> Occasion<'w> {
    fn subject(&self) -> Uuid {
        self.milestone.map_or(self.person.id.0, |it| it.id.0)
    }

    pub fn key(&self) -> String {
        let of = self
            .milestone
            .map_or(self.person.id.to_string(), |it| it.id.to_string());
        format!("{of}:{}", self.date.year())
    }

    fn tone(&self) -> MilestoneTone {
        self.milestone.map_or(MilestoneTone::Celebrate, |it| it.tone)
    }

    fn since(&self) -> Option<PartialDate> {
        self.milestone.map_or(self.person.birthday, |it| Some(it.date))
    }

    fn done(&self, w: &'w World) -> Option<&'w milestone_acknowledgement::Model> {
        let mut live = w
            .tables
            .acknowledged
            .iter()
            .filter(|row| row.archived_at.is_none());
        live.find(|row| row.subject_id == self.subject() && row.year == self.date.year())
    }
}

/// Whether something of this date comes on this day.
fn comes(date: PartialDate, recurs: bool, day: NaiveDate) -> bool {
    let in_year = match date.year() {
        Some(year) if recurs => year <= day.year(),
        Some(year) => year == day.year(),
        None => true,
    };
    let kept = match (date.month(), date.day()) {
        (Some(2), Some(29)) if !day.leap_year() => (Some(2), 28),
        (month, known) => (month, known.unwrap_or(1)),
    };
    in_year && kept == (Some(day.month()), day.day())
}

fn occasions(
    w: &World,
    whose: Option<PersonId>,
    (on, from, to): (NaiveDate, NaiveDate, NaiveDate),
) -> Vec<Occasion<'_>> {
    let mut dates = Vec::new();
    for it in &w.tables.people {
        let is_asked = whose.is_none_or(|id| it.id == id) && it.archived_at.is_none();
        if is_asked && !it.is_self {
            dates.extend(it.birthday.map(|date| (it, None, date, true)));
        }
        if is_asked {
            let own = w.tables.dated.iter();
            let own = own.filter(|row| row.person_id == it.id && row.archived_at.is_none());
            dates.extend(own.map(|row| (it, Some(row), row.date, row.recurs)));
        }
    }
    let mut found = Vec::new();
    for day in from.iter_days().take_while(|day| *day <= to) {
        for (person, milestone, date, recurs) in &dates {
            if comes(*date, *recurs, day) {
                found.push(Occasion {
                    person,
                    milestone: *milestone,
                    date: day,
                    on,
                });
            }
        }
    }
    found.sort_by_key(|it| (it.date, it.subject()));
    found
}

fn day(given: &Arguments, name: &str) -> Option<NaiveDate> {
    given
        .get(name)
        .and_then(Json::as_str)
        .map(|day| day.parse().unwrap())
}

fn today(w: &World) -> NaiveDate {
    api::aside::day_of(w.accounts.here().unwrap(), w.now)
}

pub fn upcoming<'w>(w: &'w World, given: &Arguments) -> Value<'w> {
    let circle = match given.get("circleId").and_then(Json::as_str) {
        Some(id) => match id.trim().parse::<CircleId>() {
            Ok(id) => Some(id),
            Err(_) => return Value::Failed("BAD_INPUT"),
        },
        None => None,
    };
    let from = day(given, "from").unwrap_or(today(w));
    let to = day(given, "to").unwrap_or(from + Days::new(30));
    if (to - from).num_days() > 366 {
        return Value::Failed("BAD_INPUT");
    }
    let tone = given.get("tone").and_then(Json::as_str);
    let acknowledged = given.get("acknowledged").and_then(Json::as_bool);
    let found = occasions(w, None, (today(w), from, to)).into_iter();
    let found = found
        .filter(|it| tone.is_none_or(|tone| tone == it.tone().as_str()))
        .filter(|it| circle.is_none_or(|circle| super::fields::is_member(w, circle, it.person.id)))
        .filter(|it| acknowledged.is_none_or(|done| done == it.done(w).is_some()));
    let entries = found.map(|it| {
        let (key, id) = (Key::Text(it.date.to_string()), it.subject());
        Entry::new(key, id, Object::MilestoneOccurrence(Rc::new(it)))
    });
    let asked = Asked::of("Query.upcomingMilestones", given).only_for(format!(
        "{:?} {:?} {tone:?} {circle:?} {acknowledged:?}",
        day(given, "from"),
        day(given, "to")
    ));
    connect(w, asked, "MilestoneOccurrence", false, entries)
}

pub fn next_of<'w>(w: &'w World, it: &person::Model, given: &Arguments) -> Value<'w> {
    let on = day(given, "on").unwrap_or(today(w));
    let mut next: Vec<Occasion> = Vec::new();
    for found in occasions(w, Some(it.id), (on, on, on + Days::new(366))) {
        if next.iter().all(|known| known.subject() != found.subject()) {
            next.push(found);
        }
    }
    next.truncate(10);
    let next = next
        .into_iter()
        .map(|it| Value::Object(Object::MilestoneOccurrence(Rc::new(it))));
    Value::List(next.collect())
}

pub fn value<'w>(w: &'w World, it: &Occasion<'w>, field: &str) -> Value<'w> {
    let recurs = it.milestone.is_none_or(|row| row.recurs);
    let first = it.since().and_then(PartialDate::year).filter(|_| recurs);
    match field {
        "key" => text(it.key()),
        "person" => Value::Object(Object::Person(it.person)),
        "milestone" => maybe(it.milestone.map(Object::Milestone)),
        "kind" => text(it.milestone.map_or(MilestoneKind::Birthday, |row| row.kind)),
        "tone" => text(it.tone()),
        "title" => shown(it.milestone.and_then(|row| row.title.as_ref())),
        "date" => text(it.date),
        "year" => plain(it.date.year()),
        "isDayKnown" => plain(it.since().is_some_and(|date| date.day().is_some())),
        "turning" => plain(first.map(|first| it.date.year() - first)),
        "daysUntil" => plain((it.date - it.on).num_days()),
        "remindOn" => {
            let days = it.milestone.map_or(7, |row| row.remind_days_before);
            text(it.date - Days::new(days as u64))
        }
        "acknowledgement" => maybe(it.done(w).map(Object::MilestoneAcknowledgement)),
        _ => unknown("MilestoneOccurrence", field),
    }
}
