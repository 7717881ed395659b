//! Plans: what is read level by level, and what is written of it.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use async_graphql::{Name, Pos};

use super::ask::Arguments;
use super::computed::Inside;
use super::shape::{
    Batching, Computing, Feeding, Field, Finding, Leaf, Linking, Listing, Make, Object, Piece, Ranking, Wrong,
};
use super::sql::Template;
use super::verb::Does;
use crate::kit::list::Column;
use crate::kit::rows::Kind;

/// The objects of one type that one step reads, and what is read of them.
pub struct Level {
    /// Their type.
    pub object: &'static Object,
    /// The columns that are read of each.
    pub columns: Vec<Column>,
    /// What is read for all of them, in the next step.
    pub children: Vec<Child>,
}

/// What is read for all objects of a level.
pub struct Child {
    /// The type of the objects for which it is read.
    pub of: &'static str,
    /// The declaration.
    pub field: &'static Field,
    /// How they support it, in the user's words.
    pub read: Read,
    /// The arguments.
    pub arguments: Arguments,
}

impl Child {
    /// Whether it is asked how long the list is.
    #[must_use]
    pub const fn is_counted(&self) -> bool {
        match &self.read {
            Read::List(_, _, pages) | Read::Ranked(_, pages) => pages.counted,
            _ => false,
        }
    }
}

/// How a child is read. A column is meant by its place among those of the parents' level.
pub enum Read {
    /// The objects of which the column holds the ids.
    One(usize, Arc<Template>, Level),
    /// What belongs to the ids in the column.
    Many(usize, Arc<Template>, Level),
    /// A page of a list for each id in the column, or of one list at the root.
    List(Option<usize>, Listing, Pages),
    /// By a function of the ids in the column.
    Batch(usize, Batching),
    /// Computed for the ids in the column, or for the root.
    Computed(Option<usize>, Computing, Level),
    /// A page of a list of computed objects.
    Ranked(Ranking, Pages),
    /// What is inside of computed objects.
    Inside(&'static Inside, Level),
    /// The objects whose ids a function finds for those in the column.
    Linked(usize, Linking, Arc<Template>, Level),
    /// One object, by arguments.
    Find(Finding, Arc<Template>, Level),
    /// Records whatever their type, by arguments or by the columns of type and id.
    Records(Ids, Vec<Typed>),
    /// A part of the change feed.
    Feed(Feeding, Level),
    /// A mutation is run, and its payload shown.
    Verb(&'static Does, Level),
}

/// Pages of a list.
pub struct Pages {
    /// What is read of the entries.
    pub level: Level,
    /// Whether cursors are shown.
    pub cursors: bool,
    /// Whether it is shown that more follow: only then is an entry more read than a page holds.
    pub more: bool,
    /// Whether the list is counted.
    pub counted: bool,
}

/// Where the ids of records come from.
#[derive(Clone, Copy, Debug)]
pub enum Ids {
    /// The argument `id`.
    Node,
    /// The argument `ids`.
    Nodes,
    /// The columns of type and id.
    Columns(usize, usize),
    /// They have none: they are what was wrong with what was sent to a mutation.
    Problems(Wrong),
}

/// What is read of records of one type, where any type can be.
pub struct Typed {
    /// By id.
    pub template: Arc<Template>,
    /// What is read.
    pub level: Level,
    /// What is written.
    pub view: View,
}

/// What is written of an object, in order.
pub type View = Vec<Output>;

/// One key of an object, with its value.
pub struct Output {
    /// `"key":`.
    pub key: Box<[u8]>,
    /// The key, for the paths of errors.
    pub name: Name,
    /// Where it stands in the document.
    pub pos: Pos,
    /// Whether its value may be null.
    pub nullable: bool,
    /// The value of the dimension.
    pub what: What,
}

/// A value that is written. A child is meant by its place among those of the level.
pub enum What {
    /// The name of the type.
    Typename(Box<[u8]>),
    /// A column.
    Leaf(usize, Leaf),
    /// Made from columns.
    Made(Vec<usize>, Make),
    /// An object in a column.
    Embedded(usize, View),
    /// A field of such an object.
    Piece(Piece),
    /// The object that a child read.
    One(usize, View),
    /// The objects that a child read.
    Many(usize, View),
    /// The page that a child read.
    Page(usize, View),
    /// The JSON that a child read.
    Batch(usize, &'static str),
    /// The record that a child read.
    Record(usize),
    /// The records that a child read.
    Records(usize),

    /// Of a page: its entries with their cursors.
    Edges(View),
    /// Of a page: its entries.
    Nodes(View),
    /// Of a page: where it lies.
    PageInfo(View),
    /// Of a page: how many entries the whole list has.
    TotalCount,
    /// Of an edge: the entry.
    Node(View),
    /// Of an edge: its cursor.
    Cursor,
    /// Of a page's place: whether entries follow, or precede.
    HasMore(Side),
    /// Of a page's place: the cursor of its first or last entry.
    End(Side),
    /// Of a part of the feed: where the next begins.
    NextAfter,
}

/// The two ends of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Its beginning.
    Start,
    /// Its end.
    End,
}

/// A plan: a query, ready to run.
pub struct Plan {
    /// The root's fields.
    pub view: View,
    /// What is read for them.
    pub level: Level,
    /// How many bytes the longest answer so far had: the next one begins with room for as many.
    pub(super) longest: AtomicUsize,
}

impl Plan {
    /// Whether it has a mutation that writes many records.
    #[must_use]
    pub fn writes_many(&self) -> bool {
        let mut reads = self.level.children.iter().map(|child| &child.read);
        reads.any(|read| matches!(read, Read::Verb(Does::Alone(_) | Does::Many(_), _)))
    }
}

/// The column by which rows are known.
pub const ID: Column = Column {
    name: "id",
    kind: Kind::Uuid,
    nullable: false,
};

/// A key with its value.
pub(super) fn output(name: &Name, pos: Pos, nullable: bool, what: What) -> Output {
    Output {
        key: format!("\"{name}\":").into_bytes().into(),
        name: name.clone(),
        pos,
        nullable,
        what,
    }
}

/// The key `__typename` by whatever name.
pub(super) fn typename(name: &Name, pos: Pos, on: &str) -> Output {
    output(
        name,
        pos,
        false,
        What::Typename(format!("\"{on}\"").into_bytes().into()),
    )
}

impl Pages {
    /// Nothing of an object yet.
    #[must_use]
    pub const fn of(object: &'static Object) -> Self {
        Self {
            level: Level::of(object),
            cursors: false,
            more: false,
            counted: false,
        }
    }
}

impl Level {
    /// Nothing of an object yet.
    #[must_use]
    pub const fn of(object: &'static Object) -> Self {
        Self {
            object,
            columns: Vec::new(),
            children: Vec::new(),
        }
    }

    /// The place of a column, which is read from now on.
    pub(super) fn column(&mut self, column: Column) -> usize {
        let known = self.columns.iter().position(|known| known.name == column.name);
        known.unwrap_or_else(|| {
            self.columns.push(column);
            self.columns.len() - 1
        })
    }

    /// Whether a column is read.
    #[must_use]
    pub(super) fn reads(&self, column: &str) -> bool {
        self.columns.iter().any(|known| known.name == column)
    }

    pub(super) fn child(&mut self, field: &'static Field, read: Read, arguments: Arguments) -> usize {
        self.children.push(Child {
            of: self.object.name,
            field,
            read,
            arguments,
        });
        self.children.len() - 1
    }
}
