//! The gate of CI: how many times the limit Rapport may cost.

use crate::Outcome;
use crate::field::Who;
use crate::plan::Query;
use crate::report::Report;

/// For each of [`Query::ALL`] how many times the limit – loop and constant handler – a request may cost, on SQLite and on
/// PostgreSQL: about twice what was measured, for machines differ and are shared.
const MARGINS: [(f64, f64); 6] = [
    (90.0, 40.0),
    (60.0, 20.0),
    (50.0, 16.0),
    (20.0, 16.0),
    (80.0, 40.0),
    (80.0, 40.0),
];

/// Fails where a ratio is beyond its margin.
pub fn check(report: &Report) -> Outcome<()> {
    let mut beyond = Vec::new();
    for (query, (sqlite, postgres)) in Query::ALL.into_iter().zip(MARGINS) {
        for (who, margin) in [(Who::RapportSqlite, sqlite), (Who::RapportPostgres, postgres)] {
            let Some(ratio) = report.over_limit(who, query) else {
                continue;
            };
            let said = format!(
                "{}, {}: {ratio:.1} times the limit, of {margin} allowed",
                who.name(),
                query.name()
            );
            println!("{said}");
            if ratio > margin {
                beyond.push(said);
            }
        }
    }
    if beyond.is_empty() {
        Ok(())
    } else {
        Err(beyond.join("\n").into())
    }
}
