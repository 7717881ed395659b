//! What it costs to store commands that arrive together.

use futures_util::future::join_all;
use serde_json::json;

use super::folder;
use super::injected::Failing;
use super::postgres::on_its_own;
use super::proxy::{Proxy, address};
use crate::built::{Server, run};

const LOG: &str = "mutation($input: LogInteractionInput!) { logInteraction(input: $input) { interaction { id participants { id } } seq } }";

const MANY: &str = "mutation($rows: [CreatePersonInput!]!) { createPeople(rows: $rows) { counts { created } userErrors { code } } }";

#[test]
fn one_sync_of_the_disk_serves_many_who_write_at_once() {
    run(async {
        let failing = Failing::start(|_| ()).await;
        let (client, before) = (failing.client(), failing.faults.syncs());
        let writers = (0..16).map(|writer| {
            let client = &client;
            async move {
                for number in 0..25 {
                    client.person(&format!("P {writer} {number}")).await;
                }
            }
        });
        join_all(writers).await;
        let synced = failing.faults.syncs() - before;
        println!("{} syncs for 1,000 commands", synced * 1000 / 400);
        assert!(synced > 0 && synced < 300, "{synced} syncs for 400 commands");
    });
}

#[test]
fn what_writes_many_records_keeps_no_other_waiting_for_its_commit() {
    run(async {
        let failing = Failing::start(|_| ()).await;
        let (client, before) = (failing.client(), failing.faults.syncs());
        let writers = (0..20).map(|writer| {
            let rows = json!([{ "displayName": format!("P {writer}") }, { "displayName": "Two" }]);
            client.ok(MANY, json!({ "rows": rows }))
        });
        join_all(writers).await;
        let synced = failing.faults.syncs() - before;
        assert!(synced >= 20, "{synced} syncs for 20 requests of many rows");
    });
}

#[test]
fn a_command_goes_to_postgres_and_back_a_few_times() {
    on_its_own("trips", async |url| {
        let data = folder();
        let proxy = Proxy::before(address(&url)).await;
        let server = Server::start(&proxy.url(&url), data.path()).await;
        let client = server.client(Some(&server.sign_up().await));
        let person = client.person("P").await;
        let input =
            json!({ "participantIds": [person], "happenedAt": "2026-03-01T09:00:00Z", "channel": "CALL" });
        let mut trips = usize::MAX;
        // The first ones prepare their statements.
        for _ in 0..12 {
            let before = proxy.sent();
            client.ok(LOG, json!({ "input": input })).await;
            trips = trips.min(proxy.sent() - before);
        }
        // Begin and lock; what it looks for; what it writes, with all that it shows; the commit.
        println!("{trips} round trips for a logged interaction");
        assert!(trips <= 4, "{trips} round trips");
    });
}
