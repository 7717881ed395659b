//! A caller is known from a moment ago, and not for longer than what they may do.

use chrono::TimeDelta;
use sea_orm::{ConnectionTrait, Database};
use serde_json::{Value, json};
use tests::{Client, TestApp, both};

const WHO: &str = "{ __typename }";
const ROLE: &str = "{ workspace { viewerRole } }";
const SIGN_UP: &str = "mutation($input: SignUpInput!) { signUp(input: $input) { session { accessToken refreshToken } userErrors { message } } }";
const REFRESH: &str = "mutation($input: RefreshSessionInput!) { refreshSession(input: $input) { session { accessToken refreshToken } userErrors { code } } }";
const REVOKE_TOKEN: &str = "mutation($id: ID!) { revokeApiToken(id: $id) { userErrors { code } } }";
const SET_ROLE: &str = "mutation($id: ID!, $role: Role!) { setMemberRole(input: { userId: $id, role: $role }) { userErrors { code } } }";
const REMOVE: &str = "mutation($id: ID!) { removeMember(input: { userId: $id }) { userErrors { code } } }";

async fn cost(app: &TestApp, client: &Client) -> usize {
    app.statements(async {
        client.ok(WHO, json!({})).await;
    })
    .await
    .len()
}

/// The caller comes to be known: asking costs nothing. The first use of an API token is noted beside the request, and is waited for.
async fn is_known(app: &TestApp, client: &Client) {
    for _ in 0..100 {
        if cost(app, client).await == 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("each request checks the token");
}

async fn is_refused(client: &Client) {
    let (status, body) = client.send(WHO, json!({})).await;
    assert_eq!(
        (status, &body["errors"][0]["extensions"]["code"]),
        (401, &json!("UNAUTHENTICATED")),
        "{body}"
    );
}

/// What another process would do to the same database.
async fn elsewhere(app: &TestApp, sql: &str) {
    let other = Database::connect(app.database_url()).await.unwrap();
    other.execute_unprepared(sql).await.unwrap();
    other.close().await.unwrap();
}

const END: &str = "UPDATE session SET revoked_at = created_at";
const BEGIN: &str = "UPDATE session SET revoked_at = NULL";

async fn user_id(client: &Client) -> Value {
    client.ok("{ viewer { id } }", json!({})).await["viewer"]["id"].clone()
}

both! {
    the_second_request_with_a_token_costs_no_statement(app) {
        let owner = app.owner().await;
        assert_eq!(cost(&app, &owner).await, 2);
        assert_eq!(cost(&app, &owner).await, 0);
        let token = owner.with_scopes(&["PEOPLE_READ"]).await;
        assert!(cost(&app, &token).await >= 2);
        is_known(&app, &token).await;
    }

    tokens_of_one_user_are_told_apart(app) {
        let owner = app.owner().await;
        let token = owner.with_scopes(&["PEOPLE_READ"]).await;
        for _ in 0..2 {
            owner.person("Ana").await;
            let (status, _) = token.send("mutation { createPerson(input: { displayName: \"X\" }) { seq } }", json!({})).await;
            assert_eq!(status, 403);
        }
    }

    a_log_out_counts_at_once(app) {
        let owner = app.owner().await;
        is_known(&app, &owner).await;
        owner.ok("mutation { logOut { ended } }", json!({})).await;
        is_refused(&owner).await;
    }

    a_refresh_token_that_comes_back_counts_at_once(app) {
        let input = json!({ "email": "ana@example.org", "password": "correct horse", "displayName": "Ana" });
        let session = app.anonymous().written(SIGN_UP, json!({ "input": input })).await["session"].take();
        let ana = app.with_token(session["accessToken"].as_str().unwrap());
        let refresh = json!({ "input": { "refreshToken": session["refreshToken"] } });
        app.anonymous().written(REFRESH, refresh.clone()).await;
        app.clock.advance(TimeDelta::seconds(31));
        is_known(&app, &ana).await;
        app.anonymous().refused(REFRESH, refresh).await;
        is_refused(&ana).await;
    }

    a_revoked_api_token_counts_at_once(app) {
        let owner = app.owner().await;
        let token = owner.with_scopes(&["PEOPLE_READ"]).await;
        is_known(&app, &token).await;
        let id = owner.ok("{ apiTokens { nodes { id } } }", json!({})).await["apiTokens"]["nodes"][0]["id"].clone();
        owner.written(REVOKE_TOKEN, json!({ "id": id })).await;
        is_refused(&token).await;
    }

    another_role_counts_at_once(app) {
        let owner = app.owner().await;
        let member = owner.member("OWNER").await;
        let token = member.with_scopes(&["PEOPLE_READ", "PEOPLE_WRITE"]).await;
        for client in [&member, &token] {
            is_known(&app, client).await;
        }
        member.person("Ana").await;
        let id = user_id(&member).await;
        owner.written(SET_ROLE, json!({ "id": id, "role": "VIEWER" })).await;
        assert_eq!(member.ok(ROLE, json!({})).await["workspace"]["viewerRole"], "VIEWER");
        for client in [&member, &token] {
            let (status, _) = client.send("mutation { createPerson(input: { displayName: \"X\" }) { seq } }", json!({})).await;
            assert_eq!(status, 403);
        }
    }

    a_removed_member_is_out_at_once(app) {
        let owner = app.owner().await;
        let member = owner.member("OWNER").await;
        let token = member.with_scopes(&["PEOPLE_READ"]).await;
        for client in [&member, &token] {
            is_known(&app, client).await;
        }
        owner.written(REMOVE, json!({ "id": user_id(&member).await })).await;
        for client in [&member, &token] {
            is_refused(client).await;
        }
        is_known(&app, &owner).await;
    }

    what_is_refused_takes_nothing_from_anybody(app) {
        let owner = app.owner().await;
        is_known(&app, &owner).await;
        owner.refused(REMOVE, json!({ "id": user_id(&owner).await })).await;
        owner.person("Ana").await;
        assert_eq!(cost(&app, &owner).await, 0);
    }

    what_another_process_ends_is_noticed_within_seconds(app) {
        let owner = app.owner().await;
        is_known(&app, &owner).await;
        elsewhere(&app, END).await;
        app.clock.advance(TimeDelta::milliseconds(4999));
        owner.ok(WHO, json!({})).await;
        app.clock.advance(TimeDelta::milliseconds(1));
        is_refused(&owner).await;
        // What is refused is looked up each time.
        elsewhere(&app, BEGIN).await;
        owner.ok(WHO, json!({})).await;
    }

    a_token_ends_when_it_says_so_even_if_it_was_just_checked(app) {
        let owner = app.owner().await;
        let input = json!({ "name": "x", "scopes": ["PEOPLE_READ"], "expiresAt": "2026-03-01T09:15:00Z" });
        let make = "mutation($input: CreateApiTokenInput!) { createApiToken(input: $input) { secret userErrors { code } } }";
        let token = owner.written(make, json!({ "input": input })).await;
        let token = app.with_token(token["secret"].as_str().unwrap());
        app.clock.advance(TimeDelta::seconds(15 * 60 - 1));
        for client in [&owner, &token] {
            is_known(&app, client).await;
        }
        app.clock.advance(TimeDelta::seconds(1));
        for client in [&owner, &token] {
            is_refused(client).await;
        }
    }

    it_can_be_switched_off(app) {
        let app = TestApp::start_with(app.engine, |settings| settings.auth.caller_cache_seconds = 0).await;
        let owner = app.owner().await;
        for _ in 0..3 {
            assert_eq!(cost(&app, &owner).await, 2);
        }
        elsewhere(&app, END).await;
        is_refused(&owner).await;
        assert!(app.app.entrance.callers.is_empty());
    }
}
