//! Making, changing, archiving and restoring records: the contract that all of them keep.

use entity::change::{self, ChangeOp};
use entity::{Record, TypedId};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PrimaryKeyToColumn, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};
use serde::Serialize;

use super::failure::{Code, Detail, Problem, RecordRef};
use super::{Failure, Path, Reader, Together, Tx, secret};

/// What a client that makes the id itself finds.
#[derive(Clone, Debug)]
pub enum Claim<I> {
    /// The id is free: make the record, with this fingerprint of its content if the client chose the id.
    New(I, Option<String>),
    /// The same create was done before: its record is the answer.
    Done(I),
}

/// How a model becomes a row.
pub trait Row: Record + IntoActiveModel<<Self::Table as EntityTrait>::ActiveModel> {}

impl<M> Row for M where M: Record + IntoActiveModel<<M::Table as EntityTrait>::ActiveModel> {}

/// The record as a problem shows it.
#[must_use]
pub fn reference<M: Record>(record: &M) -> RecordRef {
    RecordRef {
        record_type: M::TYPE,
        id: record.id().uuid(),
    }
}

/// Records by id, archived ones too, in no particular order; ids of other workspaces find nothing.
///
/// # Errors
/// The database fails.
pub async fn by_ids<M>(reader: &Reader<'_>, ids: &[M::Id]) -> Result<Vec<M>, sea_orm::DbErr>
where
    M: Record + sea_orm::FromQueryResult,
{
    let mut found = Vec::with_capacity(ids.len());
    // Within what one statement may carry on either database.
    for ids in ids.chunks(500) {
        let ids = ids.iter().map(|id| id.uuid());
        found.extend(
            reader
                .select::<M::Table>()
                .filter(id_column::<M>().is_in(ids))
                .all(reader.conn())
                .await?,
        );
    }
    Ok(found)
}

/// The column `id` of a record's table.
#[must_use]
pub fn id_column<M: Record>() -> <M::Table as EntityTrait>::Column {
    let mut last = None;
    for key in <<M::Table as EntityTrait>::PrimaryKey as sea_orm::Iterable>::iter() {
        last = Some(key.into_column());
    }
    // Every record has the key (workspace_id, id).
    last.unwrap_or_else(<M::Table as entity::Tenant>::workspace_column)
}

impl Tx {
    /// Looks at the id that a client made. A repeated create with the same content is a success; with other content,
    /// a problem.
    ///
    /// # Errors
    /// [`Code::Duplicate`] when the id is taken.
    pub async fn claim<M: Record>(
        &self,
        wanted: Option<M::Id>,
        content: &(impl Serialize + Sync),
    ) -> Result<Claim<M::Id>, Failure> {
        let Some(id) = wanted else {
            return Ok(Claim::New(self.new_id(), None));
        };
        let json = serde_json::to_vec(content).map_err(|error| super::Fault::Internal(error.to_string()))?;
        let fingerprint = secret::hash(&json);
        let made: Option<(entity::RecordType, Option<String>)> = self
            .read()
            .select::<change::Entity>()
            .filter(change::Column::RecordId.eq(id.uuid()))
            .filter(change::Column::Op.eq(ChangeOp::Create))
            .select_only()
            .columns([change::Column::RecordType, change::Column::Fingerprint])
            .order_by_asc(change::Column::Seq)
            .limit(1)
            .into_tuple()
            .one(self.conn())
            .await?;
        match made {
            None => Ok(Claim::New(id, Some(fingerprint))),
            Some((kind, before)) if kind == M::TYPE && before.as_ref() == Some(&fingerprint) => {
                Ok(Claim::Done(id))
            }
            Some((record_type, _)) => {
                let existing = RecordRef {
                    record_type,
                    id: id.uuid(),
                };
                let message = "a record with this id exists, with other content";
                Err(Problem::new(Code::Duplicate, Path::input("id"), message)
                    .with(Detail::Existing(existing))
                    .into())
            }
        }
    }

    /// A record of this workspace by id, archived or not.
    ///
    /// # Errors
    /// [`Code::NotFound`] at `path`.
    pub async fn find<M: Record + sea_orm::FromQueryResult>(
        &self,
        path: Path,
        id: M::Id,
    ) -> Result<M, Failure> {
        let found = self
            .read()
            .select::<M::Table>()
            .filter(id_column::<M>().eq(id.uuid()))
            .one(self.conn())
            .await?;
        found.ok_or_else(|| not_found::<M>(path).into())
    }

    /// A live record that a client is about to change, at the revision that it has seen.
    ///
    /// # Errors
    /// [`Code::NotFound`], [`Code::Conflict`], or [`Code::State`] when it is archived.
    pub async fn find_for_update<M: Record + sea_orm::FromQueryResult>(
        &self,
        id: M::Id,
        expected_revision: Option<i32>,
    ) -> Result<M, Failure> {
        let record: M = self.find(Path::argument("id"), id).await?;
        expect_revision(&record, expected_revision)?;
        if record.archived_at().is_some() {
            let detail = Detail::State {
                state: "ARCHIVED".to_owned(),
                allowed: vec!["RESTORE".to_owned()],
            };
            let message = "it is archived; restore it first";
            return Err(Problem::new(Code::State, Path::argument("id"), message)
                .with(detail)
                .into());
        }
        Ok(record)
    }

    /// Stores a new record and announces it.
    ///
    /// # Errors
    /// The database fails.
    pub async fn insert<M: Row>(&mut self, record: M, fingerprint: Option<String>) -> Result<M, Failure>
    where
        <M::Table as EntityTrait>::ActiveModel: Send,
    {
        let mut together = self.together();
        let record = self.insert_with(&mut together, record, fingerprint);
        together.send(self.conn()).await?;
        Ok(record)
    }

    /// Announces a new record, which is stored with what is sent together.
    pub fn insert_with<M: Row>(
        &mut self,
        together: &mut Together,
        mut record: M,
        fingerprint: Option<String>,
    ) -> M {
        let seq = self.announce_with(M::TYPE, record.id().uuid(), ChangeOp::Create, 1, fingerprint);
        record.stamp_created(self.workspace(), seq, self.now(), self.actor());
        let row = record.clone().into_active_model().reset_all();
        together.add(M::Table::insert(row).into_query());
        record
    }

    /// Stores a changed record and announces it. Nothing happens when nothing changed: neither the record nor, as
    /// `parts_changed` says, what belongs to it.
    ///
    /// # Errors
    /// The database fails.
    pub async fn save<M: Row>(&mut self, before: &M, mut after: M, parts_changed: bool) -> Result<M, Failure>
    where
        <M::Table as EntityTrait>::ActiveModel: Send,
    {
        if *before == after && !parts_changed {
            return Ok(after);
        }
        let op = match (before.archived_at(), after.archived_at()) {
            (None, Some(_)) => ChangeOp::Archive,
            (Some(_), None) => ChangeOp::Restore,
            _ => ChangeOp::Update,
        };
        let seq = self.announce(M::TYPE, after.id().uuid(), op, after.revision() + 1);
        after.stamp_updated(seq, self.now());
        self.put::<M::Table>(&after).await?;
        Ok(after)
    }

    /// Archives a record, or restores it. Doing so twice changes nothing.
    ///
    /// # Errors
    /// [`Code::NotFound`] or [`Code::Conflict`].
    pub async fn set_archived<M: Row + sea_orm::FromQueryResult>(
        &mut self,
        id: M::Id,
        expected_revision: Option<i32>,
        archived: bool,
    ) -> Result<M, Failure>
    where
        <M::Table as EntityTrait>::ActiveModel: Send,
    {
        let before: M = self.find(Path::argument("id"), id).await?;
        expect_revision(&before, expected_revision)?;
        let mut after = before.clone();
        if archived != before.archived_at().is_some() {
            after.set_archived_at(archived.then(|| self.now()));
        }
        self.save(&before, after, false).await
    }

    /// Overwrites a row without a change of its own: for values that are derived from other records.
    ///
    /// # Errors
    /// The database fails.
    pub async fn put<E>(&self, record: &E::Model) -> Result<(), Failure>
    where
        E: EntityTrait,
        E::Model: IntoActiveModel<E::ActiveModel>,
        E::ActiveModel: Send,
    {
        let row = record.clone().into_active_model().reset_all();
        E::update(row).validate()?.exec(self.conn()).await?;
        Ok(())
    }
}

/// Checks that the client has seen the record as it is.
///
/// # Errors
/// [`Code::Conflict`] with the current revision.
pub fn expect_revision<M: Record>(record: &M, expected: Option<i32>) -> Result<(), Failure> {
    if expected.is_none_or(|expected| expected == record.revision()) {
        return Ok(());
    }
    let detail = Detail::Current {
        record: reference(record),
        revision: record.revision(),
    };
    let message = format!("it was changed since: it is at revision {}", record.revision());
    Err(
        Problem::new(Code::Conflict, Path::argument("expectedRevision"), message)
            .with(detail)
            .into(),
    )
}

/// There is no such record in the workspace.
#[must_use]
pub fn not_found<M: Record>(path: Path) -> Problem {
    Problem::new(
        Code::NotFound,
        path,
        format!("there is no {} with this id", M::Id::PREFIX),
    )
}
