//! The command: runs the rows of a request in order, as its error policy has it.

use super::input::{ErrorPolicy, MutationRowInput};
use super::payload::{RowDone, RowStatus};
use super::row::Row;
use crate::graphql::plan::{Job, RunJob, Sent};
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
        let rows = rows.map(|(place, row)| Row::read(place, row, sent.caller));
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
    for row in &batch.rows {
        let answer = match &row.job {
            Err(problems) if is_whole || !is_over => rejected(row, problems.clone()),
            Ok(job) if !is_over => run(tx, row, job, is_whole).await?,
            _ => RowDone::of(row, RowStatus::Skipped),
        };
        is_over |= answer.status == RowStatus::Rejected && batch.policy != ErrorPolicy::RejectFailedRows;
        done.push(answer);
    }
    if is_whole && is_over {
        tx.undo();
        let others = batch.rows.iter().zip(&mut done);
        let others = others.filter(|(_, answer)| answer.status != RowStatus::Rejected);
        others.for_each(|(row, answer)| *answer = RowDone::of(row, RowStatus::Skipped));
    }
    let did = |answer: &RowDone| !matches!(answer.status, RowStatus::Rejected | RowStatus::Skipped);
    // Where nothing was done there is nothing to be stored, nor to be kept under an idempotency key: what was wrong can be mended.
    if batch.is_dry || !done.iter().any(did) {
        tx.undo();
    }
    Ok(done)
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
    let status = match tx.effect(before, left.record.map(|record| record.id)) {
        Effect::Created => RowStatus::Created,
        Effect::Updated => RowStatus::Updated,
        Effect::Unchanged => RowStatus::Unchanged,
    };
    Ok(RowDone {
        record: left.record,
        ..RowDone::of(row, status)
    })
}

fn rejected(row: &Row, problems: Vec<Problem>) -> RowDone {
    RowDone {
        problems,
        ..RowDone::of(row, RowStatus::Rejected)
    }
}
