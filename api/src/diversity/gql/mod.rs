//! Dimensions, what holds of people, and counts, in GraphQL.

mod input;
mod mutation;
mod object;
mod query;
mod report;

pub use mutation::mutations;
pub use object::{Attribute, AttributeSource};
pub use query::queries;

use crate::graphql::catalogue::Area;
use crate::graphql::kinds::{Dimension, DimensionValue};

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .record::<Dimension>(object::dimension)
        .part::<DimensionValue>(object::value)
        .queries(queries())
        .mutations(mutations())
}
