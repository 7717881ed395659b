//! What strangers with a link see and do.

use async_graphql::{Context, Result, SimpleObject};

use super::IntroductionSideName;
use super::input::AnswerIntroductionByLinkInput;
use super::payload::AnswerIntroductionByLinkPayload;
use crate::graphql::context::{ContextExt, Shown};
use crate::graphql::errors::Payload;
use crate::graphql::scalars::DateTime;
use crate::introductions::{self, AnswerByLink, Answerer, Invitation, Invited};

/// Someone whom the holder of a link would meet, or introduce.
#[derive(SimpleObject, Clone, Debug)]
pub struct InvitedPerson {
    /// The name.
    name: String,
    /// One line on what they do.
    headline: Option<String>,
}

impl From<Invited> for InvitedPerson {
    fn from(Invited { name, headline }: Invited) -> Self {
        Self { name, headline }
    }
}

/// What the holder of a link must know to answer, and no more.
#[derive(SimpleObject, Clone, Debug)]
pub struct IntroductionInvitation {
    /// Who asks: the user's name, or the workspace's.
    from_name: String,
    /// In which part the holder of the link is asked.
    side: IntroductionSideName,
    /// Whom they would meet: one person. Or, as the connector, the two whom they would introduce. Empty when it is over.
    others: Vec<InvitedPerson>,
    /// What the user tells them; null when there is nothing, or when it is over.
    blurb: Option<String>,
    /// Until when an answer counts; null when it is over.
    expires_at: Option<DateTime>,
    /// Whether an answer is awaited: false when it expired, was called off, or ended otherwise.
    open: bool,
}

impl From<Invitation> for IntroductionInvitation {
    fn from(invitation: Invitation) -> Self {
        let Invitation {
            from_name,
            side,
            others,
            blurb,
            expires_at,
            open,
        } = invitation;
        let others = others.into_iter().map(Into::into).collect();
        Self {
            from_name,
            side: side.into(),
            others,
            blurb,
            expires_at: expires_at.map(Into::into),
            open,
        }
    }
}

pub(super) async fn invitation(ctx: &Context<'_>, token: &str) -> Result<Option<IntroductionInvitation>> {
    let db = &ctx.app()?.db;
    let Some(answerer) = Answerer::of(db, token).await.shown()? else {
        return Ok(None);
    };
    // Read in the workspace of the link, whoever is signed in: so not through the batches of the request.
    let found = introductions::invitation(&db.read(answerer.scope()), answerer.side(), ctx.now()?)
        .await
        .shown()?;
    Ok(found.map(Into::into))
}

pub(super) async fn answer(
    ctx: &Context<'_>,
    input: AnswerIntroductionByLinkInput,
) -> Result<AnswerIntroductionByLinkPayload> {
    let AnswerIntroductionByLinkInput { token, accept, note } = input;
    let db = &ctx.app()?.db;
    let Some(answerer) = Answerer::of(db, &token).await.shown()? else {
        return Ok(Payload::rejected(vec![introductions::bad_link()]));
    };
    let writer = *answerer.writer();
    let answer = AnswerByLink {
        answerer,
        accept,
        note,
    };
    let outcome = db.write(&writer, &answer, introductions::answer_by_link).await;
    Payload::of(outcome.map(|written| (written, None)))
}
