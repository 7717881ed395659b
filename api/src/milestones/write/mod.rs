//! Making and changing milestones, and saying what was done about them.

mod acknowledge;
mod fields;

pub use acknowledge::{Acknowledge, Reopen, acknowledge, reopen};
pub use fields::Fields;

use entity::ids::{MilestoneId, PersonId};
use entity::milestone::{self, MilestoneKind, MilestoneTone};
use entity::{Actor, RecordType};
use serde::Serialize;

use crate::kit::record::Claim;
use crate::kit::{Checks, Failure, Path, Tx};
use crate::{people, search};

/// A new milestone. Its fields must say of which kind it is, and when.
#[derive(Clone, Debug, Serialize)]
pub struct NewMilestone {
    /// The id, if the client made it.
    pub id: Option<MilestoneId>,
    /// In whose life.
    pub person: PersonId,
    /// Its fields.
    pub fields: Fields,
}

/// A change to a milestone.
#[derive(Clone, Debug)]
pub struct UpdateMilestone {
    /// Which one.
    pub id: MilestoneId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// What to change.
    pub fields: Fields,
}

/// Makes a milestone.
///
/// # Errors
/// The input is wrong, the person is not there or is the user, or the id is taken.
pub async fn create(tx: &mut Tx, new: &NewMilestone) -> Result<milestone::Model, Failure> {
    let (id, fingerprint) = match tx.claim::<milestone::Model>(new.id, new).await? {
        Claim::Done(id) => return tx.find(Path::input("id"), id).await,
        Claim::New(id, fingerprint) => (id, fingerprint),
    };
    let mut checks = Checks::new();
    people::require_other(tx, &mut checks, Path::input("personId"), new.person).await?;
    let blank = milestone::Model {
        workspace_id: tx.workspace(),
        id,
        person_id: new.person,
        kind: MilestoneKind::Other,
        title: None,
        date: tx.today().into(),
        recurs: false,
        tone: MilestoneTone::Celebrate,
        notes: None,
        remind_days_before: 0,
        revision: 0,
        seq: 0,
        created_at: tx.now(),
        updated_at: tx.now(),
        archived_at: None,
        created_by: Actor::SYSTEM,
    };
    let model = new.fields.apply(&mut checks, blank);
    checks.done()?;
    let model = tx.insert(model, fingerprint).await?;
    index(tx, &model).await?;
    Ok(model)
}

/// Changes a milestone. Nothing is written when nothing would change.
///
/// # Errors
/// It does not exist, was changed meanwhile or is archived; the input is wrong.
pub async fn update(tx: &mut Tx, change: &UpdateMilestone) -> Result<milestone::Model, Failure> {
    let before: milestone::Model = tx.find_for_update(change.id, change.expected_revision).await?;
    let mut checks = Checks::new();
    let after = change.fields.apply(&mut checks, before.clone());
    checks.done()?;
    let model = tx.save(&before, after, false).await?;
    if text(&model) != text(&before) {
        index(tx, &model).await?;
    }
    Ok(model)
}

/// Hides a milestone: it occurs no more.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn archive(
    tx: &mut Tx,
    (id, revision): &(MilestoneId, Option<i32>),
) -> Result<milestone::Model, Failure> {
    tx.set_archived(*id, *revision, true).await
}

/// Shows an archived milestone again.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn restore(
    tx: &mut Tx,
    (id, revision): &(MilestoneId, Option<i32>),
) -> Result<milestone::Model, Failure> {
    tx.set_archived(*id, *revision, false).await
}

fn text(model: &milestone::Model) -> [&str; 2] {
    [&model.title, &model.notes].map(|text| text.as_deref().unwrap_or_default())
}

async fn index(tx: &Tx, model: &milestone::Model) -> Result<(), Failure> {
    let text = text(model).join(" ");
    Ok(search::index(tx, RecordType::Milestone, model.id.0, &text).await?)
}
