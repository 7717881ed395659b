//! The table that is printed.

use std::fmt;
use std::time::Duration;

use crate::cpu::Spent;
use crate::drive::Run;
use crate::queries::Case;

/// One round of a query.
#[derive(Debug)]
pub struct Measured {
    /// How it went.
    pub run: Run,
    /// What it cost.
    pub spent: Spent,
}

impl Measured {
    fn each(&self, time: Duration) -> f64 {
        time.as_secs_f64() * 1000.0 / count(self.run.times.len())
    }

    fn total(&self) -> Duration {
        self.spent.server + self.spent.database
    }
}

/// What was measured.
#[derive(Debug)]
pub struct Report {
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    name: String,
    statements: usize,
    rounds: Vec<Measured>,
}

impl Report {
    /// A report on these queries, which issue so many statements each.
    #[must_use]
    pub fn new(cases: &[Case], statements: Vec<usize>) -> Self {
        let row = |(case, statements): (&Case, usize)| Row {
            name: case.name.clone(),
            statements,
            rounds: Vec::new(),
        };
        Self {
            rows: cases.iter().zip(statements).map(row).collect(),
        }
    }

    /// Adds a round of the query with this number.
    pub fn add(&mut self, number: usize, measured: Measured) {
        if let Some(row) = self.rows.get_mut(number) {
            row.rounds.push(measured);
            row.rounds.sort_by_key(Measured::total);
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| query | SQL statements | server, CPU ms | database, CPU ms | total, CPU ms | rounds, total | answer, KiB | p50, ms | p99, ms |"
        )?;
        write!(f, "|---|---|---|---|---|---|---|---|---|")?;
        for row in &self.rows {
            let Some(median) = row.rounds.get(row.rounds.len() / 2) else {
                continue;
            };
            let all: Vec<String> = row
                .rounds
                .iter()
                .map(|round| format!("{:.3}", round.each(round.total())))
                .collect();
            let run = &median.run;
            write!(
                f,
                "\n| {} | {} | {:.3} | {:.3} | {:.3} | {} | {:.1} | {:.1} | {:.1} |",
                row.name,
                row.statements,
                median.each(median.spent.server),
                median.each(median.spent.database),
                median.each(median.total()),
                all.join(" "),
                count(run.bytes) / 1024.0 / count(run.times.len()),
                run.percentile(50).as_secs_f64() * 1000.0,
                run.percentile(99).as_secs_f64() * 1000.0,
            )?;
        }
        Ok(())
    }
}

/// A count as a number to divide by; no count here is beyond what it holds exactly.
fn count(of: usize) -> f64 {
    u32::try_from(of).map_or(f64::INFINITY, f64::from)
}
