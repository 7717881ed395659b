//! Dimensions and their values are records; attributes refer to them, and say since when.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

use crate::schema::{Table, create};

/// Dimensions and their values are records; attributes refer to them, and say since when.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        db.execute_unprepared(
            "CREATE TABLE attribute_before AS SELECT workspace_id, person_id, dimension, value FROM attribute",
        )
        .await?;
        db.execute_unprepared("DROP TABLE attribute").await?;
        for table in tables() {
            create(manager, table).await?;
        }
        for sql in carry_over(manager.get_database_backend()) {
            db.execute_unprepared(&sql).await?;
        }
        db.execute_unprepared("DROP TABLE attribute_before").await?;
        Ok(())
    }
}

/// What was known is kept: a sensitive dimension for each name, with the values that people had, each dimension with its change.
/// Since when they had them is not known; they had them when the person was last changed.
fn carry_over(backend: DbBackend) -> [String; 5] {
    let (id, now) = if backend == DbBackend::Postgres {
        ("gen_random_uuid()", "now()")
    } else {
        (
            "randomblob(16)",
            "strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00'",
        )
    };
    let (no, yes) = if backend == DbBackend::Postgres {
        ("false", "true")
    } else {
        ("0", "1")
    };
    [
        format!(
            "INSERT INTO dimension (workspace_id, id, name, name_key, is_sensitive, is_closed, revision, seq, created_at, updated_at, created_by)
             SELECT w.id, {id}, MIN(b.dimension), lower(b.dimension), {yes}, {no}, 1,
                 w.latest_seq + row_number() OVER (PARTITION BY w.id ORDER BY lower(b.dimension)), {now}, {now}, 'SYSTEM'
             FROM attribute_before b JOIN workspace w ON w.id = b.workspace_id
             GROUP BY w.id, w.latest_seq, lower(b.dimension)"
        ),
        "INSERT INTO change (workspace_id, seq, record_type, record_id, op, revision, actor, at)
         SELECT workspace_id, seq, 'DIMENSION', id, 'CREATE', 1, 'SYSTEM', created_at FROM dimension"
            .to_owned(),
        "UPDATE workspace SET latest_seq = latest_seq + (SELECT COUNT(*) FROM dimension WHERE dimension.workspace_id = workspace.id)"
            .to_owned(),
        format!(
            "INSERT INTO dimension_value (workspace_id, id, dimension_id, name, name_key, position)
             SELECT d.workspace_id, {id}, d.id, MIN(b.value), lower(b.value),
                 row_number() OVER (PARTITION BY d.workspace_id, d.id ORDER BY lower(b.value)) - 1
             FROM attribute_before b JOIN dimension d ON d.workspace_id = b.workspace_id AND d.name_key = lower(b.dimension)
             GROUP BY d.workspace_id, d.id, lower(b.value)"
        ),
        "INSERT INTO attribute (workspace_id, person_id, dimension_id, since, value_id, source)
         SELECT p.workspace_id, p.id, v.dimension_id, p.updated_at, v.id, 'ENTERED'
         FROM (SELECT workspace_id, person_id, lower(dimension) AS dimension, MIN(lower(value)) AS value
               FROM attribute_before GROUP BY workspace_id, person_id, lower(dimension)) b
         JOIN person p ON p.workspace_id = b.workspace_id AND p.id = b.person_id
         JOIN dimension d ON d.workspace_id = b.workspace_id AND d.name_key = b.dimension
         JOIN dimension_value v ON v.workspace_id = b.workspace_id AND v.dimension_id = d.id AND v.name_key = b.value"
            .to_owned(),
    ]
}

fn tables() -> Vec<Table> {
    vec![
        Table::tenant("dimension")
            .uuid("id")
            .text("name")
            .key_text("name_key")
            .text_null("description")
            .boolean("is_sensitive")
            .boolean("is_closed")
            .record()
            .key(&["workspace_id", "id"])
            .unique("dimension_name", &["workspace_id", "name_key"]),
        Table::tenant("dimension_value")
            .uuid("id")
            .uuid("dimension_id")
            .text("name")
            .key_text("name_key")
            .int("position")
            .key(&["workspace_id", "id"])
            .owned_by("dimension_id", "dimension")
            .unique(
                "dimension_value_name",
                &["workspace_id", "dimension_id", "name_key"],
            )
            .index(
                "dimension_value_dimension",
                &["workspace_id", "dimension_id", "position"],
            ),
        Table::tenant("attribute")
            .uuid("person_id")
            .uuid("dimension_id")
            .time("since")
            .time_null("until")
            .uuid("value_id")
            .text("source")
            .key(&["workspace_id", "person_id", "dimension_id", "since"])
            .owned_by("person_id", "person")
            .owned_by("dimension_id", "dimension")
            .refers_to("value_id", "dimension_value")
            .index(
                "attribute_dimension",
                &["workspace_id", "dimension_id", "person_id"],
            )
            .index("attribute_value", &["workspace_id", "value_id"]),
    ]
}
