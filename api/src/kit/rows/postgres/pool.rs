//! The connections of a worker thread to one server.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use std::task::Poll;

use futures_util::future::BoxFuture;
use futures_util::{TryStreamExt as _, poll};
use lru::LruCache;
use sea_orm::{ConnAcquireErr, DbErr, Value};
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, Column, Error, Row, RowStream};

use super::super::loose::Names;
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
    client: Arc<Client>,
    /// What was prepared by a name; none where nothing is.
    prepared: Option<Mutex<LruCache<Arc<str>, tokio_postgres::Statement>>>,
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
        if let Some(session) = &self.target.session {
            client.batch_execute(session).await?;
        }
        let prepared = self.target.named.then(|| Mutex::new(LruCache::new(PREPARED)));
        let client = Arc::new(client);
        Ok(Connection { client, prepared })
    }
}

/// How many rows a statement changed that was sent, once it is known.
pub(super) type Posted = BoxFuture<'static, Result<u64, Error>>;

/// A statement is on its way once its end was asked for the first time.
async fn on_its_way(mut posted: Posted) -> Posted {
    match poll!(&mut posted) {
        Poll::Ready(done) => Box::pin(std::future::ready(done)),
        Poll::Pending => posted,
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

    fn connection(&self) -> Result<&Connection, Fault> {
        let held = self.held.as_ref().map(|(connection, _)| connection);
        held.ok_or_else(|| Fault::Internal("the connection is gone".to_owned()))
    }

    /// Has the connection thrown away, and what it does cancelled.
    pub(super) fn abandon(&self) {
        self.abandoned.store(true, Ordering::Relaxed);
    }

    /// The rows of a statement that another session may not run, as the database made them.
    pub(super) async fn fetch(&self, sql: &str, values: &[Value]) -> Result<(Names, Vec<Row>), Failed> {
        let connection = self.connection()?;
        let mut watch = Watch {
            lease: self,
            done: false,
        };
        let fetched = async {
            let asked = connection.asked(sql, values).await?;
            let rows: Vec<Row> = connection.found(&asked, sql, values).await?.try_collect().await?;
            let columns = rows.first().map_or(&[][..], Row::columns);
            Ok((Names::new(columns.iter().map(Column::name)), rows))
        };
        let fetched = fetched.await;
        watch.done = true;
        fetched
    }

    /// The same by itself, in no transaction of the session's.
    pub(super) async fn fetch_apart(&self, sql: &str, values: &[Value]) -> Result<(Names, Vec<Row>), Failed> {
        self.apart(sql, values, self.fetch(sql, values)).await
    }

    /// Begins a transaction.
    pub(super) async fn begin(&self) -> Result<Posted, Failed> {
        self.post_text(self.pool.target.begin.clone()).await
    }

    /// Sends a statement behind those that were sent before. Its end can be waited for later.
    pub(super) async fn post(&self, sql: &str, values: Vec<Value>) -> Result<Posted, Failed> {
        let connection = self.connection()?;
        let asked = connection.asked(sql, &values).await?;
        let client = connection.client.clone();
        let posted: Posted = match asked {
            Some(prepared) => Box::pin(async move {
                let sent = client.execute_raw(&prepared, values.iter().map(Parameter));
                sent.await
            }),
            None => {
                let sql = sql.to_owned();
                Box::pin(async move {
                    let values: Vec<_> = values.iter().map(|it| (Parameter(it), declared(it))).collect();
                    let values: Vec<(&(dyn ToSql + Sync), Type)> =
                        values.iter().map(|(it, of)| (it as _, of.clone())).collect();
                    client.execute_typed(&sql, &values).await
                })
            }
        };
        Ok(on_its_way(posted).await)
    }

    /// The same of a text without values, which needs no preparing.
    pub(super) async fn post_text(
        &self,
        sql: impl AsRef<str> + Send + Sync + 'static,
    ) -> Result<Posted, Failed> {
        let client = self.connection()?.client.clone();
        let sent = async move { client.batch_execute(sql.as_ref()).await.map(|()| 0) };
        Ok(on_its_way(Box::pin(sent)).await)
    }

    /// Does what a statement asks. Where sessions are not kept, it is a transaction, which can be told what a session would have
    /// been told. All of it is sent at once: others' statements may be under way on this connection, and none may come between.
    async fn apart<T>(
        &self,
        sql: &str,
        values: &[Value],
        asking: impl Future<Output = Result<T, Failed>>,
    ) -> Result<T, Failed> {
        if !self.pool.target.apart {
            return asking.await;
        }
        // What has to be prepared by a name is, before: that takes an answer.
        self.connection()?.asked(sql, values).await?;
        let begun = self.begin().await?;
        let mut asking = std::pin::pin!(asking);
        let done = poll!(&mut asking);
        // If one of both fails, so does what stands between them, or has not.
        drop((begun, self.post_text("COMMIT").await?));
        match done {
            Poll::Ready(done) => done,
            Poll::Pending => asking.await,
        }
    }

    /// Runs a text of several statements without values.
    pub(super) async fn batch(&self, sql: &str) -> Result<(), Failed> {
        Ok(self.connection()?.client.batch_execute(sql).await?)
    }

    pub(super) async fn run(&self, statement: &Statement, take: Taken) -> Result<Rows, Failed> {
        let connection = self.connection()?;
        let mut watch = Watch {
            lease: self,
            done: false,
        };
        let outcome = connection.run(statement, take).await;
        // After a fault of ours, rows may still be on their way.
        watch.done = !matches!(outcome, Err(Failed::Ours(_)));
        outcome
    }

    /// The same by itself, in no transaction of the session's.
    pub(super) async fn run_apart(&self, statement: &Statement, take: Taken) -> Result<Rows, Failed> {
        let Statement { sql, values, .. } = statement;
        self.apart(sql, values, self.run(statement, take)).await
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
        let asked = self.asked(sql, values).await?;
        let fits = |columns: usize| match columns == kinds.len() {
            true => Ok(()),
            false => Err(uneven("columns", columns, kinds.len(), sql)),
        };
        if let Some(prepared) = &asked {
            if prepared.params().len() != values.len() {
                return Err(uneven("values", prepared.params().len(), values.len(), sql).into());
            }
            fits(prepared.columns().len())?;
        }
        let found = self.found(&asked, sql, values).await?;
        let mut found = std::pin::pin!(found);
        let mut rows = Rows::of(kinds);
        while let Some(row) = found.try_next().await? {
            if asked.is_none() {
                fits(row.len())?;
            }
            take(&mut rows, &row, kinds)?;
        }
        Ok(rows)
    }

    /// What is asked by a name, prepared; nothing where each statement is prepared when it runs.
    async fn asked(&self, sql: &str, values: &[Value]) -> Result<Option<tokio_postgres::Statement>, Error> {
        let Some(all) = &self.prepared else {
            return Ok(None);
        };
        let known = all
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(sql)
            .cloned();
        if known.is_some() {
            return Ok(known);
        }
        let types: Vec<_> = values.iter().map(declared).collect();
        let prepared = self.client.prepare_typed(sql, &types).await?;
        // One that leaves the map is closed at the server when its last use ends.
        let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
        all.put(sql.into(), prepared.clone());
        Ok(Some(prepared))
    }

    /// Runs what was asked. Its first poll sends it.
    async fn found(
        &self,
        asked: &Option<tokio_postgres::Statement>,
        sql: &str,
        values: &[Value],
    ) -> Result<RowStream, Error> {
        match asked {
            Some(prepared) => {
                self.client
                    .query_raw(prepared, values.iter().map(Parameter))
                    .await
            }
            None => {
                let values = values.iter().map(|it| (Parameter(it), declared(it)));
                self.client.query_typed_raw(sql, values).await
            }
        }
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
