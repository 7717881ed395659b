//! Reading uploads and jobs.

use chrono::{DateTime, Utc};
use entity::ids::{JobId, UploadId, WorkspaceId};
use entity::job::JobState;
use entity::{job, upload};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, DbErr, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::kit::list::{List, Place, Sort};
use crate::kit::{Db, Reader};

/// A job.
///
/// # Errors
/// The database fails.
pub async fn find(reader: &Reader<'_>, id: JobId) -> Result<Option<job::Model>, DbErr> {
    let own = reader.select::<job::Entity>().filter(job::Column::Id.eq(id));
    own.one(reader.conn()).await
}

/// A file.
///
/// # Errors
/// The database fails.
pub async fn find_upload(reader: &Reader<'_>, id: UploadId) -> Result<Option<upload::Model>, DbErr> {
    let own = reader
        .select::<upload::Entity>()
        .filter(upload::Column::Id.eq(id));
    own.one(reader.conn()).await
}

/// The workspace's jobs, the newest first.
#[must_use]
pub fn list(place: &Place) -> List {
    use job::Column;
    let select = place.scope.select::<job::Entity>();
    List::of(select, Sort::by(Column::CreatedAt, Column::Id, true))
}

/// The workspaces in which a job waits for this server, or for any.
///
/// # Errors
/// The database fails.
pub async fn workspaces_waiting(
    db: &Db,
    server: Uuid,
    now: DateTime<Utc>,
) -> Result<Vec<WorkspaceId>, DbErr> {
    db.workspaces_with::<job::Entity>(waiting(server, now)).await
}

/// The job of a workspace that waited longest for a turn on this server.
///
/// # Errors
/// The database fails.
pub async fn next(
    reader: &Reader<'_>,
    server: Uuid,
    now: DateTime<Utc>,
) -> Result<Option<job::Model>, DbErr> {
    let waiting = reader.select::<job::Entity>().filter(waiting(server, now));
    let waiting = waiting
        .order_by_asc(job::Column::ServedAt)
        .order_by_asc(job::Column::Id);
    waiting.limit(1).one(reader.conn()).await
}

fn waiting(server: Uuid, now: DateTime<Utc>) -> Condition {
    use job::Column;
    let free = Condition::any()
        .add(Column::HeldBy.is_null())
        .add(Column::HeldBy.eq(server))
        .add(Column::HeldUntil.lte(now));
    Condition::all().add(open()).add(free)
}

/// That a job waits or runs.
pub fn open() -> Expr {
    job::Column::State.is_in([JobState::Queued, JobState::Running])
}

/// The workspaces that keep files or results for longer than they are kept.
///
/// # Errors
/// The database fails.
pub async fn workspaces_outdated(db: &Db, now: DateTime<Utc>) -> Result<Vec<WorkspaceId>, DbErr> {
    let mut workspaces = db.workspaces_with::<job::Entity>(outdated(now)).await?;
    let uploads = db
        .workspaces_with::<upload::Entity>(outdated_uploads(now))
        .await?;
    workspaces.extend(uploads);
    workspaces.sort_unstable();
    workspaces.dedup();
    Ok(workspaces)
}

/// The jobs of which the results are kept for longer than they are kept.
pub fn outdated(now: DateTime<Utc>) -> Condition {
    Condition::all().add(job::Column::KeptUntil.lte(now))
}

/// The files that are kept for longer than they are kept.
pub fn outdated_uploads(now: DateTime<Utc>) -> Condition {
    Condition::all().add(upload::Column::ExpiresAt.lte(now))
}
