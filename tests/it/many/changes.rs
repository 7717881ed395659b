//! Plurals of mutations that change, archive, restore and move records: rows with the arguments of the mutation.

use serde_json::{Value, json};
use tests::{Client, both};

use super::{ROWS, people, send, statuses, tables, wrong};

const TYPES: [(&str, &str); 3] = [
    ("rows", "[UpdatePersonRow!]!"),
    ("errorPolicy", "ErrorPolicy"),
    ("dryRun", "Boolean"),
];

async fn update(client: &Client, rows: &[Value], policy: &str) -> Value {
    let variables = json!({ "rows": rows, "errorPolicy": policy });
    send(client, "updatePeople", &TYPES, variables, ROWS).await
}

/// The same mutation of targets, such as `archivePeople`.
async fn step(client: &Client, mutation: &str, rows: Value) -> Value {
    let types = [("rows", "[TargetRow!]!"), ("errorPolicy", "ErrorPolicy")];
    let variables = json!({ "rows": rows, "errorPolicy": "REJECT_FAILED_ROWS" });
    send(client, mutation, &types, variables, ROWS).await
}

fn headline(id: &str, text: &str) -> Value {
    json!({ "id": id, "input": { "headline": text } })
}

both! {
    many_changes_are_rows_of_the_arguments_of_their_mutation(app) {
        let owner = app.owner().await;
        let ids = people(&owner, 3).await;
        let other = app.owner().await.person("Theirs").await;
        let rows = [
            headline(&ids[0], "Baker"),
            json!({ "id": ids[1], "input": { "headline": "Sailor" }, "expectedRevision": 1 }),
            json!({ "id": ids[1], "input": { "headline": "Late" }, "expectedRevision": 1 }),
            headline(&ids[0], "Baker"),
            json!({ "id": ids[2], "input": { "displayName": "" } }),
            headline(&other, "Not mine"),
            headline("nonsense", "Nobody"),
            json!({ "id": ids[2], "input": { "addContactPoints": [{ "kind": "EMAIL", "value": "nowhere" }] } }),
        ];
        let answer = update(&owner, &rows, "REJECT_FAILED_ROWS").await;
        assert_eq!(statuses(&answer), ["UPDATED", "UPDATED", "REJECTED", "UNCHANGED", "REJECTED", "REJECTED", "REJECTED", "REJECTED"], "{answer:#}");
        let places = [
            (2, "CONFLICT", json!(["rows", "2", "expectedRevision"])),
            (4, "REQUIRED", json!(["rows", "4", "input", "displayName"])),
            (5, "NOT_FOUND", json!(["rows", "5", "id"])),
            (6, "INVALID", json!(["rows", "6", "id"])),
            (7, "INVALID", json!(["rows", "7", "input", "addContactPoints", "0", "value"])),
        ];
        for (place, code, path) in places {
            assert_eq!(wrong(&answer["rows"][place]), (&json!(code), &path));
        }
        assert_eq!(answer["rows"][2]["userErrors"][0]["currentRevision"], 2);
        assert_eq!(answer["counts"], json!({ "created": 0, "updated": 2, "unchanged": 1, "skipped": 0, "rejected": 5 }));
        assert_eq!((&answer["rows"][1]["recordId"], &answer["rows"][1]["record"]["revision"]), (&json!(ids[1]), &json!(2)));
    }

    one_change_that_is_refused_takes_all_with_it_and_a_dry_run_stores_nothing(app) {
        let owner = app.owner().await;
        let ids = people(&owner, 2).await;
        let before = tables(&app).await;
        let answer = update(&owner, &[headline(&ids[0], "Baker"), json!({ "id": ids[1], "input": {}, "expectedRevision": 9 })], "REJECT_ALL").await;
        assert_eq!(statuses(&answer), ["SKIPPED", "REJECTED"]);
        let tried = json!({ "rows": [headline(&ids[0], "Baker")], "dryRun": true });
        let answer = send(&owner, "updatePeople", &TYPES, tried, ROWS).await;
        assert_eq!(statuses(&answer), ["UPDATED"]);
        assert_eq!(tables(&app).await, before);
    }

    five_hundred_are_changed_by_one_request_and_no_more(app) {
        let owner = app.owner().await;
        let mut ids = people(&owner, 500).await;
        let rows = |ids: &[String]| Vec::from_iter(ids.iter().map(|id| headline(id, "Met")));
        let answer = update(&owner, &rows(&ids), "REJECT_ALL").await;
        assert_eq!(answer["counts"]["updated"], 500);
        ids.push(ids[0].clone());
        let answer = update(&owner, &rows(&ids), "REJECT_ALL").await;
        assert_eq!((&answer["rows"], wrong(&answer)), (&json!([]), (&json!("TOO_MANY"), &json!(["rows"]))));
    }

    many_are_archived_and_restored_and_moved_on_by_their_ids(app) {
        let owner = app.owner().await;
        let ids = people(&owner, 2).await;
        let targets = json!([{ "id": ids[0] }, { "id": ids[1], "expectedRevision": 7 }, { "id": ids[0] }]);
        let answer = step(&owner, "archivePeople", targets).await;
        assert_eq!(statuses(&answer), ["UPDATED", "REJECTED", "UNCHANGED"]);
        assert_eq!(wrong(&answer["rows"][1]), (&json!("CONFLICT"), &json!(["rows", "1", "expectedRevision"])));
        // What is archived is not changed.
        let answer = update(&owner, &[headline(&ids[0], "Gone")], "REJECT_FAILED_ROWS").await;
        assert_eq!((wrong(&answer["rows"][0]), &answer["rows"][0]["userErrors"][0]["state"]), ((&json!("STATE"), &json!(["rows", "0", "id"])), &json!("ARCHIVED")));
        assert_eq!(statuses(&step(&owner, "restorePeople", json!([{ "id": ids[0] }])).await), ["UPDATED"]);
        let goal = owner.written("mutation { createGoal(input: { title: \"Sail\" }) { goal { id } userErrors { message } } }", json!({})).await;
        let goal = &goal["goal"]["id"];
        assert_eq!(statuses(&step(&owner, "pauseGoals", json!([{ "id": goal }])).await), ["UPDATED"]);
        // A step with more to say has rows of its own.
        let rows = json!({ "rows": [{ "id": goal, "input": { "achievedOn": "2026-02-01" } }] });
        let answer = send(&owner, "achieveGoals", &[("rows", "[AchieveGoalRow!]!")], rows, ROWS).await;
        assert_eq!(statuses(&answer), ["UPDATED"], "{answer:#}");
    }

    a_plural_needs_the_scope_of_its_mutation(app) {
        let owner = app.owner().await;
        let id = owner.person("Ana").await;
        let reader = owner.with_scopes(&["PEOPLE_READ", "INTERACTIONS_WRITE"]).await;
        let query = "mutation($rows: [UpdatePersonRow!]!) { updatePeople(rows: $rows) { seq } }";
        let errors = reader.errors(query, json!({ "rows": [headline(&id, "Mine")] })).await;
        assert_eq!(errors[0]["extensions"]["code"], "INSUFFICIENT_SCOPE");
        // A value that is not of its type refuses the request, at its place.
        let errors = owner.errors(query, json!({ "rows": [{ "id": id, "input": { "headline": 7 } }] })).await;
        assert_eq!((&errors[0]["extensions"]["code"], &errors[0]["extensions"]["path"]), (&json!("BAD_INPUT"), &json!(["rows", "0", "input", "headline"])));
    }
}
