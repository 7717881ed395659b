//! Whether a database is whole: what its own checks say, that what rows refer to is there, that each workspace's feed has no gap
//! and ends with its number, and that each record is as its last change in the feed says.
//!
//! Tables are found, not listed: what a migration adds is verified without a line here. Nothing is written.

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, QueryResult, Statement,
};

use crate::kit::connect;

/// Workspaces whose feed does not go from 1 to their number.
const FEEDS: &str = "SELECT count(*) FROM workspace w LEFT JOIN (SELECT workspace_id, count(*) AS entries, min(seq) AS first, \
    max(seq) AS last FROM change GROUP BY workspace_id) c ON c.workspace_id = w.id WHERE coalesce(c.entries, 0) <> w.latest_seq \
    OR c.first <> 1 OR c.last <> c.entries";

/// Verifies the database of a URL; answers what is in it, a line a table.
///
/// # Errors
/// In words: what is wrong with it.
pub async fn verify(url: &str) -> Result<String, String> {
    let reached = match url.starts_with("postgres") {
        true => connect::reached(url).await?,
        false => url.to_owned(),
    };
    let mut options = ConnectOptions::new(reached);
    options.max_connections(1).sqlx_logging(false);
    options.map_sqlx_sqlite_opts(|sqlite| sqlite.create_if_missing(false).read_only(true));
    let connection = Database::connect(options)
        .await
        .map_err(|error| format!("database: {error}"))?;
    let outcome = of(&connection).await;
    // It was only read.
    let _ = connection.close().await;
    outcome
}

/// The same of a connection.
///
/// # Errors
/// In words: what is wrong with it.
pub async fn of(connection: &DatabaseConnection) -> Result<String, String> {
    let (counts, problems) = checked(connection)
        .await
        .map_err(|error| format!("the database cannot be verified: {error}"))?;
    if problems.is_empty() {
        Ok(counts.concat())
    } else {
        Err(format!("the database is not whole:\n  {}", problems.join("\n  ")))
    }
}

async fn checked(connection: &DatabaseConnection) -> Result<(Vec<String>, Vec<String>), DbErr> {
    let mut problems = match connection.get_database_backend() {
        DbBackend::Postgres => dangling(connection).await?,
        _ => own_checks(connection).await?,
    };
    let (tables, records) = tables(connection).await?;
    if tables.iter().all(|table| table != "change") {
        problems.push("this is no database of Rapport's, or one that holds nothing".to_owned());
        return Ok((Vec::new(), problems));
    }
    let mut counts = Vec::new();
    for table in &tables {
        let rows = number(connection, &format!("SELECT count(*) FROM \"{table}\"")).await?;
        counts.push(format!("{rows:>12}  {table}\n"));
    }
    let mut expect_none = |count: i64, what: &str| {
        if count > 0 {
            problems.push(format!("{count} {what}"));
        }
    };
    let feeds = number(connection, FEEDS).await?;
    expect_none(
        feeds,
        "workspaces have a gap in their feed, or it ends with another number than theirs",
    );
    for table in &records {
        let (stale, lost) = unlike_the_feed(table);
        let stale = number(connection, &stale).await?;
        expect_none(
            stale,
            &format!("rows of {table} are not as their last change says"),
        );
        let lost = number(connection, &lost).await?;
        expect_none(lost, &format!("records of {table} are in the feed and not there"));
    }
    Ok((counts, problems))
}

/// What SQLite itself finds wrong.
async fn own_checks(connection: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let mut problems = Vec::new();
    for row in rows(connection, "PRAGMA integrity_check").await? {
        let said: String = row.try_get_by_index(0)?;
        if said != "ok" {
            problems.push(said);
        }
    }
    for row in rows(
        connection,
        "SELECT \"table\", \"parent\", count(*) FROM pragma_foreign_key_check GROUP BY 1, 2",
    )
    .await?
    {
        let (table, parent): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let count: i64 = row.try_get_by_index(2)?;
        problems.push(format!(
            "{count} rows of {table} refer to rows of {parent} that are not there"
        ));
    }
    Ok(problems)
}

/// Rows of PostgreSQL that refer to rows that are not there: its constraints keep them out, unless somebody turned them off.
async fn dangling(connection: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let constraints = "SELECT k.conrelid::regclass::text, k.confrelid::regclass::text, \
        string_agg(format('c.%I IS NOT NULL', a.attname), ' AND '), string_agg(format('p.%I = c.%I', b.attname, a.attname), ' AND ') \
        FROM pg_constraint k CROSS JOIN LATERAL unnest(k.conkey, k.confkey) AS u(child, parent) \
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.child \
        JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = u.parent \
        WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace GROUP BY k.oid, k.conrelid, k.confrelid";
    let mut problems = Vec::new();
    for row in rows(connection, constraints).await? {
        let part = |index| row.try_get_by_index::<String>(index);
        let (table, parent, given, same) = (part(0)?, part(1)?, part(2)?, part(3)?);
        let lost = format!(
            "SELECT count(*) FROM {table} c WHERE {given} AND NOT EXISTS (SELECT 1 FROM {parent} p WHERE {same})"
        );
        let count = number(connection, &lost).await?;
        if count > 0 {
            problems.push(format!(
                "{count} rows of {table} refer to rows of {parent} that are not there"
            ));
        }
    }
    Ok(problems)
}

/// All tables, and those that hold records.
async fn tables(connection: &DatabaseConnection) -> Result<(Vec<String>, Vec<String>), DbErr> {
    // What a full-text index keeps for itself is no table of ours.
    let columns = match connection.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1"
        }
        _ => {
            "SELECT t.name, c.name FROM pragma_table_list t, pragma_table_info(t.name) c \
             WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%' ORDER BY 1"
        }
    };
    let mut found: Vec<(String, usize)> = Vec::new();
    for row in rows(connection, columns).await? {
        let (table, column): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        if found.last().is_none_or(|(last, _)| *last != table) {
            found.push((table, 0));
        }
        if let Some((_, contract)) = found.last_mut() {
            let of_a_record = ["workspace_id", "id", "revision", "seq"].contains(&column.as_str());
            *contract += usize::from(of_a_record);
        }
    }
    let records = found.iter().filter(|(_, contract)| *contract == 4);
    let records = records.map(|(table, _)| table.clone()).collect();
    Ok((found.into_iter().map(|(table, _)| table).collect(), records))
}

/// How many rows of a table differ from the feed, and how many records of the feed the table lacks.
fn unlike_the_feed(table: &str) -> (String, String) {
    let last = "(SELECT workspace_id, record_id, max(seq) AS seq, max(revision) AS revision FROM change GROUP BY workspace_id, record_id)";
    let stale = format!(
        "SELECT count(*) FROM \"{table}\" r LEFT JOIN {last} c ON c.workspace_id = r.workspace_id AND c.record_id = r.id \
         WHERE c.seq IS NULL OR c.seq <> r.seq OR c.revision <> r.revision"
    );
    // A kind of record is called as its table.
    let kind = table.to_uppercase();
    let lost = format!(
        "SELECT count(*) FROM change c JOIN {last} l ON l.workspace_id = c.workspace_id AND l.record_id = c.record_id AND l.seq = c.seq \
         LEFT JOIN \"{table}\" r ON r.workspace_id = c.workspace_id AND r.id = c.record_id \
         WHERE c.record_type = '{kind}' AND c.op <> 'ERASE' AND r.id IS NULL"
    );
    (stale, lost)
}

async fn rows(connection: &DatabaseConnection, sql: &str) -> Result<Vec<QueryResult>, DbErr> {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    connection.query_all_raw(statement).await
}

/// The number that a statement answers.
///
/// # Errors
/// The database fails.
pub async fn number(connection: &DatabaseConnection, sql: &str) -> Result<i64, DbErr> {
    let found = rows(connection, sql).await?;
    found.first().map_or(Ok(0), |row| row.try_get_by_index(0))
}
