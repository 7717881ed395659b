//! A program on a database that a newer one has changed: it runs where the change says that it may, and else says why not.

use std::process::Command;

use sea_orm::{ConnectionTrait as _, Database, Statement};
use serde_json::json;

use crate::built::{Server, program, run};
use crate::outage::folder;
use crate::outage::postgres::on_its_own;

const FUTURE: &str = "m20990101_000001_moods";
const OURS: &str = "m20261127_000080_older_programs";

/// Runs a test on a new database of either kind.
fn on_both<F: Future<Output = ()>>(name: &str, test: impl Fn(String) -> F) {
    run(async {
        let folder = folder();
        test(format!("sqlite://{}", folder.path().join("r.sqlite").display())).await;
    });
    on_its_own(name, test);
}

async fn execute(url: &str, statements: &[String]) {
    let other = Database::connect(url).await.unwrap();
    for statement in statements {
        other.execute_unprepared(statement).await.unwrap();
    }
    other.close().await.unwrap();
}

/// What a newer program's migration does: it adds a column, and is noted.
fn moods() -> Vec<String> {
    vec![
        "ALTER TABLE person ADD COLUMN mood text".to_owned(),
        format!("INSERT INTO seaql_migrations (version, applied_at) VALUES ('{FUTURE}', 1)"),
    ]
}

fn suits_those_that_know(migration: &str) -> String {
    format!("INSERT INTO older_program (migration, knows) VALUES ('{FUTURE}', '{migration}')")
}

#[test]
fn an_older_program_starts_and_writes_on_a_newer_database_that_suits_it() {
    on_both("suits", async |url| {
        let data = folder();
        let server = Server::start(&url, data.path()).await;
        let token = server.sign_up().await;
        // It runs on while the newer one changes the database, and starts again.
        let mut changes = moods();
        changes.push(suits_those_that_know(OURS));
        execute(&url, &changes).await;
        server.client(Some(&token)).person("Ada").await;
        assert!(server.stop().await.success());
        let server = Server::start(&url, data.path()).await;
        let client = server.client(Some(&token));
        client.person("Bo").await;
        let people = client.ok("{ people { nodes { displayName } } }", json!({})).await;
        let both = json!([{ "displayName": "Ada" }, { "displayName": "Bo" }]);
        assert_eq!(people["people"]["nodes"], both);
    });
}

#[test]
fn an_older_program_refuses_a_newer_database_that_does_not_say_that_it_suits_it() {
    on_both("unsuited", async |url| {
        let data = folder();
        let server = Server::start(&url, data.path()).await;
        assert!(server.stop().await.success());
        execute(&url, &moods()).await;
        let refused = || {
            let (status, said) = Server::fail(Command::new(program()), &url, data.path());
            assert!(!status.success());
            assert!(said.contains(FUTURE) && said.contains("newer program"), "{said}");
        };
        refused();
        // It suits programs that are younger than this one.
        execute(&url, &[suits_those_that_know("m20980101_000001_before")]).await;
        refused();
    });
}

#[test]
fn a_migration_says_which_older_programs_it_suits() {
    on_both("said", async |url| {
        let data = folder();
        let server = Server::start(&url, data.path()).await;
        assert!(server.stop().await.success());
        let other = Database::connect(&url).await.unwrap();
        let sql = format!("SELECT knows FROM older_program WHERE migration = '{OURS}'");
        let statement = Statement::from_string(other.get_database_backend(), sql);
        let row = other.query_one_raw(statement).await.unwrap().unwrap();
        let knows: String = row.try_get("", "knows").unwrap();
        assert_eq!(knows, "m20261127_000071_scope_words");
        other.close().await.unwrap();
    });
}
