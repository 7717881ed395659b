//! Pages of a list: keyset only, with opaque cursors that are bound to what the list was asked by: its order and filter.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Datelike, Utc};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr, Value};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::list::Sort;
use super::rows::Kind;
use super::{Fault, Path, form};

/// Entries of a page when the client does not say.
pub const DEFAULT_SIZE: u64 = 25;
/// Most entries of a page.
pub const MAX_SIZE: u64 = 100;

/// The value that a list is sorted by.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Key {
    /// A time, in microseconds of the epoch; or a whole number, where the column holds those.
    Time(i64),
    /// A text in byte order.
    Text(String),
}

impl Key {
    /// Whether a database can hold it: a cursor is a client's text, whatever it says.
    fn is_storable(&self) -> bool {
        match self {
            Self::Time(micros) => DateTime::<Utc>::from_timestamp_micros(*micros)
                .is_some_and(|at| (0..=9999).contains(&at.year())),
            Self::Text(text) => !text.contains('\0'),
        }
    }

    fn value(&self, kind: Kind) -> Value {
        match self {
            Self::Time(number) if kind == Kind::Int => i32::try_from(*number).unwrap_or(i32::MAX).into(),
            Self::Time(micros) => DateTime::<Utc>::from_timestamp_micros(*micros).into(),
            Self::Text(text) => text.clone().into(),
        }
    }
}

/// A place in a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Position {
    /// The sort value there.
    pub key: Key,
    /// The id there.
    pub id: Uuid,
}

#[derive(Serialize, Deserialize)]
struct Cursor {
    /// The list that the cursor belongs to.
    l: String,
    k: Key,
    i: Uuid,
}

impl Position {
    /// The cursor that a client keeps.
    #[must_use]
    pub fn cursor(&self, list: &str) -> String {
        let cursor = Cursor {
            l: list.to_owned(),
            k: self.key.clone(),
            i: self.id,
        };
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(&cursor).unwrap_or_default())
    }

    /// Reads a cursor of the same list back.
    ///
    /// # Errors
    /// `BAD_CURSOR`: it is broken, or of another order or filter.
    pub fn read(cursor: &str, list: &str) -> Result<Self, Fault> {
        let bytes = URL_SAFE_NO_PAD.decode(cursor).ok();
        let read: Option<Cursor> = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        match read {
            Some(read) if !read.k.is_storable() => Err(bad_cursor("this is not a cursor of this list")),
            Some(read) if read.l == list || is_of_old(&read.l) => Ok(Self {
                key: read.k,
                id: read.i,
            }),
            Some(_) => Err(bad_cursor(
                "this cursor comes from a list with another order or filter",
            )),
            None => Err(bad_cursor("this is not a cursor of this list")),
        }
    }
}

fn bad_cursor(message: &str) -> Fault {
    Fault::Request {
        code: "BAD_CURSOR",
        message: message.to_owned(),
    }
}

/// Names a list by its field and what was said to it, but for the page, so that cursors of other lists are refused.
#[must_use]
pub fn list_name(field: &str, arguments: serde_json::Value) -> String {
    form::of(field, arguments).chars().take(14).collect()
}

/// Whether a list was named before names had a version. Nothing tells any more which list that was; its cursors, which clients
/// held when the program was replaced, say a place all the same.
fn is_of_old(list: &str) -> bool {
    list.len() == 12 && list.bytes().all(|it| it.is_ascii_hexdigit())
}

/// Which part of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PageRequest {
    /// How many entries.
    pub size: u64,
    /// From the end, or from the beginning.
    pub backward: bool,
    /// Beyond which place.
    pub beyond: Option<Position>,
    /// The list's name.
    pub list: String,
}

impl PageRequest {
    /// Reads the four arguments of a connection.
    ///
    /// # Errors
    /// `BAD_INPUT` for sizes out of bounds or both directions at once; `BAD_CURSOR`.
    pub fn new(
        list: String,
        first: Option<i32>,
        after: Option<&str>,
        last: Option<i32>,
        before: Option<&str>,
    ) -> Result<Self, Fault> {
        if (first.is_some() || after.is_some()) && (last.is_some() || before.is_some()) {
            let path = Path::argument(if last.is_some() { "last" } else { "before" });
            let message = "page with first and after, or with last and before, not with both";
            return Err(Fault::input(path, message));
        }
        let backward = last.is_some() || before.is_some();
        let (name, size) = if backward {
            ("last", last)
        } else {
            ("first", first)
        };
        let size = size.map_or(Some(DEFAULT_SIZE), |size| {
            u64::try_from(size).ok().filter(|size| *size <= MAX_SIZE)
        });
        let size = size.ok_or_else(|| {
            let message = format!("{name} must be from 0 to {MAX_SIZE}");
            Fault::input(Path::argument(name), message)
        })?;
        let beyond = after
            .or(before)
            .map(|cursor| Position::read(cursor, &list))
            .transpose()?;
        Ok(Self {
            size,
            backward,
            beyond,
            list,
        })
    }

    /// The condition to lie beyond the page's start: one row comparison, which an index on (workspace, key, id) answers by a
    /// seek at any depth.
    #[must_use]
    pub fn beyond_of(&self, sort: &Sort, down: bool) -> Option<SimpleExpr> {
        let start = self.beyond.as_ref()?;
        // Only a forged cursor has a key of another type than the column; nothing lies beyond it.
        if (sort.column.kind == Kind::Text) != matches!(start.key, Key::Text(_)) {
            return Some(Expr::cust("1 = 0"));
        }
        let here = Expr::tuple([sort.key.clone(), sort.id.clone()]);
        let there = Expr::tuple([Expr::val(start.key.value(sort.column.kind)), Expr::val(start.id)]);
        Some(if down { here.lt(there) } else { here.gt(there) })
    }
}

/// The condition that a column's value is among what a sub-select finds.
#[must_use]
pub fn is_in(column: impl ColumnTrait, found: SimpleExpr) -> SimpleExpr {
    Expr::col(column.as_column_ref()).binary(sea_orm::sea_query::BinOper::In, found)
}
