//! What resolvers find in their context.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use async_graphql::{Context, Result};
use chrono::{DateTime, Utc};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;

use super::errors::{Payload, coded, lacks, shown};
use super::moved::Moved;
use super::plan::{Look, Stored, said};
use crate::agenda::{self, Question, Told};
use crate::app::App;
use crate::kit::tx::{Command, Said, Sight};
use crate::kit::{Caller, Checks, Failure, Fault, Owner, Reader, Right, Writer, Written};

/// What the HTTP layer says of a request.
#[derive(Clone, Debug)]
pub struct RequestContext {
    /// Who calls, if anybody who is known.
    pub caller: Option<Caller>,
    /// The id under which the log keeps the request.
    pub request_id: String,
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
    /// Runs a command on input that was checked while it was read.
    fn command<I, T, P>(
        &self,
        right: Right,
        checks: Checks,
        input: &I,
        command: impl for<'a> Command<'a, I, T>,
    ) -> impl Future<Output = Result<P>> + Send
    where
        I: Sync + 'static,
        T: Send + Sync,
        P: Payload<T>;
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
            return Err(lacks(right));
        }
        Ok(self.app()?.db.read(caller.scope()))
    }

    fn writer(&self, right: Right) -> Result<&Writer> {
        self.caller()?.writer(right).ok_or_else(|| lacks(right))
    }

    fn owner(&self, right: Right) -> Result<Owner> {
        self.caller()?.owner(right).ok_or_else(|| lacks(right))
    }

    fn now(&self) -> Result<DateTime<Utc>> {
        Ok(self.request()?.now)
    }

    async fn command<I, T, P>(
        &self,
        right: Right,
        checks: Checks,
        input: &I,
        command: impl for<'a> Command<'a, I, T>,
    ) -> Result<P>
    where
        I: Sync + 'static,
        T: Send + Sync,
        P: Payload<T>,
    {
        let writer = self.writer(right)?;
        if let Err(failure) = checks.done() {
            return P::of(Err(failure));
        }
        let command = Said(said(self), command);
        let selected = ["answeredNudges", "raisedNudges"];
        let is_asked = selected
            .iter()
            .any(|field| self.look_ahead().field(field).exists());
        let before = if is_asked {
            Box::pin(told(self)).await
        } else {
            None
        };
        let outcome = written::<I, T, P>(self, writer, input, command).await?;
        // What was refused moved nothing.
        let after = if before.is_some() && outcome.is_ok() {
            Box::pin(told(self)).await
        } else {
            None
        };
        let mut payload = P::of(outcome)?;
        if let Some((before, after)) = before.zip(after) {
            payload.moved(Moved::between(&before, &after));
        }
        Ok(payload)
    }
}

/// What today's agenda says, as far as the caller may see it. If it cannot be read, the write is not touched by it.
async fn told(ctx: &Context<'_>) -> Option<BTreeMap<String, Told>> {
    let (reader, caller) = (ctx.reader(Right::AgendaRead).ok()?, ctx.caller().ok()?);
    let question = Question {
        on: None,
        kinds: None,
        held_back: false,
        rights: caller.rights,
    };
    let agenda = agenda::agenda(&reader, &question, ctx.now().ok()?).await.ok()?;
    Some(agenda::told(&agenda))
}

/// Runs a command and reads, in its transaction, the record that the payload shows.
async fn written<I, T, P>(
    ctx: &Context<'_>,
    writer: &Writer,
    input: &I,
    command: impl for<'a> Command<'a, I, T>,
) -> Result<std::result::Result<(Written<T>, Option<Stored>), Failure>>
where
    I: Sync,
    T: Send + Sync,
    P: Payload<T>,
{
    let app = ctx.app()?;
    let Some((field, object)) = P::SHOWS else {
        return Ok(app
            .db
            .write(writer, input, command)
            .await
            .map(|written| (written, None)));
    };
    let look = Look::of(ctx, field, object)?;
    let shown = Shows::<P>(look, PhantomData);
    Ok(app.db.write_and_read(writer, input, command, &shown).await)
}

/// Reads what a payload shows.
struct Shows<P>(Look, PhantomData<fn() -> P>);

impl<T: Send + Sync, P: Payload<T>> Sight<T> for Shows<P> {
    type Seen = Option<Stored>;

    fn see<'a>(
        &'a self,
        reader: Reader<'a>,
        value: &'a T,
    ) -> BoxFuture<'a, std::result::Result<Self::Seen, Fault>> {
        self.0.read(reader, P::id(value)).boxed()
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
