//! Exchanges in GraphQL.

mod filter;
mod mutation;
mod object;
mod query;
mod reciprocity;

pub use mutation::mutations;
pub use object::{ExchangeKind, ExchangeState};
pub use query::{in_collaboration, in_interaction, in_introduction, queries, with_person};
pub use reciprocity::reciprocity_with_person;

use crate::exchanges;
use crate::graphql::catalogue::Area;
use crate::graphql::kinds::{Exchange, Person};
use crate::records;

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .record::<Exchange>(object::exchange)
        .serves(records::afresh::<entity::exchange::Model>())
        .serves(exchanges::balances())
        .queries(queries())
        .mutations(mutations())
        .extend::<Person>(|| vec![with_person(), reciprocity_with_person()])
}
