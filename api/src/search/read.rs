use entity::RecordType;
use entity::ids::WorkspaceId;
use sea_orm::DbBackend;
use sea_orm::sea_query::{Expr, ExprTrait, Query, QueryStatementBuilder as _, SelectStatement, SimpleExpr};

use super::letter;
use crate::kit::fold::words;

/// Most words of a query; more are ignored.
const WORDS: usize = 16;
/// Letters of the shortest word of which the beginning is enough in long texts.
const SHORT: usize = 3;

/// A sub-select of the ids of a workspace's records of one type that hold all the words, each as the beginning of one of
/// theirs: to be used as `id IN (…)`. A text without words finds nothing.
#[must_use]
pub fn found(backend: DbBackend, workspace: WorkspaceId, record_type: RecordType, text: &str) -> SimpleExpr {
    let words: Vec<_> = words(text).into_iter().map(|word| (word, true)).collect();
    let select = matching(backend, workspace, record_type, &words, Plan::OfItsOwn);
    SimpleExpr::SubQuery(None, Box::new(select.into_sub_query_statement()))
}

/// The same of words that are typed to find somebody: one of one or two letters must be a whole word, for almost every text holds
/// some word that begins with it.
#[must_use]
pub fn found_by(
    backend: DbBackend,
    workspace: WorkspaceId,
    record_type: RecordType,
    words: &[String],
) -> SelectStatement {
    let is_long = |word: &str| word.chars().count() >= SHORT;
    let words: Vec<_> = words.iter().map(|word| (word.clone(), is_long(word))).collect();
    matching(backend, workspace, record_type, &words, Plan::Shared)
}

/// How PostgreSQL plans a search.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Plan {
    /// For these words. A list in another order is walked where many hold them and read from the index where few do, which only the
    /// words tell.
    OfItsOwn,
    /// Once for all words: always from the index, which is best where all hits are read.
    Shared,
}

/// Records that hold each of these words: as the beginning of one of theirs, or whole.
fn matching(
    backend: DbBackend,
    workspace: WorkspaceId,
    record_type: RecordType,
    words: &[(String, bool)],
    plan: Plan,
) -> SelectStatement {
    let mut select = Query::select();
    select
        .column("record_id")
        .from("search_document")
        .and_where(Expr::col("workspace_id").eq(workspace));
    if words.is_empty() {
        select.and_where(Expr::cust("1 = 0"));
        return select;
    }
    let of = letter(record_type);
    // Words are letters and digits only, so quoting them cannot be broken out of.
    let all = |join: &str, quote: char, prefix: &str| {
        words
            .iter()
            .take(WORDS)
            .map(|(word, begins)| format!("{quote}{of}{word}{quote}{}", if *begins { prefix } else { "" }))
            .collect::<Vec<_>>()
            .join(join)
    };
    let (sql, query) = if backend == DbBackend::Postgres {
        let query = all(" & ", '\'', ":*");
        if plan == Plan::OfItsOwn {
            let query = query.replace('\'', "''");
            select.and_where(Expr::cust(format!("vector @@ '{query}'::tsquery")));
            return select;
        }
        ("vector @@ $1::tsquery", query)
    } else {
        let sql = "document IN (SELECT rowid FROM search_words WHERE search_words MATCH ?)";
        let workspace = workspace.0.simple();
        let words = all(" AND ", '"', "*");
        (sql, format!("workspace : \"{workspace}\" AND words : ({words})"))
    };
    select.and_where(Expr::cust_with_values(sql, [query]));
    select
}

/// The same ids, if they are not more than so many; otherwise none.
#[must_use]
pub fn at_most(mut found: SelectStatement, most: u64) -> SelectStatement {
    found.limit(most + 1);
    let mut counted = Query::select();
    counted
        .column("record_id")
        .expr_as(Expr::cust("COUNT(*) OVER ()"), "n")
        .from_subquery(found, "found");
    let mut few = Query::select();
    few.column("record_id")
        .from_subquery(counted, "counted")
        .and_where(Expr::col("n").lte(i64::try_from(most).unwrap_or(i64::MAX)));
    few
}
