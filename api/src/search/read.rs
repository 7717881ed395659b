use entity::RecordType;
use entity::ids::WorkspaceId;
use sea_orm::DbBackend;
use sea_orm::sea_query::{Expr, SimpleExpr};

use crate::kit::fold::words;

/// Most words of a query; more are ignored.
const WORDS: usize = 16;

/// A sub-select of the ids of a workspace's records of one type that hold all the words, each as the beginning of one of
/// theirs: to be used as `id IN (…)`. A text without words finds nothing.
#[must_use]
pub fn found(backend: DbBackend, workspace: WorkspaceId, record_type: RecordType, text: &str) -> SimpleExpr {
    let mut words = words(text);
    words.truncate(WORDS);
    if words.is_empty() {
        return Expr::cust("(SELECT record_id FROM search_document WHERE 1 = 0)");
    }
    // Words are letters and digits only, so quoting them cannot be broken out of.
    let all = |join: &str, quote: char, prefix: &str| {
        words
            .iter()
            .map(|word| format!("{quote}{word}{quote}{prefix}"))
            .collect::<Vec<_>>()
            .join(join)
    };
    if backend == DbBackend::Postgres {
        let sql = "(SELECT record_id FROM search_document WHERE workspace_id = $1 AND record_type = $2 AND vector @@ $3::tsquery)";
        let values: [sea_orm::Value; 3] = [
            workspace.0.into(),
            record_type.as_str().into(),
            all(" & ", '\'', ":*").into(),
        ];
        return Expr::cust_with_values(sql, values);
    }
    let sql = "(SELECT record_id FROM search_document WHERE workspace_id = ? AND record_type = ? AND document IN \
               (SELECT rowid FROM search_words WHERE search_words MATCH ?))";
    let query = format!(
        "workspace : \"{}\" AND words : ({})",
        workspace.0.simple(),
        all(" AND ", '"', "*")
    );
    let values: [sea_orm::Value; 3] = [workspace.0.into(), record_type.as_str().into(), query.into()];
    Expr::cust_with_values(sql, values)
}
