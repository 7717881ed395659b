//! The lists of the workspace's records.

use entity::person;
use serde_json::Value as Json;
use uuid::Uuid;

use super::coerce::Arguments;
use super::condition;
use super::filter::{Leaf, Predicate, Truth};
use super::object::{Object, Value};
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

pub fn people<'w>(w: &'w World, given: &Arguments) -> Result<Value<'w>, Value<'w>> {
    let records = Records::new("Query.people", "Person", given, ("DISPLAY_NAME", false))?;
    if records.filter.is_too_large() {
        return Err(Value::Failed("BAD_INPUT"));
    }
    let (mut sensitive, mut needed) = (false, Vec::new());
    if records.order.0 == "RECIPROCITY_BALANCE" {
        needed.push("EXCHANGES_READ");
    }
    records.filter.each(&mut |leaf| match leaf.field.as_str() {
        "attributes.some" | "attributes.none" => sensitive |= condition::is_sensitive(w, leaf),
        "reciprocityBalance" => needed.push("EXCHANGES_READ"),
        "checkInBand" => needed.push("CADENCES_READ"),
        _ => {}
    });
    if sensitive {
        return Err(Value::Failed("BAD_INPUT"));
    }
    if needed.iter().any(|right| !w.may(right)) {
        return Err(Value::Failed("INSUFFICIENT_SCOPE"));
    }
    let own = flag(given, "includeSelf");
    let rows = w.tables.people.iter().filter(|row| own || !row.is_self);
    let entry = |by: &str, row: &'w person::Model| {
        let key = match by {
            // The reference does not search, and without a search relevance is the order by name.
            "DISPLAY_NAME" | "RELEVANCE" => (&row.sort_name).into(),
            "CREATED_AT" => row.created_at.into(),
            "UPDATED_AT" => row.updated_at.into(),
            "FAMILY_NAME" => (&row.sort_family).into(),
            "CITY" => (&row.sort_city).into(),
            "RECIPROCITY_BALANCE" => row.balance.into(),
            _ => row.last_interaction_at.into(),
        };
        (key, row.id.0, Object::Person(row))
    };
    Ok(records.connect(
        w,
        rows,
        |row| row.archived_at.is_some(),
        |row, leaf| condition::person(w, row, leaf),
        entry,
    ))
}

pub fn api_tokens<'w>(w: &'w World, given: &Arguments) -> Result<Value<'w>, Value<'w>> {
    let records = Records::new("Query.apiTokens", "ApiToken", given, ("CREATED_AT", true))?;
    let entry = |by: &str, row: &'w entity::api_token::Model| {
        let at = match by {
            "EXPIRES_AT" => row.expires_at,
            _ => row.created_at,
        };
        (at.into(), row.id.0, Object::ApiToken(row))
    };
    let meets = |row: &entity::api_token::Model, leaf: &Leaf| condition::api_token(w, row, leaf);
    Ok(records.connect(w, &w.tables.api_tokens, |_| false, meets, entry))
}

macro_rules! lists {
    ($($name:ident: $rows:ident of $node:ident by $by:literal, $descending:literal where $meets:expr;
        { $($order:literal => $key:expr,)* })*) => {$(
        pub fn $name<'w>(w: &'w World, given: &Arguments) -> Result<Value<'w>, Value<'w>> {
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
    organizations: organizations of Organization by "NAME", false where condition::organization;
    { "NAME" => |it: &'w entity::organization::Model| &it.sort_name, "CREATED_AT" => |it: &'w entity::organization::Model| it.created_at, }
    custom_fields: custom_fields of CustomField by "POSITION", false where condition::custom_field;
    { "POSITION" => |it: &'w entity::custom_field::Model| it.position, "NAME" => |it: &'w entity::custom_field::Model| &it.name_key, }
    ties: ties of Tie by "CREATED_AT", false where condition::tie;
    { "CREATED_AT" => |it: &'w entity::tie::Model| it.created_at, "UPDATED_AT" => |it: &'w entity::tie::Model| it.updated_at, }
    circles: circles of Circle by "NAME", false where unfiltered;
    { "NAME" => |it: &'w entity::circle::Model| &it.name_key, }
    tags: tags of Tag by "NAME", false where unfiltered;
    { "NAME" => |it: &'w entity::tag::Model| &it.name_key, }
    interactions: interactions of Interaction by "HAPPENED_AT", true where condition::interaction;
    { "HAPPENED_AT" => |it: &'w entity::interaction::Model| it.happened_at, "CREATED_AT" => |it: &'w entity::interaction::Model| it.created_at, }
    introductions: introductions of Introduction by "CREATED_AT", true where condition::introduction;
    { "CREATED_AT" => |it: &'w entity::introduction::Model| it.created_at, "UPDATED_AT" => |it: &'w entity::introduction::Model| it.updated_at, }
    collaborations: collaborations of Collaboration by "UPDATED_AT", true where condition::collaboration;
    { "TITLE" => |it: &'w entity::collaboration::Model| &it.sort_title, "CREATED_AT" => |it: &'w entity::collaboration::Model| it.created_at, "UPDATED_AT" => |it: &'w entity::collaboration::Model| it.updated_at, }
    exchanges: exchanges of Exchange by "CREATED_AT", true where condition::exchange;
    { "DUE_ON" => |it: &'w entity::exchange::Model| super::ledger::exchange_key(it, "DUE_ON"), "DONE_ON" => |it: &'w entity::exchange::Model| super::ledger::exchange_key(it, "DONE_ON"), "CREATED_AT" => |it: &'w entity::exchange::Model| it.created_at, "UPDATED_AT" => |it: &'w entity::exchange::Model| it.updated_at, }
    gratitudes: gratitudes of Gratitude by "CREATED_AT", true where condition::gratitude;
    { "CREATED_AT" => |it: &'w entity::gratitude::Model| it.created_at, "UPDATED_AT" => |it: &'w entity::gratitude::Model| it.updated_at, }
    events: events of Event by "BEGINS_AT", true where condition::event;
    { "BEGINS_AT" => |it: &'w entity::event::Model| it.begins_at, "TITLE" => |it: &'w entity::event::Model| &it.sort_title, "CREATED_AT" => |it: &'w entity::event::Model| it.created_at, "UPDATED_AT" => |it: &'w entity::event::Model| it.updated_at, }
    time_entries: time_entries of TimeEntry by "DAY", true where condition::time_entry;
    { "DAY" => |it: &'w entity::time_entry::Model| &it.sort_day, "CREATED_AT" => |it: &'w entity::time_entry::Model| it.created_at, "UPDATED_AT" => |it: &'w entity::time_entry::Model| it.updated_at, }
    communities: communities of Community by "NAME", false where condition::community;
    { "NAME" => |it: &'w entity::community::Model| &it.sort_name, "CREATED_AT" => |it: &'w entity::community::Model| it.created_at, "UPDATED_AT" => |it: &'w entity::community::Model| it.updated_at, }
    goals: goals of Goal by "CREATED_AT", true where condition::goal;
    { "TITLE" => |it: &'w entity::goal::Model| super::goals::key(it, "TITLE"), "TARGET_ON" => |it: &'w entity::goal::Model| super::goals::key(it, "TARGET_ON"), "CREATED_AT" => |it: &'w entity::goal::Model| super::goals::key(it, "CREATED_AT"), "UPDATED_AT" => |it: &'w entity::goal::Model| super::goals::key(it, "UPDATED_AT"), }
    needs: needs of Need by "CREATED_AT", true where condition::need;
    { "UNTIL" => |it: &'w entity::need::Model| super::needs::need_key(it, "UNTIL"), "CREATED_AT" => |it: &'w entity::need::Model| super::needs::need_key(it, "CREATED_AT"), "UPDATED_AT" => |it: &'w entity::need::Model| super::needs::need_key(it, "UPDATED_AT"), }
    questions: questions of Question by "CREATED_AT", true where condition::question;
    { "CREATED_AT" => |it: &'w entity::question::Model| it.created_at, }
    updates: news of Update by "CREATED_AT", true where condition::update;
    { "UNTIL" => |it: &'w entity::news::Model| super::talks::key(it, "UNTIL"), "CREATED_AT" => |it: &'w entity::news::Model| super::talks::key(it, "CREATED_AT"), "UPDATED_AT" => |it: &'w entity::news::Model| super::talks::key(it, "UPDATED_AT"), }
    offers: offers of Offer by "CREATED_AT", true where condition::offer;
    { "UNTIL" => |it: &'w entity::offer::Model| super::needs::offer_key(it, "UNTIL"), "CREATED_AT" => |it: &'w entity::offer::Model| super::needs::offer_key(it, "CREATED_AT"), "UPDATED_AT" => |it: &'w entity::offer::Model| super::needs::offer_key(it, "UPDATED_AT"), }
}
