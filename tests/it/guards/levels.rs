//! Every level of every nested query is read by index, whatever the size of the workspace.

use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use serde_json::json;
use tests::{Engine, TestApp, both};

use super::plans::fill;
use super::{DERIVED, NESTED};

const INTERACTIONS: u32 = 200_000;
const PEOPLE: u32 = 2_000;
const EXCHANGES: u32 = 20_000;

/// The tables that are large here.
const LARGE: [&str; 8] = [
    "interaction",
    "interaction_participant",
    "person",
    "exchange",
    "gratitude",
    "interaction_event",
    "attendance",
    "community_member",
];

/// Two thousand people, who take part in the interactions in turn.
async fn people(app: &TestApp, db: &DatabaseConnection) {
    let sql = match app.engine {
        Engine::Postgres => [
            format!(
                "INSERT INTO person (workspace_id, id, display_name, sort_name, is_self, last_interaction_at, revision, seq, created_at, updated_at, created_by)
                 SELECT w.id, ('00000000-0000-7000-8001-' || lpad(to_hex(n), 12, '0'))::uuid, 'P' || n, 'p' || n, false, now(), 1, 1, now(), now(), 'SYSTEM'
                 FROM workspace w, generate_series(0, {PEOPLE} - 1) n"
            ),
            format!(
                "INSERT INTO interaction_participant (workspace_id, interaction_id, person_id, happened_at, archived)
                 SELECT workspace_id, id, ('00000000-0000-7000-8001-' || lpad(to_hex(row_number() OVER () % {PEOPLE}), 12, '0'))::uuid, happened_at, false FROM interaction"
            ),
        ],
        Engine::Sqlite => [
            format!(
                "INSERT INTO person (workspace_id, id, display_name, sort_name, is_self, last_interaction_at, revision, seq, created_at, updated_at, created_by)
                 WITH RECURSIVE n(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < {PEOPLE} - 1)
                 SELECT w.id, unhex('0000000000007000800100000' || printf('%07x', n)), 'P' || n, 'p' || n, 0, '2026-01-01T00:00:00+00:00', 1, 1, '2026-01-01T00:00:00+00:00', '2026-01-01T00:00:00+00:00', 'SYSTEM'
                 FROM workspace w, n"
            ),
            format!(
                "INSERT INTO interaction_participant (workspace_id, interaction_id, person_id, happened_at, archived)
                 SELECT workspace_id, id, unhex('0000000000007000800100000' || printf('%07x', (row_number() OVER ()) % {PEOPLE})), happened_at, 0 FROM interaction"
            ),
        ],
    };
    for sql in sql {
        db.execute_raw(Statement::from_string(db.get_database_backend(), sql))
            .await
            .unwrap();
    }
    db.execute_unprepared("ANALYZE").await.unwrap();
}

/// Exchanges with these people in turn, each in an interaction of its own, and thanks for each; a tenth of it still owed.
async fn ledger(app: &TestApp, db: &DatabaseConnection) {
    let (numbers, id, person, interaction, day, now) = match app.engine {
        Engine::Postgres => (
            format!("generate_series(1, {EXCHANGES}) n"),
            "('00000000-0000-7000-KIND-' || lpad(to_hex(n), 12, '0'))::uuid",
            format!("('00000000-0000-7000-8001-' || lpad(to_hex(n % {PEOPLE}), 12, '0'))::uuid"),
            "('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid",
            "date '2020-01-01' + n % 2000",
            "timestamptz '2020-01-01' + n * interval '1 minute'",
        ),
        Engine::Sqlite => (
            format!(
                "(WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {EXCHANGES}) SELECT n FROM n)"
            ),
            "unhex('0000000000007000KIND00000' || printf('%07x', n))",
            format!("unhex('0000000000007000800100000' || printf('%07x', n % {PEOPLE}))"),
            "unhex('0000000000007000800000000' || printf('%07x', n))",
            "date('2020-01-01', '+' || (n % 2000) || ' days')",
            "strftime('%Y-%m-%dT%H:%M:%S.000000+00:00', '2020-01-01', '+' || n || ' minutes')",
        ),
    };
    let record = format!("1, 1, {now}, {now}, 'SYSTEM'");
    let exchange = id.replace("KIND", "8002");
    let (no, yes) = match app.engine {
        Engine::Postgres => ("false", "true"),
        Engine::Sqlite => ("0", "1"),
    };
    let statements = [
        format!(
            "INSERT INTO exchange (workspace_id, id, person_id, direction, kind, state, title, weight, done_on, sort_due, sort_done, interaction_id, revision, seq, created_at, updated_at, created_by)
             SELECT w.id, {exchange}, {person}, CASE WHEN n % 2 = 0 THEN 'GIVEN' ELSE 'RECEIVED' END, 'HELP', 'DONE', 'x', 1, {day}, '9999-12-31', CAST({day} AS text), {interaction}, {record}
             FROM workspace w, {numbers}"
        ),
        format!(
            "INSERT INTO gratitude (workspace_id, id, person_id, direction, state, owed_since, exchange_id, owed_for, is_owed, sort_owed, revision, seq, created_at, updated_at, created_by)
             SELECT w.id, {}, {person}, 'GIVEN', CASE WHEN n % 10 = 0 THEN 'OWED' ELSE 'WAIVED' END, {day}, {exchange}, {exchange}, CASE WHEN n % 10 = 0 THEN {yes} ELSE {no} END, CAST({day} AS text), {record}
             FROM workspace w, {numbers}",
            id.replace("KIND", "8003")
        ),
    ];
    for sql in statements {
        let statement = Statement::from_string(db.get_database_backend(), sql);
        db.execute_raw(statement).await.unwrap();
    }
    db.execute_unprepared("ANALYZE").await.unwrap();
}

/// Two hundred events in as many communities; people who attend and belong to them in turn; interactions at them.
async fn gatherings(app: &TestApp, db: &DatabaseConnection) {
    let (numbers, few, id, of, now, no, yes) = match app.engine {
        Engine::Postgres => (
            format!("generate_series(1, {EXCHANGES}) n"),
            "generate_series(0, 199) n".to_owned(),
            "('00000000-0000-7000-KIND-' || lpad(to_hex(n), 12, '0'))::uuid",
            "('00000000-0000-7000-KIND-' || lpad(to_hex(n % MANY), 12, '0'))::uuid",
            "timestamptz '2020-01-01' + n * interval '1 minute'",
            "false",
            "true",
        ),
        Engine::Sqlite => (
            format!(
                "(WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {EXCHANGES}) SELECT n FROM n)"
            ),
            "(WITH RECURSIVE n(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < 199) SELECT n FROM n)"
                .to_owned(),
            "unhex('0000000000007000KIND00000' || printf('%07x', n))",
            "unhex('0000000000007000KIND00000' || printf('%07x', n % MANY))",
            "strftime('%Y-%m-%dT%H:%M:%S.000000+00:00', '2020-01-01', '+' || n || ' minutes')",
            "0",
            "1",
        ),
    };
    let record = format!("1, 1, {now}, {now}, 'SYSTEM'");
    let id = |kind: &str| id.replace("KIND", kind);
    let of = |kind: &str, many: u32| of.replace("KIND", kind).replace("MANY", &many.to_string());
    let person = of("8001", PEOPLE);
    let statements = [
        format!(
            "INSERT INTO community (workspace_id, id, name, sort_name, kind, revision, seq, created_at, updated_at, created_by)
             SELECT w.id, {}, 'C' || n, 'c' || n, 'CLUB', {record} FROM workspace w, {few}",
            id("8004")
        ),
        format!(
            "INSERT INTO event (workspace_id, id, title, sort_title, kind, starts_at, time_zone, begins_at, over_at, community_id, revision, seq, created_at, updated_at, created_by)
             SELECT w.id, {}, 'E' || n, 'e' || n, 'PARTY', {now}, 'UTC', {now}, {now}, {}, {record} FROM workspace w, {few}",
            id("8005"),
            id("8004")
        ),
        format!(
            "INSERT INTO attendance (workspace_id, id, event_id, person_id, attendee, state, role, added_at)
             SELECT w.id, {}, {}, {person}, 'A' || n, 'ATTENDED', 'GUEST', {now} FROM workspace w, {numbers}",
            id("8006"),
            of("8005", 200)
        ),
        format!(
            "INSERT INTO community_member (workspace_id, id, community_id, person_id, member, is_current, added_at)
             SELECT w.id, {}, {}, {person}, 'M' || n, {yes}, {now} FROM workspace w, {numbers}",
            id("8007"),
            of("8004", 200)
        ),
        format!(
            "INSERT INTO interaction_event (workspace_id, interaction_id, event_id, happened_at, archived)
             SELECT w.id, {}, {}, {now}, {no} FROM workspace w, {numbers}",
            id("8000"),
            of("8005", 200)
        ),
    ];
    for sql in statements {
        let statement = Statement::from_string(db.get_database_backend(), sql);
        db.execute_raw(statement).await.unwrap();
    }
    db.execute_unprepared("ANALYZE").await.unwrap();
}

/// How PostgreSQL runs a statement whatever its values are, as the server has it do.
pub(super) async fn explain_postgres(db: &DatabaseConnection, sql: &str) -> Vec<String> {
    let highest = (1..2_000)
        .rev()
        .find(|n| sql.contains(&format!("${n}")))
        .unwrap_or(0);
    let values = vec!["NULL"; highest].join(", ");
    let values = if highest == 0 {
        String::new()
    } else {
        format!("({values})")
    };
    let run = |text: String| Statement::from_string(db.get_database_backend(), text);
    db.execute_unprepared("SET plan_cache_mode = force_generic_plan")
        .await
        .unwrap();
    db.execute_unprepared(&format!("PREPARE level AS {sql}"))
        .await
        .unwrap_or_else(|error| panic!("{error}: {sql}"));
    let rows = db
        .query_all_raw(run(format!("EXPLAIN (COSTS OFF) EXECUTE level{values}")))
        .await
        .unwrap();
    db.execute_unprepared("DEALLOCATE level").await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

pub(super) fn explain_sqlite(db: &rusqlite::Connection, sql: &str) -> Vec<String> {
    let mut statement = db
        .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
        .unwrap_or_else(|error| panic!("{error}: {sql}"));
    for place in 1..=statement.parameter_count() {
        statement
            .raw_bind_parameter(place, rusqlite::types::Null)
            .unwrap();
    }
    let mut rows = statement.raw_query();
    let mut plan = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        plan.push(row.get(3).unwrap());
    }
    plan
}

/// A line of a plan that walks a whole large table.
fn walks(engine: Engine, line: &str) -> bool {
    LARGE.iter().any(|table| match engine {
        Engine::Postgres => {
            line.trim_end().ends_with(&format!("Seq Scan on {table}"))
                || line.contains(&format!("Seq Scan on {table} "))
        }
        Engine::Sqlite => line == format!("SCAN {table}") || line == "SCAN t",
    })
}

both! {
    every_level_is_read_by_index(app) {
        let owner = app.owner().await;
        // One connection: what is prepared and set stays on it.
        let mut options = sea_orm::ConnectOptions::new(app.database_url());
        options.max_connections(1);
        let db = Database::connect(options).await.unwrap();
        fill(&app, &db, INTERACTIONS).await;
        people(&app, &db).await;
        ledger(&app, &db).await;
        gatherings(&app, &db).await;
        let cadence = "mutation { setCadence(input: { idealDays: 30, channels: [CALL] }) { cadence { id } userErrors { message } } }";
        owner.written(cadence, json!({})).await;
        let file = app.database_url().trim_start_matches("sqlite://").split('?').next().unwrap().to_owned();
        let sqlite = (app.engine == Engine::Sqlite).then(|| {
            let connection = rusqlite::Connection::open(file).unwrap();
            rusqlite::vtab::array::load_module(&connection).unwrap();
            connection
        });
        for (name, query) in NESTED.iter().chain(DERIVED) {
            let statements = app.statements(async { owner.ok(query, json!({})).await; }).await;
            // Counting walks what it counts.
            let reads = |sql: &&String| sql.starts_with("SELECT") && !sql.contains("COUNT(*)");
            for sql in statements.iter().filter(reads) {
                let plan = match &sqlite {
                    Some(connection) => explain_sqlite(connection, sql),
                    None => explain_postgres(&db, sql).await,
                };
                let text = plan.join("\n");
                // Who is due is asked of everybody; what happened with them is not.
                let of_everybody = ["(nullif(hex(\"person\".\"id\")", "array_agg(\"person\".\"id\")", "AS \"last_at\" FROM \"person\""].iter().any(|part| sql.contains(part));
                assert!(of_everybody || !plan.iter().any(|line| walks(app.engine, line)), "{name}: {sql}\n{text}");
                // What is cut to a page comes in the order of an index; only lists that are short by nature are sorted.
                let sorted = text.contains("TEMP B-TREE FOR ORDER BY") || text.contains("Sort Key");
                let cut = sql.contains("LIMIT") && ["\"interaction\"", "FROM \"person\"", "FROM \"exchange\"", "FROM \"gratitude\""].iter().any(|table| sql.contains(table));
                assert!(!(cut && sorted), "{name}: {sql}\n{text}");
            }
        }
        db.close().await.unwrap();
    }
}
