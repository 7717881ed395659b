//! Workspaces, their members and their invitations in GraphQL.

mod input;
mod mutation;
mod object;
mod query;

pub use mutation::WorkspaceMutation;
pub use object::{Invitation, Member, Role, Workspace};
pub use query::queries;
