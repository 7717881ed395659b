//! The connection of a write: what a command reads and writes through, whichever database it is.
//!
//! SeaORM builds each statement and reads its rows. They run by the database's own driver: on SQLite where they are asked for, since
//! handing a statement to another thread costs more than running it; on PostgreSQL several may be under way at once.

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use entity::ids::WorkspaceId;
use sea_orm::sea_query::Values;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement, Value};

use super::Fault;
use super::db::Observer;
use super::rows::sqlite::{self, Late};
use super::rows::{self, Rows, Stored, postgres};
use super::tx::Opened;

/// A connection in a transaction.
pub struct Link {
    to: To,
    observer: Option<Observer>,
    /// How many parts of commands were begun; none has the name of another.
    parts: AtomicUsize,
    /// The names of the tables that were written, where that is to be known.
    written: Mutex<Option<HashSet<String>>>,
    /// How the workspace stands that the last command of the transaction wrote in.
    known: Mutex<Option<(WorkspaceId, Opened)>>,
}

/// A database's own connection.
pub(super) enum To {
    Sqlite(Arc<sqlite::Writer>),
    Postgres(postgres::Writer),
}

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Link")
    }
}

/// A part of a command that is under way.
pub(super) struct Part {
    number: usize,
    late: usize,
}

impl Link {
    pub(super) fn new(to: To, observer: Option<Observer>) -> Self {
        Self {
            to,
            observer,
            parts: AtomicUsize::new(0),
            written: Mutex::default(),
            known: Mutex::default(),
        }
    }

    /// The connection to a SQLite file.
    pub(super) const fn sqlite(&self) -> Option<&Arc<sqlite::Writer>> {
        match &self.to {
            To::Sqlite(writer) => Some(writer),
            To::Postgres(_) => None,
        }
    }

    fn show(&self, sql: &str) {
        if let Some(observer) = &self.observer {
            observer(sql);
        }
    }

    /// Notes from now on which tables are written.
    pub(super) fn watch(&self) {
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        written.get_or_insert_default();
    }

    /// Whether a table was written since then; it may have been given up again.
    pub(super) fn has_written(&self, table: &str) -> bool {
        let written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        written.as_ref().is_none_or(|written| written.contains(table))
    }

    fn writes(&self, sql: &str) {
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(written) = written.as_mut() else { return };
        for verb in ["INTO \"", "UPDATE \"", "DELETE FROM \""] {
            let names = sql.split(verb).skip(1).filter_map(|rest| rest.split('"').next());
            for name in names.filter(|name| !name.is_empty()) {
                if !written.contains(name) {
                    written.insert(name.to_owned());
                }
            }
        }
    }

    /// Lets others have the thread, if this command has kept it for long.
    async fn pause(&self) {
        if let To::Sqlite(writer) = &self.to
            && writer.is_due()
        {
            tokio::task::yield_now().await;
        }
    }

    /// Which database it is.
    #[must_use]
    pub const fn backend(&self) -> DbBackend {
        match self.to {
            To::Sqlite(_) => DbBackend::Sqlite,
            To::Postgres(_) => DbBackend::Postgres,
        }
    }

    /// How a workspace stands, if the last command of this transaction wrote in it.
    pub(super) fn known(&self, workspace: WorkspaceId) -> Option<Opened> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let known = known.as_ref().filter(|(of, _)| *of == workspace);
        known.map(|(_, opened)| opened.clone())
    }

    /// Notes how a workspace stands, or that it is not known.
    pub(super) fn note(&self, known: Option<(WorkspaceId, Opened)>) {
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = known;
    }

    /// The rows of a statement, of known kinds.
    ///
    /// # Errors
    /// The database fails, or the rows are of other kinds.
    pub(super) async fn rows(&self, statement: &rows::Statement) -> Result<Rows, Fault> {
        self.show(&statement.sql);
        self.pause().await;
        match &self.to {
            To::Sqlite(writer) => writer.rows(statement),
            To::Postgres(writer) => writer.rows(statement).await,
        }
    }

    /// The rows of a statement that packs them, where the database does.
    ///
    /// # Errors
    /// As [`Self::rows`].
    pub(super) async fn unpacked(&self, statement: &rows::Statement) -> Result<Rows, Fault> {
        match &self.to {
            To::Sqlite(_) => self.rows(statement).await,
            To::Postgres(writer) => {
                self.show(&statement.sql);
                writer.unpacked(statement).await
            }
        }
    }

    /// Sends a statement of which nothing is wanted. On PostgreSQL nobody waits for its end: whether it failed is known at the next
    /// statement that is waited for, or when the write is stored.
    ///
    /// # Errors
    /// The database fails.
    pub(super) async fn post(&self, sql: &str, values: Vec<Value>) -> Result<(), DbErr> {
        self.show(sql);
        self.writes(sql);
        match &self.to {
            To::Sqlite(writer) => writer.execute(sql, &values).map(drop),
            To::Postgres(writer) => writer.post(sql, values).await,
        }
    }

    /// Runs statements one after the other, on SQLite, and notes those that are run when all else of the transaction is written.
    ///
    /// # Errors
    /// The database fails.
    pub(super) async fn run_each(
        &self,
        each: Vec<(String, Vec<Value>)>,
        late: Vec<Late>,
    ) -> Result<(), DbErr> {
        let To::Sqlite(writer) = &self.to else {
            return Err(DbErr::Custom("PostgreSQL is sent statements together".to_owned()));
        };
        if let Some(observer) = &self.observer {
            let of_late = late.iter().flat_map(|it| [&it.find.0, &it.run.0]);
            let texts: Vec<&str> = each
                .iter()
                .map(|it| &it.0)
                .chain(of_late)
                .map(String::as_str)
                .collect();
            observer(&texts.join("; "));
        }
        for (sql, values) in each {
            self.pause().await;
            self.writes(&sql);
            writer.execute(&sql, &values)?;
        }
        writer.late(late);
        Ok(())
    }

    /// A command begins.
    pub(super) fn enter(&self, is_first: bool) -> Result<(), DbErr> {
        match &self.to {
            To::Sqlite(writer) => writer.enter(is_first),
            To::Postgres(writer) => {
                writer.enter();
                Ok(())
            }
        }
    }

    /// A command ends, and what it wrote stays.
    pub(super) fn keep(&self, is_first: bool) -> Result<(), DbErr> {
        match &self.to {
            To::Sqlite(writer) => writer.keep(is_first),
            To::Postgres(_) => Ok(()),
        }
    }

    /// A command ends, and nothing stays of it; answers whether the transaction can go on.
    pub(super) fn discard(&self, is_first: bool) -> bool {
        self.note(None);
        match &self.to {
            To::Sqlite(writer) => writer.discard(is_first).is_ok(),
            To::Postgres(writer) => writer.is_untouched(),
        }
    }

    /// Begins a part of a command, which can be undone by itself.
    ///
    /// # Errors
    /// The database fails.
    pub(super) async fn begin_part(&self) -> Result<Part, DbErr> {
        let number = self.parts.fetch_add(1, Ordering::Relaxed);
        let late = match &self.to {
            To::Sqlite(writer) => writer.begin_part(number)?,
            To::Postgres(writer) => {
                writer
                    .post(&format!("SAVEPOINT part_{number}"), Vec::new())
                    .await?;
                0
            }
        };
        Ok(Part { number, late })
    }

    /// Ends a part of a command: it stays, or is undone.
    ///
    /// # Errors
    /// The database fails.
    pub(super) async fn end_part(&self, Part { number, late }: Part, stays: bool) -> Result<(), DbErr> {
        match &self.to {
            To::Sqlite(writer) => writer.end_part(number, stays, late),
            To::Postgres(writer) => writer.end_part(number, stays).await,
        }
    }

    /// Stores what was written, on PostgreSQL; SQLite's is stored where nobody waits for the disk.
    pub(super) async fn commit(&self) -> Stored {
        match &self.to {
            To::Sqlite(writer) => writer.commit(),
            To::Postgres(writer) => writer.commit().await,
        }
    }

    /// Gives up what was written.
    pub(super) async fn roll_back(&self) {
        match &self.to {
            To::Sqlite(writer) => drop(writer.roll_back()),
            To::Postgres(writer) => writer.roll_back().await,
        }
    }
}

#[async_trait]
impl ConnectionTrait for Link {
    fn get_database_backend(&self) -> DbBackend {
        self.backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let Statement { sql, values, .. } = statement;
        let values = values.map(|Values(values)| values).unwrap_or_default();
        self.show(&sql);
        self.writes(&sql);
        self.pause().await;
        let changed = match &self.to {
            To::Sqlite(writer) => writer.execute(&sql, &values)?,
            To::Postgres(writer) => writer.execute(&sql, values).await?,
        };
        rows::changed(self.backend(), changed)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.show(sql);
        match &self.to {
            To::Sqlite(writer) => writer.batch(sql)?,
            To::Postgres(writer) => writer.batch(sql).await?,
        }
        rows::changed(self.backend(), 0)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        Ok(self.query_all_raw(statement).await?.into_iter().next())
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let Statement { sql, values, .. } = statement;
        let values = values.map(|Values(values)| values).unwrap_or_default();
        self.show(&sql);
        if !sql.starts_with("SELECT") {
            self.writes(&sql);
        }
        self.pause().await;
        let records = match &self.to {
            To::Sqlite(writer) => writer.records(&sql, &values)?,
            To::Postgres(writer) => writer.records(&sql, &values).await?,
        };
        rows::found(self.backend(), records)
    }
}
