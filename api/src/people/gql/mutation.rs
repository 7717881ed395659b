//! Mutations of people and ties.

use async_graphql::{Context, Object, Result};
use entity::ids::{PersonId, TieId};

use super::Person;
use super::input::{CreatePersonInput, UpdatePersonInput};
use super::tie::{CreateTieInput, TiePayload, UpdateTieInput};
use crate::graphql::context::ContextExt;
use crate::graphql::declare::payload;
use crate::graphql::rights::requires_scopes;
use crate::graphql::scalars::Id;
use crate::kit::Right;
use crate::kit::check::{Checks, Path};
use crate::people::{self, TieChange, UpdatePerson};

payload! {
    /// What mutations of a person answer.
    PersonPayload {
        /// The person as they are now.
        person: Person
    }
}

/// Mutations of people and ties.
#[derive(Default)]
pub struct PeopleMutation;

#[Object]
impl PeopleMutation {
    /// Makes a person, with all that belongs to them.
    #[graphql(directive = requires_scopes::apply(vec![Right::PeopleWrite.to_string()]))]
    async fn create_person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The person.")] input: CreatePersonInput,
    ) -> Option<Result<PersonPayload>> {
        let mut checks = Checks::new();
        let new = input.read(&mut checks);
        Some(
            ctx.command(Right::PeopleWrite, checks, &new, people::create)
                .await,
        )
    }

    /// Changes a person and what belongs to them, in one revision.
    #[graphql(directive = requires_scopes::apply(vec![Right::PeopleWrite.to_string()]))]
    async fn update_person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who.")] id: Id<PersonId>,
        #[graphql(desc = "What to change.")] input: UpdatePersonInput,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<PersonPayload>> {
        let mut checks = Checks::new();
        let id = checks.id(Path::argument("id"), &id);
        let (fields, parts) = input.read(&mut checks);
        let change = UpdatePerson {
            id,
            expected_revision,
            fields,
            parts,
        };
        Some(
            ctx.command(Right::PeopleWrite, checks, &change, people::update)
                .await,
        )
    }

    /// Hides a person; they can be restored, and what happened with them stays. Doing so twice changes nothing.
    #[graphql(directive = requires_scopes::apply(vec![Right::PeopleWrite.to_string()]))]
    async fn archive_person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who.")] id: Id<PersonId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<PersonPayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(
            ctx.command(Right::PeopleWrite, checks, &target, people::archive)
                .await,
        )
    }

    /// Shows an archived person again.
    #[graphql(directive = requires_scopes::apply(vec![Right::PeopleWrite.to_string()]))]
    async fn restore_person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who.")] id: Id<PersonId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<PersonPayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(
            ctx.command(Right::PeopleWrite, checks, &target, people::restore)
                .await,
        )
    }

    /// Notes that one person knows another. Two people have at most one tie of a kind in a direction.
    #[graphql(directive = requires_scopes::apply(vec![Right::PeopleWrite.to_string()]))]
    async fn create_tie(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The tie.")] input: CreateTieInput,
    ) -> Option<Result<TiePayload>> {
        let mut checks = Checks::new();
        let new = input.read(&mut checks);
        Some(
            ctx.command(Right::PeopleWrite, checks, &new, people::create_tie)
                .await,
        )
    }

    /// Changes a tie; the two people stay the same.
    #[graphql(directive = requires_scopes::apply(vec![Right::PeopleWrite.to_string()]))]
    async fn update_tie(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<TieId>,
        #[graphql(desc = "What to change.")] input: UpdateTieInput,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<TiePayload>> {
        let mut checks = Checks::new();
        let id = checks.id(Path::argument("id"), &id);
        let change = TieChange {
            id,
            expected_revision,
            fields: input.read(),
        };
        Some(
            ctx.command(Right::PeopleWrite, checks, &change, people::update_tie)
                .await,
        )
    }

    /// Hides a tie; it can be restored. Doing so twice changes nothing.
    #[graphql(directive = requires_scopes::apply(vec![Right::PeopleWrite.to_string()]))]
    async fn archive_tie(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<TieId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<TiePayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(
            ctx.command(Right::PeopleWrite, checks, &target, people::archive_tie)
                .await,
        )
    }

    /// Shows an archived tie again.
    #[graphql(directive = requires_scopes::apply(vec![Right::PeopleWrite.to_string()]))]
    async fn restore_tie(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<TieId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<TiePayload>> {
        let mut checks = Checks::new();
        let target = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(
            ctx.command(Right::PeopleWrite, checks, &target, people::restore_tie)
                .await,
        )
    }
}
