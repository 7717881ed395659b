//! What surrounds every request: its id, its span, its line in the log, and the promise that every error is
//! JSON.
//!
//! Bodies, query strings, variables, tokens and addresses of calendars are never logged.

use std::time::Instant;

use actix_web::{
    Error, HttpMessage as _, HttpRequest, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    error::InternalError,
    http::{
        StatusCode,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
    middleware::Next,
};
use tracing::{Instrument as _, Span, field::Empty, info, info_span};

use super::{accept::Media, calendar, codes, coding, failure::Failure};
use crate::kit::{Clock, Ids};

/// The header that carries the id, both ways.
pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The longest path that is worth logging.
const PATH_LOGGED: usize = 200;

/// Names one request in the answer, its errors and the log.
#[derive(Debug, Clone)]
pub(super) struct RequestId(String);

impl RequestId {
    /// The caller's own if it is harmless in logs and headers, so that a chain of services shares one.
    fn of_headers(headers: &HeaderMap) -> Self {
        let given = headers.get(REQUEST_ID).and_then(|value| value.to_str().ok());
        let harmless = |id: &&str| {
            (1..=64).contains(&id.len())
                && id
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
        };
        Self(given.filter(harmless).map_or_else(fresh, str::to_owned))
    }

    /// The id that [`watch`] gave this request.
    pub(super) fn of(request: &HttpRequest) -> Self {
        request
            .extensions()
            .get::<Self>()
            .cloned()
            .unwrap_or_else(|| Self(fresh()))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    #[cfg(test)]
    pub(super) fn for_test(id: &str) -> Self {
        Self(id.to_owned())
    }
}

/// By the machine's clock, not the application's, whose time tests hold still; by chance of this thread's generator, which asks
/// the system only now and then.
fn fresh() -> String {
    Ids::default().uuid(Clock::System.now()).to_string()
}

/// The answer to what was never heard as a request.
pub(super) fn unheard(status: StatusCode) -> HttpResponse {
    let id = RequestId(fresh());
    let mut response = plain_failure(status, &id);
    stamp(response.headers_mut(), &id);
    response
}

/// Says how the request ended, also when it ends by the client hanging up: then the handler's future is
/// dropped and with it this.
struct Ending {
    span: Span,
    started: Instant,
    status: Option<StatusCode>,
}

impl Drop for Ending {
    fn drop(&mut self) {
        let duration_ms = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        // 499 is what proxies log for a client that left.
        let status = self.status.map_or(499, |status| status.as_u16());
        self.span.record("status", status);
        self.span.record("duration_ms", duration_ms);
        info!(parent: &self.span, "answered");
    }
}

/// The outermost layer.
pub(super) async fn watch(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let id = RequestId::of_headers(request.headers());
    let path: String = match request.path().starts_with(calendar::PATH) {
        // What follows is a secret.
        true => calendar::PATH.to_owned(),
        false => request.path().chars().take(PATH_LOGGED).collect(),
    };
    let span = info_span!(
        "request",
        method = request.method().as_str(),
        path,
        request_id = id.as_str(),
        kind = Empty,
        operation = Empty,
        replayed = Empty,
        status = Empty,
        duration_ms = Empty,
    );
    request.extensions_mut().insert(id.clone());
    let mut ending = Ending {
        span: span.clone(),
        started: Instant::now(),
        status: None,
    };

    match next.call(request).instrument(span).await {
        Ok(response) => {
            let response = in_json(response.map_into_boxed_body(), &id);
            ending.status = Some(response.status());
            Ok(stamped(response, &id))
        }
        Err(error) => {
            let mut response = plain_failure(error.as_response_error().status_code(), &id);
            stamp(response.headers_mut(), &id);
            ending.status = Some(response.status());
            Err(InternalError::from_response(error, response).into())
        }
    }
}

/// Other layers (cross-origin checks, content coding) write their refusals as plain text.
fn in_json(response: ServiceResponse<BoxBody>, id: &RequestId) -> ServiceResponse<BoxBody> {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() || is_json(response.headers()) {
        return response;
    }
    let (request, refused) = response.into_parts();
    let mut replaced = plain_failure(status, id);
    for (name, value) in refused.headers() {
        if name != header::CONTENT_TYPE && name != header::CONTENT_LENGTH && name != header::CONTENT_ENCODING
        {
            replaced.headers_mut().append(name.clone(), value.clone());
        }
    }
    ServiceResponse::new(request, replaced)
}

fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    content_type.is_some_and(|value| {
        value.starts_with("application/json") || value.starts_with("application/graphql-response+json")
    })
}

fn plain_failure(status: StatusCode, id: &RequestId) -> HttpResponse {
    let reason = status.canonical_reason().unwrap_or("refused").to_lowercase();
    let mut response = Failure::new(codes::for_status(status), reason).respond(Media::Json, id);
    *response.status_mut() = status;
    response
}

fn stamped(mut response: ServiceResponse<BoxBody>, id: &RequestId) -> ServiceResponse<BoxBody> {
    stamp(response.headers_mut(), id);
    response
}

fn stamp(headers: &mut HeaderMap, id: &RequestId) {
    if let Ok(value) = HeaderValue::from_str(id.as_str()) {
        headers.insert(REQUEST_ID, value);
    }
    coding::unmark(headers);
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_harmless_id_is_kept() {
        let kept = |id: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(REQUEST_ID, HeaderValue::from_str(id).unwrap());
            RequestId::of_headers(&headers).as_str() == id
        };
        assert!(kept("a.B-9_"));
        assert!(kept(&"a".repeat(64)));
        for odd in ["", "a b", "a\"b", "a,b", &"a".repeat(65)] {
            assert!(!kept(odd), "{odd}");
        }
    }

    async fn through_watch(path: &str) -> ServiceResponse {
        use actix_web::{App, middleware::from_fn, test, web};
        let app = App::new()
            .wrap(from_fn(watch))
            .route(
                "/text",
                web::to(|| async { HttpResponse::Forbidden().body("no") }),
            )
            .route(
                "/error",
                web::to(|| async { Err::<String, _>(actix_web::error::ErrorBadRequest("no")) }),
            )
            .route("/fine", web::to(|| async { "yes" }));
        let app = test::init_service(app).await;
        let request = test::TestRequest::with_uri(path)
            .insert_header((REQUEST_ID, "r1"))
            .to_request();
        test::call_service(&app, request).await
    }

    #[actix_web::test]
    async fn refusals_of_other_layers_become_json() {
        use actix_web::test::read_body_json;
        for (path, status, code) in [
            ("/text", 403, "INSUFFICIENT_SCOPE"),
            ("/error", 400, "BAD_REQUEST"),
        ] {
            let response = through_watch(path).await;
            assert_eq!(response.status().as_u16(), status);
            assert_eq!(response.headers().get(REQUEST_ID).unwrap(), "r1");
            let body: serde_json::Value = read_body_json(response).await;
            assert_eq!(body["errors"][0]["extensions"]["code"], code);
            assert_eq!(body["errors"][0]["extensions"]["requestId"], "r1");
        }
        let fine = through_watch("/fine").await;
        assert_eq!(fine.headers().get(REQUEST_ID).unwrap(), "r1");
        assert_eq!(actix_web::test::read_body(fine).await, "yes");
    }
}
