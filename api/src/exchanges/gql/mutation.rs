//! Mutations of exchanges.

use async_graphql::{Context, Object, Result};
use entity::ids::ExchangeId;

use super::{Exchange, RecordExchangeInput, UpdateExchangeInput};
use crate::exchanges::{self, Step, TakeStep};
use crate::graphql::context::ContextExt;
use crate::graphql::declare::payload;
use crate::graphql::rights::requires_scopes;
use crate::graphql::scalars::{Date, Id};
use crate::kit::Right;
use crate::kit::check::{Checks, Path};

payload! {
    /// What mutations of an exchange answer.
    ExchangePayload {
        /// The exchange as it is now.
        exchange: Exchange
    }
}

const WRITE: Right = Right::ExchangesWrite;

async fn take(
    ctx: &Context<'_>,
    id: &Id<ExchangeId>,
    step: Step,
    expected_revision: Option<i32>,
) -> Result<ExchangePayload> {
    let mut checks = Checks::new();
    let id = checks.id(Path::argument("id"), id);
    let take = TakeStep {
        id,
        expected_revision,
        step,
    };
    ctx.command(WRITE, checks, &take, exchanges::take).await
}

/// Mutations of exchanges.
#[derive(Default)]
pub struct ExchangeMutation;

#[Object]
impl ExchangeMutation {
    /// Records what was given or received, or what is promised.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn record_exchange(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The exchange.")] input: RecordExchangeInput,
    ) -> Option<Result<ExchangePayload>> {
        let mut checks = Checks::new();
        let new = input.read(&mut checks);
        Some(ctx.command(WRITE, checks, &new, exchanges::record).await)
    }

    /// Changes an exchange, but for its state.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn update_exchange(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<ExchangeId>,
        #[graphql(desc = "What to change.")] input: UpdateExchangeInput,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<ExchangePayload>> {
        let mut checks = Checks::new();
        let change = input.read(&mut checks, &id, expected_revision);
        Some(ctx.command(WRITE, checks, &change, exchanges::update).await)
    }

    /// Says that what was asked for is promised: it becomes `PROMISED`. While it is `PROMISED` this is a `STATE` error that lists
    /// the states it can go to.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn promise_exchange(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<ExchangeId>,
        #[graphql(desc = "By when it is promised; the day stays as it is if left out.")] due_on: Option<Date>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<ExchangePayload>> {
        let step = Step::Promise(due_on.map(|date| date.0));
        Some(take(ctx, &id, step, expected_revision).await)
    }

    /// Says that what was asked for or promised has happened: it becomes `DONE`. Once it is `DONE` or `DROPPED` this is a
    /// `STATE` error that lists the states it can go to.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn complete_exchange(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<ExchangeId>,
        #[graphql(desc = "When it happened, not to come; today in the workspace's time zone if left out.")]
        done_on: Option<Date>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<ExchangePayload>> {
        let step = Step::Complete(done_on.map(|date| date.0));
        Some(take(ctx, &id, step, expected_revision).await)
    }

    /// Says that what was asked for or promised will not happen: it becomes `DROPPED`. Once it is `DONE` or `DROPPED` this is a
    /// `STATE` error.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn drop_exchange(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<ExchangeId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<ExchangePayload>> {
        Some(take(ctx, &id, Step::Drop, expected_revision).await)
    }

    /// Takes up again what is `DONE` or `DROPPED`: it becomes `PROMISED`, and has not happened. While it is `PROMISED` this is a
    /// `STATE` error.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn reopen_exchange(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<ExchangeId>,
        #[graphql(desc = "By when it is promised now; the day stays as it is if left out.")] due_on: Option<
            Date,
        >,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<ExchangePayload>> {
        let step = Step::Promise(due_on.map(|date| date.0));
        Some(take(ctx, &id, step, expected_revision).await)
    }

    /// Hides an exchange, which counts in no sum any more; it can be restored. Doing so twice changes nothing.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn archive_exchange(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<ExchangeId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<ExchangePayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(ctx.command(WRITE, checks, &target, exchanges::archive).await)
    }

    /// Shows an archived exchange again.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn restore_exchange(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<ExchangeId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<ExchangePayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(ctx.command(WRITE, checks, &target, exchanges::restore).await)
    }
}
