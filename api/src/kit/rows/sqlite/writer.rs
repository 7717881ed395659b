//! The connection that writes a SQLite file: one for the file, used by one command at a time, on the thread that asks.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::types::ValueRef;
use rusqlite::vtab::array;
use rusqlite::{Connection, Error, ErrorCode, OpenFlags};
use sea_orm::{DbErr, Value};
use uuid::Uuid;

use super::super::loose::{Names, Record};
use super::super::said::Said;
use super::super::{Fault, Rows, Statement, Stored, failed, time};
use super::{Failed, bind_all};
use crate::kit::Synchronous;

/// How long a writer waits for another process that writes the file.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long a command may keep its thread before others get a turn.
const SLICE: Duration = Duration::from_millis(1);

/// A connection that writes.
#[derive(Debug)]
pub struct Writer(Mutex<Held>);

#[derive(Debug)]
struct Held {
    connection: Connection,
    /// What is still to be run before the commit.
    late: Vec<Late>,
    /// How many of them there were when the command under way began.
    earlier: usize,
    /// Since when the thread was not given to others.
    since: Instant,
}

/// A statement that is run when all else is written, once its first value is known: the number that another finds.
#[derive(Debug)]
pub struct Late {
    /// Finds the number; where it finds none, nothing is run.
    pub find: (String, Vec<Value>),
    /// The statement, and its values after the first.
    pub run: (String, Vec<Value>),
}

/// How many of SQLite's statements a connection keeps prepared.
const PREPARED: usize = 512;

impl Writer {
    /// Opens a file, and makes it where there is none.
    pub fn open(file: &Path, synchronous: Synchronous) -> Result<Self, DbErr> {
        let opened = || {
            let connection = Connection::open(file)?;
            connection.busy_timeout(PATIENCE)?;
            connection.pragma_update(None, "journal_mode", "wal")?;
            let synchronous = match synchronous {
                Synchronous::Full => "full",
                Synchronous::Normal => "normal",
            };
            connection.pragma_update(None, "synchronous", synchronous)?;
            connection.pragma_update(None, "foreign_keys", true)?;
            connection.pragma_update(None, "cache_size", -8192)?;
            connection.pragma_update(None, "temp_store", "memory")?;
            connection.pragma_update(None, "mmap_size", 0)?;
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
            connection.set_prepared_statement_cache_capacity(PREPARED);
            array::load_module(&connection)?;
            Ok(connection)
        };
        Ok(Self::of(opened().map_err(said)?))
    }

    /// Opens a file to read what is stored in it now, in a transaction that sees nothing of what is stored later. It keeps nobody from
    /// writing.
    pub fn look(file: &Path) -> Result<Self, DbErr> {
        let opened = || {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let connection = Connection::open_with_flags(file, flags)?;
            connection.busy_timeout(PATIENCE)?;
            connection.pragma_update(None, "cache_size", -8192)?;
            connection.pragma_update(None, "temp_store", "memory")?;
            connection.pragma_update(None, "mmap_size", 0)?;
            array::load_module(&connection)?;
            connection.execute_batch("BEGIN")?;
            // What it sees is settled by the first look.
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
            Ok(connection)
        };
        Ok(Self::of(opened().map_err(said)?))
    }

    fn of(connection: Connection) -> Self {
        Self(Mutex::new(Held {
            connection,
            late: Vec::new(),
            earlier: 0,
            since: Instant::now(),
        }))
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins a transaction, and takes the file's write lock; answers whether it did, for it does not wait unless it is patient.
    pub fn begin(&self, is_patient: bool) -> Result<bool, DbErr> {
        let held = self.held();
        let patience = if is_patient { PATIENCE } else { Duration::ZERO };
        held.connection.busy_timeout(patience).map_err(said)?;
        match held.execute("BEGIN IMMEDIATE") {
            Ok(()) => Ok(true),
            Err(error) if is_busy(&error) && !is_patient => Ok(false),
            Err(error) => Err(said(error)),
        }
    }

    /// A command begins. Only what follows another needs a savepoint: else there is nothing to be kept.
    pub fn enter(&self, is_first: bool) -> Result<(), DbErr> {
        let mut held = self.held();
        held.earlier = held.late.len();
        held.since = Instant::now();
        if is_first {
            return Ok(());
        }
        held.execute("SAVEPOINT command").map_err(said)
    }

    /// A command ends, and what it wrote stays, if it can be committed.
    pub fn keep(&self, is_first: bool) -> Result<(), DbErr> {
        if is_first {
            return Ok(());
        }
        self.held().execute("RELEASE command").map_err(said)
    }

    /// A command ends, and nothing stays of what it wrote. It fails where SQLite has rolled all back, or must.
    pub fn discard(&self, is_first: bool) -> Result<(), DbErr> {
        let mut held = self.held();
        let earlier = held.earlier;
        held.late.truncate(earlier);
        if is_first {
            return held.execute("ROLLBACK").map_err(said);
        }
        held.execute("ROLLBACK TO command").map_err(said)?;
        held.execute("RELEASE command").map_err(said)
    }

    /// Begins a part of a command, which can be undone by itself.
    pub fn begin_part(&self, number: usize) -> Result<usize, DbErr> {
        let held = self.held();
        held.execute(&format!("SAVEPOINT part_{number}")).map_err(said)?;
        Ok(held.late.len())
    }

    /// Ends a part of a command: it stays, or is undone with what was to be run late since.
    pub fn end_part(&self, number: usize, stays: bool, late: usize) -> Result<(), DbErr> {
        let mut held = self.held();
        if !stays {
            held.late.truncate(late);
            held.execute(&format!("ROLLBACK TO part_{number}"))
                .map_err(said)?;
        }
        held.execute(&format!("RELEASE part_{number}")).map_err(said)
    }

    /// Stores what was written. Runs before it what was to be run last.
    pub fn commit(&self) -> Stored {
        let mut held = self.held();
        let ready = held.connection.busy_timeout(PATIENCE).map_err(Failed::from);
        if let Err(why) = ready.and_then(|()| held.run_late()) {
            return Stored::Not(fault(why));
        }
        held.late.clear();
        match held.execute("COMMIT") {
            Ok(()) => Stored::Yes,
            Err(error) => Stored::by_commit(said(error)),
        }
    }

    /// Gives up what was written. Answers whether the connection can be used again.
    pub fn roll_back(&self) -> bool {
        let mut held = self.held();
        held.late.clear();
        // After some failures SQLite has done so itself.
        held.connection.is_autocommit() || held.execute("ROLLBACK").is_ok()
    }

    /// Runs statements before the commit, after all others.
    pub fn late(&self, late: Vec<Late>) {
        self.held().late.extend(late);
    }

    /// Whether others should get a turn now, since this command has kept its thread for a while.
    pub fn is_due(&self) -> bool {
        let mut held = self.held();
        let due = held.since.elapsed() > SLICE;
        if due {
            held.since = Instant::now();
        }
        due
    }

    /// The rows of a statement, of known kinds.
    pub fn rows(&self, statement: &Statement) -> Result<Rows, Fault> {
        let found = self.held().ready(&statement.sql).and_then(|held| {
            let rows = super::rows(&held.connection, statement)?;
            drop(held);
            Ok(rows)
        });
        found.map_err(|why| match why {
            Failed::Ours(fault) => fault,
            Failed::Sqlite(error) => Fault::Db(said(error)),
            Failed::Spent => failed("a write counted its steps"),
        })
    }

    /// The rows of a statement, with what each column is called.
    pub fn records(&self, sql: &str, values: &[Value]) -> Result<Vec<Record>, DbErr> {
        let held = self.held().ready(sql).map_err(fault)?;
        let found = || -> Result<Vec<Record>, Failed> {
            let mut prepared = held.connection.prepare_cached(sql)?;
            bind_all(&mut prepared, 1, values)?;
            let names = Names::new(prepared.columns().iter().map(rusqlite::Column::name));
            let kinds = held.kinds(sql, &prepared)?;
            let mut found = Vec::new();
            let mut rows = prepared.raw_query();
            while let Some(row) = rows.next()? {
                let mut record = names.record();
                for (column, kind) in kinds.iter().enumerate() {
                    record.push(kind.value(row.get_ref(column)?)?);
                }
                found.push(record.done());
            }
            Ok(found)
        };
        found().map_err(fault)
    }

    /// Runs a statement; answers how many rows it changed.
    pub fn execute(&self, sql: &str, values: &[Value]) -> Result<u64, DbErr> {
        let held = self.held().ready(sql).map_err(fault)?;
        held.change(sql, values).map_err(fault)
    }

    /// Runs a text of several statements without values.
    pub fn batch(&self, sql: &str) -> Result<(), DbErr> {
        self.held().connection.execute_batch(sql).map_err(said)
    }
}

/// A held connection that is ready for a statement.
trait Ready: Sized {
    fn ready(self, sql: &str) -> Result<Self, Failed>;
}

impl Ready for MutexGuard<'_, Held> {
    fn ready(self, sql: &str) -> Result<Self, Failed> {
        // After some failures SQLite rolls back by itself: whatever ran next would be stored at once, and alone.
        if self.connection.is_autocommit() {
            return Err(failed("the transaction has ended").into());
        }
        // What is read from the index of words has to be there. It is written again at the end, for this may yet be undone.
        if !self.late.is_empty() && sql.starts_with("SELECT") && sql.contains("search_words") {
            self.run_late()?;
        }
        Ok(self)
    }
}

impl Held {
    fn execute(&self, sql: &str) -> Result<(), Error> {
        self.connection.prepare_cached(sql)?.raw_execute()?;
        Ok(())
    }

    /// As what the columns of a statement are read.
    fn kinds(&self, sql: &str, prepared: &rusqlite::Statement<'_>) -> Result<Vec<Loose>, Error> {
        let columns = prepared.columns();
        if sql.starts_with("SELECT") {
            let each = columns.iter();
            return Ok(each.map(|it| Loose::of(it.name(), it.decl_type())).collect());
        }
        // What a write returns is declared by its table alone, whose name is the first that the statement has.
        let table = sql.split('"').nth(1).unwrap_or_default();
        let whole = self
            .connection
            .prepare_cached(&format!("SELECT * FROM \"{table}\""))?;
        let known = whole.columns();
        let known: HashMap<&str, Loose> = known
            .iter()
            .map(|it| (it.name(), Loose::of(it.name(), it.decl_type())))
            .collect();
        let each = columns.iter();
        Ok(each
            .map(|it| known.get(it.name()).copied().unwrap_or(Loose::Unknown))
            .collect())
    }

    fn change(&self, sql: &str, values: &[Value]) -> Result<u64, Failed> {
        let mut prepared = self.connection.prepare_cached(sql)?;
        bind_all(&mut prepared, 1, values)?;
        Ok(u64::try_from(prepared.raw_execute()?).unwrap_or(u64::MAX))
    }

    fn run_late(&self) -> Result<(), Failed> {
        for Late { find, run } in &self.late {
            let number = {
                let mut prepared = self.connection.prepare_cached(&find.0)?;
                bind_all(&mut prepared, 1, &find.1)?;
                let mut found = prepared.raw_query();
                match found.next()? {
                    Some(row) => row.get::<_, i64>(0)?,
                    None => continue,
                }
            };
            let mut prepared = self.connection.prepare_cached(&run.0)?;
            prepared.raw_bind_parameter(1, number)?;
            bind_all(&mut prepared, 2, &run.1)?;
            prepared.raw_execute()?;
        }
        Ok(())
    }
}

/// As what a column is read of which nobody said it: by the type that its table declares, and else by what it holds.
#[derive(Clone, Copy)]
enum Loose {
    Bool,
    Int,
    Big,
    Text,
    Uuid,
    Time,
    Date,
    Json,
    Bytes,
    Unknown,
}

impl Loose {
    fn of(name: &str, declared: Option<&str>) -> Self {
        // SQLite writes the types that it knows itself in its own way.
        match declared.map(str::to_ascii_lowercase).as_deref() {
            Some("uuid_text") => Self::Uuid,
            Some("timestamp_with_timezone_text") => Self::Time,
            Some("date_text") => Self::Date,
            Some("boolean") => Self::Bool,
            Some("jsonb_text") => Self::Json,
            // SQLite knows one type of whole numbers. Those of the feed have 64 bits, all others 32; a test holds the entities to it.
            Some("integer") if name.ends_with("seq") => Self::Big,
            Some("integer") => Self::Int,
            Some("text" | "varchar") => Self::Text,
            Some("blob") => Self::Bytes,
            _ => Self::Unknown,
        }
    }

    fn value(self, stored: ValueRef<'_>) -> Result<Value, Fault> {
        let unread = || failed(format_args!("a column cannot be read: {stored:?}"));
        let text = |bytes| std::str::from_utf8(bytes).ok().ok_or_else(unread);
        Ok(match (self, stored) {
            (_, ValueRef::Null) => Value::String(None),
            (Self::Bool, ValueRef::Integer(number)) => (number != 0).into(),
            (Self::Int, ValueRef::Integer(number)) => i32::try_from(number).ok().ok_or_else(unread)?.into(),
            (_, ValueRef::Integer(number)) => number.into(),
            (_, ValueRef::Real(number)) => number.into(),
            (Self::Time, ValueRef::Text(bytes)) => {
                let micros = time::micros(text(bytes)?).ok_or_else(unread)?;
                chrono::DateTime::from_timestamp_micros(micros)
                    .ok_or_else(unread)?
                    .into()
            }
            (Self::Date, ValueRef::Text(bytes)) => {
                let days = time::day(text(bytes)?).ok_or_else(unread)?;
                chrono::NaiveDate::from_epoch_days(days)
                    .ok_or_else(unread)?
                    .into()
            }
            (Self::Json, ValueRef::Text(bytes)) => {
                let json: serde_json::Value = serde_json::from_slice(bytes).ok().ok_or_else(unread)?;
                json.into()
            }
            (_, ValueRef::Text(bytes)) => {
                let text = text(bytes)?;
                // Read as a moment or a day it would silently be nothing.
                debug_assert!(
                    !matches!(self, Self::Unknown)
                        || time::micros(text).is_none() && time::day(text).is_none(),
                    "what is computed of moments and days is read with its kind, by `packed::ordered`: {text}"
                );
                text.into()
            }
            (Self::Bytes, ValueRef::Blob(bytes)) => bytes.to_vec().into(),
            (_, ValueRef::Blob(bytes)) => match Uuid::from_slice(bytes) {
                Ok(id) => id.into(),
                Err(_) => bytes.to_vec().into(),
            },
        })
    }
}

fn is_busy(error: &Error) -> bool {
    let code = error.sqlite_error_code();
    matches!(code, Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// An error of SQLite, with its code.
fn said(error: Error) -> DbErr {
    match error {
        Error::SqliteFailure(code, message) => {
            let message = message.unwrap_or_else(|| code.to_string());
            Said::new(code.extended_code.to_string(), message, false).into()
        }
        other => DbErr::Custom(other.to_string()),
    }
}

fn fault(why: Failed) -> DbErr {
    match why {
        Failed::Sqlite(error) => said(error),
        Failed::Ours(Fault::Db(error)) => error,
        Failed::Ours(fault) => DbErr::Custom(fault.to_string()),
        Failed::Spent => DbErr::Custom("a write counted its steps".to_owned()),
    }
}
