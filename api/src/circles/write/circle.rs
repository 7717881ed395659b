use entity::ids::CircleId;
use entity::{Actor, RecordType, circle};
use serde::Serialize;

use super::super::rules;
use super::refuse_clash;
use crate::kit::record::Claim;
use crate::kit::{Checks, Failure, Patch, Path, Tx};
use crate::search;

const NAME: usize = 100;
const DESCRIPTION: usize = 2_000;

/// The fields that a client may write; the name is never cleared.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CircleFields {
    /// Its name.
    pub name: Patch<String>,
    /// What it is for.
    pub description: Patch<String>,
    /// A hint for clients.
    pub color: Patch<String>,
}

/// A new circle.
#[derive(Clone, Debug, Serialize)]
pub struct NewCircle {
    /// The id, if the client made it.
    pub id: Option<CircleId>,
    /// Its fields.
    pub fields: CircleFields,
}

/// A change to a circle.
#[derive(Clone, Debug)]
pub struct CircleChange {
    /// Which one.
    pub id: CircleId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// What to change.
    pub fields: CircleFields,
}

/// Makes a circle.
///
/// # Errors
/// Its fields are wrong, or its id or name is taken.
pub async fn create_circle(tx: &mut Tx, new: &NewCircle) -> Result<circle::Model, Failure> {
    let (id, fingerprint) = match tx.claim::<circle::Model>(new.id, new).await? {
        Claim::Done(id) => return tx.find(Path::input("id"), id).await,
        Claim::New(id, fingerprint) => (id, fingerprint),
    };
    let model = with(blank(tx), &new.fields)?;
    let model = circle::Model { id, ..model };
    refuse_clash(tx, &model).await?;
    let model = tx.insert(model, fingerprint).await?;
    index(tx, &model).await?;
    Ok(model)
}

/// Changes a circle.
///
/// # Errors
/// It does not exist, was changed meanwhile or is archived; its fields are wrong, or its new name is taken.
pub async fn update_circle(tx: &mut Tx, change: &CircleChange) -> Result<circle::Model, Failure> {
    let before: circle::Model = tx.find_for_update(change.id, change.expected_revision).await?;
    let after = with(before.clone(), &change.fields)?;
    if (&after.name_key, &after.identity) != (&before.name_key, &before.identity) {
        refuse_clash(tx, &after).await?;
    }
    let model = tx.save(&before, after, false).await?;
    if model != before {
        index(tx, &model).await?;
    }
    Ok(model)
}

/// Hides a circle. Its members stay.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn archive_circle(
    tx: &mut Tx,
    (id, revision): &(CircleId, Option<i32>),
) -> Result<circle::Model, Failure> {
    tx.set_archived(*id, *revision, true).await
}

/// Shows an archived circle again.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn restore_circle(
    tx: &mut Tx,
    (id, revision): &(CircleId, Option<i32>),
) -> Result<circle::Model, Failure> {
    tx.set_archived(*id, *revision, false).await
}

fn blank(tx: &Tx) -> circle::Model {
    circle::Model {
        workspace_id: tx.workspace(),
        id: CircleId(uuid::Uuid::nil()),
        name: String::new(),
        name_key: String::new(),
        identity: String::new(),
        description: None,
        color: None,
        revision: 0,
        seq: 0,
        created_at: tx.now(),
        updated_at: tx.now(),
        archived_at: None,
        created_by: Actor::SYSTEM,
    }
}

/// The circle with these fields changed.
fn with(mut model: circle::Model, fields: &CircleFields) -> Result<circle::Model, Failure> {
    let mut checks = Checks::new();
    rules::change_name(
        &mut checks,
        (&mut model.name, &mut model.name_key, &mut model.identity),
        &fields.name,
        NAME,
    );
    checks.lines(
        &mut model.description,
        "description",
        &fields.description,
        DESCRIPTION,
    );
    rules::change_color(&mut checks, &mut model.color, &fields.color);
    checks.done()?;
    Ok(model)
}

async fn index(tx: &Tx, model: &circle::Model) -> Result<(), Failure> {
    let text = format!(
        "{} {}",
        model.name,
        model.description.as_deref().unwrap_or_default()
    );
    Ok(search::index(tx, RecordType::Circle, model.id.0, &text).await?)
}
