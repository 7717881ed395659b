//! Many of one kind: for every mutation that writes the record that it is named after, one that takes many of them, made from its
//! declaration.
//!
//! It takes `rows`. Where the mutation takes an `input` alone, each is such an input: `createPeople(rows: [CreatePersonInput!]!)` for
//! `createPerson`. Else it has the arguments of the mutation: `updatePeople(rows: [UpdatePersonRow!]!)` for `updatePerson`.

use async_graphql::{Name, Value};

use super::apply::{Batch, ROWS, apply};
use super::governed;
use super::payload::ApplyMutationsPayload;
use super::row::{Place, Row};
use crate::graphql::plan::{
    Argument, ArgumentType, Does, Done, Field, FieldType, Given, Sent, Source, capitalized,
};
use crate::kit::Path;

/// The arguments of a mutation that speaks of a record as it stands.
const TARGET: [&str; 2] = ["id", "expectedRevision"];

/// The plurals of mutations, but for those whose name is taken.
#[must_use]
pub fn plurals<'a>(mutations: impl Iterator<Item = &'a Field> + Clone) -> Vec<Field> {
    let plurals = mutations.clone().filter_map(plural);
    let is_free = |field: &Field| mutations.clone().all(|other| other.name != field.name);
    plurals.filter(is_free).collect()
}

/// What a mutation that can be one of many does, and to which record, if it is named after one: `update` and `Person`.
pub fn verb_of(field: &Field) -> Option<(&'static str, &'static str)> {
    let Source::Verb(Does::Writes(_), payload) = &field.source else {
        return None;
    };
    let shown = (payload.object)().fields.first()?;
    if !matches!(shown.kind, FieldType::One(_)) {
        return None;
    }
    let verb = field.name.len().checked_sub(shown.name.len())?;
    let (verb, record) = field.name.split_at_checked(verb)?;
    record.eq_ignore_ascii_case(shown.name).then_some((verb, record))
}

/// Whether it takes these arguments and no others.
pub fn takes(field: &Field, names: &[&str]) -> bool {
    field.arguments.len() == names.len() && field.arguments.iter().all(|it| names.contains(&it.name))
}

fn plural(field: &Field) -> Option<Field> {
    let (verb, record) = verb_of(field)?;
    let singular = field.name;
    let name: &str = format!("{verb}{}", many(record)).leak();
    // A row that is the input stands for it: nothing is called `input` in it.
    let (ty, stands_for, place) = if takes(field, &["input"]) {
        let input = field.arguments.first()?;
        let ty = ArgumentType::List(Box::new(input.ty.clone()));
        (ty, 1, r#"["rows", "3", "displayName"]"#)
    } else {
        (rows(field), 0, r#"["rows", "3", "id"]"#)
    };
    let description: &str = format!(
        "`{singular}` for each of up to 500 rows, in order and in one transaction. What is wrong with one is told at its place, such as \
         `{place}`; sent again with ids of the client's, what is there already is `UNCHANGED`."
    )
    .leak();
    let verb = Field::verb_like::<ApplyMutationsPayload>(name, description, field);
    let verb = governed(verb.taking("rows", ty, "What to do it with, at most 500, in this order."));
    let batch = move |sent: &mut Sent<'_>| {
        let given = match sent.value("rows") {
            Some(Value::List(given)) => given,
            given => given.into_iter().collect(),
        };
        sent.checks.count(Path::argument("rows"), given.len(), ROWS);
        let given = given.into_iter().take(ROWS).enumerate();
        let rows = given.map(|(index, given)| {
            let given = match stands_for {
                0 => given,
                _ => Value::Object([(Name::new("input"), given)].into_iter().collect()),
            };
            let place = Place {
                index,
                at: Path::argument("rows").at(index),
                stands_for,
            };
            Row::of(singular, place, &Given::of(given), sent.caller)
        });
        Batch::of(rows.collect::<Result<_, _>>()?, sent)
    };
    Some(verb.leaves(batch, apply, Done::value).alone())
}

/// Rows of what a mutation takes. What speaks of a record as it stands is of one type for all records.
fn rows(field: &Field) -> ArgumentType {
    let arguments: Vec<Argument> = field.arguments.clone();
    if takes(field, &TARGET) {
        let description =
            "A record as it stands: which one, and the revision of it that the client has seen.";
        let plain = |argument: Argument| match argument.name {
            "id" => Argument {
                description: "The id of the record that is meant.",
                ..argument
            },
            _ => argument,
        };
        let arguments = arguments.into_iter().map(plain).collect();
        return ArgumentType::rows("TargetRow".to_owned(), description.to_owned(), arguments);
    }
    let name = format!("{}Row", capitalized(field.name));
    let description = format!("One of many of `{}`: its arguments.", field.name);
    ArgumentType::rows(name, description, arguments)
}

/// Many of a thing, by the rules of English that our records need.
pub fn many(record: &str) -> String {
    match (record, record.strip_suffix('y')) {
        ("Person", _) => "People".to_owned(),
        (_, Some(stem)) => format!("{stem}ies"),
        _ => format!("{record}s"),
    }
}
