//! Records that a change set made, gone again.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::undo::Conflict;
use crate::change_sets::rules::{Line, Why};
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
    for id in held(tx, &going).await? {
        if let Some((line, _)) = going.remove(&id) {
            conflicts.push(Conflict::of(line, None, Why::InUse));
        }
    }
    let going = going.into_values().map(|(line, _)| line.record);
    records::erase(tx, going.collect::<Vec<_>>()).await
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
