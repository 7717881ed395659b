//! What leaves Rapport: the whole of a workspace as lines of JSON, by which it moves to another database; people as cards and as a table;
//! all that is about one person, for who asks for it; what is ahead as a calendar.
//!
//! Always: an export is the workspace as it stood at one moment, and only a few pieces of it are held at once, however large it is. Nobody
//! who writes waits for it.

pub mod calendar;
pub mod disclosure;
pub mod gql;
pub mod people;
pub mod workspace;
