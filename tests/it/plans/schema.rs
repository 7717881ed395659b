//! `schema.graphql`, parsed: what the reference and the generator know of the types.

use std::collections::BTreeMap;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{BaseType, InputValueDefinition, Type, TypeKind, TypeSystemDefinition};
use async_graphql::{Positioned, Value};

/// The schema as it is published.
pub const SDL: &str = include_str!("../../../schema.graphql");

/// An argument, or a field of an input object.
#[derive(Clone, Debug)]
pub struct Input {
    pub name: String,
    pub ty: Type,
    pub default: Option<Value>,
}

/// A field of an object or an interface.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub ty: Type,
    pub arguments: Vec<Input>,
}

/// A type of the schema.
#[derive(Clone, Debug)]
pub enum Kind {
    Scalar,
    Enum(Vec<String>),
    Input(Vec<Input>),
    Object(Vec<Field>),
    Interface(Vec<Field>),
}

/// The types by name, and which objects an interface stands for.
#[derive(Debug)]
pub struct Schema {
    pub types: BTreeMap<String, Kind>,
    possible: BTreeMap<String, Vec<String>>,
}

fn inputs(given: &[Positioned<InputValueDefinition>]) -> Vec<Input> {
    let inputs = given.iter().map(|it| Input {
        name: it.node.name.to_string(),
        ty: it.node.ty.node.clone(),
        default: it.node.default_value.as_ref().map(|value| value.node.clone()),
    });
    inputs.collect()
}

impl Schema {
    /// Reads the published schema.
    pub fn read() -> Self {
        Self::of(SDL)
    }

    /// Reads a schema.
    pub fn of(sdl: &str) -> Self {
        let document = parse_schema(sdl).unwrap();
        let mut types = BTreeMap::new();
        let mut possible: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for name in ["String", "Int", "Float", "Boolean", "ID"] {
            types.insert(name.to_owned(), Kind::Scalar);
        }
        for definition in document.definitions {
            let TypeSystemDefinition::Type(definition) = definition else {
                continue;
            };
            let name = definition.node.name.to_string();
            let fields = |given: &[Positioned<async_graphql::parser::types::FieldDefinition>]| {
                let fields = given.iter().map(|it| Field {
                    name: it.node.name.to_string(),
                    ty: it.node.ty.node.clone(),
                    arguments: inputs(&it.node.arguments),
                });
                fields.collect::<Vec<_>>()
            };
            let kind = match &definition.node.kind {
                TypeKind::Scalar => Kind::Scalar,
                TypeKind::Enum(it) => Kind::Enum(
                    it.values
                        .iter()
                        .map(|value| value.node.value.to_string())
                        .collect(),
                ),
                TypeKind::InputObject(it) => Kind::Input(inputs(&it.fields)),
                TypeKind::Interface(it) => Kind::Interface(fields(&it.fields)),
                TypeKind::Object(it) => {
                    possible.entry(name.clone()).or_default().push(name.clone());
                    for interface in &it.implements {
                        possible
                            .entry(interface.node.to_string())
                            .or_default()
                            .push(name.clone());
                    }
                    Kind::Object(fields(&it.fields))
                }
                TypeKind::Union(_) => panic!("a union: teach the reference about it"),
            };
            types.insert(name, kind);
        }
        Self { types, possible }
    }

    /// The fields of an object or an interface.
    pub fn fields(&self, name: &str) -> &[Field] {
        match &self.types[name] {
            Kind::Object(fields) | Kind::Interface(fields) => fields,
            _ => &[],
        }
    }

    /// A field of an object.
    pub fn field(&self, object: &str, name: &str) -> &Field {
        let found = self.fields(object).iter().find(|field| field.name == name);
        found.unwrap_or_else(|| panic!("no field {object}.{name}"))
    }

    /// The objects that a type stands for.
    pub fn possible(&self, name: &str) -> &[String] {
        self.possible.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether a type is selected from.
    pub fn is_composite(&self, name: &str) -> bool {
        matches!(self.types[name], Kind::Object(_) | Kind::Interface(_))
    }
}

/// The name at the heart of a type.
pub fn named(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name.as_str(),
        BaseType::List(inner) => named(inner),
    }
}

/// Whether a type is a list.
pub fn is_list(ty: &Type) -> bool {
    matches!(ty.base, BaseType::List(_))
}
