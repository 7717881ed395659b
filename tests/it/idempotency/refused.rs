//! What cannot be sent under an idempotency key, and what leaves none behind.

use api::graphql::catalogue::catalogue;
use api::graphql::plan::{Does, FieldType, Source};
use serde_json::{Value, json};
use tests::{Client, both};

use super::{CREATE, body, code, people, person, replayed, written};

const UNSUPPORTED: (u16, &str) = (400, "IDEMPOTENCY_KEY_UNSUPPORTED");

async fn is(client: &Client, query: &str, variables: Value, (status, expected): (u16, &str)) {
    let (found, code) = code(client, "k", &body(query, &variables)).await;
    assert_eq!((found, code.as_str()), (status, expected), "{query}");
}

/// Where secrets are answered, the declaration says so.
#[test]
fn what_answers_a_secret_is_declared_as_such() {
    api::areas::open();
    let mut secret = Vec::new();
    for field in &catalogue().mutations.fields {
        let Source::Verb(does, payload) = &field.source else {
            panic!("{} is no mutation", field.name)
        };
        let mut texts = (payload.object)()
            .fields
            .iter()
            .filter(|it| matches!(it.kind, FieldType::Engine(..)));
        let shows = texts.any(|text| {
            let name = text.name.to_lowercase();
            name.contains("secret") || name.contains("token")
        });
        let is_declared = matches!(does, Does::Secret(_) | Does::Runs(_));
        assert!(is_declared || !shows, "{} answers a secret", field.name);
        if matches!(does, Does::Secret(_)) {
            assert!(shows, "{} answers none", field.name);
            secret.push(field.name);
        }
    }
    secret.sort_unstable();
    assert_eq!(
        secret,
        [
            "askIntroduction",
            "createApiToken",
            "createCalendarFeed",
            "createInvitation",
            "nudgeIntroduction"
        ]
    );
}

both! {
    what_answers_a_secret_or_is_no_write_in_the_workspace_takes_no_key(app) {
        let owner = app.owner().await;
        let id = "introduction_01kcy5m700e0096mbj51gr5nw7";
        for (query, variables) in [
            ("mutation($input: CreateApiTokenInput!) { createApiToken(input: $input) { secret } }", json!({ "input": { "name": "x", "scopes": ["PEOPLE_READ"], "expiresAt": "2027-01-01T00:00:00Z" } })),
            ("mutation { createInvitation(input: { role: VIEWER }) { token } }", json!({})),
            ("mutation($id: ID!) { askIntroduction(id: $id, input: { side: A }) { linkToken } }", json!({ "id": id })),
            ("mutation($id: ID!) { nudgeIntroduction(id: $id, input: { side: A }) { linkToken } }", json!({ "id": id })),
            ("mutation { logIn(input: { email: \"user0@example.org\", password: \"correct horse\" }) { session { accessToken } } }", json!({})),
            ("mutation { importContacts(input: { text: \"BEGIN:VCARD\" }) { seq } }", json!({})),
            ("mutation { logOut { ended } }", json!({})),
        ] {
            is(&owner, query, variables, UNSUPPORTED).await;
        }
        let tokens = owner.ok("{ apiTokens { totalCount } viewer { id } }", json!({})).await;
        assert_eq!(tokens["apiTokens"]["totalCount"], 0);
        is(&app.anonymous(), "mutation { signUp(input: { email: \"a@b.example\", password: \"correct horse\", displayName: \"A\" }) { session { accessToken } } }", json!({}), UNSUPPORTED).await;
        let unknown = "mutation { createPerson(input: { displayName: \"A\" }) { seq } }";
        is(&app.anonymous(), unknown, json!({}), (401, "UNAUTHENTICATED")).await;
    }

    a_key_is_for_one_mutation(app) {
        let owner = app.owner().await;
        let two = "mutation { a: createPerson(input: { displayName: \"A\" }) { seq } b: createPerson(input: { displayName: \"B\" }) { seq } }";
        is(&owner, two, json!({}), UNSUPPORTED).await;
        is(&owner, "mutation { __typename }", json!({}), UNSUPPORTED).await;
        assert_eq!(people(&owner).await, 0);
        // What is left out does not count, nor does what is no mutation.
        let one = "mutation($b: Boolean!) { __typename a: createPerson(input: { displayName: \"A\" }) { userErrors { code } } b: createPerson(input: { displayName: \"B\" }) @include(if: $b) { seq } }";
        let sent = body(one, &json!({ "b": false }));
        let first = written(&owner, "k", &sent).await;
        replayed(&owner, "k", &sent, &first).await;
        assert_eq!(first, "{\"data\":{\"__typename\":\"Mutation\",\"a\":{\"userErrors\":[]}}}");
    }

    what_is_known_after_the_write_is_not_answered_under_a_key(app) {
        let owner = app.owner().await;
        for field in ["answeredNudges", "n: raisedNudges"] {
            is(&owner, &format!("mutation {{ createPerson(input: {{ displayName: \"A\" }}) {{ {field} }} }}"), json!({}), UNSUPPORTED).await;
        }
        assert_eq!(people(&owner).await, 0);
    }

    a_key_has_a_form(app) {
        let owner = app.owner().await;
        for bad in ["", "two words", "tab\there", &"k".repeat(256)] {
            assert_eq!(code(&owner, bad, &person("A")).await, (400, "IDEMPOTENCY_KEY_INVALID".to_owned()), "{bad:?}");
        }
        let request = reqwest::Client::new().post(app.url("/graphql")).bearer_auth(owner.token()).header("content-type", "application/json");
        for bad in [request.try_clone().unwrap().header("idempotency-key", "a").header("idempotency-key", "a"), request.header("idempotency-key", "Schl\u{fc}ssel")] {
            let response = bad.body(person("A")).send().await.unwrap();
            assert_eq!(response.status(), 400);
            assert_eq!(response.json::<Value>().await.unwrap()["errors"][0]["extensions"]["code"], "IDEMPOTENCY_KEY_INVALID");
        }
        assert_eq!(people(&owner).await, 0);
        for good in ["!", "\"quoted\"", &"~".repeat(255)] {
            written(&owner, good, &person("A")).await;
        }
        assert_eq!(people(&owner).await, 3);
    }

    a_query_is_asked_anew_whatever_its_key(app) {
        let owner = app.owner().await;
        let query = body("{ people { totalCount } }", &json!({}));
        for key in ["k", "k", "no key"] {
            owner.person("Ana").await;
            let (status, replayed, text) = owner.under(key, &query).await;
            assert_eq!((status, replayed), (200, false));
            assert_eq!(text, format!("{{\"data\":{{\"people\":{{\"totalCount\":{}}}}}}}", people(&owner).await));
        }
        written(&owner, "k", &person("Bea")).await;
    }

    what_was_refused_can_be_mended_and_sent_under_the_same_key(app) {
        let owner = app.owner().await;
        let (_, replays, text) = owner.under("k", &person("")).await;
        assert!(!replays && text.contains("\"code\":\"REQUIRED\""), "{text}");
        // What the command itself refuses, and what is refused before it begins.
        let update = "mutation($id: ID!) { updatePerson(id: $id, input: { headline: \"x\" }) { userErrors { code } } }";
        let (_, replays, text) = owner.under("k", &body(update, &json!({ "id": "person_01kcy5m700e0096mbj51gr5nw7" }))).await;
        assert!(!replays && text.contains("NOT_FOUND"), "{text}");
        assert_eq!(code(&owner, "k", &body(CREATE, &json!({ "input": {} }))).await, (400, "BAD_INPUT".to_owned()));
        let first = written(&owner, "k", &person("Ana")).await;
        replayed(&owner, "k", &person("Ana"), &first).await;
        assert_eq!(code(&owner, "k", &person("")).await, (422, "IDEMPOTENCY_KEY_REUSED".to_owned()));
    }

    what_stores_nothing_keeps_nothing(app) {
        let owner = app.owner().await;
        let query = "mutation($rows: [CreatePersonInput!]!, $dryRun: Boolean, $errorPolicy: ErrorPolicy) { createPeople(rows: $rows, dryRun: $dryRun, errorPolicy: $errorPolicy) { counts { created rejected skipped } userErrors { code } } }";
        let (good, bad) = (json!({ "displayName": "Ana" }), json!({ "displayName": "" }));
        for (variables, counts) in [
            (json!({ "rows": [good], "dryRun": true }), "{\"created\":1,\"rejected\":0,\"skipped\":0}"),
            (json!({ "rows": [good, bad] }), "{\"created\":0,\"rejected\":1,\"skipped\":1}"),
            (json!({ "rows": [bad, bad], "errorPolicy": "REJECT_FAILED_ROWS" }), "{\"created\":0,\"rejected\":2,\"skipped\":0}"),
            (json!({ "rows": [bad, good], "errorPolicy": "STOP_AT_FIRST" }), "{\"created\":0,\"rejected\":1,\"skipped\":1}"),
        ] {
            let text = written(&owner, "k", &body(query, &variables)).await;
            assert!(text.contains(counts), "{text}");
        }
        let sent = body(query, &json!({ "rows": [good, bad], "errorPolicy": "REJECT_FAILED_ROWS" }));
        let first = written(&owner, "k", &sent).await;
        replayed(&owner, "k", &sent, &first).await;
        assert_eq!(people(&owner).await, 1);
    }

    an_answer_that_is_too_long_to_be_kept_writes_nothing(app) {
        let owner = app.owner().await;
        let inputs: Vec<Value> = (0..60).map(|number| json!({ "displayName": format!("Person {number}"), "notes": "x".repeat(19_000) })).collect();
        let query = |shown: &str| format!("mutation($rows: [CreatePersonInput!]!) {{ createPeople(rows: $rows) {{ rows {{ record {{ {shown} }} }} userErrors {{ code }} }} }}");
        is(&owner, &query("... on Person { notes }"), json!({ "rows": inputs }), UNSUPPORTED).await;
        assert_eq!(people(&owner).await, 0);
        written(&owner, "k", &body(&query("id"), &json!({ "rows": inputs }))).await;
        assert_eq!(people(&owner).await, 60);
    }
}
