//! The change feed: every write of the workspace, in commit order, with tombstones.
//!
//! Always: the numbers of a workspace have no gaps, and a reader who has seen one has seen all before it, for a writer holds
//! the workspace's lock while it commits. One model serves sync, subscriptions, webhooks and audit.

pub mod gql;
mod read;

pub use read::after;
