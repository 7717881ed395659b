//! Three nodes behind HAProxy, as Debian has it, replaced one after the other while clients read and write.

use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;
use tests::Client;
use tests::beside::{Beside, free_address};

use crate::built::{Server, program};
use crate::outage::crowd::Crowd;
use crate::outage::folder;
use crate::outage::postgres::on_its_own;

/// Clients that only read.
const READERS: usize = 4;

const READ: &str = "{ people(first: 5) { nodes { displayName } } workspace { latestSeq } }";

/// HAProxy before these nodes: it asks each four times a second whether it is ready, and twice before it believes that one is not.
fn before(nodes: &[String]) -> Option<Beside> {
    let servers: Vec<String> = nodes
        .iter()
        .enumerate()
        .map(|(number, address)| format!("  server node{number} {address} check\n"))
        .collect();
    Beside::start("haproxy", &["-f"], |address| {
        format!(
            "defaults\n  mode http\n  timeout connect 2s\n  timeout client 60s\n  timeout server 60s\n  option redispatch\n\
             frontend callers\n  bind {address}\n  default_backend nodes\n\
             backend nodes\n  balance roundrobin\n  option httpchk\n  http-check send meth GET uri /health/ready\n  \
             http-check expect status 200\n  default-server inter 250ms fall 2 rise 1\n{}",
            servers.concat()
        )
    })
}

#[test]
fn nodes_are_replaced_one_after_the_other_and_no_request_is_lost() {
    on_its_own("rolling", async |url| {
        let addresses = [free_address(), free_address(), free_address()];
        let Some(balancer) = before(&addresses) else {
            return;
        };
        // The nodes share their keys.
        let data = folder();
        let settings = data.path().join("rapport.toml");
        std::fs::write(&settings, "[http]\nworkers = 1\nshutdown_delay_seconds = 2\n").unwrap();
        let start = async |address: &str| {
            let mut command = Command::new(program());
            command.env("RAPPORT_CONFIG", &settings);
            Server::start_at(address, command, &url, data.path()).await
        };
        let mut nodes = Vec::new();
        for address in &addresses {
            nodes.push(start(address).await);
        }
        let token = nodes[0].sign_up().await;
        let all = Client::at(&format!("http://{}/graphql", balancer.address), Some(&token));
        let mut waited = 0;
        while all
            .try_send(READ, json!({}))
            .await
            .is_none_or(|it| it["data"].is_null())
        {
            waited += 1;
            assert!(waited < 200, "the balancer finds no node");
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }

        let crowd = Crowd::gather(&all);
        let over = AtomicBool::new(false);
        let reads = (0..READERS).map(|_| async {
            while !over.load(Ordering::Relaxed) {
                all.ok(READ, json!({})).await;
            }
        });
        let replaced = async {
            for (number, address) in addresses.iter().enumerate() {
                crowd.go_on().await;
                assert!(nodes.remove(0).stop().await.success(), "node {number}");
                nodes.push(start(address).await);
            }
            crowd.go_on().await;
            over.store(true, Ordering::Relaxed);
        };
        futures_util::future::join(futures_util::future::join_all(reads), replaced).await;
        assert_eq!(crowd.failed(), 0, "a write was not stored");
        crowd.reckon(nodes.remove(0), &url, data.path(), &token).await;
    });
}
