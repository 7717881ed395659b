//! The values of a dimension.

use std::collections::HashMap;

use entity::dimension_value::{Column, Entity, Model};
use entity::ids::{DimensionId, DimensionValueId};
use entity::{Tenant, attribute};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use crate::diversity::rules::VALUES;
use crate::kit::fold::fold;
use crate::kit::{Checks, Code, Failure, Path, Tx};

/// Most characters of a value's name.
pub const NAME: usize = 200;

/// What to add to the values of a dimension, rename and remove.
#[derive(Clone, Debug, Default)]
pub struct Values<'a> {
    pub add: &'a [String],
    pub rename: &'a [(DimensionValueId, String)],
    pub remove: &'a [DimensionValueId],
}

/// The values of these dimensions, in their order.
pub async fn of(tx: &Tx, dimensions: &[DimensionId]) -> Result<HashMap<DimensionId, Vec<Model>>, Failure> {
    let select = tx
        .read()
        .select::<Entity>()
        .filter(Column::DimensionId.is_in(dimensions.iter().copied()))
        .order_by_asc(Column::Position);
    let mut found: HashMap<DimensionId, Vec<Model>> = HashMap::new();
    for value in select.all(tx.conn()).await? {
        found.entry(value.dimension_id).or_default().push(value);
    }
    Ok(found)
}

/// A new value, after those that there are.
pub fn made(tx: &Tx, dimension_id: DimensionId, name: &str, before: &[Model]) -> Model {
    let last = before.iter().map(|value| value.position).max();
    Model {
        workspace_id: tx.workspace(),
        id: tx.new_id(),
        dimension_id,
        name: name.to_owned(),
        name_key: fold(name),
        position: last.map_or(0, |last| last + 1),
    }
}

/// The values as they will be; what is wrong is noted at these fields of the input.
pub fn changed(
    tx: &Tx,
    checks: &mut Checks,
    dimension: DimensionId,
    before: &[Model],
    change: &Values<'_>,
    added_at: &str,
) -> Vec<Model> {
    let mut after = before.to_vec();
    let missing = "the dimension has no value with this id";
    for (position, id) in change.remove.iter().enumerate() {
        let count = after.len();
        after.retain(|value| value.id != *id);
        if after.len() == count {
            checks.note(
                Code::NotFound,
                Path::input("removeValueIds").at(position),
                missing,
            );
        }
    }
    for (position, (id, name)) in change.rename.iter().enumerate() {
        let path = Path::input("renameValues").at(position);
        let name = checks.required(path.at("name"), Some(name), NAME);
        let key = fold(&name);
        if after.iter().any(|value| value.name_key == key && value.id != *id) {
            checks.note(Code::Duplicate, path.at("name"), "there is a value of this name");
        }
        match after.iter_mut().find(|value| value.id == *id) {
            Some(value) => (value.name, value.name_key) = (name, key),
            None => checks.note(Code::NotFound, path.at("id"), missing),
        }
    }
    for (position, name) in change.add.iter().enumerate() {
        let name = checks.required(Path::input(added_at).at(position), Some(name), NAME);
        let value = made(tx, dimension, &name, &after);
        // The same value twice is one value.
        if after.iter().all(|known| known.name_key != value.name_key) {
            after.push(value);
        }
    }
    checks.count(Path::input(added_at), after.len(), VALUES);
    after
}

/// Notes a problem for each value that is to go and that people have, or had.
pub async fn check_unused(tx: &Tx, checks: &mut Checks, removed: &[DimensionValueId]) -> Result<(), Failure> {
    for (position, id) in removed.iter().enumerate() {
        let used = tx
            .read()
            .select::<attribute::Entity>()
            .filter(attribute::Column::ValueId.eq(*id));
        if used.one(tx.conn()).await?.is_some() {
            let message = "people have it, or had it; erase the dimension, or take it from them first";
            let path = Path::input("removeValueIds").at(position);
            checks.note(Code::Invalid, path, message);
        }
    }
    Ok(())
}

/// Stores the values of a dimension; answers whether anything changed.
pub async fn store(tx: &Tx, before: &[Model], after: &[Model]) -> Result<bool, Failure> {
    let gone = before
        .iter()
        .filter(|old| after.iter().all(|new| new.id != old.id))
        .map(|value| value.id);
    let gone: Vec<DimensionValueId> = gone.collect();
    if !gone.is_empty() {
        Entity::delete_many()
            .filter(Entity::workspace_column().eq(tx.workspace()))
            .filter(Column::Id.is_in(gone.iter().copied()))
            .exec(tx.conn())
            .await?;
    }
    for value in after {
        match before.iter().find(|old| old.id == value.id) {
            Some(old) if old != value => tx.put::<Entity>(value).await?,
            _ => {}
        }
    }
    let known = |value: &&Model| before.iter().any(|old| old.id == value.id);
    let new: Vec<_> = after
        .iter()
        .filter(|value| !known(value))
        .map(|value| value.clone().into_active_model().reset_all())
        .collect();
    if !new.is_empty() {
        Entity::insert_many(new).exec_without_returning(tx.conn()).await?;
    }
    Ok(before != after)
}
