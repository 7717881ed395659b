//! Many of one kind: for every mutation that takes an `input` alone and writes a record, one that takes many of them, made from its
//! declaration. `createPeople(inputs: [CreatePersonInput!]!)` is to `createPerson` what a request is to a row of it.

use async_graphql::Value;

use super::apply::{Batch, apply};
use super::payload::ApplyMutationsPayload;
use super::row::Row;
use crate::graphql::catalogue::catalogue;
use crate::graphql::plan::{Does, Done, Field, FieldType, Given, Job, Source};
use crate::kit::{Failure, Fault, Path};

/// The plurals of mutations, but for those whose name is taken.
#[must_use]
pub fn plurals(mutations: &[Field]) -> Vec<Field> {
    let plurals = mutations.iter().filter_map(|field| plural(field));
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
    let (verb, record) = field.name.split_at_checked(field.name.len().checked_sub(shown.name.len())?)?;
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
    let verb = Field::verb_of_all::<ApplyMutationsPayload>(name, description, &field.rights);
    let verb = verb.listing(input, "inputs", "What to make, at most 500, in this order.");
    let batch = move |sent: &mut crate::graphql::plan::Sent<'_>| {
        let Value::List(inputs) = sent.value("inputs") else {
            return Err(Fault::bad_input("inputs: a list is needed"));
        };
        sent.checks
            .count(Path::argument("inputs"), inputs.len(), super::apply::ROWS);
        let inputs = inputs.into_iter().take(super::apply::ROWS).enumerate();
        let rows = inputs.map(|(place, input)| row(singular, place, input, sent.caller));
        Batch::of(rows.collect::<Result<_, _>>()?, sent)
    };
    Some(super::governed(verb).leaves(batch, apply, Done::value).alone())
}

/// A row: what the singular does with this input.
fn row(singular: &'static str, place: usize, input: Value, caller: &crate::kit::Caller) -> Result<Row, Fault> {
    let path = Path::argument("inputs").at(place);
    let Some(Field {
        source: Source::Verb(Does::Writes(reading), _),
        ..
    }) = catalogue().mutations.field(singular)
    else {
        return Err(Fault::Internal(format!("there is no {singular}")));
    };
    let given = Given::of(vec![(async_graphql::Name::new("input"), input)]);
    match Job::read(singular, reading, &given, caller) {
        Ok(job) => Ok(Row::of(place, path, Ok(job))),
        Err(Failure::Rejected(problems)) => Ok(Row::of(place, path, Err(problems))),
        Err(Failure::Fault(fault)) => Err(fault),
    }
}

/// Many of a thing, by the rules of English that our records need.
fn many(record: &str) -> String {
    match (record, record.strip_suffix('y')) {
        ("Person", _) => "People".to_owned(),
        (_, Some(stem)) => format!("{stem}ies"),
        _ => format!("{record}s"),
    }
}
