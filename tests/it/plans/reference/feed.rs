//! The change feed, and who wrote something.

use std::rc::Rc;

use entity::ids::shown as shown_id;
use entity::{Actor, change};
use serde_json::Value as Json;

use super::coerce::Arguments;
use super::object::{Object, Value, list, maybe, moment, plain, shown, text, unknown};
use super::root::{record, right_of};
use crate::plans::world::World;

/// A part of the change feed.
#[derive(Debug)]
pub struct Feed<'w> {
    changes: Vec<&'w change::Model>,
    next_after: i64,
    has_more: bool,
}

impl<'w> Feed<'w> {
    pub fn value(&self, field: &str) -> Value<'w> {
        match field {
            "changes" => list(self.changes.iter().copied(), Object::Change),
            "nextAfter" => plain(self.next_after),
            "hasMore" => plain(self.has_more),
            _ => unknown("ChangePage", field),
        }
    }
}

pub fn changes<'w>(w: &'w World, given: &Arguments) -> Value<'w> {
    let number = |name, default| given.get(name).and_then(Json::as_i64).unwrap_or(default);
    let (after, first) = (number("after", 0), number("first", 200));
    if !(1..=1000).contains(&first) {
        return Value::Failed("BAD_INPUT");
    }
    let types = given.get("types").and_then(Json::as_array);
    let rows = w.tables.changes.iter().filter(|row| row.seq > after);
    let rows = rows
        .filter(|row| types.is_none_or(|types| types.iter().any(|name| name == row.record_type.as_str())));
    let mut changes: Vec<_> = rows.collect();
    let size = usize::try_from(first).unwrap();
    let has_more = changes.len() > size;
    changes.truncate(size);
    let next_after = changes.last().map_or(after, |last| last.seq);
    Value::Object(Object::ChangePage(Rc::new(Feed {
        changes,
        next_after,
        has_more,
    })))
}

pub fn change<'w>(w: &'w World, it: &'w change::Model, field: &str) -> Value<'w> {
    let id = it.record_id;
    match field {
        "seq" => plain(it.seq),
        "op" => text(it.op),
        "type" => text(it.record_type),
        "recordId" => text(shown_id(it.record_type.prefix(), id)),
        "revision" => plain(it.revision),
        "fields" => fields(w, it),
        "actor" => Value::Object(Object::Actor(it.actor)),
        "at" => moment(it.at),
        "record" => maybe(record(w, it.record_type, id)),
        _ => unknown("Change", field),
    }
}

/// Fields that are not called as the columns that they show.
const CALLED: [(&str, &str, &str); 2] = [("INTERACTION", "event", "eventName"), ("TIME_ENTRY", "day", "on")];

fn fields<'w>(w: &'w World, it: &'w change::Model) -> Value<'w> {
    let kind = it.record_type.as_str();
    let name = kind
        .split('_')
        .map(|word| format!("{}{}", &word[..1], word[1..].to_lowercase()));
    let name: String = name.collect();
    let seen = right_of(it.record_type).is_some_and(|right| w.may(right));
    let (Some(columns), true) = (&it.columns, seen) else {
        return Value::Null;
    };
    let shown = w.schema.fields(&name);
    let named = columns.split(' ').filter_map(|column| {
        let called = CALLED.iter().find(|(of, own, _)| *of == kind && *own == column);
        let column = column.strip_suffix("_id").unwrap_or(column);
        let mut words = column.split('_');
        let first = words.next().unwrap_or_default().to_owned();
        let camel = words.fold(first, |name, word| {
            if word.is_empty() {
                name
            } else {
                format!("{name}{}{}", word[..1].to_uppercase(), &word[1..])
            }
        });
        let called = called.map_or(camel, |(.., name)| (*name).to_owned());
        shown.iter().any(|field| field.name == called).then_some(called)
    });
    Value::List(named.map(|name| Value::Leaf(name.into())).collect())
}

pub fn actor<'w>(it: Actor, field: &str) -> Value<'w> {
    match field {
        "kind" => text(it.kind),
        "userId" => shown(it.user),
        "tokenId" => shown(it.token),
        _ => unknown("Actor", field),
    }
}
