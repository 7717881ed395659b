//! Queries on interactions.

use async_graphql::{Context, Object, Result};
use entity::ids::InteractionId;

use super::filter::{InteractionFilterInput, InteractionOrder, chosen};
use super::object::{Interaction, InteractionById};
use crate::graphql::connection::{Connection, PageArgs};
use crate::graphql::context::{ContextExt, Shown};
use crate::graphql::input::QueryInput;
use crate::graphql::scalars::Id;
use crate::interactions::{self, InteractionFilter};
use crate::kit::Right;
use crate::kit::check::{Checks, Path};
use crate::kit::page::list_name;

/// Queries on interactions.
#[derive(Default)]
pub struct InteractionQuery;

#[Object]
impl InteractionQuery {
    /// An interaction by id; null when there is none.
    async fn interaction(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The interaction's id.")] id: Id<InteractionId>,
    ) -> Option<Result<Interaction>> {
        one(ctx, &id).await.transpose()
    }

    /// What happened, latest first unless ordered otherwise.
    #[expect(
        clippy::too_many_arguments,
        reason = "the four arguments of every connection, and what chooses the list"
    )]
    async fn interactions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which interactions.")] filter: Option<InteractionFilterInput>,
        #[graphql(
            desc = "Words of the title, summary, notes, place, event or updates; their beginnings are enough."
        )]
        search: Option<String>,
        #[graphql(desc = "Archived ones too.")] include_archived: Option<bool>,
        #[graphql(desc = "The order; latest first if left out.")] order_by: Option<InteractionOrder>,
        #[graphql(desc = "Entries from the beginning: 0 to 100, 25 if left out.")] first: Option<i32>,
        #[graphql(desc = "Beyond this cursor.")] after: Option<String>,
        #[graphql(desc = "Entries from the end: 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<Result<Connection<Interaction>>> {
        let args = PageArgs {
            first,
            after,
            last,
            before,
        };
        let archived = include_archived.unwrap_or_default();
        Some(list(ctx, filter, search, archived, order_by, args).await)
    }
}

async fn one(ctx: &Context<'_>, id: &Id<InteractionId>) -> Result<Option<Interaction>> {
    ctx.reader(Right::InteractionsRead)?;
    Ok(ctx.batch::<InteractionById>(ctx.id(id)?).await?.map(Into::into))
}

async fn list(
    ctx: &Context<'_>,
    filter: Option<InteractionFilterInput>,
    search: Option<String>,
    archived: bool,
    order_by: Option<InteractionOrder>,
    args: PageArgs,
) -> Result<Connection<Interaction>> {
    let mut checks = Checks::new();
    let predicate = filter.map(|filter| filter.read(&mut checks, &Path::argument("filter")));
    ctx.checked(checks)?;
    let filter = InteractionFilter {
        predicate,
        search,
        archived,
    };
    let (field, descending) = chosen(order_by);
    let request = args.request(ctx, list_name(&("interactions", &filter, field, descending)))?;
    let reader = ctx.reader(Right::InteractionsRead)?;
    let page = interactions::page(&reader, &filter, (field, descending), &request, ctx.now()?)
        .await
        .shown()?;
    Ok(Connection::of(page, &request, |model| {
        interactions::position(field, model)
    }))
}
