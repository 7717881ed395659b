//! Recipes: how dishes are made, and with whom they were cooked.
//!
//! Always: a name.

pub mod gql;
mod record;
