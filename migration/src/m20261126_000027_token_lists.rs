//! API tokens are listed in pages, by when they were made and by when they end.

use sea_orm_migration::prelude::*;

/// API tokens are listed in pages, by when they were made and by when they end.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, column) in [
            ("api_token_created", "created_at"),
            ("api_token_expires", "expires_at"),
        ] {
            let index = Index::create()
                .name(name)
                .table("api_token")
                .col("workspace_id")
                .col(column)
                .col("id")
                .to_owned();
            manager.create_index(index).await?;
        }
        Ok(())
    }
}
