//! Ties between people of one file, made when all of them are there.

use std::collections::HashSet;

use entity::ids::PersonId;
use entity::tie::{self, TieEvidence};
use sea_orm::{ColumnTrait, QueryFilter};

use super::super::contact::{NumberedRow, Row};
use super::super::remarks::Remarks;
use super::super::write::{Report, RowAction};
use super::write::note_change;
use crate::kit::declared::{Draft, New};
use crate::kit::{Db, Each, Failure, Tx, Writer};
use crate::people;

/// Ties of one transaction.
const CHUNK: usize = 200;

/// Who knows whom, and as what.
pub(super) type Pair = (PersonId, PersonId, String);

/// Makes the ties between people of one file, when all of them are there.
///
/// # Errors
/// The database fails.
pub async fn ties(
    db: &Db,
    by: &Writer,
    rows: impl Iterator<Item = &NumberedRow>,
    report: &mut Report,
) -> Result<(), Failure> {
    let mut wanted: Vec<(usize, Pair)> = Vec::new();
    for (index, row) in rows.enumerate() {
        let (Row::Contact(contact), Some(from)) = (&row.row, report.rows.get(index).and_then(|it| it.person))
        else {
            continue;
        };
        let mut lost = Remarks::default();
        for relation in &contact.beside.relations {
            let Some(position) = relation.in_file else {
                continue;
            };
            let other = position.checked_sub(1).and_then(|other| report.rows.get(other));
            match other.and_then(|other| Some((other.person?, other.action))) {
                Some((to, action)) if to != from && action != RowAction::Skipped => {
                    wanted.push((index, (from, to, relation.kind.clone())));
                }
                _ => lost.left_out(
                    &relation.kind,
                    other.and_then(|other| other.name.as_deref()).unwrap_or_default(),
                ),
            }
        }
        if let Some(outcome) = report
            .rows
            .get_mut(index)
            .filter(|it| it.action != RowAction::Skipped)
        {
            outcome.reason = lost.reason(outcome.reason.take());
        }
    }
    for chunk in wanted.chunks(CHUNK) {
        let pairs: Vec<Pair> = chunk.iter().map(|(_, pair)| pair.clone()).collect();
        let done = db
            .write(by, &pairs, async |tx: &mut Tx, pairs: &Vec<Pair>| {
                add_ties(tx, pairs).await
            })
            .await?;
        report.seq = done.seq;
        for ((index, (.., kind)), made) in chunk.iter().zip(done.value) {
            let Some(outcome) = report.rows.get_mut(*index) else {
                continue;
            };
            match made {
                Made::New => note_change(outcome),
                Made::There => {}
                Made::Refused => {
                    let mut lost = Remarks::default();
                    lost.left_out("a relation:", kind);
                    outcome.reason = lost.reason(outcome.reason.take());
                }
            }
        }
    }
    Ok(())
}

/// What became of a tie.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Made {
    New,
    /// It was there, archived perhaps, and is left as it is.
    There,
    /// One of the two is gone meanwhile.
    Refused,
}

/// Makes those of the ties that are not there.
pub(super) async fn add_ties(tx: &mut Tx, pairs: &[Pair]) -> Result<Vec<Made>, Failure> {
    if pairs.is_empty() {
        return Ok(Vec::new());
    }
    let there: Vec<tie::Model> = tx
        .read()
        .select::<tie::Entity>()
        .filter(tie::Column::FromId.is_in(pairs.iter().map(|(from, ..)| *from)))
        .filter(tie::Column::ToId.is_in(pairs.iter().map(|(_, to, _)| *to)))
        .all(tx.conn())
        .await?;
    let mut there: HashSet<Pair> = there
        .into_iter()
        .map(|it| (it.from_id, it.to_id, it.kind))
        .collect();
    let mut made = Vec::with_capacity(pairs.len());
    let mut news = Vec::new();
    for (place, (from, to, kind)) in pairs.iter().enumerate() {
        if !there.insert((*from, *to, kind.clone())) {
            made.push(Made::There);
            continue;
        }
        made.push(Made::New);
        let model = tie::Model {
            from_id: *from,
            to_id: *to,
            kind: kind.clone(),
            evidence: TieEvidence::Imported,
            ..tie::Model::default()
        };
        let fields = Draft::of(&model);
        news.push((place, New { id: None, fields }));
    }
    let each = news.iter().map(|(_, input)| Each { input, said: None });
    let became = people::create_ties(tx, &each.collect::<Vec<_>>()).await?;
    for ((place, _), became) in news.iter().zip(became) {
        if let (Err(_), Some(made)) = (became, made.get_mut(*place)) {
            *made = Made::Refused;
        }
    }
    Ok(made)
}
