//! What clients send besides the declared fields: the values of a dimension.

use async_graphql::InputObject;
use entity::dimension;
use entity::ids::{DimensionId, DimensionValueId};

use crate::diversity::{NewDimension, UpdateDimension};
use crate::graphql::record::{Create, Recorded, Update};
use crate::graphql::scalars::Id;
use crate::kit::check::{Checks, Path};

impl Recorded for dimension::Model {}

/// The values of a dimension.
#[derive(InputObject)]
pub struct DimensionValues {
    /// Its values in their order, at most 100, each at most 200 characters.
    #[graphql(default)]
    values: Vec<String>,
}

/// A new name for a value of a dimension.
#[derive(InputObject)]
pub struct RenameDimensionValueInput {
    /// The id of the record that is meant.
    id: Id<DimensionValueId>,
    /// Its new name, at most 200 characters. Those who have it keep it.
    name: String,
}

/// Changes to the values of a dimension.
#[derive(InputObject)]
pub struct MovedDimensionValues {
    /// Values to add after those that there are; there can be 100 in all.
    #[graphql(default)]
    add_values: Vec<String>,
    /// Values to rename, each by its id.
    #[graphql(default)]
    rename_values: Vec<RenameDimensionValueInput>,
    /// Values to remove. What people have, or had, cannot be removed.
    #[graphql(default)]
    remove_value_ids: Vec<Id<DimensionValueId>>,
}

/// What a new dimension is to be.
pub(super) fn made(input: Create<dimension::Model, DimensionValues>, checks: &mut Checks) -> NewDimension {
    let (new, DimensionValues { values }) = input.read_both(checks);
    NewDimension { new, values }
}

/// A change to a dimension.
pub(super) fn changed(
    input: Update<dimension::Model, MovedDimensionValues>,
    checks: &mut Checks,
    id: DimensionId,
    expected_revision: Option<i32>,
) -> UpdateDimension {
    let (change, values) = input.read_both(checks, id, expected_revision);
    let rename = values.rename_values.into_iter().enumerate();
    let rename = rename.map(|(position, it)| {
        let path = Path::input("renameValues").at(position).at("id");
        (checks.id(path, &it.id), it.name)
    });
    UpdateDimension {
        rename: rename.collect(),
        change,
        add: values.add_values,
        remove: checks.ids(&Path::input("removeValueIds"), &values.remove_value_ids),
    }
}
