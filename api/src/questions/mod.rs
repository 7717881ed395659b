//! Questions: what the user wants to ask somebody next time.
//!
//! A question is of one person, and is `OPEN`, `ASKED` or `DROPPED`. It is ticked off by the talk in which it was asked: `logInteraction`
//! names it. What is worth asking besides, because a fact has gone stale or nothing is heard of a goal, the brief suggests; nothing of
//! that is stored until somebody keeps one, and then the question names what suggested it.
//!
//! Always: a text; what is `ASKED`, and nothing else, has a day on which it was, and that day is not to come; a talk in which a question
//! was asked is live, and its person took part in it: else the question is open again.

pub mod gql;
mod read;
mod record;
mod rules;
mod write;

pub use read::{known, open_of_people};
pub use rules::allowed;
pub use write::{Ask, ask, ask_in, follow};
