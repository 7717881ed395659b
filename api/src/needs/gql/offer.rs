//! Mutations of offers.

use async_graphql::{Context, Object, Result};
use entity::ids::OfferId;
use entity::offer;

use super::{CreateOfferInput, Offer, UpdateOfferInput};
use crate::graphql::context::ContextExt;
use crate::graphql::declare::payload;
use crate::graphql::rights::requires_scopes;
use crate::graphql::scalars::Id;
use crate::kit::Right;
use crate::kit::check::{Checks, Path};
use crate::needs::{self, Step, TakeStep};

payload! {
    /// What mutations of an offer answer.
    OfferPayload {
        /// The offer as it is now.
        offer: Offer
    }
}

const WRITE: Right = Right::NeedsWrite;

async fn take(
    ctx: &Context<'_>,
    id: &Id<OfferId>,
    step: Step,
    expected_revision: Option<i32>,
) -> Result<OfferPayload> {
    let mut checks = Checks::new();
    let id = checks.id(Path::argument("id"), id);
    let take = TakeStep {
        id,
        expected_revision,
        step,
    };
    ctx.command(WRITE, checks, &take, needs::take::<offer::Model>)
        .await
}

/// Mutations of offers.
#[derive(Default)]
pub struct OfferMutation;

#[Object]
impl OfferMutation {
    /// Makes an offer, of the user or of somebody else.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn create_offer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The offer.")] input: CreateOfferInput,
    ) -> Option<Result<OfferPayload>> {
        let mut checks = Checks::new();
        let new = input.read(&mut checks);
        Some(
            ctx.command(WRITE, checks, &new, needs::create::<offer::Model>)
                .await,
        )
    }

    /// Changes an offer, but for its state.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn update_offer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<OfferId>,
        #[graphql(desc = "What to change.")] input: UpdateOfferInput,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<OfferPayload>> {
        let mut checks = Checks::new();
        let change = input.read(&mut checks, &id, expected_revision);
        Some(
            ctx.command(WRITE, checks, &change, needs::update::<offer::Model>)
                .await,
        )
    }

    /// Says that an offer was taken up, and stands no more: it becomes `FULFILLED`. In another state than `OPEN` this is a `STATE` error that lists the
    /// states it can go to.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn fulfill_offer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<OfferId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<OfferPayload>> {
        Some(take(ctx, &id, Step::Fulfill, expected_revision).await)
    }

    /// Takes an offer back: it becomes `WITHDRAWN`. In another state than `OPEN` this is a `STATE` error.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn withdraw_offer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<OfferId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<OfferPayload>> {
        Some(take(ctx, &id, Step::Withdraw, expected_revision).await)
    }

    /// Takes up again an offer that is `FULFILLED` or `WITHDRAWN`: it becomes `OPEN`. While it is `OPEN` this is a `STATE`
    /// error.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn reopen_offer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<OfferId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<OfferPayload>> {
        Some(take(ctx, &id, Step::Reopen, expected_revision).await)
    }

    /// Hides an offer, which is in no match any more; it can be restored. Doing so twice changes nothing.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn archive_offer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<OfferId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<OfferPayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(
            ctx.command(WRITE, checks, &target, needs::archive::<offer::Model>)
                .await,
        )
    }

    /// Shows an archived offer again.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn restore_offer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<OfferId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<OfferPayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(
            ctx.command(WRITE, checks, &target, needs::restore::<offer::Model>)
                .await,
        )
    }
}
