//! Mutations as data: what a mutation takes, what it needs, and what it does.
//!
//! Most of them run a command in the caller's workspace: their arguments are read to what the command takes, and what it leaves is
//! shown by the payload. A few do something else, such as signing in.
//!
//! - `build`: how they are written down. `sent`: what was sent to one. `job`: a command with its input, ready to be run.

mod build;
mod job;
mod sent;

pub use build::Verb;
pub use job::{Job, RunJob};
pub use sent::Sent;

use std::any::Any;
use std::sync::Arc;

use async_graphql::InputType;
use chrono::{DateTime, Utc};
use entity::ids::ChangeSetId;
use entity::{Record, RecordType, TypedId};
use futures_util::future::BoxFuture;
use uuid::Uuid;

use super::ask::Given;
use super::engine::Engine;
use crate::graphql::scalars::Id;
use crate::kit::{Caller, Checks, Failure, Fault, Path, RecordRef};

/// What a mutation does.
pub enum Does {
    /// Runs a command in the caller's workspace.
    Writes(Box<Reading>),
    /// The same, but it is never one of many in a request: see [`Field::alone`].
    Alone(Box<Reading>),
    /// The same, and what it answers is a secret: see [`Field::secret`].
    Secret(Box<Reading>),
    /// Runs many of them in the caller's workspace; each needs the rights that it needs by itself.
    Many(Box<Reading>),
    /// Something else.
    Runs(Running),
}

/// Reads the arguments of a mutation to the command that is to be run.
pub type Reading = dyn Fn(&mut Sent<'_>) -> Result<Job, Fault> + Send + Sync;

/// What a mutation does that is no command in the caller's workspace.
pub type Running = for<'a> fn(&'a Called<'a>) -> BoxFuture<'a, Result<Done, Failure>>;

/// What a mutation left, for its payload to show.
#[derive(Clone, Default)]
pub struct Done {
    /// The id of the record that was written, or of what else the payload shows.
    pub id: Option<Uuid>,
    /// The record that was written, if it is one.
    pub record: Option<RecordRef>,
    /// What else it left.
    pub value: Option<Arc<dyn Any + Send + Sync>>,
    /// The workspace's last change, where it is not that of the write itself.
    pub seq: Option<i64>,
    /// The change set that it is, if what was before it is kept.
    pub set: Option<ChangeSetId>,
    /// Who sees it, where it is not who called: whoever has just signed in.
    pub caller: Option<Caller>,
}

impl Done {
    /// This record was written.
    #[must_use]
    pub fn record<M: Record>(model: &M) -> Self {
        Self::of(model.id()).about(M::TYPE, model.id())
    }

    /// It was this record, whatever is shown of it.
    #[must_use]
    pub fn about(mut self, record_type: RecordType, id: impl TypedId) -> Self {
        let id = id.uuid();
        self.record = Some(RecordRef { record_type, id });
        self
    }

    /// What has this id was written.
    #[must_use]
    pub fn of(id: impl TypedId) -> Self {
        let id = Some(id.uuid());
        Self {
            id,
            ..Self::default()
        }
    }

    /// This is to be shown.
    #[must_use]
    pub fn value<T: Send + Sync + 'static>(value: T) -> Self {
        Self::default().and(value)
    }

    /// This is to be shown, too.
    #[must_use]
    pub fn and<T: Send + Sync + 'static>(mut self, value: T) -> Self {
        self.value = Some(Arc::new(value));
        self
    }
}

/// A mutation that is no command in the caller's workspace, as it was called.
pub struct Called<'a> {
    /// What it runs on.
    pub engine: &'a Engine,
    /// Who calls, if anybody who is known.
    pub caller: Option<&'a Caller>,
    /// When the request was taken up.
    pub now: DateTime<Utc>,
    pub(super) given: &'a Given,
}

impl Called<'_> {
    /// The argument `input`.
    ///
    /// # Errors
    /// `BAD_INPUT` that names it.
    pub fn input<T: InputType>(&self) -> Result<T, Fault> {
        self.given.sent("input")
    }

    /// The argument `id`.
    ///
    /// # Errors
    /// It is no id.
    pub fn id<I: TypedId>(&self) -> Result<I, Failure> {
        let id = self.given.sent::<Id<I>>("id")?;
        let mut checks = Checks::new();
        let id = checks.id(Path::argument("id"), &id);
        checks.done()?;
        Ok(id)
    }

    /// Who calls.
    ///
    /// # Errors
    /// Nobody who is known.
    pub fn caller(&self) -> Result<&Caller, Fault> {
        self.caller.ok_or_else(Fault::nobody)
    }
}
