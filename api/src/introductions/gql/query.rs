//! Reading introductions.

use async_graphql::{Context, Object, Result};
use entity::ids::{IntroductionId, PersonId};

use super::input::{IntroductionFilterInput, IntroductionOrder};
use super::link::{self, IntroductionInvitation};
use super::payload::{ConnectorLoad, load_of};
use super::{Introduction, IntroductionById};
use crate::graphql::connection::{Connection, OrderDirection, PageArgs};
use crate::graphql::context::{ContextExt, Shown};
use crate::graphql::declare::batch;
use crate::graphql::input::QueryInput;
use crate::graphql::scalars::Id;
use crate::introductions::{self, IntroductionFilter, OfPerson};
use crate::kit::Right;
use crate::kit::check::{Checks, Path};
use crate::kit::page::{Page, PageRequest, list_name};
use crate::people::gql::PersonById;

batch! {
    /// Pages of people's introductions.
    IntroductionsOf: OfPerson => Page<entity::introduction::Model>, introductions::of_people
}

/// Queries on introductions.
#[derive(Default)]
pub struct IntroductionQuery;

#[Object]
impl IntroductionQuery {
    /// An introduction by id; null when there is none.
    async fn introduction(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The introduction's id.")] id: Id<IntroductionId>,
    ) -> Option<Result<Introduction>> {
        one(ctx, &id).await.transpose()
    }

    /// The introductions of the workspace, newest first unless ordered otherwise.
    #[expect(
        clippy::too_many_arguments,
        reason = "the four arguments of every connection, and what chooses the list"
    )]
    async fn introductions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which introductions.")] filter: Option<IntroductionFilterInput>,
        #[graphql(
            desc = "Words of the reason, the blurbs or the outcome's note; their beginnings are enough."
        )]
        search: Option<String>,
        #[graphql(desc = "Archived ones too.")] include_archived: Option<bool>,
        #[graphql(desc = "The order; newest first if left out.")] order_by: Option<IntroductionOrder>,
        #[graphql(desc = "Entries from the beginning: 0 to 100, 25 if left out.")] first: Option<i32>,
        #[graphql(desc = "Beyond this cursor.")] after: Option<String>,
        #[graphql(desc = "Entries from the end: 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<Result<Connection<Introduction>>> {
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
                args,
            )
            .await,
        )
    }

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

async fn one(ctx: &Context<'_>, id: &Id<IntroductionId>) -> Result<Option<Introduction>> {
    ctx.reader(Right::IntroductionsRead)?;
    Ok(ctx.batch::<IntroductionById>(ctx.id(id)?).await?.map(Into::into))
}

async fn list(
    ctx: &Context<'_>,
    filter: Option<IntroductionFilterInput>,
    search: Option<String>,
    archived: bool,
    order: Option<IntroductionOrder>,
    args: PageArgs,
) -> Result<Connection<Introduction>> {
    let mut checks = Checks::new();
    let predicate = filter.map(|filter| filter.read(&mut checks, &Path::argument("filter")));
    ctx.checked(checks)?;
    let filter = IntroductionFilter {
        predicate,
        search,
        archived,
    };
    let field = order.map_or_else(Default::default, |order| {
        introductions::IntroductionOrder::from(order.field)
    });
    let descending = order.is_none_or(|order| order.direction == OrderDirection::Desc);
    let request = args.request(ctx, list_name(&("introductions", &filter, field, descending)))?;
    let reader = ctx.reader(Right::IntroductionsRead)?;
    let page = introductions::page(&reader, &filter, (field, descending), &request, ctx.now()?)
        .await
        .shown()?;
    Ok(Connection::of(page, &request, |model| {
        introductions::position(field, model)
    }))
}

async fn connector_load(ctx: &Context<'_>, person: &Id<PersonId>) -> Result<Option<ConnectorLoad>> {
    ctx.reader(Right::IntroductionsRead)?;
    match ctx.batch::<PersonById>(ctx.id(person)?).await? {
        Some(person) => Ok(Some(load_of(ctx, person.id).await?)),
        None => Ok(None),
    }
}

/// The live introductions of a person, as A, B or connector, newest first.
///
/// # Errors
/// The page's arguments make no sense, the caller may not see introductions, or the database fails.
pub async fn of_person(
    ctx: &Context<'_>,
    person: PersonId,
    args: PageArgs,
) -> Result<Connection<Introduction>> {
    ctx.reader(Right::IntroductionsRead)?;
    let request = args.request(ctx, list_name(&("introductions of", person)))?;
    // The name of the list is the person's own; without it, the pages of all people of the level are alike.
    let shared = PageRequest {
        list: String::new(),
        ..request.clone()
    };
    let page = ctx.batch::<IntroductionsOf>((person, shared)).await?;
    let page = page.unwrap_or_else(|| request.cut(Vec::new(), request.count.then_some(0)));
    let order = introductions::IntroductionOrder::CreatedAt;
    Ok(Connection::of(page, &request, |model| {
        introductions::position(order, model)
    }))
}
