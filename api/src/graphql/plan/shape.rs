//! Shapes: the one declaration of each object type. From it come the type's place in the schema and all that plans read.

use std::collections::HashMap;

use async_graphql::OutputType;
use async_graphql::registry::Registry;
use chrono::{DateTime, NaiveDate, Utc};
use entity::RecordType;
use futures_util::future::BoxFuture;
use uuid::Uuid;

use super::argument::Argument;
use super::ask::Ask;
use super::computed::{Getter, Inside, Values};
use super::json::Json;
use super::ranked::Ranked;
use super::verb::Does;
use crate::kit::declared::custom;
use crate::kit::list::{Children, Column, List, Part};
use crate::kit::rows::{Cell, Rows};
use crate::kit::{Fault, Problem, Reader, Right, Rights, Scope};

/// An object type of the schema.
pub trait Shape: OutputType + 'static {
    /// Its declaration.
    fn object() -> &'static Object;
}

/// The declaration of a type, once it is asked for.
pub type ObjectOf = fn() -> &'static Object;

/// A shape that another one refers to; by functions, since shapes refer to each other in circles.
#[derive(Clone, Copy)]
pub struct Target {
    /// The declaration.
    pub object: fn() -> &'static Object,
    /// Enters the type into the engine's registry.
    pub register: fn(&mut Registry) -> String,
    /// Enters the type of its connections.
    pub connection: fn(&mut Registry) -> String,
}

/// The declaration of an object type.
pub struct Object {
    /// Its name, as the user wrote it.
    pub name: &'static str,
    /// What it means.
    pub description: &'static str,
    /// What a caller needs to select from it.
    pub right: Option<Right>,
    /// The table of its rows.
    pub table: &'static str,
    /// How its ids begin, if it has one: then it is a `Node`.
    pub prefix: Option<&'static str>,
    /// Which record it is, if it is one.
    pub record: Option<RecordType>,
    /// The interface that it has besides those of ids and records.
    pub interface: Option<&'static str>,
    /// How objects with these ids are found where no table holds them.
    pub find: Option<Computing>,
    /// Its fields, in the order of their declaration.
    pub fields: Vec<Field>,
    /// The columns of an object that is computed, and how they are got.
    pub getters: Vec<(&'static str, Getter)>,
}

impl Object {
    /// The field that shows a column of its row, or what is kept beside it under the field's name, if one does.
    #[must_use]
    pub fn shown_as(&self, column: &str) -> Option<&'static str> {
        let mut fields = self.fields.iter();
        let field = fields.find(|field| match &field.source {
            Source::Leaf(own, _) | Source::One(own, _) | Source::Embedded(own, _) => own.name == column,
            // One that is worked out of the column has its name.
            _ => field.name == column || (field.name == custom::FIELD && column == custom::COLUMN),
        });
        field.map(|field| field.name)
    }

    /// The interfaces that it has.
    pub fn interfaces(&self) -> impl Iterator<Item = &'static str> {
        let node = self.prefix.map(|_| "Node");
        let record = self.record.map(|_| "StoredRecord");
        [node, record, self.interface].into_iter().flatten()
    }

    /// A field by name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// A field of an object type.
pub struct Field {
    /// Its name, as the user wrote it.
    pub name: &'static str,
    /// What it means.
    pub description: &'static str,
    /// Its type.
    pub kind: FieldType,
    /// Its arguments.
    pub arguments: Vec<Argument>,
    /// How it is read.
    pub source: Source,
    /// What a caller needs to select it, besides what its type asks for.
    pub rights: Vec<Right>,
}

/// The type of a field.
pub enum FieldType {
    /// A type of the engine, which enters itself; whether it may be null.
    Engine(fn(&mut Registry) -> String, bool),
    /// An object, or null.
    One(Target),
    /// An object, never null.
    Always(Target),
    /// A list of objects, or null if it fails.
    Many(Target),
    /// A list of objects, never null: it is there with its parent.
    Every(Target),
    /// A connection of objects, or null if it fails.
    Connection(Target),
}

impl FieldType {
    /// A type of the engine.
    #[must_use]
    pub fn of<T: OutputType>() -> Self {
        Self::Engine(T::create_type_info, !T::qualified_type_name().ends_with('!'))
    }

    /// Whether a null may stand here; if not, a failure takes the parent with it.
    #[must_use]
    pub const fn nullable(&self) -> bool {
        match self {
            Self::Engine(_, nullable) => *nullable,
            Self::Always(_) | Self::Every(_) => false,
            Self::One(_) | Self::Many(_) | Self::Connection(_) => true,
        }
    }
}

/// How a column is shown.
#[derive(Clone, Copy)]
pub enum Leaf {
    /// Text as it is.
    Text,
    /// True or false.
    Bool,
    /// A number.
    Number,
    /// A moment.
    Time,
    /// A moment, or null for the one that stands for never.
    TimeOrNever(i64),
    /// A calendar day.
    Date,
    /// An id that begins so.
    Id(&'static str),
    /// One of an enum's words.
    Word(fn(&str) -> bool),
    /// JSON that was written before.
    Json,
}

/// The cells from which a field is made, in the order of its columns.
pub struct Cells<'a> {
    pub(super) rows: &'a Rows,
    pub(super) row: usize,
    pub(super) columns: &'a [usize],
    /// When the request was taken up.
    pub now: DateTime<Utc>,
    /// Which day that is in the workspace.
    pub today: NaiveDate,
    /// What the caller may do.
    pub rights: Rights,
}

impl Cells<'_> {
    /// The cell of the declared column at this place.
    #[must_use]
    pub fn cell(&self, place: usize) -> Cell {
        let column = self.columns.get(place);
        column.map_or(Cell::Null, |column| self.rows.cell(self.row, *column))
    }

    /// Its text.
    #[must_use]
    pub fn text(&self, place: usize) -> &str {
        self.rows.text(self.cell(place))
    }

    /// Its word of an enum.
    ///
    /// # Errors
    /// The enum has no such word.
    pub fn word<T: sea_orm::ActiveEnum<Value = String>>(&self, place: usize) -> Result<T, Unreadable> {
        let word = self.text(place);
        T::try_from_value(&word.to_owned()).map_err(|error| Unreadable(error.to_string()))
    }

    /// Its moment.
    #[must_use]
    pub fn time(&self, place: usize) -> Option<DateTime<Utc>> {
        match self.cell(place) {
            Cell::Time(micros) => DateTime::from_timestamp_micros(micros),
            _ => None,
        }
    }
}

/// What is stored cannot be shown: a word that the enum does not have, a date that is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(pub String);

/// Makes a field from cells of its row.
pub type Make = fn(&Cells<'_>, &mut Json) -> Result<(), Unreadable>;
/// Makes a field of an embedded object from its text.
pub type Piece = fn(&str, &mut Json) -> Result<(), Unreadable>;
/// What belongs to parents.
pub type Belonging = fn(&Scope) -> Children;
/// A list, from the field's arguments.
#[derive(Clone, Copy)]
pub enum Listing {
    /// Which they alone say.
    Said(fn(&Ask<'_>) -> Result<List, Fault>),
    /// For which something must be looked up first.
    LookedUp(for<'a> fn(&'a Ask<'a>) -> BoxFuture<'a, Result<List, Fault>>),
}

impl Listing {
    /// The list.
    ///
    /// # Errors
    /// The arguments are wrong, or the database fails.
    pub async fn of(self, ask: &Ask<'_>) -> Result<List, Fault> {
        match self {
            Self::Said(list) => list(ask),
            Self::LookedUp(list) => list(ask).await,
        }
    }
}

/// An object's id, from the field's arguments.
pub type Finding = for<'a> fn(&'a Ask<'a>) -> BoxFuture<'a, Result<Option<Uuid>, Fault>>;
/// What belongs to each of many parents, as JSON.
pub type Batching = for<'a> fn(
    &'a Reader<'a>,
    &'a [Uuid],
    DateTime<Utc>,
) -> BoxFuture<'a, Result<HashMap<Uuid, Json>, Fault>>;

/// Computed objects: those of the root, or of these parents.
pub type Computing = for<'a> fn(&'a Ask<'a>, &'a [Uuid]) -> BoxFuture<'a, Result<Values, Fault>>;
/// A list of computed objects in its order, at the root.
pub type Ranking = for<'a> fn(&'a Ask<'a>) -> BoxFuture<'a, Result<Ranked, Fault>>;
/// The ids of the objects that belong to parents, one for each that has one.
pub type Linking = for<'a> fn(&'a Ask<'a>, &'a [Uuid]) -> BoxFuture<'a, Result<HashMap<Uuid, Uuid>, Fault>>;

/// What was wrong with what came to the computed object in a row.
pub type Wrong = for<'a> fn(&'a Values, usize) -> &'a [Problem];

/// A part of the change feed, from the field's arguments.
pub type Feeding = fn(&Ask<'_>) -> Result<Part, Fault>;

/// How a field is read.
pub enum Source {
    /// A column.
    Leaf(Column, Leaf),
    /// Made from columns of the same row.
    Made(Vec<Column>, Make),
    /// An object that is one column's text.
    Embedded(Column, Target),
    /// A field of such an object.
    Piece(Piece),
    /// The object of which a column holds the id.
    One(Column, Target),
    /// The first of what belongs to the parent.
    First(Belonging, Target),
    /// All that belongs to the parent.
    Many(Belonging, Target),
    /// A page of a list: of the parent's, or at the root of the workspace's.
    List(Listing, Target),
    /// Read by a function for all parents of a level at once; what it leaves out is shown as this.
    Batch(Batching, &'static str),
    /// Computed by a function for all parents of a level at once; one for each or many, as the field's type says.
    Computed(Computing, Target),
    /// A page of a list of computed objects.
    Ranked(Ranking, Target),
    /// Inside of a computed object; one or many, as the field's type says.
    Inside(Inside, Target),
    /// The object whose id a function finds, for all parents of a level at once.
    Linked(Linking, Target),
    /// An object by the field's arguments.
    Find(Finding, Target),
    /// A record by its id alone.
    Node,
    /// Records by their ids alone.
    Nodes,
    /// The record of which two columns hold the type and the id.
    Record(Column, Column),
    /// A part of the change feed.
    Feed(Feeding, Target),
    /// A mutation, with the type of its payload.
    Verb(Does, Target),
    /// What was wrong with what was sent to a mutation, or to one of many: a field of what they answer.
    Problems(Wrong),
}
