//! Mutations of goals.

use async_graphql::{Context, Object, Result};
use entity::ids::{CollaborationId, GoalId, PersonId};

use super::{CreateGoalInput, Goal, UpdateGoalInput};
use crate::goals::{self, Link, Step, Supporter, TakeStep};
use crate::graphql::context::ContextExt;
use crate::graphql::declare::payload;
use crate::graphql::rights::requires_scopes;
use crate::graphql::scalars::{Date, Id};
use crate::kit::Right;
use crate::kit::check::{Checks, Path};
use crate::people::gql::SupportRoleKind;

payload! {
    /// What mutations of a goal answer.
    GoalPayload {
        /// The goal as it is now.
        goal: Goal
    }
}

const WRITE: Right = Right::GoalsWrite;

async fn take(
    ctx: &Context<'_>,
    id: &Id<GoalId>,
    step: Step,
    expected_revision: Option<i32>,
) -> Result<GoalPayload> {
    let mut checks = Checks::new();
    let id = checks.id(Path::argument("id"), id);
    let take = TakeStep {
        id,
        expected_revision,
        step,
    };
    ctx.command(WRITE, checks, &take, goals::take).await
}

/// Mutations of goals.
#[derive(Default)]
pub struct GoalMutation;

#[Object]
impl GoalMutation {
    /// Makes a goal, of the user or of somebody else.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn create_goal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The goal.")] input: CreateGoalInput,
    ) -> Option<Result<GoalPayload>> {
        let mut checks = Checks::new();
        let new = input.read(&mut checks);
        Some(ctx.command(WRITE, checks, &new, goals::create).await)
    }

    /// Changes a goal, but for its state, its supporters and its collaborations.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn update_goal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<GoalId>,
        #[graphql(desc = "What to change.")] input: UpdateGoalInput,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<GoalPayload>> {
        let mut checks = Checks::new();
        let change = input.read(&mut checks, &id, expected_revision);
        Some(ctx.command(WRITE, checks, &change, goals::update).await)
    }

    /// Lets a goal rest: it becomes `PAUSED`. In another state than `ACTIVE` this is a `STATE` error that lists the states it
    /// can go to.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn pause_goal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<GoalId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<GoalPayload>> {
        Some(take(ctx, &id, Step::Pause, expected_revision).await)
    }

    /// Says that a goal was reached: it becomes `ACHIEVED`. What is `ACHIEVED` or `DROPPED` is taken up again first: this is a
    /// `STATE` error.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn achieve_goal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<GoalId>,
        #[graphql(
            desc = "When it was reached, not to come; today in the workspace's time zone if left out."
        )]
        achieved_on: Option<Date>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<GoalPayload>> {
        let step = Step::Achieve(achieved_on.map(|date| date.0));
        Some(take(ctx, &id, step, expected_revision).await)
    }

    /// Gives a goal up: it becomes `DROPPED`. When it is `ACHIEVED` or `DROPPED` this is a `STATE` error.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn drop_goal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<GoalId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<GoalPayload>> {
        Some(take(ctx, &id, Step::Drop, expected_revision).await)
    }

    /// Takes a goal up again that is `PAUSED`, `ACHIEVED` or `DROPPED`: it becomes `ACTIVE`, and is not reached. While it is
    /// `ACTIVE` this is a `STATE` error.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn reopen_goal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<GoalId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<GoalPayload>> {
        Some(take(ctx, &id, Step::Reopen, expected_revision).await)
    }

    /// Says that somebody supports a goal, and how. For somebody who does already, the role and the note become these.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn add_goal_supporter(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which goal.")] id: Id<GoalId>,
        #[graphql(
            desc = "Who; not whose goal it is. The user's own person supports goals of others. A goal has at most 50."
        )]
        person_id: Id<PersonId>,
        #[graphql(desc = "As what, seen from whose goal it is.")] role: SupportRoleKind,
        #[graphql(desc = "How, at most 500 characters.")] note: Option<String>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<GoalPayload>> {
        let mut checks = Checks::new();
        let add = Supporter {
            goal: checks.id(Path::argument("id"), &id),
            expected_revision,
            person: checks.id(Path::argument("personId"), &person_id),
            role: role.into(),
            note,
        };
        Some(ctx.command(WRITE, checks, &add, goals::add_supporter).await)
    }

    /// Says that somebody supports a goal no more. If they did not, nothing changes.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn remove_goal_supporter(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which goal.")] id: Id<GoalId>,
        #[graphql(desc = "Who.")] person_id: Id<PersonId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<GoalPayload>> {
        let mut checks = Checks::new();
        let remove = Link {
            goal: checks.id(Path::argument("id"), &id),
            expected_revision,
            to: checks.id(Path::argument("personId"), &person_id),
        };
        Some(ctx.command(WRITE, checks, &remove, goals::remove_supporter).await)
    }

    /// Says that a collaboration serves a goal. If that is known, nothing changes.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn add_goal_collaboration(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which goal.")] id: Id<GoalId>,
        #[graphql(desc = "Which collaboration. A goal has at most 50, archived ones counted.")]
        collaboration_id: Id<CollaborationId>,
        #[graphql(desc = "The revision of the goal that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<GoalPayload>> {
        let mut checks = Checks::new();
        let add = Link {
            goal: checks.id(Path::argument("id"), &id),
            expected_revision,
            to: checks.id(Path::argument("collaborationId"), &collaboration_id),
        };
        Some(ctx.command(WRITE, checks, &add, goals::add_collaboration).await)
    }

    /// Says that a collaboration serves a goal no more. If it did not, nothing changes.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn remove_goal_collaboration(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which goal.")] id: Id<GoalId>,
        #[graphql(desc = "Which collaboration.")] collaboration_id: Id<CollaborationId>,
        #[graphql(desc = "The revision of the goal that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<GoalPayload>> {
        let mut checks = Checks::new();
        let remove = Link {
            goal: checks.id(Path::argument("id"), &id),
            expected_revision,
            to: checks.id(Path::argument("collaborationId"), &collaboration_id),
        };
        Some(
            ctx.command(WRITE, checks, &remove, goals::remove_collaboration)
                .await,
        )
    }

    /// Hides a goal; it can be restored. Doing so twice changes nothing.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn archive_goal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<GoalId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<GoalPayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(ctx.command(WRITE, checks, &target, goals::archive).await)
    }

    /// Shows an archived goal again.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn restore_goal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<GoalId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<GoalPayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(ctx.command(WRITE, checks, &target, goals::restore).await)
    }
}
