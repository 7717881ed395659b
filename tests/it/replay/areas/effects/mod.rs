//! What a write does to other records than its own, and what is refused for their sake.

mod labels;
mod people;
mod work;

use serde_json::{Value, json};

use crate::replay::case::{Case, Step};

fn of(id: &str) -> Value {
    json!({ "id": id })
}

fn made(input: Value) -> Value {
    json!({ "input": input })
}

fn after(case: Case, steps: &[Step]) -> Case {
    let case = steps.iter().fold(case, |case, (mutation, given)| {
        case.after(mutation, given.clone())
    });
    case.alone()
}

pub fn cases() -> Vec<Case> {
    // The last one lets time pass.
    [people::cases(), labels::cases(), work::cases()].concat()
}
