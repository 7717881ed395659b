//! `examples/bulk/`: what scripts do to many records, in Python and in the shell, in a handful of requests.

use std::path::Path;
use std::process::Command;

use serde_json::json;
use tests::{Client, TestApp, both};

use super::people;

/// What each of them tells, of a workspace in which nothing of it was done.
const TOLD: &str = "tags: 1 request, 500 affected\n\
                    circle: 1 request, 300 affected\n\
                    interactions: 2 requests, 1000 created\n\
                    headlines: 4 requests, 2000 updated\n";

fn is_there(program: &str) -> bool {
    let there = Command::new(program).arg("--version").output().is_ok();
    if !there {
        println!("there is no {program}: its example is not run");
    }
    there
}

/// Runs one of them; what it says.
async fn run(app: &TestApp, client: &Client, program: &'static str, script: &'static str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../examples/bulk")
        .join(script);
    let (url, token) = (app.url("/graphql"), client.token().to_owned());
    let done = tokio::task::spawn_blocking(move || {
        let mut command = Command::new(program);
        command
            .arg(path)
            .env("RAPPORT_URL", url)
            .env("RAPPORT_TOKEN", token);
        command.output().unwrap()
    });
    let done = done.await.unwrap();
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(done.status.success(), "{program}: {said}");
    String::from_utf8(done.stdout).unwrap()
}

async fn holds(app: &TestApp, program: &'static str, script: &'static str) {
    let owner = app.owner().await;
    people(&owner, 2_100).await;
    assert_eq!(run(app, &owner, program, script).await, TOLD);
    let seen = "{ people(first: 100, after: null) { nodes { headline tags { name } circles { name } } } interactions(first: 0) { totalCount } \
                tags { nodes { name memberCount } } circles { nodes { name memberCount } } }";
    let seen = owner.ok(seen, json!({})).await;
    assert_eq!(
        seen["tags"]["nodes"],
        json!([{ "name": "Newsletter", "memberCount": 500 }])
    );
    assert_eq!(
        seen["circles"]["nodes"],
        json!([{ "name": "Newsletter", "memberCount": 300 }])
    );
    assert_eq!(seen["interactions"]["totalCount"], 1_000);
    assert_eq!(
        seen["people"]["nodes"][41]["headline"],
        "Number 42 of the newsletter"
    );
    // Once more: whoever is tagged, in the circle and named stays as they are.
    let again = run(app, &owner, program, script).await;
    assert!(
        again.contains("tags: 1 request, 500 unchanged\ncircle: 1 request, 300 unchanged\n"),
        "{again}"
    );
    assert!(
        again.contains("headlines: 4 requests, 2000 unchanged\n"),
        "{again}"
    );
}

both! {
    a_script_in_python_changes_many_records_in_few_requests(app) {
        if is_there("python3") {
            holds(&app, "python3", "bulk.py").await;
        }
    }

    a_shell_script_changes_many_records_in_few_requests(app) {
        if is_there("curl") && is_there("jq") {
            holds(&app, "sh", "bulk.sh").await;
        }
    }
}
