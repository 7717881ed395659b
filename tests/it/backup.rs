//! A backup that is made while sixteen clients write is whole, and holds what was acknowledged before it began.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tests::{Client, postgres};

use super::built::{SIGN_UP, Server, program, run};
use super::kill::whole;

const PERSON: &str = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { person { id } userErrors { message } } }";

/// Runs the program on a database.
async fn rapport(arguments: &[&str], database: &str, folder: &Path) -> Output {
    let mut command = Command::new(program());
    command
        .args(arguments)
        .args(["--database", database, "--data"])
        .arg(folder);
    if let (Some(bin), Some(path)) = (std::env::var_os("PG_BIN"), std::env::var_os("PATH")) {
        let both = std::iter::once(bin.into()).chain(std::env::split_paths(&path));
        command.env("PATH", std::env::join_paths(both).unwrap());
    }
    tokio::task::spawn_blocking(move || command.output().unwrap())
        .await
        .unwrap()
}

async fn done(arguments: &[&str], database: &str, folder: &Path) -> String {
    let output = rapport(arguments, database, folder).await;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {said}");
    String::from_utf8(output.stdout).unwrap()
}

async fn refused(arguments: &[&str], database: &str, folder: &Path) -> String {
    let output = rapport(arguments, database, folder).await;
    assert!(
        !output.status.success(),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stdout)
    );
    String::from_utf8(output.stderr).unwrap()
}

fn writers(
    client: &Client,
    stop: &Arc<AtomicBool>,
    acknowledged: &Arc<Mutex<Vec<String>>>,
) -> Vec<tokio::task::JoinHandle<()>> {
    let write = |writer: usize| {
        let (client, stop, acknowledged) = (client.clone(), stop.clone(), acknowledged.clone());
        tokio::spawn(async move {
            for number in 0.. {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let input = json!({ "displayName": format!("P {writer} {number}"), "tagNames": ["t"] });
                let answer = client.try_send(PERSON, json!({ "input": input })).await.unwrap();
                let id = answer["data"]["createPerson"]["person"]["id"].as_str().unwrap();
                acknowledged.lock().unwrap().push(id.to_owned());
            }
        })
    };
    (0..16).map(write).collect()
}

async fn until(acknowledged: &Mutex<Vec<String>>, number: usize) {
    while acknowledged.lock().unwrap().len() < number {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
}

async fn is_backed_up(database: &str, other: &str) {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let file = at.join("backup").display().to_string();
    let mut server = Server::start(database, at).await;
    let session = server.client(None).ok(SIGN_UP, json!({})).await;
    let client = server.client(Some(
        session["signUp"]["session"]["accessToken"].as_str().unwrap(),
    ));
    let (stop, acknowledged) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Vec::new())));
    let writers = writers(&client, &stop, &acknowledged);
    until(&acknowledged, 200).await;
    let before = acknowledged.lock().unwrap().clone();
    let report = done(&["backup", &file], database, at).await;
    let after = acknowledged.lock().unwrap().len();
    until(&acknowledged, after + 20).await;
    stop.store(true, Ordering::Relaxed);
    for writer in writers {
        writer.await.unwrap();
    }
    assert!(after > before.len(), "nobody wrote meanwhile");
    assert!(report.contains(" person\n"), "{report}");
    assert!(
        refused(&["backup", &file], database, at)
            .await
            .contains("--overwrite")
    );

    // What is there is not replaced unawares, nor below a server that runs.
    assert!(
        refused(&["restore", &file], database, at)
            .await
            .contains("--overwrite")
    );
    assert!(
        refused(&["restore", &file, "--overwrite"], database, at)
            .await
            .contains("stop")
    );
    server.kill();

    let elsewhere = tempfile::tempdir().unwrap();
    done(&["restore", &file], other, elsewhere.path()).await;
    let counted = done(&["verify"], other, elsewhere.path()).await;
    holds(other, elsewhere.path(), &before).await;

    // A broken backup leaves what is there.
    let mut bytes = std::fs::read(&file).unwrap();
    bytes.truncate(bytes.len() / 2);
    let broken = at.join("broken").display().to_string();
    std::fs::write(&broken, &bytes).unwrap();
    refused(&["restore", &broken, "--overwrite"], other, elsewhere.path()).await;
    std::fs::write(&broken, b"no backup").unwrap();
    assert!(
        refused(&["restore", &broken, "--overwrite"], other, elsewhere.path())
            .await
            .contains("no backup")
    );
    holds(other, elsewhere.path(), &before).await;

    // Twice over: what is restored can be backed up and restored as well.
    for _ in 0..2 {
        done(&["restore", &file, "--overwrite"], other, elsewhere.path()).await;
        assert_eq!(done(&["verify"], other, elsewhere.path()).await, counted);
        done(&["backup", &file, "--overwrite"], other, elsewhere.path()).await;
    }
    done(&["restore", &file, "--overwrite"], database, at).await;
    holds(database, at, &before).await;
}

/// These people are there, and the feed is whole.
async fn holds(database: &str, folder: &Path, people: &[String]) {
    let server = Server::start(database, folder).await;
    // Tokens of before were signed with keys that are not in the backup.
    let log_in = "mutation { logIn(input: { email: \"k@example.org\", password: \"correct horse\" }) { session { accessToken } } }";
    let session = server.client(None).ok(log_in, json!({})).await;
    let client = server.client(Some(session["logIn"]["session"]["accessToken"].as_str().unwrap()));
    for some in people.chunks(50) {
        let query = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Person { tags { name } } } }";
        let nodes = client.ok(query, json!({ "ids": some })).await["nodes"].take();
        assert!(
            nodes
                .as_array()
                .unwrap()
                .iter()
                .all(|node| node["tags"] == json!([{ "name": "t" }])),
            "{nodes}"
        );
    }
    whole(&client).await;
}

#[test]
fn a_backup_of_sqlite_is_whole_while_sixteen_clients_write() {
    let folder = tempfile::tempdir().unwrap();
    let url = |name: &str| format!("sqlite://{}", folder.path().join(name).display());
    run(is_backed_up(&url("one.sqlite"), &url("other/two.sqlite")));
}

#[test]
fn a_backup_of_postgres_is_whole_while_sixteen_clients_write() {
    let Some(cluster) = postgres::cluster() else {
        return;
    };
    run(async {
        let names = ["backup", "restored"].map(|name| format!("{name}_{}", std::process::id()));
        for name in &names {
            cluster.create_database(name, None).await;
        }
        let [one, other] = names.each_ref().map(|name| cluster.url(name));
        is_backed_up(&one, &other).await;
        for name in &names {
            cluster.drop_database(name).await;
        }
    });
}

/// Makes a SQLite database of two people, spoils it by a statement, and answers what `verify` says.
fn spoilt(statement: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("spoilt.sqlite");
    let database = format!("sqlite://{}", file.display());
    let mut said = String::new();
    run(async {
        let mut server = Server::start(&database, folder.path()).await;
        let session = server.client(None).ok(SIGN_UP, json!({})).await;
        let client = server.client(Some(
            session["signUp"]["session"]["accessToken"].as_str().unwrap(),
        ));
        for name in ["Ana", "Bo"] {
            let answer = client
                .ok(PERSON, json!({ "input": { "displayName": name } }))
                .await;
            assert_ne!(answer["createPerson"]["person"], Value::Null);
        }
        server.kill();
        done(&["verify"], &database, folder.path()).await;
        let connection = rusqlite::Connection::open(&file).unwrap();
        connection
            .execute_batch(&format!("PRAGMA foreign_keys = off; {statement}"))
            .unwrap();
        drop(connection);
        said = refused(&["verify"], &database, folder.path()).await;
        // What is not whole is no backup.
        refused(
            &["backup", folder.path().join("b").to_str().unwrap()],
            &database,
            folder.path(),
        )
        .await;
        assert!(!folder.path().join("b").exists() && !folder.path().join("b.part").exists());
    });
    said
}

#[test]
fn what_is_missing_is_found() {
    let gap = spoilt("DELETE FROM change WHERE seq = 2");
    assert!(gap.contains("gap in their feed"), "{gap}");
    let lost = spoilt("DELETE FROM person WHERE display_name = 'Bo'");
    assert!(
        lost.contains("records of person are in the feed and not there"),
        "{lost}"
    );
    let stale = spoilt("UPDATE person SET revision = 7 WHERE display_name = 'Bo'");
    assert!(
        stale.contains("1 rows of person are not as their last change says"),
        "{stale}"
    );
    let dangling = spoilt("DELETE FROM workspace");
    assert!(
        dangling.contains("refer to rows of workspace that are not there"),
        "{dangling}"
    );
}
