//! What became of the rows.

use async_graphql::Enum;

use super::row::Row;
use crate::graphql::node;
use crate::graphql::plan::declare::shape;
use crate::graphql::plan::{Json, Object, Outcome, Refused, ShownId, Value};
use crate::kit::{Problem, RecordRef};

/// What became of a row.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowStatus {
    /// Its record was made.
    Created,
    /// Something was changed, archived, restored or erased.
    Updated,
    /// Nothing was changed, for all was so already: a create that was sent before, say.
    Unchanged,
    /// It was not run, or it was undone, for the sake of another row that was rejected.
    Skipped,
    /// It was refused: `userErrors` say why.
    Rejected,
}

impl Value for RowStatus {
    type Output = Self;

    fn write(&self, json: &mut Json) {
        if let async_graphql::Value::Enum(word) = async_graphql::resolver_utils::enum_value(*self) {
            json.word(&word);
        }
    }
}

/// A row that was run, or not.
#[derive(Clone)]
pub struct RowDone {
    /// The client's name for it.
    pub reference: Option<String>,
    /// Its place, from 0.
    pub index: i32,
    /// What became of it, so far.
    pub status: RowStatus,
    /// The record that it wrote.
    pub record: Option<RecordRef>,
    /// Why it was refused.
    pub problems: Vec<Problem>,
}

impl RowDone {
    /// What became of a row, of which nothing else is said.
    pub fn of(row: &Row, status: RowStatus) -> Self {
        Self {
            reference: row.reference.clone(),
            index: i32::try_from(row.place.index).unwrap_or(i32::MAX),
            status,
            record: None,
            problems: Vec::new(),
        }
    }
}

impl RowDone {
    /// The id of the record that it wrote, as clients know it.
    #[must_use]
    pub fn shown_id(&self) -> Option<String> {
        let record = self.record?;
        Some(Json::id_text(node::prefix_of(record.record_type)?, record.id))
    }
}

impl Refused for RowDone {
    fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

shape! {
    /// What became of many mutations.
    ApplyMutationsPayload: payload
}

fn payload() -> Object {
    Object::computed::<Outcome>("ApplyMutationsPayload", "What became of many mutations.")
        .every::<MutationRow, RowDone>(
            "rows",
            "What became of each row, in the order in which they were sent.",
            |it| done(it).to_vec(),
        )
        .always::<MutationCounts, Vec<RowStatus>>("counts", "How many rows became what.", |it| {
            done(it).iter().map(|row| row.status).collect()
        })
        .set()
        .problems(
            "What was wrong with the request as a whole. When it is not empty, nothing was run and there are no rows. What was wrong \
             with a row stands in the row.",
        )
        .seq()
        .moved()
        .done()
}

fn done(outcome: &Outcome) -> &[RowDone] {
    outcome
        .value::<Vec<RowDone>>()
        .map(Vec::as_slice)
        .unwrap_or_default()
}

shape! {
    /// What became of one of many mutations.
    MutationRow: row
}

fn row() -> Object {
    Object::computed::<RowDone>("MutationRow", "What became of one of many mutations.")
        .value("ref", "The name that the client gave the row; the record's id, where a condition meant it.", |it| it.reference.clone())
        .value("index", "Its place among those that were sent, from 0.", |it| it.index)
        .value("status", "What became of it; of a dry run, what would have.", |it| it.status)
        .value(
            "recordId",
            "The id of the record that it wrote, or found as it was to be; null where it was skipped or rejected, and where it \
             wrote no record.",
            |it| {
                let record = it.record?;
                Some(ShownId(node::prefix_of(record.record_type)?, record.id))
            },
        )
        .record(
            "record",
            "That record, as it is once all rows have run; null where the caller may not see it, and where it is no more.",
            |it| it.record.map(|record| (record.record_type, record.id)),
        )
        .problems(
            "Why it was rejected, with paths such as `[\"mutations\", \"3\", \"variables\", \"input\", \"displayName\"]`. When it is not \
             empty, nothing of the row was written. Records in it are shown as they were once all rows had run.",
        )
        .done()
}

shape! {
    /// How many rows became what.
    MutationCounts: counts
}

fn counts() -> Object {
    Object::computed::<Vec<RowStatus>>("MutationCounts", "How many rows became what.")
        .value("created", "Rows that made a record.", |all| {
            count(all, RowStatus::Created)
        })
        .value("updated", "Rows that changed something.", |all| {
            count(all, RowStatus::Updated)
        })
        .value("unchanged", "Rows that found all as it was to be.", |all| {
            count(all, RowStatus::Unchanged)
        })
        .value("skipped", "Rows that were not run, or undone.", |all| {
            count(all, RowStatus::Skipped)
        })
        .value("rejected", "Rows that were refused.", |all| {
            count(all, RowStatus::Rejected)
        })
        .done()
}

fn count(all: &[RowStatus], wanted: RowStatus) -> i64 {
    let count = all.iter().filter(|status| **status == wanted).count();
    i64::try_from(count).unwrap_or(i64::MAX)
}
