//! Coercing variables and arguments (§6.1.2 and §6.4.1): what a field is given in the end.

use async_graphql::Positioned;
use async_graphql::parser::types::{BaseType, Directive, Field as Selected, OperationDefinition, Type};
use async_graphql_value::Value as Literal;
use serde_json::{Map, Value as Json};

use crate::plans::schema::{Field, Kind, Schema};

/// Arguments by name; what was left out is not there.
pub type Arguments = Map<String, Json>;

/// A value as the type wants it: lists of one, ids as text, fields that have a default.
fn coerce(schema: &Schema, ty: &Type, value: Json) -> Json {
    if value.is_null() {
        return Json::Null;
    }
    match &ty.base {
        BaseType::List(inner) => match value {
            Json::Array(items) => Json::Array(
                items
                    .into_iter()
                    .map(|item| coerce(schema, inner, item))
                    .collect(),
            ),
            one => Json::Array(vec![coerce(schema, inner, one)]),
        },
        BaseType::Named(name) => match (&schema.types[name.as_str()], value) {
            (Kind::Input(fields), Json::Object(mut given)) => {
                let mut whole = Map::new();
                for field in fields {
                    let default = || field.default.clone().map(|value| value.into_json().unwrap());
                    if let Some(value) = given.remove(&field.name).or_else(default) {
                        whole.insert(field.name.clone(), coerce(schema, &field.ty, value));
                    }
                }
                assert!(given.is_empty(), "unknown fields of {name}: {given:?}");
                Json::Object(whole)
            }
            (_, Json::Number(number)) if name == "ID" => Json::String(number.to_string()),
            (_, value) => value,
        },
    }
}

/// The operation's variables: given, else by default, else not there.
pub fn variables(schema: &Schema, operation: &OperationDefinition, given: &Map<String, Json>) -> Arguments {
    let mut values = Map::new();
    for definition in &operation.variable_definitions {
        let definition = &definition.node;
        let name = definition.name.node.as_str();
        let default = || {
            definition
                .default_value
                .as_ref()
                .map(|value| value.node.clone().into_json().unwrap())
        };
        if let Some(value) = given.get(name).cloned().or_else(default) {
            values.insert(name.to_owned(), coerce(schema, &definition.var_type.node, value));
        }
    }
    values
}

/// A literal with its variables put in; nothing where it is a variable that was left out.
fn resolved(value: &Literal, variables: &Arguments) -> Option<Json> {
    Some(match value {
        Literal::Variable(name) => return variables.get(name.as_str()).cloned(),
        Literal::List(items) => {
            let items = items
                .iter()
                .map(|item| resolved(item, variables).unwrap_or(Json::Null));
            Json::Array(items.collect())
        }
        Literal::Object(fields) => {
            let fields = fields
                .iter()
                .filter_map(|(name, value)| Some((name.to_string(), resolved(value, variables)?)));
            Json::Object(fields.collect())
        }
        Literal::Enum(word) => Json::String(word.to_string()),
        other => other.clone().into_const().unwrap().into_json().unwrap(),
    })
}

/// The arguments of a field.
pub fn arguments(schema: &Schema, field: &Field, selected: &Selected, variables: &Arguments) -> Arguments {
    let mut values = Map::new();
    for argument in &field.arguments {
        let given = selected.get_argument(&argument.name);
        let given = given.and_then(|value| resolved(&value.node, variables));
        let default = || argument.default.clone().map(|value| value.into_json().unwrap());
        if let Some(value) = given.or_else(default) {
            values.insert(argument.name.clone(), coerce(schema, &argument.ty, value));
        }
    }
    values
}

/// Whether a selection with these conditions is taken.
pub fn included(directives: &[Positioned<Directive>], variables: &Arguments) -> bool {
    directives.iter().all(|directive| {
        let condition = directive.node.get_argument("if").map(|value| &value.node);
        let holds = condition.and_then(|value| resolved(value, variables)) == Some(Json::Bool(true));
        match directive.node.name.node.as_str() {
            "skip" => !holds,
            "include" => holds,
            other => panic!("an unknown directive @{other}"),
        }
    })
}
