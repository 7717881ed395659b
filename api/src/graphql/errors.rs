//! Errors as clients see them: `userErrors` in payloads for what a user can put right, `errors[]` for the rest.

use async_graphql::{Enum, Error, ErrorExtensions, Interface, Object as Engine, Result};
use uuid::Uuid;

use super::moved::Moved;
use super::node::Node;
use super::plan::{ObjectOf, Stored};
use crate::kit::{self, Cause, Checks, Detail, Failure, Fault, Problem, RecordRef, Right, Written};

/// The kind of a user error. New kinds may be added: treat one that you do not know by its message.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "kit::Code")]
pub enum UserErrorCode {
    /// A value is needed.
    Required,
    /// A value is not of the form that belongs here.
    Invalid,
    /// A text is too long; `max` says how many characters are allowed.
    TooLong,
    /// A list has too many entries; `max` says how many are allowed.
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

/// Something that the user can put right. `path` is the place in the mutation's arguments, such as
/// `["input", "contactPoints", "0", "value"]`.
#[derive(Interface)]
#[graphql(
    field(name = "code", ty = "UserErrorCode", desc = "The kind of error."),
    field(
        name = "message",
        ty = "String",
        desc = "What is wrong and what to do about it; the words may change."
    ),
    field(
        name = "path",
        ty = "Vec<String>",
        desc = "The place in the mutation's arguments."
    )
)]
pub enum UserError {
    /// A value is wrong.
    Input(InputError),
    /// Someone was faster.
    Conflict(ConflictError),
    /// It exists.
    Duplicate(DuplicateError),
    /// The state forbids it.
    State(StateError),
    /// Too many attempts.
    RateLimit(RateLimitError),
}

macro_rules! error_object {
    ($(#[$meta:meta])* $name:ident { $($field:ident: $type:ty),* } { $($fields:tt)* }) => {
        $(#[$meta])*
        #[derive(Debug)]
        pub struct $name {
            code: UserErrorCode,
            message: String,
            path: Vec<String>,
            $($field: $type,)*
        }

        $(#[$meta])*
        #[Engine]
        impl $name {
            /// The kind of error.
            pub async fn code(&self) -> UserErrorCode {
                self.code
            }

            /// What is wrong and what to do about it; the words may change.
            pub async fn message(&self) -> String {
                self.message.clone()
            }

            /// The place in the mutation's arguments.
            pub async fn path(&self) -> Vec<String> {
                self.path.clone()
            }

            $($fields)*
        }
    };
}

error_object! {
    /// A value in the input is wrong.
    InputError { max: Option<i32>, allowed: Vec<String> } {
        /// The most that is allowed: characters of a text, entries of a list.
        async fn max(&self) -> Option<i32> {
            self.max
        }

        /// The values that are allowed, where there are few; else none.
        async fn allowed(&self) -> &[String] {
            &self.allowed
        }
    }
}

error_object! {
    /// The record was changed since the client read it: its revision is not the expected one.
    ConflictError { current_revision: i32, record: RecordRef } {
        /// The revision that the record is at.
        async fn current_revision(&self) -> i32 {
            self.current_revision
        }

        /// The record as it is now, if the caller may see it.
        async fn current(&self) -> Option<Node> {
            Node::of(self.record)
        }
    }
}

error_object! {
    /// Something with this id, name or key exists.
    DuplicateError { record: RecordRef } {
        /// The record that exists, if the caller may see it.
        async fn existing(&self) -> Option<Node> {
            Node::of(self.record)
        }
    }
}

error_object! {
    /// The record's state does not allow this step.
    StateError { state: String, allowed: Vec<String> } {
        /// The state that the record is in.
        async fn state(&self) -> &str {
            &self.state
        }

        /// The steps, or states, that are allowed from there.
        async fn allowed(&self) -> &[String] {
            &self.allowed
        }
    }
}

error_object! {
    /// Too many attempts.
    RateLimitError { retry_after_seconds: i32 } {
        /// Seconds to wait before the next attempt.
        async fn retry_after_seconds(&self) -> i32 {
            self.retry_after_seconds
        }
    }
}

impl From<Problem> for UserError {
    fn from(problem: Problem) -> Self {
        let Problem {
            code,
            message,
            path,
            detail,
        } = problem;
        let (code, path) = (code.into(), path.0);
        let (max, allowed) = match detail {
            Detail::Current { record, revision } => {
                return Self::Conflict(ConflictError {
                    code,
                    message,
                    path,
                    current_revision: revision,
                    record,
                });
            }
            Detail::Existing(record) => {
                return Self::Duplicate(DuplicateError {
                    code,
                    message,
                    path,
                    record,
                });
            }
            Detail::State { state, allowed } => {
                return Self::State(StateError {
                    code,
                    message,
                    path,
                    state,
                    allowed,
                });
            }
            Detail::RetryAfter(retry_after_seconds) => {
                return Self::RateLimit(RateLimitError {
                    code,
                    message,
                    path,
                    retry_after_seconds,
                });
            }
            Detail::None => (None, Vec::new()),
            Detail::Max(max) => (Some(max), Vec::new()),
            Detail::Allowed(allowed) => (None, allowed),
        };
        Self::Input(InputError {
            code,
            message,
            path,
            max,
            allowed,
        })
    }
}

/// What a mutation answers.
pub trait Payload<M>: Sized {
    /// The field that shows the record that was written, and its type, if there is one.
    const SHOWS: Option<(&'static str, ObjectOf)> = None;

    /// The id of the record that was written.
    fn id(_: &M) -> Option<Uuid> {
        None
    }

    /// It was done; the record as it was read within the write.
    fn written(value: M, seq: i64, shown: Option<Stored>) -> Self;
    /// Nothing was written.
    fn rejected(problems: Vec<Problem>) -> Self;

    /// What the write did to today's agenda.
    fn moved(&mut self, _: Moved) {}

    /// The payload of a command's outcome.
    ///
    /// # Errors
    /// A fault, which is not the user's.
    fn of(outcome: std::result::Result<(Written<M>, Option<Stored>), Failure>) -> Result<Self> {
        match outcome {
            Ok((Written { value, seq }, read)) => Ok(Self::written(value, seq, read)),
            Err(Failure::Rejected(problems)) => Ok(Self::rejected(problems)),
            Err(Failure::Fault(fault)) => Err(shown(fault)),
        }
    }
}

/// Goes on only if nothing was wrong.
///
/// # Errors
/// `BAD_INPUT` that names what is wrong.
pub fn checked(checks: Checks) -> std::result::Result<(), Fault> {
    match checks.done() {
        Err(Failure::Rejected(problems)) => {
            let words = problems.iter();
            let words = words.map(|problem| format!("{}: {}", problem.path, problem.message));
            let words = words.collect::<Vec<_>>().join("; ");
            let first = problems.into_iter().next();
            Err(Fault::input(first.map(|it| it.path).unwrap_or_default(), words))
        }
        Err(Failure::Fault(fault)) => Err(fault),
        Ok(()) => Ok(()),
    }
}

/// A fault as a client may see it. What is ours goes to the log, under the request's id, and out as `INTERNAL`.
#[must_use]
pub fn shown(fault: Fault) -> Error {
    let fault = match fault {
        Fault::Request { code, message } => return coded(code, message),
        Fault::Input { path, message } => {
            return coded("BAD_INPUT", message)
                .extend_with(|_, extensions| extensions.set("path", path.0.clone()));
        }
        Fault::Lacks(right) => return lacks(right),
        fault => fault,
    };
    // One span holds the request: its id stands beside this line.
    tracing::error!(error = %fault, "a field failed");
    let late = "the database did not answer in time";
    match fault {
        Fault::Db(error) => match Cause::of(&error) {
            Some(Cause::Busy) => coded("UNAVAILABLE", "the database is busy; try again".to_owned()),
            Some(Cause::NoAnswer) => coded("TIMEOUT", format!("{late}; nothing was written")),
            Some(cause) => {
                let message = format!("the database is not available ({cause}); nothing was written");
                coded("UNAVAILABLE", message)
            }
            None => coded("INTERNAL", "internal error".to_owned()),
        },
        Fault::TimedOut => coded("TIMEOUT", format!("{late}; nothing was written")),
        Fault::Unknown(None) => unknown("TIMEOUT", late),
        Fault::Unknown(Some(_)) => unknown("UNAVAILABLE", "the database failed while it stored this"),
        _ => coded("INTERNAL", "internal error".to_owned()),
    }
}

/// `INSUFFICIENT_SCOPE`: the caller lacks this.
#[must_use]
pub fn lacks(right: Right) -> Error {
    let message = format!("this needs the scope {right}");
    coded("INSUFFICIENT_SCOPE", message)
        .extend_with(|_, extensions| extensions.set("missingScopes", vec![right.to_string()]))
}

/// A write that may be stored or not. Clients find `outcome: "UNKNOWN"` beside the code.
fn unknown(code: &'static str, what: &str) -> Error {
    let message = format!("{what}: it may be written or not; look before you try again");
    coded(code, message).extend_with(|_, extensions| extensions.set("outcome", "UNKNOWN"))
}

/// An error with a code of the documented list.
#[must_use]
pub fn coded(code: &'static str, message: String) -> Error {
    Error::new(message).extend_with(|_, extensions| extensions.set("code", code))
}

/// The codes of `errors[]`: a closed list, documented in `docs/clients.md`.
pub const CODES: &[(&str, &str)] = &[
    ("PARSE_FAILED", "The document is not GraphQL."),
    ("VALIDATION_FAILED", "The document does not fit the schema."),
    ("BAD_REQUEST", "The HTTP request is not a GraphQL request."),
    ("BAD_INPUT", "An argument makes no sense; the message says which."),
    (
        "BAD_CURSOR",
        "The cursor is broken, or of a list with another order or filter.",
    ),
    ("TOO_LARGE", "The body or the document is too large."),
    ("TOO_COMPLEX", "The document asks for too much."),
    ("UNAUTHENTICATED", "Sign in, or renew the token."),
    (
        "INSUFFICIENT_SCOPE",
        "The role or the token does not include what the document needs.",
    ),
    ("METHOD_NOT_ALLOWED", "Mutations go by POST."),
    (
        "NOT_ACCEPTABLE",
        "None of the media types in `Accept` can be served.",
    ),
    ("UNSUPPORTED_MEDIA_TYPE", "The body must be UTF-8 JSON."),
    ("NOT_FOUND", "There is nothing at this address."),
    ("TIMEOUT", "The request took too long and was given up."),
    (
        "UNAVAILABLE",
        "The database is busy, or cannot be reached or written; try again.",
    ),
    (
        "INTERNAL",
        "Our fault. The log tells more under the request's id.",
    ),
];
