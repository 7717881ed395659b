//! Time taken, and time meant to be taken.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create};

/// Time taken, and time meant to be taken.
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
        Table::tenant("time_entry")
            .uuid("id")
            .date("day")
            .key_text("sort_day")
            .int("minutes")
            .text("kind")
            .text_null("note")
            .uuid_null("interaction_id")
            .uuid_null("event_id")
            .uuid_null("community_id")
            .uuid_null("goal_id")
            .uuid_null("circle_id")
            .uuid_null("collaboration_id")
            .record()
            .key(&["workspace_id", "id"])
            .refers_to("interaction_id", "interaction")
            .refers_to("event_id", "event")
            .refers_to("community_id", "community")
            .refers_to("goal_id", "goal")
            .refers_to("circle_id", "circle")
            .refers_to("collaboration_id", "collaboration")
            .index("time_entry_day", &["workspace_id", "day", "id"])
            .index("time_entry_sort", &["workspace_id", "sort_day", "id"])
            .index("time_entry_created", &["workspace_id", "created_at", "id"])
            .index("time_entry_updated", &["workspace_id", "updated_at", "id"])
            .index("time_entry_interaction", &["workspace_id", "interaction_id"])
            .index("time_entry_event", &["workspace_id", "event_id"])
            .index("time_entry_community", &["workspace_id", "community_id"])
            .index("time_entry_goal", &["workspace_id", "goal_id"])
            .index("time_entry_circle", &["workspace_id", "circle_id"])
            .index("time_entry_collaboration", &["workspace_id", "collaboration_id"]),
        Table::tenant("time_entry_person")
            .uuid("time_entry_id")
            .uuid("person_id")
            .key(&["workspace_id", "time_entry_id", "person_id"])
            .owned_by("time_entry_id", "time_entry")
            .owned_by("person_id", "person")
            .index(
                "time_entry_person_person",
                &["workspace_id", "person_id", "time_entry_id"],
            ),
        Table::tenant("time_intention")
            .uuid("id")
            .key_text("subject")
            .uuid_null("circle_id")
            .uuid_null("goal_id")
            .uuid_null("community_id")
            .text_null("kind")
            .int("minutes_per_week")
            .date("starts_on")
            .key_text("sort_starts")
            .date_null("ends_on")
            .record()
            .key(&["workspace_id", "id"])
            .owned_by("circle_id", "circle")
            .owned_by("goal_id", "goal")
            .owned_by("community_id", "community")
            .index(
                "time_intention_subject",
                &["workspace_id", "subject", "starts_on"],
            )
            .index("time_intention_sort", &["workspace_id", "sort_starts", "id"])
            .index("time_intention_circle", &["workspace_id", "circle_id"])
            .index("time_intention_goal", &["workspace_id", "goal_id"])
            .index("time_intention_community", &["workspace_id", "community_id"]),
    ]
}
