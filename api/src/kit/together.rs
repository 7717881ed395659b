//! Statements that are sent as one: on PostgreSQL, each that goes by itself costs a message and its answer.

use sea_orm::sea_query::{
    CommonTableExpression, Expr, InsertStatement, PostgresQueryBuilder, Query, QueryStatementBuilder,
    SelectStatement, SqliteQueryBuilder, Value, Values, WithQuery,
};
use sea_orm::{DbBackend, DbErr};

use super::link::Link;
use super::rows::sqlite::Late;

/// Writes of which none sees what another does, and no two touch one row, for PostgreSQL runs them side by side. A row may
/// refer to another that is inserted with it.
#[derive(Debug)]
pub struct Together {
    backend: DbBackend,
    /// On PostgreSQL, one statement with all of them in its `WITH`.
    all: WithQuery,
    /// How many they are.
    number: usize,
    /// On SQLite, each by itself.
    each: Vec<(String, Vec<Value>)>,
    /// On SQLite, what is run when all else of the write is done.
    late: Vec<Late>,
}

impl Together {
    /// None yet.
    pub(super) fn new(backend: DbBackend) -> Self {
        Self {
            backend,
            all: WithQuery::new(),
            number: 0,
            each: Vec::new(),
            late: Vec::new(),
        }
    }

    /// Adds a statement.
    pub fn add(&mut self, statement: impl QueryStatementBuilder) {
        if self.backend == DbBackend::Postgres {
            let mut part = CommonTableExpression::new();
            part.table_name(format!("part_{}", self.number)).query(statement);
            self.all.cte(part);
        } else {
            let (text, Values(values)) = statement.build_any(&SqliteQueryBuilder);
            self.each.push((text, values));
        }
        self.number += 1;
    }

    /// Adds an insert that SQLite runs when all else of the write is done. What `find` finds becomes the first of its values, for which
    /// it has a place; where it finds nothing, nothing is inserted. It is for SQLite's index of words, which is written out whenever
    /// something else is written after it.
    pub fn add_late(&mut self, find: &SelectStatement, insert: &InsertStatement) {
        let (find, Values(of_find)) = find.build(SqliteQueryBuilder);
        let (run, Values(mut of_run)) = insert.build(SqliteQueryBuilder);
        if !of_run.is_empty() {
            of_run.remove(0);
        }
        let (find, run) = ((find, of_find), (run, of_run));
        self.late.push(Late { find, run });
        self.number += 1;
    }

    /// Sends them, in the order in which they were added.
    ///
    /// # Errors
    /// The database fails.
    pub async fn send(mut self, link: &Link) -> Result<(), DbErr> {
        if self.number == 0 {
            return Ok(());
        }
        if self.backend == DbBackend::Postgres {
            self.all.query(Query::select().expr(Expr::cust("1")).to_owned());
            let (sql, Values(values)) = self.all.build_any(&PostgresQueryBuilder);
            return link.post(&sql, values).await;
        }
        link.run_each(self.each, self.late).await
    }
}
