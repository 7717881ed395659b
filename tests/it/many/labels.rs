//! Tags and circles of many people: by their ids, or by what holds of them.

use serde_json::{Value, json};
use tests::{Client, both};

use super::{people, send, tables, wrong};

const TAGS: [(&str, &str); 4] = types("TagPeopleInput!");
const CIRCLES: [(&str, &str); 4] = types("CirclePeopleInput!");

const fn types(input: &'static str) -> [(&'static str, &'static str); 4] {
    [
        ("people", "PeopleSelectionInput!"),
        ("input", input),
        ("maxAffected", "Int"),
        ("dryRun", "Boolean"),
    ]
}

const SHOWN: &str = "matched affected unchanged personIds seq userErrors { code message path ... on InputError { max } ... on StateError { state } }";

async fn tag(client: &Client, variables: Value) -> Value {
    send(client, "tagPeople", &TAGS, variables, SHOWN).await
}

async fn circle(client: &Client, variables: Value) -> Value {
    send(client, "circlePeople", &CIRCLES, variables, SHOWN).await
}

async fn made(client: &Client, mutation: &str, record: &str, name: &str) -> Value {
    let query = format!(
        "mutation($name: String!) {{ {mutation}(input: {{ name: $name }}) {{ {record} {{ id }} userErrors {{ message }} }} }}"
    );
    client.written(&query, json!({ "name": name })).await[record]["id"].take()
}

fn counts(answer: &Value) -> [&Value; 3] {
    assert_eq!(answer["userErrors"], json!([]), "{answer}");
    ["matched", "affected", "unchanged"].map(|count| &answer[count])
}

async fn feed(client: &Client, after: &Value) -> Vec<(String, String, Value)> {
    let query = "query($after: Seq!) { changes(after: $after) { changes { type op revision recordId } } }";
    let mut feed = client.ok(query, json!({ "after": after })).await;
    let feed = feed["changes"]["changes"].as_array_mut().unwrap();
    let text = |it: &Value| it.as_str().unwrap().to_owned();
    feed.iter()
        .map(|it| (text(&it["type"]), text(&it["op"]), it["revision"].clone()))
        .collect()
}

async fn latest(client: &Client) -> Value {
    client.ok("{ workspace { latestSeq } }", json!({})).await["workspace"]["latestSeq"].take()
}

both! {
    many_people_are_tagged_at_once_and_who_is_tagged_already_stays(app) {
        let owner = app.owner().await;
        let ids = people(&owner, 3).await;
        let old = made(&owner, "createTag", "tag", "Old").await;
        let answer = tag(&owner, json!({ "people": { "ids": ids[..2] }, "input": { "addTagIds": [old] } })).await;
        assert_eq!(counts(&answer), [2, 2, 0]);
        assert_eq!((&answer["personIds"], &answer["seq"]), (&json!(ids[..2]), &latest(&owner).await));
        let before = latest(&owner).await;
        let answer = tag(&owner, json!({ "people": { "ids": [ids[2], ids[0], ids[2]] }, "input": { "addTagIds": [old], "addTagNames": ["New", "new"] } })).await;
        assert_eq!(counts(&answer), [2, 2, 0]);
        // The tag that is made, the one that is put on, and each person: what a change of one person announces.
        let told = feed(&owner, &before).await;
        let kinds: Vec<(&str, &str)> = told.iter().map(|(kind, op, _)| (kind.as_str(), op.as_str())).collect();
        assert_eq!(kinds, [("TAG", "CREATE"), ("TAG", "UPDATE"), ("PERSON", "UPDATE"), ("PERSON", "UPDATE")]);
        let mut revisions: Vec<i64> = told.iter().map(|(.., revision)| revision.as_i64().unwrap()).collect();
        revisions[2..].sort_unstable();
        assert_eq!(revisions, [1, 3, 2, 3]);
        let before = tables(&app).await;
        let answer = tag(&owner, json!({ "people": { "ids": ids[..2] }, "input": { "addTagIds": [old] } })).await;
        assert_eq!(counts(&answer), [2, 0, 2]);
        assert_eq!(tables(&app).await, before);
        let answer = tag(&owner, json!({ "people": { "filter": { "tags": { "some": { "eq": old } } } }, "input": { "removeTagIds": [old] }, "maxAffected": 3 })).await;
        assert_eq!(counts(&answer), [3, 3, 0]);
        let shown = owner.ok("{ people { nodes { revision tags { name } } } }", json!({})).await;
        let tags = shown["people"]["nodes"].as_array().unwrap().iter().map(|person| (person["revision"].as_i64().unwrap(), person["tags"].as_array().unwrap().len()));
        assert_eq!(Vec::from_iter(tags), [(4, 1), (3, 0), (3, 1)]);
    }

    what_many_people_leave_is_what_one_change_of_each_leaves(app) {
        // Two workspaces: in one each person is changed by themselves.
        let (one, many) = (app.owner().await, app.owner().await);
        let mut seen = Vec::new();
        for client in [&one, &many] {
            let ids = people(client, 4).await;
            let (close, far) = (made(client, "createCircle", "circle", "Close").await, made(client, "createCircle", "circle", "Far").await);
            client.written("mutation($id: ID!, $people: [ID!]!) { addToCircle(id: $id, input: { personIds: $people }) { userErrors { message } } }", json!({ "id": far, "people": ids[..2] })).await;
            if client.token() == one.token() {
                for id in &ids {
                    let input = json!({ "addCircleIds": [close], "removeCircleIds": [far] });
                    client.written("mutation($id: ID!, $input: UpdatePersonInput!) { updatePerson(id: $id, input: $input) { userErrors { message } } }", json!({ "id": id, "input": input })).await;
                }
            } else {
                let answer = circle(client, json!({ "people": { "ids": ids }, "input": { "addCircleIds": [close], "removeCircleIds": [far] } })).await;
                assert_eq!(counts(&answer), [4, 4, 0]);
            }
            let shown = "{ people { nodes { displayName revision circles { name } } } circles { nodes { name memberCount } } }";
            seen.push(client.ok(shown, json!({})).await);
        }
        assert_eq!(seen[0], seen[1]);
    }

    a_selection_by_filter_or_search_needs_a_bound_and_is_refused_beyond_it(app) {
        let owner = app.owner().await;
        let ids = people(&owner, 12).await;
        let before = tables(&app).await;
        let wanted = json!({ "displayName": { "startsWith": "Person" } });
        let answer = tag(&owner, json!({ "people": { "filter": wanted }, "input": { "addTagNames": ["New"] }, "maxAffected": 5 })).await;
        assert_eq!((wrong(&answer), &answer["userErrors"][0]["max"]), ((&json!("TOO_MANY"), &json!(["maxAffected"])), &json!(5)));
        assert!(answer["userErrors"][0]["message"].as_str().unwrap().contains("12"), "{answer}");
        let nothing = [json!({}), json!(null), json!({ "and": [] }), json!({ "or": [] }), json!({ "not": {} }), json!({ "or": [{}, { "and": [{}] }] }), json!({ "displayName": null })];
        for filter in nothing {
            let answer = tag(&owner, json!({ "people": { "filter": filter }, "input": { "addTagNames": ["New"] }, "maxAffected": 50 })).await;
            assert_eq!(wrong(&answer).0, "REQUIRED", "{filter}: {answer}");
        }
        let answers = [
            (json!({ "people": {}, "input": { "addTagNames": ["New"] } }), "REQUIRED", json!(["people"])),
            (json!({ "people": { "search": " " }, "input": { "addTagNames": ["New"] }, "maxAffected": 9 }), "REQUIRED", json!(["people", "filter"])),
            (json!({ "people": { "filter": wanted }, "input": { "addTagNames": ["New"] } }), "REQUIRED", json!(["maxAffected"])),
            (json!({ "people": { "filter": wanted }, "input": { "addTagNames": ["New"] }, "maxAffected": 0 }), "INVALID", json!(["maxAffected"])),
            (json!({ "people": { "filter": wanted }, "input": { "addTagNames": ["New"] }, "maxAffected": 5001 }), "INVALID", json!(["maxAffected"])),
            (json!({ "people": { "filter": wanted, "ids": [ids[0]] }, "input": { "addTagNames": ["New"] }, "maxAffected": 20 }), "INVALID", json!(["people", "ids"])),
            (json!({ "people": { "ids": vec![&ids[0]; 501] }, "input": { "addTagNames": ["New"] } }), "TOO_MANY", json!(["people", "ids"])),
            (json!({ "people": { "ids": [ids[0]] }, "input": { "addTagNames": vec!["New"; 11] } }), "TOO_MANY", json!(["input", "addTagNames"])),
            (json!({ "people": { "ids": [ids[0]] }, "input": { "addTagNames": ["x".repeat(51)] } }), "TOO_LONG", json!(["input", "addTagNames", "0"])),
        ];
        for (variables, code, path) in answers {
            let answer = tag(&owner, variables.clone()).await;
            assert_eq!(wrong(&answer), (&json!(code), &path), "{variables}");
        }
        // What a filter gets wrong is told at its place.
        let query = "mutation($people: PeopleSelectionInput!) { tagPeople(people: $people, maxAffected: 9) { seq } }";
        let errors = owner.errors(query, json!({ "people": { "filter": { "or": [{ "displayName": {} }] } } })).await;
        assert_eq!((&errors[0]["extensions"]["code"], &errors[0]["extensions"]["path"]), (&json!("BAD_INPUT"), &json!(["people", "filter", "or", "0", "displayName"])));
        // Tried, it tells what would be; then nothing is stored.
        let answer = tag(&owner, json!({ "people": { "filter": wanted }, "input": { "addTagNames": ["New"] }, "maxAffected": 12, "dryRun": true })).await;
        assert_eq!(counts(&answer), [12, 12, 0]);
        assert_eq!(tables(&app).await, before);
        let answer = tag(&owner, json!({ "people": { "search": "0007", "filter": wanted }, "input": { "addTagNames": ["New"] }, "maxAffected": 12 })).await;
        assert_eq!((counts(&answer), &answer["personIds"]), ([&json!(1), &json!(1), &json!(0)], &json!([ids[7]])));
        // Nobody is meant, so no tag is made.
        let answer = tag(&owner, json!({ "people": { "search": "nobody" }, "input": { "addTagNames": ["Never"] }, "maxAffected": 12 })).await;
        assert_eq!(counts(&answer), [0, 0, 0]);
        assert_eq!(owner.ok("{ tags { totalCount } }", json!({})).await["tags"]["totalCount"], 1);
    }

    people_and_labels_that_are_not_there_are_told_at_their_place(app) {
        let owner = app.owner().await;
        let ids = people(&owner, 3).await;
        let other = app.owner().await;
        let (theirs, tag_of_theirs) = (other.person("Theirs").await, made(&other, "createTag", "tag", "Theirs").await);
        owner.written("mutation($id: ID!) { archivePerson(id: $id) { userErrors { message } } }", json!({ "id": ids[2] })).await;
        let gone = made(&owner, "createCircle", "circle", "Gone").await;
        owner.written("mutation($id: ID!) { archiveCircle(id: $id) { userErrors { message } } }", json!({ "id": gone })).await;
        let before = tables(&app).await;
        let answer = tag(&owner, json!({ "people": { "ids": [ids[0], theirs, ids[2], "nonsense"] }, "input": { "addTagNames": ["New"] } })).await;
        assert_eq!(wrong(&answer), (&json!("INVALID"), &json!(["people", "ids", "3"])));
        let answer = tag(&owner, json!({ "people": { "ids": [ids[0], theirs, ids[2]] }, "input": { "addTagNames": ["New"] } })).await;
        let errors: Vec<(&Value, &Value)> = answer["userErrors"].as_array().unwrap().iter().map(|it| (&it["code"], &it["path"])).collect();
        assert_eq!(errors, [(&json!("NOT_FOUND"), &json!(["people", "ids", "1"])), (&json!("STATE"), &json!(["people", "ids", "2"]))]);
        let answer = tag(&owner, json!({ "people": { "ids": [ids[0]] }, "input": { "addTagIds": [tag_of_theirs] } })).await;
        assert_eq!(wrong(&answer), (&json!("NOT_FOUND"), &json!(["input", "addTagIds", "0"])));
        let answer = circle(&owner, json!({ "people": { "ids": [ids[0]] }, "input": { "addCircleIds": [gone] } })).await;
        assert_eq!(wrong(&answer), (&json!("STATE"), &json!(["input", "addCircleIds", "0"])));
        assert_eq!(tables(&app).await, before);
        // By what holds of people, archived ones are not meant.
        let answer = circle(&owner, json!({ "people": { "search": "person" }, "input": { "removeCircleIds": [gone] }, "maxAffected": 9 })).await;
        assert_eq!(counts(&answer), [2, 0, 2]);
        // Fifty are all that a person can have.
        for start in [0, 10, 20, 30, 40] {
            let names: Vec<String> = (start..start + 10).map(|number| format!("Tag {number}")).collect();
            assert_eq!(counts(&tag(&owner, json!({ "people": { "ids": [ids[1]] }, "input": { "addTagNames": names } })).await), [1, 1, 0]);
        }
        let answer = tag(&owner, json!({ "people": { "ids": [ids[0], ids[1]] }, "input": { "addTagNames": ["One more"] } })).await;
        assert_eq!(wrong(&answer), (&json!("TOO_MANY"), &json!(["people", "ids", "1"])));
    }

    who_may_not_see_people_cannot_mean_them_by_a_filter(app) {
        let owner = app.owner().await;
        let ids = people(&owner, 2).await;
        let writer = owner.with_scopes(&["PEOPLE_WRITE"]).await;
        let query = "mutation($people: PeopleSelectionInput!) { tagPeople(people: $people, input: { addTagNames: [\"x\"] }, maxAffected: 9) { affected userErrors { message } } }";
        let errors = writer.errors(query, json!({ "people": { "search": "Person" } })).await;
        assert_eq!(errors[0]["extensions"]["code"], "INSUFFICIENT_SCOPE");
        assert_eq!(writer.written(query, json!({ "people": { "ids": ids } })).await["affected"], 2);
        // A filter needs what it needs in the list.
        let seer = owner.with_scopes(&["PEOPLE_WRITE", "PEOPLE_READ"]).await;
        let errors = seer.errors(query, json!({ "people": { "filter": { "reciprocityBalance": { "gte": 0.0 } } } })).await;
        assert_eq!(errors[0]["extensions"]["code"], "INSUFFICIENT_SCOPE");
        let viewer = owner.viewer().await;
        let errors = viewer.errors(query, json!({ "people": { "ids": ids } })).await;
        assert_eq!(errors[0]["extensions"]["code"], "INSUFFICIENT_SCOPE");
    }

    five_hundred_people_take_as_many_statements_as_fifty(app) {
        let owner = app.owner().await;
        let ids = people(&owner, 1_000).await;
        let (old, far) = (made(&owner, "createTag", "tag", "Old").await, made(&owner, "createCircle", "circle", "Far").await);
        counts(&tag(&owner, json!({ "people": { "search": "person" }, "input": { "addTagIds": [old] }, "maxAffected": 1000 })).await);
        counts(&circle(&owner, json!({ "people": { "search": "person" }, "input": { "addCircleIds": [far] }, "maxAffected": 1000 })).await);
        let mut counted = Vec::new();
        for (place, people) in [&ids[..50], &ids[50..550]].into_iter().enumerate() {
            let change = json!({ "people": { "ids": people }, "input": { "addTagNames": [format!("New {place}")], "removeTagIds": [old] } });
            let tags = app.statements(async { assert_eq!(tag(&owner, change).await["affected"], people.len()); }).await.len();
            let change = json!({ "people": { "ids": people }, "input": { "removeCircleIds": [far] } });
            let circles = app.statements(async { assert_eq!(circle(&owner, change).await["affected"], people.len()); }).await.len();
            counted.push((tags, circles));
        }
        println!("{:?}: statements for tags and for circles {counted:?}", app.engine);
        assert_eq!(counted[0], counted[1]);
        assert!(counted[0].0 < 25, "{counted:?}");
        // By what holds of them it is no other.
        let change = |count: usize| json!({ "people": { "filter": { "tags": { "some": { "eq": old } } } }, "input": { "removeTagIds": [old] }, "maxAffected": count });
        let all = app.statements(async { assert_eq!(tag(&owner, change(450)).await["affected"], 450); }).await.len();
        assert!(all <= counted[0].0, "{all} {counted:?}");
    }
}
