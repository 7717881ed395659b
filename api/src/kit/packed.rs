//! Many narrow rows as one: the database packs them into a JSON array, and each costs a fraction of what a row costs on its way
//! through the driver. For functions that look at much and show little.

use sea_orm::sea_query::{Expr, SelectStatement, SimpleExpr};
use sea_orm::{ConnectionTrait, DbBackend};
use serde::de::DeserializeOwned;

use super::rows::Kind;
use super::{Fault, Reader};

/// How many packed rows cost as much as one that comes by itself.
const OF_A_ROW: usize = 8;

/// The rows of a select that has no columns yet: each as these, in order. Of the kinds only ids are told apart, which are blobs
/// on SQLite. In no particular order.
///
/// # Errors
/// The database fails, or a row is not a `T`.
pub async fn packed<T: DeserializeOwned>(
    reader: &Reader<'_>,
    mut select: SelectStatement,
    columns: impl IntoIterator<Item = (Kind, SimpleExpr)>,
) -> Result<Vec<T>, Fault> {
    let backend = reader.conn().get_database_backend();
    let is_postgres = backend == DbBackend::Postgres;
    let column = |(kind, column): (Kind, SimpleExpr)| match kind {
        Kind::Uuid if !is_postgres => Expr::cust_with_exprs("nullif(hex(?), '')", [column]),
        _ => column,
    };
    let columns: Vec<SimpleExpr> = columns.into_iter().map(column).collect();
    let place = |number: usize| {
        if is_postgres {
            format!("${number}")
        } else {
            "?".to_owned()
        }
    };
    let places: Vec<String> = (1..=columns.len()).map(place).collect();
    let places = places.join(", ");
    let sql = if is_postgres {
        format!("CAST(json_agg(json_build_array({places})) AS text)")
    } else {
        format!("json_group_array(json_array({places}))")
    };
    select.expr(Expr::cust_with_exprs(sql, columns));
    let row = reader.conn().query_one_raw(backend.build(&select)).await?;
    let text: Option<String> = match row {
        Some(row) => row.try_get_by_index(0)?,
        None => None,
    };
    let Some(text) = text else {
        return Ok(Vec::new());
    };
    let found: Vec<T> = serde_json::from_str(&text)
        .map_err(|error| Fault::Internal(format!("packed rows cannot be read: {error}")))?;
    reader.spend(found.len() / OF_A_ROW)?;
    Ok(found)
}
