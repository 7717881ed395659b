//! The run: databases, servers, the comparison, the rounds, the report.

use std::fs;
use std::path::Path;

use crate::databases::{Postgres, Sqlite};
use crate::field::{self, Contestant, Kind, Who};
use crate::loops::postgres::PostgresLoop;
use crate::loops::sqlite::SqliteLoop;
use crate::plan::{Plan, Query};
use crate::report::{self, Report};
use crate::server::{self, Server};
use crate::{Options, Outcome, cpu, machine, postgraphile, rapport, statements};

/// Starts of each server, of which the median is shown.
const STARTS: usize = 10;

/// What all that follows needs.
struct Stage<'a> {
    program: &'a Path,
    folder: &'a Path,
    plan: &'a Plan,
    sqlite: &'a Sqlite,
    postgres: Option<&'a Postgres>,
}

/// Measures and prints the report.
pub async fn run(options: &Options) -> Outcome<Report> {
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    let program = options.server()?;
    let size = options.size();
    let sqlite = Sqlite::make(folder, "bench", size).await?;
    let postgres = Postgres::make(folder, "data", size).await?;
    if postgres.is_none() {
        eprintln!("PostgreSQL is not installed: what runs on it is left out.");
    }
    let plan = Plan::read(&sqlite.file)?;
    let stage = Stage {
        program: &program,
        folder,
        plan: &plan,
        sqlite: &sqlite,
        postgres: postgres.as_ref(),
    };
    let mut versions = vec![format!("SQLite {}", rusqlite::version())];
    if let Some(postgres) = stage.postgres {
        versions.push(format!(
            "PostgreSQL {}",
            postgres.setting("server_version").await?
        ));
    }
    let peer = peer(options, &stage, &mut versions).await?;
    let before = machine::describe(&versions);
    let (mut field, mut servers) = (enter(&stage).await?, Vec::new());
    if let (Some(peer), Some(postgres)) = (&peer, stage.postgres) {
        field.push(enter_peer(&stage, peer, postgres).await?);
    }
    let counts = count(options, &stage, peer.as_deref()).await?;
    field::compare(&mut field, &plan).await?;
    field.push(field::constant(&field, folder)?);
    field::rounds(&mut field, &plan, options.effort(), options.rounds()).await?;
    for contestant in &field {
        let mut server = report::Server::default();
        if let Kind::Server(..) = contestant.kind {
            server.memory = Some(cpu::memory(contestant.pid())?);
        }
        let found = counts.iter().find(|(who, _)| *who == contestant.who);
        server.statements = found.map(|(_, counts)| counts.clone()).unwrap_or_default();
        servers.push(server);
    }
    for (contestant, server) in field.iter().zip(&mut servers) {
        let log = folder.join("start.log");
        let url = match (contestant.who, stage.postgres) {
            (Who::RapportSqlite, _) => sqlite.url(),
            (Who::RapportPostgres | Who::PostGraphile, Some(postgres)) => postgres.url.clone(),
            _ => continue,
        };
        let started = match &peer {
            Some(peer) if contestant.who == Who::PostGraphile => {
                server::starts(|| postgraphile::command(peer, &url), &log, STARTS / 3).await?
            }
            _ => server::starts(|| server::rapport(&program, &url, folder), &log, STARTS).await?,
        };
        server.started = Some(started);
    }
    let report = Report {
        field,
        servers,
        program: fs::metadata(&program)?.len(),
    };
    println!("{before} {}", conditions(options));
    println!("\n{report}\nLoad at the end: {}.", machine::load());
    Ok(report)
}

fn conditions(options: &Options) -> String {
    let size = options.size();
    format!(
        "{} people with 3 tags each, {} interactions with 1.5 participants each, seed {}; {} connections, {} rounds of {} s \
         for each query and contestant.",
        size.people,
        size.interactions,
        size.seed,
        options.connections,
        options.rounds(),
        options.effort().time.as_secs_f64(),
    )
}

/// Installs the peer, where that is wanted and can be done; answers its folder.
async fn peer(
    options: &Options,
    stage: &Stage<'_>,
    versions: &mut Vec<String>,
) -> Outcome<Option<std::path::PathBuf>> {
    let Some(postgres) = stage
        .postgres
        .filter(|_| !options.without_peers && !options.check)
    else {
        return Ok(None);
    };
    match postgraphile::install() {
        Ok(folder) => {
            versions.push(postgraphile::versions(&folder)?);
            postgres.run(postgraphile::FUNCTION).await?;
            Ok(Some(folder))
        }
        Err(error) => {
            eprintln!("PostGraphile is left out, for it cannot be installed: {error}");
            Ok(None)
        }
    }
}

/// Rapport and the loops. Rapport on SQLite comes first: it is what the others' answers are compared with.
async fn enter(stage: &Stage<'_>) -> Outcome<Vec<Contestant>> {
    let mut field = vec![enter_rapport(stage, Who::RapportSqlite, &stage.sqlite.url(), None).await?];
    let on_sqlite = SqliteLoop::open(&stage.sqlite.file)?;
    if let Some(postgres) = stage.postgres {
        let postgres = Some(postgres);
        let url = postgres.map(|postgres| postgres.url.clone()).unwrap_or_default();
        field.push(enter_rapport(stage, Who::RapportPostgres, &url, postgres).await?);
        let run = PostgresLoop::connect(&url).await?;
        field.push(Contestant::new(Who::LoopPostgres, Kind::Postgres(run), postgres));
    }
    field.push(Contestant::new(
        Who::LoopSqlite,
        Kind::Sqlite(Box::new(on_sqlite)),
        None,
    ));
    Ok(field)
}

async fn enter_rapport(
    stage: &Stage<'_>,
    who: Who,
    url: &str,
    database: Option<&Postgres>,
) -> Outcome<Contestant> {
    let log = stage.folder.join(format!("{}.log", who.name()));
    let mut server = Server::start(server::rapport(stage.program, url, stage.folder), &log)?;
    server.place = rapport::log_in(&server.place).await?;
    let asked = rapport::asked(&server.place, stage.plan).await?;
    Ok(Contestant::new(who, Kind::Server(server, asked), database))
}

async fn enter_peer(stage: &Stage<'_>, peer: &Path, postgres: &Postgres) -> Outcome<Contestant> {
    let log = stage.folder.join("postgraphile.log");
    let server = Server::start(postgraphile::command(peer, &postgres.url), &log)?;
    let run = PostgresLoop::connect(&postgres.url).await?;
    let asked = postgraphile::asked(&server.place, stage.plan, run.workspace, &run.actor).await?;
    Ok(Contestant::new(
        Who::PostGraphile,
        Kind::Server(server, asked),
        Some(postgres),
    ))
}

/// The SQL statements of each query.
async fn count(options: &Options, stage: &Stage<'_>, peer: Option<&Path>) -> Outcome<Vec<(Who, Vec<usize>)>> {
    let on_sqlite = statements::on_sqlite().await?;
    if options.show_sql {
        for (query, issued) in Query::ALL.into_iter().zip(&on_sqlite) {
            println!("{}\n  {}", query.name(), issued.join("\n  "));
        }
    }
    let mut counts = vec![(Who::RapportSqlite, on_sqlite.iter().map(Vec::len).collect())];
    let Some(postgres) = stage.postgres else {
        return Ok(counts);
    };
    let Some(log) = statements::Log::open(postgres).await? else {
        eprintln!("PostgreSQL's log cannot be read: what it was sent is not counted.");
        return Ok(counts);
    };
    let mut counted = vec![enter_rapport(stage, Who::RapportPostgres, &postgres.url, Some(postgres)).await?];
    if let Some(peer) = peer {
        counted.push(enter_peer(stage, peer, postgres).await?);
    }
    for contestant in counted {
        if let Kind::Server(server, asked) = &contestant.kind {
            counts.push((contestant.who, log.count(asked, &server.place).await?));
        }
    }
    log.close(postgres).await?;
    Ok(counts)
}
