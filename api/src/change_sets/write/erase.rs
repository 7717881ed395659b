//! Records that a change set made, gone again.

use std::collections::{HashMap, HashSet};

use entity::RecordType;
use uuid::Uuid;

use super::undo::Conflict;
use crate::change_sets::rules::{Line, Why};
use crate::kit::declared::custom;
use crate::kit::images::{Image, TABLES};
use crate::kit::{Failure, Fault, Tx};
use crate::records::{self, Erased};

/// Erases records that nobody has changed since, and none refers to that stays.
///
/// # Errors
/// The database fails.
pub async fn erase(tx: &mut Tx, new: &[Line], conflicts: &mut Vec<Conflict>) -> Result<Erased, Failure> {
    let mut going: HashMap<Uuid, (&Line, Image)> = HashMap::new();
    for table in TABLES.iter() {
        let lines = new.iter().filter(|line| std::ptr::eq(line.table, table));
        let lines: HashMap<Uuid, &Line> = lines.map(|line| (line.record.1, line)).collect();
        let ids: Vec<Uuid> = lines.keys().copied().collect();
        if ids.is_empty() {
            continue;
        }
        for image in table.rows(&tx.read(), "id", &ids).await.map_err(Fault::from)? {
            let Some(line) = image.id("id").and_then(|id| lines.get(&id)) else {
                continue;
            };
            let left = line.after.as_ref().and_then(|after| after.number("revision"));
            if left == image.number("revision") {
                going.insert(line.record.1, (line, image));
            } else {
                conflicts.push(Conflict::of(line, None, Why::Changed));
            }
        }
    }
    let mut used = held(tx, &going).await?;
    used.extend(defined(tx, &going).await?);
    for id in used {
        if let Some((line, _)) = going.remove(&id) {
            conflicts.push(Conflict::of(line, None, Why::InUse));
        }
    }
    let going = going.into_values().map(|(line, _)| line.record);
    records::erase(tx, going.collect::<Vec<_>>()).await
}

/// The custom fields in which records hold something: nothing refers to them by an id.
async fn defined(tx: &Tx, going: &HashMap<Uuid, (&Line, Image)>) -> Result<Vec<Uuid>, Failure> {
    let mut used = Vec::new();
    for (id, (line, image)) in going {
        let kind = image
            .text_in("record_type")
            .filter(|_| line.record.0 == RecordType::CustomField);
        let of_kind = |kind: &str| {
            TABLES
                .iter()
                .find(|table| table.is_of_records() && table.owner.as_str() == kind)
        };
        if let (Some(table), Some(key)) = (kind.and_then(of_kind), image.text_in("key"))
            && custom::is_held(&tx.read(), table.name, key).await?
        {
            used.push(*id);
        }
    }
    Ok(used)
}

/// Those to which a record refers that stays, and those to which these refer, and so on.
async fn held(tx: &Tx, going: &HashMap<Uuid, (&Line, Image)>) -> Result<HashSet<Uuid>, Failure> {
    // Who refers to whom.
    let mut referring: Vec<(Uuid, Uuid)> = Vec::new();
    for table in TABLES.iter() {
        for (column, to) in table.refers {
            let ids = going
                .iter()
                .filter(|(_, (line, _))| line.record.0 == *to)
                .map(|(id, _)| *id);
            let ids: Vec<Uuid> = ids.collect();
            if ids.is_empty() {
                continue;
            }
            let rows = table.rows(&tx.read(), column, &ids).await.map_err(Fault::from)?;
            referring.extend(
                rows.iter()
                    .filter_map(|row| Some((row.id(table.by)?, row.id(column)?))),
            );
        }
    }
    let mut held = HashSet::new();
    loop {
        let stays = |id: &Uuid| !going.contains_key(id) || held.contains(id);
        let more = referring
            .iter()
            .filter(|(by, to)| stays(by) && !held.contains(to));
        let more: Vec<Uuid> = more.map(|(_, to)| *to).collect();
        if more.is_empty() {
            return Ok(held);
        }
        held.extend(more);
    }
}
