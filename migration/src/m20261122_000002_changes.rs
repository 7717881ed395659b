//! The change feed.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create};

/// The change feed.
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
        Table::tenant("change")
            .big("seq")
            .text("record_type")
            .uuid("record_id")
            .text("op")
            .int("revision")
            .text("actor")
            .time("at")
            .text_null("fingerprint")
            .key(&["workspace_id", "seq"])
            .index("change_record", &["workspace_id", "record_id", "seq"]),
    ]
}
