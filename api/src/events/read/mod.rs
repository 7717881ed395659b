//! Reading events and who is there.

mod attendance;
mod coming;
mod list;

pub use attendance::{attendances, attendances_of, mine};
pub use coming::{Coming, Met, coming, met};
pub use list::{
    EventFilter, EventLeaf, EventOrder, Whose, at_event, list, of_interactions, of_people, under,
};
