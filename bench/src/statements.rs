//! How many SQL statements a request issues, counted while a server runs by the machine's clock: under one that stands
//! still, requests that differ in nothing but the time look alike and are read together, which they are not in production.
//!
//! PostgreSQL tells what a server has sent it, whatever the server believes. SQLite has nobody else to ask: there the
//! application's own observer counts.

use std::fs;
use std::path::{Path, PathBuf};

use ::tests::{Engine, TestApp};
use api::kit::Clock;

use crate::Outcome;
use crate::contestant::Asked;
use crate::data::{self, Size};
use crate::databases::Postgres;
use crate::http::Place;
use crate::plan::Plan;
use crate::rapport;

/// Size of the workspace in which SQLite's statements are counted: more than the largest page.
const SMALL: Size = Size {
    people: 200,
    interactions: 1_000,
    seed: 1,
};

/// The statements of each query on SQLite.
pub async fn on_sqlite() -> Outcome<Vec<Vec<String>>> {
    let app = TestApp::start_at(Engine::Sqlite, Clock::System, |_| ()).await;
    data::fill(&app.app, SMALL).await?;
    let file = app.database_url().strip_prefix("sqlite://").unwrap_or_default();
    let plan = Plan::read(Path::new(file))?;
    let place = rapport::log_in(&Place::of(&app.url("/graphql"))?).await?;
    let mut counts = Vec::new();
    for mut asked in rapport::asked(&place, &plan).await? {
        asked.bodies.truncate(2);
        // Once before, for what is looked up only the first time.
        send(&asked, &place, 0).await?;
        let mut outcome = Ok(());
        let issued = app.statements(async { outcome = send(&asked, &place, 1).await });
        counts.push(issued.await);
        outcome?;
    }
    Ok(counts)
}

async fn send(asked: &Asked, place: &Place, number: usize) -> Outcome<()> {
    let body = asked.body(number).ok_or("nothing to ask")?;
    place.post(&body).await.map(drop)
}

/// PostgreSQL's log, where it can be read.
#[derive(Debug)]
pub struct Log(PathBuf);

impl Log {
    /// Has PostgreSQL log the statements of connections that are opened from now on.
    pub async fn open(database: &Postgres) -> Outcome<Option<Self>> {
        // A cluster of ours logs beside its data; somebody else's need not.
        let data = PathBuf::from(database.setting("data_directory").await?);
        let path = data.with_file_name("log");
        if !path.is_file() {
            return Ok(None);
        }
        let name = &database.name;
        database
            .run(&format!("ALTER DATABASE \"{name}\" SET log_statement = 'all'"))
            .await?;
        Ok(Some(Self(path)))
    }

    /// Ends that.
    pub async fn close(self, database: &Postgres) -> Outcome<()> {
        let name = &database.name;
        database
            .run(&format!("ALTER DATABASE \"{name}\" RESET log_statement"))
            .await
    }

    /// How many statements a server that was started since issues for each query, but for those that only begin or end a
    /// transaction.
    pub async fn count(&self, asked: &[Asked], place: &Place) -> Outcome<Vec<usize>> {
        let mut counts = Vec::new();
        for asked in asked {
            // Several times before: its pool opens connections, and drivers look types up.
            for number in 0..4 {
                send(asked, place, number).await?;
            }
            let before = fs::metadata(&self.0)?.len();
            send(asked, place, 5).await?;
            let text = fs::read(&self.0)?;
            let new = text.get(usize::try_from(before)?..).unwrap_or_default();
            counts.push(
                String::from_utf8_lossy(new)
                    .lines()
                    .filter(|line| is_statement(line))
                    .count(),
            );
        }
        Ok(counts)
    }
}

fn is_statement(line: &str) -> bool {
    let said = line.split_once("LOG:  ").map_or("", |(_, said)| said);
    let sql = match said.split_once(": ") {
        Some((kind, sql)) if kind == "statement" || kind.starts_with("execute ") => {
            sql.trim().to_ascii_uppercase()
        }
        _ => return false,
    };
    !["BEGIN", "COMMIT", "ROLLBACK"]
        .iter()
        .any(|word| sql.starts_with(word))
}

#[cfg(test)]
mod test {
    use super::is_statement;

    #[test]
    fn the_log_tells_statements_from_what_goes_with_them() {
        assert!(is_statement("2026-01-01 UTC [1] LOG:  execute s1: SELECT 1"));
        assert!(is_statement("2026-01-01 UTC [1] LOG:  statement: SELECT 1"));
        assert!(!is_statement("2026-01-01 UTC [1] LOG:  statement: BEGIN"));
        assert!(!is_statement("2026-01-01 UTC [1] DETAIL:  parameters: $1 = '1'"));
        assert!(!is_statement(
            "2026-01-01 UTC [1] LOG:  checkpoint starting: time"
        ));
    }
}
