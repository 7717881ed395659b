//! A match becomes a collaboration; who gains and learns in one; what came of what was given.

use sea_orm_migration::prelude::*;

use crate::schema::suits_older_programs;

/// A match becomes a collaboration; who gains and learns in one; what came of what was given.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in [
            (
                "match_decision",
                ColumnDef::new("collaboration_id").uuid().to_owned(),
            ),
            ("collaboration", ColumnDef::new("reason").text().to_owned()),
            ("collaboration", ColumnDef::new("retrospective").text().to_owned()),
            (
                "collaboration_member",
                ColumnDef::new("benefit").text().to_owned(),
            ),
            (
                "collaboration_member",
                ColumnDef::new("learning").text().to_owned(),
            ),
            (
                "collaboration_member",
                ColumnDef::new("gain").integer().to_owned(),
            ),
            ("exchange", ColumnDef::new("result").text().to_owned()),
        ] {
            let add = Table::alter().table(table).add_column(column).to_owned();
            manager.alter_table(add).await?;
        }
        // Most decisions made no collaboration, and are in no index.
        let of = "CREATE INDEX match_decision_collaboration ON match_decision (workspace_id, collaboration_id) \
                  WHERE collaboration_id IS NOT NULL";
        manager.get_connection().execute_unprepared(of).await?;
        // What was made in a quarter.
        let made = "CREATE INDEX introduction_made ON introduction (workspace_id, made_at, id) WHERE made_at IS NOT NULL";
        manager.get_connection().execute_unprepared(made).await?;
        suits_older_programs(manager, self, "m20261127_000080_older_programs").await
    }
}
