//! News: what the user wants people to know, whom it is meant for, and who has been told.
//!
//! News is told in a talk: the row that links it to an interaction is the truth, and whoever takes part in that has been told. So archiving
//! the talk takes it back, and merging people or taking somebody off the talk leaves it right. What was said besides, in passing, stands in
//! the interaction's `updatesShared`, in words. Whom to tell next is ranked at each read ([`FORMULA`]), with the reasons.
//!
//! Always: a title; at most [`CIRCLES`] circles and 20 topics; `until` is not before `starts_on`.

pub mod gql;
mod read;
mod record;
mod rules;
mod write;

pub use read::{
    ToTell, circles_of, told_in, told_of_interactions, told_people, told_to, untold_to, whom_to_tell,
};
pub use rules::{CIRCLES, FORMULA, Part};
pub use write::{ChangeNews, NewNews, Retold, TOLD, create_all, retell, retold, tell, update_all};
