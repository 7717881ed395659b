//! What stands in rows, whatever their table: read, compared, kept as text, and written back.
//!
//! - `image`: the columns of a row with what stands in them, and their text form. `table`: the tables, what each has, and how its
//!   rows are read and written without knowing their type. `edits`: rows that are made others, with what the feed tells of it.
//!
//! What is done with it: a change set keeps what was before it, and can be undone; two records are made one; a workspace moves to another
//! database.

mod edits;
mod image;
mod table;

pub use edits::{Edited, Edits, Row, people_of, put, try_put};
pub use image::{Image, Key};
pub use table::{APART, BOOKS, TABLES, Table, of_owner, table};
