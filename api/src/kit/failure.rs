//! What can go wrong, decided by who can act.
//!
//! A [`Problem`] is the user's: it names the field, says what to do, and nothing was written. A [`Fault::Request`] or
//! [`Fault::Input`] is the client's: the request makes no sense. Any other [`Fault`] is ours: the client learns only that it happened. One value
//! for all areas, rather than an error enum a command: several problems go out at once, and bulk and import reuse them.

use entity::RecordType;
use sea_orm::DbErr;
use uuid::Uuid;

use super::{Cause, Path, Right};

/// What kind of problem; a closed, documented list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// A value is needed.
    Required,
    /// A value is not of the form that belongs here.
    Invalid,
    /// A text is too long.
    TooLong,
    /// A list has too many entries.
    TooMany,
    /// Something with this id, name or key exists.
    Duplicate,
    /// There is no such record in the workspace.
    NotFound,
    /// The record was changed since the client read it.
    Conflict,
    /// The record's state does not allow this step.
    State,
    /// Wrong e-mail address or password, or a token that is no longer good.
    Credentials,
    /// Too many attempts; try later.
    RateLimited,
    /// The caller may not do this.
    Forbidden,
}

/// A record that a problem speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordRef {
    /// What kind.
    pub record_type: RecordType,
    /// Which one.
    pub id: Uuid,
}

/// What a client needs beyond the words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// Nothing.
    #[default]
    None,
    /// The most that is allowed.
    Max(i32),
    /// The values that are allowed.
    Allowed(Vec<String>),
    /// The record as it is now.
    Current {
        /// The record.
        record: RecordRef,
        /// Its revision.
        revision: i32,
    },
    /// The record that is there already.
    Existing(RecordRef),
    /// The state that forbids the step, and the steps that it allows.
    State {
        /// The state.
        state: String,
        /// The steps.
        allowed: Vec<String>,
    },
    /// Seconds to wait.
    RetryAfter(i32),
}

/// Something that the user can put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What kind of problem.
    pub code: Code,
    /// What is wrong and what to do about it.
    pub message: String,
    /// Where in the input.
    pub path: Path,
    /// More for the client.
    pub detail: Detail,
}

impl Problem {
    /// A problem at a place in the input.
    pub fn new(code: Code, path: Path, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            path,
            detail: Detail::None,
        }
    }

    /// A record's state does not allow that it is brought to another: of these, it can be brought to some.
    pub fn no_step<S: std::fmt::Display>(from: S, to: S, allowed: &[S]) -> Self {
        let allowed: Vec<String> = allowed.iter().map(ToString::to_string).collect();
        let message = format!("what is {from} cannot become {to}, but {}", allowed.join(", "));
        let state = from.to_string();
        Self::new(Code::State, Path::argument("id"), message).with(Detail::State { state, allowed })
    }

    /// The same problem, in a part of what was sent.
    #[must_use]
    pub fn within(mut self, whole: &Path) -> Self {
        self.path = std::mem::take(&mut self.path).within(whole);
        self
    }

    /// The same with more for the client.
    #[must_use]
    pub fn with(mut self, detail: Detail) -> Self {
        self.detail = detail;
        self
    }
}

/// Something that the user cannot put right.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Fault {
    /// The database failed.
    #[error("database: {0}")]
    Db(#[from] DbErr),
    /// The database did not answer in time. What was asked was given up before it could be stored.
    #[error("the database did not answer in time")]
    TimedOut,
    /// The database failed, or did not answer (none), while it stored a write. Whether it is stored is not known.
    #[error("it is not known whether a write was stored: {}", .0.as_ref().map_or("no answer".to_owned(), DbErr::to_string))]
    Unknown(Option<DbErr>),
    /// The request makes no sense; the client is wrong.
    #[error("{code}: {message}")]
    Request {
        /// The code of the error, from the documented list.
        code: &'static str,
        /// What is wrong with it.
        message: String,
    },
    /// The request cannot be answered under its idempotency key; the client is wrong. Nothing was written.
    #[error("{code}: {message}")]
    Key {
        /// The code of the error, from the documented list.
        code: &'static str,
        /// Why.
        message: String,
    },
    /// An argument makes no sense; the client is wrong.
    #[error("BAD_INPUT: {message}")]
    Input {
        /// Where in the arguments.
        path: Path,
        /// What is wrong there.
        message: String,
    },
    /// The caller lacks a right that an argument needs beyond its field.
    #[error("INSUFFICIENT_SCOPE: {0}")]
    Lacks(Right),
    /// Something of ours is broken.
    #[error("internal: {0}")]
    Internal(String),
}

impl Fault {
    /// The same for those who know faults of the database only.
    #[must_use]
    pub(super) fn into_db(self) -> DbErr {
        match self {
            Self::Db(error) => error,
            other => DbErr::Custom(other.to_string()),
        }
    }

    /// Nobody who is known calls.
    #[must_use]
    pub fn nobody() -> Self {
        Self::Request {
            code: "UNAUTHENTICATED",
            message: "sign in first".to_owned(),
        }
    }

    /// A request that makes no sense.
    pub fn bad_input(message: impl Into<String>) -> Self {
        Self::Request {
            code: "BAD_INPUT",
            message: message.into(),
        }
    }

    /// A request that cannot be answered under its idempotency key.
    pub fn key(code: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self::Key { code, message }
    }

    /// A request that may well be answered a little later.
    pub fn busy(message: impl Into<String>) -> Self {
        Self::Request {
            code: "UNAVAILABLE",
            message: message.into(),
        }
    }

    /// An argument that makes no sense, with its place.
    pub fn input(path: Path, message: impl Into<String>) -> Self {
        let message = message.into();
        Self::Input { path, message }
    }

    /// Whether it is the client who is wrong, so that nothing failed.
    #[must_use]
    pub const fn is_of_client(&self) -> bool {
        matches!(
            self,
            Self::Request { .. } | Self::Key { .. } | Self::Input { .. } | Self::Lacks(_)
        )
    }
}

/// Why a command wrote nothing.
#[derive(Clone, Debug)]
pub enum Failure {
    /// The user's to put right.
    Rejected(Vec<Problem>),
    /// The client's or ours.
    Fault(Fault),
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Rejected(vec![problem])
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<DbErr> for Failure {
    fn from(error: DbErr) -> Self {
        Self::Fault(Fault::Db(error))
    }
}

/// Whether it is worth the client's while to ask again: what failed is neither the request nor the program.
#[must_use]
pub fn is_transient(error: &DbErr) -> bool {
    Cause::of(error).is_some()
}
