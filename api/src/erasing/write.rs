//! Erasing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::ids::PersonId;
use entity::{RecordType, Tenant as _, change, change_set_row, nudge_decision, person};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, Value};
use uuid::Uuid;

use super::extent::{Extent, Left};
use crate::kit::afresh::{Afresh, afresh};
use crate::kit::images::{Edits, Key, TABLES, put};
use crate::kit::{Code, Failure, Fault, Path, Problem, Tx};
use crate::{imports, jobs, records, transfer};

/// Ids of one statement.
const SOME: usize = 500;

/// Whom to erase.
pub struct Erase {
    /// The person.
    pub id: PersonId,
    /// The revision that the client has seen.
    pub revision: Option<i32>,
    /// Whether nothing is to be stored.
    pub is_dry: bool,
    /// What follows from records, and is worked out again.
    pub afresh: Vec<Afresh>,
}

/// The receipt.
#[derive(Clone, Debug)]
pub struct Erased {
    /// The person who is gone.
    pub id: PersonId,
    /// How many records of each kind are gone.
    pub gone: BTreeMap<RecordType, usize>,
    /// How many others were changed, for they named what is gone.
    pub changed: usize,
}

/// Erases a person.
///
/// # Errors
/// There is nobody with this id, it is the user, or somebody has changed them meanwhile.
pub fn erase<'a>(tx: &'a mut Tx, erase: &'a Erase) -> BoxFuture<'a, Result<Erased, Failure>> {
    run(tx, erase).boxed()
}

async fn run(tx: &mut Tx, erase: &Erase) -> Result<Erased, Failure> {
    let person: person::Model = tx.find(Path::argument("id"), erase.id).await?;
    tx.expect_revision(&person, erase.revision)?;
    if person.is_self {
        let message = "this person stands for the user, who is not erased from their own network";
        return Err(Problem::new(Code::Invalid, Path::argument("id"), message).into());
    }
    let Extent { going, rows, .. } = Extent::of(&tx.read(), erase.id.0).await?;
    let people = going.iter().filter(|(kind, _)| *kind == RecordType::Person);
    let people: Vec<PersonId> = people.map(|(_, id)| PersonId(*id)).collect();
    transfer::keep_marks(tx, &people).await?;
    let edited = edits(&going, rows).write(tx).await?;
    if !edited.held.is_empty() || !put(tx, edited.late, true).await?.is_empty() {
        return Err(Fault::Internal("an erasure that the database does not take".to_owned()).into());
    }
    let erased = records::erase(tx, going.iter().copied()).await?;
    forget(tx, &going).await?;
    let people = edited.people.into_iter().chain(erased.people);
    let people = people.map(|id| (RecordType::Person, id));
    let others = edited.records.iter().copied().chain(people);
    let others = others.filter(|record| !going.contains(record));
    afresh(tx, &erase.afresh, others.collect::<Vec<_>>()).await?;
    if erase.is_dry {
        tx.discard();
    }
    let mut gone = BTreeMap::new();
    for (kind, _) in &going {
        *gone.entry(*kind).or_default() += 1;
    }
    Ok(Erased {
        id: erase.id,
        gone,
        changed: edited.records.len(),
    })
}

/// What is done to rows of records that stay.
fn edits(going: &BTreeSet<(RecordType, Uuid)>, rows: HashMap<(&'static str, Key), Left>) -> Edits {
    let mut edits = Edits::default();
    let mut rows: Vec<_> = rows.into_iter().collect();
    rows.sort_by(|(one, _), (other, _)| one.cmp(other));
    for (
        _,
        Left {
            table,
            mut row,
            is_removed,
            columns,
        },
    ) in rows
    {
        let owner = row.id(table.by);
        if owner.is_some_and(|id| going.contains(&(table.owner, id))) {
            continue;
        }
        if is_removed {
            edits.remove(table, row);
            continue;
        }
        edits.stands(table, &row);
        for column in columns {
            row.set(column, Value::Uuid(None));
        }
        edits.put(table, row);
    }
    edits
}

/// Forgets what else is kept of them: what was before, by what a create was known again, decisions about nudges that name them, and files in
/// which they came.
async fn forget(tx: &Tx, going: &BTreeSet<(RecordType, Uuid)>) -> Result<(), Failure> {
    let ids: Vec<Uuid> = going.iter().map(|(_, id)| *id).collect();
    let mut sets: BTreeSet<Uuid> = BTreeSet::new();
    for ids in ids.chunks(SOME) {
        use change_set_row::Column;
        let named = tx.read().select::<change_set_row::Entity>();
        let named = named.filter(tx.read().among(Column::RecordId, ids.iter().copied()));
        let named = named.select_only().column(Column::ChangeSetId).distinct();
        let named: Vec<Uuid> = named.into_tuple().all(tx.conn()).await?;
        sets.extend(named);
        change_set_row::Entity::delete_many()
            .filter(change_set_row::Entity::workspace_column().eq(tx.workspace()))
            .filter(tx.read().among(Column::RecordId, ids.iter().copied()))
            .exec(tx.conn())
            .await?;
        change::Entity::update_many()
            .col_expr(change::Column::Fingerprint, Expr::val(None::<String>))
            .filter(change::Entity::workspace_column().eq(tx.workspace()))
            .filter(tx.read().among(change::Column::RecordId, ids.iter().copied()))
            .exec(tx.conn())
            .await?;
    }
    let sets: Vec<Uuid> = sets.into_iter().collect();
    for sets in sets.chunks(SOME) {
        jobs::forget(tx, sets).await?;
        imports::forget_sets(tx, sets).await?;
    }
    let tables: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
    let people = going.iter().filter(|(kind, _)| *kind == RecordType::Person);
    for (_, id) in people {
        tx.forget_kept(&tables, *id).await?;
        imports::forget(tx, PersonId(*id)).await?;
        nudge_decision::Entity::delete_many()
            .filter(nudge_decision::Entity::workspace_column().eq(tx.workspace()))
            .filter(nudge_decision::Column::Key.contains(PersonId(*id).to_string()))
            .exec(tx.conn())
            .await?;
    }
    Ok(())
}
