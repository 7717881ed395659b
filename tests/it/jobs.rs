//! Files that clients send, and jobs that run a mutation for each of their lines.

use std::collections::BTreeSet;
use std::time::Duration;

use api::aside::Worker;
use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Client, TestApp, both, postgres};

use crate::built::{Server, run};
use crate::kill::whole;

const UPLOAD: &str = "mutation($input: CreateUploadInput!) { createUpload(input: $input) { upload { id path state } userErrors { code message path } } }";
const START: &str = "mutation($input: StartJobInput!) { startJob(input: $input) { job { id state lineCount succeededPath failedPath unprocessedPath } userErrors { code message path } } }";
const JOB: &str = "query($id: ID!) { job(id: $id) { state reason isDryRun isCancelled size doneSize lineCount createdCount updatedCount unchangedCount rejectedCount
    actor { kind } changeSet { id mutation changeCount } upload { name state size lineCount } startedAt endedAt keptUntil } }";
const CANCEL: &str = "mutation($id: ID!) { cancelJob(id: $id) { job { state isCancelled } userErrors { code message path } } }";

/// Sends a file to a path; answers the status and the body.
async fn put(base: &str, client: &Client, path: &str, file: impl Into<reqwest::Body>) -> (u16, Value) {
    let request = reqwest::Client::new().put(format!("{base}{path}"));
    let answer = request
        .bearer_auth(client.token())
        .body(file)
        .send()
        .await
        .unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

async fn get(base: &str, client: &Client, path: &str) -> (u16, String) {
    let request = reqwest::Client::new().get(format!("{base}{path}"));
    let answer = request.bearer_auth(client.token()).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

/// Sends a file; answers the upload's id.
async fn upload(base: &str, client: &Client, file: &str) -> Value {
    let mut made = client
        .written(UPLOAD, json!({ "input": { "name": "people.jsonl" } }))
        .await;
    let path = made["upload"]["path"].as_str().unwrap().to_owned();
    let (status, answer) = put(base, client, &path, file.to_owned()).await;
    assert_eq!(status, 200, "{answer}");
    assert_eq!(answer["size"], json!(file.len()));
    made["upload"]["id"].take()
}

/// Sends a file and starts a job over its lines.
async fn start(base: &str, client: &Client, file: &str, mut input: Value) -> Value {
    input["uploadId"] = upload(base, client, file).await;
    client.written(START, json!({ "input": input })).await["job"].take()
}

/// A job that has run.
pub async fn some_job(app: &TestApp, client: &Client) {
    start(
        &app.url(""),
        client,
        &person(0),
        json!({ "mutation": "createPerson" }),
    )
    .await;
    finish(app).await;
}

async fn job(client: &Client, job: &Value) -> Value {
    client.ok(JOB, json!({ "id": job["id"] })).await["job"].take()
}

async fn results(base: &str, client: &Client, job: &Value, part: &str) -> Vec<Value> {
    let (status, text) = get(base, client, job[part].as_str().unwrap()).await;
    assert_eq!(status, 200, "{text}");
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

async fn finish(app: &TestApp) {
    Worker::new(app.app.entrance.clone()).finish_all().await.unwrap();
}

async fn names(client: &Client) -> Vec<String> {
    let (mut names, mut after) = (Vec::new(), Value::Null);
    loop {
        let query = "query($after: String) { people(first: 100, after: $after) { nodes { displayName } pageInfo { hasNextPage endCursor } } }";
        let mut page = client.ok(query, json!({ "after": after })).await["people"].take();
        let nodes = page["nodes"].as_array().unwrap().iter();
        names.extend(nodes.map(|node| node["displayName"].as_str().unwrap().to_owned()));
        if page["pageInfo"]["hasNextPage"] == json!(false) {
            return names;
        }
        after = page["pageInfo"]["endCursor"].take();
    }
}

fn person(number: usize) -> String {
    let line = json!({ "ref": format!("r{number}"), "input": { "displayName": format!("P{number:05}"), "tagNames": ["sent"],
        "contactPoints": [{ "kind": "EMAIL", "value": format!("p{number}@example.org") }] } });
    format!("{line}\n")
}

both! {
    each_line_of_a_file_is_run_and_the_three_files_say_what_became_of_it(app) {
        let (owner, base) = (app.owner().await, app.url(""));
        let ana = owner.person("Ana").await;
        let mut file = String::from("\u{feff}");
        file.extend((0..700).map(person));
        file.push_str("\n  \r\nno json\n{\"input\":{}}\r\n");
        file.push_str(&json!({ "ref": "u", "name": "updatePerson", "variables": { "id": ana, "input": { "headline": "Sails" } } }).to_string());
        file.push('\n');
        file.push_str(&json!({ "variables": { "input": { "displayName": "Last", "colour": "red" } } }).to_string());
        let started = start(&base, &owner, &file, json!({ "mutation": "createPerson" })).await;
        assert_eq!((started["state"].clone(), started["lineCount"].clone()), (json!("QUEUED"), json!(704)));
        finish(&app).await;

        let done = job(&owner, &started).await;
        assert_eq!(done["state"], "COMPLETED", "{done}");
        let counts = ["createdCount", "updatedCount", "unchangedCount", "rejectedCount"].map(|it| done[it].as_i64().unwrap());
        assert_eq!(counts, [700, 1, 0, 3]);
        assert_eq!((&done["size"], &done["doneSize"]), (&json!(file.len()), &json!(file.len())));
        assert_eq!(done["changeSet"]["mutation"], "startJob");
        assert_eq!(names(&owner).await.len(), 701);

        let succeeded = results(&base, &owner, &started, "succeededPath").await;
        assert_eq!(succeeded.len(), 701);
        assert_eq!(succeeded[0]["ref"], "r0");
        assert_eq!(succeeded[0]["line"], 1);
        assert_eq!(succeeded[0]["status"], "CREATED");
        assert_eq!(succeeded[700]["recordId"], json!(ana));
        let id = &succeeded[699]["recordId"];
        let read = owner.ok("query($id: ID!) { person(by: { id: $id }) { displayName tags { name } } }", json!({ "id": id })).await;
        assert_eq!(read["person"], json!({ "displayName": "P00699", "tags": [{ "name": "sent" }] }));

        let failed = results(&base, &owner, &started, "failedPath").await;
        let told: Vec<_> = failed.iter().map(|line| (line["line"].as_i64().unwrap(), line["userErrors"][0]["path"].clone())).collect();
        assert_eq!(told, [
            (703, json!([])), (704, json!(["variables", "input", "displayName"])), (706, json!(["variables", "input"])),
        ]);
        assert_eq!(failed[0]["text"], "no json");
        assert!(results(&base, &owner, &started, "unprocessedPath").await.is_empty());

        // What failed is mended in the file that says so, and the file is sent again.
        let mut mended = failed[2].clone();
        mended["variables"]["input"].as_object_mut().unwrap().remove("colour");
        let again = start(&base, &owner, &format!("{mended}\n"), json!({ "mutation": "createPerson" })).await;
        finish(&app).await;
        assert_eq!(job(&owner, &again).await["createdCount"], 1);
        assert!(names(&owner).await.contains(&"Last".to_owned()));

        // All that the first one wrote is taken back as one.
        let undo = "mutation($id: ID!) { undoChangeSet(id: $id) { erasedCount restoredCount conflicts { reason } userErrors { message } } }";
        let undone = owner.ok(undo, json!({ "id": done["changeSet"]["id"] })).await;
        assert_eq!(undone["undoChangeSet"], json!({ "erasedCount": 701, "restoredCount": 1, "conflicts": [], "userErrors": [] }), "with the tag");
        assert_eq!(names(&owner).await, ["Ana", "Last"]);
    }

    a_job_stops_at_the_first_line_if_it_is_told_to_and_the_rest_is_a_file_to_send(app) {
        let (owner, base) = (app.owner().await, app.url(""));
        let file = format!("{}{}{{\"input\":{{}}}}\n{}{}", person(1), person(2), person(3), person(4));
        let stopped = start(&base, &owner, &file, json!({ "mutation": "createPerson", "errorPolicy": "STOP_AT_FIRST" })).await;
        // The server that met it ends at once; another one does not go on behind it.
        assert!(Worker::new(app.app.entrance.clone()).step().await.unwrap());
        app.clock.advance(TimeDelta::seconds(16));
        finish(&app).await;
        let done = job(&owner, &stopped).await;
        assert_eq!((&done["state"], &done["reason"]), (&json!("FAILED"), &json!("line 3 was rejected")));
        assert_eq!(names(&owner).await, ["P00001", "P00002"]);
        assert_eq!(results(&base, &owner, &stopped, "failedPath").await.len(), 1);
        let (_, rest) = get(&base, &owner, stopped["unprocessedPath"].as_str().unwrap()).await;
        assert_eq!(rest, format!("{}{}", person(3), person(4)));
        start(&base, &owner, &rest, json!({ "mutation": "createPerson" })).await;
        finish(&app).await;
        assert_eq!(names(&owner).await, ["P00001", "P00002", "P00003", "P00004"]);
    }

    a_dry_run_tells_all_and_stores_nothing(app) {
        let (owner, base) = (app.owner().await, app.url(""));
        let before = owner.ok("{ workspace { latestSeq } }", json!({})).await;
        let file: String = (0..120).map(person).chain(["{\"input\":{}}".to_owned()]).collect();
        let dry = start(&base, &owner, &file, json!({ "mutation": "createPerson", "dryRun": true })).await;
        finish(&app).await;
        let done = job(&owner, &dry).await;
        assert_eq!([&done["state"], &done["createdCount"], &done["rejectedCount"]], [&json!("COMPLETED"), &json!(120), &json!(1)]);
        assert_eq!(done["changeSet"], Value::Null);
        assert_eq!(results(&base, &owner, &dry, "failedPath").await[0]["line"], 121);
        assert_eq!(before, owner.ok("{ workspace { latestSeq } }", json!({})).await);
        // The same file in earnest.
        let id = owner.ok("query($id: ID!) { job(id: $id) { upload { id } } }", json!({ "id": dry["id"] })).await;
        let input = json!({ "uploadId": id["job"]["upload"]["id"], "mutation": "createPerson" });
        owner.written(START, json!({ "input": input })).await;
        finish(&app).await;
        assert_eq!(names(&owner).await.len(), 120);
    }

    a_job_is_called_off_between_two_chunks(app) {
        let (owner, base) = (app.owner().await, app.url(""));
        let file: String = (0..300).map(person).collect();
        let queued = start(&base, &owner, &file, json!({ "mutation": "createPerson" })).await;
        assert_eq!(owner.written(CANCEL, json!({ "id": queued["id"] })).await["job"]["state"], "CANCELLED");
        assert_eq!(owner.written(CANCEL, json!({ "id": queued["id"] })).await["job"]["state"], "CANCELLED");
        let running = start(&base, &owner, &file, json!({ "mutation": "createPerson" })).await;
        let mut worker = Worker::new(app.app.entrance.clone());
        assert!(worker.step().await.unwrap());
        let under_way = job(&owner, &running).await;
        assert_eq!((&under_way["state"], &under_way["createdCount"]), (&json!("RUNNING"), &json!(20)));
        let told = owner.written(CANCEL, json!({ "id": running["id"] })).await;
        assert_eq!(told["job"], json!({ "state": "RUNNING", "isCancelled": true }));
        worker.finish_all().await.unwrap();
        assert_eq!(job(&owner, &running).await["state"], "CANCELLED");
        assert_eq!(names(&owner).await.len(), 20);
        let rest = results(&base, &owner, &running, "unprocessedPath").await;
        assert_eq!((rest.len(), &rest[0]["ref"]), (280, &json!("r20")));
        // One without lines is over as soon as it is looked at, and one that is over is not called off.
        let empty = start(&base, &owner, "\n", json!({ "mutation": "createPerson" })).await;
        worker.finish_all().await.unwrap();
        assert_eq!(job(&owner, &empty).await["state"], "COMPLETED");
        assert_eq!(owner.refused(CANCEL, json!({ "id": empty["id"] })).await[0]["code"], "STATE");
    }

    another_server_goes_on_where_one_ended_and_no_line_is_run_twice(app) {
        let (owner, base) = (app.owner().await, app.url(""));
        let file: String = (0..400).map(person).collect();
        let started = start(&base, &owner, &file, json!({ "mutation": "createPerson" })).await;
        let mut first = Worker::new(app.app.entrance.clone());
        first.step().await.unwrap();
        first.step().await.unwrap();
        let mut second = Worker::new(app.app.entrance.clone());
        second.finish_all().await.unwrap();
        assert_eq!(job(&owner, &started).await["state"], "RUNNING", "it is the first server's still");
        app.clock.advance(TimeDelta::seconds(16));
        second.step().await.unwrap();
        // The first one is back, with lines in its hand that the second one has run.
        first.finish_all().await.unwrap();
        second.finish_all().await.unwrap();
        assert_eq!(job(&owner, &started).await["createdCount"], 400);
        let all = names(&owner).await;
        assert_eq!((all.len(), all.iter().collect::<BTreeSet<_>>().len()), (400, 400));
        let succeeded = results(&base, &owner, &started, "succeededPath").await;
        assert_eq!(succeeded.iter().filter_map(|it| it["line"].as_i64()).collect::<Vec<_>>(), (1..=400).collect::<Vec<_>>());
    }

    workspaces_take_turns(app) {
        let (busy, other, base) = (app.owner().await, app.owner().await, app.url(""));
        let file: String = (0..200).map(person).collect();
        for _ in 0..2 {
            start(&base, &busy, &file, json!({ "mutation": "createPerson" })).await;
        }
        let small = start(&base, &other, &person(1), json!({ "mutation": "createPerson" })).await;
        let mut worker = Worker::new(app.app.entrance.clone());
        for _ in 0..4 {
            worker.step().await.unwrap();
        }
        assert_eq!(job(&other, &small).await["state"], "COMPLETED");
        worker.finish_all().await.unwrap();
        assert_eq!(names(&busy).await.len(), 400);
    }

    a_line_needs_the_rights_of_its_mutation_as_they_are_when_it_is_run(app) {
        let (owner, base) = (app.owner().await, app.url(""));
        let script = owner.with_scopes(&["BULK", "INTERACTIONS_WRITE", "INTERACTIONS_READ", "PEOPLE_READ"]).await;
        let id = upload(&base, &script, &format!("{{\"name\":\"createPerson\",\"variables\":{}", person(1).replace('\n', "}\n"))).await;
        let refused = script.refused(START, json!({ "input": { "uploadId": id, "mutation": "createPerson" } })).await;
        assert_eq!((&refused[0]["code"], &refused[0]["path"]), (&json!("FORBIDDEN"), &json!(["input", "mutation"])));
        for wrong in ["startJob", "applyMutations", "logIn", "nothing"] {
            let refused = script.refused(START, json!({ "input": { "uploadId": id, "mutation": wrong } })).await;
            assert_eq!(refused[0]["code"], "INVALID", "{wrong}");
        }
        let mixed = script.written(START, json!({ "input": { "uploadId": id } })).await["job"].take();
        finish(&app).await;
        let failed = results(&base, &script, &mixed, "failedPath").await;
        assert_eq!(failed[0]["userErrors"][0]["code"], "FORBIDDEN");
        // A token that is revoked meanwhile ends its jobs.
        let token = owner.with_scopes(&["BULK", "PEOPLE_WRITE"]).await;
        let file: String = (0..100).map(person).collect();
        let ended = start(&base, &token, &file, json!({ "mutation": "createPerson" })).await;
        let mut worker = Worker::new(app.app.entrance.clone());
        worker.step().await.unwrap();
        let tokens = owner.ok("{ apiTokens { nodes { id } } }", json!({})).await;
        let revoke = "mutation($id: ID!) { revokeApiToken(id: $id) { apiToken { revokedAt } userErrors { code message path } } }";
        for token in tokens["apiTokens"]["nodes"].as_array().unwrap() {
            owner.written(revoke, json!({ "id": token["id"] })).await;
        }
        worker.finish_all().await.unwrap();
        let job = job(&owner, &ended).await;
        assert_eq!((&job["state"], &job["createdCount"], &job["actor"]["kind"]), (&json!("FAILED"), &json!(20), &json!("TOKEN")));
    }

    files_and_results_are_whose_they_are(app) {
        let (owner, stranger, base) = (app.owner().await, app.owner().await, app.url(""));
        let (editor, other, viewer) = (owner.member("EDITOR").await, owner.member("EDITOR").await, owner.viewer().await);
        let made = editor.written(UPLOAD, json!({ "input": {} })).await["upload"].take();
        let path = made["path"].as_str().unwrap();
        for somebody in [&owner, &other, &stranger] {
            assert_eq!(put(&base, somebody, path, "{}").await.0, 404);
        }
        assert_eq!(put(&base, &viewer, path, "{}").await.0, 403);
        assert_eq!(put(&base, &app.anonymous(), path, "{}").await.0, 401);
        let early = editor.refused(START, json!({ "input": { "uploadId": made["id"] } })).await;
        assert_eq!(early[0]["code"], "STATE");
        assert_eq!(put(&base, &editor, path, person(1)).await.0, 200);
        assert_eq!(put(&base, &editor, path, person(2)).await.0, 409);
        let theirs = other.refused(START, json!({ "input": { "uploadId": made["id"], "mutation": "createPerson" } })).await;
        assert_eq!(theirs[0]["code"], "NOT_FOUND");
        let job = editor.written(START, json!({ "input": { "uploadId": made["id"], "mutation": "createPerson" } })).await["job"].take();
        finish(&app).await;
        let results = job["succeededPath"].as_str().unwrap();
        let statuses = [&editor, &owner, &other, &viewer, &stranger].map(|somebody| get(&base, somebody, results));
        let statuses: Vec<u16> = futures_util::future::join_all(statuses).await.into_iter().map(|(status, _)| status).collect();
        assert_eq!(statuses, [200, 200, 404, 403, 404]);
        assert_eq!(stranger.ok("query($id: ID!) { job(id: $id) { id } jobs { nodes { id } } }", json!({ "id": job["id"] })).await, json!({ "job": null, "jobs": { "nodes": [] } }));
        assert_eq!(get(&base, &editor, &results.replace("succeeded", "others")).await.0, 404);
        // A week later they are gone, and the job is known still.
        let later = owner.lasting().await;
        app.clock.advance(TimeDelta::days(8));
        api::chores::round(&app.app).await.unwrap();
        assert_eq!(get(&base, &later, results).await.0, 404);
        let kept = later.ok(JOB, json!({ "id": job["id"] })).await;
        assert_eq!((&kept["job"]["state"], &kept["job"]["upload"], &kept["job"]["keptUntil"]), (&json!("COMPLETED"), &Value::Null, &Value::Null));
    }

    a_file_that_cannot_be_taken_is_refused_with_its_line(app) {
        let (owner, base) = (app.owner().await, app.url(""));
        let made = owner.written(UPLOAD, json!({ "input": {} })).await["upload"].take();
        let path = made["path"].as_str().unwrap();
        let long = format!("{{}}\n{}\n", "x".repeat((1 << 20) + 1));
        let (status, answer) = put(&base, &owner, path, long).await;
        assert_eq!((status, answer["errors"][0]["message"].as_str()), (413, Some("line 2 has more than 1048576 bytes")));
        let zipped = reqwest::Client::new().put(format!("{base}{path}")).bearer_auth(owner.token());
        assert_eq!(zipped.header("content-encoding", "gzip").body("x").send().await.unwrap().status(), 415);
        // Refused, it can be sent again, over several pieces, and is whole.
        let file: String = (0..32_000).map(person).collect();
        assert!(file.len() > 3 << 20);
        let (status, answer) = put(&base, &owner, path, file.clone()).await;
        assert_eq!((status, &answer["lineCount"]), (200, &json!(32_000)));
        let job = owner.written(START, json!({ "input": { "uploadId": made["id"], "mutation": "createPerson", "dryRun": true } })).await["job"].take();
        owner.written(CANCEL, json!({ "id": job["id"] })).await;
        let (_, rest) = get(&base, &owner, job["unprocessedPath"].as_str().unwrap()).await;
        assert_eq!(rest, file);
        assert_eq!(get(&base, &owner, path).await.0, 405);
    }
}

/// Runs a job on a server that is killed again and again, and holds what is there against the file.
async fn survives(database: &str, lines: usize, kills: usize) {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::start(database, folder.path()).await;
    let token = server.sign_up().await;
    let file: String = (0..lines).map(person).collect();
    let client = server.client(Some(&token));
    let started = start(
        &server.url(""),
        &client,
        &file,
        json!({ "mutation": "createPerson" }),
    )
    .await;
    let mut seen = Vec::new();
    for kill in 0..=kills {
        let client = server.client(Some(&token));
        loop {
            let now = job(&client, &started).await;
            let done = now["createdCount"].as_u64().unwrap() as usize;
            if kill < kills && done > lines * (kill + 1) / (kills + 2) {
                seen.push(done);
                break;
            }
            if now["state"] == "COMPLETED" {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        if kill < kills {
            server.kill();
            server = Server::start(database, folder.path()).await;
        }
    }
    let client = server.client(Some(&token));
    let mut all = names(&client).await;
    all.sort_unstable();
    assert_eq!(
        all,
        (0..lines)
            .map(|number| format!("P{number:05}"))
            .collect::<Vec<_>>()
    );
    let succeeded = results(&server.url(""), &client, &started, "succeededPath").await;
    assert_eq!(succeeded.len(), lines);
    assert!(seen.len() == kills, "it was killed at {seen:?} of {lines} lines");
    whole(&client).await;
}

#[test]
fn the_script_sends_a_file_and_leaves_what_failed_beside_it() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let database = format!("sqlite://{}", folder.path().join("jobs.sqlite").display());
        let server = Server::start(&database, folder.path()).await;
        let token = server.sign_up().await;
        let file = folder.path().join("people.jsonl");
        std::fs::write(&file, format!("{}{{\"input\":{{}}}}\n{}", person(1), person(2))).unwrap();
        let script = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/bulk/job.py");
        let mut command = std::process::Command::new("python3");
        command.arg(script).arg("createPerson").arg(&file);
        command
            .env("RAPPORT_URL", server.url(""))
            .env("RAPPORT_TOKEN", &token);
        let ended = tokio::task::spawn_blocking(move || command.output().unwrap())
            .await
            .unwrap();
        let said = String::from_utf8_lossy(&ended.stdout);
        assert_eq!(
            ended.status.code(),
            Some(1),
            "{said} {}",
            String::from_utf8_lossy(&ended.stderr)
        );
        let told: Value = serde_json::from_str(&said).unwrap();
        assert_eq!(
            (&told["state"], &told["createdCount"], &told["rejectedCount"]),
            (&json!("COMPLETED"), &json!(2), &json!(1))
        );
        let failed = std::fs::read_to_string(folder.path().join("people.failed.jsonl")).unwrap();
        assert!(failed.contains("\"line\":2"), "{failed}");
        assert!(!folder.path().join("people.unprocessed.jsonl").exists());
        assert_eq!(names(&server.client(Some(&token))).await, ["P00001", "P00002"]);
    });
}

/// How often a job is killed: more often where somebody asks for it.
fn kills() -> usize {
    let said = std::env::var("RAPPORT_JOB_KILLS").ok();
    said.and_then(|said| said.parse().ok()).unwrap_or(2)
}

#[test]
fn a_job_whose_server_is_killed_goes_on_and_runs_each_line_once_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite://{}", folder.path().join("jobs.sqlite").display());
    run(survives(&database, 1_000 * (kills() + 1), kills()));
}

#[test]
fn a_job_whose_server_is_killed_goes_on_and_runs_each_line_once_on_postgres() {
    if let Some(cluster) = postgres::cluster() {
        run(async {
            let name = format!("jobs_{}", std::process::id());
            cluster.create_database(&name, None).await;
            survives(&cluster.url(&name), 1_000 * (kills() + 1), kills()).await;
            cluster.drop_database(&name).await;
        });
    }
}
