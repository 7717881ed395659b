//! A person and their parts.

use async_graphql::{Context, Result};
use entity::ids::PersonId;
use entity::{affiliation, attribute, contact_point, external_ref, fact, person, support_role};

use super::part::{Affiliation, Attribute, ContactPoint, ExternalRef, Fact, SupportRole};
use super::tie::{self, Tie};
use crate::circles::gql::{Circle, CirclesOfPerson, Tag, TagsOfPerson};
use crate::collaborations::gql::Collaboration;
use crate::graphql::connection::{Connection, PageArgs};
use crate::graphql::context::ContextExt;
use crate::graphql::declare::{batch, record_object};
use crate::graphql::scalars::{DateTime, PartialDate};
use crate::interactions::gql::{Interaction, InteractionFilterInput, InteractionOrder};
use crate::introductions::gql::Introduction;
use crate::kit::Right;
use crate::{collaborations, interactions, introductions};

batch! {
    /// People by id.
    PersonById: PersonId => person::Model, super::super::by_ids
}
batch! {
    /// The contact points of people.
    ContactPoints: PersonId => Vec<contact_point::Model>, super::super::contact_points_of
}
batch! {
    /// The affiliations of people.
    Affiliations: PersonId => Vec<affiliation::Model>, super::super::affiliations_of
}
batch! {
    /// The facts about people.
    Facts: PersonId => Vec<fact::Model>, super::super::facts_of
}
batch! {
    /// The support roles of people.
    SupportRoles: PersonId => Vec<support_role::Model>, super::super::support_roles_of
}
batch! {
    /// The attributes of people.
    Attributes: PersonId => Vec<attribute::Model>, super::super::attributes_of
}
batch! {
    /// The references of people to other systems.
    ExternalRefs: PersonId => Vec<external_ref::Model>, super::super::external_refs_of
}

/// What belongs to a person, in GraphQL's form.
async fn parts<B, M, N>(ctx: &Context<'_>, person: PersonId) -> Option<Result<Vec<N>>>
where
    B: crate::graphql::batch::Batch<Key = PersonId, Value = Vec<M>>,
    N: From<M>,
{
    let found = ctx.batch::<B>(person).await;
    Some(found.map(|found| found.unwrap_or_default().into_iter().map(N::from).collect()))
}

record_object! {
    /// Someone in the network.
    Person(person::Model) requires Right::PeopleRead; {
        /// The name to show.
        async fn display_name(&self) -> &str {
            &self.0.display_name
        }

        /// First name.
        async fn given_name(&self) -> Option<&str> {
            self.0.given_name.as_deref()
        }

        /// Middle names.
        async fn middle_name(&self) -> Option<&str> {
            self.0.middle_name.as_deref()
        }

        /// Last name.
        async fn family_name(&self) -> Option<&str> {
            self.0.family_name.as_deref()
        }

        /// What stands before the name: Dr, Prof …
        async fn name_prefix(&self) -> Option<&str> {
            self.0.name_prefix.as_deref()
        }

        /// What stands after the name: Jr, PhD …
        async fn name_suffix(&self) -> Option<&str> {
            self.0.name_suffix.as_deref()
        }

        /// What friends call them.
        async fn nickname(&self) -> Option<&str> {
            self.0.nickname.as_deref()
        }

        /// As the person states them.
        async fn pronouns(&self) -> Option<&str> {
            self.0.pronouns.as_deref()
        }

        /// One line on what they do.
        async fn headline(&self) -> Option<&str> {
            self.0.headline.as_deref()
        }

        /// Free notes about the person.
        async fn summary(&self) -> Option<&str> {
            self.0.summary.as_deref()
        }

        /// Their IANA time zone, such as `Europe/Lisbon`.
        async fn time_zone(&self) -> Option<&str> {
            self.0.time_zone.as_deref()
        }

        /// Their birthday; the year may be unknown.
        async fn birthday(&self) -> Option<PartialDate> {
            self.0.birthday.map(Into::into)
        }

        /// When the user and the person met.
        async fn met_on(&self) -> Option<PartialDate> {
            self.0.met_on.map(Into::into)
        }

        /// How the user and the person met.
        async fn met_how(&self) -> Option<&str> {
            self.0.met_how.as_deref()
        }

        /// Who brought the user and the person together.
        async fn met_through(&self, ctx: &Context<'_>) -> Option<Result<Person>> {
            let through = self.0.met_through_id?;
            ctx.batch::<PersonById>(through).await.map(|found| found.map(Into::into)).transpose()
        }

        /// Whether this person is the user. One person of a workspace is.
        async fn is_self(&self) -> bool {
            self.0.is_self
        }

        /// When the last live interaction with them happened; null when there was none.
        async fn last_interaction_at(&self) -> Option<DateTime> {
            (self.0.last_interaction_at != person::NEVER).then(|| self.0.last_interaction_at.into())
        }

        /// Ways to reach them, in the user's order, at most 50.
        async fn contact_points(&self, ctx: &Context<'_>) -> Option<Result<Vec<ContactPoint>>> {
            parts::<ContactPoints, _, _>(ctx, self.0.id).await
        }

        /// The e-mail address to write to: the primary one, else the first.
        async fn primary_email(&self, ctx: &Context<'_>) -> Option<Result<String>> {
            let found = ctx.batch::<ContactPoints>(self.0.id).await;
            found.map(|points| primary_email(points.unwrap_or_default())).transpose()
        }

        /// Where they work and have worked, in the user's order, at most 30.
        async fn affiliations(&self, ctx: &Context<'_>) -> Option<Result<Vec<Affiliation>>> {
            parts::<Affiliations, _, _>(ctx, self.0.id).await
        }

        /// What is worth remembering about them, at most 200.
        async fn facts(&self, ctx: &Context<'_>) -> Option<Result<Vec<Fact>>> {
            parts::<Facts, _, _>(ctx, self.0.id).await
        }

        /// How they support the user, or are supported.
        async fn support_roles(&self, ctx: &Context<'_>) -> Option<Result<Vec<SupportRole>>> {
            parts::<SupportRoles, _, _>(ctx, self.0.id).await
        }

        /// Values on the dimensions that the user chose, at most 30. Entered by the user, never inferred.
        async fn attributes(&self, ctx: &Context<'_>) -> Option<Result<Vec<Attribute>>> {
            parts::<Attributes, _, _>(ctx, self.0.id).await
        }

        /// Their keys in other systems, at most 20.
        async fn external_refs(&self, ctx: &Context<'_>) -> Option<Result<Vec<ExternalRef>>> {
            parts::<ExternalRefs, _, _>(ctx, self.0.id).await
        }

        /// Their tags, by name, at most 50.
        async fn tags(&self, ctx: &Context<'_>) -> Option<Result<Vec<Tag>>> {
            parts::<TagsOfPerson, _, _>(ctx, self.0.id).await
        }

        /// The circles they are in, by name, at most 50.
        async fn circles(&self, ctx: &Context<'_>) -> Option<Result<Vec<Circle>>> {
            parts::<CirclesOfPerson, _, _>(ctx, self.0.id).await
        }

        /// Whom they know and who knows them, as far as the user knows, oldest tie first.
        async fn ties(
            &self,
            ctx: &Context<'_>,
            #[graphql(desc = "Entries from the beginning: 0 to 100, 25 if left out.")] first: Option<i32>,
            #[graphql(desc = "Beyond this cursor.")] after: Option<String>,
            #[graphql(desc = "Entries from the end: 0 to 100.")] last: Option<i32>,
            #[graphql(desc = "Before this cursor.")] before: Option<String>,
        ) -> Option<Result<Connection<Tie>>> {
            Some(tie::of_person(ctx, self.0.id, PageArgs { first, after, last, before }).await)
        }

        /// What happened with them, latest first unless ordered otherwise.
        #[expect(clippy::too_many_arguments, reason = "the four arguments of every connection, and what chooses the list")]
        async fn interactions(
            &self,
            ctx: &Context<'_>,
            #[graphql(desc = "Which interactions.")] filter: Option<InteractionFilterInput>,
            #[graphql(desc = "The order; latest first if left out.")] order_by: Option<InteractionOrder>,
            #[graphql(desc = "Entries from the beginning: 0 to 100, 25 if left out.")] first: Option<i32>,
            #[graphql(desc = "Beyond this cursor.")] after: Option<String>,
            #[graphql(desc = "Entries from the end: 0 to 100.")] last: Option<i32>,
            #[graphql(desc = "Before this cursor.")] before: Option<String>,
        ) -> Option<Result<Connection<Interaction>>> {
            let args = PageArgs { first, after, last, before };
            Some(interactions::gql::of_person(ctx, self.0.id, filter, order_by, args).await)
        }

        /// Introductions in which they are a side or the connector, newest first.
        async fn introductions(
            &self,
            ctx: &Context<'_>,
            #[graphql(desc = "Entries from the beginning: 0 to 100, 25 if left out.")] first: Option<i32>,
            #[graphql(desc = "Beyond this cursor.")] after: Option<String>,
            #[graphql(desc = "Entries from the end: 0 to 100.")] last: Option<i32>,
            #[graphql(desc = "Before this cursor.")] before: Option<String>,
        ) -> Option<Result<Connection<Introduction>>> {
            Some(introductions::gql::of_person(ctx, self.0.id, PageArgs { first, after, last, before }).await)
        }

        /// Collaborations that they are a member of, newest first.
        async fn collaborations(
            &self,
            ctx: &Context<'_>,
            #[graphql(desc = "Entries from the beginning: 0 to 100, 25 if left out.")] first: Option<i32>,
            #[graphql(desc = "Beyond this cursor.")] after: Option<String>,
            #[graphql(desc = "Entries from the end: 0 to 100.")] last: Option<i32>,
            #[graphql(desc = "Before this cursor.")] before: Option<String>,
        ) -> Option<Result<Connection<Collaboration>>> {
            Some(collaborations::gql::of_person(ctx, self.0.id, PageArgs { first, after, last, before }).await)
        }
    }
}

fn primary_email(points: Vec<contact_point::Model>) -> Option<String> {
    let mut emails = points
        .into_iter()
        .filter(|point| point.kind == contact_point::ContactKind::Email);
    let first = emails.next()?;
    let primary = (!first.is_primary)
        .then(|| emails.find(|point| point.is_primary))
        .flatten();
    Some(primary.unwrap_or(first).value)
}
