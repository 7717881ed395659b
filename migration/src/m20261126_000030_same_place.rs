//! Contact points are kept in the forms by which the same place is found again: numbers in E.164, pages of people on networks in
//! one spelling. A workspace says by which country's rules its numbers without a country's code are read.

use percent_encoding::percent_decode_str;
use phonenumber::Mode;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, QueryResult, Value};
use uuid::Uuid;

/// Rows that are read at once.
const BATCH: u64 = 1_000;

/// The forms by which the same place is found again.
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
        db.execute_unprepared("ALTER TABLE workspace ADD COLUMN default_region text")
            .await?;
        for form in ["e164", "profile"] {
            db.execute_unprepared(&format!(
                "ALTER TABLE contact_point ADD COLUMN {form} text{bytes}"
            ))
            .await?;
        }
        fill(db).await?;
        for form in ["e164", "profile"] {
            db.execute_unprepared(&format!(
                "CREATE INDEX contact_point_{form} ON contact_point (workspace_id, {form}, person_id) WHERE {form} IS NOT NULL"
            ))
            .await?;
        }
        Ok(())
    }
}

/// Gives the contact points that are there their forms. No workspace has a region yet, so only numbers with their country's code
/// have one.
async fn fill(db: &SchemaManagerConnection<'_>) -> Result<(), DbErr> {
    let mut last = (Uuid::nil(), Uuid::nil());
    loop {
        let rows = db.query_all(&page(last)).await?;
        for row in &rows {
            last = (row.try_get("", "workspace_id")?, row.try_get("", "id")?);
            if let Some((column, form)) = form(row)? {
                let mut update = Query::update();
                update
                    .table("contact_point")
                    .value(column, form)
                    .and_where(Expr::col("workspace_id").eq(last.0))
                    .and_where(Expr::col("id").eq(last.1));
                db.execute(&update).await?;
            }
        }
        if rows.len() < usize::try_from(BATCH).unwrap_or(usize::MAX) {
            return Ok(());
        }
    }
}

fn page((workspace, id): (Uuid, Uuid)) -> SelectStatement {
    let key = Expr::tuple([Expr::col("workspace_id"), Expr::col("id")]);
    let after = Expr::tuple([Expr::value(Value::from(workspace)), Expr::value(Value::from(id))]);
    let mut select = Query::select();
    select
        .columns(["workspace_id", "id", "kind", "value"])
        .from("contact_point")
        .and_where(Expr::col("kind").is_in(["PHONE", "URL"]))
        .and_where(key.gt(after))
        .order_by("workspace_id", Order::Asc)
        .order_by("id", Order::Asc)
        .limit(BATCH);
    select
}

fn form(row: &QueryResult) -> Result<Option<(&'static str, String)>, DbErr> {
    let (kind, value): (String, String) = (row.try_get("", "kind")?, row.try_get("", "value")?);
    Ok(match kind.as_str() {
        "PHONE" => e164(&value).map(|form| ("e164", form)),
        _ => profile(&value).map(|form| ("profile", form)),
    })
}

fn e164(value: &str) -> Option<String> {
    let value = value.trim();
    if value.contains(|c: char| c.is_alphabetic() || matches!(c, '#' | ';' | ',' | '*')) {
        return None;
    }
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    let digits = match (value.starts_with('+'), digits.strip_prefix("00")) {
        (true, _) => digits,
        (false, Some(rest)) => rest.to_owned(),
        (false, None) => return None,
    };
    let number = phonenumber::parse(None, format!("+{digits}")).ok()?;
    number
        .is_valid()
        .then(|| number.format().mode(Mode::E164).to_string())
}

/// Pages of people on LinkedIn: of the networks, the one by which contacts are imported.
fn profile(value: &str) -> Option<String> {
    let url = value.trim();
    let url = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (host, path) = url.split(['?', '#']).next()?.split_once('/')?;
    let host = host.to_ascii_lowercase();
    let rest = host.strip_suffix("linkedin.com")?;
    let path = percent_decode_str(path).decode_utf8().ok()?.to_lowercase();
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    let name = parts
        .next()
        .filter(|part| *part == "in")
        .and_then(|_| parts.next())?;
    let is_name = (rest.is_empty() || rest.ends_with('.')) && !name.contains(char::is_whitespace);
    is_name.then(|| format!("linkedin.com/in/{name}"))
}
