//! Indexes for what is computed from many records: each holds what its reads need, and most hold only rows that are rare.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// Indexes for what is computed from many records.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let is_postgres = manager.get_database_backend() == DbBackend::Postgres;
        // What is carried but not sought by. SQLite has no other place for it than behind the key.
        let with = |key: &str, carried: &str| {
            if is_postgres {
                format!("({key}) INCLUDE ({carried})")
            } else {
                format!("({key}, {carried})")
            }
        };
        let statements = [
            // Reports and totals look at many interactions and need little of each.
            "DROP INDEX interaction_happened".to_owned(),
            format!(
                "CREATE INDEX interaction_happened ON interaction {}",
                with("workspace_id, happened_at, id", "archived_at, channel, duration_minutes, collaboration_id")
            ),
            format!(
                "CREATE INDEX interaction_sentiment ON interaction {} WHERE sentiment IS NOT NULL",
                with("workspace_id, sentiment, happened_at, id", "archived_at")
            ),
            format!(
                "CREATE INDEX interaction_duration ON interaction {} WHERE duration_minutes IS NOT NULL",
                with("workspace_id, duration_minutes, happened_at, id", "archived_at")
            ),
            // Nearly all changes are of interactions: without them, logging one writes nothing here.
            "CREATE INDEX change_type ON change (workspace_id, record_type, seq) WHERE record_type <> 'INTERACTION'".to_owned(),
            // How many people have a value, without those who are archived.
            "CREATE INDEX person_archived ON person (workspace_id, id) WHERE archived_at IS NOT NULL".to_owned(),
            "DROP INDEX attribute_value".to_owned(),
            "CREATE INDEX attribute_value ON attribute (workspace_id, value_id, until, since)".to_owned(),
        ];
        for sql in statements {
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        Ok(())
    }
}
