//! Running a mutation: one verb after the other, each a write of its own, and what its payload shows read within the write.

use async_graphql::ServerError;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;

use super::ask::Given;
use super::computed::Values;
use super::execute::{Asked, run};
use super::payload::Outcome;
use super::run::{Below, Found};
use super::tree::{Child, Level, Plan, Read};
use super::verb::{Called, Does, Done, Job, Reading, RunJob};
use super::{Json, write};
use crate::graphql::errors::shown;
use crate::graphql::moved::{self, Moved};
use crate::kit::rows::{Rows, Session};
use crate::kit::tx::Sight;
use crate::kit::{Caller, Failure, Fault, Reader, Writer, Written};

/// Runs a mutation's plan: the JSON of `data`, and the errors of its fields.
pub fn act<'a>(asked: &'a Asked<'_>, plan: &'a Plan) -> BoxFuture<'a, (Json, Vec<ServerError>)> {
    async move {
        let mut children = Vec::with_capacity(plan.level.children.len());
        for child in &plan.level.children {
            let found = asked.verb(child).await;
            children.push(found.unwrap_or_else(|fault| Found::Failed(shown(fault))));
        }
        let rows = Rows::default();
        write::write(plan, &Below { rows, children }, (asked.now(), asked.rights()))
    }
    .boxed()
}

/// What was done: for whom it is shown, if not for who asks; what came of it; and what was read to be shown, if it was already.
type Did = (Option<Caller>, Outcome, Option<Vec<Found>>);

impl Asked<'_> {
    async fn verb(&self, child: &Child) -> Result<Found, Fault> {
        let Read::Verb(does, level) = &child.read else {
            return Err(Fault::Internal(format!("{} is no mutation", child.field.name)));
        };
        let given = child.arguments.with(self.variables);
        let done = match does {
            Does::Writes(reading) | Does::Alone(reading) | Does::Secret(reading) | Does::Many(reading) => {
                self.write(child, level, &given, reading).await
            }
            Does::Runs(running) => {
                let called = Called {
                    engine: self.engine,
                    caller: self.caller(),
                    now: self.request.now,
                    given: &given,
                };
                let done = running(&called).await;
                done.map(|done| (done.caller.clone(), Outcome::of(done), None))
            }
        };
        self.settled(level, done).await
    }

    /// What the payload shows of what was done, or of why it was not.
    pub(super) async fn settled(&self, level: &Level, done: Result<Did, Failure>) -> Result<Found, Fault> {
        let (caller, outcome, children) = match done {
            Ok(done) => done,
            Err(Failure::Rejected(problems)) => (None, Outcome::refused(problems), None),
            Err(Failure::Fault(fault)) => return Err(fault),
        };
        let caller = caller.as_ref().unwrap_or(self.seen_by);
        let values = Values::of(vec![outcome]);
        let rows = values.rows(level, Some(caller));
        let children = match children {
            Some(children) => children,
            None if level.children.is_empty() => Vec::new(),
            None => {
                let session = self.engine.db.session(caller.scope());
                let reader = self.engine.db.read_lightly(caller.scope(), &session);
                let run = run(self, session, reader, caller);
                run.children(level, &rows, Some(&values)).await
            }
        };
        Ok(Found::One(Below { rows, children }, vec![0]))
    }

    /// Runs a command in the caller's workspace; what the payload shows is read in its transaction.
    async fn write(
        &self,
        child: &Child,
        level: &Level,
        given: &Given,
        reading: &Reading,
    ) -> Result<Did, Failure> {
        let caller = self.caller().ok_or_else(Fault::nobody)?;
        let writer = self.writer(child, caller)?;
        let job = Job::read(child.field.name, reading, given, caller)?;
        let writer = self.of_many(child, writer, &job);
        let before = if moved::FIELDS.iter().any(|field| level.reads(field)) {
            Box::pin(moved::told(self, caller)).await
        } else {
            None
        };
        let shows = Shows(self, level);
        let written = self
            .engine
            .db
            .write_and_read(&writer, &job, RunJob, &shows)
            .await?;
        let (written, children) = written;
        let mut outcome = Outcome::of(written.value).at(written.seq);
        if let Some(before) = before
            && let Some(after) = Box::pin(moved::told(self, caller)).await
        {
            outcome.moved = Moved::between(&before, &after);
        }
        Ok((None, outcome, Some(children)))
    }

    /// Whoever lacks one of the rights writes nothing; the first of them is the right to write.
    /// What writes many records is a change set.
    pub(super) fn writer(&self, child: &Child, caller: &Caller) -> Result<Writer, Fault> {
        let writer = self.granted(child, caller)?;
        match &child.read {
            Read::Verb(Does::Many(_) | Does::Alone(_), _) => {
                Ok(writer.within(self.engine.db.change_set(child.field.name)))
            }
            _ => Ok(*writer),
        }
    }

    /// The same for what writes many records only where it says much.
    pub(super) fn of_many(&self, child: &Child, writer: Writer, job: &Job) -> Writer {
        match writer.set() {
            None if job.writes_many() => writer.within(self.engine.db.change_set(child.field.name)),
            _ => writer,
        }
    }

    fn granted<'c>(&self, child: &Child, caller: &'c Caller) -> Result<&'c Writer, Fault> {
        if let Read::Verb(Does::Many(_), _) = &child.read {
            return Ok(caller.writer_of_parts());
        }
        let rights = &child.field.rights;
        if let Some(lacking) = rights.iter().find(|right| !caller.rights.contains(**right)) {
            return Err(Fault::Lacks(*lacking));
        }
        let first = rights.first().and_then(|right| caller.writer(*right));
        first.ok_or_else(|| Fault::Internal(format!("{} needs no right to write", child.field.name)))
    }
}

/// Reads, within the write, what the payload shows of what was written.
struct Shows<'a>(&'a Asked<'a>, &'a Level);

impl Sight<Done> for Shows<'_> {
    type Seen = Vec<Found>;

    fn see<'s>(
        &'s self,
        reader: Reader<'s>,
        written: &'s Written<Done>,
    ) -> BoxFuture<'s, Result<Vec<Found>, Fault>> {
        async move { Ok(self.0.shown(self.1, reader, &written.value).await?.0) }.boxed()
    }
}

impl Asked<'_> {
    /// What the payload shows of what was written, read within the write; and the place where it was read.
    pub(super) async fn shown<'r>(
        &'r self,
        level: &Level,
        reader: Reader<'r>,
        done: &Done,
    ) -> Result<(Vec<Found>, Reader<'r>), Fault> {
        if level.children.is_empty() {
            return Ok((Vec::new(), reader));
        }
        let values = Values::of(vec![Outcome::of(done.clone())]);
        let rows = values.rows(level, Some(self.seen_by));
        let run = run(self, Session::within(&reader), reader, self.seen_by);
        let children = run.children(level, &rows, Some(&values)).await;
        // After a statement failed, PostgreSQL would roll back what commits.
        match run.broken.get() {
            Some(fault) => Err(fault.clone()),
            None => Ok((children, run.reader)),
        }
    }
}
