//! Whose turn it is to write a workspace.
//!
//! The database would let writes of one workspace wait as well. But there each that waits has a connection and is woken to look
//! whether the lock is free, which costs PostgreSQL more than the write does. Other processes' writes still wait there.

use std::time::Duration;

use entity::ids::WorkspaceId;
use sea_orm::{ConnAcquireErr, DbErr};
use tokio::sync::{Mutex, MutexGuard};
use tokio::time::timeout;

/// Workspaces share them; that two meet is no harm.
const QUEUES: usize = 64;

/// Queues of writes, first come first served.
#[derive(Debug)]
pub(super) struct Turns {
    queues: [Mutex<()>; QUEUES],
    wait: Duration,
}

impl Turns {
    /// Nobody waits for longer than this.
    pub(super) fn new(wait: Duration) -> Self {
        let queues = std::array::from_fn(|_| Mutex::new(()));
        Self { queues, wait }
    }

    /// Waits until the writes of the workspace that came before are over.
    pub(super) async fn wait_for(&self, workspace: WorkspaceId) -> Result<Option<MutexGuard<'_, ()>>, DbErr> {
        // The end of an id is chance.
        let (_, chance) = workspace.0.as_u64_pair();
        let number = usize::try_from(chance % QUEUES as u64).unwrap_or_default();
        let Some(queue) = self.queues.get(number) else {
            return Ok(None);
        };
        let turn = timeout(self.wait, queue.lock()).await;
        turn.map(Some)
            .map_err(|_elapsed| DbErr::ConnectionAcquire(ConnAcquireErr::Timeout))
    }
}
