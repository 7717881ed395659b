//! What introductions look like.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::ids::IntroductionId;
use entity::introduction::IntroductionState;
use entity::{introduction, introduction_side, introduction_step};
use uuid::Uuid;

use super::kinds::{
    Consent, IntroductionAction, IntroductionOutcome, IntroductionSideName, IntroductionState as ShownState,
};
use crate::graphql::kinds::Person;
use crate::graphql::node::Actor;
use crate::graphql::plan::declare::{contract, shape};
use crate::graphql::plan::{Cells, Json, Object, Unreadable};
use crate::graphql::scalars::DateTime as Time;
use crate::introductions::{self, Progress, closed_at, effective};
use crate::kit::list::Column as Plain;
use crate::kit::{Fault, Reader, Right};
use crate::{exchanges, gratitude};

pub(super) fn introduction() -> Object {
    use introduction::Column;
    Object::record::<introduction::Model>("Introduction", "Bringing two people together, with the consent of both. Each side is asked, and answers through the user or by a link that works once; when all have accepted, the user brings them together.", Right::IntroductionsRead, contract!(introduction))
        .made::<ShownState>(
            "state",
            "The state that it has reached.",
            vec![Plain::of(Column::State), Plain::of(Column::ExpiresAt)],
            state,
        )
        .column("reason", "Why they should meet; for the user alone, no side is shown it.", Column::Reason)
        .one::<Person>("connector", "The person who introduces them; null when it is the user.", Column::ConnectorId)
        .many::<IntroductionSide>("sides", "The sides: A, B, and the connector if there is one.", introductions::sides)
        .first::<Person>("personA", "One of the two who are to meet.", introductions::person_a)
        .first::<Person>("personB", "The other of the two.", introductions::person_b)
        .column("expiresAt", "Until when the sides may answer; 30 days after the first was asked, unless set otherwise.", Column::ExpiresAt)
        .column("askedAt", "When the first side was asked.", Column::AskedAt)
        .column("madeAt", "When they were brought together.", Column::MadeAt)
        .made::<Option<Time>>(
            "closedAt",
            "When it was over, however it ended.",
            vec![
                Plain::of(Column::State),
                Plain::of(Column::ExpiresAt),
                Plain::of(Column::ClosedAt),
            ],
            closed,
        )
        .column("message", "The text that brought them together.", Column::Message)
        .word::<IntroductionOutcome>("outcome", "What came of it in the end.", Column::Outcome)
        .column("outcomeNote", "More on what came of it.", Column::OutcomeNote)
        .batch::<Vec<IntroductionAction>>(
            "allowedActions",
            "What can be done now, with at least one of the sides; empty when it is over.",
            "[]",
            |reader, ids, now| Box::pin(allowed_actions(reader, ids, now)),
        )
        .many::<IntroductionStep>("history", "The steps so far, first to last; at most 50.", introductions::history)
        .with(exchanges::gql::in_introduction())
        .with(gratitude::gql::for_introduction())
}

/// The state and the times that decide what is seen of it.
fn seen(cells: &Cells<'_>) -> Result<IntroductionState, Unreadable> {
    Ok(effective(cells.word(0)?, cells.time(1), cells.now))
}

fn state(cells: &Cells<'_>, json: &mut Json) -> Result<(), Unreadable> {
    json.word(seen(cells)?.as_str());
    Ok(())
}

fn closed(cells: &Cells<'_>, json: &mut Json) -> Result<(), Unreadable> {
    match closed_at(cells.word(0)?, cells.time(1), cells.time(2), cells.now) {
        Some(time) => json.time(time.timestamp_micros()),
        None => json.null(),
    }
    Ok(())
}

async fn allowed_actions(
    reader: &Reader<'_>,
    ids: &[Uuid],
    now: DateTime<Utc>,
) -> Result<HashMap<Uuid, Json>, Fault> {
    let ids: Vec<IntroductionId> = ids.iter().copied().map(IntroductionId).collect();
    let introductions = introductions::by_ids(reader, &ids).await?;
    let sides = introductions::sides_of(reader, &ids).await?;
    let allowed = introductions.values().map(|introduction| {
        let sides = sides.get(&introduction.id).map(Vec::as_slice).unwrap_or_default();
        let actions = Progress::of(introduction, sides).allowed(now);
        let mut json = Json::default();
        json.words(actions.iter().map(|action| action.as_str()));
        (introduction.id.0, json)
    });
    Ok(allowed.collect())
}

shape! {
    /// One side of an introduction and its consent.
    IntroductionSide: introduction_side
}

fn introduction_side() -> Object {
    use introduction_side::Column;
    Object::part::<introduction_side::Entity>(
        "IntroductionSide",
        "One side of an introduction and its consent.",
    )
    .word::<IntroductionSideName>("side", "Which of the sides is meant.", Column::Side)
    .one::<Person>("person", "The person on this side.", Column::PersonId)
    .word::<Consent>("consent", "What this side said so far.", Column::Consent)
    .column(
        "blurb",
        "What this side is told; its link shows it.",
        Column::Blurb,
    )
    .column("askedAt", "When they were first asked.", Column::AskedAt)
    .column("answeredAt", "When this side answered.", Column::AnsweredAt)
    .column(
        "answerNote",
        "What they added to their answer.",
        Column::AnswerNote,
    )
    .column("nudgedAt", "When they were last reminded.", Column::NudgedAt)
    .column("nudges", "How often they were reminded, 0 to 3.", Column::Nudges)
}

shape! {
    /// One step in the history of an introduction.
    IntroductionStep: introduction_step
}

fn introduction_step() -> Object {
    use introduction_step::Column;
    Object::part::<introduction_step::Entity>(
        "IntroductionStep",
        "One step in the history of an introduction.",
    )
    .column("at", "When the step was taken.", Column::At)
    .word::<IntroductionAction>("action", "What was done about it.", Column::Action)
    .word::<IntroductionSideName>(
        "side",
        "With which side; null where it concerns all.",
        Column::Side,
    )
    .word::<ShownState>(
        "fromState",
        "The state before; null at the first step.",
        Column::FromState,
    )
    .word::<ShownState>("toState", "The state that the step led to.", Column::ToState)
    .embedded::<Actor>(
        "actor",
        "Who took it. `LINK` is a side that answered by its link.",
        Column::Actor,
    )
    .column(
        "note",
        "What was said: with an answer, or with the outcome.",
        Column::Note,
    )
}
