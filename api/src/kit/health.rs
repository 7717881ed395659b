//! Whether the database can be read and written: what those who run the server ask.
//!
//! Writes are always tried; nothing is refused because an earlier one failed. A write that failed for want of room, of a
//! connection and the like stands against the database until a probe has shown the contrary: a write of its own, with as much
//! ballast as a large write has, since on a nearly full disk small ones succeed for a while.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, OnConflict, Query};
use sea_orm::{ConnectionTrait as _, DbErr};
use tokio::time::timeout;

use super::deadline::Deadline;
use super::rows::Stored;
use super::turns::Ended;
use super::{Cause, Db, Failure, Fault};

/// How long an answer may take: whoever asks waits for two seconds.
const PATIENCE: Duration = Duration::from_millis(1500);

/// For how long a write that was stored proves that another would be.
const FRESH: Duration = Duration::from_secs(1);

/// While others' writes are stored this often, one that waits for its turn says nothing against the database.
const PROGRESS: Duration = Duration::from_secs(5);

/// Bytes that a probe writes after a write has failed.
const BALLAST: usize = 256 << 10;

/// How the database stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Readiness {
    /// Whether it answers reads.
    pub readable: bool,
    /// Whether it stores writes.
    pub writable: bool,
    /// Whether writes are wanted of this server at all.
    pub read_only: bool,
    /// Since when one of both fails.
    pub since: Option<DateTime<Utc>>,
    /// Why it fails.
    pub cause: Option<Cause>,
}

impl Readiness {
    /// Whether it does what is wanted of it.
    #[must_use]
    pub const fn is_ready(&self) -> bool {
        self.readable && (self.writable || self.read_only)
    }
}

/// What is known of the database from the last writes.
#[derive(Clone, Debug, Default)]
pub(super) struct Health {
    state: Arc<Mutex<State>>,
    /// One probe at a time.
    proving: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Debug, Default)]
struct State {
    failing: Option<(DateTime<Utc>, Cause)>,
    failures: u64,
    stored: Option<Instant>,
}

impl State {
    fn stored_within(&self, time: Duration) -> bool {
        self.failing.is_none() && self.stored.is_some_and(|at| at.elapsed() < time)
    }
}

impl Health {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Learns from the outcome of a write.
    pub(super) fn note<T>(&self, outcome: &Result<T, Failure>, now: DateTime<Utc>) {
        match outcome {
            Ok(_) => self.state().stored = Some(Instant::now()),
            Err(Failure::Fault(fault)) => {
                if let Some(cause) = cause_of(fault) {
                    self.fail(cause, now);
                }
            }
            Err(Failure::Rejected(_)) => {}
        }
    }

    fn fail(&self, cause: Cause, now: DateTime<Utc>) {
        let mut state = self.state();
        let since = state.failing.map_or(now, |(since, _)| since);
        state.failing = Some((since, cause));
        state.failures += 1;
    }
}

/// What a fault says against the database; nothing, if another request was merely in the way.
fn cause_of(fault: &Fault) -> Option<Cause> {
    match fault {
        Fault::Db(error) => Cause::of(error).filter(|cause| *cause != Cause::Busy),
        Fault::TimedOut | Fault::Unknown(None) => Some(Cause::NoAnswer),
        Fault::Unknown(Some(error)) => Some(Cause::of(error).unwrap_or(Cause::Io)),
        Fault::Request { .. }
        | Fault::Key { .. }
        | Fault::Input { .. }
        | Fault::Lacks(_)
        | Fault::Internal(_) => None,
    }
}

impl Db {
    /// How the database stands, within two seconds.
    pub async fn readiness(&self) -> Readiness {
        let failures = self.health.state().failures;
        let read = self.tried(async { Ok(self.read_probe().await?) });
        let write = async { !self.is_read_only() && Box::pin(self.tried(self.prove())).await };
        let (readable, writable) = futures_util::join!(read, write);
        let mut state = self.health.state();
        if readable && (writable || self.is_read_only()) && state.failures == failures {
            state.failing = None;
        }
        let (since, cause) = state.failing.unzip();
        Readiness {
            readable,
            // A write may have failed since the probe.
            writable: writable && (since.is_none() || !readable),
            read_only: self.is_read_only(),
            since,
            cause,
        }
    }

    /// Whether something succeeds in time, or only waits for its turn.
    async fn tried(&self, probe: impl Future<Output = Result<(), Failure>>) -> bool {
        let now = self.clock.now();
        match timeout(PATIENCE, probe).await {
            Ok(Ok(())) => true,
            Ok(Err(failure)) => {
                tracing::warn!(?failure, "not ready");
                let cause = match &failure {
                    Failure::Fault(Fault::Db(error)) => Cause::of(error),
                    Failure::Fault(fault) => cause_of(fault),
                    Failure::Rejected(_) => None,
                };
                if cause == Some(Cause::Busy) && self.health.state().stored_within(PROGRESS) {
                    return true;
                }
                self.health.fail(cause.unwrap_or(Cause::Io), now);
                false
            }
            Err(_elapsed) if self.health.state().stored_within(PROGRESS) => true,
            Err(_elapsed) => {
                tracing::warn!("not ready: no answer");
                self.health.fail(Cause::NoAnswer, now);
                false
            }
        }
    }

    async fn read_probe(&self) -> Result<(), DbErr> {
        let mut row = Query::select();
        row.expr(Expr::cust("1")).from("write_probe").limit(1);
        self.global().query_one(&row).await?;
        Ok(())
    }

    async fn prove(&self) -> Result<(), Failure> {
        let _alone = self.health.proving.lock().await;
        let in_doubt = {
            let state = self.health.state();
            if state.stored_within(FRESH) {
                return Ok(());
            }
            state.failing.is_some()
        };
        let written = self.write_probe(if in_doubt { BALLAST } else { 0 }).await;
        if written.is_ok() {
            self.health.state().stored = Some(Instant::now());
        }
        written
    }

    /// Writes the row that is there for this.
    ///
    /// # Errors
    /// What any write would be answered.
    pub async fn write_probe(&self, ballast: usize) -> Result<(), Failure> {
        let turn = self.turn(Deadline::never(), None, true).await?;
        let root = self.root(&turn);
        let mut row = Query::insert();
        row.into_table("write_probe")
            .columns(["id", "written_at", "ballast"])
            .values_panic([1.into(), root.now().into(), " ".repeat(ballast).into()])
            .on_conflict(
                OnConflict::column("id")
                    .update_columns(["written_at", "ballast"])
                    .to_owned(),
            );
        root.conn().execute(&row).await?;
        drop(root);
        match turn.end(true).await {
            Ended::Stored(Stored::Yes) => Ok(()),
            Ended::Stored(Stored::Not(error)) => Err(error.into()),
            Ended::Stored(Stored::Unknown(error)) => Err(Fault::Unknown(error).into()),
            Ended::Lost => Err(Fault::Internal("a probe has its transaction for itself".to_owned()).into()),
        }
    }
}
