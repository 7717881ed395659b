//! Reading time.

mod list;
mod report;
mod sql;

pub use list::{EntryLeaf, IntentionFilter, condition, intentions, people_of};
pub use report::{Group, Report, Row, Subject, report};
