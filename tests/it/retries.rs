//! A client that lost an answer asks again: what was done is a success, and nothing happens twice.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::release::Release;
use tests::{Client, both};

/// Every create with an id of the client's, each kind with the least and with all of its fields; the payload's record and its
/// id, where it is the client's.
async fn every_kind(client: &Client) -> Vec<(String, String)> {
    let mut made = Vec::new();
    for create in Release::One.creates() {
        let payload = client.written(&create.query, create.variables).await;
        let (shown, record) = payload
            .as_object()
            .unwrap()
            .iter()
            .find(|(_, value)| value["id"].is_string())
            .unwrap();
        made.push((shown.clone(), record["id"].as_str().unwrap().to_owned()));
    }
    made
}

/// `timeEntry` in the names of mutations: `archiveTimeEntry`.
fn called(shown: &str) -> String {
    format!("{}{}", shown[..1].to_uppercase(), &shown[1..])
}

async fn seq(client: &Client) -> Value {
    client.ok("{ workspace { latestSeq } }", json!({})).await
}

both! {
    a_repeated_create_succeeds_though_everything_was_archived_since(app) {
        app.clock.advance(TimeDelta::days(275));
        let owner = app.owner().await.lasting().await;
        let made = every_kind(&owner).await;
        for (shown, id) in &made {
            let archive = format!("mutation($id: ID!) {{ archive{}(id: $id) {{ {shown} {{ archivedAt }} userErrors {{ code message }} }} }}", called(shown));
            owner.written(&archive, json!({ "id": id })).await;
        }
        let before = seq(&owner).await;
        for create in Release::One.creates().into_iter().filter(|create| create.id.is_some()) {
            let payload = owner.written(&create.query, create.variables).await;
            assert!(payload.as_object().unwrap().values().any(|value| value["id"] == json!(create.id)), "{payload}");
        }
        assert_eq!(seq(&owner).await, before);
    }

    a_create_that_mentions_more_fields_without_a_value_is_the_same(app) {
        let owner = app.owner().await;
        let create = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { person { id revision } userErrors { code } } }";
        let id = "person_01kcy5m700e0096mbj51gr5nw7";
        let made = owner.written(create, json!({ "input": { "id": id, "displayName": "Ana", "metOn": "2020" } })).await;
        let newer = json!({ "metOn": "2020", "headline": null, "facts": [], "tagNames": [], "displayName": "Ana", "id": id });
        assert_eq!(owner.written(create, json!({ "input": newer })).await, made);
        // Written into the document, it is the same as well.
        let inline = format!("mutation {{ createPerson(input: {{ metOn: \"2020\", id: \"{id}\", displayName: \"Ana\" }}) {{ person {{ id revision }} userErrors {{ code }} }} }}");
        assert_eq!(owner.written(&inline, json!({})).await, made);
        for other in [json!({ "id": id, "displayName": "Ana" }), json!({ "id": id, "displayName": "Ana", "metOn": "2020", "headline": "x" })] {
            assert_eq!(owner.refused(create, json!({ "input": other })).await[0]["code"], "DUPLICATE");
        }
    }

    a_repeated_update_is_in_no_conflict_with_itself(app) {
        app.clock.advance(TimeDelta::days(275));
        let owner = app.owner().await.lasting().await;
        let mut kinds = std::collections::BTreeSet::new();
        for (shown, id) in every_kind(&owner).await.iter().rev() {
            // Skipped and put off check-ins say nothing that could be changed.
            if !kinds.insert(shown.clone()) && shown != "checkIn" {
                continue;
            }
            let field = match shown.as_str() {
                "tag" | "circle" | "organization" | "dimension" | "community" => "name",
                "person" => "headline",
                "tie" | "timeEntry" | "checkIn" => "note",
                "milestone" => "notes",
                "introduction" => "reason",
                "gratitude" => "text",
                "timeIntention" => "minutesPerWeek",
                _ => "title",
            };
            let kind = called(shown);
            let update = format!("mutation($id: ID!, $input: Update{kind}Input!, $revision: Int) {{ update{kind}(id: $id, input: $input, expectedRevision: $revision) {{ {shown} {{ revision }} seq userErrors {{ code ... on ConflictError {{ currentRevision }} }} }} }}");
            let to = |number: i32, revision: &Value| {
                let value = if field == "minutesPerWeek" { json!(90 + number) } else { json!(format!("change {number}")) };
                json!({ "id": id, "input": { field: value }, "revision": revision })
            };
            let first = owner.ok(&update, to(1, &Value::Null)).await[format!("update{kind}")].take();
            let seen = &first[shown]["revision"];
            if seen.is_null() {
                assert_eq!(shown, "checkIn", "{first}");
                continue;
            }
            let second = owner.written(&update, to(2, seen)).await;
            assert_ne!(second[shown]["revision"], *seen);
            assert_eq!(owner.written(&update, to(2, seen)).await, second, "{shown}");
            let errors = owner.refused(&update, to(3, seen)).await;
            assert_eq!(errors[0], json!({ "code": "CONFLICT", "currentRevision": second[shown]["revision"] }), "{shown}");
            // A revision that there never was is no earlier one.
            assert_eq!(owner.refused(&update, to(2, &json!(99))).await[0]["code"], "CONFLICT", "{shown}");
        }
        assert!(kinds.len() > 18, "{kinds:?}");
        let seen = owner.ok("{ workspace { revision } }", json!({})).await["workspace"]["revision"].take();
        let update = format!("mutation($name: String!) {{ updateWorkspace(expectedRevision: {seen}, input: {{ name: $name }}) {{ workspace {{ revision }} userErrors {{ code }} }} }}");
        let first = owner.written(&update, json!({ "name": "Mine" })).await;
        assert_eq!(owner.written(&update, json!({ "name": "Mine" })).await, first);
        assert_eq!(owner.refused(&update, json!({ "name": "Yours" })).await[0]["code"], "CONFLICT");
    }

    what_is_made_by_one_write_keeps_its_order(app) {
        let owner = app.owner().await;
        let create = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { person { id } userErrors { message } } }";
        for number in 0..5 {
            let texts: Vec<String> = (0..12).map(|fact| format!("fact {fact}")).collect();
            let facts: Vec<Value> = texts.iter().map(|text| json!({ "kind": "OTHER", "text": text })).collect();
            let points: Vec<Value> = (0..12).map(|point| json!({ "kind": "EMAIL", "value": format!("p{number}.{point}@example.org") })).collect();
            let made = owner.written(create, json!({ "input": { "displayName": "Ana", "facts": facts, "contactPoints": points } })).await;
            let read = "query($id: ID!) { person(by: { id: $id }) { facts { id text } contactPoints { id value } } }";
            let person = owner.ok(read, json!({ "id": made["person"]["id"] })).await["person"].take();
            let by_id = |list: &str, field: &str| {
                let mut found: Vec<(String, String)> = person[list].as_array().unwrap().iter().map(|it| (it["id"].as_str().unwrap().to_owned(), it[field].as_str().unwrap().to_owned())).collect();
                found.sort();
                found.into_iter().map(|(_, text)| text).collect::<Vec<_>>()
            };
            assert_eq!(by_id("facts", "text"), texts);
            let values: Vec<String> = points.iter().map(|point| point["value"].as_str().unwrap().to_owned()).collect();
            assert_eq!(by_id("contactPoints", "value"), values);
        }
    }
}
