//! People as a table: one row each, the same columns for everybody.
//!
//! What stands in a cell could be taken for a formula by a program of tables, and be run: a cell that begins with `=`, `+`, `-`, `@`, a
//! tabulator or a line's end gets an apostrophe before it, and so does one that begins with an apostrophe. Whoever takes one apostrophe off each
//! cell that begins with one has what was there.

use chrono::{DateTime, SecondsFormat, Utc};
use entity::contact_point::ContactKind;
use entity::custom_field;
use entity::person::NEVER;
use sea_orm::{ModelTrait as _, Value};

use super::read::Told;
use crate::kit::Fault;
use crate::kit::declared::{Declared as _, Kind, custom};

/// How many ways to reach somebody of each kind have a column.
const EACH: usize = 3;

/// The kinds that have columns.
const KINDS: [(&str, ContactKind); 5] = [
    ("email", ContactKind::Email),
    ("phone", ContactKind::Phone),
    ("url", ContactKind::Url),
    ("handle", ContactKind::Handle),
    ("address", ContactKind::Address),
];

/// The first line. Custom fields of people come last.
///
/// # Errors
/// It cannot be written.
pub fn head(custom: &[custom_field::Model]) -> Result<Vec<u8>, Fault> {
    let mut cells = vec!["id".to_owned()];
    cells.extend(own().map(|(name, _)| name.to_owned()));
    cells.extend(["organization", "role", "department"].map(str::to_owned));
    for (name, _) in KINDS {
        cells.extend(
            (1..=EACH).flat_map(|number| [format!("{name}{number}"), format!("{name}{number}Label")]),
        );
    }
    cells.extend(["tags", "lastInteractionAt", "createdAt", "updatedAt"].map(str::to_owned));
    cells.extend(
        custom
            .iter()
            .map(|field| format!("{}.{}", custom::FIELD, field.key)),
    );
    line(cells)
}

/// The texts and dates of a person's own, by the names of their fields.
fn own() -> impl Iterator<Item = (&'static str, entity::person::Column)> {
    let entries = entity::person::Model::declaration().entries.iter();
    let told = entries.filter(|entry| matches!(entry.kind, Kind::Line | Kind::Lines | Kind::PartialDate));
    told.map(|entry| (entry.name, entry.column))
}

/// A person's line.
///
/// # Errors
/// It cannot be written.
pub fn row(told: &Told, custom: &[custom_field::Model]) -> Result<Vec<u8>, Fault> {
    let person = &told.person;
    let mut cells = vec![person.id.to_string()];
    cells.extend(own().map(|(_, column)| match person.get(column) {
        Value::String(Some(text)) => text,
        _ => String::new(),
    }));
    let work = told.affiliations.iter().find(|(it, _)| it.is_current);
    match work.or_else(|| told.affiliations.first()) {
        Some((it, name)) => {
            cells.extend([
                name.clone(),
                it.role.clone().unwrap_or_default(),
                it.department.clone().unwrap_or_default(),
            ]);
        }
        None => cells.extend([const { String::new() }; 3]),
    }
    for (_, kind) in KINDS {
        let mut points: Vec<_> = told.points.iter().filter(|point| point.kind == kind).collect();
        points.sort_by_key(|point| !point.is_primary);
        for place in 0..EACH {
            let point = points.get(place);
            cells.push(point.map_or_else(String::new, |point| point.value.clone()));
            cells.push(point.and_then(|point| point.label.clone()).unwrap_or_default());
        }
    }
    let tags: Vec<&str> = told.tags.iter().map(|tag| tag.name.as_str()).collect();
    cells.push(tags.join("; "));
    let at = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let last = Some(person.last_interaction_at).filter(|at| *at != NEVER);
    cells.push(last.map(at).unwrap_or_default());
    cells.extend([at(person.created_at), at(person.updated_at)]);
    let mut held = custom::values_of(person);
    cells.extend(
        custom
            .iter()
            .map(|field| held.remove(&field.key).unwrap_or_default()),
    );
    line(cells)
}

/// A cell that no program of tables takes for a formula.
fn inert(cell: String) -> String {
    match cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\'']) {
        true => format!("'{cell}"),
        false => cell,
    }
}

fn line(cells: Vec<String>) -> Result<Vec<u8>, Fault> {
    let unwritten = |error: String| Fault::Internal(format!("a line of a table: {error}"));
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let written = writer.write_record(cells.into_iter().map(inert));
    written.map_err(|error| unwritten(error.to_string()))?;
    writer.into_inner().map_err(|error| unwritten(error.to_string()))
}
