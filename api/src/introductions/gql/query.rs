//! Reading introductions.

use entity::ids::{IntroductionId, PersonId};

use super::input::{IntroductionFilterInput, IntroductionOrder};
use super::link;
use super::payload::ConnectorLoad;
use crate::graphql::kinds::Introduction;
use crate::graphql::plan::{Ask, Field, Values, is_down};
use crate::graphql::scalars::Id;
use crate::introductions::{self, IntroductionFilter};
use crate::kit::Fault;
use crate::kit::list::List;
use crate::people;

/// Queries on introductions.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::by_id::<Introduction, IntroductionId>(
            "introduction",
            "An introduction by id; null when there is none.",
            "The id of the introduction.",
        ),
        Field::list::<Introduction>(
            "introductions",
            "The introductions of the workspace, newest first unless ordered otherwise.",
            list,
        )
        .argument::<Option<IntroductionFilterInput>>("filter", "Only introductions of which this holds.")
        .argument::<Option<String>>(
            "search",
            "Words of the reason, the blurbs or the outcome's note; their beginnings are enough.",
        )
        .argument::<Option<bool>>("includeArchived", "Whether archived ones are listed, too.")
        .argument::<Option<IntroductionOrder>>("orderBy", "The order; newest first if left out.")
        .paged(),
        Field::computed::<ConnectorLoad>(
            "connectorLoad",
            "How often a person was asked to introduce people to each other; null when there is no such person.",
            |ask, _| Box::pin(connector_load(ask)),
        )
        .argument::<Id<PersonId>>("personId", "Whom you think of asking."),
        link::query(),
    ]
}

fn list(ask: &Ask<'_>) -> Result<List, Fault> {
    let order = ask.get::<Option<IntroductionOrder>>("orderBy")?;
    let filter = IntroductionFilter {
        predicate: ask.filter(IntroductionFilterInput::read)?,
        search: ask.search()?,
        archived: ask.flag("includeArchived")?,
    };
    let field = order.map_or_else(Default::default, |order| {
        introductions::IntroductionOrder::from(order.field)
    });
    let down = order.is_none_or(|order| is_down(order.direction));
    introductions::list(&ask.place(), &filter, (field, down), ask.now)
}

async fn connector_load(ask: &Ask<'_>) -> Result<Values, Fault> {
    let person = ask.id::<PersonId>("personId")?;
    if people::by_ids(ask.reader, &[person]).await?.is_empty() {
        return Ok(Values::of(Vec::<introductions::ConnectorLoad>::new()));
    }
    Ok(Values::of(vec![
        introductions::connector_load(ask.reader, person, ask.now).await?,
    ]))
}
