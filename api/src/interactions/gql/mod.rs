//! Interactions in GraphQL.

mod input;
mod object;
mod query;

pub use input::{InteractionFilterInput, InteractionOrder, InteractionOrderField};
pub use object::{Channel, Interaction, InteractionById};
pub use query::{InteractionMutation, InteractionQuery, of_person};
