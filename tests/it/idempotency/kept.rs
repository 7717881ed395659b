//! For how long an answer is kept, of what, and what takes it away.

use chrono::TimeDelta;
use sea_orm::{ConnectionTrait as _, Database};
use serde_json::{Value, json};
use tests::{TestApp, both};

use super::{body, code, people, person, replayed, talk, written};
use crate::replay::names::Names;
use crate::replay::tables::dump;

/// The rows of a table.
pub async fn rows(app: &TestApp, table: &str) -> Vec<String> {
    let all = dump(app, &mut Names::default()).await.into_iter();
    all.filter(|(of, _)| of == table).map(|(_, row)| row).collect()
}

/// How many answers there are, and how many of them still say something.
async fn answers(app: &TestApp) -> (usize, usize) {
    let rows = rows(app, "idempotency_key").await;
    let said = rows.iter().filter(|row| row.contains("\"answer\":")).count();
    (rows.len(), said)
}

const ERASE: &str =
    "mutation($id: ID!) { eraseDimension(id: $id) { erased { peopleCount } userErrors { code } } }";

async fn dimension(client: &tests::Client) -> Value {
    let found = client.ok("{ dimensions { nodes { id } } }", json!({})).await;
    found["dimensions"]["nodes"]
        .get(0)
        .map_or(Value::Null, |it| it["id"].clone())
}

both! {
    an_answer_is_kept_for_two_days(app) {
        let owner = app.owner().await.lasting().await;
        let first = written(&owner, "k", &person("Ana")).await;
        app.clock.advance(TimeDelta::hours(48) - TimeDelta::seconds(1));
        replayed(&owner, "k", &person("Ana"), &first).await;
        app.clock.advance(TimeDelta::seconds(1));
        // It need not have been cleared away.
        let second = written(&owner, "k", &person("Bea")).await;
        replayed(&owner, "k", &person("Bea"), &second).await;
        assert_eq!(answers(&app).await, (1, 1));
        assert_eq!(people(&owner).await, 2);
    }

    the_chores_clear_away_what_was_kept_for_two_days(app) {
        let owner = app.owner().await.lasting().await;
        let other = app.owner().await.lasting().await;
        for number in 0..3 {
            written(&owner, &format!("k{number}"), &person("Ana")).await;
        }
        written(&other, "k", &person("Ana")).await;
        app.clock.advance(TimeDelta::hours(47));
        let last = written(&owner, "last", &person("Bea")).await;
        api::chores::round(&app.app).await.unwrap();
        assert_eq!(answers(&app).await, (5, 5));
        app.clock.advance(TimeDelta::hours(1));
        let before = owner.ok("{ workspace { latestSeq } }", json!({})).await;
        api::chores::round(&app.app).await.unwrap();
        assert_eq!(answers(&app).await, (1, 1));
        assert_eq!(rows(&app, "idempotency_key_record").await.len(), 1);
        replayed(&owner, "last", &person("Bea"), &last).await;
        assert_eq!(owner.ok("{ workspace { latestSeq } }", json!({})).await, before);
    }

    neither_the_key_nor_the_request_is_kept(app) {
        let owner = app.owner().await;
        let query = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { userErrors { code } } }";
        written(&owner, "key-of-mine", &body(query, &json!({ "input": { "displayName": "Ana", "notes": "sails" } }))).await;
        let kept = rows(&app, "idempotency_key").await;
        let texts = ["key-of-mine", "Ana", "sails", "mutation"];
        assert!(kept.len() == 1 && texts.iter().all(|text| !kept[0].contains(text)), "{kept:?}");
    }

    an_answer_is_erased_with_what_it_names(app) {
        let owner = app.owner().await;
        let query = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { person { displayName } userErrors { code } } }";
        let held = json!({ "displayName": "Ana", "attributes": [{ "dimension": "Faith", "value": "Secret" }] });
        let create = body(query, &json!({ "input": held }));
        written(&owner, "ana", &create).await;
        let ana = owner.ok("{ people { nodes { id } } }", json!({})).await["people"]["nodes"][0]["id"].as_str().unwrap().to_owned();
        let bea = owner.person("Bea").await;
        // Named by the request, by what is shown, and by what is shown of somebody else without an id.
        written(&owner, "talk", &talk(&ana, "Lunch")).await;
        let tie = "mutation($a: ID!, $b: ID!) { createTie(input: { fromId: $b, toId: $a, kind: \"friend\", note: \"Of Ana\" }) { userErrors { code } } }";
        owner.written(tie, json!({ "a": ana, "b": bea })).await;
        let shown = |of: &str| format!("mutation($id: ID!, $headline: String) {{ updatePerson(id: $id, input: {{ headline: $headline }}) {{ person {{ displayName {of} }} userErrors {{ code }} }} }}");
        let ties = body(&shown("ties { nodes { note } }"), &json!({ "id": bea, "headline": "Friend" }));
        assert!(written(&owner, "ties", &ties).await.contains("Of Ana"));
        let talks = body(&shown("interactions { nodes { participants { displayName } } }"), &json!({ "id": ana, "headline": "x" }));
        written(&owner, "talks", &talks).await;
        let cursors = body(&shown("ties { edges { cursor } }"), &json!({ "id": bea, "headline": "Cursor" }));
        written(&owner, "cursors", &cursors).await;
        let alone = body(&shown(""), &json!({ "id": bea, "headline": "Neighbour" }));
        let other = written(&owner, "alone", &alone).await;
        assert_eq!(answers(&app).await, (6, 6));

        owner.written(ERASE, json!({ "id": dimension(&owner).await })).await;
        assert_eq!(answers(&app).await, (6, 1));
        assert!(!rows(&app, "idempotency_key").await.concat().contains("Ana"));
        replayed(&owner, "alone", &alone, &other).await;
        for (key, sent) in [("ana", &create), ("talk", &talk(&ana, "Lunch")), ("ties", &ties), ("cursors", &cursors), ("talks", &talks)] {
            assert_eq!(code(&owner, key, sent).await, (410, "IDEMPOTENCY_ANSWER_ERASED".to_owned()), "{key}");
        }
        // What is erased does not come back.
        assert_eq!(people(&owner).await, 2);
        assert_eq!(dimension(&owner).await, Value::Null);
        assert_eq!(code(&owner, "ana", &alone).await, (422, "IDEMPOTENCY_KEY_REUSED".to_owned()));
    }

    an_erasure_stays_in_its_workspace(app) {
        let (left, right) = (app.owner().await, app.owner().await);
        let query = "mutation($input: CreateDimensionInput!) { createDimension(input: $input) { dimension { name } userErrors { code } } }";
        let id = "dimension_01h455vb4pex5vsknk084sn0fq";
        let create = body(query, &json!({ "input": { "id": id, "name": "Faith", "values": ["x"] } }));
        let first = written(&left, "k", &create).await;
        written(&right, "k", &create).await;
        let erase = body(ERASE, &json!({ "id": id }));
        let erased = written(&right, "erase", &erase).await;
        replayed(&right, "erase", &erase, &erased).await;
        assert_eq!(code(&right, "k", &create).await.0, 410);
        replayed(&left, "k", &create, &first).await;
    }

    answers_go_with_their_workspace(app) {
        let owner = app.owner().await;
        written(&owner, "k", &person("Ana")).await;
        assert_eq!(answers(&app).await, (1, 1));
        let database = Database::connect(app.database_url()).await.unwrap();
        database.execute_unprepared("DELETE FROM workspace").await.unwrap();
        database.close().await.unwrap();
        assert_eq!(answers(&app).await.0 + rows(&app, "idempotency_key_record").await.len(), 0);
    }
}
