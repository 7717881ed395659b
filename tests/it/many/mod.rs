//! Many records changed by one mutation: by rows, by a selection of people, by a condition, and where it is not known who is there.

mod changes;
mod conditional;
mod labels;
mod ledger;
mod scripts;
mod sets;
mod upserts;

use serde_json::{Value, json};
use tests::{Client, TestApp};

use crate::replay::names::Names;
use crate::replay::tables::dump;

/// What mutations of rows answer.
pub const ROWS: &str = "rows { ref index status recordId record { id revision } userErrors {
    code message path
    ... on ConflictError { currentRevision }
    ... on DuplicateError { existing { id } }
    ... on StateError { state } } }
    counts { created updated unchanged skipped rejected } seq userErrors { code message path ... on InputError { max } }";

/// Sends a mutation by its name, with variables of these types; the payload.
pub async fn send(
    client: &Client,
    mutation: &str,
    types: &[(&str, &str)],
    variables: Value,
    shown: &str,
) -> Value {
    let given = |it: &&(&str, &str)| variables.get(it.0).is_some();
    let declared: Vec<String> = types
        .iter()
        .filter(given)
        .map(|(name, ty)| format!("${name}: {ty}"))
        .collect();
    let passed: Vec<String> = types
        .iter()
        .filter(given)
        .map(|(name, _)| format!("{name}: ${name}"))
        .collect();
    let text = format!(
        "mutation({}) {{ {mutation}({}) {{ {shown} }} }}",
        declared.join(", "),
        passed.join(", ")
    );
    client.ok(&text, variables).await[mutation].take()
}

pub fn statuses(answer: &Value) -> Vec<&str> {
    let rows = answer["rows"].as_array().unwrap();
    rows.iter().map(|row| row["status"].as_str().unwrap()).collect()
}

/// The code and the path of the first thing that is wrong with a row.
pub fn wrong(row: &Value) -> (&Value, &Value) {
    let error = &row["userErrors"][0];
    (&error["code"], &error["path"])
}

pub async fn tables(app: &TestApp) -> Vec<(String, String)> {
    dump(app, &mut Names::default()).await
}

/// So many people, made at once; their ids.
pub async fn people(client: &Client, count: usize) -> Vec<String> {
    let query = "mutation($rows: [CreatePersonInput!]!) { createPeople(rows: $rows) { rows { recordId } userErrors { message } } }";
    let mut ids = Vec::new();
    for start in (0..count).step_by(500) {
        let inputs: Vec<Value> = (start..count.min(start + 500))
            .map(|number| json!({ "displayName": format!("Person {number:04}") }))
            .collect();
        let made = client.ok(query, json!({ "rows": inputs })).await;
        let rows = made["createPeople"]["rows"].as_array().unwrap().clone();
        ids.extend(
            rows.iter()
                .map(|row| row["recordId"].as_str().unwrap().to_owned()),
        );
    }
    ids
}
