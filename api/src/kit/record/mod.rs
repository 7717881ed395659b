//! Making, changing, archiving and restoring records: the contract that all of them keep.

mod claim;
mod touch;

pub use claim::{Claim, Claimed, of_old};

use std::collections::HashMap;

use entity::change::ChangeOp;
use entity::{Record, Tenant as _, TypedId};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IdenStatic as _, IntoActiveModel, PrimaryKeyToColumn,
    QueryFilter, QuerySelect, QueryTrait,
};

use super::failure::{Code, Detail, Problem, RecordRef};
use super::list::bare;
use super::packed::{Packed, packed};
use super::rows::Kind;
use super::{Checks, Failure, Fault, Path, Reader, Together, Tx};

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
                .filter(reader.among(id_column::<M>(), ids))
                .all(reader.conn())
                .await?,
        );
    }
    Ok(found)
}

/// Columns of those of these records that there are, in no order: for functions that read many, and little of each.
///
/// # Errors
/// The database fails, or a column is not what it is read as.
pub async fn columns_by_ids<M: Record, T: Packed>(
    reader: &Reader<'_>,
    ids: &[M::Id],
    columns: &[(Kind, <M::Table as EntityTrait>::Column)],
) -> Result<Vec<T>, Fault> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(500) {
        let these = reader.listed(id_column::<M>(), ids.iter().map(|id| id.uuid()));
        let select = bare(reader.select::<M::Table>().filter(these));
        let columns = columns.iter().map(|(kind, column)| (*kind, column.into_expr()));
        found.append(&mut packed(reader, select, columns).await?);
    }
    Ok(found)
}

/// Those of these ids that records of this type in the workspace have, archived ones too.
///
/// # Errors
/// The database fails.
pub async fn ids_among<M: Record>(
    reader: &Reader<'_>,
    ids: Vec<uuid::Uuid>,
) -> Result<Vec<uuid::Uuid>, Fault> {
    let id = id_column::<M>();
    let these = reader.select::<M::Table>().filter(reader.listed(id, ids));
    let found: Vec<(uuid::Uuid,)> = packed(reader, bare(these), [(Kind::Uuid, id.into_expr())]).await?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

/// Where records that were merged into others lead: the record that has all that was theirs. One statement for each step of the longest
/// way, and none where nothing was merged.
///
/// # Errors
/// The database fails.
pub async fn leading<M>(reader: &Reader<'_>, found: &[M]) -> Result<HashMap<M::Id, M>, Fault>
where
    M: Record + sea_orm::FromQueryResult,
{
    let (mut leads, mut open) = (HashMap::new(), Vec::new());
    open.extend(
        found
            .iter()
            .filter_map(|model| Some((model.id(), model.merged_into()?))),
    );
    while !open.is_empty() {
        let into: Vec<M::Id> = open.iter().map(|(_, into)| *into).collect();
        let next: HashMap<M::Id, M> = by_ids(reader, &into)
            .await?
            .into_iter()
            .map(|it: M| (it.id(), it))
            .collect();
        let mut further = Vec::new();
        for (from, into) in open {
            let Some(model) = next.get(&into) else { continue };
            match model.merged_into() {
                Some(on) if on != from => further.push((from, on)),
                _ => drop(leads.insert(from, model.clone())),
            }
        }
        open = further;
    }
    Ok(leads)
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

/// The column of a record's table that says since when it is archived.
#[must_use]
pub fn archived_at_column<M: Record>() -> <M::Table as EntityTrait>::Column {
    let mut columns = <<M::Table as EntityTrait>::Column as sea_orm::Iterable>::iter();
    // Every record has it.
    columns
        .find(|column| column.as_str() == "archived_at")
        .unwrap_or_else(id_column::<M>)
}

impl Tx {
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

    /// Notes a problem where an id is given and there is no such record in the workspace, archived or not.
    ///
    /// # Errors
    /// The database fails.
    pub async fn require<M: Record>(
        &self,
        checks: &mut Checks,
        path: Path,
        id: Option<M::Id>,
    ) -> Result<(), Failure> {
        let Some(id) = id else { return Ok(()) };
        let own = self
            .read()
            .select::<M::Table>()
            .filter(id_column::<M>().eq(id.uuid()));
        let found: Option<uuid::Uuid> = own
            .select_only()
            .column(id_column::<M>())
            .into_tuple()
            .one(self.conn())
            .await?;
        if found.is_none() {
            checks.push(not_found::<M>(path));
        }
        Ok(())
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
        self.expect_revision(&record, expected_revision)?;
        if record.archived_at().is_some() {
            return Err(archived().into());
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
        let seq = self.announce_with(
            (M::TYPE, record.id().uuid()),
            ChangeOp::Create,
            1,
            (fingerprint, None),
        );
        record.stamp_created(self.workspace(), seq, self.now(), self.actor());
        let row = record.clone().into_active_model().reset_all();
        together.add(M::Table::insert(row).into_query());
        record
    }

    /// Stores new records of one kind, each with what is remembered of the create that made it, and announces them; with what is
    /// sent together, of which there can be more than one.
    pub fn insert_all_with<M: Row>(
        &mut self,
        together: &mut Together,
        records: impl IntoIterator<Item = (M, Option<String>)>,
    ) -> Vec<M> {
        let mut stored = Vec::new();
        for (mut record, fingerprint) in records {
            let seq = self.announce_with(
                (M::TYPE, record.id().uuid()),
                ChangeOp::Create,
                1,
                (fingerprint, None),
            );
            record.stamp_created(self.workspace(), seq, self.now(), self.actor());
            stored.push(record);
        }
        for records in stored.chunks(ROWS) {
            let rows = records
                .iter()
                .cloned()
                .map(|it| it.into_active_model().reset_all());
            together.add(M::Table::insert_many(rows).into_query());
        }
        stored
    }

    /// Stores changed records of one kind and announces each that changed: `parts_changed` says of which that did what belongs to
    /// it. One statement for many.
    ///
    /// # Errors
    /// The database fails.
    pub async fn save_all<M: Row>(&mut self, records: Vec<(M, M, bool)>) -> Result<Vec<M>, Failure>
    where
        <M::Table as EntityTrait>::ActiveModel: Send,
    {
        let mut saved = Vec::with_capacity(records.len());
        let mut written = Vec::new();
        for (before, mut after, parts_changed) in records {
            if before != after || parts_changed {
                let seq = self.announce_change(&before, &after);
                after.stamp_updated(seq, self.now());
                written.push(after.clone());
            }
            saved.push(after);
        }
        if let [one] = written.as_slice() {
            self.put::<M::Table>(one).await?;
            return Ok(saved);
        }
        let (workspace, id) = (M::Table::workspace_column(), id_column::<M>());
        let columns = <<M::Table as EntityTrait>::Column as sea_orm::Iterable>::iter();
        let others = columns.filter(|it| ![workspace, id].map(|key| key.as_str()).contains(&it.as_str()));
        let again = OnConflict::columns([workspace, id])
            .update_columns(others)
            .to_owned();
        for records in written.chunks(ROWS) {
            let rows = records
                .iter()
                .cloned()
                .map(|it| it.into_active_model().reset_all());
            M::Table::insert_many(rows)
                .on_conflict(again.clone())
                .exec_without_returning(self.conn())
                .await?;
        }
        Ok(saved)
    }

    /// Stores new records of one kind, of which the caller knows no content of a client's, and announces each.
    ///
    /// # Errors
    /// The database fails.
    pub async fn insert_all<M: Row>(&mut self, records: Vec<M>) -> Result<(), Failure>
    where
        <M::Table as EntityTrait>::ActiveModel: Send,
    {
        let mut rows = Vec::with_capacity(records.len());
        for mut record in records {
            let seq = self.announce(M::TYPE, record.id().uuid(), ChangeOp::Create, 1);
            record.stamp_created(self.workspace(), seq, self.now(), self.actor());
            rows.push(record.into_active_model().reset_all());
        }
        // Within the parameters of one statement on either database.
        for rows in rows.chunks(500) {
            M::Table::insert_many(rows.to_vec())
                .exec_without_returning(self.conn())
                .await?;
        }
        Ok(())
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
        let seq = self.announce_change(before, &after);
        after.stamp_updated(seq, self.now());
        self.put::<M::Table>(&after).await?;
        Ok(after)
    }

    /// Announces that something changed which is kept beside a record, and which clients see in a field of this name.
    ///
    /// # Errors
    /// The database fails.
    pub async fn save_beside<M: Row>(&mut self, mut record: M, field: &'static str) -> Result<M, Failure>
    where
        <M::Table as EntityTrait>::ActiveModel: Send,
    {
        let told = (None, Some(field.to_owned()));
        let of = (M::TYPE, record.id().uuid());
        let seq = self.announce_with(of, ChangeOp::Update, record.revision() + 1, told);
        record.stamp_updated(seq, self.now());
        self.put::<M::Table>(&record).await?;
        Ok(record)
    }

    /// Adds the change of a record to the feed, with the columns that changed; answers its number.
    fn announce_change<M: Row>(&mut self, before: &M, after: &M) -> i64 {
        let op = operation(before, after);
        let columns = (op == ChangeOp::Update).then(|| changed(before, after));
        let record = (M::TYPE, after.id().uuid());
        self.announce_with(record, op, after.revision() + 1, (None, columns))
    }

    /// Archives a record, or restores it. Doing so twice changes nothing.
    ///
    /// # Errors
    /// [`Code::NotFound`] or [`Code::Conflict`]; [`Code::State`] to restore what was merged into another.
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
        self.expect_revision(&before, expected_revision)?;
        if let (Some(into), false) = (before.merged_into(), archived) {
            let message =
                format!("it was merged into {into}: undo that, which gives back all that was its own");
            return Err(Problem::new(Code::State, Path::argument("id"), message).into());
        }
        let mut after = before.clone();
        if archived != before.archived_at().is_some() {
            after.set_archived_at(archived.then(|| self.now()));
        }
        self.save(&before, after, false).await
    }

    /// Checks that the client has seen the record as it is; see [`Self::expect`].
    ///
    /// # Errors
    /// [`Code::Conflict`] with the current revision, for one that the record never had.
    pub fn expect_revision<M: Record>(&self, record: &M, expected: Option<i32>) -> Result<(), Failure> {
        let revision = record.revision();
        let record = reference(record);
        self.expect(revision, expected, Detail::Current { record, revision })
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

/// Rows of one statement: within the parameters of either database, with up to 60 columns.
const ROWS: usize = 500;

/// What a change did to a record.
fn operation<M: Record>(before: &M, after: &M) -> ChangeOp {
    match (before.archived_at(), after.archived_at()) {
        (None, Some(_)) => ChangeOp::Archive,
        (Some(_), None) => ChangeOp::Restore,
        _ => ChangeOp::Update,
    }
}

/// The record is archived, and has to be restored first.
pub fn archived() -> Problem {
    let detail = Detail::State {
        state: "ARCHIVED".to_owned(),
        allowed: vec!["RESTORE".to_owned()],
    };
    let message = "it is archived; restore it first";
    Problem::new(Code::State, Path::argument("id"), message).with(detail)
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

/// The columns that differ, but for those that every write changes.
fn changed<M: Row>(before: &M, after: &M) -> String {
    let columns = <<M::Table as EntityTrait>::Column as sea_orm::Iterable>::iter();
    let moved = columns.filter(|column| before.get(*column) != after.get(*column));
    let names = moved.map(|column| column.as_str());
    let names = names.filter(|name| !["revision", "seq", "updated_at"].contains(name));
    names.collect::<Vec<_>>().join(" ")
}
