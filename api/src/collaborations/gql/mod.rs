//! Collaborations in GraphQL.

mod filter;
mod input;
mod mutation;
mod object;
mod query;

pub use filter::{
    CollaborationFilterInput, CollaborationKindComparator, CollaborationOrder, CollaborationOrderField,
    CollaborationStateComparator,
};
pub use input::{CreateCollaborationInput, UpdateCollaborationInput};
pub use mutation::{CollaborationPayload, mutations};
pub use object::{
    Collaboration, CollaborationKind, CollaborationMember, CollaborationMilestone, CollaborationState,
};
pub use query::queries;
