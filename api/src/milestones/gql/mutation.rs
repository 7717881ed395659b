//! Mutations of milestones.

use async_graphql::{Context, Object, Result};
use entity::ids::MilestoneId;

use super::input::{
    AcknowledgeMilestoneInput, CreateMilestoneInput, MilestoneOccurrenceInput, UpdateMilestoneInput,
};
use super::object::{Milestone, MilestoneAcknowledgement};
use crate::graphql::context::ContextExt;
use crate::graphql::declare::payload;
use crate::graphql::rights::requires_scopes;
use crate::graphql::scalars::Id;
use crate::kit::Right;
use crate::kit::check::{Checks, Path};
use crate::milestones;

payload! {
    /// What mutations of a milestone answer.
    MilestonePayload {
        /// The milestone as it is now.
        milestone: Milestone
    }
}

payload! {
    /// What mutations of an occurrence of a milestone answer.
    MilestoneAcknowledgementPayload {
        /// What was done about it, as it is now; archived when that was taken back.
        acknowledgement: MilestoneAcknowledgement
    }
}

/// Mutations of milestones.
#[derive(Default)]
pub struct MilestoneMutation;

#[Object]
impl MilestoneMutation {
    /// Notes a dated thing in a person's life. Their own birthday is a field of the person.
    #[graphql(directive = requires_scopes::apply(vec![Right::MilestonesWrite.to_string()]))]
    async fn create_milestone(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The milestone.")] input: CreateMilestoneInput,
    ) -> Option<Result<MilestonePayload>> {
        let mut checks = Checks::new();
        let new = input.read(&mut checks);
        Some(
            ctx.command(Right::MilestonesWrite, checks, &new, milestones::create)
                .await,
        )
    }

    /// Changes a milestone.
    #[graphql(directive = requires_scopes::apply(vec![Right::MilestonesWrite.to_string()]))]
    async fn update_milestone(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<MilestoneId>,
        #[graphql(desc = "What to change.")] input: UpdateMilestoneInput,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<MilestonePayload>> {
        let mut checks = Checks::new();
        let change = input.read(&mut checks, &id, expected_revision);
        Some(
            ctx.command(Right::MilestonesWrite, checks, &change, milestones::update)
                .await,
        )
    }

    /// Hides a milestone: it occurs no more. Doing so twice changes nothing.
    #[graphql(directive = requires_scopes::apply(vec![Right::MilestonesWrite.to_string()]))]
    async fn archive_milestone(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<MilestoneId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<MilestonePayload>> {
        let mut checks = Checks::new();
        let change = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(
            ctx.command(Right::MilestonesWrite, checks, &change, milestones::archive)
                .await,
        )
    }

    /// Shows an archived milestone again. Doing so twice changes nothing.
    #[graphql(directive = requires_scopes::apply(vec![Right::MilestonesWrite.to_string()]))]
    async fn restore_milestone(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<MilestoneId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<MilestonePayload>> {
        let mut checks = Checks::new();
        let change = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(
            ctx.command(Right::MilestonesWrite, checks, &change, milestones::restore)
                .await,
        )
    }

    /// Says that a milestone, or a person's own birthday, was acknowledged in a year: by an interaction, by thanks, or just so.
    /// What was said of it before is replaced.
    #[graphql(directive = requires_scopes::apply(vec![Right::MilestonesWrite.to_string()]))]
    async fn acknowledge_milestone(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one, and by what.")] input: AcknowledgeMilestoneInput,
        #[graphql(
            desc = "The revision of what was said before, as the client has seen it; another one is a conflict."
        )]
        expected_revision: Option<i32>,
    ) -> Option<Result<MilestoneAcknowledgementPayload>> {
        let mut checks = Checks::new();
        let change = input.read(&mut checks, expected_revision);
        Some(
            ctx.command(Right::MilestonesWrite, checks, &change, milestones::acknowledge)
                .await,
        )
    }

    /// Lets a milestone, or a person's own birthday, pass in a year. What was said of it before is replaced.
    #[graphql(directive = requires_scopes::apply(vec![Right::MilestonesWrite.to_string()]))]
    async fn skip_milestone(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: MilestoneOccurrenceInput,
        #[graphql(
            desc = "The revision of what was said before, as the client has seen it; another one is a conflict."
        )]
        expected_revision: Option<i32>,
    ) -> Option<Result<MilestoneAcknowledgementPayload>> {
        let mut checks = Checks::new();
        let change = input.skip(&mut checks, expected_revision);
        Some(
            ctx.command(Right::MilestonesWrite, checks, &change, milestones::acknowledge)
                .await,
        )
    }

    /// Takes back that a milestone, or a person's own birthday, was acknowledged or let pass in a year. Doing so twice changes
    /// nothing.
    #[graphql(directive = requires_scopes::apply(vec![Right::MilestonesWrite.to_string()]))]
    async fn reopen_milestone(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: MilestoneOccurrenceInput,
        #[graphql(
            desc = "The revision of what was said, as the client has seen it; another one is a conflict."
        )]
        expected_revision: Option<i32>,
    ) -> Option<Result<MilestoneAcknowledgementPayload>> {
        let mut checks = Checks::new();
        let change = input.reopen(&mut checks, expected_revision);
        Some(
            ctx.command(Right::MilestonesWrite, checks, &change, milestones::reopen)
                .await,
        )
    }
}
