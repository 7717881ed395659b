//! Logging, changing, archiving and restoring interactions.

mod archive;
mod event;
mod log;
mod participants;
mod update;

pub use archive::{archive, restore};
pub use log::{NewInteraction, log_all};
pub use participants::{last_talks, links};
pub use update::{UpdateInteraction, update};
