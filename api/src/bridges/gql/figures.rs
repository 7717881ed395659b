//! What the user did, by quarter, and what came of what was given to them.

use entity::exchange::ExchangeKind;
use entity::ids::{ExchangeId, IntroductionId, PersonId};
use entity::introduction::IntroductionOutcome;
use uuid::Uuid;

use super::bounded;
use crate::bridges::{self, CameOf, Flow, GivenOutcome as Given, MOST_QUARTERS, Quarter};
use crate::graphql::kinds::{Exchange, Introduction};
use crate::graphql::plan::declare::shape;
use crate::graphql::plan::{Ask, Field, Object, Values};
use crate::introductions::has_worked_out;
use crate::kit::quarters::quarters;
use crate::kit::{Fault, Right};

/// Quarters when the client does not say how many.
const QUARTERS: i32 = 4;

shape! {
    /// What was given, or received, of one kind.
    GivingFigures: flow
}

fn flow() -> Object {
    Object::computed::<Flow>("GivingFigures", "What was given, or received, of one kind.")
        .needs(Right::ExchangesRead)
        .value::<ExchangeKind>("kind", "Which kind of thing was given, or received.", |it| it.kind)
        .value("exchangeCount", "How many exchanges.", |it| it.exchanges)
        .value("weight", "The sum of their weights.", |it| it.weight)
        .value(
            "minutes",
            "Minutes of the interactions in which they came about, as far as these have a duration; one in which several came about counts for each.",
            |it| it.minutes,
        )
        .done()
}

shape! {
    /// How many introductions came to this.
    OutcomeFigures: outcome
}

fn outcome() -> Object {
    Object::computed::<(IntroductionOutcome, i64)>("OutcomeFigures", "How many introductions came to this.")
        .needs(Right::IntroductionsRead)
        .value("outcome", "What came of them.", |it| it.0)
        .value("introductionCount", "How many they are.", |it| it.1)
        .done()
}

shape! {
    /// What the user did in a quarter of a year, as a connector and as a giver.
    QuarterFigures: quarter
}

fn quarter() -> Object {
    Object::computed::<Quarter>(
        "QuarterFigures",
        "What the user did in a quarter of a year, as a connector and as a giver. Introductions count in which both are others and nobody else is the connector, exchanges that are `DONE`, on the day on which they happened; what is archived does not.",
    )
    .value("from", "The first day of the quarter.", |it| it.span.from)
    .value("to", "The last day of the quarter.", |it| it.span.to)
    .value("introductionsBegun", "Introductions that were drafted in the quarter.", |it| it.begun)
    .value("introductionsAccepted", "Those that were drafted in it and to which all have said yes by now: `READY`, `MADE` or `CLOSED`.", |it| it.accepted)
    .value("introductionsDeclined", "Those that were drafted in it and to which somebody said no.", |it| it.declined)
    .value("introductionsMade", "Introductions in which the two were brought together in the quarter, whenever they were drafted.", |it| it.made)
    .value("introductionsTold", "Those that were made in it and of which it is known by now what came of them.", Quarter::told)
    .value("introductionsWorkedOut", "Those that were made in it and brought people together: `MET`, `ONGOING` or `COLLABORATION`.", Quarter::worked_out)
    .each::<OutcomeFigures, _>("outcomes", "What came of those that were made in it, by outcome.", |it| it.outcomes.clone())
    .each::<GivingFigures, _>("givenByKind", "What the user gave in it, by kind.", |it| it.given.clone())
    .each::<GivingFigures, _>("receivedByKind", "What the user received in it, by kind.", |it| it.received.clone())
    .done()
}

shape! {
    /// What came of something that a person gave.
    GivenOutcome: came
}

fn came() -> Object {
    Object::computed::<CameOf>("GivenOutcome", "What came of something that a person gave.")
        .needs(Right::ExchangesRead)
        .one::<Introduction, IntroductionId>(
            "introduction",
            "The introduction that they made as its connector; null where they gave something else.",
            |it| match it.given {
                Given::Introduction(id) => Some(id),
                Given::Exchange(_) => None,
            },
        )
        .one::<Exchange, ExchangeId>(
            "exchange",
            "What the user received from them; null where they introduced people.",
            |it| match it.given {
                Given::Exchange(id) => Some(id),
                Given::Introduction(_) => None,
            },
        )
        .value("on", "The day on which it was given.", |it| it.on)
        .value(
            "outcome",
            "What came of an introduction; null while that is not known, and of all else.",
            |it| it.outcome,
        )
        .value(
            "text",
            "What came of it, in the user's words: the note of the outcome, or the exchange's `result`.",
            |it| it.text.clone(),
        )
        .value("isTold", "Whether it is known what came of it.", |it| {
            it.outcome.is_some() || it.text.is_some()
        })
        .value(
            "workedOut",
            "Whether an introduction brought people together; null while that is not known, and of all else.",
            |it| it.outcome.map(has_worked_out),
        )
        .done()
}

/// The query `figures`.
pub(super) fn figures() -> Field {
    Field::computed_many::<QuarterFigures>(
            "figures",
            "What the user did as a connector and as a giver, by quarter of a year in the workspace's time zone, this quarter first.",
            |ask, _| Box::pin(told(ask)),
        )
        .needs(Right::IntroductionsRead)
        .needs(Right::ExchangesRead)
        .argument::<Option<i32>>("quarters", "How many quarters: 1 to 20, 4 if left out.")
}

/// The field `outcomes` of a person.
pub(super) fn outcomes_of_person() -> Field {
    Field::computed_many::<GivenOutcome>(
        "outcomes",
        "What came of what they gave to the user, latest first, at most 20: of introductions that they made as connector, and of what the user received from them, as far as it is `ADVICE`, `FEEDBACK`, `INTRODUCTION` or `REFERRAL`, or has a `result`.",
        |ask, people| Box::pin(came_of(ask, people)),
    )
    .needs(Right::IntroductionsRead)
    .needs(Right::ExchangesRead)
}

async fn told(ask: &Ask<'_>) -> Result<Values, Fault> {
    let most = i32::try_from(MOST_QUARTERS).unwrap_or(i32::MAX);
    let many = bounded(ask, "quarters", QUARTERS, (1, most))?;
    let spans = quarters(ask.reader.day_of(ask.now), many);
    Ok(Values::of(bridges::figures(ask.reader, &spans).await?))
}

async fn came_of(ask: &Ask<'_>, people: &[Uuid]) -> Result<Values, Fault> {
    let ids: Vec<PersonId> = people.iter().copied().map(PersonId).collect();
    let mut found = bridges::outcomes(ask.reader, &ids).await?;
    let of = |person: PersonId| {
        let theirs = found.remove(&person).unwrap_or_default();
        theirs.into_iter().map(move |it| (person.0, it))
    };
    Ok(Values::under(ids.into_iter().flat_map(of).collect::<Vec<_>>()))
}
