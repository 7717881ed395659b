//! Commands with their inputs, ready to be run: by themselves, or many of one kind as a set.

use std::any::Any;
use std::sync::Arc;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use uuid::Uuid;

use super::{Done, Reading, Sent};
use crate::graphql::plan::ask::{Given, said};
use crate::kit::each::{Concerns, SetCommand};
use crate::kit::tx::{Command, Tx};
use crate::kit::{Became, Caller, Each, Failure, Fault, only};

/// A command with its input, ready to be run in a transaction; more than once, if it must.
pub struct Job {
    pub(super) task: Box<dyn Start>,
    /// What the client said to have it run, where that is remembered.
    pub(super) said: Option<String>,
}

impl Job {
    /// What is to be run for what was sent to a mutation of this name.
    ///
    /// # Errors
    /// Something is wrong with what was sent.
    pub fn read(name: &str, reading: &Reading, given: &Given, caller: &Caller) -> Result<Self, Failure> {
        let mut sent = Sent::new(given, caller);
        let job = reading(&mut sent)?;
        sent.checks.done()?;
        let said = said(name, given);
        Ok(Self { said, ..job })
    }
}

impl Job {
    /// Whether this is done for many as a set: jobs of one set have the same number.
    #[must_use]
    pub fn set(&self) -> Option<usize> {
        self.task.set()
    }

    /// Whether it writes many records by itself, and so is a change set.
    #[must_use]
    pub fn writes_many(&self) -> bool {
        self.task.writes_many()
    }

    /// What it is about, and to what it refers.
    #[must_use]
    pub fn about(&self) -> (Option<Uuid>, Vec<Uuid>) {
        self.task.about()
    }

    /// Runs jobs of one set, each about another record.
    ///
    /// # Errors
    /// The database fails.
    pub async fn run_all(tx: &mut Tx, jobs: &[&Self]) -> Result<Vec<Became<Done>>, Failure> {
        match jobs.first() {
            Some(first) => first.task.start_all(tx, jobs).await,
            None => Ok(Vec::new()),
        }
    }
}

/// A command that knows its input.
pub(super) trait Start: Any + Send + Sync {
    fn start<'a>(&'a self, tx: &'a mut Tx) -> BoxFuture<'a, Result<Done, Failure>>;

    fn set(&self) -> Option<usize> {
        None
    }

    fn writes_many(&self) -> bool {
        false
    }

    fn about(&self) -> (Option<Uuid>, Vec<Uuid>) {
        (None, Vec::new())
    }

    fn start_all<'a>(
        &'a self,
        _: &'a mut Tx,
        _: &'a [&'a Job],
    ) -> BoxFuture<'a, Result<Vec<Became<Done>>, Failure>> {
        let none = Fault::Internal("it is done by itself".to_owned());
        std::future::ready(Err(none.into())).boxed()
    }
}

/// Runs a job as the command that it is.
pub struct RunJob;

impl<'a> Command<'a, Job, Done> for RunJob {
    type Run = BoxFuture<'a, Result<Done, Failure>>;

    fn run(&self, tx: &'a mut Tx, job: &'a Job) -> Self::Run {
        tx.say(job.said.as_deref());
        let set = tx.by().set().map(|set| set.id);
        let run = job.task.start(tx);
        async move { run.await.map(|done| Done { set, ..done }) }.boxed()
    }
}

pub(super) struct Task<I, T, C> {
    pub input: I,
    pub command: Arc<C>,
    pub leaves: fn(T) -> Done,
}

impl<I, T, C> Start for Task<I, T, C>
where
    I: Send + Sync + 'static,
    T: Send + 'static,
    C: for<'a> Command<'a, I, T> + 'static,
{
    fn start<'a>(&'a self, tx: &'a mut Tx) -> BoxFuture<'a, Result<Done, Failure>> {
        let run = self.command.run(tx, &self.input);
        async move { run.await.map(self.leaves) }.boxed()
    }
}

/// A command that does for each of many what its input says.
pub(super) struct SetTask<I, T, C> {
    pub input: I,
    pub command: Arc<C>,
    pub leaves: fn(T) -> Done,
}

impl<I, T, C> Start for SetTask<I, T, C>
where
    I: Concerns + Send + Sync + 'static,
    T: Send + 'static,
    C: for<'a> SetCommand<'a, I, T> + 'static,
{
    fn start<'a>(&'a self, tx: &'a mut Tx) -> BoxFuture<'a, Result<Done, Failure>> {
        async move {
            let said = tx.said().map(str::to_owned);
            let each = [Each {
                input: &self.input,
                said: said.as_deref(),
            }];
            only(self.command.run(tx, &each).await?).map(self.leaves)
        }
        .boxed()
    }

    fn set(&self) -> Option<usize> {
        let is_alone = self.input.is_alone();
        (!is_alone).then(|| Arc::as_ptr(&self.command).addr())
    }

    fn writes_many(&self) -> bool {
        self.input.writes_many()
    }

    fn about(&self) -> (Option<Uuid>, Vec<Uuid>) {
        (self.input.concerns(), self.input.refers())
    }

    fn start_all<'a>(
        &'a self,
        tx: &'a mut Tx,
        jobs: &'a [&'a Job],
    ) -> BoxFuture<'a, Result<Vec<Became<Done>>, Failure>> {
        async move {
            let each = jobs.iter().filter_map(|job| {
                let task: &dyn Any = &*job.task;
                let task = task.downcast_ref::<Self>()?;
                Some(Each {
                    input: &task.input,
                    said: job.said.as_deref(),
                })
            });
            let each: Vec<_> = each.collect();
            let became = self.command.run(tx, &each).await?.into_iter();
            Ok(became.map(|became| became.map(self.leaves)).collect())
        }
        .boxed()
    }
}
