//! Reading introductions.

use async_graphql::{Context, Object, Result};
use entity::ids::{IntroductionId, PersonId};

use super::Introduction;
use super::input::{IntroductionFilterInput, IntroductionOrder};
use super::link::{self, IntroductionInvitation};
use super::payload::{ConnectorLoad, load_of};
use crate::graphql::context::{ContextExt, Shown};
use crate::graphql::input::QueryInput;
use crate::graphql::plan::{Ask, Field, is_down};
use crate::graphql::scalars::Id;
use crate::introductions::{self, IntroductionFilter};
use crate::kit::list::List;
use crate::kit::{Fault, Right};
use crate::people;

/// Queries on introductions.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::by_id::<Introduction, IntroductionId>(
            "introduction",
            "An introduction by id; null when there is none.",
            "The introduction's id.",
        ),
        Field::list::<Introduction>(
            "introductions",
            "The introductions of the workspace, newest first unless ordered otherwise.",
            list,
        )
        .argument::<Option<IntroductionFilterInput>>("filter", "Which introductions.")
        .argument::<Option<String>>(
            "search",
            "Words of the reason, the blurbs or the outcome's note; their beginnings are enough.",
        )
        .argument::<Option<bool>>("includeArchived", "Archived ones too.")
        .argument::<Option<IntroductionOrder>>("orderBy", "The order; newest first if left out.")
        .paged(),
    ]
}

fn list(ask: &Ask<'_>) -> Result<List, Fault> {
    let order = ask.get::<Option<IntroductionOrder>>("orderBy")?;
    let filter = IntroductionFilter {
        predicate: ask.filter(IntroductionFilterInput::read)?,
        search: ask.get("search")?,
        archived: ask.flag("includeArchived")?,
    };
    let field = order.map_or_else(Default::default, |order| {
        introductions::IntroductionOrder::from(order.field)
    });
    let down = order.is_none_or(|order| is_down(order.direction));
    introductions::list(&ask.place(), &filter, (field, down), ask.now)
}

/// Queries on introductions that are not stored.
#[derive(Default)]
pub struct IntroductionQuery;

#[Object]
impl IntroductionQuery {
    /// How often a person was asked to introduce people to each other; null when there is no such person.
    async fn connector_load(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom you think of asking.")] person_id: Id<PersonId>,
    ) -> Option<Result<ConnectorLoad>> {
        connector_load(ctx, &person_id).await.transpose()
    }

    /// What the holder of a link is asked; null when the link is wrong, used or replaced. Needs no account.
    async fn introduction_by_link(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The token in the link.")] token: String,
    ) -> Option<Result<IntroductionInvitation>> {
        link::invitation(ctx, &token).await.transpose()
    }
}

async fn connector_load(ctx: &Context<'_>, person: &Id<PersonId>) -> Result<Option<ConnectorLoad>> {
    let reader = ctx.reader(Right::IntroductionsRead)?;
    let person = ctx.id(person)?;
    if people::by_ids(&reader, &[person]).await.shown()?.is_empty() {
        return Ok(None);
    }
    Ok(Some(load_of(ctx, person).await?))
}
