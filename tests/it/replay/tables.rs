//! Every row of every table, spelled alike for both databases.

use rusqlite::types::ValueRef;
use sea_orm::{ConnectionTrait as _, Database, DbBackend, Statement};
use serde_json::{Map, Value, json};
use tests::{Engine, TestApp};
use uuid::Uuid;

use super::names::Names;

/// Tables that are no content.
const NONE: [(&str, &str); 3] = [
    ("older_program", "says which programs may use this database"),
    ("seaql_migrations", "says when this database was made"),
    (
        "write_probe",
        "is written whenever the server looks whether it can",
    ),
];

/// Columns that differ from run to run, and why.
const MASKED: [(&str, &str, &str); 11] = [
    ("user", "password_hash", "is salted by chance"),
    ("refresh_token", "hash", "is of a secret drawn by chance"),
    ("refresh_token", "salt", "is drawn by chance"),
    ("api_token", "secret_hash", "is of a secret drawn by chance"),
    ("api_token", "hint", "is of a secret drawn by chance"),
    ("calendar_feed", "secret_hash", "is of a secret drawn by chance"),
    ("erasure_key", "secret", "is drawn by chance"),
    ("erased_mark", "mark", "is made with a key drawn by chance"),
    ("invitation", "secret_hash", "is of a secret drawn by chance"),
    ("introduction_side", "link_hash", "is of a secret drawn by chance"),
    (
        "upload_piece",
        "bytes",
        "is compressed by a library that may do it otherwise tomorrow",
    ),
];

/// Columns that only one of the databases has: what it finds texts by.
const OWN: [(&str, &str); 2] = [("search_document", "document"), ("search_document", "vector")];

/// The words of each text in SQLite's index, in their order, as PostgreSQL keeps them beside its own.
const WORDS: &str = "SELECT group_concat(term, ' ') FROM (SELECT term FROM spelled WHERE doc = ? AND col = 'words' ORDER BY offset)";

type Row = Map<String, Value>;

/// The rows as they stand, ids and all: the table, and what is in the row.
pub async fn raw(app: &TestApp) -> Vec<(String, String)> {
    let tables = match app.engine {
        Engine::Sqlite => sqlite(app.database_url()),
        Engine::Postgres => postgres(app.database_url()).await,
    };
    let rows = |(table, rows): (String, Vec<Row>)| {
        let rows = rows.into_iter().map(|row| Value::Object(row).to_string());
        rows.map(|row| (table.clone(), row)).collect::<Vec<_>>()
    };
    tables.into_iter().flat_map(rows).collect()
}

/// The rows, in order: the table, and what is in the row.
pub async fn dump(app: &TestApp, names: &mut Names) -> Vec<(String, String)> {
    let mut tables = match app.engine {
        Engine::Sqlite => sqlite(app.database_url()),
        Engine::Postgres => postgres(app.database_url()).await,
    };
    tables.retain(|(table, _)| !NONE.iter().any(|(none, _)| none == table));
    tables.sort_by(|(one, _), (other, _)| one.cmp(other));
    let home = tables
        .iter()
        .filter(|(table, _)| table == "workspace")
        .flat_map(|(_, rows)| rows)
        .map(|row| &row["id"]);
    let home = home.min_by_key(|id| id.to_string()).cloned().unwrap_or_default();
    let mut sorted = Vec::new();
    for (table, rows) in tables {
        let mut rows: Vec<(String, String)> =
            rows.into_iter().map(|row| spelled(&table, &home, row)).collect();
        rows.sort();
        // What has an id is called after its table, wherever it is met.
        for (id, _) in &rows {
            names.apply(id.split('"').nth(1).unwrap_or_default(), &table);
        }
        sorted.push((table, rows));
    }
    let mut dumped = Vec::new();
    for (table, rows) in sorted {
        let rows = rows
            .into_iter()
            .map(|(_, row)| (table.clone(), names.apply(&row, &table)));
        dumped.extend(rows);
    }
    dumped
}

/// What a row is sorted by, and itself; without what is null, and without the workspace where it is the first one, in which the cases
/// happen.
fn spelled(table: &str, home: &Value, mut row: Row) -> (String, String) {
    if row.get("workspace_id") == Some(home) {
        row.remove("workspace_id");
    }
    row.retain(|column, value| !value.is_null() && !OWN.contains(&(table, column.as_str())));
    for (column, value) in &mut row {
        if MASKED.iter().any(|(of, name, _)| *of == table && name == column) {
            *value = json!("<masked>");
        }
    }
    if table == "change_set_row" {
        for column in ["before", "after"] {
            if let Some(Value::String(kept)) = row.get_mut(column) {
                *kept = masked(kept);
            }
        }
    }
    let text = Value::Object(row.clone()).to_string();
    // Ids sort by when they were made.
    let first = row.get("id").map(Value::to_string);
    let first = first.or_else(|| row.get("seq").map(|it| format!("{:>9}", it.to_string())));
    (first.unwrap_or_default() + &text, text)
}

/// What was kept of a row, without the hashes of secrets drawn by chance.
fn masked(kept: &str) -> String {
    let mut row: Row = serde_json::from_str(kept).unwrap();
    for (_, column, _) in MASKED {
        if let Some(Value::String(hash)) = row.get_mut(column) {
            *hash = "<masked>".to_owned();
        }
    }
    Value::Object(row).to_string()
}

async fn postgres(url: &str) -> Vec<(String, Vec<Row>)> {
    let database = Database::connect(url).await.unwrap();
    let ask = async |text: String| {
        let rows = database
            .query_all_raw(Statement::from_string(DbBackend::Postgres, text))
            .await
            .unwrap();
        let texts = rows
            .into_iter()
            .map(|row| row.try_get_by_index::<String>(0).unwrap());
        texts.collect::<Vec<_>>()
    };
    let names = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'";
    let mut tables = Vec::new();
    for table in ask(names.to_owned()).await {
        let rows = ask(format!("SELECT to_jsonb(t)::text FROM \"{table}\" t")).await;
        let rows = rows.iter().map(|row| serde_json::from_str(row).unwrap());
        tables.push((table, rows.collect()));
    }
    database.close().await.unwrap();
    tables
}

fn sqlite(url: &str) -> Vec<(String, Vec<Row>)> {
    let database = rusqlite::Connection::open(url.trim_start_matches("sqlite://")).unwrap();
    let names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_words%'";
    let mut names = database.prepare(names).unwrap();
    let names: Vec<String> = names
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let read = |table: &String| {
        let mut columns = database
            .prepare("SELECT name, lower(type) FROM pragma_table_xinfo(?)")
            .unwrap();
        let columns = columns
            .query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap();
        let columns: Vec<(String, String)> = columns.map(Result::unwrap).collect();
        let list: Vec<String> = columns.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        let mut select = database
            .prepare(&format!("SELECT {} FROM \"{table}\"", list.join(", ")))
            .unwrap();
        let mut rows = select.query([]).unwrap();
        let mut read = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            let fields = columns.iter().enumerate();
            let fields =
                fields.map(|(place, (name, kind))| (name.clone(), value(kind, row.get_ref(place).unwrap())));
            read.push(fields.collect());
        }
        (table.clone(), read)
    };
    let mut tables: Vec<(String, Vec<Row>)> = names.iter().map(read).collect();
    database
        .execute_batch("CREATE VIRTUAL TABLE temp.spelled USING fts5vocab(main, search_words, instance)")
        .unwrap();
    let mut words = database.prepare(WORDS).unwrap();
    let documents = tables.iter_mut().filter(|(table, _)| table == "search_document");
    for row in documents.flat_map(|(_, rows)| rows) {
        let found: Option<String> = words
            .query_row([row["document"].as_i64()], |row| row.get(0))
            .unwrap();
        row.insert("words".to_owned(), json!(found.unwrap_or_default()));
    }
    tables
}

/// A value as PostgreSQL spells it.
fn value(kind: &str, value: ValueRef) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) if kind.starts_with("bool") => json!(number != 0),
        ValueRef::Integer(number) => json!(number),
        ValueRef::Real(number) => json!(number),
        ValueRef::Text(text) if kind.starts_with("json") => serde_json::from_slice(text).unwrap(),
        ValueRef::Text(text) => json!(std::str::from_utf8(text).unwrap()),
        ValueRef::Blob(bytes) => match Uuid::from_slice(bytes) {
            Ok(id) if kind.starts_with("uuid") => json!(id.to_string()),
            _ => json!(
                bytes
                    .iter()
                    .fold("\\x".to_owned(), |text, byte| format!("{text}{byte:02x}"))
            ),
        },
    }
}
