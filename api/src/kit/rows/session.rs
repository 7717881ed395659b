//! Where a request reads its rows.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sea_orm::DbErr;

use super::super::db::{Db, Observer};
use super::super::{Aside, Fault, Reader, Scope};
use super::orm::Conn;
use super::{Limits, Rows, Statement, postgres, sqlite};

/// A database, as its own driver sees it.
#[derive(Clone)]
pub(in super::super) struct Source {
    driver: Driver,
    observer: Option<Observer>,
}

#[derive(Clone)]
enum Driver {
    Sqlite(Arc<sqlite::Source>),
    Postgres(Arc<postgres::Source>),
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("rows::Source")
    }
}

/// Tells the databases of a process apart: each thread keeps connections to all that it has read.
fn number() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

impl Source {
    /// A SQLite file.
    pub(in super::super) fn sqlite(
        file: &Path,
        limits: Limits,
        aside: Aside,
        observer: Option<Observer>,
    ) -> Self {
        let source = sqlite::Source::new(number(), file.to_owned(), limits, aside);
        Self {
            driver: Driver::Sqlite(Arc::new(source)),
            observer,
        }
    }

    /// A PostgreSQL server.
    ///
    /// # Errors
    /// The URL cannot be understood, or names a certificate that cannot be read.
    pub(in super::super) fn postgres(
        url: &str,
        limits: Limits,
        observer: Option<Observer>,
    ) -> Result<Self, DbErr> {
        let source = postgres::Source::new(number(), url, limits)?;
        Ok(Self {
            driver: Driver::Postgres(Arc::new(source)),
            observer,
        })
    }

    /// Rows straight from SQLite, for threads where nobody waits.
    pub(in super::super) fn direct(&self) -> Option<Direct> {
        match &self.driver {
            Driver::Sqlite(source) => Some(Direct {
                source: source.clone(),
                observer: self.observer.clone(),
            }),
            Driver::Postgres(_) => None,
        }
    }

    /// Closes the connections that are not in use.
    pub(in super::super) fn close(&self) {
        match &self.driver {
            Driver::Sqlite(source) => source.close(),
            Driver::Postgres(source) => source.close(),
        }
    }
}

/// SQLite, on the thread that asks, for as long as a statement may take.
pub struct Direct {
    source: Arc<sqlite::Source>,
    observer: Option<Observer>,
}

impl std::fmt::Debug for Direct {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("rows::Direct")
    }
}

impl Direct {
    /// Runs a statement.
    ///
    /// # Errors
    /// The database fails, the statement takes too long, or it finds what it was not made for.
    pub fn run(&self, statement: &Statement) -> Result<Rows, Fault> {
        if let Some(observer) = &self.observer {
            observer(&statement.sql);
        }
        self.source.run_whole(statement)
    }
}

/// Runs the statements of one request. On SQLite they run where it is polled, until they take long. On PostgreSQL it takes a connection at its first statement and keeps it for itself;
/// statements may be in flight together. Dropped while one is, it has it cancelled.
pub struct Session<'a> {
    via: Via<'a>,
    observer: Option<Observer>,
}

enum Via<'a> {
    Sqlite(sqlite::Session),
    Postgres(postgres::Session),
    Orm(Conn<'a>),
}

impl Db {
    /// A session of this database, for one request. It costs nothing until it runs a statement.
    ///
    /// # Errors
    /// None so far.
    #[expect(
        clippy::unused_async,
        reason = "a driver that must wait for a session can come without a change of its callers"
    )]
    pub async fn session(&self) -> Result<Session<'static>, Fault> {
        let Source { driver, observer } = self.rows();
        let via = match driver {
            Driver::Sqlite(source) => Via::Sqlite(source.session()),
            Driver::Postgres(source) => Via::Postgres(source.session()),
        };
        Ok(Session {
            via,
            observer: observer.clone(),
        })
    }
}

impl<'a> Session<'a> {
    /// A session that sees what `reader` sees, within the transaction that it belongs to.
    #[must_use]
    pub const fn within(reader: &Reader<'a>) -> Self {
        // SeaORM shows its statements to the observer itself.
        Self {
            via: Via::Orm(Conn::of(reader.executor())),
            observer: None,
        }
    }

    /// The same for a workspace, which waits for its turn where statements take long.
    #[must_use]
    pub fn of(self, scope: &Scope) -> Self {
        let via = match self.via {
            Via::Sqlite(session) => Via::Sqlite(session.of(scope.workspace().0)),
            via => via,
        };
        Self { via, ..self }
    }

    /// Runs a statement.
    ///
    /// # Errors
    /// The database fails, the statement takes too long, or it finds what it was not made for.
    pub async fn run(&self, statement: &Statement) -> Result<Rows, Fault> {
        if let Some(observer) = &self.observer {
            observer(&statement.sql);
        }
        match &self.via {
            Via::Sqlite(session) => session.run(statement).await,
            Via::Postgres(session) => session.run(statement).await,
            Via::Orm(connection) => connection.run(statement).await,
        }
    }
}
