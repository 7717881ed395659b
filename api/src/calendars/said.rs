//! What a file says of a record, what it said of it the last time, and what of that is news.

use std::collections::BTreeMap;

use entity::ids::PersonId;
use entity::person;
use sea_orm::Value;
use serde_json::{Map, Value as Json, json};

use super::rules;
use crate::kit::Patch;
use crate::kit::declared::{Declared, Draft};

/// As what keys of calendars are kept.
pub(super) const SOURCE: &str = "ICALENDAR";

/// Who takes part, in what a file said the last time.
pub(super) const PEOPLE: &str = "people";

/// What a file says of the fields of a record, by their names; nothing where a field is empty.
pub(super) type Fields = Vec<(&'static str, Option<Value>)>;

/// What is told of a date that was taken in.
#[derive(Default)]
pub(super) struct Told(pub(super) Vec<String>);

impl Told {
    /// A text as it fits, and a word on it where something was cut off.
    pub(super) fn fit(&mut self, name: &str, text: Option<&String>, most: usize) -> Option<Value> {
        let (text, is_cut) = rules::fitting(text?, most);
        if is_cut {
            self.0.push(format!(
                "of the {name}, what is behind {most} characters was left out"
            ));
        }
        (!text.is_empty()).then(|| text.into())
    }

    pub(super) fn reason(self) -> Option<String> {
        (!self.0.is_empty()).then(|| self.0.join("; "))
    }
}

/// All that is said, of a record that is new.
pub(super) fn whole<M: Declared>(fields: &Fields) -> Draft<M> {
    let said = fields
        .iter()
        .filter_map(|(name, value)| Some((name, value.clone()?)));
    said.fold(Draft::default(), |draft, (name, value)| {
        draft.with(name, Patch::Set(value))
    })
}

/// By what somebody is remembered.
pub(super) fn key(who: Option<PersonId>) -> String {
    who.map_or_else(|| person::ME.to_owned(), |id| id.to_string())
}

/// What fields hold, as it is remembered.
pub(super) fn said(fields: &Fields) -> Map<String, Json> {
    let said = fields.iter();
    said.map(|(name, value)| ((*name).to_owned(), remembered(value.as_ref())))
        .collect()
}

pub(super) fn remembered(value: Option<&Value>) -> Json {
    match value {
        Some(Value::String(Some(text))) => json!(text),
        Some(Value::Int(Some(number))) => json!(number),
        Some(Value::ChronoDateTimeUtc(Some(at))) => json!(at.to_rfc3339()),
        Some(Value::ChronoDate(Some(day))) => json!(day.to_string()),
        _ => Json::Null,
    }
}

/// The people of whom a file spoke the last time, each with what it said of them.
pub(super) fn listed(last: &Json) -> BTreeMap<String, String> {
    match last.get(PEOPLE) {
        Some(Json::Array(ids)) => ids
            .iter()
            .filter_map(|id| Some((id.as_str()?.to_owned(), String::new())))
            .collect(),
        Some(Json::Object(states)) => states
            .iter()
            .filter_map(|(id, state)| Some((id.clone(), state.as_str()?.to_owned())))
            .collect(),
        _ => BTreeMap::new(),
    }
}

/// What a file says anew. What was changed here since stays, and is told.
pub(super) fn news<M: Declared>(model: &M, last: &Json, fields: &Fields, told: &mut Told) -> Draft<M> {
    let is = Draft::of(model);
    let mut draft = Draft::default();
    let mut kept = Vec::new();
    for (name, value) in fields {
        let was = last.get(*name).cloned().unwrap_or_default();
        let (new, now) = (remembered(value.as_ref()), remembered(is.said(name).as_set()));
        if new == was || new == now {
            continue;
        }
        if now != was {
            kept.push(*name);
            continue;
        }
        draft = draft.with(
            name,
            match value {
                Some(value) => Patch::Set(value.clone()),
                None => Patch::Clear,
            },
        );
    }
    if !kept.is_empty() {
        told.0
            .push(format!("kept as it was changed here: {}", kept.join(", ")));
    }
    draft
}
