//! The ledger of what was given and received.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create};

/// The ledger of what was given and received.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, table()).await
    }
}

fn table() -> Table {
    Table::tenant("exchange")
        .uuid("id")
        .uuid("person_id")
        .text("direction")
        .text("kind")
        .text("state")
        .text("title")
        .text_null("description")
        .int("weight")
        .date_null("due_on")
        .date_null("done_on")
        .key_text("sort_due")
        .key_text("sort_done")
        .uuid_null("interaction_id")
        .uuid_null("introduction_id")
        .uuid_null("collaboration_id")
        .record()
        .key(&["workspace_id", "id"])
        .refers_to("person_id", "person")
        .refers_to("interaction_id", "interaction")
        .refers_to("introduction_id", "introduction")
        .refers_to("collaboration_id", "collaboration")
        .index("exchange_created", &["workspace_id", "created_at", "id"])
        .index("exchange_updated", &["workspace_id", "updated_at", "id"])
        .index("exchange_due", &["workspace_id", "sort_due", "id"])
        .index("exchange_done", &["workspace_id", "sort_done", "id"])
        .index("exchange_state", &["workspace_id", "state", "sort_due", "id"])
        .index(
            "exchange_person",
            &["workspace_id", "person_id", "created_at", "id"],
        )
        .index(
            "exchange_interaction",
            &["workspace_id", "interaction_id", "created_at", "id"],
        )
        .index(
            "exchange_introduction",
            &["workspace_id", "introduction_id", "created_at", "id"],
        )
        .index(
            "exchange_collaboration",
            &["workspace_id", "collaboration_id", "created_at", "id"],
        )
        // What is promised either way, soonest due first.
        .index(
            "exchange_person_due",
            &[
                "workspace_id",
                "person_id",
                "state",
                "direction",
                "sort_due",
                "id",
            ],
        )
        // All that sums take of a row: they read the index alone.
        .index(
            "exchange_balance",
            &[
                "workspace_id",
                "person_id",
                "archived_at",
                "state",
                "direction",
                "done_on",
                "weight",
            ],
        )
}
