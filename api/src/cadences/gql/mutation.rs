//! Mutations of cadences and check-ins.

use async_graphql::{Context, Object, Result};
use entity::ids::{CadenceId, CheckInId, InteractionId};

use super::input::{
    PlanCheckInInput, SetCadenceInput, SkipCheckInInput, SnoozeCheckInInput, UpdateCadenceInput,
    UpdateCheckInInput,
};
use super::object::{Cadence, CheckIn};
use crate::cadences::{self, CancelCheckIn, CompleteCheckIn};
use crate::graphql::context::ContextExt;
use crate::graphql::declare::payload;
use crate::graphql::rights::requires_scopes;
use crate::graphql::scalars::{Date, Id};
use crate::kit::Right;
use crate::kit::check::{Checks, Path};

payload! {
    /// What mutations of a cadence answer.
    CadencePayload {
        /// The cadence as it is now.
        cadence: Cadence
    }
}

payload! {
    /// What mutations of a check-in answer.
    CheckInPayload {
        /// The check-in as it is now.
        check_in: CheckIn
    }
}

/// Mutations of cadences and check-ins.
#[derive(Default)]
pub struct CadenceMutation;

#[Object]
impl CadenceMutation {
    /// Sets how often to be in touch with a person, with the people of a circle, or with everybody. What has a cadence already
    /// gets this one instead, with all of its fields; an archived one is restored.
    #[graphql(directive = requires_scopes::apply(vec![Right::CadencesWrite.to_string()]))]
    async fn set_cadence(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The cadence.")] input: SetCadenceInput,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<CadencePayload>> {
        let mut checks = Checks::new();
        let change = input.read(&mut checks, expected_revision);
        Some(
            ctx.command(Right::CadencesWrite, checks, &change, cadences::set)
                .await,
        )
    }

    /// Changes a cadence.
    #[graphql(directive = requires_scopes::apply(vec![Right::CadencesWrite.to_string()]))]
    async fn update_cadence(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<CadenceId>,
        #[graphql(desc = "What to change.")] input: UpdateCadenceInput,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<CadencePayload>> {
        let mut checks = Checks::new();
        let change = input.read(&mut checks, &id, expected_revision);
        Some(
            ctx.command(Right::CadencesWrite, checks, &change, cadences::update)
                .await,
        )
    }

    /// Ends a cadence; it can be restored. Doing so twice changes nothing.
    #[graphql(directive = requires_scopes::apply(vec![Right::CadencesWrite.to_string()]))]
    async fn archive_cadence(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<CadenceId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<CadencePayload>> {
        let mut checks = Checks::new();
        let change = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(
            ctx.command(Right::CadencesWrite, checks, &change, cadences::archive)
                .await,
        )
    }

    /// Takes an archived cadence up again. Doing so twice changes nothing.
    #[graphql(directive = requires_scopes::apply(vec![Right::CadencesWrite.to_string()]))]
    async fn restore_cadence(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<CadenceId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<CadencePayload>> {
        let mut checks = Checks::new();
        let change = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(
            ctx.command(Right::CadencesWrite, checks, &change, cadences::restore)
                .await,
        )
    }

    /// Plans to be in touch with a person on a day. Whatever is logged with them from then on and counts for their cadence, or is by
    /// the planned means, completes it.
    #[graphql(directive = requires_scopes::apply(vec![Right::CadencesWrite.to_string()]))]
    async fn plan_check_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The plan.")] input: PlanCheckInInput,
    ) -> Option<Result<CheckInPayload>> {
        let mut checks = Checks::new();
        let change = input.read(&mut checks);
        Some(
            ctx.command(Right::CadencesWrite, checks, &change, cadences::plan)
                .await,
        )
    }

    /// Changes a planned check-in.
    #[graphql(directive = requires_scopes::apply(vec![Right::CadencesWrite.to_string()]))]
    async fn update_check_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<CheckInId>,
        #[graphql(desc = "What to change.")] input: UpdateCheckInInput,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<CheckInPayload>> {
        let mut checks = Checks::new();
        let change = input.read(&mut checks, &id, expected_revision);
        Some(
            ctx.command(Right::CadencesWrite, checks, &change, cadences::update_check_in)
                .await,
        )
    }

    /// Puts a person off until a day; an earlier snooze of theirs is cancelled. Being in touch ends it.
    #[graphql(directive = requires_scopes::apply(vec![Right::CadencesWrite.to_string()]))]
    async fn snooze_check_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom, and until when.")] input: SnoozeCheckInInput,
    ) -> Option<Result<CheckInPayload>> {
        let mut checks = Checks::new();
        let change = input.read(&mut checks);
        Some(
            ctx.command(Right::CadencesWrite, checks, &change, cadences::snooze)
                .await,
        )
    }

    /// Leaves a person out this time: they are due when their interval is over again, counted from today.
    #[graphql(directive = requires_scopes::apply(vec![Right::CadencesWrite.to_string()]))]
    async fn skip_check_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom.")] input: SkipCheckInInput,
    ) -> Option<Result<CheckInPayload>> {
        let mut checks = Checks::new();
        let change = input.read(&mut checks);
        Some(
            ctx.command(Right::CadencesWrite, checks, &change, cadences::skip)
                .await,
        )
    }

    /// Says that a planned check-in was carried out: by an interaction that was logged, else on a day. To log an interaction does this
    /// by itself.
    #[graphql(directive = requires_scopes::apply(vec![Right::CadencesWrite.to_string()]))]
    async fn complete_check_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<CheckInId>,
        #[graphql(desc = "What was done: an interaction in which the person takes part.")]
        interaction_id: Option<Id<InteractionId>>,
        #[graphql(desc = "On which day, where no interaction is given; today if left out.")] on: Option<Date>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<CheckInPayload>> {
        let mut checks = Checks::new();
        let change = CompleteCheckIn {
            id: checks.id(Path::argument("id"), &id),
            expected_revision,
            interaction: checks.optional_id(Path::argument("interactionId"), interaction_id.as_ref()),
            on: on.map(|date| date.0),
        };
        Some(
            ctx.command(Right::CadencesWrite, checks, &change, cadences::complete)
                .await,
        )
    }

    /// Takes a decision back: a plan that is called off, a snooze that ends, a skip that does not count after all.
    #[graphql(directive = requires_scopes::apply(vec![Right::CadencesWrite.to_string()]))]
    async fn cancel_check_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<CheckInId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<CheckInPayload>> {
        let mut checks = Checks::new();
        let change = CancelCheckIn {
            id: checks.id(Path::argument("id"), &id),
            expected_revision,
        };
        Some(
            ctx.command(Right::CadencesWrite, checks, &change, cadences::cancel)
                .await,
        )
    }

    /// Hides a check-in: it decides nothing any more. Doing so twice changes nothing.
    #[graphql(directive = requires_scopes::apply(vec![Right::CadencesWrite.to_string()]))]
    async fn archive_check_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<CheckInId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<CheckInPayload>> {
        let mut checks = Checks::new();
        let change = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(
            ctx.command(Right::CadencesWrite, checks, &change, cadences::archive_check_in)
                .await,
        )
    }

    /// Shows an archived check-in again. Doing so twice changes nothing.
    #[graphql(directive = requires_scopes::apply(vec![Right::CadencesWrite.to_string()]))]
    async fn restore_check_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<CheckInId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<CheckInPayload>> {
        let mut checks = Checks::new();
        let change = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(
            ctx.command(Right::CadencesWrite, checks, &change, cadences::restore_check_in)
                .await,
        )
    }
}
