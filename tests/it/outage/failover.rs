//! A primary that ends, and a standby that takes its place.

use std::time::Duration;

use sea_orm::{ConnectionTrait as _, Database};
use serde_json::{Value, json};
use tests::pair::Pair;

use super::folder;
use crate::built::{Server, run};

const CREATE: &str = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { person { id } userErrors { message } } }";

#[test]
fn the_server_that_can_be_written_is_found_among_several_and_again_when_another_takes_its_place() {
    let Some(pair) = Pair::start() else {
        return;
    };
    run(async {
        let data = folder();
        // The standby stands first: whoever takes what answers would be on it.
        let url = pair.url(&[&pair.standby, &pair.primary]);
        let server = Server::start(&url, data.path()).await;
        let token = server.sign_up().await;
        let client = server.client(Some(&token));
        client.person("Ada").await;

        pair.end_primary();
        let standby = Database::connect(pair.url(&[&pair.standby])).await.unwrap();
        standby.execute_unprepared("SELECT pg_promote()").await.unwrap();
        standby.close().await.unwrap();

        let bo = json!({ "input": { "id": "person_01k0000000e0080000000000aa", "displayName": "Bo" } });
        let mut answer = Value::Null;
        for _ in 0..200 {
            answer = client.try_send(CREATE, bo.clone()).await.unwrap();
            if answer["data"]["createPerson"]["person"].is_object() {
                break;
            }
            let error = &answer["errors"][0]["extensions"];
            assert_eq!(error["retryable"], json!(true), "{answer}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert!(answer["data"]["createPerson"]["person"].is_object(), "{answer}");
        let people = client.ok("{ people { nodes { displayName } } }", json!({})).await;
        let both = json!([{ "displayName": "Ada" }, { "displayName": "Bo" }]);
        assert_eq!(people["people"]["nodes"], both);
        assert_eq!(server.ready().await.unwrap().0, 200);
        // A start finds it as well.
        assert!(server.stop().await.success());
        Server::start(&url, data.path()).await;
    });
}

#[test]
fn a_server_that_is_wanted_and_not_there_is_said_at_the_start() {
    let Some(pair) = Pair::start() else {
        return;
    };
    let data = folder();
    let fail = |url: &str| {
        let command = std::process::Command::new(crate::built::program());
        let (status, said) = Server::fail(command, url, data.path());
        assert!(!status.success());
        said
    };
    let said = fail(&(pair.url(&[&pair.standby]) + "&target_session_attrs=read-write"));
    assert!(
        said.contains(&pair.standby) && said.contains("does not allow writes"),
        "{said}"
    );
    let said = fail(&(pair.url(&[&pair.standby, &pair.primary]) + "&target_session_attrs=prefer-standby"));
    assert!(
        said.contains("target_session_attrs=prefer-standby is not known"),
        "{said}"
    );
}
