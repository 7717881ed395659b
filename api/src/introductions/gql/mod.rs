//! Introductions in GraphQL.

mod input;
mod kinds;
mod link;
mod mutation;
mod object;
mod payload;
mod query;

pub use kinds::{IntroductionOutcome, IntroductionSideName, IntroductionState};
pub use mutation::mutations;
pub use query::queries;

use crate::graphql::catalogue::Area;
use crate::graphql::kinds::{Introduction, Person};
use crate::graphql::plan::Field;
use crate::introductions;

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .record::<Introduction>(object::introduction)
        .serves(introductions::afresh())
        .queries(queries())
        .mutations(mutations())
        .extend::<Person>(added_to_people)
}

/// What this area adds to them.
fn added_to_people() -> Vec<Field> {
    vec![
        Field::list::<Introduction>(
            "introductions",
            "Introductions in which they are a side or the connector, newest first.",
            |ask| Ok(introductions::of_people(&ask.scope)),
        )
        .paged(),
    ]
}
