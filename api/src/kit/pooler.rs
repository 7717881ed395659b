//! Whether what stands before PostgreSQL is as the settings say: a pooler that lends a session for one transaction loses what is kept in
//! sessions, and gives it to others.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, RuntimeErr, Statement};

use super::deadline::Deadline;
use super::{Db, Fault};

/// Which of the server's processes answers, of which server: those of two machines may have the same number.
const BACKEND: &str = "SELECT pg_backend_pid()::text || ' ' || pg_postmaster_start_time()::text AS backend";

/// What is said where a pooler is found of which the settings know nothing.
const UNKNOWN: &str = "a pooler stands before it that lends sessions for a transaction only, such as PgBouncer in transaction mode. \
    Say so: `pooler = \"transaction\"` under `[postgres]` in the settings file, `--pooler transaction`, or RAPPORT_POOLER=transaction; \
    and where migrations go: `direct_url` there, or RAPPORT_DIRECT_URL. Or let the pooler lend sessions to connections (PgBouncer's session mode)";

impl Db {
    /// Refuses a pooler that does not keep sessions, where the settings do not say that there is one. Of two connections one is in a
    /// transaction meanwhile: nobody else answers by its session, and the other's stays the same.
    ///
    /// # Errors
    /// There is one, or the database cannot be reached.
    pub async fn refuse_unknown_pooler(&self) -> Result<(), DbErr> {
        if self.backend() != DbBackend::Postgres || !self.keeps_sessions() {
            return Ok(());
        }
        let reads = self.global();
        let before = backend(&reads).await?;
        let turn = self.turn(Deadline::never(), None, true);
        let turn = turn.await.map_err(Fault::into_db)?;
        let within = backend(&**turn.link()).await;
        let after = backend(&reads).await;
        turn.end(false).await;
        if before == within? || before != after? {
            return Err(unknown());
        }
        Ok(())
    }
}

async fn backend(conn: &impl ConnectionTrait) -> Result<String, DbErr> {
    let statement = Statement::from_string(DbBackend::Postgres, BACKEND);
    let found = conn.query_one_raw(statement).await;
    let row = found.map_err(|error| if is_mixed_up(&error) { unknown() } else { error })?;
    let row = row.ok_or_else(|| DbErr::RecordNotFound(BACKEND.to_owned()))?;
    row.try_get("", "backend")
}

/// Whether a session knows a prepared statement that it should not, or does not know one that it should.
fn is_mixed_up(error: &DbErr) -> bool {
    let (DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error))) = error
    else {
        return false;
    };
    let code = error.as_database_error().and_then(|error| error.code());
    code.is_some_and(|code| ["26000", "42P05"].contains(&code.as_ref()))
}

fn unknown() -> DbErr {
    DbErr::Custom(UNKNOWN.to_owned())
}
