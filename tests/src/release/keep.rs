//! How a release is kept: the database that this program makes of the creates and the files, and what it answers.

use std::process::Command;

use chrono::{DateTime, TimeDelta};
use serde_json::{Value, json};

use super::{Asked, IMPORTS, Release, import, path, user};
use crate::app::TestApp;
use crate::client::Client;
use crate::database::Engine;

pub(super) const OWNER: &str = "owner@rapport.example";
pub(super) const PASSWORD: &str = "correct horse";

/// Compression: small rather than fast, since it is done once.
const LEVEL: i32 = 19;

/// When it is made: days before later programs open it.
#[must_use]
pub fn made_at() -> DateTime<chrono::Utc> {
    let time = DateTime::parse_from_rfc3339("2026-11-27T09:00:00Z").unwrap();
    time.to_utc()
}

/// Fills an application's database, and keeps it in a folder of `tests/fixtures` that holds `creates.json`: the database, and what
/// was answered to the reads of the release before.
pub async fn keep(app: &TestApp, folder: &str) {
    let text = std::fs::read(path(folder, "creates.json")).unwrap();
    let creates: Vec<Asked> = serde_json::from_slice(&text).unwrap();
    let (owner, demo) = fill(app, creates).await;
    let mut reads: Vec<Asked> = Vec::new();
    for mut read in Release::Zero.reads(app.engine) {
        let client = if read.user == "demo" { &demo } else { &owner };
        // A page behind another one begins where that ended.
        if let (Some(before), false) = (reads.last(), read.variables["after"].is_null()) {
            let mut lists = before.data.as_object().unwrap().values();
            read.variables["after"] = lists.next().unwrap()["pageInfo"]["endCursor"].clone();
        }
        read.data = client.ok(&read.query, read.variables.clone()).await;
        reads.push(read);
    }
    let name = app.engine.name();
    pack(
        folder,
        &format!("reads-{name}.json.zst"),
        &serde_json::to_vec(&reads).unwrap(),
    );
    match app.engine {
        Engine::Sqlite => pack(folder, "sqlite.zst", &sqlite(app.database_url())),
        Engine::Postgres => pack(
            folder,
            "postgres.sql.zst",
            postgres(app.database_url()).as_bytes(),
        ),
    }
}

async fn fill(app: &TestApp, creates: Vec<Asked>) -> (Client, Client) {
    api::demo::fill(&app.app).await.unwrap();
    let sign_up = "mutation($input: SignUpInput!) { signUp(input: $input) { session { accessToken } userErrors { message } } }";
    let input = json!({ "email": OWNER, "password": PASSWORD, "displayName": "Owner" });
    app.anonymous().written(sign_up, json!({ "input": input })).await;
    let (owner, demo) = (user(app, "owner").await, user(app, "demo").await);
    // A second for each write, so that what was made later has the greater id.
    for create in creates {
        app.clock.advance(TimeDelta::seconds(1));
        owner.written(&create.query, create.variables).await;
    }
    let take_in = "mutation($input: ImportContactsInput!) { importContacts(input: $input) { userErrors { code message path } } }";
    for client in [&owner, &demo] {
        for file in IMPORTS {
            app.clock.advance(TimeDelta::seconds(1));
            client
                .written(take_in, json!({ "input": { "text": import(file) } }))
                .await;
        }
    }
    by_hand(app, &owner).await;
    (owner, demo)
}

/// What the owner did to people after they were imported.
async fn by_hand(app: &TestApp, owner: &Client) {
    let people = owner
        .ok("{ people(first: 100) { nodes { id displayName } } }", json!({}))
        .await;
    let nodes = people["people"]["nodes"].as_array().unwrap();
    let id = |name: &str| -> Value {
        let found = nodes.iter().find(|it| it["displayName"] == name);
        found.unwrap_or_else(|| panic!("no {name} in {people}"))["id"].clone()
    };
    for name in ["Gunnar Lind", "Hana Sato"] {
        app.clock.advance(TimeDelta::seconds(1));
        let archive = "mutation($id: ID!) { archivePerson(id: $id) { userErrors { message } } }";
        owner.written(archive, json!({ "id": id(name) })).await;
    }
    app.clock.advance(TimeDelta::seconds(1));
    let update = "mutation($id: ID!) { updatePerson(id: $id, input: { headline: \"Plays the viola\" }) { userErrors { message } } }";
    owner.written(update, json!({ "id": id("Bela Kovács") })).await;
}

fn pack(folder: &str, name: &str, bytes: &[u8]) {
    let packed = zstd::encode_all(bytes, LEVEL).unwrap();
    std::fs::write(path(folder, name), packed).unwrap();
}

/// The file, with all that is still in its log.
fn sqlite(url: &str) -> Vec<u8> {
    let whole = tempfile::tempdir().unwrap();
    let file = whole.path().join("whole.sqlite");
    let database = rusqlite::Connection::open(url.trim_start_matches("sqlite://")).unwrap();
    database
        .execute("VACUUM INTO ?", [file.to_str().unwrap()])
        .unwrap();
    std::fs::read(file).unwrap()
}

/// What `pg_dump` writes, without what only `psql` understands.
fn postgres(url: &str) -> String {
    let arguments = [
        "--inserts",
        "--rows-per-insert=500",
        "--no-owner",
        "--no-privileges",
    ];
    let dump = Command::new("pg_dump").args(arguments).arg(url).output().unwrap();
    assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
    let dump = String::from_utf8(dump.stdout).unwrap();
    let lines = dump.lines().filter(|line| !line.starts_with('\\'));
    lines.fold(String::new(), |text, line| text + line + "\n")
}
