//! The fields of `Query`, records by id, and the change feed.

use std::rc::Rc;

use entity::contact_point::ContactKind;
use entity::ids::{
    ApiTokenId, CircleId, CollaborationId, InteractionId, IntroductionId, OrganizationId, PersonId, TagId,
    TieId, UserId, WorkspaceId,
};
use entity::{Actor, ActorKind, AnyId, RecordType, TypedId, change, person};
use serde_json::Value as Json;
use uuid::Uuid;

use super::coerce::Arguments;
use super::filter::{self, Leaf, Predicate, Truth};
use super::object::{Object, Value, list, maybe, moment, plain, shown, text, unknown};
use super::page::{Asked, Entry, Key, connect};
use crate::plans::world::World;

/// The order that is asked for, or the list's own.
pub fn order(given: &Arguments, by: &str, descending: bool) -> (String, bool) {
    match given.get("orderBy") {
        Some(Json::Object(order)) => (
            order["field"].as_str().unwrap().to_owned(),
            order["direction"] == "DESC",
        ),
        _ => (by.to_owned(), descending),
    }
}

fn flag(given: &Arguments, name: &str) -> bool {
    given.get(name) == Some(&Json::Bool(true))
}

/// A list of the workspace's records: what is archived only if asked for.
struct Records<'a> {
    site: &'static str,
    node: &'static str,
    given: &'a Arguments,
    order: (String, bool),
    filter: Predicate,
}

impl<'a> Records<'a> {
    fn new(
        site: &'static str,
        node: &'static str,
        given: &'a Arguments,
        by: (&str, bool),
    ) -> Result<Self, Value<'static>> {
        assert!(
            given.get("search").is_none_or(Json::is_null),
            "the reference does not search"
        );
        let filter = Predicate::read(given.get("filter")).map_err(Value::Failed)?;
        Ok(Self {
            site,
            node,
            given,
            order: order(given, by.0, by.1),
            filter,
        })
    }

    fn connect<'w, M: 'w>(
        self,
        w: &'w World,
        rows: impl IntoIterator<Item = &'w M>,
        is_archived: impl Fn(&M) -> bool,
        meets: impl Fn(&M, &Leaf) -> Truth,
        entry: impl Fn(&str, &'w M) -> (Key, Uuid, Object<'w>),
    ) -> Value<'w> {
        let archived = flag(self.given, "includeArchived");
        let rows = rows.into_iter().filter(|row| archived || !is_archived(row));
        let rows = rows.filter(|row| self.filter.meets(&|leaf| meets(row, leaf)));
        let (by, descending) = &self.order;
        let entries: Vec<_> = rows
            .map(|row| {
                let (key, id, object) = entry(by, row);
                Entry::new(key, id, object)
            })
            .collect();
        let asked = Asked::of(self.site, self.given)
            .only_for(archived)
            .only_for(flag(self.given, "includeSelf"));
        connect(
            w,
            asked.ordered(by, *descending).limited(&self.filter),
            self.node,
            *descending,
            entries,
        )
    }
}

fn people<'w>(w: &'w World, given: &Arguments) -> Result<Value<'w>, Value<'w>> {
    let records = Records::new("Query.people", "Person", given, ("DISPLAY_NAME", false))?;
    let own = flag(given, "includeSelf");
    let rows = w.tables.people.iter().filter(|row| own || !row.is_self);
    let entry = |by: &str, row: &'w person::Model| {
        let key = match by {
            "DISPLAY_NAME" => (&row.sort_name).into(),
            "CREATED_AT" => row.created_at.into(),
            "UPDATED_AT" => row.updated_at.into(),
            _ => row.last_interaction_at.into(),
        };
        (key, row.id.0, Object::Person(row))
    };
    Ok(records.connect(
        w,
        rows,
        |row| row.archived_at.is_some(),
        |row, leaf| filter::person(w, row, leaf),
        entry,
    ))
}

macro_rules! lists {
    ($($name:ident: $rows:ident of $node:ident by $by:literal, $descending:literal where $meets:expr;
        { $($order:literal => $key:expr,)* })*) => {$(
        fn $name<'w>(w: &'w World, given: &Arguments) -> Result<Value<'w>, Value<'w>> {
            let site = concat!("Query.", stringify!($name));
            let records = Records::new(site, stringify!($node), given, ($by, $descending))?;
            let entry = |by: &str, row| {
                let key = match by {
                    $($order => ($key)(row).into(),)*
                    other => panic!("{} are not sorted by {other}", stringify!($name)),
                };
                (key, row.id.0, Object::$node(row))
            };
            Ok(records.connect(w, &w.tables.$rows, |row| row.archived_at.is_some(), |row, leaf| $meets(w, row, leaf), entry))
        }
    )*};
}

fn unfiltered<M>(_: &World, _: &M, leaf: &Leaf) -> Truth {
    panic!("there is no filter here: {leaf:?}")
}

lists! {
    organizations: organizations of Organization by "NAME", false where filter::organization;
    { "NAME" => |it: &'w entity::organization::Model| &it.sort_name, "CREATED_AT" => |it: &'w entity::organization::Model| it.created_at, }
    circles: circles of Circle by "NAME", false where unfiltered;
    { "NAME" => |it: &'w entity::circle::Model| &it.name_key, }
    tags: tags of Tag by "NAME", false where unfiltered;
    { "NAME" => |it: &'w entity::tag::Model| &it.name_key, }
    interactions: interactions of Interaction by "HAPPENED_AT", true where filter::interaction;
    { "HAPPENED_AT" => |it: &'w entity::interaction::Model| it.happened_at, "CREATED_AT" => |it: &'w entity::interaction::Model| it.created_at, }
    introductions: introductions of Introduction by "CREATED_AT", true where filter::introduction;
    { "CREATED_AT" => |it: &'w entity::introduction::Model| it.created_at, "UPDATED_AT" => |it: &'w entity::introduction::Model| it.updated_at, }
    collaborations: collaborations of Collaboration by "UPDATED_AT", true where filter::collaboration;
    { "TITLE" => |it: &'w entity::collaboration::Model| &it.sort_title, "CREATED_AT" => |it: &'w entity::collaboration::Model| it.created_at, "UPDATED_AT" => |it: &'w entity::collaboration::Model| it.updated_at, }
}

/// The record of a kind, if it is there and the caller may see it.
fn record<'w>(w: &'w World, kind: RecordType, id: Uuid) -> Option<Object<'w>> {
    let t = &w.tables;
    let (right, found) = match kind {
        RecordType::Person => ("people:read", t.person(PersonId(id)).map(Object::Person)),
        RecordType::Organization => (
            "people:read",
            t.organization(OrganizationId(id)).map(Object::Organization),
        ),
        RecordType::Circle => ("people:read", t.circle(CircleId(id)).map(Object::Circle)),
        RecordType::Tag => ("people:read", t.tag(TagId(id)).map(Object::Tag)),
        RecordType::Tie => ("people:read", t.tie(TieId(id)).map(Object::Tie)),
        RecordType::Interaction => (
            "interactions:read",
            t.interaction(InteractionId(id)).map(Object::Interaction),
        ),
        RecordType::Introduction => (
            "introductions:read",
            t.introduction(IntroductionId(id)).map(Object::Introduction),
        ),
        RecordType::Collaboration => (
            "collaborations:read",
            t.collaboration(CollaborationId(id)).map(Object::Collaboration),
        ),
        RecordType::Workspace | RecordType::ApiToken => return None,
    };
    found.filter(|_| w.may(right))
}

fn node<'w>(w: &'w World, id: &Json) -> Value<'w> {
    let Ok(id) = id.as_str().unwrap().parse::<AnyId>() else {
        return Value::Failed("BAD_INPUT");
    };
    let kind = match id.prefix.as_str() {
        "person" => RecordType::Person,
        "organization" => RecordType::Organization,
        "circle" => RecordType::Circle,
        "tag" => RecordType::Tag,
        "tie" => RecordType::Tie,
        "interaction" => RecordType::Interaction,
        "introduction" => RecordType::Introduction,
        "collaboration" => RecordType::Collaboration,
        _ => return Value::Failed("BAD_INPUT"),
    };
    maybe(record(w, kind, id.uuid))
}

fn one<'w, I: TypedId>(id: &Json, find: impl FnOnce(I) -> Option<Object<'w>>) -> Value<'w> {
    match id.as_str().unwrap().trim().parse() {
        Ok(id) => maybe(find(id)),
        Err(_) => Value::Failed("BAD_INPUT"),
    }
}

fn person_by<'w>(w: &'w World, by: &Json) -> Value<'w> {
    let t = &w.tables;
    let Some((key, value)) = by
        .as_object()
        .and_then(|by| by.iter().find(|(_, value)| !value.is_null()))
    else {
        return Value::Failed("BAD_INPUT");
    };
    match key.as_str() {
        "id" => one(value, |id| t.person(id).map(Object::Person)),
        "email" => {
            let email = value.as_str().unwrap().trim().to_lowercase();
            let has = |row: &&person::Model| {
                t.contact_points.iter().any(|point| {
                    point.person_id == row.id && point.kind == ContactKind::Email && point.normalized == email
                })
            };
            let live = t.people.iter().filter(|row| row.archived_at.is_none());
            maybe(live.filter(has).min_by_key(|row| row.id).map(Object::Person))
        }
        _ => {
            let found = t
                .external_refs
                .iter()
                .find(|row| value["source"] == row.source && value["externalId"] == row.external_id);
            maybe(found.and_then(|row| t.person(row.person_id)).map(Object::Person))
        }
    }
}

pub fn query<'w>(w: &'w World, field: &str, given: &Arguments) -> Value<'w> {
    let t = &w.tables;
    let listed = match field {
        "people" => people(w, given),
        "organizations" => organizations(w, given),
        "circles" => circles(w, given),
        "tags" => tags(w, given),
        "interactions" => interactions(w, given),
        "introductions" => introductions(w, given),
        "collaborations" => collaborations(w, given),
        "changes" => Ok(changes(w, given)),
        "node" => Ok(node(w, &given["id"])),
        "nodes" => {
            let ids = given["ids"].as_array().unwrap();
            Ok(if ids.len() > 100 {
                Value::Failed("BAD_INPUT")
            } else {
                Value::List(ids.iter().map(|id| node(w, id)).collect())
            })
        }
        "person" => Ok(person_by(w, &given["by"])),
        "organization" => Ok(one(&given["id"], |id| {
            t.organization(id).map(Object::Organization)
        })),
        "circle" => Ok(one(&given["id"], |id| t.circle(id).map(Object::Circle))),
        "tag" => Ok(one(&given["id"], |id| t.tag(id).map(Object::Tag))),
        "interaction" => Ok(one(&given["id"], |id| t.interaction(id).map(Object::Interaction))),
        "introduction" => Ok(one(&given["id"], |id| {
            t.introduction(id).map(Object::Introduction)
        })),
        "collaboration" => Ok(one(&given["id"], |id| {
            t.collaboration(id).map(Object::Collaboration)
        })),
        _ => Ok(unknown("Query", field)),
    };
    listed.unwrap_or_else(|failed| failed)
}

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

fn changes<'w>(w: &'w World, given: &Arguments) -> Value<'w> {
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
        "recordId" => match it.record_type {
            RecordType::Person => text(PersonId(id)),
            RecordType::Organization => text(OrganizationId(id)),
            RecordType::Circle => text(CircleId(id)),
            RecordType::Tag => text(TagId(id)),
            RecordType::Tie => text(TieId(id)),
            RecordType::Interaction => text(InteractionId(id)),
            RecordType::Introduction => text(IntroductionId(id)),
            RecordType::Collaboration => text(CollaborationId(id)),
            RecordType::Workspace => text(WorkspaceId(id)),
            RecordType::ApiToken => text(ApiTokenId(id)),
        },
        "revision" => plain(it.revision),
        "actor" => Value::Object(Object::Actor(it.actor)),
        "at" => moment(it.at),
        "record" => maybe(record(w, it.record_type, id)),
        _ => unknown("Change", field),
    }
}

pub fn actor<'w>(it: Actor, field: &str) -> Value<'w> {
    match field {
        "kind" => text(it.kind),
        "id" => match it.kind {
            ActorKind::Token => shown(it.id.map(ApiTokenId)),
            _ => shown(it.id.map(UserId)),
        },
        _ => unknown("Actor", field),
    }
}
