//! Brings the tables up to date, or says why this program does not run on them.

use std::collections::BTreeSet;

use migration::{Migrator, MigratorTrait};
use sea_orm::sea_query::Query;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement,
    TransactionTrait as _,
};

use super::Db;
use super::connect::postgres;
use super::rows::postgres as server;

/// The lock under which one node migrates.
const LOCK: &str = "SELECT pg_advisory_xact_lock(7205759403792)";

/// How migrations reach the database.
#[derive(Clone, Debug)]
pub(super) enum Migrations {
    /// The file.
    Sqlite(Box<ConnectOptions>),
    /// A URL, whose servers are looked at when it is needed.
    Postgres(String),
}

impl Db {
    /// Brings the tables up to date. Several nodes may start at once: one migrates, the others wait.
    ///
    /// # Errors
    /// What the database answers; it is a newer program's; or this way to it is not fit for migrations.
    pub async fn migrate(&self) -> Result<(), DbErr> {
        let known: BTreeSet<String> = Migrator::migrations()
            .iter()
            .map(|it| it.name().to_owned())
            .collect();
        let applied = self.applied().await?;
        let lacking: Vec<&str> = known.difference(&applied).map(String::as_str).collect();
        let newer: Vec<&str> = applied.difference(&known).map(String::as_str).collect();
        if !newer.is_empty() {
            // Changes that both have made apart from each other are no order.
            let suits = lacking.is_empty() && self.suits(&newer, &known).await?;
            return if suits { Ok(()) } else { Err(newer_than_us(&newer)) };
        }
        if lacking.is_empty() {
            return Ok(());
        }
        if self.is_read_only() {
            let lacking = lacking.join(", ");
            return Err(DbErr::Custom(format!(
                "it is to be brought up to date ({lacking}), by a server that writes: this one only reads"
            )));
        }
        let Some(way) = &self.migrations else {
            return Err(DbErr::Custom(format!(
                "it is to be brought up to date ({}), which a pooler in transaction mode does not allow: say where the database itself is, \
                by `direct_url` under `[postgres]`, `--direct-url` or RAPPORT_DIRECT_URL, or run `rapport migrate` there first",
                lacking.join(", ")
            )));
        };
        let connection = Database::connect(match way {
            Migrations::Sqlite(options) => ConnectOptions::clone(options),
            Migrations::Postgres(url) => postgres(&server::reached(url).await?),
        });
        let connection = connection.await?;
        let migrated = up(&connection).await;
        connection.close().await?;
        migrated
    }

    /// The changes that the database has seen.
    async fn applied(&self) -> Result<BTreeSet<String>, DbErr> {
        if !self.has_table("seaql_migrations").await? {
            return Ok(BTreeSet::new());
        }
        let mut select = Query::select();
        select.column("version").from("seaql_migrations");
        let rows = self.global().query_all(&select).await?;
        rows.iter().map(|row| row.try_get("", "version")).collect()
    }

    /// Whether changes that this program does not know suit it all the same: each says which other one a program has to know.
    async fn suits(&self, newer: &[&str], known: &BTreeSet<String>) -> Result<bool, DbErr> {
        if !self.has_table("older_program").await? {
            return Ok(false);
        }
        let mut select = Query::select();
        select.columns(["migration", "knows"]).from("older_program");
        let mut suiting = BTreeSet::new();
        for row in self.global().query_all(&select).await? {
            if known.contains(&row.try_get::<String>("", "knows")?) {
                suiting.insert(row.try_get::<String>("", "migration")?);
            }
        }
        Ok(newer.iter().all(|change| suiting.contains(*change)))
    }

    async fn has_table(&self, name: &str) -> Result<bool, DbErr> {
        let sql = match self.backend() {
            DbBackend::Sqlite => "SELECT 1 FROM sqlite_master WHERE name = $1",
            _ => "SELECT 1 WHERE to_regclass($1) IS NOT NULL",
        };
        let statement = Statement::from_sql_and_values(self.backend(), sql, [name.into()]);
        Ok(self.global().query_one_raw(statement).await?.is_some())
    }
}

fn newer_than_us(newer: &[&str]) -> DbErr {
    DbErr::Custom(format!(
        "a newer program has changed it ({}) in a way of which this one knows nothing: start that program, or restore a backup of before",
        newer.join(", ")
    ))
}

#[expect(
    clippy::disallowed_methods,
    reason = "a transaction holds the lock under which one node migrates"
)]
async fn up(connection: &DatabaseConnection) -> Result<(), DbErr> {
    if connection.get_database_backend() != DbBackend::Postgres {
        return Migrator::up(connection, None).await;
    }
    // A transaction holds one connection, and with it the lock, while the migrations use another.
    let guard = connection.begin().await?;
    guard.execute_unprepared(LOCK).await?;
    Migrator::up(connection, None).await?;
    guard.commit().await
}
