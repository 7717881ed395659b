//! What users decide about people who may be the same.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create};

/// What users decide about people who may be the same.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::tenant("duplicate_decision")
            .uuid("id")
            .uuid("person_id")
            .uuid("other_id")
            .text_null("note")
            .record()
            .key(&["workspace_id", "id"])
            .owned_by("person_id", "person")
            .owned_by("other_id", "person")
            .unique(
                "duplicate_decision_pair",
                &["workspace_id", "person_id", "other_id"],
            )
            .index("duplicate_decision_other", &["workspace_id", "other_id"])
            .index(
                "duplicate_decision_created",
                &["workspace_id", "created_at", "id"],
            );
        create(manager, table).await
    }
}
