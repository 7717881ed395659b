//! Statements that are sent as one: each that goes by itself costs a round trip, and on SQLite a change of threads and back.

use sea_orm::sea_query::{
    CommonTableExpression, Expr, PostgresQueryBuilder, Query, QueryStatementBuilder, SqliteQueryBuilder,
    Value, Values, WithQuery,
};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};

/// Writes of which none sees what another does, and no two touch one row, for PostgreSQL runs them side by side. A row may
/// refer to another that is inserted with it.
#[derive(Debug)]
pub struct Together {
    backend: DbBackend,
    /// On PostgreSQL, one statement with all of them in its `WITH`.
    all: WithQuery,
    /// On SQLite, one text, of which the driver runs each statement in turn.
    texts: Vec<String>,
    values: Vec<Value>,
}

impl Together {
    /// None yet.
    pub(super) fn new(backend: DbBackend) -> Self {
        Self {
            backend,
            all: WithQuery::new(),
            texts: Vec::new(),
            values: Vec::new(),
        }
    }

    /// None yet, for this connection.
    pub(super) fn of(conn: &impl ConnectionTrait) -> Self {
        Self::new(conn.get_database_backend())
    }

    /// Adds a statement.
    pub fn add(&mut self, statement: impl QueryStatementBuilder) {
        let number = self.texts.len();
        if self.backend == DbBackend::Postgres {
            let mut part = CommonTableExpression::new();
            part.table_name(format!("part_{number}")).query(statement);
            self.all.cte(part);
            self.texts.push(String::new());
            return;
        }
        let (text, Values(values)) = statement.build_any(&SqliteQueryBuilder);
        self.texts.push(text);
        self.values.extend(values);
    }

    /// Sends them, in the order in which they were added.
    ///
    /// # Errors
    /// The database fails.
    pub async fn send(mut self, conn: &impl ConnectionTrait) -> Result<(), DbErr> {
        if self.texts.is_empty() {
            return Ok(());
        }
        let (sql, values) = if self.backend == DbBackend::Postgres {
            self.all.query(Query::select().expr(Expr::cust("1")).to_owned());
            self.all.build_any(&PostgresQueryBuilder)
        } else {
            (self.texts.join("; "), Values(self.values))
        };
        let statement = Statement::from_sql_and_values(self.backend, sql, values);
        conn.execute_raw(statement).await?;
        Ok(())
    }
}
