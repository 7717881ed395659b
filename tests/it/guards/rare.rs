//! What is rare is found by an index that holds it, with statistics and without: nobody has to gather any.

use sea_orm::{ConnectionTrait, Database};
use serde_json::json;
use tests::{Engine, both};

use super::fill;
use super::levels::{explain_postgres, explain_sqlite};

/// What is asked for, what its statement has, and the index that finds it.
const RARE: &[(&str, &str, &str)] = &[
    (
        "{ interactions(first: 5, filter: { sentiment: { eq: MIXED } }) { nodes { title } } }",
        "\"sentiment\"",
        "interaction_sentiment",
    ),
    (
        "{ interactions(first: 5, filter: { durationMinutes: { eq: 777 } }) { nodes { title } } }",
        "\"duration_minutes\"",
        "interaction_duration",
    ),
    (
        "{ changes(first: 5, types: [DIMENSION]) { changes { seq } } }",
        "FROM \"change\"",
        "change_type",
    ),
    (
        "{ changes(first: 5, types: [TAG, DIMENSION]) { changes { seq } } }",
        "FROM \"change\"",
        "change_type",
    ),
];

both! {
    what_is_rare_is_found_by_its_index(app) {
        let owner = app.owner().await;
        let mut options = sea_orm::ConnectOptions::new(app.database_url());
        options.max_connections(1);
        let db = Database::connect(options).await.unwrap();
        fill(&app, &db, 50_000).await;
        let feed = "INSERT INTO change (workspace_id, seq, record_type, record_id, op, revision, actor, at) SELECT workspace_id, 1000 + row_number() OVER (), 'INTERACTION', id, 'CREATE', 1, 'SYSTEM', created_at FROM interaction";
        db.execute_unprepared(feed).await.unwrap();
        let file = app.database_url().trim_start_matches("sqlite://").split('?').next().unwrap().to_owned();
        for statistics in [true, false] {
            db.execute_unprepared("ANALYZE").await.unwrap();
            if !statistics {
                let forget = match app.engine {
                    Engine::Sqlite => "DROP TABLE sqlite_stat1; DROP TABLE IF EXISTS sqlite_stat4",
                    Engine::Postgres => "DELETE FROM pg_statistic WHERE starelid IN ('interaction'::regclass, 'change'::regclass)",
                };
                db.execute_unprepared(forget).await.unwrap();
            }
            for (query, mark, index) in RARE {
                let statements = app.statements(async { owner.ok(query, json!({})).await; }).await;
                let sql = statements.iter().find(|sql| sql.contains(mark)).unwrap_or_else(|| panic!("{statements:#?}"));
                let plan = match app.engine {
                    Engine::Postgres => explain_postgres(&db, sql).await,
                    Engine::Sqlite => explain_sqlite(&rusqlite::Connection::open(&file).unwrap(), sql),
                };
                let text = plan.join("\n");
                assert!(text.contains(index), "{statistics}: {query}\n{sql}\n{text}");
                // Neither the feed nor the list is walked, nor what is found sorted before it is cut.
                let walks = ["Seq Scan", "SCAN interaction", "SCAN change", "PRIMARY KEY (workspace_id=?)", "interaction_happened"];
                assert!(!walks.iter().any(|walk| text.contains(walk)), "{statistics}: {query}\n{sql}\n{text}");
            }
        }
        db.close().await.unwrap();
    }
}
