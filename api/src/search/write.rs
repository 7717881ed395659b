use entity::RecordType;
use sea_orm::sea_query::{Expr, ExprTrait as _, InsertStatement, OnConflict, Query};
use sea_orm::{ConnectionTrait as _, DbBackend, DbErr};
use uuid::Uuid;

use super::letter;
use super::names::forget_names;
use crate::kit::fold::words;
use crate::kit::{Together, Tx};

/// Most words of one document; more are not found by.
const WORDS: usize = 10_000;

/// Makes a record findable by this text, and by no other.
///
/// # Errors
/// The database fails.
pub async fn index(tx: &Tx, record_type: RecordType, id: Uuid, text: &str) -> Result<(), DbErr> {
    index_all(tx, record_type, [(id, text.to_owned())]).await
}

/// Makes records of one type findable, each by its text and by no other. One statement for all that have words.
///
/// # Errors
/// The database fails.
pub async fn index_all(
    tx: &Tx,
    record_type: RecordType,
    texts: impl IntoIterator<Item = (Uuid, String)>,
) -> Result<(), DbErr> {
    let texts = texts
        .into_iter()
        .map(|(id, text)| (id, indexed(record_type, &text)));
    let (found, silent): (Vec<_>, Vec<_>) = texts.partition(|(_, words)| !words.is_empty());
    if !found.is_empty() {
        let mut together = tx.together();
        add(tx, &mut together, record_type, found);
        together.send(tx.conn()).await?;
    }
    let silent: Vec<Uuid> = silent.into_iter().map(|(id, _)| id).collect();
    remove(tx, &silent).await
}

/// Makes new records of one type findable, each by its text, with what is sent together.
pub fn index_all_with(
    tx: &Tx,
    together: &mut Together,
    record_type: RecordType,
    texts: impl IntoIterator<Item = (Uuid, String)>,
) {
    let texts = texts
        .into_iter()
        .map(|(id, text)| (id, indexed(record_type, &text)));
    let found: Vec<_> = texts.filter(|(_, words)| !words.is_empty()).collect();
    if !found.is_empty() {
        add(tx, together, record_type, found);
    }
}

fn indexed(record_type: RecordType, text: &str) -> String {
    let mut indexed = String::with_capacity(text.len() + text.len() / 4);
    for word in words(text).into_iter().take(WORDS) {
        if !indexed.is_empty() {
            indexed.push(' ');
        }
        indexed.push(letter(record_type));
        indexed.push_str(&word);
    }
    indexed
}

fn add(tx: &Tx, together: &mut Together, record_type: RecordType, found: Vec<(Uuid, String)>) {
    let workspace = tx.workspace().0;
    let (of, known) = (record_type.as_str(), ["workspace_id", "record_id"]);
    let mut documents = InsertStatement::new();
    documents.into_table("search_document");
    if tx.backend() == DbBackend::Postgres {
        documents.columns(["workspace_id", "record_id", "record_type", "words"]);
        for (id, words) in found {
            documents.values_panic([workspace.into(), id.into(), of.into(), words.into()]);
        }
        documents.on_conflict(OnConflict::columns(known).update_column("words").to_owned());
        together.add(documents);
        return;
    }
    documents.columns(["workspace_id", "record_id", "record_type"]);
    for (id, _) in &found {
        documents.values_panic([workspace.into(), (*id).into(), of.into()]);
    }
    documents.on_conflict(OnConflict::columns(known).update_column("record_type").to_owned());
    together.add(documents);
    for (id, words) in found {
        // The document's number is the row of the word index, which keeps no text of its own.
        let mut number = Query::select();
        number
            .column("document")
            .from("search_document")
            .and_where(Expr::col("workspace_id").eq(workspace))
            .and_where(Expr::col("record_id").eq(id));
        let mut index = InsertStatement::new();
        index
            .replace()
            .into_table("search_words")
            .columns(["rowid", "workspace", "words"])
            .values_panic([0.into(), workspace.simple().to_string().into(), words.into()]);
        together.add_late(&number, &index);
    }
}

/// Records of one statement.
const SOME: usize = 500;

/// Makes records unfindable by their words. A statement or two for 500.
///
/// # Errors
/// The database fails.
async fn remove(tx: &Tx, ids: &[Uuid]) -> Result<(), DbErr> {
    for ids in ids.chunks(SOME) {
        let these = || {
            let own = Expr::col("workspace_id").eq(tx.workspace().0);
            own.and(Expr::col("record_id").is_in(ids.iter().copied()))
        };
        if tx.backend() == DbBackend::Sqlite {
            let documents = Query::select()
                .column("document")
                .from("search_document")
                .and_where(these())
                .to_owned();
            let words = Expr::col("rowid").in_subquery(documents);
            let words = Query::delete()
                .from_table("search_words")
                .and_where(words)
                .to_owned();
            tx.conn().execute(&words).await?;
        }
        let documents = Query::delete()
            .from_table("search_document")
            .and_where(these())
            .to_owned();
        tx.conn().execute(&documents).await?;
    }
    Ok(())
}

/// Makes records unfindable that are gone: by their words and by their names.
///
/// # Errors
/// The database fails.
pub async fn forget(tx: &Tx, ids: &[Uuid]) -> Result<(), DbErr> {
    remove(tx, ids).await?;
    forget_names(tx, ids).await
}
