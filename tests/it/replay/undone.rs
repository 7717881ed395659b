//! Whatever mutation can be one of many is undone exactly: every table is as it was before, but for what every write moves on. Undoing
//! that gives back what the mutation had made.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use tests::{Client, Engine, TestApp};

use super::ask::document;
use super::case::{By, Case};
use super::names::Names;
use super::world::{Scope, World};
use super::{WORLDS, patient, tables};

/// Tables in which it is written down that something was written.
const BOOKS: [&str; 4] = ["change", "change_set", "change_set_row", "workspace"];

/// Columns that every write of a record moves on.
const MOVED: [&str; 3] = ["revision", "seq", "updated_at"];

const APPLY: &str = "mutation($name: String!, $variables: JSON) {
    applyMutations(mutations: [{ name: $name, variables: $variables }]) {
        changeSet { id } rows { status } counts { created updated } userErrors { message }
    }
}";

const UNDO: &str = "mutation($id: ID!) {
    undoChangeSet(id: $id) {
        changeSet { id undoes { id } } undone { isUndoable } conflicts { recordId field reason } userErrors { message }
    }
}";

/// What stands in all tables, but for what every write moves on.
pub async fn content(app: &TestApp, names: &mut Names) -> BTreeSet<String> {
    let rows = tables::dump(app, names).await.into_iter();
    let rows = rows.filter(|(table, _)| !BOOKS.contains(&table.as_str()));
    let rows = rows.map(|(table, row)| {
        let mut row: Map<String, Value> = serde_json::from_str(&row).unwrap();
        row.retain(|column, _| !MOVED.contains(&column.as_str()));
        format!("{table} {}", Value::Object(row))
    });
    rows.collect()
}

fn differences(one: &BTreeSet<String>, other: &BTreeSet<String>) -> String {
    let lacking = one.difference(other).map(|row| format!("- {row}"));
    let more = other.difference(one).map(|row| format!("+ {row}"));
    lacking.chain(more).collect::<Vec<_>>().join("\n")
}

async fn undo(client: &Client, id: &Value) -> Value {
    let mut answer = client.ok(UNDO, json!({ "id": id })).await;
    answer["undoChangeSet"].take()
}

/// Does it, undoes it, and undoes that; whether something was done at all, and what is wrong.
async fn there_and_back(
    app: &TestApp,
    world: &mut World<'_>,
    case: &Case,
    names: &mut Names,
) -> (bool, String) {
    let client = world.caller(By::Owner).await;
    let mut scope = Scope::default();
    world.steps(&case.steps, &mut scope).await;
    let variables = world.fill(&case.arguments, &mut scope).await;
    let before = content(app, names).await;
    let mut done = if case.mutation.starts_with("merge") || case.mutation == "collaborateOnMatch" {
        // It goes by itself.
        let (text, _) = document(world.schema, case.mutation, &variables, Ok("changeSet { id }"));
        client.ok(&text, variables).await[case.mutation].take()
    } else {
        let sent = json!({ "name": case.mutation, "variables": variables });
        client.ok(APPLY, sent).await["applyMutations"].take()
    };
    let set = done["changeSet"]["id"].take();
    if set.is_null() {
        let stays = content(app, names).await;
        return (false, differences(&before, &stays));
    }
    let after = content(app, names).await;
    let undone = undo(&client, &set).await;
    let again = content(app, names).await;
    let mut wrong = differences(&before, &again);
    if undone["conflicts"] != json!([])
        || undone["userErrors"] != json!([])
        || undone["undone"]["isUndoable"] != false
    {
        wrong += &format!("\nundoing answers {undone}");
    }
    let redone = undo(&client, &undone["changeSet"]["id"]).await;
    if redone["conflicts"] != json!([]) || redone["userErrors"] != json!([]) {
        wrong += &format!("\nundoing that answers {redone}");
    }
    let back = differences(&after, &content(app, names).await);
    if !back.is_empty() {
        wrong += &format!("\nonce that was undone:\n{back}");
    }
    (true, wrong)
}

/// All of them; on PostgreSQL, where a look at all tables takes long, every fourth: rows are read and written back there by the same code.
async fn all(app: TestApp) {
    let (mut world, mut names) = (World::new(&app).await, Names::default());
    let (mut tried, mut wrong) = (0, Vec::new());
    let every = if app.engine == Engine::Postgres { 4 } else { 1 };
    for case in WORLDS.iter().flat_map(|cases| cases()).step_by(every) {
        if case.refused || case.by != By::Owner || case.mutation == "eraseDimension" {
            continue;
        }
        let (is_done, differs) = there_and_back(&app, &mut world, &case, &mut names).await;
        tried += usize::from(is_done);
        if !differs.trim().is_empty() {
            wrong.push(format!("{} {}\n{differs}", case.mutation, case.name));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {tried}:\n{}",
        wrong.len(),
        wrong.join("\n\n")
    );
    assert!(tried > 150 / every, "only {tried} were tried");
}

#[test]
fn sqlite() {
    tests::run_with(Engine::Sqlite, patient, all);
}

#[test]
fn postgres() {
    tests::run_with(Engine::Postgres, patient, all);
}
