//! How long a light request takes beside heavy ones: `{ viewer { id } }`, while two clients ask the same heavy query over and
//! over. A time on the clock, so what else the machine does counts: what is compared was measured in turn, within minutes.

use std::path::Path;
use std::time::{Duration, Instant};

use futures_util::future::{join, join_all};
use serde_json::{Value, json};

use crate::databases::{Postgres, Sqlite};
use crate::http::{Caller, Place};
use crate::server::{self, Server};
use crate::{Options, Outcome, machine, rapport};

const LIGHT: &str = "{ viewer { id } }";
/// The heavy queries: one that finds little in much, two that compute, one that searches.
const HEAVY: [(&str, &str); 4] = [
    (
        "a filter of all interactions by a rare `sentiment`",
        "{ interactions(first: 50, filter: { sentiment: { eq: MIXED }, durationMinutes: { eq: 77777 } }) { nodes { id } } }",
    ),
    (
        "`agenda`",
        "{ agenda(first: 50) { totalCount nodes { title whyNow person { displayName } } } }",
    ),
    (
        "`matches`",
        "{ matches(first: 50) { totalCount nodes { score reasons person { displayName } } } }",
    ),
    (
        "a search with a count",
        "{ interactions(first: 100, search: \"a\") { totalCount nodes { id title } } people(first: 100, search: \"a\") { totalCount nodes { id } } }",
    ),
];
/// Between two light requests.
const PAUSE: Duration = Duration::from_millis(2);
/// Needs, and as many offers, over a tenth as many topics.
const WISHES: usize = 400;

/// Measures and prints.
pub async fn run(options: &Options) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    let program = options.server()?;
    let sqlite = Sqlite::make(folder, "beside", options.size()).await?;
    let mut places = vec![("SQLite", sqlite.url())];
    if let Some(postgres) = Postgres::make(folder, "beside", options.size()).await? {
        places.push(("PostgreSQL", postgres.url));
    }
    let seconds = options.seconds.unwrap_or(5.0);
    let mut lines = Vec::new();
    for (name, database) in places {
        lines.extend(
            one(
                &program,
                folder,
                name,
                &database,
                Duration::from_secs_f64(seconds),
            )
            .await?,
        );
    }
    println!("{}\n", machine::describe(&[]));
    println!("| `{LIGHT}`, ms | p50 | p99 | worst | heavy answers |\n|---|---|---|---|---|");
    println!("{}", lines.join("\n"));
    Ok(())
}

async fn one(
    program: &Path,
    folder: &Path,
    name: &str,
    database: &str,
    time: Duration,
) -> Outcome<Vec<String>> {
    let command = server::rapport(program, database, folder);
    let server = Server::start(command, &folder.join("beside.log"))?;
    let place = rapport::log_in(&server.place).await?;
    wish(&place).await?;
    let mut lines = vec![beside(&place, None, time).await?.line(name, "nobody")];
    for (title, query) in HEAVY {
        let found = beside(&place, Some(query), time).await?;
        lines.push(found.line(name, &format!("two with {title}")));
    }
    Ok(lines)
}

/// Everybody has a rhythm, and needs meet offers.
async fn wish(place: &Place) -> Outcome<()> {
    let set = "mutation { setCadence(input: { idealDays: 7 }) { userErrors { message } } }";
    place.ask(set, Value::Null).await?;
    let mut caller = Caller::connect(place).await?;
    for number in 0..WISHES {
        let query = "mutation($need: CreateNeedInput!, $offer: CreateOfferInput!) { createNeed(input: $need) { userErrors { message } } \
                     createOffer(input: $offer) { userErrors { message } } }";
        let wish = json!({ "kind": "ADVICE", "title": format!("W {number}"), "topics": [format!("topic {}", number % (WISHES / 10))] });
        let body = json!({ "query": query, "variables": { "need": wish, "offer": wish } });
        caller.ask(place, &body.to_string()).await?;
    }
    Ok(())
}

/// What was found.
struct Found {
    times: Vec<Duration>,
    heavy: Vec<Duration>,
}

impl Found {
    fn line(mut self, database: &str, beside: &str) -> String {
        self.times.sort_unstable();
        let at = |part: f64| {
            let place = (self.times.len() as f64 * part) as usize;
            let time = self.times.get(place).or(self.times.last());
            time.map_or(0.0, |time| time.as_secs_f64() * 1e3)
        };
        let (count, total) = (self.heavy.len(), self.heavy.iter().sum::<Duration>());
        let each = total.as_secs_f64() * 1e3 / count.max(1) as f64;
        format!(
            "| {database}, beside {beside} | {:.2} | {:.2} | {:.2} | {count} of {each:.0} ms |",
            at(0.5),
            at(0.99),
            at(1.0)
        )
    }
}

async fn beside(place: &Place, heavy: Option<&str>, time: Duration) -> Outcome<Found> {
    let end = Instant::now() + time;
    let ask = |query: &str, pause: Option<Duration>| {
        let body = json!({ "query": query }).to_string();
        async move {
            let mut caller = Caller::connect(place).await?;
            let mut times = Vec::new();
            while Instant::now() < end {
                let sent = Instant::now();
                caller.ask(place, &body).await?;
                times.push(sent.elapsed());
                if let Some(pause) = pause {
                    tokio::time::sleep(pause).await;
                }
            }
            Outcome::Ok(times)
        }
    };
    let heavy = heavy.into_iter().flat_map(|query| [query, query]);
    let heavy = join_all(heavy.map(|query| ask(query, None)));
    let (times, heavy) = join(ask(LIGHT, Some(PAUSE)), heavy).await;
    Ok(Found {
        times: times?,
        heavy: heavy.into_iter().collect::<Outcome<Vec<_>>>()?.concat(),
    })
}
