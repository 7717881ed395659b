//! The server's memory stays what it is: the short form of `bench -- --soak`, over every kind of request that the schema has.

use std::process::{Command, Stdio};

use serde_json::json;
use tests::postgres;
use tests::soak::soak;

use crate::built::{Server, program, run};

/// Requests; `RAPPORT_SOAK_REQUESTS` asks for more. The first third makes all that is kept: documents, pages, connections.
const REQUESTS: usize = 1_800;
/// By how much the memory may be larger at the end: the database grows meanwhile, and with it what is kept of its pages.
const MORE: f64 = 0.20;

async fn stays(database: &str) {
    let folder = tempfile::tempdir().unwrap();
    let filled = Command::new(program())
        .args(["demo", "--database", database, "--data"])
        .arg(folder.path())
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(filled.success());
    let server = Server::start(database, folder.path()).await;
    let log_in = "mutation($input: LogInInput!) { logIn(input: $input) { session { accessToken } userErrors { message } } }";
    let input = json!({ "input": { "email": api::demo::EMAIL, "password": api::demo::PASSWORD } });
    let session = server.client(None).written(log_in, input).await;
    let client = server
        .client(session["session"]["accessToken"].as_str())
        .lasting()
        .await;
    let asked = std::env::var("RAPPORT_SOAK_REQUESTS").ok();
    let all = asked.and_then(|asked| asked.parse().ok()).unwrap_or(REQUESTS);
    let soaked = soak(&client, server.process.id(), (all / 3, all), 8).await;
    println!(
        "{} → {} MiB; {} fields answered; {:?}",
        soaked.first >> 20,
        soaked.last >> 20,
        soaked.answered.len(),
        soaked.codes
    );
    assert!(soaked.fault.is_none(), "{:?}", soaked.fault);
    // What is mostly refused soaks nothing.
    assert!(soaked.answered.len() > 100, "{:?}", soaked.answered);
    assert!(soaked.growth() < MORE, "{} → {} bytes", soaked.first, soaked.last);
}

#[test]
fn memory_stays_what_it_is_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite://{}", folder.path().join("soak.sqlite").display());
    run(stays(&database));
}

#[test]
fn memory_stays_what_it_is_on_postgres() {
    let Some(cluster) = postgres::cluster() else {
        return;
    };
    run(async {
        let name = format!("soak_{}", std::process::id());
        cluster.create_database(&name, None).await;
        stays(&cluster.url(&name)).await;
        cluster.drop_database(&name).await;
    });
}
