//! Closing: a workspace, or a user's account, erased for good.
//!
//! Erasing a workspace is two things. At once, in one transaction, nobody may enter it any more: members, sessions, tokens, invitations and calendars go,
//! and it is written down that it is being erased. Then its rows go, some thousands in a transaction, and at last the workspace's own. A server that ends
//! on the way leaves what is written down, by which the chores go on.
//!
//! Always: no workspace is left without an owner while somebody else is in it. Nothing of it can be undone.

pub mod gql;
mod read;
mod write;

pub use write::{Closed, begin, close, erase_account, finish_all};
