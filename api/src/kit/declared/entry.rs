//! A field of a record: what it holds, and its rules.

use chrono::{DateTime, NaiveDate, Utc};
use entity::{IdError, Record};
use futures_util::future::BoxFuture;
use sea_orm::Value;
use uuid::Uuid;

use super::ColumnOf;
use crate::kit::{Fault, Reader};

/// What a field holds.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A text of one line.
    Line,
    /// A text that may have many lines.
    Lines,
    /// A word of an enum, as it is stored and shown.
    Word,
    /// A whole number between two, of something.
    Number(i32, i32, &'static str),
    /// A moment.
    Time,
    /// A day.
    Date,
    /// A date of which parts may be unknown.
    PartialDate,
    /// Whether something is so.
    Flag,
    /// Texts of one line each, so many at most.
    Texts(usize),
    /// What it holds in the fields that users define themselves.
    Custom,
    /// Another record, whose ids begin so.
    Reference(&'static str, fn(&str) -> Result<Uuid, IdError>),
}

/// Makes of a text the form in which it is kept, or compared.
pub type Form = fn(&str) -> String;
/// Makes of a text that was sent what is kept, or says what is wrong with it.
pub type Reads = fn(&str) -> Result<String, String>;
/// What is wrong with a moment, at a time.
pub type Objects = fn(DateTime<Utc>, DateTime<Utc>) -> Option<&'static str>;

/// What is wrong with a day, on a day.
pub type DayObjects = fn(NaiveDate, NaiveDate) -> Option<&'static str>;

/// What is wrong with referring to a record, if something is.
pub type Objection = Option<&'static str>;
/// Those of these ids that there are in the workspace, each with what is wrong with referring to it.
pub type Found =
    for<'a> fn(&'a Reader<'a>, Vec<Uuid>) -> BoxFuture<'a, Result<Vec<(Uuid, Objection)>, Fault>>;

/// What a field holds where nothing is said of it, though it is never empty.
pub struct Usual<M> {
    /// What that is, in words: `what its kind begins with`.
    pub words: &'static str,
    /// The value, from the record with all that was said of it.
    pub(super) value: fn(&M) -> Value,
}

/// A field of a record.
pub struct Entry<M: Record> {
    /// Its name, in the API and in problems.
    pub name: &'static str,
    /// Its first name, by which it is remembered that it was said.
    pub first_name: &'static str,
    /// What it means.
    pub description: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Where it is kept; if it is kept beside the record, the record's id.
    pub column: ColumnOf<M>,
    /// Whether the area keeps it elsewhere than in the record's row.
    pub is_beside: bool,
    /// Whether it may be empty.
    pub is_nullable: bool,
    /// Most characters of a text.
    pub max: Option<usize>,
    /// Whether lists can be filtered by it.
    pub is_filtered: bool,
    /// Whether an index holds only what of it is rare.
    pub is_rare: bool,
    /// Whether lists can be sorted by it.
    pub is_ordered: bool,
    /// Whether the record is found by its words.
    pub is_searched: bool,
    /// How far behind the words of others its words come: an index takes only so many.
    pub(super) behind: u8,
    /// Whether no two records of the workspace hold the same, archived ones counted.
    pub is_unique: bool,
    /// The other forms in which a text is kept, made from it.
    pub(super) twins: Vec<(ColumnOf<M>, Form)>,
    /// Makes of a text that was sent what is kept, or says what is wrong with it.
    pub(super) reads: Option<Reads>,
    /// Whether that is asked of a text in which nothing shows, too.
    pub(super) reads_blank: bool,
    /// Makes of a text to compare with what is kept.
    pub(super) compared: Option<Form>,
    /// What is wrong with a moment.
    pub(super) objects: Option<Objects>,
    /// What is wrong with a day.
    pub(super) day_objects: Option<DayObjects>,
    /// Whether a null is refused as soon as what was sent is read, beside ids that are none.
    pub is_told_early: bool,
    /// Whether a null leaves it as it is, though it is never empty.
    pub is_kept_by_null: bool,
    /// Finds what is referred to.
    pub(super) found: Option<Found>,
    /// Whether steps change it, and nothing else does: then no input has it.
    pub is_by_steps: bool,
    /// Whether it is said only when the record is made.
    pub is_said_once: bool,
    /// What it holds if it is left out when the record is made: the schema shows it.
    pub initially: Option<Value>,
    /// What follows from the other fields where it is left out when the record is made, or cleared later.
    pub usual: Option<Usual<M>>,
    /// What it holds if it is left out when the record is made, as a blank record has it or the area decides, in words; it cannot be
    /// cleared later.
    pub decided: Option<&'static str>,
    /// A day as a text by which lists are sorted, with the text of none.
    pub(super) sorted: Option<(ColumnOf<M>, &'static str)>,
    /// Whether creates were remembered by its value alone, before forms had a version.
    pub(super) was_plain: bool,
    /// Whether there was no such field before forms had a version.
    pub(super) is_newer: bool,
}

impl<M: Record> Entry<M> {
    /// The column by which lists are filtered and sorted, and how texts are compared with it.
    #[must_use]
    pub fn key(&self) -> (ColumnOf<M>, Form) {
        let own: Form = self.compared.unwrap_or(str::to_owned);
        self.twins.first().copied().unwrap_or((self.column, own))
    }

    /// The column by which lists are sorted.
    #[must_use]
    pub fn order_key(&self) -> ColumnOf<M> {
        self.sorted.map_or_else(|| self.key().0, |(column, _)| column)
    }

    /// Where lists that are sorted by it show what has no such day.
    #[must_use]
    pub fn place_of_none(&self) -> Option<&'static str> {
        let (_, none) = self.sorted?;
        Some(if none > "9" { "after" } else { "before" })
    }

    /// Whether nothing need be said of it when the record is made.
    #[must_use]
    pub const fn can_be_left_out(&self) -> bool {
        self.is_nullable || self.usual.is_some() || self.decided.is_some()
    }

    /// What it holds if it is left out when the record is made, in words, where that is something.
    #[must_use]
    pub fn if_left_out(&self) -> Option<&'static str> {
        self.decided
            .or_else(|| self.usual.as_ref().map(|usual| usual.words))
    }

    /// The columns in which it is kept, in its forms.
    pub fn columns(&self) -> impl Iterator<Item = ColumnOf<M>> {
        std::iter::once(self.column).chain(self.twins.iter().map(|(column, _)| *column))
    }

    /// Whether it is kept in another form, too.
    #[must_use]
    pub const fn has_twin(&self) -> bool {
        !self.twins.is_empty()
    }

    /// What it means, and what its input must keep to.
    #[must_use]
    pub fn said(&self) -> String {
        let unique = if self.is_unique {
            " No two are the same, archived ones counted, without regard to case."
        } else {
            ""
        };
        let limit = match (self.max, self.kind) {
            (Some(max), _) => format!(" At most {} characters.", grouped(max)),
            (_, Kind::Number(least, most, _)) => {
                format!(" {least} to {}.", grouped(most.unsigned_abs() as usize))
            }
            _ => String::new(),
        };
        format!("{}{limit}{unique}", self.description)
    }
}

/// A number with commas between its thousands.
fn grouped(number: usize) -> String {
    match number / 1000 {
        0 => number.to_string(),
        thousands => format!("{},{:03}", grouped(thousands), number % 1000),
    }
}
