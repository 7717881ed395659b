//! Reading duplicates, and what was decided about them.

mod decisions;
mod found;
mod load;

pub use decisions::{decided_on, decisions};
pub use found::{Asked, Group, Pair, found};

pub use super::rules::Reason;
