//! Dimensions, what holds of people, and counts, in GraphQL.

mod input;
mod mutation;
mod object;
mod query;
mod report;

pub use mutation::mutations;
pub use object::{Attribute, AttributeSource, Dimension, DimensionValue};
pub use query::queries;
