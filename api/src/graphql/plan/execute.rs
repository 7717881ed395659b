//! Running documents: a query's plan, a mutation's, and a root field of either in a document that the engine runs.

use std::borrow::Cow;
use std::sync::OnceLock;

use async_graphql::parser::types::{Field as Selected, Selection, SelectionSet};
use async_graphql::registry::{MetaTypeId, ObjectBuilder, Registry};
use async_graphql::{
    ContainerType, Context, ContextSelectionSet, ObjectType, OutputType, Positioned, ServerError,
    ServerResult, TypeDirective as _, Value, Variables,
};

use super::act::act;
use super::compile::Compiler;
use super::engine::Engine;
use super::register;
use super::run::{Below, Now, Run};
use super::shape::Object;
use super::tree::Plan;
use super::{Json, write};
use crate::graphql::catalogue::catalogue;
use crate::graphql::context::RequestContext;
use crate::graphql::errors::shown;
use crate::graphql::rights::requires_scopes;
use crate::kit::rows::{Rows, Session};
use crate::kit::{Caller, Fault, Reader, Rights};

/// Who asks, when, and with which values.
pub struct Asked<'a> {
    /// What it runs on.
    pub engine: &'a Engine,
    /// The request.
    pub request: &'a RequestContext,
    /// The values of the request's variables.
    pub variables: &'a Variables,
    /// For whom things are read: who calls, or nobody.
    pub(super) seen_by: &'a Caller,
}

impl<'a> Asked<'a> {
    /// What a request asks.
    #[must_use]
    pub fn new(engine: &'a Engine, request: &'a RequestContext, variables: &'a Variables) -> Self {
        static NOBODY: OnceLock<Caller> = OnceLock::new();
        Self {
            engine,
            request,
            variables,
            seen_by: request
                .caller
                .as_ref()
                .unwrap_or_else(|| NOBODY.get_or_init(Caller::nobody)),
        }
    }

    /// Who calls, if anybody who is known.
    pub(super) const fn caller(&self) -> Option<&'a Caller> {
        self.request.caller.as_ref()
    }

    /// When the request was taken up, and which day that is for whom it is read.
    pub(super) fn now(&self) -> Now {
        let now = self.request.now;
        (now, self.seen_by.scope().day_of(now))
    }

    /// What the caller may do.
    pub(super) const fn rights(&self) -> Rights {
        self.seen_by.rights
    }
}

/// Runs what was asked for somebody.
pub(super) fn run<'r>(
    asked: &'r Asked<'_>,
    session: Session,
    reader: Reader<'r>,
    caller: &'r Caller,
) -> Run<'r> {
    let db = &asked.engine.db;
    Run {
        session,
        reader,
        db,
        scope: *caller.scope(),
        caller,
        variables: asked.variables,
        now: asked.request.now,
        backend: db.backend(),
        broken: OnceLock::new(),
    }
}

/// Runs a query's plan: the JSON of `data`, and the errors of its fields.
///
/// # Errors
/// The database cannot be reached at all.
pub async fn execute(asked: &Asked<'_>, plan: &Plan) -> Result<(Json, Vec<ServerError>), Fault> {
    let (db, caller) = (&asked.engine.db, asked.seen_by);
    let session = match asked.request.min_seq {
        Some(seq) => db.session_seeing(caller.scope(), seq).await,
        None => db.session(caller.scope()),
    };
    let reader = db.read_lightly(caller.scope(), &session);
    let run = run(asked, session, reader, caller);
    let rows = Rows::default();
    let children = run.children(&plan.level, &rows, None).await;
    Ok(write::write(
        plan,
        &Below { rows, children },
        (run.now(), run.caller.rights),
    ))
}

/// The roots that plans read, as the engine sees them.
#[derive(Default)]
pub struct Query;

/// The roots that plans write, as the engine sees them.
#[derive(Default)]
pub struct Mutation;

macro_rules! root {
    ($name:ident of $roots:ident) => {
        impl OutputType for $name {
            fn type_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn create_type_info(registry: &mut Registry) -> String {
                registry.create_output_type::<Self, _>(MetaTypeId::Object, |registry| {
                    // The macros of the engine would do so for types that they declare.
                    requires_scopes.register(registry);
                    let fields = register::fields(&catalogue().$roots, registry);
                    ObjectBuilder::new(Self::type_name(), fields)
                        .description(Some(catalogue().$roots.description.to_owned()))
                        .rust_typename(std::any::type_name::<Self>())
                        .build()
                })
            }

            async fn resolve(
                &self,
                ctx: &ContextSelectionSet<'_>,
                _: &Positioned<Selected>,
            ) -> ServerResult<Value> {
                async_graphql::resolver_utils::resolve_container(ctx, self).await
            }
        }

        impl ObjectType for $name {}

        impl ContainerType for $name {
            async fn resolve_field(&self, ctx: &Context<'_>) -> ServerResult<Option<Value>> {
                alone(ctx, &catalogue().$roots).await
            }
        }
    };
}

root!(Query of queries);
root!(Mutation of mutations);

/// A root field in a document that the engine runs: a plan of its own.
async fn alone(ctx: &Context<'_>, root: &'static Object) -> ServerResult<Option<Value>> {
    let Some(field) = root.field(ctx.item.node.name.node.as_str()) else {
        return Ok(None);
    };
    let selections = SelectionSet {
        items: vec![Positioned::new(Selection::Field(ctx.item.clone()), ctx.item.pos)],
    };
    let answer = planned(ctx, root, &selections).await;
    let (json, errors) = answer.map_err(|error| ctx.set_error_path(error.into_server_error(ctx.item.pos)))?;
    errors.into_iter().for_each(|error| ctx.add_error(error));
    let data: Value = serde_json::from_slice(json.bytes())
        .map_err(|error| ServerError::new(format!("a plan wrote no JSON: {error}"), Some(ctx.item.pos)))?;
    let key = ctx.item.node.response_key().node.as_str();
    match data {
        Value::Object(mut fields) => Ok(fields.swap_remove(key)),
        data if field.kind.nullable() => Ok(Some(data)),
        _ => Err(ServerError::new("internal error", Some(ctx.item.pos))),
    }
}

async fn planned(
    ctx: &Context<'_>,
    root: &'static Object,
    selections: &SelectionSet,
) -> async_graphql::Result<(Json, Vec<ServerError>)> {
    let (engine, request): (&Engine, &RequestContext) = (ctx.data()?, ctx.data()?);
    let compiler = Compiler::of(ctx, engine.db.backend());
    let plan = compiler
        .root(root, selections)
        .map_err(|field| shown(Fault::Internal(format!("{} cannot be planned", field.0))))?;
    let asked = Asked::new(engine, request, &ctx.query_env.variables);
    if std::ptr::eq(root, &catalogue().mutations) {
        return Ok(act(&asked, &plan).await);
    }
    execute(&asked, &plan).await.map_err(shown)
}
