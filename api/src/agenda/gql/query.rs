//! Queries on the agenda.

use std::collections::BTreeSet;

use entity::ids::NudgeDecisionId;
use uuid::Uuid;

use super::object::{AgendaDigest, Nudge, NudgeKind};
use crate::agenda::{self, Question};
use crate::graphql::kinds::NudgeDecision;
use crate::graphql::plan::{Ask, Field, Ranked, Values};
use crate::graphql::scalars::Date;
use crate::kit::Fault;

/// Queries on the agenda.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::ranked::<Nudge>(
            "agenda",
            "What to do next, the most pressing first, as cards: one for each person, need or collaboration. It is of all areas that the caller may see, and of at most 100 nudges of each kind. Of check-ins there are as many as the week's capacity leaves, and those that are planned. Within a day the order changes only by what is done, put off or recorded. While the workspace is away it is empty.",
            |ask| Box::pin(ranked(ask)),
        )
        .argument::<Option<Date>>("on", "The day from which it is seen; today in the workspace's time zone if left out.")
        .argument::<Option<Vec<NudgeKind>>>("kinds", "Nudges of these kinds; of all if left out.")
        .argument::<Option<bool>>("includeHeldBack", "Check-ins, too, that the week's capacity keeps back: at most 100, behind all others.")
        .paged(),
        Field::computed::<AgendaDigest>(
            "agendaDigest",
            "The agenda in short, for a notification.",
            |ask, _| Box::pin(digest(ask)),
        )
        .argument::<Option<Date>>("on", "The day from which it is seen; today in the workspace's time zone if left out."),
        Field::by_id::<NudgeDecision, NudgeDecisionId>(
            "nudgeDecision",
            "A decision about a nudge by id; null when there is none.",
            "The id of the decision that is asked for.",
        ),
        Field::list::<NudgeDecision>("nudgeDecisions", "What was decided about nudges, newest first.", |ask| {
            Ok(agenda::decisions(&ask.place(), ask.flag("includeArchived")?))
        })
        .argument::<Option<bool>>("includeArchived", "Those that were taken back, too.")
        .paged(),
    ]
}

async fn ranked(ask: &Ask<'_>) -> Result<Ranked, Fault> {
    let kinds = ask.get::<Option<Vec<NudgeKind>>>("kinds")?;
    let kinds: Option<BTreeSet<_>> = kinds.map(|kinds| kinds.into_iter().map(Into::into).collect());
    let question = Question {
        on: ask.get::<Option<Date>>("on")?.map(|date| date.0),
        kinds,
        held_back: ask.flag("includeHeldBack")?,
        rights: ask.caller.rights,
    };
    let agenda = agenda::agenda(ask.reader, &question, ask.now).await?;
    let mut cards = agenda.cards;
    // The rank ends with the key, and alone tells a nudge from all others.
    let place = |it: &agenda::Nudge| (it.rank().to_owned(), Uuid::nil());
    let shown = Ranked::shown(&cards, &ask.page()?, place);
    agenda::tell(ask.reader, cards.get_mut(shown).unwrap_or_default()).await?;
    let entries = cards.into_iter().map(|it| {
        let (rank, id) = place(&it);
        (rank, id, it)
    });
    Ok(Ranked::of(entries.collect()))
}

async fn digest(ask: &Ask<'_>) -> Result<Values, Fault> {
    let question = Question {
        on: ask.get::<Option<Date>>("on")?.map(|date| date.0),
        kinds: None,
        held_back: false,
        rights: ask.caller.rights,
    };
    let agenda = agenda::agenda(ask.reader, &question, ask.now).await?;
    Ok(Values::of(vec![agenda::digest(ask.reader, agenda).await?]))
}
