use std::collections::{BTreeSet, HashMap};

use entity::RecordType;
use entity::search_word::{self, Column, Model, NameField};
use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryTrait,
    Select,
};
use uuid::Uuid;

use super::spellings::{Typed, of_email, of_name};
use crate::kit::phone::{self, Region};
use crate::kit::{Scope, Together, Tx};

/// Rows that are written at once.
const BATCH: usize = 1_000;
/// What comes behind every spelling that begins alike.
const LAST: char = '\u{10ffff}';

/// The spellings by which a record is found by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(BTreeSet<(NameField, String)>);

impl Names {
    /// Adds a name.
    pub fn name(&mut self, field: NameField, name: &str) {
        self.extend(field, of_name(name));
    }

    /// Adds an e-mail address.
    pub fn email(&mut self, address: &str) {
        self.extend(NameField::Email, of_email(address));
    }

    /// Adds a telephone number, which is read by the rules of a region if it has no country's code.
    pub fn phone(&mut self, number: &str, region: Option<Region>) {
        self.extend(NameField::Phone, phone::spellings(number, region));
    }

    fn extend(&mut self, field: NameField, spellings: impl IntoIterator<Item = String>) {
        self.0
            .extend(spellings.into_iter().map(|spelling| (field, spelling)));
    }

    fn rows(self, tx: &Tx, record_type: RecordType, record_id: Uuid) -> impl Iterator<Item = Model> {
        let workspace_id = tx.workspace();
        self.0.into_iter().map(move |(field, word)| Model {
            workspace_id,
            record_type,
            word,
            record_id,
            field,
        })
    }
}

/// Makes records of one type findable by these names, and by no others. Where they are as they were, nothing is written. Two statements, and one for each thousand names that are new.
///
/// # Errors
/// The database fails.
pub async fn index_all_names(
    tx: &Tx,
    record_type: RecordType,
    names: Vec<(Uuid, Names)>,
) -> Result<(), DbErr> {
    let reader = tx.read();
    let ids = names.iter().map(|(id, _)| *id);
    let rows = reader
        .select::<search_word::Entity>()
        .filter(reader.among(Column::RecordId, ids));
    let mut known: HashMap<Uuid, Names> = HashMap::new();
    for row in rows.all(tx.conn()).await? {
        known
            .entry(row.record_id)
            .or_default()
            .0
            .insert((row.field, row.word));
    }
    let moved = names
        .into_iter()
        .filter(|(id, names)| known.get(id).unwrap_or(&Names::default()) != names);
    let moved: Vec<(Uuid, Names)> = moved.collect();
    let old: Vec<Uuid> = moved
        .iter()
        .filter(|(id, _)| known.contains_key(id))
        .map(|(id, _)| *id)
        .collect();
    if !old.is_empty() {
        forget(tx, reader.among(Column::RecordId, old)).await?;
    }
    let rows = moved
        .into_iter()
        .flat_map(|(id, names)| names.rows(tx, record_type, id));
    insert(tx, rows.collect()).await
}

/// Makes new records of one type findable by their names, with what is sent together.
pub fn name_all_with(
    tx: &Tx,
    together: &mut Together,
    record_type: RecordType,
    names: impl IntoIterator<Item = (Uuid, Names)>,
) {
    let names = names.into_iter();
    let rows = names.flat_map(|(id, names)| names.rows(tx, record_type, id));
    let rows: Vec<_> = rows.map(|row| row.into_active_model().reset_all()).collect();
    for rows in rows.chunks(BATCH) {
        together.add(search_word::Entity::insert_many(rows.to_vec()).into_query());
    }
}

/// Makes records findable by these numbers, and by no others.
///
/// # Errors
/// The database fails.
pub async fn index_numbers(
    tx: &Tx,
    record_type: RecordType,
    numbers: impl IntoIterator<Item = (Uuid, Names)>,
) -> Result<(), DbErr> {
    let (ids, names): (Vec<Uuid>, Vec<Names>) = numbers.into_iter().unzip();
    if ids.is_empty() {
        return Ok(());
    }
    let of_these = Column::RecordId.is_in(ids.iter().copied());
    forget(tx, of_these.and(Column::Field.eq(NameField::Phone))).await?;
    let rows = ids
        .into_iter()
        .zip(names)
        .flat_map(|(id, names)| names.rows(tx, record_type, id));
    insert(tx, rows.collect()).await
}

/// Makes records unfindable by name.
///
/// # Errors
/// The database fails.
pub(super) async fn forget_names(tx: &Tx, ids: &[Uuid]) -> Result<(), DbErr> {
    for ids in ids.chunks(BATCH) {
        forget(tx, tx.read().among(Column::RecordId, ids.iter().copied())).await?;
    }
    Ok(())
}

async fn forget(tx: &Tx, which: SimpleExpr) -> Result<(), DbErr> {
    search_word::Entity::delete_many()
        .filter(Column::WorkspaceId.eq(tx.workspace()))
        .filter(which)
        .exec(tx.conn())
        .await?;
    Ok(())
}

async fn insert(tx: &Tx, rows: Vec<Model>) -> Result<(), DbErr> {
    let mut rows = rows.into_iter().map(|row| row.into_active_model().reset_all());
    loop {
        let batch: Vec<_> = rows.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            return Ok(());
        }
        search_word::Entity::insert_many(batch)
            .exec_without_returning(tx.conn())
            .await?;
    }
}

/// The spellings of records of one type, in one of these fields, that begin with what was typed.
#[must_use]
pub fn spelt(
    scope: &Scope,
    record_type: RecordType,
    fields: &[NameField],
    typed: &Typed,
) -> Select<search_word::Entity> {
    let begins = typed.spellings.iter().fold(Condition::any(), |any, spelling| {
        let end = format!("{spelling}{LAST}");
        any.add(Column::Word.gte(spelling.as_str()).and(Column::Word.lt(end)))
    });
    let select = scope
        .select::<search_word::Entity>()
        .filter(Column::RecordType.eq(record_type))
        .filter(begins);
    if fields.len() == NameField::ALL.len() {
        return select;
    }
    select.filter(Column::Field.is_in(fields.iter().copied()))
}

/// Whether a spelling is all that was typed.
#[must_use]
pub fn whole(typed: &Typed) -> SimpleExpr {
    Expr::col(Column::Word).is_in(typed.spellings.clone())
}
