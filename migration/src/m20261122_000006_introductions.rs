//! Introductions, their sides and history.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create};

/// Introductions, their sides and history.
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
        Table::tenant("introduction")
            .uuid("id")
            .text("state")
            .text_null("reason")
            .uuid_null("connector_id")
            .time_null("expires_at")
            .time_null("asked_at")
            .time_null("made_at")
            .time_null("closed_at")
            .text_null("message")
            .text_null("outcome")
            .text_null("outcome_note")
            .record()
            .key(&["workspace_id", "id"])
            .refers_to("connector_id", "person")
            .index("introduction_created", &["workspace_id", "created_at", "id"])
            .index("introduction_updated", &["workspace_id", "updated_at", "id"])
            .index(
                "introduction_state",
                &["workspace_id", "state", "expires_at", "id"],
            )
            .index(
                "introduction_connector",
                &["workspace_id", "connector_id", "asked_at"],
            ),
        Table::tenant("introduction_side")
            .uuid("introduction_id")
            .text("side")
            .uuid("person_id")
            .text("consent")
            .text_null("blurb")
            .time_null("asked_at")
            .time_null("answered_at")
            .text_null("answer_note")
            .time_null("nudged_at")
            .int("nudges")
            .text_null("link_hash")
            .key(&["workspace_id", "introduction_id", "side"])
            .owned_by("introduction_id", "introduction")
            .refers_to("person_id", "person")
            .index(
                "introduction_side_person",
                &["workspace_id", "person_id", "introduction_id"],
            ),
        Table::tenant("introduction_step")
            .uuid("introduction_id")
            .int("position")
            .time("at")
            .text("action")
            .text_null("side")
            .text_null("from_state")
            .text("to_state")
            .text("actor")
            .text_null("note")
            .key(&["workspace_id", "introduction_id", "position"])
            .owned_by("introduction_id", "introduction"),
    ]
}
