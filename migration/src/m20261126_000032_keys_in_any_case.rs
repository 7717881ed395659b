//! Keys of other systems are found in any case: programs write the same UID in one case and in the other.

use sea_orm_migration::prelude::*;

/// Keys of other systems are found in any case.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // With the person in it, SQLite's planner takes it before the primary key, which would be walked.
        manager
            .get_connection()
            .execute_unprepared(
                "CREATE INDEX external_ref_any_case ON external_ref (workspace_id, source, lower(external_id), person_id)",
            )
            .await?;
        Ok(())
    }
}
