//! Every mutation, with input that is valid, repeated, refused, conflicting, foreign, missing and archived, at a fixed clock: what is
//! answered, and what stands in every table afterwards, is what is recorded, byte for byte and on both databases.
//!
//! `REPLAY=record cargo test -p tests --test it -- replay::` records anew. What is meant to differ from what is recorded stands in
//! `exceptions.txt` with its reason.

mod areas;
mod ask;
mod case;
mod exceptions;
pub mod names;
mod prototypes;
mod recorded;
mod run;
mod schema;
pub mod tables;
pub mod undone;
mod vary;
mod world;

use std::collections::BTreeSet;

use api::config::Settings;
use tests::{Client, Engine, TestApp, postgres};

use self::ask::document;
use self::case::By;
use self::case::Case;
use self::exceptions::Exceptions;
use self::run::Run;
use self::world::{SCHEMA, Scope, World};

async fn replay(app: TestApp, world: &str, cases: Vec<Case>) {
    let mut run = Run::new(&app).await;
    for case in &cases {
        run.case(case).await;
    }
    let refused = &run.world.refused;
    assert!(
        refused.is_empty(),
        "refused though valid, or the other way round:\n{}",
        refused.join("\n")
    );
    let rows = tables::dump(&app, &mut run.names).await;
    let exceptions = Exceptions::of(world, app.engine);
    recorded::hold(world, &run.answers, &exceptions, app.engine);
    recorded::hold(&format!("{world}.tables"), &rows, &exceptions, app.engine);
    let databases = if postgres::cluster().is_some() { 2 } else { 1 };
    exceptions.done(WORLDS.len() * databases);
}

/// Fills a workspace with what every mutation writes that is valid; answers its owner.
pub async fn filled(app: &TestApp) -> Client {
    let mut world = World::new(app).await;
    for case in WORLDS.iter().flat_map(|cases| cases()) {
        if case.refused || case.by != By::Owner {
            continue;
        }
        let (client, mut scope) = (world.caller(By::Owner).await, Scope::default());
        world.steps(&case.steps, &mut scope).await;
        let sent = world.fill(&case.arguments, &mut scope).await;
        let (text, _) = document(world.schema, case.mutation, &sent, Ok("__typename"));
        world.send(&client, &text, &sent).await;
    }
    world.caller(By::Owner).await
}

/// Time passes in which nobody signs in again.
pub fn patient(settings: &mut Settings) {
    settings.auth.session_days = 4_000;
    settings.auth.access_minutes = 4_000 * 24 * 60;
}

/// Areas that share a world are a test on each database.
macro_rules! worlds {
    ($($world:ident: $($area:ident)*;)*) => {
        const WORLDS: &[fn() -> Vec<Case>] = &[$($world::cases),*];

        $(mod $world {
            use super::*;

            pub fn cases() -> Vec<Case> {
                [$(areas::$area::cases()),*].concat()
            }

            fn on(engine: Engine) {
                tests::run_with(engine, patient, |app| replay(app, stringify!($world), cases()));
            }

            #[test]
            fn sqlite() {
                on(Engine::Sqlite);
            }

            #[test]
            fn postgres() {
                on(Engine::Postgres);
            }
        })*
    };
}

worlds! {
    accounts: imports agenda accounts;
    bulk: bulk change_sets jobs;
    effects: effects;
    gatherings: events communities interactions time questions calendars;
    introductions: introductions;
    ledger: exchanges gratitude needs;
    people: people ties labels organizations merging erasing duplicates custom_fields;
    work: collaborations goals diversity cadences milestones;
}

#[test]
fn every_mutation_is_replayed() {
    let cases = WORLDS.iter().flat_map(|cases| cases());
    let replayed: BTreeSet<String> = cases.map(|it| it.mutation.to_owned()).collect();
    let known: BTreeSet<String> = SCHEMA
        .fields("Mutation")
        .iter()
        .map(|it| it.name.clone())
        .collect();
    assert_eq!(replayed, known);
}
