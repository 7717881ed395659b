//! Thousands of random documents.

use tests::both;

use super::compare::Query;
use super::generate::{Maker, Pool};
use super::stage::{Side, Stage};
use super::today::Today;

/// Documents a database; `RAPPORT_RANDOM_QUERIES` asks for more, `RAPPORT_RANDOM_SEED` for others.
const QUERIES: u64 = 2_000;
/// Documents at once.
const AT_ONCE: u64 = 16;

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(default)
}

/// What chance came across.
#[derive(Debug, Default)]
struct Seen {
    /// Answers with something in them.
    full: u64,
    /// Documents that went on from a cursor of the server's, and got further.
    paged: u64,
    /// Answers with errors.
    failed: u64,
    variables: u64,
    fragments: u64,
    bytes: usize,
}

impl Seen {
    fn note(&mut self, query: &Query, data: &str, body: &str) {
        self.full += u64::from(data.len() > 200);
        let sent = format!("{}{:?}", query.text, query.variables);
        self.paged += u64::from(sent.contains("\"eyJsIjoi") && !body.contains("BAD_CURSOR"));
        self.failed += u64::from(body.starts_with("{\"errors\""));
        self.variables += u64::from(!query.variables.is_empty());
        self.fragments += u64::from(query.text.contains("fragment "));
        self.bytes += data.len();
    }
}

/// Sends the documents of a range of seeds; answers what differed.
async fn try_all(side: &Side, foreign: &str, seeds: std::ops::Range<u64>) -> Vec<String> {
    let mut pool = Pool::of(&side.world, foreign);
    let (mut wrong, mut seen) = (Vec::new(), Seen::default());
    let mut seed = seeds.start;
    while seed < seeds.end {
        let batch: Vec<(u64, Query)> = (seed..seeds.end.min(seed + AT_ONCE))
            .map(|seed| (seed, Maker::make(seed, &side.world.schema, &pool, Today::is())))
            .collect();
        let answers =
            futures_util::future::join_all(batch.iter().map(|(_, query)| query.send(&side.client))).await;
        for ((seed, query), (status, body)) in batch.iter().zip(answers) {
            match query.judge(&side.world, status, &body) {
                Ok(data) => seen.note(query, &data, &body),
                Err(difference) => wrong.push(format!("seed {seed}: {difference}")),
            }
        }
        pool.learn(&side.world);
        seed += AT_ONCE;
    }
    println!(
        "{} documents, {} wrong, {seen:?}",
        seeds.end - seeds.start,
        wrong.len()
    );
    // Chance has to come across all that it is here for.
    let few = (seeds.end - seeds.start) / 100;
    let counts = [seen.full, seen.paged, seen.failed, seen.variables, seen.fragments];
    assert!(
        !wrong.is_empty() || counts.iter().all(|count| *count > few),
        "{seen:?}"
    );
    wrong
}

both! {
    random_documents_answer_as_the_specification_says(app) {
        let stage = Stage::set(&app).await;
        let (first, count) = (number("RAPPORT_RANDOM_SEED", 1), number("RAPPORT_RANDOM_QUERIES", QUERIES));
        let only_here = stage.other.world.tables.people.iter().find(|person| person.display_name == "Only here").unwrap();
        let foreign = only_here.id.to_string();
        let most = first + count * 4 / 5;
        let mut wrong = try_all(&stage.demo, &foreign, first..most).await;
        wrong.extend(try_all(&stage.other, &stage.demo.world.tables.people[0].id.to_string(), most..first + count).await);
        for difference in wrong.iter().take(number("RAPPORT_RANDOM_SHOWN", 5) as usize) {
            println!("{difference}\n\n------\n");
        }
        assert!(wrong.is_empty(), "{} of {count} documents", wrong.len());
    }
}
