//! What was decided about people who may be the same.

use entity::duplicate_decision;
use serde_json::Value as Json;

use super::coerce::Arguments;
use super::fields::record;
use super::object::{Object, Value, maybe, moment, plain, shown, text, unknown};
use super::page::{Asked, Entry, connect};
use crate::plans::world::World;

pub fn decision<'w>(w: &'w World, it: &'w duplicate_decision::Model, field: &str) -> Value<'w> {
    record!(it, field);
    let person = |id| maybe(w.tables.person(id).map(Object::Person));
    match field {
        "person" => person(it.person_id),
        "other" => person(it.other_id),
        "note" => shown(it.note.as_ref()),
        _ => unknown("DuplicateDecision", field),
    }
}

pub fn decisions<'w>(w: &'w World, given: &Arguments) -> Value<'w> {
    let archived = given.get("includeArchived") == Some(&Json::Bool(true));
    let rows = w.tables.duplicate_decisions.iter();
    let rows = rows.filter(|row| archived || row.archived_at.is_none());
    let entries = rows.map(|row| Entry::new(row.created_at, row.id.0, Object::DuplicateDecision(row)));
    let asked = Asked::of("Query.duplicateDecisions", given).only_for(archived);
    connect(w, asked, "DuplicateDecision", true, entries)
}
