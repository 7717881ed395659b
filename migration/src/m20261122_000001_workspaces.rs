//! Users, workspaces and the ways to sign in.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create};

/// Users, workspaces and the ways to sign in.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            create(manager, table).await?;
        }
        Ok(())
    }
}

fn tables() -> Vec<Table> {
    vec![
        Table::global("user")
            .uuid("id")
            .text("email")
            .text("display_name")
            .text("password_hash")
            .time("created_at")
            .time("updated_at")
            .key(&["id"]),
        Table::global("user_email")
            .key_text("email")
            .uuid("user_id")
            .key(&["email"]),
        Table::global("user_workspace")
            .uuid("user_id")
            .uuid("joined_workspace")
            .text("role")
            .time("joined_at")
            .key(&["user_id", "joined_workspace"]),
        Table::global("session")
            .uuid("id")
            .uuid("user_id")
            .uuid("for_workspace")
            .time("created_at")
            .time("expires_at")
            .time_null("revoked_at")
            .key(&["id"])
            .index("session_user", &["user_id"]),
        Table::global("refresh_token")
            .key_text("hash")
            .uuid("session_id")
            .time("issued_at")
            .time_null("used_at")
            .key(&["hash"])
            .index("refresh_token_session", &["session_id"]),
        Table::global("workspace")
            .uuid("id")
            .text("name")
            .text("time_zone")
            .big("latest_seq")
            .int("revision")
            .time("created_at")
            .time("updated_at")
            .key(&["id"]),
        Table::tenant("membership")
            .uuid("user_id")
            .text("role")
            .time("joined_at")
            .key(&["workspace_id", "user_id"]),
        Table::tenant("api_token")
            .uuid("id")
            .text("name")
            .text("hint")
            .text("secret_hash")
            .json("scopes")
            .uuid("user_id")
            .time("created_at")
            .time("expires_at")
            .time_null("revoked_at")
            .time_null("last_used_at")
            .key(&["workspace_id", "id"]),
    ]
}
