//! A request that was refused before it ran.

use actix_web::{
    HttpResponse,
    http::header::{self, HeaderName, HeaderValue},
};
use async_graphql::Pos;
use serde_json::{Map, Value, json};

use super::{
    accept::Media,
    codes::{self, Code},
    watch::RequestId,
};
use crate::graphql::gate::{Refusal, RefusalCode};

/// One error, on its way to becoming an answer without `data`.
#[derive(Debug)]
pub(super) struct Failure {
    code: &'static Code,
    message: Box<str>,
    locations: Vec<Pos>,
    headers: Vec<(HeaderName, HeaderValue)>,
    details: Map<String, Value>,
    beside: Map<String, Value>,
}

impl Failure {
    pub(super) fn new(code: &'static Code, message: impl Into<String>) -> Self {
        let (headers, details) = (Vec::new(), Map::new());
        Self {
            code,
            message: message.into().into_boxed_str(),
            locations: Vec::new(),
            headers,
            details,
            beside: Map::new(),
        }
    }

    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(codes::BAD_REQUEST, message)
    }

    /// `allow` are the methods that the path does answer to.
    pub(super) fn method(allow: &'static str, message: impl Into<String>) -> Self {
        Self::new(codes::METHOD_NOT_ALLOWED, message).header(header::ALLOW, HeaderValue::from_static(allow))
    }

    pub(super) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// One more key of `extensions`.
    pub(super) fn detail(mut self, key: &str, value: Value) -> Self {
        self.details.insert(key.to_owned(), value);
        self
    }

    /// Keys of the body, beside `errors`.
    pub(super) fn beside(mut self, facts: Value) -> Self {
        if let Value::Object(facts) = facts {
            self.beside = facts;
        }
        self
    }

    pub(super) fn respond(self, media: Media, id: &RequestId) -> HttpResponse {
        let mut extensions = self.details;
        extensions.insert("code".to_owned(), json!(self.code.name));
        extensions.insert("requestId".to_owned(), json!(id.as_str()));
        extensions.insert("retryable".to_owned(), json!(self.code.retryable));
        let mut error = json!({ "message": self.message, "extensions": extensions });
        if let (false, Some(error)) = (self.locations.is_empty(), error.as_object_mut()) {
            error.insert("locations".to_owned(), json!(self.locations));
        }

        let mut body = self.beside;
        body.insert("errors".to_owned(), json!([error]));
        let mut response = HttpResponse::build(self.code.status(media));
        for header in self.headers {
            response.append_header(header);
        }
        response
            .insert_header((header::CONTENT_TYPE, media.content_type()))
            .body(Value::Object(body).to_string())
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let code = match refusal.code {
            RefusalCode::BadRequest => codes::BAD_REQUEST,
            RefusalCode::ParseFailed => codes::PARSE_FAILED,
            RefusalCode::ValidationFailed => codes::VALIDATION_FAILED,
            RefusalCode::BadInput => codes::BAD_INPUT,
            RefusalCode::TooComplex => codes::TOO_COMPLEX,
            RefusalCode::TooLarge => codes::TOO_LARGE,
        };
        let failure = Self {
            locations: refusal.locations,
            ..Self::new(code, refusal.message)
        };
        if refusal.path.is_empty() {
            failure
        } else {
            failure.detail("path", json!(refusal.path))
        }
    }
}
