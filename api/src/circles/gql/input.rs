//! What clients write.

use async_graphql::{InputObject, MaybeUndefined};
use entity::ids::{CircleId, TagId};

use crate::circles::{CircleFields, NewCircle, NewTag, TagFields};
use crate::graphql::input::{patch, set};
use crate::graphql::scalars::Id;
use crate::kit::check::{Checks, Path};

/// A new circle.
#[derive(InputObject)]
pub struct CreateCircleInput {
    /// An id that the client made, for creation offline. Repeating the same create is a success.
    id: Option<Id<CircleId>>,
    /// Its name, at most 100 characters, unlike that of any other circle, archived ones too.
    name: String,
    /// What it is for, at most 2,000 characters.
    description: Option<String>,
    /// A colour for clients to show it in: `#` and six hexadecimal digits.
    color: Option<String>,
}

impl CreateCircleInput {
    pub(super) fn read(self, checks: &mut Checks) -> NewCircle {
        let Self {
            id,
            name,
            description,
            color,
        } = self;
        let fields = CircleFields {
            name: set(Some(name)),
            description: set(description),
            color: set(color),
        };
        NewCircle {
            id: checks.optional_id(Path::input("id"), id.as_ref()),
            fields,
        }
    }
}

/// A change to a circle: a field that is left out stays as it is, null clears it.
#[derive(InputObject)]
pub struct UpdateCircleInput {
    /// Its name, at most 100 characters, unlike that of any other circle, archived ones too; cannot be cleared.
    name: MaybeUndefined<String>,
    /// What it is for, at most 2,000 characters.
    description: MaybeUndefined<String>,
    /// A colour for clients to show it in: `#` and six hexadecimal digits.
    color: MaybeUndefined<String>,
}

impl UpdateCircleInput {
    pub(super) fn read(self) -> CircleFields {
        let Self {
            name,
            description,
            color,
        } = self;
        CircleFields {
            name: patch(name),
            description: patch(description),
            color: patch(color),
        }
    }
}

/// A new tag.
#[derive(InputObject)]
pub struct CreateTagInput {
    /// An id that the client made, for creation offline. Repeating the same create is a success.
    id: Option<Id<TagId>>,
    /// Its name, at most 50 characters, unlike that of any other tag, archived ones too.
    name: String,
    /// A colour for clients to show it in: `#` and six hexadecimal digits.
    color: Option<String>,
}

impl CreateTagInput {
    pub(super) fn read(self, checks: &mut Checks) -> NewTag {
        let Self { id, name, color } = self;
        let fields = TagFields {
            name: set(Some(name)),
            color: set(color),
        };
        NewTag {
            id: checks.optional_id(Path::input("id"), id.as_ref()),
            fields,
        }
    }
}

/// A change to a tag: a field that is left out stays as it is, null clears it.
#[derive(InputObject)]
pub struct UpdateTagInput {
    /// Its name, at most 50 characters, unlike that of any other tag, archived ones too; cannot be cleared.
    name: MaybeUndefined<String>,
    /// A colour for clients to show it in: `#` and six hexadecimal digits.
    color: MaybeUndefined<String>,
}

impl UpdateTagInput {
    pub(super) fn read(self) -> TagFields {
        let Self { name, color } = self;
        TagFields {
            name: patch(name),
            color: patch(color),
        }
    }
}
