//! Queries on thanks.

use entity::gratitude::{self, Column};
use entity::ids::GratitudeId;

use crate::graphql::kinds::Gratitude;
use crate::graphql::plan::{Ask, Field};
use crate::graphql::record::{Filter, Nothing};
use crate::gratitude as thanks;
use crate::kit::list::List;
use crate::records;
use crate::records::gql::{condition, list, listed, listed_under, under};

/// Queries on thanks.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::by_id::<Gratitude, GratitudeId>(
            "gratitude",
            "Thanks by id; null when there are none.",
            "The id of the thanks.",
        ),
        listed::<gratitude::Model, Nothing>(
            Field::list::<Gratitude>(
                "gratitudes",
                "Thanks owed, given and received; last recorded first unless ordered otherwise.",
                list::<gratitude::Model>,
            ),
            (
                "Words of the text, in any order; their beginnings are enough.",
                "The order; last recorded first if left out.",
            ),
        ),
        Field::list::<Gratitude>(
            "gratitudesOwed",
            "The thanks that the user still owes to people who live, `OWED` or `DRAFTED`, the oldest debt first. They arise by themselves: from a \
             received exchange that is `DONE`, from an introduction with the outcome `MET`, `ONGOING` or `COLLABORATION` to its \
             connector, and from a collaboration that is `DONE` to each member whose contribution is noted.",
            |ask| {
                let such = condition::<gratitude::Model, Nothing>(ask, |_, none| match *none {})?;
                Ok(thanks::owed(&ask.scope, such))
            },
        )
        .argument::<Option<Filter<gratitude::Model>>>("filter", "Only those of which this holds.")
        .paged(),
    ]
}

/// The field `gratitudes` of a person.
#[must_use]
pub fn with_person() -> Field {
    let description = "Thanks that the user owes or gave them, and got from them; last recorded first unless ordered otherwise.";
    let field = Field::list::<Gratitude>("gratitudes", description, |ask| {
        under::<gratitude::Model, Nothing>(ask, Column::PersonId, |_, none| match *none {})
    });
    listed_under::<gratitude::Model, Nothing>(field, "The order; last recorded first if left out.")
}

const OF_IT: &str = "Thanks owed, given and received for it, last recorded first.";

/// The field `gratitudes` of an exchange.
#[must_use]
pub fn for_exchange() -> Field {
    Field::list::<Gratitude>("gratitudes", OF_IT, |ask| Ok(newest(ask, Column::ExchangeId))).paged()
}

/// The field `gratitudes` of an introduction.
#[must_use]
pub fn for_introduction() -> Field {
    Field::list::<Gratitude>("gratitudes", OF_IT, |ask| Ok(newest(ask, Column::IntroductionId))).paged()
}

/// The field `gratitudes` of a collaboration.
#[must_use]
pub fn for_collaboration() -> Field {
    Field::list::<Gratitude>("gratitudes", OF_IT, |ask| {
        Ok(newest(ask, Column::CollaborationId))
    })
    .paged()
}

fn newest(ask: &Ask<'_>, parent: Column) -> List {
    records::under::<gratitude::Model>(&ask.scope, parent, None, (Column::CreatedAt, true))
}
