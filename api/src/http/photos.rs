//! The pictures of people: sent, and fetched by whoever may see the people.

use std::time::Duration;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, HeaderValue},
    web::{Data, Path, Payload},
};
use entity::ids::PersonId;
use futures_util::StreamExt as _;
use serde_json::json;
use tokio::time::timeout;

use super::{
    accept::Media, codes, export::caller, failure::Failure, files::told, graphql::refused, watch::RequestId,
};
use crate::{
    app::App,
    kit::Right,
    photos::{self, LARGEST, NewPhoto, Shown},
};

/// How long nothing of a picture may come.
const STALLED: Duration = Duration::from_secs(30);

/// A picture by `PUT`: the bytes as they are.
pub(super) async fn put(
    request: HttpRequest,
    payload: Payload,
    id: Path<String>,
    app: Data<App>,
) -> HttpResponse {
    let request_id = RequestId::of(&request);
    let done = receive(&request, payload, &id, &app, &request_id).await;
    done.unwrap_or_else(|failure| failure.respond(Media::Json, &request_id))
}

async fn receive(
    request: &HttpRequest,
    mut payload: Payload,
    id: &str,
    app: &App,
    request_id: &RequestId,
) -> Result<HttpResponse, Failure> {
    let caller = caller(app, request, [Right::PeopleWrite].into_iter()).await?;
    let encoding = request.headers().get(header::CONTENT_ENCODING);
    if encoding.is_some_and(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        let message = "the picture must not be compressed a second time";
        return Err(Failure::new(codes::UNSUPPORTED_MEDIA_TYPE, message));
    }
    let nobody = || Failure::new(codes::NOT_FOUND, "personId: there is no person with this id");
    let person: PersonId = id.parse().map_err(|_no_id| nobody())?;
    let by = caller.writer(Right::PeopleWrite).ok_or_else(nobody)?;
    let mut bytes = Vec::new();
    let slow = |_elapsed| Failure::new(codes::BODY_TIMEOUT, "nothing of the picture has come for a while");
    while let Some(more) = timeout(STALLED, payload.next()).await.map_err(slow)? {
        let more = more.map_err(|error| Failure::bad_request(format!("the picture broke off: {error}")))?;
        if bytes.len() + more.len() > LARGEST {
            let message = format!("a picture may have {LARGEST} bytes at most");
            return Err(Failure::new(codes::TOO_LARGE, message));
        }
        bytes.extend_from_slice(&more);
    }
    let new = NewPhoto { person, bytes };
    let done = app.db.write(by, &new, photos::set).await;
    let done = done.map_err(|failure| told(failure, request_id))?;
    let stored = done.value;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(json!({
            "personId": person.to_string(),
            "revision": stored.person.revision,
            "contentType": stored.content_type.as_str(),
            "byteSize": stored.byte_size,
            "sha256": stored.sha256,
            "seq": done.seq.to_string(),
        })))
}

/// A picture, if it is another than the one that the client has. A browser that opens it runs nothing of it: it is shown as the kind of
/// picture that its first bytes are, and may load nothing.
pub(super) async fn get(request: HttpRequest, id: Path<String>, app: Data<App>) -> HttpResponse {
    let request_id = RequestId::of(&request);
    let done = show(&request, &id, &app, &request_id).await;
    done.unwrap_or_else(|failure| failure.respond(Media::Json, &request_id))
}

async fn show(
    request: &HttpRequest,
    id: &str,
    app: &App,
    request_id: &RequestId,
) -> Result<HttpResponse, Failure> {
    let caller = caller(app, request, [Right::PeopleRead].into_iter()).await?;
    let none = || Failure::new(codes::NOT_FOUND, "there is no such person, or no picture of them");
    let person: PersonId = id.parse().map_err(|_no_id| none())?;
    let reader = app.db.read(caller.scope());
    let is_held = |sha256: &str| {
        let tag = format!("\"{sha256}\"");
        let held = request.headers().get_all(header::IF_NONE_MATCH);
        let mut held = held
            .filter_map(|held| held.to_str().ok())
            .flat_map(|held| held.split(','));
        held.any(|held| held.trim().trim_start_matches("W/") == tag)
    };
    let found = photos::named(&reader, person, is_held).await;
    let found = found.map_err(|fault| refused(fault, request_id))?;
    let (mut response, sha256) = match found.ok_or_else(none)? {
        Shown::Same(sha256) => (HttpResponse::NotModified().finish(), sha256),
        Shown::Other(it) => {
            let kind = photos::kind(&it.bytes).ok_or_else(none)?;
            let picture = HttpResponse::Ok()
                .insert_header((header::CONTENT_TYPE, kind.as_str()))
                .body(it.bytes);
            (picture, it.sha256)
        }
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CACHE_CONTROL, "private, no-cache"),
        (header::VARY, "authorization"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
        (header::CONTENT_DISPOSITION, "inline"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{sha256}\"")) {
        headers.insert(header::ETAG, tag);
    }
    Ok(response)
}

/// Any other method.
pub(super) async fn wrong_method(request: HttpRequest) -> HttpResponse {
    let failure = Failure::method("GET, HEAD, PUT", "a picture is fetched by GET, and sent by PUT");
    failure.respond(Media::Json, &RequestId::of(&request))
}
