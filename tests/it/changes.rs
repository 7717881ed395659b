//! The change feed through the API.

use serde_json::{Value, json};
use tests::{Client, both};
use tokio::task::JoinSet;

const FEED: &str = "query($after: Seq, $first: Int, $types: [RecordType!]) { changes(after: $after, first: $first, types: $types) { changes { seq op type recordId revision at actor { __typename } record { id revision archivedAt } } nextAfter hasMore } }";
const CREATE: &str = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { person { id seq } userErrors { code } } }";
const UPDATE: &str = "mutation($id: ID!, $input: UpdatePersonInput!) { updatePerson(id: $id, input: $input) { person { id revision } userErrors { code } } }";
const ARCHIVE: &str = "mutation($id: ID!) { archivePerson(id: $id) { person { id } userErrors { code } } }";

async fn feed(client: &Client, variables: Value) -> Value {
    client.ok(FEED, variables).await["changes"].take()
}

async fn latest(client: &Client) -> i64 {
    client.ok("{ workspace { latestSeq } }", json!({})).await["workspace"]["latestSeq"]
        .as_i64()
        .unwrap()
}

fn seqs(page: &Value) -> Vec<i64> {
    page["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| change["seq"].as_i64().unwrap())
        .collect()
}

both! {
    eight_writers_at_once_leave_no_gap_and_no_disorder(app) {
        let owner = app.owner().await;
        let start = latest(&owner).await;
        let mut writers = JoinSet::new();
        for writer in 0..8 {
            let client = owner.clone();
            writers.spawn(async move {
                let mut made = Vec::new();
                for number in 0..6 {
                    let input = json!({ "displayName": format!("P {writer} {number}"), "tagNames": [format!("tag {}", number % 3)] });
                    let person = client.written(CREATE, json!({ "input": input })).await["person"].take();
                    client.written(UPDATE, json!({ "id": person["id"], "input": { "nickname": "x" } })).await;
                    made.push((person["seq"].as_i64().unwrap(), person["id"].as_str().unwrap().to_owned()));
                }
                made
            });
        }
        // A reader meanwhile never sees a number before all that are smaller.
        let (mut seen, mut after) = (Vec::new(), start);
        let mut made = Vec::new();
        loop {
            let page = feed(&owner, json!({ "after": after, "first": 1000 })).await;
            seen.extend(seqs(&page));
            after = page["nextAfter"].as_i64().unwrap();
            match writers.try_join_next() {
                Some(done) => made.extend(done.unwrap()),
                None if writers.is_empty() => break,
                None => tokio::time::sleep(std::time::Duration::from_millis(5)).await,
            }
        }
        seen.extend(seqs(&feed(&owner, json!({ "after": after, "first": 1000 })).await));
        let end = latest(&owner).await;
        assert_eq!(seen, (start + 1..=end).collect::<Vec<_>>());
        // Each person is made and changed, and each puts a tag on, which is made or changed by that.
        assert_eq!((made.len(), end - start), (48, 48 * 3));
        let page = feed(&owner, json!({ "after": start, "first": 1000 })).await;
        for (seq, id) in made {
            let change = &page["changes"][usize::try_from(seq - start - 1).unwrap()];
            assert_eq!((&change["op"], &change["recordId"]), (&json!("CREATE"), &json!(id)));
        }
    }

    the_feed_is_read_in_pages(app) {
        let owner = app.owner().await;
        for name in ["A", "B", "C", "D", "E"] {
            owner.person(name).await;
        }
        let end = latest(&owner).await;
        let (mut seen, mut after) = (Vec::new(), 0);
        loop {
            let page = feed(&owner, json!({ "after": after, "first": 2 })).await;
            seen.extend(seqs(&page));
            after = page["nextAfter"].as_i64().unwrap();
            if page["hasMore"] == false {
                break;
            }
            assert_eq!(seqs(&page).len(), 2);
        }
        assert_eq!((seen, after), ((1..=end).collect::<Vec<_>>(), end));
        let rest = feed(&owner, json!({ "after": end })).await;
        assert_eq!(rest, json!({ "changes": [], "nextAfter": end, "hasMore": false }));
        assert_eq!(seqs(&feed(&owner, json!({})).await).len() as i64, end, "from the beginning if nothing is said");
        for first in [0, -1, 1001] {
            let errors = owner.errors(FEED, json!({ "first": first })).await;
            assert_eq!(errors[0]["extensions"]["code"], "BAD_INPUT");
        }
        let errors = owner.errors(FEED, json!({ "after": -1 })).await;
        assert_eq!(errors[0]["extensions"]["code"], "BAD_INPUT");
        assert_eq!(seqs(&feed(&app.owner().await, json!({})).await), [1], "another workspace has its own numbers");
    }

    a_change_tells_what_happened_and_shows_the_record_as_it_is(app) {
        let owner = app.owner().await;
        let start = latest(&owner).await;
        let id = owner.person("Ana").await;
        owner.written(UPDATE, json!({ "id": id, "input": { "nickname": "A" } })).await;
        owner.written(ARCHIVE, json!({ "id": id })).await;
        owner.written("mutation($id: ID!) { restorePerson(id: $id) { person { id } userErrors { code } } }", json!({ "id": id })).await;
        owner.written(ARCHIVE, json!({ "id": id })).await;
        let page = feed(&owner, json!({ "after": start })).await;
        let ops: Vec<_> = page["changes"].as_array().unwrap().iter().map(|change| (change["op"].as_str().unwrap(), change["revision"].as_i64().unwrap())).collect();
        assert_eq!(ops, [("CREATE", 1), ("UPDATE", 2), ("ARCHIVE", 3), ("RESTORE", 4), ("ARCHIVE", 5)]);
        for change in page["changes"].as_array().unwrap() {
            assert_eq!((&change["type"], &change["recordId"], &change["at"]), (&json!("PERSON"), &json!(id), &json!("2026-03-01T09:00:00Z")));
            assert_eq!(change["record"], json!({ "id": id, "revision": 5, "archivedAt": "2026-03-01T09:00:00Z" }), "archived records are shown");
        }
    }

    an_update_names_the_fields_that_changed(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        let goal = owner.written("mutation { createGoal(input: { title: \"Learn to sail\" }) { goal { id } userErrors { code } } }", json!({})).await;
        let goal = &goal["goal"]["id"];
        let start = latest(&owner).await;
        let change = "mutation($id: ID!, $input: UpdateGoalInput!) { updateGoal(id: $id, input: $input) { userErrors { code } } }";
        owner.written(change, json!({ "id": goal, "input": { "title": "Learn to sail alone", "targetOn": "2027-05-01", "personId": ana } })).await;
        owner.written("mutation($id: ID!) { pauseGoal(id: $id) { userErrors { code } } }", json!({ "id": goal })).await;
        owner.written(UPDATE, json!({ "id": ana, "input": { "headline": "Sails", "givenName": "Ana" } })).await;
        let address = json!({ "kind": "EMAIL", "value": "ana@example.org" });
        owner.written(UPDATE, json!({ "id": ana, "input": { "addContactPoints": [address] } })).await;
        owner.written(ARCHIVE, json!({ "id": ana })).await;
        let named = "query($after: Seq) { changes(after: $after) { changes { op fields } } }";
        let shown = owner.ok(named, json!({ "after": start })).await;
        let of = |op: &str, fields: Value| json!({ "op": op, "fields": fields });
        assert_eq!(shown["changes"]["changes"], json!([
            of("UPDATE", json!(["person", "title", "targetOn"])),
            of("UPDATE", json!(["state"])),
            of("UPDATE", json!(["givenName", "headline"])),
            of("UPDATE", json!([])),
            of("ARCHIVE", json!(null)),
        ]));
        // Who may not see goals learns no more of one than that it changed.
        let reader = owner.with_scopes(&["CHANGES_READ", "PEOPLE_READ"]).await;
        let shown = reader.ok(named, json!({ "after": start })).await;
        let fields: Vec<&Value> = shown["changes"]["changes"].as_array().unwrap().iter().map(|it| &it["fields"]).take(3).collect();
        assert_eq!(json!(fields), json!([null, null, ["givenName", "headline"]]));
    }

    records_that_the_caller_may_not_see_are_null(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        let log = "mutation($input: LogInteractionInput!) { logInteraction(input: $input) { interaction { id } userErrors { code } } }";
        owner.written(log, json!({ "input": { "happenedAt": "2026-02-01T09:00:00Z", "channel": "CALL", "participantIds": [ana] } })).await;
        let query = "{ changes(types: [PERSON, INTERACTION]) { changes { type record { id } } } }";
        let seen = async |client: &Client| {
            let data = client.ok(query, json!({})).await;
            data["changes"]["changes"].as_array().unwrap().iter().map(|change| (change["type"].as_str().unwrap().to_owned(), change["record"].is_object())).collect::<Vec<_>>()
        };
        let of = |kind: &str, visible: bool| (kind.to_owned(), visible);
        assert_eq!(seen(&owner).await, [of("PERSON", true), of("PERSON", true), of("INTERACTION", true)]);
        let token = owner.with_scopes(&["CHANGES_READ", "PEOPLE_READ"]).await;
        let (status, body) = token.send(query, json!({})).await;
        assert_eq!(status, 200, "{body}");
        let records: Vec<bool> = body["data"]["changes"]["changes"].as_array().unwrap().iter().map(|change| change["record"].is_object()).collect();
        assert_eq!(records, [true, true, false], "{body}");
        let (status, body) = owner.with_scopes(&["PEOPLE_READ"]).await.send(query, json!({})).await;
        assert_eq!((status, &body["errors"][0]["extensions"]["code"]), (403, &json!("INSUFFICIENT_SCOPE")));
    }

    the_feed_is_filtered_by_type(app) {
        let owner = app.owner().await;
        let input = json!({ "displayName": "Ana", "tagNames": ["t"], "affiliations": [{ "organizationName": "Acme" }] });
        owner.written(CREATE, json!({ "input": input })).await;
        let types = async |types: Value| {
            let page = feed(&owner, json!({ "types": types })).await;
            page["changes"].as_array().unwrap().iter().map(|change| change["type"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(types(json!(["TAG"])).await, ["TAG"]);
        let mut both = types(json!(["TAG", "ORGANIZATION"])).await;
        both.sort();
        assert_eq!(both, ["ORGANIZATION", "TAG"]);
        assert_eq!(types(json!(["INTERACTION"])).await, Vec::<String>::new());
        let page = feed(&owner, json!({ "types": ["PERSON"], "first": 1 })).await;
        assert_eq!(page["hasMore"], true);
        let rest = feed(&owner, json!({ "types": ["PERSON"], "first": 1, "after": page["nextAfter"] })).await;
        assert_eq!((rest["changes"].as_array().unwrap().len(), &rest["hasMore"]), (1, &json!(false)));
    }

    rare_types_come_in_order_page_by_page_however_much_lies_between(app) {
        let owner = app.owner().await;
        let log = "mutation($input: LogInteractionInput!) { logInteraction(input: $input) { userErrors { message } } }";
        for number in 0..6 {
            let input = json!({ "displayName": format!("P {number}"), "tagNames": [format!("tag {number}")] });
            let person = owner.written(CREATE, json!({ "input": input })).await["person"].take();
            for _ in 0..3 {
                let input = json!({ "happenedAt": "2026-01-01T09:00:00Z", "channel": "CALL", "participantIds": [person["id"]] });
                owner.written(log, json!({ "input": input })).await;
            }
        }
        let whole = feed(&owner, json!({ "first": 1000 })).await;
        for types in [json!(["TAG"]), json!(["PERSON", "TAG"]), json!(["TAG", "TAG", "PERSON"]), json!(["TAG", "INTERACTION"]), json!(["DIMENSION"]), json!([])] {
            let is_wanted = |change: &&Value| types.as_array().unwrap().contains(&change["type"]);
            let expected: Vec<&Value> = whole["changes"].as_array().unwrap().iter().filter(is_wanted).collect();
            let (mut after, mut found) = (json!(0), Vec::new());
            loop {
                let page = feed(&owner, json!({ "after": after, "first": 2, "types": types })).await;
                found.extend(page["changes"].as_array().unwrap().iter().cloned());
                after = page["nextAfter"].clone();
                if page["hasMore"] == false {
                    break;
                }
            }
            assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{types}");
        }
    }

    what_changes_nothing_and_what_fails_is_no_change(app) {
        let owner = app.owner().await;
        let input = json!({ "displayName": "Ana", "nickname": "A", "tagNames": ["t"], "attributes": [{ "dimension": "d", "value": "v" }], "contactPoints": [{ "kind": "EMAIL", "value": "ana@x.org" }] });
        let id = owner.written(CREATE, json!({ "input": input })).await["person"]["id"].take();
        let before = latest(&owner).await;
        for input in [
            json!({}), json!({ "displayName": "Ana", "nickname": " A " }), json!({ "addTagNames": ["T"] }), json!({ "setAttributes": [{ "dimension": "d", "value": "v" }] }),
            json!({ "addContactPoints": [{ "kind": "EMAIL", "value": "ANA@x.org" }] }), json!({ "removeAttributes": ["e"] }), json!({ "givenName": null }),
        ] {
            let same = owner.written(UPDATE, json!({ "id": id, "input": input })).await;
            assert_eq!(same["person"]["revision"], 1, "{input}");
        }
        assert_eq!(latest(&owner).await, before);
        for input in [
            json!({ "displayName": "" }), json!({ "addTagNames": ["new", "x".repeat(100)] }), json!({ "addTagNames": ["new"], "metThroughId": "person_01h455vb4pex5vsknk084sn02q" }),
            // Found only while it is written, after the tag and the organisation were made.
            json!({ "addTagNames": ["new"], "addAffiliations": [{ "organizationName": "New" }], "removeFactIds": ["fact_01h455vb4pex5vsknk084sn02q"] }),
        ] {
            owner.refused(UPDATE, json!({ "id": id, "input": input })).await;
        }
        assert_eq!(latest(&owner).await, before);
        let rest = owner.ok("{ tags { nodes { name } } organizations { totalCount } }", json!({})).await;
        assert_eq!(rest, json!({ "tags": { "nodes": [{ "name": "t" }] }, "organizations": { "totalCount": 0 } }));
        let last = feed(&owner, json!({})).await;
        assert_eq!(seqs(&last), (1..=before).collect::<Vec<_>>());
    }

    a_membership_is_a_change_of_both_sides(app) {
        let owner = app.owner().await;
        let circle = owner.written("mutation { createCircle(input: { name: \"Climbers\" }) { circle { id } userErrors { code } } }", json!({})).await["circle"]["id"].take();
        let tag = owner.written("mutation { createTag(input: { name: \"rust\" }) { tag { id } userErrors { code } } }", json!({})).await["tag"]["id"].take();
        let (ana, bo) = (owner.person("Ana").await, owner.person("Bo").await);
        let moved = async |document: &str, variables: Value| {
            let before = latest(&owner).await;
            owner.written(document, variables).await;
            let page = feed(&owner, json!({ "after": before })).await;
            let mut changed: Vec<_> = page["changes"].as_array().unwrap().iter().map(|change| {
                assert_eq!(change["revision"], change["record"]["revision"], "{change}");
                (change["op"].as_str().unwrap().to_owned(), change["recordId"].clone())
            }).collect();
            changed.sort_by_key(|(op, id)| (op.clone(), id.to_string()));
            changed
        };
        let expected = |mut ids: Vec<Value>| {
            ids.sort_by_key(Value::to_string);
            ids.into_iter().map(|id| ("UPDATE".to_owned(), id)).collect::<Vec<_>>()
        };
        let join = "mutation($id: ID!, $people: [ID!]!) { addToCircle(id: $id, input: { personIds: $people }) { circle { id } userErrors { code } } }";
        let leave = "mutation($id: ID!, $people: [ID!]!) { removeFromCircle(id: $id, input: { personIds: $people }) { circle { id } userErrors { code } } }";
        let two = json!({ "id": circle, "people": [ana, bo] });
        assert_eq!(moved(join, two.clone()).await, expected(vec![circle.clone(), json!(ana), json!(bo)]));
        assert_eq!(moved(join, two).await, [], "who is in it already is no change");
        assert_eq!(moved(leave, json!({ "id": circle, "people": [ana] })).await, expected(vec![circle.clone(), json!(ana)]));
        let update = async |input: Value| moved(UPDATE, json!({ "id": ana, "input": input })).await;
        assert_eq!(update(json!({ "addCircleIds": [circle] })).await, expected(vec![circle.clone(), json!(ana)]));
        assert_eq!(update(json!({ "addTagIds": [tag], "removeCircleIds": [circle] })).await, expected(vec![circle.clone(), tag.clone(), json!(ana)]));
        assert_eq!(update(json!({ "addTagNames": ["rust"] })).await, []);
        assert_eq!(update(json!({ "removeTagIds": [tag] })).await, expected(vec![tag.clone(), json!(ana)]));
        let page = feed(&owner, json!({})).await;
        assert_eq!(seqs(&page), (1..=latest(&owner).await).collect::<Vec<_>>(), "without gaps");
    }
}
