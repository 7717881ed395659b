//! What older programs left behind, in `tests/fixtures`: databases, and what they were told and answered. The `README.md` of each
//! says what is in it.

mod keep;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub use keep::{keep, made_at};

use crate::app::TestApp;
use crate::client::Client;
use crate::database::Engine;

/// The program that left a database behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Release {
    /// That of commit 8644e1a.
    Zero,
    /// That of commit 6f13d41, before the writing side was designed anew.
    One,
}

/// A request, and what was answered.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Asked {
    /// Who asked: `owner` or `demo`.
    #[serde(rename = "as", default, skip_serializing_if = "String::is_empty")]
    pub user: String,
    /// The document.
    pub query: String,
    /// Its variables.
    pub variables: Value,
    /// The id of the record that a create answered, if it was the client's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The data of a read.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub data: Value,
}

/// The files that both users imported, in this order.
pub const IMPORTS: [&str; 5] = [
    "address-book.vcf",
    "newer-phone.vcf",
    "old-phone.vcf",
    "shared-address.vcf",
    "Connections.csv",
];

/// Words of requests of then, and what is written in their place now; what was answered by a name of then still is.
const RENAMED: [(&str, &str); 5] = [
    ("headline summary ", "headline summary: notes "),
    ("kind details ", "kind details: description "),
    ("giveThanks", "giveGratitude"),
    ("recordThanksReceived", "receiveGratitude"),
    ("ThanksInput", "GratitudeInput"),
];

/// Fields of inputs that had another name then: what makes the record, the name then and the name now.
const RENAMED_FIELDS: [(&str, &str, &str); 7] = [
    ("createPerson", "summary", "notes"),
    ("createOrganization", "summary", "notes"),
    ("createCollaboration", "summary", "description"),
    ("createCollaboration", "goal", "aim"),
    ("createCollaboration", "outcome", "result"),
    ("createNeed", "details", "description"),
    ("createOffer", "details", "description"),
];

/// The request as it is written now.
fn as_of_now(mut asked: Asked) -> Asked {
    for (then, now) in RENAMED {
        asked.query = asked.query.replace(then, now);
    }
    if let Some(input) = asked.variables["input"].as_object_mut() {
        for (mutation, then, now) in RENAMED_FIELDS {
            if asked.query.contains(&format!("{mutation}("))
                && let Some(value) = input.remove(then)
            {
                input.insert(now.to_owned(), value);
            }
        }
    }
    asked
}

fn path(folder: &str, file: &str) -> PathBuf {
    let fixtures = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures"));
    fixtures.join(folder).join(file)
}

fn read(path: &PathBuf) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A file that was imported.
#[must_use]
pub fn import(name: &str) -> String {
    String::from_utf8(read(&path("release-0/imports", name))).unwrap()
}

impl Release {
    fn folder(self) -> &'static str {
        match self {
            Self::Zero => "release-0",
            Self::One => "release-1",
        }
    }

    /// A compressed file of the fixture.
    #[must_use]
    pub fn unpacked(self, name: &str) -> Vec<u8> {
        zstd::decode_all(read(&path(self.folder(), name)).as_slice()).unwrap()
    }

    /// The creates with ids of the client's, in order.
    #[must_use]
    pub fn creates(self) -> Vec<Asked> {
        let creates: Vec<Asked> =
            serde_json::from_slice(&read(&path(self.folder(), "creates.json"))).unwrap();
        creates.into_iter().map(as_of_now).collect()
    }

    /// The reads of this database.
    #[must_use]
    pub fn reads(self, engine: Engine) -> Vec<Asked> {
        let reads = self.unpacked(&format!("reads-{}.json.zst", engine.name()));
        let reads: Vec<Asked> = serde_json::from_slice(&reads).unwrap();
        reads.into_iter().map(as_of_now).collect()
    }
}

/// Signs in as a user of then: `owner` or `demo`.
pub async fn user(app: &TestApp, name: &str) -> Client {
    let (email, password) = match name {
        "demo" => (api::demo::EMAIL, api::demo::PASSWORD),
        _ => (keep::OWNER, keep::PASSWORD),
    };
    let log_in = "mutation($input: LogInInput!) { logIn(input: $input) { session { accessToken } userErrors { message } } }";
    let input = json!({ "email": email, "password": password });
    let data = app.anonymous().written(log_in, json!({ "input": input })).await;
    app.with_token(data["session"]["accessToken"].as_str().unwrap())
}
