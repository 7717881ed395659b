//! Archiving and restoring.

use entity::ids::InteractionId;
use entity::interaction;

use super::participants;
use crate::cadences;
use crate::kit::{Failure, Tx};
use crate::questions;

/// Hides an interaction: it counts as if it had not happened.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn archive(
    tx: &mut Tx,
    (id, revision): &(InteractionId, Option<i32>),
) -> Result<interaction::Model, Failure> {
    set_archived(tx, *id, *revision, true).await
}

/// Shows an archived interaction again.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn restore(
    tx: &mut Tx,
    (id, revision): &(InteractionId, Option<i32>),
) -> Result<interaction::Model, Failure> {
    set_archived(tx, *id, *revision, false).await
}

async fn set_archived(
    tx: &mut Tx,
    id: InteractionId,
    revision: Option<i32>,
    archived: bool,
) -> Result<interaction::Model, Failure> {
    let seq = tx.next_seq();
    let model: interaction::Model = tx.set_archived(id, revision, archived).await?;
    // Done before: no change was announced, and there is nothing to follow.
    if tx.next_seq() == seq {
        return Ok(model);
    }
    participants::follow(tx, &model).await?;
    let people = participants::of(tx, id).await?;
    participants::refresh_last(tx, &people).await?;
    cadences::follow(tx, &model, &people).await?;
    questions::follow(tx, &model, &people).await?;
    Ok(model)
}
