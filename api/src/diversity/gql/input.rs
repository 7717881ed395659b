//! What clients write.

use async_graphql::{InputObject, MaybeUndefined};
use entity::ids::{DimensionId, DimensionValueId};

use crate::diversity::{DimensionFields, NewDimension, UpdateDimension};
use crate::graphql::input::patch;
use crate::graphql::scalars::Id;
use crate::kit::Patch;
use crate::kit::check::{Checks, Path};

/// A dimension: in what people differ.
#[derive(InputObject)]
pub struct CreateDimensionInput {
    /// An id that the client made, for creation offline. Repeating the same is a success.
    id: Option<Id<DimensionId>>,
    /// Its name, at most 200 characters; no other dimension has it, archived or not.
    name: String,
    /// What it means, and why it is kept, at most 2,000 characters.
    description: Option<String>,
    /// Whether counts withhold groups of 1 to 4 people.
    #[graphql(default = true)]
    is_sensitive: bool,
    /// Whether its list of values is closed: then people have one of them or none.
    #[graphql(default = false)]
    is_closed: bool,
    /// Its values in their order, at most 100, each at most 200 characters.
    #[graphql(default)]
    values: Vec<String>,
}

impl CreateDimensionInput {
    pub(super) fn read(self, checks: &mut Checks) -> NewDimension {
        NewDimension {
            id: checks.optional_id(Path::input("id"), self.id.as_ref()),
            fields: DimensionFields {
                name: Patch::Set(self.name),
                description: self.description.map_or(Patch::Keep, Patch::Set),
                is_sensitive: Some(self.is_sensitive),
                is_closed: Some(self.is_closed),
            },
            values: self.values,
        }
    }
}

/// A new name for a value of a dimension.
#[derive(InputObject)]
pub struct RenameDimensionValueInput {
    /// Which one.
    id: Id<DimensionValueId>,
    /// Its new name, at most 200 characters. Those who have it keep it.
    name: String,
}

/// A change to a dimension and its values: a field that is left out stays as it is.
#[derive(InputObject)]
pub struct UpdateDimensionInput {
    /// Its name, at most 200 characters; cannot be cleared.
    name: MaybeUndefined<String>,
    /// What it means, and why it is kept, at most 2,000 characters; null clears it.
    description: MaybeUndefined<String>,
    /// Whether counts withhold groups of 1 to 4 people.
    is_sensitive: Option<bool>,
    /// Whether its list of values is closed.
    is_closed: Option<bool>,
    /// Values to add after those that there are; there can be 100 in all.
    #[graphql(default)]
    add_values: Vec<String>,
    /// Values to rename.
    #[graphql(default)]
    rename_values: Vec<RenameDimensionValueInput>,
    /// Values to remove. What people have, or had, cannot be removed.
    #[graphql(default)]
    remove_value_ids: Vec<Id<DimensionValueId>>,
}

impl UpdateDimensionInput {
    pub(super) fn read(
        self,
        checks: &mut Checks,
        id: DimensionId,
        expected_revision: Option<i32>,
    ) -> UpdateDimension {
        let rename = self.rename_values.into_iter().enumerate();
        let rename = rename.map(|(position, it)| {
            let path = Path::input("renameValues").at(position).at("id");
            (checks.id(path, &it.id), it.name)
        });
        UpdateDimension {
            rename: rename.collect(),
            id,
            expected_revision,
            fields: DimensionFields {
                name: patch(self.name),
                description: patch(self.description),
                is_sensitive: self.is_sensitive,
                is_closed: self.is_closed,
            },
            add: self.add_values,
            remove: checks.ids(&Path::input("removeValueIds"), &self.remove_value_ids),
        }
    }
}
