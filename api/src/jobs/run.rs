//! What servers do: they give each workspace that has jobs a turn, and each turn runs a chunk of a job's lines.

mod said;

use std::collections::HashMap;
use std::time::{Duration, Instant};

use entity::Actor;
use entity::ids::WorkspaceId;
use entity::job::{self, JobErrorPolicy, JobState};
use uuid::Uuid;

pub use said::{Said, said};

use super::lines::{Line, Lines};
use super::outcomes::{Became, LineError, Outcome};
use super::read::{next, workspaces_waiting};
use super::rules::{FEW, next_size};
use super::write::{Chunk, Ended, Ran, claim, finish, run_chunk, store_chunk};
use crate::auth::Entrance;
use crate::graphql::bulk::{Batch, ErrorPolicy, Named, Row};
use crate::kit::check::Path;
use crate::kit::failure::is_transient;
use crate::kit::{Caller, ChangeSetOf, Code, Failure, Fault, Ids, Problem, Writer};

/// The mutation by which a job is asked for.
pub const START: &str = "startJob";
/// Between two looks for jobs where there was none.
const PAUSE: Duration = Duration::from_secs(1);
/// Before a job is tried again whose database fails.
const LONG_PAUSE: Duration = Duration::from_secs(5);

/// What runs jobs; a process has one.
pub struct Worker {
    entrance: Entrance,
    /// The name by which it holds jobs.
    server: Uuid,
    /// Workspaces that had jobs when it last looked, with the turns that it gave them.
    waiting: HashMap<WorkspaceId, u64>,
    looked: Option<Instant>,
    turns: u64,
    open: Option<Open>,
}

/// A job that is under way.
struct Open {
    job: job::Model,
    lines: Lines,
    /// Lines of the next chunk.
    size: usize,
}

impl Worker {
    /// One that knows of no job yet.
    #[must_use]
    pub fn new(entrance: Entrance) -> Self {
        let server = Ids::Random.uuid(entrance.clock.now());
        Self {
            entrance,
            server,
            waiting: HashMap::new(),
            looked: None,
            turns: 0,
            open: None,
        }
    }

    /// Runs jobs for as long as it is polled. Where others ask something meanwhile, which `asked` counts, it rests as long as it works.
    pub async fn run(mut self, asked: impl Fn() -> u64) {
        loop {
            let (before, began) = (asked(), Instant::now());
            let pause = match self.step().await {
                Ok(true) if asked() == before => Duration::ZERO,
                Ok(true) => began.elapsed(),
                Ok(false) => PAUSE,
                Err(failure) => {
                    tracing::warn!(?failure, "a job could not go on; it will be tried again");
                    LONG_PAUSE
                }
            };
            tokio::time::sleep(pause).await;
        }
    }

    /// Runs all that waits, to its end.
    ///
    /// # Errors
    /// The database fails. What was done until then stays.
    pub async fn finish_all(&mut self) -> Result<(), Failure> {
        self.looked = None;
        while Box::pin(self.step()).await? {}
        Ok(())
    }

    /// Gives one workspace its turn; whether any had a job.
    ///
    /// # Errors
    /// The database fails, in a way that will pass.
    pub async fn step(&mut self) -> Result<bool, Failure> {
        let db = &self.entrance.db;
        let now = self.entrance.clock.now();
        if db.is_read_only() {
            return Ok(false);
        }
        if self.waiting.is_empty() || self.looked.is_none_or(|looked| looked.elapsed() > PAUSE) {
            let found = workspaces_waiting(db, self.server, now).await?.into_iter();
            let turns = found.map(|id| (id, self.waiting.get(&id).copied().unwrap_or_default()));
            self.waiting = turns.collect();
            self.looked = Some(Instant::now());
        }
        let longest = self.waiting.iter().min_by_key(|(id, turn)| (**turn, **id));
        let Some(workspace) = longest.map(|(id, _)| *id) else {
            return Ok(false);
        };
        self.turns += 1;
        self.waiting.insert(workspace, self.turns);
        let by = Writer::grant(workspace, Actor::SYSTEM);
        let job = next(&db.read_beside(by.scope()), self.server, now).await?;
        let Some(job) = job else {
            self.waiting.remove(&workspace);
            return Ok(true);
        };
        let open = match self.open.take().filter(|open| open.job.id == job.id) {
            Some(open) => open,
            None => match db.write(&by, &(job.id, self.server), claim).await?.value {
                Some(job) => Open::new(job, FEW),
                None => return Ok(true),
            },
        };
        self.open = self.chunk(&by, open).await?;
        Ok(true)
    }

    /// Runs a chunk; what of the job goes on.
    async fn chunk(&self, by: &Writer, mut open: Open) -> Result<Option<Open>, Failure> {
        let db = &self.entrance.db;
        let job = &open.job;
        let caller = self
            .entrance
            .stand_in(job.workspace_id, job.user_id, job.token_id);
        let Some(caller) = caller.await? else {
            let why = "whoever started it may not enter the workspace any more, or the token has ended";
            self.end(by, &open, JobState::Failed, Some(why)).await?;
            return Ok(None);
        };
        let begin = open.lines.place();
        let lines = match open.lines.take(&db.read_beside(by.scope()), open.size).await {
            Ok(lines) => lines,
            // Somebody was erased who came by it, say.
            Err(Fault::Internal(why)) => {
                tracing::warn!(why, job = %open.job.id, "the file of a job cannot be read");
                let why = "the file is gone, or cannot be read";
                self.end(by, &open, JobState::Failed, Some(why)).await?;
                return Ok(None);
            }
            Err(fault) => return Err(fault.into()),
        };
        if lines.is_empty() {
            self.end(by, &open, JobState::Completed, None).await?;
            return Ok(None);
        }
        let end = open.lines.place();
        let chunk = chunk(&open.job, self.server, (begin, end), &lines, &caller)?;
        let mut writer = *caller.writer_of_parts();
        if !open.job.is_dry_run {
            writer = writer.within(ChangeSetOf {
                id: open.job.change_set_id,
                mutation: START,
            });
        }
        let began = Instant::now();
        let ran = match db.write(&writer, &chunk, run_chunk).await {
            Ok(ran) => ran.value,
            Err(failure) if will_pass(&failure) => return Err(failure),
            // What breaks on one of the lines must not keep the others from being run.
            Err(_) if lines.len() > 1 => {
                let size = (lines.len() / 8).max(1);
                return Ok(Some(Open::at(open.job, begin, size)));
            }
            Err(failure) => {
                tracing::error!(?failure, job = %open.job.id, line = begin.1, "a line of a job breaks on us");
                let stops = open.job.error_policy == JobErrorPolicy::StopAtFirst;
                Ran::Done(false, ended(end, stops), vec![broken()])
            }
        };
        match ran {
            Ran::Lost => Ok(None),
            Ran::Cancelled => {
                self.end(by, &open, JobState::Cancelled, None).await?;
                Ok(None)
            }
            Ran::Done(is_stored, ended, outcomes) => {
                if !is_stored {
                    let stored = db.write(by, &(chunk, ended, outcomes), store_chunk).await?;
                    if !stored.value {
                        return Ok(None);
                    }
                }
                if ended.is_stopped {
                    let why = format!("line {} was rejected", ended.line - 1);
                    self.end(by, &open, JobState::Failed, Some(&why)).await?;
                    return Ok(None);
                }
                open.size = next_size(lines.len(), began.elapsed());
                Ok(Some(open))
            }
        }
    }

    async fn end(&self, by: &Writer, open: &Open, state: JobState, why: Option<&str>) -> Result<(), Failure> {
        let how = (open.job.id, self.server, state, why.map(str::to_owned));
        self.entrance.db.write(by, &how, finish).await?;
        Ok(())
    }
}

impl Open {
    fn new(job: job::Model, size: usize) -> Self {
        let place = (count(job.done_size), count(job.done_lines) + 1);
        Self::at(job, place, size)
    }

    fn at(job: job::Model, (at, number): (usize, usize), size: usize) -> Self {
        let lines = Lines::new(job.upload_id, (at, count(job.size)), number);
        Self { job, lines, size }
    }
}

fn count(stored: i32) -> usize {
    usize::try_from(stored).unwrap_or_default()
}

fn stored(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

fn ended((size, line): (usize, usize), is_stopped: bool) -> Ended {
    Ended {
        size: stored(size),
        line: stored(line),
        is_stopped,
    }
}

/// What a line became that breaks on us.
fn broken() -> Outcome {
    let error = LineError {
        code: "INTERNAL".to_owned(),
        message: "the line could not be run, and the fault is ours; the others were".to_owned(),
        path: Vec::new(),
    };
    Outcome {
        became: Became::Rejected,
        record: None,
        errors: vec![error],
    }
}

/// Whether it is worth while to try again a little later.
fn will_pass(failure: &Failure) -> bool {
    match failure {
        Failure::Fault(Fault::Db(error)) => is_transient(error),
        Failure::Fault(Fault::TimedOut | Fault::Unknown(_) | Fault::Request { .. }) => true,
        Failure::Fault(_) | Failure::Rejected(_) => false,
    }
}

/// Reads lines to the mutations that they are.
fn chunk(
    job: &job::Model,
    server: Uuid,
    (begin, end): ((usize, usize), (usize, usize)),
    lines: &[Line],
    caller: &Caller,
) -> Result<Chunk, Fault> {
    let rows = lines.iter().enumerate();
    let rows = rows.map(|(index, line)| row(index, line, job.mutation.as_deref(), caller));
    let rows: Vec<Row> = rows.collect::<Result<_, _>>()?;
    let policy = match job.error_policy {
        JobErrorPolicy::RejectFailedRows => ErrorPolicy::RejectFailedRows,
        JobErrorPolicy::StopAtFirst => ErrorPolicy::StopAtFirst,
    };
    let ends = lines
        .iter()
        .map(|line| (stored(line.end), stored(line.number + 1)));
    Ok(Chunk {
        job: job.id,
        server,
        bytes: (stored(begin.0), stored(end.0)),
        lines: (stored(begin.1), stored(end.1)),
        batch: Batch::new(rows, policy, job.is_dry_run),
        ends: ends.collect(),
    })
}

fn row(index: usize, line: &Line, mutation: Option<&str>, caller: &Caller) -> Result<Row, Fault> {
    let unread = |message: String| Row::unread(index, Problem::new(Code::Invalid, Path::default(), message));
    let Said {
        reference,
        name,
        variables,
    } = match said(&line.text) {
        Ok(said) => said,
        Err(message) => return Ok(unread(message)),
    };
    let Some(name) = name.or_else(|| mutation.map(str::to_owned)) else {
        return Ok(unread("neither the line nor the job names a mutation".to_owned()));
    };
    match Named::of_json(reference, name, variables) {
        Ok(named) => Row::read((index, Path::default()), named, caller),
        Err(message) => Ok(unread(message)),
    }
}
