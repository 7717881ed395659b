//! Interactions through the API.

use std::collections::BTreeMap;

use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};
use serde_json::{Value, json};
use tests::{Client, both};

const LOG: &str = "mutation($input: LogInteractionInput!) { logInteraction(input: $input) { interaction { id revision happenedAt channel initiator durationMinutes title summary notes sentiment place updatesShared updatesHeard eventName participants { displayName } collaboration { id } } userErrors { code path ... on InputError { max } } } }";
const UPDATE: &str = "mutation($id: ID!, $input: UpdateInteractionInput!, $revision: Int) { updateInteraction(id: $id, input: $input, expectedRevision: $revision) { interaction { id revision happenedAt title notes participants { displayName } collaboration { id } } userErrors { code path ... on InputError { max } ... on ConflictError { currentRevision } ... on StateError { state } } } }";
const ARCHIVE: &str = "mutation($id: ID!) { archiveInteraction(id: $id) { interaction { id archivedAt revision } userErrors { code path } } }";
const RESTORE: &str = "mutation($id: ID!) { restoreInteraction(id: $id) { interaction { id archivedAt revision } userErrors { code path } } }";
const LIST: &str = "query($filter: InteractionFilter, $search: String, $order: InteractionOrder, $archived: Boolean = false, $first: Int) { interactions(filter: $filter, search: $search, orderBy: $order, includeArchived: $archived, first: $first) { nodes { title } totalCount } }";

async fn log(client: &Client, title: &str, at: &str, people: &[&str]) -> String {
    let input = json!({ "title": title, "happenedAt": at, "channel": "CALL", "participantIds": people });
    let logged = client.written(LOG, json!({ "input": input })).await;
    logged["interaction"]["id"].as_str().unwrap().to_owned()
}

async fn update(client: &Client, id: &str, input: Value) -> Value {
    client.written(UPDATE, json!({ "id": id, "input": input })).await["interaction"].take()
}

async fn last(client: &Client, person: &str) -> Value {
    let query = "query($id: ID!) { person(by: { id: $id }) { lastInteractionAt } }";
    client.ok(query, json!({ "id": person })).await["person"]["lastInteractionAt"].take()
}

async fn titles(client: &Client, variables: Value) -> Vec<String> {
    let data = client.ok(LIST, variables).await;
    let nodes = data["interactions"]["nodes"].as_array().unwrap();
    nodes
        .iter()
        .map(|node| node["title"].as_str().unwrap().to_owned())
        .collect()
}

fn codes(errors: &[Value]) -> Vec<(String, String)> {
    let path = |error: &Value| {
        error["path"]
            .as_array()
            .unwrap()
            .iter()
            .map(|part| part.as_str().unwrap())
            .collect::<Vec<_>>()
            .join(".")
    };
    errors
        .iter()
        .map(|error| (error["code"].as_str().unwrap().to_owned(), path(error)))
        .collect()
}

fn one(code: &str, path: &str) -> Vec<(String, String)> {
    vec![(code.to_owned(), path.to_owned())]
}

both! {
    an_interaction_is_logged_with_all_that_is_known(app) {
        let owner = app.owner().await;
        let (zoe, ana, bo) = (owner.person("Zoë").await, owner.person("ana").await, owner.person("Bo").await);
        let collaboration = owner.written("mutation { createCollaboration(input: { title: \"Paper\", kind: OTHER }) { collaboration { id } userErrors { message } } }", json!({})).await["collaboration"]["id"].take();
        let input = json!({ "happenedAt": "2026-02-01T10:00:00.123456+01:00", "channel": "IN_PERSON", "participantIds": [zoe, ana, bo, ana], "initiator": "THEM", "durationMinutes": 45,
            "title": " Lunch ", "summary": "s", "notes": "n", "sentiment": "MIXED", "place": "Lisbon", "updatesShared": "u", "updatesHeard": "h", "eventName": "e", "collaborationId": collaboration });
        let mut logged = owner.written(LOG, json!({ "input": input })).await["interaction"].take();
        let id = logged.as_object_mut().unwrap().remove("id").unwrap();
        assert_eq!(logged, json!({ "revision": 1, "happenedAt": "2026-02-01T09:00:00.123456Z", "channel": "IN_PERSON", "initiator": "THEM", "durationMinutes": 45, "title": "Lunch", "summary": "s", "notes": "n",
            "sentiment": "MIXED", "place": "Lisbon", "updatesShared": "u", "updatesHeard": "h", "eventName": "e", "collaboration": { "id": collaboration },
            "participants": [{ "displayName": "ana" }, { "displayName": "Bo" }, { "displayName": "Zoë" }] }), "participants are sorted, and each is there once");
        let read = owner.ok("query($id: ID!) { interaction(id: $id) { title place } }", json!({ "id": id })).await;
        assert_eq!(read["interaction"], json!({ "title": "Lunch", "place": "Lisbon" }));
        assert_eq!(app.owner().await.ok("query($id: ID!) { interaction(id: $id) { title } }", json!({ "id": id })).await["interaction"], Value::Null);
        assert_eq!(titles(&owner, json!({ "filter": { "collaborationId": { "eq": collaboration } } })).await, ["Lunch"]);
        let id = id.as_str().unwrap();
        update(&owner, id, json!({ "collaborationId": null })).await;
        assert_eq!(titles(&owner, json!({ "filter": { "collaborationId": { "isNull": true } } })).await, ["Lunch"]);
    }

    what_is_wrong_with_an_interaction_is_told(app) {
        let (owner, stranger) = (app.owner().await, app.owner().await);
        let (ana, theirs) = (owner.person("Ana").await, stranger.person("Theirs").await);
        let refused = async |change: Value| {
            let mut input = json!({ "happenedAt": "2026-02-01T09:00:00Z", "channel": "CALL", "participantIds": [ana] });
            for (field, value) in change.as_object().unwrap() {
                input[field] = value.clone();
            }
            owner.refused(LOG, json!({ "input": input })).await
        };
        assert_eq!(codes(&refused(json!({ "participantIds": [] })).await), one("REQUIRED", "input.participantIds"));
        assert_eq!(codes(&refused(json!({ "participantIds": [ana, theirs] })).await), one("NOT_FOUND", "input.participantIds.1"));
        assert_eq!(codes(&refused(json!({ "participantIds": ["x"] })).await)[0], one("INVALID", "input.participantIds.0")[0]);
        assert_eq!(codes(&refused(json!({ "happenedAt": "2026-03-02T09:00:01Z" })).await), one("INVALID", "input.happenedAt"));
        assert_eq!(codes(&refused(json!({ "durationMinutes": -1 })).await), one("INVALID", "input.durationMinutes"));
        assert_eq!(codes(&refused(json!({ "durationMinutes": 10_081 })).await), one("INVALID", "input.durationMinutes"));
        assert_eq!(codes(&refused(json!({ "collaborationId": "collaboration_01h455vb4pex5vsknk084sn02q" })).await).len(), 1);
        for (field, max) in [("title", 200), ("summary", 2_000), ("notes", 20_000), ("place", 200), ("updatesShared", 5_000), ("updatesHeard", 5_000), ("eventName", 200)] {
            let errors = refused(json!({ field: "ä".repeat(max + 1) })).await;
            assert_eq!((codes(&errors), &errors[0]["max"]), (one("TOO_LONG", &format!("input.{field}")), &json!(max)));
        }
        let errors = refused(json!({ "participantIds": vec![&ana; 101] })).await;
        assert_eq!((codes(&errors), &errors[0]["max"]), (one("TOO_MANY", "input.participantIds"), &json!(100)));
        assert_eq!(titles(&owner, json!({})).await, Vec::<String>::new());
        let id = log(&owner, "x", "2026-02-01T09:00:00Z", &[&ana]).await;
        let errors = owner.refused(UPDATE, json!({ "id": id, "input": { "removeParticipantIds": [ana] } })).await;
        assert_eq!(codes(&errors), one("REQUIRED", "input.removeParticipantIds"));
        let errors = owner.refused(UPDATE, json!({ "id": id, "input": { "addParticipantIds": [theirs] } })).await;
        assert_eq!(codes(&errors), one("NOT_FOUND", "input.addParticipantIds.0"));
        let errors = owner.refused(UPDATE, json!({ "id": id, "revision": 7, "input": { "title": "y" } })).await;
        assert_eq!((&errors[0]["code"], &errors[0]["currentRevision"]), (&json!("CONFLICT"), &json!(1)));
        for mutation in [UPDATE, ARCHIVE, RESTORE] {
            assert_eq!(codes(&stranger.refused(mutation, json!({ "id": id, "input": {} })).await), one("NOT_FOUND", "id"));
        }
    }

    the_last_interaction_follows_every_change(app) {
        let owner = app.owner().await;
        let (ana, bo) = (owner.person("Ana").await, owner.person("Bo").await);
        assert_eq!(last(&owner, &ana).await, Value::Null);
        let old = log(&owner, "old", "2026-01-01T09:00:00Z", &[&ana]).await;
        assert_eq!(last(&owner, &ana).await, "2026-01-01T09:00:00Z");
        let new = log(&owner, "new", "2026-02-01T09:00:00Z", &[&ana, &bo]).await;
        assert_eq!(last(&owner, &ana).await, "2026-02-01T09:00:00Z");
        log(&owner, "older", "2025-01-01T09:00:00Z", &[&ana, &bo]).await;
        assert_eq!(last(&owner, &ana).await, "2026-02-01T09:00:00Z", "an older one does not count");
        update(&owner, &new, json!({ "happenedAt": "2025-12-01T09:00:00Z" })).await;
        assert_eq!((last(&owner, &ana).await, last(&owner, &bo).await), (json!("2026-01-01T09:00:00Z"), json!("2025-12-01T09:00:00Z")));
        update(&owner, &old, json!({ "addParticipantIds": [bo] })).await;
        assert_eq!(last(&owner, &bo).await, "2026-01-01T09:00:00Z");
        update(&owner, &old, json!({ "removeParticipantIds": [ana] })).await;
        assert_eq!((last(&owner, &ana).await, last(&owner, &bo).await), (json!("2025-12-01T09:00:00Z"), json!("2026-01-01T09:00:00Z")));
        owner.written(ARCHIVE, json!({ "id": old })).await;
        assert_eq!(last(&owner, &bo).await, "2025-12-01T09:00:00Z");
        owner.written(RESTORE, json!({ "id": old })).await;
        assert_eq!(last(&owner, &bo).await, "2026-01-01T09:00:00Z");
        let revisions = owner.ok("{ people { nodes { revision } } }", json!({})).await;
        assert_eq!(revisions["people"]["nodes"], json!([{ "revision": 1 }, { "revision": 1 }]), "what is derived is no change");
    }

    after_any_forty_operations_the_last_interaction_is_what_the_feed_says(app) {
        let owner = app.owner().await;
        let mut random = StdRng::seed_from_u64(7);
        let mut people = Vec::new();
        for number in 0..5 {
            people.push(owner.person(&format!("P{number}")).await);
        }
        // What should be there: when it happened, who was there, whether it is archived.
        let mut model: BTreeMap<String, (String, Vec<String>, bool)> = BTreeMap::new();
        for step in 0..40 {
            let at = format!("2026-01-{:02}T{:02}:00:00Z", random.random_range(1..=28), random.random_range(0..24));
            let some: Vec<String> = people.iter().filter(|_| random.next_u32() % 3 == 0).cloned().collect();
            let ids: Vec<String> = model.keys().cloned().collect();
            let chosen = (!ids.is_empty()).then(|| ids[random.random_range(0..ids.len())].clone());
            let (kind, Some(id)) = (random.random_range(0..6), chosen) else {
                let with = [people[0].as_str()];
                model.insert(log(&owner, "t", &at, &with).await, (at, vec![people[0].clone()], false));
                continue;
            };
            let (time, present, archived) = model.get_mut(&id).unwrap();
            match kind {
                0 | 1 => {
                    let with = if some.is_empty() { vec![people[step % 5].clone()] } else { some };
                    let names: Vec<&str> = with.iter().map(String::as_str).collect();
                    model.insert(log(&owner, "t", &at, &names).await, (at, with, false));
                }
                2 => {
                    owner.written(ARCHIVE, json!({ "id": id })).await;
                    *archived = true;
                }
                3 => {
                    owner.written(RESTORE, json!({ "id": id })).await;
                    *archived = false;
                }
                _ if *archived => {
                    let errors = owner.refused(UPDATE, json!({ "id": id, "input": { "happenedAt": at } })).await;
                    assert_eq!(errors[0]["state"], "ARCHIVED");
                }
                4 => {
                    update(&owner, &id, json!({ "happenedAt": at })).await;
                    *time = at;
                }
                _ => {
                    let gone: Vec<String> = present.iter().filter(|person| !some.contains(person)).cloned().collect();
                    if some.is_empty() {
                        continue;
                    }
                    update(&owner, &id, json!({ "addParticipantIds": some, "removeParticipantIds": gone })).await;
                    *present = some;
                }
            }
            for person in &people {
                let expected = model.values().filter(|(_, there, archived)| !archived && there.contains(person)).map(|(at, ..)| at.clone()).max();
                let query = "query($id: ID!) { person(by: { id: $id }) { lastInteractionAt interactions(first: 1) { nodes { happenedAt } totalCount } } }";
                let found = owner.ok(query, json!({ "id": person })).await["person"].take();
                assert_eq!(found["lastInteractionAt"], json!(expected), "step {step}: {model:#?}");
                assert_eq!(found["interactions"]["nodes"][0]["happenedAt"], json!(expected), "step {step}");
                let count = model.values().filter(|(_, there, archived)| !archived && there.contains(person)).count();
                assert_eq!(found["interactions"]["totalCount"], count, "step {step}");
            }
        }
    }

    the_feeds_of_ten_people_equal_the_lists_filtered_by_each(app) {
        let owner = app.owner().await;
        let mut random = StdRng::seed_from_u64(11);
        let mut people = Vec::new();
        for number in 0..10 {
            people.push(owner.person(&format!("P{number}")).await);
        }
        for number in 0..40 {
            let with: Vec<&str> = people.iter().filter(|_| random.next_u32() % 3 == 0).map(String::as_str).collect();
            // Many happen at the same time: the id tells them apart.
            let at = format!("2026-02-{:02}T09:00:00Z", random.random_range(1..=7));
            if !with.is_empty() {
                let id = log(&owner, &format!("T{number}"), &at, &with).await;
                if number % 9 == 0 {
                    owner.written(ARCHIVE, json!({ "id": id })).await;
                }
            }
        }
        for order in [json!(null), json!({ "field": "HAPPENED_AT", "direction": "ASC" }), json!({ "field": "CREATED_AT", "direction": "DESC" })] {
            let feeds = "query($order: InteractionOrder) { people { nodes { id interactions(first: 5, orderBy: $order) { nodes { title } } } } }";
            let all = owner.ok(feeds, json!({ "order": order })).await["people"]["nodes"].take();
            assert_eq!(all.as_array().unwrap().len(), 10);
            for person in all.as_array().unwrap() {
                let feed: Vec<&str> = person["interactions"]["nodes"].as_array().unwrap().iter().map(|node| node["title"].as_str().unwrap()).collect();
                let filter = json!({ "participantId": { "eq": person["id"] } });
                assert_eq!(titles(&owner, json!({ "filter": filter, "order": order, "first": 5 })).await, feed);
            }
        }
    }

    a_feed_is_paged_without_loss(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        for number in 0..11 {
            log(&owner, &format!("T{number:02}"), &format!("2026-02-{:02}T09:00:00Z", 1 + number / 4), &[&ana]).await;
        }
        let query = "query($id: ID!, $first: Int, $after: String, $last: Int, $before: String) { person(by: { id: $id }) { interactions(first: $first, after: $after, last: $last, before: $before) { nodes { title } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }";
        let mut walks = Vec::new();
        for (size, from, edge, more) in [("first", "after", "endCursor", "hasNextPage"), ("last", "before", "startCursor", "hasPreviousPage")] {
            let (mut seen, mut cursor) = (Vec::new(), Value::Null);
            loop {
                let page = owner.ok(query, json!({ "id": ana, size: 4, from: cursor })).await["person"]["interactions"].take();
                let mut some: Vec<String> = page["nodes"].as_array().unwrap().iter().map(|node| node["title"].as_str().unwrap().to_owned()).collect();
                if size == "last" {
                    some.reverse();
                }
                seen.extend(some);
                cursor = page["pageInfo"][edge].clone();
                if page["pageInfo"][more] == false {
                    break;
                }
            }
            walks.push(seen);
        }
        walks[1].reverse();
        assert_eq!(walks[0], walks[1]);
        walks[0].sort();
        assert_eq!(walks[0], (0..11).map(|number| format!("T{number:02}")).collect::<Vec<_>>());
    }

    lists_are_filtered_and_sorted(app) {
        let owner = app.owner().await;
        let (ana, bo) = (owner.person("Ana").await, owner.person("Bo").await);
        for (title, change) in [
            ("A", json!({ "happenedAt": "2026-02-20T09:00:00Z", "channel": "CALL", "initiator": "ME", "durationMinutes": 10, "participantIds": [ana] })),
            ("B", json!({ "happenedAt": "2026-01-10T09:00:00Z", "channel": "EMAIL", "sentiment": "POSITIVE", "durationMinutes": 60, "participantIds": [ana, bo] })),
            ("C", json!({ "happenedAt": "2026-02-25T09:00:00Z", "channel": "VIDEO", "sentiment": "NEGATIVE", "participantIds": [bo] })),
        ] {
            let mut input = change;
            input["title"] = json!(title);
            owner.written(LOG, json!({ "input": input })).await;
            app.clock.advance(chrono::TimeDelta::minutes(1));
        }
        for (filter, expected) in [
            (json!({}), vec!["C", "A", "B"]),
            (json!({ "channel": { "in": ["CALL", "EMAIL"] } }), vec!["A", "B"]),
            (json!({ "channel": { "notIn": ["CALL", "EMAIL"] } }), vec!["C"]),
            (json!({ "initiator": { "in": ["ME"] } }), vec!["A"]),
            (json!({ "sentiment": { "in": ["POSITIVE", "NEGATIVE"] } }), vec!["C", "B"]),
            (json!({ "happenedAt": { "gte": "-P30D" } }), vec!["C", "A"]),
            (json!({ "happenedAt": { "lt": "-P1M", "gt": "2025-12-31T00:00:00Z" } }), vec!["B"]),
            (json!({ "createdAt": { "lt": "2026-03-01T09:01:00Z" } }), vec!["A"]),
            (json!({ "durationMinutes": { "gte": 10, "lt": 60 } }), vec!["A"]),
            (json!({ "durationMinutes": { "isNull": true } }), vec!["C"]),
            (json!({ "participantId": { "in": [ana, bo] } }), vec!["C", "A", "B"]),
            (json!({ "participantId": { "eq": ana }, "not": { "participantId": { "eq": bo } } }), vec!["A"]),
            (json!({ "or": [{ "sentiment": { "in": ["NEGATIVE"] } }, { "durationMinutes": { "eq": 60 } }] }), vec!["C", "B"]),
        ] {
            assert_eq!(titles(&owner, json!({ "filter": filter })).await, expected, "{filter}");
        }
        for (field, direction, expected) in [("HAPPENED_AT", "ASC", ["B", "A", "C"]), ("CREATED_AT", "ASC", ["A", "B", "C"]), ("CREATED_AT", "DESC", ["C", "B", "A"])] {
            assert_eq!(titles(&owner, json!({ "order": { "field": field, "direction": direction } })).await, expected);
        }
    }

    an_archived_interaction_is_out_of_every_list(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        let id = log(&owner, "Kitesurfing", "2026-02-01T09:00:00Z", &[&ana]).await;
        log(&owner, "Sailing", "2026-02-02T09:00:00Z", &[&ana]).await;
        assert_eq!(titles(&owner, json!({ "search": "kite" })).await, ["Kitesurfing"]);
        let archived = owner.written(ARCHIVE, json!({ "id": id })).await;
        assert_eq!((&archived["interaction"]["archivedAt"], &archived["interaction"]["revision"]), (&json!("2026-03-01T09:00:00Z"), &json!(2)));
        assert_eq!(owner.written(ARCHIVE, json!({ "id": id })).await, archived);
        assert_eq!(titles(&owner, json!({})).await, ["Sailing"]);
        assert_eq!(titles(&owner, json!({ "search": "kite" })).await, Vec::<String>::new());
        assert_eq!(titles(&owner, json!({ "archived": true })).await, ["Sailing", "Kitesurfing"]);
        let feed = "query($id: ID!) { person(by: { id: $id }) { interactions { nodes { title } totalCount } } }";
        assert_eq!(owner.ok(feed, json!({ "id": ana })).await["person"]["interactions"], json!({ "nodes": [{ "title": "Sailing" }], "totalCount": 1 }));
        owner.written(RESTORE, json!({ "id": id })).await;
        assert_eq!(titles(&owner, json!({})).await, ["Sailing", "Kitesurfing"]);
        update(&owner, &id, json!({ "title": "Windsurfing" })).await;
        assert_eq!(titles(&owner, json!({ "search": "kite" })).await, Vec::<String>::new());
        assert_eq!(titles(&owner, json!({ "search": "wind" })).await, ["Windsurfing"]);
    }

    a_repeated_log_with_the_same_id_counts_once(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        let input = json!({ "id": "interaction_01h455vb4pex5vsknk084sn02q", "title": "T", "happenedAt": "2026-02-01T09:00:00Z", "channel": "CALL", "participantIds": [ana] });
        let first = owner.written(LOG, json!({ "input": input })).await;
        assert_eq!(owner.written(LOG, json!({ "input": input })).await, first);
        assert_eq!(titles(&owner, json!({})).await, ["T"]);
        let mut other = input;
        other["title"] = json!("U");
        assert_eq!(codes(&owner.refused(LOG, json!({ "input": other })).await), one("DUPLICATE", "input.id"));
    }
}
