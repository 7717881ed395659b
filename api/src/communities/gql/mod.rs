//! Communities in GraphQL.

mod filter;
mod input;
mod mutation;
mod object;
mod query;

pub use filter::{CommunityFilterInput, CommunityKindComparator, CommunityOrder, CommunityOrderField};
pub use input::{
    CommunityMemberInput, CreateCommunityInput, RecordCommunityMembersInput, UpdateCommunityInput,
};
pub use mutation::{CommunityPayload, mutations};
pub use object::{Community, CommunityKind, CommunityMember};
pub use query::{memberships_of_person, of_person, queries};
