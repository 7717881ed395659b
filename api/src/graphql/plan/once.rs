//! Running a mutation under an idempotency key: once, and answering it again with the same bytes.
//!
//! The answer is kept in the transaction of the write, so its bytes are made there, from what was read within it. Whoever has the
//! workspace's write lock looks for an answer before anything else, so of many that ask at once one writes. What is refused, and
//! what fails, writes nothing and keeps nothing.

use async_graphql::ServerError;
use entity::Actor;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;

use super::ask::Given;
use super::computed::Values;
use super::execute::Asked;
use super::payload::Outcome;
use super::run::{Below, Found};
use super::tree::{Level, Plan, Read};
use super::verb::{Does, Done, Job, RunJob};
use super::{Json, named, write};
use crate::graphql::errors::shown;
use crate::graphql::moved;
use crate::kit::rows::Rows;
use crate::kit::tx::{Command, Sight, Tx};
use crate::kit::{Failure, Fault, IdempotencyKey, Reader, Written, idempotency};

/// Makes the answer's body of what a plan wrote.
pub type Body<'a> = dyn Fn(Json, Vec<ServerError>) -> Vec<u8> + Send + Sync + 'a;

/// What a mutation is run once under, and how its answer is written.
pub struct Once<'a> {
    /// The key.
    pub key: &'a IdempotencyKey,
    /// Makes the answer's body.
    pub body: &'a Body<'a>,
}

/// What is answered to a mutation with a key.
pub enum Answered {
    /// Nothing was written: why not, as any other answer.
    Refused(Json, Vec<ServerError>),
    /// It was written now. This is the body.
    Now(String),
    /// It was written before. This is the body that was answered then.
    Before(String),
}

/// Whether a mutation can be sent under an idempotency key.
///
/// # Errors
/// Why it cannot.
pub fn takes_key(plan: &Plan) -> Result<(), String> {
    let [child] = plan.level.children.as_slice() else {
        let many = plan.level.children.len();
        return Err(format!(
            "with an idempotency key an operation has exactly one mutation, since each is a transaction of its own; this one has {many}"
        ));
    };
    let name = child.field.name;
    let Read::Verb(does, level) = &child.read else {
        return Err(format!("{name} is no mutation"));
    };
    if let Does::Secret(_) = does {
        return Err(format!(
            "{name} answers a secret, which is kept nowhere: send it without an idempotency key"
        ));
    }
    if let Does::Runs(_) = does {
        return Err(format!(
            "{name} is not one write in the workspace of who calls: send it without an idempotency key"
        ));
    }
    if moved::FIELDS.iter().any(|field| level.reads(field)) {
        return Err(format!(
            "{} are known only when the write is stored, and the answer is kept with the write: leave them out, or send it without an idempotency key",
            moved::FIELDS.join(" and ")
        ));
    }
    Ok(())
}

/// Runs a mutation that [`takes_key`].
///
/// # Errors
/// [`Fault::Key`]: something else was asked under this key, or the answer is erased, or too long to be kept. Nothing was written.
pub fn act_once<'a>(
    asked: &'a Asked<'_>,
    plan: &'a Plan,
    once: &'a Once<'_>,
) -> BoxFuture<'a, Result<Answered, Fault>> {
    async move {
        let [child] = plan.level.children.as_slice() else {
            return Err(Fault::Internal("a key for several mutations".to_owned()));
        };
        let Read::Verb(Does::Writes(reading) | Does::Alone(reading) | Does::Many(reading), level) =
            &child.read
        else {
            return Err(Fault::Internal(format!("{} with a key", child.field.name)));
        };
        let given = child.arguments.with(asked.variables);
        let write = async {
            let caller = asked.caller().ok_or_else(Fault::nobody)?;
            let writer = asked.writer(child, caller)?;
            // What is wrong with the input is told after the answer was looked for: it may have been right when it was sent first.
            let job = Job::read(child.field.name, reading, &given, caller);
            let writer = match &job {
                Ok(job) => asked.of_many(child, writer, job),
                Err(_) => writer,
            };
            let key = once.key.clone();
            let keeps = Keeps {
                asked,
                plan,
                level,
                given: &given,
                by: writer.actor(),
                once,
            };
            let db = &asked.engine.db;
            db.write_and_read(&writer, &Attempt { key, job }, RunOnce, &keeps)
                .await
        };
        let found = match write.await {
            Ok((_, answered)) => return Ok(answered),
            Err(Failure::Fault(fault @ Fault::Key { .. })) => return Err(fault),
            Err(failure) => asked.settled(level, Err(failure)).await,
        };
        let found = found.unwrap_or_else(|fault| Found::Failed(shown(fault)));
        let (json, errors) = write::write(plan, &root(found), (asked.now(), asked.rights()));
        Ok(Answered::Refused(json, errors))
    }
    .boxed()
}

/// The root of a mutation, of which this was found.
fn root(found: Found) -> Below {
    let (rows, children) = (Rows::default(), vec![found]);
    Below { rows, children }
}

/// What is to be run, unless it was before.
struct Attempt {
    key: IdempotencyKey,
    job: Result<Job, Failure>,
}

/// What became of it, so far.
enum Ran {
    Now(Box<Done>),
    Before(String),
}

struct RunOnce;

impl<'a> Command<'a, Attempt, Ran> for RunOnce {
    type Run = BoxFuture<'a, Result<Ran, Failure>>;

    fn run(&self, tx: &'a mut Tx, attempt: &'a Attempt) -> Self::Run {
        async move {
            if let Some(answer) = tx.answered(&attempt.key).await? {
                tx.discard();
                return Ok(Ran::Before(answer));
            }
            let job = attempt.job.as_ref().map_err(Clone::clone)?;
            RunJob.run(tx, job).await.map(|done| Ran::Now(Box::new(done)))
        }
        .boxed()
    }
}

/// Makes the answer of what was written, and keeps it in the same transaction.
struct Keeps<'a> {
    asked: &'a Asked<'a>,
    plan: &'a Plan,
    level: &'a Level,
    given: &'a Given,
    by: Actor,
    once: &'a Once<'a>,
}

impl Sight<Ran> for Keeps<'_> {
    type Seen = Answered;

    fn see<'s>(
        &'s self,
        reader: Reader<'s>,
        written: &'s Written<Ran>,
    ) -> BoxFuture<'s, Result<Answered, Fault>> {
        async move {
            match &written.value {
                Ran::Before(answer) => Ok(Answered::Before(answer.clone())),
                Ran::Now(done) => self.keep(reader, done, written.seq).await,
            }
        }
        .boxed()
    }
}

impl Keeps<'_> {
    async fn keep(&self, reader: Reader<'_>, done: &Done, seq: i64) -> Result<Answered, Fault> {
        let asked = self.asked;
        let (children, reader) = asked.shown(self.level, reader, done).await?;
        let values = Values::of(vec![Outcome::of(done.clone()).at(seq)]);
        let rows = values.rows(self.level, Some(asked.seen_by));
        let found = root(Found::One(Below { rows, children }, vec![0]));
        let mut ids = self.given.ids();
        named::add(&self.plan.level, &found, &mut ids);
        let (json, errors) = write::write(self.plan, &found, (asked.now(), asked.rights()));
        let body = String::from_utf8((self.once.body)(json, errors));
        let body = body.map_err(|error| Fault::Internal(error.to_string()))?;
        let by = (self.by, asked.request.now);
        idempotency::keep(&reader, by, self.once.key, &body, ids).await?;
        Ok(Answered::Now(body))
    }
}
