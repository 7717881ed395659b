//! What resolvers find in their context.

use async_graphql::{Context, Result};
use chrono::{DateTime, Utc};

use super::batch::{Batch, Loaders};
use super::errors::{Payload, coded, shown};
use crate::app::App;
use crate::kit::tx::Command;
use crate::kit::{Caller, Checks, Fault, Owner, Reader, Right, Writer};

/// What the HTTP layer says of a request.
#[derive(Clone, Debug)]
pub struct RequestContext {
    /// Who calls, if anybody who is known.
    pub caller: Option<Caller>,
    /// The id under which the log keeps the request.
    pub request_id: String,
    /// The address that the request comes from.
    pub peer: String,
    /// When the request was taken up. The whole of it sees this one time, so that what is asked for many objects is asked
    /// with equal arguments and read together.
    pub now: DateTime<Utc>,
}

/// Shorthands for resolvers.
pub trait ContextExt {
    /// The application.
    fn app(&self) -> Result<&App>;
    /// The request.
    fn request(&self) -> Result<&RequestContext>;
    /// Who calls.
    fn caller(&self) -> Result<&Caller>;
    /// Reads the caller's workspace, if it has the right.
    fn reader(&self, right: Right) -> Result<Reader<'_>>;
    /// Writes the caller's workspace, if it has the right.
    fn writer(&self, right: Right) -> Result<&Writer>;
    /// Decides who may enter the caller's workspace, if it has the right.
    fn owner(&self, right: Right) -> Result<Owner>;
    /// The time of the request.
    fn now(&self) -> Result<DateTime<Utc>>;
    /// What belongs to a key; read together with what others of the level ask for.
    fn batch<B: Batch>(&self, key: B::Key) -> impl Future<Output = Result<Option<B::Value>>> + Send;
    /// Runs a command on input that was checked while it was read.
    fn command<I, T, P>(
        &self,
        right: Right,
        checks: Checks,
        input: &I,
        command: impl for<'a> Command<'a, I, T>,
    ) -> impl Future<Output = Result<P>> + Send
    where
        I: Sync,
        T: Send,
        P: Payload<T>;
}

fn denied(right: Right) -> async_graphql::Error {
    coded("INSUFFICIENT_SCOPE", format!("this needs the scope {right}"))
}

impl ContextExt for Context<'_> {
    fn app(&self) -> Result<&App> {
        self.data()
    }

    fn request(&self) -> Result<&RequestContext> {
        self.data()
    }

    fn caller(&self) -> Result<&Caller> {
        let caller = self.request()?.caller.as_ref();
        caller.ok_or_else(|| coded("UNAUTHENTICATED", "sign in first".to_owned()))
    }

    fn reader(&self, right: Right) -> Result<Reader<'_>> {
        let caller = self.caller()?;
        if !caller.rights.contains(right) {
            return Err(denied(right));
        }
        Ok(self.app()?.db.read(caller.scope()))
    }

    fn writer(&self, right: Right) -> Result<&Writer> {
        self.caller()?.writer(right).ok_or_else(|| denied(right))
    }

    fn owner(&self, right: Right) -> Result<Owner> {
        self.caller()?.owner(right).ok_or_else(|| denied(right))
    }

    fn now(&self) -> Result<DateTime<Utc>> {
        Ok(self.request()?.now)
    }

    async fn batch<B: Batch>(&self, key: B::Key) -> Result<Option<B::Value>> {
        let loaders = self
            .data_opt::<Loaders>()
            .ok_or_else(|| coded("UNAUTHENTICATED", "sign in first".to_owned()))?;
        loaders.one::<B>(key).await.map_err(shown)
    }

    async fn command<I, T, P>(
        &self,
        right: Right,
        checks: Checks,
        input: &I,
        command: impl for<'a> Command<'a, I, T>,
    ) -> Result<P>
    where
        I: Sync,
        T: Send,
        P: Payload<T>,
    {
        let (app, writer) = (self.app()?, self.writer(right)?);
        let outcome = match checks.done() {
            Ok(()) => app.db.write(writer, input, command).await,
            Err(failure) => Err(failure),
        };
        P::of(outcome)
    }
}

/// Turns a fault of a read into an error that clients see.
pub trait Shown<T> {
    /// The same result for clients.
    fn shown(self) -> Result<T>;
}

impl<T> Shown<T> for Result<T, Fault> {
    fn shown(self) -> Result<T> {
        self.map_err(shown)
    }
}
