//! What introductions look like.

use async_graphql::{Context, Object, Result};
use entity::ids::{IntroductionId, PersonId};
use entity::introduction_side::{self, Side};
use entity::{introduction, introduction_step};

use super::kinds::{
    Consent, IntroductionAction, IntroductionOutcome, IntroductionSideName, IntroductionState,
};
use crate::graphql::context::ContextExt;
use crate::graphql::declare::{batch, record_object};
use crate::graphql::node::Actor;
use crate::graphql::scalars::DateTime;
use crate::introductions::{self, Progress, closed_at, effective};
use crate::kit::Right;
use crate::people::gql::{Person, PersonById};

batch! {
    /// Introductions by id.
    IntroductionById: IntroductionId => introduction::Model, introductions::by_ids
}

batch! {
    /// The sides of introductions.
    SidesOf: IntroductionId => Vec<introduction_side::Model>, introductions::sides_of
}

batch! {
    /// The steps of introductions.
    HistoryOf: IntroductionId => Vec<introduction_step::Model>, introductions::history_of
}

record_object! {
    /// Bringing two people together, with the consent of both. Each side is asked, and answers through the user or by a link
    /// that works once; when all have accepted, the user brings them together.
    Introduction(introduction::Model) requires Right::IntroductionsRead; {
        /// How far it is.
        fn state(&self, ctx: &Context<'_>) -> Result<IntroductionState> {
            Ok(effective(self.0.state, self.0.expires_at, ctx.now()?).into())
        }

        /// Why they should meet; for the user alone, no side is shown it.
        async fn reason(&self) -> Option<&str> {
            self.0.reason.as_deref()
        }

        /// The person who introduces them; null when it is the user.
        async fn connector(&self, ctx: &Context<'_>) -> Option<Result<Person>> {
            person(ctx, self.0.connector_id?).await.transpose()
        }

        /// The sides: A, B, and the connector if there is one.
        async fn sides(&self, ctx: &Context<'_>) -> Option<Result<Vec<IntroductionSide>>> {
            let sides = sides(ctx, self.0.id).await;
            Some(sides.map(|sides| sides.into_iter().map(IntroductionSide).collect()))
        }

        /// One of the two who are to meet.
        async fn person_a(&self, ctx: &Context<'_>) -> Option<Result<Person>> {
            on_side(ctx, self.0.id, Side::A).await.transpose()
        }

        /// The other of the two.
        async fn person_b(&self, ctx: &Context<'_>) -> Option<Result<Person>> {
            on_side(ctx, self.0.id, Side::B).await.transpose()
        }

        /// Until when the sides may answer; 30 days after the first was asked, unless set otherwise.
        async fn expires_at(&self) -> Option<DateTime> {
            self.0.expires_at.map(Into::into)
        }

        /// When the first side was asked.
        async fn asked_at(&self) -> Option<DateTime> {
            self.0.asked_at.map(Into::into)
        }

        /// When they were brought together.
        async fn made_at(&self) -> Option<DateTime> {
            self.0.made_at.map(Into::into)
        }

        /// When it was over, however it ended.
        fn closed_at(&self, ctx: &Context<'_>) -> Option<Result<DateTime>> {
            ctx.now().map(|now| closed_at(&self.0, now).map(Into::into)).transpose()
        }

        /// The text that brought them together.
        async fn message(&self) -> Option<&str> {
            self.0.message.as_deref()
        }

        /// What came of it.
        async fn outcome(&self) -> Option<IntroductionOutcome> {
            self.0.outcome.map(Into::into)
        }

        /// More on what came of it.
        async fn outcome_note(&self) -> Option<&str> {
            self.0.outcome_note.as_deref()
        }

        /// What can be done now, with at least one of the sides; empty when it is over.
        async fn allowed_actions(&self, ctx: &Context<'_>) -> Result<Vec<IntroductionAction>> {
            let sides = sides(ctx, self.0.id).await?;
            let progress = Progress::of(&self.0, &sides);
            Ok(progress.allowed(ctx.now()?).into_iter().map(Into::into).collect())
        }

        /// The steps so far, first to last; at most 50.
        async fn history(&self, ctx: &Context<'_>) -> Option<Result<Vec<IntroductionStep>>> {
            let steps = ctx.batch::<HistoryOf>(self.0.id).await;
            Some(steps.map(|steps| steps.unwrap_or_default().into_iter().map(IntroductionStep).collect()))
        }
    }
}

async fn sides(ctx: &Context<'_>, id: IntroductionId) -> Result<Vec<introduction_side::Model>> {
    Ok(ctx.batch::<SidesOf>(id).await?.unwrap_or_default())
}

async fn on_side(ctx: &Context<'_>, id: IntroductionId, side: Side) -> Result<Option<Person>> {
    match sides(ctx, id).await?.into_iter().find(|it| it.side == side) {
        Some(it) => person(ctx, it.person_id).await,
        None => Ok(None),
    }
}

async fn person(ctx: &Context<'_>, id: PersonId) -> Result<Option<Person>> {
    Ok(ctx.batch::<PersonById>(id).await?.map(Into::into))
}

/// One side of an introduction and its consent.
#[derive(Clone, Debug)]
pub struct IntroductionSide(introduction_side::Model);

/// One side of an introduction and its consent.
#[Object]
impl IntroductionSide {
    /// Which side.
    async fn side(&self) -> IntroductionSideName {
        self.0.side.into()
    }

    /// Who it is.
    async fn person(&self, ctx: &Context<'_>) -> Option<Result<Person>> {
        person(ctx, self.0.person_id).await.transpose()
    }

    /// What they said.
    async fn consent(&self) -> Consent {
        self.0.consent.into()
    }

    /// What this side is told; its link shows it.
    async fn blurb(&self) -> Option<&str> {
        self.0.blurb.as_deref()
    }

    /// When they were first asked.
    async fn asked_at(&self) -> Option<DateTime> {
        self.0.asked_at.map(Into::into)
    }

    /// When they answered.
    async fn answered_at(&self) -> Option<DateTime> {
        self.0.answered_at.map(Into::into)
    }

    /// What they added to their answer.
    async fn answer_note(&self) -> Option<&str> {
        self.0.answer_note.as_deref()
    }

    /// When they were last reminded.
    async fn nudged_at(&self) -> Option<DateTime> {
        self.0.nudged_at.map(Into::into)
    }

    /// How often they were reminded, 0 to 3.
    async fn nudges(&self) -> i32 {
        self.0.nudges
    }
}

/// One step in the history of an introduction.
#[derive(Clone, Debug)]
pub struct IntroductionStep(introduction_step::Model);

/// One step in the history of an introduction.
#[Object]
impl IntroductionStep {
    /// When it was taken.
    async fn at(&self) -> DateTime {
        self.0.at.into()
    }

    /// What was done.
    async fn action(&self) -> IntroductionAction {
        self.0.action.into()
    }

    /// With which side; null where it concerns all.
    async fn side(&self) -> Option<IntroductionSideName> {
        self.0.side.map(Into::into)
    }

    /// The state before; null at the first step.
    async fn from_state(&self) -> Option<IntroductionState> {
        self.0.from_state.map(Into::into)
    }

    /// The state after.
    async fn to_state(&self) -> IntroductionState {
        self.0.to_state.into()
    }

    /// Who took it. `LINK` is a side that answered by its link.
    async fn actor(&self) -> Actor {
        self.0.actor.into()
    }

    /// What was said: with an answer, or with the outcome.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }
}
