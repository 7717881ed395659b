//! Signing up and in, sessions, tokens, and what each of them may do.

use std::path::Path;

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use reqwest::header::WWW_AUTHENTICATE;
use sea_orm::{ActiveModelTrait as _, EntityTrait as _, IntoActiveModel as _};
use serde_json::{Value, json};
use tests::{TestApp, both};

const SIGN_UP: &str = "mutation($input: SignUpInput!) { signUp(input: $input) { session { accessToken refreshToken expiresAt user { email displayName } workspace { id name } } userErrors { code message path } } }";
const LOG_IN: &str = "mutation($input: LogInInput!) { logIn(input: $input) { session { accessToken refreshToken user { email } workspace { id } } userErrors { __typename code message path ... on RateLimitError { retryAfterSeconds } } } }";
const REFRESH: &str = "mutation($input: RefreshSessionInput!) { refreshSession(input: $input) { session { accessToken refreshToken workspace { id } } userErrors { code message path } } }";
const LOG_OUT: &str = "mutation { logOut { ended userErrors { message } } }";
const WHO: &str = "{ viewer { email } }";
const PEOPLE: &str = "{ people { nodes { id } } }";
const CREATE_TOKEN: &str = "mutation($input: CreateApiTokenInput!) { createApiToken(input: $input) { apiToken { id name hint scopes expiresAt revokedAt lastUsedAt } secret userErrors { code message path ... on InputError { allowed } } } }";
const REVOKE_TOKEN: &str =
    "mutation($id: ID!) { revokeApiToken(id: $id) { apiToken { id revokedAt } userErrors { code path } } }";
const TOKENS: &str =
    "{ apiTokens { nodes { id name hint scopes createdAt expiresAt revokedAt lastUsedAt } } }";
const CREATE_PERSON: &str =
    "mutation { createPerson(input: { displayName: \"X\" }) { person { id } userErrors { code } } }";

fn account(email: &str) -> Value {
    json!({ "input": { "email": email, "password": "correct horse", "displayName": "Ana" } })
}

async fn sign_up(app: &TestApp, email: &str) -> Value {
    app.anonymous().written(SIGN_UP, account(email)).await["session"].take()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value}")).to_owned()
}

/// A token that is not good: 401 with a challenge, no data, whatever is asked.
async fn is_refused(app: &TestApp, token: &str) {
    let request = reqwest::Client::new()
        .post(app.url("/graphql"))
        .bearer_auth(token);
    let answer = request.json(&json!({ "query": WHO })).send().await.unwrap();
    assert_eq!(answer.status(), 401, "{token}");
    let challenge = answer.headers()[WWW_AUTHENTICATE].to_str().unwrap();
    assert!(
        challenge.starts_with("Bearer") && challenge.contains("invalid_token"),
        "{challenge}"
    );
    let body: Value = answer.json().await.unwrap();
    assert_eq!(body["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    assert!(body.get("data").is_none(), "{body}");
}

/// An operation that the caller may not do.
async fn is_out_of_scope(client: &tests::Client, query: &str) {
    let (status, body) = client.send(query, json!({})).await;
    assert_eq!(
        (status, &body["errors"][0]["extensions"]["code"]),
        (403, &json!("INSUFFICIENT_SCOPE")),
        "{body}"
    );
}

/// The key file of a data folder.
fn key_file(data: &Path) -> String {
    let mut files = std::fs::read_dir(data.join("keys")).unwrap();
    std::fs::read_to_string(files.next().unwrap().unwrap().path()).unwrap()
}

/// A part of a token, decoded.
fn part(token: &str, number: usize) -> Value {
    use base64::Engine as _;
    let part = token.split('.').nth(number).unwrap();
    serde_json::from_slice(
        &base64::engine::general_purpose::URL_SAFE_NO_PAD
            .decode(part)
            .unwrap(),
    )
    .unwrap()
}

fn encoded(part: &Value) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(part.to_string())
}

both! {
    signing_up_makes_a_user_a_workspace_and_the_user_a_person_in_it(app) {
        let session = sign_up(&app, " Ana@Example.org ").await;
        assert_eq!(session["user"], json!({ "email": "Ana@Example.org", "displayName": "Ana" }));
        assert_eq!(session["workspace"]["name"], "Ana's network");
        assert_eq!(session["expiresAt"], "2026-03-01T09:15:00Z");
        let ana = app.with_token(&text(&session["accessToken"]));
        assert_eq!(ana.ok("{ workspace { id viewerRole } }", json!({})).await["workspace"], json!({ "id": session["workspace"]["id"], "viewerRole": "OWNER" }));
        let own = ana.ok("{ viewer { self { isSelf displayName primaryEmail } } }", json!({})).await;
        assert_eq!(own["viewer"]["self"], json!({ "isSelf": true, "displayName": "Ana", "primaryEmail": "Ana@Example.org" }));
        assert_eq!(app.anonymous().ok(WHO, json!({})).await["viewer"], Value::Null);
    }

    a_sign_up_names_every_problem_and_makes_nothing(app) {
        let problem = |error: &Value| (text(&error["code"]), text(&error["path"][1]));
        for (email, password, name, expected) in [
            ("ana", "correct horse", "Ana", vec![("INVALID", "email")]),
            ("ana@example.org", "1234567", "Ana", vec![("INVALID", "password")]),
            ("ana@example.org", "correct horse", " ", vec![("REQUIRED", "displayName")]),
            ("a b@example.org", "short", "", vec![("INVALID", "email"), ("INVALID", "password"), ("REQUIRED", "displayName")]),
        ] {
            let input = json!({ "email": email, "password": password, "displayName": name });
            let errors = app.anonymous().refused(SIGN_UP, json!({ "input": input })).await;
            let expected: Vec<_> = expected.into_iter().map(|(code, path)| (code.to_owned(), path.to_owned())).collect();
            assert_eq!(errors.iter().map(problem).collect::<Vec<_>>(), expected, "{errors:#?}");
        }
        for input in [
            json!({ "email": "ana@example.org", "password": "x".repeat(257), "displayName": "Ana" }),
            json!({ "email": "ana@example.org", "password": "correct horse", "displayName": "x".repeat(201) }),
        ] {
            let errors = app.anonymous().refused(SIGN_UP, json!({ "input": input })).await;
            assert_eq!(errors[0]["code"], "TOO_LONG", "{errors:#?}");
        }
        // None of them took the address.
        sign_up(&app, "ana@example.org").await;
    }

    an_address_is_taken_whatever_its_case(app) {
        sign_up(&app, "ana@example.org").await;
        for again in ["ana@example.org", "ANA@Example.ORG", " ana@example.org"] {
            let errors = app.anonymous().refused(SIGN_UP, account(again)).await;
            assert_eq!((&errors[0]["code"], &errors[0]["path"]), (&json!("DUPLICATE"), &json!(["input", "email"])));
        }
    }

    a_closed_server_takes_nobody_in(app) {
        let closed = TestApp::start_with(app.engine, |settings| settings.auth.sign_up = false).await;
        let errors = closed.anonymous().refused(SIGN_UP, account("ana@example.org")).await;
        assert_eq!(errors[0]["code"], "FORBIDDEN");
    }

    a_wrong_password_and_an_unknown_address_answer_alike(app) {
        sign_up(&app, "ana@example.org").await;
        let log_in = |email: &'static str, password: String| {
            let anonymous = app.anonymous();
            async move { anonymous.ok(LOG_IN, json!({ "input": { "email": email, "password": password } })).await }
        };
        let wrong = log_in("ana@example.org", "wrong horse".to_owned()).await;
        let errors = wrong["logIn"]["userErrors"].as_array().unwrap();
        assert_eq!((errors.len(), &errors[0]["code"], &errors[0]["path"]), (1, &json!("CREDENTIALS"), &json!(["input"])));
        for (email, password) in [("nobody@example.org", "wrong horse"), ("not an address", "x"), ("ana@example.org", ""), ("", "")] {
            assert_eq!(log_in(email, password.to_owned()).await, wrong, "{email}");
        }
        assert_eq!(log_in("ana@example.org", "x".repeat(100_000)).await, wrong);
        assert_eq!(log_in("a\0@example.org", "wrong horse".to_owned()).await, wrong);
        let right = log_in("ANA@example.org ", "correct horse".to_owned()).await;
        assert_eq!(right["logIn"]["session"]["user"]["email"], "ana@example.org", "{right}");
    }

    logging_in_chooses_among_the_users_workspaces(app) {
        let (ana, bo) = (sign_up(&app, "ana@example.org").await, sign_up(&app, "bo@example.org").await);
        let log_in = |workspace: &Value| json!({ "input": { "email": "ana@example.org", "password": "correct horse", "workspaceId": workspace } });
        let own = app.anonymous().written(LOG_IN, log_in(&ana["workspace"]["id"])).await;
        assert_eq!(own["session"]["workspace"]["id"], ana["workspace"]["id"]);
        let errors = app.anonymous().refused(LOG_IN, log_in(&bo["workspace"]["id"])).await;
        assert_eq!((&errors[0]["code"], &errors[0]["path"]), (&json!("NOT_FOUND"), &json!(["input", "workspaceId"])));
    }

    attempts_to_log_in_are_limited_for_each_address(app) {
        let app = TestApp::start_with(app.engine, |settings| settings.auth.attempts_per_address = 3).await;
        sign_up(&app, "ana@example.org").await;
        let wrong = |email: &str| json!({ "input": { "email": email, "password": "wrong horse" } });
        for _ in 0..3 {
            let errors = app.anonymous().refused(LOG_IN, wrong("ana@example.org")).await;
            assert_eq!(errors[0]["code"], "CREDENTIALS");
        }
        // The right password does not help, nor does another case.
        let right = json!({ "input": { "email": "ANA@example.org", "password": "correct horse" } });
        let errors = app.anonymous().refused(LOG_IN, right).await;
        assert_eq!((&errors[0]["code"], &errors[0]["__typename"]), (&json!("RATE_LIMITED"), &json!("RateLimitError")));
        assert!((1..=60).contains(&errors[0]["retryAfterSeconds"].as_i64().unwrap()), "{errors:?}");
        let errors = app.anonymous().refused(LOG_IN, wrong("bo@example.org")).await;
        assert_eq!(errors[0]["code"], "CREDENTIALS", "another address is not concerned");
    }

    attempts_are_limited_for_each_place_too(app) {
        let app = TestApp::start_with(app.engine, |settings| settings.auth.attempts_per_peer = 2).await;
        sign_up(&app, "ana@example.org").await;
        sign_up(&app, "bo@example.org").await;
        let log_in = json!({ "input": { "email": "x@example.org", "password": "wrong horse" } });
        for (query, variables) in [(SIGN_UP, account("cleo@example.org")), (LOG_IN, log_in)] {
            for accept in ["application/json", "application/graphql-response+json"] {
                let request = reqwest::Client::new().post(app.url("/graphql")).header("accept", accept);
                let answer = request.json(&json!({ "query": query, "variables": variables })).send().await.unwrap();
                assert_eq!(answer.status(), 429);
                let wait: i64 = answer.headers()["retry-after"].to_str().unwrap().parse().unwrap();
                assert!((1..=60).contains(&wait), "{wait}");
                let body: Value = answer.json().await.unwrap();
                assert!(body.get("data").is_none(), "nothing ran: {body}");
                let extensions = &body["errors"][0]["extensions"];
                assert_eq!((&extensions["code"], &extensions["retryable"]), (&json!("RATE_LIMITED"), &json!(true)));
                assert_eq!(extensions["retryAfterSeconds"], wait);
            }
        }
        // What is no attempt is not concerned.
        assert_eq!(app.anonymous().ok(WHO, json!({})).await, json!({ "viewer": null }));
    }

    each_attempt_of_a_document_counts(app) {
        let app = TestApp::start_with(app.engine, |settings| settings.auth.attempts_per_peer = 3).await;
        let one = |alias: &str| format!("{alias}: logIn(input: {{ email: \"{alias}@example.org\", password: \"wrong horse\" }}) {{ userErrors {{ code }} }}");
        let four = format!("mutation {{ {} }}", ["a", "b", "c", "d"].map(one).join(" "));
        let errors = app.anonymous().errors(&four, json!({})).await;
        assert_eq!(errors[0]["extensions"]["code"], "RATE_LIMITED");
    }

    a_bad_token_closes_nothing_that_is_open_to_strangers(app) {
        let session = sign_up(&app, "ana@example.org").await;
        let expired = text(&session["accessToken"]);
        app.clock.advance(chrono::TimeDelta::minutes(16));
        for token in [expired.as_str(), "nonsense", "a.b.c", "undefined"] {
            let client = app.with_token(token);
            is_refused(&app, token).await;
            let (status, body) = client.send(PEOPLE, json!({})).await;
            assert_eq!((status, &body["errors"][0]["extensions"]["code"]), (401, &json!("UNAUTHENTICATED")));
            let (status, _) = client.send(LOG_OUT, json!({})).await;
            assert_eq!(status, 401);
            let begun = client.written(LOG_IN, json!({ "input": { "email": "ana@example.org", "password": "correct horse" } })).await;
            let next = client.written(REFRESH, json!({ "input": { "refreshToken": begun["session"]["refreshToken"] } })).await;
            app.with_token(&text(&next["session"]["accessToken"])).ok(PEOPLE, json!({})).await;
            client.written(SIGN_UP, account(&format!("{}@example.org", token.len()))).await;
            assert!(client.ok("{ __schema { queryType { name } } }", json!({})).await["__schema"].is_object());
            assert_eq!(client.ok("{ introductionByLink(token: \"x\") { open } }", json!({})).await, json!({ "introductionByLink": null }));
            let answer = "mutation { answerIntroductionByLink(input: { token: \"x\", accept: true }) { userErrors { code } } }";
            assert_eq!(client.refused(answer, json!({})).await, vec![json!({ "code": "CREDENTIALS" })]);
            // One field that needs a caller closes the whole document, before anything of it runs.
            let both = "mutation($input: LogInInput!) { logIn(input: $input) { session { accessToken } } logOut { ended } }";
            let (status, body) = client.send(both, json!({ "input": { "email": "ana@example.org", "password": "correct horse" } })).await;
            assert!(status == 401 && body.get("data").is_none(), "{body}");
        }
    }

    no_answer_is_kept_by_a_cache(app) {
        let owner = app.owner().await;
        let secrets = [
            (None, json!({ "query": SIGN_UP, "variables": account("ana@example.org") })),
            (None, json!({ "query": LOG_IN, "variables": { "input": { "email": "ana@example.org", "password": "correct horse" } } })),
            (None, json!({ "query": REFRESH, "variables": { "input": { "refreshToken": "x" } } })),
            (None, json!({ "query": "{ introductionByLink(token: \"x\") { open } }" })),
            (None, json!({ "query": "{ no }" })),
            (Some(owner.token()), json!({ "query": WHO })),
        ];
        for (token, body) in secrets {
            let request = reqwest::Client::new().post(app.url("/graphql")).json(&body);
            let request = if let Some(token) = token { request.bearer_auth(token) } else { request };
            let answer = request.send().await.unwrap();
            assert_eq!(answer.headers()["cache-control"], "no-store", "{body}");
        }
        let by_get = reqwest::Client::new().get(app.url("/graphql?query=%7BintroductionByLink(token:%22x%22)%7Bopen%7D%7D")).send().await.unwrap();
        assert_eq!(by_get.headers()["cache-control"], "no-store", "the address holds the token of a link");
    }

    a_refresh_gives_the_next_pair(app) {
        let session = sign_up(&app, "ana@example.org").await;
        app.clock.advance(chrono::TimeDelta::minutes(16));
        is_refused(&app, &text(&session["accessToken"])).await;
        let next = app.anonymous().written(REFRESH, json!({ "input": { "refreshToken": session["refreshToken"] } })).await["session"].take();
        assert_ne!(next["refreshToken"], session["refreshToken"]);
        assert_eq!(next["workspace"], json!({ "id": session["workspace"]["id"] }));
        app.with_token(&text(&next["accessToken"])).ok(PEOPLE, json!({})).await;
        app.clock.advance(chrono::TimeDelta::minutes(16));
        let third = app.anonymous().written(REFRESH, json!({ "input": { "refreshToken": next["refreshToken"] } })).await["session"].take();
        app.with_token(&text(&third["accessToken"])).ok(PEOPLE, json!({})).await;
    }

    a_used_refresh_token_ends_the_session(app) {
        let session = sign_up(&app, "ana@example.org").await;
        let other = app.anonymous().written(LOG_IN, json!({ "input": { "email": "ana@example.org", "password": "correct horse" } })).await["session"].take();
        let first = json!({ "input": { "refreshToken": session["refreshToken"] } });
        let next = app.anonymous().written(REFRESH, first.clone()).await["session"].take();
        app.with_token(&text(&next["accessToken"])).ok(PEOPLE, json!({})).await;
        app.clock.advance(chrono::TimeDelta::seconds(31));
        let errors = app.anonymous().refused(REFRESH, first.clone()).await;
        assert_eq!((&errors[0]["code"], &errors[0]["path"]), (&json!("CREDENTIALS"), &json!(["input", "refreshToken"])));
        is_refused(&app, &text(&next["accessToken"])).await;
        is_refused(&app, &text(&session["accessToken"])).await;
        let errors = app.anonymous().refused(REFRESH, json!({ "input": { "refreshToken": next["refreshToken"] } })).await;
        assert_eq!(errors[0]["code"], "CREDENTIALS");
        app.with_token(&text(&other["accessToken"])).ok(PEOPLE, json!({})).await;
    }

    a_refresh_token_that_comes_back_at_once_gets_the_same_successor(app) {
        let session = sign_up(&app, "ana@example.org").await;
        let input = |session: &Value| json!({ "input": { "refreshToken": session["refreshToken"] } });
        let next = app.anonymous().written(REFRESH, input(&session)).await["session"].take();
        for seconds in [0, 10, 20] {
            app.clock.advance(chrono::TimeDelta::seconds(seconds));
            let again = app.anonymous().written(REFRESH, input(&session)).await["session"].take();
            assert_eq!(again["refreshToken"], next["refreshToken"]);
            app.with_token(&text(&again["accessToken"])).ok(PEOPLE, json!({})).await;
        }
        // The successor goes on as if it had been answered once.
        let third = app.anonymous().written(REFRESH, input(&next)).await["session"].take();
        assert_ne!(third["refreshToken"], next["refreshToken"]);
        app.with_token(&text(&third["accessToken"])).ok(PEOPLE, json!({})).await;
        app.clock.advance(chrono::TimeDelta::seconds(1));
        let errors = app.anonymous().refused(REFRESH, input(&session)).await;
        assert_eq!(errors[0]["code"], "CREDENTIALS");
        is_refused(&app, &text(&third["accessToken"])).await;
        let errors = app.anonymous().refused(REFRESH, input(&third)).await;
        assert_eq!(errors[0]["code"], "CREDENTIALS", "the whole session has ended");
    }

    refreshes_at_once_get_one_successor(app) {
        let session = sign_up(&app, "ana@example.org").await;
        let mut last = session["refreshToken"].clone();
        for _ in 0..10 {
            let ask = || async { app.anonymous().written(REFRESH, json!({ "input": { "refreshToken": last } })).await["session"].take() };
            let (a, b, c) = tokio::join!(ask(), ask(), ask());
            assert!(a["refreshToken"] == b["refreshToken"] && b["refreshToken"] == c["refreshToken"], "{a} {b} {c}");
            app.with_token(&text(&b["accessToken"])).ok(PEOPLE, json!({})).await;
            last = a["refreshToken"].clone();
        }
    }

    what_a_used_refresh_token_would_answer_is_forgotten(app) {
        let session = sign_up(&app, "ana@example.org").await;
        let refresh = |session: &Value| json!({ "input": { "refreshToken": session["refreshToken"] } });
        let next = app.anonymous().written(REFRESH, refresh(&session)).await["session"].take();
        app.clock.advance(chrono::TimeDelta::minutes(15));
        app.anonymous().written(REFRESH, refresh(&next)).await;
        let db = sea_orm::Database::connect(app.database_url()).await.unwrap();
        let tokens = entity::refresh_token::Entity::find().all(&db).await.unwrap();
        let kept = tokens.iter().filter(|it| it.salt.is_some()).count();
        assert_eq!((tokens.len(), kept), (3, 1));
        db.close().await.unwrap();
    }

    sessions_that_ended_are_forgotten_and_others_go_on(app) {
        let gone = sign_up(&app, "ana@example.org").await;
        let stays = sign_up(&app, "bo@example.org").await;
        let refresh = |session: &Value| json!({ "input": { "refreshToken": session["refreshToken"] } });
        app.with_token(&text(&gone["accessToken"])).ok(LOG_OUT, json!({})).await;
        let db = sea_orm::Database::connect(app.database_url()).await.unwrap();
        let kept = async || {
            let sessions = entity::session::Entity::find().all(&db).await.unwrap().len();
            (sessions, entity::refresh_token::Entity::find().all(&db).await.unwrap().len())
        };
        app.clock.advance(chrono::TimeDelta::days(1));
        api::chores::round(&app.app).await.unwrap();
        assert_eq!(kept().await, (2, 2));
        app.clock.advance(chrono::TimeDelta::days(2));
        api::chores::round(&app.app).await.unwrap();
        assert_eq!(kept().await, (1, 1));
        let errors = app.anonymous().refused(REFRESH, refresh(&gone)).await;
        assert_eq!(errors[0]["code"], "CREDENTIALS");
        app.anonymous().written(REFRESH, refresh(&stays)).await;
        // One that nobody ended is over after sixty days.
        app.clock.advance(chrono::TimeDelta::days(60));
        api::chores::round(&app.app).await.unwrap();
        assert_eq!(kept().await, (0, 0));
        db.close().await.unwrap();
    }

    nonsense_refreshes_nothing(app) {
        let session = sign_up(&app, "ana@example.org").await;
        for token in [String::new(), "x".repeat(100), "\0".to_owned(), text(&session["accessToken"]), format!("{}x", text(&session["refreshToken"]))] {
            let errors = app.anonymous().refused(REFRESH, json!({ "input": { "refreshToken": token } })).await;
            assert_eq!(errors[0]["code"], "CREDENTIALS", "{token}");
        }
        app.clock.advance(chrono::TimeDelta::days(60));
        let errors = app.anonymous().refused(REFRESH, json!({ "input": { "refreshToken": session["refreshToken"] } })).await;
        assert_eq!(errors[0]["code"], "CREDENTIALS", "a session lasts sixty days");
    }

    logging_out_ends_the_session_at_once(app) {
        let session = sign_up(&app, "ana@example.org").await;
        let token = text(&session["accessToken"]);
        assert_eq!(app.with_token(&token).ok(LOG_OUT, json!({})).await, json!({ "logOut": { "ended": true, "userErrors": [] } }));
        is_refused(&app, &token).await;
        let errors = app.anonymous().refused(REFRESH, json!({ "input": { "refreshToken": session["refreshToken"] } })).await;
        assert_eq!(errors[0]["code"], "CREDENTIALS");
    }

    an_access_token_is_good_for_fifteen_minutes(app) {
        let token = text(&sign_up(&app, "ana@example.org").await["accessToken"]);
        app.clock.advance(chrono::TimeDelta::seconds(15 * 60 - 1));
        app.with_token(&token).ok(PEOPLE, json!({})).await;
        app.clock.advance(chrono::TimeDelta::seconds(1));
        is_refused(&app, &token).await;
    }

    a_token_that_the_server_did_not_sign_is_refused(app) {
        let token = text(&sign_up(&app, "ana@example.org").await["accessToken"]);
        let (header, mut claims) = (part(&token, 0), part(&token, 1));
        assert_eq!(header["alg"], "EdDSA");
        let signature = token.split('.').nth(2).unwrap();
        let own = key_file(&app.app.settings.data);
        let sign = |header: &Header, claims: &Value, pem: &str| {
            jsonwebtoken::encode(header, claims, &EncodingKey::from_ed_pem(pem.as_bytes()).unwrap()).unwrap()
        };
        let mut named = Header::new(Algorithm::EdDSA);
        named.kid = Some(text(&header["kid"]));
        // What follows differs from a good token in one thing each.
        app.with_token(&sign(&named, &claims, &own)).ok(PEOPLE, json!({})).await;
        // Another node made it, whose clock is ahead.
        let mut ahead = claims.clone();
        ahead["iat"] = json!(app.clock.now().timestamp() + 90);
        app.with_token(&sign(&named, &ahead, &own)).ok(PEOPLE, json!({})).await;
        let stranger = tempfile::tempdir().unwrap();
        api::aside::Keys::load_or_make(stranger.path(), app.clock.now()).unwrap();
        let foreign = sign(&named, &claims, &key_file(stranger.path()));
        let mut unknown = named.clone();
        unknown.kid = Some("0123456789abcdef".to_owned());
        let nameless = Header::new(Algorithm::EdDSA);
        let none = format!("{}.{}.", encoded(&json!({ "alg": "none", "kid": header["kid"], "typ": "JWT" })), encoded(&claims));
        let hmac = {
            // The public key as a shared secret.
            let jwks = app.app.entrance.keys.jwks();
            let mut header = Header::new(Algorithm::HS256);
            header.kid.clone_from(&named.kid);
            jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(jwks["keys"][0]["x"].as_str().unwrap().as_bytes())).unwrap()
        };
        let mut refused = vec![
            foreign, sign(&unknown, &claims, &own), sign(&nameless, &claims, &own), none, hmac,
            format!("{}.{}.{}", encoded(&json!({ "alg": "none", "kid": header["kid"] })), encoded(&claims), signature),
        ];
        for (claim, value) in [("iss", json!("other")), ("aud", json!("other")), ("exp", json!(0)), ("iat", json!(app.clock.now().timestamp() + 300)), ("iat", json!(4_000_000_000_u64)),
                               ("sid", json!("session_01h455vb4pex5vsknk084sn02q")), ("wid", json!("x")), ("nbf", json!(4_000_000_000_u64))] {
            let mut claims = claims.clone();
            claims[claim] = value;
            refused.push(sign(&named, &claims, &own));
        }
        let mut chars: Vec<char> = token.chars().collect();
        let middle = token.len() - 40;
        chars[middle] = if chars[middle] == 'A' { 'B' } else { 'A' };
        refused.push(chars.into_iter().collect());
        claims["sub"] = json!("user_01h455vb4pex5vsknk084sn02q");
        refused.push(sign(&named, &claims, &own));
        refused.push(format!("{}.{}.{}", token.split('.').next().unwrap(), encoded(&claims), signature));
        for token in refused {
            is_refused(&app, &token).await;
        }
    }

    the_published_keys_verify_the_tokens(app) {
        let token = text(&sign_up(&app, "ana@example.org").await["accessToken"]);
        let jwks: Value = reqwest::get(app.url("/.well-known/jwks.json")).await.unwrap().json().await.unwrap();
        let kid = jsonwebtoken::decode_header(&token).unwrap().kid.unwrap();
        let key = jwks["keys"].as_array().unwrap().iter().find(|key| key["kid"] == json!(kid)).unwrap();
        assert_eq!((&key["kty"], &key["crv"], &key["alg"], &key["use"]), (&json!("OKP"), &json!("Ed25519"), &json!("EdDSA"), &json!("sig")));
        assert!(key.get("d").is_none(), "the private part stays at home");
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&["rapport"]);
        validation.set_audience(&["rapport"]);
        // The clock of the test is not the clock of the wall.
        validation.validate_exp = false;
        let decoding = DecodingKey::from_ed_components(key["x"].as_str().unwrap()).unwrap();
        let claims = jsonwebtoken::decode::<Value>(&token, &decoding, &validation).unwrap().claims;
        assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 900);
        for (claim, prefix) in [("sub", "user_"), ("sid", "session_"), ("wid", "workspace_")] {
            assert!(claims[claim].as_str().unwrap().starts_with(prefix), "{claims}");
        }
    }

    the_keys_survive_a_restart_and_a_rotation(app) {
        let token = text(&sign_up(&app, "ana@example.org").await["accessToken"]);
        let (data, database) = (app.app.settings.data.clone(), app.database_url().to_owned());
        let again = TestApp::start_with(app.engine, |settings| {
            settings.data.clone_from(&data);
            settings.database.clone_from(&database);
        })
        .await;
        assert_eq!(again.app.entrance.keys.jwks(), app.app.entrance.keys.jwks());
        again.with_token(&token).ok(PEOPLE, json!({})).await;
        api::aside::Keys::rotate(&data, app.clock.now() + chrono::TimeDelta::seconds(1)).unwrap();
        let rotated = TestApp::start_with(app.engine, |settings| {
            settings.data.clone_from(&data);
            settings.database.clone_from(&database);
        })
        .await;
        assert_eq!(rotated.app.entrance.keys.jwks()["keys"].as_array().unwrap().len(), 2);
        rotated.with_token(&token).ok(PEOPLE, json!({})).await;
    }

    a_new_key_is_known_to_running_servers_at_once_and_signs_when_all_have_it(app) {
        let kid = |token: &str| jsonwebtoken::decode_header(token).unwrap().kid.unwrap();
        let first = kid(&text(&sign_up(&app, "ana@example.org").await["accessToken"]));
        let (data, database) = (app.app.settings.data.clone(), app.database_url().to_owned());
        let other = TestApp::start_at(app.engine, app.clock.clone(), |settings| {
            settings.data.clone_from(&data);
            settings.database.clone_from(&database);
        })
        .await;
        api::aside::Keys::rotate(&data, app.clock.now() + chrono::TimeDelta::seconds(1)).unwrap();
        // The others learn of it in their next round, and until then nothing is signed by it.
        api::chores::round(&app.app).await.unwrap();
        assert_eq!(app.app.entrance.keys.jwks()["keys"].as_array().unwrap().len(), 2);
        app.clock.advance(chrono::TimeDelta::minutes(10));
        assert_eq!(kid(&text(&sign_up(&app, "bo@example.org").await["accessToken"])), first);
        app.clock.advance(chrono::TimeDelta::seconds(1));
        let token = text(&sign_up(&app, "cy@example.org").await["accessToken"]);
        assert_ne!(kid(&token), first);
        // One that has missed its round reads the keys when it meets one that it does not know.
        assert_eq!(other.app.entrance.keys.jwks()["keys"].as_array().unwrap().len(), 1);
        tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
        other.with_token(&token).ok(PEOPLE, json!({})).await;
        // A key whose file is gone is good for nothing any more.
        let mut files: Vec<_> = std::fs::read_dir(data.join("keys")).unwrap().map(|file| file.unwrap().path()).collect();
        files.sort();
        std::fs::remove_file(&files[1]).unwrap();
        app.app.entrance.keys.read_again();
        let (_, answer) = app.with_token(&token).send(PEOPLE, json!({})).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "{answer}");
    }

    a_viewer_reads_and_does_not_write(app) {
        let owner = app.owner().await;
        owner.person("Bo").await;
        let viewer = owner.viewer().await;
        assert_eq!(viewer.ok("{ people { nodes { displayName } } }", json!({})).await["people"]["nodes"][0]["displayName"], "Bo");
        is_out_of_scope(&viewer, CREATE_PERSON).await;
        is_out_of_scope(&viewer, TOKENS).await;
        is_out_of_scope(&viewer, "mutation { createApiToken(input: { name: \"x\", scopes: [PEOPLE_READ], expiresAt: \"2027-01-01T00:00:00Z\" }) { secret } }").await;
        let editor = owner.member("EDITOR").await;
        editor.person("Cleo").await;
        is_out_of_scope(&editor, TOKENS).await;
    }

    an_api_token_is_shown_once(app) {
        let owner = app.owner().await;
        let input = json!({ "name": " Backup ", "scopes": ["PEOPLE_READ"], "expiresAt": "2026-06-01T00:00:00Z" });
        let made = owner.written(CREATE_TOKEN, json!({ "input": input })).await;
        let secret = text(&made["secret"]);
        assert!(secret.starts_with("rpt_") && secret.len() > 40);
        assert_eq!(made["apiToken"]["name"], "Backup");
        assert!(secret.ends_with(made["apiToken"]["hint"].as_str().unwrap()));
        let tokens = owner.ok(TOKENS, json!({})).await["apiTokens"]["nodes"].take();
        assert_eq!(tokens.as_array().unwrap().len(), 1);
        assert!(!tokens.to_string().contains(&secret[8..secret.len() - 4]), "the text is not kept");
        assert_eq!(app.owner().await.ok(TOKENS, json!({})).await["apiTokens"]["nodes"], json!([]), "another workspace sees none");
        let (_, schema) = app.anonymous().send("{ __type(name: \"ApiToken\") { fields { name } } }", json!({})).await;
        assert!(!schema.to_string().contains("secret"), "{schema}");
    }

    a_live_api_token_is_found_among_however_many(app) {
        let owner = app.owner().await;
        let live = owner.with_scopes(&["PEOPLE_READ"]).await;
        let db = sea_orm::Database::connect(app.database_url()).await.unwrap();
        let first = entity::api_token::Entity::find().one(&db).await.unwrap().unwrap();
        for number in 1..=250_u128 {
            let later = first.created_at + chrono::TimeDelta::seconds(i64::try_from(number).unwrap());
            let ended = entity::api_token::Model {
                id: entity::ids::ApiTokenId(uuid::Uuid::from_u128(number)),
                created_at: later,
                expires_at: if number % 2 == 0 { first.expires_at } else { first.created_at },
                revoked_at: (number % 2 == 0).then_some(later),
                ..first.clone()
            };
            ended.into_active_model().reset_all().insert(&db).await.unwrap();
        }
        db.close().await.unwrap();
        live.ok(PEOPLE, json!({})).await;
        let (mut ids, mut after) = (Vec::new(), Value::Null);
        loop {
            let query = "query($after: String) { apiTokens(first: 100, after: $after) { totalCount nodes { id scopes } pageInfo { hasNextPage endCursor } } }";
            let page = owner.ok(query, json!({ "after": after })).await["apiTokens"].take();
            assert_eq!(page["totalCount"], 251);
            assert!(page["nodes"].as_array().unwrap().iter().all(|it| it["scopes"] == json!(["PEOPLE_READ"])));
            ids.extend(page["nodes"].as_array().unwrap().iter().map(|it| text(&it["id"])));
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
            after = page["pageInfo"]["endCursor"].clone();
        }
        assert_eq!(ids.len(), 251);
        let own = ids.last().unwrap().clone();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 251, "each once");
        let good = "{ apiTokens(filter: { revokedAt: { isNull: true }, expiresAt: { gt: \"P0D\" } }) { nodes { id } } }";
        assert_eq!(owner.ok(good, json!({})).await, json!({ "apiTokens": { "nodes": [{ "id": own }] } }));
        let soonest = owner.ok("{ apiTokens(first: 1, orderBy: { field: EXPIRES_AT, direction: ASC }) { nodes { expiresAt revokedAt } } }", json!({})).await;
        assert_eq!(soonest["apiTokens"]["nodes"][0], json!({ "expiresAt": "2026-03-01T09:00:00Z", "revokedAt": null }));
    }

    the_problems_of_an_api_token_are_all_told(app) {
        let owner = app.owner().await;
        let input = json!({ "name": "", "scopes": ["PEOPLE_READ"], "expiresAt": "2026-03-01T09:00:00Z" });
        let errors = owner.refused(CREATE_TOKEN, json!({ "input": input })).await;
        let found: Vec<_> = errors.iter().map(|error| (text(&error["code"]), error["path"].clone())).collect();
        assert_eq!(found, [
            ("REQUIRED".to_owned(), json!(["input", "name"])),
            ("INVALID".to_owned(), json!(["input", "expiresAt"])),
        ]);
        let none = json!({ "name": "x", "scopes": ["PEOPLE_READ", "PEOPLE_EAT"], "expiresAt": "2026-04-01T09:00:00Z" });
        let errors = owner.errors(CREATE_TOKEN, json!({ "input": none })).await;
        assert_eq!((&errors[0]["extensions"]["code"], &errors[0]["extensions"]["path"]), (&json!("BAD_INPUT"), &json!(["input", "scopes", "1"])));
        let input = json!({ "name": "x".repeat(101), "scopes": [], "expiresAt": "2026-04-01T09:00:00Z" });
        let errors = owner.refused(CREATE_TOKEN, json!({ "input": input })).await;
        assert_eq!((&errors[0]["code"], &errors[1]["code"]), (&json!("TOO_LONG"), &json!("REQUIRED")));
    }

    an_api_token_does_what_its_scopes_say_and_no_more(app) {
        let owner = app.owner().await;
        let reader = owner.with_scopes(&["PEOPLE_READ"]).await;
        reader.ok(PEOPLE, json!({})).await;
        is_out_of_scope(&reader, CREATE_PERSON).await;
        is_out_of_scope(&reader, "{ interactions { nodes { id } } }").await;
        let writer = owner.with_scopes(&["PEOPLE_READ", "PEOPLE_WRITE"]).await;
        writer.person("Bo").await;
        let by = owner.ok("{ people { nodes { createdBy { __typename } } } }", json!({})).await;
        assert_eq!(by["people"]["nodes"].as_array().unwrap().len(), 1, "{by}");
        assert_eq!(writer.ok(LOG_OUT, json!({})).await, json!({ "logOut": { "ended": false, "userErrors": [] } }), "a token has no session to end");
        writer.ok(PEOPLE, json!({})).await;
    }

    an_api_token_cannot_make_one_that_may_do_more(app) {
        let owner = app.owner().await;
        let maker = owner.with_scopes(&["TOKENS_WRITE", "PEOPLE_READ"]).await;
        let new = |scopes: Value| json!({ "input": { "name": "x", "scopes": scopes, "expiresAt": "2026-06-01T00:00:00Z" } });
        let create = "mutation($input: CreateApiTokenInput!) { createApiToken(input: $input) { secret userErrors { code path } } }";
        let errors = maker.refused(create, new(json!(["PEOPLE_READ", "PEOPLE_WRITE"]))).await;
        assert_eq!(errors, [json!({ "code": "FORBIDDEN", "path": ["input", "scopes", "1"] })]);
        let made = maker.written(create, new(json!(["PEOPLE_READ"]))).await;
        owner.using(&text(&made["secret"])).ok(PEOPLE, json!({})).await;
    }

    an_api_token_expires_and_can_be_revoked(app) {
        let owner = app.owner().await;
        let make = |expires: &str| json!({ "input": { "name": "x", "scopes": ["PEOPLE_READ"], "expiresAt": expires } });
        let short = owner.written(CREATE_TOKEN, make("2026-03-01T09:10:00Z")).await;
        let long = owner.written(CREATE_TOKEN, make("2027-03-01T09:10:00Z")).await;
        let (short, secret) = (text(&short["secret"]), text(&long["secret"]));
        app.with_token(&short).ok(PEOPLE, json!({})).await;
        app.clock.advance(chrono::TimeDelta::minutes(10));
        is_refused(&app, &short).await;
        app.with_token(&secret).ok(PEOPLE, json!({})).await;
        let id = json!({ "id": long["apiToken"]["id"] });
        let stranger = app.owner().await;
        assert_eq!(stranger.refused(REVOKE_TOKEN, id.clone()).await[0]["code"], "NOT_FOUND");
        let revoked = owner.written(REVOKE_TOKEN, id.clone()).await;
        assert_eq!(revoked["apiToken"]["revokedAt"], "2026-03-01T09:10:00Z");
        assert_eq!(owner.written(REVOKE_TOKEN, id).await, revoked);
        is_refused(&app, &secret).await;
        for wrong in [format!("{secret}x"), secret.replacen("rpt_", "", 1), "rpt_".to_owned(), format!("{}AAAA", &secret[..secret.len() - 4])] {
            is_refused(&app, &wrong).await;
        }
    }

    the_last_use_of_an_api_token_is_noted_to_the_minute(app) {
        let owner = app.owner().await;
        let token = owner.with_scopes(&["PEOPLE_READ"]).await;
        let last = async || owner.ok(TOKENS, json!({})).await["apiTokens"]["nodes"][0]["lastUsedAt"].clone();
        assert_eq!(last().await, Value::Null);
        for (wait, expected) in [(0, "2026-03-01T09:00:00Z"), (59, "2026-03-01T09:00:00Z"), (1, "2026-03-01T09:01:00Z")] {
            app.clock.advance(chrono::TimeDelta::seconds(wait));
            token.ok(PEOPLE, json!({})).await;
            // It is noted beside the request.
            for _ in 0..100 {
                if last().await == expected {
                    break;
                }
                tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            }
            assert_eq!(last().await, expected);
        }
    }
}
