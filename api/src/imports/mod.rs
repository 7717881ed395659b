//! Import sessions: a file of contacts is looked at before it is taken in.
//!
//! A session tells of each row what would become of it, whom it may be, and what it changes; somebody decides about rows; then the file is
//! taken in, and can be undone as one change set.
//!
//! Always: what is told comes from the code that takes rows in, run in transactions of which nothing is stored. Rows are taken in by
//! transactions of 200, each of which stores how far the session is: one that is interrupted goes on when it is asked again, and takes no
//! row in twice. What is there is looked at anew then: a row that became something else is told so.
//!
//! - `rules`: what can be decided without a database. `read`, `write`: what is stored. `run`: telling, and taking in.

pub mod gql;
mod read;
mod rules;
mod run;
mod write;

pub use gql::file;
pub use read::{list, rows, rows_by_ids, workspaces_outdated};
pub use write::{expire, forget, forget_sets};
