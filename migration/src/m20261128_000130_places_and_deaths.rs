//! Where people live, and when somebody died.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::schema::suits_older_programs;

/// Where people live, and when somebody died.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let is_postgres = manager.get_database_backend() == DbBackend::Postgres;
        let bytes = if is_postgres { " COLLATE \"C\"" } else { "" };
        for sql in [
            "ALTER TABLE person ADD COLUMN city text".to_owned(),
            format!("ALTER TABLE person ADD COLUMN sort_city text{bytes} NOT NULL DEFAULT ''"),
            format!("ALTER TABLE person ADD COLUMN country text{bytes}"),
            // Compared with days, as text.
            format!("ALTER TABLE person ADD COLUMN died_on text{bytes}"),
            "CREATE INDEX person_city ON person (workspace_id, sort_city, id)".to_owned(),
            "CREATE INDEX person_country ON person (workspace_id, country, id) WHERE country IS NOT NULL"
                .to_owned(),
            // It holds nobody who lives: what is ahead is asked of the others.
            "CREATE INDEX person_died ON person (workspace_id, id) WHERE died_on IS NOT NULL".to_owned(),
        ] {
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        suits_older_programs(manager, self, "m20261127_000100_calendar_feeds").await
    }
}
