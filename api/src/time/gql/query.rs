//! Queries on time.

use entity::ids::{TimeEntryId, TimeIntentionId};
use entity::time_entry;

use super::filter::TimeEntryPeopleFilter;
use super::report::time_report;
use crate::graphql::kinds::{TimeEntry, TimeIntention};
use crate::graphql::plan::{Ask, Field};
use crate::graphql::scalars::Date;
use crate::kit::Fault;
use crate::kit::list::List;
use crate::records::gql::{list_by, listed};
use crate::time::{self, IntentionFilter};

/// Queries on time.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::by_id::<TimeEntry, TimeEntryId>(
            "timeEntry",
            "An entry by id; null when there is none.",
            "The id of the entry.",
        ),
        listed::<time_entry::Model, TimeEntryPeopleFilter>(
            Field::list::<TimeEntry>(
                "timeEntries",
                "Time that was written down by hand, latest day first unless ordered otherwise.",
                |ask| list_by::<time_entry::Model, TimeEntryPeopleFilter>(ask, time::condition),
            ),
            (
                "Words of the note; their beginnings are enough.",
                "The order; latest day first if left out.",
            ),
        ),
        Field::by_id::<TimeIntention, TimeIntentionId>(
            "timeIntention",
            "An intention by id; null when there is none.",
            "The id of the intention.",
        ),
        Field::list::<TimeIntention>(
            "timeIntentions",
            "What the user means to take time for, last begun first.",
            intentions,
        )
        .argument::<Option<Date>>("on", "Those that are in force on this day; all if left out.")
        .argument::<Option<bool>>("includeArchived", "Whether archived ones are listed, too.")
        .paged(),
        time_report(),
    ]
}

fn intentions(ask: &Ask<'_>) -> Result<List, Fault> {
    let filter = IntentionFilter {
        on: ask.get::<Option<Date>>("on")?.map(|date| date.0),
        archived: ask.flag("includeArchived")?,
    };
    Ok(time::intentions(&ask.place(), filter))
}
