//! Cadences, check-ins, and what a workspace says of its weeks.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create};

/// Cadences, check-ins, and what a workspace says of its weeks.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            create(manager, table).await?;
        }
        // One column a statement: SQLite adds no more at once.
        for column in [
            ColumnDef::new("week_start").text().not_null().default("MONDAY"),
            ColumnDef::new("weekly_capacity").integer(),
            ColumnDef::new("away_from").date(),
            ColumnDef::new("away_until").date(),
        ] {
            let mut alter = sea_query::Table::alter();
            alter.table("workspace").add_column(column);
            manager.alter_table(alter).await?;
        }
        Ok(())
    }
}

fn tables() -> Vec<Table> {
    vec![
        Table::tenant("cadence")
            .uuid("id")
            .key_text("subject")
            .uuid_null("person_id")
            .uuid_null("circle_id")
            .int("ideal_days")
            .int("max_days")
            .text("channels")
            .date_null("paused_until")
            .record()
            .key(&["workspace_id", "id"])
            .owned_by("person_id", "person")
            .owned_by("circle_id", "circle")
            .unique("cadence_subject", &["workspace_id", "subject"])
            .index("cadence_person", &["workspace_id", "person_id"])
            .index("cadence_circle", &["workspace_id", "circle_id"])
            .index("cadence_created", &["workspace_id", "created_at", "id"]),
        Table::tenant("check_in")
            .uuid("id")
            .uuid("person_id")
            .text("state")
            .date("day")
            .text_null("channel")
            .text_null("note")
            .date_null("done_on")
            .uuid_null("interaction_id")
            .record()
            .key(&["workspace_id", "id"])
            .owned_by("person_id", "person")
            .refers_to("interaction_id", "interaction")
            .index(
                "check_in_person",
                &["workspace_id", "person_id", "state", "day", "id"],
            )
            .index(
                "check_in_person_created",
                &["workspace_id", "person_id", "created_at", "id"],
            )
            .index("check_in_open", &["workspace_id", "state", "day", "id"])
            .index("check_in_interaction", &["workspace_id", "interaction_id"])
            .index("check_in_created", &["workspace_id", "created_at", "id"]),
    ]
}
