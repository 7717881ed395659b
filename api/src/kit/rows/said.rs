//! What a database answers instead of rows, in the form in which all of the program knows such answers: an error with a code.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::sync::Arc;

use sea_orm::sqlx;
use sea_orm::sqlx::error::{DatabaseError, ErrorKind};
use sea_orm::{DbErr, RuntimeErr};

use crate::kit::cause::is_refused;

/// An error of a database.
#[derive(Debug)]
pub struct Said {
    code: String,
    message: String,
    /// Whether the session ended with it, so that nobody knows what became of a commit that was under way.
    ends: bool,
}

impl Said {
    /// An error of this code: SQLite's number, or the five signs of PostgreSQL.
    pub fn new(code: impl Into<String>, message: impl Into<String>, ends: bool) -> Self {
        Self {
            code: code.into(),
            message: message.into(),
            ends,
        }
    }

    /// Whether the session ended with it.
    pub const fn ends(&self) -> bool {
        self.ends
    }
}

impl From<Said> for DbErr {
    fn from(said: Said) -> Self {
        Self::Exec(RuntimeErr::SqlxError(Arc::new(sqlx::Error::Database(Box::new(
            said,
        )))))
    }
}

/// The connection broke.
pub fn broke(message: impl ToString) -> DbErr {
    let error = std::io::Error::other(message.to_string());
    DbErr::Conn(RuntimeErr::SqlxError(Arc::new(error.into())))
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.message, self.code)
    }
}

impl Error for Said {}

impl DatabaseError for Said {
    fn message(&self) -> &str {
        &self.message
    }

    fn code(&self) -> Option<Cow<'_, str>> {
        Some(self.code.as_str().into())
    }

    fn as_error(&self) -> &(dyn Error + Send + Sync + 'static) {
        self
    }

    fn as_error_mut(&mut self) -> &mut (dyn Error + Send + Sync + 'static) {
        self
    }

    fn into_error(self: Box<Self>) -> Box<dyn Error + Send + Sync + 'static> {
        self
    }

    fn kind(&self) -> ErrorKind {
        ErrorKind::Other
    }
}

/// What became of a transaction that was to be stored.
#[derive(Clone, Debug)]
pub enum Stored {
    /// It is stored.
    Yes,
    /// It is not, for this reason.
    Not(DbErr),
    /// Nobody knows: the database failed, or did not answer (none), while it stored it.
    Unknown(Option<DbErr>),
}

impl Stored {
    /// What a failed `COMMIT` means.
    pub fn by_commit(error: DbErr) -> Self {
        if is_refused(&error) {
            Self::Not(error)
        } else {
            Self::Unknown(Some(error))
        }
    }
}
