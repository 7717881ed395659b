//! A job over a file of people with a tag and two contact points each: what it costs in processor time, how many rows it leaves behind, what
//! it takes of memory, and how long a light read takes meanwhile. On PostgreSQL beside `COPY`, which writes the same rows into the same tables.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, Instant};

use futures_util::{SinkExt as _, TryStreamExt as _};
use rusqlite::Connection;
use serde_json::{Value, json};
use tokio_postgres::Client;

use crate::cpu::{Processes, memory};
use crate::data::Size;
use crate::databases::{Postgres, Sqlite, connect};
use crate::http::{Caller, Place};
use crate::server::{self, Server};
use crate::{Options, Outcome, machine, rapport};

/// Lines of the file unless somebody says otherwise.
const PEOPLE: usize = 100_000;
/// A light read: a point of Q1's kind.
const LIGHT: &str = "{ people(first: 1) { nodes { id displayName } } }";
/// Between two light reads.
const PAUSE: Duration = Duration::from_millis(5);
/// How long light reads are measured without the job.
const ALONE: Duration = Duration::from_secs(5);

/// Measures and prints.
pub async fn run(options: &Options) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    let program = options.server()?;
    let count = options.people.unwrap_or(PEOPLE);
    // What is there before is few, so that what the job leaves is what is counted.
    let small = Size {
        people: 100,
        interactions: 1_000,
        ..options.size()
    };
    let file = file(count);
    let sqlite = Sqlite::make(folder, "job", small).await?;
    let mut lines = vec![one(&program, folder, (&file, count), &sqlite.url(), None).await?];
    if let Some(postgres) = Postgres::make(folder, "job", small).await? {
        let at = Some(&postgres);
        lines.push(one(&program, folder, (&file, count), &postgres.url, at).await?);
        lines.push(copy(folder, &postgres).await?);
    }
    println!("{}\n", machine::describe(&[]));
    println!(
        "| {count} people, {} MiB | seconds | CPU s, server + database | rows | rows per CPU s | people per CPU s | RSS grew by, MiB | light read p50, p99 ms: alone | meanwhile |",
        file.len() >> 20
    );
    println!("|---|---|---|---|---|---|---|---|---|\n{}", lines.join("\n"));
    Ok(())
}

fn file(count: usize) -> Vec<u8> {
    let mut file = Vec::new();
    for number in 0..count {
        let line = json!({ "ref": format!("{number}"), "input": {
            "displayName": format!("{} {}", name(number), name(number / NAMES.len())),
            "headline": format!("Makes thing {} at {}", number % 977, number % 89),
            "tagNames": [format!("tag {}", number % 50)],
            "contactPoints": [{ "kind": "EMAIL", "value": format!("p{number}@example.org") },
                { "kind": "PHONE", "value": format!("+4791{:06}", number % 1_000_000) }],
        } });
        file.extend(line.to_string().into_bytes());
        file.push(b'\n');
    }
    file
}

fn name(number: usize) -> &'static str {
    NAMES.get(number % NAMES.len()).copied().unwrap_or_default()
}

const NAMES: [&str; 24] = [
    "Ana", "Bo", "Cleo", "Dora", "Emil", "Fadi", "Gia", "Hugo", "Ines", "Jun", "Kai", "Lena", "Mika", "Nora",
    "Omar", "Pia", "Quim", "Rosa", "Sami", "Tove", "Uma", "Vera", "Wim", "Yara",
];

async fn one(
    program: &Path,
    folder: &Path,
    (file, count): (&[u8], usize),
    url: &str,
    postgres: Option<&Postgres>,
) -> Outcome<String> {
    let server = Server::start(server::rapport(program, url, folder), &folder.join("job.log"))?;
    let processes = Processes {
        server: server.pid(),
        postmaster: postgres.and_then(|postgres| postgres.postmaster),
    };
    let place = rapport::log_in(&server.place).await?;
    let alone = reads(&place, async |since| Ok(since < ALONE)).await?;
    let rows = rows(url, postgres).await?;
    let (before, resident) = (processes.read()?, memory(server.pid())?.now);
    let job = start(&place, file).await?;
    let (received, begun) = (processes.read()?.since(&before), Instant::now());
    let mut most = resident;
    let meanwhile = reads(&place, async |_| {
        most = most.max(memory(server.pid())?.now);
        match state(&place, &job).await?.as_str() {
            "FAILED" | "CANCELLED" => Err("the job did not come to its end".into()),
            state => Ok(state != "COMPLETED"),
        }
    })
    .await?;
    let (took, spent) = (begun.elapsed(), processes.read()?.since(&before));
    let made = crate::job::rows(url, postgres).await? - rows;
    let cpu = |spent: crate::cpu::Spent| (spent.server + spent.database).as_secs_f64();
    eprintln!("receiving the file took {:.2} s of processor time", cpu(received));
    let name = if postgres.is_some() {
        "PostgreSQL"
    } else {
        "SQLite"
    };
    Ok(format!(
        "| {name} | {:.1} | {:.2} + {:.2} | {made} | **{:.0}** | {:.0} | {} | {} | {} |",
        took.as_secs_f64(),
        spent.server.as_secs_f64(),
        spent.database.as_secs_f64(),
        made as f64 / cpu(spent),
        count as f64 / cpu(spent),
        most.saturating_sub(resident),
        shown(alone),
        shown(meanwhile),
    ))
}

fn shown(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let at = |part: f64| {
        let place = (times.len() as f64 * part) as usize;
        let time = times.get(place).or(times.last());
        time.map_or(0.0, |time| time.as_secs_f64() * 1e3)
    };
    format!("{:.2}, {:.2}", at(0.5), at(0.99))
}

/// Light reads, one after another, for as long as this holds; it is asked every 200 ms.
async fn reads(
    place: &Place,
    mut goes_on: impl AsyncFnMut(Duration) -> Outcome<bool>,
) -> Outcome<Vec<Duration>> {
    let body = json!({ "query": LIGHT }).to_string();
    let mut caller = Caller::connect(place).await?;
    let (begun, mut looked, mut times) = (Instant::now(), Instant::now(), Vec::new());
    loop {
        if looked.elapsed() > Duration::from_millis(200) {
            looked = Instant::now();
            if !goes_on(begun.elapsed()).await? {
                return Ok(times);
            }
        }
        let sent = Instant::now();
        caller.ask(place, &body).await?;
        times.push(sent.elapsed());
        tokio::time::sleep(PAUSE).await;
    }
}

/// Sends the file and starts the job; answers its id.
async fn start(place: &Place, file: &[u8]) -> Outcome<Value> {
    let make = "mutation { createUpload(input: {}) { upload { id path } userErrors { message } } }";
    let made = place.ask(make, Value::Null).await?;
    let upload = made.pointer("/data/createUpload/upload").ok_or("no upload")?;
    let path = upload.get("path").and_then(Value::as_str).ok_or("no path")?;
    Caller::connect(place).await?.put(place, path, file).await?;
    let start = "mutation($id: ID!) { startJob(input: { uploadId: $id, mutation: \"createPerson\" }) { job { id } userErrors { message } } }";
    let started = place.ask(start, json!({ "id": upload.get("id") })).await?;
    let id = started.pointer("/data/startJob/job/id");
    Ok(id.ok_or_else(|| format!("no job: {started}"))?.clone())
}

async fn state(place: &Place, job: &Value) -> Outcome<String> {
    let query = "query($id: ID!) { job(id: $id) { state rejectedCount } }";
    let answer = place.ask(query, json!({ "id": job })).await?;
    if answer.pointer("/data/job/rejectedCount") != Some(&json!(0)) {
        return Err(format!("lines were rejected: {answer}").into());
    }
    let state = answer.pointer("/data/job/state").and_then(Value::as_str);
    Ok(state.unwrap_or_default().to_owned())
}

/// The rows of all tables.
async fn rows(url: &str, postgres: Option<&Postgres>) -> Outcome<i64> {
    let mut rows = 0;
    if postgres.is_some() {
        let client = connect(url).await?;
        for table in tables(&client).await?.into_keys() {
            let count = format!("SELECT count(*) FROM \"{table}\"");
            rows += client.query_one(&count, &[]).await?.try_get::<_, i64>(0)?;
        }
        return Ok(rows);
    }
    let db = Connection::open(url.trim_start_matches("sqlite://"))?;
    let names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_words%'";
    let names: Vec<String> = db
        .prepare(names)?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for table in names {
        rows += db.query_row(&format!("SELECT count(*) FROM \"{table}\""), [], |row| {
            row.get::<_, i64>(0)
        })?;
    }
    Ok(rows)
}

/// The tables, each with those that it refers to.
async fn tables(client: &Client) -> Outcome<BTreeMap<String, BTreeSet<String>>> {
    let sql = "SELECT t.tablename::text, c.confrelid::regclass::text FROM pg_tables t \
               LEFT JOIN pg_constraint c ON c.conrelid = t.tablename::regclass AND c.contype = 'f' AND c.confrelid <> c.conrelid \
               WHERE t.schemaname = 'public'";
    let mut tables: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in client
        .query(
            &sql.replace("t.tablename::regclass", "quote_ident(t.tablename)::regclass"),
            &[],
        )
        .await?
    {
        let to: Option<String> = row.try_get(1)?;
        let to = to.map(|to| to.trim_matches('"').to_owned());
        tables.entry(row.try_get(0)?).or_default().extend(to);
    }
    Ok(tables)
}

/// What `COPY` costs that writes all of these rows into the same tables, with their indexes and references.
async fn copy(folder: &Path, from: &Postgres) -> Outcome<String> {
    let empty = Size {
        people: 10,
        interactions: 10,
        seed: 1,
    };
    let to = Postgres::make(folder, "copied", empty)
        .await?
        .ok_or("no PostgreSQL")?;
    let (source, target) = (connect(&from.url).await?, connect(&to.url).await?);
    let mut left = tables(&source).await?;
    left.retain(|table, _| table != "seaql_migrations" && table != "write_probe" && table != "older_program");
    let names: Vec<String> = left.keys().map(|table| format!("\"{table}\"")).collect();
    target
        .batch_execute(&format!("TRUNCATE {}", names.join(", ")))
        .await?;
    let processes = Processes {
        server: std::process::id(),
        postmaster: to.postmaster,
    };
    let (mut rows, mut spent) = (0, Duration::ZERO);
    while let Some(table) = left
        .iter()
        .find(|(_, to)| !to.iter().any(|to| left.contains_key(to)))
    {
        let table = table.0.clone();
        left.remove(&table);
        let out = source
            .copy_out(&format!("COPY \"{table}\" TO STDOUT (FORMAT binary)"))
            .await?;
        let parts: Vec<_> = out.try_collect().await?;
        let before = processes.read()?;
        let sink = target
            .copy_in(&format!("COPY \"{table}\" FROM STDIN (FORMAT binary)"))
            .await?;
        let mut sink = std::pin::pin!(sink);
        for part in parts {
            sink.send(part).await?;
        }
        rows += sink.finish().await?;
        spent += processes.read()?.since(&before).database;
    }
    Ok(format!(
        "| the same rows by `COPY` | | {:.2} | {rows} | **{:.0}** | | | | |",
        spent.as_secs_f64(),
        rows as f64 / spent.as_secs_f64()
    ))
}
