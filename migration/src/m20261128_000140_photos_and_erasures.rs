//! The pictures of people; and which workspaces are being erased.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create, suits_older_programs};

/// The pictures of people; and which workspaces are being erased.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::tenant("photo")
            .uuid("person_id")
            .text("content_type")
            .int("byte_size")
            .text("sha256")
            .time("stored_at")
            .bytes("bytes")
            .key(&["workspace_id", "person_id"])
            .owned_by("person_id", "person");
        create(manager, table).await?;
        let erasure = Table::global("erasure")
            .uuid("erased_workspace")
            .time("asked_at")
            .key(&["erased_workspace"]);
        create(manager, erasure).await?;
        suits_older_programs(manager, self, "m20261127_000100_calendar_feeds").await
    }
}
