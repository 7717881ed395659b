//! `/graphql`: from an HTTP request to the engine and back.

use std::{any::Any, panic::AssertUnwindSafe, sync::atomic::Ordering, time::Duration};

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        Method,
        header::{self, HeaderValue},
    },
    web::{Data, Payload},
};
use async_graphql::{Response, Variables};
use futures_util::FutureExt as _;
use tokio::time::{Instant, timeout_at};
use tracing::{Span, error};
use uuid::Uuid;

use super::{
    accept::{self, Media},
    act::Act,
    answer::{self, Answer},
    bearer, codes,
    failure::Failure,
    fresh,
    idempotency::{self, Given, Keyed},
    request,
    watch::RequestId,
};
use crate::{
    app::App,
    graphql::{
        RequestContext,
        documents::Rejected,
        gate::{Admitted, OperationKind, RawRequest},
        plan::{self, Asked, Plan},
        schema,
    },
    kit::{Caller, Fault},
};

/// The methods of `/graphql`.
const METHODS: &str = "GET, POST";

/// Bytes of a body that is worked on beside the workers: its text alone takes more than a moment to read.
const LARGE: usize = 256 << 10;

/// What an answer depends on besides the address.
const VARY: &str = "accept, accept-encoding, authorization";

/// `GET` and `POST`. A socket's `GET` with `Upgrade: websocket` will branch off here, as will
/// `Accept: text/event-stream`.
pub(super) async fn graphql(request: HttpRequest, payload: Payload, app: Data<App>) -> HttpResponse {
    let id = RequestId::of(&request);
    app.asked.fetch_add(1, Ordering::Relaxed);
    let mut response = match accept::negotiate(request.headers()) {
        Ok(media) => match guarded(run(&request, payload, &app, &id), &id).await {
            Ok(response) => answer::respond(response, media, &id),
            Err(failure) => failure.respond(media, &id),
        },
        Err(failure) => failure.respond(Media::Json, &id),
    };
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static(VARY));
    // Strangers' answers, too: they may carry a token, and their addresses a link that is good for once.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Any other method.
pub(super) async fn wrong_method(request: HttpRequest) -> HttpResponse {
    Failure::method(METHODS, "/graphql answers to GET and POST")
        .respond(Media::Json, &RequestId::of(&request))
}

/// Cheap refusals come first. Whether a token that is not good matters is known only with the document.
async fn run(request: &HttpRequest, payload: Payload, app: &App, id: &RequestId) -> Result<Answer, Failure> {
    let deadline = Instant::now() + app.settings.http.request_timeout();
    let by_get = request.method() == Method::GET;
    if !by_get {
        request::require_json(request)?;
    }
    let bearer = timeout_at(deadline, bearer::bearer(app, request.headers()))
        .await
        .unwrap_or_else(|_| Err(timed_out()))?;
    let asker = bearer.workspace();
    let (raw, key, is_large) = read(request, payload, app, asker, deadline).await?;
    let text = raw
        .query
        .ok_or_else(|| Failure::bad_request("`query` is missing"))?;
    let document = match app.documents.get(text, raw.operation_name) {
        Ok(document) => document,
        Err(Rejected::Refused(refusal)) => return Err(refusal.into()),
        Err(Rejected::Invalid(errors)) => return Ok(Answer::Engine(Response::from_errors(errors))),
    };
    let caller = bearer.caller(&document.needed)?;
    note(&document.admitted);
    let kind = document.admitted.kind;
    if by_get && kind == OperationKind::Mutation {
        return Err(Failure::method("POST", "mutations are sent by POST"));
    }
    if kind == OperationKind::Subscription {
        let message = "subscriptions do not run over this transport";
        return Err(Failure::new(codes::VALIDATION_FAILED, message));
    }
    let key = match key {
        Some(key) if kind == OperationKind::Mutation => Some(key?),
        // Asking again changes nothing.
        _ => None,
    };
    let variables = app.documents.variables(&document, raw.variables)?;
    if let Some(refused) = document.needed.missing(caller.as_ref()) {
        return Err(bearer::denied(refused));
    }
    if let Err(wait) = app
        .entrance
        .attempts
        .of_place(&peer(request), document.needed.attempts())
    {
        return Err(too_many(wait));
    }
    let context = RequestContext {
        min_seq: fresh::min_seq(request.headers())?,
        ..context(app, caller, id)
    };
    let plan = match document.plan(&variables, app.db.backend(), key.is_some()) {
        Ok(plan) => plan,
        Err(field) if key.is_some() => {
            return Err(idempotency::unsupported(format!("{} is not planned", field.0)));
        }
        Err(field) => {
            app.documents.counts.fell_back(&field);
            let request = document.admitted.request(variables);
            return by_engine(request.data(app.engine.clone()).data(context), deadline, id).await;
        }
    };
    app.documents.counts.planned();
    plan.afford(&variables)
        .map_err(|message| Failure::new(codes::TOO_COMPLEX, message))?;
    match kind {
        OperationKind::Mutation => {
            if key.is_some() {
                plan::takes_key(&plan).map_err(idempotency::unsupported)?;
            }
            let act = Act {
                app: app.clone(),
                plan,
                variables,
                context,
                key,
                id: id.clone(),
            };
            act.run(is_large.then_some(asker)).await
        }
        _ => planned(app, &plan, &variables, &context, deadline, id).await,
    }
}

/// What was not even begun.
pub(super) fn refused(fault: Fault, id: &RequestId) -> Failure {
    match fault {
        Fault::Request { code, message } | Fault::Key { code, message } => {
            Failure::new(codes::named(code).unwrap_or(codes::BAD_REQUEST), message)
        }
        fault => internal(&fault.to_string(), id),
    }
}

/// A query that a plan reads. Dropped, because it takes too long or nobody waits for it any more, it cancels its statements.
async fn planned(
    app: &App,
    plan: &Plan,
    variables: &Variables,
    context: &RequestContext,
    deadline: Instant,
    id: &RequestId,
) -> Result<Answer, Failure> {
    let asked = Asked::new(&app.engine, context, variables);
    let work = plan::execute(&asked, plan);
    match timeout_at(deadline, work).await {
        Ok(Ok((data, errors))) => Ok(Answer::Planned(data, errors)),
        Ok(Err(fault)) => Err(internal(&fault.to_string(), id)),
        Err(error) => {
            tracing::warn!(request_id = id.as_str(), %error, "a query took too long");
            Err(timed_out())
        }
    }
}

fn note(admitted: &Admitted) {
    let span = Span::current();
    span.record("kind", admitted.kind.as_str());
    if let Some(name) = &admitted.operation_name {
        // A name may be as long as a document.
        span.record("operation", name.chars().take(100).collect::<String>());
    }
}

/// What is known of the request.
fn context(app: &App, caller: Option<Caller>, id: &RequestId) -> RequestContext {
    RequestContext {
        caller,
        request_id: id.as_str().to_owned(),
        now: app.clock.now(),
        min_seq: None,
    }
}

/// The network address that a request comes from.
fn peer(request: &HttpRequest) -> String {
    let peer = request.peer_addr().map(|address| address.ip().to_string());
    peer.unwrap_or_default()
}

fn too_many(wait: Duration) -> Failure {
    let seconds = wait.as_secs();
    let message = format!("too many attempts from your network; try again in {seconds} seconds");
    Failure::new(codes::RATE_LIMITED, message)
        .header(header::RETRY_AFTER, HeaderValue::from(seconds))
        .detail("retryAfterSeconds", seconds.into())
}

/// The request, the idempotency key that it brings, and whether it is worked on beside the workers.
async fn read(
    request: &HttpRequest,
    payload: Payload,
    app: &App,
    asker: Uuid,
    deadline: Instant,
) -> Result<(RawRequest, Keyed, bool), Failure> {
    if request.method() == Method::GET {
        return Ok((request::from_query_string(request.query_string())?, None, false));
    }
    let limit = app.settings.http.body_limit;
    let body = timeout_at(deadline, request::read_body(request, payload, limit))
        .await
        .unwrap_or_else(|_| {
            Err(Failure::new(
                codes::BODY_TIMEOUT,
                "the body did not arrive in time",
            ))
        })?;
    let (given, is_large) = (Given::of(request.headers()), body.len() > LARGE);
    let read = move || {
        let raw = request::from_json(&body)?;
        let key = given.for_request(&raw);
        Ok((raw, key, is_large))
    };
    if !is_large {
        return read();
    }
    let id = RequestId::of(request);
    let read = app.db.aside().run(asker, move |_| read()).await;
    read.map_err(|fault| refused(fault, &id))?
}

/// What is asked of the schema itself, which the engine answers.
async fn by_engine(
    request: async_graphql::Request,
    deadline: Instant,
    id: &RequestId,
) -> Result<Answer, Failure> {
    let done = timeout_at(deadline, schema().execute(request)).await;
    done.map(Answer::Engine).map_err(|error| {
        tracing::warn!(request_id = id.as_str(), %error, "a query took too long");
        timed_out()
    })
}

/// A panic costs one request and never the connection, so that the client learns of it.
async fn guarded(
    run: impl Future<Output = Result<Answer, Failure>>,
    id: &RequestId,
) -> Result<Answer, Failure> {
    let outcome = AssertUnwindSafe(run).catch_unwind().await;
    outcome.unwrap_or_else(|panic| Err(internal(&panic_text(panic.as_ref()), id)))
}

fn timed_out() -> Failure {
    Failure::new(codes::TIMEOUT, "the request took too long")
}

pub(super) fn internal(cause: &str, id: &RequestId) -> Failure {
    error!(request_id = id.as_str(), cause, "a request failed");
    Failure::new(codes::INTERNAL, "internal error")
}

fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic".to_owned())
}
