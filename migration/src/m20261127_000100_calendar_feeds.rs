//! Calendars that programs of others read by a secret address.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create, suits_older_programs};

/// Calendars that programs of others read by a secret address.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::tenant("calendar_feed")
            .uuid("id")
            .text("name")
            .text("secret_hash")
            .uuid("user_id")
            .text("created_by")
            .time("created_at")
            .time_null("revoked_at")
            .key(&["workspace_id", "id"]);
        create(manager, table).await?;
        suits_older_programs(manager, self, "m20261127_000080_older_programs").await
    }
}
