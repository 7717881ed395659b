//! Custom fields: the fields that users define themselves, each for the records of one type.
//!
//! Here is what the fields are. What records hold in them is part of every declared record whose table has the column for it:
//! [`kit::declared::custom`](crate::kit::declared::custom) writes it, `graphql/record/custom` shows it.
//!
//! Always: of one type, no two fields have the same key, archived ones counted, and there are at most 100; a field's type, key and kind
//! never change, so that what records hold in it stays what it is.

pub mod gql;
mod record;
mod rules;
mod write;

pub use write::create_all;
