//! Random documents that are valid by the schema, from a seed.

mod dice;
mod pool;
mod scope;
mod selections;
mod values;

pub use dice::Dice;
pub use pool::Pool;

use std::collections::BTreeSet;

use async_graphql::parser::types::Type;
use serde_json::{Map, Value as Json};

use super::compare::Query;
use super::schema::Schema;
use super::today::Today;

/// How much a document may hold: well within the gate's limits.
const FIELDS: usize = 70;
const ALIASES: usize = 40;
const REPEATS: usize = 30;
const DIRECTIVES: usize = 40;
/// Fields below one another.
const DEPTH: usize = 9;
/// Objects of one level, as far as can be foreseen.
const WIDTH: usize = 120;

/// A declared variable: its place in the text, and what it is given.
struct Variable {
    name: String,
    declaration: String,
    given: Option<Json>,
}

/// A named fragment.
struct Fragment {
    name: String,
    on: String,
    text: String,
    scope: scope::Scope,
    /// How many fields below one another it holds, how wide it grows, and how many fields it has.
    depth: usize,
    width: usize,
    fields: usize,
}

/// A document in the making.
pub struct Maker<'a> {
    dice: Dice,
    schema: &'a Schema,
    pool: &'a Pool,
    today: Today,
    variables: Vec<Variable>,
    fragments: Vec<Fragment>,
    names: usize,
    fields: usize,
    aliases: usize,
    repeats: usize,
    directives: usize,
    /// The deepest and the widest of the fragment that is being made.
    reached: (usize, usize),
}

impl<'a> Maker<'a> {
    /// Makes the document of a seed.
    pub fn make(seed: u64, schema: &'a Schema, pool: &'a Pool, today: Today) -> Query {
        let mut maker = Maker {
            dice: Dice::new(seed),
            schema,
            pool,
            today,
            variables: Vec::new(),
            fragments: Vec::new(),
            names: 0,
            fields: 0,
            aliases: 0,
            repeats: 0,
            directives: 0,
            reached: (0, 0),
        };
        let mut roots = scope::Scope::default();
        let set = maker.selections("Query", &mut roots, selections::Level { depth: 0, width: 1 });
        maker.written(&set)
    }

    /// A new name.
    fn name(&mut self, letter: char) -> String {
        self.names += 1;
        format!("{letter}{:03}", self.names)
    }

    /// The whole document: what it does not use after all is left out.
    fn written(&mut self, set: &str) -> Query {
        let mut text = String::new();
        let mut used: BTreeSet<&str> = BTreeSet::new();
        let mut bodies = vec![set];
        while let Some(body) = bodies.pop() {
            for fragment in &self.fragments {
                if body.contains(&format!("...{}", fragment.name)) && used.insert(&fragment.name) {
                    bodies.push(&fragment.text);
                }
            }
        }
        for fragment in self
            .fragments
            .iter()
            .filter(|fragment| used.contains(fragment.name.as_str()))
        {
            text.push_str(&format!(
                "\nfragment {} on {} {}",
                fragment.name, fragment.on, fragment.text
            ));
        }
        let whole = format!("{set}{text}");
        let uses = |variable: &&Variable| whole.contains(&format!("${}", variable.name));
        let declared: Vec<&str> = self
            .variables
            .iter()
            .filter(uses)
            .map(|variable| variable.declaration.as_str())
            .collect();
        let mut variables = Map::new();
        for variable in self.variables.iter().filter(uses) {
            if let Some(given) = &variable.given {
                variables.insert(variable.name.clone(), given.clone());
            }
        }
        let head = match declared.as_slice() {
            [] => ["", "query ", "query Named "][self.dice.below(3)].to_owned(),
            declared => format!("query({}) ", declared.join(", ")),
        };
        Query {
            text: format!("{head}{whole}"),
            variables,
            ..Query::default()
        }
    }

    /// Declares a variable for a place of this type; answers how it is written there. `given` may be left out only where
    /// the place may be.
    fn declare(&mut self, ty: &Type, value: Json) -> String {
        let form = self.dice.below(if ty.nullable { 7 } else { 3 });
        self.declare_as(form, ty, value)
    }

    /// The same, for a condition.
    fn declare_condition(&mut self, value: bool) -> String {
        let form = if self.today.defaults_in_conditions {
            self.dice.below(3)
        } else {
            2 * self.dice.below(2)
        };
        self.declare_as(form, &Type::new("Boolean!").unwrap(), value.into())
    }

    fn declare_as(&mut self, form: usize, ty: &Type, value: Json) -> String {
        let name = self.name('v');
        let nullable = Type {
            nullable: true,
            ..ty.clone()
        };
        let literal = self.literal(ty, &value);
        let (written, given) = match form {
            0 => (format!("{nullable}!"), Some(value)),
            1 => (format!("{nullable} = {literal}"), None),
            2 => (format!("{nullable}! = {literal}"), Some(value)),
            3 => (nullable.to_string(), Some(value)),
            4 => (nullable.to_string(), None),
            5 => (format!("{nullable} = {literal}"), Some(Json::Null)),
            _ => (nullable.to_string(), Some(Json::Null)),
        };
        self.variables.push(Variable {
            declaration: format!("${name}: {written}"),
            name: name.clone(),
            given,
        });
        format!("${name}")
    }
}
