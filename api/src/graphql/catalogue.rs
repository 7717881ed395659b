//! All areas with what they registered: their records and other types, their queries and mutations, the fields that they add to the
//! types of others, and what other areas ask of them.
//!
//! Nothing here knows an area. The one list of them opens the catalogue at the start; names are resolved when they are first asked
//! for, and a test asks for all of them.

use std::any::Any;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use super::bulk::derived;
use super::plan::{Field, Object, Shape, Target};

/// What an area brings.
#[derive(Default)]
pub struct Area {
    queries: Vec<Field>,
    mutations: Vec<Field>,
    records: Vec<Declared>,
    parts: Vec<Declared>,
    extensions: Vec<(Cow<'static, str>, Fields)>,
    services: Vec<Box<dyn Any + Send + Sync>>,
}

/// Declares a type.
type Declare = fn() -> Object;
/// Declares fields.
type Fields = fn() -> Vec<Field>;

struct Declared {
    name: Cow<'static, str>,
    target: Target,
    declare: Declare,
}

impl Declared {
    fn of<T: Shape>(declare: Declare) -> Self {
        Self {
            name: T::type_name(),
            target: Target::of::<T>(),
            declare,
        }
    }
}

impl Area {
    /// An area that brings nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A type of records.
    #[must_use]
    pub fn record<T: Shape>(mut self, declare: Declare) -> Self {
        self.records.push(Declared::of::<T>(declare));
        self
    }

    /// A type of what has an id and is no record: parts of records, and what is around the workspace.
    #[must_use]
    pub fn part<T: Shape>(mut self, declare: Declare) -> Self {
        self.parts.push(Declared::of::<T>(declare));
        self
    }

    /// Queries.
    #[must_use]
    pub fn queries(mut self, queries: Vec<Field>) -> Self {
        self.queries.extend(queries);
        self
    }

    /// Mutations.
    #[must_use]
    pub fn mutations(mut self, mutations: Vec<Field>) -> Self {
        self.mutations.extend(mutations);
        self
    }

    /// Adds fields to a type that has an id, whoever declares it.
    #[must_use]
    pub fn extend<T: Shape>(mut self, fields: Fields) -> Self {
        self.extensions.push((T::type_name(), fields));
        self
    }

    /// What other areas ask of this one, who do not know it: found by its type.
    #[must_use]
    pub fn serves<T: Any + Send + Sync>(mut self, service: T) -> Self {
        self.services.push(Box::new(service));
        self
    }
}

struct Type {
    declare: Declare,
    extensions: Vec<Fields>,
    object: OnceLock<Object>,
}

/// All areas.
pub struct Catalogue {
    /// The root of queries.
    pub queries: Object,
    /// The root of mutations.
    pub mutations: Object,
    /// The types of records.
    pub records: Vec<Target>,
    /// The types of all that has an id: records first.
    pub nodes: Vec<Target>,
    types: HashMap<Cow<'static, str>, Type>,
    services: Vec<Box<dyn Any + Send + Sync>>,
}

static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();

/// Opens the catalogue of these areas, or finds it open.
pub fn open(areas: fn() -> Vec<Area>) -> &'static Catalogue {
    CATALOGUE.get_or_init(|| Catalogue::of(areas()))
}

/// The catalogue.
///
/// # Panics
/// It is not open: whatever runs the program opens it first.
#[expect(
    clippy::expect_used,
    reason = "the first thing that a program does is to open it"
)]
pub fn catalogue() -> &'static Catalogue {
    CATALOGUE.get().expect("the catalogue is open")
}

impl Catalogue {
    fn of(areas: Vec<Area>) -> Self {
        let mut catalogue = Self {
            queries: Object::plain("Query", "Reads. Nothing here changes anything."),
            mutations: Object::plain(
                "Mutation",
                "Writes. Each is one transaction: all of it happens, or nothing does. Mutations of one document run one after the other.",
            ),
            records: Vec::new(),
            nodes: Vec::new(),
            types: HashMap::new(),
            services: Vec::new(),
        };
        let (mut extensions, mut parts) = (Vec::new(), Vec::new());
        for area in areas {
            catalogue.queries.fields.extend(area.queries);
            catalogue.mutations.fields.extend(area.mutations);
            catalogue.services.extend(area.services);
            extensions.extend(area.extensions);
            for Declared {
                name,
                target,
                declare,
            } in area.records
            {
                catalogue.records.push(target);
                catalogue.types.insert(name, Type::of(declare));
            }
            for Declared {
                name,
                target,
                declare,
            } in area.parts
            {
                parts.push(target);
                catalogue.types.insert(name, Type::of(declare));
            }
        }
        let derived = derived(&catalogue.queries.fields, &catalogue.mutations.fields);
        catalogue.mutations.fields.extend(derived);
        catalogue.nodes.extend(&catalogue.records);
        catalogue.nodes.extend(parts);
        for (name, fields) in extensions {
            catalogue
                .types
                .entry(name)
                .or_insert_with(|| Type::of(|| Object::plain("", "")))
                .extensions
                .push(fields);
        }
        catalogue
    }

    /// The declaration of a type that has an id, with all that was added to it.
    ///
    /// # Panics
    /// No area declares it.
    #[must_use]
    #[expect(clippy::panic, reason = "a name that leads nowhere is found at the start")]
    pub fn object(&'static self, name: &str) -> &'static Object {
        match self.types.get(name) {
            Some(known) => known.object.get_or_init(|| known.made()),
            None => panic!("no area declares {name}"),
        }
    }

    /// The names of the types that have an id, and those of them that no area declares.
    #[must_use]
    pub fn undeclared(&'static self) -> Vec<&'static str> {
        let names = self.types.keys().map(|name| &**name);
        names.filter(|name| self.object(name).name != *name).collect()
    }

    /// What some area serves, if any does.
    #[must_use]
    pub fn service<T: Any>(&self) -> Option<&T> {
        self.services().next()
    }

    /// What all areas serve of this type.
    pub fn services<T: Any>(&self) -> impl Iterator<Item = &T> {
        self.services.iter().filter_map(|service| service.downcast_ref())
    }
}

impl Type {
    const fn of(declare: Declare) -> Self {
        Self {
            declare,
            extensions: Vec::new(),
            object: OnceLock::new(),
        }
    }

    fn made(&self) -> Object {
        let mut object = (self.declare)();
        for fields in &self.extensions {
            object.fields.extend(fields());
        }
        object
    }
}
