//! What one request changed in many records, and undoing it.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Client, both};

const APPLY: &str = "mutation($mutations: [MutationRowInput!]!, $dryRun: Boolean) {
    applyMutations(mutations: $mutations, dryRun: $dryRun) {
        changeSet { id } rows { status recordId userErrors { message } } userErrors { message } } }";

const UNDO: &str = "mutation($id: ID!, $dryRun: Boolean) { undoChangeSet(id: $id, dryRun: $dryRun) {
    undone { id isUndoable } changeSet { id mutation undoes { id } } restoredCount erasedCount
    conflicts { recordId record { id } field reason } seq userErrors { code message path } } }";

const PERSON: &str = "query($id: ID!) { person(by: { id: $id }) {
    displayName headline nickname archivedAt lastInteractionAt tags { name } facts { text } contactPoints { value isPrimary } } }";

fn row(name: &str, variables: Value) -> Value {
    json!({ "name": name, "variables": variables })
}

async fn apply(client: &Client, rows: Value) -> Value {
    let mut answer = client.ok(APPLY, json!({ "mutations": rows })).await;
    let answer = answer["applyMutations"].take();
    let wrong = answer["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["userErrors"]);
    let wrong = wrong
        .chain([&answer["userErrors"]])
        .any(|errors| *errors != json!([]));
    assert!(!wrong, "{answer}");
    answer
}

async fn undo(client: &Client, set: &Value) -> Value {
    client.ok(UNDO, json!({ "id": set })).await["undoChangeSet"].take()
}

async fn shown(client: &Client, id: &Value) -> Value {
    client.ok(PERSON, json!({ "id": id })).await["person"].take()
}

async fn made(client: &Client, input: Value) -> Value {
    let create = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { person { id } userErrors { code message path } } }";
    client.written(create, json!({ "input": input })).await["person"]["id"].take()
}

async fn update(client: &Client, id: &Value, input: Value) {
    let update = "mutation($id: ID!, $input: UpdatePersonInput!) { updatePerson(id: $id, input: $input) { userErrors { code message path } } }";
    client.written(update, json!({ "id": id, "input": input })).await;
}

async fn found(client: &Client, word: &str) -> usize {
    let people = "query($word: String!) { people(search: $word) { nodes { id } } }";
    let found = client.ok(people, json!({ "word": word })).await;
    found["people"]["nodes"].as_array().unwrap().len()
}

both! {
    what_somebody_changed_since_stays_and_is_named(app) {
        let owner = app.owner().await;
        let ana = made(&owner, json!({ "displayName": "Ana", "headline": "Sails", "nickname": "An", "tagNames": ["crew"] })).await;
        let bo = made(&owner, json!({ "displayName": "Bo", "headline": "Rows" })).await;
        let answer = apply(&owner, json!([
            row("updatePerson", json!({ "id": ana, "input": { "headline": "Flies", "nickname": "Annie", "addFacts": [{ "kind": "TOPIC", "text": "knots" }] } })),
            row("updatePerson", json!({ "id": bo, "input": { "headline": "Walks" } })),
            row("createPerson", json!({ "input": { "displayName": "Cleo" } })),
            row("createPerson", json!({ "input": { "displayName": "Dora" } })),
            row("createPerson", json!({ "input": { "displayName": "Eve" } })),
        ])).await;
        let cleo = &answer["rows"][2]["recordId"];
        let dora = &answer["rows"][3]["recordId"];
        update(&owner, &ana, json!({ "headline": "Dives" })).await;
        update(&owner, cleo, json!({ "headline": "Runs" })).await;
        let log = "mutation($input: LogInteractionInput!) { logInteraction(input: $input) { userErrors { code message path } } }";
        owner.written(log, json!({ "input": { "channel": "CALL", "happenedAt": "2026-01-05T10:00:00Z", "participantIds": [dora] } })).await;

        let undone = undo(&owner, &answer["changeSet"]["id"]).await;
        assert_eq!(undone["userErrors"], json!([]));
        let mut conflicts = undone["conflicts"].as_array().unwrap().clone();
        conflicts.sort_by_key(ToString::to_string);
        let mut expected = vec![
            json!({ "recordId": ana, "record": { "id": ana }, "field": "headline", "reason": "CHANGED" }),
            json!({ "recordId": cleo, "record": { "id": cleo }, "field": null, "reason": "CHANGED" }),
            json!({ "recordId": dora, "record": { "id": dora }, "field": null, "reason": "IN_USE" }),
        ];
        expected.sort_by_key(ToString::to_string);
        assert_eq!(conflicts, expected);
        assert_eq!((&undone["restoredCount"], &undone["erasedCount"]), (&json!(2), &json!(1)));
        let ana = shown(&owner, &ana).await;
        assert_eq!((&ana["headline"], &ana["nickname"], &ana["facts"]), (&json!("Dives"), &json!("An"), &json!([])));
        assert_eq!(shown(&owner, &bo).await["headline"], "Rows");
        assert_eq!(shown(&owner, cleo).await["headline"], "Runs");
        assert_eq!(shown(&owner, &answer["rows"][4]["recordId"]).await, Value::Null);
        let found = (found(&owner, "Eve").await, found(&owner, "Cleo").await, found(&owner, "knots").await, found(&owner, "Rows").await);
        assert_eq!(found, (0, 1, 0, 1));
    }

    undoing_is_a_change_set_that_can_be_undone(app) {
        let owner = app.owner().await;
        let ana = made(&owner, json!({ "displayName": "Ana", "headline": "Sails" })).await;
        let answer = apply(&owner, json!([
            row("updatePerson", json!({ "id": ana, "input": { "headline": "Flies" } })),
            row("createPerson", json!({ "input": { "displayName": "Bo", "tagNames": ["crew"], "contactPoints": [{ "kind": "EMAIL", "value": "bo@example.org" }] } })),
        ])).await;
        let (set, bo) = (&answer["changeSet"]["id"], &answer["rows"][1]["recordId"]);
        let whole = shown(&owner, bo).await;
        let undone = undo(&owner, set).await;
        assert_eq!(undone["undone"], json!({ "id": set, "isUndoable": false }));
        assert_eq!(undone["changeSet"]["mutation"], "undoChangeSet");
        assert_eq!(undone["changeSet"]["undoes"]["id"], *set);
        let twice = undo(&owner, set).await;
        assert_eq!(twice["userErrors"][0]["code"], "STATE");
        assert_eq!(twice["userErrors"][0]["path"], json!(["id"]));
        let redone = undo(&owner, &undone["changeSet"]["id"]).await;
        assert_eq!(redone["conflicts"], json!([]));
        assert_eq!(shown(&owner, &ana).await["headline"], "Flies");
        assert_eq!(shown(&owner, bo).await, whole);
        assert_eq!(found(&owner, "bo@example.org").await, 1);
        let feed = "{ changes(after: 0, first: 1000) { changes { op type recordId revision fields } } }";
        let feed = owner.ok(feed, json!({})).await;
        let of_bo: Vec<_> = feed["changes"]["changes"].as_array().unwrap().iter()
            .filter(|it| it["recordId"] == *bo)
            .map(|it| (it["op"].as_str().unwrap(), it["revision"].as_i64().unwrap()))
            .collect();
        assert_eq!(of_bo, [("CREATE", 1), ("ERASE", 2), ("RESTORE", 3)]);
        let fields: Vec<_> = feed["changes"]["changes"].as_array().unwrap().iter()
            .filter(|it| it["recordId"] == ana && it["op"] == "UPDATE")
            .map(|it| &it["fields"])
            .collect();
        assert_eq!(fields, [&json!(["headline"]); 3]);
        let list = "{ changeSets { nodes { mutation changeCount isUndoable } } }";
        let undoing = |undoable| json!({ "mutation": "undoChangeSet", "changeCount": 3, "isUndoable": undoable });
        let first = json!({ "mutation": "applyMutations", "changeCount": 3, "isUndoable": false });
        let sets = owner.ok(list, json!({})).await;
        assert_eq!(sets["changeSets"]["nodes"], json!([undoing(true), undoing(false), first]));
    }

    a_dry_run_tells_and_stores_nothing(app) {
        let owner = app.owner().await;
        let answer = apply(&owner, json!([row("createPerson", json!({ "input": { "displayName": "Ana" } }))])).await;
        let seq = "{ workspace { latestSeq } }";
        let before = owner.ok(seq, json!({})).await;
        let told = owner.ok(UNDO, json!({ "id": answer["changeSet"]["id"], "dryRun": true })).await["undoChangeSet"].take();
        assert_eq!((&told["erasedCount"], &told["changeSet"]), (&json!(1), &Value::Null));
        assert_eq!(told["undone"]["isUndoable"], true);
        assert_eq!(owner.ok(seq, json!({})).await, before);
        assert_eq!(shown(&owner, &answer["rows"][0]["recordId"]).await["displayName"], "Ana");
        let dry = json!({ "mutations": [row("createPerson", json!({ "input": { "displayName": "Bo" } }))], "dryRun": true });
        assert_eq!(owner.ok(APPLY, dry).await["applyMutations"]["changeSet"], Value::Null);
    }

    an_import_is_undone_whole_and_can_be_imported_again(app) {
        let owner = app.owner().await;
        let ana = made(&owner, json!({ "displayName": "Ana Silva", "contactPoints": [{ "kind": "EMAIL", "value": "ana@example.org" }] })).await;
        let mut cards = "BEGIN:VCARD\nVERSION:4.0\nFN:Ana Silva\nN:Silva;Ana;;;\nEMAIL:ana@example.org\nTEL:+4791234567\nORG:Acme\nBDAY:19850412\nEND:VCARD\n".to_owned();
        for number in 0..450 {
            cards += &format!("BEGIN:VCARD\nVERSION:4.0\nFN:Bo {number}\nCATEGORIES:crew\nANNIVERSARY:20100601\nEND:VCARD\n");
        }
        let import = "mutation($text: String!) { importContacts(input: { text: $text }) {
            changeSet { id changeCount } report { created updated unchanged } userErrors { code message path } } }";
        let before = shown(&owner, &ana).await;
        let first = owner.written(import, json!({ "text": cards })).await;
        assert_eq!(first["report"], json!({ "created": 450, "updated": 1, "unchanged": 0 }));
        let undone = undo(&owner, &first["changeSet"]["id"]).await;
        assert_eq!((&undone["conflicts"], &undone["userErrors"]), (&json!([]), &json!([])));
        assert_eq!(shown(&owner, &ana).await, before);
        let left = "{ people { totalCount } tags { totalCount } organizations { totalCount } milestones { totalCount } }";
        let left = owner.ok(left, json!({})).await;
        assert_eq!(left["people"]["totalCount"], 1, "Ana");
        let others = [&left["tags"], &left["organizations"], &left["milestones"]];
        assert!(others.iter().all(|it| it["totalCount"] == 0), "{left}");
        let again = owner.written(import, json!({ "text": cards })).await;
        assert_eq!(again["report"], first["report"]);
    }

    who_may_not_write_what_was_written_cannot_undo_it(app) {
        let owner = app.owner().await;
        let ana = made(&owner, json!({ "displayName": "Ana" })).await;
        let narrow = owner.with_scopes(&["CHANGES_READ", "PEOPLE_READ", "PEOPLE_WRITE"]).await;
        let log = json!([row("logInteraction", json!({ "input": { "channel": "CALL", "happenedAt": "2026-01-05T10:00:00Z", "participantIds": [ana] } }))]);
        let answer = apply(&owner, log).await;
        let set = &answer["changeSet"]["id"];
        let refused = undo(&narrow, set).await;
        assert_eq!(refused["userErrors"][0]["code"], "FORBIDDEN");
        assert!(refused["userErrors"][0]["message"].as_str().unwrap().contains("INTERACTIONS_WRITE"));
        let viewer = owner.viewer().await;
        assert_eq!(undo(&viewer, set).await["userErrors"][0]["code"], "FORBIDDEN");
        let own = apply(&narrow, json!([row("updatePerson", json!({ "id": ana, "input": { "headline": "Sails" } }))])).await;
        assert_eq!(undo(&narrow, &own["changeSet"]["id"]).await["restoredCount"], 1);
        let other = app.owner().await;
        assert_eq!(undo(&other, set).await["userErrors"][0]["code"], "NOT_FOUND");
        assert_eq!(undo(&owner, set).await["erasedCount"], 1);
        assert_eq!(shown(&owner, &ana).await["lastInteractionAt"], Value::Null);
    }

    what_was_before_is_forgotten_after_thirty_days(app) {
        let owner = app.owner().await.lasting().await;
        let answer = apply(&owner, json!([row("createPerson", json!({ "input": { "displayName": "Ana" } }))])).await;
        let kept = async |set: &Value| {
            let kept = "query($id: ID!) { changeSet(id: $id) { isUndoable undoneBy { id } } }";
            owner.ok(kept, json!({ "id": set })).await["changeSet"]["isUndoable"].take()
        };
        app.clock.advance(TimeDelta::days(29));
        api::chores::round(&app.app).await.unwrap();
        assert_eq!(kept(&answer["changeSet"]["id"]).await, true);
        app.clock.advance(TimeDelta::days(2));
        api::chores::round(&app.app).await.unwrap();
        assert_eq!(kept(&answer["changeSet"]["id"]).await, false);
        let refused = undo(&owner, &answer["changeSet"]["id"]).await;
        assert_eq!(refused["userErrors"][0]["code"], "STATE");
    }

    what_is_erased_is_kept_by_no_change_set(app) {
        let owner = app.owner().await;
        let ana = made(&owner, json!({ "displayName": "Ana" })).await;
        let create = "mutation($input: CreateDimensionInput!) { createDimension(input: $input) { dimension { id values { id } } userErrors { code message path } } }";
        let made = owner.written(create, json!({ "input": { "name": "Faith", "values": ["Quakers"] } })).await;
        let dimension = &made["dimension"];
        let attribute = json!([{ "dimension": "Faith", "value": "Quakers", "source": "STATED" }]);
        let answer = apply(&owner, json!([
            row("updatePerson", json!({ "id": ana, "input": { "headline": "Sails", "setAttributes": attribute } })),
            row("updateDimension", json!({ "id": dimension["id"], "input": { "name": "Creed", "renameValues": [{ "id": dimension["values"][0]["id"], "name": "Shakers" }] } })),
        ])).await;
        let erase = apply(&owner, json!([row("eraseDimension", json!({ "id": dimension["id"] }))])).await;
        let undone = undo(&owner, &erase["changeSet"]["id"]).await;
        assert_eq!(undone["conflicts"][0]["reason"], "ERASED");
        assert_eq!(undone["restoredCount"], 0);
        for (table, row) in crate::replay::tables::dump(&app, &mut crate::replay::names::Names::default()).await {
            assert!(!row.contains("Faith") && !row.contains("Quakers") && !row.contains("Creed") && !row.contains("Shakers"), "{table} {row}");
        }
        let undone = undo(&owner, &answer["changeSet"]["id"]).await;
        assert_eq!(undone["userErrors"], json!([]));
        assert_eq!(shown(&owner, &ana).await["headline"], Value::Null);
    }

    a_value_that_others_use_since_stays_and_one_that_nobody_uses_goes(app) {
        let owner = app.owner().await;
        let (ana, bo) = (made(&owner, json!({ "displayName": "Ana" })).await, made(&owner, json!({ "displayName": "Bo" })).await);
        let create = "mutation($input: CreateDimensionInput!) { createDimension(input: $input) { dimension { id } userErrors { code message path } } }";
        let dimension = owner.written(create, json!({ "input": { "name": "Home", "values": ["Coast"] } })).await["dimension"]["id"].take();
        let attributes = |value: &str| json!([{ "dimension": "Home", "value": value }]);
        let sets = async |value: &str| {
            let rows = json!([
                row("updateDimension", json!({ "id": dimension, "input": { "addValues": [value] } })),
                row("updatePerson", json!({ "id": ana, "input": { "setAttributes": attributes(value) } })),
            ]);
            apply(&owner, rows).await["changeSet"]["id"].take()
        };
        let values = async || {
            let values = "query($id: ID!) { dimension(id: $id) { values { name } } }";
            owner.ok(values, json!({ "id": dimension })).await["dimension"]["values"].take()
        };
        let alone = sets("Hills").await;
        assert_eq!(undo(&owner, &alone).await["conflicts"], json!([]));
        assert_eq!(values().await, json!([{ "name": "Coast" }]));
        let shared = sets("Plain").await;
        update(&owner, &bo, json!({ "setAttributes": attributes("Plain") })).await;
        let undone = undo(&owner, &shared).await;
        assert_eq!(undone["conflicts"], json!([{ "recordId": dimension, "record": { "id": dimension }, "field": "values", "reason": "IN_USE" }]));
        assert_eq!(values().await, json!([{ "name": "Coast" }, { "name": "Plain" }]));
    }

    what_says_one_thing_is_given_back_as_one(app) {
        let owner = app.owner().await;
        let ana = made(&owner, json!({ "displayName": "Ann", "contactPoints": [{ "kind": "EMAIL", "value": "one@example.org", "isPrimary": true }] })).await;
        let first = "query($id: ID!) { person(by: { id: $id }) { contactPoints { id value isPrimary } } people(orderBy: { field: DISPLAY_NAME, direction: ASC }) { nodes { displayName } } }";
        let answer = apply(&owner, json!([
            row("updatePerson", json!({ "id": ana, "input": { "displayName": "Zoe", "addContactPoints": [{ "kind": "EMAIL", "value": "two@example.org", "isPrimary": true }] } })),
        ])).await;
        let points = owner.ok(first, json!({ "id": ana })).await["person"]["contactPoints"].take();
        let second = points.as_array().unwrap().iter().find(|point| point["value"] == "two@example.org").unwrap();
        update(&owner, &ana, json!({ "displayName": "ZOE", "updateContactPoints": [{ "id": second["id"], "label": "work" }] })).await;
        made(&owner, json!({ "displayName": "Mia" })).await;
        let undone = undo(&owner, &answer["changeSet"]["id"]).await;
        let fields: Vec<_> = undone["conflicts"].as_array().unwrap().iter().map(|it| &it["field"]).collect();
        assert_eq!(fields, ["displayName", "contactPoints"]);
        let after = owner.ok(first, json!({ "id": ana })).await;
        assert_eq!(after["people"]["nodes"], json!([{ "displayName": "Mia" }, { "displayName": "ZOE" }]));
        let primary: Vec<_> = after["person"]["contactPoints"].as_array().unwrap().iter().filter(|it| it["isPrimary"] == true).map(|it| &it["value"]).collect();
        assert_eq!(primary, ["two@example.org"]);
    }

    names_that_were_swapped_are_swapped_back_or_stay_and_the_feed_says_so(app) {
        let owner = app.owner().await;
        let tag = |name: &str| row("createTag", json!({ "input": { "name": name } }));
        let tags = apply(&owner, json!([tag("one"), tag("two")])).await;
        let (one, two) = (&tags["rows"][0]["recordId"], &tags["rows"][1]["recordId"]);
        let rename = |id: &Value, name: &str| row("updateTag", json!({ "id": id, "input": { "name": name } }));
        let swapped = apply(&owner, json!([rename(one, "three"), tag("four"), rename(two, "one"), tag("five"), rename(one, "two")])).await;
        let undone = undo(&owner, &swapped["changeSet"]["id"]).await;
        let nodes = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Tag { name revision } } }";
        let nodes = owner.ok(nodes, json!({ "ids": [one, two] })).await["nodes"].take();
        let feed = owner.ok("{ changes(first: 1000) { changes { recordId revision } } }", json!({})).await;
        for (id, node) in [one, two].into_iter().zip(nodes.as_array().unwrap()) {
            let last = feed["changes"]["changes"].as_array().unwrap().iter().rfind(|it| it["recordId"] == *id).unwrap();
            assert_eq!(last["revision"], node["revision"]);
        }
        let names: Vec<_> = nodes.as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
        let taken = undone["conflicts"].as_array().unwrap().len();
        assert!((names == ["one", "two"] && taken == 0) || (names == ["two", "one"] && taken == 2), "{names:?} {undone}");
    }
}
