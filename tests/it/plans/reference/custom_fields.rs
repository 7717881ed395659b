//! Fields that users define themselves, and what records hold in them.

use std::collections::BTreeMap;

use entity::custom_field::{self, CustomFieldKind};
use serde_json::{Value as Json, json};

use super::coerce::Arguments;
use super::fields::record;
use super::object::{Object, Value, maybe, moment, plain, shown, text, unknown};
use crate::plans::world::World;

pub fn custom_field<'w>(it: &'w custom_field::Model, field: &str) -> Value<'w> {
    record!(it, field);
    match field {
        "recordType" => text(it.record_type),
        "key" => text(&it.key),
        "name" => text(&it.name),
        "description" => shown(it.description.as_ref()),
        "kind" => text(it.kind),
        "choices" => match &it.choices {
            Some(choices) => {
                let choices: Vec<String> = serde_json::from_str(choices).unwrap();
                Value::List(choices.iter().map(text).collect())
            }
            None => Value::Null,
        },
        "position" => plain(it.position),
        _ => unknown("CustomField", field),
    }
}

pub fn value<'w>(w: &'w World, (it, value): (&'w custom_field::Model, &str), field: &str) -> Value<'w> {
    let only = |kind: CustomFieldKind, value: Json| match it.kind == kind {
        true => Value::Leaf(value),
        false => Value::Null,
    };
    match field {
        "key" => text(&it.key),
        "name" => text(&it.name),
        "kind" => text(it.kind),
        "value" => text(value),
        "number" => only(
            CustomFieldKind::Number,
            value.parse::<f64>().map_or(Json::Null, |it| json!(it)),
        ),
        "flag" => only(CustomFieldKind::Flag, json!(value == "true")),
        "date" => only(CustomFieldKind::Date, json!(value)),
        "customField" => maybe(Some(Object::CustomField(it)).filter(|_| w.may("PEOPLE_READ"))),
        _ => unknown("CustomFieldValue", field),
    }
}

/// What a record holds. In these rows it is people alone who hold something.
pub fn held<'w>(w: &'w World, of: &Object<'w>, given: &Arguments) -> Value<'w> {
    let text = match of {
        Object::Person(it) => it.custom_values.as_deref(),
        _ => None,
    };
    let held: BTreeMap<String, String> =
        text.map_or_else(BTreeMap::new, |it| serde_json::from_str(it).unwrap());
    let keys = given.get("keys").and_then(Json::as_array);
    let mut fields: Vec<_> = w.tables.custom_fields.iter().collect();
    fields.sort_by_key(|it| (it.position, it.id));
    let values = fields.into_iter().filter_map(|it| {
        let is_asked = keys.is_none_or(|keys| keys.iter().any(|key| key == it.key.as_str()));
        let value = held.get(&it.key).filter(|_| is_asked)?;
        Some(Value::Object(Object::CustomFieldValue(it, value.clone())))
    });
    Value::List(values.collect())
}
