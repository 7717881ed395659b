//! What a schema takes, and the values of variables, coerced before anything runs as the language has it: each is of its declared type, all the way down,
//! and what is wrong is named with its place.
//!
//! The engine notices only when a resolver reads the argument: by then the other root fields have run.

use std::collections::HashMap;

use async_graphql::parser::types::{
    BaseType, ExecutableDocument, FieldDefinition, InputValueDefinition, InterfaceType, ObjectType,
    ServiceDocument, Type, TypeKind, TypeSystemDefinition,
};
use async_graphql::{InputType, InputValueResult, Name, Pos, Positioned, Value, Variables};

use super::{Refusal, RefusalCode, lengths, literals, operation_of};
use crate::graphql::scalars::{Date, DateOrDuration, DateTime, DateTimeOrDuration, PartialDate, Seq};

/// What a schema takes: its input types, and the arguments of its fields.
#[derive(Debug, Default)]
pub struct Inputs {
    types: HashMap<String, Input>,
    pub(super) objects: HashMap<String, HashMap<String, Field>>,
}

/// A field of an object or interface.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) arguments: Vec<InputField>,
    /// The type of what it answers, without lists.
    pub(super) ty: String,
}

#[derive(Debug)]
pub(super) enum Input {
    Scalar(fn(&Value) -> Result<(), String>),
    Enum(Vec<String>),
    Object { fields: Vec<InputField>, one_of: bool },
}

#[derive(Debug)]
pub(super) struct InputField {
    pub(super) name: Name,
    pub(super) ty: Type,
    pub(super) has_default: bool,
}

impl InputField {
    fn of(definition: &Positioned<InputValueDefinition>) -> Self {
        let InputValueDefinition {
            name,
            ty,
            default_value,
            ..
        } = &definition.node;
        Self {
            name: name.node.clone(),
            ty: ty.node.clone(),
            has_default: default_value.is_some(),
        }
    }
}

/// A value that is not of its type.
#[derive(Debug)]
pub struct Wrong {
    /// Where in the value.
    pub path: Vec<String>,
    /// What is wrong there.
    pub message: String,
}

pub(super) fn wrong(message: impl Into<String>) -> Wrong {
    Wrong {
        path: Vec::new(),
        message: message.into(),
    }
}

impl Wrong {
    /// In words: where, and what.
    pub(super) fn words(&self) -> String {
        let place = if self.path.is_empty() {
            String::new()
        } else {
            format!("at {}: ", self.path.join("."))
        };
        format!("got a wrong value; {place}{}", self.message)
    }

    pub(super) fn at(mut self, place: impl Into<String>) -> Self {
        self.path.insert(0, place.into());
        self
    }
}

fn parsed<T: InputType>(value: &Value) -> Result<(), String> {
    let read: InputValueResult<T> = T::parse(Some(value.clone()));
    match read {
        Ok(_) => Ok(()),
        Err(error) => {
            let message = error.into_server_error(Pos::default()).message;
            // The engine names the type first, which is said beside it.
            let own = message.split_once("\": ").map(|(_, own)| own.to_owned());
            Err(own.unwrap_or(message))
        }
    }
}

fn scalar(name: &str) -> fn(&Value) -> Result<(), String> {
    match name {
        "Int" => parsed::<i32>,
        "Float" => parsed::<f64>,
        "Boolean" => parsed::<bool>,
        // Without a copy: a file is a text, too.
        "String" => |value| match value {
            Value::String(_) => Ok(()),
            _ => parsed::<String>(value),
        },
        "ID" => |value| match value {
            Value::String(_) => Ok(()),
            Value::Number(number) if number.is_i64() || number.is_u64() => Ok(()),
            _ => Err("an id is a string".to_owned()),
        },
        "DateTime" => parsed::<DateTime>,
        "Date" => parsed::<Date>,
        "PartialDate" => parsed::<PartialDate>,
        "Seq" => parsed::<Seq>,
        "DateTimeOrDuration" => parsed::<DateTimeOrDuration>,
        "DateOrDuration" => parsed::<DateOrDuration>,
        _ => |_| Ok(()),
    }
}

/// What an enum has instead.
pub(super) fn no_word(name: &str, words: &[String]) -> Wrong {
    wrong(format!("{name} is one of {}", words.join(", ")))
}

impl Field {
    fn of(definition: &FieldDefinition) -> Self {
        let mut ty = &definition.ty.node.base;
        let name = loop {
            match ty {
                BaseType::Named(name) => break name,
                BaseType::List(inner) => ty = &inner.base,
            }
        };
        Self {
            arguments: definition.arguments.iter().map(InputField::of).collect(),
            ty: name.to_string(),
        }
    }
}

impl Inputs {
    /// The input types of a parsed schema.
    #[must_use]
    pub fn of(document: &ServiceDocument) -> Self {
        let (mut inputs, mut objects) = (HashMap::new(), HashMap::new());
        for name in ["Int", "Float", "Boolean", "String", "ID"] {
            inputs.insert(name.to_owned(), Input::Scalar(scalar(name)));
        }
        for definition in &document.definitions {
            let TypeSystemDefinition::Type(definition) = definition else {
                continue;
            };
            let name = definition.node.name.to_string();
            let input = match &definition.node.kind {
                TypeKind::Scalar => Input::Scalar(scalar(&name)),
                TypeKind::Enum(definition) => {
                    let values = definition.values.iter();
                    Input::Enum(values.map(|value| value.node.value.to_string()).collect())
                }
                TypeKind::InputObject(object) => Input::Object {
                    fields: object.fields.iter().map(InputField::of).collect(),
                    one_of: definition
                        .node
                        .directives
                        .iter()
                        .any(|it| it.node.name.node == "oneOf"),
                },
                TypeKind::Object(ObjectType { fields, .. })
                | TypeKind::Interface(InterfaceType { fields, .. }) => {
                    let fields = fields
                        .iter()
                        .map(|field| (field.node.name.node.to_string(), Field::of(&field.node)));
                    objects.insert(name, fields.collect());
                    continue;
                }
                TypeKind::Union(_) => continue,
            };
            inputs.insert(name, input);
        }
        let types = inputs;
        Self { types, objects }
    }

    /// The input type of a name.
    pub(super) fn input(&self, name: &str) -> Option<&Input> {
        self.types.get(name)
    }

    /// The arguments of an object's field, given by name: an object whose fields they are.
    ///
    /// # Errors
    /// One is not of its type, there is none of its name, or one that is required is missing.
    pub fn given_to(&self, object: &str, field: &str, given: Value) -> Result<Value, Wrong> {
        let known = self.objects.get(object).and_then(|fields| fields.get(field));
        match known {
            Some(known) => self.object(given, field, &known.arguments, false),
            None => Err(wrong(format!("{object} has no field {field}"))),
        }
    }

    /// The values of a document's variables: those given, checked, and the defaults of those left out.
    ///
    /// # Errors
    /// A value is not of its type, or a required one is missing.
    pub fn coerce(&self, document: &ExecutableDocument, mut given: Variables) -> Result<Variables, Refusal> {
        let mut variables = Variables::default();
        let Some(operation) = operation_of(document) else {
            return Ok(given);
        };
        for definition in &operation.variable_definitions {
            let wanted = &definition.node;
            let name = &wanted.name.node;
            let refuse = |wrong: &[String], message: String| {
                let ty = &wanted.var_type.node;
                let message = format!("variable \"${name}\" of type \"{ty}\" {message}");
                let mut path = literals::place(document, name);
                path.extend_from_slice(wrong);
                Refusal {
                    locations: vec![definition.pos],
                    path,
                    ..Refusal::new(RefusalCode::BadInput, message)
                }
            };
            let value = match given.remove(name) {
                Some(value) => value,
                None => match &wanted.default_value {
                    Some(default) => default.node.clone(),
                    None if wanted.var_type.node.nullable => continue,
                    None => return Err(refuse(&[], "was not provided".to_owned())),
                },
            };
            if value == Value::Null && !wanted.var_type.node.nullable {
                return Err(refuse(&[], "must not be null".to_owned()));
            }
            let short = lengths::given(&value).map_err(wrong);
            let value = short.and_then(|()| self.value(value, &wanted.var_type.node));
            let value = value.map_err(|wrong| refuse(&wrong.path, wrong.words()))?;
            variables.insert(name.clone(), value);
        }
        Ok(variables)
    }

    fn value(&self, value: Value, ty: &Type) -> Result<Value, Wrong> {
        if value == Value::Null {
            return if ty.nullable {
                Ok(value)
            } else {
                Err(wrong("null is not allowed here"))
            };
        }
        match (&ty.base, value) {
            (BaseType::List(entry), Value::List(values)) => {
                let values = values.into_iter().enumerate();
                let values = values.map(|(place, value)| {
                    self.value(value, entry)
                        .map_err(|wrong| wrong.at(place.to_string()))
                });
                Ok(Value::List(values.collect::<Result<_, _>>()?))
            }
            // A single value stands for a list of one.
            (BaseType::List(entry), value) => Ok(Value::List(vec![self.value(value, entry)?])),
            (BaseType::Named(name), value) => match self.input(name) {
                Some(Input::Scalar(check)) => check(&value).map(|()| value).map_err(wrong),
                Some(Input::Enum(words)) => match &value {
                    Value::String(word) if words.contains(word) => Ok(value),
                    Value::Enum(word) if words.iter().any(|known| known == word) => Ok(value),
                    _ => Err(no_word(name, words)),
                },
                Some(Input::Object { fields, one_of }) => self.object(value, name, fields, *one_of),
                None => Err(wrong(format!("there is no input type {name}"))),
            },
        }
    }

    fn object(&self, value: Value, name: &str, fields: &[InputField], one_of: bool) -> Result<Value, Wrong> {
        let Value::Object(mut given) = value else {
            return Err(wrong(format!("{name} is an object")));
        };
        if let Some(unknown) = given
            .keys()
            .find(|key| !fields.iter().any(|field| field.name == **key))
        {
            return Err(wrong(format!("{name} has no field {unknown}")));
        }
        if one_of && (given.len() != 1 || given.values().any(|value| *value == Value::Null)) {
            return Err(wrong(format!("{name} takes exactly one of its fields")));
        }
        for field in fields {
            match given.get_mut(&field.name) {
                Some(value) => {
                    let taken = std::mem::take(value);
                    let short = lengths::fits(&taken, name, &field.name).map_err(wrong);
                    *value = short
                        .and_then(|()| self.value(taken, &field.ty))
                        .map_err(|wrong| wrong.at(field.name.as_str()))?;
                }
                None if field.ty.nullable || field.has_default || one_of => {}
                None => return Err(wrong("is required".to_owned()).at(field.name.as_str())),
            }
        }
        Ok(Value::Object(given))
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_schema;
    use async_graphql::value;

    use super::*;
    use crate::graphql::gate::{Limits, admit};

    const SCHEMA: &str = "scalar DateTime enum Channel { CALL LETTER } \
                          input Log { at: DateTime!, channel: Channel = CALL, people: [ID!], note: String } \
                          input Ref @oneOf { id: ID, email: String } \
                          type Query { x(a: Int, b: Int, c: Int): Int y(a: Int): Int }";

    fn coerced(query: &str, operation: Option<&str>, variables: Value) -> Result<Variables, Refusal> {
        let inputs = Inputs::of(&parse_schema(SCHEMA).unwrap());
        let admitted = admit(query, operation, &Limits::default()).unwrap();
        inputs.coerce(&admitted.document, Variables::from_value(variables))
    }

    #[test]
    fn required_variables_are_required() {
        let query = "query ($a: Int!, $b: Int! = 2, $c: Int) { x(a: $a, b: $b, c: $c) }";
        let variables = coerced(query, None, value!({ "a": 1 })).unwrap();
        assert_eq!(variables.into_value(), value!({ "a": 1, "b": 2 }));
        for variables in [value!({}), value!({ "a": null }), value!({ "a": 1, "b": null })] {
            assert_eq!(
                coerced(query, None, variables).unwrap_err().code,
                RefusalCode::BadInput
            );
        }
        // Only the chosen operation's.
        let two = "query A { x } query B($a: Int!) { y(a: $a) }";
        coerced(two, Some("A"), value!({})).unwrap();
    }

    #[test]
    fn a_value_is_of_its_type_all_the_way_down() {
        let query = "query ($log: Log, $by: Ref, $n: [Int!]) { x }";
        let at = "2026-01-01T00:00:00Z";
        for good in [
            value!({ "log": { "at": at, "people": ["a", 1], "note": null } }),
            value!({ "log": null, "by": { "email": "a" } }),
            value!({ "n": [1, 2] }),
        ] {
            assert_eq!(coerced(query, None, good.clone()).unwrap().into_value(), good);
        }
        // One value stands for a list of one.
        assert_eq!(
            coerced(query, None, value!({ "n": 1 })).unwrap().into_value(),
            value!({ "n": [1] })
        );
        for (wrong, place) in [
            (value!({ "log": { "at": "soon" } }), "at at: "),
            (value!({ "log": {} }), "at at: is required"),
            (value!({ "log": { "at": at, "channel": "FAX" } }), "at channel: "),
            (
                value!({ "log": { "at": at, "people": ["a", null] } }),
                "at people.1: ",
            ),
            (value!({ "log": { "at": at, "colour": 1 } }), "no field colour"),
            (value!({ "log": "x" }), "Log is an object"),
            (value!({ "by": {} }), "exactly one"),
            (value!({ "by": { "id": "a", "email": "b" } }), "exactly one"),
            (value!({ "by": { "id": null } }), "exactly one"),
            (value!({ "n": 3_000_000_000_u64 }), "\"$n\""),
        ] {
            let refusal = coerced(query, None, wrong).unwrap_err();
            assert_eq!(refusal.code, RefusalCode::BadInput);
            assert!(refusal.message.contains(place), "{place}: {}", refusal.message);
        }
    }
}
