//! Invitations into a workspace.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create};

/// Invitations into a workspace.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::tenant("invitation")
            .uuid("id")
            .text("role")
            .text("secret_hash")
            .text("created_by")
            .time("created_at")
            .time("expires_at")
            .time_null("accepted_at")
            .uuid_null("accepted_by")
            .time_null("revoked_at")
            .key(&["workspace_id", "id"]);
        create(manager, table).await
    }
}
