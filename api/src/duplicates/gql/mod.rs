//! Duplicates in GraphQL.

mod mutation;
mod object;
mod query;

use crate::graphql::catalogue::Area;
use crate::graphql::kinds::DuplicateDecision;

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .record::<DuplicateDecision>(object::decision)
        .queries(query::queries())
        .mutations(mutation::mutations())
}
