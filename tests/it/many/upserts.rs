//! Making people, or changing those who are there already.

use serde_json::{Value, json};
use tests::{Client, both};

use super::{ROWS, send, statuses, tables, wrong};

const TYPES: [(&str, &str); 3] = [
    ("rows", "[UpsertPersonRow!]!"),
    ("errorPolicy", "ErrorPolicy"),
    ("dryRun", "Boolean"),
];

async fn upsert(client: &Client, rows: Value) -> Value {
    let variables = json!({ "rows": rows, "errorPolicy": "REJECT_FAILED_ROWS" });
    send(client, "upsertPeople", &TYPES, variables, ROWS).await
}

async fn full(client: &Client, id: &Value) -> Value {
    let query = "query($id: ID!) { person(by: { id: $id }) { displayName headline nickname contactPoints { kind value } facts { text } affiliations { role organization { name } } \
                 externalRefs { source externalId } tags { name } } }";
    client.ok(query, json!({ "id": id })).await["person"].take()
}

async fn count(client: &Client) -> Value {
    client.ok("{ people(first: 0) { totalCount } }", json!({})).await["people"]["totalCount"].take()
}

both! {
    whoever_is_made_by_a_key_is_found_by_it_the_next_time(app) {
        let owner = app.owner().await;
        let id = "person_01kcy5m700e0096mbj00000001";
        let keys = [
            json!({ "id": id }),
            json!({ "email": "Ana@Example.org" }),
            json!({ "phone": "+47 912 34 567" }),
            json!({ "external": { "source": "crm", "externalId": "ana" } }),
        ];
        let again = [
            json!({ "id": id }),
            json!({ "email": "ana@example.ORG" }),
            json!({ "phone": "0047 91234567" }),
            json!({ "external": { "source": "crm", "externalId": "ana" } }),
        ];
        let rows = |keys: &[Value], headline: &str| Value::from_iter(keys.iter().enumerate().map(|(place, by)| json!({ "by": by, "input": { "displayName": format!("Person {place}"), "headline": headline } })));
        let made = upsert(&owner, rows(&keys, "New")).await;
        assert_eq!(statuses(&made), ["CREATED"; 4], "{made:#}");
        assert_eq!(made["rows"][0]["recordId"], id);
        let before = tables(&app).await;
        assert_eq!(statuses(&upsert(&owner, rows(&again, "New")).await), ["UNCHANGED"; 4]);
        assert_eq!(tables(&app).await, before);
        let changed = upsert(&owner, rows(&again, "Old")).await;
        assert_eq!(statuses(&changed), ["UPDATED"; 4]);
        for place in 0..4 {
            assert_eq!(changed["rows"][place]["recordId"], made["rows"][place]["recordId"]);
        }
        assert_eq!(count(&owner).await, 4);
        // A key that the input has as well is there once.
        let by = json!({ "by": { "email": "ben@example.org" }, "input": { "displayName": "Ben", "contactPoints": [{ "kind": "EMAIL", "value": "Ben@example.org", "label": "home" }] } });
        let made = upsert(&owner, json!([by])).await;
        assert_eq!(full(&owner, &made["rows"][0]["recordId"]).await["contactPoints"], json!([{ "kind": "EMAIL", "value": "Ben@example.org" }]));
    }

    what_is_left_out_stays_and_parts_are_added_once(app) {
        let owner = app.owner().await;
        let input = json!({
            "displayName": "Ana", "nickname": "Nana", "headline": "Sails",
            "contactPoints": [{ "kind": "PHONE", "value": "+47 912 34 567" }], "facts": [{ "kind": "TOPIC", "text": "the sea" }],
            "affiliations": [{ "organizationName": "Harbour", "role": "Pilot" }], "tagNames": ["Sailor"],
        });
        let by = json!({ "email": "ana@example.org" });
        let made = upsert(&owner, json!([{ "by": by, "input": input }])).await;
        let id = &made["rows"][0]["recordId"];
        let more = json!({
            "displayName": "Ana Silva", "headline": null,
            "contactPoints": [{ "kind": "PHONE", "value": "0047 91234567" }, { "kind": "URL", "value": "https://example.org" }],
            "facts": [{ "kind": "TOPIC", "text": " the sea " }, { "kind": "TOPIC", "text": "knots" }],
            "affiliations": [{ "organizationName": "harbour" }, { "organizationName": "Harbour", "role": "Captain" }], "tagNames": ["sailor", "Rower"],
        });
        assert_eq!(statuses(&upsert(&owner, json!([{ "by": by, "input": more }, { "by": by, "input": more }])).await), ["UPDATED", "UNCHANGED"]);
        let person = full(&owner, id).await;
        assert_eq!((&person["displayName"], &person["nickname"], &person["headline"]), (&json!("Ana Silva"), &json!("Nana"), &json!("Sails")));
        assert_eq!(person["contactPoints"], json!([{ "kind": "PHONE", "value": "+47 912 34 567" }, { "kind": "EMAIL", "value": "ana@example.org" }, { "kind": "URL", "value": "https://example.org" }]));
        assert_eq!(person["facts"], json!([{ "text": "the sea" }, { "text": "knots" }]));
        let harbour = json!({ "name": "Harbour" });
        assert_eq!(person["affiliations"], json!([{ "role": "Pilot", "organization": harbour }, { "role": "Captain", "organization": harbour }]));
        assert_eq!(person["tags"].as_array().unwrap().len(), 2);
    }

    several_who_have_a_key_are_named_and_an_archived_one_is_neither_changed_nor_doubled(app) {
        let owner = app.owner().await;
        let email = json!({ "displayName": "Twin", "contactPoints": [{ "kind": "EMAIL", "value": "twin@example.org" }] });
        let made = owner.ok("mutation($rows: [CreatePersonInput!]!) { createPeople(rows: $rows) { rows { recordId } } }", json!({ "rows": [email, email] })).await;
        let twins = [0, 1].map(|place| made["createPeople"]["rows"][place]["recordId"].clone());
        let before = tables(&app).await;
        let by = |email: &str| json!({ "by": { "email": email }, "input": { "displayName": "Somebody" } });
        let answer = upsert(&owner, json!([by("twin@example.org")])).await;
        let error = &answer["rows"][0]["userErrors"][0];
        assert_eq!((wrong(&answer["rows"][0]), &error["existing"]["id"]), ((&json!("DUPLICATE"), &json!(["rows", "0", "by", "email"])), &twins[0]));
        assert!(twins.iter().all(|id| error["message"].as_str().unwrap().contains(id.as_str().unwrap())), "{error}");
        assert_eq!(tables(&app).await, before);
        // With one of them archived the other is meant; with both, nobody.
        let archive = "mutation($id: ID!) { archivePerson(id: $id) { userErrors { message } } }";
        owner.written(archive, json!({ "id": twins[0] })).await;
        let answer = upsert(&owner, json!([by("twin@example.org")])).await;
        assert_eq!((statuses(&answer), &answer["rows"][0]["recordId"]), (vec!["UPDATED"], &twins[1]));
        owner.written(archive, json!({ "id": twins[1] })).await;
        let answer = upsert(&owner, json!([by("twin@example.org"), { "by": { "id": twins[0] }, "input": { "displayName": "Somebody" } }])).await;
        assert_eq!(wrong(&answer["rows"][0]), (&json!("STATE"), &json!(["rows", "0", "by", "email"])));
        assert_eq!(wrong(&answer["rows"][1]), (&json!("STATE"), &json!(["rows", "1", "by", "id"])));
        assert_eq!(count(&owner).await, 0);
    }

    what_is_wrong_with_a_row_is_told_at_its_place(app) {
        let owner = app.owner().await;
        let ana = json!({ "displayName": "Ana" });
        let (id, other) = ("person_01kcy5m700e0096mbj00000001", "person_01kcy5m700e0096mbj00000002");
        upsert(&owner, json!([{ "by": { "id": id }, "input": ana }, { "by": { "email": "cleo@example.org" }, "input": { "displayName": "Cleo" } }])).await;
        let before = tables(&app).await;
        let cases = [
            (json!({ "by": { "email": "nowhere" }, "input": ana }), "INVALID", json!(["by", "email"])),
            (json!({ "by": { "phone": "12" }, "input": ana }), "INVALID", json!(["by", "phone"])),
            (json!({ "by": { "id": "nonsense" }, "input": ana }), "INVALID", json!(["by", "id"])),
            (json!({ "by": { "external": { "source": " ", "externalId": "x" } }, "input": ana }), "REQUIRED", json!(["by", "external", "source"])),
            (json!({ "by": { "external": { "source": "crm", "externalId": "x".repeat(201) } }, "input": ana }), "TOO_LONG", json!(["by", "external", "externalId"])),
            (json!({ "by": { "email": "new@example.org" }, "input": { "displayName": " " } }), "REQUIRED", json!(["input", "displayName"])),
            (json!({ "by": { "id": id }, "input": { "id": other, "displayName": "Ana" } }), "INVALID", json!(["input", "id"])),
            (json!({ "by": { "email": "cleo@example.org" }, "input": { "id": other, "displayName": "Cleo" } }), "DUPLICATE", json!(["input", "id"])),
            (json!({ "by": { "email": "new@example.org" }, "input": { "id": id, "displayName": "Ana" } }), "DUPLICATE", json!(["input", "id"])),
            (json!({ "by": { "id": id }, "input": { "displayName": "Ana", "facts": [{ "kind": "TOPIC", "text": "" }] } }), "REQUIRED", json!(["input", "facts", "0", "text"])),
        ];
        let rows = Value::from_iter(cases.iter().map(|(row, ..)| row.clone()));
        let answer = upsert(&owner, rows).await;
        for (place, (row, code, path)) in cases.iter().enumerate() {
            let path = Value::from_iter([json!("rows"), json!(place.to_string())].into_iter().chain(path.as_array().unwrap().clone()));
            assert_eq!(wrong(&answer["rows"][place]), (&json!(code), &path), "{row}");
        }
        assert_eq!(tables(&app).await, before);
        let query = "mutation($rows: [UpsertPersonRow!]!) { upsertPeople(rows: $rows) { seq } }";
        for by in [json!({}), json!({ "email": "a@example.org", "phone": "+47 912 34 567" }), json!({ "email": null })] {
            let errors = owner.errors(query, json!({ "rows": [{ "by": by, "input": ana }] })).await;
            assert_eq!(errors[0]["extensions"]["code"], "BAD_INPUT");
        }
        let reader = owner.with_scopes(&["PEOPLE_READ"]).await;
        let errors = reader.errors(query, json!({ "rows": [] })).await;
        assert_eq!(errors[0]["extensions"]["code"], "INSUFFICIENT_SCOPE");
        // Of another workspace nobody is found.
        let stranger = app.owner().await;
        let answer = upsert(&stranger, json!([{ "by": { "email": "cleo@example.org" }, "input": { "displayName": "Cleo" } }])).await;
        assert_eq!(statuses(&answer), ["CREATED"]);
    }

    two_who_are_sent_at_once_are_one(app) {
        let owner = app.owner().await;
        let rows = || Value::from_iter((0..20).map(|number| json!({ "by": { "email": format!("p{number}@example.org") }, "input": { "displayName": "Ana" } })));
        let (one, other) = tokio::join!(upsert(&owner, rows()), upsert(&owner, rows()));
        let mut created = [&one, &other].map(|answer| answer["counts"]["created"].as_i64().unwrap());
        created.sort_unstable();
        assert_eq!((created, count(&owner).await), ([0, 20], json!(20)));
    }

    a_record_is_made_under_an_id_or_changed_where_it_is_there(app) {
        let owner = app.owner().await;
        let (new, gone, person) = ("tag_01kcy5m700e0096mbj00000001", "tag_01kcy5m700e0096mbj00000002", owner.person("Ana").await);
        let types = [("rows", "[UpsertTagRow!]!"), ("errorPolicy", "ErrorPolicy")];
        let upsert = async |rows: Value| send(&owner, "upsertTags", &types, json!({ "rows": rows, "errorPolicy": "REJECT_FAILED_ROWS" }), ROWS).await;
        let row = |id: &str, input: Value| json!({ "id": id, "input": input });
        let answer = upsert(json!([
            row(new, json!({ "name": "Bakers", "color": "#112233" })),
            row(new, json!({ "name": "Bakers", "color": null })),
            row(new, json!({ "id": new, "name": "Sailors" })),
            row(gone, json!({ "name": "Gone" })),
        ])).await;
        assert_eq!(statuses(&answer), ["CREATED", "UNCHANGED", "UPDATED", "CREATED"], "{answer:#}");
        assert_eq!((&answer["rows"][2]["recordId"], &answer["rows"][2]["record"]["revision"]), (&json!(new), &json!(2)));
        let tag = owner.ok("query($id: ID!) { tag(id: $id) { name color } }", json!({ "id": new })).await;
        assert_eq!(tag["tag"], json!({ "name": "Sailors", "color": "#112233" }));
        owner.written("mutation($id: ID!) { archiveTag(id: $id) { userErrors { message } } }", json!({ "id": gone })).await;
        let before = tables(&app).await;
        let answer = upsert(json!([
            row(gone, json!({ "name": "Back" })),
            row(new, json!({ "name": " " })),
            row(new, json!({ "name": "Gone" })),
            row("nonsense", json!({ "name": "Bakers" })),
            row(&person, json!({ "name": "Bakers" })),
            row(new, json!({ "id": gone, "name": "Bakers" })),
            row("tag_01kcy5m700e0096mbj00000003", json!({ "name": "" })),
        ])).await;
        let places = [("STATE", "id"), ("REQUIRED", "name"), ("DUPLICATE", "name"), ("INVALID", "id"), ("INVALID", "id"), ("INVALID", "input.id"), ("REQUIRED", "name")];
        for (place, (code, at)) in places.into_iter().enumerate() {
            let path = match at {
                "name" => json!(["rows", place.to_string(), "input", "name"]),
                "input.id" => json!(["rows", place.to_string(), "input", "id"]),
                at => json!(["rows", place.to_string(), at]),
            };
            assert_eq!(wrong(&answer["rows"][place]), (&json!(code), &path), "{place}");
        }
        assert_eq!(tables(&app).await, before);
        // What was made so is what a create makes: sent as one, it is there already.
        let made = json!({ "rows": [{ "id": "circle_01kcy5m700e0096mbj00000009", "input": { "name": "Friends" } }] });
        assert_eq!(statuses(&send(&owner, "upsertCircles", &[("rows", "[UpsertCircleRow!]!")], made, ROWS).await), ["CREATED"]);
        let input = json!({ "id": "circle_01kcy5m700e0096mbj00000009", "name": "Friends" });
        owner.written("mutation($input: CreateCircleInput!) { createCircle(input: $input) { userErrors { message } } }", json!({ "input": input })).await;
        // Another workspace's is not there; under its id one of its own is made.
        let stranger = app.owner().await;
        let alone = "mutation($id: ID!) { upsertTag(id: $id, input: { name: \"Mine\" }) { tag { revision } userErrors { message } } }";
        assert_eq!(stranger.written(alone, json!({ "id": new })).await["tag"]["revision"], 1);
        let errors = owner.viewer().await.errors(alone, json!({ "id": new })).await;
        assert_eq!(errors[0]["extensions"]["code"], "INSUFFICIENT_SCOPE");
    }

    five_hundred_are_made_and_then_found_and_a_dry_run_stores_nothing(app) {
        let owner = app.owner().await;
        let rows = Value::from_iter((0..500).map(|number| json!({ "by": { "external": { "source": "crm", "externalId": format!("{number}") } }, "input": { "displayName": format!("Person {number}") } })));
        let before = tables(&app).await;
        let tried = send(&owner, "upsertPeople", &TYPES, json!({ "rows": rows, "dryRun": true }), ROWS).await;
        assert_eq!(tried["counts"]["created"], 500);
        assert_eq!(tables(&app).await, before);
        assert_eq!(upsert(&owner, rows.clone()).await["counts"]["created"], 500);
        assert_eq!(upsert(&owner, rows).await["counts"]["unchanged"], 500);
        // By itself, and as a row of many kinds.
        let alone = "mutation { upsertPerson(by: { external: { source: \"crm\", externalId: \"7\" } }, input: { displayName: \"Seven\" }) { person { displayName } userErrors { message } } }";
        assert_eq!(owner.written(alone, json!({})).await["person"]["displayName"], "Seven");
        assert_eq!(count(&owner).await, 500);
    }
}
