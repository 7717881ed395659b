//! Reading time.

mod list;
mod report;
mod sql;

pub use list::{EntryFilter, EntryLeaf, EntryOrder, IntentionFilter, entries, intentions, people_of};
pub use report::{Group, Report, Row, Subject, report};
