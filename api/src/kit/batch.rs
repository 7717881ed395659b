//! Lists of many parents in one statement.

use std::collections::HashMap;
use std::hash::Hash;

use sea_orm::sea_query::{Alias, Expr, Query, SelectStatement, SimpleExpr, UnionType, ValueTuple};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, FromQueryResult};
use uuid::Uuid;

use super::Reader;

/// Most parents of one statement.
const PARENTS: usize = 400;

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

/// Reads a limited list for each parent, all in one statement: `list` gives the select for one parent, with its
/// order and limit, and must not select a column named `parent`.
///
/// PostgreSQL joins the parents laterally; SQLite, which cannot, takes one arm a parent. Either way each list is
/// a seek in an index, and a parent with many entries costs no more than one with few.
///
/// # Errors
/// The database fails.
pub async fn top_of_each<M: FromQueryResult>(
    reader: &Reader<'_>,
    parents: &[Uuid],
    list: impl Fn(SimpleExpr) -> SelectStatement,
) -> Result<Vec<Child<M>>, DbErr> {
    let mut found = Vec::new();
    for parents in parents.chunks(PARENTS) {
        let statement = match reader.conn().get_database_backend() {
            DbBackend::Postgres => lateral(parents, &list),
            _ => arms(parents, &list),
        };
        let Some(statement) = statement else { continue };
        for row in reader.conn().query_all(&statement).await? {
            found.push(Child::from_query_result(&row, "")?);
        }
    }
    Ok(found)
}

fn lateral(parents: &[Uuid], list: &impl Fn(SimpleExpr) -> SelectStatement) -> Option<SelectStatement> {
    let (p, t) = (Alias::new("p"), Alias::new("t"));
    let parent = Expr::col((p.clone(), Alias::new("column1")));
    let mut statement = Query::select();
    statement
        .expr_as(parent.clone(), Alias::new("parent"))
        .expr(Expr::cust("t.*"));
    statement.from_values(
        parents
            .iter()
            .map(|id| ValueTuple::One((*id).into()))
            .collect::<Vec<_>>(),
        p,
    );
    statement.join_lateral(sea_orm::JoinType::InnerJoin, list(parent), t, Expr::cust("TRUE"));
    (!parents.is_empty()).then_some(statement)
}

fn arms(parents: &[Uuid], list: &impl Fn(SimpleExpr) -> SelectStatement) -> Option<SelectStatement> {
    let mut arms = parents.iter().map(|id| {
        let mut arm = Query::select();
        arm.expr_as(Expr::val(*id), Alias::new("parent"))
            .expr(Expr::cust("t.*"));
        arm.from_subquery(list(Expr::val(*id)), Alias::new("t"));
        arm
    });
    let mut statement = arms.next()?;
    for arm in arms {
        statement.union(UnionType::All, arm);
    }
    Some(statement)
}

/// Groups rows by what they belong to, keeping their order.
pub fn group<K: Hash + Eq, V>(rows: impl IntoIterator<Item = (K, V)>) -> HashMap<K, Vec<V>> {
    let mut groups: HashMap<K, Vec<V>> = HashMap::new();
    for (key, value) in rows {
        groups.entry(key).or_default().push(value);
    }
    groups
}
