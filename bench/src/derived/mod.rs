//! What reads cost that are computed from many records: the agenda, matches, searches, reports, rare filters. A large
//! workspace with dense needs and offers; with `--tenfold` the same once more, from ten times as many interactions.

mod fill;
mod queries;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::cpu::{Processes, Spent};
use crate::databases::{Postgres, Sqlite};
use crate::http::Caller;
use crate::server::{self, Server};
use crate::{Options, Outcome, machine, rapport};
use queries::QUERIES;

/// Requests of one round at most.
const MOST: usize = 200;
/// Copies that are made of each interaction.
const COPIES: usize = 9;

/// What one request costs: of the server, and of PostgreSQL.
type Cost = (f64, f64);
/// The cost of each query, by its place among all.
type Costs = BTreeMap<usize, Cost>;

/// Measures and prints.
pub async fn run(options: &Options) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    let program = options.server()?;
    let mut versions = vec![format!("SQLite {}", rusqlite::version())];
    let mut columns: Vec<(String, Costs)> = Vec::new();

    let sqlite = Sqlite::make(folder, "derived", options.size()).await?;
    fill::on_sqlite(&sqlite, fill::SCRIPT)?;
    let measured = measure(options, &program, folder, (&sqlite.url(), None)).await?;
    columns.push(("SQLite".to_owned(), measured));
    if options.tenfold {
        fill::multiply_on_sqlite(&sqlite, COPIES)?;
        let measured = measure(options, &program, folder, (&sqlite.url(), None)).await?;
        columns.push(("SQLite, tenfold".to_owned(), measured));
    }
    if let Some(postgres) = Postgres::make(folder, "derived", options.size()).await? {
        versions.push(format!(
            "PostgreSQL {}",
            postgres.setting("server_version").await?
        ));
        fill::on_postgres(&postgres, fill::SCRIPT).await?;
        let at = (postgres.url.as_str(), postgres.postmaster);
        columns.push((
            "PostgreSQL".to_owned(),
            measure(options, &program, folder, at).await?,
        ));
        if options.tenfold {
            fill::multiply_on_postgres(&postgres, COPIES).await?;
            let measured = measure(options, &program, folder, at).await?;
            columns.push(("PostgreSQL, tenfold".to_owned(), measured));
        }
    }
    println!("{}\n", machine::describe(&versions));
    print(options, &columns);
    Ok(())
}

fn print(options: &Options, columns: &[(String, Costs)]) {
    let mut heads = Vec::new();
    for (name, _) in columns {
        heads.push(name.clone());
        if name.ends_with("tenfold") {
            heads.push("ratio".to_owned());
        }
    }
    println!("| CPU ms per request | {} |", heads.join(" | "));
    println!("|---|{}", "---|".repeat(heads.len()));
    for (place, (name, _)) in chosen(options) {
        let mut cells = Vec::new();
        let mut before = None;
        for (column, costs) in columns {
            let cost = costs.get(&place).copied().unwrap_or_default();
            let total = cost.0 + cost.1;
            cells.push(if cost.1 > 0.0 {
                format!("{:.2} + {:.2} = **{total:.2}**", cost.0, cost.1)
            } else {
                format!("**{total:.2}**")
            });
            if column.ends_with("tenfold") {
                cells.push(format!("{:.2}", total / before.unwrap_or(total)));
            }
            before = Some(total);
        }
        println!("| {name} | {} |", cells.join(" | "));
    }
}

/// The queries that are asked for, each with its place among all.
fn chosen(options: &Options) -> impl Iterator<Item = (usize, (&'static str, &'static str))> {
    let all = QUERIES.into_iter().enumerate();
    all.filter(|(_, (name, _))| {
        options.only.is_empty() || options.only.iter().any(|word| name.contains(word.as_str()))
    })
}

/// The median round of each query, on a server of its own, which one client asks.
async fn measure(
    options: &Options,
    program: &Path,
    folder: &Path,
    (url, postmaster): (&str, Option<u32>),
) -> Outcome<Costs> {
    let log = folder.join("derived.log");
    let server = Server::start(server::rapport(program, url, folder), &log)?;
    let processes = Processes {
        server: server.pid(),
        postmaster,
    };
    let time = Duration::from_secs_f64(options.seconds.unwrap_or(1.0));
    let mut rounds: BTreeMap<usize, Vec<Cost>> = BTreeMap::new();
    let place = rapport::log_in(&server.place).await?;
    place.ask(fill::CADENCE, json!({})).await?;
    // The first is to warm up.
    for round in 0..=options.rounds.unwrap_or(3).max(1) {
        // A token is good for a quarter of an hour only.
        let place = rapport::log_in(&server.place).await?;
        for (query, (name, text)) in chosen(options) {
            let body = json!({ "query": text }).to_string();
            let mut caller = Caller::connect(&place).await?;
            let (before, begun, mut count) = (processes.read()?, Instant::now(), 0_u32);
            while count == 0 || (round > 0 && begun.elapsed() < time && (count as usize) < MOST) {
                let answer = caller.ask(&place, &body).await;
                answer.map_err(|error| format!("{name}: {error}"))?;
                count += 1;
            }
            if round > 0 {
                let spent = processes.read()?.since(&before);
                rounds.entry(query).or_default().push(each(spent, count));
            }
        }
    }
    let median = |(query, mut costs): (usize, Vec<Cost>)| {
        costs.sort_by(|one, other| (one.0 + one.1).total_cmp(&(other.0 + other.1)));
        Some((query, *costs.get(costs.len() / 2)?))
    };
    Ok(rounds.into_iter().filter_map(median).collect())
}

fn each(spent: Spent, count: u32) -> Cost {
    let ms = |time: Duration| time.as_secs_f64() * 1e3 / f64::from(count);
    (ms(spent.server), ms(spent.database))
}
