//! Dimensions.

use entity::change::ChangeOp;
use entity::dimension::{Column, Entity, Model};
use entity::ids::{DimensionId, DimensionValueId, PersonId};
use entity::{RecordType, Tenant, attribute};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use serde::Serialize;

use super::value::{self, Values};
use crate::diversity::rules::DIMENSIONS;
use crate::kit::declared::{Change, New};
use crate::kit::record::of_old;
use crate::kit::{Checks, Code, Detail, Failure, Path, Problem, Tx, only};
use crate::records::{Changing, Making, Said};

/// A new dimension.
#[derive(Clone, Debug, Serialize)]
pub struct NewDimension {
    /// What is said of its fields.
    #[serde(flatten)]
    pub new: New<Model>,
    /// Its values.
    pub values: Vec<String>,
}

/// A change to a dimension.
#[derive(Clone, Debug)]
pub struct UpdateDimension {
    /// Which one, and what to change of its fields.
    pub change: Change<Model>,
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
pub async fn create(tx: &mut Tx, wanted: &NewDimension) -> Result<Model, Failure> {
    let said = tx.said().map(str::to_owned);
    let news = [Said {
        id: wanted.new.id,
        fields: &wanted.new.fields,
        said: said.as_deref(),
    }];
    let mut making = Making::begin(tx, &news, |_| of_old(wanted)).await?;
    let mut values = Vec::new();
    if let Some(open) = making.open().next() {
        let change = Values {
            add: &wanted.values,
            ..Values::default()
        };
        values = value::changed(tx, &mut open.checks, open.model.id, &[], &change, "values");
        check_number(tx, &mut open.checks, Path::input("name"), 1).await?;
    }
    let mut is_new = false;
    let model = only(
        making
            .store(tx, |_, _, stored| is_new = !stored.is_empty())
            .await?,
    )?;
    if is_new {
        value::store(tx, &[], &values).await?;
    }
    Ok(model)
}

/// Changes a dimension and its values, in one revision.
///
/// # Errors
/// It does not exist, was changed meanwhile or is archived; the input is wrong, its new name is taken, or people have a value
/// that is to go.
pub async fn update(tx: &mut Tx, wanted: &UpdateDimension) -> Result<Model, Failure> {
    let (changes, id) = ([&wanted.change], wanted.change.id);
    let mut changing = Changing::begin(tx, &changes).await?;
    let values = value::of(tx, &[id]).await?.remove(&id).unwrap_or_default();
    let mut values_after = values.clone();
    if let Some(open) = changing.open().next() {
        let change = Values {
            add: &wanted.add,
            rename: &wanted.rename,
            remove: &wanted.remove,
        };
        values_after = value::changed(tx, &mut open.checks, id, &values, &change, "addValues");
        value::check_unused(tx, &mut open.checks, &wanted.remove).await?;
        open.parts_changed = values_after != values;
    }
    let model = only(changing.store(tx, |_| {}).await?)?;
    value::store(tx, &values, &values_after).await?;
    Ok(model)
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
    tx.forget_kept(&["dimension", "dimension_value", "attribute"], id.0)
        .await?;
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
