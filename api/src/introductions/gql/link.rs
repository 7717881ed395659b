//! What strangers with a link see and do.

use super::input::AnswerIntroductionByLinkInput;
use crate::graphql::plan::declare::shape;
use crate::graphql::plan::{Ask, Called, Done, Field, Object, Values};
use crate::introductions::{self, AnswerByLink, Answerer, Invitation, Invited};
use crate::kit::{Failure, Fault};

shape! {
    /// Someone whom the holder of a link would meet, or introduce.
    InvitedPerson: person
}

fn person() -> Object {
    Object::computed::<Invited>(
        "InvitedPerson",
        "Someone whom the holder of a link would meet, or introduce.",
    )
    .value("name", "The name by which they are shown.", |it| it.name.clone())
    .value("headline", "One line on what they do.", |it| it.headline.clone())
    .done()
}

shape! {
    /// What the holder of a link must know to answer, and no more.
    IntroductionInvitation: shown
}

fn shown() -> Object {
    Object::computed::<Invitation>(
        "IntroductionInvitation",
        "What the holder of a link must know to answer, and no more.",
    )
    .value("fromName", "Who asks: the user's name, or the workspace's.", |it| {
        it.from_name.clone()
    })
    .value("side", "In which part the holder of the link is asked.", |it| it.side)
    .every::<InvitedPerson, _>(
        "others",
        "Whom they would meet: one person. Or, as the connector, the two whom they would introduce. Empty when it is over.",
        |it| it.others.clone(),
    )
    .value(
        "blurb",
        "What the user tells them; null when there is nothing, or when it is over.",
        |it| it.blurb.clone(),
    )
    .value("expiresAt", "Until when an answer counts; null when it is over.", |it| {
        it.expires_at
    })
    .value(
        "open",
        "Whether an answer is awaited: false when it expired, was called off, or ended otherwise.",
        |it| it.open,
    )
    .done()
}

/// What is open to whoever holds a link, and of no workspace of theirs.
pub(super) fn query() -> Field {
    Field::computed::<IntroductionInvitation>(
        "introductionByLink",
        "What the holder of a link is asked; null when the link is wrong, used or replaced. Needs no account.",
        |ask, _| Box::pin(invitation(ask)),
    )
    .argument::<String>("token", "The token in the link.")
}

async fn invitation(ask: &Ask<'_>) -> Result<Values, Fault> {
    let nobody = || Values::of(Vec::<Invitation>::new());
    let Some(db) = ask.db else { return Ok(nobody()) };
    let Some(answerer) = Answerer::of(db, &ask.get::<String>("token")?).await? else {
        return Ok(nobody());
    };
    // Read in the workspace of the link, whoever is signed in.
    let reader = db.read(answerer.scope());
    let found = introductions::invitation(&reader, answerer.side(), ask.now).await?;
    Ok(Values::of(Vec::from_iter(found)))
}

pub(super) async fn answer(called: &Called<'_>) -> Result<Done, Failure> {
    let AnswerIntroductionByLinkInput { token, accept, note } = called.input()?;
    let db = &called.engine.db;
    let Some(answerer) = Answerer::of(db, &token).await? else {
        return Err(introductions::bad_link().into());
    };
    let writer = *answerer.writer();
    let answer = AnswerByLink {
        answerer,
        accept,
        note,
    };
    db.write(&writer, &answer, introductions::answer_by_link).await?;
    Ok(Done::value(true))
}
