//! The document of a mutation, made from the schema, and what is kept of its answer.

use async_graphql::parser::types::Type;
use serde_json::{Value, json};

use super::vary::LONG;
use crate::plans::schema::{Field, Kind, Schema, named};

/// Fields whose values are drawn anew each time.
const SECRETS: [&str; 7] = [
    "secretPath",
    "hint",
    "accessToken",
    "refreshToken",
    "secret",
    "token",
    "linkToken",
];

/// How much of what a mutation made is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Much {
    /// Its own fields, and those of what it is joined to.
    All,
    /// Its own fields.
    Own,
}

fn is_leaf(schema: &Schema, field: &Field) -> bool {
    !schema.is_composite(named(&field.ty))
}

fn own(schema: &Schema, of: &str) -> String {
    let fields = schema.fields(of).iter();
    let leaves = fields.filter(|it| it.arguments.is_empty() && is_leaf(schema, it));
    let names: Vec<&str> = leaves.map(|it| it.name.as_str()).collect();
    names.join(" ")
}

fn joined(schema: &Schema, of: &str) -> String {
    // What takes arguments is computed or a list in pages: it is read, not written.
    let fields = schema.fields(of).iter().filter(|it| !is_leaf(schema, it));
    let shown = fields.filter(|it| it.arguments.is_empty() || named(&it.ty) == "ImportRow");
    let shown = shown.map(|it| format!("{} {{ {} }}", it.name, own(schema, named(&it.ty))));
    shown.collect::<Vec<_>>().join(" ")
}

/// What a user error says, of every kind.
fn errors(schema: &Schema) -> String {
    let mut text = "__typename code message path".to_owned();
    for kind in schema.possible("UserError") {
        let fields = schema.fields(kind).iter();
        let more = fields.filter(|it| !["code", "message", "path"].contains(&it.name.as_str()));
        let more: Vec<String> = more
            .map(|it| match is_leaf(schema, it) {
                true => it.name.clone(),
                false => format!("{} {{ __typename id }}", it.name),
            })
            .collect();
        if !more.is_empty() {
            text += &format!(" ... on {kind} {{ {} }}", more.join(" "));
        }
    }
    text
}

fn selection(schema: &Schema, payload: &str, much: Much) -> String {
    let fields = schema.fields(payload).iter().map(|field| {
        let kind = named(&field.ty);
        match (is_leaf(schema, field), field.name.as_str(), much) {
            (true, name, _) => name.to_owned(),
            (_, "userErrors", _) => format!("userErrors {{ {} }}", errors(schema)),
            (_, name, Much::All) => format!("{name} {{ {} {} }}", own(schema, kind), joined(schema, kind)),
            (_, name, Much::Own) => format!("{name} {{ {} }}", own(schema, kind)),
        }
    });
    fields.collect::<Vec<_>>().join(" ")
}

/// The document of a mutation that is given these arguments, with this selection or one that is made.
pub fn document(
    schema: &Schema,
    mutation: &str,
    given: &Value,
    shown: Result<&str, Much>,
) -> (String, String) {
    let field = schema.field("Mutation", mutation);
    let taken: Vec<_> = field
        .arguments
        .iter()
        .filter(|it| given.get(&it.name).is_some())
        .collect();
    let unknown = given.as_object().unwrap().len() - taken.len();
    assert_eq!(unknown, 0, "{mutation} has no such argument: {given}");
    let list = |form: fn(&str, &Type) -> String| {
        let parts: Vec<String> = taken.iter().map(|it| form(&it.name, &it.ty)).collect();
        match parts.is_empty() {
            true => String::new(),
            false => format!("({})", parts.join(", ")),
        }
    };
    let (declared, passed) = (
        list(|name, ty| format!("${name}: {ty}")),
        list(|name, _| format!("{name}: ${name}")),
    );
    let payload = named(&field.ty);
    let shown = match shown {
        Ok(text) => format!("{text} userErrors {{ code message path }}"),
        Err(much) => selection(schema, payload, much),
    };
    let text = format!("mutation{declared} {{ {mutation}{passed} {{ {shown} }} }}");
    (text, payload.to_owned())
}

/// The field of a payload that shows a record.
pub fn record_of<'s>(schema: &'s Schema, mutation: &str) -> &'s str {
    let payload = named(&schema.field("Mutation", mutation).ty);
    let fields = schema.fields(payload).iter();
    // What a mutation did as a whole is not what it wrote.
    let fields = fields.filter(|it| it.name != "changeSet");
    let mut records = fields.filter(|it| schema.fields(named(&it.ty)).iter().any(|it| it.name == "id"));
    let record = records.next();
    record.map_or_else(|| panic!("{mutation} shows no record"), |it| &it.name)
}

/// What is kept of an answer: the payload alone where there is nothing else, without secrets.
pub fn kept(mutation: &str, status: u16, body: &str) -> String {
    let start = format!("{{\"data\":{{\"{mutation}\":");
    let payload = body.strip_prefix(&start).and_then(|it| it.strip_suffix("}}"));
    let mut text = match payload {
        Some(payload) if status == 200 && serde_json::from_str::<Value>(payload).is_ok() => {
            payload.to_owned()
        }
        _ => format!("{status} {body}"),
    };
    text = text.replace(&"x".repeat(LONG), "<what is too long>");
    for secret in SECRETS {
        text = masked(&text, &format!("\"{secret}\":\""));
    }
    text
}

fn masked(text: &str, key: &str) -> String {
    let mut parts = text.split(key);
    let mut masked = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = &part[part.find('"').unwrap_or(part.len())..];
        masked += &format!("{key}<secret>{rest}");
    }
    masked
}

/// Whether a payload was refused.
pub fn is_refused(kept: &str) -> bool {
    let payload: Value = serde_json::from_str(kept).unwrap_or_default();
    payload["userErrors"] != json!([])
}

/// A type of records as mutations name it: `CheckIn` of `check_in`.
pub fn called(kind: &str) -> String {
    let words = kind.split('_').map(|word| word[..1].to_uppercase() + &word[1..]);
    words.collect()
}

/// Whether a type is an input that changes what is there: null means something in it.
pub fn is_change(schema: &Schema, name: &str) -> bool {
    name.starts_with("Update") && name.ends_with("Input") && matches!(schema.types[name], Kind::Input(_))
}
