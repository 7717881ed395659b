//! The tables in which a workspace's network is kept.

use std::collections::HashSet;
use std::marker::PhantomData;
use std::sync::LazyLock;

use async_trait::async_trait;
use entity::{RecordType, Tenant};
use sea_orm::sea_query::{ColumnType, Expr, ExprTrait as _, OnConflict};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait as _, DbBackend, DbErr, EntityTrait,
    FromQueryResult, IdenStatic as _, Iterable as _, ModelTrait, QueryFilter, QueryOrder as _,
    QuerySelect as _, Value,
};
use uuid::Uuid;

use super::{Image, Key};
use crate::kit::{Fault, Reader, Tx};

/// Rows of one statement that writes them: within the parameters that either database takes.
const ROWS: usize = 500;

/// Large rows of one statement.
const LARGE: usize = 8;

/// Ids of one statement that removes rows.
const IDS: usize = 30_000;

/// Keys of one statement that looks rows up by more than an id.
const KEYS: usize = 100;

/// A table.
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// What kind of record its rows belong to.
    pub owner: RecordType,
    /// The column by which they name that record.
    pub by: &'static str,
    /// The field of that record under which clients see them, where they are parts of it.
    pub shown: Option<&'static str>,
    /// By which columns its rows refer to other records.
    pub refers: &'static [(&'static str, RecordType)],
    /// The columns of its key, without the workspace.
    pub key: Vec<&'static str>,
    /// Its columns, without the workspace.
    pub columns: Vec<(&'static str, ColumnType)>,
    /// Those of them that may be empty.
    pub nullable: Vec<&'static str>,
    rows: Box<dyn Rows>,
}

macro_rules! listed {
    ($($module:ident: $owner:ident by $by:ident $(as $shown:literal)? $(, $column:ident $to:ident)*;)*) => {
        /// All of them, each behind those that it refers to.
        pub static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| vec![$(
            Table::of::<entity::$module::Entity>(
                stringify!($module),
                (RecordType::$owner, stringify!($by), [$($shown)?].first().copied()),
                &[$((stringify!($column), RecordType::$to)),*],
            ),
        )*]);
    };
}

entity::tables!(listed);

/// The tables in which it is written down what was done in a workspace. They belong to no record, and are not among those above.
pub static BOOKS: LazyLock<Vec<Table>> = LazyLock::new(|| {
    let whole = (RecordType::Workspace, "workspace_id", None);
    vec![
        Table::of::<entity::change::Entity>("change", whole, &[]),
        Table::of::<entity::change_set::Entity>("change_set", whole, &[]),
        Table::of::<entity::change_set_row::Entity>("change_set_row", whole, &[]),
    ]
});

/// The tables of a workspace that are neither a part of its network nor of its books: who may enter it, what was sent to it, and what is kept
/// to answer sooner. Each stands behind those that it refers to.
pub static APART: LazyLock<Vec<Table>> = LazyLock::new(|| {
    let whole = (RecordType::Workspace, "workspace_id", None);
    vec![
        Table::of::<entity::membership::Entity>("membership", whole, &[]),
        Table::of::<entity::invitation::Entity>("invitation", whole, &[]),
        Table::of::<entity::api_token::Entity>("api_token", whole, &[]),
        Table::of::<entity::calendar_feed::Entity>("calendar_feed", whole, &[]),
        Table::of::<entity::idempotency_key::Entity>("idempotency_key", whole, &[]),
        Table::of::<entity::idempotency_key_record::Entity>("idempotency_key_record", whole, &[]),
        Table::of::<entity::search_word::Entity>("search_word", whole, &[]),
        Table::of::<entity::upload::Entity>("upload", whole, &[]),
        Table::of::<entity::upload_piece::Entity>("upload_piece", whole, &[]),
        Table::of::<entity::import_session::Entity>("import_session", whole, &[]),
        Table::of::<entity::import_row::Entity>("import_row", whole, &[]),
        Table::of::<entity::erasure_key::Entity>("erasure_key", whole, &[]),
        Table::of::<entity::erased_mark::Entity>("erased_mark", whole, &[]),
        Table::of::<entity::job::Entity>("job", whole, &[]),
        Table::of::<entity::job_chunk::Entity>("job_chunk", whole, &[]),
    ]
});

/// The table of this name.
///
/// # Errors
/// There is none.
pub fn table(name: &str) -> Result<&'static Table, Fault> {
    let found = TABLES.iter().find(|table| table.name == name);
    found.ok_or_else(|| Fault::Internal(format!("there is no table {name}")))
}

/// The tables whose rows belong to records of this kind: their own comes first.
pub fn of_owner(owner: RecordType) -> impl Iterator<Item = &'static Table> {
    TABLES.iter().filter(move |table| table.owner == owner)
}

impl Table {
    fn of<E: Tenant>(
        name: &'static str,
        (owner, by, shown): (RecordType, &'static str, Option<&'static str>),
        refers: &'static [(&'static str, RecordType)],
    ) -> Self
    where
        E::Model: FromQueryResult + Send,
        E::ActiveModel: Send,
    {
        Self {
            name,
            owner,
            by,
            shown,
            refers,
            key: keys::<E>().map(|column| column.as_str()).collect(),
            columns: own::<E>()
                .map(|column| (column.as_str(), column.def().get_column_type().clone()))
                .collect(),
            nullable: own::<E>()
                .filter(|column| column.def().is_null())
                .map(|column| column.as_str())
                .collect(),
            rows: Box::new(Of::<E>(PhantomData)),
        }
    }

    /// How many of its rows are held at once: of large ones few.
    #[must_use]
    pub fn at_once(&self) -> usize {
        let is_large = |kind: &ColumnType| {
            matches!(
                kind,
                ColumnType::Blob | ColumnType::Binary(_) | ColumnType::VarBinary(_)
            )
        };
        if self.columns.iter().any(|(_, kind)| is_large(kind)) {
            LARGE
        } else {
            ROWS
        }
    }

    /// Whether its rows are records themselves, and no parts of records.
    #[must_use]
    pub fn is_of_records(&self) -> bool {
        self.by == "id"
    }

    /// Whether nothing may stand in a column.
    #[must_use]
    pub fn is_optional(&self, column: &str) -> bool {
        self.nullable.contains(&column)
    }

    /// A column by its name, if it has one of this name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&'static str> {
        let mut columns = self.columns.iter().map(|(column, _)| *column);
        columns.find(|column| *column == name)
    }

    /// By which columns its rows name other records of this kind, or the record that they belong to.
    pub fn naming(&self, kind: RecordType) -> impl Iterator<Item = &'static str> {
        let part_of = (self.owner == kind && !self.is_of_records()).then_some(self.by);
        let others = self.refers.iter().filter(move |(_, to)| *to == kind);
        part_of.into_iter().chain(others.map(|(column, _)| *column))
    }

    /// By what a row is known.
    ///
    /// # Errors
    /// Its image has no such columns.
    pub fn key_of(&self, image: &Image) -> Result<Key, Fault> {
        image.only(|column| self.key.contains(&column)).text()
    }

    /// Reads the text form of an image of one of its rows.
    ///
    /// # Errors
    /// The text is none.
    pub fn read(&self, text: &str) -> Result<Image, Fault> {
        Image::read(text, &self.columns)
    }

    /// The rows in which one of these ids stands in a column. One statement for 500 ids, on PostgreSQL for all.
    ///
    /// # Errors
    /// The database fails.
    pub async fn rows(&self, reader: &Reader<'_>, column: &str, ids: &[Uuid]) -> Result<Vec<Image>, DbErr> {
        self.rows.naming(reader, column, ids).await
    }

    /// The rows that these images are of, as they are now.
    ///
    /// # Errors
    /// The database fails.
    pub async fn these(&self, reader: &Reader<'_>, keys: &[&Image]) -> Result<Vec<Image>, DbErr> {
        match self.key.as_slice() {
            ["id"] => {
                let ids: Vec<Uuid> = keys.iter().filter_map(|image| image.id("id")).collect();
                self.rows.naming(reader, "id", &ids).await
            }
            _ => self.rows.these(reader, keys).await,
        }
    }

    /// The next rows in the order of their keys, which is the same on both databases: those behind one of them, or the first. One
    /// statement.
    ///
    /// # Errors
    /// The database fails.
    pub async fn page(
        &self,
        reader: &Reader<'_>,
        after: Option<&Image>,
        most: u64,
    ) -> Result<Vec<Image>, DbErr> {
        self.rows.page(reader, after, most).await
    }

    /// Holds against the table what stands in the columns of a row.
    ///
    /// # Errors
    /// Something can stand in no such column, such as a word that is none of its enum.
    pub fn judge(&self, row: &Image) -> Result<(), DbErr> {
        self.rows.judge(row)
    }

    /// How many rows the workspace has.
    ///
    /// # Errors
    /// The database fails.
    pub async fn count(&self, reader: &Reader<'_>) -> Result<usize, DbErr> {
        self.rows.count(reader).await
    }

    /// Empties a column in all rows of the workspace: they refer to nothing by it any more.
    ///
    /// # Errors
    /// The database fails.
    pub async fn unlink(&self, tx: &Tx, column: &str) -> Result<(), DbErr> {
        self.rows.unlink(tx, column).await
    }

    /// Removes all rows of the workspace.
    ///
    /// # Errors
    /// The database fails.
    pub async fn clear(&self, tx: &Tx) -> Result<(), DbErr> {
        self.rows.clear(tx).await
    }

    /// Writes whole rows, over those with the same keys.
    ///
    /// # Errors
    /// The database fails, or the rows are of another table.
    pub async fn write(&self, tx: &Tx, rows: &[Image]) -> Result<(), DbErr> {
        for rows in rows.chunks(self.at_once()) {
            self.rows.write(tx, rows).await?;
        }
        Ok(())
    }

    /// Removes rows.
    ///
    /// # Errors
    /// The database fails.
    pub async fn remove(&self, tx: &Tx, rows: &[&Image]) -> Result<(), DbErr> {
        match self.key.as_slice() {
            // As few statements as may be, for rows of one table may refer to each other.
            ["id"] => {
                for rows in rows.chunks(IDS) {
                    self.rows.remove(tx, rows).await?;
                }
                Ok(())
            }
            _ => {
                for rows in rows.chunks(KEYS) {
                    self.rows.remove(tx, rows).await?;
                }
                Ok(())
            }
        }
    }
}

/// How rows are read and written.
#[async_trait]
trait Rows: Send + Sync {
    async fn naming(&self, reader: &Reader<'_>, column: &str, ids: &[Uuid]) -> Result<Vec<Image>, DbErr>;
    async fn these(&self, reader: &Reader<'_>, keys: &[&Image]) -> Result<Vec<Image>, DbErr>;
    async fn page(&self, reader: &Reader<'_>, after: Option<&Image>, most: u64) -> Result<Vec<Image>, DbErr>;
    fn judge(&self, row: &Image) -> Result<(), DbErr>;
    async fn count(&self, reader: &Reader<'_>) -> Result<usize, DbErr>;
    async fn unlink(&self, tx: &Tx, column: &str) -> Result<(), DbErr>;
    async fn clear(&self, tx: &Tx) -> Result<(), DbErr>;
    async fn write(&self, tx: &Tx, rows: &[Image]) -> Result<(), DbErr>;
    async fn remove(&self, tx: &Tx, rows: &[&Image]) -> Result<(), DbErr>;
}

/// By the table's entity.
struct Of<E>(PhantomData<fn() -> E>);

#[async_trait]
impl<E: Tenant> Rows for Of<E>
where
    E::Model: FromQueryResult + Send,
    E::ActiveModel: Send,
{
    async fn naming(&self, reader: &Reader<'_>, column: &str, ids: &[Uuid]) -> Result<Vec<Image>, DbErr> {
        let column = of_name::<E>(column)?;
        let distinct: HashSet<Uuid> = ids.iter().copied().collect();
        let mut ids: Vec<Uuid> = distinct.into_iter().collect();
        ids.sort_unstable();
        let mut found = Vec::new();
        for ids in ids.chunks(ROWS) {
            let these = reader
                .select::<E>()
                .filter(reader.among(column, ids.iter().copied()));
            found.extend(these.all(reader.conn()).await?.iter().map(image::<E>));
        }
        Ok(found)
    }

    async fn these(&self, reader: &Reader<'_>, keys: &[&Image]) -> Result<Vec<Image>, DbErr> {
        let mut found = Vec::new();
        for keys in keys.chunks(KEYS) {
            let these = reader.select::<E>().filter(any::<E>(keys)?);
            found.extend(these.all(reader.conn()).await?.iter().map(image::<E>));
        }
        Ok(found)
    }

    async fn page(&self, reader: &Reader<'_>, after: Option<&Image>, most: u64) -> Result<Vec<Image>, DbErr> {
        let backend = reader.conn().get_database_backend();
        let mut select = reader.select::<E>();
        if let Some(after) = after {
            let place = keys::<E>().map(|column| value_in(after, column.as_str()).map(Expr::val));
            let place = place.collect::<Result<Vec<_>, DbErr>>()?;
            let key = keys::<E>().map(|column| in_order(column, backend));
            select = select.filter(Expr::tuple(key).gt(Expr::tuple(place)));
        }
        for column in keys::<E>() {
            select = select.order_by_asc(in_order(column, backend));
        }
        let found = select.limit(most).all(reader.conn()).await?;
        Ok(found.iter().map(image::<E>).collect())
    }

    fn judge(&self, row: &Image) -> Result<(), DbErr> {
        model::<E>(row).map(drop)
    }

    async fn count(&self, reader: &Reader<'_>) -> Result<usize, DbErr> {
        let all = reader.select::<E>().select_only().expr(Expr::cust("COUNT(*)"));
        let count: Option<i64> = all.into_tuple().one(reader.conn()).await?;
        Ok(usize::try_from(count.unwrap_or_default()).unwrap_or_default())
    }

    async fn unlink(&self, tx: &Tx, column: &str) -> Result<(), DbErr> {
        let column = of_name::<E>(column)?;
        E::update_many()
            .col_expr(column, Expr::val(Value::Uuid(None)))
            .filter(E::workspace_column().eq(tx.workspace()))
            .filter(column.is_not_null())
            .exec(tx.conn())
            .await?;
        Ok(())
    }

    async fn clear(&self, tx: &Tx) -> Result<(), DbErr> {
        let own = E::workspace_column().eq(tx.workspace());
        E::delete_many().filter(own).exec(tx.conn()).await?;
        Ok(())
    }

    async fn write(&self, tx: &Tx, rows: &[Image]) -> Result<(), DbErr> {
        if rows.is_empty() {
            return Ok(());
        }
        let mut written = Vec::with_capacity(rows.len());
        for row in rows {
            let mut model = model::<E>(row)?;
            model.try_set(E::workspace_column(), tx.workspace().0.into())?;
            written.push(model);
        }
        let mut key = vec![E::workspace_column()];
        key.extend(keys::<E>());
        let is_key = |column: &E::Column| key.iter().any(|it| it.as_str() == column.as_str());
        let others: Vec<E::Column> = own::<E>().filter(|column| !is_key(column)).collect();
        let mut again = OnConflict::columns(key.iter().copied());
        if others.is_empty() {
            again.do_nothing();
        } else {
            again.update_columns(others);
        }
        E::insert_many(written)
            .on_conflict(again)
            .exec_without_returning(tx.conn())
            .await?;
        Ok(())
    }

    async fn remove(&self, tx: &Tx, rows: &[&Image]) -> Result<(), DbErr> {
        if rows.is_empty() {
            return Ok(());
        }
        let which = match keys::<E>().collect::<Vec<_>>().as_slice() {
            [id] if id.as_str() == "id" => {
                let ids = rows.iter().filter_map(|row| row.id("id"));
                Condition::all().add(tx.read().among(*id, ids))
            }
            _ => any::<E>(rows)?,
        };
        let own = E::workspace_column().eq(tx.workspace());
        E::delete_many().filter(own).filter(which).exec(tx.conn()).await?;
        Ok(())
    }
}

/// That a row has one of these keys.
fn any<E: Tenant>(keys_of: &[&Image]) -> Result<Condition, DbErr> {
    let mut any = Condition::any();
    for image in keys_of {
        let mut all = Condition::all();
        for column in keys::<E>() {
            all = all.add(column.eq(value_in(image, column.as_str())?));
        }
        any = any.add(all);
    }
    Ok(any)
}

/// A row to be written, but for its workspace.
fn model<E: Tenant>(row: &Image) -> Result<E::ActiveModel, DbErr> {
    let mut model = <E::ActiveModel as ActiveModelTrait>::default();
    for column in own::<E>() {
        let name = column.as_str();
        let set = model.try_set(column, value_in(row, name)?);
        set.map_err(|error| DbErr::Custom(format!("{name}: {error}")))?;
    }
    Ok(model)
}

fn value_in(row: &Image, column: &str) -> Result<Value, DbErr> {
    let value = row.get(column).cloned();
    value.ok_or_else(|| DbErr::Custom(format!("nothing for {column}")))
}

/// A column of a key, for what is to be in one order on both databases: text by its bytes, whatever language PostgreSQL sorts by.
fn in_order<C: ColumnTrait>(column: C, backend: DbBackend) -> Expr {
    let is_text = matches!(
        column.def().get_column_type(),
        ColumnType::Text | ColumnType::String(_)
    );
    let plain = Expr::col(column.as_column_ref());
    if is_text && backend == DbBackend::Postgres {
        Expr::cust_with_expr("$1 COLLATE \"C\"", plain)
    } else {
        plain
    }
}

fn image<E: Tenant>(model: &E::Model) -> Image {
    own::<E>()
        .map(|column| (column.as_str(), model.get(column)))
        .collect()
}

/// The columns but for the workspace's.
fn own<E: Tenant>() -> impl Iterator<Item = E::Column> {
    E::Column::iter().filter(|column| column.as_str() != E::workspace_column().as_str())
}

/// The columns of the key but for the workspace's.
fn keys<E: Tenant>() -> impl Iterator<Item = E::Column> {
    let keys = E::PrimaryKey::iter().map(sea_orm::PrimaryKeyToColumn::into_column);
    keys.filter(|column| column.as_str() != E::workspace_column().as_str())
}

fn of_name<E: EntityTrait>(name: &str) -> Result<E::Column, DbErr> {
    name.parse()
        .map_err(|_unknown| DbErr::Custom(format!("there is no column {name}")))
}
