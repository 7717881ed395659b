//! What a document costs that is seen for the first time: Rapport's gate, validation and plan beside the engine's own parsing
//! and validation of the same text.

use std::time::Duration;

use api::graphql::documents::Document;
use api::graphql::{Documents, schema};
use sea_orm::DbBackend;

use crate::cpu::Processes;
use crate::{Outcome, machine};

/// How many documents of each kind.
const DOCUMENTS: usize = 5_000;
/// How many times what the engine costs a miss may cost, by the targets.
const TARGET: f64 = 2.0;

/// Root fields, from small to large. `$` stands for the directives.
const KINDS: [(&str, &str); 4] = [
    (
        "a person",
        "person(by: { id: \"person_01h455vb4pex5vsknk084sn02q\" }) $ { id displayName headline lastInteractionAt }",
    ),
    (
        "a page with tags",
        "people(first: 50) $ { nodes { id displayName tags { id name } } pageInfo { endCursor } }",
    ),
    (
        "feeds",
        "people(first: 20, orderBy: { field: DISPLAY_NAME, direction: ASC }) $ { nodes { id displayName tags { id name } interactions(first: 5) { \
         nodes { id happenedAt channel title participants { id displayName } } } } pageInfo { hasNextPage endCursor } totalCount }",
    ),
    (
        "everything of a person",
        "person(by: { email: \"a@example.org\" }) $ { id displayName givenName familyName headline notes birthday metOn \
         contactPoints { kind value label isPrimary } affiliations { role startedOn endedOn organization { id name domain } } \
         facts { kind text } tags { id name } circles { id name } interactions(first: 10) { nodes { id title channel \
         participants { id displayName } } } introductions(first: 5) { nodes { id state personA { id displayName } personB { id \
         displayName } sides { side consent } } } collaborations(first: 5) { nodes { id title state members { role person { id } } } } \
         ties(first: 10) { nodes { kind from { id } to { id } } } createdBy { kind userId } }",
    ),
];

fn text(field: &str, number: usize, directives: &str) -> String {
    format!(
        "query Q{number} {{ a{number}: {} }}",
        field.replace('$', directives)
    )
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6 / f64::from(u32::try_from(DOCUMENTS).unwrap_or(u32::MAX))
}

/// What it costs to compile a document so many times.
fn plans(process: &Processes, document: Option<&Document>) -> Outcome<Duration> {
    let document = document.ok_or("no documents")?;
    let begin = process.read()?;
    for _ in 0..DOCUMENTS {
        document
            .compile(&Default::default(), DbBackend::Postgres, false)
            .map_err(|field| format!("no plan for {}", field.0))?;
    }
    Ok(process.read()?.since(&begin).server)
}

/// Measures and prints; an error where a miss is dearer than it may be.
pub async fn run() -> Outcome<()> {
    let process = Processes {
        server: std::process::id(),
        postmaster: None,
    };
    println!("{}", machine::describe(&[]));
    println!(
        "| a document seen for the first time, CPU µs | Rapport: gate, validation, plan | the engine: parsing, validation | ratio |\n|---|---|---|---|"
    );
    api::areas::open();
    let mut dearest: f64 = 0.0;
    for (name, field) in KINDS {
        let (mut judged, mut planned, mut engine) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
        // The first round is for whatever is made at first use.
        for _ in 0..2 {
            let documents = Documents::new()?;
            let begin = process.read()?;
            let mut last = None;
            for number in 0..DOCUMENTS {
                let document = documents.get(text(field, number, ""), None);
                last = Some(document.map_err(|error| format!("{name}: {error:?}"))?);
            }
            judged = process.read()?.since(&begin).server;
            planned = plans(&process, last.as_deref())?;
            let begin = process.read()?;
            for number in 0..DOCUMENTS {
                // Validated as a whole, and nothing of it is executed.
                let answer = schema().execute(text(field, number, "@skip(if: true)")).await;
                if !answer.errors.is_empty() {
                    return Err(format!("{name}: {:?}", answer.errors).into());
                }
            }
            engine = process.read()?.since(&begin).server;
        }
        let ratio = judged.as_secs_f64() / engine.as_secs_f64();
        let whole = (judged + planned).as_secs_f64() / engine.as_secs_f64();
        dearest = dearest.max(ratio);
        let (judged, planned, engine) = (micros(judged), micros(planned), micros(engine));
        println!("| {name} | {judged:.1} | {planned:.1} | {engine:.1} | {ratio:.2} | {whole:.2} |");
    }
    if dearest > TARGET {
        return Err(format!(
            "a miss costs up to {dearest:.2} times what the engine's validation costs, of {TARGET} allowed"
        )
        .into());
    }
    Ok(())
}
