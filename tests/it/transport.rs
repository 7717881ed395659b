//! The edge, through real HTTP: each rule of GraphQL over HTTP, and of ours beyond it, seen from outside.
//!
//! No cross-origin sites are configured, and the body limit is the default of 16 MiB. `{ people { nodes { id } } }` is not
//! for strangers, `__typename` and introspection are. The database does not matter here: SQLite serves.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may assume, and so may its helpers"
)]

mod answers;
mod requests;

use reqwest::{
    Client, Method, RequestBuilder, Response, StatusCode,
    header::{ACCEPT, CONTENT_TYPE},
};
use serde_json::{Value, json};
use tests::{Engine, TestApp};

struct Edge {
    /// Kept for as long as the test runs.
    app: TestApp,
    token: String,
    client: Client,
}

async fn edge() -> Edge {
    let app = TestApp::start(Engine::Sqlite).await;
    let token = app.owner().await.token().to_owned();
    Edge {
        app,
        token,
        client: Client::new(),
    }
}

const NEW: &str = "application/graphql-response+json";
const OLD: &str = "application/json";

impl Edge {
    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, self.app.url(path))
    }

    fn post(&self, accept: &str, body: &Value) -> RequestBuilder {
        self.raw(OLD, body.to_string()).header(ACCEPT, accept)
    }

    fn raw(&self, content_type: &str, body: impl Into<reqwest::Body>) -> RequestBuilder {
        self.request(Method::POST, "/graphql")
            .header(CONTENT_TYPE, content_type)
            .body(body)
    }

    fn get(&self, accept: &str, parameters: &[(&str, &str)]) -> RequestBuilder {
        let encoded: Vec<String> = parameters
            .iter()
            .map(|(key, value)| format!("{key}={}", percent(value)))
            .collect();
        self.request(Method::GET, &format!("/graphql?{}", encoded.join("&")))
            .header(ACCEPT, accept)
    }

    async fn ask(&self, accept: &str, query: &str) -> Answer {
        send(self.post(accept, &json!({ "query": query }))).await
    }
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

struct Answer {
    status: StatusCode,
    headers: reqwest::header::HeaderMap,
    text: String,
}

async fn send(request: RequestBuilder) -> Answer {
    let response: Response = request.send().await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    Answer {
        status,
        headers,
        text: response.text().await.unwrap(),
    }
}

impl Answer {
    fn header(&self, name: impl reqwest::header::AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// An answer without an execution: JSON, `errors[]` with all their extensions, no `data`.
    fn is_refusal(&self, status: u16, code: &str) {
        assert_eq!(self.status, status, "{}", self.text);
        assert!(
            self.header(CONTENT_TYPE).contains("json"),
            "{}",
            self.header(CONTENT_TYPE)
        );
        let body = self.json();
        assert!(!body.as_object().unwrap().contains_key("data"), "{body}");
        for error in body["errors"].as_array().unwrap() {
            assert!(!error["message"].as_str().unwrap().is_empty());
            assert_eq!(error["extensions"]["code"], code, "{body}");
            assert_eq!(
                error["extensions"]["requestId"],
                self.header("x-request-id"),
                "{body}"
            );
            assert!(error["extensions"]["retryable"].is_boolean(), "{body}");
        }
        assert!(!body["errors"].as_array().unwrap().is_empty());
    }

    fn is_data(&self, data: &Value) {
        assert_eq!(
            (self.status.as_u16(), self.json()),
            (200, json!({ "data": data }))
        );
    }
}
