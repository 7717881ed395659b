//! What client libraries make of the schema and of answers: the code of generators compiles, and no normalised cache takes one
//! record for another. It needs Node and what `npm ci` installs in `tests/clients`.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;
use tests::{Client, Engine, TestApp};

/// Where the scripts lie, if they can be run. In CI they must.
fn scripts() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients");
    if folder.join("node_modules/.bin").is_dir() {
        return Some(folder);
    }
    let advice = "The tests of client libraries do NOT run. Run `npm ci` in tests/clients, or .ci/install.";
    let in_ci = std::env::var("CI").is_ok_and(|value| !value.is_empty() && value != "false");
    assert!(!in_ci, "{advice}");
    // Past the capture of test output; nothing is lost when standard error is closed.
    writeln!(std::io::stderr(), "\n*** {advice}\n").unwrap_or_default();
    None
}

fn node(folder: &Path, arguments: &[&str], environment: &[(&str, String)]) {
    let output = Command::new("node")
        .args(arguments)
        .envs(environment.iter().map(|(name, value)| (name, value)))
        .current_dir(folder)
        .output()
        .unwrap();
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(
        output.status.success(),
        "{arguments:?}: {}\n{out}\n{err}",
        output.status
    );
    println!("{out}{err}");
}

#[test]
fn generated_clients_compile_under_strict() {
    let Some(folder) = scripts() else { return };
    node(
        &folder,
        &["node_modules/.bin/graphql-codegen", "--config", "codegen.json"],
        &[],
    );
    node(&folder, &["node_modules/.bin/tsc", "--project", "."], &[]);
}

const VCARD: &str = "BEGIN:VCARD\r\nVERSION:4.0\r\nUID:urn:uuid:NUMBER\r\nFN:Imported NUMBER\r\nEMAIL:NUMBER@example.org\r\nEND:VCARD\r\n";

async fn import(client: &Client, number: &str) {
    let query = "mutation($input: ImportContactsInput!) { importContacts(input: $input) { report { created } userErrors { message } } }";
    let text = VCARD.replace("NUMBER", number);
    let payload = client.written(query, json!({ "input": { "text": text } })).await;
    assert_eq!(payload["report"]["created"], 1);
}

#[test]
fn no_cache_takes_a_record_for_another() {
    let Some(folder) = scripts() else { return };
    tests::run(Engine::Sqlite, async |app: TestApp| {
        api::demo::fill(&app.app).await.unwrap();
        let log_in = "mutation($input: LogInInput!) { logIn(input: $input) { session { accessToken } userErrors { message } } }";
        let input = json!({ "email": api::demo::EMAIL, "password": api::demo::PASSWORD });
        let session = app.anonymous().written(log_in, json!({ "input": input })).await;
        let owner = app.with_token(session["session"]["accessToken"].as_str().unwrap());
        // One who writes by hand, imports and has a script that does both: four writers with two ids.
        let script = owner.lasting().await;
        owner.person("By hand").await;
        script.person("By a script").await;
        import(&owner, "5b1a1f2e-0000-4000-8000-000000000001").await;
        import(&script, "5b1a1f2e-0000-4000-8000-000000000002").await;
        owner.member("EDITOR").await;
        owner
            .written(
                "mutation { createInvitation(input: { role: VIEWER }) { userErrors { message } } }",
                json!({}),
            )
            .await;
        let environment = [
            ("RAPPORT_URL", app.url("/graphql")),
            ("RAPPORT_TOKEN", owner.token().to_owned()),
            ("RAPPORT_EMAIL", api::demo::EMAIL.to_owned()),
            ("RAPPORT_PASSWORD", api::demo::PASSWORD.to_owned()),
        ];
        tokio::task::spawn_blocking(move || node(&folder, &["caches.test.mjs"], &environment))
            .await
            .unwrap();
    });
}
