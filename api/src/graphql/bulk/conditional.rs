//! One change of all records of which something holds: for every mutation that updates a record which has a list with a filter, one
//! that takes the filter, made from the declarations of both: `updatePeopleWhere` from `updatePerson` and `people`.

use async_graphql::{Name, Value};

use super::apply::{Batch, ROWS, apply};
use super::governed;
use super::matching::Matching;
use super::payload::{ApplyMutationsPayload, RowDone};
use super::plural::{many, takes, verb_of};
use super::row::{Place, Row};
use crate::graphql::plan::{ArgumentType, Done, Field, Given, Json, Sent};
use crate::kit::{Caller, Failure, Fault, Path, Tx};

/// The arguments of a mutation that updates a record.
const UPDATE: [&str; 3] = ["id", "input", "expectedRevision"];

/// The mutations that change what a condition means.
#[must_use]
pub fn conditionals(queries: &[Field], mutations: &[Field]) -> Vec<Field> {
    let conditionals = mutations.iter().filter_map(|field| conditional(queries, field));
    conditionals.collect()
}

fn conditional(queries: &[Field], field: &Field) -> Option<Field> {
    let record = match verb_of(field)? {
        ("update", record) if takes(field, &UPDATE) => record,
        _ => return None,
    };
    let mut list = many(record);
    if let Some(first) = list.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    let query = queries.iter().find(|query| query.name == list)?;
    let argument = |of: &Field, name| {
        of.arguments
            .iter()
            .find(|it| it.name == name)
            .map(|it| it.ty.clone())
    };
    let (filter, input) = (argument(query, "filter")?, argument(field, "input")?);
    let (singular, list) = (field.name, query.name);
    let name: &str = format!("update{}Where", many(record)).leak();
    let description: &str = format!(
        "`{singular}` for each record that `{list}` lists under a condition, in the order of their ids and in one transaction; who calls must \
         be allowed to see the list. Nothing is done where more records meet it than `maxAffected` says, and where it says nothing. `ref` of \
         a row is the record's id; what is wrong with the change is told below `input`."
    )
    .leak();
    let verb = Field::verb_like::<ApplyMutationsPayload>(name, description, field)
        .taking(
            "where",
            ArgumentType::Needed(Box::new(filter)),
            "What holds of the records to change. It must say something.",
        )
        .taking("input", input, "What to change of each.")
        .argument::<i32>(
            "maxAffected",
            "How many records meet the condition at most, up to 500. Where more do nothing is changed, and the error says how many.",
        );
    let read = move |sent: &mut Sent<'_>| Change::read(sent, singular, list);
    Some(governed(verb).leaves(read, change, Done::value).alone())
}

/// What to change of which records.
struct Change {
    singular: &'static str,
    matching: Matching,
    set: Value,
    caller: Caller,
    batch: Batch,
}

impl Change {
    fn read(sent: &mut Sent<'_>, singular: &'static str, list: &'static str) -> Result<Self, Fault> {
        let given = vec![("filter", sent.value("where").unwrap_or_default())];
        let change = Self {
            singular,
            matching: Matching::read(sent, (list, Path::argument("where")), given, ROWS)?,
            set: sent.value("input").unwrap_or_default(),
            caller: sent.caller.clone(),
            batch: Batch::of(Vec::new(), sent)?,
        };
        // What is wrong with it whichever record it is done to is told once, and before anything is looked for.
        if let Err(problems) = change.row(0, uuid::Uuid::nil())?.job {
            problems.into_iter().for_each(|problem| sent.checks.push(problem));
        }
        Ok(change)
    }

    /// The change of one of the records.
    fn row(&self, index: usize, id: uuid::Uuid) -> Result<Row, Fault> {
        let id = Json::id_text(self.matching.prefix, id);
        let given = [("id", Value::String(id.clone())), ("input", self.set.clone())];
        let given = given.into_iter().map(|(name, value)| (Name::new(name), value));
        let place = Place {
            index,
            at: Path::argument("input"),
            stands_for: 1,
        };
        let given = Given::of(Value::Object(given.collect()));
        Ok(Row::of(self.singular, place, &given, &self.caller)?.called(id))
    }
}

async fn change(tx: &mut Tx, change: &Change) -> Result<Vec<RowDone>, Failure> {
    let ids = change.matching.ids(tx).await?.into_iter().enumerate();
    let rows = ids.map(|(index, id)| change.row(index, id));
    let batch = change.batch.with(rows.collect::<Result<_, _>>()?);
    apply(tx, &batch).await
}
