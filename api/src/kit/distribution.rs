//! Where the tables belong when a database is spread over several servers by workspace, as Citus does it.

use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DbBackend, DbErr, Statement};
use serde::Serialize;

/// What the program keeps for itself, in no request's way: it stays where it is.
const OWN: [&str; 3] = ["older_program", "seaql_migrations", "write_probe"];

/// The tables, and whether they have a workspace. SQLite's index of words is not one of them.
const TABLES: &str = "SELECT it.name, EXISTS (SELECT 1 FROM pragma_table_info(it.name) AS c WHERE c.name = 'workspace_id') AS of_workspace
    FROM pragma_table_list AS it WHERE it.schema = 'main' AND it.type = 'table' AND it.name NOT LIKE 'sqlite%' ORDER BY it.name";

/// Where a table belongs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Placed {
    /// Its name.
    pub table: String,
    /// How.
    #[serde(flatten)]
    pub place: Place,
}

/// Where a table belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "place", rename_all = "snake_case")]
pub enum Place {
    /// With the rows of the same workspace.
    Distributed {
        /// The column that says which.
        by: &'static str,
    },
    /// On every server: it belongs to no workspace, and is read together with what does.
    Reference,
    /// On the server that is connected to.
    Local,
}

/// Where each table belongs, by what the migrations make: they are run on a database in memory.
///
/// # Errors
/// What that database answers.
pub async fn places() -> Result<Vec<Placed>, DbErr> {
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.max_connections(1).sqlx_logging(false);
    let made = Database::connect(options).await?;
    Migrator::up(&made, None).await?;
    let tables = made
        .query_all_raw(Statement::from_string(DbBackend::Sqlite, TABLES))
        .await?;
    let mut places = Vec::new();
    for row in tables {
        let table: String = row.try_get("", "name")?;
        let place = match table.as_str() {
            "workspace" => Place::Distributed { by: "id" },
            _ if row.try_get("", "of_workspace")? => Place::Distributed { by: "workspace_id" },
            own if OWN.contains(&own) => Place::Local,
            _ => Place::Reference,
        };
        places.push(Placed { table, place });
    }
    made.close().await?;
    Ok(places)
}
