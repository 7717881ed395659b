//! Import of contacts: vCard 2.1, 3.0 and 4.0, and LinkedIn's `Connections.csv`.
//!
//! Always: one bad row never fails the file. What a row says is taken in, or named in its outcome. Importing the same file again
//! changes nothing: each row has a key in its source (its own, or one made of its content), and what was imported under a key is
//! remembered. An import never overwrites what a person wrote by hand, nor brings back what they removed: the remembered values
//! are the base against which their edits are told apart.

mod beside;
mod book;
pub mod contact;
mod date;
mod decode;
mod find;
mod form;
pub mod format;
pub mod gql;
mod holders;
mod keys;
mod linkedin;
mod merge;
mod month;
mod remarks;
mod shared;
mod text;
mod vcard;
mod write;

pub use format::{FileError, Format};
pub use write::{Outcome, Report, RowAction, import};
