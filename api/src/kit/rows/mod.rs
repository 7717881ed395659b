//! Row sources: typed rows from either database, straight from its own driver, for the compiled reads.
//!
//! A [`Statement`] is text and values that were made once; a [`Session`] runs it and answers [`Rows`]: one buffer of cells and
//! one of text, so that a hundred rows cost a handful of allocations. What is written goes the same way
//! ([`super::link`]).

mod loose;
pub(super) mod postgres;
mod said;
mod session;
pub(super) mod sqlite;
mod time;

use std::fmt::Display;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::{DbErr, RuntimeErr, Value};
use uuid::Uuid;

use super::aside::Room;
use super::{Aside, Fault};

pub(super) use loose::{changed, found};
pub(super) use said::{Said, Stored};
pub(super) use session::Source;
pub use session::{Direct, Session};

/// How far a read may go.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long a statement may run.
    pub statement: Duration,
    /// How long a request waits for a connection to PostgreSQL.
    pub wait: Duration,
    /// Most connections to PostgreSQL of one worker thread.
    pub connections: usize,
    /// How many steps of SQLite's machine a request may make on a worker's thread, where others wait for it. What needs more is
    /// done beside.
    pub steps: u32,
    /// How many rows the functions of the areas may read for a request on a worker's thread.
    pub rows: usize,
    /// How much is done beside the workers.
    pub aside: Room,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            statement: Duration::from_secs(20),
            wait: Duration::from_secs(8),
            connections: 4,
            steps: 200_000,
            rows: 1000,
            aside: Room::default(),
        }
    }
}

/// What a column of a result is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// True or false.
    Bool,
    /// A whole number of 32 bits.
    Int,
    /// A whole number of 64 bits.
    Big,
    /// Text, words of an enum too.
    Text,
    /// An id.
    Uuid,
    /// A moment.
    Time,
    /// A calendar day.
    Date,
}

/// One value of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Text: its place in the rows' text.
    Text {
        /// Where it begins.
        at: u32,
        /// How many bytes it has.
        len: u32,
    },
    /// An id.
    Uuid(Uuid),
    /// A moment, in microseconds of the epoch.
    Time(i64),
    /// A calendar day, in days of the epoch.
    Date(i32),
}

/// A statement of a plan.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The text, for the database in question: `$1, $2 …` on PostgreSQL, `?` in order on SQLite.
    pub sql: Arc<str>,
    /// What its placeholders stand for, in order. A list of ids is one value: an array of UUIDs on PostgreSQL
    /// (`= ANY($2)`, `unnest($2)`), and on SQLite the table-valued `rarray(?)`, of which the column is `value`; written so
    /// and named by an alias, since within a transaction another source takes its place.
    pub values: Vec<Value>,
    /// What its columns are read as.
    pub kinds: Arc<[Kind]>,
}

/// What a statement found.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    width: usize,
    cells: Vec<Cell>,
    text: String,
}

impl Rows {
    /// No rows, of this many columns.
    #[must_use]
    pub const fn new(width: usize) -> Self {
        Self {
            width,
            cells: Vec::new(),
            text: String::new(),
        }
    }

    /// No rows yet of as many columns as these kinds, with room for some.
    #[must_use]
    pub fn of(kinds: &[Kind]) -> Self {
        const ROWS: usize = 16;
        Self {
            width: kinds.len(),
            cells: Vec::with_capacity(ROWS * kinds.len()),
            text: String::new(),
        }
    }

    /// How many rows.
    #[must_use]
    pub const fn len(&self) -> usize {
        match self.cells.len().checked_div(self.width) {
            Some(rows) => rows,
            None => 0,
        }
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// A cell; null where there is none.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> Cell {
        self.cells
            .get(row * self.width + column)
            .copied()
            .unwrap_or(Cell::Null)
    }

    /// The text of a cell; empty if it is not text.
    #[must_use]
    pub fn text(&self, cell: Cell) -> &str {
        match cell {
            Cell::Text { at, len } => {
                let at = at as usize;
                self.text.get(at..at + len as usize).unwrap_or_default()
            }
            _ => "",
        }
    }

    /// Forgets the rows beyond the first ones.
    pub fn truncate(&mut self, rows: usize) {
        self.cells.truncate(rows.saturating_mul(self.width));
    }

    /// Makes room for so many more rows.
    pub(super) fn reserve(&mut self, rows: usize) {
        self.cells.reserve(rows.saturating_mul(self.width));
    }

    /// How many columns.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Adds a cell; `width` of them make a row.
    pub fn push(&mut self, cell: Cell) {
        self.cells.push(cell);
    }

    /// Adds a cell of text.
    pub fn push_text(&mut self, text: &str) {
        let at = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        let len = u32::try_from(text.len()).unwrap_or(u32::MAX);
        self.text.push_str(text);
        self.cells.push(Cell::Text { at, len });
    }
}

/// The database failed, and will again.
fn failed(message: impl Display) -> Fault {
    Fault::Db(DbErr::Query(RuntimeErr::Internal(message.to_string())))
}

/// The database failed, and may well answer when it is asked again: clients learn that too.
fn lost(message: impl Display) -> Fault {
    let error = std::io::Error::other(message.to_string());
    Fault::Db(DbErr::Conn(RuntimeErr::SqlxError(Arc::new(error.into()))))
}

/// A value that is not of the kind that the plan expects.
fn misread(column: usize, kind: Kind, found: impl Display) -> Fault {
    Fault::Internal(format!("column {column} cannot be read as {kind:?}: {found}"))
}

/// A value that no row source binds.
fn unbound(value: &Value) -> Fault {
    Fault::Internal(format!("a row source cannot bind {value:?}"))
}

/// A statement and its values, or the columns that it selects, do not fit each other.
fn uneven(what: &str, expected: usize, given: usize, sql: &str) -> Fault {
    Fault::Internal(format!("the statement has {expected} {what}, not {given}: {sql}"))
}

/// A whole number as its kind; none if it is too large.
fn whole(kind: Kind, number: i64) -> Option<Cell> {
    (kind == Kind::Big || i32::try_from(number).is_ok()).then_some(Cell::Int(number))
}
