//! Records that were merged into others say into which.

use sea_orm_migration::prelude::*;

/// Records that were merged into others say into which.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["person", "organization", "tag"] {
            let into = ColumnDef::new("merged_into_id").uuid().to_owned();
            let add = Table::alter().table(table).add_column(into).to_owned();
            manager.alter_table(add).await?;
        }
        Ok(())
    }
}
