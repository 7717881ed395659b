//! Answers that are kept for a while under a client's idempotency key, and the records that each of them names.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create};

/// Answers that are kept under a client's idempotency key.
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
        Table::tenant("idempotency_key")
            .uuid("id")
            .text("request_hash")
            .text_null("answer")
            .time("kept_at")
            .key(&["workspace_id", "id"])
            .index("idempotency_key_age", &["workspace_id", "kept_at"]),
        Table::tenant("idempotency_key_record")
            .uuid("key_id")
            .uuid("record_id")
            .key(&["workspace_id", "key_id", "record_id"])
            .owned_by("key_id", "idempotency_key")
            .index(
                "idempotency_key_record_named",
                &["workspace_id", "record_id", "key_id"],
            ),
    ]
}
