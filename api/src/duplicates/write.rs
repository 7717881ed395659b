//! Deciding that two people are not the same, and taking it back.

use entity::Actor;
use entity::duplicate_decision;
use entity::ids::PersonId;

use super::read::decided_on;
use crate::kit::{Checks, Code, Failure, Path, Problem, Tx};
use crate::people;

const NOTE: usize = 2_000;

/// Says that two people are not the same.
#[derive(Clone, Debug)]
pub struct Dismiss {
    /// Who.
    pub people: Vec<PersonId>,
    /// Why.
    pub note: Option<String>,
}

/// Takes it back.
#[derive(Clone, Debug)]
pub struct Reopen {
    /// Of whom.
    pub people: Vec<PersonId>,
}

/// Says that two people are not the same: they are not shown as duplicates any more. Doing so twice changes nothing but the note.
///
/// # Errors
/// One of them is not there, or it is one person.
pub async fn dismiss(tx: &mut Tx, dismiss: &Dismiss) -> Result<duplicate_decision::Model, Failure> {
    let mut checks = Checks::new();
    let note = checks.text(Path::input("note"), dismiss.note.as_deref(), NOTE);
    let pair = pair(&mut checks, &dismiss.people);
    let wanted = dismiss.people.iter().enumerate().take(2);
    let wanted: Vec<_> = wanted
        .map(|(place, id)| (Path::input("personIds").at(place), *id))
        .collect();
    people::require(tx, &mut checks, &wanted).await?;
    checks.done()?;
    let known = decided_on(&tx.read(), pair).await?;
    let before = known.clone().unwrap_or_else(|| blank(tx, pair));
    let after = duplicate_decision::Model {
        note,
        archived_at: None,
        ..before
    };
    match known {
        Some(known) => tx.save(&known, after, false).await,
        None => tx.insert(after, None).await,
    }
}

/// Takes back that two people are not the same: they are shown again while they may be. Doing so twice changes nothing.
///
/// # Errors
/// Nothing was decided about them.
pub async fn reopen(tx: &mut Tx, reopen: &Reopen) -> Result<duplicate_decision::Model, Failure> {
    let mut checks = Checks::new();
    let pair = pair(&mut checks, &reopen.people);
    checks.done()?;
    match decided_on(&tx.read(), pair).await? {
        Some(known) => tx.set_archived(known.id, None, true).await,
        None => {
            let message = "nothing was decided about these two people";
            Err(Problem::new(Code::NotFound, Path::input("personIds"), message).into())
        }
    }
}

/// The two, in the order of their ids.
fn pair(checks: &mut Checks, people: &[PersonId]) -> (PersonId, PersonId) {
    match people {
        [one, other] if one != other => (*one.min(other), *one.max(other)),
        _ => {
            let message = "name two different people";
            checks.note(Code::Invalid, Path::input("personIds"), message);
            (PersonId::default(), PersonId::default())
        }
    }
}

/// Nothing decided yet.
fn blank(tx: &Tx, (person_id, other_id): (PersonId, PersonId)) -> duplicate_decision::Model {
    duplicate_decision::Model {
        workspace_id: tx.workspace(),
        id: tx.new_id(),
        person_id,
        other_id,
        note: None,
        revision: 0,
        seq: 0,
        created_at: tx.now(),
        updated_at: tx.now(),
        archived_at: None,
        created_by: Actor::SYSTEM,
    }
}
