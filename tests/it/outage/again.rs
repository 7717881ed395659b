//! A write of which nobody knows whether it was stored is sent again under its idempotency key.

use serde_json::json;

use super::folder;
use super::postgres::on_its_own;
use super::proxy::{Cut, Proxy, address};
use crate::built::Server;

const LOG: &str = "mutation($name: String!) { createPerson(input: { displayName: $name }) { person { id } userErrors { message } seq } }";

#[test]
fn a_write_of_which_nobody_knows_is_done_once_when_it_is_sent_again_under_its_key() {
    on_its_own("again", async |url| {
        let data = folder();
        let proxy = Proxy::before(address(&url)).await;
        let server = Server::start(&proxy.url(&url), data.path()).await;
        let client = server.client(Some(&server.sign_up().await));
        let cuts = [
            Cut::BeforeCommit,
            Cut::AfterCommit,
            Cut::AfterCommit,
            Cut::BeforeCommit,
        ];
        for (number, cut) in cuts.into_iter().enumerate() {
            let body =
                json!({ "query": LOG, "variables": { "name": format!("Person {number}") } }).to_string();
            let key = format!("write-{number}");
            proxy.plan(Some(cut));
            let (_, replayed, text) = client.under(&key, &body).await;
            assert!(!replayed && text.contains("\"UNKNOWN\""), "{cut:?}: {text}");
            let mut answer = client.under(&key, &body).await;
            // Connections that broke with it are found out one by one.
            while answer.2.contains("\"errors\"") {
                answer = client.under(&key, &body).await;
            }
            assert_eq!(answer.1, cut == Cut::AfterCommit, "{cut:?}: {}", answer.2);
            let again = client.under(&key, &body).await;
            assert_eq!((again.1, again.2), (true, answer.2));
        }
        let people = client.ok("{ people { totalCount } }", json!({})).await;
        assert_eq!(people["people"]["totalCount"], 4);
    });
}
