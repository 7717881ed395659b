//! Merging.

use std::collections::{HashMap, HashSet};

use entity::change::ChangeOp;
use entity::{TypedId, organization, person, tag};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sea_orm::{IdenStatic as _, Value};
use uuid::Uuid;

use super::rules::{Fate, Kept, put_in_order};
use crate::kit::afresh::{Afresh, afresh};
use crate::kit::declared::{Declared, Entry, Kind, custom};
use crate::kit::images::{Edits, Image, TABLES, Table, of_owner, put, table};
use crate::kit::{Checks, Code, Detail, Failure, Fault, Path, Problem, RecordRef, Tx, record};

/// A record of which two can be one.
pub trait Mergeable: Declared {
    /// Whether it is the user.
    fn is_self(&self) -> bool {
        false
    }
}

impl Mergeable for person::Model {
    fn is_self(&self) -> bool {
        self.is_self
    }
}

impl Mergeable for organization::Model {}
impl Mergeable for tag::Model {}

/// Which two records are one.
pub struct Merge<M: Declared> {
    /// The record that stays.
    pub keep: M::Id,
    /// The record whose everything becomes the other's.
    pub merge: M::Id,
    /// The fields of which the merged record's value is taken, though the kept one has a value.
    pub take: Vec<String>,
    /// Whether nothing is to be stored.
    pub is_dry: bool,
    /// What follows from records, and is worked out again.
    pub afresh: Vec<Afresh>,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Merged {
    /// The record that stayed.
    pub kept: RecordRef,
    /// The record that was merged into it.
    pub merged: RecordRef,
}

/// Makes all that belongs to a record another's.
///
/// # Errors
/// One of them is not there or archived, both are the same, the user would be merged away, or a field is none.
pub fn merge<'a, M: Mergeable>(
    tx: &'a mut Tx,
    merge: &'a Merge<M>,
) -> BoxFuture<'a, Result<Merged, Failure>> {
    run(tx, merge).boxed()
}

async fn run<M: Mergeable>(tx: &mut Tx, merge: &Merge<M>) -> Result<Merged, Failure> {
    let taken = check(tx, merge).await?;
    let (keep, gone) = (merge.keep.uuid(), merge.merge.uuid());
    let mut edits = Edits::default();
    // Nobody brings together others and themselves.
    let sides = introduced(tx, &[keep, gone]).await?;
    for table in TABLES.iter() {
        let columns: Vec<&'static str> = table.naming(M::TYPE).collect();
        if columns.is_empty() {
            continue;
        }
        let theirs = naming(tx, table, &columns, gone).await?;
        if theirs.is_empty() {
            continue;
        }
        let mut kept = naming(tx, table, &columns, keep).await?;
        let mut said = Kept::of(table, &kept)?;
        for row in theirs {
            let mut new = row.naming(merge.keep, merge.merge);
            put_in_order(table, &mut new);
            let is_own_side = row.id("id").is_some_and(|id| sides.contains(&id));
            match said.fate(&new)? {
                _ if is_own_side => {}
                Fate::Goes => edits.remove(table, row),
                Fate::Stays => {}
                Fate::Ends => edits.put(table, ended(tx, row)),
                Fate::Moves => {
                    if table.owner == M::TYPE {
                        behind(table, &mut new, &kept);
                        kept.push(new.clone());
                    }
                    said.add(&new)?;
                    if table.key_of(&row)? != table.key_of(&new)? {
                        edits.remove(table, row);
                    }
                    edits.put(table, new);
                }
            }
        }
    }
    own::<M>(tx, merge, &taken, &mut edits).await?;
    let kind = M::TYPE;
    edits.tell((kind, keep));
    edits.happened(gone, ChangeOp::Merge);
    let edited = edits.write(tx).await?;
    if !put(tx, edited.late, true).await?.is_empty() {
        return Err(Fault::Internal("a merge that the database does not take".to_owned()).into());
    }
    let people = edited
        .people
        .into_iter()
        .map(|id| (entity::RecordType::Person, id));
    afresh(
        tx,
        &merge.afresh,
        edited.records.into_iter().chain(people).collect::<Vec<_>>(),
    )
    .await?;
    if merge.is_dry {
        tx.discard();
    }
    let record = |id| RecordRef {
        record_type: kind,
        id,
    };
    Ok(Merged {
        kept: record(keep),
        merged: record(gone),
    })
}

/// Finds what is wrong; answers the fields that are taken.
async fn check<M: Mergeable>(tx: &Tx, merge: &Merge<M>) -> Result<Vec<&'static Entry<M>>, Failure> {
    let found: Vec<M> = record::by_ids(&tx.read(), &[merge.keep, merge.merge])
        .await
        .map_err(Fault::from)?;
    let mut checks = Checks::new();
    for (name, id) in [("keepId", merge.keep), ("mergeId", merge.merge)] {
        let path = Path::input(name);
        match found.iter().find(|model| model.id() == id) {
            None => checks.push(record::not_found::<M>(path)),
            Some(model) => objection(model, path)
                .into_iter()
                .for_each(|problem| checks.push(problem)),
        }
    }
    if merge.keep == merge.merge {
        checks.note(
            Code::Invalid,
            Path::input("mergeId"),
            "it is the record that is kept",
        );
    }
    for (name, id) in [("keepId", merge.keep), ("mergeId", merge.merge)] {
        if found.iter().any(|model| model.id() == id && model.is_self()) {
            let message = "the user is nobody else: this person stands for them";
            checks.note(Code::Invalid, Path::input(name), message);
        }
    }
    let fields = || {
        M::declaration()
            .entries
            .iter()
            .filter(|entry| !entry.is_beside && !entry.is_by_steps && !entry.is_unique)
    };
    let mut taken = Vec::new();
    for (place, name) in merge.take.iter().enumerate() {
        match fields().find(|entry| entry.name == name) {
            Some(entry) => taken.push(entry),
            None => {
                let names = fields().map(|entry| entry.name.to_owned());
                let path = Path::input("takeFields").at(place);
                let problem = Problem::new(Code::Invalid, path, "it is no field that can be taken");
                checks.push(problem.with(Detail::Allowed(names.collect())));
            }
        }
    }
    checks.done()?;
    Ok(taken)
}

fn objection<M: Mergeable>(model: &M, path: Path) -> Option<Problem> {
    model.archived_at()?;
    let message = match model.merged_into() {
        Some(into) => format!("it was merged into {into} already"),
        None => "it is archived; restore it first".to_owned(),
    };
    Some(Problem::new(Code::State, path, message))
}

/// The rows in which the record stands in one of these columns, each once.
async fn naming(
    tx: &Tx,
    table: &'static Table,
    columns: &[&'static str],
    id: Uuid,
) -> Result<Vec<Image>, Failure> {
    let mut rows = HashMap::new();
    for column in columns {
        for row in table.rows(&tx.read(), column, &[id]).await.map_err(Fault::from)? {
            rows.insert(table.key_of(&row)?, row);
        }
    }
    let mut rows: Vec<_> = rows.into_iter().collect();
    rows.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

/// The introductions of these people to others.
async fn introduced(tx: &Tx, people: &[Uuid]) -> Result<HashSet<Uuid>, Failure> {
    let sides = table("introduction_side")?;
    let sides = sides
        .rows(&tx.read(), "person_id", people)
        .await
        .map_err(Fault::from)?;
    Ok(sides
        .iter()
        .filter_map(|side| side.id("introduction_id"))
        .collect())
}

/// A record that ends with the merged one.
fn ended(tx: &Tx, mut row: Image) -> Image {
    if row.is_empty("archived_at") {
        row.set("archived_at", tx.now().into());
    }
    row
}

/// Puts a part behind those that are there; of several ways to reach somebody, theirs stays the first.
fn behind(table: &Table, row: &mut Image, kept: &[Image]) {
    if table.is_of_records() || row.number("position").is_none() {
        return;
    }
    let last = kept.iter().filter_map(|row| row.number("position")).max();
    if let Some(last) = last {
        row.set("position", (last + 1).into());
    }
    let is_first = |other: &Image| {
        other.get("is_primary") == Some(&Value::Bool(Some(true))) && other.get("kind") == row.get("kind")
    };
    if row.get("is_primary").is_some() && kept.iter().any(is_first) {
        row.set("is_primary", false.into());
    }
}

/// The rows of the two records themselves: the kept one has what it lacked, and what is taken; the merged one says where it went.
async fn own<M: Mergeable>(
    tx: &Tx,
    merge: &Merge<M>,
    taken: &[&'static Entry<M>],
    edits: &mut Edits,
) -> Result<(), Failure> {
    let (keep, gone) = (merge.keep.uuid(), merge.merge.uuid());
    let Some(table) = of_owner(M::TYPE).next() else {
        return Err(Fault::Internal(format!("{} has no table", M::TYPE)).into());
    };
    let rows = table
        .rows(&tx.read(), "id", &[keep, gone])
        .await
        .map_err(Fault::from)?;
    let row = |id| {
        rows.iter()
            .find(|row| row.id("id") == Some(id))
            .cloned()
            .unwrap_or_default()
    };
    let (mut kept, mut merged) = (row(keep), row(gone));
    edits.stands(table, &kept);
    edits.stands(table, &merged);
    // Another edit may have been made of it already: who was met through the one, was met through the other.
    if let Some(edited) = edits.own(keep) {
        kept = edited.clone();
    }
    for entry in &M::declaration().entries {
        let is_taken = taken.iter().any(|taken| std::ptr::eq(*taken, entry));
        if matches!(entry.kind, Kind::Custom) {
            let (first, second) = if is_taken {
                (&merged, &kept)
            } else {
                (&kept, &merged)
            };
            let both = custom::both(first.text_in(custom::COLUMN), second.text_in(custom::COLUMN));
            kept.set(custom::COLUMN, Value::String(both));
            continue;
        }
        let lacks = entry.is_nullable && kept.is_empty(entry.column.as_str());
        if entry.is_beside || entry.is_by_steps || !(is_taken || lacks) {
            continue;
        }
        for column in entry.columns().map(|column| column.as_str()) {
            if let (Some(name), Some(value)) = (table.column(column), merged.get(column)) {
                kept.set(name, value.clone());
            }
        }
    }
    // Nobody was met through themselves.
    if kept
        .id("met_through_id")
        .is_some_and(|through| through == keep || through == gone)
    {
        kept.set("met_through_id", Value::Uuid(None));
    }
    merged.set("archived_at", tx.now().into());
    merged.set("merged_into_id", keep.into());
    edits.put(table, kept);
    edits.put(table, merged);
    Ok(())
}
