//! How the pools of either database are set up, and what a SQLite file has to be before one is.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{self, Connection};
use sea_orm::{ConnectOptions, DbErr};
use tokio::time::timeout;

use super::db::{DbSettings, Synchronous};

/// How long a connection has to show that it is sound before it is thrown away.
const PROOF: Duration = Duration::from_secs(5);

/// The file of a SQLite URL; none for another database.
///
/// # Errors
/// The URL cannot be understood.
pub fn sqlite_file(url: &str) -> Result<Option<PathBuf>, DbErr> {
    if !url.starts_with("sqlite:") {
        return Ok(None);
    }
    let options = SqliteConnectOptions::from_str(url).map_err(|error| DbErr::Custom(error.to_string()))?;
    Ok(Some(options.get_filename().to_owned()))
}

/// The URL of the one server that would be connected to now, where a URL names several.
///
/// # Errors
/// In words: none of them answers, or can be written.
pub async fn reached(url: &str) -> Result<String, String> {
    let reached = super::rows::postgres::reached(url).await;
    reached.map_err(|error| format!("database: {}: {error}", place(url)))
}

/// Where a database is, for whoever starts the server: its file or host, without the password.
#[must_use]
pub fn place(url: &str) -> String {
    match sqlite_file(url) {
        Ok(Some(file)) => file.display().to_string(),
        _ => {
            let address = url.rsplit_once('@').map_or(url, |(_, address)| address);
            let address = address.split('?').next().unwrap_or(address);
            format!("PostgreSQL at {address}")
        }
    }
}

/// An empty file is what is left of a database that was lost: SQLite would fill it with a new one, and delete the log
/// beside it, which may hold all that there was. `known` says that this server has run before.
///
/// # Errors
/// The file is empty, and there are traces of a database.
pub fn refuse_emptied(file: &Path, known: bool) -> Result<(), String> {
    let size = |path: &Path| std::fs::metadata(path).map_or(None, |it| it.is_file().then_some(it.len()));
    if size(file) != Some(0) {
        return Ok(());
    }
    let beside = |suffix: &str| {
        let mut path = file.as_os_str().to_owned();
        path.push(suffix);
        size(Path::new(&path)).is_some_and(|size| size > 0)
    };
    let trace = if beside("-wal") || beside("-journal") {
        "a log of its writes lies beside it"
    } else if known {
        "this server has run before: its signing keys are there"
    } else {
        tracing::warn!(file = %file.display(), "the database file is empty: a new database is made in it");
        return Ok(());
    };
    Err(format!(
        "{}: the database file is empty, and {trace}. Put it back from a backup; to begin anew, delete the file and what lies beside it",
        file.display()
    ))
}

/// A connection goes back into its pool only when it has shown that it answers and is in no transaction. Where a commit or a
/// rollback failed, or nobody waited for its end, driver and database may disagree on that: the next transaction would be a
/// part of one that nobody ends, and lost with it.
async fn is_sound<C: Connection>(connection: &mut C) -> Result<bool, sqlx::Error> {
    let answered = timeout(PROOF, connection.ping()).await;
    answered.map_err(|_elapsed| sqlx::Error::PoolTimedOut)??;
    let idle = !connection.is_in_transaction();
    if !idle {
        tracing::warn!("a connection was left within a transaction, and is closed");
    }
    Ok(idle)
}

pub(super) fn sqlite(settings: &DbSettings, connections: u32, read_only: bool) -> ConnectOptions {
    let mut options = ConnectOptions::new(settings.url.clone());
    options
        .max_connections(connections)
        .min_connections(1)
        .sqlx_logging(false)
        .record_stmt_in_spans(false);
    options.test_before_acquire(false);
    // SQLite's driver counts a transaction until it has done away with it: at none, there is nothing left to wait for.
    options.map_sqlx_sqlite_pool_opts(|pool| {
        pool.after_release(|it, _| {
            Box::pin(async move { Ok(!it.is_in_transaction() || is_sound(it).await?) })
        })
    });
    let synchronous = match settings.synchronous {
        Synchronous::Full => SqliteSynchronous::Full,
        Synchronous::Normal => SqliteSynchronous::Normal,
    };
    options.map_sqlx_sqlite_opts(move |sqlite| {
        let sqlite = sqlite
            .create_if_missing(!read_only)
            .read_only(read_only)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            .statement_cache_capacity(256)
            .pragma("cache_size", "-8192")
            .pragma("temp_store", "memory");
        if read_only {
            return sqlite;
        }
        sqlite
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(synchronous)
    });
    options
}

/// How migrations reach PostgreSQL. They take as long as they take, and say nothing at the start that a pooler refuses.
pub(super) fn postgres(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(2)
        .set_application_name("rapport")
        .sqlx_logging(false)
        .record_stmt_in_spans(false);
    options.map_sqlx_postgres_pool_opts(|pool| pool.after_release(|it, _| Box::pin(is_sound(it))));
    options.map_sqlx_postgres_opts(|postgres| postgres.extra_float_digits(None));
    options
}
