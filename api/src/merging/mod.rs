//! Two records that are one: what belongs to the one, and what refers to it, is made the other's.
//!
//! Always: nothing is lost. What both have is there once; what cannot be the other's stays with the record that was merged, which is archived
//! and says what it was merged into, so that its id leads there for ever. A merge is a change set, and undone exactly.

pub mod gql;
mod rules;
mod write;

pub use write::{Merge, Mergeable, Merged, merge};
