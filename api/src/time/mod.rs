//! Time: what the user took for people, circles, goals, communities, and what they meant to take.
//!
//! Time taken is read, not copied: an interaction counts by its duration, and where it has none by what its channel usually takes,
//! which is marked as estimated. An entry is time taken by hand; one for an interaction stands in its place, on its own day, and
//! counts for the people, the event and the collaboration of the interaction, too. How much was taken and meant is summed when it
//! is asked for ([`report`]).
//!
//! Always: an entry takes 1 to 1,440 minutes and is not to come (a day's grace); an intention is for one circle, goal, community or
//! kind, and no two live ones for the same overlap.

pub mod gql;
mod read;
mod record;
mod rules;
mod write;

pub use read::{
    EntryLeaf, Group, IntentionFilter, Report, Row, Subject, condition, intentions, people_of, report,
};
pub use rules::{FORMULA, Range, share};
pub use write::{
    NewEntry, UpdateEntry, intend, log_all, log_time, restore_intention, update_entry, update_intention,
};
