//! PostgreSQL that does not answer any more.

use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};

use super::folder;
use super::postgres::on_its_own;
use super::proxy::{Cut, Proxy, address};
use crate::built::{Server, program};

const CREATE: &str = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { person { id } userErrors { message } } }";

/// What a client is told; it does not wait without end.
async fn answer(client: &tests::Client, query: &str, name: &str) -> Value {
    let variables = json!({ "input": { "displayName": name } });
    let answer = tokio::time::timeout(Duration::from_secs(60), client.send(query, variables)).await;
    answer.expect("it is answered").1
}

#[test]
fn a_write_ends_as_a_read_does_when_postgres_hangs() {
    on_its_own("hung", async |url| {
        let data = folder();
        let settings = data.path().join("rapport.toml");
        std::fs::write(&settings, "[http]\nrequest_timeout_seconds = 2\n").unwrap();
        let proxy = Proxy::before(address(&url)).await;
        let mut command = Command::new(program());
        command.env("RAPPORT_CONFIG", &settings);
        let server = Server::start_as(command, &proxy.url(&url), data.path()).await;
        let token = server.sign_up().await;
        let client = server.client(Some(&token));
        client.person("Before").await;

        // It hangs before the commit: nothing is written.
        proxy.plan(Some(Cut::Silence));
        let error = answer(&client, CREATE, "Lost").await["errors"][0].take();
        assert_eq!(error["extensions"]["code"], "TIMEOUT", "{error}");
        assert_eq!(error["extensions"]["retryable"], json!(true), "{error}");
        assert_eq!(error["extensions"]["outcome"], Value::Null, "{error}");
        let (status, said) = server.ready().await.unwrap();
        assert_eq!((status, &said["cause"]), (503, &json!("no answer")), "{said}");
        assert_eq!(
            (&said["readable"], &said["writable"]),
            (&json!(false), &json!(false))
        );
        assert_eq!(server.get("/health/live").await.unwrap().0, 200);
        proxy.plan(None);
        mended(&server).await;

        // It hangs in the commit: nobody knows.
        proxy.plan(Some(Cut::SilenceAtCommit));
        let error = answer(&client, CREATE, "Perhaps").await["errors"][0].take();
        assert!(proxy.is_silent());
        assert_eq!(error["extensions"]["code"], "TIMEOUT", "{error}");
        assert_eq!(error["extensions"]["outcome"], "UNKNOWN", "{error}");
        proxy.plan(None);
        mended(&server).await;

        client.person("After").await;
        let people = client.ok("{ people { nodes { displayName } } }", json!({})).await;
        let names: Vec<&str> = people["people"]["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|person| person["displayName"].as_str().unwrap())
            .filter(|name| *name != "Perhaps")
            .collect();
        assert_eq!(names, ["After", "Before"]);
    });
}

async fn mended(server: &Server) {
    for _ in 0..600 {
        if server.ready().await.unwrap().0 == 200 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the server is not ready again");
}

#[test]
fn answers_that_come_in_pieces_hold_up_nobody() {
    on_its_own("pieces", async |url| {
        let data = folder();
        let proxy = Proxy::before(address(&url)).await;
        let mut command = Command::new(program());
        command.env("RAPPORT_DIRECT_URL", &url);
        // Statements are prepared each time: their answers have more pieces.
        command.env("RAPPORT_POOLER", "transaction");
        let server = Server::start_as(command, &proxy.url(&url), data.path()).await;
        let token = server.sign_up().await;
        let client = server.client(Some(&token));
        proxy.plan(Some(Cut::Trickle));
        for name in ["Ada", "Grace"] {
            let made = answer(&client, CREATE, name).await;
            assert!(made["data"]["createPerson"]["person"]["id"].is_string(), "{made}");
        }
        assert!(server.stop().await.success());
    });
}
