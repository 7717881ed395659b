//! One change of all records of which something holds.

use serde_json::{Value, json};
use tests::{Client, both};

use super::{ROWS, people, send, statuses, tables, wrong};
use crate::plans::schema::{Schema, named};

const TYPES: [(&str, &str); 5] = [
    ("where", "PersonFilter!"),
    ("input", "UpdatePersonInput!"),
    ("maxAffected", "Int!"),
    ("errorPolicy", "ErrorPolicy"),
    ("dryRun", "Boolean"),
];

async fn change(client: &Client, variables: Value) -> Value {
    send(client, "updatePeopleWhere", &TYPES, variables, ROWS).await
}

fn starts_with(text: &str) -> Value {
    json!({ "displayName": { "startsWith": text } })
}

/// The heads of a client's people, by name.
async fn headlines(client: &Client) -> Vec<Value> {
    let people = client
        .ok(
            "{ people(includeArchived: true) { nodes { headline } } }",
            json!({}),
        )
        .await;
    let people = people["people"]["nodes"].as_array().unwrap();
    people.iter().map(|person| person["headline"].clone()).collect()
}

#[test]
fn every_record_with_a_filter_and_an_update_has_a_change_of_all_that_meet_it() {
    let schema = Schema::read();
    let lists = schema
        .fields("Query")
        .iter()
        .filter(|field| field.arguments.iter().any(|it| it.name == "filter"));
    let mut found = 0;
    for list in lists {
        let record = named(&list.ty).trim_end_matches("Connection");
        let updates = |field: &&crate::plans::schema::Field| field.name == format!("update{record}");
        let plural = format!("{}{}", list.name[..1].to_uppercase(), &list.name[1..]);
        let mutation = |name: &str| schema.fields("Mutation").iter().any(|it| it.name == name);
        // A list of some of them, such as `gratitudesOwed`, is not the list of the record.
        let is_their_list = mutation(&format!("archive{plural}"));
        if is_their_list && schema.fields("Mutation").iter().any(|it| updates(&it)) {
            assert!(mutation(&format!("update{plural}Where")), "{plural}");
            found += 1;
        }
    }
    assert_eq!(found, 19);
}

both! {
    all_who_meet_a_condition_are_changed_and_nobody_else(app) {
        let owner = app.owner().await;
        let ids = people(&owner, 4).await;
        let zoe = owner.person("Zoe").await;
        let other = app.owner().await;
        people(&other, 2).await;
        owner.written("mutation($id: ID!) { archivePerson(id: $id) { userErrors { message } } }", json!({ "id": ids[3] })).await;
        owner.written("mutation($id: ID!) { updatePerson(id: $id, input: { headline: \"Met\" }) { userErrors { message } } }", json!({ "id": ids[1] })).await;
        let answer = change(&owner, json!({ "where": starts_with("Person"), "input": { "headline": "Met" }, "maxAffected": 3 })).await;
        assert_eq!(statuses(&answer), ["UPDATED", "UNCHANGED", "UPDATED"], "{answer:#}");
        let told: Vec<(&Value, &Value, &Value)> = answer["rows"].as_array().unwrap().iter().map(|row| (&row["ref"], &row["recordId"], &row["record"]["revision"])).collect();
        let two = json!(2);
        let expected: Vec<Value> = ids[..3].iter().map(|id| json!(id)).collect();
        assert_eq!(told, Vec::from_iter(expected.iter().map(|id| (id, id, &two))));
        assert_eq!(headlines(&owner).await, [json!("Met"), json!("Met"), json!("Met"), json!(null), json!(null)]);
        assert_eq!(headlines(&other).await, [json!(null), json!(null)]);
        // As many as are meant, and the feed tells of those who were changed.
        let answer = change(&owner, json!({ "where": starts_with("Z"), "input": { "addTagNames": ["Last"] }, "maxAffected": 1 })).await;
        assert_eq!((statuses(&answer), &answer["rows"][0]["ref"]), (vec!["UPDATED"], &json!(zoe)));
        let answer = change(&owner, json!({ "where": starts_with("Nobody"), "input": { "headline": "Met" }, "maxAffected": 1 })).await;
        assert_eq!((&answer["rows"], &answer["userErrors"]), (&json!([]), &json!([])));
    }

    a_condition_that_means_more_or_says_nothing_changes_nobody(app) {
        let owner = app.owner().await;
        people(&owner, 7).await;
        let before = tables(&app).await;
        let met = json!({ "headline": "Met" });
        let answer = change(&owner, json!({ "where": starts_with("Person"), "input": met, "maxAffected": 6 })).await;
        assert_eq!((wrong(&answer), &answer["userErrors"][0]["max"]), ((&json!("TOO_MANY"), &json!(["maxAffected"])), &json!(6)));
        assert!(answer["userErrors"][0]["message"].as_str().unwrap().starts_with("7 "), "{answer}");
        for nothing in [json!({}), json!({ "and": [] }), json!({ "or": [] }), json!({ "not": {} }), json!({ "and": [{ "not": { "or": [{}] } }] })] {
            let answer = change(&owner, json!({ "where": nothing, "input": met, "maxAffected": 500 })).await;
            assert_eq!(wrong(&answer), (&json!("REQUIRED"), &json!(["where"])), "{nothing}");
        }
        for most in [-1, 0, 501] {
            let answer = change(&owner, json!({ "where": starts_with("Person"), "input": met, "maxAffected": most })).await;
            assert_eq!(wrong(&answer), (&json!("INVALID"), &json!(["maxAffected"])));
        }
        let query = "mutation($where: PersonFilter!) { updatePeopleWhere(where: $where, input: {}, maxAffected: 9) { seq } }";
        for (given, place) in [(json!(null), json!(["where"])), (json!({ "or": [starts_with("Person"), {}] }), json!(["where", "or", "1"]))] {
            let errors = owner.errors(query, json!({ "where": given })).await;
            assert_eq!((&errors[0]["extensions"]["code"], &errors[0]["extensions"]["path"]), (&json!("BAD_INPUT"), &place));
        }
        // What is wrong with the change is told once, whomever it means.
        let answer = change(&owner, json!({ "where": starts_with("Nobody"), "input": { "addTagIds": ["nonsense"] }, "maxAffected": 9 })).await;
        assert_eq!((wrong(&answer), answer["userErrors"].as_array().unwrap().len()), ((&json!("INVALID"), &json!(["input", "addTagIds", "0"])), 1));
        let tried = change(&owner, json!({ "where": starts_with("Person"), "input": met, "maxAffected": 7, "dryRun": true })).await;
        assert_eq!(tried["counts"]["updated"], 7);
        assert_eq!(tables(&app).await, before);
    }

    one_who_cannot_be_changed_takes_all_with_them_unless_it_is_said_otherwise(app) {
        let owner = app.owner().await;
        let ids = people(&owner, 3).await;
        let input = json!({ "addTagNames": (0..50).map(|number| format!("Tag {number}")).collect::<Vec<_>>() });
        owner.written("mutation($id: ID!, $input: UpdatePersonInput!) { updatePerson(id: $id, input: $input) { userErrors { message } } }", json!({ "id": ids[1], "input": input })).await;
        let before = tables(&app).await;
        let mut change_all = json!({ "where": starts_with("Person"), "input": { "addTagNames": ["One more"] }, "maxAffected": 9 });
        let answer = change(&owner, change_all.clone()).await;
        assert_eq!(statuses(&answer), ["SKIPPED", "REJECTED", "SKIPPED"]);
        assert_eq!((wrong(&answer["rows"][1]), &answer["rows"][1]["ref"]), ((&json!("TOO_MANY"), &json!(["input"])), &json!(ids[1])));
        assert_eq!(tables(&app).await, before);
        change_all["errorPolicy"] = json!("REJECT_FAILED_ROWS");
        assert_eq!(statuses(&change(&owner, change_all).await), ["UPDATED", "REJECTED", "UPDATED"]);
    }

    who_changes_what_meets_a_condition_may_write_and_see_it(app) {
        let owner = app.owner().await;
        people(&owner, 2).await;
        let query = "mutation($where: PersonFilter!) { updatePeopleWhere(where: $where, input: { headline: \"Met\" }, maxAffected: 9) { counts { updated } userErrors { message } } }";
        let wanted = json!({ "where": starts_with("Person") });
        for client in [owner.with_scopes(&["PEOPLE_WRITE"]).await, owner.with_scopes(&["PEOPLE_READ"]).await, owner.viewer().await] {
            let errors = client.errors(query, wanted.clone()).await;
            assert_eq!(errors[0]["extensions"]["code"], "INSUFFICIENT_SCOPE");
        }
        let client = owner.with_scopes(&["PEOPLE_READ", "PEOPLE_WRITE"]).await;
        let errors = client.errors(query, json!({ "where": { "checkInBand": { "in": ["OVERDUE"] } } })).await;
        assert_eq!(errors[0]["extensions"]["code"], "INSUFFICIENT_SCOPE");
        assert_eq!(client.written(query, wanted).await["counts"]["updated"], 2);
    }

    other_records_are_changed_where_something_holds_of_them(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        let inputs: Vec<Value> = (0..3).map(|day| json!({ "channel": if day == 1 { "EMAIL" } else { "CALL" }, "happenedAt": format!("2026-02-0{}T08:00:00Z", day + 1), "participantIds": [ana] })).collect();
        owner.written("mutation($rows: [LogInteractionInput!]!) { logInteractions(rows: $rows) { userErrors { message } } }", json!({ "rows": inputs })).await;
        let types = [("where", "InteractionFilter!"), ("input", "UpdateInteractionInput!"), ("maxAffected", "Int!")];
        let variables = json!({ "where": { "channel": { "in": ["CALL"] } }, "input": { "title": "A call" }, "maxAffected": 2 });
        let answer = send(&owner, "updateInteractionsWhere", &types, variables, ROWS).await;
        assert_eq!(statuses(&answer), ["UPDATED", "UPDATED"], "{answer:#}");
        let shown = owner.ok("{ interactions { nodes { title } } }", json!({})).await;
        assert_eq!(shown["interactions"]["nodes"], json!([{ "title": "A call" }, { "title": null }, { "title": "A call" }]));
    }
}
