//! What else is sent than a valid input: each value in it by turns empty, too long, out of range, another word, nothing, or the id
//! of what is archived, foreign, missing or of another type.

use async_graphql::parser::types::{BaseType, Type};
use serde_json::{Map, Value, json};

use super::ask::{called, is_change};
use super::case::Case;
use crate::plans::schema::{Input, Kind, Schema, named};

/// Characters of a text that is too long for all but files, and entries of such a list.
pub const LONG: usize = 60_001;
const MANY: usize = 501;
/// Texts that are no prose.
const FORMAL: [&str; 13] = [
    "timeZone",
    "color",
    "url",
    "publicUrl",
    "email",
    "domain",
    "defaultRegion",
    "scopes",
    "key",
    "token",
    "base64",
    "value",
    "dimension",
];

const DATES: [&str; 3] = ["0001-01-01", "9999-12-31", "2026-02-30"];
const TIMES: [&str; 3] = ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-02-01"];
const PARTIAL: [&str; 5] = ["1990", "1990-05", "--05-12", "--02-30", "9999"];

/// A value within the arguments.
struct Leaf {
    pointer: String,
    ty: Type,
    name: String,
    value: Value,
    changes: bool,
}

fn walk(
    schema: &Schema,
    input: &Input,
    value: &Value,
    pointer: String,
    changes: bool,
    found: &mut Vec<Leaf>,
) {
    if value.is_null() {
        return;
    }
    let name = input.name.clone();
    found.push(Leaf {
        pointer: pointer.clone(),
        ty: input.ty.clone(),
        name: name.clone(),
        value: value.clone(),
        changes,
    });
    match (&input.ty.base, value) {
        (BaseType::List(of), Value::Array(entries)) => {
            let entry = Input {
                name,
                ty: (**of).clone(),
                default: None,
            };
            if let Some(first) = entries.first() {
                walk(schema, &entry, first, format!("{pointer}/0"), changes, found);
            }
        }
        (BaseType::Named(of), Value::Object(given)) if is_tried_here(schema, of, changes, &pointer) => {
            let changes = is_change(schema, of);
            inner(schema, of, given, |field, value| {
                walk(
                    schema,
                    field,
                    value,
                    format!("{pointer}/{}", field.name),
                    changes,
                    found,
                );
            });
        }
        _ => {}
    }
}

/// What changes take as well is tried there: there a record need not be made for each value.
fn is_tried_here(schema: &Schema, of: &str, changes: bool, pointer: &str) -> bool {
    let updates = schema.types.iter().filter(|(name, _)| is_change(schema, name));
    let mut taken = updates.flat_map(|(_, kind)| match kind {
        Kind::Input(fields) => fields.iter().map(|it| named(&it.ty)).collect(),
        _ => Vec::new(),
    });
    changes || pointer == "/input" || !taken.any(|it| it == of)
}

fn inner(schema: &Schema, of: &str, given: &Map<String, Value>, mut each: impl FnMut(&Input, &Value)) {
    let Kind::Input(fields) = &schema.types[of] else {
        return;
    };
    let unknown: Vec<_> = given
        .keys()
        .filter(|name| !fields.iter().any(|it| it.name == **name))
        .collect();
    assert!(unknown.is_empty(), "{of} has no {unknown:?}");
    for field in fields {
        if let Some(value) = given.get(&field.name) {
            each(field, value);
        }
    }
}

/// The arguments with each value changed by turns, and what was changed.
pub fn variants(schema: &Schema, case: &Case) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for argument in &schema.field("Mutation", case.mutation).arguments {
        if let Some(value) = case.arguments.get(&argument.name) {
            let pointer = format!("/{}", argument.name);
            walk(schema, argument, value, pointer, false, &mut found);
        }
    }
    let mut variants = vec![("least".to_owned(), least(schema, case))];
    for leaf in found {
        for (what, value) in leaf.variants(schema) {
            let mut arguments = case.arguments.clone();
            *arguments.pointer_mut(&leaf.pointer).unwrap() = value;
            let place = leaf.pointer[1..].replace('/', ".");
            variants.push((format!("{place} {what}"), arguments));
        }
    }
    variants.retain(|(_, arguments)| *arguments != case.arguments);
    variants
}

impl Leaf {
    fn variants(&self, schema: &Schema) -> Vec<(String, Value)> {
        let mut variants = Vec::new();
        let few = usize::from(!self.changes);
        if self.changes && self.ty.nullable {
            variants.push(("null".to_owned(), Value::Null));
        }
        let mut add = |what: &str, value: Value| variants.push((what.to_owned(), value));
        match &self.ty.base {
            BaseType::List(_) => {
                let one = self.value[0].clone();
                add("none", json!([]));
                add("twice", json!([one, one]));
                // As many problems as there are ids would be told.
                if !self.name.starts_with("remove") {
                    add("too many", Value::Array(vec![one; MANY]));
                }
                return variants;
            }
            BaseType::Named(of) => match (of.as_str(), &schema.types[of.as_str()]) {
                ("ID", _) => ids(self.value.as_str().unwrap(), schema, &mut add),
                ("String", _) if self.value.as_str().is_some_and(|it| it.contains('{')) => {
                    within(self.value.as_str().unwrap(), schema, &mut add);
                }
                ("String", _) => {
                    if self.changes || !self.ty.nullable {
                        add("empty", json!(""));
                    }
                    add("too long", json!("x".repeat(LONG)));
                    if FORMAL.contains(&self.name.as_str()) {
                        add("nonsense", json!("no such"));
                    }
                }
                ("Int", _) => [-1, 0, i32::MAX]
                    .iter()
                    .for_each(|it| add(&it.to_string(), json!(it))),
                ("Date", _) => DATES[few..].iter().for_each(|it| add(it, json!(it))),
                ("DateTime", _) => TIMES[few..].iter().for_each(|it| add(it, json!(it))),
                ("PartialDate", _) => PARTIAL[3 * few..].iter().for_each(|it| add(it, json!(it))),
                ("Boolean", _) => add("other", json!(self.value != json!(true))),
                (of, Kind::Enum(words)) if is_tried_here(schema, of, self.changes, "") => {
                    words.iter().for_each(|it| add(it, json!(it)))
                }
                _ => {}
            },
        }
        variants
    }
}

/// The ids that may stand in place of one. That an id's type is checked shows where the record is the mutation's own.
fn ids(given: &str, schema: &Schema, add: &mut impl FnMut(&str, Value)) {
    let (sigil, rest) = given.split_at(1);
    let (place, part) = rest
        .split_once('#')
        .map_or((rest, ""), |(place, part)| (place, part));
    let kind = place.split(['/', ':']).next().unwrap();
    add("malformed", json!("nonsense"));
    if sigil != "@" {
        let other = if kind == "tag" { "person" } else { "tag" };
        add("of another type", json!(format!("?{other}")));
    }
    if sigil == "+" {
        return;
    }
    add("foreign", json!(format!("~{rest}")));
    match part {
        "" => add("missing", json!(format!("?{kind}"))),
        _ => add("of another record", json!(format!("@{rest}"))),
    }
    let archives = format!("archive{}", called(kind));
    // One that is made for the run is archived after it.
    if sigil == "@" && part.is_empty() && schema.fields("Mutation").iter().any(|it| it.name == archives) {
        add("archived", json!(format!("!{rest}")));
    }
}

/// The same for an id within a text.
fn within(given: &str, schema: &Schema, add: &mut impl FnMut(&str, Value)) {
    let (start, rest) = given.split_once('{').unwrap();
    let (id, end) = rest.split_once('}').unwrap();
    ids(id, schema, &mut |what, value| {
        let value = value.as_str().unwrap().to_owned();
        let braced = if value.starts_with(['?', '~', '!', '@']) {
            format!("{{{value}}}")
        } else {
            value
        };
        add(what, json!(format!("{start}{braced}{end}")));
    });
    add("nonsense", json!("no such"));
}

/// Only what must be said, and the client's id.
fn least(schema: &Schema, case: &Case) -> Value {
    let arguments = schema.field("Mutation", case.mutation).arguments.iter();
    let given = case.arguments.as_object().unwrap();
    needed(schema, arguments, given)
}

fn needed<'s>(schema: &Schema, fields: impl Iterator<Item = &'s Input>, given: &Map<String, Value>) -> Value {
    let mut kept = Map::new();
    for field in fields {
        let Some(value) = given.get(&field.name) else {
            continue;
        };
        let is_new = value.as_str().is_some_and(|it| it.starts_with('+'));
        if field.ty.nullable && !is_new || field.default.is_some() {
            continue;
        }
        let value = match (&schema.types[named(&field.ty)], value) {
            (Kind::Input(inner), Value::Object(given)) => needed(schema, inner.iter(), given),
            _ => value.clone(),
        };
        kept.insert(field.name.clone(), value);
    }
    Value::Object(kept)
}

/// The same with another content: the first text or number of the input is another.
pub fn other_content(schema: &Schema, case: &Case, sent: &Value) -> Option<Value> {
    let input = schema
        .field("Mutation", case.mutation)
        .arguments
        .iter()
        .find(|it| it.name == "input")?;
    let Kind::Input(fields) = &schema.types[named(&input.ty)] else {
        return None;
    };
    let mut other = sent.clone();
    let given = other.get_mut("input")?.as_object_mut()?;
    let changed = fields
        .iter()
        .find_map(|field| match (named(&field.ty), given.get(&field.name)?) {
            ("String", Value::String(text)) => Some((field.name.clone(), json!(format!("{text} other")))),
            ("Int", Value::Number(number)) => Some((field.name.clone(), json!(number.as_i64()? + 1))),
            ("Date", Value::String(_)) => Some((field.name.clone(), json!("2026-03-21"))),
            _ => None,
        });
    let (name, value) = changed?;
    given.insert(name, value);
    Some(other)
}
