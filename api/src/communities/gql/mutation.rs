//! Mutations of communities.

use async_graphql::{Context, Object, Result};
use entity::ids::{CommunityId, PersonId};

use super::{Community, CreateCommunityInput, RecordCommunityMembersInput, UpdateCommunityInput};
use crate::communities::{self, Leaving, MEMBERS_AT_ONCE};
use crate::graphql::context::ContextExt;
use crate::graphql::declare::payload;
use crate::graphql::rights::requires_scopes;
use crate::graphql::scalars::Id;
use crate::kit::Right;
use crate::kit::check::{Checks, Path};

payload! {
    /// What mutations of a community answer.
    CommunityPayload {
        /// The community as it is now.
        community: Community
    }
}

const WRITE: Right = Right::EventsWrite;

/// Mutations of communities.
#[derive(Default)]
pub struct CommunityMutation;

#[Object]
impl CommunityMutation {
    /// Makes a community.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn create_community(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The community.")] input: CreateCommunityInput,
    ) -> Option<Result<CommunityPayload>> {
        let mut checks = Checks::new();
        let new = input.read(&mut checks);
        Some(ctx.command(WRITE, checks, &new, communities::create).await)
    }

    /// Changes a community, but for who is in it.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn update_community(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<CommunityId>,
        #[graphql(desc = "What to change.")] input: UpdateCommunityInput,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<CommunityPayload>> {
        let mut checks = Checks::new();
        let change = input.read(&mut checks, &id, expected_revision);
        Some(ctx.command(WRITE, checks, &change, communities::update).await)
    }

    /// Puts people on a community's list, or changes what is said of those who are on it. If nothing would change, nothing is
    /// written.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn record_community_members(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, and as what, in which community.")] input: RecordCommunityMembersInput,
        #[graphql(desc = "The community's revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<CommunityPayload>> {
        let mut checks = Checks::new();
        let recorded = input.read(&mut checks, expected_revision);
        Some(
            ctx.command(WRITE, checks, &recorded, communities::record_members)
                .await,
        )
    }

    /// Takes people off a community's list, as if they had never been in it; who left is recorded with `endedOn`. Whoever is not on
    /// it is passed over; if nobody is, nothing changes.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn remove_community_members(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which community.")] id: Id<CommunityId>,
        #[graphql(default, desc = "Who, at most 500.")] person_ids: Vec<Id<PersonId>>,
        #[graphql(default = false, desc = "The user, too.")] mine: bool,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<CommunityPayload>> {
        let mut checks = Checks::new();
        let path = Path::argument("personIds");
        checks.count(path.clone(), person_ids.len(), MEMBERS_AT_ONCE);
        let leaving = Leaving {
            id: checks.id(Path::argument("id"), &id),
            expected_revision,
            people: checks.ids(&path, &person_ids),
            mine,
        };
        Some(
            ctx.command(WRITE, checks, &leaving, communities::remove_members)
                .await,
        )
    }

    /// Hides a community; it can be restored. Who is in it, and its events, stay. Doing so twice changes nothing.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn archive_community(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<CommunityId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<CommunityPayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(ctx.command(WRITE, checks, &target, communities::archive).await)
    }

    /// Shows an archived community again.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn restore_community(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<CommunityId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<CommunityPayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(ctx.command(WRITE, checks, &target, communities::restore).await)
    }
}
