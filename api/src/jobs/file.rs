//! Files for others than jobs: what a client sent, as a whole, and what is kept as if it had been sent.

use chrono::{DateTime, Utc};
use entity::ids::UploadId;
use entity::job::JobState;
use entity::upload::UploadState;
use entity::{Tenant as _, job, upload, upload_piece};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait as _, QueryFilter, QueryOrder as _};

use super::lines::unpacked;
use super::read::find_upload;
use super::rules::PIECE;
use super::write::{NewUpload, Receiving, create_upload};
use crate::kit::check::Path;
use crate::kit::{Caller, Code, Db, Failure, Problem, Reader, Tx, Writer};

/// The bytes of a file that the caller sent and that is here, if they are so many at most.
///
/// # Errors
/// The caller sent no such file, it is not here, or it is larger; or the database fails.
pub async fn sent(
    reader: &Reader<'_>,
    (caller, now): (&Caller, DateTime<Utc>),
    id: UploadId,
    most: usize,
) -> Result<Vec<u8>, Failure> {
    let refuse = |code, message: String| Failure::from(Problem::new(code, Path::input("uploadId"), message));
    let found = find_upload(reader, id).await?;
    let own =
        found.filter(|it| it.user_id == caller.user && it.token_id == caller.token && it.expires_at > now);
    let upload = own.ok_or_else(|| {
        let message = "you have no upload with this id; it may have expired";
        refuse(Code::NotFound, message.to_owned())
    })?;
    if upload.state != UploadState::Stored {
        let message = "the file is not here: send it by PUT to the upload's `path` first";
        return Err(refuse(Code::State, message.to_owned()));
    }
    if usize::try_from(upload.size).unwrap_or(usize::MAX) > most {
        let message = format!("the file is larger than {} MiB; send it in parts", most >> 20);
        return Err(refuse(Code::TooLong, message));
    }
    let pieces = reader.select::<upload_piece::Entity>();
    let pieces = pieces
        .filter(upload_piece::Column::UploadId.eq(id))
        .order_by_asc(upload_piece::Column::Number);
    let mut bytes = Vec::new();
    for piece in pieces.all(reader.conn()).await? {
        bytes.extend(unpacked(&piece.bytes, PIECE)?);
    }
    Ok(bytes)
}

/// Keeps bytes as a file that the caller sent.
///
/// # Errors
/// The workspace keeps as many files as it may, or the database fails.
pub async fn keep(
    db: &Db,
    (by, caller): (&Writer, &Caller),
    name: &str,
    bytes: &[u8],
) -> Result<UploadId, Failure> {
    let new = NewUpload {
        name: Some(name.to_owned()),
        caller: caller.clone(),
    };
    let upload = db.write(by, &new, create_upload).await?.value;
    let mut receiving = Receiving::begin(db, by, caller, upload.id).await?;
    receiving.add(bytes).await?;
    Ok(receiving.end().await?.id)
}

/// Whether a job that is not over reads this file.
///
/// # Errors
/// The database fails.
pub async fn uses(tx: &Tx, id: UploadId) -> Result<bool, Failure> {
    let jobs = tx.read().select::<job::Entity>();
    let jobs = jobs
        .filter(job::Column::UploadId.eq(id))
        .filter(job::Column::State.is_in([JobState::Queued, JobState::Running]));
    Ok(jobs.count(tx.conn()).await? > 0)
}

/// Keeps a file at least until then; or lets it go, if that is now.
///
/// # Errors
/// The database fails.
pub async fn keep_until(tx: &Tx, id: UploadId, until: DateTime<Utc>) -> Result<(), Failure> {
    let mut longer = upload::Entity::update_many()
        .col_expr(upload::Column::ExpiresAt, until.into())
        .filter(upload::Entity::workspace_column().eq(tx.workspace()))
        .filter(upload::Column::Id.eq(id));
    if until > tx.now() {
        longer = longer.filter(upload::Column::ExpiresAt.lt(until));
    }
    longer.exec(tx.conn()).await?;
    Ok(())
}
