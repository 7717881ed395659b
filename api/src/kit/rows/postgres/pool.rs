//! The connections of a worker thread to one server.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sea_orm::{ConnAcquireErr, DbErr};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::super::{Fault, Limits, lost};
use super::connect::Target;
use super::connection::{CANCEL, Connection};
use super::explain;
use super::lease::Lease;

/// A connection that was idle for longer is asked whether it lives: a firewall may have forgotten it.
const STALE: Duration = Duration::from_secs(30);

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

    pub(super) const fn target(&self) -> &Target {
        &self.target
    }

    /// Takes back a connection that may serve others.
    pub(super) fn keep(&self, connection: Connection) {
        let since = Instant::now();
        self.idle().push(Idle { connection, since });
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
            None => Connection::open(&self.target)
                .await
                .map_err(|error| lost(explain(&error)))?,
        };
        Ok(Lease::new(connection, permit, self.clone()))
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
}
