//! The databases: SQLite with one writer and a pool of readers, or PostgreSQL. The only place that begins and commits.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use clap::ValueEnum;
use entity::ids::WorkspaceId;
use entity::{Tenant, workspace};
use rand::RngExt;
use sea_orm::prelude::Expr;
use sea_orm::sea_query::{self, IntoCondition};
use sea_orm::{
    ColumnTrait as _, Database, DatabaseConnection, DbBackend, DbErr, EntityTrait as _, QueryFilter as _,
    QuerySelect as _, QueryTrait as _, Select,
};
use serde::Deserialize;
use uuid::Uuid;

use super::cause::is_passing;
use super::connect::{sqlite, sqlite_file};
use super::deadline::{Deadline, is_long};
use super::health::Health;
use super::migrate::Migrations;
use super::reader::Conn;
use super::rows::{Limits, Session, Source, Stored, postgres as server};
use super::turns::{self, Ended, Turn, Turns};
use super::tx::{Blind, Command, Root, RootCommand, Sight, Tx, Written};
use super::{
    Aside, ChangeSetOf, Clock, Failure, Fault, Grants, Ids, PostgresSettings, Reader, Scope, Writer,
};

/// How often a write is run again after a conflict.
const ATTEMPTS: u32 = 5;

/// Which database, and how much of it to use.
#[derive(Clone, Debug)]
pub struct DbSettings {
    /// `sqlite://PATH` or `postgres://…`.
    pub url: String,
    /// Most readers of SQLite for what belongs to no workspace.
    pub pool: u32,
    /// When SQLite says that a write is stored.
    pub synchronous: Synchronous,
    /// How PostgreSQL is spoken to.
    pub postgres: PostgresSettings,
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
    /// On SQLite, for what belongs to no workspace, and for rows that are read by SeaORM.
    readers: Option<DatabaseConnection>,
    /// How to connect for migrations; nothing where the way to the database is not fit for them.
    pub(super) migrations: Option<Migrations>,
    keeps_sessions: bool,
    /// Whether this server only reads.
    read_only: bool,
    pub(super) turns: Arc<Turns>,
    rows: Source,
    /// A standby.
    pub(super) standby: Option<Source>,
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
        let (turns, rows, migrations, readers);
        let mut standby = None;
        if let Some(file) = sqlite_file(&settings.url)? {
            if let Some(folder) = file.parent() {
                std::fs::create_dir_all(folder)
                    .map_err(|error| DbErr::Custom(format!("{}: {error}", folder.display())))?;
            }
            rows = Source::sqlite(&file, settings.limits, aside.clone(), observer.clone());
            let (synchronous, idle) = (settings.synchronous, Mutex::default());
            let source = turns::Source::Sqlite {
                file,
                synchronous,
                idle,
            };
            turns = Turns::new(source, observer.clone());
            turns.open()?;
            migrations = Some(Migrations::Sqlite(Box::new(sqlite(settings, 1, false))));
            let pool = Database::connect(sqlite(settings, settings.pool.max(1), true));
            let mut pool = pool.await?;
            if let Some(observer) = observer {
                pool.set_metric_callback(move |info| observer(&info.statement.sql));
            }
            readers = Some(pool);
        } else if settings.url.starts_with("postgres:") || settings.url.starts_with("postgresql:") {
            let DbSettings {
                url,
                postgres: how,
                limits,
                ..
            } = settings;
            rows = Source::postgres((url, how), *limits, observer.clone())?;
            if let Some(url) = &how.read_url {
                standby = Some(Source::postgres((url, how), *limits, observer.clone())?);
            }
            let source = server::Source::writing((url, how), *limits)?;
            turns = Turns::new(turns::Source::Postgres(Arc::new(source)), observer);
            let own = how.keeps_sessions().then_some(url);
            migrations = how.direct_url.as_ref().or(own).cloned().map(Migrations::Postgres);
            readers = None;
        } else {
            return Err(DbErr::Custom(
                "the database URL must begin with sqlite: or postgres:".to_owned(),
            ));
        }
        Ok(Self {
            readers,
            migrations,
            keeps_sessions: settings.postgres.keeps_sessions(),
            read_only: settings.postgres.read_only,
            turns,
            rows,
            standby,
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
        self.turns.backend()
    }

    /// Whether a connection has a session of its own for as long as it is there.
    pub(super) const fn keeps_sessions(&self) -> bool {
        self.keeps_sessions
    }

    /// Whether this server only reads: another one writes what its database has.
    #[must_use]
    pub const fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// Closes the connections.
    pub async fn close(self) {
        // What was to be stored is stored, and nothing is lost with a connection that reads.
        if let Some(readers) = self.readers {
            let _ = readers.close().await;
        }
        self.rows.close();
        if let Some(standby) = &self.standby {
            standby.close();
        }
        // On SQLite the one that writes goes last, for it alone can bring what stands in the log into the file.
        self.turns.close();
    }

    /// A place to read this scope from.
    #[must_use]
    pub fn read(&self, scope: &Scope) -> Reader<'_> {
        Reader::new(self.readers.as_ref(), self.session(scope).direct(), scope)
    }

    /// The same for a worker's thread, where others wait: what needs more rows than are read in a moment is done beside. It reads by
    /// the request's session.
    #[must_use]
    pub fn read_lightly(&self, scope: &Scope, session: &Session) -> Reader<'_> {
        Reader::new(self.readers.as_ref(), session.direct(), scope).at_most(self.light)
    }

    /// The same for a thread beside the workers, which may read for as long as it takes.
    #[must_use]
    pub fn read_beside(&self, scope: &Scope) -> Reader<'_> {
        Reader::new(self.readers.as_ref(), self.rows.direct(), scope)
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

    /// A change set for what a mutation is about to write.
    #[must_use]
    pub fn change_set(&self, mutation: &'static str) -> ChangeSetOf {
        let id = self.ids.next(self.clock.now());
        ChangeSetOf { id, mutation }
    }

    pub(super) const fn rows(&self) -> &Source {
        &self.rows
    }

    /// Where what belongs to no workspace is read.
    #[must_use]
    pub fn global(&self) -> Conn<'_> {
        Conn::global(self.readers.as_ref(), || self.rows.direct())
    }

    /// The workspaces that have a row of which this is true.
    ///
    /// # Errors
    /// The database fails.
    pub async fn workspaces_with<E: Tenant>(
        &self,
        which: impl IntoCondition,
    ) -> Result<Vec<WorkspaceId>, DbErr> {
        let (here, own) = (
            workspace::Column::Id.into_expr(),
            E::workspace_column().into_expr(),
        );
        let own = sea_query::ExprTrait::eq(own, here);
        let some: Select<E> = E::find().select_only().column(E::workspace_column());
        let some = some.filter(own).filter(which);
        let workspaces = workspace::Entity::find()
            .select_only()
            .column(workspace::Column::Id);
        let workspaces = workspaces.filter(Expr::exists(some.into_query()));
        workspaces.into_tuple().all(&self.global()).await
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
        let once = |deadline, alone| self.write_once((deadline, alone), by, input, &command, sight);
        self.insist(once).await
    }

    async fn write_once<I: Sync, T: Send + Sync, S: Sight<T>>(
        &self,
        (deadline, alone): (Deadline, bool),
        by: &Writer,
        input: &I,
        command: &impl for<'a> Command<'a, I, T>,
        sight: &S,
    ) -> Result<Tried<(Written<T>, S::Seen)>, Failure> {
        // What was before is what others have stored, so it must be told from what they have not.
        let outside = by.set().map(|_| self.read(by.scope()));
        let alone = alone || outside.is_some();
        let turn = self.turn(deadline, Some(by.workspace().0), alone).await?;
        let root = self.root(&turn);
        let work = async {
            let mut tx = Tx::open(&root, by).await?;
            let run = command.run(&mut tx, input).await;
            let value = tx.settle(run)?;
            let is_discarded = tx.is_discarded();
            let seq = tx.close(outside.as_ref()).await?;
            let written = Written { value, seq };
            let seen = sight.see(root.read(by.scope()), &written).await?;
            Ok::<_, Failure>((!is_discarded, (written, seen)))
        };
        let done = deadline.bound(work).await.map_err(|_elapsed| Fault::TimedOut)?;
        ended(turn, root, deadline, done).await
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
        self.insist(|deadline, alone| self.write_global_once((deadline, alone), input, &command))
            .await
    }

    async fn write_global_once<I: Sync, T: Send>(
        &self,
        (deadline, alone): (Deadline, bool),
        input: &I,
        command: &impl for<'a> RootCommand<'a, I, T>,
    ) -> Result<Tried<T>, Failure> {
        let turn = self.turn(deadline, None, alone).await?;
        let root = self.root(&turn);
        let done = deadline.bound(command.run(&root, input)).await;
        let done = done.map_err(|_elapsed| Fault::TimedOut)?;
        ended(turn, root, deadline, done.map(|value| (true, value))).await
    }

    /// Runs a write until it is stored, refused, or has failed in a way that will not pass at once: after the first time alone in its
    /// transaction. A write that may be stored is never run again.
    async fn insist<T, W: Future<Output = Result<Tried<T>, Failure>>>(
        &self,
        once: impl Fn(Deadline, bool) -> W,
    ) -> Result<T, Failure> {
        if self.read_only {
            return Err(Fault::busy(
                "this server only reads: send what writes to another; nothing was written",
            )
            .into());
        }
        let deadline = Deadline::of_write();
        // What is long would keep those waiting who wrote before it in the same transaction.
        let is_long = is_long();
        for attempt in 1.. {
            let done = match Box::pin(once(deadline, is_long || attempt > 1)).await {
                Ok(Tried::Done(value)) => Ok(value),
                Ok(Tried::Lost) if attempt < ATTEMPTS => continue,
                Ok(Tried::Lost) => {
                    Err(Fault::busy("the write was in the way of others: send it again").into())
                }
                Err(failure) if attempt < ATTEMPTS && again(&failure) => {
                    pause(attempt).await;
                    continue;
                }
                Err(failure) => Err(failure),
            };
            self.health.note(&done, self.clock.now());
            return done;
        }
        Err(Fault::Internal("the attempts ran out".to_owned()).into())
    }

    /// Waits for the turn to write.
    pub(super) async fn turn(
        &self,
        deadline: Deadline,
        of: Option<Uuid>,
        alone: bool,
    ) -> Result<Turn, Fault> {
        let taken = deadline.bound(self.turns.take(of, alone)).await;
        taken.map_err(|_elapsed| Fault::TimedOut)?
    }

    pub(super) fn root(&self, turn: &Turn) -> Root {
        Root::new(turn.link().clone(), self.clock.now(), &self.ids, &self.grants)
    }
}

/// What came of trying to write.
enum Tried<T> {
    /// It is stored, or nothing was to be.
    Done(T),
    /// It is not: others' failure took it along.
    Lost,
}

/// What came of a command, of which the writes are to be kept or not, once they are stored.
async fn ended<T>(
    turn: Turn,
    root: Root,
    deadline: Deadline,
    done: Result<(bool, T), Failure>,
) -> Result<Tried<T>, Failure> {
    let keeps = done.as_ref().is_ok_and(|(keeps, _)| *keeps);
    // Dropped last: what it says holds when the write is over.
    let _mark = root.into_mark();
    let ended = deadline.bound(turn.end(keeps)).await;
    let fault = match ended {
        Ok(Ended::Lost) => return Ok(Tried::Lost),
        Ok(Ended::Stored(Stored::Yes)) => None,
        Ok(Ended::Stored(Stored::Not(error))) => Some(error.into()),
        Ok(Ended::Stored(Stored::Unknown(error))) => Some(Fault::Unknown(error)),
        Err(_elapsed) => Some(Fault::Unknown(None)),
    };
    match fault.filter(|_| keeps) {
        Some(fault) => Err(fault.into()),
        None => done.map(|(_, value)| Tried::Done(value)),
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
