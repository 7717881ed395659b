//! The command: runs the rows of a request in order, as its error policy has it.

use std::collections::HashSet;

use async_graphql::Value;

use super::input::{ErrorPolicy, MutationRowInput};
use super::payload::{RowDone, RowStatus};
use super::row::{Named, Row};
use crate::graphql::plan::{Done, Job, RunJob, Sent};
use crate::kit::{Effect, Failure, Fault, Path, Problem, Tx};

/// Most rows of a request.
pub const ROWS: usize = 500;

/// The rows of a request.
pub struct Batch {
    rows: Vec<Row>,
    policy: ErrorPolicy,
    is_dry: bool,
}

impl Batch {
    /// Reads the rows, each to what it runs, or to what is wrong with it.
    ///
    /// # Errors
    /// The arguments make no sense as a whole.
    pub fn read(sent: &mut Sent<'_>) -> Result<Self, Fault> {
        let given: Vec<MutationRowInput> = sent.get("mutations")?;
        sent.checks.count(Path::argument("mutations"), given.len(), ROWS);
        let rows = given.into_iter().take(ROWS).enumerate();
        let rows = rows.map(|(place, row)| {
            let MutationRowInput {
                reference,
                name,
                variables,
            } = row;
            let variables = variables.map(|given| Value::from_json(given.0).unwrap_or_default());
            let named = Named {
                reference,
                name,
                variables,
            };
            Row::read((place, Path::argument("mutations").at(place)), named, sent.caller)
        });
        Self::of(rows.collect::<Result<_, _>>()?, sent)
    }

    /// These rows, as the arguments that all rows share have it.
    ///
    /// # Errors
    /// The arguments make no sense as a whole.
    pub fn of(rows: Vec<Row>, sent: &Sent<'_>) -> Result<Self, Fault> {
        Ok(Self {
            rows,
            policy: sent.get::<Option<_>>("errorPolicy")?.unwrap_or_default(),
            is_dry: sent.get::<Option<_>>("dryRun")?.unwrap_or_default(),
        })
    }
}

impl Batch {
    /// These rows under a policy.
    #[must_use]
    pub const fn new(rows: Vec<Row>, policy: ErrorPolicy, is_dry: bool) -> Self {
        Self { rows, policy, is_dry }
    }

    /// Whether none is run behind one that is rejected.
    #[must_use]
    pub fn stops(&self) -> bool {
        self.policy == ErrorPolicy::StopAtFirst
    }

    /// These rows, as it is said of all.
    #[must_use]
    pub const fn with(&self, rows: Vec<Row>) -> Self {
        let Self { policy, is_dry, .. } = *self;
        Self { rows, policy, is_dry }
    }
}

/// Runs the rows.
///
/// # Errors
/// The database fails.
pub async fn apply(tx: &mut Tx, batch: &Batch) -> Result<Vec<RowDone>, Failure> {
    let is_whole = batch.policy == ErrorPolicy::RejectAll;
    let mut done = Vec::with_capacity(batch.rows.len());
    // Where one takes all with it, and one is refused before any runs, none does; and all that are refused are told.
    let mut is_over = is_whole && batch.rows.iter().any(|row| row.job.is_err());
    let mut rows = batch.rows.as_slice();
    while let Some(row) = rows.first() {
        // Of those that stop at the first, none may be stored behind it, so each is run by itself.
        let set = match batch.policy {
            ErrorPolicy::StopAtFirst => 1,
            _ => set_of(rows),
        };
        let (these, rest) = rows.split_at(set.max(1));
        rows = rest;
        let answers = match &row.job {
            Err(problems) if is_whole || !is_over => vec![rejected(row, problems.clone())],
            Ok(_) if !is_over && these.len() > 1 => run_set(tx, these).await?,
            Ok(job) if !is_over => vec![run(tx, row, job, is_whole).await?],
            _ => these
                .iter()
                .map(|row| RowDone::of(row, RowStatus::Skipped))
                .collect(),
        };
        let is_rejected = answers.iter().any(|answer| answer.status == RowStatus::Rejected);
        is_over |= is_rejected && batch.policy != ErrorPolicy::RejectFailedRows;
        done.extend(answers);
    }
    if is_whole && is_over {
        tx.discard();
        let others = batch.rows.iter().zip(&mut done);
        let others = others.filter(|(_, answer)| answer.status != RowStatus::Rejected);
        others.for_each(|(row, answer)| *answer = RowDone::of(row, RowStatus::Skipped));
    }
    let did = |answer: &RowDone| !matches!(answer.status, RowStatus::Rejected | RowStatus::Skipped);
    // Where nothing was done there is nothing to be stored, nor to be kept under an idempotency key: what was wrong can be mended.
    if batch.is_dry || !done.iter().any(did) {
        tx.discard();
    }
    Ok(done)
}

/// How many of these rows, from the first on, can be run as a set: they are of one kind, each about another record, and none refers
/// to what one before it makes.
fn set_of(rows: &[Row]) -> usize {
    let set = |row: &Row| row.job.as_ref().ok().and_then(Job::set);
    let Some(kind) = rows.first().and_then(set) else {
        return 1;
    };
    let mut seen = HashSet::new();
    let of_kind = rows.iter().take_while(|row| set(row) == Some(kind));
    let fits = of_kind.take_while(|row| {
        let (about, refers) = row.job.as_ref().map(Job::about).unwrap_or_default();
        refers.iter().all(|id| !seen.contains(id)) && about.is_none_or(|id| seen.insert(id))
    });
    fits.count()
}

/// Runs rows as a set.
async fn run_set(tx: &mut Tx, rows: &[Row]) -> Result<Vec<RowDone>, Failure> {
    let before = tx.changes();
    let jobs: Vec<&Job> = rows.iter().filter_map(|row| row.job.as_ref().ok()).collect();
    let became = Job::run_all(tx, &jobs).await?;
    let rows = rows.iter().zip(became).map(|(row, became)| match became {
        Ok(left) => {
            let effect = tx.effect_on(before, left.record.map(|record| record.id));
            answered(row, left, effect)
        }
        Err(problems) => rejected(row, row.placed(problems)),
    });
    Ok(rows.collect())
}

fn answered(row: &Row, left: Done, effect: Effect) -> RowDone {
    let status = match effect {
        Effect::Created => RowStatus::Created,
        Effect::Updated => RowStatus::Updated,
        Effect::Unchanged => RowStatus::Unchanged,
    };
    RowDone {
        record: left.record,
        ..RowDone::of(row, status)
    }
}

/// Runs a row: by itself, or as a part of a whole that falls with it and needs no savepoint.
async fn run(tx: &mut Tx, row: &Row, job: &Job, is_whole: bool) -> Result<RowDone, Failure> {
    let before = tx.changes();
    let ran = if is_whole {
        tx.part(job, RunJob).await
    } else {
        tx.attempt(job, RunJob).await
    };
    let left = match ran {
        Ok(left) => left,
        Err(Failure::Rejected(problems)) => return Ok(rejected(row, row.placed(problems))),
        Err(fault) => return Err(fault),
    };
    let effect = tx.effect(before, left.record.map(|record| record.id));
    Ok(answered(row, left, effect))
}

fn rejected(row: &Row, problems: Vec<Problem>) -> RowDone {
    RowDone {
        problems,
        ..RowDone::of(row, RowStatus::Rejected)
    }
}
