//! A deep page reads no more than the first.

use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use serde_json::{Value, json};
use tests::{Client, Engine, TestApp, both};

/// Enough for page 2,000 of 25.
const ROWS: u32 = 51_000;

/// Interactions of the client's workspace, a minute apart, made by the database itself.
pub async fn fill(app: &TestApp, db: &DatabaseConnection, rows: u32) {
    let backend = db.get_database_backend();
    let sql = match app.engine {
        Engine::Postgres => format!(
            "INSERT INTO interaction (workspace_id, id, happened_at, channel, revision, seq, created_at, updated_at, created_by)
             SELECT w.id, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, timestamptz '2020-01-01' + n * interval '1 minute', 'CALL', 1, 1, now(), now(), 'SYSTEM'
             FROM workspace w, generate_series(1, {rows}) n"
        ),
        Engine::Sqlite => format!(
            "INSERT INTO interaction (workspace_id, id, happened_at, channel, revision, seq, created_at, updated_at, created_by)
             WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {rows})
             SELECT w.id, unhex('0000000000007000800000000' || printf('%07x', n)), strftime('%Y-%m-%dT%H:%M:%S.000000+00:00', '2020-01-01', '+' || n || ' minutes'), 'CALL', 1, 1, '2026-01-01T00:00:00.000000+00:00', '2026-01-01T00:00:00.000000+00:00', 'SYSTEM'
             FROM workspace w, n"
        ),
    };
    db.execute_raw(Statement::from_string(backend, sql))
        .await
        .unwrap();
    db.execute_unprepared("ANALYZE").await.unwrap();
}

/// The statement that read a page, as the application sent it.
async fn page(app: &TestApp, client: &Client, after: Option<&str>) -> (String, Value) {
    let query = "query($after: String) { interactions(first: 25, after: $after) { nodes { id happenedAt } pageInfo { endCursor hasNextPage } } }";
    let mut answer = Value::Null;
    let statements = app
        .statements(async {
            answer = client.ok(query, json!({ "after": after })).await["interactions"].take();
        })
        .await;
    let sql = statements
        .into_iter()
        .find(|sql| sql.contains("FROM \"interaction\""))
        .unwrap();
    (sql, answer)
}

/// Values in place of the statement's parameters, in order: workspace, then the place to begin after, then the limit.
fn bound(app: &TestApp, sql: &str, values: &[String]) -> String {
    match app.engine {
        Engine::Postgres => (1..=values.len()).rev().fold(sql.to_owned(), |sql, n| {
            sql.replace(&format!("${n}"), &values[n - 1])
        }),
        Engine::Sqlite => values
            .iter()
            .fold(sql.to_owned(), |sql, value| sql.replacen('?', value, 1)),
    }
}

async fn explain(app: &TestApp, db: &DatabaseConnection, sql: &str) -> Vec<String> {
    let (prefix, column) = match app.engine {
        Engine::Postgres => ("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) ", 0),
        Engine::Sqlite => ("EXPLAIN QUERY PLAN ", 3),
    };
    let rows = db
        .query_all_raw(Statement::from_string(
            db.get_database_backend(),
            format!("{prefix}{sql}"),
        ))
        .await
        .unwrap();
    rows.iter()
        .map(|row| row.try_get_by_index::<String>(column).unwrap())
        .collect()
}

both! {
    page_two_thousand_reads_what_page_one_reads(app) {
        let owner = app.owner().await;
        let db = Database::connect(app.database_url()).await.unwrap();
        fill(&app, &db, ROWS).await;
        let (first_sql, first) = page(&app, &owner, None).await;
        // The place where page 2,000 begins: the entry that 49,975 others precede, latest first.
        let number = ROWS - 1_999 * 25 + 1;
        let happened_at = chrono::DateTime::parse_from_rfc3339("2020-01-01T00:00:00Z").unwrap().to_utc() + chrono::TimeDelta::minutes(number.into());
        let id = uuid::Uuid::parse_str(&format!("00000000-0000-7000-8000-{number:012x}")).unwrap();
        let cursor = cursor_like(first["pageInfo"]["endCursor"].as_str().unwrap(), happened_at, id);
        let (deep_sql, deep) = page(&app, &owner, Some(&cursor)).await;
        assert_eq!(deep["nodes"].as_array().unwrap().len(), 25);
        assert_eq!(deep["nodes"][0]["happenedAt"], json!((happened_at - chrono::TimeDelta::minutes(1)).format("%Y-%m-%dT%H:%M:%SZ").to_string()));

        let workspace = match app.engine {
            Engine::Postgres => "(SELECT id FROM workspace)".to_owned(),
            Engine::Sqlite => "(SELECT id FROM workspace)".to_owned(),
        };
        let place = match app.engine {
            Engine::Postgres => [format!("'{}'::timestamptz", happened_at.to_rfc3339()), format!("'{id}'::uuid")],
            Engine::Sqlite => [format!("'{}'", happened_at.format("%Y-%m-%dT%H:%M:%S.000000+00:00")), format!("x'{}'", id.simple())],
        };
        let one = explain(&app, &db, &bound(&app, &first_sql, &[workspace.clone(), "26".to_owned()])).await;
        let [time, id] = place;
        let many = explain(&app, &db, &bound(&app, &deep_sql, &[workspace, time, id, "26".to_owned()])).await;
        for plan in [&one, &many] {
            let text = plan.join("\n");
            println!("{text}\n");
            match app.engine {
                Engine::Postgres => {
                    let scan = plan.iter().find(|line| line.contains("using interaction_happened")).unwrap_or_else(|| panic!("{text}"));
                    let (_, rows) = scan.split_once("rows=").unwrap();
                    let rows: f64 = rows.split(' ').next().unwrap().parse().unwrap();
                    assert!(rows <= 26.0 && !text.contains("Sort") && !text.contains("Seq Scan on interaction"), "{text}");
                    let filtered = plan.iter().find(|line| line.contains("Rows Removed"));
                    assert!(filtered.is_none(), "{text}");
                }
                Engine::Sqlite => {
                    assert!(text.contains("SEARCH interaction USING COVERING INDEX interaction_happened"), "{text}");
                    assert!(!text.contains("TEMP B-TREE") && !text.contains("SCAN interaction"), "{text}");
                }
            }
        }
        if app.engine == Engine::Sqlite {
            assert!(many.join("").contains("<"), "the deep page seeks: {many:?}");
        }
        db.close().await.unwrap();
    }
}

/// A cursor of the same list at another place.
fn cursor_like(cursor: &str, at: chrono::DateTime<chrono::Utc>, id: uuid::Uuid) -> String {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let mut value: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(cursor).unwrap()).unwrap();
    value["k"] = json!(at.timestamp_micros());
    value["i"] = json!(id);
    URL_SAFE_NO_PAD.encode(value.to_string())
}
