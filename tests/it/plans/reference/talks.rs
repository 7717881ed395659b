//! Questions, and news of the user.

use entity::ids::{PersonId, UpdateId};
use entity::question::QuestionState::{Asked, Dropped, Open};
use entity::{news, question};

use super::coerce::Arguments;
use super::condition;
use super::fields::record;
use super::filter::Predicate;
use super::object::{Object, Value, list, maybe, moment, plain, shown, text, unknown};
use super::page::{Asked as Page, Entry, Key, connect};
use crate::plans::world::World;

pub fn question<'w>(w: &'w World, it: &'w question::Model, field: &str) -> Value<'w> {
    record!(it, field);
    match field {
        "person" => maybe(w.tables.person(it.person_id).map(Object::Person)),
        "text" => text(&it.text),
        "reason" => shown(it.reason.as_ref()),
        "suggestedBy" => shown(it.suggested_by.as_ref()),
        "state" => text(it.state),
        "allowedStates" if it.archived_at.is_some() => Value::List(Vec::new()),
        "allowedStates" => Value::List(match it.state {
            Open => vec![text(Asked), text(Dropped)],
            Asked | Dropped => vec![text(Open)],
        }),
        "interaction" => {
            let talk = it.interaction_id.and_then(|id| w.tables.interaction(id));
            maybe(talk.map(Object::Interaction))
        }
        "askedOn" => shown(it.asked_on),
        _ => unknown("Question", field),
    }
}

/// The live questions to a person.
pub fn questions_to<'w>(w: &'w World, person: PersonId, given: &Arguments) -> Value<'w> {
    let filter = match Predicate::read(given.get("filter")) {
        Ok(filter) => filter,
        Err(code) => return Value::Failed(code),
    };
    let (by, descending) = super::lists::order(given, "CREATED_AT", true);
    let rows = w.tables.questions.iter();
    let own = rows.filter(|row| row.archived_at.is_none() && row.person_id == person);
    let own = own.filter(|row| filter.meets(&|leaf| condition::question(w, row, leaf)));
    let entries = own.map(|row| Entry::new(row.created_at, row.id.0, Object::Question(row)));
    let asked = Page::of("Person.questions", given)
        .ordered(&by, descending)
        .limited(&filter);
    connect(w, asked, "Question", descending, entries)
}

/// The live questions that were asked in an interaction.
pub fn questions_in<'w>(w: &'w World, talk: entity::ids::InteractionId, given: &Arguments) -> Value<'w> {
    let rows = w.tables.questions.iter();
    let own = rows.filter(|row| row.archived_at.is_none() && row.interaction_id == Some(talk));
    let entries = own.map(|row| Entry::new(row.created_at, row.id.0, Object::Question(row)));
    connect(
        w,
        Page::of("Interaction.questionsAsked", given),
        "Question",
        false,
        entries,
    )
}

/// What news is sorted by. No end comes after all days.
pub fn key(it: &news::Model, by: &str) -> Key {
    match by {
        "UNTIL" => (&it.sort_until).into(),
        "UPDATED_AT" => it.updated_at.into(),
        _ => it.created_at.into(),
    }
}

pub fn update<'w>(w: &'w World, it: &'w news::Model, field: &str, given: &Arguments) -> Value<'w> {
    record!(it, field);
    let t = &w.tables;
    match field {
        "title" => text(&it.title),
        "description" => shown(it.description.as_ref()),
        "topics" => match &it.topics {
            Some(topics) => {
                let topics: Vec<String> = serde_json::from_str(topics).unwrap();
                Value::List(topics.iter().map(text).collect())
            }
            None => Value::Null,
        },
        "startsOn" => shown(it.starts_on),
        "until" => shown(it.until),
        "circles" => {
            let own = t.news_circles.iter().filter(|row| row.news_id == it.id);
            let own = own.filter_map(|row| t.circle(row.circle_id));
            let mut own: Vec<_> = own.filter(|row| row.archived_at.is_none()).collect();
            own.sort_by_key(|row| (&row.name_key, row.id));
            list(own, Object::Circle)
        }
        "toldIn" => {
            let told = t.told.iter().filter(|row| row.news_id == it.id);
            let told = told.filter_map(|row| t.interaction(row.interaction_id));
            let told = told.filter(|row| row.archived_at.is_none());
            let entries = told.map(|row| Entry::new(row.happened_at, row.id.0, Object::Interaction(row)));
            connect(w, Page::of("Update.toldIn", given), "Interaction", true, entries)
        }
        "toldPeople" => {
            let people = t.people.iter().filter(|row| row.archived_at.is_none());
            let people = people.filter(|row| knows(w, row.id, it.id));
            let entries = people.map(|row| Entry::new(&row.sort_name, row.id.0, Object::Person(row)));
            connect(w, Page::of("Update.toldPeople", given), "Person", false, entries)
        }
        _ => unknown("Update", field),
    }
}

/// Whether a person was told news in a live talk.
fn knows(w: &World, person: PersonId, news: UpdateId) -> bool {
    let t = &w.tables;
    let there = t
        .participants
        .iter()
        .filter(|row| row.person_id == person && !row.archived);
    let mut told = there.flat_map(|row| {
        let told = t.told.iter();
        told.filter(move |it| it.interaction_id == row.interaction_id)
    });
    told.any(|row| row.news_id == news)
}

/// The live news that a person was told.
pub fn told_to<'w>(w: &'w World, person: PersonId, given: &Arguments) -> Value<'w> {
    let rows = w.tables.news.iter();
    let own = rows.filter(|row| row.archived_at.is_none() && knows(w, person, row.id));
    let entries = own.map(|row| Entry::new(row.created_at, row.id.0, Object::Update(row)));
    connect(w, Page::of("Person.toldUpdates", given), "Update", true, entries)
}

/// The news of today that a person was not told and that is meant for them.
pub fn untold_to<'w>(w: &'w World, person: PersonId, given: &Arguments) -> Value<'w> {
    let t = &w.tables;
    let today = w.now.date_naive();
    let is_news = |row: &&news::Model| {
        row.archived_at.is_none()
            && row.starts_on.is_none_or(|day| day <= today)
            && row.until.is_none_or(|day| day >= today)
    };
    let is_meant = |row: &&news::Model| {
        let mut circles = t.news_circles.iter().filter(|it| it.news_id == row.id).peekable();
        circles.peek().is_none() || circles.any(|it| super::fields::is_member(w, it.circle_id, person))
    };
    let own = t.news.iter().filter(is_news).filter(is_meant);
    let own = own.filter(|row| !knows(w, person, row.id));
    let entries = own.map(|row| Entry::new(row.created_at, row.id.0, Object::Update(row)));
    connect(
        w,
        Page::of("Person.updatesToTell", given),
        "Update",
        true,
        entries,
    )
}

/// The live news that was told in an interaction.
pub fn told_in(w: &World, talk: entity::ids::InteractionId) -> Value<'_> {
    let t = &w.tables;
    let told = t.told.iter().filter(|row| row.interaction_id == talk);
    let told = told.filter_map(|row| t.update(row.news_id));
    let mut told: Vec<_> = told.filter(|row| row.archived_at.is_none()).collect();
    told.sort_by_key(|row| (row.created_at, row.id));
    list(told, Object::Update)
}
