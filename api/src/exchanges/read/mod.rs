//! Reading exchanges.

mod list;
mod reciprocity;

pub use list::{promised, promises};
pub use reciprocity::{Move, moves_of, moves_of_all, sums_of, sums_of_all};
