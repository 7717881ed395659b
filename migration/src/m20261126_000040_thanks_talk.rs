//! Thanks name the talk in which they were said.

use sea_orm_migration::prelude::*;

/// Thanks name the talk in which they were said.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let talk = ColumnDef::new("interaction_id").uuid().to_owned();
        let add = Table::alter().table("gratitude").add_column(talk).to_owned();
        manager.alter_table(add).await
    }
}
