//! What was before: kept with the writes of a change set, so that it can be undone.
//!
//! It is read beside the transaction at its end. Who writes in a workspace holds its lock, so what is stored is what was before, whatever
//! the commands were, and none of them has to say what it is about to change. What belongs to a record is told by the list of tables.

use std::collections::{BTreeMap, HashMap, HashSet};

use entity::change::ChangeOp;
use entity::{RecordType, change_set, change_set_row};
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, EntityTrait, IntoActiveModel as _, QueryFilter as _,
};
use uuid::Uuid;

use super::{Entry, Tx};
use crate::kit::images::{Image, Key, Table, of_owner};
use crate::kit::{ChangeSetOf, Failure, Fault, Reader};

/// Rows of one statement: as many as either database takes, with ten columns each.
const ROWS: usize = 3_000;

/// Columns in which nothing stands that a client said: what they hold follows from the write itself, or from other rows.
const FOLLOWS: [&str; 5] = ["revision", "seq", "updated_at", "last_interaction_at", "balance"];

/// Whether what stands in a column was said, so that it is given back.
#[must_use]
pub fn is_said(column: &str) -> bool {
    !FOLLOWS.contains(&column)
}

/// A row before and after.
type Rows = (Option<Image>, Option<Image>);

/// What is kept of a row.
struct Kept {
    table: &'static Table,
    record: (RecordType, Uuid),
    key: Image,
    before: Option<Image>,
    after: Option<Image>,
}

/// Keeps what was before a write.
pub(super) async fn keep(tx: &Tx, set: ChangeSetOf, outside: &Reader<'_>) -> Result<(), Failure> {
    let mut kept = Vec::new();
    let mut others: BTreeMap<RecordType, Vec<Touched>> = BTreeMap::new();
    let touched = touched(tx);
    let gone: HashSet<Uuid> = touched.iter().filter(|it| it.is_erased).map(|it| it.id).collect();
    for record in touched {
        let Some(own) = of_owner(record.kind).next() else {
            continue;
        };
        if record.is_erased {
            // Whoever erases something means it: nothing of it is kept, but that it was there.
            kept.push(own_row(own, &record, None, None));
        } else if record.is_made {
            kept.push(own_row(own, &record, None, Some(record.left())));
        } else {
            others.entry(record.kind).or_default().push(record);
        }
    }
    for (kind, records) in others {
        for table in of_owner(kind).filter(|table| tx.conn().has_written(table.name)) {
            // Of a record that was only told of what is beside it, the row says nothing else than before.
            let records = records.iter().filter(|it| !table.is_of_records() || !it.is_told);
            let ids: Vec<Uuid> = records.map(|it| it.id).collect();
            if ids.is_empty() {
                continue;
            }
            let before = table.rows(outside, table.by, &ids).await.map_err(Fault::from)?;
            let after = table
                .rows(&tx.read(), table.by, &ids)
                .await
                .map_err(Fault::from)?;
            kept.extend(compared(table, (before, after), &gone)?);
        }
        let Some(own) = of_owner(kind).next() else {
            continue;
        };
        let told = records.iter().filter(|it| it.is_told);
        kept.extend(told.map(|it| own_row(own, it, Some(Image::default()), Some(it.left()))));
    }
    store(tx, set, kept).await
}

/// What a write did to a record, as it announced it.
struct Touched {
    kind: RecordType,
    id: Uuid,
    /// Its revision after the write.
    revision: i32,
    is_made: bool,
    /// Whether it was erased, and not by undoing.
    is_erased: bool,
    /// Whether nothing of its own row was changed.
    is_told: bool,
}

impl Touched {
    /// What the write left of its own row, where nothing else of it is kept.
    fn left(&self) -> Image {
        [("revision", self.revision.into())].into_iter().collect()
    }
}

/// What the write did to each record, in the order of the first changes.
fn touched(tx: &Tx) -> Vec<Touched> {
    let (mut places, mut touched): (HashMap<Uuid, usize>, Vec<Touched>) = (HashMap::new(), Vec::new());
    for Entry {
        record_type,
        record_id,
        op,
        revision,
        columns,
        ..
    } in &tx.entries
    {
        let place = *places.entry(*record_id).or_insert(touched.len());
        if place == touched.len() {
            touched.push(Touched {
                kind: *record_type,
                id: *record_id,
                revision: *revision,
                is_made: false,
                is_erased: false,
                is_told: true,
            });
        }
        if let Some(record) = touched.get_mut(place) {
            record.revision = *revision;
            record.is_made |= *op == ChangeOp::Create;
            record.is_erased |= *op == ChangeOp::Erase && tx.undoes.is_none();
            record.is_told &= columns.as_deref() == Some("");
        }
    }
    touched
}

fn own_row(table: &'static Table, record: &Touched, before: Option<Image>, after: Option<Image>) -> Kept {
    Kept {
        table,
        record: (table.owner, record.id),
        key: [("id", record.id.into())].into_iter().collect(),
        before,
        after,
    }
}

/// What became of the rows of a table. A record's own row is kept though nothing changed in it, since something beside it did.
fn compared(
    table: &'static Table,
    (before, after): (Vec<Image>, Vec<Image>),
    gone: &HashSet<Uuid>,
) -> Result<Vec<Kept>, Fault> {
    let mut rows: BTreeMap<Key, Rows> = BTreeMap::new();
    for image in before {
        let key = table.key_of(&image)?;
        rows.entry(key).or_default().0 = Some(image);
    }
    for image in after {
        let key = table.key_of(&image)?;
        rows.entry(key).or_default().1 = Some(image);
    }
    let mut kept = Vec::new();
    for (before, after) in rows.into_values() {
        let Some(any) = after.as_ref().or(before.as_ref()) else {
            continue;
        };
        if any.names(gone) {
            continue;
        }
        let owner = any
            .id(table.by)
            .ok_or_else(|| Fault::Internal(format!("a row of {} of nothing", table.name)))?;
        let (record, key) = (
            (table.owner, owner),
            any.only(|column| table.key.contains(&column)),
        );
        let (before, after) = match (before, after) {
            (Some(before), Some(after)) => {
                let differs = |column: &str| is_said(column) && before.get(column) != after.get(column);
                let mut left = after.only(differs);
                if let Some(revision) = after.get("revision") {
                    left.set("revision", revision.clone());
                }
                (Some(before.only(differs)), Some(left))
            }
            other => other,
        };
        let is_same = before == after;
        if table.is_of_records() || !is_same {
            kept.push(Kept {
                table,
                record,
                key,
                before,
                after,
            });
        }
    }
    Ok(kept)
}

impl Tx {
    /// Forgets what was kept of rows of these tables in which this id stands, for what has it is being erased.
    ///
    /// # Errors
    /// The database fails.
    pub async fn forget_kept(&self, tables: &[&str], id: Uuid) -> Result<(), Failure> {
        use change_set_row::Column;
        let names = format!("%{id}%");
        let images = [Column::RowKey, Column::Before, Column::After];
        let naming = images
            .into_iter()
            .fold(Condition::any(), |any, image| any.add(image.like(&names)));
        change_set_row::Entity::delete_many()
            .filter(Column::WorkspaceId.eq(self.workspace()))
            .filter(Column::TableName.is_in(tables.iter().copied()))
            .filter(naming.add(Column::RecordId.eq(id)))
            .exec(self.conn())
            .await?;
        Ok(())
    }
}

async fn store(tx: &Tx, set: ChangeSetOf, kept: Vec<Kept>) -> Result<(), Failure> {
    use change_set::Column;
    if kept.is_empty() {
        return Ok(());
    }
    let (workspace_id, last_seq) = (tx.workspace(), tx.next_seq() - 1);
    let changes = i32::try_from(tx.entries.len()).unwrap_or(i32::MAX);
    let whole = change_set::Model {
        workspace_id,
        id: set.id,
        mutation: set.mutation.to_owned(),
        actor: tx.actor(),
        at: tx.now(),
        first_seq: tx.opened_at + 1,
        last_seq,
        changes,
        undoes: tx.undoes,
        undone_by: None,
        is_kept: true,
    };
    let mut again = OnConflict::columns([Column::WorkspaceId, Column::Id]);
    again.update_column(Column::LastSeq);
    // What was undone when a file was half imported goes on, and can be undone again.
    again.value(Column::UndoneBy, Expr::val(None::<Uuid>));
    again.value(
        Column::Changes,
        Expr::col((change_set::Entity, Column::Changes)).add(changes),
    );
    change_set::Entity::insert(whole.into_active_model().reset_all())
        .on_conflict(again)
        .exec_without_returning(tx.conn())
        .await?;
    let rows = (0..).zip(kept).map(|(position, kept)| {
        let Kept {
            table,
            record,
            key,
            before,
            after,
        } = kept;
        let text = |image: Option<Image>| image.as_ref().map(Image::text).transpose();
        let row = change_set_row::Model {
            workspace_id,
            change_set_id: set.id,
            seq: last_seq,
            position,
            record_type: record.0,
            record_id: record.1,
            table_name: table.name.to_owned(),
            row_key: key.text()?,
            before: text(before)?,
            after: text(after)?,
        };
        Ok(row.into_active_model().reset_all())
    });
    let rows: Vec<change_set_row::ActiveModel> = rows.collect::<Result<_, Fault>>()?;
    for rows in rows.chunks(ROWS) {
        change_set_row::Entity::insert_many(rows.to_vec())
            .exec_without_returning(tx.conn())
            .await?;
    }
    Ok(())
}
