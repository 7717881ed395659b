//! Milestones: dated things in people's lives, when they come, and what the user did about them.
//!
//! A milestone happens once, or comes again each year. Its occurrences, and those of people's own birthdays, are computed for
//! the days that are asked for and never stored. What is stored is what became of one: it was acknowledged, by an interaction,
//! by thanks or just so, or let pass.
//!
//! Always: what recurs has a month, and what has no year recurs; 29 February is kept on the 28th in common years; a month
//! without a day stands for its first day; an occurrence is known by its milestone, or by the person for their birthday, and
//! its year, and has one acknowledgement.

pub mod gql;
mod read;
mod record;
mod rules;
mod words;
mod write;

pub use read::{Occurrence, Wanted, acknowledgements_of, near, next_of_people, of_people, upcoming};
pub use rules::{LONGEST, Subject};
pub use words::{in_words, word};
pub use write::{Acknowledge, Reopen, acknowledge, reopen, year_near};
