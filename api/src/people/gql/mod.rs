//! People in GraphQL.

mod band;
mod filter;
mod found_by;
mod input;
mod labels;
mod mutation;
mod object;
mod part;
mod part_input;
mod query;
mod tie;
mod tie_filter;
mod upsert;

pub use band::{CheckInBand, Standings};
pub use mutation::mutations;
pub use part::{FactKind, SupportRoleKind};
pub use query::queries;

use crate::graphql::catalogue::Area;
use crate::graphql::kinds::{Affiliation, ContactPoint, Fact, Organization, Person, Tie};
use crate::graphql::plan::Field;
use crate::people;

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .record::<Person>(object::declare)
        .record::<Tie>(tie::tie)
        .part::<ContactPoint>(part::contact_point)
        .part::<Affiliation>(part::affiliation)
        .part::<Fact>(part::fact)
        .serves(people::afresh())
        .queries(queries())
        .mutations(mutations())
        .mutations(labels::mutations())
        .extend::<Organization>(added_to_organizations)
}

/// What this area adds to them.
fn added_to_organizations() -> Vec<Field> {
    vec![
        Field::list::<Person>(
            "people",
            "Who works there, by name; archived people are left out.",
            |ask| Ok(people::at_organizations(&ask.scope, ask.flag("includePast")?)),
        )
        .argument::<Option<bool>>("includePast", "Those who worked there, too.")
        .paged(),
    ]
}
