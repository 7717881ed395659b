//! Queries on collaborations.

use async_graphql::{Context, Object, Result};
use entity::collaboration;
use entity::ids::{CollaborationId, PersonId};

use super::{Collaboration, CollaborationById, CollaborationFilterInput, CollaborationOrder};
use crate::collaborations::{self, CollaborationFilter, OfPerson};
use crate::graphql::connection::{Connection, OrderDirection, PageArgs};
use crate::graphql::context::{ContextExt, Shown};
use crate::graphql::declare::batch;
use crate::graphql::input::QueryInput;
use crate::graphql::scalars::Id;
use crate::kit::Right;
use crate::kit::check::{Checks, Path};
use crate::kit::page::{Page, list_name};

batch! {
    /// Pages of the collaborations of people.
    CollaborationsOf: OfPerson => Page<collaboration::Model>, collaborations::of_people
}

/// Queries on collaborations.
#[derive(Default)]
pub struct CollaborationQuery;

#[Object]
impl CollaborationQuery {
    /// A collaboration by id; null when there is none.
    async fn collaboration(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The collaboration's id.")] id: Id<CollaborationId>,
    ) -> Option<Result<Collaboration>> {
        one(ctx, &id).await.transpose()
    }

    /// The collaborations of the workspace, last changed first unless ordered otherwise.
    #[expect(
        clippy::too_many_arguments,
        reason = "the four arguments of every connection, and what chooses the list"
    )]
    async fn collaborations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which collaborations.")] filter: Option<CollaborationFilterInput>,
        #[graphql(
            desc = "Words of the title, summary, goal, outcome or members' roles, in any order; their beginnings are enough."
        )]
        search: Option<String>,
        #[graphql(desc = "Archived ones too.")] include_archived: Option<bool>,
        #[graphql(desc = "The order; last changed first if left out.")] order_by: Option<CollaborationOrder>,
        #[graphql(desc = "Entries from the beginning: 0 to 100, 25 if left out.")] first: Option<i32>,
        #[graphql(desc = "Beyond this cursor.")] after: Option<String>,
        #[graphql(desc = "Entries from the end: 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<Result<Connection<Collaboration>>> {
        let args = PageArgs {
            first,
            after,
            last,
            before,
        };
        Some(
            list(
                ctx,
                filter,
                search,
                include_archived.unwrap_or_default(),
                order_by,
                &args,
            )
            .await,
        )
    }
}

async fn one(ctx: &Context<'_>, id: &Id<CollaborationId>) -> Result<Option<Collaboration>> {
    ctx.reader(Right::CollaborationsRead)?;
    Ok(ctx.batch::<CollaborationById>(ctx.id(id)?).await?.map(Into::into))
}

async fn list(
    ctx: &Context<'_>,
    filter: Option<CollaborationFilterInput>,
    search: Option<String>,
    archived: bool,
    order: Option<CollaborationOrder>,
    args: &PageArgs,
) -> Result<Connection<Collaboration>> {
    let mut checks = Checks::new();
    let predicate = filter.map(|filter| filter.read(&mut checks, &Path::argument("filter")));
    ctx.checked(checks)?;
    let filter = CollaborationFilter {
        predicate,
        search,
        archived,
    };
    let field = order.map_or(collaborations::CollaborationOrder::UpdatedAt, |order| {
        order.field.into()
    });
    let descending = order.is_none_or(|order| order.direction == OrderDirection::Desc);
    let request = args.request(ctx, list_name(&("collaborations", &filter, field, descending)))?;
    let reader = ctx.reader(Right::CollaborationsRead)?;
    let page = collaborations::page(&reader, &filter, (field, descending), &request, ctx.now()?)
        .await
        .shown()?;
    Ok(Connection::of(page, &request, |model| {
        collaborations::position(field, model)
    }))
}

/// The live collaborations that a person is or was a member of, newest first.
///
/// # Errors
/// The arguments make no sense, the caller may not see collaborations, or the database fails.
pub async fn of_person(
    ctx: &Context<'_>,
    person: PersonId,
    args: PageArgs,
) -> Result<Connection<Collaboration>> {
    ctx.reader(Right::CollaborationsRead)?;
    let request = args.request(ctx, list_name(&"collaborations of a person"))?;
    let page = ctx.batch::<CollaborationsOf>((person, request.clone())).await?;
    let page = page.unwrap_or_else(|| request.cut(Vec::new(), None));
    let position = |model: &collaboration::Model| {
        collaborations::position(collaborations::CollaborationOrder::CreatedAt, model)
    };
    Ok(Connection::of(page, &request, position))
}
