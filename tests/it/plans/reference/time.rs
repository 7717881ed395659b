//! Time that was taken, and time that is meant to be taken. Reports have tests of their own.

use entity::{time_entry, time_intention};
use serde_json::Value as Json;

use super::coerce::Arguments;
use super::fields::record;
use super::object::{Object, Value, list, maybe, moment, plain, shown, text, unknown};
use super::page::{Asked, Entry, connect};
use crate::plans::world::World;

pub fn entry<'w>(w: &'w World, it: &'w time_entry::Model, field: &str) -> Value<'w> {
    record!(it, field);
    let t = &w.tables;
    match field {
        "on" => text(it.day),
        "minutes" => plain(it.minutes),
        "kind" => text(it.kind),
        "note" => shown(it.note.as_ref()),
        "people" => {
            let rows = t.time_entry_people.iter();
            let own = rows.filter(|row| row.time_entry_id == it.id);
            let mut own: Vec<_> = own.filter_map(|row| t.person(row.person_id)).collect();
            own.sort_by_key(|person| (&person.sort_name, person.id));
            list(own, Object::Person)
        }
        "interaction" => maybe(
            it.interaction_id
                .and_then(|id| t.interaction(id))
                .map(Object::Interaction),
        ),
        "event" => maybe(it.event_id.and_then(|id| t.event(id)).map(Object::Event)),
        "community" => maybe(
            it.community_id
                .and_then(|id| t.community(id))
                .map(Object::Community),
        ),
        "goal" => maybe(it.goal_id.and_then(|id| t.goal(id)).map(Object::Goal)),
        "circle" => maybe(it.circle_id.and_then(|id| t.circle(id)).map(Object::Circle)),
        "collaboration" => maybe(
            it.collaboration_id
                .and_then(|id| t.collaboration(id))
                .map(Object::Collaboration),
        ),
        _ => unknown("TimeEntry", field),
    }
}

pub fn intention<'w>(w: &'w World, it: &'w time_intention::Model, field: &str) -> Value<'w> {
    record!(it, field);
    let t = &w.tables;
    match field {
        "circle" => maybe(it.circle_id.and_then(|id| t.circle(id)).map(Object::Circle)),
        "goal" => maybe(it.goal_id.and_then(|id| t.goal(id)).map(Object::Goal)),
        "community" => maybe(
            it.community_id
                .and_then(|id| t.community(id))
                .map(Object::Community),
        ),
        "kind" => shown(it.kind),
        "minutesPerWeek" => plain(it.minutes_per_week),
        "startsOn" => text(it.starts_on),
        "endsOn" => shown(it.ends_on),
        _ => unknown("TimeIntention", field),
    }
}

pub fn intentions<'w>(w: &'w World, given: &Arguments) -> Value<'w> {
    let archived = given.get("includeArchived") == Some(&Json::Bool(true));
    let on = given.get("on").and_then(Json::as_str);
    let day: Option<chrono::NaiveDate> = on.map(|on| on.parse().unwrap());
    let rows = w.tables.time_intentions.iter();
    let rows = rows.filter(|row| archived || row.archived_at.is_none());
    let rows = rows.filter(|row| {
        day.is_none_or(|day| row.starts_on <= day && row.ends_on.is_none_or(|last| day <= last))
    });
    let entries = rows.map(|row| Entry::new(&row.sort_starts, row.id.0, Object::TimeIntention(row)));
    let asked = Asked::of("Query.timeIntentions", given)
        .only_for(archived)
        .only_for(format!("{day:?}"));
    connect(w, asked, "TimeIntention", true, entries)
}
