//! Communities, events, and who is there.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create};

/// Communities, events, and who is there.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in communities().into_iter().chain(events()) {
            create(manager, table).await?;
        }
        Ok(())
    }
}

fn communities() -> Vec<Table> {
    vec![
        Table::tenant("community")
            .uuid("id")
            .text("name")
            .key_text("sort_name")
            .text("kind")
            .text_null("description")
            .text_null("place")
            .text_null("url")
            .record()
            .key(&["workspace_id", "id"])
            .index("community_name", &["workspace_id", "sort_name", "id"])
            .index("community_created", &["workspace_id", "created_at", "id"])
            .index("community_updated", &["workspace_id", "updated_at", "id"]),
        Table::tenant("community_member")
            .uuid("id")
            .uuid("community_id")
            .uuid_null("person_id")
            .key_text("member")
            .text_null("role")
            .text_null("started_on")
            .text_null("ended_on")
            .boolean("is_current")
            .time("added_at")
            .key(&["workspace_id", "id"])
            .owned_by("community_id", "community")
            .owned_by("person_id", "person")
            .unique(
                "community_member_once",
                &["workspace_id", "community_id", "member"],
            )
            .index(
                "community_member_list",
                &["workspace_id", "community_id", "added_at", "id"],
            )
            .index(
                "community_member_person",
                &["workspace_id", "person_id", "added_at", "id"],
            ),
    ]
}

fn events() -> Vec<Table> {
    vec![
        Table::tenant("event")
            .uuid("id")
            .text("title")
            .key_text("sort_title")
            .text("kind")
            .text_null("description")
            .time_null("starts_at")
            .time_null("ends_at")
            .date_null("starts_on")
            .date_null("ends_on")
            .text("time_zone")
            .time("begins_at")
            .time("over_at")
            .text_null("place")
            .text_null("url")
            .uuid_null("organization_id")
            .uuid_null("community_id")
            .time_null("cancelled_at")
            .record()
            .key(&["workspace_id", "id"])
            .refers_to("organization_id", "organization")
            .refers_to("community_id", "community")
            .index("event_begins", &["workspace_id", "begins_at", "id"])
            .index("event_over", &["workspace_id", "over_at", "id"])
            .index("event_title", &["workspace_id", "sort_title", "id"])
            .index("event_created", &["workspace_id", "created_at", "id"])
            .index("event_updated", &["workspace_id", "updated_at", "id"])
            .index(
                "event_organization",
                &["workspace_id", "organization_id", "begins_at", "id"],
            )
            .index(
                "event_community",
                &["workspace_id", "community_id", "begins_at", "id"],
            ),
        Table::tenant("attendance")
            .uuid("id")
            .uuid("event_id")
            .uuid_null("person_id")
            .key_text("attendee")
            .text("state")
            .text("role")
            .text_null("note")
            .time("added_at")
            .key(&["workspace_id", "id"])
            .owned_by("event_id", "event")
            .owned_by("person_id", "person")
            .unique("attendance_once", &["workspace_id", "event_id", "attendee"])
            .index("attendance_list", &["workspace_id", "event_id", "added_at", "id"])
            .index(
                "attendance_person",
                &["workspace_id", "person_id", "added_at", "id"],
            ),
        // A table of its own: SQLite adds no reference of two columns to a table that is there.
        Table::tenant("interaction_event")
            .uuid("interaction_id")
            .uuid("event_id")
            .time("happened_at")
            .boolean("archived")
            .key(&["workspace_id", "interaction_id"])
            .owned_by("interaction_id", "interaction")
            .owned_by("event_id", "event")
            .index(
                "interaction_event_feed",
                &[
                    "workspace_id",
                    "event_id",
                    "archived",
                    "happened_at",
                    "interaction_id",
                ],
            ),
    ]
}
