//! Making a record under an id, or changing the one that has it: for every record of which the input that makes it has no field, but the
//! id, that the input which changes it has not. Such a mutation is made from the declarations of both.

use std::str::FromStr as _;

use async_graphql::indexmap::IndexMap;
use async_graphql::registry::{MetaType, Registry};
use async_graphql::{ID, Name, Value};
use entity::{AnyId, RecordType};
use uuid::Uuid;

use super::payload::ApplyMutationsPayload;
use super::plural::{takes, verb_of};
use super::row::job_of;
use crate::graphql::plan::{Argument, Done, Field, FieldType, Given, Job, RunJob, Sent, Target};
use crate::kit::tx::Command as _;
use crate::kit::{Code, Failure, Fault, Path, Tx};

/// The arguments of an object, by name.
type Fields = IndexMap<Name, Value>;

/// The mutations that make or change, but for those whose name is taken.
#[must_use]
pub fn upserts(mutations: &[Field]) -> Vec<Field> {
    let upserts = mutations.iter().filter_map(|field| upsert(mutations, field));
    let is_free = |field: &Field| mutations.iter().all(|other| other.name != field.name);
    upserts.filter(is_free).collect()
}

fn upsert(mutations: &[Field], create: &Field) -> Option<Field> {
    let (verb, record) = verb_of(create)?;
    let named = |name: String| mutations.iter().find(|field| field.name == name);
    let update = named(format!("update{record}"))?;
    let is_pair = verb == "create" && takes(create, &["input"]);
    if !is_pair || !takes(update, &["id", "input", "expectedRevision"]) || create.rights != update.rights {
        return None;
    }
    let input = |field: &Field| field.arguments.iter().find(|it| it.name == "input").cloned();
    let (new, changed) = (input(create)?, input(update)?);
    if !is_within(&fields(&new), &fields(&changed)) {
        return None;
    }
    let (like, shown) = (create, create.answers()?);
    let (create, update) = (create.name, update.name);
    let name: &str = format!("upsert{record}").leak();
    let description: &str = format!(
        "`{create}` under this id; or `{update}`, where it is there: then fields that are left out or null stay as they are. An archived one \
         is neither changed nor made anew."
    )
    .leak();
    let verb = Field::verb_like::<ApplyMutationsPayload>(name, description, like)
        .argument::<ID>("id", "Which one: the id that it has, or is to have.")
        .taking(
            "input",
            new.ty,
            "What the record is to be, whether it is there or made.",
        );
    let read = move |sent: &mut Sent<'_>| Upsert::read(sent, (create, update), shown);
    Some(verb.leaves(read, run, |done: Done| done).answering(shown))
}

/// The fields of an input type, with their types.
fn fields(input: &Argument) -> Vec<(String, String)> {
    let mut registry = Registry::default();
    let name = input.register(&mut registry).ty;
    match registry.types.get(name.trim_end_matches('!')) {
        Some(MetaType::InputObject { input_fields, .. }) => {
            let fields = input_fields.values();
            let ty = |ty: &str| ty.trim_end_matches('!').to_owned();
            fields.map(|field| (field.name.clone(), ty(&field.ty))).collect()
        }
        _ => Vec::new(),
    }
}

fn is_within(new: &[(String, String)], changed: &[(String, String)]) -> bool {
    let has_id = new.iter().any(|(name, _)| name == "id");
    has_id && new.iter().all(|field| field.0 == "id" || changed.contains(field))
}

/// A record that is to be there, and to be as is said.
struct Upsert {
    record: (Option<RecordType>, Uuid),
    /// What makes it, and what changes it.
    jobs: (Job, Job),
}

impl Upsert {
    /// None where something is wrong with what was sent, which is noted.
    fn read(
        sent: &mut Sent<'_>,
        (create, update): (&'static str, &'static str),
        shown: Target,
    ) -> Result<Option<Self>, Fault> {
        let id = sent.value("id").unwrap_or_default();
        let mut new = match sent.value("input") {
            Some(Value::Object(said)) => said,
            _ => Fields::default(),
        };
        let other = new.insert(Name::new("id"), id.clone());
        if other.is_some_and(|other| other != Value::Null && other != id) {
            let message = "another id than `id`: leave it out";
            sent.checks.note(Code::Invalid, Path::input("id"), message);
        }
        let mut change = new.clone();
        change.retain(|name, value| name != "id" && *value != Value::Null);
        let uuid = match &id {
            Value::String(text) => AnyId::from_str(text).map(|id| id.uuid).unwrap_or_default(),
            _ => Uuid::nil(),
        };
        let changes = [("id", id), ("input", Value::Object(change))];
        // What is wrong with the one is wrong with the other, and is told once.
        let Some(update) = job(sent, update, changes)? else {
            return Ok(None);
        };
        let create = job(sent, create, [("input", Value::Object(new))])?;
        let kind = (shown.object)().fields.first().map(|field| &field.kind);
        let record = match kind {
            Some(FieldType::One(record)) => ((record.object)().record, uuid),
            _ => (None, uuid),
        };
        Ok(create.map(|create| Self {
            record,
            jobs: (create, update),
        }))
    }
}

/// What a mutation would run for these arguments; what is wrong with them is noted.
fn job<const N: usize>(
    sent: &mut Sent<'_>,
    mutation: &'static str,
    given: [(&'static str, Value); N],
) -> Result<Option<Job>, Fault> {
    let given = given.into_iter().map(|(name, value)| (Name::new(name), value));
    match job_of(mutation, &Given::of(Value::Object(given.collect())), sent.caller) {
        Ok(job) => Ok(Some(job)),
        Err(Failure::Rejected(problems)) => {
            problems.into_iter().for_each(|problem| sent.checks.push(problem));
            Ok(None)
        }
        Err(Failure::Fault(fault)) => Err(fault),
    }
}

async fn run(tx: &mut Tx, upsert: &Option<Upsert>) -> Result<Done, Failure> {
    let Some(Upsert { record, jobs }) = upsert else {
        return Err(Fault::Internal("what is wrong was noted and not told".to_owned()).into());
    };
    let is_there = match record {
        (Some(kind), id) => tx.has_made(*kind, *id).await?,
        (None, _) => false,
    };
    let job = if is_there { &jobs.1 } else { &jobs.0 };
    RunJob.run(tx, job).await
}
