//! Stored objects in what the engine runs: in the payloads of mutations, and where a document is not planned as a whole.

use std::borrow::Cow;
use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::{Arc, OnceLock};

use async_graphql::parser::types::{Field as Selected, SelectionSet};
use async_graphql::registry::{MetaTypeId, ObjectBuilder, Registry};
use async_graphql::{
    ContainerType, Context, ContextSelectionSet, ObjectType, OutputType, Pos, Positioned, ServerError,
    ServerResult, Value, Variables,
};
use uuid::Uuid;

use super::batch::Loaders;
use super::compile::{Compiler, Unplanned};
use super::computed::Values;
use super::json::Json;
use super::register;
use super::run::{Below, Run};
use super::shape::{Object, Shape};
use super::tree::{Plan, Typed};
use super::write;
use crate::app::App;
use crate::graphql::context::{ContextExt as _, RequestContext};
use crate::graphql::errors::{coded, shown};
use crate::kit::rows::{Cell, Session};
use crate::kit::{Caller, Fault, Reader};

/// What was read for one place of a document: the object, or null if it cannot be shown, and what went wrong.
pub type Answer = (Option<Value>, Vec<ServerError>);

/// Answers by their places in the document.
pub type Answers = Arc<HashMap<Pos, Answer>>;

/// An object by its id.
#[derive(Clone)]
pub struct Stored {
    object: fn() -> &'static Object,
    id: Uuid,
    answers: Answers,
}

impl std::fmt::Debug for Stored {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", (self.object)().name, self.id)
    }
}

impl Stored {
    /// The object of a type with this id.
    #[must_use]
    pub fn new(object: fn() -> &'static Object, id: Uuid, answers: Answers) -> Self {
        Self { object, id, answers }
    }

    /// Its type.
    #[must_use]
    pub fn object(&self) -> &'static Object {
        (self.object)()
    }

    /// Answers a selection of the engine's: with what was read before, else by a plan for all objects of its place.
    ///
    /// # Errors
    /// The object cannot be shown.
    pub async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Selected>,
    ) -> ServerResult<Value> {
        let (value, errors) = match self.answers.get(&field.pos) {
            Some(answer) => answer.clone(),
            None => {
                let failed =
                    |error: async_graphql::Error| ctx.set_error_path(error.into_server_error(field.pos));
                self.read(ctx, field.pos).await.map_err(failed)?
            }
        };
        told(ctx, field, value, errors)
    }

    async fn read(&self, ctx: &ContextSelectionSet<'_>, place: Pos) -> async_graphql::Result<Answer> {
        let request: &RequestContext = ctx.data()?;
        let signed_in = request.caller.as_ref().zip(ctx.data_opt::<Loaders>());
        let (caller, loaders) =
            signed_in.ok_or_else(|| coded("UNAUTHENTICATED", "sign in first".to_owned()))?;
        let object = self.object();
        if !object.right.is_none_or(|right| caller.rights.contains(right)) {
            return Ok((Some(Value::Null), Vec::new()));
        }
        let variables = &ctx.query_env.variables;
        let app: &App = ctx.data()?;
        let compile = || {
            let compiler = Compiler::of(ctx, app.db.backend());
            compiler.by_id(object, vec![&ctx.item.node])
        };
        let found = loaders
            .answer((place, object.name), self.id, variables, compile)
            .await
            .map_err(shown)?;
        Ok(found.unwrap_or((Some(Value::Null), Vec::new())))
    }
}

/// What a plan wrote, for the engine: the value, and its errors with the path to it.
fn told(
    ctx: &ContextSelectionSet<'_>,
    field: &Positioned<Selected>,
    value: Option<Value>,
    errors: Vec<ServerError>,
) -> ServerResult<Value> {
    let path = ctx.set_error_path(ServerError::new("", None)).path;
    let mut errors = errors.into_iter().map(|mut error| {
        error.path.splice(0..0, path.iter().cloned());
        error
    });
    // Where the object itself cannot be shown, its last error is the one that says why.
    let last = if value.is_none() { errors.next_back() } else { None };
    errors.for_each(|error| ctx.add_error(error));
    value.ok_or_else(|| last.unwrap_or_else(|| ServerError::new("internal error", Some(field.pos))))
}

/// Answers a selection of the engine's on a computed object. What is stored below it is read for the caller alone.
///
/// # Errors
/// The object cannot be shown.
pub async fn value(
    ctx: &ContextSelectionSet<'_>,
    field: &Positioned<Selected>,
    object: &'static Object,
    values: &Values,
) -> ServerResult<Value> {
    let request: &RequestContext = ctx
        .data()
        .map_err(|error: async_graphql::Error| ctx.set_error_path(error.into_server_error(field.pos)))?;
    value_for(ctx, field, object, values, request.caller.as_ref()).await
}

async fn value_for(
    ctx: &ContextSelectionSet<'_>,
    field: &Positioned<Selected>,
    object: &'static Object,
    values: &Values,
    caller: Option<&Caller>,
) -> ServerResult<Value> {
    let failed = |error: async_graphql::Error| ctx.set_error_path(error.into_server_error(field.pos));
    let (app, request): (&App, &RequestContext) = (ctx.data().map_err(failed)?, ctx.data().map_err(failed)?);
    let compiler = Compiler::of(ctx, app.db.backend());
    let Plan { view, level, .. } = compiler
        .root(object, &ctx.item.node)
        .map_err(|field| failed(unplanned(field)))?;
    let below = match (caller, level.children.is_empty()) {
        (caller, true) => Below {
            rows: values.rows(&level, caller),
            children: Vec::new(),
        },
        (None, false) => return Err(failed(coded("UNAUTHENTICATED", "sign in first".to_owned()))),
        (Some(caller), false) => {
            let session = app.db.session().await.map_err(|fault| failed(shown(fault)))?;
            let (session, reader) = (session.of(caller.scope()), app.db.read_lightly(caller.scope()));
            let run = run(session, reader, caller, &ctx.query_env.variables, request, app);
            run.computed(&level, values).await
        }
    };
    // Who is nobody yet sees nothing that depends on the day.
    let day = request
        .caller
        .as_ref()
        .map(|caller| caller.scope().day_of(request.now));
    let now = (request.now, day.unwrap_or_default());
    let (json, errors) = write::write_one(&view, &level, &below, 0, now);
    let json = json.map(|json| value_of(&json)).transpose();
    told(ctx, field, json.map_err(|fault| failed(shown(fault)))?, errors)
}

/// A computed object as another caller sees it than the request's: the one whom the mutation has just signed in. So it shows what
/// every later query will show of it.
pub struct SeenBy<T> {
    caller: Caller,
    values: Values,
    of: PhantomData<fn() -> T>,
}

impl<T: Shape> SeenBy<T> {
    /// The object with this value.
    #[must_use]
    pub fn new<V: Send + Sync + 'static>(caller: &Caller, value: V) -> Self {
        Self {
            caller: caller.clone(),
            values: Values::of(vec![value]),
            of: PhantomData,
        }
    }
}

impl<T: Shape> OutputType for SeenBy<T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry)
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Selected>,
    ) -> ServerResult<Value> {
        value_for(ctx, field, T::object(), &self.values, Some(&self.caller)).await
    }
}

/// The object of a type with this id, for what the engine answers.
#[must_use]
pub fn by_id<T: Shape + From<Stored>>(id: Uuid) -> T {
    Stored::new(T::object, id, Arc::default()).into()
}

/// Answers a selection of the engine's on an object that is a text.
///
/// # Errors
/// The object cannot be shown.
pub fn embedded(
    ctx: &ContextSelectionSet<'_>,
    field: &Positioned<Selected>,
    object: &'static Object,
    text: &str,
) -> ServerResult<Value> {
    let failed = |error: async_graphql::Error| ctx.set_error_path(error.into_server_error(field.pos));
    // No statement is made, so any database will do.
    let compiler = Compiler::of(ctx, sea_orm::DbBackend::Sqlite);
    let plan = compiler
        .root(object, &ctx.item.node)
        .map_err(|field| failed(unplanned(field)))?;
    let json = write::write_embedded(&plan.view, text);
    json.and_then(|json| value_of(&json).ok())
        .ok_or_else(|| failed(coded("INTERNAL", "internal error".to_owned())))
}

fn unplanned(field: Unplanned) -> async_graphql::Error {
    shown(Fault::Internal(format!("{} cannot be planned", field.0)))
}

pub(super) fn run<'a>(
    session: Session<'a>,
    reader: Reader<'a>,
    caller: &'a Caller,
    variables: &'a Variables,
    request: &RequestContext,
    app: &'a App,
) -> Run<'a> {
    Run {
        session,
        reader,
        db: &app.db,
        scope: *caller.scope(),
        caller,
        variables,
        now: request.now,
        backend: app.db.backend(),
        broken: OnceLock::new(),
    }
}

/// Reads objects by id for one place; the paths of errors begin there.
pub(super) async fn read_many(
    run: &Run<'_>,
    typed: &Typed,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Answer>, Fault> {
    let rows = run.session.run(&typed.template.fill(&run.scope, ids)).await?;
    let children = run.children(&typed.level, &rows, None).await;
    let below = Below { rows, children };
    let mut answers = HashMap::with_capacity(below.rows.len());
    for row in 0..below.rows.len() {
        let Cell::Uuid(id) = below.rows.cell(row, typed.level.columns.len()) else {
            continue;
        };
        let (json, errors) = write::write_one(&typed.view, &typed.level, &below, row, run.now());
        let value = json.map(|json| value_of(&json)).transpose()?;
        answers.insert(id, (value, errors));
    }
    Ok(answers)
}

fn value_of(json: &Json) -> Result<Value, Fault> {
    serde_json::from_slice(json.bytes())
        .map_err(|error| Fault::Internal(format!("a plan wrote no JSON: {error}")))
}

/// What a mutation's payload shows of the record that was written: the plans of all places that select it, to be run within the
/// write.
pub struct Look {
    object: fn() -> &'static Object,
    places: Vec<(Pos, Typed)>,
    app: App,
    request: RequestContext,
    caller: Caller,
    variables: Variables,
}

impl Look {
    /// The places of a payload's field in the mutation that is under way.
    ///
    /// # Errors
    /// A field cannot be planned.
    pub fn of(
        ctx: &Context<'_>,
        field: &str,
        object: fn() -> &'static Object,
    ) -> async_graphql::Result<Self> {
        let (app, request, caller) = (ctx.app()?, ctx.request()?, ctx.caller()?);
        let compiler = Compiler::of(ctx, app.db.backend());
        let mut selected = Vec::new();
        compiler.places(&ctx.item.node.selection_set.node, field, &mut selected);
        let places = selected.into_iter().map(|selected| {
            let typed = compiler
                .by_id(object(), vec![&selected.node.selection_set.node])
                .map_err(unplanned)?;
            Ok((selected.pos, typed))
        });
        Ok(Self {
            object,
            places: places.collect::<async_graphql::Result<_>>()?,
            app: app.clone(),
            request: request.clone(),
            caller: caller.clone(),
            variables: ctx.query_env.variables.clone(),
        })
    }

    /// Reads the record with this id for all places.
    ///
    /// # Errors
    /// The database fails.
    pub async fn read(&self, reader: Reader<'_>, id: Option<Uuid>) -> Result<Option<Stored>, Fault> {
        let Some(id) = id else { return Ok(None) };
        let Self {
            object,
            places,
            app,
            request,
            caller,
            variables,
        } = self;
        let session = Session::within(&reader);
        let run = run(session, reader, caller, variables, request, app);
        let mut answers = HashMap::with_capacity(places.len());
        for (place, typed) in places {
            let mut found = read_many(&run, typed, &[id]).await?;
            answers.insert(
                *place,
                found.remove(&id).unwrap_or((Some(Value::Null), Vec::new())),
            );
        }
        // After a statement failed, PostgreSQL would roll back what commits.
        if let Some(fault) = run.broken.get() {
            return Err(fault.clone());
        }
        Ok(Some(Stored::new(*object, id, Arc::new(answers))))
    }
}

/// The roots that plans read, as the engine sees them.
#[derive(Default)]
pub struct Roots;

impl OutputType for Roots {
    fn type_name() -> Cow<'static, str> {
        "StoredQuery".into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_output_type::<Self, _>(MetaTypeId::Object, |registry| {
            ObjectBuilder::new(
                Self::type_name(),
                register::fields(crate::graphql::roots(), registry),
            )
            .rust_typename(std::any::type_name::<Self>())
            .build()
        })
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, _: &Positioned<Selected>) -> ServerResult<Value> {
        async_graphql::resolver_utils::resolve_container(ctx, self).await
    }
}

impl ObjectType for Roots {}

impl ContainerType for Roots {
    /// A root field in a document that the engine runs: a plan of its own.
    async fn resolve_field(&self, ctx: &Context<'_>) -> ServerResult<Option<Value>> {
        let name = ctx.item.node.name.node.as_str();
        if crate::graphql::roots().field(name).is_none() {
            return Ok(None);
        }
        // Of what strangers may select, the plans' part is what there is for callers alone.
        if ctx.request().is_ok_and(|request| request.caller.is_none()) {
            return Ok(Some(Value::Null));
        }
        let failed = |error: async_graphql::Error| ctx.set_error_path(error.into_server_error(ctx.item.pos));
        let alone = SelectionSet {
            items: vec![Positioned::new(
                async_graphql::parser::types::Selection::Field(ctx.item.clone()),
                ctx.item.pos,
            )],
        };
        let (json, errors) = root(ctx, &alone).await.map_err(failed)?;
        let value = value_of(&json).map_err(|fault| failed(shown(fault)))?;
        for error in errors {
            ctx.add_error(error);
        }
        let key = ctx.item.node.response_key().node.as_str();
        Ok(match value {
            Value::Object(mut fields) => fields.swap_remove(key),
            other => Some(other),
        })
    }
}

async fn root(
    ctx: &Context<'_>,
    selections: &SelectionSet,
) -> async_graphql::Result<(Json, Vec<ServerError>)> {
    let (app, request, caller) = (ctx.app()?, ctx.request()?, ctx.caller()?);
    let compiler = Compiler::of(ctx, app.db.backend());
    let plan = compiler
        .root(crate::graphql::roots(), selections)
        .map_err(unplanned)?;
    execute(app, request, caller, &plan, &ctx.query_env.variables)
        .await
        .map_err(shown)
}

/// Runs a plan: the JSON of `data`, and the errors of its fields.
///
/// # Errors
/// The database cannot be reached at all.
pub async fn execute(
    app: &App,
    request: &RequestContext,
    caller: &Caller,
    plan: &Plan,
    variables: &Variables,
) -> Result<(Json, Vec<ServerError>), Fault> {
    let session = app.db.session().await?.of(caller.scope());
    let run = run(
        session,
        app.db.read_lightly(caller.scope()),
        caller,
        variables,
        request,
        app,
    );
    let rows = crate::kit::rows::Rows::default();
    let children = run.children(&plan.level, &rows, None).await;
    Ok(write::write(plan, &Below { rows, children }, run.now()))
}
