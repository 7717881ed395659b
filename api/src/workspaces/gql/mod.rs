//! Workspaces, their members and their invitations in GraphQL.

mod input;
mod mutation;
mod object;
mod payload;
mod query;

pub use mutation::mutations;
pub use object::{Invitation, Member, Role, Seen, Workspace};
pub use query::queries;
