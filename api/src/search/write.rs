use entity::RecordType;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement, Value};
use uuid::Uuid;

use crate::kit::Tx;
use crate::kit::fold::words;

/// Most words of one document; more are not found by.
const WORDS: usize = 10_000;

/// Makes a record findable by this text, and by no other.
///
/// # Errors
/// The database fails.
pub async fn index(tx: &Tx, record_type: RecordType, id: Uuid, text: &str) -> Result<(), DbErr> {
    let mut words = words(text);
    words.truncate(WORDS);
    if words.is_empty() {
        return remove(tx, id).await;
    }
    let (workspace, words) = (tx.workspace().0, words.join(" "));
    if tx.backend() == DbBackend::Postgres {
        let sql = "INSERT INTO search_document (workspace_id, record_id, record_type, words) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (workspace_id, record_id) DO UPDATE SET words = excluded.words";
        run(
            tx,
            sql,
            [
                workspace.into(),
                id.into(),
                record_type.as_str().into(),
                words.into(),
            ],
        )
        .await?;
        return Ok(());
    }
    let sql = "INSERT INTO search_document (workspace_id, record_id, record_type) VALUES (?, ?, ?) \
               ON CONFLICT (workspace_id, record_id) DO UPDATE SET record_type = excluded.record_type";
    run(
        tx,
        sql,
        [workspace.into(), id.into(), record_type.as_str().into()],
    )
    .await?;
    // The document's number is the row of the word index, which keeps no text of its own.
    let sql = "INSERT OR REPLACE INTO search_words (rowid, workspace, words) \
               SELECT document, ?, ? FROM search_document WHERE workspace_id = ? AND record_id = ?";
    run(
        tx,
        sql,
        [
            workspace.simple().to_string().into(),
            words.into(),
            workspace.into(),
            id.into(),
        ],
    )
    .await
}

/// Makes a record unfindable.
///
/// # Errors
/// The database fails.
pub async fn remove(tx: &Tx, id: Uuid) -> Result<(), DbErr> {
    let workspace = tx.workspace().0;
    if tx.backend() == DbBackend::Postgres {
        let sql = "DELETE FROM search_document WHERE workspace_id = $1 AND record_id = $2";
        return run(tx, sql, [workspace.into(), id.into()]).await;
    }
    let sql = "DELETE FROM search_words WHERE rowid IN \
               (SELECT document FROM search_document WHERE workspace_id = ? AND record_id = ?)";
    run(tx, sql, [workspace.into(), id.into()]).await?;
    let sql = "DELETE FROM search_document WHERE workspace_id = ? AND record_id = ?";
    run(tx, sql, [workspace.into(), id.into()]).await
}

async fn run<const N: usize>(tx: &Tx, sql: &str, values: [Value; N]) -> Result<(), DbErr> {
    tx.conn()
        .execute_raw(Statement::from_sql_and_values(tx.backend(), sql, values))
        .await?;
    Ok(())
}
