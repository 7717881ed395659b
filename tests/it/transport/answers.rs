//! Who is let in, what is refused, and what surrounds an answer.

use reqwest::{
    Method,
    header::{
        ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG,
        IF_NONE_MATCH, WWW_AUTHENTICATE,
    },
};
use serde_json::json;

use super::{NEW, OLD, edge, send};

const CLOSED: &str = "{ people { nodes { id } } }";
const WHO: &str = "{ viewer { email } }";

#[tokio::test]
async fn a_good_token_is_heard_whatever_the_case_of_its_scheme() {
    let edge = edge().await;
    for scheme in ["Bearer", "bearer", "BEARER"] {
        let request = edge.post(NEW, &json!({ "query": WHO }));
        let answer = send(request.header(AUTHORIZATION, format!("{scheme} {}", edge.token))).await;
        assert!(
            answer.json()["data"]["viewer"]["email"].is_string(),
            "{}",
            answer.text
        );
        assert_eq!(answer.header(CACHE_CONTROL), "no-store");
    }
}

#[tokio::test]
async fn a_bad_token_is_never_taken_for_none() {
    let edge = edge().await;
    let basic = format!("Basic {}", edge.token);
    for header in [
        "Bearer nonsense",
        "Bearer",
        "Bearer ",
        "",
        "Bearer a.b.c",
        &basic,
        &edge.token,
    ] {
        for query in [WHO, CLOSED, "{ __typename }"] {
            let post = edge.post(NEW, &json!({ "query": query }));
            for request in [post, edge.get(OLD, &[("query", query)])] {
                let answer = send(request.header(AUTHORIZATION, header)).await;
                answer.is_refusal(401, "UNAUTHENTICATED");
                assert!(answer.header(WWW_AUTHENTICATE).starts_with("Bearer "), "{header}");
                assert_eq!(answer.header(CACHE_CONTROL), "no-store");
            }
        }
    }
    let twice = edge.post(NEW, &json!({ "query": WHO }));
    let good = format!("Bearer {}", edge.token);
    let answer = send(twice.header(AUTHORIZATION, &good).header(AUTHORIZATION, &good)).await;
    answer.is_refusal(401, "UNAUTHENTICATED");
}

#[tokio::test]
async fn strangers_are_asked_who_they_are() {
    let edge = edge().await;
    for accept in [NEW, OLD] {
        let answer = edge.ask(accept, CLOSED).await;
        answer.is_refusal(401, "UNAUTHENTICATED");
        assert_eq!(answer.header(WWW_AUTHENTICATE), "Bearer realm=\"rapport\"");
    }
    let hidden = format!("{{ ...F }} fragment F on Query {CLOSED}");
    edge.ask(NEW, &hidden).await.is_refusal(401, "UNAUTHENTICATED");
}

#[tokio::test]
async fn every_answer_names_its_request() {
    let edge = edge().await;
    let request = || edge.post(NEW, &json!({ "query": "{ __schema { noSuchField } }" }));
    let answer = send(request().header("x-request-id", "my.request_1-2")).await;
    answer.is_refusal(400, "VALIDATION_FAILED");
    assert_eq!(answer.header("x-request-id"), "my.request_1-2");

    let (one, two) = (send(request()).await, send(request()).await);
    assert_ne!(one.header("x-request-id"), two.header("x-request-id"));
    for odd in ["", "a b", "a;b", &"x".repeat(65)] {
        let answer = send(request().header("x-request-id", odd)).await;
        assert_eq!(answer.header("x-request-id").len(), 36, "{odd}");
    }
    assert_eq!(
        edge.ask(NEW, "{ __typename }").await.header("x-request-id").len(),
        36
    );
}

#[tokio::test]
async fn nothing_is_still_json() {
    let edge = edge().await;
    for (method, path) in [
        (Method::GET, "/nothing"),
        (Method::POST, "/"),
        (Method::POST, "/nothing"),
        (Method::GET, "/graphql/"),
        (Method::GET, "/graphiql/Cargo.toml"),
        (Method::GET, "/graphiql/..%2f..%2fCargo.toml"),
        (Method::GET, "/health"),
    ] {
        let answer = send(edge.request(method, path)).await;
        if path == "/" {
            answer.is_refusal(405, "METHOD_NOT_ALLOWED");
        } else {
            answer.is_refusal(404, "NOT_FOUND");
        }
    }
}

#[tokio::test]
async fn hostile_documents_cost_nothing() {
    let edge = edge().await;
    let mut bomb = "{ ...F0 } fragment F30 on Query { __typename }".to_owned();
    for level in 0..30 {
        bomb.push_str(&format!(
            " fragment F{level} on Query {{ ...F{0} ...F{0} }}",
            level + 1
        ));
    }
    let aliases: String = (0..100).map(|i| format!("a{i}: __typename ")).collect();
    let introspection = "fields { type { ".repeat(5);
    for query in [
        bomb,
        format!("{{ {aliases} }}"),
        format!(
            "{{ __schema {{ types {{ {introspection} name {} }} }} }}",
            "} } ".repeat(5)
        ),
        format!("{{ {} }}", "__typename @include(if: true) ".repeat(101)),
        format!("{}__typename{}", "{ a ".repeat(20) + "{ ", " }".repeat(21)),
    ] {
        edge.ask(NEW, &query).await.is_refusal(400, "TOO_COMPLEX");
    }
    let deep = format!("{{ a(b: {}) }}", "[".repeat(20_000));
    edge.ask(NEW, &deep).await.is_refusal(400, "TOO_COMPLEX");
    let nested = format!(
        r#"{{"query": "{{ __typename }}", "variables": {{"a": {}"#,
        "[".repeat(50_000)
    );
    send(edge.raw(OLD, nested)).await.is_refusal(400, "BAD_REQUEST");
}

#[tokio::test]
async fn the_usual_introspection_passes() {
    let edge = edge().await;
    let answer = edge.ask(NEW, INTROSPECTION).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.json()["data"]["__schema"]["queryType"]["name"], "Query");
    assert!(answer.json()["errors"].is_null());
}

/// As graphql-js 16 writes it, with all its options and nine levels of types.
const INTROSPECTION: &str = "query IntrospectionQuery { __schema { description queryType { name kind } mutationType { name kind } \
    subscriptionType { name kind } types { ...FullType } directives { name description isRepeatable locations \
    args(includeDeprecated: true) { ...InputValue } } } } \
    fragment FullType on __Type { kind name description specifiedByURL isOneOf \
    fields(includeDeprecated: true) { name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } \
    isDeprecated deprecationReason } inputFields(includeDeprecated: true) { ...InputValue } interfaces { ...TypeRef } \
    enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } } \
    fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason } \
    fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name \
    ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } } }";

#[tokio::test]
async fn answers_are_compressed_for_those_who_ask() {
    let edge = edge().await;
    for coding in ["gzip", "br", "zstd"] {
        let request = edge
            .post(NEW, &json!({ "query": INTROSPECTION }))
            .header("accept-encoding", coding);
        let response = request.send().await.unwrap();
        assert_eq!(response.headers()[CONTENT_ENCODING], coding);
        assert!(!response.bytes().await.unwrap().starts_with(b"{"));
    }
    assert_eq!(edge.ask(NEW, INTROSPECTION).await.header(CONTENT_ENCODING), "");
}

#[tokio::test]
async fn other_sites_are_not_let_in_unless_configured() {
    let edge = edge().await;
    let request = edge
        .post(NEW, &json!({ "query": "{ __typename }" }))
        .header("origin", "https://example.com");
    assert_eq!(send(request).await.header("access-control-allow-origin"), "");
}

#[tokio::test]
async fn machines_are_told_how_the_server_is() {
    let edge = edge().await;
    let ready = json!({ "readable": true, "writable": true, "since": null, "cause": null });
    for (path, expected) in [
        ("/health/live", json!({ "status": "ok" })),
        ("/health/ready", ready),
    ] {
        let answer = send(edge.request(Method::GET, path)).await;
        assert_eq!((answer.status.as_u16(), answer.json()), (200, expected));
        assert_eq!(answer.header(CACHE_CONTROL), "no-store");
    }
    let keys = send(edge.request(Method::GET, "/.well-known/jwks.json")).await;
    assert!(keys.json()["keys"].is_array());
    let schema = send(edge.request(Method::GET, "/schema.graphql")).await;
    assert!(schema.header(CONTENT_TYPE).starts_with("text/plain"));
    assert!(schema.text.contains("type Query"), "{}", schema.text);
}

#[tokio::test]
async fn the_page_runs_only_what_it_names() {
    let edge = edge().await;
    let page = send(edge.request(Method::GET, "/").header(ACCEPT, "text/html")).await;
    assert_eq!(
        (page.status.as_u16(), page.header(CONTENT_TYPE)),
        (200, "text/html; charset=utf-8")
    );
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
        "{policy}"
    );
    let scripts = policy
        .split(';')
        .find(|part| part.trim().starts_with("script-src"))
        .unwrap();
    assert!(!scripts.contains("unsafe"), "{scripts}");
    // All but our own two files.
    assert_eq!(page.text.matches("integrity=\"sha384-").count(), 4);
    assert_eq!(
        page.text.matches("<script").count() + page.text.matches("stylesheet").count(),
        6
    );
    assert!(!policy.contains("://") && !page.text.contains("://"), "{policy}");
    for (file, content_type) in [
        ("page.js", "text/javascript"),
        ("page.css", "text/css"),
        ("operations.json", "application/json"),
    ] {
        let asset = send(edge.request(Method::GET, &format!("/graphiql/{file}"))).await;
        assert!(asset.status == 200 && asset.header(CONTENT_TYPE).starts_with(content_type));
        assert_eq!(asset.header("x-content-type-options"), "nosniff");
    }
}

#[tokio::test]
async fn a_file_of_graphiql_is_sent_packed_once_and_kept() {
    let edge = edge().await;
    for file in [
        "react.production.min.js",
        "react-dom.production.min.js",
        "graphiql.min.js",
        "graphiql.min.css",
    ] {
        let ask = || edge.request(Method::GET, &format!("/graphiql/{file}"));
        let packed = send(ask().header(ACCEPT_ENCODING, "gzip, deflate, br")).await;
        assert_eq!(
            (packed.status.as_u16(), packed.header(CONTENT_ENCODING)),
            (200, "gzip"),
            "{file}"
        );
        assert!(packed.header(CACHE_CONTROL).contains("immutable"), "{file}");
        let tag = packed.header(ETAG).to_owned();
        let known = send(ask().header(IF_NONE_MATCH, &tag)).await;
        assert_eq!((known.status.as_u16(), known.text.as_str()), (304, ""), "{file}");
        let other = send(ask().header(IF_NONE_MATCH, "\"another\"")).await;
        assert_eq!(other.status, 200, "{file}");
        // Who refuses gzip gets the file as it is.
        let plain = send(ask().header(ACCEPT_ENCODING, "identity")).await;
        assert_eq!(
            (plain.status.as_u16(), plain.header(CONTENT_ENCODING)),
            (200, ""),
            "{file}"
        );
        assert!(plain.text.len() > 10_000, "{file}");
    }
}

/// What the HTTP library refuses by itself, before there is a request.
#[tokio::test]
async fn what_is_no_request_is_refused_in_words() {
    use std::io::{Read as _, Write as _};
    let edge = edge().await;
    let long = format!("GET / HTTP/1.1\r\nx-long: {}\r\n\r\n", "x".repeat(200_000));
    for (sent, status, code) in [
        ("NO HTTP AT ALL\r\n\r\n", 400, "BAD_REQUEST"),
        (long.as_str(), 431, "BAD_REQUEST"),
        ("POST /graphql HTTP/1.1\r\nhost: x\r\n", 408, "TIMEOUT"),
    ] {
        let (address, sent) = (edge.app.url("").replace("http://", ""), sent.to_owned());
        let answer = tokio::task::spawn_blocking(move || {
            let mut stream = std::net::TcpStream::connect(address).unwrap();
            // The rest of what is too long is not read any more.
            let _ = stream.write_all(sent.as_bytes());
            let mut answer = Vec::new();
            let _ = stream.read_to_end(&mut answer);
            String::from_utf8(answer).unwrap()
        });
        let answer = answer.await.unwrap();
        let (head, body) = answer
            .split_once("\r\n\r\n")
            .unwrap_or_else(|| panic!("{status}: {answer}"));
        assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
        let head = head.to_lowercase();
        assert!(
            head.contains(&format!("content-length: {}", body.len())),
            "{answer}"
        );
        assert!(head.contains("content-type: application/json"), "{answer}");
        let body: serde_json::Value = serde_json::from_str(body).unwrap();
        let extensions = &body["errors"][0]["extensions"];
        assert_eq!(extensions["code"], code, "{answer}");
        let id = extensions["requestId"].as_str().unwrap();
        assert!(head.contains(&format!("x-request-id: {id}")), "{answer}");
    }
}
