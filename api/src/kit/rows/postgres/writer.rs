//! A connection in a transaction that writes. What is written is sent without waiting for the answer to what was sent before: each
//! statement that goes by itself would cost a round trip.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use sea_orm::{DbErr, Value};
use tokio::sync::Mutex;

use super::super::super::Cause;
use super::super::Stored;
use super::super::loose::Record;
use super::super::said::Said;
use super::lease::Posted;
use super::{Failed, Fault, Lease, Rows, Source, Statement, said, wire};

/// A transaction under way.
pub struct Writer {
    lease: Lease,
    /// What was sent, and whose end nobody has waited for, in its order.
    posted: Mutex<Vec<Posted>>,
    /// Whether a statement has failed: PostgreSQL runs none after it, and stores nothing.
    failed: AtomicBool,
    /// How many statements of the command under way may have written.
    writes: AtomicUsize,
    ended: AtomicBool,
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("postgres::Writer")
    }
}

impl Writer {
    /// Begins a transaction.
    pub async fn begin(source: &Source) -> Result<Self, Fault> {
        let writer = Self {
            lease: source.pool().lease().await?,
            posted: Mutex::default(),
            failed: AtomicBool::new(false),
            writes: AtomicUsize::new(0),
            ended: AtomicBool::new(false),
        };
        let begun = writer.lease.begin().await;
        match begun {
            Ok(posted) => writer.posted.lock().await.push(posted),
            Err(why) => return Err(writer.first(why).await.into()),
        }
        Ok(writer)
    }

    /// Begins a transaction that only reads, and sees all the time what is stored at its first statement.
    pub async fn look(source: &Source) -> Result<Self, Fault> {
        let writer = Self::begin(source).await?;
        writer
            .batch("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            .await?;
        Ok(writer)
    }

    /// A command begins.
    pub fn enter(&self) {
        self.writes.store(0, Ordering::Relaxed);
    }

    /// Whether nothing would be left of the command under way if it ended now.
    pub fn is_untouched(&self) -> bool {
        self.writes.load(Ordering::Relaxed) == 0 && !self.failed.load(Ordering::Relaxed)
    }

    fn wrote(&self) {
        self.writes.fetch_add(1, Ordering::Relaxed);
    }

    /// Waits for an answer, and meanwhile takes what comes to what was sent before. The driver gives out the answers in their order, and
    /// stops at one that came in more pieces than it holds until somebody takes them.
    async fn answered<T>(&self, answer: impl Future<Output = T>) -> T {
        let mut answer = pin!(answer);
        poll_fn(|cx| {
            if let Ok(mut posted) = self.posted.try_lock() {
                posted.iter_mut().all(|one| one.take_in(cx));
            }
            answer.as_mut().poll(cx)
        })
        .await
    }

    /// Sends a statement without waiting for its end: whether it failed is known at the next one that is waited for.
    pub async fn post(&self, sql: &str, values: Vec<Value>) -> Result<(), DbErr> {
        self.wrote();
        match self.answered(self.lease.post(sql, values)).await {
            Ok(posted) => {
                self.posted.lock().await.push(posted);
                Ok(())
            }
            Err(why) => Err(self.first(why).await),
        }
    }

    /// Waits until all that was sent has ended.
    pub async fn settle(&self) -> Result<(), DbErr> {
        let posted = std::mem::take(&mut *self.posted.lock().await);
        for one in posted {
            if let Err(error) = one.end().await {
                self.failed.store(true, Ordering::Relaxed);
                return Err(said(&error));
            }
        }
        Ok(())
    }

    /// Why a statement failed: what was sent before it may have, and then nothing after it is run.
    async fn first(&self, why: Failed) -> DbErr {
        let before = self.settle().await;
        self.failed.store(true, Ordering::Relaxed);
        let error = match (before, why) {
            (Err(error), _) => error,
            (Ok(()), Failed::Postgres(error)) => said(&error),
            (Ok(()), Failed::Ours(fault)) => fault.into_db(),
        };
        // The server is a standby now: whoever connects anew finds the one that is written.
        if Cause::of(&error) == Some(Cause::ReadOnly) {
            self.lease.bury();
        }
        error
    }

    /// The rows of a statement, of known kinds.
    pub async fn rows(&self, statement: &Statement) -> Result<Rows, Fault> {
        self.taken(statement, wire::read).await
    }

    /// The rows of a statement that packs them.
    pub async fn unpacked(&self, statement: &Statement) -> Result<Rows, Fault> {
        self.taken(statement, wire::unpack).await
    }

    async fn taken(&self, statement: &Statement, take: super::Taken) -> Result<Rows, Fault> {
        match self.answered(self.lease.run(statement, take)).await {
            Ok(rows) => {
                self.settle().await?;
                Ok(rows)
            }
            Err(why) => Err(self.first(why).await.into()),
        }
    }

    /// The rows of a statement, with what each column is called.
    pub async fn records(&self, sql: &str, values: &[Value]) -> Result<Vec<Record>, DbErr> {
        if !sql.starts_with("SELECT") {
            self.wrote();
        }
        match self.answered(self.lease.fetch(sql, values)).await {
            Ok((names, rows)) => {
                self.settle().await?;
                rows.iter().map(|row| wire::record(&names, row)).collect()
            }
            Err(why) => Err(self.first(why).await),
        }
    }

    /// Runs a statement; answers how many rows it changed.
    pub async fn execute(&self, sql: &str, values: Vec<Value>) -> Result<u64, DbErr> {
        self.wrote();
        let executed = async { Ok(self.lease.post(sql, values).await?.end().await?) };
        match self.answered(executed).await {
            Ok(changed) => {
                self.settle().await?;
                Ok(changed)
            }
            Err(why) => Err(self.first(why).await),
        }
    }

    /// Runs a text of several statements without values.
    pub async fn batch(&self, sql: &str) -> Result<(), DbErr> {
        self.wrote();
        match self.answered(self.lease.batch(sql)).await {
            Ok(()) => self.settle().await,
            Err(why) => Err(self.first(why).await),
        }
    }

    /// Stores what was written.
    pub async fn commit(&self) -> Stored {
        if let Err(error) = self.settle().await {
            return Stored::Not(error);
        }
        if self.failed.load(Ordering::Relaxed) {
            return Stored::Not(Said::new("25P02", "a statement of the transaction failed", false).into());
        }
        let committed = match self.lease.post_text("COMMIT").await {
            Ok(posted) => posted.end().await.map_err(Failed::Postgres),
            Err(why) => return Stored::Not(self.first(why).await),
        };
        if let Err(why) = committed {
            return Stored::by_commit(self.first(why).await);
        }
        self.ended.store(true, Ordering::Relaxed);
        Stored::Yes
    }

    /// Ends a part of a command: it stays, or is undone, whatever of it failed.
    pub async fn end_part(&self, number: usize, stays: bool) -> Result<(), DbErr> {
        if stays {
            return self.post(&format!("RELEASE part_{number}"), Vec::new()).await;
        }
        // Why the part was given up is known.
        let _ = self.settle().await;
        let undo = format!("ROLLBACK TO part_{number}; RELEASE part_{number}");
        match self.lease.batch(&undo).await {
            Ok(()) => {
                self.failed.store(false, Ordering::Relaxed);
                Ok(())
            }
            Err(why) => Err(self.first(why).await),
        }
    }

    /// Gives up what was written.
    pub async fn roll_back(&self) {
        let _ = self.settle().await;
        if self.lease.batch("ROLLBACK").await.is_ok() {
            self.ended.store(true, Ordering::Relaxed);
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // A connection in a transaction goes to nobody else.
        if !self.ended.load(Ordering::Relaxed) {
            self.lease.abandon();
        }
    }
}
