//! What mutations of introductions answer.

use entity::ids::PersonId;
use uuid::Uuid;

use crate::graphql::declare::payload;
use crate::graphql::kinds::Introduction;
use crate::graphql::plan::declare::shape;
use crate::graphql::plan::{Ask, Field, Object, Outcome, Values};
use crate::introductions::{self, Asked, advice};
use crate::kit::{Fault, Right};

payload! {
    /// What mutations of an introduction answer.
    IntroductionPayload {
        /// The introduction as it is now.
        "introduction": Introduction
    }
}

shape! {
    /// How often a person was asked to introduce people to each other, so that nobody is asked too often.
    ConnectorLoad: connector_load
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

shape! {
    /// What asking a side of an introduction, or reminding it, answers.
    AskIntroductionPayload: asked
}

fn asked() -> Object {
    let load = Field::computed::<ConnectorLoad>(
        "connectorLoad",
        "How often the connector was asked, this time included; null when the user introduces them.",
        |ask, connectors| Box::pin(loads(ask, connectors)),
    );
    Object::computed::<Outcome>(
        "AskIntroductionPayload",
        "What asking a side of an introduction, or reminding it, answers.",
    )
    .known_by_some(|it| it.value::<Asked>()?.introduction.connector_id)
    .written::<Introduction>("introduction", "The introduction as it is now.")
    .value(
        "linkToken",
        "The token by which the side answers once, without an account: put it into a link of yours to a page that calls \
         `introductionByLink` and `answerIntroductionByLink`. It is shown now and never again, and ends the one before it.",
        |it| Some(it.value::<Asked>()?.link_token.clone()),
    )
    .with(load)
    .settled()
    .moved()
    .done()
}

/// How often each of the connectors was asked. There is one.
async fn loads(ask: &Ask<'_>, connectors: &[Uuid]) -> Result<Values, Fault> {
    ask.require(Right::IntroductionsRead)?;
    let mut loads = Vec::with_capacity(connectors.len());
    for connector in connectors {
        let load = introductions::connector_load(ask.reader, PersonId(*connector), ask.now).await?;
        loads.push((*connector, load));
    }
    Ok(Values::under(loads))
}

shape! {
    /// What answering by a link answers: nothing of the workspace.
    AnswerIntroductionByLinkPayload: answered
}

fn answered() -> Object {
    Object::computed::<Outcome>(
        "AnswerIntroductionByLinkPayload",
        "What answering by a link answers: nothing of the workspace.",
    )
    .value("recorded", "Whether the answer was recorded.", |it| {
        it.value::<bool>().copied().unwrap_or_default()
    })
    .problems("What was wrong with the input. When it is not empty, nothing was written.")
    .done()
}
