//! Erasing a person: what is kept of them goes for good, wherever it is kept.
//!
//! With a person goes what is about them: their needs, goals, exchanges, milestones, introductions, and whoever was merged into them. Of what
//! they had a part in, the part goes: a place at an event, a talk with others. A talk that was with them alone goes as a whole.
//!
//! Always: the change feed keeps that there was something, by its id, and when it went; nothing else is kept. It cannot be undone. What
//! others wrote of them in words of their own, in the notes of a talk with somebody else, is not known to be about them, and stays.

mod extent;
pub mod gql;
mod rules;
mod write;

pub use extent::{Extent, Left};
pub use write::{Erase, Erased, erase};
