//! Writing time down, and what is meant.

mod entry;
mod fields;
mod intention;

pub use entry::{NewEntry, UpdateEntry, archive_entry, log_time, restore_entry, update_entry};
pub use fields::EntryFields;
pub use intention::{
    IntentionFields, NewIntention, UpdateIntention, archive_intention, intend, restore_intention,
    update_intention,
};
