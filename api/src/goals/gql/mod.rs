//! Goals in GraphQL.

mod filter;
mod mutation;
mod object;
mod query;

pub use mutation::mutations;
pub use object::{GoalHorizon, GoalState};
pub use query::{in_collaboration, queries, supported_by_person, with_person};

use crate::graphql::catalogue::Area;
use crate::graphql::kinds::{Collaboration, Goal, Person};
use crate::records;

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .record::<Goal>(object::goal)
        .serves(records::afresh::<entity::goal::Model>())
        .queries(queries())
        .mutations(mutations())
        .extend::<Collaboration>(|| vec![in_collaboration()])
        .extend::<Person>(|| vec![with_person(), supported_by_person()])
}
