//! The field: all who are compared, and the rounds in which they take turns.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use crate::contestant::{Asked, Effort, Times, drive};
use crate::cpu::{Processes, Spent};
use crate::databases::Postgres;
use crate::http::Place;
use crate::loops::postgres::PostgresLoop;
use crate::loops::sqlite::SqliteLoop;
use crate::plan::{Plan, Query};
use crate::server::Server;
use crate::{Outcome, rapport};

/// Who takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Rapport on SQLite.
    RapportSqlite,
    /// Rapport on PostgreSQL.
    RapportPostgres,
    /// The handler that does nothing.
    Constant,
    /// Statements by hand on SQLite.
    LoopSqlite,
    /// Statements by hand on PostgreSQL.
    LoopPostgres,
    /// PostGraphile.
    PostGraphile,
}

impl Who {
    /// How its row begins.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::RapportSqlite => "Rapport, SQLite",
            Self::RapportPostgres => "Rapport, PostgreSQL",
            Self::Constant => "constant handler",
            Self::LoopSqlite => "loop of statements, SQLite",
            Self::LoopPostgres => "loop of statements, PostgreSQL",
            Self::PostGraphile => "PostGraphile, PostgreSQL",
        }
    }
}

/// What runs.
#[derive(Debug)]
pub enum Kind {
    /// A server, and how it is asked.
    Server(Server, Vec<Asked>),
    /// The loop on SQLite.
    Sqlite(Box<SqliteLoop>),
    /// The loop on PostgreSQL.
    Postgres(PostgresLoop),
}

/// One round of one query.
#[derive(Debug)]
pub struct Cell {
    /// What it cost.
    pub spent: Spent,
    /// How long each request took, shortest first.
    pub times: Times,
}

/// Somebody who takes part.
#[derive(Debug)]
pub struct Contestant {
    /// Who.
    pub who: Who,
    /// What runs.
    pub kind: Kind,
    /// PostgreSQL's first process, if it is PostgreSQL that serves.
    pub postmaster: Option<u32>,
    /// The rounds of each query; those of a query that was refused stay empty.
    pub cells: Vec<Vec<Cell>>,
    /// The queries that it answers otherwise than Rapport.
    pub refused: Vec<Query>,
}

impl Contestant {
    /// Enters somebody.
    #[must_use]
    pub fn new(who: Who, kind: Kind, database: Option<&Postgres>) -> Self {
        Self {
            who,
            kind,
            postmaster: database.and_then(|database| database.postmaster),
            cells: Query::ALL.iter().map(|_| Vec::new()).collect(),
            refused: Vec::new(),
        }
    }

    /// Its process; for loops, this one.
    #[must_use]
    pub fn pid(&self) -> u32 {
        match &self.kind {
            Kind::Server(server, _) => server.pid(),
            _ => std::process::id(),
        }
    }

    /// What it answers to each request of a query, as facts.
    async fn facts(&mut self, query: Query, plan: &Plan) -> Outcome<Vec<Value>> {
        let requests = match query {
            Query::Person => plan.people.len(),
            Query::Tags | Query::Feeds => plan.starts.len(),
            Query::Log => plan.met.len(),
            Query::First | Query::Last => 1,
        };
        let mut facts = Vec::new();
        match &mut self.kind {
            Kind::Server(server, asked) => {
                let asked = asked.get_mut(query as usize).ok_or("not asked")?;
                facts = asked.check(query, &server.place).await?;
            }
            Kind::Sqlite(run) => {
                for number in 0..requests {
                    facts.push(run.facts(query, plan, number)?);
                }
            }
            Kind::Postgres(run) => {
                for number in 0..requests {
                    facts.push(run.facts(query, plan, number).await?);
                }
            }
        }
        if query == Query::Log {
            // Each is a new one; all else has to be the same.
            for fact in &mut facts {
                *fact.pointer_mut("/0/0").ok_or("nothing was logged")? = Value::Null;
            }
        }
        Ok(facts)
    }

    async fn run(&mut self, query: Query, plan: &Plan, effort: Effort) -> Outcome<Times> {
        match &mut self.kind {
            Kind::Server(server, asked) => {
                let asked = asked.get(query as usize).ok_or("not asked")?;
                let path = server.place.path.replacen('0', &(query as usize).to_string(), 1);
                let place = Place {
                    path,
                    ..server.place.clone()
                };
                drive(asked, &place, effort).await
            }
            Kind::Sqlite(run) => run.run(query, plan, effort),
            Kind::Postgres(run) => run.run(query, plan, effort).await,
        }
    }

    /// Measures one round of a query.
    pub async fn measure(&mut self, query: Query, plan: &Plan, effort: Effort) -> Outcome<()> {
        let processes = Processes {
            server: self.pid(),
            postmaster: self.postmaster,
        };
        let before = processes.read()?;
        let mut times = self.run(query, plan, effort).await?;
        let spent = processes.read()?.since(&before);
        times.sort_unstable();
        let cells = self.cells.get_mut(query as usize).ok_or("no such query")?;
        cells.push(Cell { spent, times });
        Ok(())
    }
}

/// Compares all answers with Rapport's on SQLite, which come first. A loop that reads something else is a mistake of the
/// bench; a peer is not timed where it answers something else.
pub async fn compare(field: &mut [Contestant], plan: &Plan) -> Outcome<()> {
    for query in Query::ALL {
        let mut reference: Option<Vec<Value>> = None;
        for contestant in field.iter_mut() {
            let found = contestant.facts(query, plan).await?;
            let Some(expected) = &reference else {
                reference = Some(found);
                continue;
            };
            let same = found.len() == expected.len();
            let other = expected
                .iter()
                .zip(&found)
                .find(|(expected, found)| expected != found);
            if same && other.is_none() {
                continue;
            }
            let (who, name) = (contestant.who.name(), query.name());
            let message = match other {
                Some((expected, found)) => format!("{who}, {name}:\n{found}\nin place of\n{expected}"),
                None => format!("{who}, {name}: {} answers", found.len()),
            };
            if contestant.who != Who::PostGraphile {
                return Err(message.into());
            }
            eprintln!("Not timed, for it answers otherwise. {message}");
            contestant.refused.push(query);
        }
    }
    Ok(())
}

/// Enters the constant handler, which answers as many bytes as Rapport does, to the same requests.
pub fn constant(field: &[Contestant], folder: &Path) -> Outcome<Contestant> {
    let Some(Kind::Server(rapport, asked)) = field.first().map(|first| &first.kind) else {
        return Err("Rapport comes first".into());
    };
    let mut command = Command::new(std::env::current_exe()?);
    command
        .arg("constant")
        .args(asked.iter().map(|asked| asked.bytes().to_string()));
    let mut server = Server::start(command, &folder.join("constant.log"))?;
    server.place.token.clone_from(&rapport.place.token);
    let same = |of: &Asked| {
        let mut asked = Asked::new(of.bodies.clone(), of.at, of.shape);
        asked.lengths = vec![of.bytes()];
        asked
    };
    let asked = asked.iter().map(same).collect();
    Ok(Contestant::new(Who::Constant, Kind::Server(server, asked), None))
}

/// Lets all take turns: in each round each query, and in each query everybody.
pub async fn rounds(field: &mut [Contestant], plan: &Plan, effort: Effort, rounds: usize) -> Outcome<()> {
    // The first is to warm up: what is compiled or cached only when it is used often has had time for it.
    for round in 0..=rounds {
        for contestant in field.iter_mut() {
            // A token is good for a quarter of an hour only.
            if let (Who::RapportSqlite | Who::RapportPostgres, Kind::Server(server, _)) =
                (contestant.who, &mut contestant.kind)
            {
                server.place = rapport::log_in(&server.place).await?;
            }
        }
        for query in Query::ALL {
            for contestant in field.iter_mut() {
                if contestant.refused.contains(&query) {
                    continue;
                }
                let mut effort = effort;
                if query == Query::Log {
                    // What it logs stays; it should not outgrow the data.
                    effort.requests = effort.requests.min(WRITES);
                }
                if round == 0 {
                    contestant.run(query, plan, effort).await?;
                } else {
                    contestant.measure(query, plan, effort).await?;
                }
                // What has been put off, such as the clean-up after a write, is not the next one's.
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
    Ok(())
}

/// Interactions that one round of Q4 logs at most.
const WRITES: usize = 1_000;
/// Between two measurements.
const PAUSE: Duration = Duration::from_millis(20);
