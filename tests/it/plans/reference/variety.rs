//! Dimensions, what holds of people, and counts: person by person, from the rules in words.

use std::rc::Rc;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use entity::ids::{CircleId, DimensionId};
use entity::{attribute, dimension, dimension_value, person};
use serde_json::Value as Json;

use super::coerce::Arguments;
use super::fields::record;
use super::object::{Object, Value, list, maybe, moment, plain, shown, text, unknown};
use super::page::{Asked, Entry, connect};
use crate::plans::world::World;

pub fn attribute<'w>(w: &'w World, it: &'w attribute::Model, field: &str) -> Value<'w> {
    match field {
        "dimension" => maybe(w.tables.dimension(it.dimension_id).map(Object::Dimension)),
        "value" => maybe(w.tables.dimension_value(it.value_id).map(Object::DimensionValue)),
        "source" => text(it.source),
        "since" => moment(it.since),
        _ => unknown("Attribute", field),
    }
}

fn values(w: &World, of: DimensionId) -> Vec<&dimension_value::Model> {
    let all = w.tables.dimension_values.iter();
    let mut own: Vec<_> = all.filter(|row| row.dimension_id == of).collect();
    own.sort_by_key(|row| row.position);
    own
}

pub fn dimension<'w>(w: &'w World, it: &'w dimension::Model, field: &str) -> Value<'w> {
    record!(it, field);
    match field {
        "name" => text(&it.name),
        "description" => shown(it.description.as_ref()),
        "isSensitive" => plain(it.is_sensitive),
        "isClosed" => plain(it.is_closed),
        "values" => list(values(w, it.id), Object::DimensionValue),
        _ => unknown("Dimension", field),
    }
}

pub fn value<'w>(it: &'w dimension_value::Model, field: &str) -> Value<'w> {
    match field {
        "id" => text(it.id),
        "name" => text(&it.name),
        _ => unknown("DimensionValue", field),
    }
}

pub fn dimensions<'w>(w: &'w World, given: &Arguments) -> Value<'w> {
    let archived = given.get("includeArchived") == Some(&Json::Bool(true));
    let rows = w.tables.dimensions.iter();
    let rows = rows.filter(|row| archived || row.archived_at.is_none());
    let entries = rows.map(|row| Entry::new(&row.name_key, row.id.0, Object::Dimension(row)));
    let asked = Asked::of("Query.dimensions", given).only_for(archived);
    connect(w, asked, "Dimension", false, entries)
}

/// Counts at a moment.
#[derive(Debug)]
pub struct Report<'w> {
    dimension: &'w dimension::Model,
    circle: Option<CircleId>,
    at: DateTime<Utc>,
    total: usize,
    known: Option<usize>,
    counts: Vec<(&'w dimension_value::Model, Option<i64>)>,
}

impl Report<'_> {
    pub fn key(&self) -> String {
        format!("{} {:?} {}", self.dimension.id, self.circle, self.at)
    }
}

fn is_there(w: &World, it: &person::Model, circle: Option<CircleId>, at: DateTime<Utc>) -> bool {
    let is_member = |circle: CircleId| {
        let mut members = w.tables.circle_members.iter();
        members.any(|row| row.circle_id == circle && row.person_id == it.id && row.added_at <= at)
    };
    it.archived_at.is_none() && !it.is_self && it.created_at <= at && circle.is_none_or(is_member)
}

fn report<'w>(
    w: &'w World,
    dimension: &'w dimension::Model,
    circle: Option<CircleId>,
    at: DateTime<Utc>,
) -> Report<'w> {
    let people = w.tables.people.iter();
    let people: Vec<_> = people.filter(|it| is_there(w, it, circle, at)).collect();
    let held = |row: &&attribute::Model| {
        row.dimension_id == dimension.id
            && row.since <= at
            && row.until.is_none_or(|until| until > at)
            && people.iter().any(|it| it.id == row.person_id)
    };
    let held: Vec<_> = w.tables.attributes.iter().filter(held).collect();
    let values = values(w, dimension.id).into_iter();
    let counts: Vec<_> = values
        .map(|value| {
            (
                value,
                held.iter().filter(|row| row.value_id == value.id).count() as i64,
            )
        })
        .collect();
    let is_small = |count: i64| dimension.is_sensitive && (1..5).contains(&count);
    let is_secret = counts.iter().any(|(_, count)| is_small(*count));
    let mut others: Vec<i64> = counts.iter().map(|(_, count)| *count).collect();
    others.retain(|count| !is_small(*count));
    // The smallest that are not nobody; nobody comes last.
    others.sort_by_key(|count| (*count == 0, *count));
    let cover = others.first().filter(|_| is_secret).copied();
    let shown = counts.into_iter().map(|(value, count)| {
        let hidden = is_small(count) || Some(count) == cover;
        (value, (!hidden).then_some(count))
    });
    Report {
        dimension,
        circle,
        at,
        total: people.len(),
        known: (!is_secret || cover.is_some()).then_some(held.len()),
        counts: shown.collect(),
    }
}

pub fn diversity<'w>(w: &'w World, it: &Report<'w>, field: &str) -> Value<'w> {
    match field {
        "dimension" => Value::Object(Object::Dimension(it.dimension)),
        "circle" => maybe(it.circle.and_then(|id| w.tables.circle(id)).map(Object::Circle)),
        "asOf" => moment(it.at),
        "total" => plain(it.total),
        "known" => plain(it.known),
        "unknown" => plain(it.known.map(|known| it.total - known)),
        "coverage" => {
            let known = it.known.filter(|_| it.total > 0);
            plain(known.map(|known| known as f64 / it.total as f64))
        }
        "isWithheld" => plain(it.counts.iter().any(|(_, count)| count.is_none())),
        "counts" => {
            let counts = it.counts.iter();
            let counts = counts.map(|(value, count)| Value::Object(Object::DiversityCount(value, *count)));
            Value::List(counts.collect())
        }
        _ => unknown("Diversity", field),
    }
}

pub fn count<'w>(it: &'w dimension_value::Model, count: Option<i64>, field: &str) -> Value<'w> {
    match field {
        "value" => Value::Object(Object::DimensionValue(it)),
        "count" => plain(count),
        "isWithheld" => plain(count.is_none()),
        _ => unknown("DiversityCount", field),
    }
}

fn circle(given: &Arguments) -> Result<Option<CircleId>, Value<'static>> {
    let id = given.get("circleId").and_then(Json::as_str);
    let id = id.map(|id| id.trim().parse().map_err(|_wrong| Value::Failed("BAD_INPUT")));
    id.transpose()
}

fn all<'w>(w: &'w World, ids: &[Json], circle: Option<CircleId>, moments: &[DateTime<Utc>]) -> Value<'w> {
    let mut dimensions: Vec<&dimension::Model> = Vec::new();
    for id in ids {
        let Ok(id) = id.as_str().unwrap().trim().parse::<DimensionId>() else {
            return Value::Failed("BAD_INPUT");
        };
        let found = w.tables.dimension(id);
        dimensions.extend(found.filter(|found| dimensions.iter().all(|known| known.id != found.id)));
    }
    let reports = dimensions.into_iter().flat_map(|dimension| {
        let at = moments.iter();
        at.map(move |at| Value::Object(Object::Diversity(Rc::new(report(w, dimension, circle, *at)))))
    });
    Value::List(reports.collect())
}

pub fn now<'w>(w: &'w World, given: &Arguments) -> Value<'w> {
    let ids = match given.get("dimensionIds") {
        Some(Json::Array(ids)) => ids.clone(),
        Some(id) if !id.is_null() => vec![id.clone()],
        _ => {
            let live = w.tables.dimensions.iter().filter(|row| row.archived_at.is_none());
            let mut live: Vec<_> = live.collect();
            live.sort_by_key(|row| &row.name_key);
            live.truncate(10);
            live.iter().map(|row| Json::from(row.id.to_string())).collect()
        }
    };
    let at = given.get("asOf").and_then(Json::as_str);
    let at = at.map_or(w.now, |at| DateTime::parse_from_rfc3339(at).unwrap().to_utc());
    match circle(given) {
        Ok(circle) => all(w, &ids, circle, &[at]),
        Err(failed) => failed,
    }
}

pub fn trend<'w>(w: &'w World, given: &Arguments) -> Value<'w> {
    let day = |name: &str| given[name].as_str().unwrap().parse::<NaiveDate>().unwrap();
    let here = w.accounts.here().unwrap();
    let ends = day("from").iter_days().take_while(|at| *at <= day("to"));
    let ends = ends.filter(|at| chrono::Datelike::day(&(*at + Days::new(1))) == 1);
    let moments = ends.map(|at| api::aside::begin_of(here, at + Days::new(1)) - TimeDelta::microseconds(1));
    let moments: Vec<_> = moments.filter(|at| *at <= w.now).collect();
    match circle(given) {
        Ok(circle) => all(w, &[given["dimensionId"].clone()], circle, &moments),
        Err(failed) => failed,
    }
}
