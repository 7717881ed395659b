//! Mutations of thanks.

use async_graphql::{Context, Object, Result};
use entity::ids::GratitudeId;

use super::{DraftThanksInput, Gratitude, SendThanksInput, ThanksInput, UpdateGratitudeInput};
use crate::graphql::context::ContextExt;
use crate::graphql::declare::payload;
use crate::graphql::rights::requires_scopes;
use crate::graphql::scalars::Id;
use crate::gratitude::{self, Saying, Step, TakeStep};
use crate::kit::Right;
use crate::kit::check::{Checks, Path};

payload! {
    /// What mutations of thanks answer.
    GratitudePayload {
        /// The thanks as they are now.
        gratitude: Gratitude
    }
}

const WRITE: Right = Right::ExchangesWrite;

async fn take(
    ctx: &Context<'_>,
    mut checks: Checks,
    id: &Id<GratitudeId>,
    (step, saying): (Step, Saying),
    expected_revision: Option<i32>,
) -> Result<GratitudePayload> {
    let take = TakeStep {
        id: checks.id(Path::argument("id"), id),
        expected_revision,
        step,
        saying,
    };
    ctx.command(WRITE, checks, &take, gratitude::take).await
}

/// Mutations of thanks.
#[derive(Default)]
pub struct GratitudeMutation;

#[Object]
impl GratitudeMutation {
    /// Gives thanks, for something or just so: they are `SENT`. Where the user owes them for it, or has drafted or waived them,
    /// these are the ones that are sent. Repeating what was said for it changes nothing; anything else is said beside it.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn give_thanks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The thanks.")] input: ThanksInput,
    ) -> Option<Result<GratitudePayload>> {
        let mut checks = Checks::new();
        let new = input.read(&mut checks);
        Some(ctx.command(WRITE, checks, &new, gratitude::give).await)
    }

    /// Records thanks that the user got: they are `RECEIVED`.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn record_thanks_received(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The thanks.")] input: ThanksInput,
    ) -> Option<Result<GratitudePayload>> {
        let mut checks = Checks::new();
        let new = input.read(&mut checks);
        Some(ctx.command(WRITE, checks, &new, gratitude::receive).await)
    }

    /// Writes down thanks that are to be sent later: they become, or stay, `DRAFTED`. Thanks that are `SENT` or `RECEIVED` are a
    /// `STATE` error.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn draft_thanks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones.")] id: Id<GratitudeId>,
        #[graphql(desc = "The draft.")] input: DraftThanksInput,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<GratitudePayload>> {
        Some(
            take(
                ctx,
                Checks::new(),
                &id,
                (Step::Draft, input.read()),
                expected_revision,
            )
            .await,
        )
    }

    /// Says that thanks which were owed, drafted or waived were given: they become `SENT`, for good.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn send_thanks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones.")] id: Id<GratitudeId>,
        #[graphql(desc = "How they were given, where there is something to say.")] input: Option<
            SendThanksInput,
        >,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<GratitudePayload>> {
        let input = input.unwrap_or_default();
        let step = Step::Send(input.thanked_on.map(|date| date.0));
        let mut checks = Checks::new();
        let saying = input.read(&mut checks);
        Some(take(ctx, checks, &id, (step, saying), expected_revision).await)
    }

    /// Lets thanks be that are owed or drafted: they become `WAIVED`, and are not asked for again.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn waive_thanks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones.")] id: Id<GratitudeId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<GratitudePayload>> {
        Some(
            take(
                ctx,
                Checks::new(),
                &id,
                (Step::Waive, Saying::default()),
                expected_revision,
            )
            .await,
        )
    }

    /// Changes what thanks say and how they are given, but for their state.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn update_gratitude(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones.")] id: Id<GratitudeId>,
        #[graphql(desc = "What to change.")] input: UpdateGratitudeInput,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<GratitudePayload>> {
        let mut checks = Checks::new();
        let id = checks.id(Path::argument("id"), &id);
        let change = input.read(&mut checks, id, expected_revision);
        Some(ctx.command(WRITE, checks, &change, gratitude::update).await)
    }

    /// Hides thanks; they can be restored, and are owed no more. Doing so twice changes nothing.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn archive_gratitude(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones.")] id: Id<GratitudeId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<GratitudePayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(ctx.command(WRITE, checks, &target, gratitude::archive).await)
    }

    /// Shows archived thanks again.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn restore_gratitude(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones.")] id: Id<GratitudeId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<GratitudePayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(ctx.command(WRITE, checks, &target, gratitude::restore).await)
    }
}
