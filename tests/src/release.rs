//! What an older program left behind, in `tests/fixtures`: a database, and what it was told and answered. Its `README.md` says
//! what is in it.

use std::path::PathBuf;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::database::Engine;

/// A request, and what was answered.
#[derive(Deserialize)]
pub struct Asked {
    /// Who asked: `owner` or `demo`.
    #[serde(rename = "as", default)]
    pub user: String,
    /// The document.
    pub query: String,
    /// Its variables.
    pub variables: Value,
    /// The id of the record that a create answered, if it was the client's.
    #[serde(default)]
    pub id: Option<String>,
    /// The data of a read.
    #[serde(default)]
    pub data: Value,
}

fn path(file: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/release-0")).join(file)
}

/// A file of the fixture.
#[must_use]
pub fn file(name: &str) -> Vec<u8> {
    let path = path(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A compressed file of the fixture.
#[must_use]
pub fn unpacked(name: &str) -> Vec<u8> {
    zstd::decode_all(file(name).as_slice()).unwrap()
}

/// The creates with ids of the client's, in order.
#[must_use]
pub fn creates() -> Vec<Asked> {
    serde_json::from_slice(&file("creates.json")).unwrap()
}

/// The reads of this database.
#[must_use]
pub fn reads(engine: Engine) -> Vec<Asked> {
    let name = match engine {
        Engine::Sqlite => "reads-sqlite.json.zst",
        Engine::Postgres => "reads-postgres.json.zst",
    };
    serde_json::from_slice(&unpacked(name)).unwrap()
}

/// Signs in as a user of then: `owner` or `demo`.
pub async fn user(app: &TestApp, name: &str) -> Client {
    let (email, password) = match name {
        "demo" => ("demo@rapport.example", "demo-password"),
        _ => ("owner@rapport.example", "correct horse"),
    };
    let log_in = "mutation($input: LogInInput!) { logIn(input: $input) { session { accessToken } userErrors { message } } }";
    let input = json!({ "email": email, "password": password });
    let data = app.anonymous().written(log_in, json!({ "input": input })).await;
    app.with_token(data["session"]["accessToken"].as_str().unwrap())
}
