//! Files of contacts that are looked at before they are taken in.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create, suits_older_programs};

/// Files of contacts that are looked at before they are taken in.
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
        Table::tenant("import_session")
            .uuid("id")
            .text("actor")
            .uuid("user_id")
            .uuid_null("token_id")
            .uuid("upload_id")
            .uuid("change_set_id")
            .text("format")
            .text("source")
            .text("mapping")
            .text("state")
            .int("row_count")
            .int("previewed_count")
            .int("committed_count")
            .int("created_count")
            .int("updated_count")
            .int("unchanged_count")
            .int("skipped_count")
            .int("rejected_count")
            .time("created_at")
            .time_null("committed_at")
            .time("expires_at")
            .key(&["workspace_id", "id"])
            .index("import_session_newest", &["workspace_id", "created_at", "id"])
            .index("import_session_expires", &["workspace_id", "expires_at", "id"])
            .index("import_session_set", &["workspace_id", "change_set_id"]),
        Table::tenant("import_row")
            .uuid("id")
            .uuid("session_id")
            .int("position")
            .text_null("name")
            .text("action")
            .uuid_null("person_id")
            .int_null("revision")
            .text_null("reason")
            .text("changes")
            .text("candidates")
            .text_null("decision")
            .uuid_null("decided_id")
            .text("takes")
            .text("leaves")
            .key(&["workspace_id", "id"])
            .owned_by("session_id", "import_session")
            .index(
                "import_row_position",
                &["workspace_id", "session_id", "position", "id"],
            )
            .index(
                "import_row_action",
                &["workspace_id", "session_id", "action", "position", "id"],
            )
            .index("import_row_person", &["workspace_id", "person_id"]),
    ]
}
