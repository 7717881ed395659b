//! Arguments: what a field takes, and of which type.

use std::sync::Arc;

use async_graphql::InputType;
use async_graphql::registry::{InputObjectBuilder, MetaInputValue, Registry};

/// An argument of a field.
#[derive(Clone)]
pub struct Argument {
    /// Its name, as the user wrote it.
    pub name: &'static str,
    /// What it means.
    pub description: &'static str,
    /// Its type.
    pub ty: ArgumentType,
    /// What it is when it is left out, as the schema writes it.
    pub default: Option<&'static str>,
}

/// The type of an argument.
#[derive(Clone)]
pub enum ArgumentType {
    /// A type of the engine, which enters itself into its registry.
    Engine(fn(&mut Registry) -> String),
    /// The same type, but never null.
    Needed(Box<Self>),
    /// A list of it, never null.
    List(Box<Self>),
    /// An object whose fields these arguments are.
    Object(Arc<ArgumentObject>),
    /// The same, which may be left out where nothing in it is needed.
    Said(Arc<ArgumentObject>),
}

/// An input type that is made of arguments that a declaration has.
#[derive(Clone)]
pub struct ArgumentObject {
    /// Its name, as the user wrote it.
    pub name: String,
    /// What it means.
    pub description: String,
    /// Its fields.
    pub fields: Vec<Argument>,
}

impl ArgumentType {
    /// A list of objects whose fields these arguments are.
    #[must_use]
    pub fn rows(name: String, description: String, fields: Vec<Argument>) -> Self {
        let row = ArgumentObject {
            name,
            description,
            fields,
        };
        Self::List(Box::new(Self::Object(Arc::new(row))))
    }

    /// Enters the type into the registry; answers how the schema writes it.
    pub fn register(&self, registry: &mut Registry) -> String {
        match self {
            Self::Engine(register) => register(registry),
            Self::Needed(of) => format!("{}!", of.register(registry).trim_end_matches('!')),
            Self::List(of) => format!("[{}]!", of.register(registry)),
            Self::Object(object) => format!("{}!", object.register(registry)),
            Self::Said(object) => {
                let name = object.register(registry);
                let needed = object
                    .fields
                    .iter()
                    .any(|field| field.default.is_none() && field.ty.register(registry).ends_with('!'));
                if needed { format!("{name}!") } else { name }
            }
        }
    }
}

impl ArgumentObject {
    fn register(&self, registry: &mut Registry) -> String {
        if !registry.types.contains_key(&self.name) {
            let fields = self.fields.iter();
            let fields = fields.map(|field| (field.name.to_owned(), field.register(registry)));
            let object = InputObjectBuilder::new(self.name.clone(), fields.collect())
                .description(Some(self.description.clone()))
                .build();
            registry.types.insert(self.name.clone(), object);
        }
        self.name.clone()
    }
}

impl Argument {
    /// An argument of a type of the engine.
    pub fn of<T: InputType>(name: &'static str, description: &'static str) -> Self {
        Self {
            name,
            description,
            ty: ArgumentType::Engine(T::create_type_info),
            default: None,
        }
    }

    /// Enters its type into the registry; answers it as the schema has it.
    pub fn register(&self, registry: &mut Registry) -> MetaInputValue {
        let mut input = MetaInputValue::new(self.name, self.ty.register(registry));
        input.description = Some(self.description.to_owned());
        input.default_value = self.default.map(ToOwned::to_owned);
        input
    }
}

/// A name as the name of a type is written.
#[must_use]
pub fn capitalized(name: &str) -> String {
    let mut name = name.to_owned();
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    name
}
