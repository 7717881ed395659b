//! What the engine answered, as HTTP.

use actix_web::{
    HttpResponse, HttpResponseBuilder,
    http::{
        StatusCode,
        header::{self, HeaderName, HeaderValue},
    },
};
use async_graphql::{ErrorExtensionValues, Response, ServerError, Value};
use serde::Serialize;
use std::collections::BTreeMap;

use super::{
    accept::Media,
    codes::{self, Code},
    idempotency::REPLAYED,
    watch::RequestId,
};
use crate::graphql::plan::Json;

/// One failing list of a thousand must not become a thousand errors.
const MOST_ERRORS: usize = 50;

/// All that a client learns of a fault of ours.
const INTERNAL_MESSAGE: &str = "internal error";

#[derive(Serialize)]
struct Body<'a> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [ServerError],
    /// Absent if nothing ran: its presence is how clients tell the two apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    extensions: &'a BTreeMap<String, Value>,
}

/// What a request is answered with.
pub(super) enum Answer {
    /// What the engine made.
    Engine(Response),
    /// What a plan wrote: `data`, and the errors of its fields.
    Planned(Json, Vec<ServerError>),
    /// The body of an answer that is kept, and whether it was given before.
    Kept(String, bool),
}

pub(super) fn respond(answer: Answer, media: Media, id: &RequestId) -> HttpResponse {
    match answer {
        Answer::Engine(answer) => respond_engine(answer, media, id),
        Answer::Planned(data, errors) => ok(media).body(body(data, errors, id)),
        Answer::Kept(body, false) => ok(media).body(body),
        Answer::Kept(body, true) => ok(media).insert_header((REPLAYED, "true")).body(body),
    }
}

fn ok(media: Media) -> HttpResponseBuilder {
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CONTENT_TYPE, media.content_type()));
    response
}

/// The body of what a plan wrote, whose bytes go out as they are.
pub(super) fn body(data: Json, errors: Vec<ServerError>, id: &RequestId) -> Vec<u8> {
    let mut data = data.into_bytes();
    if errors.is_empty() {
        // In place: the bytes are moved, but no second buffer is filled.
        data.splice(0..0, *b"{\"data\":");
        data.push(b'}');
        return data;
    }
    let omitted = errors.len().saturating_sub(MOST_ERRORS);
    // Those beyond are not sent, but a fault of ours must still be found in the log.
    let mut errors: Vec<ServerError> = errors.into_iter().map(|error| settle(error, false, id)).collect();
    errors.truncate(MOST_ERRORS);
    let mut body = b"{\"errors\":".to_vec();
    // Errors are made of text and numbers: writing them does not fail.
    let _ = serde_json::to_writer(&mut body, &errors);
    body.extend_from_slice(b",\"data\":");
    body.extend_from_slice(&data);
    if omitted > 0 {
        body.extend_from_slice(format!(",\"extensions\":{{\"errorsOmitted\":{omitted}}}").as_bytes());
    }
    body.push(b'}');
    body
}

fn respond_engine(mut answer: Response, media: Media, id: &RequestId) -> HttpResponse {
    // Errors of fields have a path; the engine's own refusals have none, and `data: null` beside them.
    let refused = answer.data == Value::Null
        && !answer.errors.is_empty()
        && answer.errors.iter().all(|error| error.path.is_empty());
    let omitted = answer.errors.len().saturating_sub(MOST_ERRORS);
    if omitted > 0 {
        answer
            .extensions
            .insert("errorsOmitted".to_owned(), Value::from(omitted));
        for error in answer.errors.drain(MOST_ERRORS..) {
            // They are not sent, but a fault of ours must still be found in the log.
            settle(error, refused, id);
        }
    }
    answer.errors = answer
        .errors
        .drain(..)
        .map(|error| settle(error, refused, id))
        .collect();

    let status = match answer.errors.first() {
        Some(error) if refused => status_of(error, media),
        _ => StatusCode::OK,
    };
    let mut response = HttpResponse::build(status);
    copy_headers(&answer, &mut response);
    response.insert_header((header::CONTENT_TYPE, media.content_type()));
    let data = (!refused).then_some(&answer.data);
    let body = Body {
        errors: &answer.errors,
        data,
        extensions: &answer.extensions,
    };
    match serde_json::to_vec(&body) {
        Ok(body) => response.body(body),
        Err(error) => {
            tracing::error!(request_id = id.as_str(), %error, "an answer could not be written");
            super::failure::Failure::new(codes::INTERNAL, INTERNAL_MESSAGE).respond(media, id)
        }
    }
}

/// Gives an error its code, and takes from it what is not for strangers.
fn settle(mut error: ServerError, refused: bool, id: &RequestId) -> ServerError {
    let extensions = error.extensions.get_or_insert_with(ErrorExtensionValues::default);
    let given = match extensions.get("code") {
        Some(Value::String(code)) => Some(code.clone()),
        _ => None,
    };
    let name = given.unwrap_or_else(|| guess(&error, refused).name.to_owned());
    if name == codes::INTERNAL.name && error.message != INTERNAL_MESSAGE {
        let path = serde_json::to_string(&error.path).unwrap_or_default();
        tracing::error!(
            request_id = id.as_str(),
            path,
            cause = error.message,
            "a field failed"
        );
        INTERNAL_MESSAGE.clone_into(&mut error.message);
    }
    let extensions = error.extensions.get_or_insert_with(ErrorExtensionValues::default);
    if extensions.get("retryable").is_none() {
        extensions.set(
            "retryable",
            codes::named(&name).is_some_and(|code| code.retryable),
        );
    }
    extensions.set("code", name);
    extensions.set("requestId", id.as_str());
    error
}

/// The code of an error that came without one. Our resolvers always give one, so this is the engine
/// speaking, or a mistake of ours.
fn guess(error: &ServerError, refused: bool) -> &'static Code {
    let message = error.message.as_str();
    if refused {
        return match message {
            "Query is too complex." | "Query is nested too deep." => codes::TOO_COMPLEX,
            _ => codes::VALIDATION_FAILED,
        };
    }
    // The engine reads the values of some types only when a field needs them (an `Int` beyond 32 bits, a
    // date that is none). Such errors carry no source, those of resolvers do.
    let value = message.starts_with("Failed to parse \"") || message.starts_with("Expected input type \"");
    if value && error.source.is_none() {
        codes::BAD_INPUT
    } else {
        codes::INTERNAL
    }
}

fn status_of(error: &ServerError, media: Media) -> StatusCode {
    let code = match error
        .extensions
        .as_ref()
        .and_then(|extensions| extensions.get("code"))
    {
        Some(Value::String(name)) => codes::named(name),
        _ => None,
    };
    code.unwrap_or(codes::VALIDATION_FAILED).status(media)
}

/// The engine's headers are of another major version of `http`.
fn copy_headers(answer: &Response, response: &mut HttpResponseBuilder) {
    for (name, value) in &answer.http_headers {
        let name = HeaderName::from_bytes(name.as_str().as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_bytes(value.as_bytes())) {
            response.append_header((name, value));
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::body::to_bytes;
    use async_graphql::{PathSegment, Pos, value};
    use serde_json::json;

    use super::*;

    async fn sent(answer: Response, media: Media) -> (u16, serde_json::Value) {
        let response = respond_engine(answer, media, &RequestId::for_test("r1"));
        let status = response.status().as_u16();
        (
            status,
            serde_json::from_slice(&to_bytes(response.into_body()).await.unwrap()).unwrap(),
        )
    }

    fn field_error(message: &str) -> ServerError {
        ServerError::new(message, Some(Pos { line: 1, column: 2 }))
            .with_path(vec![PathSegment::Field("a".to_owned())])
    }

    #[actix_web::test]
    async fn data_alone_is_sent_as_it_is() {
        let answer = Response::new(value!({ "b": 1, "a": null }));
        let (status, body) = sent(answer, Media::GraphqlResponse).await;
        assert_eq!((status, body), (200, json!({ "data": { "b": 1, "a": null } })));
    }

    #[actix_web::test]
    async fn a_refusal_of_the_engine_has_no_data() {
        for (media, expected) in [(Media::GraphqlResponse, 400), (Media::Json, 200)] {
            let answer = Response::from_errors(vec![ServerError::new("unknown field", None)]);
            let (status, body) = sent(answer, media).await;
            assert_eq!(status, expected);
            let extensions = json!({ "code": "VALIDATION_FAILED", "requestId": "r1", "retryable": false });
            assert_eq!(
                body,
                json!({ "errors": [{ "message": "unknown field", "extensions": extensions }] })
            );
        }
    }

    #[actix_web::test]
    async fn a_fault_of_ours_is_not_told() {
        let mut answer = Response::new(Value::Null);
        answer.errors = vec![field_error("no such table: person")];
        let (status, body) = sent(answer, Media::GraphqlResponse).await;
        assert_eq!(status, 200);
        assert_eq!(body["data"], json!(null));
        assert!(body.as_object().unwrap().contains_key("data"));
        assert_eq!(body["errors"][0]["message"], "internal error");
        assert_eq!(body["errors"][0]["extensions"]["code"], "INTERNAL");
        assert_eq!(body["errors"][0]["path"], json!(["a"]));
    }

    #[actix_web::test]
    async fn codes_of_resolvers_stand() {
        let mut error = field_error("later");
        error
            .extensions
            .get_or_insert_default()
            .set("code", "UNAVAILABLE");
        let mut answer = Response::new(value!({ "a": null }));
        answer.errors = vec![
            error,
            field_error("Failed to parse \"Int\": Only integers from …"),
        ];
        let (status, body) = sent(answer, Media::GraphqlResponse).await;
        assert_eq!(status, 200);
        let extensions = json!({ "code": "UNAVAILABLE", "requestId": "r1", "retryable": true });
        assert_eq!(body["errors"][0]["extensions"], extensions);
        assert_eq!(body["errors"][1]["extensions"]["code"], "BAD_INPUT");
    }

    #[actix_web::test]
    async fn errors_are_capped() {
        let mut answer = Response::new(value!({ "a": null }));
        answer.errors = (0..80).map(|_| field_error("x")).collect();
        let (_, body) = sent(answer, Media::Json).await;
        assert_eq!(body["errors"].as_array().unwrap().len(), 50);
        assert_eq!(body["extensions"]["errorsOmitted"], 30);
    }
}
