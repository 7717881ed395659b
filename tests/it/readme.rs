//! The demo, and the queries of the README, which work as they stand with it.

use std::path::Path;

use api::{commands, demo};
use serde_json::{Value, json};
use tests::{Client, TestApp, both};

both! {
    the_demo_fills_a_workspace_once_and_the_examples_work_with_it(app) {
        let begun = std::time::Instant::now();
        let printed = commands::demo(&app.app).await.unwrap();
        println!("the demo took {:?} on {:?}", begun.elapsed(), app.engine);
        assert!(printed.contains(demo::EMAIL) && printed.contains(demo::PASSWORD), "{printed}");
        let robin = signed_in(&app).await;
        let before = counts(&robin).await;
        assert_eq!(before["people"]["totalCount"], 200);
        assert_eq!(before["interactions"]["totalCount"], 3_000);
        assert_eq!(before["organizations"]["totalCount"], 40);
        assert_eq!(before["circles"]["totalCount"], 8);
        assert_eq!(before["tags"]["totalCount"], 25);
        assert_eq!(before["introductions"]["totalCount"], 25);
        assert_eq!(before["collaborations"]["totalCount"], 12);
        assert_eq!(before["exchanges"]["totalCount"], 88);
        the_story_holds_together(&robin).await;

        let again = commands::demo(&app.app).await.unwrap();
        assert!(again.contains("nothing was changed") && again.contains(demo::PASSWORD), "{again}");
        assert_eq!(counts(&robin).await, before);

        let examples = examples();
        assert!(examples.len() >= 5, "{}", examples.len());
        for (name, query, variables) in examples {
            let data = robin.ok(&query, variables).await;
            for (field, value) in data.as_object().unwrap() {
                assert_found(value, &format!("{name}: {field}"));
            }
        }
    }
}

async fn signed_in(app: &TestApp) -> Client {
    let query = "mutation($input: LogInInput!) { logIn(input: $input) { session { accessToken } userErrors { message } } }";
    let input = json!({ "email": demo::EMAIL, "password": demo::PASSWORD });
    let payload = app.anonymous().written(query, json!({ "input": input })).await;
    app.with_token(payload["session"]["accessToken"].as_str().unwrap())
}

/// How many records there are, and the workspace's last change.
async fn counts(robin: &Client) -> Value {
    let lists = [
        "people",
        "interactions",
        "organizations",
        "circles",
        "tags",
        "introductions",
        "collaborations",
        "exchanges",
        "gratitudes",
        "gratitudesOwed",
        "events",
        "communities",
        "timeEntries",
        "timeIntentions",
        "goals",
        "needs",
        "offers",
        "matches",
        "matchDecisions",
    ];
    let mut query = "{ viewer { displayName } workspace { revision } ".to_owned();
    for list in lists {
        query.push_str(&format!("{list} {{ totalCount }} "));
    }
    query.push('}');
    robin.ok(&query, json!({})).await
}

/// The last interaction is that of the last interaction, nothing lies in the future, and no state but `EXPIRED` is missing.
async fn the_story_holds_together(robin: &Client) {
    let query = "query($direction: OrderDirection!) {
        people(first: 40, orderBy: { field: LAST_INTERACTION_AT, direction: $direction }) { nodes {
            displayName lastInteractionAt
            interactions(first: 1, orderBy: { field: HAPPENED_AT, direction: DESC }) { nodes { happenedAt } }
        } } }";
    for direction in ["ASC", "DESC"] {
        let data = robin.ok(query, json!({ "direction": direction })).await;
        let people = data["people"]["nodes"].as_array().unwrap();
        assert_eq!(people.len(), 40);
        for person in people {
            let last = &person["interactions"]["nodes"][0]["happenedAt"];
            assert_eq!(&person["lastInteractionAt"], last, "{person}");
            assert!(
                last.as_str().is_none_or(|last| last <= "2026-03-01T09:00:00Z"),
                "{person}"
            );
        }
    }
    let query =
        "{ introductions(first: 50) { nodes { state } } collaborations(first: 50) { nodes { state kind } } }";
    let data = robin.ok(query, json!({})).await;
    let distinct = |list: &str, field: &str| {
        let nodes = data[list]["nodes"].as_array().unwrap().iter();
        let mut words: Vec<String> = nodes
            .map(|node| node[field].as_str().unwrap().to_owned())
            .collect();
        words.sort();
        words.dedup();
        words.join(" ")
    };
    assert_eq!(
        distinct("introductions", "state"),
        "ASKING CANCELLED CLOSED DECLINED DRAFT MADE READY"
    );
    assert_eq!(
        distinct("collaborations", "state"),
        "ACTIVE DONE DROPPED IDEA PAUSED PROPOSED"
    );
    assert_eq!(
        distinct("collaborations", "kind"),
        "INITIATIVE JOINT_VENTURE OPPORTUNITY OTHER PROJECT PROPOSAL"
    );
}

/// The documents in the README and the clients' guide, with the variables that stand behind them.
fn examples() -> Vec<(String, String, Value)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for page in ["README.md", "docs/clients.md"] {
        let text = std::fs::read_to_string(root.join(page)).unwrap_or_default();
        for (number, block) in text.split("```graphql\n").skip(1).enumerate() {
            let (query, rest) = block
                .split_once("\n```")
                .expect("a block of the page does not end");
            let variables = rest.strip_prefix("\n```json\n").map_or(json!({}), |rest| {
                let (variables, _) = rest.split_once("\n```").expect("variables do not end");
                serde_json::from_str(variables).expect("variables are JSON")
            });
            found.push((
                format!("{page}, block {}", number + 1),
                query.to_owned(),
                variables,
            ));
        }
    }
    found
}

fn assert_found(value: &Value, what: &str) {
    assert!(!value.is_null(), "{what} is null");
    if let Some(nodes) = value.get("nodes") {
        assert!(
            nodes.as_array().is_some_and(|nodes| !nodes.is_empty()),
            "{what} is empty"
        );
    }
    if let Some(errors) = value.get("userErrors") {
        assert_eq!(errors, &json!([]), "{what}");
    }
}
