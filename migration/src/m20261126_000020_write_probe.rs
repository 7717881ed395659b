//! The one row that is written to learn whether the database can be written.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create};

/// The one row that is written to learn whether the database can be written.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::global("write_probe")
            .int("id")
            .time("written_at")
            .text("ballast")
            .key(&["id"]);
        create(manager, table).await
    }
}
