//! Queries on thanks.

use entity::ids::GratitudeId;

use super::filter::{GratitudeFilterInput, GratitudeOrder, chosen};
use crate::graphql::kinds::Gratitude;
use crate::graphql::plan::{Ask, Field};
use crate::gratitude::{self, GratitudeFilter, Whose};
use crate::kit::Fault;
use crate::kit::list::List;

/// Queries on thanks.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::by_id::<Gratitude, GratitudeId>(
            "gratitude",
            "Thanks by id; null when there are none.",
            "The id of the thanks.",
        ),
        Field::list::<Gratitude>(
            "gratitudes",
            "Thanks owed, given and received; last recorded first unless ordered otherwise.",
            list,
        )
        .argument::<Option<GratitudeFilterInput>>("filter", "Which thanks.")
        .argument::<Option<String>>(
            "search",
            "Words of the text, in any order; their beginnings are enough.",
        )
        .argument::<Option<bool>>("includeArchived", "Archived ones too.")
        .argument::<Option<GratitudeOrder>>("orderBy", "The order; last recorded first if left out.")
        .paged(),
        Field::list::<Gratitude>(
            "thanksOwed",
            "The thanks that the user still owes, `OWED` or `DRAFTED`, the oldest debt first. They arise by themselves: from a \
             received exchange that is `DONE`, from an introduction with the outcome `MET`, `ONGOING` or `COLLABORATION` to its \
             connector, and from a collaboration that is `DONE` to each member whose contribution is noted.",
            |ask| {
                let predicate = ask.filter(GratitudeFilterInput::read)?;
                gratitude::owed(&ask.scope, predicate.as_ref(), ask.now)
            },
        )
        .argument::<Option<GratitudeFilterInput>>("filter", "Which of them.")
        .paged(),
    ]
}

fn list(ask: &Ask<'_>) -> Result<List, Fault> {
    let filter = GratitudeFilter {
        predicate: ask.filter(GratitudeFilterInput::read)?,
        search: ask.search()?,
        archived: ask.flag("includeArchived")?,
    };
    gratitude::list(&ask.place(), &filter, chosen(ask.get("orderBy")?), ask.now)
}

/// The field `gratitudes` of a person.
#[must_use]
pub fn with_person() -> Field {
    let description = "Thanks that the user owes or gave them, and got from them; last recorded first unless ordered otherwise.";
    Field::list::<Gratitude>("gratitudes", description, |ask| {
        let predicate = ask.filter(GratitudeFilterInput::read)?;
        let order = chosen(ask.get("orderBy")?);
        gratitude::under(&ask.scope, Whose::Person, predicate.as_ref(), order, ask.now)
    })
    .argument::<Option<GratitudeFilterInput>>("filter", "Which thanks.")
    .argument::<Option<GratitudeOrder>>("orderBy", "The order; last recorded first if left out.")
    .paged()
}

const THANKS: &str = "Thanks owed, given and received for it, last recorded first.";

/// The field `thanks` of an exchange.
#[must_use]
pub fn for_exchange() -> Field {
    Field::list::<Gratitude>("thanks", THANKS, |ask| newest(ask, Whose::Exchange)).paged()
}

/// The field `thanks` of an introduction.
#[must_use]
pub fn for_introduction() -> Field {
    Field::list::<Gratitude>("thanks", THANKS, |ask| newest(ask, Whose::Introduction)).paged()
}

/// The field `thanks` of a collaboration.
#[must_use]
pub fn for_collaboration() -> Field {
    Field::list::<Gratitude>("thanks", THANKS, |ask| newest(ask, Whose::Collaboration)).paged()
}

fn newest(ask: &Ask<'_>, whose: Whose) -> Result<List, Fault> {
    gratitude::under(&ask.scope, whose, None, chosen(None), ask.now)
}
