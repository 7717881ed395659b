//! Which changes older programs can live with: so a database may be brought up to date while programs of the release before go on, and
//! start anew.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create, suits_older_programs};

/// Which changes older programs can live with.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::global("older_program")
            .key_text("migration")
            .key_text("knows")
            .key(&["migration"]);
        create(manager, table).await?;
        suits_older_programs(manager, self, "m20261127_000071_scope_words").await
    }
}
