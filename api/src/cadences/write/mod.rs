//! Setting cadences, and deciding about check-ins.

mod cadence;
mod check_in;
mod effect;

pub use cadence::{SetCadence, Subject, UpdateCadence, archive, restore, set, update};
pub use check_in::{
    CancelCheckIn, CompleteCheckIn, NewCheckIn, SkipCheckIn, SnoozeCheckIn, UpdateCheckIn, afresh,
    archive_check_in, cancel, complete, plan, restore_check_in, skip, snooze, update_check_in,
};
pub use effect::{complete_by, follow, planned_with};
