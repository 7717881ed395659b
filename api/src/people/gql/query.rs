//! Queries on people.

use async_graphql::{Context, Object, Result};

use super::filter::{PersonFilterInput, PersonOrder};
use super::input::PersonRef;
use super::{Person, PersonById};
use crate::graphql::connection::{Connection, OrderDirection, PageArgs};
use crate::graphql::context::{ContextExt, Shown};
use crate::graphql::input::QueryInput;
use crate::kit::Right;
use crate::kit::check::{Checks, Path};
use crate::kit::page::list_name;
use crate::people::{self, PersonFilter};

/// Queries on people.
#[derive(Default)]
pub struct PeopleQuery;

#[Object]
impl PeopleQuery {
    /// A person by id, e-mail address or key in another system; null when there is none.
    async fn person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which person.")] by: PersonRef,
    ) -> Option<Result<Person>> {
        one(ctx, by).await.transpose()
    }

    /// The people of the network, by name unless ordered otherwise. The user's own person is left out unless asked for.
    #[expect(
        clippy::too_many_arguments,
        reason = "the four arguments of every connection, and what chooses the list"
    )]
    async fn people(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which people.")] filter: Option<PersonFilterInput>,
        #[graphql(
            desc = "Words, of which the beginnings are enough, in any order: of the person's names, e-mail and other addresses, \
                    notes and facts; or of an organisation of theirs; or of the text of an interaction with them."
        )]
        search: Option<String>,
        #[graphql(desc = "Archived people too.")] include_archived: Option<bool>,
        #[graphql(desc = "The user's own person too.")] include_self: Option<bool>,
        #[graphql(desc = "The order; by name if left out.")] order_by: Option<PersonOrder>,
        #[graphql(desc = "Entries from the beginning: 0 to 100, 25 if left out.")] first: Option<i32>,
        #[graphql(desc = "Beyond this cursor.")] after: Option<String>,
        #[graphql(desc = "Entries from the end: 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<Result<Connection<Person>>> {
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
                (
                    include_archived.unwrap_or_default(),
                    include_self.unwrap_or_default(),
                ),
                order_by,
                args,
            )
            .await,
        )
    }
}

async fn one(ctx: &Context<'_>, by: PersonRef) -> Result<Option<Person>> {
    let reader = ctx.reader(Right::PeopleRead)?;
    let found = match by {
        PersonRef::Id(id) => ctx.batch::<PersonById>(ctx.id(&id)?).await?,
        PersonRef::Email(email) => people::by_email(&reader, &email).await.shown()?,
        PersonRef::External(key) => people::by_external(&reader, &key.source, &key.external_id)
            .await
            .shown()?,
    };
    Ok(found.map(Into::into))
}

async fn list(
    ctx: &Context<'_>,
    filter: Option<PersonFilterInput>,
    search: Option<String>,
    (archived, own): (bool, bool),
    order: Option<PersonOrder>,
    args: PageArgs,
) -> Result<Connection<Person>> {
    let mut checks = Checks::new();
    let predicate = filter.map(|filter| filter.read(&mut checks, &Path::argument("filter")));
    ctx.checked(checks)?;
    let interactions = ctx.caller()?.rights.contains(Right::InteractionsRead);
    let filter = PersonFilter {
        predicate,
        search,
        archived,
        own,
        interactions,
    };
    let field = order.map_or(people::PersonOrder::DisplayName, |order| order.field.into());
    let descending = order.is_some_and(|order| order.direction == OrderDirection::Desc);
    let request = args.request(ctx, list_name(&("people", &filter, field, descending)))?;
    let reader = ctx.reader(Right::PeopleRead)?;
    let page = people::page(&reader, &filter, (field, descending), &request, ctx.now()?)
        .await
        .shown()?;
    Ok(Connection::of(page, &request, |model| {
        people::position(field, model)
    }))
}
