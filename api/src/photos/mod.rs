//! Photographs: one picture of a person, kept in the database.
//!
//! A picture is a part of its person: it is told of in the feed as `photo`, moves when two people are made one, comes back when that is undone,
//! and goes when the person is erased. It is never decoded: what it is, is seen by its first bytes.
//!
//! Always: at most 1 MiB, and of a kind that browsers show and that holds no program.

pub mod gql;
mod read;
mod rules;
mod write;

pub use read::{Shown, named, of_people, sizes, these};
pub use rules::{LARGEST, kind};
pub use write::{NewPhoto, put, remove, set};
