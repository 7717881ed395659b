//! Records, gone for good, whatever their kinds.

use std::collections::{BTreeMap, BTreeSet};

use entity::RecordType;
use entity::change::ChangeOp;
use uuid::Uuid;

use crate::kit::images::{TABLES, people_of};
use crate::kit::{Failure, Fault, Tx};
use crate::search;

/// What is gone.
#[derive(Default)]
pub struct Erased {
    /// The records.
    pub ids: Vec<Uuid>,
    /// The people of whom they spoke.
    pub people: BTreeSet<Uuid>,
}

/// Erases records with all that belongs to them. Nothing that stays may refer to them.
///
/// # Errors
/// The database fails.
pub async fn erase(
    tx: &mut Tx,
    records: impl IntoIterator<Item = (RecordType, Uuid)>,
) -> Result<Erased, Failure> {
    let mut going: BTreeMap<RecordType, Vec<Uuid>> = BTreeMap::new();
    for (kind, id) in records {
        going.entry(kind).or_default().push(id);
    }
    going.values_mut().for_each(|ids| ids.sort_unstable());
    let mut erased = Erased::default();
    // Those that refer to others go before them.
    for table in TABLES.iter().rev() {
        let Some(ids) = going.get(&table.owner) else {
            continue;
        };
        let rows = table.rows(&tx.read(), table.by, ids).await.map_err(Fault::from)?;
        erased
            .people
            .extend(rows.iter().flat_map(|row| people_of(table, row)));
        table
            .remove(tx, &rows.iter().collect::<Vec<_>>())
            .await
            .map_err(Fault::from)?;
        if table.is_of_records() {
            for row in &rows {
                if let Some(id) = row.id("id") {
                    let revision = row.number("revision").unwrap_or_default() + 1;
                    tx.announce(table.owner, id, ChangeOp::Erase, revision);
                    erased.ids.push(id);
                }
            }
        }
    }
    search::forget(tx, &erased.ids).await?;
    tx.erase_answers(&erased.ids).await?;
    Ok(erased)
}
