//! What requests changed in many records, with what was before, so that they can be undone.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create};

/// What requests changed in many records.
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
        Table::tenant("change_set")
            .uuid("id")
            .text("mutation")
            .text("actor")
            .time("at")
            .big("first_seq")
            .big("last_seq")
            .int("changes")
            .uuid_null("undoes")
            .uuid_null("undone_by")
            .boolean("is_kept")
            .key(&["workspace_id", "id"])
            .index("change_set_last", &["workspace_id", "last_seq", "id"])
            .index("change_set_kept", &["workspace_id", "is_kept", "at"]),
        Table::tenant("change_set_row")
            .uuid("change_set_id")
            .big("seq")
            .int("position")
            .text("record_type")
            .uuid("record_id")
            .text("table_name")
            .text("row_key")
            .text_null("before")
            .text_null("after")
            .key(&["workspace_id", "change_set_id", "seq", "position"])
            .owned_by("change_set_id", "change_set")
            .index("change_set_row_record", &["workspace_id", "record_id"]),
    ]
}
