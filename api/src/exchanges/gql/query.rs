//! Queries on exchanges.

use entity::exchange::{self, Column};
use entity::ids::ExchangeId;

use super::reciprocity::reciprocity_with_all;
use crate::graphql::kinds::Exchange;
use crate::graphql::plan::{Ask, Field};
use crate::graphql::record::Nothing;
use crate::kit::list::List;
use crate::records;
use crate::records::gql::{list, listed, listed_under, under};

/// Queries on exchanges.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::by_id::<Exchange, ExchangeId>(
            "exchange",
            "An exchange by id; null when there is none.",
            "The id of the exchange.",
        ),
        listed::<exchange::Model, Nothing>(
            Field::list::<Exchange>(
                "exchanges",
                "What the user gave and received, and what was promised; last recorded first unless ordered otherwise. Promises that are overdue: \
                 `{ state: { eq: PROMISED }, dueOn: { lt: \"P0D\" } }`.",
                list::<exchange::Model>,
            ),
            (
                "Words of the title or the description, in any order; their beginnings are enough.",
                "The order; last recorded first if left out.",
            ),
        ),
        reciprocity_with_all(),
    ]
}

/// The field `exchanges` of a person.
#[must_use]
pub fn with_person() -> Field {
    let description = "What the user gave them and got from them, and what was promised; last recorded first unless ordered otherwise.";
    let field = Field::list::<Exchange>("exchanges", description, |ask| {
        under::<exchange::Model, Nothing>(ask, Column::PersonId, |_, none| match *none {})
    });
    listed_under::<exchange::Model, Nothing>(field, "The order; last recorded first if left out.")
}

/// The field `exchanges` of an interaction.
#[must_use]
pub fn in_interaction() -> Field {
    let description = "What was given, received or promised in it, last recorded first.";
    Field::list::<Exchange>("exchanges", description, |ask| {
        Ok(newest(ask, Column::InteractionId))
    })
    .paged()
}

/// The field `exchanges` of an introduction.
#[must_use]
pub fn in_introduction() -> Field {
    let description = "What was given, received or promised by it or because of it, last recorded first.";
    Field::list::<Exchange>("exchanges", description, |ask| {
        Ok(newest(ask, Column::IntroductionId))
    })
    .paged()
}

/// The field `exchanges` of a collaboration.
#[must_use]
pub fn in_collaboration() -> Field {
    let description = "What was given, received or promised for it, last recorded first.";
    Field::list::<Exchange>("exchanges", description, |ask| {
        Ok(newest(ask, Column::CollaborationId))
    })
    .paged()
}

fn newest(ask: &Ask<'_>, parent: Column) -> List {
    records::under::<exchange::Model>(&ask.scope, parent, None, (Column::CreatedAt, true))
}
