//! One write: a transaction, the workspace's write lock, and the rows of its change feed.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use entity::ids::WorkspaceId;
use entity::{Actor, RecordType, TypedId, change, workspace};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sea_orm::sea_query::LockType;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, EntityTrait,
    IntoActiveModel, QueryFilter, QuerySelect, QueryTrait, TransactionTrait,
};
use uuid::Uuid;

use super::grants::Mark;
use super::{Failure, Fault, Grants, Ids, Reader, Together, Writer};

/// A command: a function of the transaction and its input. It may be run more than once, so it does nothing but
/// read and write the database.
pub trait Command<'a, I: 'a, T>: Send + Sync {
    /// The command under way.
    type Run: Future<Output = Result<T, Failure>> + Send + 'a;
    /// Starts it.
    fn run(&self, tx: &'a mut Tx, input: &'a I) -> Self::Run;
}

impl<'a, I: 'a, T, F, R> Command<'a, I, T> for F
where
    F: Fn(&'a mut Tx, &'a I) -> R + Send + Sync,
    R: Future<Output = Result<T, Failure>> + Send + 'a,
{
    type Run = R;

    fn run(&self, tx: &'a mut Tx, input: &'a I) -> R {
        self(tx, input)
    }
}

/// Reads, within a write, what the write answers with.
pub trait Sight<T>: Send + Sync {
    /// What is seen.
    type Seen: Send;
    /// Reads it. The transaction is to be committed next, so it changes nothing.
    fn see<'a>(&'a self, reader: Reader<'a>, value: &'a T) -> BoxFuture<'a, Result<Self::Seen, Fault>>;
}

/// Sees nothing.
pub struct Blind;

impl<T: Sync> Sight<T> for Blind {
    type Seen = ();

    fn see<'a>(&'a self, _: Reader<'a>, _: &'a T) -> BoxFuture<'a, Result<(), Fault>> {
        std::future::ready(Ok(())).boxed()
    }
}

/// A command that belongs to no single workspace.
pub trait RootCommand<'a, I: 'a, T>: Send + Sync {
    /// The command under way.
    type Run: Future<Output = Result<T, Failure>> + Send + 'a;
    /// Starts it.
    fn run(&self, root: &'a Root, input: &'a I) -> Self::Run;
}

impl<'a, I: 'a, T, F, R> RootCommand<'a, I, T> for F
where
    F: Fn(&'a Root, &'a I) -> R + Send + Sync,
    R: Future<Output = Result<T, Failure>> + Send + 'a,
{
    type Run = R;

    fn run(&self, root: &'a Root, input: &'a I) -> R {
        self(root, input)
    }
}

/// What a write answers.
#[derive(Clone, Debug)]
pub struct Written<T> {
    /// What the command answered.
    pub value: T,
    /// The workspace's last change: a reader that has seen it sees the write.
    pub seq: i64,
}

/// A transaction that is bound to no workspace yet.
pub struct Root {
    conn: Arc<DatabaseTransaction>,
    now: DateTime<Utc>,
    ids: Ids,
    mark: Arc<Mark>,
}

impl Root {
    pub(super) fn new(conn: DatabaseTransaction, now: DateTime<Utc>, ids: Ids, grants: &Grants) -> Self {
        Self {
            conn: Arc::new(conn),
            now,
            ids,
            mark: Mark::new(grants),
        }
    }

    /// Says that this write takes something from a caller: nobody is believed to be what they were before it.
    pub fn regrant(&self) {
        self.mark.set();
    }

    /// The connection.
    #[must_use]
    pub fn conn(&self) -> &DatabaseTransaction {
        &self.conn
    }

    /// When this write happens.
    #[must_use]
    pub const fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// A new id.
    #[must_use]
    pub fn new_id<I: TypedId>(&self) -> I {
        self.ids.next(self.now)
    }

    pub(super) async fn commit(self) -> Result<(), Failure> {
        // The mark is a part of what is left of `self`, and so is dropped last.
        let conn = Arc::into_inner(self.conn)
            .ok_or_else(|| Fault::Internal("the transaction is in use".to_owned()))?;
        Ok(conn.commit().await?)
    }
}

/// A change that the transaction will add to the feed.
#[derive(Clone, Debug)]
struct Entry {
    record_type: RecordType,
    record_id: Uuid,
    op: change::ChangeOp,
    revision: i32,
    fingerprint: Option<String>,
}

/// A transaction in one workspace. It holds the workspace's write lock, so commit order is `seq` order and what it has
/// looked up stays true until it ends.
pub struct Tx {
    conn: Arc<DatabaseTransaction>,
    now: DateTime<Utc>,
    ids: Ids,
    by: Writer,
    opened_at: i64,
    entries: Vec<Entry>,
    mark: Arc<Mark>,
}

impl Tx {
    /// Enters a workspace and takes its write lock.
    ///
    /// # Errors
    /// The workspace does not exist, or the database fails.
    pub async fn open(root: &Root, by: &Writer) -> Result<Self, Failure> {
        let mut select = workspace::Entity::find()
            .select_only()
            .columns([workspace::Column::LatestSeq, workspace::Column::TimeZone])
            .filter(workspace::Column::Id.eq(by.workspace()));
        if root.conn.get_database_backend() == DbBackend::Postgres {
            select = select.lock(LockType::NoKeyUpdate);
        }
        let found: Option<(i64, String)> = select.into_tuple().one(root.conn()).await?;
        let (opened_at, zone) =
            found.ok_or_else(|| Fault::Internal(format!("workspace {} is gone", by.workspace())))?;
        let (conn, ids) = (root.conn.clone(), root.ids.clone());
        Ok(Self {
            conn,
            now: root.now,
            ids,
            by: by.in_zone(zone.parse().unwrap_or(Tz::UTC)),
            opened_at,
            entries: Vec::new(),
            mark: root.mark.clone(),
        })
    }

    /// Says that this write takes something from a caller: nobody is believed to be what they were before it.
    pub fn regrant(&self) {
        self.mark.set();
    }

    /// The connection.
    #[must_use]
    pub fn conn(&self) -> &DatabaseTransaction {
        &self.conn
    }

    /// Which database it is.
    #[must_use]
    pub fn backend(&self) -> DbBackend {
        self.conn.get_database_backend()
    }

    /// Statements that will be sent as one.
    #[must_use]
    pub fn together(&self) -> Together {
        Together::new(self.backend())
    }

    /// A place to read from, within the transaction.
    #[must_use]
    pub fn read(&self) -> Reader<'_> {
        Reader::new(self.conn(), self.by.scope())
    }

    /// When this write happens.
    #[must_use]
    pub const fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// The day of a moment in the workspace's time zone.
    #[must_use]
    pub fn day_of(&self, at: DateTime<Utc>) -> NaiveDate {
        self.by.scope().day_of(at)
    }

    /// The day on which this write happens, in the workspace's time zone.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.day_of(self.now)
    }

    /// Who writes.
    #[must_use]
    pub const fn by(&self) -> &Writer {
        &self.by
    }

    /// The name under which this is written.
    #[must_use]
    pub const fn actor(&self) -> Actor {
        self.by.actor()
    }

    /// The workspace.
    #[must_use]
    pub const fn workspace(&self) -> WorkspaceId {
        self.by.workspace()
    }

    /// A new id.
    #[must_use]
    pub fn new_id<I: TypedId>(&self) -> I {
        self.ids.next(self.now)
    }

    /// The number that the next change will have.
    #[must_use]
    pub fn next_seq(&self) -> i64 {
        self.opened_at + 1 + i64::try_from(self.entries.len()).unwrap_or(i64::MAX / 2)
    }

    /// Adds a change to the feed; answers its number.
    pub fn announce(
        &mut self,
        record_type: RecordType,
        record_id: Uuid,
        op: change::ChangeOp,
        revision: i32,
    ) -> i64 {
        self.announce_with(record_type, record_id, op, revision, None)
    }

    pub(super) fn announce_with(
        &mut self,
        record_type: RecordType,
        record_id: Uuid,
        op: change::ChangeOp,
        revision: i32,
        fingerprint: Option<String>,
    ) -> i64 {
        let seq = self.next_seq();
        self.entries.push(Entry {
            record_type,
            record_id,
            op,
            revision,
            fingerprint,
        });
        seq
    }

    /// Runs a command as a part of this write: when it fails, nothing of it stays, and the rest can go on.
    ///
    /// # Errors
    /// What the command answers.
    #[expect(
        clippy::disallowed_methods,
        reason = "a savepoint within the transaction that kit/db.rs began"
    )]
    pub async fn attempt<I: Sync, T: Send>(
        &mut self,
        input: &I,
        command: impl for<'a> Command<'a, I, T>,
    ) -> Result<T, Failure> {
        let savepoint = Arc::new(self.conn.begin().await?);
        let mut inner = Self {
            conn: savepoint.clone(),
            now: self.now,
            ids: self.ids.clone(),
            by: self.by,
            opened_at: self.next_seq() - 1,
            entries: Vec::new(),
            mark: self.mark.clone(),
        };
        let run = Box::pin(command.run(&mut inner, input)).await;
        let entries = std::mem::take(&mut inner.entries);
        drop(inner);
        let savepoint = Arc::into_inner(savepoint)
            .ok_or_else(|| Fault::Internal("the savepoint is in use".to_owned()))?;
        match run {
            Ok(value) => {
                savepoint.commit().await?;
                self.entries.extend(entries);
                Ok(value)
            }
            Err(failure) => {
                savepoint.rollback().await?;
                Err(failure)
            }
        }
    }

    /// Writes the changes and moves the workspace's number on.
    ///
    /// # Errors
    /// The database fails.
    pub async fn close(self) -> Result<i64, DbErr> {
        let latest = self.next_seq() - 1;
        if self.entries.is_empty() {
            return Ok(latest);
        }
        let (workspace_id, actor, at) = (self.workspace(), self.actor(), self.now);
        let rows: Vec<change::ActiveModel> = (self.opened_at + 1..)
            .zip(self.entries)
            .map(|(seq, entry)| {
                let Entry {
                    record_type,
                    record_id,
                    op,
                    revision,
                    fingerprint,
                } = entry;
                change::Model {
                    workspace_id,
                    seq,
                    record_type,
                    record_id,
                    op,
                    revision,
                    actor,
                    at,
                    fingerprint,
                }
                .into_active_model()
                .reset_all()
            })
            .collect();
        let number = workspace::Entity::update_many()
            .col_expr(workspace::Column::LatestSeq, latest.into())
            .filter(workspace::Column::Id.eq(workspace_id));
        let backend = self.conn.get_database_backend();
        let mut together = Together::new(backend);
        together.add(number.into_query());
        // Within the parameters of one statement on either database.
        for rows in rows.chunks(1000) {
            together.add(change::Entity::insert_many(rows.to_vec()).into_query());
            together.send(self.conn.as_ref()).await?;
            together = Together::new(backend);
        }
        Ok(latest)
    }
}
