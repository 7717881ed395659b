//! Members and invitations through the API.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Client, TestApp, both};

const INVITE: &str = "mutation($input: CreateInvitationInput!) { createInvitation(input: $input) { invitation { id role createdAt expiresAt acceptedAt revokedAt createdBy { kind userId } } token seq userErrors { code message path ... on InputError { max } } } }";
const REVOKE: &str = "mutation($id: ID!) { revokeInvitation(id: $id) { invitation { id revokedAt } seq userErrors { code message path ... on StateError { state allowed } } } }";
const ACCEPT: &str = "mutation($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { session { accessToken refreshToken user { id } workspace { id viewerRole latestSeq } } userErrors { code message path ... on StateError { state } } } }";
const SET_ROLE: &str = "mutation($userId: ID!, $role: Role!) { setMemberRole(input: { userId: $userId, role: $role }) { member { user { id } role } seq userErrors { code message path ... on StateError { state allowed } } } }";
const REMOVE: &str = "mutation($userId: ID!) { removeMember(input: { userId: $userId }) { member { user { id } role } seq userErrors { code message path ... on StateError { state allowed } } } }";
const MEMBERS: &str = "{ members { user { id displayName email } role joinedAt } }";
const INVITATIONS: &str = "{ invitations { id role createdBy { kind userId } } }";
const WORKSPACES: &str = "{ workspaces { id viewerRole viewerScopes } }";
const WORKSPACE: &str = "{ workspace { id revision latestSeq viewerRole } }";
const LOG_IN: &str = "mutation($input: LogInInput!) { logIn(input: $input) { session { accessToken workspace { id } } userErrors { code message path } } }";
const REFRESH: &str = "mutation($input: RefreshSessionInput!) { refreshSession(input: $input) { session { accessToken refreshToken } userErrors { code message path } } }";

async fn user_id(client: &Client) -> String {
    client.ok("{ viewer { id } }", json!({})).await["viewer"]["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn workspace(client: &Client) -> Value {
    client.ok(WORKSPACE, json!({})).await["workspace"].take()
}

async fn workspace_id(client: &Client) -> String {
    workspace(client).await["id"].as_str().unwrap().to_owned()
}

/// Makes an invitation; answers its id and its token.
async fn invite(owner: &Client, role: &str) -> (String, String) {
    let made = owner.written(INVITE, json!({ "input": { "role": role } })).await;
    (
        made["invitation"]["id"].as_str().unwrap().to_owned(),
        made["token"].as_str().unwrap().to_owned(),
    )
}

/// Accepts an invitation; answers the session.
async fn accept(user: &Client, token: &str) -> Value {
    user.written(ACCEPT, json!({ "input": { "token": token } })).await["session"].take()
}

fn using(user: &Client, session: &Value) -> Client {
    user.using(session["accessToken"].as_str().unwrap())
}

async fn set_role(owner: &Client, user: &str, role: &str) -> Value {
    owner
        .written(SET_ROLE, json!({ "userId": user, "role": role }))
        .await
}

async fn remove(owner: &Client, user: &str) -> Value {
    owner.written(REMOVE, json!({ "userId": user })).await
}

/// The same user, signed in afresh: access tokens end while the clock moves.
async fn log_in(app: &TestApp, number: u32) -> Client {
    let input = json!({ "email": format!("user{number}@example.org"), "password": "correct horse" });
    let payload = app.anonymous().written(LOG_IN, json!({ "input": input })).await;
    using(&app.anonymous(), &payload["session"])
}

/// The one refusal at the token, whatever is wrong with it.
async fn assert_refused(user: &Client, token: &str) {
    let errors = user.refused(ACCEPT, json!({ "input": { "token": token } })).await;
    let message = "the invitation is not valid, or no longer; ask for another one";
    assert_eq!(
        errors,
        [json!({ "code": "CREDENTIALS", "message": message, "path": ["input", "token"] })],
        "{token}"
    );
}

fn codes(errors: &[Value]) -> Vec<&str> {
    errors
        .iter()
        .map(|error| error["code"].as_str().unwrap())
        .collect()
}

async fn assert_unauthenticated(client: &Client) {
    let (status, body) = client.send(WORKSPACE, json!({})).await;
    assert_eq!(
        (status, &body["errors"][0]["extensions"]["code"]),
        (401, &json!("UNAUTHENTICATED")),
        "{body}"
    );
}

async fn assert_lacks_scope(client: &Client, query: &str, variables: Value) {
    let errors = client.errors(query, variables).await;
    assert_eq!(errors[0]["extensions"]["code"], "INSUFFICIENT_SCOPE", "{query}");
}

both! {
    an_invitation_lets_another_user_in_with_its_role(app) {
        let (owner, guest) = (app.owner().await, app.owner().await);
        let (_, token) = invite(&owner, "EDITOR").await;
        let session = accept(&guest, &token).await;
        assert_eq!(session["workspace"]["id"].as_str(), Some(workspace_id(&owner).await.as_str()));
        assert_eq!(session["user"]["id"].as_str(), Some(user_id(&guest).await.as_str()));
        let editor = using(&guest, &session);
        assert_eq!(workspace(&editor).await["viewerRole"], "EDITOR");
        let ana = editor.person("Ana").await;
        let seen = owner.ok("query($id: ID!) { person(by: { id: $id }) { displayName createdBy { userId } } }", json!({ "id": ana })).await;
        assert_eq!(seen["person"], json!({ "displayName": "Ana", "createdBy": { "userId": user_id(&guest).await } }));
    }

    an_invitation_is_shown_with_its_token_once(app) {
        let owner = app.owner().await;
        let made = owner.written(INVITE, json!({ "input": { "role": "VIEWER" } })).await;
        let invitation = &made["invitation"];
        assert_eq!(*invitation, json!({
            "id": invitation["id"], "role": "VIEWER",
            "createdAt": "2026-03-01T09:00:00Z", "expiresAt": "2026-03-08T09:00:00Z", "acceptedAt": null, "revokedAt": null,
            "createdBy": { "kind": "USER", "userId": user_id(&owner).await },
        }));
        assert!(made["token"].as_str().unwrap().len() > 80);
        let open = owner.ok(INVITATIONS, json!({})).await;
        assert_eq!(open["invitations"].as_array().unwrap().len(), 1);
        assert_eq!(open["invitations"][0]["id"], invitation["id"]);
    }

    the_expiry_of_an_invitation_lies_within_90_days(app) {
        let owner = app.owner().await;
        for (expires_at, good) in [
            ("2026-03-01T09:00:00Z", false), ("2026-02-01T09:00:00Z", false), ("2026-05-30T09:00:01Z", false),
            ("2026-05-30T09:00:00Z", true), ("2026-03-01T09:00:01Z", true),
        ] {
            let variables = json!({ "input": { "role": "VIEWER", "expiresAt": expires_at } });
            if good {
                owner.written(INVITE, variables).await;
            } else {
                let errors = owner.refused(INVITE, variables).await;
                assert_eq!((&errors[0]["code"], &errors[0]["path"]), (&json!("INVALID"), &json!(["input", "expiresAt"])));
            }
        }
        assert_eq!(owner.ok(INVITATIONS, json!({})).await["invitations"].as_array().unwrap().len(), 2);
    }

    bad_used_revoked_and_expired_tokens_answer_the_same(app) {
        let (owner, guest) = (app.owner().await, app.owner().await);
        let (_, used) = invite(&owner, "VIEWER").await;
        accept(&app.owner().await, &used).await;
        let (id, revoked) = invite(&owner, "VIEWER").await;
        owner.written(REVOKE, json!({ "id": id })).await;
        let (_, other) = invite(&owner, "VIEWER").await;
        // Of the right form, with ids that exist and another secret.
        let forged = format!("{}{}", &other[..50], &used[50..]);
        for token in ["", "nonsense", "%%%", &used, &revoked, &forged, &"A".repeat(86), &"x".repeat(10_000)] {
            assert_refused(&guest, token).await;
        }
        app.clock.advance(TimeDelta::days(7));
        let guest = log_in(&app, 1).await;
        assert_refused(&guest, &other).await;
        assert_eq!(guest.ok(WORKSPACES, json!({})).await["workspaces"].as_array().unwrap().len(), 1);
        let owner = log_in(&app, 0).await;
        assert_eq!(owner.ok(INVITATIONS, json!({})).await["invitations"], json!([]));
    }

    an_invitation_is_good_until_it_expires(app) {
        let owner = app.owner().await;
        app.owner().await;
        let (_, token) = invite(&owner, "VIEWER").await;
        app.clock.advance(TimeDelta::days(7) - TimeDelta::seconds(1));
        accept(&log_in(&app, 1).await, &token).await;
    }

    of_two_who_accept_at_once_one_gets_in(app) {
        let owner = app.owner().await;
        let (one, two) = (app.owner().await, app.owner().await);
        let (_, token) = invite(&owner, "EDITOR").await;
        let variables = json!({ "input": { "token": token } });
        let (a, b) = tokio::join!(one.ok(ACCEPT, variables.clone()), two.ok(ACCEPT, variables.clone()));
        let entered = [&a, &b].iter().filter(|data| !data["acceptInvitation"]["session"].is_null()).count();
        assert_eq!(entered, 1, "{a} {b}");
        assert_eq!(owner.ok(MEMBERS, json!({})).await["members"].as_array().unwrap().len(), 2);
    }

    a_member_who_accepts_again_changes_nothing(app) {
        let (owner, guest) = (app.owner().await, app.owner().await);
        let (_, first) = invite(&owner, "VIEWER").await;
        accept(&guest, &first).await;
        let (id, second) = invite(&owner, "OWNER").await;
        let before = workspace(&owner).await;
        for member in [&guest, &owner] {
            let errors = member.refused(ACCEPT, json!({ "input": { "token": second } })).await;
            assert_eq!((&errors[0]["code"], &errors[0]["state"], &errors[0]["path"]), (&json!("STATE"), &json!("MEMBER"), &json!(["input", "token"])));
        }
        assert_eq!(workspace(&owner).await, before);
        let roles: Vec<Value> = owner.ok(MEMBERS, json!({})).await["members"].as_array().unwrap().iter().map(|member| member["role"].clone()).collect();
        assert_eq!(roles, ["OWNER", "VIEWER"]);
        // It is still good, for somebody else.
        assert_eq!(owner.ok(INVITATIONS, json!({})).await["invitations"][0]["id"].as_str(), Some(id.as_str()));
        accept(&app.owner().await, &second).await;
    }

    an_api_token_cannot_accept_an_invitation(app) {
        let (owner, guest) = (app.owner().await, app.owner().await);
        let (_, token) = invite(&owner, "VIEWER").await;
        let script = guest.with_scopes(&["PEOPLE_READ", "WORKSPACE_WRITE"]).await;
        let errors = script.refused(ACCEPT, json!({ "input": { "token": token } })).await;
        assert_eq!(codes(&errors), ["FORBIDDEN"]);
        accept(&guest, &token).await;
    }

    strangers_can_do_nothing_of_this(app) {
        let owner = app.owner().await;
        let (id, token) = invite(&owner, "VIEWER").await;
        let user = user_id(&owner).await;
        let anonymous = app.anonymous();
        for (query, variables) in [
            (MEMBERS, json!({})), (INVITATIONS, json!({})), (WORKSPACES, json!({})),
            (INVITE, json!({ "input": { "role": "VIEWER" } })), (REVOKE, json!({ "id": id })),
            (ACCEPT, json!({ "input": { "token": token } })),
            (SET_ROLE, json!({ "userId": user, "role": "VIEWER" })), (REMOVE, json!({ "userId": user })),
        ] {
            let errors = anonymous.errors(query, variables).await;
            assert_eq!(errors[0]["extensions"]["code"], "UNAUTHENTICATED", "{query}");
        }
    }

    only_owners_decide_who_may_enter(app) {
        let owner = app.owner().await;
        let (id, _) = invite(&owner, "VIEWER").await;
        let user = user_id(&owner).await;
        for role in ["VIEWER", "EDITOR"] {
            let member = owner.member(role).await;
            for (query, variables) in [
                (INVITATIONS, json!({})),
                (INVITE, json!({ "input": { "role": "OWNER" } })), (REVOKE, json!({ "id": id })),
                (SET_ROLE, json!({ "userId": user, "role": "VIEWER" })), (REMOVE, json!({ "userId": user })),
            ] {
                assert_lacks_scope(&member, query, variables).await;
            }
            assert!(member.ok(MEMBERS, json!({})).await["members"].as_array().unwrap().len() > 1);
        }
        let second = owner.member("OWNER").await;
        second.written(REVOKE, json!({ "id": id })).await;
        assert_lacks_scope(&owner.with_scopes(&["PEOPLE_WRITE"]).await, INVITE, json!({ "input": { "role": "VIEWER" } })).await;
    }

    a_viewer_reads_and_an_editor_writes(app) {
        let owner = app.owner().await;
        let create = "mutation { createPerson(input: { displayName: \"Ana\" }) { person { id } userErrors { code } } }";
        let viewer = owner.viewer().await;
        viewer.ok("{ people { totalCount } }", json!({})).await;
        assert_lacks_scope(&viewer, create, json!({})).await;
        set_role(&owner, &user_id(&viewer).await, "EDITOR").await;
        viewer.written(create, json!({})).await;
        set_role(&owner, &user_id(&viewer).await, "VIEWER").await;
        assert_lacks_scope(&viewer, create, json!({})).await;
    }

    members_are_listed_in_the_order_in_which_they_joined(app) {
        let (owner, guest) = (app.owner().await, app.owner().await);
        let (_, token) = invite(&owner, "EDITOR").await;
        app.clock.advance(TimeDelta::minutes(1));
        accept(&guest, &token).await;
        let members = owner.ok(MEMBERS, json!({})).await["members"].take();
        assert_eq!(members, json!([
            { "user": { "id": user_id(&owner).await, "displayName": "User 0", "email": "user0@example.org" }, "role": "OWNER", "joinedAt": "2026-03-01T09:00:00Z" },
            { "user": { "id": user_id(&guest).await, "displayName": "User 1", "email": "user1@example.org" }, "role": "EDITOR", "joinedAt": "2026-03-01T09:01:00Z" },
        ]));
        let alone = guest.ok(MEMBERS, json!({})).await["members"].take();
        assert_eq!(alone.as_array().unwrap().len(), 1, "the guest's own workspace has one member");
    }

    a_user_sees_and_opens_each_of_their_workspaces(app) {
        let (owner, guest) = (app.owner().await, app.owner().await);
        let (_, token) = invite(&owner, "VIEWER").await;
        app.clock.advance(TimeDelta::minutes(1));
        let session = accept(&guest, &token).await;
        assert_eq!(session["workspace"]["viewerRole"], "VIEWER", "it is seen as the new session sees it");
        let (own, joined) = (workspace_id(&guest).await, workspace_id(&owner).await);
        let list = guest.ok(WORKSPACES, json!({})).await["workspaces"].take();
        assert_eq!((&list[0]["id"], &list[0]["viewerRole"]), (&json!(own), &json!("OWNER")));
        assert_eq!((&list[1]["id"], &list[1]["viewerRole"]), (&json!(joined), &json!("VIEWER")));
        let scopes = list[1]["viewerScopes"].as_array().unwrap();
        assert!(scopes.contains(&json!("PEOPLE_READ")) && !scopes.contains(&json!("PEOPLE_WRITE")), "{scopes:?}");
        for id in [&own, &joined] {
            let input = json!({ "email": "user1@example.org", "password": "correct horse", "workspaceId": id });
            let payload = app.anonymous().written(LOG_IN, json!({ "input": input })).await;
            assert_eq!(workspace_id(&using(&guest, &payload["session"])).await, *id);
        }
        let script = guest.with_scopes(&["PEOPLE_READ"]).await;
        let seen = script.ok(WORKSPACES, json!({})).await["workspaces"].take();
        assert_eq!(seen, json!([{ "id": own, "viewerRole": "OWNER", "viewerScopes": ["PEOPLE_READ"] }]), "a token speaks for one workspace");
        let stranger = app.owner().await.ok(WORKSPACES, json!({})).await["workspaces"].take();
        assert_eq!(stranger.as_array().unwrap().len(), 1);
    }

    a_removed_member_is_out_at_once_and_for_good(app) {
        let (owner, guest) = (app.owner().await, app.owner().await);
        let (_, token) = invite(&owner, "OWNER").await;
        let session = accept(&guest, &token).await;
        let member = using(&guest, &session);
        let script = member.with_scopes(&["PEOPLE_READ"]).await;
        script.ok("{ people { totalCount } }", json!({})).await;
        let id = user_id(&guest).await;
        let removed = remove(&owner, &id).await;
        assert_eq!(removed["member"], json!({ "user": { "id": id }, "role": "OWNER" }));
        assert_unauthenticated(&member).await;
        assert_unauthenticated(&script).await;
        let refresh = json!({ "input": { "refreshToken": session["refreshToken"] } });
        let errors = app.anonymous().refused(REFRESH, refresh.clone()).await;
        assert_eq!(codes(&errors), ["CREDENTIALS"]);
        // Their own workspace is untouched, and the one they left cannot be entered.
        assert_eq!(guest.ok(WORKSPACES, json!({})).await["workspaces"].as_array().unwrap().len(), 1);
        let enter = json!({ "email": "user1@example.org", "password": "correct horse", "workspaceId": workspace_id(&owner).await });
        assert_eq!(codes(&app.anonymous().refused(LOG_IN, json!({ "input": enter })).await), ["NOT_FOUND"]);
        assert_eq!(owner.ok(MEMBERS, json!({})).await["members"].as_array().unwrap().len(), 1);
        // Somebody who is invited again gets none of the old sessions and tokens back.
        let (_, token) = invite(&owner, "OWNER").await;
        let again = using(&guest, &accept(&guest, &token).await);
        assert_eq!(workspace(&again).await["viewerRole"], "OWNER");
        assert_unauthenticated(&member).await;
        assert_unauthenticated(&script).await;
        app.anonymous().refused(REFRESH, refresh).await;
    }

    a_session_that_began_while_its_user_was_removed_does_not_go_on(app) {
        let (owner, guest) = (app.owner().await, app.owner().await);
        let (_, token) = invite(&owner, "VIEWER").await;
        let session = accept(&guest, &token).await;
        remove(&owner, &user_id(&guest).await).await;
        // As a log-in leaves it that ran beside the removal: a live session without a membership.
        let conn = sea_orm::Database::connect(app.database_url()).await.unwrap();
        sea_orm::ConnectionTrait::execute_unprepared(&conn, "UPDATE session SET revoked_at = NULL").await.unwrap();
        conn.close().await.unwrap();
        assert_unauthenticated(&using(&guest, &session)).await;
        let refresh = json!({ "input": { "refreshToken": session["refreshToken"] } });
        assert_eq!(codes(&app.anonymous().refused(REFRESH, refresh).await), ["CREDENTIALS"]);
    }

    the_last_owner_stays(app) {
        let owner = app.owner().await;
        let editor = owner.member("EDITOR").await;
        let (me, other) = (user_id(&owner).await, user_id(&editor).await);
        let before = workspace(&owner).await;
        let errors = owner.refused(SET_ROLE, json!({ "userId": me, "role": "EDITOR" })).await;
        assert_eq!((&errors[0]["code"], &errors[0]["state"], &errors[0]["path"]), (&json!("STATE"), &json!("LAST_OWNER"), &json!(["input", "userId"])));
        let errors = owner.refused(REMOVE, json!({ "userId": me })).await;
        assert_eq!((&errors[0]["code"], &errors[0]["allowed"]), (&json!("STATE"), &json!(["OWNER"])));
        assert_eq!(workspace(&owner).await, before, "nothing was written");
        set_role(&owner, &other, "OWNER").await;
        let left = remove(&owner, &me).await;
        assert_eq!(left["member"]["user"]["id"].as_str(), Some(me.as_str()));
        assert_unauthenticated(&owner).await;
        assert_eq!(codes(&editor.refused(REMOVE, json!({ "userId": other })).await), ["STATE"]);
    }

    two_owners_who_demote_each_other_at_once_leave_one(app) {
        let owner = app.owner().await;
        let second = owner.member("OWNER").await;
        let (a, b) = (user_id(&owner).await, user_id(&second).await);
        // Whoever comes second may be no owner any more when asked, or the last one when it is their turn.
        tokio::join!(
            owner.send(SET_ROLE, json!({ "userId": b, "role": "VIEWER" })),
            second.send(SET_ROLE, json!({ "userId": a, "role": "VIEWER" })),
        );
        let members = owner.ok(MEMBERS, json!({})).await["members"].take();
        let owners = members.as_array().unwrap().iter().filter(|member| member["role"] == "OWNER").count();
        assert_eq!(owners, 1, "{members}");
    }

    whoever_is_no_longer_an_owner_takes_their_invitations_with_them(app) {
        let owner = app.owner().await;
        let (demoted, removed) = (owner.member("OWNER").await, owner.member("OWNER").await);
        let (kept, _) = invite(&owner, "VIEWER").await;
        let (_, by_hand) = invite(&demoted, "OWNER").await;
        let script = removed.with_scopes(&["WORKSPACE_WRITE"]).await;
        let (_, by_token) = invite(&script, "OWNER").await;
        set_role(&owner, &user_id(&demoted).await, "EDITOR").await;
        remove(&owner, &user_id(&removed).await).await;
        let friend = app.owner().await;
        assert_refused(&friend, &by_hand).await;
        assert_refused(&friend, &by_token).await;
        let open = owner.ok(INVITATIONS, json!({})).await["invitations"].take();
        assert_eq!(open.as_array().unwrap().len(), 1);
        assert_eq!(open[0]["id"].as_str(), Some(kept.as_str()));
    }

    what_is_not_there_is_not_found(app) {
        let (owner, other) = (app.owner().await, app.owner().await);
        let (id, _) = invite(&owner, "VIEWER").await;
        let user = user_id(&owner).await;
        let errors = other.refused(REVOKE, json!({ "id": id })).await;
        assert_eq!(errors[0], json!({ "code": "NOT_FOUND", "message": "there is no invitation with this id", "path": ["id"] }));
        for (query, variables) in [(SET_ROLE, json!({ "userId": user, "role": "VIEWER" })), (REMOVE, json!({ "userId": user }))] {
            let errors = other.refused(query, variables).await;
            assert_eq!((&errors[0]["code"], &errors[0]["path"]), (&json!("NOT_FOUND"), &json!(["input", "userId"])));
        }
        let errors = owner.refused(REMOVE, json!({ "userId": id })).await;
        assert_eq!(codes(&errors), ["INVALID"], "an invitation is no user");
        assert_eq!(other.ok(INVITATIONS, json!({})).await["invitations"], json!([]));
        assert_eq!(owner.ok(INVITATIONS, json!({})).await["invitations"].as_array().unwrap().len(), 1);
        assert_eq!(owner.ok(MEMBERS, json!({})).await["members"].as_array().unwrap().len(), 1);
    }

    an_invitation_is_revoked_once_and_not_after_it_was_accepted(app) {
        let (owner, guest) = (app.owner().await, app.owner().await);
        let (id, _) = invite(&owner, "VIEWER").await;
        let first = owner.written(REVOKE, json!({ "id": id })).await;
        app.clock.advance(TimeDelta::minutes(1));
        assert_eq!(owner.written(REVOKE, json!({ "id": id })).await, first);
        assert_eq!(first["invitation"], json!({ "id": id, "revokedAt": "2026-03-01T09:00:00Z" }));
        let (id, token) = invite(&owner, "VIEWER").await;
        accept(&guest, &token).await;
        let errors = owner.refused(REVOKE, json!({ "id": id })).await;
        assert_eq!((&errors[0]["code"], &errors[0]["state"]), (&json!("STATE"), &json!("ACCEPTED")));
    }

    each_step_changes_the_workspace_and_is_in_its_feed(app) {
        let (owner, guest) = (app.owner().await, app.owner().await);
        let start = workspace(&owner).await;
        let (id, _) = invite(&owner, "VIEWER").await;
        owner.written(REVOKE, json!({ "id": id })).await;
        let (_, token) = invite(&owner, "VIEWER").await;
        let session = accept(&guest, &token).await;
        let user = user_id(&guest).await;
        let promoted = set_role(&owner, &user, "OWNER").await;
        assert_eq!(set_role(&owner, &user, "OWNER").await, promoted, "the same role again changes nothing");
        using(&guest, &session).with_scopes(&["PEOPLE_READ"]).await;
        let removed = remove(&owner, &user).await;
        let end = workspace(&owner).await;
        assert_eq!(end["revision"].as_i64().unwrap(), start["revision"].as_i64().unwrap() + 6);
        assert_eq!(end["latestSeq"], removed["seq"]);
        let feed = "query($after: Seq!) { changes(after: $after, first: 20) { changes { type op } } }";
        let feed = owner.ok(feed, json!({ "after": start["latestSeq"] })).await["changes"]["changes"].take();
        let feed: Vec<(String, String)> = feed.as_array().unwrap().iter().map(|change| {
            (change["type"].as_str().unwrap().to_owned(), change["op"].as_str().unwrap().to_owned())
        }).collect();
        let of = |record: &str, op: &str| (record.to_owned(), op.to_owned());
        let mut expected = vec![of("WORKSPACE", "UPDATE"); 5];
        expected.extend([of("API_TOKEN", "CREATE"), of("API_TOKEN", "ARCHIVE"), of("WORKSPACE", "UPDATE")]);
        assert_eq!(feed, expected);
        assert_eq!(session["workspace"]["latestSeq"].as_i64().unwrap(), start["latestSeq"].as_i64().unwrap() + 4);
    }

    members_and_open_invitations_are_at_most_200(app) {
        let owner = app.owner().await;
        let (first, _) = invite(&owner, "VIEWER").await;
        for _ in 0..198 {
            invite(&owner, "VIEWER").await;
        }
        let errors = owner.refused(INVITE, json!({ "input": { "role": "VIEWER", "expiresAt": "2020-01-01T00:00:00Z" } })).await;
        assert_eq!(codes(&errors), ["INVALID", "TOO_MANY"], "all problems at once");
        assert_eq!(errors[1]["max"], 200);
        owner.written(REVOKE, json!({ "id": first })).await;
        invite(&owner, "VIEWER").await;
        assert_eq!(owner.ok(INVITATIONS, json!({})).await["invitations"].as_array().unwrap().len(), 199);
    }

    lists_take_as_many_statements_for_20_as_for_2(app) {
        let owner = app.owner().await;
        owner.member("VIEWER").await;
        invite(&owner, "VIEWER").await;
        let lists = format!("{{ {} {} {} }}", &MEMBERS[1..MEMBERS.len() - 1], &INVITATIONS[1..INVITATIONS.len() - 1], &WORKSPACES[1..WORKSPACES.len() - 1]);
        let few = app.statements(async { owner.ok(&lists, json!({})).await; }).await;
        for _ in 0..18 {
            owner.member("VIEWER").await;
            invite(&owner, "VIEWER").await;
            let (_, token) = invite(&app.owner().await, "VIEWER").await;
            accept(&owner, &token).await;
        }
        let many = app.statements(async {
            let data = owner.ok(&lists, json!({})).await;
            assert_eq!(data["members"].as_array().unwrap().len(), 20);
            assert_eq!(data["invitations"].as_array().unwrap().len(), 19);
            assert_eq!(data["workspaces"].as_array().unwrap().len(), 19);
        }).await;
        assert_eq!(many.len(), few.len(), "{many:#?}");
    }
}
