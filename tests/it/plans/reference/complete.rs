//! ExecuteSelectionSet and CompleteValue (§6.3 and §6.4): the answer's text, and where errors become null.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use async_graphql::parser::parse_query;
use async_graphql::parser::types::{BaseType, Field, Type};
use serde_json::{Value as Json, json};

use super::coerce::{arguments, variables};
use super::collect::{Asked, Group};
use super::object::{Object, Value};
use super::page::Place;
use crate::plans::compare::Query;
use crate::plans::world::World;

/// A field that failed.
#[derive(Clone, Debug, PartialEq)]
pub struct Failed {
    /// Where.
    pub path: Vec<Json>,
    /// `extensions.code`.
    pub code: &'static str,
    /// The nearest place above that may be null, and is.
    pub nulled: Vec<Json>,
}

/// What the server has to answer.
#[derive(Debug)]
pub struct Answer {
    /// The text of `data`; a cursor is [`super::Cursor`]'s mark, for its text is the server's own business.
    pub data: String,
    /// The fields that failed.
    pub errors: Vec<Failed>,
    /// Where the cursors of `data` point, by the number in their marks.
    pub places: Vec<Place>,
    /// Every field that was asked of an object, if it was to be recorded: by the object's key, then by the field and its
    /// arguments.
    pub record: BTreeMap<String, BTreeMap<String, Json>>,
}

/// What is left of a value that could not be completed: the errors that made it so.
type Lost = Vec<usize>;

/// One run of one document.
pub struct Run<'w> {
    pub world: &'w World,
    asked: Asked<'w>,
    errors: Vec<Failed>,
    places: Vec<Place>,
    recording: bool,
    record: BTreeMap<String, BTreeMap<String, Json>>,
}

/// Executes an operation of a document.
pub fn execute(world: &World, query: &Query, recording: bool) -> Answer {
    let document = parse_query(&query.text).unwrap_or_else(|error| {
        panic!(
            "{error}
{}",
            query.text
        )
    });
    let wanted = |name: Option<&str>| query.operation.is_none() || query.operation == name;
    let mut operations = document.operations.iter();
    let (_, operation) = operations
        .find(|(name, _)| wanted(name.map(|name| name.as_str())))
        .unwrap();
    let variables = variables(&world.schema, &operation.node, &query.variables);
    let asked = Asked {
        schema: &world.schema,
        document: &document,
        variables: &variables,
    };
    let mut run = Run {
        world,
        asked,
        errors: Vec::new(),
        places: Vec::new(),
        recording,
        record: BTreeMap::new(),
    };
    let groups = asked.collect("Query", &[&operation.node.selection_set.node]);
    let mut data = String::new();
    if let Err(lost) = run.object(&Object::Query, &groups, &mut Vec::new(), &mut data) {
        data = "null".to_owned();
        run.settle(lost, &[]);
    }
    Answer {
        data,
        errors: run.errors,
        places: run.places,
        record: run.record,
    }
}

impl<'w> Run<'w> {
    /// The errors of what became null here.
    fn settle(&mut self, lost: Lost, here: &[Json]) {
        for error in lost {
            self.errors[error].nulled = here.to_vec();
        }
    }

    fn fail(&mut self, code: &'static str, path: &[Json]) -> Lost {
        self.errors.push(Failed {
            path: path.to_vec(),
            code,
            nulled: Vec::new(),
        });
        vec![self.errors.len() - 1]
    }

    fn object(
        &mut self,
        object: &Object<'w>,
        groups: &[Group<'w>],
        path: &mut Vec<Json>,
        out: &mut String,
    ) -> Result<(), Lost> {
        let mut lost = Lost::new();
        out.push('{');
        for (position, (key, fields)) in groups.iter().enumerate() {
            if position > 0 {
                out.push(',');
            }
            write!(out, "{}:", Json::from(*key)).unwrap();
            path.push(json!(key));
            if let Err(errors) = self.field(object, fields, path, out) {
                lost.extend(errors);
            }
            path.pop();
        }
        out.push('}');
        if lost.is_empty() { Ok(()) } else { Err(lost) }
    }

    fn field(
        &mut self,
        object: &Object<'w>,
        fields: &[&'w Field],
        path: &mut Vec<Json>,
        out: &mut String,
    ) -> Result<(), Lost> {
        let name = fields[0].name.node.as_str();
        if name == "__typename" {
            write!(out, "{}", Json::from(object.type_name())).unwrap();
            return Ok(());
        }
        let definition = self.asked.schema.field(object.type_name(), name);
        let arguments = arguments(self.asked.schema, definition, fields[0], self.asked.variables);
        let value = object.value(self.world, name, &arguments);
        if self.recording {
            let shown = self.shown(&value);
            let call = format!("{name} {}", Json::Object(arguments));
            self.record.entry(object.key()).or_default().insert(call, shown);
        }
        self.complete(&definition.ty, fields, value, path, out)
    }

    /// A value of a type: null where it may be null and its inside was lost.
    fn complete(
        &mut self,
        ty: &Type,
        fields: &[&'w Field],
        value: Value<'w>,
        path: &mut Vec<Json>,
        out: &mut String,
    ) -> Result<(), Lost> {
        let before = out.len();
        let completed = match value {
            Value::Null if ty.nullable => {
                out.push_str("null");
                Ok(())
            }
            Value::Null => Err(self.fail("INTERNAL", path)),
            Value::Failed(code) => Err(self.fail(code, path)),
            value => self.present(&ty.base, fields, value, path, out),
        };
        match completed {
            Err(lost) if ty.nullable => {
                out.truncate(before);
                out.push_str("null");
                self.settle(lost, path);
                Ok(())
            }
            completed => completed,
        }
    }

    fn present(
        &mut self,
        ty: &BaseType,
        fields: &[&'w Field],
        value: Value<'w>,
        path: &mut Vec<Json>,
        out: &mut String,
    ) -> Result<(), Lost> {
        match (ty, value) {
            (BaseType::List(inner), Value::List(items)) => {
                let mut lost = Lost::new();
                out.push('[');
                for (position, item) in items.into_iter().enumerate() {
                    if position > 0 {
                        out.push(',');
                    }
                    path.push(json!(position));
                    if let Err(errors) = self.complete(inner, fields, item, path, out) {
                        lost.extend(errors);
                    }
                    path.pop();
                }
                out.push(']');
                if lost.is_empty() { Ok(()) } else { Err(lost) }
            }
            (BaseType::Named(_), Value::Object(object)) => {
                let sets: Vec<_> = fields.iter().map(|field| &field.selection_set.node).collect();
                let groups = self.asked.collect(object.type_name(), &sets);
                self.object(&object, &groups, path, out)
            }
            (BaseType::Named(_), Value::Leaf(leaf)) => {
                write!(out, "{leaf}").unwrap();
                Ok(())
            }
            (BaseType::Named(_), Value::Cursor(place)) => {
                write!(out, "{}", Json::from(super::Cursor(self.places.len()).mark())).unwrap();
                self.places.push(place);
                Ok(())
            }
            (ty, value) => panic!("{ty} does not hold {value:?}"),
        }
    }

    /// A value as the record keeps it: objects by their keys.
    fn shown(&self, value: &Value<'w>) -> Json {
        match value {
            Value::Null => Json::Null,
            Value::Leaf(leaf) => json!({ "leaf": leaf }),
            Value::Failed(code) => json!({ "error": code }),
            Value::List(items) => {
                json!({ "list": items.iter().map(|item| self.shown(item)).collect::<Vec<_>>() })
            }
            Value::Object(object) => json!({ "object": object.key(), "type": object.type_name() }),
            // The same mark that the answer is about to get.
            Value::Cursor(_) => json!({ "leaf": super::Cursor(self.places.len()).mark() }),
        }
    }
}
