//! Goals, who supports them, and what is done together for them.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create};

/// Goals, who supports them, and what is done together for them.
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
        Table::tenant("goal")
            .uuid("id")
            .uuid_null("person_id")
            .text("title")
            .key_text("sort_title")
            .text_null("description")
            .text("state")
            .text_null("horizon")
            .date_null("target_on")
            .key_text("sort_target")
            .date_null("achieved_on")
            .record()
            .key(&["workspace_id", "id"])
            .owned_by("person_id", "person")
            .index("goal_created", &["workspace_id", "created_at", "id"])
            .index("goal_updated", &["workspace_id", "updated_at", "id"])
            .index("goal_title", &["workspace_id", "sort_title", "id"])
            .index("goal_target", &["workspace_id", "sort_target", "id"])
            .index("goal_state", &["workspace_id", "state", "sort_target", "id"])
            .index("goal_person", &["workspace_id", "person_id", "created_at", "id"]),
        Table::tenant("goal_supporter")
            .uuid("goal_id")
            .uuid("person_id")
            .text("role")
            .text_null("note")
            .time("added_at")
            .key(&["workspace_id", "goal_id", "person_id"])
            .owned_by("goal_id", "goal")
            .owned_by("person_id", "person")
            .index("goal_supporter_person", &["workspace_id", "person_id", "goal_id"]),
        Table::tenant("goal_collaboration")
            .uuid("goal_id")
            .uuid("collaboration_id")
            .time("added_at")
            .key(&["workspace_id", "goal_id", "collaboration_id"])
            .owned_by("goal_id", "goal")
            .owned_by("collaboration_id", "collaboration")
            .index(
                "goal_collaboration_collaboration",
                &["workspace_id", "collaboration_id", "goal_id"],
            ),
    ]
}
