//! Perspectives: which talks challenged the user's view, and with whom they were, by a dimension that the user chose.
//!
//! Always: of a sensitive dimension nothing is told of a group of 1 to 4 people, nor what would give its size away by taking its rows
//! from each other; the rules are those of `diversity`.

pub mod gql;
mod read;

pub use read::{Asked, Group, Quarter, Report, report};
