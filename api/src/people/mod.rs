//! People: the hub of the network. Stub, being built.

pub mod gql;
mod read;

pub use read::{by_ids, require};
