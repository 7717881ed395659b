//! What the user wants people to know, for which circles it is meant, and in which talks it was told.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create, suits_older_programs};

/// What the user wants people to know, for which circles it is meant, and in which talks it was told.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let news = Table::tenant("news")
            .uuid("id")
            .text("title")
            .text_null("description")
            .text_null("topics")
            .date_null("starts_on")
            .date_null("until")
            .key_text("sort_until")
            .text_null("custom_values")
            .record()
            .key(&["workspace_id", "id"])
            .index("news_created", &["workspace_id", "created_at", "id"])
            .index("news_updated", &["workspace_id", "updated_at", "id"])
            .index("news_until", &["workspace_id", "sort_until", "id"]);
        let circles = Table::tenant("news_circle")
            .uuid("news_id")
            .uuid("circle_id")
            .key(&["workspace_id", "news_id", "circle_id"])
            .owned_by("news_id", "news")
            .owned_by("circle_id", "circle")
            .index("news_circle_of_circle", &["workspace_id", "circle_id", "news_id"]);
        let told = Table::tenant("interaction_news")
            .uuid("interaction_id")
            .uuid("news_id")
            .key(&["workspace_id", "interaction_id", "news_id"])
            .owned_by("interaction_id", "interaction")
            .owned_by("news_id", "news")
            .index(
                "interaction_news_told",
                &["workspace_id", "news_id", "interaction_id"],
            );
        for table in [news, circles, told] {
            create(manager, table).await?;
        }
        suits_older_programs(manager, self, "m20261128_000120_erased_marks").await
    }
}
