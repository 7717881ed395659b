//! Changing.

use entity::ids::{InteractionId, PersonId};
use entity::interaction;

use super::super::rules::{Move, PARTICIPANTS};
use super::{Fields, event, index, participants, text};
use crate::cadences;
use crate::kit::{Checks, Failure, Patch, Path, Tx};

/// A change to an interaction.
#[derive(Clone, Debug)]
pub struct UpdateInteraction {
    /// Which one.
    pub id: InteractionId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// What to change.
    pub fields: Fields,
    /// Who was there too.
    pub add: Vec<PersonId>,
    /// Who was not.
    pub remove: Vec<PersonId>,
}

/// Changes an interaction. Nothing is written when nothing would change.
///
/// # Errors
/// It does not exist, was changed meanwhile or is archived; the input is wrong or names something that is not there.
pub async fn update(tx: &mut Tx, change: &UpdateInteraction) -> Result<interaction::Model, Failure> {
    let before: interaction::Model = tx.find_for_update(change.id, change.expected_revision).await?;
    let mut checks = Checks::new();
    let after = change.fields.apply(&mut checks, before.clone(), tx.now());
    let there = participants::of(tx, change.id).await?;
    let moved = Move::of(&there, &change.add, &change.remove);
    check(tx, &mut checks, change, &moved).await?;
    checks.done()?;
    let event_moved = match change.fields.event {
        Patch::Keep => false,
        Patch::Clear => event::of(tx, change.id).await?.is_some(),
        Patch::Set(wanted) => event::of(tx, change.id).await? != Some(wanted),
    };
    let model = tx.save(&before, after, event_moved || !moved.is_none()).await?;
    if model == before {
        return Ok(model);
    }
    let time_moved = model.happened_at != before.happened_at;
    participants::remove(tx, model.id, &moved.go).await?;
    participants::add(tx, &model, &moved.come).await?;
    if event_moved {
        event::relink(tx, &model, &change.fields.event).await?;
    }
    if time_moved {
        participants::follow(tx, &model).await?;
    }
    participants::refresh_last(tx, &moved.concerned(time_moved)).await?;
    if text(&model) != text(&before) {
        index(tx, &model).await?;
    }
    cadences::follow(tx, &model, &moved.there()).await?;
    Ok(model)
}

async fn check(
    tx: &Tx,
    checks: &mut Checks,
    change: &UpdateInteraction,
    moved: &Move,
) -> Result<(), Failure> {
    let (add, remove) = (
        Path::input("addParticipantIds"),
        Path::input("removeParticipantIds"),
    );
    checks.count(remove.clone(), change.remove.len(), PARTICIPANTS);
    if change.add.len() > PARTICIPANTS {
        checks.count(add.clone(), change.add.len(), PARTICIPANTS);
    } else if !moved.is_none() {
        let size_at = if moved.size() == 0 { remove } else { add.clone() };
        participants::check_size(checks, size_at, moved.size());
    }
    participants::check_known(tx, checks, &add, &change.add).await?;
    change.fields.check_references(tx, checks).await
}
