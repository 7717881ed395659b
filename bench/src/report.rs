//! What was measured, as Markdown.

use std::fmt::{self, Write as _};
use std::time::Duration;

use crate::cpu::Memory;
use crate::field::{Cell, Contestant, Who};
use crate::plan::Query;
use crate::server::Started;

/// Processor time of a request, in milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// Of the server, or of the loop.
    pub server: f64,
    /// Of PostgreSQL.
    pub database: f64,
}

impl Cost {
    /// Both.
    #[must_use]
    pub fn total(self) -> f64 {
        self.server + self.database
    }

    fn of(cell: &Cell) -> Self {
        let each = |time: Duration| time.as_secs_f64() * 1000.0 / count(cell.times.len());
        Self {
            server: each(cell.spent.server),
            database: each(cell.spent.database),
        }
    }
}

/// What is known of a server beside its answers.
#[derive(Debug, Default)]
pub struct Server {
    /// SQL statements of each query.
    pub statements: Vec<usize>,
    /// Its memory after the rounds.
    pub memory: Option<Memory>,
    /// How long it takes to begin.
    pub started: Option<Started>,
}

/// What was measured.
#[derive(Debug)]
pub struct Report {
    /// Who took part, and how it went.
    pub field: Vec<Contestant>,
    /// More of each, in the same order.
    pub servers: Vec<Server>,
    /// Size of Rapport's program in bytes.
    pub program: u64,
}

impl Report {
    fn contestant(&self, who: Who) -> Option<&Contestant> {
        self.field.iter().find(|contestant| contestant.who == who)
    }

    fn median(&self, who: Who, query: Query) -> Option<&Cell> {
        let mut cells: Vec<&Cell> = self.contestant(who)?.cells.get(query as usize)?.iter().collect();
        cells.sort_by(|one, other| Cost::of(one).total().total_cmp(&Cost::of(other).total()));
        cells.get(cells.len() / 2).copied()
    }

    /// What a query costs: its median round.
    #[must_use]
    pub fn cost(&self, who: Who, query: Query) -> Option<Cost> {
        self.median(who, query).map(Cost::of)
    }

    fn total(&self, who: Who, query: Query) -> Option<f64> {
        self.cost(who, query).map(Cost::total)
    }

    /// The limit: the loop's cost and the constant handler's.
    #[must_use]
    pub fn limit(&self, of: Who, query: Query) -> Option<f64> {
        Some(self.total(of, query)? + self.total(Who::Constant, query)?)
    }

    /// How many times the limit Rapport costs.
    #[must_use]
    pub fn over_limit(&self, rapport: Who, query: Query) -> Option<f64> {
        let of = if rapport == Who::RapportSqlite {
            Who::LoopSqlite
        } else {
            Who::LoopPostgres
        };
        Some(self.total(rapport, query)? / self.limit(of, query)?)
    }

    fn costs(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        head(f, "CPU ms per request", &queries())?;
        for contestant in &self.field {
            row(f, contestant.who.name(), Query::ALL, |query| {
                self.cost(contestant.who, query).map(|cost| {
                    if contestant.postmaster.is_some() {
                        format!(
                            "{} + {} = **{}**",
                            ms(cost.server),
                            ms(cost.database),
                            ms(cost.total())
                        )
                    } else {
                        format!("**{}**", ms(cost.server))
                    }
                })
            })?;
        }
        for (name, of) in [
            ("the limit, SQLite", Who::LoopSqlite),
            ("the limit, PostgreSQL", Who::LoopPostgres),
        ] {
            row(f, name, Query::ALL, |query| {
                self.limit(of, query).map(|cost| format!("**{}**", ms(cost)))
            })?;
        }
        Ok(())
    }

    fn ratios(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        head(f, "ratios", &queries())?;
        let ratio = |over: Option<f64>, under: Option<f64>| Some(format!("{:.2}", over? / under?));
        let (sqlite, postgres) = (Who::RapportSqlite, Who::RapportPostgres);
        row(f, "PostGraphile ÷ Rapport, PostgreSQL", Query::ALL, |query| {
            ratio(self.total(Who::PostGraphile, query), self.total(postgres, query))
        })?;
        row(f, "Rapport ÷ the limit, PostgreSQL", Query::ALL, |query| {
            ratio(self.over_limit(postgres, query), Some(1.0))
        })?;
        row(f, "Rapport ÷ the limit, SQLite", Query::ALL, |query| {
            ratio(self.over_limit(sqlite, query), Some(1.0))
        })?;
        row(f, "Rapport ÷ the loop, SQLite", Query::ALL, |query| {
            ratio(self.total(sqlite, query), self.total(Who::LoopSqlite, query))
        })?;
        for who in [sqlite, postgres] {
            let name = format!("last page ÷ page 1, {}", who.name());
            row(f, &name, Query::ALL, |query| match query {
                Query::Last => ratio(self.total(who, Query::Last), self.total(who, Query::First)),
                _ => None,
            })?;
        }
        Ok(())
    }

    fn latencies(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        head(f, "latency p50 / p99, ms (information)", &queries())?;
        for contestant in &self.field {
            row(f, contestant.who.name(), Query::ALL, |query| {
                let times = &self.median(contestant.who, query)?.times;
                let at = |percent: usize| {
                    let place = (times.len() * percent).div_ceil(100).saturating_sub(1);
                    times.get(place).copied().unwrap_or_default().as_secs_f64() * 1000.0
                };
                Some(format!("{:.1} / {:.1}", at(50), at(99)))
            })?;
        }
        Ok(())
    }

    fn spread(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        head(f, "rounds, total CPU ms, lowest – highest (requests)", &queries())?;
        for contestant in &self.field {
            row(f, contestant.who.name(), Query::ALL, |query| {
                let cells = contestant.cells.get(query as usize)?;
                let all = || cells.iter().map(|cell| Cost::of(cell).total());
                let requests: usize = cells.iter().map(|cell| cell.times.len()).sum();
                let low = all().min_by(f64::total_cmp)?;
                let high = all().max_by(f64::total_cmp)?;
                Some(format!("{} – {} ({requests})", ms(low), ms(high)))
            })?;
        }
        Ok(())
    }

    fn others(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = [
            "SQL statements Q1 … Q5",
            "RSS, MiB",
            "at most",
            "PSS",
            "start: says so, ms",
            "has answered, ms",
        ];
        head(f, "server", &columns)?;
        for (contestant, server) in self.field.iter().zip(&self.servers) {
            let Some(memory) = server.memory else { continue };
            let statements: Vec<String> = server.statements.iter().map(usize::to_string).collect();
            let statements = if statements.is_empty() {
                "–".to_owned()
            } else {
                statements.join(", ")
            };
            let share = memory.share.map_or("–".to_owned(), |share| share.to_string());
            let started = server
                .started
                .map_or(["–".to_owned(), "–".to_owned()], |started| {
                    [started.said, started.answered].map(|time| format!("{:.1}", time.as_secs_f64() * 1000.0))
                });
            let [said, answered] = started;
            writeln!(
                f,
                "| {} | {statements} | {} | {} | {share} | {said} | {answered} |",
                contestant.who.name(),
                memory.now,
                memory.most
            )?;
        }
        let mib = Duration::from_micros(self.program).as_secs_f64() * 1e6 / 1_048_576.0;
        writeln!(f, "\nRapport's program, stripped: {mib:.1} MiB.")
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [
            Self::costs,
            Self::ratios,
            Self::others,
            Self::latencies,
            Self::spread,
        ];
        for (number, part) in parts.iter().enumerate() {
            if number > 0 {
                f.write_char('\n')?;
            }
            part(self, f)?;
        }
        Ok(())
    }
}

fn queries() -> [&'static str; 6] {
    Query::ALL.map(Query::name)
}

fn head(f: &mut fmt::Formatter<'_>, what: &str, columns: &[&str]) -> fmt::Result {
    writeln!(f, "| {what} | {} |", columns.join(" | "))?;
    writeln!(f, "|---|{}", "---|".repeat(columns.len()))
}

/// A row, unless there is nothing in it.
fn row(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    queries: impl IntoIterator<Item = Query>,
    cell: impl Fn(Query) -> Option<String>,
) -> fmt::Result {
    let cells: Vec<Option<String>> = queries.into_iter().map(cell).collect();
    if cells.iter().all(Option::is_none) {
        return Ok(());
    }
    let cells: Vec<String> = cells
        .into_iter()
        .map(|cell| cell.unwrap_or("–".to_owned()))
        .collect();
    writeln!(f, "| {name} | {} |", cells.join(" | "))
}

/// Milliseconds, with as many digits as are worth reading.
fn ms(time: f64) -> String {
    match time {
        _ if time < 0.1 => format!("{time:.4}"),
        _ if time < 1.0 => format!("{time:.3}"),
        _ => format!("{time:.2}"),
    }
}

/// A count as a number to divide by; no count here is beyond what it holds exactly.
fn count(of: usize) -> f64 {
    u32::try_from(of).map_or(f64::INFINITY, f64::from)
}
