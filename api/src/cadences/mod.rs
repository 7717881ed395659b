//! Cadences: how often to be in touch with whom; who is due; and what the user decided about it.
//!
//! A cadence is for a person, for the people of a circle, or for everybody; the nearest counts, and of several circles the one
//! that means to be in touch most often. What is due is derived at each read from the last interaction that counts: nothing
//! counts down, and whatever is logged, changed or archived is seen at once. A check-in is what the user decided: planned for
//! a day, put off, or left out this time.
//!
//! Always: a subject has one cadence; `max_days` is not less than `ideal_days`; a check-in that is over stays as it is, unless
//! the interaction that completed it is archived.

pub mod gql;
mod read;
mod rules;
mod turns;
mod words;
mod write;

pub use entity::cadence::Band;
pub use read::{
    Cadences, CheckInFilter, CheckInLeaf, NAMED, Plan, Proposal, Source, Standing, cadences_of, check_ins,
    list, of_circles, of_people, planned_until, proposed, settled, standings, week,
};
pub use turns::{lateness, rank};
pub use words::{WhyCode, why, whys};
pub use write::{
    CancelCheckIn, CompleteCheckIn, NewCheckIn, SetCadence, SkipCheckIn, SnoozeCheckIn, Subject,
    UpdateCadence, UpdateCheckIn, afresh, archive, archive_check_in, cancel, complete, complete_by, follow,
    plan, planned_with, restore, restore_check_in, set, skip, snooze, update, update_check_in,
};

use entity::interaction::Channel;

/// The channels that a cadence counts; all of them if it names none.
#[must_use]
pub fn channels(cadence: &entity::cadence::Model) -> Vec<Channel> {
    use sea_orm::ActiveEnum as _;
    let words = cadence.channels.split_whitespace();
    words
        .filter_map(|word| Channel::try_from_value(&word.to_owned()).ok())
        .collect()
}

/// Whether a channel counts for a cadence.
#[must_use]
pub fn counts(cadence: &entity::cadence::Model, channel: Channel) -> bool {
    let named = channels(cadence);
    named.is_empty() || named.contains(&channel)
}
