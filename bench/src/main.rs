//! What requests cost: processor time of the server and of the database, for Rapport on both databases and for those it is
//! compared with, side by side on the same data, which are made from a seed. Times on the clock depend on who else is busy,
//! and are shown only as information.
//!
//! `cargo run --release -p bench` measures; `-- --quick` takes a small workspace and little time, `-- --check` is the gate of
//! CI, `-- --scaling` compares a small workspace with a large one, `-- --misses` our compiling with the engine's validation,
//! `-- --beside` what heavy requests do to light ones, `-- --derived` what is computed from many records, `-- --job` a job over a file, `-- --bulk` what is done to
//! many records at once, `-- --soak` watches the server's memory.

// As in `tests`, whose futures are run here.
#![recursion_limit = "256"]

mod beside;
mod bulk;
mod check;
mod constant;
mod contestant;
mod cpu;
mod data;
mod databases;
mod derived;
mod facts;
mod field;
mod http;
mod job;
mod loops;
mod machine;
mod measure;
mod misses;
mod plan;
mod postgraphile;
mod rapport;
mod report;
mod rows;
mod scaling;
mod server;
mod soak;
mod statements;

use std::path::PathBuf;
use std::time::Duration;

use clap::{Parser, Subcommand};
use tokio::task::LocalSet;

use contestant::Effort;
use data::Size;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Why the bench cannot go on.
type Error = Box<dyn std::error::Error + Send + Sync>;
/// What may fail.
type Outcome<T> = Result<T, Error>;

/// Measures what requests cost, in processor time of the server and of the database.
#[derive(Debug, Parser)]
struct Options {
    #[command(subcommand)]
    inner: Option<Inner>,
    /// A small workspace and little time.
    #[arg(long)]
    quick: bool,
    /// The gate of CI: as --quick, without peers, and fails when Rapport is too far from the limit.
    #[arg(long)]
    check: bool,
    /// Compare the same pages from 1,000 and from 1,000,000 interactions instead.
    #[arg(long)]
    scaling: bool,
    /// Compare what a document costs that is seen for the first time with the engine's own validation instead.
    #[arg(long)]
    misses: bool,
    /// Measure how long a light request takes beside heavy ones instead.
    #[arg(long)]
    beside: bool,
    /// Measure what is computed from many records instead: agenda, matches, searches, reports.
    #[arg(long)]
    derived: bool,
    /// Measure what is done to many records instead, singly and at once.
    #[arg(long)]
    bulk: bool,
    /// Measure a job over a file of people instead: 100,000 of them, or as many as --people says.
    #[arg(long)]
    job: bool,
    /// With --derived: measure again from ten times as many interactions.
    #[arg(long)]
    tenfold: bool,
    /// With --derived: only what has one of these words in its name.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Send so many requests of all kinds instead, and fail where the server's memory grew meanwhile.
    #[arg(long, value_name = "REQUESTS", num_args = 0..=1, default_missing_value = "1000000")]
    soak: Option<usize>,
    /// Leave the peers out, which npm would install.
    #[arg(long)]
    without_peers: bool,
    /// People to make [default: 10000, or 1000 with --quick]
    #[arg(long)]
    people: Option<usize>,
    /// Interactions to make [default: 200000, or 10000 with --quick]
    #[arg(long)]
    interactions: Option<usize>,
    /// Seconds of each query in each round [default: 2, or 0.4 with --quick]
    #[arg(long)]
    seconds: Option<f64>,
    /// Rounds, in which all take turns; the median is shown [default: 5, or 3 with --quick]
    #[arg(long)]
    rounds: Option<usize>,
    /// Connections, which are kept.
    #[arg(long, default_value_t = 16)]
    connections: usize,
    /// What the workspace is made from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Show the SQL statements of each query on SQLite.
    #[arg(long)]
    show_sql: bool,
    /// The server's program, to measure another build of it.
    #[arg(long)]
    server: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Inner {
    /// Serves answers of these sizes.
    #[command(hide = true)]
    Constant {
        /// Bytes of each.
        sizes: Vec<usize>,
    },
}

impl Options {
    fn is_quick(&self) -> bool {
        self.quick || self.check
    }

    fn or_default<T>(&self, given: Option<T>, full: T, quick: T) -> T {
        given.unwrap_or(if self.is_quick() { quick } else { full })
    }

    fn size(&self) -> Size {
        Size {
            // Every query has a whole page to read.
            people: self.or_default(self.people, 10_000, 1_000).max(100),
            interactions: self.or_default(self.interactions, 200_000, 10_000).max(1_000),
            seed: self.seed,
        }
    }

    fn effort(&self) -> Effort {
        Effort {
            time: Duration::from_secs_f64(self.or_default(self.seconds, 2.0, 0.4)),
            requests: usize::MAX,
            connections: self.connections.max(1),
        }
    }

    fn rounds(&self) -> usize {
        self.or_default(self.rounds, 5, 3).max(1)
    }

    fn server(&self) -> Outcome<PathBuf> {
        match &self.server {
            Some(program) => Ok(program.clone()),
            None => server::program(),
        }
    }
}

fn main() -> Outcome<()> {
    let options = Options::parse();
    if let Some(Inner::Constant { sizes }) = &options.inner {
        return constant::serve(sizes);
    }
    // One thread: what it costs beside the loops is easy to tell, and the servers have the processors.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    LocalSet::new().block_on(&runtime, async {
        if options.misses {
            return misses::run().await;
        }
        if let Some(requests) = options.soak {
            return soak::run(&options, requests).await;
        }
        if options.beside {
            return beside::run(&options).await;
        }
        if options.job {
            return job::run(&options).await;
        }
        if options.bulk {
            return bulk::run(&options).await;
        }
        if options.derived {
            return derived::run(&options).await;
        }
        if options.scaling {
            return scaling::run(&options).await;
        }
        let report = measure::run(&options).await?;
        if options.check {
            check::check(&report)?;
        }
        Ok(())
    })
}
