//! PostgreSQL whose connections break, and which refuses commits.

use std::process::Command;

use sea_orm::{ConnectionTrait as _, Database};
use tests::postgres::{Cluster, cluster};

use super::crowd::{BREAKS, Crowd};
use super::proxy::{Cut, Proxy, address};
use super::{MOMENTS, folder, until};
use crate::built::{Server, program, run};

/// Runs a test on a database of its own, where there is PostgreSQL.
pub fn on_its_own<F: Future<Output = ()>>(name: &str, test: impl FnOnce(String) -> F) {
    let Some(cluster): Option<&'static Cluster> = cluster() else {
        return;
    };
    run(async {
        let name = format!("outage_{name}_{}", std::process::id());
        cluster.create_database(&name, None).await;
        test(cluster.url(&name)).await;
        cluster.drop_database(&name).await;
    });
}

#[test]
fn nothing_acknowledged_is_lost_when_connections_to_postgres_break() {
    on_its_own("cut", async |url| {
        let data = folder();
        let proxy = Proxy::before(address(&url)).await;
        let server = Server::start(&proxy.url(&url), data.path()).await;
        let token = server.sign_up().await;
        let crowd = Crowd::gather(&server.client(Some(&token)));
        for moment in 0..MOMENTS {
            proxy.plan(Some(match moment % 3 {
                0 => Cut::BeforeCommit,
                1 => Cut::AfterCommit,
                _ => Cut::After(moment % 31),
            }));
            until("a connection breaks", || !proxy.is_planned()).await;
            crowd.go_on().await;
        }
        crowd.reckon(server, &url, data.path(), &token).await;
    });
}

#[test]
fn nothing_acknowledged_is_lost_when_postgres_refuses_commits() {
    on_its_own("refused", async |url| {
        let data = folder();
        let server = Server::start(&url, data.path()).await;
        let token = server.sign_up().await;
        let other = Database::connect(&url).await.unwrap();
        let promise = format!(
            "CREATE FUNCTION breaks() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN RAISE integrity_constraint_violation USING MESSAGE = 'broken'; END $$;
             CREATE CONSTRAINT TRIGGER promises AFTER INSERT ON person DEFERRABLE INITIALLY DEFERRED
             FOR EACH ROW WHEN (NEW.display_name LIKE '%{BREAKS}%') EXECUTE FUNCTION breaks();"
        );
        other.execute_unprepared(&promise).await.unwrap();
        other.close().await.unwrap();
        let crowd = Crowd::gather(&server.client(Some(&token)));
        until("commits are refused", || crowd.broken() >= MOMENTS).await;
        crowd.go_on().await;
        crowd.reckon(server, &url, data.path(), &token).await;
    });
}

#[test]
fn a_start_on_a_database_that_may_only_be_read_says_where_and_why() {
    on_its_own("read_only", async |url| {
        let data = folder();
        let server = Server::start(&url, data.path()).await;
        assert!(server.stop().await.success());
        let other = Database::connect(&url).await.unwrap();
        let name = url.split('?').next().unwrap().rsplit('/').next().unwrap();
        let read_only = format!("ALTER DATABASE {name} SET default_transaction_read_only = on");
        other.execute_unprepared(&read_only).await.unwrap();
        other.close().await.unwrap();
        let (status, said) = Server::fail(Command::new(program()), &url, data.path());
        assert!(!status.success());
        let place = format!("{}/{name}", address(&url));
        assert!(said.contains(&place) && said.contains("read-only"), "{said}");
    });
}
