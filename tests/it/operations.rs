//! `examples/operations/`: one document for each screen of a client. Each works with the demo, reads and writes, and selects what a
//! cache needs.

use std::path::Path;

use api::demo;
use async_graphql::Positioned;
use async_graphql::parser::parse_query;
use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, Field, OperationType, Selection, SelectionSet,
};
use serde_json::{Value, json};
use tests::{TestApp, both};

use crate::plans::schema::{Schema, named};

/// A screen: its name, its document, and what its query is sent with.
pub struct Screen {
    pub name: String,
    pub document: String,
    pub variables: Value,
}

/// All screens, by name.
pub fn screens() -> Vec<Screen> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/operations");
    let mut screens: Vec<Screen> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "graphql"))
        .map(|path| Screen {
            name: path.file_stem().unwrap().to_str().unwrap().to_owned(),
            document: std::fs::read_to_string(&path).unwrap(),
            variables: serde_json::from_str(&std::fs::read_to_string(path.with_extension("json")).unwrap())
                .unwrap(),
        })
        .collect();
    screens.sort_by(|a, b| a.name.cmp(&b.name));
    screens
}

/// The names of a document's queries and of its mutations.
fn operations(document: &ExecutableDocument) -> (Vec<String>, Vec<String>) {
    let DocumentOperations::Multiple(operations) = &document.operations else {
        panic!("an operation without a name");
    };
    let names = |ty: OperationType| {
        let wanted = operations.iter().filter(|(_, it)| it.node.ty == ty);
        wanted.map(|(name, _)| name.to_string()).collect()
    };
    (names(OperationType::Query), names(OperationType::Mutation))
}

/// What a mutation is sent with, by what its screen shows.
fn input(mutation: &str, shown: &Value) -> Value {
    let node = |list: &str, number: usize| shown[list]["nodes"][number].clone();
    match mutation {
        "SnoozeNudge" => json!({ "key": node("agenda", 0)["key"], "until": "2026-03-09" }),
        "CreatePerson" => json!({ "input": {
            "displayName": "Noor Vermeulen", "headline": "Builds bridges, the real ones", "birthday": "--05-12",
            "metOn": "2026-02", "metHow": "Shared a table on the night train", "metThroughId": shown["person"]["id"],
            "contactPoints": [{ "kind": "EMAIL", "value": "noor@spanwide.example", "label": "work", "isPrimary": true }],
            "affiliations": [{ "organizationName": "Spanwide", "role": "Structural engineer" }],
            "facts": [{ "kind": "GOAL", "text": "Wants to teach one day a week" }],
            "tagNames": ["night trains", "teacher"],
        } }),
        "LogInteraction" => json!({ "input": {
            "channel": "CALL", "happenedAt": "2026-03-01T08:30:00Z", "title": "A call",
            "participantIds": [node("people", 0)["id"]],
        } }),
        "CreateIntroduction" => {
            let side = |number: usize| node("introductions", number)["sides"][0]["person"]["id"].clone();
            json!({ "input": { "personAId": side(0), "personBId": side(3), "reason": "Both build bridges" } })
        }
        "CompleteExchange" => {
            let promised = node("promisedByMe", 0);
            json!({ "id": promised["id"], "expectedRevision": promised["revision"] })
        }
        "DismissMatch" => {
            let of = node("matches", 0);
            let who = if of["offer"].is_null() {
                ("personId", &of["person"]["id"])
            } else {
                ("offerId", &of["offer"]["id"])
            };
            json!({ "input": { "needId": of["need"]["id"], who.0: who.1 } })
        }
        "UpdateWorkspace" => {
            json!({ "input": { "timeZone": shown["workspace"]["timeZone"], "weeklyCapacity": 10 } })
        }
        other => panic!("what is {other} sent with?"),
    }
}

/// Sends one operation of a document, which must run without errors.
async fn run(client: &tests::Client, document: &str, name: &str, variables: &Value) -> Value {
    let request = json!({ "query": document, "operationName": name, "variables": variables });
    let (status, body) = client.text(&request).await;
    let mut answer: Value = serde_json::from_str(&body).unwrap();
    assert!(
        status == 200 && answer.get("errors").is_none(),
        "{name}: {status} {answer:#}"
    );
    answer["data"].take()
}

/// The demo's user.
async fn robin(app: &TestApp) -> tests::Client {
    demo::fill(&app.app).await.unwrap();
    let log_in = "mutation($input: LogInInput!) { logIn(input: $input) { session { accessToken } userErrors { message } } }";
    let input = json!({ "email": demo::EMAIL, "password": demo::PASSWORD });
    let payload = app.anonymous().written(log_in, json!({ "input": input })).await;
    app.with_token(payload["session"]["accessToken"].as_str().unwrap())
}

both! {
    each_screen_shows_the_demo_and_what_it_writes_is_written(app) {
        let robin = robin(&app).await;
        // The settings show a script's token, and the demo has none.
        robin.lasting().await;
        for screen in screens() {
            let (queries, mutations) = operations(&parse_query(&screen.document).unwrap());
            assert_eq!(queries.len(), 1, "{}", screen.name);
            let shown = run(&robin, &screen.document, &queries[0], &screen.variables).await;
            for (field, value) in shown.as_object().unwrap() {
                assert!(!value.is_null(), "{}: {field} is null", screen.name);
                // Somebody plays chess; organisations and events may be found by their names alone.
                let may_be_empty = screen.name == "search" && field != "people";
                let nodes = value.get("nodes").unwrap_or(value);
                assert!(may_be_empty || nodes.as_array().is_none_or(|nodes| !nodes.is_empty()), "{}: {field} is empty", screen.name);
            }
            for mutation in mutations {
                let data = run(&robin, &screen.document, &mutation, &input(&mutation, &shown)).await;
                for payload in data.as_object().unwrap().values() {
                    assert_eq!(payload["userErrors"], json!([]), "{mutation}");
                }
            }
        }
    }
}

/// Where something that has an id is selected without it.
fn without_id(schema: &Schema, object: &str, set: &SelectionSet, place: &str, found: &mut Vec<String>) {
    let fields = |selection: &Positioned<Selection>| match &selection.node {
        Selection::Field(field) => Some(field.node.clone()),
        _ => None,
    };
    let is_id = |field: &Field| field.name.node == "id" && field.alias.is_none();
    let has_id = set.items.iter().filter_map(fields).any(|field| is_id(&field));
    for selection in &set.items {
        let field = match &selection.node {
            Selection::Field(field) => &field.node,
            // What all of these have is selected beside the fragments, the id too.
            Selection::InlineFragment(fragment) if has_id => {
                let inner = &fragment.node.selection_set.node;
                let of = fragment.node.type_condition.as_ref().unwrap();
                let mut inside = Vec::new();
                without_id(schema, of.node.on.node.as_str(), inner, place, &mut inside);
                found.extend(inside.into_iter().filter(|it| it != place));
                continue;
            }
            _ => panic!("{place}: such fragments are not looked into"),
        };
        let name = field.name.node.as_str();
        let of = named(&schema.field(object, name).ty);
        if schema.is_composite(of) {
            let inner = &field.selection_set.node;
            without_id(schema, of, inner, &format!("{place}.{name}"), found);
        }
    }
    if !has_id && schema.fields(object).iter().any(|field| field.name == "id") {
        found.push(place.to_owned());
    }
}

#[test]
fn whatever_has_an_id_is_selected_with_it() {
    let schema = Schema::read();
    let mut found = Vec::new();
    for screen in screens() {
        let document = parse_query(&screen.document).unwrap();
        let DocumentOperations::Multiple(operations) = &document.operations else {
            panic!("{}: an operation without a name", screen.name);
        };
        for (name, operation) in operations {
            let root = if operation.node.ty == OperationType::Query {
                "Query"
            } else {
                "Mutation"
            };
            without_id(
                &schema,
                root,
                &operation.node.selection_set.node,
                name,
                &mut found,
            );
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn there_is_a_screen_for_each_part_and_the_guide_names_it() {
    let guide =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/clients.md")).unwrap();
    let screens = screens();
    assert!(screens.len() >= 13, "{}", screens.len());
    for screen in screens {
        assert!(screen.document.starts_with("# "), "{}: what is it?", screen.name);
        let file = format!("(../examples/operations/{}.graphql)", screen.name);
        assert!(guide.contains(&file), "docs/clients.md does not name {file}");
    }
}
