//! A workspace moves to another database, and nothing of it is lost.

use std::collections::BTreeSet;

use api::kit::images::{BOOKS, TABLES};
use entity::ids::WorkspaceId;
use serde_json::{Value, json};
use tests::{Client, Engine, TestApp, both, postgres};

use crate::replay::{filled, patient};

const SEEN: &str = "{
    people(first: 100, orderBy: { field: LAST_INTERACTION_AT, direction: DESC }) { totalCount nodes { id revision displayName lastInteractionAt
        mergedInto { id } metThrough { id } tags { name } circles { name } facts { text } contactPoints { value isPrimary }
        affiliations { organization { name } } externalRefs { source externalId } supportRoles { role } reciprocity { received } createdBy { kind tokenId } } }
    found: people(search: \"ada\") { nodes { id } }
    interactions(first: 100) { nodes { id title participants { id } event { id } } }
    introductions(first: 100) { nodes { id state history { action } sides { person { id } consent } } }
    needs(first: 100) { nodes { id topics matches { score offer { id } } } }
    cadences { nodes { id } } checkIns { nodes { id note } }
    exchanges(first: 100) { nodes { id title gratitudes { nodes { id } } } }
    timeEntries(first: 100) { nodes { id people { id } } }
    agenda(first: 100) { nodes { title } }
    changeSets { nodes { id mutation isUndoable changeCount } }
    workspace { name timeZone weekStart revision } }";

async fn get(app: &TestApp, client: &Client, path: &str) -> (u16, String) {
    let request = app.http().get(app.url(path)).bearer_auth(client.token());
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

async fn exported(app: &TestApp, client: &Client) -> String {
    let (status, file) = get(app, client, "/export/workspace.jsonl").await;
    assert_eq!(status, 200, "{file}");
    file
}

async fn sent(app: &TestApp, client: &Client, file: &str) -> (u16, Value) {
    let request = app.http().put(app.url("/import/workspace.jsonl"));
    let request = request.bearer_auth(client.token()).body(file.to_owned());
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

/// The file without the ids of the workspace that it is of, and of the user who made it.
fn nameless(file: &str) -> String {
    let head: Value = serde_json::from_str(file.lines().next().unwrap()).unwrap();
    let id = head["workspace"]["id"].as_str().unwrap();
    let uuid = id.parse::<WorkspaceId>().unwrap().0.to_string();
    let own = file
        .lines()
        .find(|line| line.contains("\"is_self\":true"))
        .unwrap();
    let own: Value = serde_json::from_str(own).unwrap();
    let maker = own["row"]["created_by"]
        .as_str()
        .unwrap()
        .trim_start_matches("USER:");
    file.replace(id, "<workspace>")
        .replace(&uuid, "<workspace>")
        .replace(maker, "<maker>")
}

fn tables(file: &str) -> BTreeSet<String> {
    let lines = file
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines
        .filter_map(|line| Some(line["table"].as_str()?.to_owned()))
        .collect()
}

/// Where two files differ first.
fn alike(one: &str, other: &str) {
    let differs = one.lines().zip(other.lines()).find(|(one, other)| one != other);
    assert!(differs.is_none(), "{differs:#?}");
    assert_eq!(one.len(), other.len());
}

/// A picture is sent by no mutation.
async fn pictured(app: &TestApp, client: &Client) {
    let people = client
        .ok("{ people(first: 1) { nodes { id } } }", json!({}))
        .await;
    let id = people["people"]["nodes"][0]["id"].as_str().unwrap().to_owned();
    let request = app.http().put(app.url(&format!("/photos/{id}")));
    let request = request.bearer_auth(client.token()).body("GIF89a0000");
    assert_eq!(request.send().await.unwrap().status().as_u16(), 200);
}

async fn there_and_back(app: TestApp) {
    let client = filled(&app).await;
    pictured(&app, &client).await;
    let first = exported(&app, &client).await;
    let every: BTreeSet<String> = TABLES
        .iter()
        .chain(BOOKS.iter())
        .map(|it| it.name.to_owned())
        .collect();
    let lacking: Vec<_> = every.difference(&tables(&first)).cloned().collect();
    assert!(lacking.is_empty(), "no row is of {lacking:?}");
    alike(&first, &exported(&app, &client).await);
    let seen = client.ok(SEEN, json!({})).await;

    let elsewhere = TestApp::start_with(Engine::Postgres, patient).await;
    elsewhere.clock.advance(app.clock.now() - elsewhere.clock.now());
    let there = elsewhere.owner().await;
    let (status, done) = sent(&elsewhere, &there, &first).await;
    assert_eq!(status, 200, "{done}");
    let second = exported(&elsewhere, &there).await;
    alike(&nameless(&first), &nameless(&second));
    assert_eq!(there.ok(SEEN, json!({})).await, seen);

    // Sent once more it meets what is there.
    let (status, refused) = sent(&elsewhere, &there, &first).await;
    assert_eq!(
        (status, &refused["errors"][0]["extensions"]["code"]),
        (422, &json!("FILE_REFUSED"))
    );
    alike(&second, &exported(&elsewhere, &there).await);

    let home = TestApp::start_with(Engine::Sqlite, patient).await;
    home.clock.advance(app.clock.now() - home.clock.now());
    let here = home.owner().await;
    let (status, done) = sent(&home, &here, &second).await;
    assert_eq!(status, 200, "{done}");
    alike(&nameless(&first), &nameless(&exported(&home, &here).await));
    assert_eq!(here.ok(SEEN, json!({})).await, seen);

    // What is written next goes on where the file ended.
    let latest = seen_seq(&first);
    for client in [&there, &here] {
        let made =
            "mutation { createPerson(input: { displayName: \"Next\" }) { seq userErrors { message } } }";
        assert_eq!(client.written(made, json!({})).await["seq"], json!(latest + 1));
        let undo = "mutation($id: ID!) { undoChangeSet(id: $id) { restoredCount userErrors { message } } }";
        let sets = seen["changeSets"]["nodes"].as_array().unwrap();
        let set = sets.iter().find(|set| set["isUndoable"] == true).unwrap();
        client.written(undo, json!({ "id": set["id"] })).await;
    }
}

fn seen_seq(file: &str) -> i64 {
    let head: Value = serde_json::from_str(file.lines().next().unwrap()).unwrap();
    head["seq"].as_i64().unwrap()
}

#[test]
fn from_sqlite_to_postgres_and_back_it_is_the_same_bytes() {
    if postgres::cluster().is_some() {
        tests::run_with(Engine::Sqlite, patient, there_and_back);
    }
}

async fn small(app: &TestApp) -> (Client, String) {
    let client = app.owner().await;
    let (ada, bo) = (client.person("Ada").await, client.person("Bo").await);
    let update = "mutation($id: ID!, $other: ID!) { updatePerson(id: $id, input: { metThroughId: $other, addTagNames: [\"t\"] }) { userErrors { message } } }";
    client.written(update, json!({ "id": ada, "other": bo })).await;
    let file = exported(app, &client).await;
    (client, file)
}

both! {
    what_refers_to_what_comes_later_is_taken_in(app) {
        let (_, file) = small(&app).await;
        let other = app.owner().await;
        let (status, done) = sent(&app, &other, &file).await;
        assert_eq!((status, &done["seq"]), (200, &json!(seen_seq(&file))), "{done}");
        let met = other.ok("{ people(search: \"ada\") { nodes { displayName metThrough { displayName } tags { name } } } }", json!({})).await;
        let ada = json!({ "displayName": "Ada", "metThrough": { "displayName": "Bo" }, "tags": [{ "name": "t" }] });
        assert_eq!(met["people"]["nodes"], json!([ada]));
    }

    a_file_that_is_wrong_is_refused_with_its_line(app) {
        let (client, file) = small(&app).await;
        let lines: Vec<&str> = file.lines().collect();
        // The first is the user.
        let person = lines.iter().position(|line| line.contains("\"table\":\"person\"")).unwrap() + 1;
        let tagged = lines.iter().position(|line| line.contains("\"table\":\"person_tag\"")).unwrap();
        let with = |place: usize, line: &str| {
            let mut lines = lines.clone();
            lines[place] = line;
            lines.join("\n") + "\n"
        };
        let without = |place: usize| {
            let mut lines = lines.clone();
            lines.remove(place);
            lines.join("\n") + "\n"
        };
        let mut swapped = lines.clone();
        swapped.swap(person, person + 1);
        let mut repeated = lines.clone();
        repeated.insert(person, lines[person]);
        let tag: Value = serde_json::from_str(lines[tagged]).unwrap();
        let tag = tag["row"]["tag_id"].as_str().unwrap();
        let foreign = lines[tagged].replace(tag, "01900000-0000-7000-8000-000000000001");
        let newer = lines[0].replace("\"version\":1", "\"version\":2");
        let word = lines[person].replace("\"is_self\":false", "\"is_self\":\"no\"");
        let column = lines[person].replace("\"is_self\"", "\"is_me\"");
        let last = lines.len() - 1;
        for (bad, place, says) in [
            (String::new(), 1, "cut off"),
            ("{}\n".to_owned(), 1, "no export of a workspace"),
            (with(0, &newer), 1, "bring the program up to date"),
            (lines[..last].join("\n") + "\n", last + 1, "cut off"),
            (file[..file.len() / 2].to_owned(), 0, "cut off"),
            (swapped.join("\n") + "\n", person + 2, "in the order of their keys"),
            (repeated.join("\n") + "\n", person + 2, "there already"),
            (with(tagged, &foreign), tagged + 1, "refers to what is not there"),
            (with(person, &word), person + 1, "is_self"),
            (with(person, &column), person + 1, "is_self: a value is required"),
            (without(person), 0, ""),
            (without(last - 1), last, "some are missing"),
            (with(person, "{\"table\":\"user\",\"row\":{}}"), person + 1, "there is no table user"),
            (file.clone() + "{}\n", last + 2, "behind the last line"),
        ] {
            let other = app.owner().await;
            let (status, refused) = sent(&app, &other, &bad).await;
            let message = refused["errors"][0]["message"].as_str().unwrap();
            assert_eq!(status, 422, "{message}");
            assert!(place == 0 || message.starts_with(&format!("line {place}:")), "{place}: {message}");
            assert!(message.contains(says), "{says}: {message}");
            let stays = other.ok("{ people { totalCount } workspace { name } }", json!({})).await;
            assert_eq!(stays["people"]["totalCount"], 0, "{message}");
        }
        let (status, refused) = sent(&app, &client, &file).await;
        assert_eq!(status, 422);
        assert!(refused["errors"][0]["message"].as_str().unwrap().contains("not empty"), "{refused}");
    }

    only_who_may_do_all_takes_a_workspace_out_or_in(app) {
        let (client, file) = small(&app).await;
        for (caller, status) in [
            (app.anonymous(), 401),
            (client.viewer().await, 403),
            (client.member("EDITOR").await, 403),
            (client.with_scopes(&["PEOPLE_READ"]).await, 403),
            (client.lasting().await, 200),
        ] {
            assert_eq!(get(&app, &caller, "/export/workspace.jsonl").await.0, status);
            let expected = if status == 200 { 422 } else { status };
            assert_eq!(sent(&app, &caller, &file).await.0, expected);
        }
        let (status, _) = get(&app, &client, "/import/workspace.jsonl").await;
        assert_eq!(status, 405);
    }
}
