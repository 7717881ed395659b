//! Questions to ask people, and the talks in which facts were learnt.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create, suits_older_programs};

/// Questions to ask people, and the talks in which facts were learnt.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let questions = Table::tenant("question")
            .uuid("id")
            .uuid("person_id")
            .text("text")
            .text_null("reason")
            .key_text_null("suggested_by")
            .text("state")
            .uuid_null("interaction_id")
            .date_null("asked_on")
            .text_null("custom_values")
            .record()
            .key(&["workspace_id", "id"])
            .owned_by("person_id", "person")
            .refers_to("interaction_id", "interaction")
            .index("question_created", &["workspace_id", "created_at", "id"])
            .index(
                "question_person",
                &["workspace_id", "person_id", "created_at", "id"],
            )
            .index(
                "question_interaction",
                &["workspace_id", "interaction_id", "created_at", "id"],
            );
        create(manager, questions).await?;
        let talk = ColumnDef::new("interaction_id").uuid().to_owned();
        let add = sea_query::Table::alter()
            .table("fact")
            .add_column(talk)
            .to_owned();
        manager.alter_table(add).await?;
        suits_older_programs(manager, self, "m20261128_000120_erased_marks").await
    }
}
