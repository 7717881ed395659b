//! Rows from SQLite: on the calling thread, by a connection that the thread keeps.
//!
//! A statement takes microseconds, less than handing it to another thread would. One that makes more steps than a request may
//! where others wait is interrupted, and run anew beside the workers; what takes too long even there is cut off.

mod reach;
mod session;
mod writer;

use std::cell::RefCell;
use std::ffi::CStr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use chrono::SecondsFormat;
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, Value as Owned, ValueRef};
use rusqlite::vtab::array;
use rusqlite::{CachedStatement, Connection, Error, ErrorCode, OpenFlags};
use sea_orm::Value;
use uuid::Uuid;

use self::reach::{By, Reach, STEPS};
pub(super) use self::session::Session;
pub use self::writer::{Late, Writer};
use super::{
    Aside, Cell, Fault, Kind, Limits, Rows, Statement, failed, lost, misread, time, unbound, uneven, whole,
};

/// What the module of lists calls its pointers.
const LIST: &CStr = c"rarray";

/// A database file.
#[derive(Debug)]
pub(super) struct Source {
    number: u64,
    file: PathBuf,
    limits: Limits,
    /// Where statements run that take long.
    aside: Aside,
}

/// A thread's connection to one file.
struct Reader {
    number: u64,
    of: Weak<Source>,
    connection: Connection,
    /// How far the statement under way may go.
    reach: Arc<Mutex<Option<Reach>>>,
}

/// Why a statement failed.
enum Failed {
    /// The steps that it may make here are used up.
    Spent,
    Sqlite(Error),
    Ours(Fault),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<Fault> for Failed {
    fn from(fault: Fault) -> Self {
        Self::Ours(fault)
    }
}

thread_local! {
    static READERS: RefCell<Vec<Reader>> = const { RefCell::new(Vec::new()) };
}

impl Source {
    pub(super) const fn new(number: u64, file: PathBuf, limits: Limits, aside: Aside) -> Self {
        Self {
            number,
            file,
            limits,
            aside,
        }
    }

    /// A session, for one request.
    pub(super) fn session(self: &Arc<Self>, of: Uuid) -> Session {
        Session::new(self.clone(), of)
    }

    /// Runs a statement on this thread, where nobody else waits.
    pub(super) fn run_whole(self: &Arc<Self>, statement: &Statement) -> Result<Rows, Fault> {
        let done = self.run(statement, By::Time)?;
        done.ok_or_else(|| Fault::Internal("a statement beside the workers counted its steps".to_owned()))
    }

    /// Runs a statement on this thread; none if it was not done within the steps that it may make here.
    fn run(self: &Arc<Self>, statement: &Statement, by: By) -> Result<Option<Rows>, Fault> {
        READERS.with_borrow_mut(|readers| {
            let at = match readers.iter().position(|reader| reader.number == self.number) {
                Some(at) => at,
                None => {
                    // A thread may outlive the databases that it has read.
                    readers.retain(|reader| reader.of.strong_count() > 0);
                    readers.push(Reader::open(self).map_err(|error| self.fault(&error))?);
                    readers.len() - 1
                }
            };
            let Some(reader) = readers.get(at) else {
                return Err(Fault::Internal("the reader is gone".to_owned()));
            };
            let until = Instant::now() + self.limits.statement;
            match reader.run(statement, Reach { until, by }) {
                Ok(rows) => Ok(Some(rows)),
                Err(Failed::Spent) => Ok(None),
                Err(Failed::Ours(fault)) => Err(fault),
                Err(Failed::Sqlite(error)) => {
                    if is_broken(&error) {
                        readers.swap_remove(at);
                    }
                    Err(self.fault(&error))
                }
            }
        })
    }

    /// Closes the connection of this thread; the others close theirs when they next open one, or end.
    pub(super) fn close(&self) {
        READERS.with_borrow_mut(|readers| readers.retain(|reader| reader.number != self.number));
    }

    fn fault(&self, error: &Error) -> Fault {
        match error.sqlite_error_code() {
            Some(ErrorCode::OperationInterrupted) => {
                let limit = self.limits.statement;
                failed(format_args!("the statement took longer than {limit:?}"))
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => lost(error),
            _ => failed(error),
        }
    }
}

/// Whether the connection, rather than the statement, is to blame: the file was put back from a copy, or a disk failed.
fn is_broken(error: &Error) -> bool {
    use ErrorCode::{CannotOpen, DatabaseCorrupt, NotADatabase, SystemIoFailure};
    let codes = [CannotOpen, DatabaseCorrupt, NotADatabase, SystemIoFailure];
    error
        .sqlite_error_code()
        .is_some_and(|code| codes.contains(&code))
}

impl Reader {
    fn open(source: &Arc<Source>) -> Result<Self, Error> {
        // No mutex: the connection never leaves its thread.
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&source.file, flags)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.pragma_update(None, "cache_size", -8192)?;
        connection.pragma_update(None, "temp_store", "memory")?;
        // A mapped file is memory that nobody bounds.
        connection.pragma_update(None, "mmap_size", 0)?;
        // A plan holds whatever is bound: else sampled statistics make SQLite plan a statement anew each time it runs.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.set_prepared_statement_cache_capacity(256);
        array::load_module(&connection)?;
        let reach: Arc<Mutex<Option<Reach>>> = Arc::default();
        let under_way = reach.clone();
        connection.progress_handler(
            STEPS,
            Some(move || {
                let reach = under_way.lock().unwrap_or_else(PoisonError::into_inner);
                reach.as_ref().is_some_and(|reach| !reach.goes_on())
            }),
        )?;
        Ok(Self {
            number: source.number,
            of: Arc::downgrade(source),
            connection,
            reach,
        })
    }

    fn run(&self, statement: &Statement, reach: Reach) -> Result<Rows, Failed> {
        let steps = match &reach.by {
            By::Steps(steps) => Some(steps.clone()),
            By::Wish(_) | By::Time => None,
        };
        *self.reach.lock().unwrap_or_else(PoisonError::into_inner) = Some(reach);
        let done = rows(&self.connection, statement);
        *self.reach.lock().unwrap_or_else(PoisonError::into_inner) = None;
        match done {
            Err(Failed::Sqlite(error))
                if error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted)
                    && steps.is_some_and(|steps| steps.are_used_up()) =>
            {
                Err(Failed::Spent)
            }
            done => done,
        }
    }
}

/// The rows of a statement, by a connection.
fn rows(connection: &Connection, statement: &Statement) -> Result<Rows, Failed> {
    let Statement { sql, values, kinds } = statement;
    let mut prepared = connection.prepare_cached(sql)?;
    if prepared.parameter_count() != values.len() {
        return Err(uneven("values", prepared.parameter_count(), values.len(), sql).into());
    }
    if prepared.column_count() != kinds.len() {
        return Err(uneven("columns", prepared.column_count(), kinds.len(), sql).into());
    }
    bind_all(&mut prepared, 1, values)?;
    let mut rows = Rows::of(kinds);
    let mut found = prepared.raw_query();
    while let Some(row) = found.next()? {
        for (column, kind) in kinds.iter().enumerate() {
            read(&mut rows, column, *kind, row.get_ref(column)?)?;
        }
    }
    Ok(rows)
}

fn bind_all(to: &mut CachedStatement<'_>, from: usize, values: &[Value]) -> Result<(), Failed> {
    for (position, value) in (from..).zip(values) {
        bind(to, position, value)?;
    }
    Ok(())
}

fn bind(to: &mut CachedStatement<'_>, position: usize, value: &Value) -> Result<(), Failed> {
    let bound = match value {
        Value::Bool(Some(value)) => i64::from(*value).into(),
        Value::Int(Some(value)) => i64::from(*value).into(),
        Value::BigInt(Some(value)) => (*value).into(),
        // What a limit is.
        Value::BigUnsigned(Some(value)) => i64::try_from(*value).unwrap_or(i64::MAX).into(),
        Value::String(Some(value)) => value.as_str().into(),
        Value::Uuid(Some(value)) => ToSqlOutput::Borrowed(ValueRef::Blob(value.as_bytes())),
        // As sqlx stores it: this form is compared as text.
        Value::ChronoDateTimeUtc(Some(value)) => value.to_rfc3339_opts(SecondsFormat::AutoSi, false).into(),
        Value::ChronoDate(Some(value)) => value.to_string().into(),
        Value::Json(Some(value)) => value.to_string().into(),
        Value::Bytes(Some(value)) => ToSqlOutput::Borrowed(ValueRef::Blob(value)),
        Value::Array(_, Some(values)) => {
            let values = values.iter().map(|value| match value {
                Value::Uuid(Some(id)) => Some(Owned::Blob(id.as_bytes().to_vec())),
                Value::String(Some(text)) => Some(Owned::Text(text.clone())),
                _ => None,
            });
            let values: Option<Vec<Owned>> = values.collect();
            // A box knows its type, and is freed as what it is: of an `Rc`, which the module takes as well, the values never are.
            ToSqlOutput::new_boxed(values.ok_or_else(|| unbound(value))?, LIST)
        }
        Value::Bool(None)
        | Value::Int(None)
        | Value::BigInt(None)
        | Value::String(None)
        | Value::Uuid(None)
        | Value::ChronoDateTimeUtc(None)
        | Value::ChronoDate(None)
        | Value::Json(None)
        | Value::Bytes(None)
        | Value::Array(_, None) => ToSqlOutput::Borrowed(ValueRef::Null),
        _ => return Err(unbound(value).into()),
    };
    Ok(to.raw_bind_parameter(position, bound)?)
}

fn read(rows: &mut Rows, column: usize, kind: Kind, value: ValueRef<'_>) -> Result<(), Fault> {
    let cell = match (kind, value) {
        (_, ValueRef::Null) => Some(Cell::Null),
        (Kind::Bool, ValueRef::Integer(0)) => Some(Cell::Bool(false)),
        (Kind::Bool, ValueRef::Integer(1)) => Some(Cell::Bool(true)),
        (Kind::Int | Kind::Big, ValueRef::Integer(number)) => whole(kind, number),
        (Kind::Uuid, ValueRef::Blob(bytes)) => Uuid::from_slice(bytes).ok().map(Cell::Uuid),
        (Kind::Text | Kind::Time | Kind::Date, ValueRef::Text(bytes)) => {
            match (kind, std::str::from_utf8(bytes)) {
                (Kind::Time, Ok(text)) => time::micros(text).map(Cell::Time),
                (Kind::Date, Ok(text)) => time::day(text).map(Cell::Date),
                (_, Ok(text)) => {
                    rows.push_text(text);
                    return Ok(());
                }
                (_, Err(_)) => None,
            }
        }
        _ => None,
    };
    rows.push(cell.ok_or_else(|| misread(column, kind, format_args!("{value:?}")))?);
    Ok(())
}
