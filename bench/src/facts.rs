//! What an answer says, whoever gives it: nested lists of plain values, in which ids are UUIDs and times are microseconds.

use chrono::DateTime;
use entity::ids::AnyId;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::plan::Query;

/// Where the facts of an object are in a JSON answer.
#[derive(Debug)]
pub struct Shape {
    /// Its own, the id first.
    pub fields: &'static [&'static str],
    /// Its lists: where, where in each entry the object is, and its shape.
    pub lists: &'static [(&'static str, &'static str, &'static Shape)],
}

impl Shape {
    /// The facts of a list, or of one object as of a list of one; `at` and `within` are JSON pointers.
    #[must_use]
    pub fn facts(&self, answer: &Value, at: &str, within: &str) -> Value {
        match answer.pointer(at) {
            Some(Value::Array(entries)) => {
                let found = entries.iter().map(|entry| entry.pointer(within));
                found
                    .map(|entry| self.object(entry.unwrap_or(&Value::Null)))
                    .collect()
            }
            Some(object) => json!([self.object(object)]),
            None => Value::Null,
        }
    }

    fn object(&self, object: &Value) -> Value {
        let own = self.fields.iter().map(|name| match object.get(name) {
            Some(Value::String(text)) => normal(text),
            other => other.cloned().unwrap_or_default(),
        });
        let lists = self.lists.iter();
        own.chain(lists.map(|(at, within, shape)| shape.facts(object, at, within)))
            .collect()
    }
}

/// An id of ours or a UUID, a time, or any other text.
fn normal(text: &str) -> Value {
    if let Ok(id) = text.parse::<Uuid>() {
        return json!(id);
    }
    if let Ok(id) = text.parse::<AnyId>() {
        return json!(id.uuid);
    }
    match DateTime::parse_from_rfc3339(text) {
        Ok(time) => json!(time.timestamp_micros()),
        Err(_) => json!(text),
    }
}

/// A value of a row, as a database's driver gives it.
#[derive(Clone, Copy, Debug)]
pub enum Field<'a> {
    /// An id.
    Id(Uuid),
    /// A text; in SQLite also a time.
    Text(&'a str),
    /// A time, in microseconds.
    Time(i64),
    /// Nothing.
    Null,
}

impl<'a> From<Option<&'a str>> for Field<'a> {
    fn from(text: Option<&'a str>) -> Self {
        text.map_or(Self::Null, Self::Text)
    }
}

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// An entry of the root list.
    Root,
    /// A tag of a person.
    Tag,
    /// An interaction of a person.
    Interaction,
    /// A participant of an interaction.
    Participant,
}

/// Takes what a loop of statements reads.
pub trait Sink {
    /// Takes a row; the root list's belong to nobody.
    fn row(&mut self, level: Level, parent: Uuid, fields: &[Field<'_>]);
}

/// Adds up lengths: the least that can be done with a row such that it has been read.
#[derive(Debug, Default)]
pub struct Length(pub usize);

impl Sink for Length {
    fn row(&mut self, _: Level, _: Uuid, fields: &[Field<'_>]) {
        for field in fields {
            self.0 += match field {
                Field::Id(id) => usize::from(!id.is_nil()) * 16,
                Field::Text(text) => text.len(),
                Field::Time(_) => 8,
                Field::Null => 0,
            };
        }
    }
}

/// Keeps the rows, to be compared.
#[derive(Debug, Default)]
pub struct Rows(Vec<(Level, Uuid, Vec<Value>)>);

impl Sink for Rows {
    fn row(&mut self, level: Level, parent: Uuid, fields: &[Field<'_>]) {
        let value = |field: &Field<'_>| match field {
            Field::Id(id) => json!(id),
            Field::Text(text) => normal(text),
            Field::Time(micros) => json!(micros),
            Field::Null => Value::Null,
        };
        self.0.push((level, parent, fields.iter().map(value).collect()));
    }
}

impl Rows {
    /// The facts that they are.
    #[must_use]
    pub fn facts(&self, query: Query) -> Value {
        self.list(query, Level::Root, Uuid::nil())
    }

    fn list(&self, query: Query, level: Level, parent: Uuid) -> Value {
        let below: &[Level] = match (query, level) {
            (Query::Tags, Level::Root) => &[Level::Tag],
            (Query::Feeds, Level::Root) => &[Level::Tag, Level::Interaction],
            (Query::Feeds, Level::Interaction) | (Query::Log, Level::Root) => &[Level::Participant],
            _ => &[],
        };
        let own = self.0.iter().filter(|row| (row.0, row.1) == (level, parent));
        own.map(|(_, _, fields)| {
            let id = fields
                .first()
                .cloned()
                .and_then(|id| serde_json::from_value(id).ok());
            let lists = below
                .iter()
                .map(|level| self.list(query, *level, id.unwrap_or_default()));
            fields.iter().cloned().chain(lists).collect::<Value>()
        })
        .collect()
    }
}
