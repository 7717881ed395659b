//! Full text: finding records by the words in them, in any order, without regard to case and accents, by the beginnings
//! of words; and finding who or what is meant by a name, however it is spelt.
//!
//! An area that wants its records found indexes their text in the transaction that writes them; archived records stay
//! indexed, and the list that is searched leaves them out. How the two databases search differs; what they find does not.
//!
//! Each word of a text is indexed behind the letter of its record's type, so that a search never walks the texts of other types.
//! Names, which are short, have an index of their own: one row for each spelling.

mod best;
pub mod gql;
mod names;
mod read;
mod spellings;
mod write;

use entity::RecordType;

pub use best::{Hit, best};
pub use entity::search_word::NameField;
pub use names::{Names, index_all_names, index_numbers, name_all_with, spelt, whole};
pub use read::{at_most, found, found_by};
pub use spellings::{Typed, typed};
pub use write::{forget, index, index_all, index_all_with};

/// A text that more records of a type hold says nothing of which is meant, and finds none by it.
pub const TELLING: u64 = 1_000;

/// Where something is looked for, and found: the better a place tells who or what is meant, the earlier it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SearchField {
    /// The name.
    Name,
    /// The nickname.
    Nickname,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// An organisation where they work or worked.
    Organization,
    /// Any other text of the record's own.
    Text,
    /// The text of an interaction with them.
    Interaction,
}

impl SearchField {
    /// The field that the letter of a rank stands for.
    #[must_use]
    pub fn of(rank: &str) -> Self {
        match rank.chars().nth(1) {
            Some('N') => Self::Name,
            Some('K') => Self::Nickname,
            Some('E') => Self::Email,
            Some('P') => Self::Phone,
            Some('O') => Self::Organization,
            Some('I') => Self::Interaction,
            _ => Self::Text,
        }
    }

    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Name,
        Self::Nickname,
        Self::Email,
        Self::Phone,
        Self::Organization,
        Self::Text,
        Self::Interaction,
    ];
}

/// What the words of a type's texts begin with.
const fn letter(record_type: RecordType) -> char {
    match record_type.letter() {
        Some(letter) => letter,
        None => NOTHING,
    }
}

/// The letter of types without texts.
const NOTHING: char = 'z';

/// Whether records of this type have texts to be found by.
#[must_use]
pub const fn has_texts(record_type: RecordType) -> bool {
    record_type.letter().is_some()
}
