//! Full text: one document a record, found by the words in it.
//!
//! The words come folded and separated by single spaces from the application, so that both databases see the
//! same ones. PostgreSQL takes them as they are into a `tsvector`; SQLite keeps an FTS5 table beside the documents,
//! in which the workspace is a word too, so that a search never walks another workspace's matches.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// Full text.
#[derive(DeriveMigrationName)]
pub struct Migration;

const POSTGRES: &[&str] = &[
    r"CREATE TABLE search_document (
        workspace_id uuid NOT NULL,
        record_id uuid NOT NULL,
        record_type text NOT NULL,
        words text NOT NULL,
        vector tsvector GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED,
        CONSTRAINT search_document_pkey PRIMARY KEY (workspace_id, record_id),
        CONSTRAINT search_document_workspace_fk FOREIGN KEY (workspace_id) REFERENCES workspace (id) ON DELETE CASCADE
    )",
    "CREATE INDEX search_document_vector ON search_document USING gin (vector)",
];

const SQLITE: &[&str] = &[
    r"CREATE TABLE search_document (
        document integer PRIMARY KEY,
        workspace_id uuid_text NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
        record_id uuid_text NOT NULL,
        record_type text NOT NULL,
        CONSTRAINT search_document_record UNIQUE (workspace_id, record_id)
    )",
    "CREATE VIRTUAL TABLE search_words USING fts5(workspace, words, content='', contentless_delete=1, prefix='2 3', tokenize='unicode61 remove_diacritics 0')",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let statements = match manager.get_database_backend() {
            DbBackend::Sqlite => SQLITE,
            _ => POSTGRES,
        };
        for statement in statements {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}
