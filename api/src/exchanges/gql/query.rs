//! Queries on exchanges.

use entity::ids::ExchangeId;

use super::filter::{ExchangeFilterInput, ExchangeOrder, chosen};
use super::reciprocity::reciprocity_with_all;
use crate::exchanges::{self, ExchangeFilter, Whose};
use crate::graphql::kinds::Exchange;
use crate::graphql::plan::{Ask, Field};
use crate::kit::Fault;
use crate::kit::list::List;

/// Queries on exchanges.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::by_id::<Exchange, ExchangeId>(
            "exchange",
            "An exchange by id; null when there is none.",
            "The exchange's id.",
        ),
        Field::list::<Exchange>(
            "exchanges",
            "What the user gave and received, and what was promised; last recorded first unless ordered otherwise.",
            list,
        )
        .argument::<Option<ExchangeFilterInput>>("filter", "Which exchanges.")
        .argument::<Option<String>>(
            "search",
            "Words of the title or the description, in any order; their beginnings are enough.",
        )
        .argument::<Option<bool>>("includeArchived", "Archived ones too.")
        .argument::<Option<ExchangeOrder>>("orderBy", "The order; last recorded first if left out.")
        .paged(),
        reciprocity_with_all(),
    ]
}

fn list(ask: &Ask<'_>) -> Result<List, Fault> {
    let filter = ExchangeFilter {
        predicate: ask.filter(ExchangeFilterInput::read)?,
        search: ask.search()?,
        archived: ask.flag("includeArchived")?,
    };
    exchanges::list(&ask.place(), &filter, chosen(ask.get("orderBy")?), ask.now)
}

/// The field `exchanges` of a person.
#[must_use]
pub fn with_person() -> Field {
    let description = "What the user gave them and got from them, and what was promised; last recorded first unless ordered otherwise.";
    Field::list::<Exchange>("exchanges", description, |ask| {
        let predicate = ask.filter(ExchangeFilterInput::read)?;
        let order = chosen(ask.get("orderBy")?);
        exchanges::under(&ask.scope, Whose::Person, predicate.as_ref(), order, ask.now)
    })
    .argument::<Option<ExchangeFilterInput>>("filter", "Which exchanges.")
    .argument::<Option<ExchangeOrder>>("orderBy", "The order; last recorded first if left out.")
    .paged()
}

/// The field `exchanges` of an interaction.
#[must_use]
pub fn in_interaction() -> Field {
    let description = "What was given, received or promised in it, last recorded first.";
    Field::list::<Exchange>("exchanges", description, |ask| newest(ask, Whose::Interaction)).paged()
}

/// The field `exchanges` of an introduction.
#[must_use]
pub fn in_introduction() -> Field {
    let description = "What was given, received or promised by it or because of it, last recorded first.";
    Field::list::<Exchange>("exchanges", description, |ask| newest(ask, Whose::Introduction)).paged()
}

/// The field `exchanges` of a collaboration.
#[must_use]
pub fn in_collaboration() -> Field {
    let description = "What was given, received or promised for it, last recorded first.";
    Field::list::<Exchange>("exchanges", description, |ask| newest(ask, Whose::Collaboration)).paged()
}

fn newest(ask: &Ask<'_>, whose: Whose) -> Result<List, Fault> {
    exchanges::under(&ask.scope, whose, None, chosen(None), ask.now)
}
