//! graphql-js as a second witness: it executes the same documents over the values that the reference recorded.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use serde_json::{Value as Json, json};
use tests::{Engine, TestApp};

use super::compare::{self, Query};
use super::failing::DOCUMENTS;
use super::generate::{Maker, Pool};
use super::reference::{Answer, Cursor, execute};
use super::refused;
use super::schema::SDL;
use super::stage::{Side, Stage};
use super::today::Today;
use super::writing;

/// How many random documents it is given.
const SAMPLE: u64 = 200;
/// Where the seeds begin: other documents than those of the random test.
const FIRST: u64 = 1_000_000;

/// What graphql-js is told: a document, the answer, and what the reference knows of every field that was asked.
fn told(query: &Query, data: &str, answer: &Answer, record: &Json) -> Json {
    let errors = answer
        .errors
        .iter()
        .map(|failed| json!({ "path": failed.path, "code": failed.code }));
    let errors: Vec<Json> = errors.collect();
    json!({ "query": query.text, "variables": query.variables, "operationName": query.operation, "data": data, "errors": errors, "record": record })
}

/// What the server answers, which is what the reference does.
async fn of_server(side: &Side, query: &Query) -> Json {
    let (status, body) = query.send(&side.client).await;
    let answer = execute(&side.world, query, true);
    if let Some(difference) = query.differs(&side.world, &answer, status, &body) {
        panic!("{difference}\n{}\n{body}", query.text);
    }
    let data = compare::data_of(&body).unwrap();
    let mut record = json!(answer.record).to_string();
    for (number, cursor) in compare::cursors(data, &answer.data).unwrap() {
        record = record.replace(&Cursor(number).mark(), &cursor);
    }
    told(query, data, &answer, &serde_json::from_str(&record).unwrap())
}

/// What the reference alone answers, where the server is known to answer otherwise. One field may have several marks,
/// and the record keeps one of them: all become the same text.
fn of_reference(side: &Side, query: &Query) -> Json {
    let answer = execute(&side.world, query, true);
    let unmarked = |text: &str| {
        let mut pieces = text.split(Cursor::BEFORE);
        let first = pieces.next().unwrap().to_owned();
        pieces.fold(first, |whole, piece| {
            format!("{whole}cursor{}", piece.split_once(Cursor::AFTER).unwrap().1)
        })
    };
    let record = serde_json::from_str(&unmarked(&json!(answer.record).to_string())).unwrap();
    told(query, &unmarked(&answer.data), &answer, &record)
}

async fn cases(side: &Side) -> Vec<Json> {
    let mut pool = Pool::of(&side.world, "person_01h455vb4pex5vsknk084sn02q");
    let mut cases = Vec::new();
    for document in DOCUMENTS.iter().filter(|document| !document.contains('$')) {
        cases.push(of_server(side, &Query::new(document)).await);
    }
    for query in writing::documents() {
        cases.push(of_server(side, &query).await);
    }
    for query in refused::documents() {
        cases.push(json!({ "query": query.text, "variables": query.variables, "refused": true }));
    }
    for seed in FIRST..FIRST + SAMPLE {
        cases.push(of_server(side, &Maker::make(seed, &side.world.schema, &pool, Today::is())).await);
        cases.push(of_reference(
            side,
            &Maker::make(seed, &side.world.schema, &pool, Today::ALL),
        ));
        pool.learn(&side.world);
    }
    cases
}

/// Installs graphql-js into a folder; says why not.
fn install(folder: &Path) -> Result<(), String> {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("graphql-js");
    for file in ["package.json", "witness.mjs"] {
        std::fs::copy(scripts.join(file), folder.join(file)).unwrap();
    }
    let install = Command::new("npm")
        .args(["install", "--no-audit", "--no-fund", "--ignore-scripts"])
        .current_dir(folder)
        .output()
        .map_err(|error| format!("npm: {error}"))?;
    if install.status.success() {
        Ok(())
    } else {
        Err(String::from_utf8_lossy(&install.stderr).into_owned())
    }
}

#[test]
fn graphql_js_answers_alike() {
    let folder = tempfile::tempdir().unwrap();
    if let Err(reason) = install(folder.path()) {
        let advice = format!(
            "graphql-js is NOT asked for its answers: Node and the npm registry are needed. {reason}"
        );
        let in_ci = std::env::var("CI").is_ok_and(|value| !value.is_empty() && value != "false");
        assert!(!in_ci, "{advice}");
        // Past the capture of test output; nothing is lost when standard error is closed.
        writeln!(std::io::stderr(), "\n*** {advice}\n").unwrap_or_default();
        return;
    }
    tests::run(Engine::Sqlite, async |app: TestApp| {
        let stage = Stage::small(&app).await;
        let cases = cases(&stage.demo).await;
        std::fs::write(folder.path().join("cases.json"), Json::from(cases).to_string()).unwrap();
        std::fs::write(folder.path().join("schema.graphql"), SDL).unwrap();
        let witness = Command::new("node")
            .args(["witness.mjs", "schema.graphql", "cases.json"])
            .current_dir(folder.path())
            .output()
            .unwrap();
        let (out, err) = (
            String::from_utf8_lossy(&witness.stdout),
            String::from_utf8_lossy(&witness.stderr),
        );
        assert!(witness.status.success(), "{out}\n{err}");
        println!("{out}");
    });
}
