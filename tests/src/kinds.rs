//! A request of every kind that the schema has, made from the schema itself, so that a new field is among them by itself: each
//! query with all that can be selected two levels below it, each mutation with what it requires and what it may be told.

use std::collections::HashMap;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, FieldDefinition, InputValueDefinition, Type, TypeDefinition, TypeKind, TypeSystemDefinition,
};
use serde_json::{Map, Value, json};

/// Mutations after which the caller could ask nothing more.
const LAST: [&str; 4] = ["logOut", "removeMember", "revokeApiToken", "setMemberRole"];
/// Ids of one type that are remembered: enough for all kinds to find some that are there.
const REMEMBERED: usize = 100;
/// Levels below a root's objects.
const DEPTH: usize = 2;
/// Bytes of a document: few enough for its fields to be within what one may ask for.
const LONG: usize = 24_000;

/// Every kind of request.
pub struct Kinds {
    types: HashMap<String, TypeDefinition>,
    queries: Vec<Kind>,
    mutations: Vec<Kind>,
}

/// A kind of request.
struct Kind {
    name: String,
    text: String,
    arguments: Vec<InputValueDefinition>,
    /// The type of the record that it is about.
    about: String,
}

/// What answers told: ids of each type.
#[derive(Debug, Default)]
pub struct Known(HashMap<String, Vec<String>>);

impl Known {
    /// Remembers the ids in an answer.
    pub fn learn(&mut self, answer: &Value) {
        match answer {
            Value::Object(fields) => {
                if let (Some(kind), Some(id)) = (fields.get("__typename"), fields.get("id"))
                    && let (Some(kind), Some(id)) = (kind.as_str(), id.as_str())
                {
                    let known = self.0.entry(kind.to_owned()).or_default();
                    if known.len() >= REMEMBERED {
                        known.remove(0);
                    }
                    known.push(id.to_owned());
                }
                fields.values().for_each(|value| self.learn(value));
            }
            Value::Array(values) => values.iter().for_each(|value| self.learn(value)),
            _ => {}
        }
    }

    fn any(&self, kind: &str, number: usize) -> Option<&str> {
        let known = self.0.get(kind)?;
        known.get(number % known.len()).map(String::as_str)
    }
}

fn base(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name.as_str(),
        BaseType::List(of) => base(of),
    }
}

fn is_required(input: &InputValueDefinition) -> bool {
    !input.ty.node.nullable && input.default_value.is_none()
}

fn definitions(of: &FieldDefinition) -> Vec<InputValueDefinition> {
    of.arguments.iter().map(|it| it.node.clone()).collect()
}

impl Kinds {
    /// The kinds of a schema.
    #[must_use]
    pub fn of(sdl: &str) -> Self {
        let document = parse_schema(sdl).unwrap();
        let types = document.definitions.into_iter().filter_map(|it| match it {
            TypeSystemDefinition::Type(it) => Some((it.node.name.to_string(), it.node)),
            _ => None,
        });
        let mut kinds = Self {
            types: types.collect(),
            queries: Vec::new(),
            mutations: Vec::new(),
        };
        kinds.queries = kinds.roots("Query", "query");
        kinds.mutations = kinds.roots("Mutation", "mutation");
        kinds
    }

    /// How many kinds there are: of queries, of mutations.
    #[must_use]
    pub fn count(&self) -> (usize, usize) {
        (self.queries.len(), self.mutations.len())
    }

    fn roots(&self, root: &str, word: &str) -> Vec<Kind> {
        let fields = self.fields(root).into_iter();
        let kept = fields.filter(|field| !LAST.contains(&field.name.node.as_str()));
        kept.map(|field| self.kind(word, field)).collect()
    }

    fn kind(&self, word: &str, field: &FieldDefinition) -> Kind {
        // What chooses among few would leave pages empty: a query asks for all, a mutation says what it can.
        let takes = |it: &InputValueDefinition| is_required(it) || it.name.node == "first";
        let arguments: Vec<_> = definitions(field).into_iter().filter(takes).collect();
        let join = |form: fn(&InputValueDefinition) -> String| {
            let all: Vec<String> = arguments.iter().map(form).collect();
            match all.is_empty() {
                true => String::new(),
                false => format!("({})", all.join(", ")),
            }
        };
        let declared = join(|it| format!("${}: {}", it.name.node, it.ty.node));
        let given = join(|it| format!("{0}: ${0}", it.name.node));
        let returned = base(&field.ty.node);
        let name = field.name.node.to_string();
        let text = |depth| {
            format!(
                "{word}{declared} {{ {name}{given}{} }}",
                self.selection(returned, depth)
            )
        };
        // As far down as a document may be long.
        let text = (0..=DEPTH).rev().map(text).find(|text| text.len() < LONG);
        let text = text.expect("a selection of plain fields is short");
        Kind {
            about: self.about(returned, &name),
            name,
            text,
            arguments,
        }
    }

    fn fields(&self, name: &str) -> Vec<&FieldDefinition> {
        let fields = match self.types.get(name).map(|it| &it.kind) {
            Some(TypeKind::Object(it)) => &it.fields,
            Some(TypeKind::Interface(it)) => &it.fields,
            _ => return Vec::new(),
        };
        fields.iter().map(|it| &it.node).collect()
    }

    /// The record that a field is about: its type, or the first record in its payload or its page.
    fn about(&self, returned: &str, name: &str) -> String {
        let is_record = |of: &str| self.fields(of).iter().any(|it| it.name.node == "id");
        if is_record(returned) {
            return returned.to_owned();
        }
        let fields = self.fields(returned);
        let inner = fields.iter().map(|it| base(&it.ty.node));
        let found = inner.filter(|of| is_record(of)).map(str::to_owned).next();
        found.unwrap_or_else(|| name.to_owned())
    }

    fn selection(&self, of: &str, depth: usize) -> String {
        let mut selected = Vec::new();
        for field in self.fields(of) {
            if field.arguments.iter().any(|it| is_required(&it.node)) {
                continue;
            }
            let (name, inner) = (field.name.node.as_str(), base(&field.ty.node));
            let composite = !self.fields(inner).is_empty();
            // A page and a payload are no level of their own.
            let within = of.ends_with("Connection") || of.ends_with("Payload");
            match (composite, name) {
                (false, _) => selected.push(name.to_owned()),
                (true, "edges") => selected.push("edges { cursor }".to_owned()),
                (true, _) if depth > 0 || within => {
                    let pages = field.arguments.iter().any(|it| it.node.name.node == "first");
                    let first = if pages { "(first: 2)" } else { "" };
                    let below = self.selection(inner, if within { depth } else { depth - 1 });
                    selected.push(format!("{name}{first}{below}"));
                }
                _ => {}
            }
        }
        match selected.is_empty() {
            true => String::new(),
            false => format!(" {{ __typename {} }}", selected.join(" ")),
        }
    }

    /// The request of a number: the text, and its variables. Two reads come for one write.
    #[must_use]
    pub fn request(&self, number: usize, known: &Known) -> (&str, Value) {
        let (round, which) = (number / 3, number % 3);
        let kind = match which {
            2 => &self.mutations[round % self.mutations.len()],
            _ => &self.queries[(2 * round + which) % self.queries.len()],
        };
        let values = kind.arguments.iter().map(|it| {
            let value = self.value(&it.ty.node, it.name.node.as_str(), &kind.about, number, known);
            (it.name.node.to_string(), value)
        });
        (&kind.text, Value::Object(values.collect()))
    }

    /// The root field of the request of a number.
    #[must_use]
    pub fn name(&self, number: usize) -> &str {
        let (round, which) = (number / 3, number % 3);
        match which {
            2 => &self.mutations[round % self.mutations.len()].name,
            _ => &self.queries[(2 * round + which) % self.queries.len()].name,
        }
    }

    fn value(&self, ty: &Type, name: &str, about: &str, number: usize, known: &Known) -> Value {
        let named = match &ty.base {
            BaseType::List(of) => return json!([self.value(of, name, about, number, known)]),
            BaseType::Named(named) => named.as_str(),
        };
        match (named, name) {
            ("ID", "id" | "ids") => json!(known.any(about, number).unwrap_or("unknown")),
            ("ID", _) => {
                let of = name.trim_end_matches('s').trim_end_matches("Id");
                let of: String = of[..1].to_uppercase() + &of[1..];
                let id = known.any(&of, number).or_else(|| known.any("Person", number));
                json!(id.unwrap_or("unknown"))
            }
            ("Int", "first") => json!(50),
            ("Int", _) => json!(1),
            ("Float", _) => json!(0.5),
            ("Boolean", _) => json!(true),
            ("Seq", _) => json!(0),
            ("String", "base64") => Value::Null,
            ("String", "text") if about == "importContacts" => {
                let uid = number % 1000;
                json!(format!(
                    "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:soak-{uid}\r\nFN:Soak {uid}\r\nNOTE:{number}\r\nEND:VCARD\r\n"
                ))
            }
            ("String", "email") => json!(format!("soak{number}@example.org")),
            ("String", "url" | "website") => json!(format!("https://example.org/{number}")),
            ("String", "color") => json!("#336699"),
            ("String", _) => json!(format!("Soak {number}")),
            ("DateTime" | "DateTimeOrDuration", _) => json!("2026-02-01T10:00:00Z"),
            ("Date" | "DateOrDuration" | "PartialDate", _) => json!("2026-02-01"),
            _ => self.composite(named, about, number, known),
        }
    }

    fn composite(&self, named: &str, about: &str, number: usize, known: &Known) -> Value {
        let Some(definition) = self.types.get(named) else {
            return Value::Null;
        };
        match &definition.kind {
            TypeKind::Enum(it) => {
                let words = &it.values;
                json!(words[number % words.len()].node.value.node.as_str())
            }
            TypeKind::InputObject(it) => {
                let one_of = definition
                    .directives
                    .iter()
                    .any(|it| it.node.name.node == "oneOf");
                let mut fields = Map::new();
                for field in &it.fields {
                    let (name, ty) = (field.node.name.node.as_str(), &field.node.ty.node);
                    let plain = matches!(base(ty), "String" | "PartialDate") || name.ends_with("Id");
                    let told = plain
                        && matches!(ty.base, BaseType::Named(_))
                        && name != "id"
                        && number.is_multiple_of(2);
                    if is_required(&field.node) || (one_of && fields.is_empty()) || (told && !one_of) {
                        fields.insert(name.to_owned(), self.value(ty, name, about, number, known));
                    }
                }
                if named == "ImportContactsInput" {
                    let text = Type::new("String").unwrap();
                    fields.insert("text".to_owned(), self.value(&text, "text", about, number, known));
                }
                Value::Object(fields)
            }
            _ => Value::Null,
        }
    }
}
