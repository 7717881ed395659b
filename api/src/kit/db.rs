//! The databases: SQLite with one writer and a pool of readers, or PostgreSQL. The only place that begins and commits.

use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use migration::{Migrator, MigratorTrait};
use rand::RngExt;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

use super::failure::is_transient;
use super::rows::{Limits, Source};
use super::tx::{Blind, Command, Root, RootCommand, Sight, Tx, Written};
use super::{Clock, Failure, Fault, Grants, Ids, Reader, Scope, Writer};

/// How often a write is run again after a conflict.
const ATTEMPTS: u32 = 5;

/// Which database, and how much of it to use.
#[derive(Clone, Debug)]
pub struct DbSettings {
    /// `sqlite://PATH` or `postgres://…`.
    pub url: String,
    /// Most connections to PostgreSQL, or readers of SQLite.
    pub pool: u32,
    /// How far a read may go.
    pub limits: Limits,
}

/// Sees the text of every statement, for tests that count them.
pub type Observer = Arc<dyn Fn(&str) + Send + Sync>;

/// The database of a cell.
#[derive(Clone, Debug)]
pub struct Db {
    readers: DatabaseConnection,
    writer: DatabaseConnection,
    rows: Source,
    clock: Clock,
    ids: Ids,
    grants: Grants,
}

impl Db {
    /// Connects; makes the SQLite file where there is none.
    ///
    /// # Errors
    /// The URL names no supported database, or it cannot be reached.
    pub async fn connect(settings: &DbSettings, clock: Clock, ids: Ids) -> Result<Self, DbErr> {
        Self::connect_observed(settings, clock, ids, None).await
    }

    /// Connects, showing each statement to an observer.
    ///
    /// # Errors
    /// As [`Self::connect`].
    pub async fn connect_observed(
        settings: &DbSettings,
        clock: Clock,
        ids: Ids,
        observer: Option<Observer>,
    ) -> Result<Self, DbErr> {
        let (mut writer, readers, rows) = if let Some(path) = settings.url.strip_prefix("sqlite:") {
            let path = path.trim_start_matches("//");
            if let Some(folder) = Path::new(path.split('?').next().unwrap_or(path)).parent() {
                std::fs::create_dir_all(folder)
                    .map_err(|error| DbErr::Custom(format!("{}: {error}", folder.display())))?;
            }
            // One writer: SQLite has one write lock, and waiting for it in a queue beats fighting for it.
            let writer = Database::connect(sqlite(settings, 1, false)).await?;
            let file = SqliteConnectOptions::from_str(&settings.url)
                .map_err(|error| DbErr::Custom(error.to_string()))?;
            let rows = Source::sqlite(file.get_filename(), settings.limits, observer.clone());
            (writer, Some(sqlite(settings, settings.pool.max(1), true)), rows)
        } else if settings.url.starts_with("postgres:") || settings.url.starts_with("postgresql:") {
            let rows = Source::postgres(&settings.url, settings.limits, observer.clone())?;
            (Database::connect(postgres(settings)).await?, None, rows)
        } else {
            return Err(DbErr::Custom(
                "the database URL must begin with sqlite: or postgres:".to_owned(),
            ));
        };
        let mut readers = match readers {
            Some(options) => Database::connect(options).await?,
            None => writer.clone(),
        };
        if let Some(observer) = observer {
            for connection in [&mut writer, &mut readers] {
                let observer = observer.clone();
                connection.set_metric_callback(move |info| observer(&info.statement.sql));
            }
        }
        Ok(Self {
            readers,
            writer,
            rows,
            clock,
            ids,
            grants: Grants::default(),
        })
    }

    /// Which database it is.
    #[must_use]
    pub fn backend(&self) -> DbBackend {
        self.writer.get_database_backend()
    }

    /// Brings the tables up to date. Several nodes may start at once: one migrates, the others wait.
    ///
    /// # Errors
    /// What the database answers.
    pub async fn migrate(&self) -> Result<(), DbErr> {
        if self.backend() != DbBackend::Postgres {
            return Migrator::up(&self.writer, None).await;
        }
        // A transaction holds one connection, and with it the lock, while the migrations use another.
        let guard = self.begin().await?;
        sea_orm::ConnectionTrait::execute_unprepared(&guard, "SELECT pg_advisory_xact_lock(7205759403792)")
            .await?;
        Migrator::up(&self.writer, None).await?;
        sea_orm::TransactionSession::commit(guard).await
    }

    /// Closes the connections.
    pub async fn close(self) {
        self.rows.close();
        for connection in [self.writer, self.readers] {
            // Closing a pool twice, which PostgreSQL's is, does no harm.
            let _ = connection.close().await;
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// What it answers instead.
    pub async fn ping(&self) -> Result<(), DbErr> {
        self.readers.ping().await
    }

    /// A place to read this scope from.
    #[must_use]
    pub fn read(&self, scope: &Scope) -> Reader<'_> {
        Reader::new(&self.readers, scope)
    }

    /// When what callers may do has changed, by a write of this process.
    #[must_use]
    pub const fn grants(&self) -> &Grants {
        &self.grants
    }

    pub(super) const fn rows(&self) -> &Source {
        &self.rows
    }

    /// The readers' pool, for what belongs to no workspace.
    #[must_use]
    pub const fn global(&self) -> &DatabaseConnection {
        &self.readers
    }

    /// Runs a command in one transaction that holds its workspace's write lock; again, a few times, after a conflict.
    ///
    /// # Errors
    /// What the command answers, or a fault of the database. Nothing was written.
    pub async fn write<I: Sync, T: Send + Sync>(
        &self,
        by: &Writer,
        input: &I,
        command: impl for<'a> Command<'a, I, T>,
    ) -> Result<Written<T>, Failure> {
        Ok(self.write_and_read(by, input, command, &Blind).await?.0)
    }

    /// Runs a command as [`Self::write`] does, and reads in the same transaction what it wrote.
    ///
    /// # Errors
    /// As [`Self::write`], or what reading answers. Nothing was written.
    pub async fn write_and_read<I: Sync, T: Send + Sync, S: Sight<T>>(
        &self,
        by: &Writer,
        input: &I,
        command: impl for<'a> Command<'a, I, T>,
        sight: &S,
    ) -> Result<(Written<T>, S::Seen), Failure> {
        for attempt in 1.. {
            match Box::pin(self.write_once(by, input, &command, sight)).await {
                Err(failure) if attempt < ATTEMPTS && again(&failure) => pause(attempt).await,
                done => return done,
            }
        }
        Err(Fault::Internal("the attempts ran out".to_owned()).into())
    }

    async fn write_once<I: Sync, T: Send + Sync, S: Sight<T>>(
        &self,
        by: &Writer,
        input: &I,
        command: &impl for<'a> Command<'a, I, T>,
        sight: &S,
    ) -> Result<(Written<T>, S::Seen), Failure> {
        let root = self.root().await?;
        let mut tx = Tx::open(&root, by).await?;
        let value = command.run(&mut tx, input).await?;
        let seq = tx.close().await?;
        let seen = sight.see(Reader::new(root.conn(), by.scope()), &value).await?;
        root.commit().await?;
        Ok((Written { value, seq }, seen))
    }

    /// Runs a command that belongs to no single workspace: signing up, signing in.
    ///
    /// # Errors
    /// As [`Self::write`].
    pub async fn write_global<I: Sync, T: Send>(
        &self,
        input: &I,
        command: impl for<'a> RootCommand<'a, I, T>,
    ) -> Result<T, Failure> {
        for attempt in 1.. {
            match Box::pin(self.write_global_once(input, &command)).await {
                Err(failure) if attempt < ATTEMPTS && again(&failure) => pause(attempt).await,
                done => return done,
            }
        }
        Err(Fault::Internal("the attempts ran out".to_owned()).into())
    }

    async fn write_global_once<I: Sync, T: Send>(
        &self,
        input: &I,
        command: &impl for<'a> RootCommand<'a, I, T>,
    ) -> Result<T, Failure> {
        let root = self.root().await?;
        let value = command.run(&root, input).await?;
        root.commit().await?;
        Ok(value)
    }

    async fn root(&self) -> Result<Root, DbErr> {
        let conn = self.begin().await?;
        Ok(Root::new(conn, self.clock.now(), self.ids.clone(), &self.grants))
    }

    #[expect(clippy::disallowed_methods, reason = "this is the one place that begins")]
    async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        // SQLite must take its write lock at once: a reader that turns writer fails instead of waiting.
        let sqlite_transaction_mode = Some(SqliteTransactionMode::Immediate);
        self.writer
            .begin_with_options(TransactionOptions {
                sqlite_transaction_mode,
                ..Default::default()
            })
            .await
    }
}

fn again(failure: &Failure) -> bool {
    matches!(failure, Failure::Fault(Fault::Db(error)) if is_transient(error))
}

/// Waits a little, longer each time and never equally long, so that two that met do not meet again.
async fn pause(attempt: u32) {
    let most = 10u64 << attempt.min(4);
    let millis = rand::rng().random_range(most / 2..=most);
    tokio::time::sleep(Duration::from_millis(millis)).await;
}

fn sqlite(settings: &DbSettings, connections: u32, read_only: bool) -> ConnectOptions {
    let mut options = ConnectOptions::new(settings.url.clone());
    options
        .max_connections(connections)
        .min_connections(1)
        .sqlx_logging(false)
        .record_stmt_in_spans(false);
    options.test_before_acquire(false);
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
        // NORMAL in WAL mode survives the death of the process; only a power cut can lose the last commits.
        sqlite
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
    });
    options
}

fn postgres(settings: &DbSettings) -> ConnectOptions {
    let mut options = ConnectOptions::new(settings.url.clone());
    options
        .max_connections(settings.pool.max(2))
        .min_connections(1)
        .acquire_timeout(settings.limits.wait)
        .statement_timeout(settings.limits.statement)
        .set_application_name("rapport")
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .test_before_acquire_if_idle_for(Duration::from_secs(30));
    // Whatever the values, a statement of ours is a seek by workspace and ids: it need not be planned anew each time.
    options.map_sqlx_postgres_opts(|postgres| postgres.options([("plan_cache_mode", "force_generic_plan")]));
    options
}
