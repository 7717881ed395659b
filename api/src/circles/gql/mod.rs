//! Circles and tags in GraphQL.

mod mutation;
mod object;
mod query;

pub use mutation::mutations;
pub use query::queries;

use crate::graphql::catalogue::Area;
use crate::graphql::kinds::{Circle, Tag};
use crate::records;

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .record::<Circle>(object::circle)
        .record::<Tag>(object::tag)
        .serves(records::afresh::<entity::circle::Model>())
        .queries(queries())
        .mutations(mutations())
}
