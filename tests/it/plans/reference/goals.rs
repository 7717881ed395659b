//! Goals, and who and what helps to reach them.

use entity::goal::GoalState::{Achieved, Active, Dropped, Paused};
use entity::{goal, goal_supporter};

use super::coerce::Arguments;
use super::condition;
use super::fields::record;
use super::filter::Predicate;
use super::object::{Object, Value, list, maybe, moment, plain, shown, text, unknown};
use super::page::{Asked, Entry, Key, connect};
use crate::plans::world::World;

/// What a goal is sorted by. No target comes after all days.
pub fn key(it: &goal::Model, by: &str) -> Key {
    match by {
        "TITLE" => (&it.sort_title).into(),
        "TARGET_ON" => Key::Text(
            it.target_on
                .map_or_else(|| "9999-12-31".to_owned(), |day| day.to_string()),
        ),
        "UPDATED_AT" => it.updated_at.into(),
        _ => it.created_at.into(),
    }
}

pub fn goal<'w>(w: &'w World, it: &'w goal::Model, field: &str, given: &Arguments) -> Value<'w> {
    record!(it, field);
    let t = &w.tables;
    match field {
        "person" => maybe(it.person_id.and_then(|id| t.person(id)).map(Object::Person)),
        "title" => text(&it.title),
        "description" => shown(it.description.as_ref()),
        "state" => text(it.state),
        "allowedStates" if it.archived_at.is_some() => Value::List(Vec::new()),
        "allowedStates" => Value::List(match it.state {
            Active => vec![text(Paused), text(Achieved), text(Dropped)],
            Paused => vec![text(Active), text(Achieved), text(Dropped)],
            Achieved | Dropped => vec![text(Active)],
        }),
        "horizon" => shown(it.horizon),
        "targetOn" => shown(it.target_on),
        "achievedOn" => shown(it.achieved_on),
        "supporters" => {
            let own = t.goal_supporters.iter().filter(|row| row.goal_id == it.id);
            let mut own: Vec<_> = own.collect();
            own.sort_by_key(|row| (row.added_at, row.person_id));
            list(own, Object::GoalSupporter)
        }
        "collaborations" => {
            let own = t.goal_collaborations.iter().filter(|row| row.goal_id == it.id);
            let own = own.filter_map(|row| t.collaboration(row.collaboration_id));
            let mut own: Vec<_> = own.filter(|row| row.archived_at.is_none()).collect();
            own.sort_by_key(|row| (&row.sort_title, row.id));
            list(own, Object::Collaboration)
        }
        "needs" => super::needs::needs_of(w, "Goal.needs", given, |row| row.goal_id == Some(it.id)),
        _ => unknown("Goal", field),
    }
}

pub fn supporter<'w>(w: &'w World, it: &'w goal_supporter::Model, field: &str) -> Value<'w> {
    match field {
        "person" => maybe(w.tables.person(it.person_id).map(Object::Person)),
        "role" => text(it.role),
        "note" => shown(it.note.as_ref()),
        "addedAt" => moment(it.added_at),
        _ => unknown("GoalSupporter", field),
    }
}

/// The live goals of a person, or those that somebody or something helps to reach.
pub fn goals<'w>(
    w: &'w World,
    site: &'static str,
    given: &Arguments,
    is_own: impl Fn(&goal::Model) -> bool,
) -> Value<'w> {
    let filter = match Predicate::read(given.get("filter")) {
        Ok(filter) => filter,
        Err(code) => return Value::Failed(code),
    };
    let (by, descending) = super::lists::order(given, "CREATED_AT", true);
    let rows = w.tables.goals.iter();
    let own = rows.filter(|row| row.archived_at.is_none() && is_own(row));
    let own = own.filter(|row| filter.meets(&|leaf| condition::goal(w, row, leaf)));
    let entries = own.map(|row| Entry::new(key(row, &by), row.id.0, Object::Goal(row)));
    let asked = Asked::of(site, given).ordered(&by, descending).limited(&filter);
    connect(w, asked, "Goal", descending, entries)
}
