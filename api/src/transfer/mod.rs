//! Import of contacts: vCard 2.1, 3.0 and 4.0, LinkedIn's `Connections.csv`, and tables of Google Contacts, of Outlook, of Rapport itself
//! and of others.
//!
//! Always: one bad row never fails the file. What a row says is taken in, or named in its outcome. Importing the same file again
//! changes nothing: each row has a key in its source (its own, or one made of its content), and what was imported under a key is
//! remembered. An import never overwrites what a person wrote by hand, nor brings back what they removed: the remembered values
//! are the base against which their edits are told apart.

mod beside;
mod book;
pub mod contact;
mod date;
mod decided;
mod decode;
mod erased;
mod find;
mod form;
pub mod format;
pub mod gql;
mod holders;
mod kept;
mod keys;
mod linkedin;
mod merge;
mod month;
mod remarks;
mod shared;
mod sheet;
mod table;
mod take;
mod text;
mod told;
mod vcard;
mod write;

pub use beside::ties;
pub use contact::NumberedRow;
pub use decided::{Decided, Whom};
pub use erased::keep_marks;
pub use find::Candidate;
pub use format::{Format, How, Parsed, parse};
pub use gql::{ColumnMappingInput, ContactsFormat, bytes, how};
pub use kept::entries as kept_entries;
pub use table::{Mapped, Says};
pub use take::Detail;
pub use told::Told;
pub use write::{CHUNK, Chunk, Outcome, Report, RowAction, import, take_rows, unreadable};
