//! People and organisations are found by every spelling of their names, addresses and numbers, which have an index of their own;
//! and the words of all other texts stand in the index behind the letter of their record's type, so that a search of one type
//! does not walk the texts of all.

use std::collections::BTreeSet;

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, QueryResult, Value};
use uuid::Uuid;

pub mod spellings;

/// Rows that are read at once.
const BATCH: u64 = 1_000;

/// Spellings of names, and texts by type.
#[derive(DeriveMigrationName)]
pub struct Migration;

/// By which letter the words of a type's texts begin.
const LETTER: &str = "CASE record_type WHEN 'PERSON' THEN 'p' WHEN 'ORGANIZATION' THEN 'o' WHEN 'CIRCLE' THEN 'c' WHEN 'INTERACTION' THEN 'i' \
    WHEN 'INTRODUCTION' THEN 'b' WHEN 'COLLABORATION' THEN 'w' WHEN 'CHECK_IN' THEN 'd' WHEN 'MILESTONE' THEN 'm' WHEN 'EXCHANGE' THEN 'x' \
    WHEN 'GRATITUDE' THEN 't' WHEN 'GOAL' THEN 'g' WHEN 'NEED' THEN 'n' WHEN 'OFFER' THEN 'f' WHEN 'EVENT' THEN 'e' WHEN 'COMMUNITY' THEN 'k' \
    WHEN 'TIME_ENTRY' THEN 'h' ELSE 'z' END";

const POSTGRES: &[&str] = &[
    "DROP INDEX search_document_vector",
    "UPDATE search_document SET words = {letter} || replace(words, ' ', ' ' || {letter}) WHERE words <> ''",
    "CREATE INDEX search_document_vector ON search_document USING gin (vector)",
    r#"CREATE TABLE search_word (
        workspace_id uuid NOT NULL,
        record_type text COLLATE "C" NOT NULL,
        word text COLLATE "C" NOT NULL,
        record_id uuid NOT NULL,
        field text COLLATE "C" NOT NULL,
        CONSTRAINT search_word_pkey PRIMARY KEY (workspace_id, record_type, word, record_id, field),
        CONSTRAINT search_word_workspace_fk FOREIGN KEY (workspace_id) REFERENCES workspace (id) ON DELETE CASCADE
    )"#,
];

const SQLITE: &[&str] = &[
    // The index keeps no text of its own, but which words each document has.
    "CREATE VIRTUAL TABLE search_instance USING fts5vocab(search_words, instance)",
    "CREATE VIRTUAL TABLE search_typed USING fts5(workspace, words, content='', contentless_delete=1, prefix='3 4', tokenize='unicode61 remove_diacritics 0')",
    r"INSERT INTO search_typed (rowid, workspace, words)
        SELECT d.document, lower(hex(d.workspace_id)), group_concat({letter} || i.term, ' ')
        FROM search_document d JOIN search_instance i ON i.doc = d.document AND i.col = 'words' GROUP BY d.document",
    "DROP TABLE search_instance",
    "DROP TABLE search_words",
    "ALTER TABLE search_typed RENAME TO search_words",
    r"CREATE TABLE search_word (
        workspace_id uuid_text NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
        record_type text NOT NULL,
        word text NOT NULL,
        record_id uuid_text NOT NULL,
        field text NOT NULL,
        CONSTRAINT search_word_pkey PRIMARY KEY (workspace_id, record_type, word, record_id, field)
    ) WITHOUT ROWID",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        let statements = match manager.get_database_backend() {
            DbBackend::Sqlite => SQLITE,
            _ => POSTGRES,
        };
        for statement in statements {
            db.execute_unprepared(&statement.replace("{letter}", LETTER))
                .await?;
        }
        fill(
            db,
            ("person", "id", "PERSON"),
            &[
                "display_name",
                "given_name",
                "middle_name",
                "family_name",
                "nickname",
            ],
        )
        .await?;
        fill(db, ("organization", "id", "ORGANIZATION"), &["name"]).await?;
        fill(
            db,
            ("contact_point", "person_id", "PERSON"),
            &["kind", "value", "e164"],
        )
        .await?;
        db.execute_unprepared("CREATE INDEX search_word_record ON search_word (workspace_id, record_id)")
            .await?;
        Ok(())
    }
}

/// The spellings of a table's rows, which are of records of this type.
async fn fill(
    db: &SchemaManagerConnection<'_>,
    (table, owner, of): (&'static str, &'static str, &'static str),
    texts: &'static [&'static str],
) -> Result<(), DbErr> {
    let mut last = (Uuid::nil(), Uuid::nil());
    loop {
        let key = Expr::tuple([Expr::col("workspace_id"), Expr::col("id")]);
        let after = Expr::tuple([Expr::value(Value::from(last.0)), Expr::value(Value::from(last.1))]);
        let mut page = Query::select();
        page.columns(["workspace_id", "id"])
            .expr_as(Expr::col(owner), "owner")
            .columns(texts.iter().copied())
            .from(table)
            .and_where(key.gt(after))
            .order_by("workspace_id", Order::Asc)
            .order_by("id", Order::Asc)
            .limit(BATCH);
        let rows = db.query_all(&page).await?;
        let mut insert = rows_of_words();
        let mut count = 0;
        for row in &rows {
            last = (row.try_get("", "workspace_id")?, row.try_get("", "id")?);
            let record: Uuid = row.try_get("", "owner")?;
            for (field, word) in of_row(row, texts)? {
                insert.values_panic([last.0.into(), of.into(), word.into(), record.into(), field.into()]);
                count += 1;
                if count == BATCH {
                    db.execute(&insert).await?;
                    insert = rows_of_words();
                    count = 0;
                }
            }
        }
        if count > 0 {
            db.execute(&insert).await?;
        }
        if rows.len() < usize::try_from(BATCH).unwrap_or(usize::MAX) {
            return Ok(());
        }
    }
}

fn rows_of_words() -> InsertStatement {
    let mut insert = Query::insert();
    insert
        .into_table("search_word")
        .columns(["workspace_id", "record_type", "word", "record_id", "field"])
        .on_conflict(OnConflict::new().do_nothing().to_owned());
    insert
}

fn of_row(row: &QueryResult, texts: &[&'static str]) -> Result<BTreeSet<(&'static str, String)>, DbErr> {
    let text = |name: &str| row.try_get::<Option<String>>("", name);
    let mut all = BTreeSet::new();
    if texts.contains(&"kind") {
        let value = text("value")?.unwrap_or_default();
        match text("kind")?.as_deref() {
            Some("EMAIL") => all.extend(spellings::of_email(&value).into_iter().map(|it| ("EMAIL", it))),
            Some("PHONE") => {
                let numbers = spellings::of_phone(&value, text("e164")?.as_deref());
                all.extend(numbers.into_iter().map(|it| ("PHONE", it)));
            }
            _ => {}
        }
        return Ok(all);
    }
    for name in texts {
        let field = if *name == "nickname" { "NICKNAME" } else { "NAME" };
        let spelt = spellings::of_name(&text(name)?.unwrap_or_default());
        all.extend(spelt.into_iter().map(|it| (field, it)));
    }
    Ok(all)
}
