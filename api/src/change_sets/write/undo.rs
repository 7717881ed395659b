//! Undoing a change set.

use std::collections::{HashMap, HashSet};

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
use crate::kit::images::{Edits, Image, TABLES, Table, put};
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
    /// Of a row whose place something else has.
    fn taken(table: &'static Table, row: &Image) -> Option<Self> {
        let (record_type, id) = (table.owner, row.id(table.by)?);
        Some(Self {
            record: RecordRef { record_type, id },
            column: None,
            part: table.shown,
            why: Why::Taken,
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
    let edited = edits.write(tx).await?;
    let erased = erase::erase(tx, &new, &mut conflicts).await?;
    let taken = put(tx, edited.late, true).await?;
    conflicts.extend(
        taken
            .iter()
            .filter_map(|(table, row)| Conflict::taken(table, row)),
    );

    let people = edited
        .people
        .iter()
        .chain(&erased.people)
        .map(|id| (RecordType::Person, *id));
    let again = edited.records.iter().copied().chain(people);
    let again = again.filter(|(_, id)| !erased.ids.contains(id));
    afresh(tx, &undo.afresh, again.collect::<Vec<_>>()).await?;
    let restored = edited.records;
    if undo.is_dry || (restored.is_empty() && erased.ids.is_empty()) {
        tx.undo();
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
    let problem = |code, message: String| Problem::new(code, Path::argument("id"), message);
    let found = by_ids(&tx.read(), &[id.0]).await.map_err(Fault::from)?;
    let set = found.into_iter().next();
    let set = set.ok_or_else(|| problem(Code::NotFound, "there is no such change set".to_owned()))?;
    match set.undone_by {
        Some(by) => Err(problem(Code::State, format!("it is undone already, by {by}")).into()),
        None if !set.is_kept => {
            let message = "what was before is kept no longer".to_owned();
            Err(problem(Code::State, message).into())
        }
        None => Ok(set),
    }
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
    for line in lines {
        if line.is_erased() {
            conflicts.push(Conflict::of(line, None, Why::Erased));
            continue;
        }
        let stands = now.get(&table.key_of(&line.key)?);
        let (step, changed) = line.step(stands);
        if let Some(stands) = stands {
            edits.stands(table, stands);
        }
        let mut columns: Vec<Option<&'static str>> = changed.into_iter().map(Some).collect();
        if !table.is_of_records() {
            // Of a part, clients see no columns.
            columns.truncate(1);
        }
        conflicts.extend(
            columns
                .into_iter()
                .map(|column| Conflict::of(line, column, Why::Changed)),
        );
        match step {
            Step::Nothing => {}
            Step::Put(row) => edits.put(table, row),
            Step::Remove => {
                if let Some(stands) = stands {
                    edits.remove(table, stands.clone());
                }
            }
        }
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
