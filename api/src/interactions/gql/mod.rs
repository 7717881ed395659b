//! Interactions in GraphQL.

mod feed;
mod filter;
mod input;
mod mutation;
mod object;
mod query;

pub use feed::of_person;
pub use filter::{InteractionFilterInput, InteractionOrder, InteractionOrderField};
pub use mutation::InteractionMutation;
pub use object::{Channel, Interaction, InteractionById};
pub use query::InteractionQuery;
