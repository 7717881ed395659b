//! What a used refresh token and its salt make is the next one, so that it can be answered again for a moment.

use sea_orm_migration::prelude::*;

/// What a used refresh token and its salt make is the next one, so that it can be answered again for a moment.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let salt = ColumnDef::new("salt").text().to_owned();
        let add = Table::alter().table("refresh_token").add_column(salt).to_owned();
        manager.alter_table(add).await
    }
}
