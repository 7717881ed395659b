//! Documents are judged once and kept, within bounds; and plans run whatever is stored.

use serde_json::json;
use tests::{TestApp, both};

use crate::guards::{DERIVED, NESTED};

async fn metrics(app: &TestApp) -> String {
    reqwest::get(app.url("/metrics"))
        .await
        .unwrap()
        .text()
        .await
        .unwrap()
}

/// The value of a metric's line.
fn value(metrics: &str, name: &str) -> u64 {
    let line = metrics
        .lines()
        .find_map(|line| line.strip_prefix(name))
        .unwrap_or_else(|| panic!("{name}: {metrics}"));
    line.trim().parse().unwrap()
}

both! {
    ten_thousand_documents_are_not_all_kept(app) {
        let owner = app.owner().await;
        // Through the door for some, straight for the rest: a request each would only take longer.
        for number in 0..20 {
            owner.ok(&format!("{{ a{number}: people(first: 1) {{ nodes {{ id }} }} }}"), json!({})).await;
        }
        for number in 0..10_000 {
            let text = format!("{{ b{number}: people(first: 1) {{ nodes {{ id displayName }} }} }}");
            assert!(app.app.documents.get(text, None).is_ok());
        }
        let (documents, bytes) = app.app.documents.size();
        assert!(documents <= 1000 && bytes <= 1 << 20, "{documents} documents of {bytes} bytes");
        let long = format!("{{ people(first: 1) {{ nodes {{ id }} }} }} # {}", "x".repeat(60_000));
        for number in 0..40 {
            assert!(app.app.documents.get(format!("{long}{number}"), None).is_ok());
        }
        let (_, bytes) = app.app.documents.size();
        assert!(bytes <= 1 << 20, "{bytes} bytes");
    }

    a_document_is_judged_once_whatever_its_variables(app) {
        let owner = app.owner().await;
        let query = "query($first: Int!, $with: Boolean!) { people(first: $first) { nodes { id displayName @include(if: $with) } } }";
        let before = metrics(&app).await;
        for (first, with) in [(1, true), (2, false), (3, true)] {
            owner.ok(query, json!({ "first": first, "with": with })).await;
        }
        let after = metrics(&app).await;
        let grown = |name: &str| value(&after, name) - value(&before, name);
        assert_eq!(grown("rapport_documents_new_total"), 1);
        assert_eq!(grown("rapport_documents_known_total"), 2);
        assert_eq!(grown("rapport_queries_planned_total"), 3);
    }

    what_is_stored_is_read_by_plans(app) {
        let owner = app.owner().await;
        for (_, query) in NESTED.iter().chain(DERIVED) {
            owner.ok(query, json!({})).await;
        }
        let text = metrics(&app).await;
        assert!(!text.contains("rapport_queries_fallen_back_total{"), "{text}");
        owner.ok("{ viewer { self { id } } workspace { id } workspaces { id } members { user { id } } invitations { id } calendarFeeds { id } apiTokens { nodes { id } } connectorLoad(personId: \"person_00000000000000000000000000\") { openAsks } }", json!({})).await;
        let text = metrics(&app).await;
        assert!(!text.contains("rapport_queries_fallen_back_total{"), "{text}");
        owner.ok("{ introductionByLink(token: \"x\") { open } }", json!({})).await;
        let text = metrics(&app).await;
        assert!(!text.contains("rapport_queries_fallen_back_total{"), "{text}");
        // What is asked of the schema itself is no read of what is stored.
        owner.ok("{ __schema { queryType { name } } }", json!({})).await;
        let text = metrics(&app).await;
        assert!(text.contains("rapport_queries_fallen_back_total{field=\"Query.__schema\"} 1"), "{text}");
    }

    a_mutation_that_is_selected_twice_under_one_key_runs_once(app) {
        let owner = app.owner().await;
        let twice = "mutation { ...A ...B } fragment A on Mutation { createTag(input: { name: \"twice\" }) { tag { id } } } \
                     fragment B on Mutation { createTag(input: { name: \"twice\" }) { tag { name } userErrors { message } } }";
        let data = owner.ok(twice, json!({})).await;
        assert_eq!(data["createTag"]["tag"]["name"], "twice", "{data}");
        assert_eq!(data["createTag"]["userErrors"], json!([]), "{data}");
        assert_eq!(owner.ok("{ tags { totalCount } }", json!({})).await["tags"]["totalCount"], 1);
        // Under one key there is one mutation.
        let unequal = "mutation { createTag(input: { name: \"one\" }) { seq } createTag(input: { name: \"other\" }) { seq } }";
        let (_, answer) = owner.send(unequal, json!({})).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "VALIDATION_FAILED", "{answer}");
        assert_eq!(owner.ok("{ tags { totalCount } }", json!({})).await["tags"]["totalCount"], 1);
    }

    a_query_that_asks_for_too_much_is_refused_before_it_reads(app) {
        let owner = app.owner().await;
        let query = "query($n: Int!) { people(first: $n) { nodes { interactions(first: $n) { nodes { participants { id } } } } } }";
        let statements = app.statements(async {
            let (_, answer) = owner.send(query, json!({ "n": 100 })).await;
            assert_eq!(answer["errors"][0]["extensions"]["code"], "TOO_COMPLEX", "{answer}");
        }).await;
        // Who calls is asked, and nothing else.
        assert!(!statements.iter().any(|sql| sql.contains("display_name")), "{statements:#?}");
        owner.ok(query, json!({ "n": 50 })).await;
    }

    a_wrong_variable_is_named_with_its_place(app) {
        let owner = app.owner().await;
        let log = "mutation($input: LogInteractionInput!) { logInteraction(input: $input) { seq } }";
        let input = json!({ "happenedAt": "yesterday", "channel": "CALL", "participantIds": [] });
        let (_, answer) = owner.send(log, json!({ "input": input })).await;
        let message = answer["errors"][0]["message"].as_str().unwrap();
        assert!(message.contains("$input") && message.contains("happenedAt"), "{message}");
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_INPUT");
        assert!(answer.get("data").is_none(), "{answer}");
    }
}
