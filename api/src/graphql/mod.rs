//! The GraphQL kit: the roots, what all objects share, errors, scalars, rights, batching, the gate.

pub mod comparators;
pub mod connection;
pub mod context;
pub mod declare;
pub mod documents;
pub mod errors;
pub mod gate;
pub mod input;
pub mod moved;
pub mod node;
pub mod plan;
pub mod rights;
pub mod scalars;

use std::sync::LazyLock;

use async_graphql::{EmptySubscription, MergedObject, SDLExportOptions, Schema};

pub use context::RequestContext;
pub use documents::Documents;
pub use rights::Denied;

use crate::{
    agenda, auth, cadences, changes, circles, collaborations, communities, diversity, events, exchanges,
    goals, gratitude, interactions, introductions, milestones, needs, organizations, people, search, time,
    transfer, workspaces,
};

/// Reads. Nothing here changes anything.
#[derive(MergedObject, Default)]
pub struct Query(plan::Roots, introductions::gql::IntroductionQuery);

/// The queries on what is stored, which plans run.
#[must_use]
pub fn roots() -> &'static plan::Object {
    static ROOTS: LazyLock<plan::Object> = LazyLock::new(|| {
        let mut roots = plan::Object::plain("Query", "Reads. Nothing here changes anything.");
        roots.fields = [
            node::queries(),
            auth::gql::queries(),
            workspaces::gql::queries(),
            people::gql::queries(),
            organizations::gql::queries(),
            circles::gql::queries(),
            diversity::gql::queries(),
            cadences::gql::queries(),
            milestones::gql::queries(),
            interactions::gql::queries(),
            introductions::gql::queries(),
            collaborations::gql::queries(),
            exchanges::gql::queries(),
            gratitude::gql::queries(),
            agenda::gql::queries(),
            goals::gql::queries(),
            needs::gql::queries(),
            communities::gql::queries(),
            events::gql::queries(),
            time::gql::queries(),
            changes::gql::queries(),
            search::gql::queries(),
        ]
        .into_iter()
        .flatten()
        .collect();
        roots
    });
    &ROOTS
}

/// Writes. Each is one transaction: all of it happens, or nothing does. Mutations of one document run one after the other.
#[derive(MergedObject, Default)]
pub struct Mutation(
    auth::gql::AuthMutation,
    workspaces::gql::WorkspaceMutation,
    people::gql::PeopleMutation,
    organizations::gql::OrganizationMutation,
    circles::gql::CircleMutation,
    diversity::gql::DiversityMutation,
    cadences::gql::CadenceMutation,
    milestones::gql::MilestoneMutation,
    interactions::gql::InteractionMutation,
    introductions::gql::IntroductionMutation,
    collaborations::gql::CollaborationMutation,
    exchanges::gql::ExchangeMutation,
    gratitude::gql::GratitudeMutation,
    agenda::gql::AgendaMutation,
    goals::gql::GoalMutation,
    needs::gql::NeedMutation,
    needs::gql::OfferMutation,
    needs::gql::MatchMutation,
    communities::gql::CommunityMutation,
    events::gql::EventMutation,
    time::gql::TimeMutation,
    transfer::gql::TransferMutation,
);

/// The schema that clients are built on.
pub type RapportSchema = Schema<Query, Mutation, EmptySubscription>;

/// The schema, which is built once; the application comes with each request.
#[must_use]
pub fn schema() -> &'static RapportSchema {
    static SCHEMA: LazyLock<RapportSchema> = LazyLock::new(|| {
        Schema::build(Query::default(), Mutation::default(), EmptySubscription)
            .register_output_type::<node::StoredRecord>()
            .disable_suggestions()
            .finish()
    });
    &SCHEMA
}

/// The schema as text: `schema.graphql`.
#[must_use]
pub fn sdl() -> &'static str {
    static SDL: LazyLock<String> = LazyLock::new(|| {
        let options = SDLExportOptions::new()
            .sorted_fields()
            .sorted_arguments()
            .sorted_enum_items()
            .include_specified_by()
            .use_space_ident();
        schema().sdl_with_options(options)
    });
    &SDL
}
