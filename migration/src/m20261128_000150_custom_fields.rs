//! Fields that users define themselves, and what records hold in them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::schema::{Table, create};

/// The tables of the records that can have such fields.
const RECORDS: [&str; 18] = [
    "person",
    "organization",
    "circle",
    "tag",
    "tie",
    "dimension",
    "interaction",
    "collaboration",
    "milestone",
    "exchange",
    "gratitude",
    "goal",
    "need",
    "offer",
    "event",
    "community",
    "time_entry",
    "time_intention",
];

/// Fields that users define themselves, and what records hold in them.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::tenant("custom_field")
            .uuid("id")
            .text("record_type")
            .key_text("key")
            .key_text("place")
            .text("name")
            .key_text("name_key")
            .text_null("description")
            .text("kind")
            .text_null("choices")
            .int("position")
            .record()
            .key(&["workspace_id", "id"])
            .unique("custom_field_place", &["workspace_id", "place"])
            .index("custom_field_position", &["workspace_id", "position", "id"])
            .index("custom_field_name_key", &["workspace_id", "name_key", "id"]);
        create(manager, table).await?;
        for name in RECORDS {
            let values = ColumnDef::new("custom_values").text().to_owned();
            let add = sea_query::Table::alter()
                .table(name)
                .add_column(values)
                .to_owned();
            manager.alter_table(add).await?;
            // Records without values, which are most, are in no index: they cost nothing.
            let index = match manager.get_database_backend() {
                DbBackend::Postgres => format!(
                    "CREATE INDEX {name}_custom_values ON {name} USING gin ((custom_values::jsonb) jsonb_path_ops) \
                     WHERE custom_values IS NOT NULL"
                ),
                _ => format!(
                    "CREATE INDEX {name}_custom_values ON {name} (workspace_id, id) WHERE custom_values IS NOT NULL"
                ),
            };
            manager.get_connection().execute_unprepared(&index).await?;
        }
        Ok(())
    }
}
