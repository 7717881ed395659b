//! Mutations of the agenda.

use async_graphql::{Context, Object, Result};

use super::object::NudgeDecision;
use crate::agenda::{self, Decide, TakeBack};
use crate::graphql::context::ContextExt;
use crate::graphql::declare::payload;
use crate::graphql::rights::requires_scopes;
use crate::graphql::scalars::Date;
use crate::kit::Right;
use crate::kit::check::Checks;

payload! {
    /// What mutations of a nudge answer.
    NudgeDecisionPayload {
        /// The decision as it is now.
        nudge_decision: NudgeDecision
    }
}

/// Mutations of the agenda.
#[derive(Default)]
pub struct AgendaMutation;

#[Object]
impl AgendaMutation {
    /// Puts a nudge off until a day: the agenda of the days before it leaves it out. What it is about stays as it is; who is due stays in
    /// `dueCheckIns`, for which `snoozeCheckIn` is meant.
    #[graphql(directive = requires_scopes::apply(vec![Right::AgendaWrite.to_string()]))]
    async fn snooze_nudge(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The nudge's key, as the agenda gives it.")] key: String,
        #[graphql(
            desc = "Until which day, in the future by the workspace's time zone: on it the nudge is shown again."
        )]
        until: Date,
    ) -> Option<Result<NudgeDecisionPayload>> {
        let change = Decide {
            key,
            until: Some(until.0),
        };
        Some(
            ctx.command(Right::AgendaWrite, Checks::new(), &change, agenda::decide)
                .await,
        )
    }

    /// Dismisses a nudge: the agenda leaves it out for as long as its day stays the same. Doing so twice changes nothing.
    #[graphql(directive = requires_scopes::apply(vec![Right::AgendaWrite.to_string()]))]
    async fn dismiss_nudge(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The nudge's key, as the agenda gives it.")] key: String,
    ) -> Option<Result<NudgeDecisionPayload>> {
        let change = Decide { key, until: None };
        Some(
            ctx.command(Right::AgendaWrite, Checks::new(), &change, agenda::decide)
                .await,
        )
    }

    /// Takes back what was decided about a nudge: it is shown again. Doing so twice changes nothing.
    #[graphql(directive = requires_scopes::apply(vec![Right::AgendaWrite.to_string()]))]
    async fn restore_nudge(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The nudge's key.")] key: String,
    ) -> Option<Result<NudgeDecisionPayload>> {
        let back = TakeBack { key };
        Some(
            ctx.command(Right::AgendaWrite, Checks::new(), &back, agenda::take_back)
                .await,
        )
    }
}
