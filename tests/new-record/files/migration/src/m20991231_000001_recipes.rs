//! Recipes.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create};

/// Recipes.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let recipes = Table::tenant("recipe")
            .uuid("id")
            .text("name")
            .key_text("sort_name")
            .text("kind")
            .text_null("source_url")
            .int_null("servings")
            .uuid_null("cooked_with_id")
            .text_null("custom_values")
            .record()
            .key(&["workspace_id", "id"])
            .refers_to("cooked_with_id", "person")
            .index("recipe_name", &["workspace_id", "sort_name", "id"])
            .index("recipe_created", &["workspace_id", "created_at", "id"])
            .index("recipe_cooked_with", &["workspace_id", "cooked_with_id", "id"]);
        create(manager, recipes).await
    }
}
