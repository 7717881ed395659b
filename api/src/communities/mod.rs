//! Communities: where people gather, and who belongs to one.
//!
//! A membership is a part of the community, which changes with it: somebody's role in it, from when, until when, and whether it
//! lasts. The user's own has no person. Where people work is an organisation.
//!
//! Always: a name; nobody is in a community twice; no membership ends before it begins.

pub mod gql;
mod members;
mod read;
mod record;
mod rules;

pub use members::{Leaving, Member, Recorded, record_members, remove_members};
pub use read::{CommunityLeaf, condition, members, memberships_of, mine, of_people};
pub use rules::MEMBERS_AT_ONCE;
