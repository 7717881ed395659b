//! Queries on interactions.

use entity::ids::InteractionId;

use super::filter::{InteractionFilter, InteractionOrder};
use crate::graphql::kinds::Interaction;
use crate::graphql::plan::{Ask, Field};
use crate::interactions;
use crate::kit::Fault;
use crate::kit::list::List;

/// Queries on interactions.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::by_id::<Interaction, InteractionId>(
            "interaction",
            "An interaction by id; null when there is none.",
            "The id of the interaction.",
        ),
        Field::list::<Interaction>(
            "interactions",
            "What happened, latest first unless ordered otherwise.",
            list,
        )
        .argument::<Option<InteractionFilter>>("filter", "Only interactions of which this holds.")
        .argument::<Option<String>>(
            "search",
            "Words of the title, summary, notes, place, event or updates; their beginnings are enough. `totalCount` of a search counts \
             1,000 at most.",
        )
        .argument::<Option<bool>>("includeArchived", "Whether archived ones are listed, too.")
        .argument::<Option<InteractionOrder>>("orderBy", "The order; latest first if left out.")
        .paged(),
    ]
}

fn list(ask: &Ask<'_>) -> Result<List, Fault> {
    let filter = interactions::InteractionFilter {
        predicate: ask.filter(InteractionFilter::read)?,
        search: ask.search()?,
        archived: ask.flag("includeArchived")?,
    };
    interactions::list(&ask.place(), &filter, order(ask)?, ask.now)
}

/// The interactions of a person.
///
/// # Errors
/// The filter makes no sense.
pub fn feed(ask: &Ask<'_>) -> Result<List, Fault> {
    let predicate = ask.filter(InteractionFilter::read)?;
    interactions::feed(&ask.place(), predicate, order(ask)?, ask.now)
}

/// By what and in which direction: latest first, unless the client says otherwise.
fn order(ask: &Ask<'_>) -> Result<interactions::InteractionOrder, Fault> {
    let order = ask.get::<Option<InteractionOrder>>("orderBy")?;
    Ok(InteractionOrder::or(order.as_ref(), interactions::LATEST))
}
