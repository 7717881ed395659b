//! Writing uploads and jobs: what clients ask for, and what time takes away.
//!
//! - `receive`: a file as it comes in. `chunk`: what a server does for a job.

mod chunk;
mod receive;

use entity::ids::{ChangeSetId, JobId, UploadId};
use entity::job::{JobErrorPolicy, JobState};
use entity::upload::UploadState;
use entity::{Tenant as _, job, job_chunk, upload, upload_piece};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait, EntityTrait, IntoActiveModel as _, PaginatorTrait as _, QueryFilter,
    QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

pub use chunk::{Chunk, Ended, Ran, claim, finish, run_chunk, store_chunk};
pub use receive::Receiving;

use super::read::{find, find_upload, open, outdated, outdated_uploads};
use super::rules::{JOBS, UPLOADS, is_open, kept_for, open_for, waits};
use crate::kit::check::{Checks, Path};
use crate::kit::failure::Detail;
use crate::kit::{Caller, Code, Failure, Problem, Tx};

/// Most characters of a file's name.
const NAME: usize = 200;
/// Pieces of a file that one write takes away.
const PIECES: u64 = 32;
/// Chunks of a job that one write takes away.
const CHUNKS: u64 = 200;

/// A file that a client is about to send.
#[derive(Clone, Debug)]
pub struct NewUpload {
    /// What the client calls it.
    pub name: Option<String>,
    /// Who sends it.
    pub caller: Caller,
}

/// Makes room for a file.
///
/// # Errors
/// The name is too long, or the workspace keeps as many files as it may.
pub async fn create_upload(tx: &mut Tx, new: &NewUpload) -> Result<upload::Model, Failure> {
    let mut checks = Checks::new();
    let name = checks.one_line(Path::input("name"), new.name.as_deref(), NAME);
    let kept = tx.read().select::<upload::Entity>();
    let kept = kept.filter(upload::Column::ExpiresAt.gt(tx.now()));
    let kept = kept.count(tx.conn()).await?;
    if kept >= UPLOADS as u64 {
        let message = format!(
            "the workspace keeps {UPLOADS} files already: they go an hour after they were asked for and not sent, a day after they were sent, or a week \
             after their last job ended"
        );
        checks.note(Code::TooMany, Path::argument("input"), message);
    }
    checks.done()?;
    let upload = upload::Model {
        workspace_id: tx.workspace(),
        id: tx.new_id(),
        user_id: new.caller.user,
        token_id: new.caller.token,
        name: name.unwrap_or_default(),
        state: UploadState::Waiting,
        attempt_id: tx.new_id::<UploadId>().0,
        size: 0,
        line_count: 0,
        sha256: None,
        created_at: tx.now(),
        expires_at: tx.now() + waits(),
    };
    let row = upload.clone().into_active_model().reset_all();
    row.insert(tx.conn()).await?;
    Ok(upload)
}

/// A job that a client starts.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// The file.
    pub upload: UploadId,
    /// The mutation that is run for lines that name none.
    pub mutation: Option<String>,
    /// What becomes of the other lines when one is rejected.
    pub policy: JobErrorPolicy,
    /// Whether nothing is stored.
    pub is_dry: bool,
    /// Who starts it.
    pub caller: Caller,
}

/// Starts a job.
///
/// # Errors
/// There is no such file of the caller's, it is not here yet, or too many jobs wait.
pub async fn start_job(tx: &mut Tx, new: &NewJob) -> Result<job::Model, Failure> {
    let path = Path::input("uploadId");
    let found = find_upload(&tx.read(), new.upload).await?;
    let own = found.filter(|it| {
        let is_own = it.user_id == new.caller.user && it.token_id == new.caller.token;
        is_own && it.expires_at > tx.now()
    });
    let refuse = |code, message: &str| Failure::from(Problem::new(code, path.clone(), message));
    let mut upload = own.ok_or_else(|| {
        refuse(
            Code::NotFound,
            "you have no upload with this id; it may have expired",
        )
    })?;
    if upload.state != UploadState::Stored {
        return Err(refuse(
            Code::State,
            "the file is not here: send it by PUT to the upload's `path` first",
        ));
    }
    let waiting = tx.read().select::<job::Entity>().filter(open());
    if waiting.count(tx.conn()).await? >= JOBS as u64 {
        let message = format!("{JOBS} jobs of this workspace wait or run already");
        return Err(Problem::new(Code::TooMany, Path::argument("input"), message).into());
    }
    upload.expires_at = upload.expires_at.max(tx.now() + open_for());
    tx.put::<upload::Entity>(&upload).await?;
    let now = tx.now();
    let job = job::Model {
        workspace_id: tx.workspace(),
        id: tx.new_id(),
        actor: tx.actor(),
        user_id: new.caller.user,
        token_id: new.caller.token,
        upload_id: upload.id,
        change_set_id: tx.new_id::<ChangeSetId>(),
        mutation: new.mutation.clone(),
        error_policy: new.policy,
        is_dry_run: new.is_dry,
        state: JobState::Queued,
        is_cancelled: false,
        reason: None,
        size: upload.size,
        done_size: 0,
        line_count: upload.line_count,
        done_lines: 0,
        created_count: 0,
        updated_count: 0,
        unchanged_count: 0,
        rejected_count: 0,
        created_at: now,
        started_at: None,
        ended_at: None,
        kept_until: None,
        served_at: now,
        held_by: None,
        held_until: None,
    };
    job.clone()
        .into_active_model()
        .reset_all()
        .insert(tx.conn())
        .await?;
    Ok(job)
}

/// Calls a job off: what it has written stays. Doing so twice changes nothing.
///
/// # Errors
/// There is no such job, or it has ended otherwise.
pub async fn cancel_job(tx: &mut Tx, id: &JobId) -> Result<job::Model, Failure> {
    let path = Path::argument("id");
    let missing = || Problem::new(Code::NotFound, path.clone(), "there is no job with this id");
    let mut job = find(&tx.read(), *id).await?.ok_or_else(missing)?;
    if job.is_cancelled || job.state == JobState::Cancelled {
        return Ok(job);
    }
    if !is_open(job.state) {
        let (state, allowed) = (job.state.to_string(), Vec::new());
        let problem = Problem::new(Code::State, path, "the job has ended");
        return Err(problem.with(Detail::State { state, allowed }).into());
    }
    job.is_cancelled = true;
    // One that nobody runs is over at once; of the others the server that runs it hears at its next chunk.
    if job.held_by.is_none() {
        job = ended(tx, job, JobState::Cancelled, None).await?;
    } else {
        tx.put::<job::Entity>(&job).await?;
    }
    Ok(job)
}

/// Ends a job: its results, and its file with them, are kept for a week.
async fn ended(
    tx: &Tx,
    mut job: job::Model,
    state: JobState,
    reason: Option<String>,
) -> Result<job::Model, Failure> {
    let until = tx.now() + kept_for();
    job.state = state;
    job.reason = reason;
    job.ended_at = Some(tx.now());
    if state == JobState::Completed {
        // Behind the last line may come such that say nothing.
        job.done_size = job.size;
    }
    job.kept_until = Some(until);
    (job.held_by, job.held_until) = (None, None);
    tx.put::<job::Entity>(&job).await?;
    let others = tx.read().select::<job::Entity>().filter(open());
    let others = others.filter(job::Column::UploadId.eq(job.upload_id));
    if others.count(tx.conn()).await? == 0 {
        upload::Entity::update_many()
            .col_expr(upload::Column::ExpiresAt, until.into())
            .filter(upload::Entity::workspace_column().eq(tx.workspace()))
            .filter(upload::Column::Id.eq(job.upload_id))
            .exec(tx.conn())
            .await?;
    }
    Ok(job)
}

/// Forgets the files and results of jobs that are these change sets, for they speak of what is being erased: nobody sees them any more, and
/// chores take them away. A job that waits or runs ends.
///
/// # Errors
/// The database fails.
pub async fn forget(tx: &Tx, sets: &[Uuid]) -> Result<(), Failure> {
    let jobs = tx.read().select::<job::Entity>();
    let jobs = jobs.filter(job::Column::ChangeSetId.is_in(sets.iter().copied()));
    for mut job in jobs.all(tx.conn()).await? {
        upload::Entity::update_many()
            .col_expr(upload::Column::ExpiresAt, tx.now().into())
            .filter(upload::Entity::workspace_column().eq(tx.workspace()))
            .filter(upload::Column::Id.eq(job.upload_id))
            .exec(tx.conn())
            .await?;
        job.is_cancelled |= is_open(job.state);
        job.kept_until = Some(tx.now());
        tx.put::<job::Entity>(&job).await?;
    }
    Ok(())
}

/// Forgets files and results whose time is over, a part of one at a time, so that no write is long; answers whether there was one.
///
/// # Errors
/// The database fails.
pub async fn expire(tx: &mut Tx, (): &()) -> Result<u64, Failure> {
    let old = tx.read().select::<upload::Entity>();
    let old = old.filter(outdated_uploads(tx.now())).limit(1);
    if let Some(old) = old.one(tx.conn()).await? {
        if remove_pieces(tx, old.id).await? < PIECES {
            upload::Entity::delete_many()
                .filter(upload::Entity::workspace_column().eq(tx.workspace()))
                .filter(upload::Column::Id.eq(old.id))
                .exec(tx.conn())
                .await?;
        }
        return Ok(1);
    }
    let old = tx.read().select::<job::Entity>().filter(outdated(tx.now()));
    let Some(mut old) = old.limit(1).one(tx.conn()).await? else {
        return Ok(0);
    };
    let chunks = tx.read().select::<job_chunk::Entity>();
    let chunks: Vec<i32> = chunks
        .filter(job_chunk::Column::JobId.eq(old.id))
        .order_by_asc(job_chunk::Column::BeginSize)
        .limit(CHUNKS)
        .select_only()
        .column(job_chunk::Column::BeginSize)
        .into_tuple()
        .all(tx.conn())
        .await?;
    job_chunk::Entity::delete_many()
        .filter(job_chunk::Entity::workspace_column().eq(tx.workspace()))
        .filter(job_chunk::Column::JobId.eq(old.id))
        .filter(job_chunk::Column::BeginSize.is_in(chunks.iter().copied()))
        .exec(tx.conn())
        .await?;
    if (chunks.len() as u64) < CHUNKS {
        old.kept_until = None;
        tx.put::<job::Entity>(&old).await?;
    }
    Ok(1)
}

/// Removes some pieces of a file; answers how many they were.
async fn remove_pieces(tx: &Tx, id: UploadId) -> Result<u64, Failure> {
    let pieces = tx.read().select::<upload_piece::Entity>();
    let pieces: Vec<i32> = pieces
        .filter(upload_piece::Column::UploadId.eq(id))
        .limit(PIECES)
        .select_only()
        .column(upload_piece::Column::Number)
        .into_tuple()
        .all(tx.conn())
        .await?;
    upload_piece::Entity::delete_many()
        .filter(upload_piece::Entity::workspace_column().eq(tx.workspace()))
        .filter(upload_piece::Column::UploadId.eq(id))
        .filter(upload_piece::Column::Number.is_in(pieces.iter().copied()))
        .exec(tx.conn())
        .await?;
    Ok(pieces.len() as u64)
}
