//! Interactions in GraphQL.

mod filter;
mod input;
mod mutation;
mod object;
mod query;

pub use filter::{InteractionFilterInput, InteractionOrder, InteractionOrderField};
pub use mutation::mutations;
pub use object::{Channel, Interaction};
pub use query::{feed, queries};
