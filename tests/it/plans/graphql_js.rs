//! graphql-js as a second witness: it executes the same documents over the values that the reference recorded.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use serde_json::{Value as Json, json};
use tests::{Engine, TestApp};

use super::compare::{self, Query};
use super::failing::DOCUMENTS;
use super::generate::{Maker, Pool, TODAY};
use super::reference::{Cursor, execute};
use super::schema::SDL;
use super::stage::{Side, Stage};

/// How many random documents it is given.
const SAMPLE: u64 = 200;
/// Where the seeds begin: other documents than those of the random test.
const FIRST: u64 = 1_000_000;

/// A document, what the server answered, and what the reference knows of every field that was asked.
async fn case(side: &Side, query: &Query) -> Json {
    let (status, body) = query.send(&side.client).await;
    let answer = execute(&side.world, &query.text, &query.variables, true);
    if let Some(difference) = query.differs(&side.world, &answer, status, &body) {
        panic!("{difference}\n{}\n{body}", query.text);
    }
    let data = compare::data_of(&body).unwrap();
    let mut record = json!(answer.record).to_string();
    for (number, cursor) in compare::cursors(data, &answer.data).unwrap() {
        record = record.replace(&Cursor(number).mark(), &cursor);
    }
    let record: Json = serde_json::from_str(&record).unwrap();
    let errors: Vec<Json> = answer
        .errors
        .iter()
        .map(|failed| json!({ "path": failed.path, "code": failed.code }))
        .collect();
    json!({ "query": query.text, "variables": query.variables, "operationName": null, "data": data, "errors": errors, "record": record })
}

async fn cases(side: &Side) -> Vec<Json> {
    let mut pool = Pool::of(&side.world, "person_01h455vb4pex5vsknk084sn02q");
    let mut cases = Vec::new();
    for document in DOCUMENTS.iter().filter(|document| !document.contains('$')) {
        cases.push(case(side, &Query::new(document)).await);
    }
    for seed in FIRST..FIRST + SAMPLE {
        let query = Maker::make(seed, &side.world.schema, &pool, TODAY);
        cases.push(case(side, &query).await);
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
