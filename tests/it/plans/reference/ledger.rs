//! The ledger of give and take.

use entity::exchange;
use entity::exchange::ExchangeState::{Done, Dropped, Promised};

use super::coerce::Arguments;
use super::condition;
use super::fields::record;
use super::filter::Predicate;
use super::object::{Object, Value, maybe, moment, plain, shown, text, unknown};
use super::page::{Asked, Entry, Key, connect};
use crate::plans::world::World;

/// What an exchange is sorted by. Nothing due comes after all days, nothing done before them.
pub fn exchange_key(it: &exchange::Model, by: &str) -> Key {
    let day = |day: Option<chrono::NaiveDate>, none: &str| {
        Key::Text(day.map_or_else(|| none.to_owned(), |day| day.to_string()))
    };
    match by {
        "DUE_ON" => day(it.due_on, "9999-12-31"),
        "DONE_ON" => day(it.done_on, "0000-00-00"),
        "UPDATED_AT" => it.updated_at.into(),
        _ => it.created_at.into(),
    }
}

pub fn exchange<'w>(w: &'w World, it: &'w exchange::Model, field: &str) -> Value<'w> {
    record!(it, field);
    let t = &w.tables;
    match field {
        "person" => maybe(t.person(it.person_id).map(Object::Person)),
        "direction" => text(it.direction),
        "kind" => text(it.kind),
        "state" => text(it.state),
        "allowedStates" if it.archived_at.is_some() => Value::List(Vec::new()),
        "allowedStates" => Value::List(match it.state {
            Promised => vec![text(Done), text(Dropped)],
            Done | Dropped => vec![text(Promised)],
        }),
        "title" => text(&it.title),
        "description" => shown(it.description.as_ref()),
        "weight" => plain(it.weight),
        "dueOn" => shown(it.due_on),
        "doneOn" => shown(it.done_on),
        "interaction" => maybe(
            it.interaction_id
                .and_then(|id| t.interaction(id))
                .map(Object::Interaction),
        ),
        "introduction" => maybe(
            it.introduction_id
                .and_then(|id| t.introduction(id))
                .map(Object::Introduction),
        ),
        "collaboration" => maybe(
            it.collaboration_id
                .and_then(|id| t.collaboration(id))
                .map(Object::Collaboration),
        ),
        _ => unknown("Exchange", field),
    }
}

/// The live exchanges of a person, an interaction, an introduction or a collaboration.
pub fn exchanges<'w>(
    w: &'w World,
    site: &'static str,
    given: &Arguments,
    is_own: impl Fn(&exchange::Model) -> bool,
) -> Value<'w> {
    let filter = match Predicate::read(given.get("filter")) {
        Ok(filter) => filter,
        Err(code) => return Value::Failed(code),
    };
    let (by, descending) = super::lists::order(given, "CREATED_AT", true);
    let own = w
        .tables
        .exchanges
        .iter()
        .filter(|row| row.archived_at.is_none() && is_own(row));
    let own = own.filter(|row| filter.meets(&|leaf| condition::exchange(w, row, leaf)));
    let entries = own.map(|row| Entry::new(exchange_key(row, &by), row.id.0, Object::Exchange(row)));
    let asked = Asked::of(site, given).ordered(&by, descending).limited(&filter);
    connect(w, asked, "Exchange", descending, entries)
}
