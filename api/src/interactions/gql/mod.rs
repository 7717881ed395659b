//! Interactions in GraphQL.

mod filter;
mod input;
mod mutation;
mod object;
mod query;

pub use filter::{InteractionFilter, InteractionOrder};
pub use mutation::mutations;
pub use object::InteractionPayload;
pub use query::queries;

use crate::graphql::catalogue::Area;
use crate::graphql::kinds::{Interaction, Person};
use crate::graphql::plan::Field;
use crate::interactions;
use crate::records;

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .record::<Interaction>(object::interaction)
        .serves(records::afresh::<entity::interaction::Model>())
        .serves(interactions::links())
        .serves(interactions::last_talks())
        .queries(queries())
        .mutations(mutations())
        .extend::<Person>(added_to_people)
}

/// What this area adds to them.
fn added_to_people() -> Vec<Field> {
    vec![
        Field::list::<Interaction>(
            "interactions",
            "What happened with them, latest first unless ordered otherwise.",
            query::feed,
        )
        .argument::<Option<InteractionFilter>>("filter", "Only interactions of which this holds.")
        .argument::<Option<InteractionOrder>>("orderBy", "The order; latest first if left out.")
        .paged(),
    ]
}
