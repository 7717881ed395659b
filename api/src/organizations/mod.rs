//! Organisations: where people work.
//!
//! Always: a name is not empty; two organisations may share a name (there are many "Acme"), so imports look one up by its
//! folded name and take the oldest.

pub mod gql;
mod read;
mod record;
mod rules;
mod write;

pub use read::by_ids;
pub use write::find_or_create_all;
