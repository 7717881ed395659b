//! Dimensions.

use entity::change::ChangeOp;
use entity::dimension::{Column, Entity, Model};
use entity::ids::{DimensionId, DimensionValueId, PersonId};
use entity::{Actor, RecordType, Tenant, attribute};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use serde::Serialize;

use super::value::{self, Values};
use crate::diversity::rules::DIMENSIONS;
use crate::kit::fold::fold;
use crate::kit::record::{Claim, reference};
use crate::kit::{Checks, Code, Detail, Failure, Patch, Path, Problem, Tx};

/// Most characters of a dimension's name.
pub const NAME: usize = 200;
const DESCRIPTION: usize = 2_000;

/// The fields that a client may write; the name is never cleared.
#[derive(Clone, Debug, Default, Serialize)]
pub struct DimensionFields {
    /// Its name.
    pub name: Patch<String>,
    /// What it means, and why it is kept.
    pub description: Patch<String>,
    /// Whether small groups are withheld.
    pub is_sensitive: Option<bool>,
    /// Whether its list of values is closed.
    pub is_closed: Option<bool>,
}

/// A new dimension.
#[derive(Clone, Debug, Serialize)]
pub struct NewDimension {
    /// The id, if the client made it.
    pub id: Option<DimensionId>,
    /// Its fields.
    pub fields: DimensionFields,
    /// Its values.
    pub values: Vec<String>,
}

/// A change to a dimension.
#[derive(Clone, Debug)]
pub struct UpdateDimension {
    /// Which one.
    pub id: DimensionId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// What to change.
    pub fields: DimensionFields,
    /// Values to add.
    pub add: Vec<String>,
    /// Values to rename.
    pub rename: Vec<(DimensionValueId, String)>,
    /// Values to remove.
    pub remove: Vec<DimensionValueId>,
}

/// What was erased.
#[derive(Clone, Debug)]
pub struct Erased {
    /// The dimension that there was.
    pub id: DimensionId,
    /// How many values it had.
    pub values: u64,
    /// Of how many people something was known.
    pub people: u64,
}

/// Makes a dimension.
///
/// # Errors
/// The input is wrong, its id or name is taken, or there are too many.
pub async fn create(tx: &mut Tx, new: &NewDimension) -> Result<Model, Failure> {
    let (id, fingerprint) = match tx.claim::<Model>(new.id, new).await? {
        Claim::Done(id) => return tx.find(Path::input("id"), id).await,
        Claim::New(id, fingerprint) => (id, fingerprint),
    };
    let mut checks = Checks::new();
    let model = apply(&mut checks, blank(tx, id), &new.fields);
    let change = Values {
        add: &new.values,
        ..Values::default()
    };
    let values = value::changed(tx, &mut checks, id, &[], &change, "values");
    check_number(tx, &mut checks, Path::input("name"), 1).await?;
    checks.done()?;
    refuse_clash(tx, &model).await?;
    let model = tx.insert(model, fingerprint).await?;
    value::store(tx, &[], &values).await?;
    Ok(model)
}

/// Changes a dimension and its values, in one revision.
///
/// # Errors
/// It does not exist, was changed meanwhile or is archived; the input is wrong, its new name is taken, or people have a value
/// that is to go.
pub async fn update(tx: &mut Tx, change: &UpdateDimension) -> Result<Model, Failure> {
    let before: Model = tx.find_for_update(change.id, change.expected_revision).await?;
    let mut checks = Checks::new();
    let after = apply(&mut checks, before.clone(), &change.fields);
    let wanted = Values {
        add: &change.add,
        rename: &change.rename,
        remove: &change.remove,
    };
    let values = value::of(tx, &[change.id])
        .await?
        .remove(&change.id)
        .unwrap_or_default();
    let values_after = value::changed(tx, &mut checks, change.id, &values, &wanted, "addValues");
    value::check_unused(tx, &mut checks, &change.remove).await?;
    checks.done()?;
    refuse_clash(tx, &after).await?;
    let values_changed = value::store(tx, &values, &values_after).await?;
    tx.save(&before, after, values_changed).await
}

/// Hides a dimension. What is known of people stays, and can be read of each.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn archive(tx: &mut Tx, (id, revision): &(DimensionId, Option<i32>)) -> Result<Model, Failure> {
    tx.set_archived(*id, *revision, true).await
}

/// Shows an archived dimension again.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn restore(tx: &mut Tx, (id, revision): &(DimensionId, Option<i32>)) -> Result<Model, Failure> {
    tx.set_archived(*id, *revision, false).await
}

/// Erases a dimension with its values and all that was ever known by it. It cannot be undone; the feed keeps its id.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn erase(tx: &mut Tx, (id, revision): &(DimensionId, Option<i32>)) -> Result<Erased, Failure> {
    let before: Model = tx.find(Path::argument("id"), *id).await?;
    tx.expect_revision(&before, *revision)?;
    let values = value::of(tx, &[*id]).await?.remove(id).unwrap_or_default();
    let known = tx
        .read()
        .select::<attribute::Entity>()
        .filter(attribute::Column::DimensionId.eq(*id))
        .select_only()
        .column(attribute::Column::PersonId)
        .distinct();
    let people: Vec<PersonId> = known.into_tuple().all(tx.conn()).await?;
    let named = values.iter().map(|value| value.id.0);
    let named = named.chain(people.iter().map(|person| person.0)).chain([id.0]);
    tx.erase_answers(&named.collect::<Vec<_>>()).await?;
    // Its values and attributes go with it.
    attribute::Entity::delete_many()
        .filter(attribute::Column::WorkspaceId.eq(tx.workspace()))
        .filter(attribute::Column::DimensionId.eq(*id))
        .exec(tx.conn())
        .await?;
    Entity::delete_many()
        .filter(Entity::workspace_column().eq(tx.workspace()))
        .filter(Column::Id.eq(*id))
        .exec(tx.conn())
        .await?;
    tx.announce(RecordType::Dimension, id.0, ChangeOp::Erase, before.revision + 1);
    Ok(Erased {
        id: *id,
        values: values.len() as u64,
        people: people.len() as u64,
    })
}

/// Notes a problem where there would be too many dimensions.
pub async fn check_number(tx: &Tx, checks: &mut Checks, path: Path, more: usize) -> Result<(), Failure> {
    let there = tx.read().select::<Entity>().count(tx.conn()).await?;
    let there = usize::try_from(there).unwrap_or(usize::MAX);
    if there.saturating_add(more) > DIMENSIONS {
        let limit = i32::try_from(DIMENSIONS).unwrap_or(i32::MAX);
        let message = format!("a workspace has at most {DIMENSIONS} dimensions, archived ones too");
        checks.push(Problem::new(Code::TooMany, path, message).with(Detail::Max(limit)));
    }
    Ok(())
}

fn apply(checks: &mut Checks, mut model: Model, fields: &DimensionFields) -> Model {
    if !fields.name.is_keep() || model.name.is_empty() {
        let name = fields.name.as_set().map(String::as_str);
        model.name = checks.required(Path::input("name"), name, NAME);
        model.name_key = fold(&model.name);
    }
    checks.lines(
        &mut model.description,
        "description",
        &fields.description,
        DESCRIPTION,
    );
    model.is_sensitive = fields.is_sensitive.unwrap_or(model.is_sensitive);
    model.is_closed = fields.is_closed.unwrap_or(model.is_closed);
    model
}

/// Refuses a name that another dimension has, archived or not.
async fn refuse_clash(tx: &Tx, model: &Model) -> Result<(), Failure> {
    let same = tx
        .read()
        .select::<Entity>()
        .filter(Column::NameKey.eq(&model.name_key))
        .filter(Column::Id.ne(model.id));
    let Some(other) = same.one(tx.conn()).await? else {
        return Ok(());
    };
    let message = "there is a dimension of this name, archived or not";
    let problem = Problem::new(Code::Duplicate, Path::input("name"), message);
    Err(problem.with(Detail::Existing(reference(&other))).into())
}

/// A dimension without a name: sensitive unless the user says otherwise, and open.
pub fn blank(tx: &Tx, id: DimensionId) -> Model {
    Model {
        workspace_id: tx.workspace(),
        id,
        name: String::new(),
        name_key: String::new(),
        description: None,
        is_sensitive: true,
        is_closed: false,
        revision: 0,
        seq: 0,
        created_at: tx.now(),
        updated_at: tx.now(),
        archived_at: None,
        created_by: Actor::SYSTEM,
    }
}
