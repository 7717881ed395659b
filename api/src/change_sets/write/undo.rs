//! Undoing a change set.

use std::collections::{HashMap, HashSet};

use entity::change::ChangeOp;
use entity::change_set::{self, Entity};
use entity::ids::ChangeSetId;
use entity::{RecordType, Role, Tenant as _};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::erase;
use crate::change_sets::read::{by_ids, lines};
use crate::change_sets::rules::{Line, Step, Why, joined, right};
use crate::kit::afresh::{Afresh, afresh};
use crate::kit::images::{Edited, Edits, Image, Row, TABLES, Table, put};
use crate::kit::{Caller, Code, Failure, Fault, Path, Problem, RecordRef, Tx};

/// What is to be undone, by whom.
pub struct Undo {
    /// The change set.
    pub id: ChangeSetId,
    /// Whether nothing is to be stored.
    pub is_dry: bool,
    /// Who asks.
    pub caller: Caller,
    /// What follows from records, and is worked out again.
    pub afresh: Vec<Afresh>,
}

/// Something that is not given back.
#[derive(Clone, Debug)]
pub struct Conflict {
    /// Of which record.
    pub record: RecordRef,
    /// The field of the record's own row, by its column; none where it is the record as a whole, or a part of it.
    pub column: Option<&'static str>,
    /// The field under which clients see the part.
    pub part: Option<&'static str>,
    /// Why.
    pub why: Why,
}

impl Conflict {
    /// Of a row that the database does not take, or does not let go.
    fn of_row(table: &'static Table, row: &Image, why: Why) -> Option<Self> {
        let (record_type, id) = (table.owner, row.id(table.by)?);
        Some(Self {
            record: RecordRef { record_type, id },
            column: None,
            part: table.shown,
            why,
        })
    }

    /// Of a row, or of one of its columns.
    pub(super) fn of(line: &Line, column: Option<&'static str>, why: Why) -> Self {
        let (record_type, id) = line.record;
        Self {
            record: RecordRef { record_type, id },
            column: column.filter(|_| line.table.is_of_records()),
            part: line.table.shown,
            why,
        }
    }
}

/// What came of undoing.
#[derive(Clone, Debug)]
pub struct Undone {
    /// What was undone.
    pub id: ChangeSetId,
    /// How many records were given back as they were.
    pub restored: usize,
    /// How many records are gone that it had made.
    pub erased: usize,
    /// What was not given back.
    pub conflicts: Vec<Conflict>,
}

/// Gives back what was before a change set.
///
/// # Errors
/// There is no such change set, it was undone already, what was before is kept no longer, or the caller may not change what it changed.
pub fn undo<'a>(tx: &'a mut Tx, undo: &'a Undo) -> BoxFuture<'a, Result<Undone, Failure>> {
    run(tx, undo).boxed()
}

async fn run(tx: &mut Tx, undo: &Undo) -> Result<Undone, Failure> {
    let set = found(tx, undo.id).await?;
    let lines = joined(lines(&tx.read(), undo.id).await?)?;
    may(&set, &lines, &undo.caller)?;
    can(&set)?;
    tx.undoes(undo.id);
    let mut conflicts = Vec::new();
    let made: HashSet<Uuid> = lines
        .iter()
        .filter(|line| line.is_new())
        .map(|line| line.record.1)
        .collect();
    let (new, others): (Vec<Line>, Vec<Line>) = lines.into_iter().partition(Line::is_new);
    // What belongs to a record that goes, goes with it.
    let others = others.into_iter().filter(|line| !made.contains(&line.record.1));
    let others: Vec<Line> = others.collect();

    let mut edits = Edits::default();
    for table in TABLES.iter() {
        let of_table: Vec<&Line> = others
            .iter()
            .filter(|line| std::ptr::eq(line.table, table))
            .collect();
        decide(tx, table, &of_table, &mut edits, &mut conflicts).await?;
    }
    if !edits.is_empty() {
        told(&others).for_each(|record| edits.tell(record));
    }
    let mut edited = edits.write(tx).await?;
    let held = edited.held.iter();
    conflicts.extend(held.filter_map(|(table, row)| Conflict::of_row(table, row, Why::InUse)));
    let erased = erase::erase(tx, &new, &mut conflicts).await?;
    let taken = put(tx, std::mem::take(&mut edited.late), true).await?;
    conflicts.extend(
        taken
            .iter()
            .filter_map(|(table, row)| Conflict::of_row(table, row, Why::Taken)),
    );
    stay(tx, &mut edited, taken).await?;

    let gone: HashSet<Uuid> = erased.ids.iter().copied().collect();
    let people = edited.people.iter().chain(&erased.people);
    let people = people.map(|id| (RecordType::Person, *id));
    let again = edited.records.iter().copied().chain(people);
    let again = again.filter(|(_, id)| !gone.contains(id));
    afresh(tx, &undo.afresh, again.collect::<Vec<_>>()).await?;
    let restored = edited.records;
    if undo.is_dry || (restored.is_empty() && erased.ids.is_empty()) {
        tx.discard();
    } else {
        mark(tx, undo.id).await?;
    }
    let (restored, erased) = (restored.len(), erased.ids.len());
    let id = undo.id;
    Ok(Undone {
        id,
        restored,
        erased,
        conflicts,
    })
}

async fn found(tx: &Tx, id: ChangeSetId) -> Result<change_set::Model, Failure> {
    let found = by_ids(&tx.read(), &[id.0]).await.map_err(Fault::from)?;
    let none = || {
        Problem::new(
            Code::NotFound,
            Path::argument("id"),
            "there is no such change set",
        )
    };
    Ok(found.into_iter().next().ok_or_else(none)?)
}

/// Whether it can be undone still.
fn can(set: &change_set::Model) -> Result<(), Problem> {
    let message = match set.undone_by {
        Some(by) => format!("it is undone already, by {by}"),
        None if !set.is_kept => "what was before is kept no longer".to_owned(),
        None => return Ok(()),
    };
    Err(Problem::new(Code::State, Path::argument("id"), message))
}

/// Whoever may change all that it changed may undo it, and whoever made it.
fn may(set: &change_set::Model, lines: &[Line], caller: &Caller) -> Result<(), Problem> {
    let by = caller.writer_of_parts().actor();
    let is_own = (by.user, by.token) == (set.actor.user, set.actor.token) && caller.role >= Role::Editor;
    let mut needed = lines.iter().map(|line| right(line.record.0));
    let lacking = needed.find(|right| !caller.rights.contains(*right));
    match lacking.filter(|_| !is_own) {
        Some(right) => {
            let message = format!("it changed records that the scope {right} is needed for");
            Err(Problem::new(Code::Forbidden, Path::argument("id"), message))
        }
        None => Ok(()),
    }
}

/// What is to be done with the rows of a table.
async fn decide(
    tx: &Tx,
    table: &'static Table,
    lines: &[&Line],
    edits: &mut Edits,
    conflicts: &mut Vec<Conflict>,
) -> Result<(), Fault> {
    if lines.is_empty() {
        return Ok(());
    }
    let keys: Vec<&Image> = lines.iter().map(|line| &line.key).collect();
    let mut now = HashMap::new();
    for image in table.these(&tx.read(), &keys).await? {
        now.insert(table.key_of(&image)?, image);
    }
    let mut left: HashSet<Uuid> = HashSet::new();
    let mut steps = Vec::with_capacity(lines.len());
    for line in lines {
        let stands = now.get(&table.key_of(&line.key)?);
        if let Some(stands) = stands {
            edits.stands(table, stands);
        }
        let (step, changed) = line.step(stands);
        if line.is_of_one_piece() && !changed.is_empty() {
            left.insert(line.record.1);
        }
        steps.push((*line, stands, step, changed));
    }
    for (line, stands, step, changed) in steps {
        if line.is_erased() {
            conflicts.push(Conflict::of(line, None, Why::Erased));
            continue;
        }
        let mut columns: Vec<Option<&'static str>> = changed.into_iter().map(Some).collect();
        if !table.is_of_records() {
            // Of a part, clients see no columns.
            columns.truncate(1);
        }
        let columns = columns.into_iter();
        conflicts.extend(columns.map(|column| Conflict::of(line, column, Why::Changed)));
        match (step, stands) {
            _ if left.contains(&line.record.1) => {}
            (Step::Put(row), _) => edits.put(table, row),
            (Step::Remove, Some(stands)) => edits.remove(table, stands.clone()),
            (Step::Remove, None) | (Step::Nothing, _) => {}
        }
    }
    Ok(())
}

/// Records whose own rows the database does not take are as they were, and the feed says no more of them than that.
async fn stay(tx: &mut Tx, edited: &mut Edited, taken: Vec<Row>) -> Result<(), Failure> {
    for (table, row) in taken.into_iter().filter(|(table, _)| table.is_of_records()) {
        let Some(id) = row.id("id") else { continue };
        edited.records.remove(&(table.owner, id));
        let revision = row.number("revision").unwrap_or_default();
        let Some(mut stood) = edited.stood.remove(&id) else {
            tx.announce(table.owner, id, ChangeOp::Erase, revision + 1);
            tx.erase_answers(&[id]).await?;
            continue;
        };
        for column in ["revision", "seq", "updated_at"] {
            if let (Some(name), Some(value)) = (table.column(column), row.get(column)) {
                stood.set(name, value.clone());
            }
        }
        table.write(tx, &[stood]).await.map_err(Fault::from)?;
    }
    Ok(())
}

/// The records that were told of what the change set did beside them.
fn told(lines: &[Line]) -> impl Iterator<Item = (RecordType, Uuid)> {
    let own = lines.iter().filter(|line| line.table.is_of_records());
    let told = own.filter(|line| {
        line.before
            .as_ref()
            .is_some_and(|before| before.columns().next().is_none())
    });
    told.map(|line| line.record)
}

/// Notes that it was undone.
async fn mark(tx: &Tx, id: ChangeSetId) -> Result<(), Failure> {
    let by = tx.by().set().map(|set| set.id);
    Entity::update_many()
        .col_expr(
            change_set::Column::UndoneBy,
            sea_orm::sea_query::Expr::val(by.map(|by| by.0)),
        )
        .filter(Entity::workspace_column().eq(tx.workspace()))
        .filter(change_set::Column::Id.eq(id))
        .exec(tx.conn())
        .await?;
    Ok(())
}
