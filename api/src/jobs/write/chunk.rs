//! What a server does for a job: takes it, runs a chunk of its lines, ends it.

use entity::ids::JobId;
use entity::job::JobState;
use entity::{job, job_chunk};
use sea_orm::{ActiveModelTrait as _, IntoActiveModel as _};
use uuid::Uuid;

use super::ended as end_job;
use crate::graphql::bulk::{Batch, RowDone, RowStatus, apply};
use crate::graphql::problem::code_name;
use crate::jobs::outcomes::{Became, LineError, Outcome, pack};
use crate::jobs::read::find;
use crate::jobs::rules::{PROBLEMS, held_for, is_open};
use crate::kit::{Failure, Problem, Tx};

/// Takes a job for a server; none where another one has it, or it is over.
///
/// # Errors
/// The database fails.
pub async fn claim(tx: &mut Tx, (id, server): &(JobId, Uuid)) -> Result<Option<job::Model>, Failure> {
    let Some(mut job) = find(&tx.read(), *id).await? else {
        return Ok(None);
    };
    let is_free =
        job.held_by.is_none_or(|by| by == *server) || job.held_until.is_none_or(|at| at <= tx.now());
    if !is_open(job.state) || !is_free {
        return Ok(None);
    }
    if job.is_cancelled {
        end_job(tx, job, JobState::Cancelled, None).await?;
        return Ok(None);
    }
    job.state = JobState::Running;
    job.started_at = job.started_at.or(Some(tx.now()));
    hold(tx, &mut job, *server);
    tx.put::<job::Entity>(&job).await?;
    Ok(Some(job))
}

fn hold(tx: &Tx, job: &mut job::Model, server: Uuid) {
    job.held_by = Some(server);
    job.held_until = Some(tx.now() + held_for());
    job.served_at = tx.now();
}

/// Lines of a job, ready to be run.
pub struct Chunk {
    /// The job.
    pub job: JobId,
    /// The server that runs it.
    pub server: Uuid,
    /// Where the lines begin in the file, and where they end.
    pub bytes: (i32, i32),
    /// The number of the line that comes next before them, and behind them.
    pub lines: (i32, i32),
    /// The mutations.
    pub batch: Batch,
    /// Where each line that says something ends, and the number of the next.
    pub ends: Vec<(i32, i32)>,
}

/// What came of running lines.
pub enum Ran {
    /// The job is not this server's any more, or has gone on without it.
    Lost,
    /// Somebody called the job off.
    Cancelled,
    /// They were run. Whether that is stored already, how far the job is, and what became of each line.
    Done(bool, Ended, Vec<Outcome>),
}

/// How far a job is after a chunk.
#[derive(Clone, Copy, Debug)]
pub struct Ended {
    /// Where the next line begins.
    pub size: i32,
    /// Its number.
    pub line: i32,
    /// Whether a line was rejected behind which none is run.
    pub is_stopped: bool,
}

/// Runs lines, and stores with what they write how far the job is. Where nothing of them is stored, in a dry run and where all are
/// refused, that is left to [`store_chunk`].
///
/// # Errors
/// The database fails, or one of the lines does in a way that is nobody's fault but ours.
pub async fn run_chunk(tx: &mut Tx, chunk: &Chunk) -> Result<Ran, Failure> {
    let job = match current(tx, chunk).await? {
        Ok(job) => job,
        Err(ran) => return Ok(ran),
    };
    let done = apply(tx, &chunk.batch).await?;
    let (size, line) = (chunk.bytes.1, chunk.lines.1);
    let mut ended = Ended {
        size,
        line,
        is_stopped: false,
    };
    let run = done.iter().take_while(|row| row.status != RowStatus::Skipped);
    let outcomes: Vec<Outcome> = run.map(outcome).collect();
    if outcomes.len() < done.len() || outcomes.last().is_some_and(is_rejected) && chunk.batch.stops() {
        let last = chunk.ends.get(outcomes.len().saturating_sub(1));
        (ended.size, ended.line) = last.copied().unwrap_or((ended.size, ended.line));
        ended.is_stopped = true;
    }
    if tx.is_discarded() {
        return Ok(Ran::Done(false, ended, outcomes));
    }
    note(tx, job, chunk, (ended, &outcomes)).await?;
    Ok(Ran::Done(true, ended, outcomes))
}

/// Stores how far a job is, where nothing of what its lines wrote is stored.
///
/// # Errors
/// The database fails.
pub async fn store_chunk(
    tx: &mut Tx,
    (chunk, ended, outcomes): &(Chunk, Ended, Vec<Outcome>),
) -> Result<bool, Failure> {
    let Ok(job) = current(tx, chunk).await? else {
        return Ok(false);
    };
    note(tx, job, chunk, (*ended, outcomes)).await?;
    Ok(true)
}

/// The job, if this chunk is what comes next of it.
async fn current(tx: &Tx, chunk: &Chunk) -> Result<Result<job::Model, Ran>, Failure> {
    let found = find(&tx.read(), chunk.job).await?;
    let own = found.filter(|job| {
        job.held_by == Some(chunk.server) && job.state == JobState::Running && job.done_size == chunk.bytes.0
    });
    Ok(match own {
        None => Err(Ran::Lost),
        Some(job) if job.is_cancelled => Err(Ran::Cancelled),
        Some(job) => Ok(job),
    })
}

async fn note(
    tx: &Tx,
    mut job: job::Model,
    chunk: &Chunk,
    (ended, outcomes): (Ended, &[Outcome]),
) -> Result<(), Failure> {
    let count = |wanted| {
        let count = outcomes.iter().filter(|outcome| outcome.became == wanted).count();
        i32::try_from(count).unwrap_or(i32::MAX)
    };
    job.created_count += count(Became::Created);
    job.updated_count += count(Became::Updated);
    job.unchanged_count += count(Became::Unchanged);
    job.rejected_count += count(Became::Rejected);
    (job.done_size, job.done_lines) = (ended.size, ended.line - 1);
    hold(tx, &mut job, chunk.server);
    let id = job.id;
    if ended.is_stopped {
        // In the same transaction, so that nothing behind it is run, whoever goes on with it.
        let why = format!("line {} was rejected", ended.line - 1);
        end_job(tx, job, JobState::Failed, Some(why)).await?;
    } else {
        tx.put::<job::Entity>(&job).await?;
    }
    let row = job_chunk::Model {
        workspace_id: tx.workspace(),
        job_id: id,
        begin_size: chunk.bytes.0,
        end_size: ended.size,
        first_line: chunk.lines.0,
        outcomes: pack(outcomes)?,
    };
    row.into_active_model().reset_all().insert(tx.conn()).await?;
    Ok(())
}

fn is_rejected(outcome: &Outcome) -> bool {
    outcome.became == Became::Rejected
}

fn outcome(row: &RowDone) -> Outcome {
    let became = match row.status {
        RowStatus::Created => Became::Created,
        RowStatus::Updated => Became::Updated,
        RowStatus::Unchanged => Became::Unchanged,
        RowStatus::Rejected | RowStatus::Skipped => Became::Rejected,
    };
    Outcome {
        became,
        record: row.shown_id(),
        errors: row.problems.iter().take(PROBLEMS).map(error).collect(),
    }
}

fn error(problem: &Problem) -> LineError {
    LineError {
        code: code_name(problem.code),
        message: problem.message.clone(),
        path: problem.path.0.clone(),
    }
}

/// Ends a job that this server runs; nothing where it is over already.
///
/// # Errors
/// The database fails.
pub async fn finish(
    tx: &mut Tx,
    (id, server, state, reason): &(JobId, Uuid, JobState, Option<String>),
) -> Result<(), Failure> {
    let found = find(&tx.read(), *id).await?;
    let own = found.filter(|job| is_open(job.state) && job.held_by == Some(*server));
    if let Some(job) = own {
        end_job(tx, job, *state, reason.clone()).await?;
    }
    Ok(())
}
