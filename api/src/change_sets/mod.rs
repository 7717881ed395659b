//! Change sets: what one request changed in many records, undone as a whole.
//!
//! A request that writes many records is a change set: what was before is kept with its writes ([`crate::kit::tx::journal`]). Undoing it
//! gives back what was, field by field; what somebody has changed since stays as it is and is named. Undoing is a change set, too, so that
//! it can be undone itself.
//!
//! Always: what was before is told to nobody but by giving it back; it goes when it is erased, and after a time.

pub mod gql;
mod read;
mod rules;
mod write;

pub use read::{list, workspaces_outdated};
pub use write::{Conflict, Undo, Undone, expire, undo};
