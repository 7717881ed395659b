//! From what clients write to what commands take.

use async_graphql::MaybeUndefined;

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
