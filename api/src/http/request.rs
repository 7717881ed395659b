//! Reading a GraphQL request from HTTP: `POST` with JSON, `GET` with a query string.

use actix_web::{
    HttpMessage as _, HttpRequest,
    http::header::{self, HeaderValue},
    mime,
    web::{BytesMut, Payload, Query},
};
use async_graphql::{Extensions, Variables};
use futures_util::StreamExt as _;
use serde::Deserialize;

use super::{codes, failure::Failure};
use crate::graphql::gate::{RawRequest, lengths::Bounded};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    query: Option<String>,
    operation_name: Option<String>,
    #[serde(default)]
    variables: Bounded,
    #[serde(default)]
    extensions: Extensions,
}

/// Only JSON in UTF-8: a form or a text body needs no preflight, so any page could send one.
pub(super) fn require_json(request: &HttpRequest) -> Result<(), Failure> {
    let unsupported = |message: &str| Failure::new(codes::UNSUPPORTED_MEDIA_TYPE, message);
    let Ok(Some(given)) = request.mime_type() else {
        return Err(unsupported("the content type must be application/json"));
    };
    if given.essence_str() == mime::MULTIPART_FORM_DATA {
        return Err(unsupported(
            "files are not sent here: ask for an upload's address and refer to it",
        ));
    }
    if given.essence_str() != mime::APPLICATION_JSON {
        return Err(unsupported("the content type must be application/json"));
    }
    if given
        .get_param(mime::CHARSET)
        .is_some_and(|charset| charset != mime::UTF_8)
    {
        return Err(unsupported("the charset must be utf-8"));
    }
    let encoding = request.headers().get(header::CONTENT_ENCODING);
    if encoding.is_some_and(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return Err(unsupported("the body must not be compressed")
            .header(header::ACCEPT_ENCODING, HeaderValue::from_static("identity")));
    }
    Ok(())
}

/// Counts while it reads: neither a false `Content-Length` nor a body in chunks gets past the limit.
pub(super) async fn read_body(
    request: &HttpRequest,
    mut payload: Payload,
    limit: usize,
) -> Result<BytesMut, Failure> {
    let too_large = || {
        Failure::new(
            codes::TOO_LARGE,
            format!("the body may have {limit} bytes at most"),
        )
    };
    let announced = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok());
    if announced
        .and_then(|length| length.parse::<usize>().ok())
        .is_some_and(|length| length > limit)
    {
        return Err(too_large());
    }
    let mut body = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error| Failure::bad_request(format!("the body broke off: {error}")))?;
        if body.len().saturating_add(chunk.len()) > limit {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

pub(super) fn from_json(body: &[u8]) -> Result<RawRequest, Failure> {
    // Serde would read an array as the struct's fields in order.
    match body.trim_ascii_start().first() {
        Some(b'{') => {}
        Some(b'[') => {
            return Err(Failure::bad_request(
                "batches are not supported: send one request at a time",
            ));
        }
        _ => return Err(Failure::bad_request("the body must be a JSON object")),
    }
    let body: Body = serde_json::from_slice(body)
        .map_err(|error| Failure::bad_request(format!("the body is not a GraphQL request: {error}")))?;
    let Body {
        query,
        operation_name,
        variables,
        extensions,
    } = body;
    Ok(RawRequest {
        query,
        operation_name,
        variables: short(variables)?,
        extensions,
    })
}

pub(super) fn from_query_string(text: &str) -> Result<RawRequest, Failure> {
    let pairs = Query::<Vec<(String, String)>>::from_query(text)
        .map_err(|error| Failure::bad_request(format!("the query string cannot be read: {error}")))?
        .into_inner();
    let mut raw = RawRequest::default();
    let mut seen = Vec::new();
    for (key, value) in pairs {
        match key.as_str() {
            "query" => raw.query = Some(value),
            "operationName" => raw.operation_name = Some(value),
            "variables" => raw.variables = short(parse_parameter("variables", &value)?)?,
            "extensions" => raw.extensions = parse_parameter("extensions", &value)?,
            _ => continue,
        }
        if seen.contains(&key) {
            return Err(Failure::bad_request(format!(
                "the parameter `{key}` is given twice"
            )));
        }
        seen.push(key);
    }
    Ok(raw)
}

fn short(Bounded(variables): Bounded) -> Result<Variables, Failure> {
    variables.map_err(|place| Failure::new(codes::BAD_INPUT, place))
}

fn parse_parameter<T: for<'de> Deserialize<'de> + Default>(key: &str, text: &str) -> Result<T, Failure> {
    if text.is_empty() {
        return Ok(T::default());
    }
    serde_json::from_str(text).map_err(|error| {
        Failure::bad_request(format!("the parameter `{key}` must be a JSON object: {error}"))
    })
}

#[cfg(test)]
mod tests {
    use async_graphql::value;

    use super::*;

    #[test]
    fn a_body_is_one_object() {
        let raw = from_json(br#" {"query": "{a}", "operationName": null, "variables": {"a": [1]}, "id": 7}"#)
            .unwrap();
        assert_eq!(raw.query.as_deref(), Some("{a}"));
        assert_eq!(raw.operation_name, None);
        assert_eq!(raw.variables.get("a"), Some(&value!([1])));
        from_json(br#"{"query": "{a}", "variables": null, "extensions": null}"#).unwrap();
        for body in [
            "",
            "null",
            "\"{a}\"",
            "[]",
            r#"["{a}"]"#,
            r#"[{"query": "{a}"}]"#,
            r#"{"query": "{a}""#,
            r#"{"query": "{a}"} x"#,
            r#"{"query": 1}"#,
            r#"{"query": "{a}", "variables": []}"#,
            r#"{"query": "{a}", "variables": "{}"}"#,
            r#"{"query": "{a}", "extensions": 1}"#,
            r#"{"query": "{a}", "operationName": 1}"#,
            r#"{"query": "{a}", "query": "{b}"}"#,
        ] {
            assert!(from_json(body.as_bytes()).is_err(), "{body}");
        }
        let deep = format!(
            r#"{{"query": "{{a}}", "variables": {{"a": {}}}}}"#,
            "[".repeat(50_000)
        );
        assert!(from_json(deep.as_bytes()).is_err());
    }

    #[test]
    fn a_query_string_speaks_the_same_names() {
        let raw =
            from_query_string("query=%7Ba%7D&operationName=Q&variables=%7B%22a%22%3A1%7D&utm=1").unwrap();
        assert_eq!(raw.query.as_deref(), Some("{a}"));
        assert_eq!(raw.operation_name.as_deref(), Some("Q"));
        assert_eq!(raw.variables.get("a"), Some(&value!(1)));
        assert!(from_query_string("query=%7Ba%7D&variables=").is_ok());
        for text in [
            "variables=%7B",
            "variables=1",
            "extensions=%5B%5D",
            "query=a&query=b",
        ] {
            assert!(from_query_string(text).is_err(), "{text}");
        }
    }
}
