//! What is said of a record in the form by which creates were remembered before there was [`crate::kit::form`]: each field by its name in
//! the program then, one that is left alone too; what is said once stands before the others.

use sea_orm::Value;
use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

use super::{Declared, Draft, Entry, Kind, New};
use crate::kit::Patch;

impl<M: Declared> Serialize for New<M> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &self.id.map(|id| id.to_string()))?;
        for (entry, said) in self.fields.each(M::declaration()) {
            if entry.is_said_once {
                let shown = said.as_set().map(|value| entry.shown(value));
                map.serialize_entry(&snake(entry.first_name), &shown)?;
            }
        }
        map.serialize_entry("fields", &self.fields)?;
        map.end()
    }
}

impl<M: Declared> Serialize for Draft<M> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let said = self.each(M::declaration());
        for (entry, said) in said.filter(|(entry, _)| !entry.is_said_once && !entry.is_by_steps) {
            if entry.is_newer && *said == Patch::Keep {
                continue;
            }
            map.serialize_entry(&snake(entry.first_name), &entry.old(said))?;
        }
        map.end()
    }
}

impl<M: Declared> Entry<M> {
    fn old(&self, said: &Patch<Value>) -> serde_json::Value {
        let shown = said.as_set().map(|value| self.shown(value));
        match (said, shown) {
            (_, shown) if self.was_plain => shown.unwrap_or_default(),
            (_, Some(shown)) => serde_json::json!({ "Set": shown }),
            (Patch::Clear, None) => "Clear".into(),
            _ => "Keep".into(),
        }
    }

    fn shown(&self, value: &Value) -> serde_json::Value {
        match (value, self.kind) {
            (Value::String(Some(text)), _) => text.as_str().into(),
            (Value::Int(Some(number)), _) => (*number).into(),
            (Value::Bool(Some(is)), _) => (*is).into(),
            (Value::ChronoDate(Some(day)), _) => day.to_string().into(),
            (Value::ChronoDateTimeUtc(Some(at)), _) => serde_json::to_value(at).unwrap_or_default(),
            (Value::Uuid(Some(id)), Kind::Reference(prefix, _)) => entity::ids::shown(prefix, *id).into(),
            _ => serde_json::Value::Null,
        }
    }
}

/// The name of a field as the program once called it: `metThroughId` was `met_through`.
#[must_use]
pub fn snake(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for letter in name.strip_suffix("Id").unwrap_or(name).chars() {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}
