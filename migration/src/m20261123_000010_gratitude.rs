//! Thanks owed, given and received.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create};

/// Thanks owed, given and received.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, table()).await
    }
}

fn table() -> Table {
    Table::tenant("gratitude")
        .uuid("id")
        .uuid("person_id")
        .text("direction")
        .text("state")
        .text_null("means")
        .text_null("text")
        .text_null("public_url")
        .date_null("owed_since")
        .date_null("thanked_on")
        .uuid_null("exchange_id")
        .uuid_null("introduction_id")
        .uuid_null("collaboration_id")
        .uuid_null("owed_for")
        .boolean("is_owed")
        .key_text("sort_owed")
        .record()
        .key(&["workspace_id", "id"])
        .refers_to("person_id", "person")
        .refers_to("exchange_id", "exchange")
        .refers_to("introduction_id", "introduction")
        .refers_to("collaboration_id", "collaboration")
        // A cause makes a person owed thanks once, however often it is repeated.
        .unique("gratitude_cause", &["workspace_id", "owed_for", "person_id"])
        .index("gratitude_owed", &["workspace_id", "is_owed", "sort_owed", "id"])
        .index("gratitude_created", &["workspace_id", "created_at", "id"])
        .index("gratitude_updated", &["workspace_id", "updated_at", "id"])
        .index(
            "gratitude_person",
            &["workspace_id", "person_id", "created_at", "id"],
        )
        .index(
            "gratitude_exchange",
            &["workspace_id", "exchange_id", "created_at", "id"],
        )
        .index(
            "gratitude_introduction",
            &["workspace_id", "introduction_id", "created_at", "id"],
        )
        .index(
            "gratitude_collaboration",
            &["workspace_id", "collaboration_id", "created_at", "id"],
        )
}
