//! The databases: SQLite with one writer and a pool of readers, or PostgreSQL. The only place that begins and commits.

use std::sync::Arc;
use std::time::Duration;

use clap::ValueEnum;
use migration::{Migrator, MigratorTrait};
use rand::RngExt;
use sea_orm::{
    Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use serde::Deserialize;

use super::cause::is_passing;
use super::connect::{postgres, sqlite, sqlite_file};
use super::deadline::Deadline;
use super::health::Health;
use super::rows::{Limits, Session, Source};
use super::tx::{Blind, Command, Root, RootCommand, Sight, Tx, Written};
use super::{Aside, Clock, Failure, Fault, Grants, Ids, Reader, Scope, Writer};

/// How often a write is run again after a conflict.
const ATTEMPTS: u32 = 5;

/// Which database, and how much of it to use.
#[derive(Clone, Debug)]
pub struct DbSettings {
    /// `sqlite://PATH` or `postgres://…`.
    pub url: String,
    /// Most connections to PostgreSQL, or readers of SQLite.
    pub pool: u32,
    /// When SQLite says that a write is stored.
    pub synchronous: Synchronous,
    /// How far a read may go.
    pub limits: Limits,
}

/// When SQLite says that a write is stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Synchronous {
    /// When the disk has it: it survives a power cut.
    #[default]
    Full,
    /// When the system has it: it survives the death of the process, a power cut may lose the last moments.
    Normal,
}

/// Sees the text of every statement, for tests that count them.
pub type Observer = Arc<dyn Fn(&str) + Send + Sync>;

/// The database of a cell.
#[derive(Clone, Debug)]
pub struct Db {
    readers: DatabaseConnection,
    writer: DatabaseConnection,
    rows: Source,
    aside: Aside,
    /// How many rows the functions of the areas may read on a worker's thread.
    light: usize,
    pub(super) clock: Clock,
    ids: Ids,
    grants: Grants,
    pub(super) health: Health,
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
        let aside = Aside::new(settings.limits.aside);
        let (mut writer, readers, rows) = if let Some(file) = sqlite_file(&settings.url)? {
            if let Some(folder) = file.parent() {
                std::fs::create_dir_all(folder)
                    .map_err(|error| DbErr::Custom(format!("{}: {error}", folder.display())))?;
            }
            // One writer: SQLite has one write lock, and waiting for it in a queue beats fighting for it.
            let writer = Database::connect(sqlite(settings, 1, false)).await?;
            let rows = Source::sqlite(&file, settings.limits, aside.clone(), observer.clone());
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
            aside,
            light: settings.limits.rows,
            clock,
            ids,
            grants: Grants::default(),
            health: Health::default(),
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

    /// A place to read this scope from.
    #[must_use]
    pub fn read(&self, scope: &Scope) -> Reader<'_> {
        Reader::new(&self.readers, scope)
    }

    /// The same for a worker's thread, where others wait: what needs more rows than are read in a moment is done beside. A request
    /// has one connection to PostgreSQL: that of its session.
    #[must_use]
    pub fn read_lightly(&self, scope: &Scope, session: &Session<'_>) -> Reader<'_> {
        self.read(scope).at_most(self.light).directly(session.direct())
    }

    /// The same for a thread beside the workers, which may read for as long as it takes.
    #[must_use]
    pub fn read_beside(&self, scope: &Scope) -> Reader<'_> {
        self.read(scope).directly(Some(self.rows.direct()))
    }

    /// Where work is done that would hold up others.
    #[must_use]
    pub const fn aside(&self) -> &Aside {
        &self.aside
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
        let once = |deadline| self.write_once(deadline, by, input, &command, sight);
        self.insist(once).await
    }

    async fn write_once<I: Sync, T: Send + Sync, S: Sight<T>>(
        &self,
        deadline: Deadline,
        by: &Writer,
        input: &I,
        command: &impl for<'a> Command<'a, I, T>,
        sight: &S,
    ) -> Result<(Written<T>, S::Seen), Failure> {
        let work = async {
            let root = self.root().await?;
            let mut tx = Tx::open(&root, by).await?;
            let run = command.run(&mut tx, input).await;
            let value = tx.settle(run)?;
            let is_undone = tx.is_undone();
            let seq = tx.close().await?;
            let written = Written { value, seq };
            let seen = sight.see(Reader::new(root.conn(), by.scope()), &written).await?;
            Ok::<_, Failure>((root, is_undone, written, seen))
        };
        let given_up = |_elapsed| Fault::TimedOut;
        let (root, is_undone, written, seen) = deadline.bound(work).await.map_err(given_up)??;
        if is_undone {
            root.undo(deadline).await?;
        } else {
            root.commit(deadline).await?;
        }
        Ok((written, seen))
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
        self.insist(|deadline| self.write_global_once(deadline, input, &command))
            .await
    }

    async fn write_global_once<I: Sync, T: Send>(
        &self,
        deadline: Deadline,
        input: &I,
        command: &impl for<'a> RootCommand<'a, I, T>,
    ) -> Result<T, Failure> {
        let work = async {
            let root = self.root().await?;
            let value = command.run(&root, input).await?;
            Ok::<_, Failure>((root, value))
        };
        let given_up = |_elapsed| Fault::TimedOut;
        let (root, value) = deadline.bound(work).await.map_err(given_up)??;
        root.commit(deadline).await?;
        Ok(value)
    }

    /// Runs a write until it is stored, refused, or has failed in a way that will not pass at once. A write that may be stored
    /// is never run again.
    async fn insist<T, W: Future<Output = Result<T, Failure>>>(
        &self,
        once: impl Fn(Deadline) -> W,
    ) -> Result<T, Failure> {
        let deadline = Deadline::of_write();
        for attempt in 1.. {
            match Box::pin(once(deadline)).await {
                Err(failure) if attempt < ATTEMPTS && again(&failure) => pause(attempt).await,
                done => {
                    self.health.note(&done, self.clock.now());
                    return done;
                }
            }
        }
        Err(Fault::Internal("the attempts ran out".to_owned()).into())
    }

    pub(super) async fn root(&self) -> Result<Root, DbErr> {
        let conn = self.begin().await?;
        Ok(Root::new(conn, self.clock.now(), &self.ids, &self.grants))
    }

    /// Begins a transaction. The pool hands out only connections that have shown to be in none, and SQLite's `BEGIN` fails
    /// within another.
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
    matches!(failure, Failure::Fault(Fault::Db(error)) if is_passing(error))
}

/// Waits a little, longer each time and never equally long, so that two that met do not meet again.
async fn pause(attempt: u32) {
    let most = 10u64 << attempt.min(4);
    let millis = rand::rng().random_range(most / 2..=most);
    tokio::time::sleep(Duration::from_millis(millis)).await;
}
