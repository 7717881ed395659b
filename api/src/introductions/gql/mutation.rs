//! Writing introductions.

use async_graphql::{Context, Object, Result};
use entity::ids::IntroductionId;

use super::input::{AnswerIntroductionByLinkInput, CreateIntroductionInput, UpdateIntroductionInput};
use super::link;
use super::payload::{AnswerIntroductionByLinkPayload, AskIntroductionPayload, IntroductionPayload};
use super::{IntroductionOutcome, IntroductionSideName};
use crate::graphql::context::ContextExt;
use crate::graphql::rights::requires_scopes;
use crate::graphql::scalars::Id;
use crate::introductions::{
    self, AnswerIntroduction, AskIntroduction, MakeIntroduction, RecordOutcome, UpdateIntroduction,
};
use crate::kit::Right;
use crate::kit::check::{Checks, Path};

const WRITE: Right = Right::IntroductionsWrite;

/// Mutations of introductions.
#[derive(Default)]
pub struct IntroductionMutation;

#[Object]
impl IntroductionMutation {
    /// Prepares an introduction of two people. Nobody is asked yet.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn create_introduction(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The introduction.")] input: CreateIntroductionInput,
    ) -> Option<Result<IntroductionPayload>> {
        let mut checks = Checks::new();
        let new = input.read(&mut checks);
        Some(ctx.command(WRITE, checks, &new, introductions::create).await)
    }

    /// Changes the texts of an introduction and its expiry, as long as it is `DRAFT`, `ASKING` or `READY`.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn update_introduction(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<IntroductionId>,
        #[graphql(desc = "What to change.")] input: UpdateIntroductionInput,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<IntroductionPayload>> {
        let mut checks = Checks::new();
        let id = checks.id(Path::argument("id"), &id);
        let change = UpdateIntroduction {
            id,
            expected_revision,
            fields: input.read(),
        };
        Some(ctx.command(WRITE, checks, &change, introductions::update).await)
    }

    /// Asks a side for its consent, for the first time or again, at most 10 times. The answer holds a link's token, which is
    /// yours to send. The first ask makes a draft `ASKING` and, if there is no expiry, sets one 30 days ahead.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn ask_introduction(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<IntroductionId>,
        #[graphql(desc = "Which side.")] side: IntroductionSideName,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<AskIntroductionPayload>> {
        let mut checks = Checks::new();
        let id = checks.id(Path::argument("id"), &id);
        let ask = AskIntroduction {
            id,
            expected_revision,
            side: side.into(),
        };
        Some(ctx.command(WRITE, checks, &ask, introductions::ask).await)
    }

    /// Reminds a side that was asked and has not answered: at most 3 times, and at least 3 days after it was asked or
    /// reminded. The answer holds a new link's token, which is yours to send; the one before it is dead.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn nudge_introduction(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<IntroductionId>,
        #[graphql(desc = "Which side.")] side: IntroductionSideName,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<AskIntroductionPayload>> {
        let mut checks = Checks::new();
        let id = checks.id(Path::argument("id"), &id);
        let nudge = AskIntroduction {
            id,
            expected_revision,
            side: side.into(),
        };
        Some(ctx.command(WRITE, checks, &nudge, introductions::nudge).await)
    }

    /// Records an answer that the user heard from a side that was asked. One no makes the introduction `DECLINED`, for
    /// good; when all have said yes it is `READY`.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn answer_introduction(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<IntroductionId>,
        #[graphql(desc = "Who answered.")] side: IntroductionSideName,
        #[graphql(desc = "Yes or no.")] accept: bool,
        #[graphql(desc = "What they added, at most 2,000 characters.")] note: Option<String>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<IntroductionPayload>> {
        let mut checks = Checks::new();
        let id = checks.id(Path::argument("id"), &id);
        let answer = AnswerIntroduction {
            id,
            expected_revision,
            side: side.into(),
            accept,
            note,
        };
        Some(ctx.command(WRITE, checks, &answer, introductions::answer).await)
    }

    /// Answers by a link, once, without an account. A link that is wrong, used or replaced is `CREDENTIALS`; one that is good
    /// while the introduction is over is `STATE`.
    async fn answer_introduction_by_link(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The answer.")] input: AnswerIntroductionByLinkInput,
    ) -> Option<Result<AnswerIntroductionByLinkPayload>> {
        Some(link::answer(ctx, input).await)
    }

    /// Records that the two were brought together. If no tie between them is known, one is made from A to B, with the
    /// evidence `INTRODUCED`.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn make_introduction(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<IntroductionId>,
        #[graphql(desc = "The text that brings them together, at most 5,000 characters.")] message: Option<
            String,
        >,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<IntroductionPayload>> {
        let mut checks = Checks::new();
        let make = MakeIntroduction {
            id: checks.id(Path::argument("id"), &id),
            expected_revision,
            message,
        };
        Some(ctx.command(WRITE, checks, &make, introductions::make).await)
    }

    /// Records what came of an introduction that was made; that closes it. Where somebody else made it and it
    /// worked out (`MET`, `ONGOING`, `COLLABORATION`), thanks are owed to them.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn record_introduction_outcome(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<IntroductionId>,
        #[graphql(desc = "What came of it.")] outcome: IntroductionOutcome,
        #[graphql(desc = "More on that, at most 2,000 characters.")] note: Option<String>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<IntroductionPayload>> {
        let mut checks = Checks::new();
        let id = checks.id(Path::argument("id"), &id);
        let record = RecordOutcome {
            id,
            expected_revision,
            outcome: outcome.into(),
            note,
        };
        Some(
            ctx.command(WRITE, checks, &record, introductions::record_outcome)
                .await,
        )
    }

    /// Calls an introduction off that is `DRAFT`, `ASKING` or `READY`.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn cancel_introduction(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<IntroductionId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<IntroductionPayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(ctx.command(WRITE, checks, &target, introductions::cancel).await)
    }

    /// Hides an introduction; it can be restored. Its links do not work meanwhile. Doing so twice changes nothing.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn archive_introduction(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<IntroductionId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<IntroductionPayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(ctx.command(WRITE, checks, &target, introductions::archive).await)
    }

    /// Shows an archived introduction again, unless it is open and the two have another open one meanwhile.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn restore_introduction(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<IntroductionId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<IntroductionPayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(ctx.command(WRITE, checks, &target, introductions::restore).await)
    }
}
