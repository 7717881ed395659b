//! Perspectives in GraphQL.

use entity::ids::DimensionId;

use crate::graphql::catalogue::Area;
use crate::graphql::kinds::{Dimension, DimensionValue};
use crate::graphql::plan::declare::shape;
use crate::graphql::plan::{Ask, Field, Object, Values};
use crate::graphql::scalars::{Date, Id};
use crate::kit::quarters::Span;
use crate::kit::{Fault, Right};
use crate::perspectives::{self, Asked, Group, Quarter, Report};

shape! {
    /// Which talks challenged the user's view, and with whom they were.
    PerspectiveReport: report
}

fn report() -> Object {
    Object::computed::<Report>(
        "PerspectiveReport",
        "Which talks of some days challenged the user's view, and with whom they were by a dimension that the user chose. A talk is an interaction that is not archived.",
    )
    .needs(Right::InteractionsRead)
    .value("from", "The first day of the report.", |it| it.span.from)
    .value("to", "The last day of the report, which counts.", |it| it.span.to)
    .value("interactionCount", "How many talks there were.", |it| it.counts().talks)
    .value("challenged", "How many of them say what challenged the user.", |it| it.counts().challenged)
    .value("learnt", "How many of them say what the user learnt.", |it| it.counts().learnt)
    .each::<PerspectiveQuarter, _>("quarters", "The same by quarter of a year, as far as it is in the days, the latest first.", |it| it.quarters.clone())
    .one::<Dimension, _>("dimension", "The dimension that was asked for; null where none was, or it is not there.", |it| it.dimension)
    .each::<PerspectiveGroup, _>("groups", "The same by value of the dimension, in the user's order; empty without a dimension. A talk counts for each value of those who took part in it.", |it| it.groups.clone())
    .value("isWithheld", "Whether anything of the groups is withheld.", |it| it.groups.iter().any(|group| group.told.is_none()))
    .done()
}

shape! {
    /// The talks of a quarter of a year.
    PerspectiveQuarter: quarter
}

fn quarter() -> Object {
    Object::computed::<Quarter>("PerspectiveQuarter", "The talks of a quarter of a year.")
        .needs(Right::InteractionsRead)
        .value("from", "Its first day that is in the report.", |it| it.span.from)
        .value("to", "Its last day that is in the report.", |it| it.span.to)
        .value("interactionCount", "How many talks there were.", |it| {
            it.counts.talks
        })
        .value(
            "challenged",
            "How many of them say what challenged the user.",
            |it| it.counts.challenged,
        )
        .value("learnt", "How many of them say what the user learnt.", |it| {
            it.counts.learnt
        })
        .done()
}

shape! {
    /// The talks with people who have a value of a dimension.
    PerspectiveGroup: group
}

fn group() -> Object {
    Object::computed::<Group>(
        "PerspectiveGroup",
        "The talks with people who have a value of a dimension now. Of a sensitive dimension all is withheld of a group of 1 to 4 people, and of the smallest of the others with it.",
    )
    .needs(Right::InteractionsRead)
    .one::<DimensionValue, _>("value", "The value of the dimension.", |it| Some(it.value))
    .value("peopleCount", "How many people took part; null where it is withheld.", |it| it.told.map(|told| told.0))
    .value("interactionCount", "How many talks there were; null where it is withheld.", |it| it.told.map(|told| told.1.talks))
    .value("challenged", "How many of them say what challenged the user; null where it is withheld.", |it| it.told.map(|told| told.1.challenged))
    .value("learnt", "How many of them say what the user learnt; null where it is withheld.", |it| it.told.map(|told| told.1.learnt))
    .value("minutes", "How long they took, as far as they have a duration; null where it is withheld.", |it| it.told.map(|told| told.2))
    .value("isWithheld", "Whether it is withheld.", |it| it.told.is_none())
    .done()
}

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new().queries(vec![
        Field::computed::<PerspectiveReport>(
            "perspectiveReport",
            "Which talks of some days challenged the user's view, by quarter and by a dimension. What two reports of different days tell can be subtracted by whoever reads both; within one, no small group of a sensitive dimension can be told.",
            |ask, _| Box::pin(told(ask)),
        )
        .needs(Right::PeopleRead)
        .needs(Right::InteractionsRead)
        .argument::<Date>("from", "The first day of the report.")
        .argument::<Date>("to", "The last day; at most 1830 with the first.")
        .argument::<Option<Id<DimensionId>>>("dimensionId", "By which dimension; by none if left out."),
    ])
}

async fn told(ask: &Ask<'_>) -> Result<Values, Fault> {
    let is_by = ask.get::<Option<Id<DimensionId>>>("dimensionId")?.is_some();
    let asked = Asked {
        span: Span {
            from: ask.get::<Date>("from")?.0,
            to: ask.get::<Date>("to")?.0,
        },
        dimension: is_by.then(|| ask.id::<DimensionId>("dimensionId")).transpose()?,
    };
    Ok(Values::of(vec![perspectives::report(ask.reader, &asked).await?]))
}
