//! A connection while it belongs to one session, and what is asked on it.

use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use futures_util::future::BoxFuture;
use futures_util::{TryStreamExt as _, poll};
use sea_orm::Value;
use tokio::runtime::Handle;
use tokio::sync::OwnedSemaphorePermit;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Column, Error, Row};

use super::super::loose::Names;
use super::super::{Fault, Rows, Statement};
use super::connection::Connection;
use super::pool::Pool;
use super::wire::{Parameter, declared};
use super::{Failed, Taken};

/// A statement that was sent; its end is how many rows it changed.
pub(super) enum Posted {
    UnderWay(BoxFuture<'static, Result<u64, Error>>),
    Ended(Result<u64, Error>),
}

impl Posted {
    /// Takes what has come of the answer; whether that was all.
    pub(super) fn take_in(&mut self, cx: &mut Context<'_>) -> bool {
        if let Self::UnderWay(answer) = self
            && let Poll::Ready(ended) = answer.as_mut().poll(cx)
        {
            *self = Self::Ended(ended);
        }
        matches!(self, Self::Ended(_))
    }

    /// Waits for the end.
    pub(super) async fn end(self) -> Result<u64, Error> {
        match self {
            Self::UnderWay(answer) => answer.await,
            Self::Ended(ended) => ended,
        }
    }
}

/// A statement is on its way once its end was asked for the first time.
async fn on_its_way(answer: BoxFuture<'static, Result<u64, Error>>) -> Posted {
    let mut posted = Posted::UnderWay(answer);
    poll_fn(|cx| Poll::Ready(posted.take_in(cx))).await;
    posted
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
    pub(super) const fn new(connection: Connection, permit: OwnedSemaphorePermit, pool: Arc<Pool>) -> Self {
        Self {
            held: Some((connection, permit)),
            pool,
            abandoned: AtomicBool::new(false),
            dead: AtomicBool::new(false),
        }
    }

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
        self.post_text(self.pool.target().begin.clone()).await
    }

    /// Sends a statement behind those that were sent before. Its end can be waited for later.
    pub(super) async fn post(&self, sql: &str, values: Vec<Value>) -> Result<Posted, Failed> {
        let connection = self.connection()?;
        let asked = connection.asked(sql, &values).await?;
        let client = connection.client.clone();
        let posted: BoxFuture<'static, _> = match asked {
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
        if !self.pool.target().apart {
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
            self.pool.keep(connection);
            return;
        }
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        let pool = self.pool.clone();
        // A drop cannot wait. The permit goes when the server is rid of the work.
        runtime.spawn(async move {
            connection.cancel(pool.target()).await;
            drop(permit);
        });
    }
}
