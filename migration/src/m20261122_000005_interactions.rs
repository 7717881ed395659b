//! Interactions and who took part.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create};

/// Interactions and who took part.
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
        Table::tenant("interaction")
            .uuid("id")
            .time("happened_at")
            .text("channel")
            .text_null("initiator")
            .int_null("duration_minutes")
            .text_null("title")
            .text_null("summary")
            .text_null("notes")
            .text_null("sentiment")
            .text_null("place")
            .text_null("updates_shared")
            .text_null("updates_heard")
            .text_null("event")
            .uuid_null("collaboration_id")
            .record()
            .key(&["workspace_id", "id"])
            .refers_to("collaboration_id", "collaboration")
            .index("interaction_happened", &["workspace_id", "happened_at", "id"])
            .index("interaction_created", &["workspace_id", "created_at", "id"])
            .index(
                "interaction_collaboration",
                &["workspace_id", "collaboration_id", "happened_at", "id"],
            ),
        Table::tenant("interaction_participant")
            .uuid("interaction_id")
            .uuid("person_id")
            .time("happened_at")
            .boolean("archived")
            .key(&["workspace_id", "interaction_id", "person_id"])
            .owned_by("interaction_id", "interaction")
            .owned_by("person_id", "person")
            .index(
                "interaction_participant_feed",
                &[
                    "workspace_id",
                    "person_id",
                    "archived",
                    "happened_at",
                    "interaction_id",
                ],
            ),
    ]
}
