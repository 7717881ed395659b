//! Many narrow rows as one: the database packs them, and each costs a fraction of what a row costs on its way through the driver.
//! SQLite makes a JSON array of them, PostgreSQL an array of each column (its functions that make JSON cost ten times as much).
//! For functions that look at much and show little.

use sea_orm::sea_query::{Expr, SelectStatement, SimpleExpr};
use sea_orm::sqlx::postgres::{PgRow, Postgres};
use sea_orm::sqlx::{self, Row};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, RuntimeErr};
use serde::de::DeserializeOwned;

use super::rows::Kind;
use super::{Fault, Reader};

/// How many packed rows cost as much as one that comes by itself.
const OF_A_ROW: usize = 8;

/// A row that can be packed: a tuple.
pub trait Packed: DeserializeOwned {
    /// The rows, of which PostgreSQL packed each column.
    ///
    /// # Errors
    /// A column is of another type.
    fn of_arrays(row: &PgRow) -> Result<Vec<Self>, sqlx::Error>;
}

macro_rules! packed {
    ($($column:ident $Column:ident $place:literal),+) => {
        impl<$($Column),+> Packed for ($($Column,)+)
        where
            ($($Column,)+): DeserializeOwned,
            $(Vec<$Column>: for<'r> sqlx::Decode<'r, Postgres> + sqlx::Type<Postgres>),+
        {
            fn of_arrays(row: &PgRow) -> Result<Vec<Self>, sqlx::Error> {
                // Of no rows there is no array.
                $(let mut $column = row.try_get::<Option<Vec<$Column>>, _>($place)?.unwrap_or_default().into_iter();)+
                Ok(std::iter::from_fn(|| Some(($($column.next()?,)+))).collect())
            }
        }
    };
}

packed!(a A 0);
packed!(a A 0, b B 1);
packed!(a A 0, b B 1, c C 2);
packed!(a A 0, b B 1, c C 2, d D 3);
packed!(a A 0, b B 1, c C 2, d D 3, e E 4);

/// The rows of a select that has no columns yet: each as these, in order. Of the kinds only ids are told apart, which are blobs
/// on SQLite. In no particular order.
///
/// # Errors
/// The database fails, or a row is not a `T`.
pub async fn packed<T: Packed>(
    reader: &Reader<'_>,
    mut select: SelectStatement,
    columns: impl IntoIterator<Item = (Kind, SimpleExpr)>,
) -> Result<Vec<T>, Fault> {
    let backend = reader.conn().get_database_backend();
    if backend == DbBackend::Postgres {
        for (_, column) in columns {
            select.expr(Expr::cust_with_exprs("array_agg($1)", [column]));
        }
    } else {
        select.expr(as_json(columns));
    }
    let Some(row) = reader.conn().query_one_raw(backend.build(&select)).await? else {
        return Ok(Vec::new());
    };
    let found = match row.try_as_pg_row() {
        Some(row) => T::of_arrays(row).map_err(|error| DbErr::Query(RuntimeErr::SqlxError(error.into())))?,
        None => {
            let text: Option<String> = row.try_get_by_index(0)?;
            serde_json::from_str(text.as_deref().unwrap_or("[]"))
                .map_err(|error| Fault::Internal(format!("packed rows cannot be read: {error}")))?
        }
    };
    reader.spend(found.len() / OF_A_ROW)?;
    Ok(found)
}

fn as_json(columns: impl IntoIterator<Item = (Kind, SimpleExpr)>) -> SimpleExpr {
    let column = |(kind, column): (Kind, SimpleExpr)| match kind {
        Kind::Uuid => Expr::cust_with_exprs("nullif(hex(?), '')", [column]),
        _ => column,
    };
    let columns: Vec<SimpleExpr> = columns.into_iter().map(column).collect();
    let places = vec!["?"; columns.len()].join(", ");
    Expr::cust_with_exprs(format!("json_group_array(json_array({places}))"), columns)
}
