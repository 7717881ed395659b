//! Where a request reads its rows.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sea_orm::{DbBackend, DbErr};

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

    /// Rows for a thread where nobody waits.
    pub(in super::super) fn direct(&self) -> Direct {
        let to = match &self.driver {
            Driver::Sqlite(source) => To::Sqlite(source.clone()),
            Driver::Postgres(source) => To::Postgres(Arc::new(source.session())),
        };
        Direct {
            to,
            observer: self.observer.clone(),
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

/// Where the functions of the areas read, straight from a driver: SQLite on the thread that asks, for as long as a statement may
/// take; PostgreSQL by a connection that belongs to the request, on which statements follow each other without waiting.
pub struct Direct {
    to: To,
    observer: Option<Observer>,
}

enum To {
    Sqlite(Arc<sqlite::Source>),
    Postgres(Arc<postgres::Session>),
}

impl std::fmt::Debug for Direct {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("rows::Direct")
    }
}

impl Direct {
    /// Whether many rows are cheaper where the database packs them.
    pub const fn packs(&self) -> bool {
        matches!(self.to, To::Postgres(_))
    }

    /// Which database it is.
    pub const fn backend(&self) -> DbBackend {
        match self.to {
            To::Sqlite(_) => DbBackend::Sqlite,
            To::Postgres(_) => DbBackend::Postgres,
        }
    }

    /// Runs a statement.
    ///
    /// # Errors
    /// The database fails, the statement takes too long, or it finds what it was not made for.
    pub async fn run(&self, statement: &Statement) -> Result<Rows, Fault> {
        self.show(statement);
        match &self.to {
            To::Sqlite(source) => source.run_whole(statement),
            To::Postgres(session) => session.run(statement).await,
        }
    }

    /// Runs a statement that packs its rows, where the database does: it finds one, with each column as an array.
    ///
    /// # Errors
    /// As [`Self::run`].
    pub async fn unpacked(&self, statement: &Statement) -> Result<Rows, Fault> {
        match &self.to {
            To::Sqlite(_) => self.run(statement).await,
            To::Postgres(session) => {
                self.show(statement);
                session.unpacked(statement).await
            }
        }
    }

    fn show(&self, statement: &Statement) {
        if let Some(observer) = &self.observer {
            observer(&statement.sql);
        }
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
    Postgres(Arc<postgres::Session>),
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
            Driver::Postgres(source) => Via::Postgres(Arc::new(source.session())),
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

    /// The same for the functions of the areas: PostgreSQL by the same connection. SQLite may be read so only where nobody waits.
    #[must_use]
    pub fn direct(&self) -> Option<Direct> {
        match &self.via {
            Via::Postgres(session) => Some(Direct {
                to: To::Postgres(session.clone()),
                observer: self.observer.clone(),
            }),
            Via::Sqlite(_) | Via::Orm(_) => None,
        }
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
