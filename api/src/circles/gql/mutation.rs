//! Mutations of circles and tags.

use async_graphql::{Context, Object, Result};
use entity::ids::{CircleId, PersonId, TagId};

use super::{Circle, CreateCircleInput, CreateTagInput, Tag, UpdateCircleInput, UpdateTagInput};
use crate::circles::{self, CircleChange, MEMBERS_AT_ONCE, Members, TagChange};
use crate::graphql::context::ContextExt;
use crate::graphql::declare::payload;
use crate::graphql::rights::requires_scopes;
use crate::graphql::scalars::Id;
use crate::kit::Right;
use crate::kit::check::{Checks, Path};

payload! {
    /// What mutations of a circle answer.
    CirclePayload {
        /// The circle as it is now.
        circle: Circle
    }
}

payload! {
    /// What mutations of a tag answer.
    TagPayload {
        /// The tag as it is now.
        tag: Tag
    }
}

/// Mutations of circles and tags.
#[derive(Default)]
pub struct CircleMutation;

fn members(checks: &mut Checks, id: &Id<CircleId>, person_ids: &[Id<PersonId>]) -> Members {
    let path = Path::argument("personIds");
    checks.count(path.clone(), person_ids.len(), MEMBERS_AT_ONCE);
    Members {
        circle: checks.id(Path::argument("id"), id),
        people: checks.ids(&path, person_ids),
    }
}

#[Object]
impl CircleMutation {
    /// Makes a circle. A name that another circle has, archived or not, is a `DUPLICATE`.
    #[graphql(directive = requires_scopes::apply(vec![Right::PeopleWrite.to_string()]))]
    async fn create_circle(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The circle.")] input: CreateCircleInput,
    ) -> Option<Result<CirclePayload>> {
        let mut checks = Checks::new();
        let new = input.read(&mut checks);
        Some(
            ctx.command(Right::PeopleWrite, checks, &new, circles::create_circle)
                .await,
        )
    }

    /// Changes a circle.
    #[graphql(directive = requires_scopes::apply(vec![Right::PeopleWrite.to_string()]))]
    async fn update_circle(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<CircleId>,
        #[graphql(desc = "What to change.")] input: UpdateCircleInput,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<CirclePayload>> {
        let mut checks = Checks::new();
        let id = checks.id(Path::argument("id"), &id);
        let change = CircleChange {
            id,
            expected_revision,
            fields: input.read(),
        };
        Some(
            ctx.command(Right::PeopleWrite, checks, &change, circles::update_circle)
                .await,
        )
    }

    /// Hides a circle; it can be restored, keeps its name, and its members stay. Doing so twice changes nothing.
    #[graphql(directive = requires_scopes::apply(vec![Right::PeopleWrite.to_string()]))]
    async fn archive_circle(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<CircleId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<CirclePayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(
            ctx.command(Right::PeopleWrite, checks, &target, circles::archive_circle)
                .await,
        )
    }

    /// Shows an archived circle again.
    #[graphql(directive = requires_scopes::apply(vec![Right::PeopleWrite.to_string()]))]
    async fn restore_circle(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<CircleId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<CirclePayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(
            ctx.command(Right::PeopleWrite, checks, &target, circles::restore_circle)
                .await,
        )
    }

    /// Puts people into a circle. Those who are in it already stay; if all are, nothing changes. The circle and
    /// everybody who joined change: each gets a new revision and a place in the feed.
    #[graphql(directive = requires_scopes::apply(vec![Right::PeopleWrite.to_string()]))]
    async fn add_to_circle(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which circle.")] id: Id<CircleId>,
        #[graphql(desc = "Who, at most 100. A person can be in 50 circles.")] person_ids: Vec<Id<PersonId>>,
    ) -> Option<Result<CirclePayload>> {
        let mut checks = Checks::new();
        let change = members(&mut checks, &id, &person_ids);
        Some(
            ctx.command(Right::PeopleWrite, checks, &change, circles::add_to_circle)
                .await,
        )
    }

    /// Takes people out of a circle. Whoever is not in it is passed over; if nobody is, nothing changes.
    #[graphql(directive = requires_scopes::apply(vec![Right::PeopleWrite.to_string()]))]
    async fn remove_from_circle(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which circle.")] id: Id<CircleId>,
        #[graphql(desc = "Who, at most 100.")] person_ids: Vec<Id<PersonId>>,
    ) -> Option<Result<CirclePayload>> {
        let mut checks = Checks::new();
        let change = members(&mut checks, &id, &person_ids);
        Some(
            ctx.command(Right::PeopleWrite, checks, &change, circles::remove_from_circle)
                .await,
        )
    }

    /// Makes a tag. A name that another tag has, archived or not, is a `DUPLICATE`.
    #[graphql(directive = requires_scopes::apply(vec![Right::PeopleWrite.to_string()]))]
    async fn create_tag(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The tag.")] input: CreateTagInput,
    ) -> Option<Result<TagPayload>> {
        let mut checks = Checks::new();
        let new = input.read(&mut checks);
        Some(
            ctx.command(Right::PeopleWrite, checks, &new, circles::create_tag)
                .await,
        )
    }

    /// Changes a tag.
    #[graphql(directive = requires_scopes::apply(vec![Right::PeopleWrite.to_string()]))]
    async fn update_tag(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<TagId>,
        #[graphql(desc = "What to change.")] input: UpdateTagInput,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<TagPayload>> {
        let mut checks = Checks::new();
        let id = checks.id(Path::argument("id"), &id);
        let change = TagChange {
            id,
            expected_revision,
            fields: input.read(),
        };
        Some(
            ctx.command(Right::PeopleWrite, checks, &change, circles::update_tag)
                .await,
        )
    }

    /// Hides a tag; it can be restored, keeps its name, and it stays on people. Doing so twice changes nothing.
    #[graphql(directive = requires_scopes::apply(vec![Right::PeopleWrite.to_string()]))]
    async fn archive_tag(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<TagId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<TagPayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(
            ctx.command(Right::PeopleWrite, checks, &target, circles::archive_tag)
                .await,
        )
    }

    /// Shows an archived tag again.
    #[graphql(directive = requires_scopes::apply(vec![Right::PeopleWrite.to_string()]))]
    async fn restore_tag(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<TagId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<TagPayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(
            ctx.command(Right::PeopleWrite, checks, &target, circles::restore_tag)
                .await,
        )
    }
}
