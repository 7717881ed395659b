//! Exchanges: the ledger of give and take. What the user gave to people and got from them, and what was promised either way.
//!
//! An exchange is with one person, goes one way, and is `ASKED`, `PROMISED`, `DONE` or `DROPPED`. What is over can be taken up again as a
//! promise. How give and take stand with a person, and with everybody, is summed when it is asked for ([`Sums`]).
//!
//! Always: a title, and a weight from 1 to 10, which is the user's to set and begins at the kind's own; what is `DONE`, and
//! nothing else, has a day on which it happened, and that day is not to come; the person is not the user; the interaction, the
//! introduction and the collaboration that it came of are of the same workspace.

pub mod gql;
mod read;
mod record;
mod rules;
mod write;

pub use read::{Move, moves_of, moves_of_all, promised, promises, sums_of, sums_of_all};
pub use rules::{FORMULA, Label, Step, Sums, allowed};
pub use write::{archive, balances, record, record_all, restore, take, update_all};
