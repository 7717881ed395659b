//! The feed names the columns that an update changed.

use sea_orm_migration::prelude::*;

/// The feed names the columns that an update changed.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = ColumnDef::new("columns").text().to_owned();
        let add = Table::alter().table("change").add_column(columns).to_owned();
        manager.alter_table(add).await
    }
}
