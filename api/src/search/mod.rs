//! Full text: finding records by the words in them, in any order, without regard to case and accents, by the beginnings
//! of words.
//!
//! An area that wants its records found indexes their text in the transaction that writes them; archived records stay
//! indexed, and the list that is searched leaves them out. How the two databases search differs; what they find does not.

mod read;
mod write;

pub use read::found;
pub use write::{index, index_with, remove};
