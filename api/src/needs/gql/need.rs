//! Mutations of needs.

use async_graphql::{Context, Object, Result};
use entity::ids::NeedId;
use entity::need;

use super::{CreateNeedInput, Need, UpdateNeedInput};
use crate::graphql::context::ContextExt;
use crate::graphql::declare::payload;
use crate::graphql::rights::requires_scopes;
use crate::graphql::scalars::Id;
use crate::kit::Right;
use crate::kit::check::{Checks, Path};
use crate::needs::{self, Step, TakeStep};

payload! {
    /// What mutations of a need answer.
    NeedPayload {
        /// The need as it is now.
        need: Need
    }
}

const WRITE: Right = Right::NeedsWrite;

async fn take(
    ctx: &Context<'_>,
    id: &Id<NeedId>,
    step: Step,
    expected_revision: Option<i32>,
) -> Result<NeedPayload> {
    let mut checks = Checks::new();
    let id = checks.id(Path::argument("id"), id);
    let take = TakeStep {
        id,
        expected_revision,
        step,
    };
    ctx.command(WRITE, checks, &take, needs::take::<need::Model>)
        .await
}

/// Mutations of needs.
#[derive(Default)]
pub struct NeedMutation;

#[Object]
impl NeedMutation {
    /// Makes a need, of the user or of somebody else.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn create_need(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The need.")] input: CreateNeedInput,
    ) -> Option<Result<NeedPayload>> {
        let mut checks = Checks::new();
        let new = input.read(&mut checks);
        Some(
            ctx.command(WRITE, checks, &new, needs::create::<need::Model>)
                .await,
        )
    }

    /// Changes a need, but for its state.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn update_need(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<NeedId>,
        #[graphql(desc = "What to change.")] input: UpdateNeedInput,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<NeedPayload>> {
        let mut checks = Checks::new();
        let change = input.read(&mut checks, &id, expected_revision);
        Some(
            ctx.command(WRITE, checks, &change, needs::update::<need::Model>)
                .await,
        )
    }

    /// Says that a need was met: it becomes `FULFILLED`. In another state than `OPEN` this is a `STATE` error that lists the
    /// states it can go to.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn fulfill_need(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<NeedId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<NeedPayload>> {
        Some(take(ctx, &id, Step::Fulfill, expected_revision).await)
    }

    /// Takes a need back: it becomes `WITHDRAWN`. In another state than `OPEN` this is a `STATE` error.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn withdraw_need(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<NeedId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<NeedPayload>> {
        Some(take(ctx, &id, Step::Withdraw, expected_revision).await)
    }

    /// Takes up again a need that is `FULFILLED` or `WITHDRAWN`: it becomes `OPEN`. While it is `OPEN` this is a `STATE`
    /// error.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn reopen_need(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<NeedId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<NeedPayload>> {
        Some(take(ctx, &id, Step::Reopen, expected_revision).await)
    }

    /// Hides a need, which is in no match any more; it can be restored. Doing so twice changes nothing.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn archive_need(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<NeedId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<NeedPayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(
            ctx.command(WRITE, checks, &target, needs::archive::<need::Model>)
                .await,
        )
    }

    /// Shows an archived need again.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn restore_need(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<NeedId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<NeedPayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(
            ctx.command(WRITE, checks, &target, needs::restore::<need::Model>)
                .await,
        )
    }
}
