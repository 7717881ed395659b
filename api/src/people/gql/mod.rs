//! People in GraphQL.

mod filter;
mod found_by;
mod input;
mod mutation;
mod object;
mod part;
mod part_input;
mod query;
mod tie;
mod tie_filter;

pub use filter::{PersonFilterInput, PersonOrder, PersonOrderField};
pub use input::{CreatePersonInput, UpdatePersonInput};
pub use mutation::mutations;
pub use object::Person;
pub use part::{Affiliation, ContactKind, ContactPoint, Fact, FactKind, SupportRoleKind};
pub use query::queries;
pub use tie::Tie;
