//! A server that is killed in the middle of a stream of writes loses nothing that it acknowledged, and leaves nothing half done.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tests::{Client, postgres};

use crate::built::{SIGN_UP, Server, program, run};

const WRITE: &str = "mutation($person: CreatePersonInput!, $talk: LogInteractionInput!) {
    createPerson(input: $person) { person { id } userErrors { message } }
    logInteraction(input: $talk) { interaction { id } userErrors { message } } }";

async fn survives(database: &str) {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::start(database, folder.path()).await;
    let token = server.sign_up().await;
    let friend = server.client(Some(&token)).person("Friend").await;

    let (stop, acknowledged) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Vec::new())));
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let (client, stop, acknowledged) = (server.client(Some(&token)), stop.clone(), acknowledged.clone());
            let friend = friend.clone();
            tokio::spawn(async move {
                for number in 0.. {
                    if stop.load(Ordering::Relaxed) {
                        break;
                    }
                    let person = json!({ "displayName": format!("P {writer} {number}"), "tagNames": ["t"],
                        "contactPoints": [{ "kind": "EMAIL", "value": format!("p{writer}.{number}@example.org") }] });
                    let talk = json!({ "happenedAt": "2026-01-01T00:00:00Z", "channel": "CALL", "participantIds": [friend] });
                    let Some(answer) = client.try_send(WRITE, json!({ "person": person, "talk": talk })).await else { break };
                    let id = |field: &str, record: &str| answer["data"][field][record]["id"].as_str().map(str::to_owned);
                    let ids = (id("createPerson", "person"), id("logInteraction", "interaction"));
                    if let (Some(person), Some(talk)) = ids {
                        acknowledged.lock().unwrap().push((person, talk));
                    }
                }
            })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(1500)).await;
    server.kill();
    stop.store(true, Ordering::Relaxed);
    for writer in writers {
        writer.await.unwrap();
    }

    let server = Server::start(database, folder.path()).await;
    let client = server.client(Some(&token));
    let acknowledged = std::mem::take(&mut *acknowledged.lock().unwrap());
    assert!(
        acknowledged.len() > 10,
        "too few writes to prove anything: {}",
        acknowledged.len()
    );
    for some in acknowledged.chunks(50) {
        let ids: Vec<&String> = some.iter().flat_map(|(person, talk)| [person, talk]).collect();
        let query = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on Person { contactPoints { value } tags { name } } ... on Interaction { participants { id } } } }";
        for node in client.ok(query, json!({ "ids": ids })).await["nodes"]
            .as_array()
            .unwrap()
        {
            let whole = match node["__typename"].as_str() {
                Some("Person") => node["contactPoints"][0].is_object() && node["tags"][0].is_object(),
                Some("Interaction") => node["participants"][0]["id"] == json!(friend),
                _ => false,
            };
            assert!(whole, "{node}");
        }
    }
    whole(&client).await;
    println!(
        "{} pairs of writes were acknowledged, and all of them are there",
        acknowledged.len()
    );
}

/// The feed has no gaps, ends with the workspace's last number, and every record in it is there.
pub async fn whole(client: &Client) {
    let latest = client.ok("{ workspace { latestSeq } }", json!({})).await["workspace"]["latestSeq"]
        .as_i64()
        .unwrap();
    let (mut after, mut seen) = (0, 0);
    loop {
        let query = "query($after: Seq!) { changes(after: $after, first: 500) { changes { seq type record { id } } nextAfter hasMore } }";
        let page = client.ok(query, json!({ "after": after })).await["changes"].take();
        for change in page["changes"].as_array().unwrap() {
            seen += 1;
            assert_eq!(change["seq"].as_i64(), Some(seen));
            assert!(
                change["record"].is_object() || change["type"] == "WORKSPACE",
                "{change}"
            );
        }
        after = page["nextAfter"].as_i64().unwrap();
        if page["hasMore"] == Value::Bool(false) {
            break;
        }
    }
    assert_eq!(seen, latest);
}

#[test]
fn a_killed_server_on_sqlite_loses_nothing_it_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    run(survives(&format!(
        "sqlite://{}",
        folder.path().join("kill.sqlite").display()
    )));
}

#[test]
fn a_killed_server_on_postgres_loses_nothing_it_acknowledged() {
    let Some(cluster) = postgres::cluster() else {
        return;
    };
    run(async {
        let name = format!("kill_{}", std::process::id());
        cluster.create_database(&name, None).await;
        survives(&cluster.url(&name)).await;
        cluster.drop_database(&name).await;
    });
}

#[cfg(unix)]
#[test]
fn a_server_that_is_told_to_stop_serves_until_others_know() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let database = format!("sqlite://{}", folder.path().join("stop.sqlite").display());
        let settings = folder.path().join("rapport.toml");
        std::fs::write(&settings, "[http]\nshutdown_delay_seconds = 3\n").unwrap();
        let mut command = std::process::Command::new(program());
        command.env("RAPPORT_CONFIG", &settings);
        let server = Server::start_as(command, &database, folder.path()).await;
        let client = server.client(Some(&server.sign_up().await));
        let ready = server.url("/health/ready");
        let stopped = tokio::spawn(server.stop());
        let asked = async |url: &str| {
            let answer = reqwest::get(url).await.ok()?;
            Some((answer.status().as_u16(), answer.json::<Value>().await.ok()?))
        };
        let mut said = asked(&ready).await;
        while said.as_ref().is_some_and(|(status, _)| *status == 200) {
            tokio::time::sleep(Duration::from_millis(10)).await;
            said = asked(&ready).await;
        }
        let (status, said) = said.expect("it says that it is not ready, before it is gone");
        assert_eq!((status, &said["cause"]), (503, &json!("stopping")), "{said}");
        client.person("Last").await;
        let status = stopped.await.unwrap();
        assert!(status.success(), "{status}");
    });
}

#[cfg(unix)]
#[test]
fn a_server_that_is_told_to_stop_ends_in_peace() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let database = format!("sqlite://{}", folder.path().join("stop.sqlite").display());
        let server = Server::start(&database, folder.path()).await;
        // Signing up hashes a password, which takes long enough to be under way when the signal comes.
        let client = server.client(None);
        let under_way = tokio::spawn(async move { client.try_send(SIGN_UP, json!({})).await });
        tokio::time::sleep(Duration::from_millis(15)).await;
        let stopped = tokio::spawn(server.stop());
        let answer = under_way
            .await
            .unwrap()
            .expect("the request that was under way is answered");
        assert!(
            answer["data"]["signUp"]["session"]["accessToken"].is_string(),
            "{answer}"
        );
        let status = stopped.await.unwrap();
        assert!(status.success(), "{status}");
    });
}
