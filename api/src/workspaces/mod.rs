//! Workspaces: one network each, the tenant of everything else.
//!
//! Always: a workspace has an owner; its `latest_seq` is the number of its last change.

pub mod gql;
mod read;
mod write;

pub use read::{by_id, of_user};
pub use write::{UpdateWorkspace, update};
