//! Cadences, check-ins, and who is due: day by day, from the rules in words.

use std::rc::Rc;

use chrono::{DateTime, Days, NaiveDate, Utc};
use entity::check_in::CheckInState;
use entity::ids::{CheckInId, CircleId, PersonId};
use entity::{cadence, check_in, circle_member, person, workspace};
use serde_json::Value as Json;

use super::coerce::Arguments;
use super::condition;
use super::fields::record;
use super::filter::Predicate;
use super::object::{Object, Value, maybe, moment, plain, shown, text, unknown};
use super::page::{Asked, Entry, Key, connect};
use crate::plans::world::World;

pub fn cadence<'w>(w: &'w World, it: &'w cadence::Model, field: &str) -> Value<'w> {
    record!(it, field);
    match field {
        "person" => maybe(
            it.person_id
                .and_then(|id| w.tables.person(id))
                .map(Object::Person),
        ),
        "circle" => maybe(
            it.circle_id
                .and_then(|id| w.tables.circle(id))
                .map(Object::Circle),
        ),
        "idealDays" => plain(it.ideal_days),
        "maxDays" => plain(it.max_days),
        "channels" => Value::List(it.channels.split_whitespace().map(text).collect()),
        "pausedUntil" => shown(it.paused_until),
        _ => unknown("Cadence", field),
    }
}

pub fn of_circle(w: &World, circle: CircleId) -> Value<'_> {
    let live = w.tables.cadences.iter().filter(|row| row.archived_at.is_none());
    let mut own: Vec<_> = live.filter(|row| row.circle_id == Some(circle)).collect();
    own.sort_by_key(|row| row.id);
    maybe(own.first().map(|row| Object::Cadence(row)))
}

pub fn check_in<'w>(w: &'w World, it: &'w check_in::Model, field: &str) -> Value<'w> {
    record!(it, field);
    match field {
        "person" => maybe(w.tables.person(it.person_id).map(Object::Person)),
        "state" => text(it.state),
        "on" => text(it.day),
        "channel" => shown(it.channel),
        "note" => shown(it.note.as_ref()),
        "doneOn" => shown(it.done_on),
        "interaction" => maybe(
            it.interaction_id
                .and_then(|id| w.tables.interaction(id))
                .map(Object::Interaction),
        ),
        _ => unknown("CheckIn", field),
    }
}

pub fn check_ins<'w>(w: &'w World, given: &Arguments) -> Value<'w> {
    let filter = match Predicate::read(given.get("filter")) {
        Ok(filter) => filter,
        Err(code) => return Value::Failed(code),
    };
    let archived = given.get("includeArchived") == Some(&Json::Bool(true));
    let rows = w
        .tables
        .check_ins
        .iter()
        .filter(|row| archived || row.archived_at.is_none());
    let rows = rows.filter(|row| filter.meets(&|leaf| condition::check_in(w, row, leaf)));
    let entries = rows.map(|row| Entry::new(row.created_at, row.id.0, Object::CheckIn(row)));
    let asked = Asked::of("Query.checkIns", given)
        .only_for(archived)
        .limited(&filter);
    connect(w, asked, "CheckIn", true, entries)
}

pub fn check_ins_of<'w>(w: &'w World, person: PersonId, given: &Arguments) -> Value<'w> {
    let own = w.tables.check_ins.iter();
    let own = own.filter(|row| row.person_id == person && row.archived_at.is_none());
    let entries = own.map(|row| Entry::new(row.created_at, row.id.0, Object::CheckIn(row)));
    connect(w, Asked::of("Person.checkIns", given), "CheckIn", true, entries)
}

pub fn cadences<'w>(w: &'w World, given: &Arguments) -> Value<'w> {
    let archived = given.get("includeArchived") == Some(&Json::Bool(true));
    let rows = w.tables.cadences.iter();
    let rows = rows.filter(|row| archived || row.archived_at.is_none());
    let entries = rows.map(|row| Entry::new(row.created_at, row.id.0, Object::Cadence(row)));
    let asked = Asked::of("Query.cadences", given).only_for(archived);
    connect(w, asked, "Cadence", false, entries)
}

/// How a person stands.
#[derive(Debug)]
pub struct Status<'w> {
    pub person: PersonId,
    cadence: &'w cadence::Model,
    source: &'static str,
    on: NaiveDate,
    contact: Option<NaiveDate>,
    due_on: NaiveDate,
    latest_on: NaiveDate,
    planned: Option<CheckInId>,
    snoozed: Option<NaiveDate>,
}

impl Status<'_> {
    fn band(&self) -> &'static str {
        if self.on < self.due_on {
            "ON_TRACK"
        } else if self.on > self.latest_on {
            "OVERDUE"
        } else {
            "DUE"
        }
    }
}

fn effective(w: &World, person: PersonId) -> Option<(&cadence::Model, &'static str)> {
    let live = || w.tables.cadences.iter().filter(|row| row.archived_at.is_none());
    if let Some(own) = live().find(|row| row.person_id == Some(person)) {
        return Some((own, "PERSON"));
    }
    let is_in = |row: &circle_member::Model, circle| row.circle_id == circle && row.person_id == person;
    let of_circles = live().filter(|row| {
        let members = &w.tables.circle_members;
        row.circle_id
            .is_some_and(|circle| members.iter().any(|row| is_in(row, circle)))
    });
    let nearest = of_circles.min_by_key(|row| (row.ideal_days, row.max_days, row.id));
    let nearest = nearest.map(|row| (row, "CIRCLE"));
    nearest.or_else(|| {
        let everybody = live().find(|row| row.person_id.is_none() && row.circle_id.is_none());
        everybody.map(|row| (row, "WORKSPACE"))
    })
}

fn status<'w>(
    w: &'w World,
    here: &workspace::Model,
    it: &person::Model,
    on: Option<NaiveDate>,
) -> Option<Status<'w>> {
    if it.is_self || it.archived_at.is_some() {
        return None;
    }
    let (cadence, source) = effective(w, it.id)?;
    let day = |at| api::aside::day_of(here, at);
    let on = on.unwrap_or_else(|| day(w.now));
    let feed = w.tables.feeds.get(&it.id).map_or(&[][..], Vec::as_slice);
    let talks = feed.iter().map(|place| &w.tables.interactions[*place]);
    let talks = talks.filter(|row| {
        let names = cadence.channels.split_whitespace().collect::<Vec<_>>();
        row.archived_at.is_none()
            && row.happened_at <= w.now
            && day(row.happened_at) <= on
            && (names.is_empty() || names.contains(&row.channel.as_str()))
    });
    // Where every channel counts, a person's own last interaction is as good; rows that were written by hand keep to it.
    let cutoff = |at: &DateTime<Utc>| *at <= w.now && day(*at) <= on;
    let last = Some(it.last_interaction_at).filter(|at| *at != person::NEVER);
    let contact = match last.filter(|at| cadence.channels.is_empty() && cutoff(at)) {
        Some(last) => Some(last),
        None if last.is_none() => None,
        None => talks.map(|row| row.happened_at).max(),
    };
    let own = w.tables.check_ins.iter();
    let own: Vec<_> = own
        .filter(|row| row.person_id == it.id && row.archived_at.is_none())
        .collect();
    let of = |state| own.iter().filter(move |row| row.state == state);
    let planned = of(CheckInState::Planned).min_by_key(|row| (row.day, row.id));
    let latest = of(CheckInState::Snoozed).max_by_key(|row| (row.day, row.created_at));
    let snoozed = latest.filter(|row| contact.is_none_or(|at| at < row.created_at));
    let skipped = of(CheckInState::Skipped).map(|row| row.day);
    let skipped = skipped.filter(|skip| *skip <= on).max();

    let mut due_on = day(contact.unwrap_or_else(|| it.created_at.max(cadence.created_at)));
    due_on = due_on.max(skipped.unwrap_or(due_on)) + Days::new(cadence.ideal_days as u64);
    due_on = snoozed.map_or(due_on, |row| due_on.max(row.day));
    due_on = cadence
        .paused_until
        .map_or(due_on, |last| due_on.max(last + Days::new(1)));
    due_on = planned.map_or(due_on, |row| row.day);
    let is_away = |day: NaiveDate| {
        let away = here.away_from.zip(here.away_until);
        away.is_some_and(|(from, until)| from <= day && day <= until)
    };
    let back = here.away_until.map_or(on, |until| until + Days::new(1));
    if is_away(due_on) || (is_away(on) && due_on < back) {
        due_on = back;
    }
    let latest_on = due_on + Days::new((cadence.max_days - cadence.ideal_days) as u64);
    Some(Status {
        person: it.id,
        cadence,
        source,
        on,
        contact: contact.map(day),
        due_on,
        latest_on: if is_away(latest_on) { back } else { latest_on },
        planned: planned.map(|row| row.id),
        snoozed: snoozed.map(|row| row.day),
    })
}

fn day(given: &Arguments) -> Option<NaiveDate> {
    given
        .get("on")
        .and_then(Json::as_str)
        .map(|day| day.parse().unwrap())
}

pub fn status_of<'w>(w: &'w World, it: &person::Model, given: &Arguments) -> Value<'w> {
    let status = w.accounts.here().and_then(|here| status(w, here, it, day(given)));
    maybe(status.map(|status| Object::CheckInStatus(Rc::new(status))))
}

/// How a person stands today, if they have a cadence.
pub fn band_of(w: &World, it: &person::Model) -> Option<&'static str> {
    let here = w.accounts.here()?;
    status(w, here, it, None).map(|status| status.band())
}

/// The day of the last talk before a day that a cadence counts.
fn contact_before(
    w: &World,
    here: &workspace::Model,
    it: &person::Model,
    cadence: &cadence::Model,
    first: NaiveDate,
) -> Option<NaiveDate> {
    let names = cadence.channels.split_whitespace().collect::<Vec<_>>();
    let feed = w.tables.feeds.get(&it.id).map_or(&[][..], Vec::as_slice);
    let talks = feed.iter().map(|place| &w.tables.interactions[*place]);
    let counted = talks.filter(|row| {
        row.archived_at.is_none() && (names.is_empty() || names.contains(&row.channel.as_str()))
    });
    let days = counted.map(|row| api::aside::day_of(here, row.happened_at));
    days.filter(|day| *day < first).max()
}

/// Whether a plan with them was carried out in a week.
fn was_planned(w: &World, person: PersonId, first: NaiveDate, last: NaiveDate) -> bool {
    let mut plans = w.tables.check_ins.iter().filter(|it| it.person_id == person);
    plans.any(|it| {
        it.archived_at.is_none()
            && it.state == CheckInState::Done
            && it.done_on.is_some_and(|day| (first..=last).contains(&day))
    })
}

/// Whoever is planned, and as many others as places of the week are left: first the latest of each circle without contact for a
/// fortnight, then those whom the end of the week finds the latest.
fn with_a_place<'w>(
    w: &'w World,
    here: &workspace::Model,
    all: Vec<Status<'w>>,
    capacity: usize,
) -> Vec<Status<'w>> {
    let Some(on) = all.first().map(|it| it.on) else {
        return all;
    };
    let first = on.week(api::aside::weekday(here)).first_day();
    let last = first + Days::new(6);
    let used = all.iter().filter(|it| {
        let ideal = Days::new(it.cadence.ideal_days as u64);
        let in_week = it.contact.is_some_and(|day| day >= first);
        let person = w.tables.person(it.person).unwrap();
        let before = contact_before(w, here, person, it.cadence, first);
        let known = || api::aside::day_of(here, person.created_at.max(it.cadence.created_at));
        in_week && !was_planned(w, it.person, first, last) && before.unwrap_or_else(known) + ideal <= last
    });
    let left = capacity.saturating_sub(used.count());
    // How late they are at the end of the week, as fractions that are compared by multiplying crosswise.
    let over = |it: &Status| (last - it.due_on).num_days();
    let latest = |one: &Status, other: &Status| {
        let (a, b) = (one.cadence.ideal_days, other.cadence.ideal_days);
        let late = (over(other) * i64::from(a)).cmp(&(over(one) * i64::from(b)));
        late.then(a.cmp(&b)).then(one.person.cmp(&other.person))
    };
    let mut queue: Vec<&Status> = all
        .iter()
        .filter(|it| it.planned.is_none() && it.due_on <= last)
        .collect();
    queue.sort_by(|one, other| latest(one, other));
    let mut firsts: Vec<(Option<NaiveDate>, i32, PersonId)> = Vec::new();
    let circles = all.iter().filter(|it| it.source != "PERSON");
    let circles: std::collections::BTreeSet<_> = circles.map(|it| it.cadence.id).collect();
    for circle in circles {
        let of = |it: &&Status| it.cadence.id == circle;
        let contact = all.iter().filter(of).filter_map(|it| it.contact).max();
        let left_out = contact.is_none_or(|day| (last - day).num_days() >= 14);
        if let Some(it) = queue
            .iter()
            .find(|it| it.cadence.id == circle)
            .filter(|_| left_out)
        {
            firsts.push((contact, it.cadence.ideal_days, it.person));
        }
    }
    firsts.sort();
    let mut chosen: Vec<PersonId> = firsts.into_iter().map(|(.., person)| person).collect();
    for it in queue {
        if !chosen.contains(&it.person) {
            chosen.push(it.person);
        }
    }
    chosen.truncate(left);
    let keeps = |it: &Status| (it.planned.is_some() && it.due_on <= on) || chosen.contains(&it.person);
    all.into_iter().filter(keeps).collect()
}

pub fn due<'w>(w: &'w World, given: &Arguments) -> Value<'w> {
    let here = w.accounts.here().unwrap();
    let all = w.tables.people.iter();
    let all: Vec<Status> = all.filter_map(|it| status(w, here, it, day(given))).collect();
    let circle = match given.get("circleId").and_then(Json::as_str) {
        Some(id) => match id.trim().parse::<CircleId>() {
            Ok(id) => Some(id),
            Err(_) => return Value::Failed("BAD_INPUT"),
        },
        None => None,
    };
    let within = given.get("withinCapacity") == Some(&Json::Bool(true));
    let all = match here.weekly_capacity.filter(|_| within) {
        Some(capacity) => with_a_place(w, here, all, capacity as usize),
        None => all,
    };
    let bands: Vec<String> = match given.get("bands") {
        Some(Json::Array(bands)) => bands
            .iter()
            .map(|band| band.as_str().unwrap().to_owned())
            .collect(),
        Some(Json::String(band)) => vec![band.clone()],
        _ => vec!["DUE".to_owned(), "OVERDUE".to_owned()],
    };
    let mut found: Vec<Status> = all
        .into_iter()
        .filter(|it| bands.iter().any(|band| band == it.band()))
        .filter(|it| circle.is_none_or(|circle| super::fields::is_member(w, circle, it.person)))
        .collect();
    found.sort_by_key(|it| (it.due_on, it.person));
    let mut asked_bands = bands;
    asked_bands.sort();
    asked_bands.dedup();
    let entries = found.into_iter().map(|it| {
        let id = it.person.0;
        Entry::new(
            Key::Text(it.due_on.to_string()),
            id,
            Object::CheckInStatus(Rc::new(it)),
        )
    });
    let asked = Asked::of("Query.dueCheckIns", given)
        .only_for(format!("{asked_bands:?} {circle:?} {within} {:?}", day(given)));
    connect(w, asked, "CheckInStatus", false, entries)
}

pub fn value<'w>(w: &'w World, it: &Status<'w>, field: &str) -> Value<'w> {
    let t = &w.tables;
    match field {
        "person" => maybe(t.person(it.person).map(Object::Person)),
        "cadence" => Value::Object(Object::Cadence(it.cadence)),
        "source" => text(it.source),
        "on" => text(it.on),
        "band" => text(it.band()),
        "dueOn" => text(it.due_on),
        "latestOn" => text(it.latest_on),
        "lastContactOn" => shown(it.contact),
        "daysSince" => plain(it.contact.map(|day| (it.on - day).num_days())),
        "planned" => maybe(it.planned.and_then(|id| t.check_in(id)).map(Object::CheckIn)),
        "snoozedUntil" => shown(it.snoozed),
        _ => unknown("CheckInStatus", field),
    }
}
