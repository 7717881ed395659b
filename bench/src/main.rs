//! What requests cost: processor time of the server and of the database for each of a few queries, on a workspace made from a
//! seed. Times on the clock depend on who else is busy, and are shown only as information.
//!
//! `cargo run --release -p bench` takes a fresh SQLite file; `-- --database postgres` a PostgreSQL cluster that is thrown
//! away; `-- --quick` a small workspace and few requests.

mod cpu;
mod data;
mod drive;
mod queries;
mod report;
mod rows;

use std::path::{Path, PathBuf};

use api::app::{App, World};
use api::config::{Overrides, Settings};
use clap::Parser;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use tests::{Engine, TestApp};

use cpu::Processes;
use data::Size;
use drive::{Server, Session};
use queries::Case;
use report::{Measured, Report};

/// Why the bench cannot go on.
type Error = Box<dyn std::error::Error + Send + Sync>;
/// What may fail.
type Outcome<T> = Result<T, Error>;

/// Measures what requests cost, in processor time of the server and of the database.
#[derive(Debug, Parser)]
struct Options {
    /// The database: `sqlite://PATH`, `postgres://…`, or `postgres` for a cluster that is thrown away. It must be empty, or
    /// filled by an earlier run, whose workspace is then used as it is. The default is a SQLite file that is thrown away.
    #[arg(long)]
    database: Option<String>,
    /// People to make [default: 10000, or 1000 with --quick]
    #[arg(long)]
    people: Option<usize>,
    /// Interactions to make [default: 200000, or 10000 with --quick]
    #[arg(long)]
    interactions: Option<usize>,
    /// Requests of each query in each round [default: 2000, or 200 with --quick]
    #[arg(long)]
    requests: Option<usize>,
    /// Rounds, in which the queries take turns; the median round of each is shown [default: 3, or 1 with --quick]
    #[arg(long)]
    rounds: Option<usize>,
    /// Connections, which are kept.
    #[arg(long, default_value_t = 16)]
    connections: usize,
    /// What the workspace is made from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// A small workspace and few requests.
    #[arg(long)]
    quick: bool,
    /// Show the SQL statements of each query.
    #[arg(long)]
    show_sql: bool,
    /// The server's program, to measure another build of it.
    #[arg(long)]
    server: Option<PathBuf>,
}

impl Options {
    fn or_default(&self, given: Option<usize>, full: usize, quick: usize) -> usize {
        given.unwrap_or(if self.quick { quick } else { full })
    }

    fn size(&self) -> Size {
        Size {
            // Every query has a whole page to read.
            people: self.or_default(self.people, 10_000, 1_000).max(100),
            interactions: self.or_default(self.interactions, 200_000, 10_000).max(100),
            seed: self.seed,
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let options = Options::parse();
    let folder = tempfile::tempdir()?;
    let database = database(&options, folder.path()).await?;
    let program = match &options.server {
        Some(program) => program.clone(),
        None => drive::program()?,
    };
    let (engine, postmaster) = prepare(&options, &database, folder.path()).await?;
    let statements = count_statements(engine, options.show_sql).await?;
    let server = Server::start(&program, &database, folder.path())?;
    let processes = Processes {
        server: server.pid(),
        postmaster,
    };
    let mut session = Session::log_in(&server.url).await?;
    let cases = queries::cases(&session).await?;
    let mut report = Report::new(&cases, statements);
    let requests = options.or_default(options.requests, 2_000, 200);
    for case in &cases {
        drive::run(&session, case, (requests / 10).max(50), options.connections).await?;
    }
    for _ in 0..options.or_default(options.rounds, 3, 1) {
        // A token is good for a quarter of an hour only.
        session = Session::log_in(&server.url).await?;
        for (number, case) in cases.iter().enumerate() {
            let before = processes.read()?;
            let run = drive::run(&session, case, requests, options.connections).await?;
            let spent = processes.read()?.since(&before);
            report.add(number, Measured { run, spent });
        }
    }
    println!("\n{report}");
    let (now, most) = processes.memory()?;
    println!("\nMemory of the server: {now} MiB, {most} MiB at most.");
    if engine == Engine::Postgres && postmaster.is_none() {
        println!("PostgreSQL does not run on this machine: what it cost is not in these figures.");
    }
    Ok(())
}

async fn database(options: &Options, folder: &Path) -> Outcome<String> {
    match options.database.as_deref() {
        None | Some("sqlite") => Ok(format!("sqlite://{}", folder.join("bench.sqlite").display())),
        Some("postgres") => {
            let cluster = tests::postgres::cluster().ok_or("PostgreSQL is not installed")?;
            let name = format!("bench_{}", std::process::id());
            cluster.create_database(&name, None).await;
            Ok(cluster.url(&name))
        }
        Some(url) => Ok(url.to_owned()),
    }
}

/// Fills the database; answers which it is and, if it is a PostgreSQL of this machine, its first process.
async fn prepare(options: &Options, database: &str, folder: &Path) -> Outcome<(Engine, Option<u32>)> {
    let overrides = Overrides {
        data: Some(folder.to_owned()),
        database: Some(database.to_owned()),
        ..Overrides::default()
    };
    let app = App::start(Settings::load(overrides)?, World::default()).await?;
    let size = options.size();
    let filled = data::fill(&app, size).await?;
    if filled {
        println!(
            "Made {} people and {} interactions from seed {}.",
            size.people, size.interactions, size.seed
        );
    } else {
        println!("The workspace is there already; it is used as it is.");
    }
    let (engine, mut postmaster) = match app.db.backend() {
        DbBackend::Postgres => (Engine::Postgres, None),
        _ => (Engine::Sqlite, None),
    };
    if engine == Engine::Postgres {
        let conn = app.db.global();
        // What autovacuum does in production; a throw-away cluster has it off.
        conn.execute_unprepared("VACUUM ANALYZE").await?;
        let own = Statement::from_string(DbBackend::Postgres, "SELECT pg_backend_pid() AS pid");
        let pid: Option<i32> = match conn.query_one_raw(own).await? {
            Some(row) => row.try_get("", "pid")?,
            None => None,
        };
        postmaster = pid
            .and_then(|pid| u32::try_from(pid).ok())
            .and_then(|pid| cpu::parent_of(pid, "postgres"));
    }
    app.db.clone().close().await;
    Ok((engine, postmaster))
}

/// How many SQL statements each query issues, with the harness that counts them in tests: the number depends neither on the
/// size of the workspace nor on that of the page.
async fn count_statements(engine: Engine, aloud: bool) -> Outcome<Vec<usize>> {
    let app = TestApp::start(engine).await;
    let size = Size {
        people: 200,
        interactions: 400,
        seed: 1,
    };
    data::fill(&app.app, size).await?;
    let session = Session::log_in(&app.url("/graphql")).await?;
    let mut counts = Vec::new();
    for case in queries::cases(&session).await? {
        // Once before, for what is looked up only the first time.
        drive::run(&session, &case, 1, 1).await?;
        let mut outcome = Ok(());
        let issued = app.statements(async { outcome = drive::run(&session, &case, 1, 1).await.map(drop) });
        let issued = issued.await;
        outcome?;
        if aloud {
            show(&case, &issued);
        }
        counts.push(issued.len());
    }
    Ok(counts)
}

fn show(case: &Case, issued: &[String]) {
    println!("{}", case.name);
    for statement in issued {
        println!("  {statement}");
    }
}
