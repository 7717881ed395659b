//! Writing time down, and what is meant.

mod entry;
mod intention;

pub use entry::{NewEntry, UpdateEntry, log_all, log_time, update_entry};
pub use intention::{intend, restore_intention, update_intention};
