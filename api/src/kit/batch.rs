//! Rows of many parents, read in one statement.

use std::collections::HashMap;
use std::hash::Hash;

use sea_orm::{DbErr, FromQueryResult};
use uuid::Uuid;

/// One entry of a parent's list.
#[derive(Debug)]
pub struct Child<M> {
    /// Whose it is.
    pub parent: Uuid,
    /// The entry.
    pub model: M,
}

impl<M: FromQueryResult> FromQueryResult for Child<M> {
    fn from_query_result(row: &sea_orm::QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            parent: row.try_get("", "parent")?,
            model: M::from_query_result(row, prefix)?,
        })
    }
}

/// Groups rows by what they belong to, keeping their order.
pub fn group<K: Hash + Eq, V>(rows: impl IntoIterator<Item = (K, V)>) -> HashMap<K, Vec<V>> {
    let mut groups: HashMap<K, Vec<V>> = HashMap::new();
    for (key, value) in rows {
        groups.entry(key).or_default().push(value);
    }
    groups
}
