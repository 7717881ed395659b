//! The GraphQL kit: the roots, what all objects share, errors, scalars, rights, the gate.

pub mod bulk;
pub mod catalogue;
pub mod comparators;
pub mod connection;
pub mod context;
pub mod declare;
pub mod documents;
pub mod errors;
pub mod gate;
pub mod input;
pub mod kinds;
pub mod moved;
pub mod node;
pub mod plan;
pub mod problem;
pub mod record;
pub mod rights;
pub mod scalars;

use std::sync::LazyLock;

use async_graphql::{EmptySubscription, SDLExportOptions, Schema};

pub use context::RequestContext;
pub use documents::Documents;
pub use rights::Denied;

/// The schema that clients are built on.
pub type RapportSchema = Schema<plan::Query, plan::Mutation, EmptySubscription>;

/// The schema, which is built once, of all that the catalogue has; the rest comes with each request.
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
