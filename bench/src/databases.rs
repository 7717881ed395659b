//! The databases, made anew and filled.

use std::path::{Path, PathBuf};

use api::app::{App, World};
use api::config::{Overrides, Settings};
use rusqlite::Connection;
use tokio_postgres::{Client, NoTls};

use crate::data::{self, Size};
use crate::{Outcome, cpu};

/// A filled SQLite file.
#[derive(Clone, Debug)]
pub struct Sqlite {
    /// The file.
    pub file: PathBuf,
}

impl Sqlite {
    /// How Rapport is told of it.
    #[must_use]
    pub fn url(&self) -> String {
        format!("sqlite://{}", self.file.display())
    }

    /// Makes and fills one. The folder keeps the signing keys, too.
    pub async fn make(folder: &Path, name: &str, size: Size) -> Outcome<Self> {
        let made = Self {
            file: folder.join(format!("{name}.sqlite")),
        };
        fill(&made.url(), folder, size).await?;
        made.settle()?;
        Ok(made)
    }

    /// Counts what is in it for the planner, and moves it from the log into the file. Not the samples, which `ANALYZE` takes
    /// as well: where there are some, SQLite plans a statement anew each time that a value is bound to it, which costs
    /// several times what running it does.
    pub fn settle(&self) -> Outcome<()> {
        let db = Connection::open(&self.file)?;
        db.execute_batch("ANALYZE; DROP TABLE IF EXISTS sqlite_stat4; PRAGMA wal_checkpoint(TRUNCATE)")?;
        Ok(())
    }
}

/// A filled PostgreSQL database on a cluster that is thrown away.
#[derive(Clone, Debug)]
pub struct Postgres {
    /// How it is reached.
    pub url: String,
    /// Its name.
    pub name: String,
    /// The cluster's first process, if it runs on this machine.
    pub postmaster: Option<u32>,
}

impl Postgres {
    /// Makes and fills one; none where PostgreSQL is not installed.
    pub async fn make(folder: &Path, name: &str, size: Size) -> Outcome<Option<Self>> {
        let Some(cluster) = tests::postgres::cluster() else {
            return Ok(None);
        };
        let name = format!("bench_{}_{name}", std::process::id());
        cluster.create_database(&name, None).await;
        let url = cluster.url(&name);
        fill(&url, folder, size).await?;
        let client = connect(&url).await?;
        let pid: i32 = client
            .query_one("SELECT pg_backend_pid()", &[])
            .await?
            .try_get(0)?;
        let postmaster = u32::try_from(pid)
            .ok()
            .and_then(|pid| cpu::parent_of(pid, "postgres"));
        let made = Self {
            url,
            name,
            postmaster,
        };
        made.settle().await?;
        Ok(Some(made))
    }

    /// What autovacuum does in production; a throw-away cluster has it off.
    pub async fn settle(&self) -> Outcome<()> {
        self.run("VACUUM ANALYZE").await
    }

    /// Runs a statement on a connection of its own.
    pub async fn run(&self, sql: &str) -> Outcome<()> {
        Ok(connect(&self.url).await?.batch_execute(sql).await?)
    }

    /// A setting of the server.
    pub async fn setting(&self, name: &str) -> Outcome<String> {
        let sql = "SELECT current_setting($1)";
        Ok(connect(&self.url)
            .await?
            .query_one(sql, &[&name])
            .await?
            .try_get(0)?)
    }
}

/// A connection of its own.
pub async fn connect(url: &str) -> Outcome<Client> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::task::spawn_local(connection);
    Ok(client)
}

async fn fill(url: &str, folder: &Path, size: Size) -> Outcome<()> {
    let overrides = Overrides {
        data: Some(folder.to_owned()),
        database: Some(url.to_owned()),
        ..Overrides::default()
    };
    let app = App::start(Settings::load(overrides)?, World::default()).await?;
    data::fill(&app, size).await?;
    app.db.clone().close().await;
    Ok(())
}
