//! Where the areas read: one workspace, through a connection that can say when enough was read.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use entity::Tenant;
use entity::ids::WorkspaceId;
use sea_orm::sea_query::postgres_array::NotU8;
use sea_orm::sea_query::{ArrayType, Expr, SimpleExpr};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, Select,
    Statement, Value,
};

use super::Scope;
use super::link::Link;
use super::rows::Direct;

/// A place to read from, bound to one workspace: a pool's connection, or the transaction that is under way.
#[derive(Debug)]
pub struct Reader<'c> {
    conn: Conn<'c>,
    /// Where rows come from straight.
    direct: Direct,
    scope: Scope,
}

/// A connection that counts the rows it reads.
#[derive(Debug)]
pub struct Conn<'c> {
    to: To<'c>,
    /// How many rows may still be read.
    left: AtomicUsize,
}

#[derive(Debug)]
enum To<'c> {
    /// Connections of SeaORM's.
    Pool(&'c DatabaseConnection),
    /// Where rows come from straight.
    Straight(Direct),
    Write(&'c Arc<Link>),
}

impl<'c> Reader<'c> {
    /// Reads `scope` through a pool, where there is one, and straight.
    pub(super) fn new(pool: Option<&'c DatabaseConnection>, direct: Direct, scope: &Scope) -> Self {
        let to = pool.map_or_else(|| To::Straight(direct.clone()), To::Pool);
        Self::of(to, direct, scope)
    }

    /// Reads `scope` within a write.
    #[must_use]
    pub fn within(link: &'c Arc<Link>, scope: &Scope) -> Self {
        Self::of(To::Write(link), link.into(), scope)
    }

    const fn of(to: To<'c>, direct: Direct, scope: &Scope) -> Self {
        Self {
            conn: Conn::of(to),
            direct,
            scope: *scope,
        }
    }

    /// The same, for at most so many rows: who reads more gets an error, and may read them where that holds nobody up.
    #[must_use]
    pub fn at_most(mut self, rows: usize) -> Self {
        self.conn.left = AtomicUsize::new(rows);
        self
    }

    /// Where rows come from straight.
    #[must_use]
    pub(super) const fn direct(&self) -> &Direct {
        &self.direct
    }

    /// The connection of the write that it reads within, if it does.
    #[must_use]
    pub(super) fn link(&self) -> Option<&Link> {
        match self.conn.to {
            To::Pool(_) | To::Straight(_) => None,
            To::Write(link) => Some(link),
        }
    }

    /// Whether it may read only so many rows.
    #[must_use]
    pub fn is_counted(&self) -> bool {
        self.conn.left.load(Ordering::Relaxed) != usize::MAX
    }

    /// Whether it has read as many rows as it may.
    #[must_use]
    pub fn is_spent(&self) -> bool {
        self.conn.left.load(Ordering::Relaxed) == 0
    }

    /// Counts work that holds others up as long as so many rows do.
    ///
    /// # Errors
    /// It is more than may be read.
    pub fn spend(&self, rows: usize) -> Result<(), DbErr> {
        self.conn.count(rows)
    }

    /// The connection.
    #[must_use]
    pub const fn conn(&self) -> &Conn<'c> {
        &self.conn
    }

    /// The workspace.
    #[must_use]
    pub const fn workspace(&self) -> WorkspaceId {
        self.scope.workspace()
    }

    /// The day of a moment in the workspace's time zone; of this moment, it is today.
    #[must_use]
    pub fn day_of(&self, at: DateTime<Utc>) -> NaiveDate {
        self.scope.day_of(at)
    }

    /// That a column is one of many values. On PostgreSQL they are one array: the statement is the same however many they are, and
    /// is prepared once.
    pub fn among<V>(&self, column: impl ColumnTrait, values: impl IntoIterator<Item = V>) -> SimpleExpr
    where
        V: Into<Value> + NotU8,
    {
        match self.conn.get_database_backend() {
            DbBackend::Postgres => column.eq_any(values),
            _ => column.is_in(values),
        }
    }

    /// The same of ids or texts, for what is read straight from the database, by [`packed`](super::packed) and nothing else: there, the
    /// values are one on SQLite, too.
    pub fn listed<V>(&self, column: impl ColumnTrait, values: impl IntoIterator<Item = V>) -> SimpleExpr
    where
        V: Into<Value> + NotU8,
    {
        if self.direct.backend() != DbBackend::Sqlite {
            return self.among(column, values);
        }
        let values: Vec<Value> = values.into_iter().map(Into::into).collect();
        let of = values.first().map_or(ArrayType::String, Value::array_type);
        let list = Value::Array(of, Some(Box::new(values)));
        Expr::cust_with_exprs("? IN rarray(?)", [column.into_expr(), Expr::val(list)])
    }

    /// The workspace, and how it counts days.
    #[must_use]
    pub const fn scope(&self) -> &Scope {
        &self.scope
    }

    /// A select that can see this workspace only.
    #[must_use]
    pub fn select<E: Tenant>(&self) -> Select<E> {
        self.scope.select::<E>()
    }
}

impl<'c> Conn<'c> {
    /// What belongs to no workspace is read through a pool, where there is one, or else straight.
    pub(super) fn global(pool: Option<&'c DatabaseConnection>, direct: impl FnOnce() -> Direct) -> Self {
        Self::of(pool.map_or_else(|| To::Straight(direct()), To::Pool))
    }

    const fn of(to: To<'c>) -> Self {
        let left = AtomicUsize::new(usize::MAX);
        Self { to, left }
    }

    fn spent() -> DbErr {
        DbErr::Custom("as many rows were read as may be".to_owned())
    }

    /// Whether as many rows as may be were read already.
    pub(super) fn may_go_on(&self) -> Result<(), DbErr> {
        match self.left.load(Ordering::Relaxed) {
            0 => Err(Self::spent()),
            _ => Ok(()),
        }
    }

    fn count(&self, rows: usize) -> Result<(), DbErr> {
        let left = self.left.load(Ordering::Relaxed);
        if left != usize::MAX {
            self.left.store(left.saturating_sub(rows), Ordering::Relaxed);
        }
        if rows > left { Err(Self::spent()) } else { Ok(()) }
    }
}

/// What is read straight cannot write, and says so when it is asked to.
fn read_only() -> DbErr {
    DbErr::Custom("a connection that reads does not write".to_owned())
}

#[async_trait]
impl ConnectionTrait for Conn<'_> {
    fn get_database_backend(&self) -> DbBackend {
        match &self.to {
            To::Pool(pool) => pool.get_database_backend(),
            To::Straight(direct) => direct.backend(),
            To::Write(link) => link.backend(),
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match &self.to {
            To::Pool(pool) => pool.execute_raw(statement).await,
            To::Straight(_) => Err(read_only()),
            To::Write(link) => link.execute_raw(statement).await,
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        match &self.to {
            To::Pool(pool) => pool.execute_unprepared(sql).await,
            To::Straight(_) => Err(read_only()),
            To::Write(link) => link.execute_unprepared(sql).await,
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.may_go_on()?;
        match &self.to {
            To::Pool(pool) => pool.query_one_raw(statement).await,
            To::Straight(direct) => Ok(direct.found(statement).await?.into_iter().next()),
            To::Write(link) => link.query_one_raw(statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.may_go_on()?;
        let rows = match &self.to {
            To::Pool(pool) => pool.query_all_raw(statement).await?,
            To::Straight(direct) => direct.found(statement).await?,
            To::Write(link) => link.query_all_raw(statement).await?,
        };
        self.count(rows.len())?;
        Ok(rows)
    }
}
