//! Names of circles and tags are told apart by more than they are sorted and searched by: `Café` and `Cafe` are two. What is
//! unique becomes finer, so what is there stays unique.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};
use unicase::UniCase;
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

/// What names of circles and tags are told apart by.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        let bytes = if manager.get_database_backend() == DbBackend::Postgres {
            " COLLATE \"C\""
        } else {
            ""
        };
        for label in ["circle", "tag"] {
            db.execute_unprepared(&format!(
                "ALTER TABLE {label} ADD COLUMN identity text{bytes} NOT NULL DEFAULT ''"
            ))
            .await?;
            fill(db, label).await?;
            for sql in [
                format!("DROP INDEX {label}_name"),
                format!("CREATE UNIQUE INDEX {label}_name ON {label} (workspace_id, name_key, identity)"),
                format!("CREATE INDEX {label}_order ON {label} (workspace_id, name_key, id)"),
            ] {
                db.execute_unprepared(&sql).await?;
            }
        }
        Ok(())
    }
}

async fn fill(db: &SchemaManagerConnection<'_>, label: &'static str) -> Result<(), DbErr> {
    let mut select = Query::select();
    select.columns(["workspace_id", "id", "name"]).from(label);
    for row in db.query_all(&select).await? {
        let (workspace, id): (Uuid, Uuid) = (row.try_get("", "workspace_id")?, row.try_get("", "id")?);
        let name: String = row.try_get("", "name")?;
        let mut update = Query::update();
        update
            .table(label)
            .value("identity", identity(&name))
            .and_where(Expr::col("workspace_id").eq(workspace))
            .and_where(Expr::col("id").eq(id));
        db.execute(&update).await?;
    }
    Ok(())
}

/// Without the differences of case and composition, with every mark that makes another word.
fn identity(name: &str) -> String {
    let folded = |text: String| UniCase::unicode(text).to_folded_case();
    let once = folded(name.nfd().collect());
    let twice = folded(once.nfkd().collect());
    let composed: String = twice.nfkc().collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}
