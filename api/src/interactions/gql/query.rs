//! Queries on interactions and mutations of them.

use std::collections::HashMap;

use async_graphql::{Context, Object, Result};
use entity::ids::{InteractionId, PersonId};
use entity::interaction;

use super::input::{InteractionFilterInput, InteractionOrder, LogInteractionInput, UpdateInteractionInput};
use super::object::{Interaction, InteractionById, InteractionPayload};
use crate::graphql::batch::Batch;
use crate::graphql::connection::{Connection, OrderDirection, PageArgs};
use crate::graphql::context::{ContextExt, Shown};
use crate::graphql::input::QueryInput;
use crate::graphql::rights::requires_scopes;
use crate::graphql::scalars::Id;
use crate::interactions::{self, Feed, InteractionFilter, InteractionOrder as Order};
use crate::kit::batch::group;
use crate::kit::check::{Checks, Path};
use crate::kit::page::list_name;
use crate::kit::{Fault, Reader, Right};

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
}

async fn one(ctx: &Context<'_>, id: &Id<InteractionId>) -> Result<Option<Interaction>> {
    ctx.reader(Right::InteractionsRead)?;
    Ok(ctx.batch::<InteractionById>(ctx.id(id)?).await?.map(Into::into))
}

/// Latest first, unless the client says otherwise.
fn order(order: Option<InteractionOrder>) -> (Order, bool) {
    order.map_or((Order::HappenedAt, true), |order| {
        (order.field.into(), order.direction == OrderDirection::Desc)
    })
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
    let (field, descending) = order(order_by);
    let request = args.request(ctx, list_name(&("interactions", &filter, field, descending)))?;
    let reader = ctx.reader(Right::InteractionsRead)?;
    let page = interactions::page(&reader, &filter, (field, descending), &request, ctx.now()?)
        .await
        .shown()?;
    Ok(Connection::of(page, &request, |model| {
        interactions::position(field, model)
    }))
}

/// Parts of the feeds of many people, and how long the feeds are where that is asked for.
enum Feeds {}

/// The time at which relative conditions are read is part of the key: it is the same for a whole request.
type FeedKey = (PersonId, Feed, chrono::DateTime<chrono::Utc>);

impl Batch for Feeds {
    type Key = FeedKey;
    type Value = (Vec<interaction::Model>, Option<i64>);

    async fn load(reader: &Reader<'_>, keys: &[FeedKey]) -> Result<HashMap<FeedKey, Self::Value>, Fault> {
        let mut found = HashMap::new();
        // One statement for all people of whom the same is asked.
        for ((feed, now), people) in group(
            keys.iter()
                .map(|(person, feed, now)| ((feed.clone(), *now), *person)),
        ) {
            let mut rows = interactions::feeds(reader, &people, &feed, now).await?;
            let counts = if feed.request.count {
                Some(interactions::counts_of(reader, &people, &feed, now).await?)
            } else {
                None
            };
            for person in people {
                let total = counts
                    .as_ref()
                    .map(|counts| counts.get(&person).copied().unwrap_or(0));
                found.insert(
                    (person, feed.clone(), now),
                    (rows.remove(&person).unwrap_or_default(), total),
                );
            }
        }
        Ok(found)
    }
}

/// A page of a person's interactions.
///
/// # Errors
/// The arguments are wrong, or the database fails.
pub async fn of_person(
    ctx: &Context<'_>,
    person: PersonId,
    filter: Option<InteractionFilterInput>,
    order_by: Option<InteractionOrder>,
    args: PageArgs,
) -> Result<Connection<Interaction>> {
    ctx.reader(Right::InteractionsRead)?;
    let mut checks = Checks::new();
    let predicate = filter.map(|filter| filter.read(&mut checks, &Path::argument("filter")));
    ctx.checked(checks)?;
    let (field, descending) = order(order_by);
    let request = args.request(
        ctx,
        list_name(&("person's interactions", &predicate, field, descending)),
    )?;
    let feed = Feed {
        predicate,
        order: field,
        descending,
        request: request.clone(),
    };
    let key = (person, feed, ctx.now()?);
    let (rows, total) = ctx.batch::<Feeds>(key).await?.unwrap_or_default();
    Ok(Connection::of(request.cut(rows, total), &request, |model| {
        interactions::position(field, model)
    }))
}

/// Mutations of interactions.
#[derive(Default)]
pub struct InteractionMutation;

#[Object]
impl InteractionMutation {
    /// Logs something that happened. It counts for the last interaction of everybody who was there.
    #[graphql(directive = requires_scopes::apply(vec![Right::InteractionsWrite.to_string()]))]
    async fn log_interaction(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What happened.")] input: LogInteractionInput,
    ) -> Option<Result<InteractionPayload>> {
        let mut checks = Checks::new();
        let new = input.read(&mut checks);
        Some(
            ctx.command(Right::InteractionsWrite, checks, &new, interactions::log)
                .await,
        )
    }

    /// Changes an interaction.
    #[graphql(directive = requires_scopes::apply(vec![Right::InteractionsWrite.to_string()]))]
    async fn update_interaction(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<InteractionId>,
        #[graphql(desc = "What to change.")] input: UpdateInteractionInput,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<InteractionPayload>> {
        let mut checks = Checks::new();
        let id = checks.id(Path::argument("id"), &id);
        let change = input.read(&mut checks, id, expected_revision);
        Some(
            ctx.command(Right::InteractionsWrite, checks, &change, interactions::update)
                .await,
        )
    }

    /// Hides an interaction: it counts as if it had not happened, until it is restored. Doing so twice changes nothing.
    #[graphql(directive = requires_scopes::apply(vec![Right::InteractionsWrite.to_string()]))]
    async fn archive_interaction(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<InteractionId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<InteractionPayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(
            ctx.command(Right::InteractionsWrite, checks, &target, interactions::archive)
                .await,
        )
    }

    /// Shows an archived interaction again.
    #[graphql(directive = requires_scopes::apply(vec![Right::InteractionsWrite.to_string()]))]
    async fn restore_interaction(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<InteractionId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<InteractionPayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(
            ctx.command(Right::InteractionsWrite, checks, &target, interactions::restore)
                .await,
        )
    }
}
