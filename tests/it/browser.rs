//! The page at /, in a real browser, when `RAPPORT_BROWSER_TESTS` is set: it needs Chromium, Node and the npm registry.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::json;
use tests::{Engine, TestApp};

const SIGN_UP: &str = "mutation($input: SignUpInput!) { signUp(input: $input) { session { accessToken } userErrors { message } } }";

fn told(what: &str, output: &Output) {
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{what}: {}\n{out}\n{err}", output.status);
    println!("{out}{err}");
}

#[test]
fn a_person_uses_the_page_in_a_browser() {
    if std::env::var_os("RAPPORT_BROWSER_TESTS").is_none_or(|value| value.is_empty()) {
        let advice = "The browser test does NOT run. Set RAPPORT_BROWSER_TESTS=1 where Chromium, Node and npm are installed.";
        // Past the capture of test output; nothing is lost when standard error is closed.
        writeln!(std::io::stderr(), "\n*** {advice}\n").unwrap_or_default();
        return;
    }
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("browser");
    let (graphiql, node) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let fill = Command::new("sh")
        .arg(scripts.join("fill-graphiql.sh"))
        .arg(graphiql.path())
        .output()
        .unwrap();
    told("fill-graphiql.sh", &fill);
    for file in ["package.json", "graphiql.test.mjs"] {
        std::fs::copy(scripts.join(file), node.path().join(file)).unwrap();
    }
    let install = Command::new("npm")
        .args(["install", "--no-audit", "--no-fund", "--ignore-scripts"])
        .current_dir(node.path())
        .output()
        .unwrap();
    told("npm install", &install);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let app = TestApp::start_with(Engine::Sqlite, |settings| {
            settings.http.graphiql_dir = Some(graphiql.path().to_owned())
        })
        .await;
        // The browser compares an expiry with its own clock.
        #[expect(clippy::disallowed_methods, reason = "the browser's clock is the wall's")]
        app.clock.set(chrono::Utc::now());
        let (email, password) = ("browser@example.org", "correct horse");
        let input = json!({ "email": email, "password": password, "displayName": "Browser" });
        app.anonymous().written(SIGN_UP, json!({ "input": input })).await;
        let chromium = std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
        let mut test = Command::new("node");
        test.arg("graphiql.test.mjs").current_dir(node.path());
        test.env("RAPPORT_URL", app.url(""))
            .env("RAPPORT_EMAIL", email)
            .env("RAPPORT_PASSWORD", password)
            .env("CHROMIUM", chromium);
        let outcome = tokio::task::spawn_blocking(move || test.output().unwrap())
            .await
            .unwrap();
        told("graphiql.test.mjs", &outcome);
    });
}
