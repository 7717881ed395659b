//! Mutations of events.

use async_graphql::{Context, Object, Result};
use entity::ids::{EventId, PersonId};

use super::{CreateEventInput, Event, RecordAttendanceInput, UpdateEventInput};
use crate::events::{self, ATTENDEES_AT_ONCE, Leaving};
use crate::graphql::context::ContextExt;
use crate::graphql::declare::payload;
use crate::graphql::rights::requires_scopes;
use crate::graphql::scalars::Id;
use crate::kit::Right;
use crate::kit::check::{Checks, Path};

payload! {
    /// What mutations of an event answer.
    EventPayload {
        /// The event as it is now.
        event: Event
    }
}

const WRITE: Right = Right::EventsWrite;

fn target(checks: &mut Checks, id: &Id<EventId>, expected_revision: Option<i32>) -> (EventId, Option<i32>) {
    (checks.id(Path::argument("id"), id), expected_revision)
}

/// Mutations of events.
#[derive(Default)]
pub struct EventMutation;

#[Object]
impl EventMutation {
    /// Makes an event.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn create_event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The event.")] input: CreateEventInput,
    ) -> Option<Result<EventPayload>> {
        let mut checks = Checks::new();
        let new = input.read(&mut checks);
        Some(ctx.command(WRITE, checks, &new, events::create).await)
    }

    /// Changes an event, but for who is there.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn update_event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<EventId>,
        #[graphql(desc = "What to change.")] input: UpdateEventInput,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<EventPayload>> {
        let mut checks = Checks::new();
        let change = input.read(&mut checks, &id, expected_revision);
        Some(ctx.command(WRITE, checks, &change, events::update).await)
    }

    /// Calls an event off: its status is `CANCELLED`. Where somebody attended or missed it this is a `STATE` error. Doing so twice
    /// changes nothing.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn cancel_event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<EventId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<EventPayload>> {
        let mut checks = Checks::new();
        let target = target(&mut checks, &id, expected_revision);
        Some(ctx.command(WRITE, checks, &target, events::cancel).await)
    }

    /// Says that an event that was called off takes place after all. Where it was not, nothing changes.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn reinstate_event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<EventId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<EventPayload>> {
        let mut checks = Checks::new();
        let target = target(&mut checks, &id, expected_revision);
        Some(ctx.command(WRITE, checks, &target, events::reinstate).await)
    }

    /// Puts people on an event's list, or moves those who are on it: all of them, or, where one cannot be moved so, none. A move
    /// that is not allowed is a `STATE` error that lists the states that are. If nothing would change, nothing is written.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn record_attendance(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, and how they stand to which event.")] input: RecordAttendanceInput,
        #[graphql(desc = "The event's revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<EventPayload>> {
        let mut checks = Checks::new();
        let recorded = input.read(&mut checks, expected_revision);
        Some(
            ctx.command(WRITE, checks, &recorded, events::record_attendance)
                .await,
        )
    }

    /// Takes people off an event's list. Whoever is not on it is passed over; if nobody is, nothing changes.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn remove_attendance(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which event.")] id: Id<EventId>,
        #[graphql(default, desc = "Who, at most 500.")] person_ids: Vec<Id<PersonId>>,
        #[graphql(default = false, desc = "The user, too.")] mine: bool,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<EventPayload>> {
        let mut checks = Checks::new();
        let path = Path::argument("personIds");
        checks.count(path.clone(), person_ids.len(), ATTENDEES_AT_ONCE);
        let leaving = Leaving {
            id: checks.id(Path::argument("id"), &id),
            expected_revision,
            people: checks.ids(&path, &person_ids),
            mine,
        };
        Some(
            ctx.command(WRITE, checks, &leaving, events::remove_attendance)
                .await,
        )
    }

    /// Hides an event; it can be restored. Who was there, and what happened at it, stays. Doing so twice changes nothing.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn archive_event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<EventId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<EventPayload>> {
        let mut checks = Checks::new();
        let target = target(&mut checks, &id, expected_revision);
        Some(ctx.command(WRITE, checks, &target, events::archive).await)
    }

    /// Shows an archived event again.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn restore_event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<EventId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<EventPayload>> {
        let mut checks = Checks::new();
        let target = target(&mut checks, &id, expected_revision);
        Some(ctx.command(WRITE, checks, &target, events::restore).await)
    }
}
