//! Milestones, and when they come.

mod list;
mod occurrence;

pub use list::{acknowledgements_of, of_people};
pub use occurrence::{Occurrence, Wanted, near, next_of_people, upcoming};
