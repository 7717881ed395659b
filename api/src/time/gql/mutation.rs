//! Mutations of time.

use entity::{time_entry, time_intention};

use super::input::{changed, logged};
use crate::graphql::declare::payload;
use crate::graphql::kinds::{TimeEntry, TimeIntention};
use crate::graphql::plan::Field;
use crate::graphql::record::{Create, Update};
use crate::kit::Right;
use crate::records;
use crate::time;

payload! {
    /// What mutations of an entry answer.
    TimeEntryPayload {
        /// The entry as it is now.
        "timeEntry": TimeEntry
    }
}

payload! {
    /// What mutations of an intention answer.
    TimeIntentionPayload {
        /// The intention as it is now.
        "timeIntention": TimeIntention
    }
}

const WRITE: Right = Right::TimeWrite;

/// Mutations.
#[must_use]
pub fn mutations() -> Vec<Field> {
    vec![
        Field::verb::<TimeEntryPayload>(
            "logTime",
            "Writes down time that was taken. Interactions count by themselves: an entry for one \
             replaces its duration.",
            WRITE,
        )
        .takes_each("How much time was taken, and for what.", logged, time::log_all),
        Field::verb::<TimeEntryPayload>(
            "updateTimeEntry",
            "Changes an entry of time that was taken.",
            WRITE,
        )
        .changes(
            "The id of the record that is meant.",
            "What to change: a field that is left out stays, null clears it.",
            changed,
            time::update_entry,
        ),
        Field::verb::<TimeEntryPayload>(
            "archiveTimeEntry",
            "Hides an entry: it counts no more, and what it replaced counts again, until it is \
             restored. Doing so twice changes nothing.",
            WRITE,
        )
        .targets(
            "The id of the record that is meant.",
            records::archive::<time_entry::Model>,
        ),
        Field::verb::<TimeEntryPayload>("restoreTimeEntry", "Shows an archived entry again.", WRITE).targets(
            "The id of the record that is meant.",
            records::restore::<time_entry::Model>,
        ),
        Field::verb::<TimeIntentionPayload>(
            "createTimeIntention",
            "Says how much time a week the user means to take for something: one of `circleId`, \
             `goalId`, `communityId` and `kind`. Where there is an \
             intention for the same on one of its days, this is a `DUPLICATE` that names it.",
            WRITE,
        )
        .takes(
            "How much time is meant for what.",
            Create::<time_intention::Model>::read,
            time::intend,
        ),
        Field::verb::<TimeIntentionPayload>(
            "updateTimeIntention",
            "Changes an intention, but for what it is for. To mean another time from a day on, \
             end it with `endsOn` and make another.",
            WRITE,
        )
        .changes(
            "The id of the record that is meant.",
            "What to change: a field that is left out stays, null clears it.",
            Update::<time_intention::Model>::read,
            time::update_intention,
        ),
        Field::verb::<TimeIntentionPayload>(
            "archiveTimeIntention",
            "Hides an intention, as if it had never been meant; it can be restored. Doing so \
             twice changes nothing.",
            WRITE,
        )
        .targets(
            "The id of the record that is meant.",
            records::archive::<time_intention::Model>,
        ),
        Field::verb::<TimeIntentionPayload>(
            "restoreTimeIntention",
            "Shows an archived intention again. Where there is another for the same on one of its \
             days, this is a `DUPLICATE`.",
            WRITE,
        )
        .targets("The id of the record that is meant.", time::restore_intention),
    ]
}
