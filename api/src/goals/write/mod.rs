//! Making and changing goals.

mod fields;
mod links;
mod step;

pub use fields::Fields;
pub use links::{Link, Supporter, add_collaboration, add_supporter, remove_collaboration, remove_supporter};
pub use step::{TakeStep, take};

use entity::goal::{self, GoalState};
use entity::ids::GoalId;
use entity::{Actor, RecordType};
use serde::Serialize;

use super::rules::Course;
use crate::kit::record::Claim;
use crate::kit::{Checks, Failure, Path, Tx};
use crate::search;

/// A new goal. Its fields must say what is to be reached.
#[derive(Clone, Debug, Serialize)]
pub struct NewGoal {
    /// The id, if the client made it.
    pub id: Option<GoalId>,
    /// How it stands.
    pub state: GoalState,
    /// Its fields.
    pub fields: Fields,
}

/// A change to a goal. Its state is changed by [`take`].
#[derive(Clone, Debug)]
pub struct UpdateGoal {
    /// Which one.
    pub id: GoalId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// What to change.
    pub fields: Fields,
}

/// Makes a goal.
///
/// # Errors
/// The input is wrong, names somebody who is not there, or the id is taken.
pub async fn create(tx: &mut Tx, new: &NewGoal) -> Result<goal::Model, Failure> {
    let (id, fingerprint) = match tx.claim::<goal::Model>(new.id, new).await? {
        Claim::Done(id) => return tx.find(Path::input("id"), id).await,
        Claim::New(id, fingerprint) => (id, fingerprint),
    };
    let mut checks = Checks::new();
    let blank = goal::Model {
        id,
        state: new.state,
        ..blank(tx)
    };
    let model = new.fields.apply(
        &mut checks,
        blank,
        |course, today| course.entered(today),
        tx.today(),
    );
    new.fields.check_person(tx, &mut checks).await?;
    checks.done()?;
    let model = tx.insert(model, fingerprint).await?;
    index(tx, &model).await?;
    Ok(model)
}

/// Changes a goal. Nothing is written when nothing would change.
///
/// # Errors
/// It does not exist, was changed meanwhile or is archived; the input is wrong, names somebody who is not there, or gives
/// the goal to one of its supporters.
pub async fn update(tx: &mut Tx, change: &UpdateGoal) -> Result<goal::Model, Failure> {
    let before: goal::Model = tx.find_for_update(change.id, change.expected_revision).await?;
    let mut checks = Checks::new();
    let after = change
        .fields
        .apply(&mut checks, before.clone(), Course::checked, tx.today());
    change.fields.check_person(tx, &mut checks).await?;
    if after.person_id != before.person_id {
        links::refuse_own_supporter(tx, &mut checks, &after).await?;
    }
    checks.done()?;
    let model = tx.save(&before, after, false).await?;
    if text(&model) != text(&before) {
        index(tx, &model).await?;
    }
    Ok(model)
}

/// Hides a goal.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn archive(tx: &mut Tx, (id, revision): &(GoalId, Option<i32>)) -> Result<goal::Model, Failure> {
    tx.set_archived(*id, *revision, true).await
}

/// Shows an archived goal again.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn restore(tx: &mut Tx, (id, revision): &(GoalId, Option<i32>)) -> Result<goal::Model, Failure> {
    tx.set_archived(*id, *revision, false).await
}

fn blank(tx: &Tx) -> goal::Model {
    goal::Model {
        workspace_id: tx.workspace(),
        id: GoalId(uuid::Uuid::nil()),
        person_id: None,
        title: String::new(),
        sort_title: String::new(),
        description: None,
        state: GoalState::Active,
        horizon: None,
        target_on: None,
        sort_target: String::new(),
        achieved_on: None,
        revision: 0,
        seq: 0,
        created_at: tx.now(),
        updated_at: tx.now(),
        archived_at: None,
        created_by: Actor::SYSTEM,
    }
}

/// What a goal is found by.
fn text(model: &goal::Model) -> String {
    let description = model.description.as_deref().unwrap_or_default();
    format!("{} {description}", model.title)
}

async fn index(tx: &Tx, model: &goal::Model) -> Result<(), Failure> {
    Ok(search::index(tx, RecordType::Goal, model.id.0, &text(model)).await?)
}
