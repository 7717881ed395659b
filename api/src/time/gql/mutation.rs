//! Mutations of time.

use async_graphql::{Context, Object, Result};
use entity::ids::{TimeEntryId, TimeIntentionId};

use super::{
    CreateTimeIntentionInput, LogTimeInput, TimeEntry, TimeIntention, UpdateTimeEntryInput,
    UpdateTimeIntentionInput,
};
use crate::graphql::context::ContextExt;
use crate::graphql::declare::payload;
use crate::graphql::rights::requires_scopes;
use crate::graphql::scalars::Id;
use crate::kit::Right;
use crate::kit::check::{Checks, Path};
use crate::time;

payload! {
    /// What mutations of an entry answer.
    TimeEntryPayload {
        /// The entry as it is now.
        time_entry: TimeEntry
    }
}

payload! {
    /// What mutations of an intention answer.
    TimeIntentionPayload {
        /// The intention as it is now.
        time_intention: TimeIntention
    }
}

const WRITE: Right = Right::TimeWrite;

/// Mutations of time.
#[derive(Default)]
pub struct TimeMutation;

#[Object]
impl TimeMutation {
    /// Writes down time that was taken. Interactions count by themselves: an entry for one replaces its duration.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn log_time(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What was taken.")] input: LogTimeInput,
    ) -> Option<Result<TimeEntryPayload>> {
        let mut checks = Checks::new();
        let new = input.read(&mut checks);
        Some(ctx.command(WRITE, checks, &new, time::log_time).await)
    }

    /// Changes an entry.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn update_time_entry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<TimeEntryId>,
        #[graphql(desc = "What to change.")] input: UpdateTimeEntryInput,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<TimeEntryPayload>> {
        let mut checks = Checks::new();
        let change = input.read(&mut checks, &id, expected_revision);
        Some(ctx.command(WRITE, checks, &change, time::update_entry).await)
    }

    /// Hides an entry: it counts no more, and what it replaced counts again, until it is restored. Doing so twice changes nothing.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn archive_time_entry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<TimeEntryId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<TimeEntryPayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(ctx.command(WRITE, checks, &target, time::archive_entry).await)
    }

    /// Shows an archived entry again.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn restore_time_entry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<TimeEntryId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<TimeEntryPayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(ctx.command(WRITE, checks, &target, time::restore_entry).await)
    }

    /// Says how much time a week the user means to take for something. Where there is an intention for the same on one of its days, this
    /// is a `DUPLICATE` that names it.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn create_time_intention(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is meant.")] input: CreateTimeIntentionInput,
    ) -> Option<Result<TimeIntentionPayload>> {
        let mut checks = Checks::new();
        let new = input.read(&mut checks);
        Some(ctx.command(WRITE, checks, &new, time::intend).await)
    }

    /// Changes an intention, but for what it is for. To mean another time from a day on, end it with `endsOn` and make another.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn update_time_intention(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<TimeIntentionId>,
        #[graphql(desc = "What to change.")] input: UpdateTimeIntentionInput,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<TimeIntentionPayload>> {
        let mut checks = Checks::new();
        let change = input.read(&mut checks, &id, expected_revision);
        Some(ctx.command(WRITE, checks, &change, time::update_intention).await)
    }

    /// Hides an intention, as if it had never been meant; it can be restored. Doing so twice changes nothing.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn archive_time_intention(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<TimeIntentionId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<TimeIntentionPayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(ctx.command(WRITE, checks, &target, time::archive_intention).await)
    }

    /// Shows an archived intention again. Where there is another for the same on one of its days, this is a `DUPLICATE`.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn restore_time_intention(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<TimeIntentionId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<TimeIntentionPayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(ctx.command(WRITE, checks, &target, time::restore_intention).await)
    }
}
