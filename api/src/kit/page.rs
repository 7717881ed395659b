//! Pages of a list: keyset only, with opaque cursors that are bound to the list's order and filter.

use std::fmt::Debug;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Datelike, SubsecRound, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, Order as Sort, SelectStatement, SimpleExpr, Value};
use sea_orm::{ColumnTrait, ColumnType, EntityTrait, FromQueryResult, QuerySelect, Select};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Fault, Reader, secret};

/// Entries of a page when the client does not say.
pub const DEFAULT_SIZE: u64 = 25;
/// Most entries of a page.
pub const MAX_SIZE: u64 = 100;

/// The value that a list is sorted by.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Key {
    /// A time, in microseconds of the epoch.
    Time(i64),
    /// A text in byte order.
    Text(String),
}

impl From<DateTime<Utc>> for Key {
    fn from(time: DateTime<Utc>) -> Self {
        Self::Time(time.trunc_subsecs(6).timestamp_micros())
    }
}

impl From<&str> for Key {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
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

    fn value(&self) -> Value {
        match self {
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
            Some(read) if read.l == list => Ok(Self {
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

/// Names a list by what decides its entries and their order, so that cursors of other lists are refused.
#[must_use]
pub fn list_name(parts: &impl Debug) -> String {
    secret::hash(format!("{parts:?}").as_bytes())
        .chars()
        .take(12)
        .collect()
}

/// Which part of a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PageRequest {
    /// How many entries.
    pub size: u64,
    /// From the end, or from the beginning.
    pub backward: bool,
    /// Beyond which place.
    pub beyond: Option<Position>,
    /// Whether to count the whole list.
    pub count: bool,
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
            return Err(Fault::bad_input(
                "page with first and after, or with last and before, not with both",
            ));
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
        let size = size.ok_or_else(|| Fault::bad_input(format!("{name} must be from 0 to {MAX_SIZE}")))?;
        let beyond = after
            .or(before)
            .map(|cursor| Position::read(cursor, &list))
            .transpose()?;
        Ok(Self {
            size,
            backward,
            beyond,
            count: false,
            list,
        })
    }

    /// Cuts what was read, one entry more than asked for, to a page in the list's order.
    #[must_use]
    pub fn cut<M>(&self, mut rows: Vec<M>, total: Option<i64>) -> Page<M> {
        let size = usize::try_from(self.size).unwrap_or(usize::MAX);
        let more = rows.len() > size;
        rows.truncate(size);
        if self.backward {
            rows.reverse();
        }
        let (before, after) = (self.backward && more, !self.backward && more);
        let came_from = self.beyond.is_some();
        Page {
            rows,
            has_previous: if self.backward { before } else { came_from },
            has_next: if self.backward { came_from } else { after },
            total,
        }
    }
}

/// A part of a list, in the list's order.
#[derive(Clone, Debug)]
pub struct Page<M> {
    /// The entries.
    pub rows: Vec<M>,
    /// Whether entries come before; exact when paging backward.
    pub has_previous: bool,
    /// Whether entries come after; exact when paging forward.
    pub has_next: bool,
    /// Entries of the whole list, when asked for.
    pub total: Option<i64>,
}

impl<M> Page<M> {
    /// The same page of something else.
    pub fn map<N>(self, f: impl FnMut(M) -> N) -> Page<N> {
        let Self {
            rows,
            has_previous,
            has_next,
            total,
        } = self;
        Page {
            rows: rows.into_iter().map(f).collect(),
            has_previous,
            has_next,
            total,
        }
    }
}

/// The columns that a list is sorted by: one that is never empty, and the id to tell equals apart.
#[derive(Clone, Copy, Debug)]
pub struct Sorting<C> {
    /// The sort column.
    pub key: C,
    /// The id column.
    pub id: C,
    /// Highest first.
    pub descending: bool,
}

impl<C: ColumnTrait> Sorting<C> {
    /// Whether the page is read in descending order.
    const fn down(&self, page: &PageRequest) -> bool {
        self.descending != page.backward
    }

    /// The condition to lie beyond the page's start: one row comparison, which an index on (workspace, key, id) answers by
    /// a seek at any depth.
    #[must_use]
    pub fn beyond(&self, page: &PageRequest) -> Option<SimpleExpr> {
        let start = page.beyond.as_ref()?;
        // Only a forged cursor has a key of another type than the column; nothing lies beyond it.
        let textual = matches!(
            self.key.def().get_column_type(),
            ColumnType::Text | ColumnType::String(_)
        );
        if textual != matches!(start.key, Key::Text(_)) {
            return Some(Expr::cust("1 = 0"));
        }
        let here = Expr::tuple([
            Expr::col(self.key.as_column_ref()),
            Expr::col(self.id.as_column_ref()),
        ]);
        let there = Expr::tuple([Expr::val(start.key.value()), Expr::val(start.id)]);
        Some(if self.down(page) {
            here.lt(there)
        } else {
            here.gt(there)
        })
    }

    /// Turns a select into one page and an entry more.
    pub fn limit(&self, page: &PageRequest, select: &mut SelectStatement) {
        if let Some(beyond) = self.beyond(page) {
            select.and_where(beyond);
        }
        let order = if self.down(page) { Sort::Desc } else { Sort::Asc };
        select
            .order_by(self.key.as_column_ref(), order.clone())
            .order_by(self.id.as_column_ref(), order);
        select.limit(page.size + 1);
    }
}

/// Reads one page of a list.
///
/// # Errors
/// The database fails.
pub async fn read<E>(
    reader: &Reader<'_>,
    select: Select<E>,
    sorting: Sorting<E::Column>,
    page: &PageRequest,
) -> Result<Page<E::Model>, Fault>
where
    E: EntityTrait,
    E::Model: FromQueryResult + Sized + Send + Sync,
{
    let total = if page.count {
        Some(count(reader, select.clone()).await?)
    } else {
        None
    };
    let mut select = select;
    sorting.limit(page, QuerySelect::query(&mut select));
    let rows = select.all(reader.conn()).await?;
    Ok(page.cut(rows, total))
}

/// Counts a list.
async fn count<E: EntityTrait>(reader: &Reader<'_>, select: Select<E>) -> Result<i64, Fault> {
    let mut select = select.select_only();
    QuerySelect::query(&mut select).expr(Expr::cust("COUNT(*)"));
    let counted: Option<i64> = select.into_tuple().one(reader.conn()).await?;
    Ok(counted.unwrap_or_default())
}

/// The condition that a column's value is among what a sub-select finds.
#[must_use]
pub fn is_in(column: impl ColumnTrait, found: SimpleExpr) -> SimpleExpr {
    Expr::col(column.as_column_ref()).binary(sea_orm::sea_query::BinOper::In, found)
}
