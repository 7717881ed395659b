//! One write: a transaction, the workspace's write lock, and the rows of its change feed.

mod command;
pub mod journal;
mod parts;

pub use command::{Blind, Command, RootCommand, Sight};
pub use parts::Effect;

use std::sync::{Arc, OnceLock};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use entity::ids::{ChangeSetId, WorkspaceId};
use entity::{Actor, RecordType, TypedId, change, workspace};
use sea_orm::sea_query::LockType;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DbBackend, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    QueryTrait,
};
use uuid::Uuid;

use super::grants::Mark;
use super::ids::Sequence;
use super::link::Link;
use super::phone::Region;
use super::{Code, Detail, Failure, Fault, Grants, Ids, Path, Problem, Reader, Scope, Together, Writer};

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
    conn: Arc<Link>,
    now: DateTime<Utc>,
    ids: Sequence,
    mark: Arc<Mark>,
}

impl Root {
    pub(super) fn new(conn: Arc<Link>, now: DateTime<Utc>, ids: &Ids, grants: &Grants) -> Self {
        Self {
            conn,
            now,
            ids: ids.of_write(now),
            mark: Mark::new(grants),
        }
    }

    /// A place to read from, within the transaction.
    #[must_use]
    pub(super) fn read(&self, scope: &Scope) -> Reader<'_> {
        Reader::within(&self.conn, scope)
    }

    /// What counts when the write is over.
    pub(super) fn into_mark(self) -> Arc<Mark> {
        self.mark
    }

    /// Says that this write takes something from a caller: nobody is believed to be what they were before it.
    pub fn regrant(&self) {
        self.mark.set();
    }

    /// The connection.
    #[must_use]
    pub fn conn(&self) -> &Link {
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
        self.ids.next()
    }
}

/// How a workspace stands when a write begins.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Its last change.
    seq: i64,
    region: Option<Region>,
    zone: Tz,
}

impl Opened {
    /// Reads it, with the workspace's write lock.
    async fn of(link: &Link, workspace: WorkspaceId) -> Result<Self, Failure> {
        let mut select = workspace::Entity::find()
            .select_only()
            .columns([
                workspace::Column::LatestSeq,
                workspace::Column::DefaultRegion,
                workspace::Column::TimeZone,
            ])
            .filter(workspace::Column::Id.eq(workspace));
        if link.backend() == DbBackend::Postgres {
            select = select.lock(LockType::NoKeyUpdate);
        }
        let found: Option<(i64, Option<String>, String)> = select.into_tuple().one(link).await?;
        let (seq, region, zone) =
            found.ok_or_else(|| Fault::Internal(format!("workspace {workspace} is gone")))?;
        Ok(Self {
            seq,
            region: region.as_deref().and_then(Region::parse),
            zone: zone.parse().unwrap_or(Tz::UTC),
        })
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
    columns: Option<String>,
}

/// A transaction in one workspace. It holds the workspace's write lock, so commit order is `seq` order and what it has
/// looked up stays true until it ends.
pub struct Tx {
    conn: Arc<Link>,
    now: DateTime<Utc>,
    ids: Sequence,
    by: Writer,
    region: Option<Region>,
    opened_at: i64,
    entries: Vec<Entry>,
    /// How many of them the write had before this part of it began.
    earlier: usize,
    stale: OnceLock<Problem>,
    said: Option<String>,
    /// Whether nothing of it is to be stored.
    discarded: bool,
    /// The change set that it undoes.
    undoes: Option<ChangeSetId>,
    mark: Arc<Mark>,
}

impl Tx {
    /// Enters a workspace and takes its write lock.
    ///
    /// # Errors
    /// The workspace does not exist, or the database fails.
    pub async fn open(root: &Root, by: &Writer) -> Result<Self, Failure> {
        let opened = match root.conn.known(by.workspace()) {
            Some(opened) => opened,
            None => Opened::of(root.conn(), by.workspace()).await?,
        };
        root.conn.note(Some((by.workspace(), opened.clone())));
        if by.set().is_some() {
            root.conn.watch();
        }
        let (conn, ids) = (root.conn.clone(), root.ids.clone());
        Ok(Self {
            conn,
            now: root.now,
            ids,
            by: by.in_zone(opened.zone),
            region: opened.region,
            opened_at: opened.seq,
            entries: Vec::new(),
            earlier: 0,
            stale: OnceLock::new(),
            said: None,
            discarded: false,
            undoes: None,
            mark: root.mark.clone(),
        })
    }

    /// Says that this write takes something from a caller: nobody is believed to be what they were before it.
    pub fn regrant(&self) {
        self.mark.set();
    }

    /// The connection.
    #[must_use]
    pub fn conn(&self) -> &Link {
        &self.conn
    }

    /// Which database it is.
    #[must_use]
    pub fn backend(&self) -> DbBackend {
        self.conn.backend()
    }

    /// Statements that will be sent as one.
    #[must_use]
    pub fn together(&self) -> Together {
        Together::new(self.backend())
    }

    /// A place to read from, within the transaction.
    #[must_use]
    pub fn read(&self) -> Reader<'_> {
        Reader::within(&self.conn, self.by.scope())
    }

    /// When this write happens.
    #[must_use]
    pub const fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// The workspace's time zone.
    #[must_use]
    pub fn zone(&self) -> Tz {
        self.by.scope().zone()
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

    /// The country by whose rules the workspace's numbers without a country's code are read, as the write found it.
    #[must_use]
    pub const fn region(&self) -> Option<Region> {
        self.region
    }

    /// Says by which country's rules such numbers are read from now on.
    pub const fn read_numbers_by(&mut self, region: Option<Region>) {
        self.region = region;
    }

    /// What the client said, in the form that is remembered; none where it made no id.
    #[must_use]
    pub fn said(&self) -> Option<&str> {
        self.said.as_deref()
    }

    /// Notes what the client said to have the command run that comes next, in the form of [`super::form`].
    pub fn say(&mut self, said: Option<&str>) {
        self.said = said.map(str::to_owned);
    }

    /// Says that nothing of this write is to be stored. It goes on all the same, and answers what it would have come to.
    pub const fn discard(&mut self) {
        self.discarded = true;
    }

    /// Whether nothing of this write is to be stored.
    #[must_use]
    pub const fn is_discarded(&self) -> bool {
        self.discarded
    }

    /// A new id.
    #[must_use]
    pub fn new_id<I: TypedId>(&self) -> I {
        self.ids.next()
    }

    /// The number that the next change will have.
    #[must_use]
    pub fn next_seq(&self) -> i64 {
        self.opened_at + 1 + i64::try_from(self.entries.len()).unwrap_or(i64::MAX / 2)
    }

    /// Whether this write has a change of this record already.
    pub(super) fn has_announced(&self, record: Uuid) -> bool {
        self.entries.iter().any(|entry| entry.record_id == record)
    }

    /// How this write made a record, if it did: of which type, and from what the client said.
    pub(super) fn made(&self, record: Uuid) -> Option<(RecordType, Option<String>)> {
        let mut made = self.entries.iter();
        let made = made.find(|entry| entry.record_id == record && entry.op == change::ChangeOp::Create)?;
        Some((made.record_type, made.fingerprint.clone()))
    }

    /// Adds a change to the feed; answers its number.
    pub fn announce(
        &mut self,
        record_type: RecordType,
        record_id: Uuid,
        op: change::ChangeOp,
        revision: i32,
    ) -> i64 {
        self.announce_with((record_type, record_id), op, revision, (None, None))
    }

    /// Adds that a record is as it was to the feed, with the columns of it that are others for that; answers its number.
    pub fn announce_restored(
        &mut self,
        record: (RecordType, Uuid),
        op: change::ChangeOp,
        revision: i32,
        columns: &[&str],
    ) -> i64 {
        let columns = (op == change::ChangeOp::Update).then(|| columns.join(" "));
        self.announce_with(record, op, revision, (None, columns))
    }

    /// The same, with what the client said to have a record made, or which columns of it an update changed.
    pub(super) fn announce_with(
        &mut self,
        (record_type, record_id): (RecordType, Uuid),
        op: change::ChangeOp,
        revision: i32,
        (fingerprint, columns): (Option<String>, Option<String>),
    ) -> i64 {
        let seq = self.next_seq();
        self.entries.push(Entry {
            record_type,
            record_id,
            op,
            revision,
            fingerprint,
            columns,
        });
        seq
    }

    /// Checks that the client has seen what it changes at its revision. Where it has seen an earlier one, the write goes on all
    /// the same, and is refused at its end if it would change anything: who asks again for what stands already, because the
    /// first answer was lost, is in no conflict.
    ///
    /// # Errors
    /// [`Code::Conflict`] for a revision that there never was.
    pub fn expect(&self, revision: i32, expected: Option<i32>, detail: Detail) -> Result<(), Failure> {
        let Some(expected) = expected.filter(|expected| *expected != revision) else {
            return Ok(());
        };
        let message = format!("it was changed since: it is at revision {revision}");
        let conflict = Problem::new(Code::Conflict, Path::argument("expectedRevision"), message).with(detail);
        if expected > revision {
            return Err(conflict.into());
        }
        self.stale.get_or_init(|| conflict);
        Ok(())
    }

    /// What the command answered; the conflict, where it changed something, or found a problem in it, that its client has not
    /// seen as it is.
    ///
    /// # Errors
    /// The conflict, or what the command answered.
    pub(super) fn settle<T>(&mut self, run: Result<T, Failure>) -> Result<T, Failure> {
        match (self.stale.take(), run) {
            (Some(conflict), Err(Failure::Rejected(_))) => Err(conflict.into()),
            (Some(conflict), Ok(_)) if self.entries.len() > self.earlier => Err(conflict.into()),
            (_, run) => run,
        }
    }

    /// Says that this write undoes a change set.
    pub const fn undoes(&mut self, set: ChangeSetId) {
        self.undoes = Some(set);
    }

    /// Writes the changes and moves the workspace's number on, which it answers. `outside` reads what was before: it sees what is stored,
    /// and of that everything but this write.
    ///
    /// # Errors
    /// The database fails.
    pub async fn close(self, outside: Option<&Reader<'_>>) -> Result<i64, Failure> {
        if self.discarded {
            return Ok(self.opened_at);
        }
        let latest = self.next_seq() - 1;
        if self.entries.is_empty() {
            return Ok(latest);
        }
        if let (Some(set), Some(outside)) = (self.by.set(), outside) {
            journal::keep(&self, set, outside).await?;
        }
        let (workspace_id, actor, at) = (self.workspace(), self.actor(), self.now);
        let is_settled = self
            .entries
            .iter()
            .all(|it| it.record_type != RecordType::Workspace);
        let opened = is_settled.then(|| self.conn.known(workspace_id)).flatten();
        let opened = opened.map(|opened| {
            (
                workspace_id,
                Opened {
                    seq: latest,
                    ..opened
                },
            )
        });
        self.conn.note(opened);
        let rows: Vec<change::ActiveModel> = (self.opened_at + 1..)
            .zip(self.entries)
            .map(|(seq, entry)| {
                let Entry {
                    record_type,
                    record_id,
                    op,
                    revision,
                    fingerprint,
                    columns,
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
                    columns,
                }
                .into_active_model()
                .reset_all()
            })
            .collect();
        let number = workspace::Entity::update_many()
            .col_expr(workspace::Column::LatestSeq, latest.into())
            .filter(workspace::Column::Id.eq(workspace_id));
        let backend = self.conn.backend();
        let mut together = Together::new(backend);
        together.add(number.into_query());
        // Within the parameters of one statement on either database.
        for rows in rows.chunks(1000) {
            together.add(change::Entity::insert_many(rows.to_vec()).into_query());
            together.send(&self.conn).await?;
            together = Together::new(backend);
        }
        Ok(latest)
    }
}
