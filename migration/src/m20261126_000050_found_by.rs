//! People are found and sorted by their last name and by how give and take stand with them, and found by a fact: what is compared
//! is kept in the form in which it is compared.

use std::collections::HashMap;

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};
use uuid::Uuid;

use crate::m20261126_000045_search_words::spellings::fold;

/// What people are found by.
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
        for sql in [
            format!("ALTER TABLE person ADD COLUMN sort_family text{bytes} NOT NULL DEFAULT ''"),
            "ALTER TABLE person ADD COLUMN balance integer NOT NULL DEFAULT 0".to_owned(),
            format!("ALTER TABLE fact ADD COLUMN folded text{bytes} NOT NULL DEFAULT ''"),
        ] {
            db.execute_unprepared(&sql).await?;
        }
        fill(db, ("person", "family_name", "sort_family")).await?;
        fill(db, ("fact", "text", "folded")).await?;
        balances(db).await?;
        for sql in [
            "CREATE INDEX person_family ON person (workspace_id, sort_family, id)",
            "CREATE INDEX person_balance ON person (workspace_id, balance, id)",
            "CREATE INDEX tie_created ON tie (workspace_id, created_at, id)",
            "CREATE INDEX tie_updated ON tie (workspace_id, updated_at, id)",
        ] {
            db.execute_unprepared(sql).await?;
        }
        Ok(())
    }
}

/// The folded form of each text that is there.
async fn fill(
    db: &SchemaManagerConnection<'_>,
    (table, text, folded): (&'static str, &'static str, &'static str),
) -> Result<(), DbErr> {
    let mut select = Query::select();
    select
        .columns(["workspace_id", "id", text])
        .from(table)
        .and_where(Expr::col(text).is_not_null());
    for row in db.query_all(&select).await? {
        let (workspace, id): (Uuid, Uuid) = (row.try_get("", "workspace_id")?, row.try_get("", "id")?);
        let text: String = row.try_get("", text)?;
        let mut update = Query::update();
        update
            .table(table)
            .value(folded, fold(&text))
            .and_where(Expr::col("workspace_id").eq(workspace))
            .and_where(Expr::col("id").eq(id));
        db.execute(&update).await?;
    }
    Ok(())
}

/// How give and take stand with everybody with whom something went to and fro.
async fn balances(db: &SchemaManagerConnection<'_>) -> Result<(), DbErr> {
    let mut select = Query::select();
    select
        .columns(["workspace_id", "person_id", "direction"])
        .expr_as(Expr::col("weight").sum(), "weights")
        .from("exchange")
        .and_where(Expr::col("state").eq("DONE"))
        .and_where(Expr::col("archived_at").is_null())
        .group_by_columns(["workspace_id", "person_id", "direction"]);
    let mut sums: HashMap<(Uuid, Uuid), (i64, i64)> = HashMap::new();
    for row in db.query_all(&select).await? {
        let person: (Uuid, Uuid) = (row.try_get("", "workspace_id")?, row.try_get("", "person_id")?);
        let (direction, weights): (String, i64) =
            (row.try_get("", "direction")?, row.try_get("", "weights")?);
        let (given, received) = sums.entry(person).or_default();
        *(if direction == "GIVEN" { given } else { received }) += weights;
    }
    for ((workspace, person), (given, received)) in sums {
        let (given, received) = (given as f64, received as f64);
        let balance = ((received - given) / (received + given + 4.0) * 1e9).round() as i32;
        let mut update = Query::update();
        update
            .table("person")
            .value("balance", balance)
            .and_where(Expr::col("workspace_id").eq(workspace))
            .and_where(Expr::col("id").eq(person));
        db.execute(&update).await?;
    }
    Ok(())
}
