//! Mutations as data: what a mutation takes, what it needs, and what it does.
//!
//! Most of them run a command in the caller's workspace: their arguments are read to what the command takes, and what it leaves is
//! shown by the payload. A few do something else, such as signing in.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use async_graphql::{InputType, Value};
use chrono::{DateTime, Utc};
use entity::{Record, RecordType, TypedId};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use uuid::Uuid;

use super::argument::{Argument, ArgumentType};
use super::ask::{Given, said};
use super::engine::Engine;
use super::shape::{Field, FieldType, Shape, Source, Target};
use crate::graphql::scalars::Id;
use crate::kit::tx::{Command, Tx};
use crate::kit::{Caller, Checks, Failure, Fault, Path, RecordRef, Right};

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

/// A command with its input, ready to be run in a transaction; more than once, if it must.
pub struct Job {
    task: Box<dyn Start>,
    /// What the client said to have it run, where that is remembered.
    said: Option<String>,
}

impl Job {
    /// What is to be run for what was sent to a mutation of this name.
    ///
    /// # Errors
    /// Something is wrong with what was sent.
    pub fn read(name: &str, reading: &Reading, given: &Given, caller: &Caller) -> Result<Self, Failure> {
        let mut sent = Sent::new(given, caller);
        let job = reading(&mut sent)?;
        sent.checks.done()?;
        let said = said(name, given);
        Ok(Self { said, ..job })
    }
}

/// A command that knows its input.
trait Start: Send + Sync {
    fn start<'a>(&'a self, tx: &'a mut Tx) -> BoxFuture<'a, Result<Done, Failure>>;
}

/// Runs a job as the command that it is.
pub struct RunJob;

impl<'a> Command<'a, Job, Done> for RunJob {
    type Run = BoxFuture<'a, Result<Done, Failure>>;

    fn run(&self, tx: &'a mut Tx, job: &'a Job) -> Self::Run {
        tx.say(job.said.as_deref());
        job.task.start(tx)
    }
}

struct Task<I, T, C> {
    input: I,
    command: Arc<C>,
    leaves: fn(T) -> Done,
}

impl<I, T, C> Start for Task<I, T, C>
where
    I: Send + Sync,
    T: Send,
    C: for<'a> Command<'a, I, T>,
{
    fn start<'a>(&'a self, tx: &'a mut Tx) -> BoxFuture<'a, Result<Done, Failure>> {
        let run = self.command.run(tx, &self.input);
        async move { run.await.map(self.leaves) }.boxed()
    }
}

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

/// What was sent to a mutation, and what was found wrong with it.
pub struct Sent<'a> {
    /// Who sent it.
    pub caller: &'a Caller,
    /// What is wrong with it.
    pub checks: Checks,
    given: &'a Given,
}

impl<'a> Sent<'a> {
    /// The arguments, as they came.
    #[must_use]
    pub fn new(given: &'a Given, caller: &'a Caller) -> Self {
        let checks = Checks::new();
        Self {
            caller,
            checks,
            given,
        }
    }

    /// An argument.
    ///
    /// # Errors
    /// `BAD_INPUT` that names it.
    pub fn get<T: InputType>(&self, name: &str) -> Result<T, Fault> {
        self.given.sent(name)
    }

    /// An argument as it was sent; none if it was left out.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<Value> {
        self.given.value(name)
    }

    /// The argument `input`.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn input<T: InputType>(&self) -> Result<T, Fault> {
        self.get("input")
    }

    /// An id. One that is none is noted.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn id<I: TypedId>(&mut self, name: &str) -> Result<I, Fault> {
        let id = self.get::<Id<I>>(name)?;
        Ok(self.checks.id(Path::argument(name), &id))
    }

    /// An id that may be left out.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn optional_id<I: TypedId>(&mut self, name: &str) -> Result<Option<I>, Fault> {
        let id = self.get::<Option<Id<I>>>(name)?;
        Ok(self.checks.optional_id(Path::argument(name), id.as_ref()))
    }

    /// The revision that the client has seen.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn revision(&self) -> Result<Option<i32>, Fault> {
        self.get("expectedRevision")
    }

    /// The record that is meant, and the revision of it that the client has seen.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn target<I: TypedId>(&mut self) -> Result<(I, Option<i32>), Fault> {
        Ok((self.id("id")?, self.revision()?))
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

    /// Who calls.
    ///
    /// # Errors
    /// Nobody who is known.
    pub fn caller(&self) -> Result<&Caller, Fault> {
        self.caller.ok_or_else(Fault::nobody)
    }
}

impl Field {
    /// It is never one of many writes in a request: it decides who may enter, or what comes after it would have to be read in
    /// another way.
    #[must_use]
    pub fn alone(self) -> Self {
        self.done_by(Does::Alone)
    }

    /// What it answers is a secret, which is shown once and kept nowhere: it is never one of many writes in a request, and never
    /// sent under an idempotency key.
    #[must_use]
    pub fn secret(self) -> Self {
        self.done_by(Does::Secret)
    }

    /// It runs others, each of which needs the rights that it needs by itself.
    #[must_use]
    pub fn many(self) -> Self {
        self.done_by(Does::Many)
    }

    fn done_by(mut self, does: fn(Box<Reading>) -> Does) -> Self {
        self.source = match self.source {
            Source::Verb(Does::Writes(reading), target) => Source::Verb(does(reading), target),
            other => other,
        };
        self
    }
}

/// A mutation under way, whose payload is a `P`.
pub struct Verb<P>(Field, PhantomData<fn() -> P>);

impl Field {
    /// A mutation that needs a right, and with it the right to write.
    #[must_use]
    pub fn verb<P: Shape>(name: &'static str, description: &'static str, right: Right) -> Verb<P> {
        let mut verb = Self::open_verb(name, description);
        verb.0.rights.push(right);
        verb
    }

    /// A mutation that needs the rights of another.
    #[must_use]
    pub fn verb_like<P: Shape>(name: &'static str, description: &'static str, other: &Self) -> Verb<P> {
        let mut verb = Self::open_verb(name, description);
        verb.0.rights.clone_from(&other.rights);
        verb
    }

    /// A mutation that needs no right.
    #[must_use]
    pub fn open_verb<P: Shape>(name: &'static str, description: &'static str) -> Verb<P> {
        let target = Target::of::<P>();
        let nothing: Running = |_| Box::pin(std::future::ready(Ok(Done::default())));
        let source = Source::Verb(Does::Runs(nothing), target);
        Verb(
            Self::new(name, description, FieldType::One(target), source),
            PhantomData,
        )
    }
}

impl<P: Shape> Verb<P> {
    /// It needs this right, too.
    #[must_use]
    pub fn also(mut self, right: Right) -> Self {
        self.0.rights.push(right);
        self
    }

    /// Adds an argument.
    #[must_use]
    pub fn argument<T: InputType>(self, name: &'static str, description: &'static str) -> Self {
        Self(self.0.argument::<T>(name, description), PhantomData)
    }

    /// Adds an argument of a type that is made of what another declaration takes.
    #[must_use]
    pub fn taking(mut self, name: &'static str, ty: ArgumentType, description: &'static str) -> Self {
        self.0.arguments.push(Argument {
            name,
            description,
            ty,
            default: None,
        });
        self
    }

    /// Adds an argument that has this value when it is left out.
    #[must_use]
    pub fn defaulting<T: InputType>(
        self,
        name: &'static str,
        default: &'static str,
        description: &'static str,
    ) -> Self {
        Self(self.0.defaulting::<T>(name, default, description), PhantomData)
    }

    /// Adds the argument `input`.
    #[must_use]
    pub fn input<T: InputType>(self, description: &'static str) -> Self {
        self.argument::<T>("input", description)
    }

    /// Adds the argument `id`.
    #[must_use]
    pub fn id<I: TypedId>(self, description: &'static str) -> Self {
        self.argument::<Id<I>>("id", description)
    }

    /// Adds the argument `expectedRevision`.
    #[must_use]
    pub fn revision(self) -> Self {
        self.revision_of("The revision that the client has seen; another one is a conflict.")
    }

    /// Adds the argument `expectedRevision`, in other words.
    #[must_use]
    pub fn revision_of(self, description: &'static str) -> Self {
        self.argument::<Option<i32>>("expectedRevision", description)
    }

    /// It runs a command that writes a record, on what its arguments are read to.
    #[must_use]
    pub fn writes<I, T, C>(self, read: impl Read<I>, command: C) -> Field
    where
        I: Send + Sync + 'static,
        T: Record + Send + 'static,
        C: for<'a> Command<'a, I, T> + 'static,
    {
        self.leaves(read, command, |model: T| Done::record(&model))
    }

    /// It runs a command that leaves something else.
    #[must_use]
    pub fn leaves<I, T, C>(mut self, read: impl Read<I>, command: C, leaves: fn(T) -> Done) -> Field
    where
        I: Send + Sync + 'static,
        T: Send + 'static,
        C: for<'a> Command<'a, I, T> + 'static,
    {
        let command = Arc::new(command);
        let reading: Box<Reading> = Box::new(move |sent| {
            let (input, command) = (read(sent)?, command.clone());
            let task = Box::new(Task {
                input,
                command,
                leaves,
            });
            Ok(Job { task, said: None })
        });
        self.0.source = Source::Verb(Does::Writes(reading), Target::of::<P>());
        self.0
    }

    /// It takes `input` alone and runs a command on what that is read to.
    #[must_use]
    pub fn takes<In, I, T, C>(
        self,
        description: &'static str,
        read: fn(In, &mut Checks) -> I,
        command: C,
    ) -> Field
    where
        In: InputType + 'static,
        I: Send + Sync + 'static,
        T: Record + Send + 'static,
        C: for<'a> Command<'a, I, T> + 'static,
    {
        let verb = self.input::<In>(description);
        verb.writes(move |it| Ok(read(it.input()?, &mut it.checks)), command)
    }

    /// It takes `id`, `input` and `expectedRevision`, and runs a command on what they are read to.
    #[must_use]
    pub fn changes<K, In, I, T, C>(
        self,
        which: &'static str,
        what: &'static str,
        read: fn(In, &mut Checks, K, Option<i32>) -> I,
        command: C,
    ) -> Field
    where
        K: TypedId,
        In: InputType + 'static,
        I: Send + Sync + 'static,
        T: Record + Send + 'static,
        C: for<'a> Command<'a, I, T> + 'static,
    {
        let verb = self.id::<K>(which).input::<In>(what).revision();
        let read = move |it: &mut Sent<'_>| {
            let (id, revision) = it.target()?;
            Ok(read(it.input()?, &mut it.checks, id, revision))
        };
        verb.writes(read, command)
    }

    /// It takes `id` and `expectedRevision`, and runs a command on what is made of them.
    #[must_use]
    pub fn steps<K, I, T, C>(self, which: &'static str, read: fn(K, Option<i32>) -> I, command: C) -> Field
    where
        K: TypedId,
        I: Send + Sync + 'static,
        T: Record + Send + 'static,
        C: for<'a> Command<'a, I, T> + 'static,
    {
        let read = move |it: &mut Sent<'_>| {
            let (id, revision) = it.target()?;
            Ok(read(id, revision))
        };
        self.id::<K>(which).revision().writes(read, command)
    }

    /// It takes `id` and `expectedRevision`, and runs a command on just these.
    #[must_use]
    pub fn targets<K, T, C>(self, which: &'static str, command: C) -> Field
    where
        K: TypedId,
        T: Record + Send + 'static,
        C: for<'a> Command<'a, (K, Option<i32>), T> + 'static,
    {
        self.id::<K>(which).revision().writes(|it| it.target(), command)
    }

    /// It does something else.
    #[must_use]
    pub fn runs(mut self, running: Running) -> Field {
        self.0.source = Source::Verb(Does::Runs(running), Target::of::<P>());
        self.0
    }
}

/// Reads what was sent to what a command takes.
pub trait Read<I>: Fn(&mut Sent<'_>) -> Result<I, Fault> + Send + Sync + 'static {}

impl<I, F> Read<I> for F where F: Fn(&mut Sent<'_>) -> Result<I, Fault> + Send + Sync + 'static {}
