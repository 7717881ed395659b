//! Random arguments: given, left out or null, as literals, as variables, or as both.

use async_graphql::parser::types::{BaseType, Type};
use serde_json::{Map, Value as Json, json};

use super::Maker;
use crate::plans::schema::{Input, Kind, named};

/// Where arguments are given.
#[derive(Clone, Copy)]
pub struct Site<'t> {
    pub object: &'t str,
    pub field: &'t str,
    /// How many entries a list may have at most.
    pub room: usize,
}

/// The arguments of a field, and how many entries its list has at most.
pub struct Given {
    pub text: String,
    pub entries: usize,
}

impl Maker<'_> {
    /// A value as a literal.
    pub fn literal(&self, ty: &Type, value: &Json) -> String {
        match (&ty.base, value) {
            (_, Json::Null) => "null".to_owned(),
            (BaseType::List(inner), Json::Array(items)) => {
                let items: Vec<String> = items.iter().map(|item| self.literal(inner, item)).collect();
                format!("[{}]", items.join(", "))
            }
            (BaseType::List(inner), one) => self.literal(inner, one),
            (BaseType::Named(name), value) => match (&self.schema.types[name.as_str()], value) {
                (Kind::Enum(_), Json::String(word)) => word.clone(),
                (Kind::Input(fields), Json::Object(given)) => {
                    let fields = given.iter().map(|(name, value)| {
                        let ty = &fields.iter().find(|field| field.name == *name).unwrap().ty;
                        format!("{name}: {}", self.literal(ty, value))
                    });
                    format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
                }
                (_, value) => value.to_string(),
            },
        }
    }

    /// The arguments of a field, in any order.
    pub fn arguments(&mut self, inputs: &[Input], site: Site) -> Given {
        let mut given: Vec<(&Input, Json)> = Vec::new();
        let input = |name: &str| inputs.iter().find(|input| input.name == name);
        let mut entries = if input("first").is_some() && site.field != "changes" {
            25
        } else {
            4
        };
        let pages = input("before").is_some();
        if pages {
            entries = self.page(inputs, site, &mut given);
        }
        for input in inputs {
            let is_page = pages && ["first", "after", "last", "before"].contains(&input.name.as_str());
            if is_page || input.name == "search" || given.iter().any(|(known, _)| known.name == input.name) {
                continue;
            }
            let needed = !input.ty.nullable || (site.field == "changes" && input.name == "first");
            // A cursor is good under the arguments that it came with.
            let fixed = given
                .iter()
                .any(|(known, _)| ["after", "before"].contains(&known.name.as_str()));
            if needed || (!fixed && self.dice.chance(30)) {
                let value = self.value(&input.ty, &input.name, site, 0);
                if input.name == "first" || input.name == "ids" {
                    entries = value
                        .as_array()
                        .map_or(4, Vec::len)
                        .max(value.as_u64().unwrap_or(1) as usize)
                        .min(1000);
                }
                given.push((input, value));
            } else if !fixed && self.dice.chance(8) {
                given.push((input, Json::Null));
            }
        }
        if given.is_empty() {
            return Given {
                text: String::new(),
                entries,
            };
        }
        let turn = self.dice.below(given.len());
        given.rotate_left(turn);
        let written: Vec<String> = given
            .into_iter()
            .map(|(input, value)| {
                let value = self.written_value(&input.ty, value, false);
                format!("{}: {value}", input.name)
            })
            .collect();
        Given {
            text: format!("({})", written.join(", ")),
            entries,
        }
    }

    /// The arguments of a page: seldom ones that make no sense.
    fn page<'i>(&mut self, inputs: &'i [Input], site: Site, given: &mut Vec<(&'i Input, Json)>) -> usize {
        let input = |name: &str| inputs.iter().find(|input| input.name == name).unwrap();
        let (size, beyond) = if self.dice.chance(70) {
            ("first", "after")
        } else {
            ("last", "before")
        };
        let mut entries = 25;
        if site.room < 25 || self.dice.chance(85) {
            entries = self.dice.below(site.room.min(5) + 1);
            given.push((input(size), json!(entries)));
        }
        match self.dice.below(40) {
            0 => given.retain(|(known, _)| known.name != size),
            1 => given.push((input(if size == "first" { "last" } else { "first" }), json!(2))),
            _ => {}
        }
        if given.is_empty() && site.room < 25 {
            given.push((input(size), json!(self.dice.one(&[101, -1]))));
        }
        if self.dice.chance(25) {
            let known = format!("{}.{}", site.object, site.field);
            match self.pool.cursor(&mut self.dice, &known) {
                Some((cursor, place)) if self.dice.chance(85) => {
                    given.push((input(beyond), json!(cursor)));
                    for (name, value) in &place.given {
                        given.push((input(name), value.clone()));
                    }
                }
                _ => given.push((input(beyond), self.pool.wrong_cursor(&mut self.dice))),
            }
        } else if self.dice.chance(5) {
            given.push((input(beyond), Json::Null));
        }
        entries
    }

    /// A value in its place: as a literal, as a variable, or as a literal with variables in it.
    fn written_value(&mut self, ty: &Type, value: Json, only_one: bool) -> String {
        if value.is_null() {
            return "null".to_owned();
        }
        if self.dice.chance(25) {
            // Where exactly one field is taken, a variable is not nullable, whatever its default.
            let form = 2 * self.dice.below(2);
            return if only_one {
                self.declare_as(form, ty, value)
            } else {
                self.declare(ty, value)
            };
        }
        let Json::Object(fields) = &value else {
            return self.literal(ty, &value);
        };
        let Kind::Input(inputs) = &self.schema.types[named(ty)] else {
            unreachable!("only inputs are objects")
        };
        // One field of an input that takes exactly one must be there.
        let exactly_one = named(ty) == "PersonRef";
        let mut written = Vec::new();
        for (name, value) in fields {
            let mut ty = inputs
                .iter()
                .find(|input| input.name == *name)
                .unwrap()
                .ty
                .clone();
            ty.nullable &= !exactly_one;
            written.push(format!(
                "{name}: {}",
                self.written_value(&ty, value.clone(), exactly_one)
            ));
        }
        format!("{{ {} }}", written.join(", "))
    }

    /// A random value of a type.
    fn value(&mut self, ty: &Type, name: &str, site: Site, depth: usize) -> Json {
        if let BaseType::List(inner) = &ty.base {
            let mut items: Vec<Json> = Vec::new();
            for _ in 0..self.dice.below(4) {
                items.push(self.value(inner, name, site, depth));
            }
            // One value where a list belongs is a list of one.
            return if items.len() == 1 && self.dice.chance(50) {
                items.remove(0)
            } else {
                items.into()
            };
        }
        match (&self.schema.types[named(ty)], named(ty)) {
            (Kind::Enum(words), _) => json!(self.dice.one(words)),
            (Kind::Input(fields), input) => self.input(fields, input, name, site, depth),
            (_, "ID") => self
                .pool
                .id(&mut self.dice, if name == "id" { site.field } else { name }),
            (_, "Boolean") => json!(self.dice.chance(50)),
            (_, "Int") if name == "first" => json!(1 + self.dice.below(6)),
            (_, "Int") if name == "minScore" => json!(self.dice.below(110)),
            (_, "Int") if name == "weight" => json!(self.dice.below(12)),
            (_, "Int") => json!(self.dice.below(20) * 10),
            (_, "Float") => json!(self.dice.one(&[-0.999_999_999, -0.25, 0.0, 0.25, 0.5, 3.0])),
            (_, "Seq") => self.pool.seq(&mut self.dice),
            (_, "DateTimeOrDuration") => self.pool.moment(&mut self.dice),
            (_, "DateTime") => self.pool.instant(&mut self.dice),
            (_, "Date") => self.pool.date(&mut self.dice),
            (_, "DateOrDuration") => self.pool.day(&mut self.dice),
            (_, "String") if name == "externalSource" => self.pool.key(&mut self.dice).0,
            (_, "String") => self.pool.text(&mut self.dice),
            (_, other) => panic!("the generator makes no {other}"),
        }
    }

    fn input(&mut self, fields: &[Input], input: &str, name: &str, site: Site, depth: usize) -> Json {
        if input == "PersonRef" {
            let (source, id) = self.pool.key(&mut self.dice);
            return match self.dice.below(3) {
                0 => json!({ "id": self.pool.id(&mut self.dice, "person") }),
                1 => json!({ "email": self.pool.email(&mut self.dice) }),
                _ => json!({ "external": { "source": source, "externalId": id } }),
            };
        }
        let mut given = Map::new();
        let needed = input.ends_with("Order");
        for _ in 0..1 + self.dice.below(2) {
            let field = self.dice.one(fields);
            let nests = ["and", "or", "not"].contains(&field.name.as_str());
            let is_custom = field.name == "customFields";
            if needed || is_custom || given.contains_key(&field.name) || (nests && depth > 1) {
                continue;
            }
            let heart = if input.ends_with("Comparator") || input == "LabelListFilter" {
                name
            } else {
                &field.name
            };
            let value = self.value(&field.ty, heart, site, depth + usize::from(nests));
            given.insert(field.name.clone(), value);
        }
        for field in fields {
            let asked = needed || !field.ty.nullable;
            if asked && !given.contains_key(&field.name) {
                given.insert(
                    field.name.clone(),
                    self.value(&field.ty, &field.name, site, depth),
                );
            }
        }
        given.into()
    }
}
