//! Import of calendars: what an iCalendar file says of meetings becomes interactions, and what it says of gatherings becomes events.
//!
//! An entry is known again by its UID, and an occurrence of a series by the UID with its beginning. Under this key is remembered what the
//! file said: so a changed file changes only what changed in it, and nothing that somebody has changed here.
//!
//! Always: one bad entry never fails the file; nobody is added to the network, so an entry in which nobody of it takes part is left out;
//! what somebody archived stays archived.

mod gathering;
pub mod gql;
mod parse;
mod rules;
mod said;
mod talk;
mod write;
