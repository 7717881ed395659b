//! A caller.

use serde_json::{Value, json};

/// A caller of the API, with or without a token.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    url: String,
    token: Option<String>,
}

impl Client {
    pub(crate) fn new(http: reqwest::Client, url: String, token: Option<String>) -> Self {
        Self { http, url, token }
    }

    /// A caller of a server that is not a [`crate::TestApp`].
    #[must_use]
    pub fn at(url: &str, token: Option<&str>) -> Self {
        Self::new(reqwest::Client::new(), url.to_owned(), token.map(str::to_owned))
    }

    /// Sends a document to a server that may be gone; answers the body, if there is one.
    pub async fn try_send(&self, query: &str, variables: Value) -> Option<Value> {
        let mut request = self.http.post(&self.url);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        let response = request
            .json(&json!({ "query": query, "variables": variables }))
            .send()
            .await
            .ok()?;
        response.json().await.ok()
    }

    /// The token.
    #[must_use]
    pub fn token(&self) -> &str {
        self.token.as_deref().unwrap_or_default()
    }

    /// The same caller with another token.
    #[must_use]
    pub fn using(&self, token: &str) -> Self {
        Self {
            token: Some(token.to_owned()),
            ..self.clone()
        }
    }

    /// Sends a document; answers the status and the body.
    pub async fn send(&self, query: &str, variables: Value) -> (u16, Value) {
        let request = self.request(&json!({ "query": query, "variables": variables }));
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }

    /// Sends a request as it is; answers the status and the body as it came, for the order of its keys.
    pub async fn text(&self, request: &Value) -> (u16, String) {
        let response = self.request(request).send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }

    /// Sends a body as it is under an idempotency key; answers the status, whether it was answered before, and the body as it came.
    pub async fn under(&self, key: &str, body: &str) -> (u16, bool, String) {
        let request = self.request(&Value::Null).header("idempotency-key", key);
        let response = request.body(body.to_owned()).send().await.unwrap();
        let replayed = response.headers().get("idempotency-replayed");
        let replayed = replayed.is_some_and(|value| value == "true");
        (
            response.status().as_u16(),
            replayed,
            response.text().await.unwrap(),
        )
    }

    fn request(&self, body: &Value) -> reqwest::RequestBuilder {
        let mut request = self
            .http
            .post(&self.url)
            .header("accept", "application/graphql-response+json");
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        request.json(body)
    }

    /// The `data` of a document that must run without errors.
    pub async fn ok(&self, query: &str, variables: Value) -> Value {
        let (status, mut body) = self.send(query, variables).await;
        assert!(
            status == 200 && body.get("errors").is_none(),
            "{status} {body:#}\n{query}"
        );
        body["data"].take()
    }

    /// The `errors` of a document that must fail.
    pub async fn errors(&self, query: &str, variables: Value) -> Vec<Value> {
        let (_, mut body) = self.send(query, variables).await;
        match body["errors"].take() {
            Value::Array(errors) => errors,
            _ => panic!("no errors: {body:#}\n{query}"),
        }
    }

    /// The payload of a mutation that must be written: the document's only field.
    pub async fn written(&self, query: &str, variables: Value) -> Value {
        let payload = self.payload(query, variables).await;
        assert!(
            payload["userErrors"].as_array().is_none_or(Vec::is_empty),
            "{payload:#}\n{query}"
        );
        payload
    }

    /// The user errors of a mutation that must be refused: the document's only field.
    pub async fn refused(&self, query: &str, variables: Value) -> Vec<Value> {
        let mut payload = self.payload(query, variables).await;
        match payload["userErrors"].take() {
            Value::Array(errors) if !errors.is_empty() => errors,
            _ => panic!("not refused: {payload:#}\n{query}"),
        }
    }

    async fn payload(&self, query: &str, variables: Value) -> Value {
        let mut data = self.ok(query, variables).await;
        let field = data.as_object_mut().and_then(|fields| fields.values_mut().next());
        field
            .map(Value::take)
            .unwrap_or_else(|| panic!("no field\n{query}"))
    }

    /// Makes a person; answers the id.
    pub async fn person(&self, name: &str) -> String {
        let query = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { person { id } userErrors { code message path } } }";
        let payload = self
            .written(query, json!({ "input": { "displayName": name } }))
            .await;
        payload["person"]["id"].as_str().unwrap().to_owned()
    }

    /// Makes an API token with these scopes; answers a caller that uses it.
    pub async fn with_scopes(&self, scopes: &[&str]) -> Self {
        let query = "mutation($input: CreateApiTokenInput!) { createApiToken(input: $input) { secret userErrors { code message path } } }";
        let input = json!({ "name": "test", "scopes": scopes, "expiresAt": "2027-01-01T00:00:00Z" });
        let payload = self.written(query, json!({ "input": input })).await;
        self.using(payload["secret"].as_str().unwrap())
    }

    /// The same with a token that has every right and outlives a test's days.
    pub async fn lasting(&self) -> Self {
        let scopes = api::kit::Right::ALL.iter().map(|right| right.as_str());
        self.with_scopes(&Vec::from_iter(scopes)).await
    }

    /// Another user who may only read this owner's workspace.
    pub async fn viewer(&self) -> Self {
        self.member("VIEWER").await
    }

    /// Another user with this role in this owner's workspace.
    pub async fn member(&self, role: &str) -> Self {
        let invite = "mutation($input: CreateInvitationInput!) { createInvitation(input: $input) { token userErrors { code message path } } }";
        let invitation = self.written(invite, json!({ "input": { "role": role } })).await;
        let email = format!(
            "member{}@example.org",
            invitation["token"]
                .as_str()
                .unwrap()
                .to_lowercase()
                .replace(['-', '_'], "")
        );
        let input = json!({ "email": email, "password": "correct horse", "displayName": "Member" });
        let sign_up = "mutation($input: SignUpInput!) { signUp(input: $input) { session { accessToken } userErrors { message } } }";
        let stranger = Self {
            token: None,
            ..self.clone()
        };
        let session = stranger.written(sign_up, json!({ "input": input })).await;
        let member = self.using(session["session"]["accessToken"].as_str().unwrap());
        let accept = "mutation($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { session { accessToken } userErrors { message } } }";
        let joined = member
            .written(accept, json!({ "input": { "token": invitation["token"] } }))
            .await;
        self.using(joined["session"]["accessToken"].as_str().unwrap())
    }
}
