//! Collaborations, their members and milestones.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create};

/// Collaborations, their members and milestones.
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
        Table::tenant("collaboration")
            .uuid("id")
            .text("title")
            .key_text("sort_title")
            .text("kind")
            .text("state")
            .text_null("summary")
            .text_null("goal")
            .text_null("started_on")
            .text_null("ended_on")
            .text_null("outcome")
            .record()
            .key(&["workspace_id", "id"])
            .index("collaboration_title", &["workspace_id", "sort_title", "id"])
            .index("collaboration_state", &["workspace_id", "state", "id"])
            .index("collaboration_created", &["workspace_id", "created_at", "id"])
            .index("collaboration_updated", &["workspace_id", "updated_at", "id"]),
        Table::tenant("collaboration_member")
            .uuid("id")
            .uuid("collaboration_id")
            .uuid("person_id")
            .text_null("role")
            .text_null("contribution")
            .text_null("started_on")
            .text_null("ended_on")
            .int("position")
            .key(&["workspace_id", "id"])
            .owned_by("collaboration_id", "collaboration")
            .refers_to("person_id", "person")
            .index(
                "collaboration_member_collaboration",
                &["workspace_id", "collaboration_id", "position"],
            )
            .index(
                "collaboration_member_person",
                &["workspace_id", "person_id", "collaboration_id"],
            ),
        Table::tenant("collaboration_milestone")
            .uuid("id")
            .uuid("collaboration_id")
            .text("title")
            .date_null("due_on")
            .date_null("done_on")
            .int("position")
            .key(&["workspace_id", "id"])
            .owned_by("collaboration_id", "collaboration")
            .index(
                "collaboration_milestone_collaboration",
                &["workspace_id", "collaboration_id", "position"],
            ),
    ]
}
