//! How long what clients send may be, settled before any work is done on it: one rule for all texts and lists, whatever they
//! are for. What a field allows is less, and is said by the field itself; this only keeps absurd values from costing anything.

use std::cell::Cell;

use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};
use async_graphql::{Name, Positioned, Value, Variables};
use async_graphql_value::Value as Written;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::{Refusal, RefusalCode};
use crate::kit::{Fault, Path};

/// Most bytes of a text: the longest that any field takes has 20,000 characters.
const TEXT: usize = 100_000;
/// Most entries of a list: the longest that any field takes has 500.
const LIST: usize = 1_000;
/// Most values in all variables together.
const VALUES: usize = 50_000;
/// Most bytes of a text that a query asks with: words to search, values to compare with, cursors.
pub const ASKED: usize = 4_000;

/// Texts that are files, as long as a body may be.
pub const FILES: [(&str, &str); 2] = [("ImportContactsInput", "text"), ("ImportContactsInput", "base64")];

/// What is too long about a value for a field of an input type; objects in it are looked at field by field.
///
/// # Errors
/// What it is, in words.
pub fn fits(value: &Value, input: &str, field: &str) -> Result<(), String> {
    if FILES.contains(&(input, field)) {
        return Ok(());
    }
    within(value, TEXT)
}

/// The same for an argument that a query asks with.
///
/// # Errors
/// `BAD_INPUT` that names the place.
pub fn asks(value: &Value, path: &Path) -> Result<(), Fault> {
    match value {
        Value::Object(fields) => {
            let mut fields = fields.iter();
            fields.try_for_each(|(name, value)| asks(value, &path.at(name)))
        }
        Value::List(values) if values.len() <= LIST => {
            let mut values = values.iter().enumerate();
            values.try_for_each(|(place, value)| asks(value, &path.at(place)))
        }
        value => {
            within(value, ASKED).map_err(|message| Fault::input(path.clone(), format!("{path}: {message}")))
        }
    }
}

/// The same for the value of a variable.
///
/// # Errors
/// What it is, in words.
pub fn given(value: &Value) -> Result<(), String> {
    within(value, TEXT)
}

fn within(value: &Value, text: usize) -> Result<(), String> {
    match value {
        Value::String(given) if given.len() > text => Err(format!(
            "a text may have {text} bytes at most, not {}",
            given.len()
        )),
        Value::List(values) => {
            if values.len() > LIST {
                return Err(too_many());
            }
            values.iter().try_for_each(|value| within(value, text))
        }
        _ => Ok(()),
    }
}

fn too_many() -> String {
    format!("a list may have {LIST} entries at most")
}

/// Refuses a document with a list that is too long; its texts are no longer than itself.
pub(super) fn check(document: &ExecutableDocument) -> Result<(), Refusal> {
    for (_, operation) in document.operations.iter() {
        selections(&operation.node.selection_set.node)?;
    }
    let mut fragments = document.fragments.values();
    fragments.try_for_each(|fragment| selections(&fragment.node.selection_set.node))
}

fn selections(set: &SelectionSet) -> Result<(), Refusal> {
    for item in &set.items {
        match &item.node {
            Selection::Field(field) => {
                let mut arguments = field.node.arguments.iter();
                arguments.try_for_each(|(name, value)| argument(name, value))?;
                selections(&field.node.selection_set.node)?;
            }
            Selection::InlineFragment(inline) => selections(&inline.node.selection_set.node)?,
            Selection::FragmentSpread(_) => {}
        }
    }
    Ok(())
}

fn argument(name: &Positioned<Name>, value: &Positioned<Written>) -> Result<(), Refusal> {
    let Some(place) = longer(&value.node) else {
        return Ok(());
    };
    let message = format!("{}{place}: {}", name.node, too_many());
    let path = std::iter::once(name.node.as_str()).chain(place.split('.').skip(1));
    Err(Refusal {
        locations: vec![value.pos],
        path: path.map(str::to_owned).collect(),
        ..Refusal::new(RefusalCode::BadInput, message)
    })
}

/// Where a list is that is too long.
fn longer(value: &Written) -> Option<String> {
    let below = |place: &str, value| longer(value).map(|rest| format!(".{place}{rest}"));
    match value {
        Written::List(values) if values.len() > LIST => Some(String::new()),
        Written::List(values) => {
            let mut values = values.iter().enumerate();
            values.find_map(|(place, value)| below(&place.to_string(), value))
        }
        Written::Object(fields) => fields.iter().find_map(|(name, value)| below(name, value)),
        _ => None,
    }
}

/// Variables as they are read from JSON, or where a list is too long: it is read past, and nothing is made of it.
#[derive(Debug)]
pub struct Bounded(pub Result<Variables, String>);

impl Default for Bounded {
    fn default() -> Self {
        Self(Ok(Variables::default()))
    }
}

impl<'de> Deserialize<'de> for Bounded {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let left = Cell::new(VALUES);
        let read = Read {
            left: &left,
            above: None,
            name: "variables",
        };
        match read.deserialize(from)? {
            Ok(Value::Null) => Ok(Self::default()),
            Ok(value @ Value::Object(_)) => Ok(Self(Ok(Variables::from_value(value)))),
            Ok(_) => Err(serde::de::Error::custom("the variables are an object")),
            Err(place) => Ok(Self(Err(place))),
        }
    }
}

/// Reads a value.
struct Read<'a> {
    /// How many values may still come.
    left: &'a Cell<usize>,
    above: Option<&'a Read<'a>>,
    name: &'a str,
}

type Held = Result<Value, String>;

impl Read<'_> {
    fn below<'b>(&'b self, name: &'b str) -> Read<'b> {
        Read {
            left: self.left,
            above: Some(self),
            name,
        }
    }

    fn place(&self) -> String {
        match self.above {
            Some(above) => format!("{}.{}", above.place(), self.name),
            None => self.name.to_owned(),
        }
    }

    /// Whether one value more may come, of so many in its list or object.
    fn takes(&self, entries: usize) -> Result<(), String> {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        if entries > LIST {
            Err(format!("{}: {}", self.place(), too_many()))
        } else if left == 0 {
            Err(format!(
                "{}: all variables may have {VALUES} values at most",
                self.place()
            ))
        } else {
            Ok(())
        }
    }
}

impl<'de> DeserializeSeed<'de> for Read<'_> {
    type Value = Held;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Held, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Read<'_> {
    type Value = Held;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Held, E> {
        Ok(Ok(Value::Null))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Held, E> {
        Ok(Ok(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Held, E> {
        Ok(Ok(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Held, E> {
        Ok(Ok(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Held, E> {
        Ok(Ok(value.into()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Held, E> {
        Ok(Ok(text.into()))
    }

    fn visit_string<E>(self, text: String) -> Result<Held, E> {
        Ok(Ok(text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Held, A::Error> {
        let mut values = Vec::new();
        let mut place = String::new();
        loop {
            place.clear();
            place.push_str(&values.len().to_string());
            let Some(value) = entries.next_element_seed(self.below(&place))? else {
                return Ok(Ok(Value::List(values)));
            };
            let value = value.and_then(|value| self.takes(values.len() + 1).map(|()| value));
            match value {
                Ok(value) => values.push(value),
                Err(refused) => {
                    while entries.next_element::<IgnoredAny>()?.is_some() {}
                    return Ok(Err(refused));
                }
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Held, A::Error> {
        let mut fields = async_graphql::indexmap::IndexMap::new();
        while let Some(name) = entries.next_key::<String>()? {
            let value = entries.next_value_seed(self.below(&name))?;
            let value = value.and_then(|value| self.takes(fields.len() + 1).map(|()| value));
            match value {
                Ok(value) => fields.insert(Name::new(name), value),
                Err(refused) => {
                    while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                    return Ok(Err(refused));
                }
            };
        }
        Ok(Ok(Value::Object(fields)))
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::value;

    use super::*;

    fn read(json: &str) -> Result<Variables, String> {
        serde_json::from_str::<Bounded>(json).unwrap().0
    }

    #[test]
    fn variables_are_read_as_they_are() {
        let json =
            r#"{ "a": [1, -2, 1.5, true, null, "x", {}], "b": { "c": [[]] }, "d": 18446744073709551615 }"#;
        let ours = read(json).unwrap().into_value();
        assert_eq!(
            ours,
            serde_json::from_str::<Variables>(json).unwrap().into_value()
        );
        assert_eq!(read("null").unwrap().into_value(), value!({}));
        assert!(serde_json::from_str::<Bounded>("[]").is_err());
    }

    #[test]
    fn a_list_that_is_too_long_is_named_and_read_past() {
        let list = |entries: usize| format!("[{}]", vec!["1"; entries].join(","));
        let within = |entries| {
            format!(
                r#"{{ "input": {{ "some": [{{ "ids": {} }}] }}, "b": 1 }}"#,
                list(entries)
            )
        };
        assert!(read(&within(LIST)).is_ok());
        let refused = read(&within(LIST + 1)).unwrap_err();
        assert!(
            refused.starts_with("variables.input.some.0.ids: a list may have"),
            "{refused}"
        );
        let many = format!(r#"{{ "a": [{}] }}"#, vec![list(LIST); 60].join(","));
        assert!(read(&many).unwrap_err().contains("all variables"));
    }

    #[test]
    fn texts_are_bounded_but_for_files() {
        let long = Value::from("x".repeat(TEXT + 1));
        assert!(fits(&long, "CreatePersonInput", "notes").is_err());
        assert!(fits(&value!([long.clone()]), "CreatePersonInput", "tagNames").is_err());
        assert!(fits(&long, "ImportContactsInput", "text").is_ok());
        let path = Path::argument("filter");
        let refused = asks(&value!({ "name": { "in": ["x", "x".repeat(ASKED + 1)] } }), &path);
        assert!(matches!(refused, Err(Fault::Input { path, .. }) if path.to_string() == "filter.name.in.1"));
    }
}
