//! Files that clients send, and jobs that run a mutation for each of their lines.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create, suits_older_programs};

/// Files that clients send, and jobs that run a mutation for each of their lines.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            create(manager, table).await?;
        }
        suits_older_programs(manager, self, "m20261127_000080_older_programs").await
    }
}

fn tables() -> Vec<Table> {
    vec![
        Table::tenant("upload")
            .uuid("id")
            .uuid("user_id")
            .uuid_null("token_id")
            .text("name")
            .text("state")
            .uuid("attempt_id")
            .int("size")
            .int("line_count")
            .text_null("sha256")
            .time("created_at")
            .time("expires_at")
            .key(&["workspace_id", "id"])
            .index("upload_expires", &["workspace_id", "expires_at", "id"]),
        Table::tenant("upload_piece")
            .uuid("upload_id")
            .int("number")
            .bytes("bytes")
            .key(&["workspace_id", "upload_id", "number"])
            .owned_by("upload_id", "upload"),
        Table::tenant("job")
            .uuid("id")
            .text("actor")
            .uuid("user_id")
            .uuid_null("token_id")
            .uuid("upload_id")
            .uuid("change_set_id")
            .text_null("mutation")
            .text("error_policy")
            .boolean("is_dry_run")
            .text("state")
            .boolean("is_cancelled")
            .text_null("reason")
            .int("size")
            .int("done_size")
            .int("line_count")
            .int("done_lines")
            .int("created_count")
            .int("updated_count")
            .int("unchanged_count")
            .int("rejected_count")
            .time("created_at")
            .time_null("started_at")
            .time_null("ended_at")
            .time_null("kept_until")
            .time("served_at")
            .uuid_null("held_by")
            .time_null("held_until")
            .key(&["workspace_id", "id"])
            .index("job_newest", &["workspace_id", "created_at", "id"])
            .index("job_served", &["workspace_id", "state", "served_at"])
            .index("job_kept", &["workspace_id", "kept_until"])
            .index("job_upload", &["workspace_id", "upload_id"]),
        Table::tenant("job_chunk")
            .uuid("job_id")
            .int("begin_size")
            .int("end_size")
            .int("first_line")
            .bytes("outcomes")
            .key(&["workspace_id", "job_id", "begin_size"])
            .owned_by("job_id", "job"),
    ]
}
