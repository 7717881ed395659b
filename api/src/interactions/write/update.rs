//! Changing.

use entity::ids::{EventId, PersonId};
use entity::interaction;

use super::super::rules::{Move, PARTICIPANTS};
use super::{event, participants};
use crate::cadences;
use crate::kit::declared::Change;
use crate::kit::{Checks, Failure, Patch, Path, Tx, only};
use crate::news::{self, Retold};
use crate::records::Changing;
use crate::{people, questions};

/// A change to an interaction.
#[derive(Clone, Debug)]
pub struct UpdateInteraction {
    /// Which one, and what to change of its fields.
    pub change: Change<interaction::Model>,
    /// Who was there too.
    pub add: Vec<PersonId>,
    /// Who was not.
    pub remove: Vec<PersonId>,
    /// What was told, and was not.
    pub told: Retold,
}

/// Changes an interaction. Nothing is written when nothing would change.
///
/// # Errors
/// It does not exist, was changed meanwhile or is archived; the input is wrong or names something that is not there.
pub async fn update(tx: &mut Tx, wanted: &UpdateInteraction) -> Result<interaction::Model, Failure> {
    let changes = [&wanted.change];
    let id = wanted.change.id;
    let mut changing = Changing::begin(tx, &changes).await?;
    let there = participants::of(tx, id).await?;
    let moved = Move::of(&there, &wanted.add, &wanted.remove);
    let event = wanted.change.fields.reference::<EventId>("eventId");
    let mut told = None;
    if let Some(open) = changing.open().next() {
        check(tx, &mut open.checks, wanted, &moved).await?;
        told = news::retold(tx, &mut open.checks, (id, &wanted.told)).await?;
    }
    changing.require(tx).await?;
    let event_moved = match event {
        Patch::Keep => false,
        Patch::Clear => event::of(tx, id).await?.is_some(),
        Patch::Set(wanted) => event::of(tx, id).await? != Some(wanted),
    };
    let mut before = None;
    if let Some(open) = changing.open().next() {
        open.parts_changed = event_moved || told.is_some() || !moved.is_none();
        before = Some(open.before.clone());
    }
    let model = only(changing.store(tx, |_| {}).await?)?;
    let Some(before) = before.filter(|before| *before != model) else {
        return Ok(model);
    };
    let time_moved = model.happened_at != before.happened_at;
    participants::remove(tx, model.id, &moved.go).await?;
    participants::add(tx, &model, &moved.come).await?;
    if event_moved {
        event::relink(tx, &model, &event).await?;
    }
    if let Some(told) = told {
        news::retell(tx, model.id, told).await?;
    }
    if time_moved {
        participants::follow(tx, &model).await?;
    }
    participants::refresh_last(tx, &moved.concerned(time_moved)).await?;
    cadences::follow(tx, &model, &moved.there()).await?;
    questions::follow(tx, &model, &moved.there()).await?;
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
    people::require_each(tx, PARTICIPANTS, &mut [(checks, add, &change.add)]).await
}
