//! Circles and tags.

use async_graphql::{Context, Result};
use entity::ids::{CircleId, PersonId, TagId};
use entity::{circle, person, tag};

use crate::circles::{self, OfCircle};
use crate::graphql::connection::{Connection, PageArgs};
use crate::graphql::context::ContextExt;
use crate::graphql::declare::{batch, record_object};
use crate::kit::Right;
use crate::kit::page::{Page, list_name};
use crate::people::gql::Person;

batch! {
    /// Circles by id.
    CircleById: CircleId => circle::Model, circles::circles_by_ids
}
batch! {
    /// Tags by id.
    TagById: TagId => tag::Model, circles::tags_by_ids
}
batch! {
    /// The live circles of people, by name.
    CirclesOfPerson: PersonId => Vec<circle::Model>, circles::circles_of
}
batch! {
    /// The live tags of people, by name.
    TagsOfPerson: PersonId => Vec<tag::Model>, circles::tags_of
}
batch! {
    /// Pages of the members of circles.
    MembersOf: OfCircle => Page<person::Model>, circles::members_of
}
batch! {
    /// How many members circles have.
    MemberCount: CircleId => i64, circles::member_counts
}

record_object! {
    /// A group of people that the user forms: close friends, a topic, a place.
    Circle(circle::Model) requires Right::PeopleRead; {
        /// Its name, unique among the workspace's circles without regard to case and accents.
        async fn name(&self) -> &str {
            &self.0.name
        }

        /// What it is for.
        async fn description(&self) -> Option<&str> {
            self.0.description.as_deref()
        }

        /// A colour for clients to show it in, such as `#3366ff`.
        async fn color(&self) -> Option<&str> {
            self.0.color.as_deref()
        }

        /// The people in it, by name; archived people are left out.
        async fn members(
            &self,
            ctx: &Context<'_>,
            #[graphql(desc = "Entries from the beginning: 0 to 100, 25 if left out.")] first: Option<i32>,
            #[graphql(desc = "Beyond this cursor.")] after: Option<String>,
            #[graphql(desc = "Entries from the end: 0 to 100.")] last: Option<i32>,
            #[graphql(desc = "Before this cursor.")] before: Option<String>,
        ) -> Option<Result<Connection<Person>>> {
            Some(members(ctx, self.0.id, &PageArgs { first, after, last, before }).await)
        }

        /// How many people are in it; archived people are not counted.
        async fn member_count(&self, ctx: &Context<'_>) -> Option<Result<i32>> {
            let count = ctx.batch::<MemberCount>(self.0.id).await;
            Some(count.map(|count| i32::try_from(count.unwrap_or_default()).unwrap_or(i32::MAX)))
        }
    }
}

async fn members(ctx: &Context<'_>, circle: CircleId, args: &PageArgs) -> Result<Connection<Person>> {
    let request = args.request(ctx, list_name(&"members"))?;
    let page = ctx.batch::<MembersOf>((circle, request.clone())).await?;
    let page = page.unwrap_or_else(|| request.cut(Vec::new(), None));
    Ok(Connection::of(page, &request, circles::member_position))
}

record_object! {
    /// A plain label that the user puts on people.
    Tag(tag::Model) requires Right::PeopleRead; {
        /// Its name, unique among the workspace's tags without regard to case and accents.
        async fn name(&self) -> &str {
            &self.0.name
        }

        /// A colour for clients to show it in, such as `#3366ff`.
        async fn color(&self) -> Option<&str> {
            self.0.color.as_deref()
        }
    }
}
