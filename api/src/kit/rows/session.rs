//! Where a request reads its rows.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sea_orm::sea_query::Values;
use sea_orm::{ConnectionTrait as _, DbBackend, DbErr, QueryResult};

use super::super::db::{Db, Observer};
use super::super::link::Link;
use super::super::{Aside, Fault, PostgresSettings, Reader, Scope};
use super::loose::found;
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
pub(in super::super) fn number() -> u64 {
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
        url: (&str, &PostgresSettings),
        limits: Limits,
        observer: Option<Observer>,
    ) -> Result<Self, DbErr> {
        let source = postgres::Source::new(number(), url, limits, postgres::May::Read)?;
        Ok(Self {
            driver: Driver::Postgres(Arc::new(source)),
            observer,
        })
    }

    /// A session for one request in a workspace.
    pub(in super::super) fn session(&self, scope: &Scope) -> Session {
        let via = match &self.driver {
            Driver::Sqlite(source) => Via::Sqlite(Arc::new(source.session(scope.workspace().0))),
            Driver::Postgres(source) => Via::Postgres(Arc::new(source.session())),
        };
        Session {
            via,
            observer: self.observer.clone(),
        }
    }

    /// Rows for a thread where nobody waits.
    pub(in super::super) fn direct(&self) -> Direct {
        let to = match &self.driver {
            Driver::Sqlite(source) => To::Whole(source.clone()),
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
/// take; PostgreSQL by a connection that belongs to the request, on which statements follow each other without waiting. Within a write
/// it is the write's own connection.
#[derive(Clone)]
pub struct Direct {
    to: To,
    observer: Option<Observer>,
}

#[derive(Clone)]
enum To {
    /// On the thread that asks, for as long as it takes.
    Whole(Arc<sqlite::Source>),
    Sqlite(Arc<sqlite::Session>),
    Postgres(Arc<postgres::Session>),
    Link(Arc<Link>),
}

impl From<&Arc<Link>> for Direct {
    fn from(link: &Arc<Link>) -> Self {
        // It shows its statements itself.
        Self {
            to: To::Link(link.clone()),
            observer: None,
        }
    }
}

impl std::fmt::Debug for Direct {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("rows::Direct")
    }
}

impl Direct {
    /// Whether many rows are cheaper where the database packs them.
    pub fn packs(&self) -> bool {
        self.backend() == DbBackend::Postgres
    }

    /// Which database it is.
    pub fn backend(&self) -> DbBackend {
        match &self.to {
            To::Whole(_) | To::Sqlite(_) => DbBackend::Sqlite,
            To::Postgres(_) => DbBackend::Postgres,
            To::Link(link) => link.backend(),
        }
    }

    /// Runs a statement.
    ///
    /// # Errors
    /// The database fails, the statement takes too long, or it finds what it was not made for.
    pub async fn run(&self, statement: &Statement) -> Result<Rows, Fault> {
        self.show(&statement.sql);
        match &self.to {
            To::Whole(source) => source.run_whole(statement),
            To::Sqlite(session) => session.run(statement).await,
            To::Postgres(session) => session.run(statement).await,
            To::Link(link) => link.rows(statement).await,
        }
    }

    /// Runs a statement that packs its rows, where the database does: it finds one, with each column as an array.
    ///
    /// # Errors
    /// As [`Self::run`].
    pub async fn unpacked(&self, statement: &Statement) -> Result<Rows, Fault> {
        match &self.to {
            To::Whole(_) | To::Sqlite(_) => self.run(statement).await,
            To::Postgres(session) => {
                self.show(&statement.sql);
                session.unpacked(statement).await
            }
            To::Link(link) => link.unpacked(statement).await,
        }
    }

    /// What a statement of SeaORM's finds. On SQLite SeaORM has connections of its own for it, unless it is within a write.
    ///
    /// # Errors
    /// As [`Self::run`].
    pub(in super::super) async fn found(
        &self,
        statement: sea_orm::Statement,
    ) -> Result<Vec<QueryResult>, DbErr> {
        match &self.to {
            To::Postgres(session) => {
                let sea_orm::Statement { sql, values, .. } = statement;
                let values = values.map(|Values(values)| values).unwrap_or_default();
                self.show(&sql);
                found(DbBackend::Postgres, session.records(&sql, &values).await?)
            }
            To::Link(link) => link.query_all_raw(statement).await,
            To::Whole(_) | To::Sqlite(_) => Err(DbErr::Custom(
                "SQLite has a pool for what SeaORM reads".to_owned(),
            )),
        }
    }

    fn show(&self, sql: &str) {
        if let Some(observer) = &self.observer {
            observer(sql);
        }
    }
}

/// Runs the statements of one request. On SQLite they run where it is polled, until they take long. On PostgreSQL it takes a connection at its first statement and keeps it for itself;
/// statements may be in flight together. Dropped while one is, it has it cancelled.
pub struct Session {
    via: Via,
    observer: Option<Observer>,
}

enum Via {
    Sqlite(Arc<sqlite::Session>),
    Postgres(Arc<postgres::Session>),
    Direct(Direct),
}

impl Db {
    /// A session of this database, for one request in a workspace: there it waits for its turn where statements take long. It costs
    /// nothing until it runs a statement.
    #[must_use]
    pub fn session(&self, scope: &Scope) -> Session {
        self.rows().session(scope)
    }
}

impl Session {
    /// A session that sees what `reader` sees.
    #[must_use]
    pub fn within(reader: &Reader<'_>) -> Self {
        // What it reads by shows its statements itself.
        Self {
            via: Via::Direct(reader.direct().clone()),
            observer: None,
        }
    }

    /// The same for the functions of the areas.
    #[must_use]
    pub fn direct(&self) -> Direct {
        let to = match &self.via {
            Via::Sqlite(session) => To::Sqlite(session.clone()),
            Via::Postgres(session) => To::Postgres(session.clone()),
            Via::Direct(direct) => return direct.clone(),
        };
        let observer = self.observer.clone();
        Direct { to, observer }
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
            Via::Direct(direct) => direct.run(statement).await,
        }
    }
}
