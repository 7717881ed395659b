//! Queries on time.

use entity::ids::{TimeEntryId, TimeIntentionId};

use super::filter::{TimeEntryFilterInput, TimeEntryOrder, chosen};
use super::report::time_report;
use crate::graphql::kinds::{TimeEntry, TimeIntention};
use crate::graphql::plan::{Ask, Field};
use crate::graphql::scalars::Date;
use crate::kit::Fault;
use crate::kit::list::List;
use crate::time::{self, EntryFilter, IntentionFilter};

/// Queries on time.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::by_id::<TimeEntry, TimeEntryId>(
            "timeEntry",
            "An entry by id; null when there is none.",
            "The entry's id.",
        ),
        Field::list::<TimeEntry>(
            "timeEntries",
            "Time that was written down by hand, latest day first unless ordered otherwise.",
            entries,
        )
        .argument::<Option<TimeEntryFilterInput>>("filter", "Which entries.")
        .argument::<Option<String>>("search", "Words of the note; their beginnings are enough.")
        .argument::<Option<bool>>("includeArchived", "Archived ones too.")
        .argument::<Option<TimeEntryOrder>>("orderBy", "The order; latest day first if left out.")
        .paged(),
        Field::by_id::<TimeIntention, TimeIntentionId>(
            "timeIntention",
            "An intention by id; null when there is none.",
            "The intention's id.",
        ),
        Field::list::<TimeIntention>(
            "timeIntentions",
            "What the user means to take time for, last begun first.",
            intentions,
        )
        .argument::<Option<Date>>("on", "Those that are in force on this day; all if left out.")
        .argument::<Option<bool>>("includeArchived", "Archived ones too.")
        .paged(),
        time_report(),
    ]
}

fn entries(ask: &Ask<'_>) -> Result<List, Fault> {
    let filter = EntryFilter {
        predicate: ask.filter(TimeEntryFilterInput::read)?,
        search: ask.search()?,
        archived: ask.flag("includeArchived")?,
    };
    time::entries(&ask.place(), &filter, chosen(ask.get("orderBy")?), ask.now)
}

fn intentions(ask: &Ask<'_>) -> Result<List, Fault> {
    let filter = IntentionFilter {
        on: ask.get::<Option<Date>>("on")?.map(|date| date.0),
        archived: ask.flag("includeArchived")?,
    };
    Ok(time::intentions(&ask.place(), filter))
}
