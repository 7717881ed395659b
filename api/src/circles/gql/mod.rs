//! Circles and tags in GraphQL.

mod input;
mod mutation;
mod object;
mod query;

pub use input::{CreateCircleInput, CreateTagInput, UpdateCircleInput, UpdateTagInput};
pub use mutation::{CirclePayload, TagPayload, mutations};
pub use object::{Circle, Tag};
pub use query::queries;
