//! The agenda: what to do next, for whom, why now, and by which mutation.
//!
//! A nudge is derived at each read from what the areas know: who is due, who is owed thanks, what was promised, which step an
//! introduction or a collaboration waits for. It is done when its cause is gone; nothing is ticked off here. What is stored is only
//! what the user decided about a nudge: put off until a day, or dismissed.
//!
//! Always: a nudge has a key that stays the same for as long as its cause lasts; its score is the sum of its parts, and depends
//! on the day, not on the hour, so that the order within a day changes only by what is done; of each kind there are at most
//! [`MOST`] nudges; while the user is away there are none.

pub mod gql;
mod read;
mod rules;
mod words;
mod write;

pub use read::{Cause, Digest, Nudge, Question, agenda, decisions, digest, tell, told};
pub use rules::{FORMULA, Key, Part};
pub use words::{Action, Code, Reason};
pub use write::{Decide, TakeBack, decide, take_back};
