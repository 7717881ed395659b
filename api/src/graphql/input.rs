//! From what clients write to what commands take.

use async_graphql::{Context, MaybeUndefined, Result};
use entity::TypedId;

use super::errors::coded;
use super::scalars::Id;
use crate::kit::Patch;

/// A field of an update.
pub fn patch<T, U: From<T>>(field: MaybeUndefined<T>) -> Patch<U> {
    match field {
        MaybeUndefined::Undefined => Patch::Keep,
        MaybeUndefined::Null => Patch::Clear,
        MaybeUndefined::Value(value) => Patch::Set(value.into()),
    }
}

/// A field of a create: what is not given is empty anyway.
pub fn set<T, U: From<T>>(field: Option<T>) -> Patch<U> {
    field.map_or(Patch::Keep, |value| Patch::Set(value.into()))
}

/// Reads the arguments of a query, which has no `userErrors`.
pub trait QueryInput {
    /// The id.
    ///
    /// # Errors
    /// `BAD_INPUT`.
    fn id<I: TypedId>(&self, id: &Id<I>) -> Result<I>;
}

impl QueryInput for Context<'_> {
    fn id<I: TypedId>(&self, id: &Id<I>) -> Result<I> {
        id.get().map_err(|error| coded("BAD_INPUT", error.to_string()))
    }
}
