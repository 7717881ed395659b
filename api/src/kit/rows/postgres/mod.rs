//! Rows from PostgreSQL: a few connections a worker thread, each used by one session at a time.
//!
//! A session has its connection for itself, so that cancelling it stops its own statement and no other; its own statements
//! may follow each other without waiting for answers.

mod cancel;
mod connect;
mod connection;
mod lease;
mod pool;
mod wire;
mod writer;

use std::cell::RefCell;
use std::error::Error as _;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use sea_orm::{DbErr, Value};
use tokio_postgres::error::{Severity, SqlState};
use tokio_postgres::{Error, Row};

use super::loose::Record;
use super::said::{Said, broke};
use super::{Fault, Kind, Limits, Rows, Statement, failed, lost};
use crate::kit::PostgresSettings;
use crate::kit::hosts::Hosts;
use connect::Target;
use lease::Lease;
use pool::Pool;
pub use writer::Writer;

/// Connections that write, of each thread. More of them cost the server more than they bring: it was measured (decision 28).
const WRITING: usize = 2;

/// The URL of the server that would be connected to now: for those who know one server only.
///
/// # Errors
/// None of them answers, or is as wanted.
pub async fn reached(url: &str) -> Result<String, DbErr> {
    let Hosts { mut each, wanted } = Hosts::of(url)?;
    let mut why = None;
    if each.len() == 1 {
        return Ok(each.remove(0));
    }
    for one in each {
        let mut target = Target::of(&one, &PostgresSettings::default(), Limits::default(), May::Write)?;
        target.config.target_session_attrs(wanted);
        match target.config.connect(target.tls).await {
            Ok(_) => return Ok(one),
            Err(error) => why = Some(said(&error)),
        }
    }
    Err(why.unwrap_or_else(|| DbErr::Custom("the URL names no server".to_owned())))
}

/// A server.
pub struct Source {
    number: u64,
    target: Target,
    limits: Limits,
    pools: Mutex<Vec<Weak<Pool>>>,
}

thread_local! {
    /// A connection's other half runs on the thread that opened it, so each thread has its own.
    static POOLS: RefCell<Vec<(u64, Arc<Pool>)>> = const { RefCell::new(Vec::new()) };
}

impl Source {
    pub(super) fn new(
        number: u64,
        (url, postgres): (&str, &PostgresSettings),
        limits: Limits,
        may: May,
    ) -> Result<Self, DbErr> {
        let target = Target::of(url, postgres, limits, may)?;
        Ok(Self {
            number,
            target,
            limits,
            pools: Mutex::default(),
        })
    }

    /// A server, to write.
    pub fn writing(url: (&str, &PostgresSettings), limits: Limits) -> Result<Self, DbErr> {
        let connections = WRITING.min(limits.connections);
        let limits = Limits {
            connections,
            ..limits
        };
        Self::new(super::session::number(), url, limits, May::Write)
    }

    pub(super) fn session(&self) -> Session {
        Session {
            pool: self.pool(),
            lease: tokio::sync::Mutex::default(),
        }
    }

    /// The connections of this thread.
    fn pool(&self) -> Arc<Pool> {
        POOLS.with_borrow_mut(|pools| {
            if let Some((_, pool)) = pools.iter().find(|(number, _)| *number == self.number) {
                return pool.clone();
            }
            // A thread may outlive the databases that it has read.
            pools.retain(|(_, pool)| !pool.is_closed());
            let pool = Arc::new(Pool::new(self.target.clone(), self.limits));
            pools.push((self.number, pool.clone()));
            let mut all = self.pools.lock().unwrap_or_else(PoisonError::into_inner);
            all.retain(|pool| pool.strong_count() > 0);
            all.push(Arc::downgrade(&pool));
            pool
        })
    }

    /// Closes the connections that are not in use, and the others when their sessions end.
    pub fn close(&self) {
        let pools = std::mem::take(&mut *self.pools.lock().unwrap_or_else(PoisonError::into_inner));
        for pool in pools.iter().filter_map(Weak::upgrade) {
            pool.close();
        }
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        self.close();
    }
}

/// What the connections of a source may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum May {
    /// Read.
    Read,
    /// Read and write.
    Write,
}

/// The statements of one request.
pub(super) struct Session {
    pool: Arc<Pool>,
    lease: tokio::sync::Mutex<Option<Arc<Lease>>>,
}

/// How the rows are taken from one that came.
type Taken = fn(&mut Rows, &Row, &[Kind]) -> Result<(), Fault>;

impl Session {
    pub(super) async fn run(&self, statement: &Statement) -> Result<Rows, Fault> {
        self.taken(statement, wire::read).await
    }

    /// The same of a statement that packs its rows: it finds one, with each column as an array.
    pub(super) async fn unpacked(&self, statement: &Statement) -> Result<Rows, Fault> {
        self.taken(statement, wire::unpack).await
    }

    async fn taken(&self, statement: &Statement, take: Taken) -> Result<Rows, Fault> {
        let mut tried = false;
        loop {
            let lease = self.lease().await?;
            match lease.run_apart(statement, take).await {
                Ok(rows) => return Ok(rows),
                Err(Failed::Ours(fault)) => return Err(fault),
                Err(Failed::Postgres(error)) if !may_pass(&error, &mut tried) => return Err(fault(&error)),
                Err(Failed::Postgres(_)) => self.give_up(lease).await,
            }
        }
    }

    /// The rows of a statement, with what each column is called.
    pub(super) async fn records(&self, sql: &str, values: &[Value]) -> Result<Vec<Record>, DbErr> {
        let mut tried = false;
        loop {
            let lease = self.lease().await.map_err(Fault::into_db)?;
            match lease.fetch_apart(sql, values).await {
                Ok((names, rows)) => return rows.iter().map(|row| wire::record(&names, row)).collect(),
                Err(Failed::Ours(fault)) => return Err(fault.into_db()),
                Err(Failed::Postgres(error)) if !may_pass(&error, &mut tried) => return Err(said(&error)),
                Err(Failed::Postgres(_)) => self.give_up(lease).await,
            }
        }
    }

    async fn lease(&self) -> Result<Arc<Lease>, Fault> {
        let mut held = self.lease.lock().await;
        if let Some(lease) = &*held {
            return Ok(lease.clone());
        }
        let lease = Arc::new(self.pool.lease().await?);
        *held = Some(lease.clone());
        Ok(lease)
    }

    /// Lets go of a connection that has died, unless another statement of this session has already.
    async fn give_up(&self, lease: Arc<Lease>) {
        lease.bury();
        let mut held = self.lease.lock().await;
        if held.as_ref().is_some_and(|held| Arc::ptr_eq(held, &lease)) {
            *held = None;
        }
    }
}

/// Why a statement failed.
enum Failed {
    Postgres(Error),
    Ours(Fault),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Postgres(error)
    }
}

impl From<Fault> for Failed {
    fn from(fault: Fault) -> Self {
        Self::Ours(fault)
    }
}

/// Whether to read once more: a reading is as good the second time, and the connection may have died while it was idle.
fn may_pass(error: &Error, tried: &mut bool) -> bool {
    !std::mem::replace(tried, true) && is_gone(error)
}

/// Whether the connection, rather than the statement, is to blame.
fn is_gone(error: &Error) -> bool {
    let io = || error.source().is_some_and(|source| source.is::<std::io::Error>());
    match error.code() {
        Some(code) => {
            let codes = [
                SqlState::ADMIN_SHUTDOWN,
                SqlState::CRASH_SHUTDOWN,
                SqlState::CANNOT_CONNECT_NOW,
            ];
            codes.contains(code) || code.code().starts_with("08")
        }
        None => error.is_closed() || io(),
    }
}

fn fault(error: &Error) -> Fault {
    if is_gone(error) {
        lost(explain(error))
    } else {
        failed(explain(error))
    }
}

/// An error of PostgreSQL, with its code.
fn said(error: &Error) -> DbErr {
    match error.as_db_error() {
        Some(db) => {
            let ends = !matches!(db.parsed_severity(), Some(Severity::Error) | None);
            Said::new(db.code().code(), explain(error), ends).into()
        }
        None if is_gone(error) => broke(explain(error)),
        None => DbErr::Custom(explain(error)),
    }
}

/// What happened, with its cause: the driver says only in which step it happened.
fn explain(error: &Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}
