//! One client's heavy request does not stop the others: what takes long is done beside the workers, in turns, and what is absurdly
//! long is refused before it is worked on. The server has one worker, so that whoever waits for anybody waits here.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use serde_json::{Value, json};
use tests::{Client, Engine, TestApp, both};

/// What no index helps to find: nobody began any of them.
const RARE: &str = "{ interactions(first: 5, filter: { initiator: { eq: THEM } }) { nodes { id } } }";
const VIEWER: &str = "{ viewer { id } }";
const IMPORT: &str = "mutation($input: ImportContactsInput!) { importContacts(input: $input) { report { created unchanged rows { position person { id tags { name } } } } } }";

async fn rows_of(orm: &DatabaseConnection, sql: &str) -> Vec<String> {
    let ask = Statement::from_string(orm.get_database_backend(), sql);
    let rows = orm.query_all_raw(ask).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

/// Copies the rows of a table so many times, with ids of their own, in the workspaces that have few.
pub async fn multiply(app: &TestApp, table: &str, times: usize) {
    let orm = Database::connect(app.database_url()).await.unwrap();
    let (columns, id, numbers) = match app.engine {
        Engine::Sqlite => (
            format!("SELECT name FROM pragma_table_info('{table}')"),
            "randomblob(16)",
            format!(
                "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {times}) SELECT i FROM n)"
            ),
        ),
        Engine::Postgres => (
            format!(
                "SELECT column_name::text FROM information_schema.columns WHERE table_name = '{table}' AND is_generated = 'NEVER'"
            ),
            "gen_random_uuid()",
            format!("(SELECT i FROM generate_series(1, {times}) AS g(i))"),
        ),
    };
    let columns = rows_of(&orm, &columns).await;
    let values = columns.iter().map(|column| match column.as_str() {
        "id" => id.to_owned(),
        _ => format!("t.\"{column}\""),
    });
    let values: Vec<String> = values.collect();
    let names: Vec<String> = columns.iter().map(|column| format!("\"{column}\"")).collect();
    let sql = format!(
        "INSERT INTO {table} ({}) SELECT {} FROM {table} t, {numbers} AS numbers \
         WHERE t.workspace_id IN (SELECT workspace_id FROM {table} GROUP BY workspace_id HAVING count(*) < 250)",
        names.join(", "),
        values.join(", ")
    );
    orm.execute_unprepared(&sql).await.unwrap();
    orm.close().await.unwrap();
}

/// A workspace in which a search for what is rare takes a while.
async fn busy(app: &TestApp, interactions: usize) -> Client {
    let owner = app.owner().await;
    let person = owner.person("Ana").await;
    let log = "mutation($input: LogInteractionInput!) { logInteraction(input: $input) { interaction { id } userErrors { message } } }";
    let input = json!({ "happenedAt": "2026-01-01T00:00:00Z", "channel": "CALL", "sentiment": "POSITIVE", "participantIds": [person] });
    owner.written(log, json!({ "input": input })).await;
    multiply(app, "interaction", interactions).await;
    owner
}

/// How often somebody is answered while something else is going on.
async fn meanwhile(client: &Client, work: impl Future<Output = ()>) -> usize {
    let over = AtomicBool::new(false);
    let work = async {
        work.await;
        over.store(true, Ordering::Relaxed);
    };
    let others = async {
        let mut answered = 0;
        // Whatever goes on has begun.
        tokio::time::sleep(Duration::from_millis(30)).await;
        while !over.load(Ordering::Relaxed) {
            client.ok(VIEWER, json!({})).await;
            answered += usize::from(!over.load(Ordering::Relaxed));
        }
        answered
    };
    futures_util::future::join(work, others).await.1
}

fn cards(count: usize) -> String {
    (0..count)
        .map(|number| {
            format!("BEGIN:VCARD\r\nVERSION:3.0\r\nUID:v{number}\r\nFN:Vol {number}\r\nEND:VCARD\r\n")
        })
        .collect()
}

#[test]
fn a_long_statement_does_not_hold_up_the_others_of_its_worker() {
    tests::run(Engine::Sqlite, |app| async move {
        let (owner, other) = (busy(&app, 300_000).await, app.owner().await);
        // Twice: the second finds the pages warm.
        for _ in 0..2 {
            let search = async {
                let found = owner.ok(RARE, json!({})).await;
                assert_eq!(found, json!({ "interactions": { "nodes": [] } }));
            };
            let answered = meanwhile(&other, search).await;
            assert!(answered > 3, "{answered} answers beside one search");
        }
    });
}

#[test]
fn workspaces_take_turns_and_who_asks_too_much_is_told_to_come_back() {
    tests::run(Engine::Sqlite, |app| async move {
        let (owner, other) = (busy(&app, 100_000).await, busy(&app, 100_000).await);
        let (answer, mut answers) = tokio::sync::mpsc::unbounded_channel();
        let searches = (0..100).map(|_| {
            let (owner, answer) = (owner.clone(), answer.clone());
            tokio::spawn(async move { answer.send(owner.send(RARE, json!({})).await.1) })
        });
        let searches: Vec<_> = searches.collect();
        let refused = loop {
            let answer = answers.recv().await.unwrap();
            if let Some(error) = answer["errors"].get(0) {
                break error["extensions"].clone();
            }
        };
        assert_eq!(
            (&refused["code"], &refused["retryable"]),
            (&json!("UNAVAILABLE"), &json!(true))
        );
        let found = other.ok(RARE, json!({})).await;
        assert_eq!(found, json!({ "interactions": { "nodes": [] } }));
        let still = searches.iter().filter(|search| !search.is_finished()).count();
        assert!(still > 10, "the other waited for all but {still}");
        searches.iter().for_each(tokio::task::JoinHandle::abort);
    });
}

both! {
    a_function_that_reads_much_runs_anew_beside(app) {
        let owner = app.owner().await;
        let create = "mutation { createPerson(input: { displayName: \"Ana\", birthday: \"1980-03-20\" }) { person { id } userErrors { message } } }";
        owner.written(create, json!({})).await;
        let upcoming = "{ upcomingMilestones(first: 2, from: \"2026-03-01\", to: \"2026-04-01\") { totalCount nodes { date person { displayName } } } }";
        let shown = json!({ "date": "2026-03-20", "person": { "displayName": "Ana" } });
        for (copies, people, runs) in [(100, 101, 1), (11, 1212, 2)] {
            multiply(&app, "person", copies).await;
            let mut found = Value::Null;
            let statements = app.statements(async { found = owner.ok(upcoming, json!({})).await }).await;
            assert_eq!(found["upcomingMilestones"], json!({ "totalCount": people, "nodes": [shown, shown] }));
            let reads = |it: &&String| it.contains("birthday") && !it.contains("rarray") && !it.contains("ANY");
            assert_eq!(statements.iter().filter(reads).count(), runs, "{people}: {statements:#?}");
        }
    }

    the_rows_of_a_report_are_read_level_by_level(app) {
        let owner = app.owner().await;
        let file = json!({ "input": { "text": cards(1_050) } });
        let mut first = Value::Null;
        let statements = app.statements(async { first = owner.ok(IMPORT, file.clone()).await }).await;
        let report = &first["importContacts"]["report"];
        assert_eq!((&report["created"], report["rows"].as_array().unwrap().len()), (&json!(1_050), 1_050));
        let ids: std::collections::BTreeSet<&str> = report["rows"].as_array().unwrap().iter().map(|row| row["person"]["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), 1_050);
        // What is read after the last write is what the payload shows: the people, and their tags.
        let last = statements.iter().rposition(|it| !it.starts_with("SELECT")).unwrap();
        assert!(statements.len() - last - 1 <= 2, "{:#?}", &statements[last..]);
        let only = "mutation($input: ImportContactsInput!) { importContacts(input: $input) { report { format rows(actions: [REJECTED]) { reason } } } }";
        let broken = json!({ "input": { "text": format!("{}BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n", cards(2)) } });
        let again = owner.ok(only, broken).await;
        assert_eq!(again["importContacts"]["report"]["rows"].as_array().unwrap().len(), 1, "{again}");
    }

    a_file_is_taken_in_beside_the_workers(app) {
        let (owner, other) = (app.owner().await, app.owner().await);
        let junk = "X-JUNK:".to_owned() + &"x".repeat(300_000) + "\r\nEND";
        let file = json!({ "input": { "text": cards(100).replacen("END", &junk, 1) } });
        let import = async {
            let done = owner.ok(IMPORT, file).await;
            assert_eq!(done["importContacts"]["report"]["created"], 100);
        };
        let answered = meanwhile(&other, import).await;
        assert!(answered > 3, "{answered} answers beside an import");
    }

    texts_and_lists_are_bounded_before_any_work(app) {
        let owner = app.owner().await;
        let (long, many) = ("x y ".repeat(3_500_000), vec!["PEOPLE_READ"; 500_000]);
        let search = "query($it: String) { people(search: $it) { nodes { id } } }";
        let filter = "query($it: PersonFilter) { people(filter: $it) { nodes { id } } }";
        let token = "mutation($it: CreateApiTokenInput!) { createApiToken(input: $it) { secret userErrors { message } } }";
        let create = "mutation($it: CreatePersonInput!) { createPerson(input: $it) { person { id } userErrors { message } } }";
        let words = |count: usize| "w ".repeat(count);
        let asked = [
            (search, json!({ "it": long }), "$it"),
            (search, json!({ "it": words(3_000) }), "search"),
            (filter, json!({ "it": { "displayName": { "contains": words(3_000) } } }), "filter"),
            (token, json!({ "it": { "name": "t", "scopes": many, "expiresAt": "2027-01-01T00:00:00Z" } }), "scopes"),
            (create, json!({ "it": { "displayName": "Ana", "notes": long } }), "notes"),
            (create, json!({ "it": { "displayName": "Ana", "tagNames": vec!["t"; 1_001] } }), "tagNames"),
        ];
        for (query, variables, place) in asked {
            let errors = owner.errors(query, variables).await;
            assert_eq!(errors[0]["extensions"]["code"], "BAD_INPUT", "{}", errors[0]);
            let message = errors[0]["message"].as_str().unwrap();
            assert!(message.contains(place) && message.contains("at most") && message.len() < 300, "{place}: {message}");
        }
        let literal = format!("{{ people(search: \"{}\") {{ nodes {{ id }} }} }}", words(3_000));
        assert_eq!(owner.errors(&literal, json!({})).await[0]["extensions"]["code"], "BAD_INPUT");
        let list = format!("{{ nodes(ids: [{}]) {{ id }} }}", vec!["\"a\""; 1_001].join(" "));
        let errors = owner.errors(&list, json!({})).await;
        assert!(errors[0]["message"].as_str().unwrap().starts_with("ids: a list"), "{}", errors[0]);
    }
}

/// An absurd list costs no more than its bytes: the body is read past.
#[test]
fn a_long_list_costs_no_more_than_reading_past_it() {
    tests::run(Engine::Sqlite, |app| async move {
        let owner = app.owner().await;
        let query = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }";
        let begun = Instant::now();
        let errors = owner.errors(query, json!({ "ids": vec![0; 4_000_000] })).await;
        assert!(
            errors[0]["message"].as_str().unwrap().contains("ids"),
            "{}",
            errors[0]
        );
        println!("{:?}", begun.elapsed());
    });
}

both! {
    what_is_read_beside_the_workers_is_what_they_would_read(app) {
        let here = crate::morning::demo(&app).await;
        let other = TestApp::beside(app.engine).await;
        let beside = crate::morning::demo(&other).await;
        let nudge = "kind title whyNow dueOn score heldBack parts { name points } actions { mutation label asks } person { displayName } checkIn { band dueOn lastContactOn } planned { on } match { score topics }";
        let agenda = format!("{{ agenda(first: 100, includeHeldBack: true) {{ totalCount nodes {{ {nudge} inside {{ {nudge} }} }} }} }}");
        let queries = [
            agenda.as_str(),
            "{ agendaDigest { headline total overdue heldBack counts { kind count } top { title } } }",
            "{ matches(first: 50) { totalCount nodes { score topics reasons need { title } offer { title } person { displayName } } } }",
            "{ needs(first: 50) { nodes { title topics matches { score topics person { displayName } } } } offers(first: 50) { nodes { title topics matches { score } } } }",
            "{ dueCheckIns(first: 100, bands: [ON_TRACK, DUE, OVERDUE]) { totalCount nodes { band dueOn lastContactOn snoozedUntil whyNow planned { on } person { displayName } } } }",
            "{ upcomingMilestones(first: 50, from: \"2026-01-01\", to: \"2026-12-31\") { nodes { title date person { displayName } } } }",
            "{ diversity { total counts { count } } gratitudesOwed(first: 50) { nodes { person { displayName } } } }",
        ];
        for query in queries {
            let (one, same) = (here.ok(query, json!({})).await, beside.ok(query, json!({})).await);
            assert_eq!(one, same, "{query}");
        }
    }
}
