//! How many people there are of each value.

use crate::diversity::{Cell, Report};
use crate::graphql::kinds::{Circle, Dimension, DimensionValue};
use crate::graphql::plan::Object;
use crate::graphql::plan::declare::shape;
use crate::kit::Right;

shape! {
    /// How many people there are of each value of a dimension, at a moment.
    Diversity: diversity
}

fn diversity() -> Object {
    Object::computed::<Report>(
        "Diversity",
        "How many people there are of each value of a dimension, at a moment: of those who are not archived now and are not you. Of a sensitive dimension, groups of 1 to 4 people are withheld, and with them as much as would give their size away.",
    )
    .needs(Right::PeopleRead)
    .one::<Dimension, _>("dimension", "The dimension that is meant.", |it| Some(it.dimension))
    .one::<Circle, _>("circle", "The circle, if it is of one.", |it| it.circle)
    .value("asOf", "The moment: what was written down until then counts, as it was.", |it| it.at)
    .value("total", "How many people there were.", |it| it.total)
    .value("known", "Of how many the value was known; null where it is withheld.", |it| it.known)
    .value("unknown", "Of how many it was not; null where that is withheld.", Report::unknown)
    .value(
        "coverage",
        "The share of people of whom the value was known, from 0 to 1; null where there was nobody, or where it is withheld.",
        Report::coverage,
    )
    .value("isWithheld", "Whether anything is withheld.", |it| it.is_withheld)
    .each::<DiversityCount, _>(
        "counts",
        "How many there were of each value, in the user's order, at most 100.",
        |it| it.cells.clone(),
    )
    .done()
}

shape! {
    /// How many people have a value.
    DiversityCount: count
}

fn count() -> Object {
    Object::computed::<Cell>("DiversityCount", "How many people have a value.")
        .needs(Right::PeopleRead)
        .one::<DimensionValue, _>("value", "The value of the dimension.", |it| Some(it.value))
        .value("count", "How many people; null where it is withheld.", |it| {
            it.count
        })
        .value("isWithheld", "Whether it is withheld.", |it| it.count.is_none())
        .done()
}
