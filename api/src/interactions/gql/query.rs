//! Queries on interactions.

use entity::ids::InteractionId;

use super::filter::{InteractionFilterInput, InteractionOrder, chosen};
use crate::graphql::kinds::Interaction;
use crate::graphql::plan::{Ask, Field};
use crate::interactions::{self, InteractionFilter};
use crate::kit::Fault;
use crate::kit::list::List;

/// Queries on interactions.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::by_id::<Interaction, InteractionId>(
            "interaction",
            "An interaction by id; null when there is none.",
            "The interaction's id.",
        ),
        Field::list::<Interaction>(
            "interactions",
            "What happened, latest first unless ordered otherwise.",
            list,
        )
        .argument::<Option<InteractionFilterInput>>("filter", "Which interactions.")
        .argument::<Option<String>>(
            "search",
            "Words of the title, summary, notes, place, event or updates; their beginnings are enough. `totalCount` of a search counts \
             1,000 at most.",
        )
        .argument::<Option<bool>>("includeArchived", "Archived ones too.")
        .argument::<Option<InteractionOrder>>("orderBy", "The order; latest first if left out.")
        .paged(),
    ]
}

fn list(ask: &Ask<'_>) -> Result<List, Fault> {
    let filter = InteractionFilter {
        predicate: ask.filter(InteractionFilterInput::read)?,
        search: ask.search()?,
        archived: ask.flag("includeArchived")?,
    };
    interactions::list(&ask.place(), &filter, chosen(ask.get("orderBy")?), ask.now)
}

/// The interactions of a person.
///
/// # Errors
/// The filter makes no sense.
pub fn feed(ask: &Ask<'_>) -> Result<List, Fault> {
    let predicate = ask.filter(InteractionFilterInput::read)?;
    interactions::feed(&ask.scope, predicate, chosen(ask.get("orderBy")?), ask.now)
}
