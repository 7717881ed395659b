//! Many writes in one request.

use serde_json::{Value, json};
use tests::{Client, TestApp, both};

use crate::replay::names::Names;
use crate::replay::tables::dump;

const APPLY: &str = "mutation($mutations: [MutationRowInput!]!, $errorPolicy: ErrorPolicy, $dryRun: Boolean) {
    applyMutations(mutations: $mutations, errorPolicy: $errorPolicy, dryRun: $dryRun) {
        rows { ref index status recordId record { id revision ... on Person { displayName headline } } userErrors {
            code message path
            ... on InputError { max }
            ... on ConflictError { currentRevision current { id } }
            ... on DuplicateError { existing { id } } } }
        counts { created updated unchanged skipped rejected } seq answeredNudges raisedNudges userErrors { code message path ... on InputError { max } } } }";

const CREATE: &str = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { userErrors { code message path } } }";

const POLICIES: [&str; 3] = ["REJECT_ALL", "REJECT_FAILED_ROWS", "STOP_AT_FIRST"];

async fn apply_as(client: &Client, policy: &str, rows: Value) -> Value {
    let variables = json!({ "mutations": rows, "errorPolicy": policy });
    client.ok(APPLY, variables).await["applyMutations"].take()
}

async fn apply(client: &Client, rows: Value) -> Value {
    client.ok(APPLY, json!({ "mutations": rows })).await["applyMutations"].take()
}

fn row(name: &str, variables: Value) -> Value {
    json!({ "name": name, "variables": variables })
}

fn person(id: &str, name: &str) -> Value {
    row(
        "createPerson",
        json!({ "input": { "id": id, "displayName": name } }),
    )
}

/// An id of a person that a client made.
fn new_id(number: u32) -> String {
    format!("person_01kcy5m700e0096mbj{number:08}")
}

fn statuses(answer: &Value) -> Vec<&str> {
    let rows = answer["rows"].as_array().unwrap();
    rows.iter().map(|row| row["status"].as_str().unwrap()).collect()
}

fn codes(answer: &Value) -> Vec<&Value> {
    let rows = answer["rows"].as_array().unwrap();
    rows.iter().map(|row| &row["userErrors"][0]["code"]).collect()
}

async fn latest(client: &Client) -> Value {
    client.ok("{ workspace { latestSeq } }", json!({})).await["workspace"]["latestSeq"].take()
}

async fn names(client: &Client) -> Vec<String> {
    let query = "{ people(orderBy: { field: DISPLAY_NAME, direction: ASC }) { nodes { displayName } } }";
    let people = client.ok(query, json!({})).await;
    let people = people["people"]["nodes"].as_array().unwrap().iter();
    people
        .map(|it| it["displayName"].as_str().unwrap().to_owned())
        .collect()
}

async fn tables(app: &TestApp) -> Vec<(String, String)> {
    dump(app, &mut Names::default()).await
}

/// Three good rows, of which the second is made bad in some way.
fn three(second: Value) -> Value {
    json!([person(&new_id(1), "Ana"), second, person(&new_id(3), "Cleo")])
}

fn refused_at_the_write() -> Value {
    row(
        "updatePerson",
        json!({ "id": new_id(9), "input": { "headline": "Nobody" } }),
    )
}

const PEOPLE: &str = "mutation($rows: [CreatePersonInput!]!, $errorPolicy: ErrorPolicy, $dryRun: Boolean) {
    createPeople(rows: $rows, errorPolicy: $errorPolicy, dryRun: $dryRun) {
        rows { index status recordId userErrors { code path } } counts { created unchanged rejected skipped } userErrors { code path } } }";

both! {
    what_is_shown_of_many_rows_is_bounded_by_their_number(app) {
        let owner = app.owner().await;
        let shown = "rows { record { ... on Person { interactions(first: 100) { nodes { participants { id } } } } } }";
        let query = format!("mutation($rows: [CreatePersonInput!]!) {{ createPeople(rows: $rows) {{ {shown} }} }}");
        let inputs = |many: usize| {
            let inputs: Vec<Value> = (0..many).map(|number| json!({ "displayName": format!("Person {number}") })).collect();
            json!({ "rows": inputs })
        };
        let (_, answer) = owner.send(&query, inputs(200)).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "TOO_COMPLEX", "{answer}");
        assert_eq!(names(&owner).await.len(), 0);
        owner.ok(&query, inputs(50)).await;
        assert_eq!(names(&owner).await.len(), 25, "a page of the fifty");
    }

    many_of_one_kind_are_made_by_the_plural_of_their_mutation(app) {
        let owner = app.owner().await;
        let good = json!({ "id": new_id(1), "displayName": "Ana" });
        let bad = json!({ "displayName": "Bea", "contactPoints": [{ "kind": "EMAIL", "value": "nowhere" }] });
        let inputs = json!([good, bad, good, { "displayName": "" }]);
        let answer = owner.ok(PEOPLE, json!({ "rows": inputs, "errorPolicy": "REJECT_FAILED_ROWS" })).await;
        let answer = &answer["createPeople"];
        assert_eq!(statuses(answer), ["CREATED", "REJECTED", "UNCHANGED", "REJECTED"]);
        assert_eq!(answer["rows"][1]["userErrors"][0]["path"], json!(["rows", "1", "contactPoints", "0", "value"]));
        assert_eq!(answer["rows"][3]["userErrors"][0]["path"], json!(["rows", "3", "displayName"]));
        assert_eq!(names(&owner).await, ["Ana"]);
        // One takes all with it, unless it is said otherwise.
        let inputs = json!([{ "displayName": "Cleo" }, { "displayName": "" }]);
        let answer = owner.ok(PEOPLE, json!({ "rows": inputs })).await;
        assert_eq!(statuses(&answer["createPeople"]), ["SKIPPED", "REJECTED"]);
        let tried = owner.ok(PEOPLE, json!({ "rows": [{ "displayName": "Dora" }], "dryRun": true })).await;
        assert_eq!(statuses(&tried["createPeople"]), ["CREATED"]);
        assert_eq!(names(&owner).await, ["Ana"]);
        let many: Vec<Value> = (0..501).map(|number| json!({ "displayName": format!("Person {number}") })).collect();
        let answer = owner.ok(PEOPLE, json!({ "rows": many })).await;
        assert_eq!(answer["createPeople"]["userErrors"][0], json!({ "code": "TOO_MANY", "path": ["rows"] }));
        let answer = owner.ok(PEOPLE, json!({ "rows": many[..500] })).await;
        assert_eq!(answer["createPeople"]["counts"]["created"], 500);
        // The plural is no row of many.
        let row = row("createPeople", json!({ "rows": [] }));
        assert_eq!(codes(&apply(&owner, json!([row])).await), [&json!("INVALID")]);
    }

    rows_are_written_in_order_and_each_sees_those_before_it(app) {
        let owner = app.owner().await;
        let (ana, before) = (new_id(1), latest(&owner).await.as_i64().unwrap());
        let circle = "circle_01kcy5m700e0096mbj00000099";
        let answer = apply(&owner, json!([
            { "ref": "line 7", "name": "createPerson", "variables": { "input": { "id": ana, "displayName": "Ana", "tagNames": ["Bakers"] } } },
            row("createCircle", json!({ "input": { "id": circle, "name": "Friends" } })),
            row("addToCircle", json!({ "id": circle, "input": { "personIds": [ana] } })),
            row("logInteraction", json!({ "input": { "channel": "CALL", "happenedAt": "2026-03-01T08:00:00Z", "participantIds": [ana] } })),
            row("updatePerson", json!({ "id": ana, "input": { "headline": "Baker" } })),
            row("archiveCircle", json!({ "id": circle })),
        ])).await;
        assert_eq!(statuses(&answer), ["CREATED", "CREATED", "UPDATED", "CREATED", "UPDATED", "UPDATED"], "{answer:#}");
        assert_eq!(answer["userErrors"], json!([]));
        assert_eq!(answer["counts"], json!({ "created": 3, "updated": 3, "unchanged": 0, "skipped": 0, "rejected": 0 }));
        assert_eq!((&answer["rows"][0]["ref"], &answer["rows"][1]["ref"]), (&json!("line 7"), &Value::Null));
        for (place, row) in answer["rows"].as_array().unwrap().iter().enumerate() {
            assert_eq!((&row["index"], &row["record"]["id"]), (&json!(place), &row["recordId"]), "{row}");
        }
        assert_eq!((&answer["rows"][0]["recordId"], &answer["rows"][2]["recordId"]), (&json!(ana), &json!(circle)));
        // The record is shown as it is after all rows.
        assert_eq!(answer["rows"][0]["record"]["headline"], "Baker");
        assert_eq!(answer["seq"], latest(&owner).await);
        let feed = owner.ok("query($after: Seq!) { changes(after: $after) { changes { seq op type } } }", json!({ "after": before })).await;
        let feed = feed["changes"]["changes"].as_array().unwrap();
        let seqs: Vec<i64> = feed.iter().map(|it| it["seq"].as_i64().unwrap()).collect();
        let last = answer["seq"].as_i64().unwrap();
        assert_eq!(seqs, Vec::from_iter(before + 1..=last));
        let made = feed.iter().filter(|it| it["op"] == "CREATE").map(|it| it["type"].as_str().unwrap());
        assert_eq!(Vec::from_iter(made), ["PERSON", "TAG", "CIRCLE", "INTERACTION"]);
        assert_eq!(feed.last().unwrap()["op"], "ARCHIVE");
    }

    a_rejected_row_leaves_nothing_of_the_request(app) {
        let owner = app.owner().await;
        let (before, seq) = (tables(&app).await, latest(&owner).await);
        for policy in [json!({}), json!({ "errorPolicy": "REJECT_ALL" }), json!({ "errorPolicy": null })] {
            let mut variables = policy;
            variables["mutations"] = three(refused_at_the_write());
            let answer = owner.ok(APPLY, variables).await["applyMutations"].take();
            assert_eq!(statuses(&answer), ["SKIPPED", "REJECTED", "SKIPPED"]);
            assert_eq!(answer["counts"], json!({ "created": 0, "updated": 0, "unchanged": 0, "skipped": 2, "rejected": 1 }));
            assert_eq!((&answer["rows"][0]["recordId"], &answer["rows"][0]["record"]), (&Value::Null, &Value::Null));
            assert_eq!(answer["rows"][1]["userErrors"][0]["code"], "NOT_FOUND");
            assert_eq!(answer["rows"][1]["userErrors"][0]["path"], json!(["mutations", "1", "variables", "id"]));
            assert_eq!(answer["seq"], seq);
        }
        assert_eq!(tables(&app).await, before);
    }

    all_rows_that_cannot_be_read_are_told_before_any_runs(app) {
        let owner = app.owner().await;
        let nameless = row("createPerson", json!({ "input": {} }));
        let answer = apply(&owner, json!([nameless, refused_at_the_write(), nameless, person(&new_id(1), "Ana")])).await;
        assert_eq!(statuses(&answer), ["REJECTED", "SKIPPED", "REJECTED", "SKIPPED"]);
        for place in ["0", "2"] {
            let error = &answer["rows"][place.parse::<usize>().unwrap()]["userErrors"][0];
            assert_eq!((&error["code"], &error["path"]), (&json!("INVALID"), &json!(["mutations", place, "variables", "input", "displayName"])));
        }
        assert!(names(&owner).await.is_empty());
    }

    the_other_rows_are_stored_where_failed_ones_alone_are_rejected(app) {
        let owner = app.owner().await;
        let nameless = row("createPerson", json!({ "input": { "displayName": " " } }));
        for (second, code) in [(refused_at_the_write(), "NOT_FOUND"), (nameless, "REQUIRED")] {
            let answer = apply_as(&owner, "REJECT_FAILED_ROWS", three(second)).await;
            assert_eq!(codes(&answer), [&Value::Null, &json!(code), &Value::Null]);
            assert_eq!(answer["rows"][1]["status"], "REJECTED");
            assert_eq!(answer["rows"][2]["record"]["displayName"], "Cleo");
            assert_eq!(answer["seq"], latest(&owner).await);
        }
        assert_eq!(names(&owner).await, ["Ana", "Cleo"]);
    }

    nothing_of_a_rejected_row_stays_and_the_feed_has_no_gap(app) {
        let owner = app.owner().await;
        owner.person("Zoe").await;
        let before = latest(&owner).await;
        // The tag is made before the organisation is found missing.
        let half = row("createPerson", json!({ "input": { "displayName": "Half", "tagNames": ["Lost"], "affiliations": [{ "organizationId": "organization_01kcy5m700e0096mbj00000098" }] } }));
        let answer = apply_as(&owner, "REJECT_FAILED_ROWS", json!([person(&new_id(1), "Ana"), half, person(&new_id(3), "Cleo")])).await;
        assert_eq!(statuses(&answer), ["CREATED", "REJECTED", "CREATED"], "{answer:#}");
        let feed = owner.ok("query($after: Seq!) { changes(after: $after) { changes { seq type } } }", json!({ "after": before })).await;
        let (first, second) = (before.as_i64().unwrap() + 1, before.as_i64().unwrap() + 2);
        assert_eq!(feed["changes"]["changes"], json!([{ "seq": first, "type": "PERSON" }, { "seq": second, "type": "PERSON" }]));
        assert_eq!(owner.ok("{ tags { nodes { name } } }", json!({})).await["tags"]["nodes"], json!([]));
    }

    what_comes_before_the_first_rejected_row_is_stored_where_that_stops(app) {
        let owner = app.owner().await;
        let rows = three(refused_at_the_write());
        let answer = apply_as(&owner, "STOP_AT_FIRST", rows).await;
        assert_eq!(statuses(&answer), ["CREATED", "REJECTED", "SKIPPED"]);
        // What would be refused as well is not even looked at.
        let nameless = row("createPerson", json!({ "input": { "displayName": " " } }));
        let answer = apply_as(&owner, "STOP_AT_FIRST", json!([person(&new_id(4), "Dora"), nameless, nameless])).await;
        assert_eq!(statuses(&answer), ["CREATED", "REJECTED", "SKIPPED"]);
        assert_eq!(answer["rows"][2]["userErrors"], json!([]));
        assert_eq!(names(&owner).await, ["Ana", "Dora"]);
    }

    a_dry_run_tells_what_would_become_of_each_row_and_stores_nothing(app) {
        let owner = app.owner().await;
        let zoe = owner.person("Zoe").await;
        let (before, seq) = (tables(&app).await, latest(&owner).await);
        let good = json!([
            person(&new_id(1), "Ana"),
            row("updatePerson", json!({ "id": zoe, "input": { "headline": "Sailor" } })),
            row("updatePerson", json!({ "id": zoe, "input": { "headline": "Sailor" } })),
        ]);
        for policy in POLICIES {
            let tried = owner.ok(APPLY, json!({ "mutations": good, "errorPolicy": policy, "dryRun": true })).await;
            let answer = &tried["applyMutations"];
            assert_eq!(statuses(answer), ["CREATED", "UPDATED", "UNCHANGED"]);
            assert_eq!(answer["rows"][0]["record"]["displayName"], "Ana");
            assert_eq!((&answer["rows"][1]["record"]["headline"], &answer["seq"]), (&json!("Sailor"), &seq));
            assert_eq!((&answer["answeredNudges"], &answer["raisedNudges"]), (&json!([]), &json!([])));
            let mut tried = owner.ok(APPLY, json!({ "mutations": three(refused_at_the_write()), "errorPolicy": policy, "dryRun": true })).await;
            let mut real = owner.ok(APPLY, json!({ "mutations": three(refused_at_the_write()), "errorPolicy": "REJECT_ALL", "dryRun": false })).await;
            if policy == "REJECT_ALL" {
                assert_eq!(tried["applyMutations"].take(), real["applyMutations"].take());
            }
        }
        assert_eq!(tables(&app).await, before);
        assert_eq!(statuses(&apply(&owner, good).await), ["CREATED", "UPDATED", "UNCHANGED"]);
    }

    what_is_sent_again_is_unchanged_in_the_same_request_and_in_the_next(app) {
        let owner = app.owner().await;
        let (ana, other) = (person(&new_id(1), "Ana"), person(&new_id(1), "Other"));
        for policy in POLICIES {
            let answer = apply_as(&owner, policy, json!([ana, ana])).await;
            let first = if policy == POLICIES[0] { "CREATED" } else { "UNCHANGED" };
            assert_eq!(statuses(&answer), [first, "UNCHANGED"]);
            assert_eq!(answer["rows"][1]["recordId"], json!(new_id(1)));
        }
        // By itself, too, and the other way round.
        owner.written(CREATE, ana["variables"].clone()).await;
        let ben = json!({ "input": { "id": new_id(2), "displayName": "Ben" } });
        owner.written(CREATE, ben.clone()).await;
        let seq = latest(&owner).await;
        let answer = apply(&owner, json!([row("createPerson", ben)])).await;
        assert_eq!((statuses(&answer), &answer["seq"]), (vec!["UNCHANGED"], &seq));
        // With another content it is a duplicate, of one that the same request made as well.
        for (mutations, existing) in [(json!([other]), new_id(1)), (json!([person(&new_id(3), "Cleo"), person(&new_id(3), "Clio")]), new_id(3))] {
            let answer = apply_as(&owner, "REJECT_FAILED_ROWS", mutations).await;
            let error = &answer["rows"].as_array().unwrap().last().unwrap()["userErrors"][0];
            assert_eq!((&error["code"], &error["existing"]["id"]), (&json!("DUPLICATE"), &json!(existing)));
        }
        assert_eq!(names(&owner).await, ["Ana", "Ben", "Cleo"]);
    }

    a_row_that_expects_another_revision_is_a_conflict(app) {
        let owner = app.owner().await;
        let zoe = owner.person("Zoe").await;
        let say = |text: &str, revision: i32| row("updatePerson", json!({ "id": zoe, "input": { "headline": text }, "expectedRevision": revision }));
        for (policy, stored) in POLICIES.into_iter().zip([0, 3, 2]) {
            let revision = owner.ok("query($id: ID!) { node(id: $id) { ... on Person { revision } } }", json!({ "id": zoe })).await["node"]["revision"].as_i64().unwrap();
            let revision = i32::try_from(revision).unwrap();
            let words = |word: &str| format!("{word} {policy}");
            let answer = apply_as(&owner, policy, json!([
                say(&words("One"), revision), say(&words("Two"), revision + 1), say(&words("Three"), revision), say(&words("Four"), revision + 2),
            ])).await;
            let error = &answer["rows"][2]["userErrors"][0];
            assert_eq!((&error["code"], &error["path"]), (&json!("CONFLICT"), &json!(["mutations", "2", "variables", "expectedRevision"])));
            assert_eq!((&error["currentRevision"], &error["current"]["id"]), (&json!(revision + 2), &json!(zoe)));
            let updated = &answer["counts"]["updated"];
            assert_eq!(updated, &json!(stored), "{policy}");
        }
    }

    each_row_needs_the_scopes_of_its_mutation(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        let talk = row("logInteraction", json!({ "input": { "channel": "CALL", "happenedAt": "2026-03-01T08:00:00Z", "participantIds": [ana] } }));
        let writer = owner.with_scopes(&["PEOPLE_READ", "PEOPLE_WRITE"]).await;
        let rows = json!([talk, row("createPerson", json!({ "input": { "displayName": "Ben" } }))]);
        let answer = apply_as(&writer, "REJECT_FAILED_ROWS", rows.clone()).await;
        assert_eq!(statuses(&answer), ["REJECTED", "CREATED"]);
        let error = &answer["rows"][0]["userErrors"][0];
        assert_eq!((&error["code"], &error["path"]), (&json!("FORBIDDEN"), &json!(["mutations", "0", "name"])));
        assert!(error["message"].as_str().unwrap().contains("INTERACTIONS_WRITE"), "{error}");
        // Who may only read writes nothing, and who may not read what was written is not shown it.
        for viewer in [owner.viewer().await, owner.with_scopes(&["PEOPLE_READ"]).await] {
            let answer = apply_as(&viewer, "REJECT_FAILED_ROWS", rows.clone()).await;
            assert_eq!(codes(&answer), [&json!("FORBIDDEN"), &json!("FORBIDDEN")]);
        }
        let talker = owner.with_scopes(&["INTERACTIONS_WRITE"]).await;
        let seq = latest(&owner).await.as_i64().unwrap();
        let bare = "mutation($mutations: [MutationRowInput!]!) { applyMutations(mutations: $mutations) { rows { status recordId record { id } } seq } }";
        let answer = talker.ok(bare, json!({ "mutations": [talk] })).await;
        let row = &answer["applyMutations"]["rows"][0];
        assert_eq!((&row["status"], &row["record"]), (&json!("CREATED"), &Value::Null));
        assert!(row["recordId"].as_str().unwrap().starts_with("interaction_"));
        assert_eq!(answer["applyMutations"]["seq"], json!(seq + 1));
        let errors = app.anonymous().errors(bare, json!({ "mutations": [] })).await;
        assert_eq!(errors[0]["extensions"]["code"], "UNAUTHENTICATED");
    }

    records_of_another_workspace_are_not_there(app) {
        let (owner, other) = (app.owner().await, app.owner().await);
        let (mine, theirs) = (owner.person("Mine").await, other.person("Theirs").await);
        let seq = latest(&other).await;
        let answer = apply_as(&owner, "REJECT_FAILED_ROWS", json!([
            row("updatePerson", json!({ "id": theirs, "input": { "headline": "Mine now" } })),
            row("archivePerson", json!({ "id": theirs })),
            row("logInteraction", json!({ "input": { "channel": "CALL", "happenedAt": "2026-03-01T08:00:00Z", "participantIds": [mine, theirs] } })),
        ])).await;
        assert_eq!(codes(&answer), [&json!("NOT_FOUND"); 3]);
        assert_eq!(answer["rows"][2]["userErrors"][0]["path"], json!(["mutations", "2", "variables", "input", "participantIds", "1"]));
        assert_eq!(latest(&other).await, seq);
    }

    what_cannot_be_one_of_many_is_told_by_its_name(app) {
        let owner = app.owner().await;
        let before = tables(&app).await;
        let alone = [
            "applyMutations", "signUp", "logIn", "refreshSession", "logOut", "importContacts", "createApiToken", "revokeApiToken",
            "createInvitation", "revokeInvitation", "createCalendarFeed", "revokeCalendarFeed", "acceptInvitation", "setMemberRole", "removeMember", "updateWorkspace",
            "askIntroduction", "nudgeIntroduction", "answerIntroductionByLink", "people", "nonsense", "",
        ];
        for name in alone {
            let answer = apply(&owner, json!([row(name, json!({ "input": {} }))])).await;
            let error = &answer["rows"][0]["userErrors"][0];
            assert_eq!((&error["code"], &error["path"]), (&json!("INVALID"), &json!(["mutations", "0", "name"])), "{name}");
            assert!(error["message"].as_str().unwrap().contains(name), "{error}");
        }
        assert_eq!(tables(&app).await, before);
    }

    arguments_are_those_of_the_mutation(app) {
        let owner = app.owner().await;
        let long = "x".repeat(100_001);
        let cases = [
            (json!(null), vec!["input"], "required"),
            (json!("text"), vec![], "object"),
            (json!({ "input": null }), vec!["input"], "null"),
            (json!({ "input": { "displayName": "Ana" }, "colour": 1 }), vec![], "colour"),
            (json!({ "input": { "displayName": "Ana", "colour": 1 } }), vec!["input"], "colour"),
            (json!({ "input": { "displayName": 7 } }), vec!["input", "displayName"], ""),
            (json!({ "input": { "displayName": "Ana", "tagNames": [1] } }), vec!["input", "tagNames", "0"], ""),
            (json!({ "input": { "displayName": long } }), vec!["input", "displayName"], "100000"),
            (json!({ "input": { "displayName": "Ana", "contactPoints": [{ "kind": "FAX", "value": "1" }] } }), vec!["input", "contactPoints", "0", "kind"], "EMAIL"),
            (json!({ "input": { "displayName": "Ana", "id": "nonsense" } }), vec!["input", "id"], ""),
        ];
        for (variables, place, words) in cases {
            let answer = apply(&owner, json!([row("createPerson", variables.clone())])).await;
            let error = &answer["rows"][0]["userErrors"][0];
            let path: Vec<&str> = ["mutations", "0", "variables"].into_iter().chain(place).collect();
            assert_eq!((&error["code"], &error["path"]), (&json!("INVALID"), &json!(path)), "{error}");
            assert!(error["message"].as_str().unwrap().contains(words), "{error}");
        }
        // What the program checks itself says what it says of the mutation by itself.
        let wrong = json!({ "input": { "displayName": "", "headline": "x".repeat(5_000), "tagNames": [""] } });
        let mut alone = owner.refused(CREATE, wrong.clone()).await;
        for error in &mut alone {
            let path = error["path"].as_array_mut().unwrap();
            path.splice(0..0, [json!("mutations"), json!("1"), json!("variables")]);
        }
        let mut answer = apply(&owner, json!([person(&new_id(1), "Ana"), row("createPerson", wrong)])).await;
        let errors = answer["rows"][1]["userErrors"].as_array_mut().unwrap();
        errors.iter_mut().for_each(|error| { error.as_object_mut().unwrap().remove("max"); });
        assert_eq!(*errors, alone);
        // Written into the document, with an enum's word as it is written there, it is the same.
        let inline = "mutation { applyMutations(mutations: [{ ref: \"a\", name: \"createPerson\", variables: { input: { displayName: \"Ana\", contactPoints: [{ kind: EMAIL, value: \"ana@example.org\" }] } } }]) { rows { ref status userErrors { message } } } }";
        let answer = owner.ok(inline, json!({})).await;
        assert_eq!(answer["applyMutations"]["rows"][0]["status"], "CREATED", "{answer}");
        let named = json!([{ "ref": "x".repeat(201), "name": "createPerson", "variables": { "input": { "displayName": "Ana" } } }]);
        let answer = apply(&owner, named).await;
        let error = &answer["rows"][0]["userErrors"][0];
        assert_eq!((&error["path"], &error["max"]), (&json!(["mutations", "0", "ref"]), &json!(200)));
    }

    the_same_request_sent_twice_at_once_is_written_once(app) {
        let owner = app.owner().await;
        let rows: Value = (0..20).map(|number| person(&new_id(number), &format!("Person {number}"))).collect();
        let (one, other) = tokio::join!(apply(&owner, rows.clone()), apply(&owner, rows));
        let mut created = [&one, &other].map(|answer| answer["counts"]["created"].as_i64().unwrap());
        created.sort_unstable();
        assert_eq!(created, [0, 20]);
        assert_eq!(names(&owner).await.len(), 20);
    }

    five_hundred_rows_of_many_kinds_fit_and_one_more_does_not(app) {
        let owner = app.owner().await;
        let mut rows = Vec::new();
        for number in 0..125 {
            let id = new_id(number);
            rows.push(person(&id, &format!("Person {number:03}")));
            rows.push(row("updatePerson", json!({ "id": id, "input": { "headline": "Met", "addTagNames": [format!("Tag {}", number % 5)] } })));
            rows.push(row("logInteraction", json!({ "input": { "channel": "CALL", "happenedAt": "2026-03-01T08:00:00Z", "participantIds": [id] } })));
            rows.push(row("updatePerson", json!({ "id": id, "input": { "headline": "Met" } })));
        }
        let answer = apply(&owner, json!(rows)).await;
        assert_eq!(answer["counts"], json!({ "created": 250, "updated": 125, "unchanged": 125, "skipped": 0, "rejected": 0 }));
        assert_eq!(answer["seq"], latest(&owner).await);
        let counts = owner.ok("{ people(first: 0) { totalCount } interactions(first: 0) { totalCount } tags(first: 0) { totalCount } }", json!({})).await;
        let counted = ["people", "interactions", "tags"].map(|list| counts[list]["totalCount"].as_i64().unwrap());
        assert_eq!(counted, [125, 125, 5]);
        rows.push(row("createPerson", json!({ "input": { "displayName": "One more" } })));
        let answer = apply(&owner, json!(rows)).await;
        assert_eq!((&answer["rows"], &answer["userErrors"]), (&json!([]), &json!([
            { "code": "TOO_MANY", "path": ["mutations"], "max": 500, "message": "at most 500 entries are allowed" },
        ])));
        let answer = apply(&owner, json!([])).await;
        assert_eq!((&answer["rows"], &answer["userErrors"]), (&json!([]), &json!([])));
    }

    a_row_costs_no_more_statements_than_its_mutation(app) {
        let owner = app.owner().await;
        let make = |number: u32| json!({ "input": { "id": new_id(number), "displayName": "Ana", "contactPoints": [{ "kind": "EMAIL", "value": format!("ana{number}@example.org") }] } });
        let alone = app.statements(async { owner.written(CREATE, make(0)).await; }).await.len();
        let rows = |from: u32, to: u32| (from..to).map(|number| row("createPerson", make(number))).collect::<Value>();
        for (policy, from) in POLICIES.into_iter().zip([1, 101, 201]) {
            let few = app.statements(async { apply_as(&owner, policy, rows(from, from + 10)).await; }).await.len();
            let many = app.statements(async { apply_as(&owner, policy, rows(from + 10, from + 50)).await; }).await.len();
            println!("{:?} {policy}: {alone} statements alone, {few} for 10 rows, {many} for 40", app.engine);
            // What stands around them, the agenda and the records among it, does not grow with the rows.
            assert!((many - few).div_ceil(30) < alone, "{policy}: {alone} alone, {few} for 10, {many} for 40");
        }
    }

    what_all_rows_did_to_the_agenda_is_told_once(app) {
        let owner = app.owner().await;
        let mut single = owner.ok("mutation($input: CreateMilestoneInput!) { createMilestone(input: $input) { raisedNudges userErrors { message } } }", json!({ "input": {
            "personId": owner.person("Ana").await, "kind": "NEW_JOB", "title": "sailing", "date": "2026-03-02",
        } })).await;
        let raised = single["createMilestone"]["raisedNudges"].take().as_array().unwrap().len();
        let (ben, cleo) = (owner.person("Ben").await, owner.person("Cleo").await);
        let milestone = |id: &str| row("createMilestone", json!({ "input": { "personId": id, "kind": "NEW_JOB", "title": "sailing", "date": "2026-03-02" } }));
        let answer = apply(&owner, json!([milestone(&ben), milestone(&cleo)])).await;
        assert_eq!(answer["raisedNudges"].as_array().unwrap().len(), 2 * raised, "{answer:#}");
        assert!(raised > 0);
    }
}
