use entity::RecordType;
use entity::search_word::{Column, NameField};
use sea_orm::sea_query::{
    CaseStatement, Expr, ExprTrait, Func, JoinType, Order, Query, SelectStatement, UnionType,
};
use sea_orm::{ConnectionTrait, QueryResult};
use uuid::Uuid;

use super::{SearchField, TELLING, at_most, found_by, spelt, typed, whole};
use crate::kit::fold::words;
use crate::kit::list::{Place, bare};
use crate::kit::{Fault, Reader};

/// A record that was found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Its type.
    pub record_type: RecordType,
    /// Its id.
    pub id: Uuid,
    /// How good a hit it is, by its first letter, lowest first; and where it was found.
    pub rank: String,
}

impl Hit {
    /// Where it was found.
    #[must_use]
    pub fn field(&self) -> SearchField {
        SearchField::of(&self.rank)
    }
}

/// The best of a type's live records that hold all the words: those of organisations by name first, others the newest first. One
/// statement, whatever is found.
///
/// # Errors
/// The database fails.
pub async fn best(
    reader: &Reader<'_>,
    place: &Place,
    (record_type, table): (RecordType, &'static str),
    text: &str,
    first: u64,
) -> Result<Vec<Hit>, Fault> {
    let mut hits = at_most(
        found_by(place.backend, place.scope.workspace(), record_type, &words(text)),
        TELLING,
    );
    hits.expr_as(Expr::cust("'5T'"), "rank");
    if let (RecordType::Organization, Some(mut named)) = (record_type, named(place, text)) {
        named.union(UnionType::All, hits);
        hits = named;
    }
    let mut best = Query::select();
    best.column("record_id")
        .expr_as(Expr::from(Func::min(Expr::col("rank"))), "rank")
        .from_subquery(hits, "way")
        .group_by_col("record_id");
    let mut select = Query::select();
    select
        .column((table, "id"))
        .column(("hit", "rank"))
        .from(table)
        .join_subquery(
            JoinType::InnerJoin,
            best,
            "hit",
            Expr::col(("hit", "record_id")).equals((table, "id")),
        )
        .and_where(Expr::col((table, "workspace_id")).eq(place.scope.workspace()))
        .and_where(Expr::col((table, "archived_at")).is_null())
        .order_by(("hit", "rank"), Order::Asc)
        .order_by((table, "id"), Order::Desc)
        .limit(first);
    let rows = reader.conn().query_all(&select).await?;
    let read = |row: QueryResult| {
        Ok(Hit {
            record_type,
            id: row.try_get("", "id")?,
            rank: row.try_get("", "rank")?,
        })
    };
    rows.into_iter().map(read).collect()
}

/// Organisations whose names hold all the words, as they are spelt.
fn named(place: &Place, text: &str) -> Option<SelectStatement> {
    let typed = typed(text);
    let count = i64::try_from(typed.len()).unwrap_or(i64::MAX);
    let mut words = typed.iter().map(|word| {
        let rank = CaseStatement::new()
            .case(whole(word), Expr::cust("'1N'"))
            .finally(Expr::cust("'2N'"));
        let mut select = bare(spelt(
            &place.scope,
            RecordType::Organization,
            &[NameField::Name],
            word,
        ));
        select
            .column(Column::RecordId)
            .expr_as(Expr::from(Func::min(rank)), "rank")
            .group_by_col(Column::RecordId);
        select
    });
    let mut all = words.next()?;
    for other in words {
        all.union(UnionType::All, other);
    }
    let mut named = Query::select();
    named
        .column("record_id")
        .expr_as(Expr::from(Func::max(Expr::col("rank"))), "rank")
        .from_subquery(all, "word")
        .group_by_col("record_id")
        .and_having(Expr::cust("COUNT(*)").eq(count));
    Some(named)
}
