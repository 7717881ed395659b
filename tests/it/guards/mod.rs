//! What must hold however the code grows.

mod access;
mod database;
mod ids;
mod levels;
mod names;
mod plans;
mod rare;
mod schema;
mod source;
mod statements;
mod tenancy;
mod texts;

pub use plans::fill;
pub use statements::{DERIVED, NESTED};
