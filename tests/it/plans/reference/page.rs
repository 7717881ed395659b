//! Connections: a page of a list that is in memory whole, and the places to which cursors lead.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use serde_json::Value as Json;
use uuid::Uuid;

use super::coerce::Arguments;
use super::filter::Predicate;
use super::object::{Object, Value, plain, unknown};
use crate::plans::schema::Schema;
use crate::plans::world::World;

/// What a list is sorted by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    Time(i64),
    Text(String),
    Number(i32),
}

impl From<i32> for Key {
    fn from(number: i32) -> Self {
        Self::Number(number)
    }
}

impl From<DateTime<Utc>> for Key {
    fn from(at: DateTime<Utc>) -> Self {
        Self::Time(at.timestamp_micros())
    }
}

impl From<&String> for Key {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

/// An entry of a list, with its place in the list's order.
#[derive(Clone, Debug)]
pub struct Entry<'w> {
    key: Key,
    id: Uuid,
    object: Object<'w>,
}

impl<'w> Entry<'w> {
    pub fn new(key: impl Into<Key>, id: Uuid, object: Object<'w>) -> Self {
        Self {
            key: key.into(),
            id,
            object,
        }
    }
}

/// Where a cursor leads.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The field that it came from.
    pub site: &'static str,
    /// That field's arguments, but for those of the page.
    pub given: Arguments,
    /// What decides the entries and their order: cursors of other lists are refused.
    list: String,
    key: Key,
    id: Uuid,
}

/// The mark in the place of a cursor.
pub struct Cursor(pub usize);

impl Cursor {
    /// Before the number of a mark.
    pub const BEFORE: &str = "\u{e000}";
    /// After it.
    pub const AFTER: &str = "\u{e001}";

    /// The mark.
    pub fn mark(&self) -> String {
        format!("{}{}{}", Self::BEFORE, self.0, Self::AFTER)
    }
}

/// Which list is asked for, and which part of it.
#[derive(Debug)]
pub struct Asked {
    site: &'static str,
    list: String,
    page: Arguments,
    given: Arguments,
    too_large: bool,
}

impl Asked {
    /// The list of a field under these arguments.
    pub fn of(site: &'static str, given: &Arguments) -> Self {
        let is_page = |name: &str| ["first", "after", "last", "before"].contains(&name);
        let (page, given): (Arguments, Arguments) = given
            .clone()
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .partition(|(name, _)| is_page(name));
        Self {
            site,
            list: format!(
                "{site} {}",
                said(&Json::Object(given.clone())).unwrap_or_default()
            ),
            page,
            given,
            too_large: false,
        }
    }

    /// The list of one owner, and of no other.
    pub fn only_for(mut self, owner: impl ToString) -> Self {
        self.list = format!("{} {}", self.list, owner.to_string());
        self
    }

    /// In this order.
    pub fn ordered(self, by: &str, descending: bool) -> Self {
        self.only_for(format!("{by} {descending}"))
    }

    /// Under this filter.
    pub fn limited(self, filter: &Predicate) -> Self {
        let too_large = filter.is_too_large();
        Self {
            too_large,
            ..self.only_for(format!("{filter:?}"))
        }
    }

    fn number(&self, name: &str) -> Option<i64> {
        self.page.get(name).and_then(Json::as_i64)
    }
}

/// What an argument says, without what is null or empty in it.
fn said(value: &Json) -> Option<Json> {
    match value {
        Json::Null => None,
        Json::Array(values) if values.is_empty() => None,
        Json::Array(values) => Some(
            values
                .iter()
                .map(|value| said(value).unwrap_or_default())
                .collect(),
        ),
        Json::Object(fields) => {
            let said = fields
                .iter()
                .filter_map(|(name, value)| Some((name.clone(), said(value)?)));
            let sorted: std::collections::BTreeMap<String, Json> = said.collect();
            (!sorted.is_empty()).then(|| sorted.into_iter().collect())
        }
        value => Some(value.clone()),
    }
}

/// A page of a list.
#[derive(Debug)]
pub struct Page<'w> {
    /// Tells it from other pages of the run.
    pub number: usize,
    node: &'static str,
    asked: Asked,
    entries: Vec<Entry<'w>>,
    previous: bool,
    next: bool,
    total: usize,
}

/// The connection of a list, whose entries come in no order.
pub fn connect<'w>(
    world: &World,
    asked: Asked,
    node: &'static str,
    descending: bool,
    entries: impl IntoIterator<Item = Entry<'w>>,
) -> Value<'w> {
    let has = |name| asked.page.contains_key(name);
    let backward = has("last") || has("before");
    if backward && (has("first") || has("after")) {
        return Value::Failed("BAD_INPUT");
    }
    let size = asked
        .number(if backward { "last" } else { "first" })
        .unwrap_or(25);
    if !(0..=100).contains(&size) {
        return Value::Failed("BAD_INPUT");
    }
    let cursor = asked
        .page
        .get(if backward { "before" } else { "after" })
        .and_then(Json::as_str);
    let start = match cursor.map(|cursor| world.place(cursor)) {
        None => None,
        Some(Some(place)) if place.list == asked.list => Some(place),
        Some(_) => return Value::Failed("BAD_CURSOR"),
    };
    if asked.too_large {
        return Value::Failed("BAD_INPUT");
    }
    let mut entries: Vec<Entry> = entries.into_iter().collect();
    let total = entries.len();
    entries.sort_by(|a, b| (&a.key, a.id).cmp(&(&b.key, b.id)));
    // From where the page begins, in the direction of reading.
    if descending != backward {
        entries.reverse();
    }
    if let Some(start) = &start {
        let beyond = |entry: &Entry| {
            let order = (&entry.key, entry.id).cmp(&(&start.key, start.id));
            if descending == backward {
                order.is_gt()
            } else {
                order.is_lt()
            }
        };
        entries.retain(beyond);
    }
    let size = usize::try_from(size).unwrap();
    let more = entries.len() > size;
    entries.truncate(size);
    let (previous, next) = if backward {
        entries.reverse();
        (more, start.is_some())
    } else {
        (start.is_some(), more)
    };
    let number = world.number();
    Value::Object(Object::Connection(Rc::new(Page {
        number,
        node,
        asked,
        entries,
        previous,
        next,
        total,
    })))
}

/// The names of connections and of their edges, by what they are of, as the schema has them.
static TYPES: LazyLock<HashMap<&str, (&str, &str)>> = LazyLock::new(|| {
    let names: &'static BTreeMap<_, _> = &Box::leak(Box::new(Schema::read())).types;
    let name = |name: String| Some(names.get_key_value(&name)?.0.as_str());
    let connections = names.keys().filter_map(|connection| {
        let node = connection.strip_suffix("Connection")?;
        Some((node, (connection.as_str(), name(format!("{node}Edge"))?)))
    });
    connections.collect()
});

impl<'w> Page<'w> {
    /// The names of the connection's type and of its edges'.
    pub fn types(&self) -> (&'static str, &'static str) {
        *TYPES
            .get(self.node)
            .unwrap_or_else(|| panic!("no connection of {}", self.node))
    }

    fn cursor(&self, entry: Option<&Entry>) -> Value<'w> {
        entry.map_or(Value::Null, |entry| {
            let (list, given) = (self.asked.list.clone(), self.asked.given.clone());
            Value::Cursor(Place {
                site: self.asked.site,
                given,
                list,
                key: entry.key.clone(),
                id: entry.id,
            })
        })
    }
}

pub fn connection<'w>(it: &Rc<Page<'w>>, field: &str) -> Value<'w> {
    let places = 0..it.entries.len();
    match field {
        "edges" => Value::List(
            places
                .map(|place| Value::Object(Object::Edge(it.clone(), place)))
                .collect(),
        ),
        "nodes" => Value::List(
            it.entries
                .iter()
                .map(|entry| Value::Object(entry.object.clone()))
                .collect(),
        ),
        "pageInfo" => Value::Object(Object::PageInfo(it.clone())),
        "totalCount" => plain(it.total),
        _ => unknown("Connection", field),
    }
}

pub fn edge<'w>(it: &Rc<Page<'w>>, place: usize, field: &str) -> Value<'w> {
    match field {
        "node" => Value::Object(it.entries[place].object.clone()),
        "cursor" => it.cursor(it.entries.get(place)),
        _ => unknown("Edge", field),
    }
}

pub fn page_info<'w>(it: &Rc<Page<'w>>, field: &str) -> Value<'w> {
    match field {
        "hasNextPage" => plain(it.next),
        "hasPreviousPage" => plain(it.previous),
        "startCursor" => it.cursor(it.entries.first()),
        "endCursor" => it.cursor(it.entries.last()),
        _ => unknown("PageInfo", field),
    }
}
