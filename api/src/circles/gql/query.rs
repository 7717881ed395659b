//! Queries on circles and tags.

use async_graphql::{Context, Object, OutputType, Result};
use entity::ids::{CircleId, TagId};
use entity::{circle, tag};

use super::{Circle, CircleById, Tag, TagById};
use crate::circles::{self, Label, LabelFilter};
use crate::graphql::connection::{Connection, PageArgs};
use crate::graphql::context::{ContextExt, Shown};
use crate::graphql::input::QueryInput;
use crate::graphql::scalars::Id;
use crate::kit::Right;
use crate::kit::page::list_name;

/// Queries on circles and tags.
#[derive(Default)]
pub struct CircleQuery;

#[Object]
impl CircleQuery {
    /// A circle by id; null when there is none.
    async fn circle(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The circle's id.")] id: Id<CircleId>,
    ) -> Option<Result<Circle>> {
        circle_by_id(ctx, &id).await.transpose()
    }

    /// The circles of the workspace, by name.
    #[expect(
        clippy::too_many_arguments,
        reason = "the four arguments of every connection, and what chooses the list"
    )]
    async fn circles(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Words of the name or description; their beginnings are enough.")] search: Option<
            String,
        >,
        #[graphql(desc = "Archived ones too.")] include_archived: Option<bool>,
        #[graphql(desc = "Entries from the beginning: 0 to 100, 25 if left out.")] first: Option<i32>,
        #[graphql(desc = "Beyond this cursor.")] after: Option<String>,
        #[graphql(desc = "Entries from the end: 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<Result<Connection<Circle>>> {
        let filter = LabelFilter {
            search,
            archived: include_archived.unwrap_or_default(),
        };
        Some(
            list::<circle::Model, _>(
                ctx,
                &filter,
                &PageArgs {
                    first,
                    after,
                    last,
                    before,
                },
            )
            .await,
        )
    }

    /// A tag by id; null when there is none.
    async fn tag(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The tag's id.")] id: Id<TagId>,
    ) -> Option<Result<Tag>> {
        tag_by_id(ctx, &id).await.transpose()
    }

    /// The tags of the workspace, by name.
    #[expect(
        clippy::too_many_arguments,
        reason = "the four arguments of every connection, and what chooses the list"
    )]
    async fn tags(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Words that the name contains, whole or in part.")] search: Option<String>,
        #[graphql(desc = "Archived ones too.")] include_archived: Option<bool>,
        #[graphql(desc = "Entries from the beginning: 0 to 100, 25 if left out.")] first: Option<i32>,
        #[graphql(desc = "Beyond this cursor.")] after: Option<String>,
        #[graphql(desc = "Entries from the end: 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<Result<Connection<Tag>>> {
        let filter = LabelFilter {
            search,
            archived: include_archived.unwrap_or_default(),
        };
        Some(
            list::<tag::Model, _>(
                ctx,
                &filter,
                &PageArgs {
                    first,
                    after,
                    last,
                    before,
                },
            )
            .await,
        )
    }
}

async fn circle_by_id(ctx: &Context<'_>, id: &Id<CircleId>) -> Result<Option<Circle>> {
    ctx.reader(Right::PeopleRead)?;
    Ok(ctx.batch::<CircleById>(ctx.id(id)?).await?.map(Into::into))
}

async fn tag_by_id(ctx: &Context<'_>, id: &Id<TagId>) -> Result<Option<Tag>> {
    ctx.reader(Right::PeopleRead)?;
    Ok(ctx.batch::<TagById>(ctx.id(id)?).await?.map(Into::into))
}

async fn list<L, N>(ctx: &Context<'_>, filter: &LabelFilter, args: &PageArgs) -> Result<Connection<N>>
where
    L: Label + Into<N>,
    N: OutputType,
{
    let request = args.request(ctx, list_name(&(L::WORD, filter)))?;
    let reader = ctx.reader(Right::PeopleRead)?;
    let page = circles::page::<L>(&reader, filter, &request).await.shown()?;
    Ok(Connection::of(page, &request, circles::position))
}
