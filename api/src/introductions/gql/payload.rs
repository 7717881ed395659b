//! What mutations of introductions answer.

use async_graphql::{Context, Object as Resolvers, Result, SimpleObject};
use entity::ids::PersonId;
use uuid::Uuid;

use super::Introduction;
use crate::graphql::context::{ContextExt, Shown};
use crate::graphql::declare::payload;
use crate::graphql::errors::{Payload, UserError};
use crate::graphql::moved::Moved;
use crate::graphql::plan::declare::computed;
use crate::graphql::plan::{Object, ObjectOf, Shape, Stored};
use crate::graphql::scalars::Seq;
use crate::introductions::{self, Asked, advice};
use crate::kit::{Problem, Right};

payload! {
    /// What mutations of an introduction answer.
    IntroductionPayload {
        /// The introduction as it is now.
        introduction: Introduction
    }
}

computed! {
    /// How often a person was asked to introduce people to each other, so that nobody is asked too often.
    ConnectorLoad(introductions::ConnectorLoad): connector_load
}

fn connector_load() -> Object {
    Object::computed::<introductions::ConnectorLoad>(
        "ConnectorLoad",
        "How often a person was asked to introduce people to each other, so that nobody is asked too often.",
    )
    .needs(Right::IntroductionsRead)
    .value("openAsks", "Requests that they have not answered.", |it| {
        it.open_asks
    })
    .value(
        "asksLast90Days",
        "Introductions for which they were asked in the last 90 days.",
        |it| it.asks,
    )
    .value(
        "madeLast90Days",
        "Introductions that came about through them in the last 90 days.",
        |it| it.made,
    )
    .value(
        "advice",
        "A sentence for the user who is about to ask them; the words may change.",
        |it| advice(it.open_asks, it.asks, it.made),
    )
    .done()
}

pub(super) async fn load_of(ctx: &Context<'_>, person: PersonId) -> Result<ConnectorLoad> {
    let reader = ctx.reader(Right::IntroductionsRead)?;
    Ok(introductions::connector_load(&reader, person, ctx.now()?)
        .await
        .shown()?
        .into())
}

/// What asking a side of an introduction, or reminding it, answers.
pub struct AskIntroductionPayload {
    asked: Option<(Asked, Option<Stored>)>,
    user_errors: Vec<Problem>,
    seq: Option<i64>,
    moved: Moved,
}

/// What asking a side of an introduction, or reminding it, answers.
#[Resolvers]
impl AskIntroductionPayload {
    /// The introduction as it is now.
    async fn introduction(&self) -> Option<Introduction> {
        self.asked.as_ref()?.1.clone().map(Into::into)
    }

    /// The token by which the side answers once, without an account: put it into a link of yours to a page that calls
    /// `introductionByLink` and `answerIntroductionByLink`. It is shown now and never again, and ends the one before it.
    async fn link_token(&self) -> Option<&str> {
        self.asked.as_ref().map(|(asked, _)| asked.link_token.as_str())
    }

    /// How often the connector was asked, this time included; null when the user introduces them.
    async fn connector_load(&self, ctx: &Context<'_>) -> Option<Result<ConnectorLoad>> {
        let connector = self.asked.as_ref()?.0.introduction.connector_id?;
        Some(load_of(ctx, connector).await)
    }

    /// What was wrong with the input. When it is not empty, nothing was written.
    async fn user_errors(&self) -> Vec<UserError> {
        self.user_errors.iter().cloned().map(Into::into).collect()
    }

    /// The workspace's last change: whoever has read up to it sees this write.
    async fn seq(&self) -> Option<Seq> {
        self.seq.map(Seq)
    }

    #[graphql(flatten)]
    fn moved(&self) -> &Moved {
        &self.moved
    }
}

impl Payload<Asked> for AskIntroductionPayload {
    const SHOWS: Option<(&'static str, ObjectOf)> = Some(("introduction", <Introduction as Shape>::object));

    fn id(asked: &Asked) -> Option<Uuid> {
        Some(asked.introduction.id.0)
    }

    fn written(asked: Asked, seq: i64, shown: Option<Stored>) -> Self {
        Self {
            asked: Some((asked, shown)),
            user_errors: Vec::new(),
            seq: Some(seq),
            moved: Moved::default(),
        }
    }

    fn rejected(user_errors: Vec<Problem>) -> Self {
        Self {
            asked: None,
            user_errors,
            seq: None,
            moved: Moved::default(),
        }
    }

    fn moved(&mut self, moved: Moved) {
        self.moved = moved;
    }
}

/// What answering by a link answers: nothing of the workspace.
#[derive(SimpleObject)]
pub struct AnswerIntroductionByLinkPayload {
    /// Whether the answer was recorded.
    recorded: bool,
    /// What was wrong with the input. When it is not empty, nothing was written.
    user_errors: Vec<UserError>,
}

impl Payload<()> for AnswerIntroductionByLinkPayload {
    fn written((): (), _: i64, _: Option<Stored>) -> Self {
        Self {
            recorded: true,
            user_errors: Vec::new(),
        }
    }

    fn rejected(problems: Vec<Problem>) -> Self {
        Self {
            recorded: false,
            user_errors: problems.into_iter().map(Into::into).collect(),
        }
    }
}
