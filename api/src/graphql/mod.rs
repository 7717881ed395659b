//! The GraphQL kit: the roots, what all objects share, errors, scalars, rights, the gate.

pub mod bulk;
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
pub mod problem;
pub mod rights;
pub mod scalars;

use std::sync::LazyLock;

use async_graphql::{EmptySubscription, SDLExportOptions, Schema};

pub use context::RequestContext;
pub use documents::Documents;
pub use rights::Denied;

use crate::{
    agenda, auth, cadences, changes, circles, collaborations, communities, diversity, events, exchanges,
    goals, gratitude, interactions, introductions, milestones, needs, organizations, people, search, time,
    transfer, workspaces,
};

/// The root of queries.
#[must_use]
pub fn queries() -> &'static plan::Object {
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

/// The root of mutations.
#[must_use]
pub fn mutations() -> &'static plan::Object {
    static ROOTS: LazyLock<plan::Object> = LazyLock::new(|| {
        let mut roots = plan::Object::plain(
            "Mutation",
            "Writes. Each is one transaction: all of it happens, or nothing does. Mutations of one document run one after the other.",
        );
        roots.fields = [
            auth::gql::mutations(),
            workspaces::gql::mutations(),
            people::gql::mutations(),
            organizations::gql::mutations(),
            circles::gql::mutations(),
            diversity::gql::mutations(),
            cadences::gql::mutations(),
            milestones::gql::mutations(),
            interactions::gql::mutations(),
            introductions::gql::mutations(),
            collaborations::gql::mutations(),
            exchanges::gql::mutations(),
            gratitude::gql::mutations(),
            agenda::gql::mutations(),
            goals::gql::mutations(),
            needs::gql::mutations(),
            communities::gql::mutations(),
            events::gql::mutations(),
            time::gql::mutations(),
            transfer::gql::mutations(),
            bulk::mutations(),
        ]
        .into_iter()
        .flatten()
        .collect();
        roots
    });
    &ROOTS
}

/// The schema that clients are built on.
pub type RapportSchema = Schema<plan::Query, plan::Mutation, EmptySubscription>;

/// The schema, which is built once; the application comes with each request.
#[must_use]
pub fn schema() -> &'static RapportSchema {
    static SCHEMA: LazyLock<RapportSchema> = LazyLock::new(|| {
        Schema::build(plan::Query, plan::Mutation, EmptySubscription)
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
