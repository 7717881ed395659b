//! What challenged the user in a talk, and what they learnt.

use sea_orm_migration::prelude::*;

use crate::schema::suits_older_programs;

/// What challenged the user in a talk, and what they learnt.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["challenged", "learnt"] {
            let add = Table::alter()
                .table("interaction")
                .add_column(ColumnDef::new(column).text())
                .to_owned();
            manager.alter_table(add).await?;
            // Few talks say so: all others are in no index.
            let index = format!(
                "CREATE INDEX interaction_{column} ON interaction (workspace_id, happened_at, id) WHERE {column} IS NOT NULL"
            );
            manager.get_connection().execute_unprepared(&index).await?;
        }
        suits_older_programs(manager, self, "m20261127_000080_older_programs").await
    }
}
