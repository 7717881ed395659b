//! A mutation with arguments that are valid, and what has to stand before it.
//!
//! Arguments are templates. `$goal` is a goal that is made for this very run, `@goal` one that all cases share, `~goal` one of
//! another workspace, `!goal` an archived one, `?goal` one that does not exist, and `+goal` a new id of the client's. `$goal:2` is a second
//! one, `$exchange/asked` one of another make (`prototypes.rs`), `$person/full#facts` the first of its facts. `%` is a number that
//! no other text has. Within a text, such an id stands in braces.

use serde_json::{Value, json};

/// Who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Owner,
    Stranger,
    /// Somebody who signed up a moment ago, for this run.
    Guest,
}

/// The step by which time passes.
pub const PASSES: &str = "time passes";

/// A mutation and its arguments.
pub type Step = (&'static str, Value);

#[derive(Clone, Debug)]
pub struct Case {
    pub mutation: &'static str,
    pub arguments: Value,
    /// Tells two cases of one mutation apart.
    pub name: &'static str,
    pub by: By,
    pub steps: Vec<Step>,
    /// Other states in which it is tried: what was done before.
    pub states: Vec<Vec<Step>>,
    /// Whether it is refused as it is.
    pub refused: bool,
    /// Whether it is varied.
    pub varied: bool,
}

pub fn case(mutation: &'static str, arguments: Value) -> Case {
    Case {
        mutation,
        arguments,
        name: "",
        by: By::Owner,
        steps: Vec::new(),
        states: Vec::new(),
        refused: false,
        varied: true,
    }
}

impl Case {
    pub fn named(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    pub fn by(mut self, by: By) -> Self {
        self.by = by;
        self
    }

    /// What has to be done before.
    pub fn after(mut self, mutation: &'static str, arguments: Value) -> Self {
        self.steps.push((mutation, arguments));
        self
    }

    /// Another state in which it is tried.
    pub fn tried_after(mut self, steps: &[Step]) -> Self {
        self.states.push(steps.to_vec());
        self
    }

    /// Other states, each one step on the record alone.
    pub fn tried_after_each(mut self, id: &str, mutations: &[&'static str]) -> Self {
        let states = mutations.iter().map(|it| vec![(*it, json!({ "id": id }))]);
        self.states.extend(states);
        self
    }

    /// What stands in the way is in the steps before.
    pub fn refused(mut self) -> Self {
        self.refused = true;
        self
    }

    /// As it is, and nothing but it: another case of the mutation is varied.
    pub fn alone(mut self) -> Self {
        self.varied = false;
        self
    }
}

/// Archiving and restoring a record of this kind.
pub fn archiving(archive: &'static str, restore: &'static str, id: &str) -> Vec<Case> {
    vec![
        case(archive, json!({ "id": id })),
        case(restore, json!({ "id": id })).after(archive, json!({ "id": id })),
    ]
}
