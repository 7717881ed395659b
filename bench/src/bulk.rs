//! What scripts do to many records, request by request and many at once: tags 500 people, puts 300 into a circle, logs 1,000
//! interactions, sets 2,000 headlines. Each is measured as a whole, in processor time of the server and of the database.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::cpu::{Processes, Spent};
use crate::databases::{Postgres, Sqlite};
use crate::http::{Caller, Place};
use crate::server::{self, Server};
use crate::{Options, Outcome, machine, rapport};

/// Rows of one request.
const ROWS: usize = 500;
/// Why a row or a request was refused, if it was.
const WRONG: &str = "userErrors { message }";

/// What is done to many records.
#[derive(Clone, Copy, Debug)]
enum Work {
    Tag,
    Circle,
    Log,
    Headline,
}

impl Work {
    const ALL: [Self; 4] = [Self::Tag, Self::Circle, Self::Log, Self::Headline];

    /// In words, and how many records it is done to.
    const fn name(self) -> (&'static str, usize) {
        match self {
            Self::Tag => ("tag people", 500),
            Self::Circle => ("put people into a circle", 300),
            Self::Log => ("log interactions", 1_000),
            Self::Headline => ("set headlines", 2_000),
        }
    }
}

/// A request body.
fn body(query: &str, variables: &Value) -> String {
    json!({ "query": query, "variables": variables }).to_string()
}

/// The requests that do it, in the way of before: as many as it takes when each changes one record, or a hundred people of a circle.
fn singly(work: Work, people: &[String], (label, text): (&Value, &str)) -> Vec<String> {
    let update = format!(
        "mutation($id: ID!, $input: UpdatePersonInput!) {{ updatePerson(id: $id, input: $input) {{ {WRONG} }} }}"
    );
    let people = people.iter();
    match work {
        Work::Tag => people
            .map(|id| body(&update, &json!({ "id": id, "input": { "addTagIds": [label] } })))
            .collect(),
        Work::Headline => people
            .map(|id| body(&update, &json!({ "id": id, "input": { "headline": text } })))
            .collect(),
        Work::Log => {
            let log = format!(
                "mutation($input: LogInteractionInput!) {{ logInteraction(input: $input) {{ {WRONG} }} }}"
            );
            people
                .map(|id| body(&log, &json!({ "input": talk(id, text) })))
                .collect()
        }
        Work::Circle => {
            let add = format!(
                "mutation($id: ID!, $people: [ID!]!) {{ addToCircle(id: $id, input: {{ personIds: $people }}) {{ {WRONG} }} }}"
            );
            people
                .as_slice()
                .chunks(100)
                .map(|some| body(&add, &json!({ "id": label, "people": some })))
                .collect()
        }
    }
}

/// The requests that do it to many at once.
fn at_once(work: Work, people: &[String], (label, text): (&Value, &str)) -> Vec<String> {
    let rows = format!("rows {{ {WRONG} }} {WRONG}");
    let chunks = people.chunks(ROWS);
    match work {
        Work::Tag => {
            let tag = format!(
                "mutation($people: PeopleSelectionInput!, $tags: [ID!]) {{ tagPeople(people: $people, input: {{ addTagIds: $tags }}) {{ {WRONG} }} }}"
            );
            chunks
                .map(|some| body(&tag, &json!({ "people": { "ids": some }, "tags": [label] })))
                .collect()
        }
        Work::Circle => {
            let circle = format!(
                "mutation($people: PeopleSelectionInput!, $circles: [ID!]) {{ circlePeople(people: $people, input: {{ addCircleIds: $circles }}) {{ {WRONG} }} }}"
            );
            chunks
                .map(|some| body(&circle, &json!({ "people": { "ids": some }, "circles": [label] })))
                .collect()
        }
        Work::Log => {
            let log = format!(
                "mutation($rows: [LogInteractionInput!]!) {{ logInteractions(rows: $rows) {{ {rows} }} }}"
            );
            let inputs = |some: &[String]| some.iter().map(|id| talk(id, text)).collect::<Value>();
            chunks
                .map(|some| body(&log, &json!({ "rows": inputs(some) })))
                .collect()
        }
        Work::Headline => {
            let update =
                format!("mutation($rows: [UpdatePersonRow!]!) {{ updatePeople(rows: $rows) {{ {rows} }} }}");
            let row = |id: &String| json!({ "id": id, "input": { "headline": text } });
            chunks
                .map(|some| {
                    body(
                        &update,
                        &json!({ "rows": some.iter().map(row).collect::<Value>() }),
                    )
                })
                .collect()
        }
    }
}

fn talk(id: &str, title: &str) -> Value {
    json!({ "channel": "CALL", "happenedAt": crate::plan::LOGGED_AT, "title": title, "participantIds": [id] })
}

/// Measures and prints.
pub async fn run(options: &Options) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    let program = options.server()?;
    let sqlite = Sqlite::make(folder, "bulk", options.size()).await?;
    let mut lines = measure(options, &program, folder, ("SQLite", &sqlite.url(), None)).await?;
    let mut versions = vec![format!("SQLite {}", rusqlite::version())];
    if let Some(postgres) = Postgres::make(folder, "bulk", options.size()).await? {
        versions.push(format!(
            "PostgreSQL {}",
            postgres.setting("server_version").await?
        ));
        let at = ("PostgreSQL", postgres.url.as_str(), postgres.postmaster);
        lines.extend(measure(options, &program, folder, at).await?);
    }
    println!("{}\n", machine::describe(&versions));
    println!(
        "| CPU ms, server + database | requests | singly | requests | at once | ratio | CPU µs per record |"
    );
    println!("|---|---|---|---|---|---|---|\n{}", lines.join("\n"));
    Ok(())
}

/// A line for each work: the median round of each way, on a server of its own. The first round warms up.
async fn measure(
    options: &Options,
    program: &Path,
    folder: &Path,
    (name, url, postmaster): (&str, &str, Option<u32>),
) -> Outcome<Vec<String>> {
    let server = Server::start(server::rapport(program, url, folder), &folder.join("bulk.log"))?;
    let processes = Processes {
        server: server.pid(),
        postmaster,
    };
    let place = rapport::log_in(&server.place).await?;
    let people = people(&place).await?;
    let mut lines = Vec::new();
    for work in Work::ALL {
        let (what, count) = work.name();
        let people = people.get(..count).unwrap_or(&people);
        let (mut before, mut after) = (Vec::new(), Vec::new());
        // A token is good for a quarter of an hour only, and who logs in too often has to wait.
        let place = rapport::log_in(&server.place).await?;
        for round in 0..=options.rounds.unwrap_or(3).max(1) {
            for is_at_once in [false, true] {
                let text = format!("{what}, round {round}, at once: {is_at_once}");
                let label = label(&place, work, &text).await?;
                let (requests, costs) = if is_at_once {
                    (at_once(work, people, (&label, &text)), &mut after)
                } else {
                    (singly(work, people, (&label, &text)), &mut before)
                };
                let cost = cost(&place, &processes, &requests).await?;
                if round > 0 {
                    costs.push((cost, requests.len()));
                }
            }
        }
        let count = people.len();
        lines.push(line(&format!("{what}: {count}, {name}"), count, (before, after)));
    }
    Ok(lines)
}

/// The time that requests take of the server and of the database.
async fn cost(place: &Place, processes: &Processes, requests: &[String]) -> Outcome<Spent> {
    let mut caller = Caller::connect(place).await?;
    let (before, begun) = (processes.read()?, Instant::now());
    for request in requests {
        let answer = String::from_utf8_lossy(caller.ask(place, request).await?).into_owned();
        if answer.contains("\"message\"") {
            return Err(format!("refused: {answer}").into());
        }
    }
    let spent = processes.read()?.since(&before);
    eprintln!("{} requests in {:?}", requests.len(), begun.elapsed());
    Ok(spent)
}

type Costs = Vec<(Spent, usize)>;

fn line(what: &str, count: usize, (before, after): (Costs, Costs)) -> String {
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    let median = |mut costs: Costs| {
        costs.sort_by_key(|(spent, _)| spent.server + spent.database);
        let middle = costs.len() / 2;
        let middle = costs.into_iter().nth(middle);
        middle.map_or((0.0, 0.0, 0), |(spent, requests)| {
            (ms(spent.server), ms(spent.database), requests)
        })
    };
    let (before, after) = (median(before), median(after));
    let shown = |(server, database, _): (f64, f64, usize)| {
        if database > 0.0 {
            format!("{server:.0} + {database:.0} = **{:.0}**", server + database)
        } else {
            format!("**{server:.0}**")
        }
    };
    let total = |(server, database, _): (f64, f64, usize)| server + database;
    format!(
        "| {what} | {} | {} | {} | {} | {:.1} | {:.0} |",
        before.2,
        shown(before),
        after.2,
        shown(after),
        total(before) / total(after).max(f64::MIN_POSITIVE),
        total(after) * 1e3 / count as f64
    )
}

/// A tag or a circle that nobody has yet, where the work is about one.
async fn label(place: &Place, work: Work, name: &str) -> Outcome<Value> {
    let (mutation, record) = match work {
        Work::Tag => ("createTag", "tag"),
        Work::Circle => ("createCircle", "circle"),
        Work::Log | Work::Headline => return Ok(Value::Null),
    };
    let query = format!(
        "mutation($name: String!) {{ {mutation}(input: {{ name: $name }}) {{ {record} {{ id }} {WRONG} }} }}"
    );
    let answer = place.ask(&query, json!({ "name": name })).await?;
    let id = answer.pointer(&format!("/data/{mutation}/{record}/id"));
    Ok(id.ok_or_else(|| format!("no {record}: {answer}"))?.clone())
}

/// The ids of the first people by name.
async fn people(place: &Place) -> Outcome<Vec<String>> {
    let query =
        "query($after: String) { people(first: 100, after: $after) { nodes { id } pageInfo { endCursor } } }";
    let (mut ids, mut after) = (Vec::new(), Value::Null);
    while ids.len() < 2_000 {
        let answer = place.ask(query, json!({ "after": after })).await?;
        let nodes = answer.pointer("/data/people/nodes").and_then(Value::as_array);
        let found = nodes.into_iter().flatten();
        let found: Vec<String> = found
            .filter_map(|node| Some(node.get("id")?.as_str()?.to_owned()))
            .collect();
        if found.is_empty() {
            break;
        }
        ids.extend(found);
        after = answer
            .pointer("/data/people/pageInfo/endCursor")
            .cloned()
            .unwrap_or_default();
    }
    Ok(ids)
}
