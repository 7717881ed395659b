//! Erasing a person.

use api::aside::Worker;
use entity::ids::PersonId;
use serde_json::{Value, json};
use tests::{Client, TestApp, both};

use crate::merging::{KEEP, MERGED, id, network};
use crate::replay::names::Names;
use crate::replay::tables;
use crate::replay::undone::content;

const APPLY: &str = "mutation($mutations: [MutationRowInput!]!) {
    applyMutations(mutations: $mutations) { changeSet { id } rows { status userErrors { message path } } userErrors { message } } }";

const ERASE: &str = "mutation($id: ID!, $dryRun: Boolean, $expectedRevision: Int) { erasePerson(id: $id, dryRun: $dryRun, expectedRevision: $expectedRevision) {
    erased { personId changedCount records { type count } } userErrors { code message path } } }";

fn victim() -> String {
    id("person", MERGED)
}

/// A network in which everything that can name somebody names the victim.
async fn set(app: &TestApp) -> (Client, Value) {
    let owner = app.owner().await;
    let mut rows = network();
    rows.push(json!({ "name": "logInteraction", "variables": { "input": { "id": id("interaction", 3), "channel": "CALL", "happenedAt": "2026-02-21T10:00:00Z",
        "title": "Alone with Silva", "participantIds": [victim()] } } }));
    let mut answer = owner.ok(APPLY, json!({ "mutations": rows })).await;
    let mut answer = answer["applyMutations"].take();
    let wrong = answer["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["userErrors"] != json!([]));
    assert_eq!(wrong.count(), 0, "{answer}");
    let snooze =
        "mutation($key: String!) { dismissNudge(input: { key: $key }) { userErrors { code message path } } }";
    let agenda = owner
        .ok("{ agenda(first: 50) { nodes { key person { id } } } }", json!({}))
        .await;
    let keys = agenda["agenda"]["nodes"].as_array().unwrap().iter();
    let keys: Vec<&Value> = keys
        .filter(|it| it["person"]["id"] == json!(victim()))
        .map(|it| &it["key"])
        .collect();
    assert!(!keys.is_empty(), "{agenda}");
    owner.ok(snooze, json!({ "key": keys[0] })).await;
    (owner, answer["changeSet"]["id"].take())
}

/// The rows in which something of them stands, but for those by which it is known that there was something.
async fn left(app: &TestApp, ids: &[&str]) -> Vec<(String, String)> {
    let mut marks = [
        "A. Silva",
        "silva@example.org",
        "4791234567",
        "Rows",
        "Maps",
        "with Silva",
    ]
    .map(str::to_owned)
    .to_vec();
    for id in ids {
        let parsed: PersonId = id.parse().unwrap();
        marks.extend([parsed.0.to_string(), (*id).to_owned()]);
    }
    let rows = tables::dump(app, &mut Names::default()).await.into_iter();
    let rows =
        rows.filter(|(table, _)| !["change", "change_set", "change_set_row"].contains(&table.as_str()));
    rows.filter(|(_, row)| marks.iter().any(|mark| row.contains(mark)))
        .collect()
}

both! {
    nothing_is_left_of_who_is_erased_wherever_it_was(app) {
        let (owner, set) = set(&app).await;
        let before = content(&app, &mut Names::default()).await;
        let tried = owner.written(ERASE, json!({ "id": victim(), "dryRun": true })).await;
        assert_eq!(before, content(&app, &mut Names::default()).await);
        let erased = owner.written(ERASE, json!({ "id": victim() })).await;
        assert_eq!(tried["erased"], erased["erased"]);
        assert_eq!(erased["erased"]["personId"], json!(victim()));
        let gone: Vec<_> = erased["erased"]["records"].as_array().unwrap().iter().map(|it| (it["type"].as_str().unwrap(), it["count"].as_i64().unwrap())).collect();
        for expected in [("PERSON", 1), ("INTERACTION", 1), ("TIE", 3), ("INTRODUCTION", 2), ("GOAL", 1), ("NEED", 1), ("OFFER", 1), ("MILESTONE", 1), ("CADENCE", 1)] {
            assert!(gone.contains(&expected), "{expected:?} of {gone:?}");
        }
        assert_eq!(left(&app, &[&victim()]).await, []);

        let read = "query($id: ID!, $cleo: ID!, $talk: ID!, $alone: ID!, $both: ID!) {
            person(by: { id: $id }) { id } node(id: $id) { id } cleo: person(by: { id: $cleo }) { displayName metThrough { id } }
            talk: interaction(id: $talk) { participants { id } } alone: interaction(id: $alone) { id } both: interaction(id: $both) { participants { displayName } }
            people(search: \"silva\") { nodes { displayName } } interactions(search: \"silva\") { nodes { id } } }";
        let (cleo, talk, alone, both) = (id("person", 3), id("interaction", 2), id("interaction", 3), id("interaction", 1));
        let seen = owner.ok(read, json!({ "id": victim(), "cleo": cleo, "talk": talk, "alone": alone, "both": both })).await;
        assert_eq!(seen, json!({
            "person": null, "node": null, "cleo": { "displayName": "Cleo", "metThrough": null },
            "talk": { "participants": [{ "id": cleo }] }, "alone": null, "both": { "participants": [{ "displayName": "Ana Silva" }] },
            "people": { "nodes": [{ "displayName": "Ana Silva" }] }, "interactions": { "nodes": [] },
        }));
        let feed = owner.ok("{ changes(types: [PERSON], first: 500) { changes { recordId op } } }", json!({})).await;
        let last = feed["changes"]["changes"].as_array().unwrap().iter().rfind(|it| it["recordId"] == json!(victim())).unwrap().clone();
        assert_eq!(last["op"], "ERASE");

        // What made them cannot bring them back.
        let undo = "mutation($id: ID!) { undoChangeSet(id: $id) { conflicts { recordId reason } userErrors { message } } }";
        let undone = owner.ok(undo, json!({ "id": set })).await;
        assert_eq!(undone["undoChangeSet"]["userErrors"], json!([]), "{undone}");
        assert_eq!(left(&app, &[&victim()]).await, []);
        let twice = owner.refused(ERASE, json!({ "id": victim() })).await;
        assert_eq!((&twice[0]["code"], &twice[0]["path"]), (&json!("NOT_FOUND"), &json!(["id"])));
    }

    who_was_merged_into_somebody_is_erased_with_them(app) {
        let (owner, _) = set(&app).await;
        let merge = "mutation($input: MergePeopleInput!) { mergePeople(input: $input) { changeSet { id } userErrors { code message path } } }";
        owner.written(merge, json!({ "input": { "keepId": victim(), "mergeId": id("person", KEEP) } })).await;
        let erased = owner.written(ERASE, json!({ "id": victim() })).await;
        assert_eq!(erased["erased"]["records"][0], json!({ "type": "PERSON", "count": 2 }));
        assert_eq!(left(&app, &[&victim(), &id("person", KEEP)]).await, []);
    }

    the_files_in_which_somebody_came_go_with_them(app) {
        let owner = app.owner().await;
        let upload = "mutation { createUpload(input: {}) { upload { id path } userErrors { code message path } } }";
        let made = owner.written(upload, json!({})).await;
        let line = json!({ "input": { "displayName": "A. Silva" } }).to_string();
        app.put(&owner, made["upload"]["path"].as_str().unwrap(), format!("{line}\n")).await;
        let start = "mutation($id: ID!) { startJob(input: { uploadId: $id, mutation: \"createPerson\" }) { job { id } userErrors { code message path } } }";
        let job = owner.written(start, json!({ "id": made["upload"]["id"] })).await;
        Worker::new(app.app.entrance.clone()).finish_all().await.unwrap();
        let people = owner.ok("{ people { nodes { id } } }", json!({})).await;
        owner.written(ERASE, json!({ "id": people["people"]["nodes"][0]["id"] })).await;
        let results = "query($id: ID!) { job(id: $id) { succeededPath } }";
        let path = owner.ok(results, json!({ "id": job["job"]["id"] })).await["job"]["succeededPath"].take();
        let gone = reqwest::Client::new().get(app.url(path.as_str().unwrap())).bearer_auth(owner.token());
        assert_eq!(gone.send().await.unwrap().status(), 404);
        api::chores::round(&app.app).await.unwrap();
        let rows = tables::dump(&app, &mut Names::default()).await;
        let files: Vec<_> = rows.iter().filter(|(table, _)| table.starts_with("upload") || table == "job_chunk").collect();
        assert!(files.is_empty(), "{files:?}");
        let kept = owner.ok("query($id: ID!) { job(id: $id) { state keptUntil createdCount } }", json!({ "id": job["job"]["id"] })).await;
        assert_eq!(kept["job"], json!({ "state": "COMPLETED", "keptUntil": null, "createdCount": 1 }));
    }

    only_an_owner_erases_and_nobody_erases_themselves(app) {
        let (owner, _) = set(&app).await;
        let (editor, script) = (owner.member("EDITOR").await, owner.with_scopes(&["PEOPLE_READ", "PEOPLE_WRITE"]).await);
        for somebody in [&editor, &script] {
            assert_eq!(somebody.errors(ERASE, json!({ "id": victim() })).await[0]["extensions"]["code"], "INSUFFICIENT_SCOPE");
        }
        let foreign = app.owner().await.refused(ERASE, json!({ "id": victim() })).await;
        assert_eq!(foreign[0]["code"], "NOT_FOUND");
        let stale = owner.refused(ERASE, json!({ "id": victim(), "expectedRevision": 99 })).await;
        assert_eq!(stale[0]["code"], "CONFLICT");
        assert!(!left(&app, &[&victim()]).await.is_empty());
    }
}
