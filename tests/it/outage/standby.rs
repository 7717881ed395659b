//! A standby of PostgreSQL is read: by a server that only reads, and by one that writes elsewhere, as far as the client allows it.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use sea_orm::{ConnectionTrait as _, Database};
use serde_json::{Value, json};
use tests::pair::Pair;

use super::folder;
use crate::built::{Server, program, run};

const CREATE: &str = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { person { id } seq userErrors { message } } }";
const PEOPLE: &str = "{ people { nodes { displayName } } }";

/// The program on a database, with this said by the environment.
async fn serve(url: &str, data: &Path, said: &[(&str, &str)]) -> Server {
    let mut command = Command::new(program());
    command.envs(said.iter().copied());
    Server::start_as(command, url, data).await
}

async fn does(url: &str, statement: &str) {
    let other = Database::connect(url).await.unwrap();
    other.execute_unprepared(statement).await.unwrap();
    other.close().await.unwrap();
}

/// The names of all people, as an answer has them that has seen a change.
async fn people(server: &Server, token: &str, min_seq: &str) -> (u16, Value) {
    let request = reqwest::Client::new()
        .post(server.url("/graphql"))
        .bearer_auth(token)
        .header("rapport-min-seq", min_seq)
        .json(&json!({ "query": PEOPLE }));
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    let mut answer: Value = answer.json().await.unwrap();
    match answer["data"]["people"]["nodes"].as_array() {
        Some(nodes) => (
            status,
            nodes.iter().map(|node| node["displayName"].clone()).collect(),
        ),
        None => (status, answer["errors"].take()),
    }
}

/// Waits until an answer of the standby's is as it should be.
async fn comes_to(server: &Server, token: &str, wanted: Value) {
    let mut seen = Value::Null;
    for _ in 0..400 {
        seen = people(server, token, "0").await.1;
        if seen == wanted {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("{seen} is not {wanted}");
}

#[test]
fn a_server_on_a_standby_reads_is_ready_and_says_of_writes_that_it_does_not() {
    let Some(pair) = Pair::start() else {
        return;
    };
    run(async {
        let data = folder();
        let (primary, standby) = (pair.url(&[&pair.primary]), pair.url(&[&pair.standby]));
        let only = [("RAPPORT_READ_ONLY", "true")];
        // It changes nothing, so that another one has to have been there.
        let mut command = Command::new(program());
        command.envs(only);
        let (status, said) = Server::fail(command, &standby, data.path());
        assert!(!status.success() && said.contains("only reads"), "{said}");
        // Of one that may write it is said that it cannot.
        let writes = serve(&primary, data.path(), &[]).await;
        let token = writes.sign_up().await;
        writes.client(Some(&token)).person("Ada").await;

        let caught_up = format!("{standby}&application_name=test");
        for _ in 0..400 {
            let db = Database::connect(&caught_up).await.unwrap();
            let there = db
                .execute_unprepared("SELECT 1 / (count(*) FROM person)::int")
                .await;
            db.close().await.unwrap();
            if there.is_ok() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        let (status, said) = Server::fail(Command::new(program()), &standby, data.path());
        assert!(!status.success() && said.contains("cannot be written"), "{said}");
        let reads = serve(&standby, data.path(), &only).await;
        comes_to(&reads, &token, json!(["Ada"])).await;
        let (status, ready) = reads.ready().await.unwrap();
        assert_eq!(
            (status, &ready["readable"], &ready["writable"]),
            (200, &json!(true), &json!(false)),
            "{ready}"
        );
        let input = json!({ "input": { "displayName": "Bo" } });
        let answer = reads.client(Some(&token)).try_send(CREATE, input).await.unwrap();
        let error = &answer["errors"][0];
        assert!(
            error["message"].as_str().unwrap().contains("only reads"),
            "{answer}"
        );
        assert_eq!(
            (&error["extensions"]["code"], &error["extensions"]["retryable"]),
            (&json!("UNAVAILABLE"), &json!(true))
        );
        // When the standby takes over, it stays as it is told.
        assert!(writes.stop().await.success());
        assert_eq!(people(&reads, &token, "0").await.1, json!(["Ada"]));
    });
}

#[test]
fn an_answer_comes_from_the_standby_only_if_it_has_seen_what_the_client_asks_for() {
    let Some(pair) = Pair::start() else {
        return;
    };
    run(async {
        let data = folder();
        let (primary, standby) = (pair.url(&[&pair.primary]), pair.url(&[&pair.standby]));
        let server = serve(&primary, data.path(), &[("RAPPORT_READ_URL", &standby)]).await;
        let token = server.sign_up().await;
        let client = server.client(Some(&token));
        client.person("Ada").await;
        comes_to(&server, &token, json!(["Ada"])).await;

        does(&standby, "SELECT pg_wal_replay_pause()").await;
        let input = json!({ "input": { "displayName": "Bo" } });
        let seq = client.written(CREATE, input).await["seq"].to_string();
        let seq = seq.trim_matches('"');
        let both = json!(["Ada", "Bo"]);
        assert_eq!(
            people(&server, &token, "0").await,
            (200, json!(["Ada"])),
            "the standby is behind"
        );
        assert_eq!(
            people(&server, &token, seq).await,
            (200, both.clone()),
            "the primary is not"
        );
        let plain = client.ok(PEOPLE, json!({})).await;
        assert_eq!(
            plain["people"]["nodes"].as_array().unwrap().len(),
            2,
            "whoever says nothing sees all"
        );
        for wrong in ["", "-1", "x", "1.5"] {
            let (status, errors) = people(&server, &token, wrong).await;
            assert_eq!(status, 400, "{wrong}");
            assert!(
                errors[0]["message"].as_str().unwrap().contains("Rapport-Min-Seq"),
                "{errors}"
            );
        }
        does(&standby, "SELECT pg_wal_replay_resume()").await;
        comes_to(&server, &token, both.clone()).await;
        assert_eq!(people(&server, &token, seq).await, (200, both));
    });
}
