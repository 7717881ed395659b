//! The scopes of API tokens are kept by the words that the schema has for them: `PEOPLE_READ` was `people:read`.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

/// The scopes of API tokens are kept by the words that the schema has for them.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // They are a list of words, in which no other colon stands.
        let rename = match manager.get_database_backend() {
            DatabaseBackend::Postgres => {
                "UPDATE api_token SET scopes = upper(replace(scopes::text, ':', '_'))::jsonb"
            }
            _ => "UPDATE api_token SET scopes = upper(replace(scopes, ':', '_'))",
        };
        manager.get_connection().execute_unprepared(rename).await?;
        Ok(())
    }
}
