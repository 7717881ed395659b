//! What a token imported says so: until now its id stood where a user's stands.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

/// What a token imported says so: until now its id stood where a user's stands.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in COLUMNS {
            let uuid = format!("substr({table}.{column}, 8)");
            let is_token = match manager.get_database_backend() {
                DbBackend::Postgres => format!("t.id::text = {uuid}"),
                _ => format!("t.id = unhex(replace({uuid}, '-', ''))"),
            };
            let sql = format!(
                "UPDATE {table} SET {column} = 'IMPORT:TOKEN:' || substr({column}, 8)
                 WHERE {column} LIKE 'IMPORT:%' AND EXISTS
                     (SELECT 1 FROM api_token t WHERE t.workspace_id = {table}.workspace_id AND {is_token})"
            );
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        Ok(())
    }
}

/// Where it is kept who wrote something.
const COLUMNS: [(&str, &str); 27] = [
    ("cadence", "created_by"),
    ("change", "actor"),
    ("check_in", "created_by"),
    ("circle", "created_by"),
    ("collaboration", "created_by"),
    ("community", "created_by"),
    ("dimension", "created_by"),
    ("event", "created_by"),
    ("exchange", "created_by"),
    ("goal", "created_by"),
    ("gratitude", "created_by"),
    ("interaction", "created_by"),
    ("introduction", "created_by"),
    ("introduction_step", "actor"),
    ("invitation", "created_by"),
    ("match_decision", "created_by"),
    ("milestone", "created_by"),
    ("milestone_acknowledgement", "created_by"),
    ("need", "created_by"),
    ("nudge_decision", "created_by"),
    ("offer", "created_by"),
    ("organization", "created_by"),
    ("person", "created_by"),
    ("tag", "created_by"),
    ("tie", "created_by"),
    ("time_entry", "created_by"),
    ("time_intention", "created_by"),
];
