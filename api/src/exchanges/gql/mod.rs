//! Exchanges in GraphQL.

mod filter;
mod input;
mod mutation;
mod object;
mod query;
mod reciprocity;

pub use filter::{
    DirectionComparator, ExchangeFilterInput, ExchangeKindComparator, ExchangeOrder, ExchangeOrderField,
    ExchangeStateComparator,
};
pub use input::{RecordExchangeInput, UpdateExchangeInput};
pub use mutation::{ExchangePayload, mutations};
pub use object::{Direction, Exchange, ExchangeKind, ExchangeState};
pub use query::{in_collaboration, in_interaction, in_introduction, queries, with_person};
pub use reciprocity::{Reciprocity, ReciprocityLabel, ReciprocityMove, reciprocity_with_person};
