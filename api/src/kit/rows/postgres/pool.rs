//! The connections of a worker thread to one server.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::TryStreamExt;
use lru::LruCache;
use sea_orm::{ConnAcquireErr, DbErr, Value};
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;
use tokio_postgres::{Client, Error};

use super::super::{Fault, Limits, Rows, Statement, lost, uneven};
use super::connect::Target;
use super::wire::{Parameter, declared};
use super::{Failed, Taken, explain};

/// Most prepared statements of a connection; the server keeps each in its memory.
const PREPARED: NonZeroUsize = NonZeroUsize::new(256).unwrap();

/// A connection that was idle for longer is asked whether it lives: a firewall may have forgotten it.
const STALE: Duration = Duration::from_secs(30);

/// How long a cancelled statement is given to end before it is cancelled again.
const CANCEL: Duration = Duration::from_millis(250);

/// Connections, no more than its permits.
pub(super) struct Pool {
    target: Target,
    wait: Duration,
    permits: Arc<Semaphore>,
    idle: Mutex<Vec<Idle>>,
}

struct Idle {
    connection: Connection,
    since: Instant,
}

struct Connection {
    client: Client,
    prepared: Mutex<LruCache<Arc<str>, tokio_postgres::Statement>>,
}

impl Pool {
    pub(super) fn new(target: Target, limits: Limits) -> Self {
        Self {
            target,
            wait: limits.wait,
            permits: Arc::new(Semaphore::new(limits.connections.max(1))),
            idle: Mutex::default(),
        }
    }

    /// Gives up the idle connections, and the others when they come back.
    pub(super) fn close(&self) {
        self.permits.close();
        self.idle().clear();
    }

    pub(super) fn is_closed(&self) -> bool {
        self.permits.is_closed()
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Idle>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A connection for one session.
    pub(super) async fn lease(self: &Arc<Self>) -> Result<Lease, Fault> {
        let taken = timeout(self.wait, self.take()).await;
        taken.map_err(|_elapsed| Fault::Db(DbErr::ConnectionAcquire(ConnAcquireErr::Timeout)))?
    }

    async fn take(self: &Arc<Self>) -> Result<Lease, Fault> {
        let closed = |_| Fault::Db(DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed));
        let permit = self.permits.clone().acquire_owned().await.map_err(closed)?;
        let connection = match self.reuse().await {
            Some(connection) => connection,
            None => self.connect().await.map_err(|error| lost(explain(&error)))?,
        };
        Ok(Lease {
            held: Some((connection, permit)),
            pool: self.clone(),
            abandoned: AtomicBool::new(false),
            dead: AtomicBool::new(false),
        })
    }

    /// The connection that was used last, so that those that are not needed grow stale.
    async fn reuse(&self) -> Option<Connection> {
        loop {
            let Idle { connection, since } = self.idle().pop()?;
            let alive = !connection.client.is_closed()
                && (since.elapsed() < STALE
                    || matches!(
                        timeout(CANCEL, connection.client.check_connection()).await,
                        Ok(Ok(()))
                    ));
            if alive {
                return Some(connection);
            }
        }
    }

    async fn connect(&self) -> Result<Connection, Error> {
        let (client, driver) = self.target.config.connect(self.target.tls.clone()).await?;
        // It ends with its client, and says nothing that a statement does not say.
        Handle::current().spawn(async move {
            if let Err(error) = driver.await {
                tracing::debug!(error = explain(&error), "a connection to the database ended");
            }
        });
        let prepared = Mutex::new(LruCache::new(PREPARED));
        Ok(Connection { client, prepared })
    }
}

/// A connection that belongs to one session.
pub(super) struct Lease {
    /// Here until it is dropped.
    held: Option<(Connection, OwnedSemaphorePermit)>,
    pool: Arc<Pool>,
    /// Whether somebody stopped waiting for a statement.
    abandoned: AtomicBool,
    /// Whether a statement has found the connection dead.
    dead: AtomicBool,
}

impl Lease {
    /// Has the connection thrown away.
    pub(super) fn bury(&self) {
        self.dead.store(true, Ordering::Relaxed);
    }

    pub(super) async fn run(&self, statement: &Statement, take: Taken) -> Result<Rows, Failed> {
        let Some((connection, _)) = &self.held else {
            return Err(Fault::Internal("the connection is gone".to_owned()).into());
        };
        let mut watch = Watch {
            lease: self,
            done: false,
        };
        let outcome = connection.run(statement, take).await;
        // After a fault of ours, rows may still be on their way.
        watch.done = !matches!(outcome, Err(Failed::Ours(_)));
        outcome
    }
}

/// Notes that a statement was given up while it ran.
struct Watch<'a> {
    lease: &'a Lease,
    done: bool,
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        if !self.done {
            self.lease.abandoned.store(true, Ordering::Relaxed);
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let Some((connection, permit)) = self.held.take() else {
            return;
        };
        let dead = self.dead.load(Ordering::Relaxed) || connection.client.is_closed();
        if dead || self.pool.is_closed() {
            return;
        }
        if !self.abandoned.load(Ordering::Relaxed) {
            let since = Instant::now();
            self.pool.idle().push(Idle { connection, since });
            return;
        }
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        let tls = self.pool.target.tls.clone();
        // A drop cannot wait. The permit goes when the server is rid of the work.
        runtime.spawn(async move {
            connection.cancel(tls).await;
            drop(permit);
        });
    }
}

impl Connection {
    async fn run(&self, statement: &Statement, take: Taken) -> Result<Rows, Failed> {
        let Statement { sql, values, kinds } = statement;
        let prepared = self.prepare(sql, values).await?;
        if prepared.params().len() != values.len() {
            return Err(uneven("values", prepared.params().len(), values.len(), sql).into());
        }
        if prepared.columns().len() != kinds.len() {
            return Err(uneven("columns", prepared.columns().len(), kinds.len(), sql).into());
        }
        let found = self
            .client
            .query_raw(&prepared, values.iter().map(Parameter))
            .await?;
        let mut found = std::pin::pin!(found);
        let mut rows = Rows::of(kinds);
        while let Some(row) = found.try_next().await? {
            take(&mut rows, &row, kinds)?;
        }
        Ok(rows)
    }

    async fn prepare(&self, sql: &Arc<str>, values: &[Value]) -> Result<tokio_postgres::Statement, Error> {
        let known = self.prepared().get(sql).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let types: Vec<_> = values.iter().map(declared).collect();
        let prepared = self.client.prepare_typed(sql, &types).await?;
        // One that leaves the map is closed at the server when its last use ends.
        self.prepared().put(sql.clone(), prepared.clone());
        Ok(prepared)
    }

    fn prepared(&self) -> std::sync::MutexGuard<'_, LruCache<Arc<str>, tokio_postgres::Statement>> {
        self.prepared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has the server stop what it does for this connection. Statements may be queued behind the one that runs, and a
    /// cancellation stops one.
    async fn cancel(self, tls: tokio_postgres_rustls::MakeRustlsConnect) {
        let token = self.client.cancel_token();
        for _ in 0..40 {
            if timeout(CANCEL * 8, token.cancel_query(tls.clone()))
                .await
                .is_err()
            {
                return;
            }
            if timeout(CANCEL, self.client.check_connection()).await.is_ok() {
                return;
            }
        }
    }
}
