//! How shapes are written down: one line a field.

use async_graphql::resolver_utils::EnumType;
use async_graphql::{ID, InputType, OutputType};
use entity::{Record, Tenant, TypedId};
use sea_orm::ColumnTrait;

use super::argument::Argument;
use super::ask::Ask;
use super::register::Connection;
use super::shape::{
    Batching, Belonging, Computing, Field, FieldType, Finding, Leaf, Listing, Make, Object, Piece, Ranking,
    Shape, Source, Target,
};
use crate::graphql::node::Actor;
use crate::graphql::scalars::{Date, DateTime, Id, PartialDate, Seq};
use crate::kit::list::{Column, List};
use crate::kit::rows::Kind;
use crate::kit::{Fault, Right};

impl Target {
    /// The shape of a type.
    #[must_use]
    pub const fn of<T: Shape>() -> Self {
        Self {
            object: T::object,
            register: T::create_type_info,
            connection: Connection::<T>::create_type_info,
        }
    }
}

fn is_word<T: EnumType>(text: &str) -> bool {
    T::items().iter().any(|item| item.name == text)
}

impl Field {
    /// A field without arguments.
    #[must_use]
    pub const fn new(name: &'static str, description: &'static str, kind: FieldType, source: Source) -> Self {
        Self {
            name,
            description,
            kind,
            arguments: Vec::new(),
            source,
            rights: Vec::new(),
        }
    }

    /// What a caller needs to select it.
    #[must_use]
    pub fn needs(mut self, right: Right) -> Self {
        self.rights.push(right);
        self
    }

    /// Adds an argument.
    #[must_use]
    pub fn argument<T: InputType>(mut self, name: &'static str, description: &'static str) -> Self {
        self.arguments.push(Argument::of::<T>(name, description));
        self
    }

    /// Adds an argument that has this value when it is left out.
    #[must_use]
    pub fn defaulting<T: InputType>(
        mut self,
        name: &'static str,
        default: &'static str,
        description: &'static str,
    ) -> Self {
        let default = Some(default);
        self.arguments.push(Argument {
            default,
            ..Argument::of::<T>(name, description)
        });
        self
    }

    /// Adds the four arguments of every connection.
    #[must_use]
    pub fn paged(self) -> Self {
        self.argument::<Option<i32>>("first", "Entries from the beginning: 0 to 100, 25 if left out.")
            .argument::<Option<String>>("after", "Entries that come after this cursor.")
            .argument::<Option<i32>>("last", "Entries from the end: 0 to 100.")
            .argument::<Option<String>>("before", "Entries that come before this cursor.")
    }

    /// An object by arguments.
    #[must_use]
    pub fn find<T: Shape>(name: &'static str, description: &'static str, find: Finding) -> Self {
        let target = Target::of::<T>();
        Self::new(
            name,
            description,
            FieldType::One(target),
            Source::Find(find, target),
        )
    }

    /// An object that a function computes, or null.
    #[must_use]
    pub fn computed<T: Shape>(name: &'static str, description: &'static str, compute: Computing) -> Self {
        let target = Target::of::<T>();
        let source = Source::Computed(compute, target);
        Self::new(name, description, FieldType::One(target), source)
    }

    /// Objects that a function computes: a list that is short by its nature.
    #[must_use]
    pub fn computed_many<T: Shape>(
        name: &'static str,
        description: &'static str,
        compute: Computing,
    ) -> Self {
        let target = Target::of::<T>();
        let source = Source::Computed(compute, target);
        Self::new(name, description, FieldType::Many(target), source)
    }

    /// A list of computed objects in pages, at the root; its own arguments are added before or after.
    #[must_use]
    pub fn ranked<T: Shape>(name: &'static str, description: &'static str, rank: Ranking) -> Self {
        let target = Target::of::<T>();
        let source = Source::Ranked(rank, target);
        Self::new(name, description, FieldType::Connection(target), source)
    }

    /// The first of what belongs to the parent.
    #[must_use]
    pub fn first<T: Shape>(name: &'static str, description: &'static str, belonging: Belonging) -> Self {
        let target = Target::of::<T>();
        let source = Source::First(belonging, target);
        Self::new(name, description, FieldType::One(target), source)
    }

    /// An object by its id.
    #[must_use]
    pub fn by_id<T: Shape, I: TypedId>(
        name: &'static str,
        description: &'static str,
        argument: &'static str,
    ) -> Self {
        let find: Finding = |ask| Box::pin(async move { Ok(Some(ask.id::<I>("id")?.uuid())) });
        Self::find::<T>(name, description, find).argument::<Id<I>>("id", argument)
    }

    /// A list in pages; its own arguments are added before or after.
    #[must_use]
    pub fn list<T: Shape>(
        name: &'static str,
        description: &'static str,
        list: fn(&Ask<'_>) -> Result<List, Fault>,
    ) -> Self {
        Self::listed::<T>(name, description, Listing::Said(list))
    }

    /// The same where something must be looked up before it is known which rows the list has.
    #[must_use]
    pub fn listed<T: Shape>(name: &'static str, description: &'static str, list: Listing) -> Self {
        let target = Target::of::<T>();
        let source = Source::List(list, target);
        Self::new(name, description, FieldType::Connection(target), source)
    }
}

impl Object {
    /// A type without a table: a root, or one that is read from a column's text.
    #[must_use]
    pub const fn plain(name: &'static str, description: &'static str) -> Self {
        Self {
            name,
            description,
            right: None,
            table: "",
            prefix: None,
            record: None,
            interface: None,
            find: None,
            fields: Vec::new(),
            getters: Vec::new(),
        }
    }

    /// A type of rows that are no records of their own.
    #[must_use]
    pub fn part<E: Tenant>(name: &'static str, description: &'static str) -> Self {
        Self {
            table: E::default().table_name(),
            ..Self::plain(name, description)
        }
    }

    /// A type of records, with the seven fields of the record contract. The right is what a caller needs to select from it.
    #[must_use]
    pub fn record<M: Record>(
        name: &'static str,
        description: &'static str,
        right: Right,
        columns: [<M::Table as sea_orm::EntityTrait>::Column; 7],
    ) -> Self {
        let [id, revision, seq, created_at, updated_at, archived_at, created_by] = columns;
        let object = Self {
            right: Some(right),
            record: Some(M::TYPE),
            ..Self::part::<M::Table>(name, description)
        };
        object
            .id::<M::Id>("The record's id, for `node(id)` and for every reference to it.", id)
            .column(
                "revision",
                "Grows by one at each write. Give it as `expectedRevision` to refuse a write if someone was faster.",
                revision,
            )
            .column("seq", "The number of the record's last change in the workspace's feed.", seq)
            .column("createdAt", "When it was made, by the server's clock.", created_at)
            .column("updatedAt", "When it was last changed.", updated_at)
            .column(
                "archivedAt",
                "When it was archived; null while it is live. Archived records are left out of lists unless asked for.",
                archived_at,
            )
            .embedded::<Actor>("createdBy", "Who made it: a user, a token or an import.", created_by)
    }

    /// Adds a field.
    #[must_use]
    pub fn with(mut self, field: Field) -> Self {
        self.fields.push(field);
        self
    }

    fn leaf(
        self,
        (name, description): (&'static str, &'static str),
        column: Column,
        leaf: Leaf,
        kind: FieldType,
    ) -> Self {
        self.with(Field::new(name, description, kind, Source::Leaf(column, leaf)))
    }

    /// What a caller needs to select from it.
    #[must_use]
    pub const fn needs(mut self, right: Right) -> Self {
        self.right = Some(right);
        self
    }

    /// The id, by which `node` finds it.
    #[must_use]
    pub fn id<I: TypedId>(mut self, description: &'static str, column: impl ColumnTrait) -> Self {
        self.prefix = Some(I::PREFIX);
        let kind = FieldType::of::<ID>();
        self.leaf(("id", description), Column::of(column), Leaf::Id(I::PREFIX), kind)
    }

    /// A column that is shown as it is: text, a number, a moment, a day.
    #[must_use]
    pub fn column(self, name: &'static str, description: &'static str, column: impl ColumnTrait) -> Self {
        let column = Column::of(column);
        let (leaf, kind) = match column.kind {
            Kind::Bool => (Leaf::Bool, kind_of::<bool>(column)),
            Kind::Int => (Leaf::Number, kind_of::<i32>(column)),
            Kind::Big => (Leaf::Number, kind_of::<Seq>(column)),
            Kind::Time => (Leaf::Time, kind_of::<DateTime>(column)),
            Kind::Date => (Leaf::Date, kind_of::<Date>(column)),
            Kind::Text | Kind::Uuid => (Leaf::Text, kind_of::<String>(column)),
        };
        self.leaf((name, description), column, leaf, kind)
    }

    /// A moment that is null while it is this one, which stands for never.
    #[must_use]
    pub fn time_or_never(
        self,
        name: &'static str,
        description: &'static str,
        column: impl ColumnTrait,
        never: chrono::DateTime<chrono::Utc>,
    ) -> Self {
        let leaf = Leaf::TimeOrNever(never.timestamp_micros());
        let kind = FieldType::of::<Option<DateTime>>();
        self.leaf((name, description), Column::of(column), leaf, kind)
    }

    /// A date of which parts may be unknown.
    #[must_use]
    pub fn partial_date(
        self,
        name: &'static str,
        description: &'static str,
        column: impl ColumnTrait,
    ) -> Self {
        let column = Column::of(column);
        self.leaf(
            (name, description),
            column,
            Leaf::Text,
            kind_of::<PartialDate>(column),
        )
    }

    /// Texts, which a column holds as a JSON list.
    #[must_use]
    pub fn texts(self, name: &'static str, description: &'static str, column: impl ColumnTrait) -> Self {
        let kind = FieldType::of::<Option<Vec<String>>>();
        self.leaf((name, description), Column::of(column), Leaf::Json, kind)
    }

    /// A word of an enum.
    #[must_use]
    pub fn word<T: EnumType + OutputType>(
        self,
        name: &'static str,
        description: &'static str,
        column: impl ColumnTrait,
    ) -> Self {
        let column = Column::of(column);
        self.leaf(
            (name, description),
            column,
            Leaf::Word(is_word::<T>),
            kind_of::<T>(column),
        )
    }

    /// A word of an enum that is known by these: whether a text is one of its words, and its type.
    #[must_use]
    pub fn word_of(
        self,
        name: &'static str,
        description: &'static str,
        column: impl ColumnTrait,
        (is_word, kind): (fn(&str) -> bool, FieldType),
    ) -> Self {
        self.leaf((name, description), Column::of(column), Leaf::Word(is_word), kind)
    }

    /// Made from columns of the row.
    #[must_use]
    pub fn made<T: OutputType>(
        self,
        name: &'static str,
        description: &'static str,
        columns: Vec<Column>,
        make: Make,
    ) -> Self {
        self.with(Field::new(
            name,
            description,
            FieldType::of::<T>(),
            Source::Made(columns, make),
        ))
    }

    /// An object that is one column's text.
    #[must_use]
    pub fn embedded<T: Shape>(
        self,
        name: &'static str,
        description: &'static str,
        column: impl ColumnTrait,
    ) -> Self {
        let target = Target::of::<T>();
        let source = Source::Embedded(Column::of(column), target);
        self.with(Field::new(name, description, FieldType::Always(target), source))
    }

    /// A field of such an object.
    #[must_use]
    pub fn piece<T: OutputType>(self, name: &'static str, description: &'static str, piece: Piece) -> Self {
        self.with(Field::new(
            name,
            description,
            FieldType::of::<T>(),
            Source::Piece(piece),
        ))
    }

    /// The object of which a column holds the id.
    #[must_use]
    pub fn one<T: Shape>(
        self,
        name: &'static str,
        description: &'static str,
        column: impl ColumnTrait,
    ) -> Self {
        let target = Target::of::<T>();
        let source = Source::One(Column::of(column), target);
        self.with(Field::new(name, description, FieldType::One(target), source))
    }

    /// The first of what belongs to it.
    #[must_use]
    pub fn first<T: Shape>(
        self,
        name: &'static str,
        description: &'static str,
        belonging: Belonging,
    ) -> Self {
        self.with(Field::first::<T>(name, description, belonging))
    }

    /// All that belongs to it: a list that is short by its nature.
    #[must_use]
    pub fn many<T: Shape>(self, name: &'static str, description: &'static str, belonging: Belonging) -> Self {
        let target = Target::of::<T>();
        let source = Source::Many(belonging, target);
        self.with(Field::new(name, description, FieldType::Many(target), source))
    }

    /// What a function reads for all objects of a level at once; what it leaves out is shown as `absent`.
    #[must_use]
    pub fn batch<T: OutputType>(
        self,
        name: &'static str,
        description: &'static str,
        absent: &'static str,
        batch: Batching,
    ) -> Self {
        let source = Source::Batch(batch, absent);
        self.with(Field::new(name, description, FieldType::of::<T>(), source))
    }
}

/// The engine's type of a column: nullable where the column may be empty.
fn kind_of<T: OutputType>(column: Column) -> FieldType {
    if column.nullable {
        FieldType::of::<Option<T>>()
    } else {
        FieldType::of::<T>()
    }
}

/// The seven columns of the record contract, of the entity in a module.
macro_rules! contract {
    ($entity:ident) => {{
        use $entity::Column as C;
        [
            C::Id,
            C::Revision,
            C::Seq,
            C::CreatedAt,
            C::UpdatedAt,
            C::ArchivedAt,
            C::CreatedBy,
        ]
    }};
}

/// Declares an object type: its place in Rust and in the schema, which is only ever a type, since plans write the objects. `declare`
/// gives its shape.
macro_rules! shape {
    ($(#[$meta:meta])* $name:ident: $declare:path) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        impl $crate::graphql::plan::Shape for $name {
            fn object() -> &'static $crate::graphql::plan::Object {
                static OBJECT: std::sync::OnceLock<$crate::graphql::plan::Object> = std::sync::OnceLock::new();
                OBJECT.get_or_init($declare)
            }
        }

        $crate::graphql::plan::declare::only_a_type!($name, $crate::graphql::plan::register::object::<$name>);
    };
}

/// Puts a type into the engine's schema that has no values there.
macro_rules! only_a_type {
    ($name:ident, $register:expr) => {
        impl async_graphql::OutputType for $name {
            fn type_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn create_type_info(registry: &mut async_graphql::registry::Registry) -> String {
                $register(registry)
            }

            async fn resolve(
                &self,
                _: &async_graphql::ContextSelectionSet<'_>,
                field: &async_graphql::Positioned<async_graphql::parser::types::Field>,
            ) -> async_graphql::ServerResult<async_graphql::Value> {
                Err($crate::graphql::plan::register::never(field))
            }
        }
    };
}

pub(crate) use {contract, only_a_type, shape};
