//! Objects that no table holds: a function of an area computes them, and plans show them like stored ones.
//!
//! The declaration is a shape whose fields are closures over the value. Only the fields that a document selects are called.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use async_graphql::{ID, OutputType};
use entity::TypedId;
use uuid::Uuid;

use super::ask::Given;
use super::groups::place;
use super::json::Json;
use super::shape::{Belonging, Computing, Field, FieldType, Leaf, Linking, Object, Shape, Source, Target};
use super::tree::{ID as ID_COLUMN, Level};
use super::value::Value;
use crate::graphql::node::StoredRecord;
use crate::kit::list::Column;
use crate::kit::rows::{Cell, Kind, Rows};
use crate::kit::{Caller, Fault, Right};

/// Computed objects of one type: those of a root, or each with the id of the parent it belongs to.
#[derive(Clone)]
pub struct Values {
    items: Arc<dyn Any + Send + Sync>,
    /// Which of the items, in which order.
    rows: Vec<u32>,
    parents: Vec<Uuid>,
}

impl Values {
    /// Objects of a root.
    #[must_use]
    pub fn of<T: Send + Sync + 'static>(items: Vec<T>) -> Self {
        Self {
            rows: (0..items.len()).map(place).collect(),
            items: Arc::new(items),
            parents: Vec::new(),
        }
    }

    /// Objects with the parents they belong to.
    #[must_use]
    pub fn under<T: Send + Sync + 'static>(items: impl IntoIterator<Item = (Uuid, T)>) -> Self {
        let (parents, items) = items.into_iter().unzip();
        Self {
            parents,
            ..Self::of::<T>(items)
        }
    }

    /// Some of them, in this order.
    pub(super) fn pick(&self, rows: Vec<u32>) -> Self {
        Self {
            items: self.items.clone(),
            rows,
            parents: Vec::new(),
        }
    }

    pub(super) fn get<T: 'static>(&self, row: usize) -> Option<&T> {
        let items: &Vec<T> = self.items.downcast_ref()?;
        items.get(*self.rows.get(row)? as usize)
    }

    /// The rows of a level: the columns that it reads, and the parent.
    pub(super) fn rows(&self, level: &Level, caller: Option<&Caller>) -> Rows {
        let getters: Vec<Option<&Getter>> = level
            .columns
            .iter()
            .map(|column| level.object.getter(column.name))
            .collect();
        let mut rows = Rows::new(level.columns.len() + 1);
        for row in 0..self.len() {
            for getter in &getters {
                match getter {
                    Some(getter) => getter(self, row, caller, &mut rows),
                    None => rows.push(Cell::Null),
                }
            }
            rows.push(self.parents.get(row).copied().map_or(Cell::Null, Cell::Uuid));
        }
        rows
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }
}

/// Puts one cell of a computed object into rows.
pub type Getter = Box<dyn Fn(&Values, usize, Option<&Caller>, &mut Rows) + Send + Sync>;

/// What is inside of each computed object, by the field's arguments: all of them in order, and how many each has.
pub type Inside = Box<dyn Fn(&Values, &Given) -> Result<(Values, Vec<usize>), Fault> + Send + Sync>;

/// A declaration under way, of an object that is a `T`.
pub struct Computed<T> {
    object: Object,
    of: PhantomData<fn(&T)>,
}

const fn column(name: &'static str, kind: Kind) -> Column {
    Column {
        name,
        kind,
        nullable: true,
    }
}

impl Object {
    /// A type that a function computes.
    #[must_use]
    pub const fn computed<T: Send + Sync + 'static>(
        name: &'static str,
        description: &'static str,
    ) -> Computed<T> {
        Computed {
            object: Self::plain(name, description),
            of: PhantomData,
        }
    }

    fn getter(&self, name: &str) -> Option<&Getter> {
        let mut getters = self.getters.iter();
        getters
            .find(|(known, _)| *known == name)
            .map(|(_, getter)| getter)
    }
}

impl<T: Send + Sync + 'static> Computed<T> {
    /// The declaration.
    #[must_use]
    pub fn done(self) -> Object {
        self.object
    }

    /// What a caller needs to select from it.
    #[must_use]
    pub const fn needs(mut self, right: Right) -> Self {
        self.object.right = Some(right);
        self
    }

    /// A field that is read in some other way; what reads by parents takes them from the id.
    #[must_use]
    pub fn with(mut self, field: Field) -> Self {
        self.object.fields.push(field);
        self
    }

    fn getter(
        mut self,
        name: &'static str,
        get: impl Fn(&T, Option<&Caller>, &mut Rows) + Send + Sync + 'static,
    ) -> Self {
        let getter: Getter = Box::new(move |values, row, caller, rows| match values.get::<T>(row) {
            Some(it) => get(it, caller, rows),
            None => rows.push(Cell::Null),
        });
        self.object.getters.push((name, getter));
        self
    }

    fn uuid(self, name: &'static str, get: impl Fn(&T) -> Option<Uuid> + Send + Sync + 'static) -> Self {
        self.getter(name, move |it, _, rows| {
            rows.push(get(it).map_or(Cell::Null, Cell::Uuid))
        })
    }

    /// The id, and how `node` finds objects by theirs: those of them that the caller may see.
    #[must_use]
    pub fn id<I: TypedId>(mut self, description: &'static str, get: fn(&T) -> I, find: Computing) -> Self {
        self.object.prefix = Some(I::PREFIX);
        self.object.find = Some(find);
        let source = Source::Leaf(ID_COLUMN, Leaf::Id(I::PREFIX));
        self.uuid(ID_COLUMN.name, move |it| Some(get(it).uuid()))
            .with(Field::new("id", description, FieldType::of::<ID>(), source))
    }

    /// An id that is not shown, by which what belongs to the object is read.
    #[must_use]
    pub fn known_by<I: TypedId>(self, get: fn(&T) -> I) -> Self {
        self.uuid(ID_COLUMN.name, move |it| Some(get(it).uuid()))
    }

    /// The same, where it is not always known.
    #[must_use]
    pub fn known_by_some<I: TypedId>(self, get: fn(&T) -> Option<I>) -> Self {
        self.uuid(ID_COLUMN.name, move |it| get(it).map(|id| id.uuid()))
    }

    /// The id of something else, shown as it is.
    #[must_use]
    pub fn id_of<I: TypedId>(self, name: &'static str, description: &'static str, get: fn(&T) -> I) -> Self {
        let source = Source::Leaf(column(name, Kind::Uuid), Leaf::Id(I::PREFIX));
        self.uuid(name, move |it| Some(get(it).uuid())).with(Field::new(
            name,
            description,
            FieldType::of::<ID>(),
            source,
        ))
    }

    /// A value.
    #[must_use]
    pub fn value<V: Value + 'static>(
        self,
        name: &'static str,
        description: &'static str,
        get: fn(&T) -> V,
    ) -> Self {
        self.made(name, description, move |it, _| get(it))
    }

    /// A value that depends on who calls.
    #[must_use]
    pub fn seen_by<V: Value + 'static>(
        self,
        name: &'static str,
        description: &'static str,
        get: fn(&T, Option<&Caller>) -> V,
    ) -> Self {
        self.made(name, description, get)
    }

    fn made<V: Value>(
        self,
        name: &'static str,
        description: &'static str,
        get: impl Fn(&T, Option<&Caller>) -> V + Send + Sync + 'static,
    ) -> Self {
        let source = Source::Leaf(column(name, Kind::Text), Leaf::Json);
        self.getter(name, move |it, caller, rows| {
            let mut json = Json::default();
            get(it, caller).write(&mut json);
            rows.push_text(&json.into_text());
        })
        .with(Field::new(
            name,
            description,
            FieldType::of::<V::Output>(),
            source,
        ))
    }

    /// A stored object by its id.
    #[must_use]
    pub fn one<S: Shape, I: TypedId>(
        self,
        name: &'static str,
        description: &'static str,
        get: fn(&T) -> Option<I>,
    ) -> Self {
        self.one_of(Target::of::<S>(), name, description, move |it| {
            get(it).map(|id| id.uuid())
        })
    }

    pub(super) fn one_of(
        self,
        target: Target,
        name: &'static str,
        description: &'static str,
        get: impl Fn(&T) -> Option<Uuid> + Send + Sync + 'static,
    ) -> Self {
        let source = Source::One(column(name, Kind::Uuid), target);
        self.uuid(name, get)
            .with(Field::new(name, description, FieldType::One(target), source))
    }

    /// A record of any type, by its type and id; null where it is gone, or the caller may not see it.
    #[must_use]
    pub fn record(
        self,
        name: &'static str,
        description: &'static str,
        get: fn(&T) -> Option<(entity::RecordType, Uuid)>,
    ) -> Self {
        self.record_as::<StoredRecord>(name, description, get)
    }

    /// The same, shown as an interface that has less.
    #[must_use]
    pub fn record_as<N>(
        self,
        name: &'static str,
        description: &'static str,
        get: fn(&T) -> Option<(entity::RecordType, Uuid)>,
    ) -> Self
    where
        Option<N>: OutputType,
    {
        let (kind, id) = (column("record_type", Kind::Text), column("record_id", Kind::Uuid));
        let source = Source::Record(kind, id);
        let field = Field::new(name, description, FieldType::of::<Option<N>>(), source);
        self.getter(kind.name, move |it, _, rows| match get(it) {
            Some((kind, _)) => rows.push_text(kind.as_str()),
            None => rows.push(Cell::Null),
        })
        .uuid(id.name, move |it| Some(get(it)?.1))
        .with(field)
    }

    /// It has this interface.
    #[must_use]
    pub const fn implements(mut self, interface: &'static str) -> Self {
        self.object.interface = Some(interface);
        self
    }

    /// A stored object for each, whose id a function finds for all of them at once.
    #[must_use]
    pub fn linked<S: Shape>(self, name: &'static str, description: &'static str, link: Linking) -> Self {
        let target = Target::of::<S>();
        let source = Source::Linked(link, target);
        self.with(Field::new(name, description, FieldType::One(target), source))
    }

    /// All that belongs to the object it is known by: a list that is short by its nature.
    #[must_use]
    pub fn many<S: Shape>(self, name: &'static str, description: &'static str, belonging: Belonging) -> Self {
        let target = Target::of::<S>();
        let source = Source::Many(belonging, target);
        self.with(Field::new(name, description, FieldType::Many(target), source))
    }

    /// An object that is never null, inside of this one. Who wrote it, say.
    #[must_use]
    pub fn embedded<S: Shape>(
        self,
        name: &'static str,
        description: &'static str,
        get: fn(&T) -> String,
    ) -> Self {
        let target = Target::of::<S>();
        let source = Source::Embedded(column(name, Kind::Text), target);
        self.getter(name, move |it, _, rows| rows.push_text(&get(it)))
            .with(Field::new(name, description, FieldType::Always(target), source))
    }

    /// Another computed object inside of this one; `Always` if it is never null.
    #[must_use]
    pub fn inner<S: Shape, U: Send + Sync + 'static>(
        self,
        name: &'static str,
        description: &'static str,
        get: fn(&T) -> Option<U>,
    ) -> Self {
        let kind = FieldType::One(Target::of::<S>());
        let field = Self::inside::<S, U>(name, description, kind, move |it, _| {
            Ok(get(it).into_iter().collect())
        });
        self.with(field)
    }

    /// Another computed object inside of this one, never null.
    #[must_use]
    pub fn always<S: Shape, U: Send + Sync + 'static>(
        self,
        name: &'static str,
        description: &'static str,
        get: fn(&T) -> U,
    ) -> Self {
        let kind = FieldType::Always(Target::of::<S>());
        let field = Self::inside::<S, U>(name, description, kind, move |it, _| Ok(vec![get(it)]));
        self.with(field)
    }

    /// Other computed objects inside of this one: a list that is short by its nature.
    #[must_use]
    pub fn each<S: Shape, U: Send + Sync + 'static>(
        self,
        name: &'static str,
        description: &'static str,
        get: fn(&T) -> Vec<U>,
    ) -> Self {
        let kind = FieldType::Many(Target::of::<S>());
        self.with(Self::inside::<S, U>(name, description, kind, move |it, _| {
            Ok(get(it))
        }))
    }

    /// The same, never null.
    #[must_use]
    pub fn every<S: Shape, U: Send + Sync + 'static>(
        self,
        name: &'static str,
        description: &'static str,
        get: fn(&T) -> Vec<U>,
    ) -> Self {
        self.with(Self::chosen::<S, U>(name, description, move |it, _| Ok(get(it))))
    }

    /// Other computed objects inside of a `T`, never null, of which the field's arguments choose; those are added to it.
    #[must_use]
    pub fn chosen<S: Shape, U: Send + Sync + 'static>(
        name: &'static str,
        description: &'static str,
        get: impl Fn(&T, &Given) -> Result<Vec<U>, Fault> + Send + Sync + 'static,
    ) -> Field {
        let kind = FieldType::Every(Target::of::<S>());
        Self::inside::<S, U>(name, description, kind, get)
    }

    fn inside<S: Shape, U: Send + Sync + 'static>(
        name: &'static str,
        description: &'static str,
        kind: FieldType,
        get: impl Fn(&T, &Given) -> Result<Vec<U>, Fault> + Send + Sync + 'static,
    ) -> Field {
        let inside: Inside = Box::new(move |values, given| {
            let mut counts = Vec::with_capacity(values.len());
            let mut all = Vec::with_capacity(values.len());
            for row in 0..values.len() {
                let inner = values.get(row).map(|it| get(it, given)).transpose()?;
                let mut inner = inner.unwrap_or_default();
                counts.push(inner.len());
                all.append(&mut inner);
            }
            Ok((Values::of(all), counts))
        });
        let source = Source::Inside(inside, Target::of::<S>());
        Field::new(name, description, kind, source)
    }
}
