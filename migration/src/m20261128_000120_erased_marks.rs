//! By what those who were erased were known, as keyed hashes.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create, suits_older_programs};

/// By what those who were erased were known, as keyed hashes.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let key = Table::tenant("erasure_key").text("secret").key(&["workspace_id"]);
        create(manager, key).await?;
        let marks = Table::tenant("erased_mark")
            .key_text("mark")
            .time("erased_at")
            .key(&["workspace_id", "mark"]);
        create(manager, marks).await?;
        suits_older_programs(manager, self, "m20261127_000080_older_programs").await
    }
}
