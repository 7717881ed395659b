//! What servers do: they give each workspace that has jobs a turn, and each turn runs a chunk of a job's lines.

mod said;

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use entity::Actor;
use entity::ids::{JobId, WorkspaceId};
use entity::job::{self, JobErrorPolicy, JobState};
use futures_util::FutureExt as _;
use uuid::Uuid;

pub use said::{Said, said};

use super::lines::{Line, Lines};
use super::outcomes::{Became, LineError, Outcome};
use super::read::{next, workspaces_waiting};
use super::rules::{FEW, TRIES, next_size};
use super::write::{Chunk, Ended, Ran, claim, finish, run_chunk, store_chunk};
use crate::auth::Entrance;
use crate::graphql::bulk::{Batch, ErrorPolicy, Named, Row};
use crate::kit::check::Path;
use crate::kit::failure::is_transient;
use crate::kit::{Caller, ChangeSetOf, Code, Failure, Fault, Ids, Problem, Right, Writer};

/// The mutation by which a job is asked for.
pub const START: &str = "startJob";
/// Between two looks for jobs where there was none.
const PAUSE: Duration = Duration::from_secs(1);
/// Before a workspace's jobs are tried again that could not go on.
const LONG_PAUSE: Duration = Duration::from_secs(5);
/// Most jobs of which the worker knows how they go.
const KNOWN: usize = 64;

/// What runs jobs; a process has one.
pub struct Worker {
    entrance: Entrance,
    /// The name by which it holds jobs.
    server: Uuid,
    /// Workspaces that had jobs when it last looked, with the turns that it gave them.
    waiting: HashMap<WorkspaceId, u64>,
    looked: Option<Instant>,
    turns: u64,
    /// Workspaces whose jobs could not go on, and since when.
    resting: HashMap<WorkspaceId, Instant>,
    /// Jobs that this server holds; only the one that ran last has lines in memory.
    open: HashMap<JobId, Open>,
}

/// A job that is under way.
struct Open {
    job: job::Model,
    lines: Lines,
    /// Lines of the next chunk.
    size: usize,
    /// How often its next line took too long by itself.
    tries: u32,
}

/// What became of running a chunk.
enum Came {
    /// It was run, or is not to be.
    Ran(Ran),
    /// It breaks on one of its lines, or takes too long.
    Broke,
    /// It may be run a little later.
    Later(Failure),
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
            resting: HashMap::new(),
            open: HashMap::new(),
        }
    }

    /// Runs jobs for as long as it is polled. Where others ask something meanwhile, which `asked` counts, it rests as long as it works.
    pub async fn run(mut self, asked: impl Fn() -> u64) {
        loop {
            let (before, began) = (asked(), Instant::now());
            let pause = match AssertUnwindSafe(self.step()).catch_unwind().await {
                Ok(Ok(true)) if asked() == before => Duration::ZERO,
                Ok(Ok(true)) => began.elapsed(),
                Ok(Ok(false)) => PAUSE,
                Ok(Err(failure)) => {
                    tracing::warn!(?failure, "jobs cannot be looked for; it will be tried again");
                    LONG_PAUSE
                }
                Err(_panic) => {
                    tracing::error!("looking after jobs broke on us");
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
    /// The database fails.
    pub async fn step(&mut self) -> Result<bool, Failure> {
        if self.entrance.db.is_read_only() {
            return Ok(false);
        }
        self.look().await?;
        let longest = self.waiting.iter().min_by_key(|(id, turn)| (**turn, **id));
        let Some(workspace) = longest.map(|(id, _)| *id) else {
            return Ok(false);
        };
        self.turns += 1;
        self.waiting.insert(workspace, self.turns);
        if let Err(failure) = self.turn(workspace).await {
            tracing::warn!(?failure, %workspace, "a job could not go on; it will be tried again");
            // The others do not wait for it.
            self.waiting.remove(&workspace);
            self.resting.insert(workspace, Instant::now());
        }
        Ok(true)
    }

    /// Looks which workspaces have jobs, if that was not done a moment ago.
    async fn look(&mut self) -> Result<(), Failure> {
        if !self.waiting.is_empty() && self.looked.is_some_and(|looked| looked.elapsed() < PAUSE) {
            return Ok(());
        }
        self.resting.retain(|_, since| since.elapsed() < LONG_PAUSE);
        let (db, now) = (&self.entrance.db, self.entrance.clock.now());
        let found = workspaces_waiting(db, self.server, now).await?.into_iter();
        let found = found.filter(|id| !self.resting.contains_key(id));
        let turns = found.map(|id| (id, self.waiting.get(&id).copied().unwrap_or_default()));
        self.waiting = turns.collect();
        self.looked = Some(Instant::now());
        Ok(())
    }

    /// Runs a chunk of the job of a workspace that waited longest.
    async fn turn(&mut self, workspace: WorkspaceId) -> Result<(), Failure> {
        let db = &self.entrance.db;
        let by = Writer::grant(workspace, Actor::SYSTEM);
        let now = self.entrance.clock.now();
        let Some(job) = next(&db.read_beside(by.scope()), self.server, now).await? else {
            self.waiting.remove(&workspace);
            return Ok(());
        };
        let open = match self
            .open
            .remove(&job.id)
            .filter(|_| job.held_by == Some(self.server))
        {
            Some(open) => open,
            None => match db.write(&by, &(job.id, self.server), claim).await?.value {
                Some(job) => Open::new(job),
                None => return Ok(()),
            },
        };
        if self.open.len() >= KNOWN {
            self.open.clear();
        }
        self.open.values_mut().for_each(|other| other.lines.unload());
        if let Some(open) = self.chunk(&by, open).await? {
            self.open.insert(open.job.id, open);
        }
        Ok(())
    }

    /// Runs a chunk; what of the job goes on.
    async fn chunk(&self, by: &Writer, mut open: Open) -> Result<Option<Open>, Failure> {
        let db = &self.entrance.db;
        let job = &open.job;
        let caller = self
            .entrance
            .stand_in(job.workspace_id, job.user_id, job.token_id);
        let caller = caller.await?.filter(|caller| caller.rights.contains(Right::Bulk));
        let Some(caller) = caller else {
            let why =
                "whoever started it may not have jobs in the workspace any more, or the token has ended";
            return self.end(by, &open, JobState::Failed, Some(why)).await;
        };
        let begin = open.lines.place();
        let lines = match open.lines.take(&db.read_beside(by.scope()), open.size).await {
            Ok(lines) => lines,
            Err(Fault::Internal(why)) => {
                // Its time was over, or somebody was erased who came by it.
                tracing::warn!(why, job = %open.job.id, "the file of a job cannot be read");
                let why = "the file is gone, or cannot be read";
                return self.end(by, &open, JobState::Failed, Some(why)).await;
            }
            Err(fault) => return Err(fault.into()),
        };
        if lines.is_empty() && open.lines.is_done() {
            return self.end(by, &open, JobState::Completed, None).await;
        }
        let end = open.lines.place();
        let chunk = chunk(&open.job, self.server, (begin, end), &lines, &caller);
        let began = Instant::now();
        let ran = match self.ran(&caller, &open.job, &chunk).await {
            Came::Ran(ran) => ran,
            Came::Later(failure) if open.tries < TRIES => {
                tracing::warn!(?failure, job = %open.job.id, "a chunk of a job was given up; it will be tried again");
                let (size, tries) = ((lines.len() / 8).max(1), open.tries + 1);
                return Ok(Some(Open::at(open.job, begin, (size, tries))));
            }
            // What breaks on one of the lines must not keep the others from being run.
            Came::Broke | Came::Later(_) if lines.len() > 1 => {
                let size = (lines.len() / 8).max(1);
                return Ok(Some(Open::at(open.job, begin, (size, 0))));
            }
            Came::Broke | Came::Later(_) => {
                tracing::error!(job = %open.job.id, line = begin.1, "a line of a job breaks on us");
                let stops = open.job.error_policy == JobErrorPolicy::StopAtFirst;
                Ran::Done(false, ended(end, stops), vec![broken()])
            }
        };
        match ran {
            Ran::Lost => Ok(None),
            Ran::Cancelled => self.end(by, &open, JobState::Cancelled, None).await,
            Ran::Done(is_stored, ended, outcomes) => {
                if !is_stored {
                    let stored = db.write(by, &(chunk, ended, outcomes), store_chunk).await?;
                    if !stored.value {
                        return Ok(None);
                    }
                }
                if ended.is_stopped {
                    return Ok(None);
                }
                open.size = next_size(lines.len(), began.elapsed());
                open.tries = 0;
                Ok(Some(open))
            }
        }
    }

    /// Runs the lines of a chunk, whatever comes of it.
    async fn ran(&self, caller: &Caller, job: &job::Model, chunk: &Chunk) -> Came {
        let mut writer = *caller.writer_of_parts();
        if !job.is_dry_run {
            writer = writer.within(ChangeSetOf {
                id: job.change_set_id,
                mutation: START,
            });
        }
        let write = self.entrance.db.write(&writer, chunk, run_chunk);
        match AssertUnwindSafe(write).catch_unwind().await {
            Ok(Ok(ran)) => Came::Ran(ran.value),
            Ok(Err(failure)) if will_pass(&failure) => Came::Later(failure),
            Ok(Err(failure)) => {
                tracing::warn!(?failure, job = %job.id, "a chunk of a job failed");
                Came::Broke
            }
            Err(_panic) => Came::Broke,
        }
    }

    async fn end(
        &self,
        by: &Writer,
        open: &Open,
        state: JobState,
        why: Option<&str>,
    ) -> Result<Option<Open>, Failure> {
        let how = (open.job.id, self.server, state, why.map(str::to_owned));
        self.entrance.db.write(by, &how, finish).await?;
        Ok(None)
    }
}

impl Open {
    fn new(job: job::Model) -> Self {
        let place = (count(job.done_size), count(job.done_lines) + 1);
        Self::at(job, place, (FEW, 0))
    }

    fn at(job: job::Model, (at, number): (usize, usize), (size, tries): (usize, u32)) -> Self {
        let lines = Lines::new(job.upload_id, (at, count(job.size)), number);
        Self {
            job,
            lines,
            size,
            tries,
        }
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
        message: BROKEN.to_owned(),
        path: Vec::new(),
    };
    Outcome {
        became: Became::Rejected,
        record: None,
        errors: vec![error],
    }
}

const BROKEN: &str = "the line could not be run, and the fault is ours; the others were";

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
) -> Chunk {
    let rows = lines.iter().enumerate();
    let rows = rows.map(|(index, line)| row(index, line, job.mutation.as_deref(), caller));
    let policy = match job.error_policy {
        JobErrorPolicy::RejectFailedRows => ErrorPolicy::RejectFailedRows,
        JobErrorPolicy::StopAtFirst => ErrorPolicy::StopAtFirst,
    };
    let ends = lines
        .iter()
        .map(|line| (stored(line.end), stored(line.number + 1)));
    Chunk {
        job: job.id,
        server,
        bytes: (stored(begin.0), stored(end.0)),
        lines: (stored(begin.1), stored(end.1)),
        batch: Batch::new(rows.collect(), policy, job.is_dry_run),
        ends: ends.collect(),
    }
}

/// Reads a line; one that breaks on us is a line that cannot be read.
fn row(index: usize, line: &Line, mutation: Option<&str>, caller: &Caller) -> Row {
    let unread = |message: &str| Row::unread(index, Problem::new(Code::Invalid, Path::default(), message));
    match catch_unwind(AssertUnwindSafe(|| read(index, &line.text, mutation, caller))) {
        Ok(Ok(row)) => row,
        Ok(Err(Unread::Said(message))) => unread(&message),
        Ok(Err(Unread::Broke(fault))) => {
            tracing::error!(%fault, line = line.number, "a line of a job breaks on us");
            unread(BROKEN)
        }
        Err(_panic) => unread(BROKEN),
    }
}

/// Why a line is not read.
enum Unread {
    /// What is wrong with it, in words.
    Said(String),
    /// It breaks on us.
    Broke(Fault),
}

fn read(index: usize, line: &[u8], mutation: Option<&str>, caller: &Caller) -> Result<Row, Unread> {
    let Said {
        reference,
        name,
        variables,
    } = said(line).map_err(Unread::Said)?;
    let name = name.or_else(|| mutation.map(str::to_owned));
    let name =
        name.ok_or_else(|| Unread::Said("neither the line nor the job names a mutation".to_owned()))?;
    let named = Named::of_json(reference, name, variables).map_err(Unread::Said)?;
    Row::read((index, Path::default()), named, caller).map_err(Unread::Broke)
}
