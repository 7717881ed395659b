//! What holds of a person, written with the person. However much there is, the statements are as many.

use std::collections::{BTreeMap, HashMap};

use entity::attribute::{AttributeSource, Column, Entity, Model};
use entity::ids::{DimensionId, PersonId};
use entity::{ActorKind, dimension, dimension_value};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde::Serialize;

use super::dimension::check_number;
use super::value;
use crate::diversity::rules::VALUES;
use crate::kit::declared::Declared as _;
use crate::kit::fold::fold;
use crate::kit::line::line;
use crate::kit::{Checks, Code, Detail, Failure, Path, Problem, Tx};

/// A value to write down.
#[derive(Clone, Debug, Serialize)]
pub struct NewAttribute {
    /// The dimension by its name; made if there is none.
    pub dimension: String,
    /// The value by its name; made if there is none, unless the dimension is closed.
    pub value: String,
    /// Where it comes from.
    pub source: Option<AttributeSource>,
}

/// Dimensions by the key of their names, with their values.
struct Known {
    dimensions: HashMap<String, dimension::Model>,
    values: HashMap<DimensionId, Vec<dimension_value::Model>>,
}

/// Writes down what holds of a person, and removes what never did; answers whether anything changed. The dimensions and values
/// that are named are made where there are none.
///
/// # Errors
/// A dimension is archived, or closed to a new value; there are too many.
pub async fn set_attributes(
    tx: &mut Tx,
    person: PersonId,
    (set, path): (&[NewAttribute], Path),
    remove: &[String],
    most: usize,
) -> Result<bool, Failure> {
    if set.is_empty() && remove.is_empty() {
        return Ok(false);
    }
    let mut known = known(tx, set, remove).await?;
    let held = tx
        .read()
        .select::<Entity>()
        .filter(Column::PersonId.eq(person))
        .filter(Column::Until.is_null());
    let held = held.all(tx.conn()).await?.into_iter();
    let before: BTreeMap<DimensionId, Model> = held.map(|it| (it.dimension_id, it)).collect();
    let removed = remove.iter().filter_map(|name| known.dimensions.get(&fold(name)));
    let removed: Vec<DimensionId> = removed
        .map(|it| it.id)
        .filter(|id| before.contains_key(id))
        .collect();
    let mut after = before.clone();
    after.retain(|dimension, _| !removed.contains(dimension));
    for (position, new) in set.iter().enumerate() {
        let at = path.at(position);
        let dimension = known.dimension(tx, &new.dimension, &at)?;
        let value = known.value(tx, &dimension, &new.value, &at)?;
        let is_import = tx.actor().kind == ActorKind::Import;
        let usual = if is_import {
            AttributeSource::Imported
        } else {
            AttributeSource::Entered
        };
        let old = after.get(&dimension.id);
        // What people wrote stands against what is imported.
        if is_import && old.is_some_and(|old| old.source != AttributeSource::Imported) {
            continue;
        }
        let is_same = old.filter(|old| old.value_id == value);
        let source = new.source.or(is_same.map(|old| old.source)).unwrap_or(usual);
        let since = is_same.map_or(tx.now(), |old| old.since);
        let model = Model {
            workspace_id: tx.workspace(),
            person_id: person,
            dimension_id: dimension.id,
            since,
            until: None,
            value_id: value,
            source,
        };
        after.insert(dimension.id, model);
    }
    if after.len() > most {
        let limit = i32::try_from(most).unwrap_or(i32::MAX);
        let message = format!("a person has at most {most} of these");
        return Err(Problem::new(Code::TooMany, path, message)
            .with(Detail::Max(limit))
            .into());
    }
    known.store(tx, &path).await?;
    store(tx, person, &removed, (&before, &after)).await?;
    Ok(before != after)
}

async fn known(tx: &Tx, set: &[NewAttribute], remove: &[String]) -> Result<Known, Failure> {
    let names = set.iter().map(|new| &new.dimension).chain(remove);
    let keys = names.map(|name| fold(name));
    let select = tx
        .read()
        .select::<dimension::Entity>()
        .filter(dimension::Column::NameKey.is_in(keys));
    let found = select.all(tx.conn()).await?;
    let ids: Vec<DimensionId> = found.iter().map(|it| it.id).collect();
    Ok(Known {
        dimensions: found.into_iter().map(|it| (it.name_key.clone(), it)).collect(),
        values: value::of(tx, &ids).await?,
    })
}

impl Known {
    fn dimension(&mut self, tx: &Tx, name: &str, at: &Path) -> Result<dimension::Model, Failure> {
        let name = line(name);
        let key = fold(&name);
        let known = self
            .dimensions
            .entry(key.clone())
            .or_insert_with(|| dimension::Model {
                id: tx.new_id(),
                name,
                name_key: key,
                ..dimension::Model::blank(tx)
            });
        if known.archived_at.is_some() {
            let message = "this dimension is archived; restore it first";
            return Err(Problem::new(Code::Invalid, at.at("dimension"), message).into());
        }
        Ok(known.clone())
    }

    fn value(
        &mut self,
        tx: &Tx,
        dimension: &dimension::Model,
        name: &str,
        at: &Path,
    ) -> Result<entity::ids::DimensionValueId, Failure> {
        let values = self.values.entry(dimension.id).or_default();
        let new = value::made(tx, dimension.id, &line(name), values);
        if let Some(known) = values.iter().find(|known| known.name_key == new.name_key) {
            return Ok(known.id);
        }
        let path = at.at("value");
        if dimension.is_closed {
            let allowed = values.iter().map(|value| value.name.clone()).collect();
            let message = "the dimension is closed: write one of its values";
            let problem = Problem::new(Code::Invalid, path, message);
            return Err(problem.with(Detail::Allowed(allowed)).into());
        }
        let mut checks = Checks::new();
        checks.count(path, values.len() + 1, VALUES);
        checks.done()?;
        let id = new.id;
        values.push(new);
        Ok(id)
    }

    /// Stores what was made.
    async fn store(self, tx: &mut Tx, path: &Path) -> Result<(), Failure> {
        let made = self.dimensions.into_values().filter(|it| it.revision == 0);
        let made: Vec<dimension::Model> = made.collect();
        let mut checks = Checks::new();
        if !made.is_empty() {
            check_number(tx, &mut checks, path.clone(), made.len()).await?;
        }
        checks.done()?;
        tx.insert_all(made).await?;
        let ids: Vec<DimensionId> = self.values.keys().copied().collect();
        let before = value::of(tx, &ids).await?;
        let all = |values: HashMap<DimensionId, Vec<dimension_value::Model>>| {
            values.into_values().flatten().collect::<Vec<_>>()
        };
        value::store(tx, &all(before), &all(self.values)).await?;
        Ok(())
    }
}

/// What is removed was never so, and its history goes; what is replaced is over from now on, and what was only just written
/// down never held.
async fn store(
    tx: &Tx,
    person: PersonId,
    removed: &[DimensionId],
    (before, after): (&BTreeMap<DimensionId, Model>, &BTreeMap<DimensionId, Model>),
) -> Result<(), Failure> {
    if !removed.is_empty() {
        Entity::delete_many()
            .filter(Column::WorkspaceId.eq(tx.workspace()))
            .filter(Column::PersonId.eq(person))
            .filter(Column::DimensionId.is_in(removed.iter().copied()))
            .exec(tx.conn())
            .await?;
    }
    let mut new = Vec::new();
    for (dimension, model) in after {
        let old = before.get(dimension).filter(|_| !removed.contains(dimension));
        match old {
            Some(old) if old == model => continue,
            Some(old) if old.since == model.since => tx.put::<Entity>(model).await?,
            Some(old) => {
                let over = Model {
                    until: Some(tx.now()),
                    ..old.clone()
                };
                tx.put::<Entity>(&over).await?;
                new.push(model.clone().into_active_model().reset_all());
            }
            None => new.push(model.clone().into_active_model().reset_all()),
        }
    }
    if !new.is_empty() {
        Entity::insert_many(new).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}
