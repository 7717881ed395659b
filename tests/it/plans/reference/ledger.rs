//! The ledger of give and take.

use entity::exchange::ExchangeState::{self, Done, Dropped, Promised};
use entity::gratitude::GratitudeState;
use entity::ids::PersonId;
use entity::{Direction, exchange, gratitude};

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

pub fn exchange<'w>(w: &'w World, it: &'w exchange::Model, field: &str, given: &Arguments) -> Value<'w> {
    record!(it, field);
    let t = &w.tables;
    match field {
        "person" => maybe(t.person(it.person_id).map(Object::Person)),
        "direction" => text(it.direction),
        "kind" => text(it.kind),
        "state" => text(it.state),
        "allowedStates" if it.archived_at.is_some() => Value::List(Vec::new()),
        "allowedStates" => Value::List(match it.state {
            ExchangeState::Asked => vec![text(Promised), text(Done), text(Dropped)],
            Promised => vec![text(Done), text(Dropped)],
            Done | Dropped => vec![text(Promised)],
        }),
        "title" => text(&it.title),
        "description" => shown(it.description.as_ref()),
        "result" => shown(it.result.as_ref()),
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
        "gratitudes" => gratitudes(w, "Exchange.gratitudes", given, |row| {
            row.exchange_id == Some(it.id)
        }),
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

pub fn gratitude<'w>(w: &'w World, it: &'w gratitude::Model, field: &str) -> Value<'w> {
    record!(it, field);
    let t = &w.tables;
    match field {
        "person" => maybe(t.person(it.person_id).map(Object::Person)),
        "direction" => text(it.direction),
        "state" => text(it.state),
        "allowedStates" if it.archived_at.is_some() => Value::List(Vec::new()),
        "allowedStates" => Value::List(match it.state {
            GratitudeState::Owed | GratitudeState::Drafted => {
                vec![text("DRAFTED"), text("SENT"), text("WAIVED")]
            }
            GratitudeState::Waived => vec![text("DRAFTED"), text("SENT")],
            GratitudeState::Sent | GratitudeState::Received => Vec::new(),
        }),
        "means" => shown(it.means),
        "text" => shown(it.text.as_ref()),
        "publicUrl" => shown(it.public_url.as_ref()),
        "owedSince" => shown(it.owed_since),
        "thankedOn" => shown(it.thanked_on),
        "exchange" => maybe(it.exchange_id.and_then(|id| t.exchange(id)).map(Object::Exchange)),
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
        "interaction" => maybe(
            it.interaction_id
                .and_then(|id| t.interaction(id))
                .map(Object::Interaction),
        ),
        _ => unknown("Gratitude", field),
    }
}

/// The live thanks of a person, or for an exchange, an introduction or a collaboration.
pub fn gratitudes<'w>(
    w: &'w World,
    site: &'static str,
    given: &Arguments,
    is_own: impl Fn(&gratitude::Model) -> bool,
) -> Value<'w> {
    let filter = match Predicate::read(given.get("filter")) {
        Ok(filter) => filter,
        Err(code) => return Value::Failed(code),
    };
    let (by, descending) = super::lists::order(given, "CREATED_AT", true);
    let rows = w.tables.gratitudes.iter();
    let own = rows.filter(|row| row.archived_at.is_none() && is_own(row));
    let own = own.filter(|row| filter.meets(&|leaf| condition::gratitude(w, row, leaf)));
    let entries = own.map(|row| {
        let key = if by == "UPDATED_AT" {
            row.updated_at
        } else {
            row.created_at
        };
        Entry::new(key, row.id.0, Object::Gratitude(row))
    });
    let asked = Asked::of(site, given).ordered(&by, descending).limited(&filter);
    connect(w, asked, "Gratitude", descending, entries)
}

pub fn thanks_owed<'w>(w: &'w World, given: &Arguments) -> Value<'w> {
    let filter = match Predicate::read(given.get("filter")) {
        Ok(filter) => filter,
        Err(code) => return Value::Failed(code),
    };
    let is_owed = |row: &&gratitude::Model| {
        row.archived_at.is_none() && matches!(row.state, GratitudeState::Owed | GratitudeState::Drafted)
    };
    let owed = w.tables.gratitudes.iter().filter(is_owed);
    let owed = owed.filter(|row| filter.meets(&|leaf| condition::gratitude(w, row, leaf)));
    let entries = owed.map(|row| {
        let key = Key::Text(row.owed_since.unwrap().to_string());
        Entry::new(key, row.id.0, Object::Gratitude(row))
    });
    let asked = Asked::of("Query.gratitudesOwed", given).limited(&filter);
    connect(w, asked, "Gratitude", false, entries)
}

/// How give and take stand with a person, or with everybody.
pub fn reciprocity<'w>(w: &'w World, with: Option<PersonId>, field: &str) -> Value<'w> {
    let live = w
        .tables
        .exchanges
        .iter()
        .filter(|row| row.archived_at.is_none() && with.is_none_or(|person| row.person_id == person));
    let live: Vec<_> = live.collect();
    let of = |direction, state| {
        let own = live.iter().copied();
        own.filter(move |row| (row.direction, row.state) == (direction, state))
    };
    let sum = |direction| of(direction, Done).map(|row| row.weight).sum::<i32>();
    let last = |direction| of(direction, Done).filter_map(|row| row.done_on).max();
    let (given, received) = (sum(Direction::Given), sum(Direction::Received));
    let balance = f64::from(received - given) / f64::from(received + given + 4);
    match field {
        "given" => plain(given),
        "received" => plain(received),
        "openByMe" => plain(of(Direction::Given, Promised).count()),
        "openByThem" => plain(of(Direction::Received, Promised).count()),
        "balance" => plain(balance),
        "label" => text(if given + received < 3 {
            "TOO_EARLY"
        } else if balance > 0.25 {
            "YOU_OWE"
        } else if balance < -0.25 {
            "THEY_OWE"
        } else {
            "BALANCED"
        }),
        "lastGivenOn" => shown(last(Direction::Given)),
        "lastReceivedOn" => shown(last(Direction::Received)),
        "formulaVersion" => plain(1),
        "movedBy" => {
            let mut done: Vec<_> = live.iter().copied().filter(|row| row.state == Done).collect();
            done.sort_by_key(|row| std::cmp::Reverse((row.done_on, row.id)));
            done.truncate(5);
            super::object::list(done, Object::ReciprocityMove)
        }
        _ => unknown("Reciprocity", field),
    }
}

pub fn reciprocity_move<'w>(it: &'w exchange::Model, field: &str) -> Value<'w> {
    match field {
        "exchange" => Value::Object(Object::Exchange(it)),
        "units" => plain(match it.direction {
            Direction::Given => -it.weight,
            Direction::Received => it.weight,
        }),
        _ => unknown("ReciprocityMove", field),
    }
}
