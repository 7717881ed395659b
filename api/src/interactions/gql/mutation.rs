//! Mutations of interactions.

use async_graphql::{Context, Object, Result};
use entity::ids::InteractionId;

use super::input::{LogInteractionInput, UpdateInteractionInput};
use super::object::InteractionPayload;
use crate::graphql::context::ContextExt;
use crate::graphql::rights::requires_scopes;
use crate::graphql::scalars::Id;
use crate::interactions;
use crate::kit::Right;
use crate::kit::check::{Checks, Path};

/// Mutations of interactions.
#[derive(Default)]
pub struct InteractionMutation;

#[Object]
impl InteractionMutation {
    /// Logs something that happened. It counts for the last interaction of everybody who was there.
    #[graphql(directive = requires_scopes::apply(vec![Right::InteractionsWrite.to_string()]))]
    async fn log_interaction(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What happened.")] input: LogInteractionInput,
    ) -> Option<Result<InteractionPayload>> {
        let mut checks = Checks::new();
        let new = input.read(&mut checks);
        Some(
            ctx.command(Right::InteractionsWrite, checks, &new, interactions::log)
                .await,
        )
    }

    /// Changes an interaction.
    #[graphql(directive = requires_scopes::apply(vec![Right::InteractionsWrite.to_string()]))]
    async fn update_interaction(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<InteractionId>,
        #[graphql(desc = "What to change.")] input: UpdateInteractionInput,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<InteractionPayload>> {
        let mut checks = Checks::new();
        let id = checks.id(Path::argument("id"), &id);
        let change = input.read(&mut checks, id, expected_revision);
        Some(
            ctx.command(Right::InteractionsWrite, checks, &change, interactions::update)
                .await,
        )
    }

    /// Hides an interaction: it counts as if it had not happened, until it is restored. Doing so twice changes nothing.
    #[graphql(directive = requires_scopes::apply(vec![Right::InteractionsWrite.to_string()]))]
    async fn archive_interaction(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<InteractionId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<InteractionPayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(
            ctx.command(Right::InteractionsWrite, checks, &target, interactions::archive)
                .await,
        )
    }

    /// Shows an archived interaction again.
    #[graphql(directive = requires_scopes::apply(vec![Right::InteractionsWrite.to_string()]))]
    async fn restore_interaction(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<InteractionId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<InteractionPayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(
            ctx.command(Right::InteractionsWrite, checks, &target, interactions::restore)
                .await,
        )
    }
}
