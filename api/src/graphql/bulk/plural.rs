//! Many of one kind: for every mutation that takes an `input` alone and writes a record, one that takes many of them, made from its
//! declaration. `createPeople(inputs: [CreatePersonInput!]!)` is to `createPerson` what a request is to a row of it.

use async_graphql::Value;

use super::apply::{Batch, ROWS, apply};
use super::governed;
use super::payload::ApplyMutationsPayload;
use super::row::Row;
use crate::graphql::plan::{Does, Done, Field, FieldType, Sent, Source};
use crate::kit::Path;

/// The plurals of mutations, but for those whose name is taken.
#[must_use]
pub fn plurals(mutations: &[Field]) -> Vec<Field> {
    let plurals = mutations.iter().filter_map(plural);
    let is_free = |field: &Field| mutations.iter().all(|other| other.name != field.name);
    plurals.filter(is_free).collect()
}

fn plural(field: &Field) -> Option<Field> {
    let Source::Verb(Does::Writes(_), payload) = &field.source else {
        return None;
    };
    let [input] = field.arguments.as_slice() else {
        return None;
    };
    let shown = (payload.object)().fields.first()?;
    if input.name != "input" || !matches!(shown.kind, FieldType::One(_)) {
        return None;
    }
    let (verb, record) = field
        .name
        .split_at_checked(field.name.len().checked_sub(shown.name.len())?)?;
    if !record.eq_ignore_ascii_case(shown.name) {
        return None;
    }
    let singular = field.name;
    let name: &str = format!("{verb}{}", many(record)).leak();
    let description: &str = format!(
        "`{singular}` for each of up to 500 inputs, in order and in one transaction. What is wrong with one is told at its place, such as \
         `[\"inputs\", \"3\", \"displayName\"]`; sent again with ids of the client's, what is there already is `UNCHANGED`."
    )
    .leak();
    let verb = Field::verb_like::<ApplyMutationsPayload>(name, description, field);
    let verb = governed(verb.listing(input, "inputs", "What to do it with, at most 500, in this order."));
    let batch = move |sent: &mut Sent<'_>| {
        let inputs = match sent.value("inputs") {
            Some(Value::List(inputs)) => inputs,
            given => given.into_iter().collect(),
        };
        sent.checks.count(Path::argument("inputs"), inputs.len(), ROWS);
        let inputs = inputs.into_iter().take(ROWS).enumerate();
        let rows = inputs.map(|(place, input)| Row::of(singular, place, input, sent.caller));
        Batch::of(rows.collect::<Result<_, _>>()?, sent)
    };
    Some(verb.leaves(batch, apply, Done::value).alone())
}

/// Many of a thing, by the rules of English that our records need.
fn many(record: &str) -> String {
    match (record, record.strip_suffix('y')) {
        ("Person", _) => "People".to_owned(),
        (_, Some(stem)) => format!("{stem}ies"),
        _ => format!("{record}s"),
    }
}
