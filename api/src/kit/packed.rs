//! Many narrow rows as one: PostgreSQL packs them, an array for each column, and each costs a fraction of what a row costs on its way
//! (its functions that make JSON cost ten times as much). The rows of SQLite come straight from it, so that there is nothing to
//! pack. For functions that look at much and show little. What is little is read `ordered`, by the same way.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{
    Expr, PostgresQueryBuilder, SelectStatement, SimpleExpr, SqliteQueryBuilder, Values,
};
use sea_orm::{ConnectionTrait, DbBackend};
use uuid::Uuid;

use super::rows::{Cell, Kind, Rows, Statement};
use super::{Fault, Reader};

/// How many packed rows cost as much as one that comes by itself.
const OF_A_ROW: usize = 8;

/// A row that can be packed: a tuple.
pub trait Packed: Sized {
    /// A row as it is; none if a column is of another type.
    fn of_row(rows: &Rows, row: usize) -> Option<Self>;
}

/// What a row that can be packed is made of.
pub trait Item: Sized {
    /// The value of a cell; none if it is of another type.
    fn of(rows: &Rows, cell: Cell) -> Option<Self>;
}

impl Item for Uuid {
    fn of(_: &Rows, cell: Cell) -> Option<Self> {
        match cell {
            Cell::Uuid(id) => Some(id),
            _ => None,
        }
    }
}

impl Item for String {
    fn of(rows: &Rows, cell: Cell) -> Option<Self> {
        matches!(cell, Cell::Text { .. }).then(|| rows.text(cell).to_owned())
    }
}

impl Item for DateTime<Utc> {
    fn of(_: &Rows, cell: Cell) -> Option<Self> {
        match cell {
            Cell::Time(micros) => Self::from_timestamp_micros(micros),
            _ => None,
        }
    }
}

impl Item for i32 {
    fn of(_: &Rows, cell: Cell) -> Option<Self> {
        match cell {
            Cell::Int(number) => Self::try_from(number).ok(),
            _ => None,
        }
    }
}

impl Item for i64 {
    fn of(_: &Rows, cell: Cell) -> Option<Self> {
        match cell {
            Cell::Int(number) => Some(number),
            _ => None,
        }
    }
}

impl Item for NaiveDate {
    fn of(_: &Rows, cell: Cell) -> Option<Self> {
        match cell {
            Cell::Date(days) => Self::from_epoch_days(days),
            _ => None,
        }
    }
}

impl<T: Item> Item for Option<T> {
    fn of(rows: &Rows, cell: Cell) -> Option<Self> {
        match cell {
            Cell::Null => Some(None),
            cell => T::of(rows, cell).map(Some),
        }
    }
}

macro_rules! packed {
    ($($Column:ident $place:literal),+) => {
        impl<$($Column),+> Packed for ($($Column,)+)
        where
            $($Column: Item),+
        {
            fn of_row(rows: &Rows, row: usize) -> Option<Self> {
                Some(($($Column::of(rows, rows.cell(row, $place))?,)+))
            }
        }
    };
}

packed!(A 0);
packed!(A 0, B 1);
packed!(A 0, B 1, C 2);
packed!(A 0, B 1, C 2, D 3);
packed!(A 0, B 1, C 2, D 3, E 4);
packed!(A 0, B 1, C 2, D 3, E 4, F 5);
packed!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);

/// The rows of a select that has no columns yet: each as these, in no particular order. For many rows.
///
/// # Errors
/// The database fails, or a row is not a `T`.
pub async fn packed<T: Packed>(
    reader: &Reader<'_>,
    select: SelectStatement,
    columns: impl IntoIterator<Item = (Kind, SimpleExpr)>,
) -> Result<Vec<T>, Fault> {
    // Boxed, since many are waited for at once.
    Box::pin(pack(reader, select, columns.into_iter().collect())).await
}

async fn pack<T: Packed>(
    reader: &Reader<'_>,
    mut select: SelectStatement,
    columns: Vec<(Kind, SimpleExpr)>,
) -> Result<Vec<T>, Fault> {
    let direct = reader.direct();
    let kinds = if direct.packs() {
        as_arrays(&mut select, columns)
    } else {
        as_they_are(&mut select, columns)
    };
    reader.conn().may_go_on()?;
    let found = direct
        .unpacked(&statement(direct.backend(), &select, kinds))
        .await?;
    let found = typed(&found)?;
    reader.spend(found.len() / OF_A_ROW)?;
    Ok(found)
}

/// The same in the order of the select, each row as it is: for few rows.
///
/// # Errors
/// As [`packed`].
pub async fn ordered<T: Packed>(
    reader: &Reader<'_>,
    mut select: SelectStatement,
    columns: impl IntoIterator<Item = (Kind, SimpleExpr)>,
) -> Result<Vec<T>, Fault> {
    let kinds = as_they_are(&mut select, columns);
    let statement = statement(reader.conn().get_database_backend(), &select, kinds);
    typed(&Box::pin(rows(reader, &statement)).await?)
}

/// What a statement finds, which the reader counts.
///
/// # Errors
/// The database fails, or as many rows were read as may be.
pub(super) async fn rows(reader: &Reader<'_>, statement: &Statement) -> Result<Rows, Fault> {
    reader.conn().may_go_on()?;
    let found = reader.direct().run(statement).await?;
    reader.spend(found.len())?;
    Ok(found)
}

/// A select for a database, of which the columns are of these kinds.
pub(super) fn statement(backend: DbBackend, select: &SelectStatement, kinds: Vec<Kind>) -> Statement {
    let (sql, Values(values)) = match backend {
        DbBackend::Postgres => select.build(PostgresQueryBuilder),
        _ => select.build(SqliteQueryBuilder),
    };
    let (sql, kinds) = (sql.into(), kinds.into());
    Statement { sql, values, kinds }
}

fn typed<T: Packed>(rows: &Rows) -> Result<Vec<T>, Fault> {
    let misread = || Fault::Internal("rows are not of the types that they are read as".to_owned());
    let mut found = Vec::with_capacity(rows.len());
    for row in 0..rows.len() {
        found.push(T::of_row(rows, row).ok_or_else(misread)?);
    }
    Ok(found)
}

fn as_they_are(
    select: &mut SelectStatement,
    columns: impl IntoIterator<Item = (Kind, SimpleExpr)>,
) -> Vec<Kind> {
    let mut kinds = Vec::new();
    for (kind, column) in columns {
        kinds.push(kind);
        select.expr(column);
    }
    kinds
}

fn as_arrays(
    select: &mut SelectStatement,
    columns: impl IntoIterator<Item = (Kind, SimpleExpr)>,
) -> Vec<Kind> {
    let mut kinds = Vec::new();
    for (kind, column) in columns {
        kinds.push(kind);
        select.expr(Expr::cust_with_exprs("array_agg($1)", [column]));
    }
    kinds
}

/// The texts of a column of the rows of a group as one, a line each: for texts without line breaks.
#[must_use]
pub fn lines(backend: DbBackend, column: SimpleExpr) -> SimpleExpr {
    let text = match backend {
        DbBackend::Postgres => "string_agg($1, chr(10))",
        _ => "group_concat(?, char(10))",
    };
    Expr::cust_with_exprs(text, [column])
}
