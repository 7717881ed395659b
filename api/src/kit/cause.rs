//! Why a database does not do what it is asked, where neither the request nor the program is to blame.

use std::fmt;

use sea_orm::sqlx::Error;
use sea_orm::sqlx::error::DatabaseError;
use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr};

use super::rows::Said;

/// Why, in general words: they go to strangers, so that they name no file and no host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Others were in the way.
    Busy,
    /// There is no room for what would be written.
    Full,
    /// The database, or its file, may only be read.
    ReadOnly,
    /// A device or a file system fails.
    Io,
    /// There is no connection to the database.
    Unreachable,
    /// It did not answer in time.
    NoAnswer,
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Busy => "busy",
            Self::Full => "full",
            Self::ReadOnly => "read-only",
            Self::Io => "I/O error",
            Self::Unreachable => "unreachable",
            Self::NoAnswer => "no answer",
        })
    }
}

impl Cause {
    /// The cause of an error, unless it is the statement's own.
    #[must_use]
    pub fn of(error: &DbErr) -> Option<Self> {
        match error {
            DbErr::ConnectionAcquire(ConnAcquireErr::Timeout) => return Some(Self::Busy),
            DbErr::ConnectionAcquire(_) => return Some(Self::Unreachable),
            _ => {}
        }
        match source(error)? {
            Error::Database(error) => of_code(error.as_ref()),
            Error::Io(_) | Error::Tls(_) | Error::WorkerCrashed | Error::PoolClosed => {
                Some(Self::Unreachable)
            }
            // The connection was not as a new transaction needs it; it is not used again.
            Error::BeginFailed | Error::InvalidSavePointStatement => Some(Self::Busy),
            Error::PoolTimedOut => Some(Self::NoAnswer),
            _ => None,
        }
    }
}

fn source(error: &DbErr) -> Option<&Error> {
    let (DbErr::Conn(RuntimeErr::SqlxError(source))
    | DbErr::Exec(RuntimeErr::SqlxError(source))
    | DbErr::Query(RuntimeErr::SqlxError(source))) = error
    else {
        return None;
    };
    Some(source)
}

fn of_code(error: &dyn DatabaseError) -> Option<Cause> {
    let code = error.code()?;
    if let Some(primary) = sqlite_code(&code) {
        return match primary {
            5 | 6 | 15 => Some(Cause::Busy),
            13 => Some(Cause::Full),
            3 | 8 => Some(Cause::ReadOnly),
            10 | 14 => Some(Cause::Io),
            _ => None,
        };
    }
    match code.as_ref() {
        // Serialization, deadlock, lock timeout, too many connections, out of memory.
        "40001" | "40P01" | "55P03" | "53300" | "53200" | "53000" => Some(Cause::Busy),
        "XX000" if error.message().contains("could not serialize") => Some(Cause::Busy),
        "53100" => Some(Cause::Full),
        // It is a standby now, or was told not to be written.
        "25006" => Some(Cause::ReadOnly),
        "58030" => Some(Cause::Io),
        "57P01" | "57P02" | "57P03" => Some(Cause::Unreachable),
        "57014" => Some(Cause::NoAnswer),
        code if code.starts_with("08") => Some(Cause::Unreachable),
        _ => None,
    }
}

/// SQLite's primary result code; PostgreSQL's codes have five signs, which no code of SQLite has.
fn sqlite_code(code: &str) -> Option<u32> {
    let code: u32 = (code.len() < 5).then(|| code.parse().ok())??;
    Some(code & 0xff)
}

/// Whether the database does not take a row for what else there is: another with its key, or none to which it refers.
#[must_use]
pub fn is_constraint(error: &DbErr) -> bool {
    let Some(Error::Database(error)) = source(error) else {
        return false;
    };
    let code = error.code().unwrap_or_default();
    sqlite_code(&code).map_or_else(|| code.starts_with("23"), |code| code == 19)
}

/// Whether the same transaction may well succeed when it is run again at once. Nothing of it was written.
#[must_use]
pub(super) fn is_passing(error: &DbErr) -> bool {
    // Who has waited for a connection once has waited enough.
    !matches!(error, DbErr::ConnectionAcquire(_))
        && matches!(
            Cause::of(error),
            Some(Cause::Busy | Cause::Unreachable | Cause::ReadOnly)
        )
}

/// Whether a failed `COMMIT` has certainly written nothing: the database lives and says so. Anything else leaves it open.
///
/// SQLite: busy, locked, full (the last frame, which makes the transaction valid, is not whole), a constraint, or rolled back
/// before. After an I/O error, a whole transaction may lie in the log, and counts from the next start.
/// PostgreSQL: an error aborts the transaction; one that ends the session may come after the transaction was stored.
#[must_use]
pub(super) fn is_refused(error: &DbErr) -> bool {
    let Some(Error::Database(error)) = source(error) else {
        return false;
    };
    let ends = error.try_downcast_ref::<Said>().is_none_or(Said::ends);
    let code = error.code().unwrap_or_default();
    match sqlite_code(&code) {
        Some(code) => matches!(code, 1 | 5 | 6 | 8 | 13 | 19),
        None => !ends,
    }
}
