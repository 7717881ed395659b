//! What was decided about nudges to thank somebody is kept by the word that the schema has for it.

use sea_orm_migration::prelude::*;

/// What was decided about nudges to thank somebody is kept by the word that the schema has for it.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The key begins with the kind and a colon.
        let rename = "UPDATE nudge_decision SET kind = 'GRATITUDE', \"key\" = 'GRATITUDE' || substr(\"key\", 7) WHERE kind = 'THANKS'";
        manager.get_connection().execute_unprepared(rename).await?;
        Ok(())
    }
}
