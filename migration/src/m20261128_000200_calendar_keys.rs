//! The keys of interactions and events in calendars.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create, suits_older_programs};

/// The keys of interactions and events in calendars.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let interactions = Table::tenant("interaction_ref")
            .key_text("source")
            .key_text("external_id")
            .uuid("interaction_id")
            .json_null("snapshot")
            .key(&["workspace_id", "source", "external_id"])
            .owned_by("interaction_id", "interaction")
            .index("interaction_ref_owner", &["workspace_id", "interaction_id"]);
        create(manager, interactions).await?;
        let events = Table::tenant("event_ref")
            .key_text("source")
            .key_text("external_id")
            .uuid("event_id")
            .json_null("snapshot")
            .key(&["workspace_id", "source", "external_id"])
            .owned_by("event_id", "event")
            .index("event_ref_owner", &["workspace_id", "event_id"]);
        create(manager, events).await?;
        suits_older_programs(manager, self, "m20261127_000100_calendar_feeds").await
    }
}
