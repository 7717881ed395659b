//! What machines ask about the server itself.

use std::sync::atomic::Ordering;

use actix_web::{HttpRequest, HttpResponse, http::header, web::Data};
use chrono::SecondsFormat;
use prometheus_client::{encoding::text::encode, registry::Registry};
use serde_json::json;

use super::{accept::Media, codes, failure::Failure, watch::RequestId};
use crate::{app::App, kit::health::Readiness};

/// The process runs; says nothing of what it depends on, so that nobody restarts it for a slow database.
pub(super) async fn live() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(json!({ "status": "ok" }))
}

/// Requests can be answered, writes too, and will be for a while; within two seconds, whatever the database does. More than the kind of cause is in the
/// log alone: it may name hosts and tables.
pub(super) async fn ready(request: HttpRequest, app: Data<App>) -> HttpResponse {
    let readiness = Box::pin(app.db.readiness()).await;
    let Readiness {
        readable,
        writable,
        since,
        cause,
        ..
    } = readiness;
    let stopping = app.stopping.load(Ordering::Relaxed);
    let cause = cause.map(|cause| cause.to_string());
    let facts = json!({
        "readable": readable,
        "writable": writable,
        "since": since.map(|since| since.to_rfc3339_opts(SecondsFormat::Millis, true)),
        "cause": if stopping { Some("stopping".to_owned()) } else { cause },
    });
    let mut response = if readiness.is_ready() && !stopping {
        HttpResponse::Ok().json(facts)
    } else {
        Failure::new(codes::UNAVAILABLE, "not ready")
            .beside(facts)
            .respond(Media::Json, &RequestId::of(&request))
    };
    response.headers_mut().insert(
        header::CACHE_CONTROL,
        header::HeaderValue::from_static("no-store"),
    );
    response
}

/// The public halves of the keys that sign access tokens. Short-lived, so that a new key is known before it
/// signs.
pub(super) async fn jwks(app: Data<App>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .json(app.entrance.keys.jwks())
}

/// The schema in its own language; the same text as the checked-in `schema.graphql`.
pub(super) async fn sdl() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/plain; charset=utf-8"))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .body(crate::graphql::sdl())
}

/// What is counted, as OpenMetrics text. Nothing of any workspace is in it.
pub(super) async fn metrics(request: HttpRequest, app: Data<App>) -> HttpResponse {
    let mut registry = Registry::with_prefix("rapport");
    app.documents.counts.register(&mut registry);
    let mut text = String::new();
    if let Err(error) = encode(&mut text, &registry) {
        tracing::error!(%error, "the metrics could not be written");
        return Failure::new(codes::INTERNAL, "internal error")
            .respond(Media::Json, &RequestId::of(&request));
    }
    HttpResponse::Ok()
        .insert_header((
            header::CONTENT_TYPE,
            "application/openmetrics-text; version=1.0.0; charset=utf-8",
        ))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(text)
}
