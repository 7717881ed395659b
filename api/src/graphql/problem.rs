//! `userErrors`: what a user can put right, in the payloads of mutations.

use async_graphql::OutputType;
use async_graphql::registry::Registry;
use uuid::Uuid;

use super::declare::stored_enum;
use super::node::Node;
use super::plan::declare::{only_a_type, shape};
use super::plan::register::{self, Interface};
use super::plan::{Computed, Field, FieldType, Json, Object, Source, Target, Value as _, Wrong};
use crate::kit::{Code, Detail, Problem, RecordRef};

stored_enum! {
    /// The kind of a user error. New kinds may be added: treat one that you do not know by its message.
    UserErrorCode = Code {
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
}

/// The name of a kind of error in the schema.
#[must_use]
pub fn code_name(code: Code) -> String {
    let mut json = Json::default();
    code.write(&mut json);
    json.into_text().trim_matches('"').to_owned()
}

const CODE: &str = "The kind of error, for programs to tell errors apart.";
const MESSAGE: &str = "What is wrong and what to do about it; the words may change.";
const PATH: &str = "The place in the mutation's arguments.";

shape! {
    /// A value in the input is wrong.
    InputError: input
}

shape! {
    /// Someone was faster.
    ConflictError: conflict
}

shape! {
    /// It exists.
    DuplicateError: duplicate
}

shape! {
    /// The state forbids it.
    StateError: state
}

shape! {
    /// It was tried too often: wait and try again.
    RateLimitError: rate_limit
}

/// The types of user errors.
pub fn types() -> impl Iterator<Item = Target> {
    let types = [
        Target::of::<InputError>(),
        Target::of::<ConflictError>(),
        Target::of::<DuplicateError>(),
        Target::of::<StateError>(),
        Target::of::<RateLimitError>(),
    ];
    types.into_iter()
}

/// Which of the types an error is of, by its place among [`types`].
#[must_use]
pub const fn type_of(problem: &Problem) -> usize {
    match problem.detail {
        Detail::None | Detail::Max(_) | Detail::Allowed(_) => 0,
        Detail::Current { .. } => 1,
        Detail::Existing(_) => 2,
        Detail::State { .. } => 3,
        Detail::RetryAfter(_) => 4,
    }
}

fn error(name: &'static str, description: &'static str) -> Computed<Problem> {
    Object::computed::<Problem>(name, description)
        .implements("UserError")
        .value("code", CODE, |it| it.code)
        .value("message", MESSAGE, |it| it.message.clone())
        .value("path", PATH, |it| it.path.0.clone())
}

fn input() -> Object {
    error("InputError", "A value in the input is wrong.")
        .value(
            "max",
            "The most that is allowed: characters of a text, entries of a list.",
            |it| match it.detail {
                Detail::Max(max) => Some(max),
                _ => None,
            },
        )
        .value(
            "allowed",
            "The values that are allowed, where there are few; else none.",
            |it| match &it.detail {
                Detail::Allowed(allowed) => allowed.clone(),
                _ => Vec::new(),
            },
        )
        .done()
}

fn conflict() -> Object {
    let about = "The record was changed since the client read it: its revision is not the expected one.";
    error("ConflictError", about)
        .value(
            "currentRevision",
            "The revision that the record is at.",
            |it| match it.detail {
                Detail::Current { revision, .. } => revision,
                _ => 0,
            },
        )
        .record_as::<Node>(
            "current",
            "The record as it is now, if the caller may see it.",
            |it| match it.detail {
                Detail::Current { record, .. } => of(record),
                _ => None,
            },
        )
        .done()
}

fn duplicate() -> Object {
    error("DuplicateError", "Something with this id, name or key exists.")
        .record_as::<Node>(
            "existing",
            "The record that exists, if the caller may see it.",
            |it| match it.detail {
                Detail::Existing(record) => of(record),
                _ => None,
            },
        )
        .done()
}

fn state() -> Object {
    error("StateError", "The record's state does not allow this step.")
        .value("state", "The state that the record is in.", |it| {
            match &it.detail {
                Detail::State { state, .. } => state.clone(),
                _ => String::new(),
            }
        })
        .value(
            "allowed",
            "The steps, or states, that are allowed from there.",
            |it| match &it.detail {
                Detail::State { allowed, .. } => allowed.clone(),
                _ => Vec::new(),
            },
        )
        .done()
}

fn rate_limit() -> Object {
    error("RateLimitError", "It was tried too often: wait and try again.")
        .value(
            "retryAfterSeconds",
            "Seconds to wait before the next attempt.",
            |it| match it.detail {
                Detail::RetryAfter(seconds) => seconds,
                _ => 0,
            },
        )
        .done()
}

const fn of(record: RecordRef) -> Option<(entity::RecordType, Uuid)> {
    Some((record.record_type, record.id))
}

/// The field `userErrors` of what may be refused, such as a payload.
#[must_use]
pub fn field(description: &'static str, wrong: Wrong) -> Field {
    let kind = FieldType::Engine(listed, false);
    Field::new("userErrors", description, kind, Source::Problems(wrong))
}

fn listed(registry: &mut Registry) -> String {
    Vec::<UserError>::create_type_info(registry);
    format!("[{}]!", UserError::create_type_info(registry))
}

/// Something that the user can put right.
pub struct UserError;

only_a_type!(UserError, |registry| register::interface::<UserError>(
    registry,
    || Interface {
        description: "Something that the user can put right. `path` is the place in the mutation's arguments, such as \
                  `[\"input\", \"contactPoints\", \"0\", \"value\"]`.",
        implements: None,
        types: types().collect(),
        fields: vec![("code", CODE), ("message", MESSAGE), ("path", PATH)],
    }
));
