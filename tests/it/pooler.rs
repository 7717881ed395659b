//! PgBouncer as Debian has it, before PostgreSQL. In transaction mode it lends a session for one transaction: nobody may leave anything in
//! it, and there are no named statements.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::json;
use tests::pgbouncer;
use tests::postgres::cluster;

use crate::built::{Server, program};
use crate::outage::crowd::Crowd;
use crate::outage::folder;
use crate::outage::postgres::on_its_own;

/// Clients that read meanwhile.
const READERS: usize = 192;

/// Of how many writes it is enough.
const ENOUGH: usize = 400;

const READ: &str = "{ people(first: 5) { nodes { displayName tags { name } interactions(first: 2) { nodes { happenedAt } } } } workspace { latestSeq } viewer { displayName } }";

/// How many tests of each file are run through it; `RAPPORT_TEST_POOLER=transaction` has all of them run so.
const EACH: usize = 2;

/// Files whose tests look at sessions and servers themselves, or take long.
const NOT: [&str; 9] = [
    "backup", "browser", "clients", "guards", "outage", "plans", "pooler", "replay", "soak",
];

/// Runs a test on a database of its own and on the way to it through PgBouncer, where there are both.
fn before<F: Future<Output = ()>>(name: &str, mode: &str, test: impl FnOnce(String, String) -> F) {
    let Some(pooler) = pgbouncer::start(mode) else {
        return;
    };
    on_its_own(name, async |url| {
        let pooled = pooler.url(&url);
        test(url, pooled).await;
    });
}

/// The program, told of the pooler; and where the database is, if it is to know.
fn told(direct: Option<&str>) -> Command {
    let mut command = Command::new(program());
    command.env("RAPPORT_POOLER", "transaction");
    if let Some(direct) = direct {
        command.env("RAPPORT_DIRECT_URL", direct);
    }
    command
}

/// What PostgreSQL's own client is answered.
fn asked(url: &str, sql: &str) -> String {
    let answer = Command::new("psql")
        .args(["--no-align", "--tuples-only", "--command", sql, url])
        .output()
        .unwrap();
    assert!(
        answer.status.success(),
        "{}",
        String::from_utf8_lossy(&answer.stderr)
    );
    String::from_utf8_lossy(&answer.stdout).trim().to_owned()
}

#[test]
fn a_start_through_a_pooler_of_which_nobody_spoke_says_what_to_do() {
    before("unsaid", "transaction", async |direct, pooled| {
        let data = folder();
        let server = Server::start(&direct, data.path()).await;
        assert!(server.stop().await.success());
        // Also where sessions hold what an earlier start has left in them.
        for _ in 0..3 {
            let (status, said) = Server::fail(Command::new(program()), &pooled, data.path());
            assert!(!status.success());
            assert!(
                said.contains("PgBouncer in transaction mode") && said.contains("RAPPORT_POOLER=transaction"),
                "{said}"
            );
        }
    });
}

#[test]
fn a_database_behind_a_pooler_is_brought_up_to_date_by_the_direct_way() {
    before("direct", "transaction", async |direct, pooled| {
        let data = folder();
        let (status, said) = Server::fail(told(None), &pooled, data.path());
        assert!(!status.success());
        assert!(
            said.contains("brought up to date") && said.contains("RAPPORT_DIRECT_URL"),
            "{said}"
        );
        let server = Server::start_as(told(Some(&direct)), &pooled, data.path()).await;
        let token = server.sign_up().await;
        server.client(Some(&token)).person("Ada").await;
        assert!(server.stop().await.success());
        // Where there is nothing to do, no other way is needed.
        let server = Server::start_as(told(None), &pooled, data.path()).await;
        let people = server
            .client(Some(&token))
            .ok("{ people { nodes { displayName } } }", json!({}))
            .await;
        assert_eq!(
            people,
            json!({ "people": { "nodes": [{ "displayName": "Ada" }] } })
        );
    });
}

#[test]
fn two_hundred_clients_share_five_sessions_and_leave_nothing_in_them() {
    before("crowd", "transaction", async |direct, pooled| {
        let data = folder();
        let server = Server::start_as(told(Some(&direct)), &pooled, data.path()).await;
        let token = server.sign_up().await;
        let crowd = Crowd::gather(&server.client(Some(&token)));
        let reads = (0..READERS).map(|_| {
            let (client, crowd) = (server.client(Some(&token)), &crowd);
            async move {
                while crowd.stored() < ENOUGH {
                    client.ok(READ, json!({})).await;
                }
            }
        });
        futures_util::future::join_all(reads).await;
        assert_eq!(crowd.failed(), 0);
        let sessions = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()";
        assert!(asked(&direct, sessions).parse::<u32>().unwrap() <= 5);
        for _ in 0..5 {
            let left = "SELECT current_setting('statement_timeout'), current_setting('plan_cache_mode'), current_setting('transaction_read_only'), \
                (SELECT count(*) FROM pg_prepared_statements)";
            assert_eq!(asked(&pooled, left), "0|auto|off|0");
        }
        crowd.reckon(server, &direct, data.path(), &token).await;
    });
}

#[test]
fn a_pooler_that_lends_sessions_to_connections_needs_no_setting() {
    before("session", "session", async |_, pooled| {
        let data = folder();
        // A worker has up to six connections, and each is a session here.
        let settings = data.path().join("rapport.toml");
        std::fs::write(&settings, "[http]\nworkers = 1\n").unwrap();
        let mut command = Command::new(program());
        command.env("RAPPORT_CONFIG", &settings);
        let server = Server::start_as(command, &pooled, data.path()).await;
        let token = server.sign_up().await;
        server.client(Some(&token)).person("Ada").await;
        server.client(Some(&token)).ok(READ, json!({})).await;
    });
}

#[test]
fn what_every_area_promises_holds_through_it() {
    let Some(cluster) = pgbouncer::start("transaction").and(cluster()) else {
        return;
    };
    let itself = || Command::new(std::env::current_exe().unwrap());
    let listed = itself().arg("--list").output().unwrap();
    let listed = String::from_utf8_lossy(&listed.stdout);
    let mut areas: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for test in listed
        .lines()
        .filter_map(|line| line.strip_suffix("::postgres: test"))
    {
        let area = test.split("::").next().unwrap();
        areas.entry(area).or_default().push(test);
    }
    areas.retain(|area, _| !NOT.contains(area));
    assert!(areas.len() > 30, "{areas:?}");
    let some = areas.values().flat_map(|tests| tests.iter().take(EACH));
    let some: Vec<String> = some.map(|test| format!("{test}::postgres")).collect();
    let tests = itself()
        .args(["--exact", "--test-threads", "2"])
        .args(&some)
        .env("RAPPORT_TEST_POOLER", "transaction")
        .env("RAPPORT_TEST_POSTGRES", cluster.admin_url())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&tests.stdout);
    assert!(
        tests.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&tests.stderr)
    );
    assert!(said.contains(&format!("ok. {} passed", some.len())), "{said}");
}
