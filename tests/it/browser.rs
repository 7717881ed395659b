//! The page at /, in a real browser without a network, when `RAPPORT_BROWSER_TESTS` is set: it needs Chromium, and Node with npm
//! for what drives it.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output};

use tests::{Engine, TestApp};

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
    let node = tempfile::tempdir().unwrap();
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
        let app = TestApp::start(Engine::Sqlite).await;
        // The browser compares an expiry with its own clock.
        #[expect(clippy::disallowed_methods, reason = "the browser's clock is the wall's")]
        app.clock.set(chrono::Utc::now());
        api::demo::fill(&app.app).await.unwrap();
        let chromium = std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
        let mut test = Command::new("node");
        test.arg("graphiql.test.mjs").current_dir(node.path());
        test.env("RAPPORT_URL", app.url(""))
            .env("RAPPORT_EMAIL", api::demo::EMAIL)
            .env("RAPPORT_PASSWORD", api::demo::PASSWORD)
            .env("CHROMIUM", chromium);
        let outcome = tokio::task::spawn_blocking(move || test.output().unwrap())
            .await
            .unwrap();
        told("graphiql.test.mjs", &outcome);
    });
}
