//! Which requests are understood.

use std::io::{Read as _, Write as _};

use reqwest::{
    Method,
    header::{ACCEPT, ALLOW, CONTENT_ENCODING, CONTENT_TYPE, VARY},
};
use serde_json::json;

use super::{NEW, OLD, edge, send};

const BODY_LIMIT: usize = 16 * 1024 * 1024;

#[tokio::test]
async fn the_accept_header_decides_the_content_type() {
    let edge = edge().await;
    for (accept, content_type) in [
        (NEW, NEW),
        (OLD, OLD),
        ("*/*", OLD),
        ("application/graphql-response+json, application/json;q=0.9", NEW),
        ("application/json, application/graphql-response+json;q=0.9", OLD),
        ("text/html, */*;q=0.1", OLD),
    ] {
        let answer = edge.ask(accept, "{ __typename }").await;
        answer.is_data(&json!({ "__typename": "Query" }));
        assert_eq!(
            answer.header(CONTENT_TYPE),
            format!("{content_type}; charset=utf-8"),
            "{accept}"
        );
        assert!(
            answer
                .headers
                .get_all(VARY)
                .iter()
                .any(|vary| vary.to_str().unwrap().contains("accept"))
        );
    }
    edge.ask("text/html", "{ __typename }")
        .await
        .is_refusal(406, "NOT_ACCEPTABLE");
    edge.ask("application/json;q=0", "{ __typename }")
        .await
        .is_refusal(406, "NOT_ACCEPTABLE");
}

#[tokio::test]
async fn a_document_that_cannot_run_is_refused_without_data() {
    let edge = edge().await;
    for (query, code) in [
        ("{", "PARSE_FAILED"),
        ("", "PARSE_FAILED"),
        ("{ __schema { noSuchField } }", "VALIDATION_FAILED"),
        (
            "query A { __typename } query B { __typename }",
            "VALIDATION_FAILED",
        ),
        ("{ ...F } fragment F on Query { ...F }", "VALIDATION_FAILED"),
        ("query ($id: ID!) { node(id: $id) { id } }", "BAD_INPUT"),
        ("subscription { a }", "VALIDATION_FAILED"),
    ] {
        edge.ask(NEW, query).await.is_refusal(400, code);
        edge.ask(OLD, query).await.is_refusal(200, code);
    }
    let located = edge.ask(NEW, "{ __schema {\n  noSuchField } }").await;
    assert_eq!(
        located.json()["errors"][0]["locations"][0],
        json!({ "line": 2, "column": 3 })
    );
}

#[tokio::test]
async fn a_body_that_is_no_request_is_bad_in_either_form() {
    let edge = edge().await;
    for body in [
        "",
        "{",
        "null",
        "[]",
        r#"[{"query": "{ __typename }"}]"#,
        r#"["{ __typename }"]"#,
        "{}",
        r#"{"query": null}"#,
        r#"{"query": 1}"#,
        r#"{"query": "{ __typename }", "variables": "{}"}"#,
        r#"{"query": "{ __typename }", "operationName": 1}"#,
        r#"{"query": "{ __typename }", "extensions": []}"#,
    ] {
        for accept in [NEW, OLD] {
            send(edge.raw(OLD, body).header(ACCEPT, accept))
                .await
                .is_refusal(400, "BAD_REQUEST");
        }
    }
}

#[tokio::test]
async fn the_operation_is_chosen_by_its_name() {
    let edge = edge().await;
    let query = "query A { a: __typename } query B { b: __typename }";
    send(edge.post(NEW, &json!({ "query": query, "operationName": "B" })))
        .await
        .is_data(&json!({ "b": "Query" }));
    send(edge.get(NEW, &[("query", query), ("operationName", "A")]))
        .await
        .is_data(&json!({ "a": "Query" }));
    send(edge.post(NEW, &json!({ "query": query, "operationName": "C" })))
        .await
        .is_refusal(400, "VALIDATION_FAILED");
    send(edge.post(
        NEW,
        &json!({ "query": "query A { __typename }", "operationName": "A", "variables": null }),
    ))
    .await
    .is_data(&json!({ "__typename": "Query" }));
}

#[tokio::test]
async fn queries_run_by_get() {
    let edge = edge().await;
    let query = "query ($yes: Boolean!) { ... @include(if: $yes) { a: __typename } ... @skip(if: $yes) { b: __typename } }";
    let answer = send(edge.get(NEW, &[("query", query), ("variables", r#"{"yes": true}"#)])).await;
    answer.is_data(&json!({ "a": "Query" }));
    send(edge.get(NEW, &[("query", query), ("variables", "{")]))
        .await
        .is_refusal(400, "BAD_REQUEST");
    send(edge.get(NEW, &[("query", query), ("variables", "[]")]))
        .await
        .is_refusal(400, "BAD_REQUEST");
    send(edge.get(NEW, &[("query", "{"), ("extensions", "{}")]))
        .await
        .is_refusal(400, "PARSE_FAILED");
    send(edge.get(NEW, &[])).await.is_refusal(400, "BAD_REQUEST");
    send(edge.get("text/html", &[("query", "{ __typename }")]))
        .await
        .is_refusal(406, "NOT_ACCEPTABLE");
}

#[tokio::test]
async fn mutations_do_not_run_by_get() {
    let edge = edge().await;
    let both = "query Q { __typename } mutation M { __typename }";
    for parameters in [
        &[("query", "mutation { __typename }")][..],
        &[("query", "mutation M { __typename }")],
        &[("query", both), ("operationName", "M")],
    ] {
        for accept in [NEW, OLD] {
            let answer = send(edge.get(accept, parameters)).await;
            answer.is_refusal(405, "METHOD_NOT_ALLOWED");
            assert_eq!(answer.header(ALLOW), "POST");
        }
    }
    send(edge.get(NEW, &[("query", both), ("operationName", "Q")]))
        .await
        .is_data(&json!({ "__typename": "Query" }));
}

#[tokio::test]
async fn other_methods_are_told_which_there_are() {
    let edge = edge().await;
    for method in [Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS] {
        let answer = send(edge.request(method.clone(), "/graphql")).await;
        answer.is_refusal(405, "METHOD_NOT_ALLOWED");
        assert_eq!(answer.header(ALLOW), "GET, POST");
        let answer = send(edge.request(method, "/health/live")).await;
        answer.is_refusal(405, "METHOD_NOT_ALLOWED");
        assert_eq!(answer.header(ALLOW), "GET, HEAD");
    }
    assert_eq!(send(edge.request(Method::HEAD, "/graphql")).await.status, 405);
    assert_eq!(send(edge.request(Method::HEAD, "/health/live")).await.status, 200);
}

#[tokio::test]
async fn a_body_is_json_in_utf_8() {
    let edge = edge().await;
    let body = r#"{"query": "{ __typename }"}"#;
    for content_type in [
        "application/json; charset=utf-8",
        "Application/JSON;charset=\"UTF-8\"",
    ] {
        send(edge.raw(content_type, body))
            .await
            .is_data(&json!({ "__typename": "Query" }));
    }
    for content_type in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "application/json; charset=latin1",
        "nonsense",
    ] {
        send(edge.raw(content_type, body))
            .await
            .is_refusal(415, "UNSUPPORTED_MEDIA_TYPE");
    }
    let bare = edge.request(Method::POST, "/graphql").body(body);
    send(bare).await.is_refusal(415, "UNSUPPORTED_MEDIA_TYPE");
    let packed = edge.raw(OLD, body).header(CONTENT_ENCODING, "gzip");
    send(packed).await.is_refusal(415, "UNSUPPORTED_MEDIA_TYPE");
    let not_text = edge.raw(OLD, b"{\"query\": \"{ \xFF }\"}".to_vec());
    send(not_text).await.is_refusal(400, "BAD_REQUEST");
}

#[tokio::test]
async fn large_variables_are_read_and_larger_bodies_refused() {
    let edge = edge().await;
    let query = "query ($text: String) { __typename }";
    let sized = |bytes: usize| json!({ "query": query, "variables": { "text": "x".repeat(bytes) } });
    // Read whole, and refused by the engine for the variable that nothing uses.
    send(edge.post(NEW, &sized(BODY_LIMIT - 200)))
        .await
        .is_refusal(400, "VALIDATION_FAILED");
    send(edge.post(NEW, &sized(BODY_LIMIT)))
        .await
        .is_refusal(413, "TOO_LARGE");
    let padded = format!("{{ __typename }}{}", " ".repeat(64 * 1024));
    edge.ask(NEW, &padded).await.is_refusal(413, "TOO_LARGE");
}

#[tokio::test]
async fn a_body_of_unknown_length_is_counted_while_it_is_read() {
    let edge = edge().await;
    let address = edge.app.url("").trim_start_matches("http://").to_owned();
    let answer = tokio::task::spawn_blocking(move || {
        let mut stream = std::net::TcpStream::connect(&address).unwrap();
        let head = format!(
            "POST /graphql HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\n\
             transfer-encoding: chunked\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mebibyte = vec![b' '; 1024 * 1024];
        // It would go on for ever; the refusal comes while it is still being sent.
        for _ in 0..64 {
            let sent = write!(stream, "{:x}\r\n", mebibyte.len())
                .and_then(|()| stream.write_all(&mebibyte))
                .and_then(|()| stream.write_all(b"\r\n"));
            if sent.is_err() {
                break;
            }
        }
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).unwrap();
        String::from_utf8(answer.to_vec()).unwrap()
    });
    assert_eq!(answer.await.unwrap(), "HTTP/1.1 413");
}
