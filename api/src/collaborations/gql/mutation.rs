//! Mutations of collaborations.

use async_graphql::{Context, Object, Result};
use entity::ids::CollaborationId;

use super::{Collaboration, CollaborationState, CreateCollaborationInput, UpdateCollaborationInput};
use crate::collaborations::{self, Move};
use crate::graphql::context::ContextExt;
use crate::graphql::declare::payload;
use crate::graphql::rights::requires_scopes;
use crate::graphql::scalars::Id;
use crate::kit::Right;
use crate::kit::check::{Checks, Path};

payload! {
    /// What mutations of a collaboration answer.
    CollaborationPayload {
        /// The collaboration as it is now.
        collaboration: Collaboration
    }
}

/// Mutations of collaborations.
#[derive(Default)]
pub struct CollaborationMutation;

#[Object]
impl CollaborationMutation {
    /// Makes a collaboration, with its members and milestones.
    #[graphql(directive = requires_scopes::apply(vec![Right::CollaborationsWrite.to_string()]))]
    async fn create_collaboration(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The collaboration.")] input: CreateCollaborationInput,
    ) -> Option<Result<CollaborationPayload>> {
        let mut checks = Checks::new();
        let new = input.read(&mut checks);
        Some(
            ctx.command(Right::CollaborationsWrite, checks, &new, collaborations::create)
                .await,
        )
    }

    /// Changes a collaboration, its members and its milestones, in one revision.
    #[graphql(directive = requires_scopes::apply(vec![Right::CollaborationsWrite.to_string()]))]
    async fn update_collaboration(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<CollaborationId>,
        #[graphql(desc = "What to change.")] input: UpdateCollaborationInput,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<CollaborationPayload>> {
        let mut checks = Checks::new();
        let change = input.read(&mut checks, &id, expected_revision);
        Some(
            ctx.command(
                Right::CollaborationsWrite,
                checks,
                &change,
                collaborations::update,
            )
            .await,
        )
    }

    /// Moves a collaboration to another state. Where a date is missing, what becomes `ACTIVE` began today and what becomes
    /// `DONE` or `DROPPED` ended today, by the workspace's time zone; what is taken up again has not ended. A step that the state does not
    /// allow is a `STATE` error that lists those it does. While it is `DONE`, thanks are owed to each member whose contribution
    /// is noted.
    #[graphql(directive = requires_scopes::apply(vec![Right::CollaborationsWrite.to_string()]))]
    async fn move_collaboration(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<CollaborationId>,
        #[graphql(desc = "To which state.")] to: CollaborationState,
        #[graphql(desc = "What came of it, at most 5,000 characters; stays as it is if left out.")]
        outcome: Option<String>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<CollaborationPayload>> {
        let mut checks = Checks::new();
        let id = checks.id(Path::argument("id"), &id);
        let change = Move {
            id,
            expected_revision,
            to: to.into(),
            outcome,
        };
        Some(
            ctx.command(
                Right::CollaborationsWrite,
                checks,
                &change,
                collaborations::move_to,
            )
            .await,
        )
    }

    /// Hides a collaboration; it can be restored, and what happened in it stays. Doing so twice changes nothing.
    #[graphql(directive = requires_scopes::apply(vec![Right::CollaborationsWrite.to_string()]))]
    async fn archive_collaboration(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<CollaborationId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<CollaborationPayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(
            ctx.command(
                Right::CollaborationsWrite,
                checks,
                &target,
                collaborations::archive,
            )
            .await,
        )
    }

    /// Shows an archived collaboration again.
    #[graphql(directive = requires_scopes::apply(vec![Right::CollaborationsWrite.to_string()]))]
    async fn restore_collaboration(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<CollaborationId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<CollaborationPayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(
            ctx.command(
                Right::CollaborationsWrite,
                checks,
                &target,
                collaborations::restore,
            )
            .await,
        )
    }
}
