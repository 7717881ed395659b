//! What users decide about the agenda's nudges.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create};

/// What users decide about the agenda's nudges.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::tenant("nudge_decision")
            .uuid("id")
            .key_text("key")
            .text("kind")
            .text("decision")
            .date_null("until")
            .record()
            .key(&["workspace_id", "id"])
            .unique("nudge_decision_key", &["workspace_id", "key"])
            .index("nudge_decision_created", &["workspace_id", "created_at", "id"]);
        create(manager, table).await
    }
}
