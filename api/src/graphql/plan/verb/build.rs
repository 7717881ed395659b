//! How mutations are written down.

use std::marker::PhantomData;
use std::sync::Arc;

use async_graphql::InputType;
use entity::{Record, TypedId};

use super::job::{SetTask, Start, Task};
use super::{Does, Done, Job, Reading, Running, Sent};
use crate::graphql::plan::argument::{Argument, ArgumentObject, ArgumentType, capitalized};
use crate::graphql::plan::shape::{Field, FieldType, Shape, Source, Target};
use crate::graphql::scalars::Id;
use crate::kit::each::{Concerns, SetCommand};
use crate::kit::tx::Command;
use crate::kit::{Checks, Fault, Right};

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

    /// Adds a field to the argument `input`, whose type is named after the mutation.
    #[must_use]
    pub fn says<T: InputType>(self, name: &'static str, description: &'static str) -> Self {
        self.says_what(Argument::of::<T>(name, description))
    }

    /// The same, with this value when it is left out.
    #[must_use]
    pub fn says_by_default<T: InputType>(
        self,
        name: &'static str,
        default: &'static str,
        description: &'static str,
    ) -> Self {
        let default = Some(default);
        self.says_what(Argument {
            default,
            ..Argument::of::<T>(name, description)
        })
    }

    fn says_what(mut self, what: Argument) -> Self {
        let arguments = &mut self.0.arguments;
        let input = arguments.iter_mut().find_map(|it| match &mut it.ty {
            ArgumentType::Said(input) => Some(Arc::make_mut(input)),
            _ => None,
        });
        match input {
            Some(input) => input.fields.push(what),
            None => arguments.push(said(self.0.name, what)),
        }
        self
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
    pub fn leaves<I, T, C>(self, read: impl Read<I>, command: C, leaves: fn(T) -> Done) -> Field
    where
        I: Send + Sync + 'static,
        T: Send + 'static,
        C: for<'a> Command<'a, I, T> + 'static,
    {
        let command = Arc::new(command);
        self.does(move |sent| {
            let (input, command) = (read(sent)?, command.clone());
            Ok(Box::new(Task {
                input,
                command,
                leaves,
            }))
        })
    }

    /// It does, with what is sent, what this task is.
    fn does(
        mut self,
        task: impl Fn(&mut Sent<'_>) -> Result<Box<dyn Start>, Fault> + Send + Sync + 'static,
    ) -> Field {
        let reading: Box<Reading> = Box::new(move |sent| {
            let task = task(sent)?;
            Ok(Job { task, said: None })
        });
        self.0.source = Source::Verb(Does::Writes(reading), Target::of::<P>());
        self.0
    }

    /// It runs a command that writes records as a set, on what its arguments are read to; for one alone, or for many in a request.
    #[must_use]
    pub fn writes_each<I, T, C>(self, read: impl Read<I>, command: C) -> Field
    where
        I: Concerns + Send + Sync + 'static,
        T: Record + Send + 'static,
        C: for<'a> SetCommand<'a, I, T> + 'static,
    {
        let command = Arc::new(command);
        self.does(move |sent| {
            let (input, command) = (read(sent)?, command.clone());
            Ok(Box::new(SetTask {
                input,
                command,
                leaves: |model: T| Done::record(&model),
            }))
        })
    }

    /// As [`Self::takes`], with a command that writes records as a set.
    #[must_use]
    pub fn takes_each<In, I, T, C>(
        self,
        description: &'static str,
        read: fn(In, &mut Checks) -> I,
        command: C,
    ) -> Field
    where
        In: InputType + 'static,
        I: Concerns + Send + Sync + 'static,
        T: Record + Send + 'static,
        C: for<'a> SetCommand<'a, I, T> + 'static,
    {
        let verb = self.input::<In>(description);
        verb.writes_each(move |it| Ok(read(it.input()?, &mut it.checks)), command)
    }

    /// As [`Self::changes`], with a command that writes records as a set.
    #[must_use]
    pub fn changes_each<K, In, I, T, C>(
        self,
        which: &'static str,
        what: &'static str,
        read: fn(In, &mut Checks, K, Option<i32>) -> I,
        command: C,
    ) -> Field
    where
        K: TypedId,
        In: InputType + 'static,
        I: Concerns + Send + Sync + 'static,
        T: Record + Send + 'static,
        C: for<'a> SetCommand<'a, I, T> + 'static,
    {
        let verb = self.id::<K>(which).input::<In>(what).revision();
        verb.writes_each(changed(read), command)
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
        verb.writes(changed(read), command)
    }

    /// It takes `id` and `expectedRevision`, and runs a command on what is made of them.
    #[must_use]
    pub fn steps<K, I, T, C>(
        self,
        which: &'static str,
        read: impl Fn(K, Option<i32>) -> I + Send + Sync + 'static,
        command: C,
    ) -> Field
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

/// The argument `input` of a mutation that says this.
fn said(mutation: &'static str, what: Argument) -> Argument {
    let input = ArgumentObject {
        name: format!("{}Input", capitalized(mutation)),
        description: format!("What is said to `{mutation}`."),
        fields: vec![what],
    };
    Argument {
        name: "input",
        description: "What is said of it; it may be left out where nothing in it has to be said.",
        ty: ArgumentType::Said(Arc::new(input)),
        default: None,
    }
}

/// Reads `id`, `input` and `expectedRevision` to what a command takes.
fn changed<K, In, I>(read: fn(In, &mut Checks, K, Option<i32>) -> I) -> impl Read<I>
where
    K: TypedId,
    In: InputType + 'static,
    I: 'static,
{
    move |it: &mut Sent<'_>| {
        let (id, revision) = it.target()?;
        Ok(read(it.input()?, &mut it.checks, id, revision))
    }
}

/// Reads what was sent to what a command takes.
pub trait Read<I>: Fn(&mut Sent<'_>) -> Result<I, Fault> + Send + Sync + 'static {}

impl<I, F> Read<I> for F where F: Fn(&mut Sent<'_>) -> Result<I, Fault> + Send + Sync + 'static {}
