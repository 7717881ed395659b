//! Communities in GraphQL.

mod filter;
mod input;
mod mutation;
mod object;
mod query;

pub use input::RecordCommunityMembersInput;
pub use mutation::mutations;
pub use object::CommunityKind;
pub use query::{memberships_of_person, of_person, queries};

use crate::graphql::catalogue::Area;
use crate::graphql::kinds::{Community, CommunityMember, Person};
use crate::records;

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .record::<Community>(object::community)
        .part::<CommunityMember>(object::community_member)
        .serves(records::afresh::<entity::community::Model>())
        .queries(queries())
        .mutations(mutations())
        .extend::<Person>(|| vec![of_person(), memberships_of_person()])
}
