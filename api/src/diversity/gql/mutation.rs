//! Mutations of dimensions.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use entity::ids::DimensionId;

use super::input::{CreateDimensionInput, UpdateDimensionInput};
use super::object::Dimension;
use crate::diversity::{self, Erased};
use crate::graphql::context::ContextExt;
use crate::graphql::declare::{payload, plain_payload};
use crate::graphql::rights::requires_scopes;
use crate::graphql::scalars::Id;
use crate::kit::Right;
use crate::kit::check::{Checks, Path};

payload! {
    /// What mutations of a dimension answer.
    DimensionPayload {
        /// The dimension as it is now.
        dimension: Dimension
    }
}

/// The receipt for a dimension that is gone.
#[derive(SimpleObject)]
pub struct ErasedDimension {
    /// The id that the dimension had. The change feed keeps it, and nothing else.
    dimension_id: ID,
    /// How many values it had.
    values: u64,
    /// Of how many people something was known by it.
    people: u64,
}

impl From<Erased> for ErasedDimension {
    fn from(erased: Erased) -> Self {
        Self {
            dimension_id: ID(erased.id.to_string()),
            values: erased.values,
            people: erased.people,
        }
    }
}

plain_payload! {
    /// What erasing a dimension answers.
    EraseDimensionPayload {
        /// The receipt.
        erased: ErasedDimension
    }
}

/// Mutations of dimensions.
#[derive(Default)]
pub struct DiversityMutation;

#[Object]
impl DiversityMutation {
    /// Makes a dimension with its values. What holds of people is written with each person: `setAttributes`.
    #[graphql(directive = requires_scopes::apply(vec![Right::PeopleWrite.to_string()]))]
    async fn create_dimension(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The dimension.")] input: CreateDimensionInput,
    ) -> Option<Result<DimensionPayload>> {
        let mut checks = Checks::new();
        let new = input.read(&mut checks);
        Some(
            ctx.command(Right::PeopleWrite, checks, &new, diversity::create)
                .await,
        )
    }

    /// Changes a dimension and its values, in one revision.
    #[graphql(directive = requires_scopes::apply(vec![Right::PeopleWrite.to_string()]))]
    async fn update_dimension(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<DimensionId>,
        #[graphql(desc = "What to change.")] input: UpdateDimensionInput,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<DimensionPayload>> {
        let mut checks = Checks::new();
        let change = input.read(&mut checks, &id, expected_revision);
        Some(
            ctx.command(Right::PeopleWrite, checks, &change, diversity::update)
                .await,
        )
    }

    /// Hides a dimension. What is known of people stays. Doing so twice changes nothing.
    #[graphql(directive = requires_scopes::apply(vec![Right::PeopleWrite.to_string()]))]
    async fn archive_dimension(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<DimensionId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<DimensionPayload>> {
        let mut checks = Checks::new();
        let change = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(
            ctx.command(Right::PeopleWrite, checks, &change, diversity::archive)
                .await,
        )
    }

    /// Shows an archived dimension again. Doing so twice changes nothing.
    #[graphql(directive = requires_scopes::apply(vec![Right::PeopleWrite.to_string()]))]
    async fn restore_dimension(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<DimensionId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<DimensionPayload>> {
        let mut checks = Checks::new();
        let change = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(
            ctx.command(Right::PeopleWrite, checks, &change, diversity::restore)
                .await,
        )
    }

    /// Erases a dimension with its values and all that was ever known of people by it. This cannot be undone: the change feed
    /// keeps the id alone.
    #[graphql(directive = requires_scopes::apply(vec![Right::PeopleWrite.to_string()]))]
    async fn erase_dimension(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<DimensionId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<EraseDimensionPayload>> {
        let mut checks = Checks::new();
        let change = (checks.id(Path::argument("id"), &id), expected_revision);
        Some(
            ctx.command(Right::PeopleWrite, checks, &change, diversity::erase)
                .await,
        )
    }
}
