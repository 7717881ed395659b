//! Files that clients send, and those that jobs answer.

use std::time::Duration;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, HeaderValue},
    web::{Bytes, Data, Path, Payload},
};
use entity::ids::{JobId, UploadId};
use futures_util::{StreamExt as _, stream};
use serde_json::json;
use tokio::time::timeout;

use super::{
    accept::Media,
    bearer::{self, denied},
    codes,
    failure::Failure,
    graphql::{internal, refused},
    watch::RequestId,
};
use crate::{
    app::App,
    graphql::Denied,
    jobs::{LARGEST, Part, Receiving, Results},
    kit::{self, Caller, Right},
};

/// How long nothing of a file may come.
const STALLED: Duration = Duration::from_secs(60);

/// A file by `PUT`. It is stored as it comes in; what breaks off leaves nothing that could be taken for the whole.
pub(super) async fn put(
    request: HttpRequest,
    payload: Payload,
    id: Path<String>,
    app: Data<App>,
) -> HttpResponse {
    let request_id = RequestId::of(&request);
    match receive(&request, payload, &id, &app, &request_id).await {
        Ok(response) => response,
        Err(failure) => failure.respond(Media::Json, &request_id),
    }
}

async fn receive(
    request: &HttpRequest,
    mut payload: Payload,
    id: &str,
    app: &App,
    request_id: &RequestId,
) -> Result<HttpResponse, Failure> {
    let caller = caller(request, app).await?;
    let encoding = request.headers().get(header::CONTENT_ENCODING);
    if encoding.is_some_and(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        let message = "the file must not be compressed";
        return Err(Failure::new(codes::UNSUPPORTED_MEDIA_TYPE, message));
    }
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok());
    if length
        .and_then(|length| length.parse::<usize>().ok())
        .is_some_and(|length| length > LARGEST)
    {
        let message = format!("a file may have {LARGEST} bytes at most");
        return Err(Failure::new(codes::TOO_LARGE, message));
    }
    let unknown = || Failure::new(codes::NOT_FOUND, "you have asked for no such upload");
    let id: UploadId = id.parse().map_err(|_no_id| unknown())?;
    let by = caller.writer(Right::Bulk).ok_or_else(unknown)?;
    let failed = |failure| told(failure, request_id);
    let mut receiving = Receiving::begin(&app.db, by, &caller, id).await.map_err(failed)?;
    let slow = |_elapsed| Failure::new(codes::BODY_TIMEOUT, "nothing of the file has come for a while");
    while let Some(bytes) = timeout(STALLED, payload.next()).await.map_err(slow)? {
        let broken = |error| Failure::bad_request(format!("the file broke off: {error}"));
        let bytes = bytes.map_err(broken)?;
        receiving.add(&bytes).await.map_err(failed)?;
    }
    let received = receiving.end().await.map_err(failed)?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(json!({
            "id": received.id.to_string(),
            "size": received.size,
            "lineCount": received.lines,
            "sha256": received.sha256,
        })))
}

/// Who sends or reads a file: somebody who may have jobs.
async fn caller(request: &HttpRequest, app: &App) -> Result<Caller, Failure> {
    let bearer = bearer::bearer(app, request.headers()).await?;
    let caller = bearer.known()?;
    if !caller.rights.contains(Right::Bulk) {
        return Err(denied(Denied::lacks(Right::Bulk)));
    }
    Ok(caller)
}

/// What went wrong with a file, in words.
pub(super) fn told(failure: kit::Failure, id: &RequestId) -> Failure {
    let problems = match failure {
        kit::Failure::Rejected(problems) => problems,
        kit::Failure::Fault(fault) => return refused(fault, id),
    };
    let Some(problem) = problems.into_iter().next() else {
        return internal("a file was refused without a reason", id);
    };
    let code = match problem.code {
        kit::Code::NotFound => codes::NOT_FOUND,
        kit::Code::TooLong | kit::Code::TooMany => codes::TOO_LARGE,
        kit::Code::State | kit::Code::Conflict => codes::CONFLICT,
        _ => codes::BAD_REQUEST,
    };
    Failure::new(code, problem.message)
}

/// One of the files that a job answers, as it is made.
pub(super) async fn results(
    request: HttpRequest,
    place: Path<(String, String)>,
    app: Data<App>,
) -> HttpResponse {
    let request_id = RequestId::of(&request);
    match answer(&request, &place, &app, &request_id).await {
        Ok(response) => response,
        Err(failure) => failure.respond(Media::Json, &request_id),
    }
}

async fn answer(
    request: &HttpRequest,
    (id, part): &(String, String),
    app: &App,
    request_id: &RequestId,
) -> Result<HttpResponse, Failure> {
    let caller = caller(request, app).await?;
    let unknown = || {
        let message =
            "there are no such results: there is no such job of yours, or the time of its results is over";
        Failure::new(codes::NOT_FOUND, message)
    };
    let id: JobId = id.parse().map_err(|_no_id| unknown())?;
    let part = Part::named(part).ok_or_else(unknown)?;
    let results = Results::open(&app.db, (&caller, app.clock.now()), id, part).await;
    let results = results.map_err(|fault| refused(fault, request_id))?;
    let results = results.ok_or_else(unknown)?;
    let body = stream::unfold(Some((results, request_id.clone())), |reading| async move {
        let (mut results, id) = reading?;
        match results.next().await {
            Ok(Some(more)) => Some((Ok(Bytes::from(more)), Some((results, id)))),
            Ok(None) => None,
            Err(fault) => {
                // The answer has begun: that it breaks off is all that can be said.
                tracing::error!(request_id = id.as_str(), error = %fault, "results broke off");
                Some((Err(std::io::Error::other("the results broke off")), None))
            }
        }
    });
    Ok(HttpResponse::Ok()
        .insert_header((
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/jsonl"),
        ))
        .insert_header((header::CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .streaming(body))
}
