//! Files of contacts that are looked at, decided about, taken in and taken back.

use serde_json::{Value, json};
use tests::{Client, TestApp, both};

const CREATE: &str = "mutation($input: CreateImportSessionInput!) { createImportSession(input: $input) { importSession { id state format rowCount previewedCount
    committedCount createdCount updatedCount unchangedCount skippedCount rejectedCount upload { id } changeSet { id } } userErrors { code message path } } }";
const ROWS: &str = "query($id: ID!, $first: Int!, $after: String, $actions: [RowAction!]) { importSession(id: $id) { rows(first: $first, after: $after, actions: $actions) {
    totalCount pageInfo { hasNextPage endCursor } nodes { position rowName action reason decidedAs person { displayName } decidedPerson { displayName }
    changes { key field from to isProposed isTaken } candidates { score reason person { displayName } } } } } }";
const DECIDE: &str = "mutation($id: ID!, $input: DecideImportRowsInput!) { decideImportRows(id: $id, input: $input) { importSession { id state } userErrors { code message path } } }";
const COMMIT: &str = "mutation($id: ID!) { commitImportSession(id: $id) { seq importSession { state committedCount createdCount updatedCount unchangedCount skippedCount rejectedCount
    changeSet { id mutation } } userErrors { code message path } } }";
const DISCARD: &str =
    "mutation($id: ID!) { discardImportSession(id: $id) { importSession { state } userErrors { code } } }";
const PEOPLE: &str = "{ people(first: 50) { nodes { id displayName isSelf headline nickname notes contactPoints { value } tags { name } externalRefs { source externalId } affiliations { role organization { name } } } } }";
const SEQ: &str = "{ workspace { latestSeq } }";

async fn begin(owner: &Client, text: &str) -> Value {
    owner.written(CREATE, json!({ "input": { "text": text } })).await["importSession"].clone()
}

/// A session with a row that is somebody who is there, and that changes something.
pub async fn some_session(owner: &Client) {
    let point = json!({ "kind": "EMAIL", "value": "pat@proposed.example" });
    make(
        owner,
        json!({ "displayName": "Pat Proposed", "headline": "By hand", "contactPoints": [point] }),
    )
    .await;
    begin(
        owner,
        &card(
            "some",
            "FN:Pat Proposed|TITLE:Judge|EMAIL:pat@proposed.example|GENDER:F",
        ),
    )
    .await;
}

async fn rows(owner: &Client, session: &Value) -> Vec<Value> {
    let data = owner.ok(ROWS, json!({ "id": session["id"], "first": 100 })).await;
    data["importSession"]["rows"]["nodes"].as_array().unwrap().clone()
}

async fn decide(owner: &Client, session: &Value, rows: Value) {
    owner
        .written(DECIDE, json!({ "id": session["id"], "input": { "rows": rows } }))
        .await;
}

async fn commit(owner: &Client, session: &Value) -> Value {
    owner.written(COMMIT, json!({ "id": session["id"] })).await["importSession"].clone()
}

async fn people(owner: &Client) -> Vec<Value> {
    let data = owner.ok(PEOPLE, json!({})).await;
    let people = data["people"]["nodes"].as_array().unwrap().iter();
    people.filter(|it| it["isSelf"] == false).cloned().collect()
}

async fn person(owner: &Client, name: &str) -> Value {
    let people = people(owner).await;
    let found = people.iter().find(|it| it["displayName"] == name);
    found
        .unwrap_or_else(|| panic!("{name} is not among {people:#?}"))
        .clone()
}

async fn seq(owner: &Client) -> Value {
    owner.ok(SEQ, json!({})).await["workspace"]["latestSeq"].clone()
}

async fn make(owner: &Client, input: Value) -> Value {
    let query = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { userErrors { message } person { id } } }";
    owner.written(query, json!({ "input": input })).await["person"]["id"].clone()
}

fn card(uid: &str, lines: &str) -> String {
    format!("BEGIN:VCARD\r\nVERSION:3.0\r\nUID:{uid}\r\n{lines}\r\nEND:VCARD\r\n").replace('|', "\r\n")
}

fn keys(row: &Value) -> Vec<(String, bool, bool)> {
    let changes = row["changes"].as_array().unwrap().iter();
    changes
        .map(|it| {
            (
                it["key"].as_str().unwrap().to_owned(),
                it["isProposed"] == true,
                it["isTaken"] == true,
            )
        })
        .collect()
}

both! {
    a_file_is_told_decided_about_taken_in_and_taken_back(app) {
        let owner = app.owner().await;
        make(&owner, json!({ "displayName": "Anna Weber", "givenName": "Anna", "familyName": "Weber", "contactPoints": [{ "kind": "EMAIL", "value": "weber@house.example" }] })).await;
        let lea = make(&owner, json!({ "displayName": "Lea Lang", "givenName": "Lea", "familyName": "Lang", "contactPoints": [{ "kind": "PHONE", "value": "+49 30 1" }] })).await;
        let before = (people(&owner).await, seq(&owner).await);
        let file = [
            card("1", "FN:Anna Weber|N:Weber;Anna;;;|EMAIL:weber@house.example|TITLE:Judge"),
            card("2", "FN:Bruno Weber|N:Weber;Bruno;;;|EMAIL:weber@house.example"),
            card("3", "FN:Lea L.|N:L.;Lea;;;|TEL:+49 30 1"),
            card("4", "FN:Max Neu|N:Neu;Max;;;|EMAIL:max@neu.example|CATEGORIES:Golf"),
            card("5", "NOTE:nobody"),
            card("6", "FN:Out Out|EMAIL:out@o.example"),
        ].concat();
        let session = begin(&owner, &file).await;
        assert_eq!((&session["state"], &session["format"], &session["rowCount"], &session["changeSet"]), (&json!("READY"), &json!("VCARD"), &json!(6), &Value::Null));
        assert_eq!(
            (&session["createdCount"], &session["updatedCount"], &session["unchangedCount"], &session["skippedCount"], &session["rejectedCount"]),
            (&json!(4), &json!(1), &json!(0), &json!(0), &json!(1)),
        );
        let told = rows(&owner, &session).await;
        assert_eq!((&told[0]["action"], &told[0]["person"]["displayName"]), (&json!("UPDATED"), &json!("Anna Weber")));
        assert_eq!(told[0]["candidates"][0]["person"]["displayName"], "Anna Weber");
        assert!(told[0]["candidates"][0]["score"].as_i64().unwrap() >= 90, "{told:?}");
        assert!(told[0]["changes"].as_array().unwrap().contains(&json!({ "key": "headline", "field": "headline", "from": null, "to": "Judge", "isProposed": false, "isTaken": true })), "{told:?}");
        assert_eq!((&told[1]["action"], &told[1]["person"]), (&json!("CREATED"), &Value::Null));
        let doubt = &told[1]["candidates"][0];
        assert!(doubt["score"].as_i64().unwrap() < 90 && doubt["reason"].as_str().unwrap().contains("another given name"), "{doubt}");
        assert_eq!(told[4]["action"], "REJECTED");
        assert!(keys(&told[3]).contains(&("tags:golf".to_owned(), false, true)), "{:?}", told[3]);
        // Nothing of it is there.
        assert_eq!((people(&owner).await, seq(&owner).await), before);
        decide(&owner, &session, json!([
            { "position": 3, "decision": "JOIN", "personId": lea }, { "position": 6, "decision": "SKIP" }, { "position": 4, "leave": ["tags:golf"] },
        ])).await;
        let decided = rows(&owner, &session).await;
        assert_eq!((&decided[2]["decidedAs"], &decided[2]["decidedPerson"]["displayName"]), (&json!("JOIN"), &json!("Lea Lang")));
        assert!(keys(&decided[3]).contains(&("tags:golf".to_owned(), false, false)));
        let done = commit(&owner, &session).await;
        assert_eq!((&done["state"], &done["committedCount"], &done["changeSet"]["mutation"]), (&json!("COMMITTED"), &json!(6), &json!("commitImportSession")));
        assert_eq!((&done["createdCount"], &done["updatedCount"], &done["skippedCount"], &done["rejectedCount"]), (&json!(2), &json!(2), &json!(1), &json!(1)));
        let mut names: Vec<String> = people(&owner).await.iter().map(|it| it["displayName"].as_str().unwrap().to_owned()).collect();
        names.sort();
        assert_eq!(names, ["Anna Weber", "Bruno Weber", "Lea Lang", "Max Neu"]);
        assert_eq!((&person(&owner, "Max Neu").await["tags"], &person(&owner, "Anna Weber").await["headline"]), (&json!([]), &json!("Judge")));
        let became = rows(&owner, &session).await;
        assert_eq!((&became[2]["reason"], &became[5]["reason"]), (&json!("joined with Lea Lang: as was decided"), &json!("left out, as was decided")));
        assert_eq!(became[3]["person"]["displayName"], "Max Neu");
        // What was decided is known when the file comes again: by whom the row is.
        let again = begin(&owner, &file).await;
        let told = rows(&owner, &again).await;
        let actions: Vec<&str> = told.iter().map(|row| row["action"].as_str().unwrap()).collect();
        assert_eq!(actions, ["UNCHANGED", "UNCHANGED", "UNCHANGED", "UNCHANGED", "REJECTED", "CREATED"]);
        assert_eq!(told[2]["person"]["displayName"], "Lea Lang");
        // And all of it is taken back as one.
        let undo = "mutation($id: ID!) { undoChangeSet(id: $id) { conflicts { field } userErrors { message } } }";
        owner.written(undo, json!({ "id": done["changeSet"]["id"] })).await;
        let plain = |people: &[Value]| people.iter().map(|it| (it["displayName"].clone(), it["headline"].clone(), it["externalRefs"].clone())).collect::<Vec<_>>();
        assert_eq!(plain(&people(&owner).await), plain(&before.0));
        let errors = owner.refused(COMMIT, json!({ "id": session["id"] })).await;
        assert_eq!(errors[0]["code"], "STATE");
    }

    the_page_on_importing_is_followed_as_it_stands(app) {
        let owner = app.owner().await;
        let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/importing.md")).unwrap();
        let mut known: Vec<(&str, String)> = Vec::new();
        let mut undone = Value::Null;
        for block in page.split("```graphql\n").skip(1) {
            let (query, rest) = block.split_once("\n```\n```json\n").unwrap();
            let mut variables = rest.split_once("\n```").unwrap().0.to_owned();
            for (name, id) in &known {
                variables = variables.replace(name, id);
            }
            let data = owner.ok(query, serde_json::from_str(&variables).unwrap()).await;
            for (pointer, name) in [("/createImportSession/importSession/id", "<importSession>"), ("/commitImportSession/importSession/changeSet/id", "<changeSet>")] {
                known.extend(data.pointer(pointer).map(|id| (name, id.as_str().unwrap().to_owned())));
            }
            for payload in data.as_object().unwrap().values() {
                assert!(payload.get("userErrors").is_none_or(|errors| *errors == json!([])), "{payload}");
            }
            if !data["undoChangeSet"].is_null() {
                undone = data["undoChangeSet"].clone();
            }
        }
        assert_eq!((known.len(), &undone["erasedCount"], &undone["conflicts"]), (2, &json!(2), &json!([])));
    }

    what_the_source_has_no_more_is_proposed_and_what_was_written_by_hand_stays(app) {
        let owner = app.owner().await;
        let import = "mutation($input: ImportContactsInput!) { importContacts(input: $input) { report { rows { action } } userErrors { message } } }";
        let first = card("a", "FN:Ada Love|N:Love;Ada;;;|NICKNAME:Addie|TITLE:Analyst|ORG:Engines|EMAIL:ada@old.example|TEL:+44 1|CATEGORIES:Math,Poetry");
        owner.written(import, json!({ "input": { "text": first } })).await;
        let id = person(&owner, "Ada Love").await["id"].clone();
        let update = "mutation($id: ID!, $input: UpdatePersonInput!) { updatePerson(id: $id, input: $input) { userErrors { message } } }";
        owner.written(update, json!({ "id": id, "input": { "headline": "By hand" } })).await;
        let second = card("a", "FN:Ada Love|N:Love;Ada;;;|TITLE:Countess|EMAIL:ada@new.example|TEL:+44 1|CATEGORIES:Math");
        let session = begin(&owner, &second).await;
        let row = rows(&owner, &session).await[0].clone();
        assert_eq!(row["action"], "UPDATED");
        let expected = [
            ("nickname", true), ("headline", true), ("contactPoints:EMAIL ada@new.example", false), ("contactPoints:EMAIL ada@old.example", true),
            ("affiliations:engines", true), ("tags:poetry", true),
        ];
        assert_eq!(keys(&row), expected.map(|(key, is_proposed)| (key.to_owned(), is_proposed, !is_proposed)));
        let gone = row["changes"].as_array().unwrap().iter().find(|it| it["key"] == "affiliations:engines").unwrap();
        assert_eq!((&gone["from"], &gone["to"]), (&json!("Analyst, Engines"), &Value::Null));
        decide(&owner, &session, json!([{ "position": 1, "take": ["nickname", "contactPoints:EMAIL ada@old.example", "tags:poetry"] }])).await;
        commit(&owner, &session).await;
        let ada = person(&owner, "Ada Love").await;
        assert_eq!((&ada["headline"], &ada["nickname"], &ada["tags"]), (&json!("By hand"), &Value::Null, &json!([{ "name": "Math" }])));
        assert_eq!(ada["contactPoints"], json!([{ "value": "+44 1" }, { "value": "ada@new.example" }]));
        assert_eq!(ada["affiliations"].as_array().unwrap().len(), 1, "what nobody took stays");
        // A request decides nothing, so it does nothing of what is only proposed.
        let third = card("a", "FN:Ada Love|N:Love;Ada;;;|EMAIL:ada@new.example");
        owner.written(import, json!({ "input": { "text": third } })).await;
        let ada = person(&owner, "Ada Love").await;
        assert_eq!((ada["contactPoints"].as_array().unwrap().len(), &ada["tags"]), (2, &json!([{ "name": "Math" }])));
    }

    what_has_changed_since_is_judged_anew_and_told(app) {
        let owner = app.owner().await;
        let session = begin(&owner, &[card("1", "FN:Kim Kern|N:Kern;Kim;;;|EMAIL:kim@k.example|TITLE:Chef"), card("2", "FN:Ole Oak|N:Oak;Ole;;;|EMAIL:ole@o.example")].concat()).await;
        make(&owner, json!({ "displayName": "Kim Kern", "givenName": "Kim", "familyName": "Kern", "contactPoints": [{ "kind": "EMAIL", "value": "kim@k.example" }] })).await;
        let done = commit(&owner, &session).await;
        assert_eq!((&done["createdCount"], &done["updatedCount"]), (&json!(1), &json!(1)));
        let told = rows(&owner, &session).await;
        let reason = told[0]["reason"].as_str().unwrap();
        assert!(reason.starts_with("judged anew") && reason.contains("said CREATED"), "{reason}");
        assert_eq!((&told[1]["reason"], people(&owner).await.len()), (&Value::Null, 2));
    }

    a_row_can_be_somebody_new_though_it_has_the_key_of_somebody(app) {
        let owner = app.owner().await;
        let file = card("k", "FN:Jan Jung|N:Jung;Jan;;;|EMAIL:jung@j.example");
        let first = begin(&owner, &file).await;
        commit(&owner, &first).await;
        let changed = card("k", "FN:Jana Jung|N:Jung;Jana;;;|EMAIL:jung@j.example");
        let second = begin(&owner, &changed).await;
        assert_eq!(rows(&owner, &second).await[0]["action"], "UPDATED");
        decide(&owner, &second, json!([{ "position": 1, "decision": "CREATE" }])).await;
        commit(&owner, &second).await;
        let (jan, jana) = (person(&owner, "Jan Jung").await, person(&owner, "Jana Jung").await);
        assert_eq!((&jan["externalRefs"], &jana["externalRefs"][0]["externalId"]), (&json!([]), &json!("k")));
        let third = begin(&owner, &changed).await;
        let row = rows(&owner, &third).await[0].clone();
        assert_eq!((&row["action"], &row["person"]["displayName"]), (&json!("UNCHANGED"), &json!("Jana Jung")));
    }

    an_upload_of_many_rows_is_told_in_pages_and_gone_after_a_week(app) {
        let owner = app.owner().await;
        let mut file = "First Name,Last Name,Email\n".to_owned();
        for number in 0..450 {
            file.push_str(&format!("Given{number},Family{number},person{number}@many.example\n"));
        }
        let create = "mutation { createUpload(input: {}) { upload { id path } userErrors { message } } }";
        let upload = owner.written(create, json!({})).await["upload"].clone();
        let (status, _) = app.put(&owner, upload["path"].as_str().unwrap(), file.clone()).await;
        assert_eq!(status, 200);
        let session = owner.written(CREATE, json!({ "input": { "uploadId": upload["id"] } })).await["importSession"].clone();
        assert_eq!((&session["rowCount"], &session["createdCount"], &session["upload"]["id"]), (&json!(450), &json!(450), &upload["id"]));
        let (mut after, mut seen) = (Value::Null, Vec::new());
        loop {
            let data = owner.ok(ROWS, json!({ "id": session["id"], "first": 100, "after": after, "actions": ["CREATED"] })).await;
            let page = &data["importSession"]["rows"];
            assert_eq!(page["totalCount"], 450);
            seen.extend(page["nodes"].as_array().unwrap().iter().map(|row| row["position"].as_i64().unwrap()));
            after = page["pageInfo"]["endCursor"].clone();
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
        }
        assert_eq!(seen, (1..=450).collect::<Vec<i64>>());
        let none = owner.ok(ROWS, json!({ "id": session["id"], "first": 100, "actions": ["UPDATED", "REJECTED"] })).await;
        assert_eq!(none["importSession"]["rows"]["nodes"], json!([]));
        let done = commit(&owner, &session).await;
        assert_eq!((&done["committedCount"], &done["createdCount"]), (&json!(450), &json!(450)));
        let other = begin(&owner, &file).await;
        assert_eq!(other["unchangedCount"], 450);
        let gone = owner.written(DISCARD, json!({ "id": other["id"] })).await;
        assert_eq!(gone["importSession"]["state"], "DISCARDED");
        assert_eq!(rows(&owner, &other).await, Vec::<Value>::new());
        let errors = owner.refused(COMMIT, json!({ "id": other["id"] })).await;
        assert_eq!(errors[0]["code"], "STATE");
        let later = owner.lasting().await;
        app.clock.advance(chrono::TimeDelta::days(8));
        api::chores::round(&app.app).await.unwrap();
        let data = later.ok("{ importSessions(first: 5) { nodes { id } } }", json!({})).await;
        assert_eq!(data["importSessions"]["nodes"], json!([]));
    }

    what_does_not_fit_a_row_is_refused_with_its_place(app) {
        let owner = app.owner().await;
        let archived = make(&owner, json!({ "displayName": "Old One" })).await;
        owner.written("mutation($id: ID!) { archivePerson(id: $id) { userErrors { message } } }", json!({ "id": archived })).await;
        let session = begin(&owner, &[card("1", "FN:Una Uhl|EMAIL:una@u.example"), card("2", "NOTE:x")].concat()).await;
        for (row, code, path) in [
            (json!({ "position": 9, "decision": "SKIP" }), "NOT_FOUND", json!(["input", "rows", "0", "position"])),
            (json!({ "position": 1, "decision": "JOIN" }), "REQUIRED", json!(["input", "rows", "0", "personId"])),
            (json!({ "position": 1, "decision": "JOIN", "personId": archived }), "STATE", json!(["input", "rows", "0", "personId"])),
            (json!({ "position": 1, "decision": "CREATE", "personId": archived }), "INVALID", json!(["input", "rows", "0", "personId"])),
            (json!({ "position": 1, "take": ["headline"] }), "INVALID", json!(["input", "rows", "0", "take", "0"])),
            (json!({ "position": 1, "leave": ["headline"] }), "INVALID", json!(["input", "rows", "0", "leave", "0"])),
            (json!({ "position": 2, "decision": "CREATE" }), "INVALID", json!(["input", "rows", "0", "decision"])),
        ] {
            let errors = owner.refused(DECIDE, json!({ "id": session["id"], "input": { "rows": [row] } })).await;
            assert_eq!((&errors[0]["code"], &errors[0]["path"]), (&json!(code), &path), "{errors:?}");
        }
        let errors = owner.refused(CREATE, json!({ "input": { "text": "hello" } })).await;
        assert_eq!(errors[0]["code"], "INVALID");
        let stranger = app.owner().await;
        let data = stranger.ok("query($id: ID!) { importSession(id: $id) { id } }", json!({ "id": session["id"] })).await;
        assert_eq!(data["importSession"], Value::Null);
        let errors = stranger.refused(COMMIT, json!({ "id": session["id"] })).await;
        assert_eq!(errors[0]["code"], "NOT_FOUND");
    }

    somebody_who_was_erased_does_not_come_back_by_a_file(app) {
        let owner = app.owner().await;
        make(&owner, json!({ "displayName": "House Mate", "contactPoints": [{ "kind": "EMAIL", "value": "house@h.example" }] })).await;
        let file = card("gone-1", "FN:Gro Gone|N:Gone;Gro;;;|EMAIL:gro@gone.example|EMAIL:house@h.example|TEL:+49 30 555");
        let first = begin(&owner, &file).await;
        commit(&owner, &first).await;
        let id = person(&owner, "Gro Gone").await["id"].clone();
        erase(&owner, &id).await;
        let import = "mutation($input: ImportContactsInput!) { importContacts(input: $input) { report { rows { action reason } } userErrors { message } } }";
        let others = [
            file.clone(),
            card("other-key", "FN:G. Gone|EMAIL:GRO@gone.example"),
            card("third-key", "FN:Gro Gone|TEL:+4930555"),
            // Whoever is not them has the number now, and the house its address.
            card("fourth-key", "FN:Nia New|TEL:+4930555"),
            card("fifth-key", "FN:Hal House|EMAIL:house@h.example"),
        ].concat();
        let report = owner.written(import, json!({ "input": { "text": others } })).await;
        let rows_of = report["report"]["rows"].as_array().unwrap();
        let actions: Vec<&str> = rows_of.iter().map(|row| row["action"].as_str().unwrap()).collect();
        assert_eq!(actions, ["SKIPPED", "SKIPPED", "SKIPPED", "CREATED", "CREATED"]);
        let reason = rows_of[0]["reason"].as_str().unwrap();
        assert!(reason.contains("erased") && !reason.contains("Gro"), "{reason}");
        // Nothing of them is kept in words.
        let mut names = crate::replay::names::Names::default();
        let kept = crate::replay::tables::dump(&app, &mut names).await;
        let kept: Vec<_> = kept.iter().filter(|(table, row)| table.starts_with("eras") && (row.to_lowercase().contains("gone") || row.contains("555"))).collect();
        assert!(kept.is_empty(), "{kept:?}");
        // By hand they may come back, and so they may where somebody says so.
        make(&owner, json!({ "displayName": "Gro By Hand", "contactPoints": [{ "kind": "EMAIL", "value": "gro.by.hand@gone.example" }] })).await;
        let session = begin(&owner, &file).await;
        assert_eq!(rows(&owner, &session).await[0]["action"], "SKIPPED");
        decide(&owner, &session, json!([{ "position": 1, "decision": "CREATE" }])).await;
        let done = commit(&owner, &session).await;
        assert_eq!(done["createdCount"], 1);
        assert_eq!(person(&owner, "Gro Gone").await["contactPoints"].as_array().unwrap().len(), 3);
        let again = begin(&owner, &file).await;
        assert_eq!(again["unchangedCount"], 1);
    }

    a_session_that_names_somebody_goes_with_them(app) {
        let owner = app.owner().await;
        let id = make(&owner, json!({ "displayName": "Gus Gone", "givenName": "Gus", "familyName": "Gone", "contactPoints": [{ "kind": "EMAIL", "value": "gus@g.example" }] })).await;
        let session = begin(&owner, &[card("1", "FN:Gus Gone|N:Gone;Gus;;;|EMAIL:gus@g.example|TITLE:Cook"), card("2", "FN:Someone Else|EMAIL:else@e.example")].concat()).await;
        let other = begin(&owner, &card("3", "FN:Third Person|EMAIL:third@t.example")).await;
        erase(&owner, &id).await;
        assert_eq!(rows(&owner, &session).await, Vec::<Value>::new());
        let data = owner.ok("query($id: ID!) { importSession(id: $id) { state upload { id } } }", json!({ "id": session["id"] })).await;
        assert_eq!(data["importSession"]["state"], "DISCARDED");
        // Whom it would make may be them as well, so it goes, too.
        assert_eq!(rows(&owner, &other).await, Vec::<Value>::new());
        gone_from_the_database(&app, "Gus").await;
    }
}

async fn erase(owner: &Client, id: &Value) {
    let erase = "mutation($id: ID!) { erasePerson(id: $id) { userErrors { message } } }";
    owner.written(erase, json!({ "id": id })).await;
}

/// No row of the sessions says a word.
async fn gone_from_the_database(app: &TestApp, word: &str) {
    api::chores::round(&app.app).await.unwrap();
    let mut names = crate::replay::names::Names::default();
    let rows = crate::replay::tables::dump(app, &mut names).await;
    let found: Vec<_> = rows
        .iter()
        .filter(|(table, row)| table.starts_with("import_") && row.contains(word))
        .collect();
    assert!(found.is_empty(), "{found:?}");
}
