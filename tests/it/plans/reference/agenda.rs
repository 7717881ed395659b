//! What was decided about nudges.

use entity::nudge_decision;
use serde_json::Value as Json;

use super::coerce::Arguments;
use super::fields::record;
use super::object::{Object, Value, moment, plain, shown, text, unknown};
use super::page::{Asked, Entry, connect};
use crate::plans::world::World;

pub fn decision<'w>(it: &'w nudge_decision::Model, field: &str) -> Value<'w> {
    record!(it, field);
    match field {
        "key" => text(&it.key),
        "kind" => text(it.kind),
        "decision" => text(it.decision),
        "until" => shown(it.until),
        _ => unknown("NudgeDecision", field),
    }
}

pub fn decisions<'w>(w: &'w World, given: &Arguments) -> Value<'w> {
    let archived = given.get("includeArchived") == Some(&Json::Bool(true));
    let rows = w.tables.nudge_decisions.iter();
    let rows = rows.filter(|row| archived || row.archived_at.is_none());
    let entries = rows.map(|row| Entry::new(row.created_at, row.id.0, Object::NudgeDecision(row)));
    let asked = Asked::of("Query.nudgeDecisions", given).only_for(archived);
    connect(w, asked, "NudgeDecision", true, entries)
}
