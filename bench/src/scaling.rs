//! Whether a page costs what it holds, or what the workspace holds: the same pages from a thousand interactions and from a
//! million. The large workspace is the small one with a past: what it has more lies before all that the pages show.

use std::path::Path;

use rusqlite::Connection;

use crate::data::Size;
use crate::databases::{Postgres, Sqlite};
use crate::field::{Contestant, Kind, Who, rounds};
use crate::plan::{Plan, Query};
use crate::report::Report;
use crate::server::{self, Server};
use crate::{Options, Outcome, machine, rapport};

/// The small workspace: everybody has more interactions than a page of their feed shows.
const SMALL: Size = Size {
    people: 100,
    interactions: 1_000,
    seed: 1,
};
/// Copies of each interaction in the large one's past.
const COPIES: usize = 999;

/// Copies of each interaction, so many years and each a minute more ago than the one before.
pub const POSTGRES: &str = "
    CREATE TEMPORARY TABLE past AS SELECT n, make_interval(years => $YEARS, mins => n) AS ago FROM generate_series(1, $COPIES) AS n;
    INSERT INTO interaction (workspace_id, id, happened_at, channel, initiator, duration_minutes, title, summary, sentiment,
        revision, seq, created_at, updated_at, created_by)
    SELECT workspace_id, (lpad(to_hex(n), 8, '0') || substr(replace(id::text, '-', ''), 9))::uuid, happened_at - ago, channel,
        initiator, duration_minutes, title, summary, sentiment, revision, seq, created_at, updated_at, created_by
    FROM interaction CROSS JOIN past;
    INSERT INTO interaction_participant (workspace_id, interaction_id, person_id, happened_at, archived)
    SELECT workspace_id, (lpad(to_hex(n), 8, '0') || substr(replace(interaction_id::text, '-', ''), 9))::uuid, person_id,
        happened_at - ago, archived
    FROM interaction_participant CROSS JOIN past;";
/// The same on SQLite.
pub const SQLITE: &str = "
    PRAGMA foreign_keys = off; PRAGMA synchronous = off;
    BEGIN;
    CREATE TEMPORARY TABLE past AS
        WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < $COPIES) SELECT n FROM series;
    INSERT INTO interaction (workspace_id, id, happened_at, channel, initiator, duration_minutes, title, summary, sentiment,
        revision, seq, created_at, updated_at, created_by)
    SELECT workspace_id, unhex(printf('%08x', n) || hex(substr(id, 5))),
        strftime('%Y-%m-%dT%H:%M:%S', happened_at, '-$YEARS years', '-' || n || ' minutes') || '+00:00', channel,
        initiator, duration_minutes, title, summary, sentiment, revision, seq, created_at, updated_at, created_by
    FROM interaction CROSS JOIN past;
    INSERT INTO interaction_participant (workspace_id, interaction_id, person_id, happened_at, archived)
    SELECT workspace_id, unhex(printf('%08x', n) || hex(substr(interaction_id, 5))), person_id,
        strftime('%Y-%m-%dT%H:%M:%S', happened_at, '-$YEARS years', '-' || n || ' minutes') || '+00:00', archived
    FROM interaction_participant CROSS JOIN past;
    COMMIT;";

/// The statements that make a past of so many copies, so many years ago.
#[must_use]
pub fn past(sql: &str, copies: usize, years: usize) -> String {
    sql.replace("$COPIES", &copies.to_string())
        .replace("$YEARS", &years.to_string())
}

/// Measures and prints.
pub async fn run(options: &Options) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    let program = options.server()?;
    let mut lines = Vec::new();
    let mut versions = vec![format!("SQLite {}", rusqlite::version())];
    let few = Sqlite::make(folder, "few", SMALL).await?;
    let plan = Plan::read(&few.file)?;
    let many = Sqlite::make(folder, "many", SMALL).await?;
    Connection::open(&many.file)?.execute_batch(&past(SQLITE, COPIES, 6))?;
    many.settle()?;
    let field = [(few.url(), None), (many.url(), None)];
    lines.extend(compare(options, &program, folder, &plan, Who::RapportSqlite, field).await?);
    if let Some(few) = Postgres::make(folder, "few", SMALL).await? {
        let many = Postgres::make(folder, "many", SMALL)
            .await?
            .ok_or("PostgreSQL is gone")?;
        many.run(&past(POSTGRES, COPIES, 6)).await?;
        many.settle().await?;
        versions.push(format!("PostgreSQL {}", few.setting("server_version").await?));
        let field = [(few.url.clone(), Some(few)), (many.url.clone(), Some(many))];
        lines.extend(compare(options, &program, folder, &plan, Who::RapportPostgres, field).await?);
    }
    println!("{}\n", machine::describe(&versions));
    println!("| CPU ms per request | from 1,000 interactions | from 1,000,000 | ratio |\n|---|---|---|---|");
    lines.iter().for_each(|line| println!("{line}"));
    Ok(())
}

async fn compare(
    options: &Options,
    program: &Path,
    folder: &Path,
    plan: &Plan,
    who: Who,
    databases: [(String, Option<Postgres>); 2],
) -> Outcome<Vec<String>> {
    const QUERIES: [Query; 2] = [Query::Feeds, Query::First];
    let mut field = Vec::new();
    let mut answers = Vec::new();
    for (number, (url, database)) in databases.iter().enumerate() {
        let log = folder.join(format!("{number}.log"));
        let mut server = Server::start(server::rapport(program, url, folder), &log)?;
        server.place = rapport::log_in(&server.place).await?;
        let mut asked = rapport::asked(&server.place, plan).await?;
        let mut found = Vec::new();
        for query in QUERIES {
            let asked = asked.get_mut(query as usize).ok_or("not asked")?;
            found.push(asked.check(query, &server.place).await?);
        }
        answers.push(found);
        let mut contestant = Contestant::new(who, Kind::Server(server, asked), database.as_ref());
        contestant.refused = Query::ALL
            .into_iter()
            .filter(|query| !QUERIES.contains(query))
            .collect();
        field.push(contestant);
    }
    if answers.first() != answers.last() {
        return Err("the large workspace shows other pages than the small one".into());
    }
    rounds(&mut field, plan, options.effort(), options.rounds()).await?;
    let mut reports = field.into_iter().map(|contestant| Report {
        field: vec![contestant],
        servers: Vec::new(),
        program: 0,
    });
    let (few, many) = reports.next().zip(reports.next()).ok_or("two were entered")?;
    let line = |query: Query| {
        let cost = |report: &Report| report.cost(who, query).map(|cost| cost.total());
        let (few, many) = (cost(&few)?, cost(&many)?);
        Some(format!(
            "| {}, {} | {few:.3} | {many:.3} | {:.2} |",
            who.name(),
            query.name(),
            many / few
        ))
    };
    Ok(QUERIES.into_iter().filter_map(line).collect())
}
