//! Reading events and who is there.

mod attendance;
mod coming;
mod list;

pub use attendance::{attendances, attendances_of, mine};
pub use coming::{Coming, Met, coming, met};
pub use list::{EventLeaf, at_event, condition, of_interactions, of_people, under};
