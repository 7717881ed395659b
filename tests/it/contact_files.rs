//! Files of contacts as programs write them, each in `tests/fixtures/contacts`: what they say arrives, or is named.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tests::{Client, both};

const IMPORT: &str = "mutation($input: ImportContactsInput!) { importContacts(input: $input) {
    report { rows { position name action reason } } userErrors { code message } } }";
const PEOPLE: &str = "{ people(first: 50) { nodes { displayName isSelf givenName familyName nickname headline notes birthday metOn
    contactPoints { kind label value } affiliations { role organization { name } } tags { name } facts { kind text }
    milestones(first: 9) { nodes { kind title date recurs } } ties(first: 9) { nodes { kind evidence from { displayName } to { displayName } } } } } }";
const SEQ: &str = "{ workspace { latestSeq } }";

fn file(name: &str) -> Value {
    let path = format!("{}/fixtures/contacts/{name}", env!("CARGO_MANIFEST_DIR"));
    json!({ "input": { "base64": STANDARD.encode(std::fs::read(path).unwrap()) } })
}

async fn import(owner: &Client, name: &str) -> Vec<Value> {
    rows(owner, file(name)).await
}

async fn import_text(owner: &Client, text: &str) -> Vec<Value> {
    rows(owner, json!({ "input": { "text": text } })).await
}

async fn rows(owner: &Client, input: Value) -> Vec<Value> {
    let report = owner.written(IMPORT, input).await;
    report["report"]["rows"].as_array().unwrap().clone()
}

/// Everybody but the user.
async fn people(owner: &Client) -> Vec<Value> {
    let data = owner.ok(PEOPLE, json!({})).await;
    let people = data["people"]["nodes"].as_array().unwrap().iter();
    people
        .filter(|person| person["isSelf"] == false)
        .cloned()
        .collect()
}

async fn person(owner: &Client, name: &str) -> Value {
    let people = people(owner).await;
    let found = people.iter().find(|person| person["displayName"] == name);
    found
        .unwrap_or_else(|| panic!("{name} is not among {people:#?}"))
        .clone()
}

/// Taken in again, the file changes nothing.
async fn again_changes_nothing(owner: &Client, name: &str) {
    let before = (owner.ok(SEQ, json!({})).await, people(owner).await);
    for row in import(owner, name).await {
        assert!(
            row["action"] == "UNCHANGED" || row["action"] == "SKIPPED",
            "{row}"
        );
    }
    assert_eq!(before, (owner.ok(SEQ, json!({})).await, people(owner).await));
}

both! {
    a_charset_is_the_one_that_the_property_declares(app) {
        let owner = app.owner().await;
        for (name, display, given, family) in [
            ("charset-windows-1251.vcf", "Пётр Иванов", "Пётр", "Иванов"),
            ("charset-gbk.vcf", "王小明", "小明", "王"),
            ("charset-iso-8859-2.vcf", "Jiří Dvořák", "Jiří", "Dvořák"),
            ("charset-shift-jis.vcf", "山田 太郎", "太郎", "山田"),
            ("charset-shift-jis-quoted-printable.vcf", "山田", "Y", "X"),
            ("utf-16-without-a-mark.vcf", "Jörg Müller", "Jörg", "Müller"),
        ] {
            let rows = import(&owner, name).await;
            assert_eq!(rows[0]["action"], "CREATED", "{name}");
            assert_eq!(rows[0]["reason"], Value::Null, "{name}");
            let person = person(&owner, display).await;
            assert_eq!((&person["givenName"], &person["familyName"]), (&json!(given), &json!(family)), "{name}");
            again_changes_nothing(&owner, name).await;
        }
    }

    an_indented_line_behind_a_soft_break_is_folded(app) {
        let owner = app.owner().await;
        import(&owner, "indented-soft-breaks.vcf").await;
        let anna = person(&owner, "Анна П").await;
        assert_eq!((&anna["givenName"], &anna["familyName"]), (&json!("Анна"), &json!("Петрова")));
        // Where the card's program does not indent such lines, a space is of the text.
        import_text(&owner, "BEGIN:VCARD\nVERSION:2.1\nFN:Ada\nNOTE;ENCODING=QUOTED-PRINTABLE:one=\n two=\nthree\nEND:VCARD\n").await;
        assert_eq!(person(&owner, "Ada").await["notes"], "one twothree");
    }

    raw_line_breaks_belong_to_the_note(app) {
        let owner = app.owner().await;
        let rows = import(&owner, "raw-line-breaks-in-a-note.vcf").await;
        let dora = person(&owner, "Dora Delta").await;
        assert_eq!(dora["notes"], "first line\nsecond line\nTEL: 123 is the old number");
        assert_eq!(dora["contactPoints"], json!([{ "kind": "EMAIL", "label": null, "value": "d@r.example" }]));
        assert_eq!(rows[0]["reason"], "kept as part of NOTE, though it could be a property: \"TEL: 123 is the old number\"");
        import_text(&owner, "BEGIN:VCARD\nVERSION:3.0\nFN:Paul\nNOTE:one\n\nHinweis: zwei\nhttps://three.example\n\nTEL;CELL:+49 30 1\nEND:VCARD\n").await;
        let paul = person(&owner, "Paul").await;
        assert_eq!(paul["notes"], "one\n\nHinweis: zwei\nhttps://three.example");
        assert_eq!(paul["contactPoints"][0]["value"], "+49 30 1");
    }

    a_blank_line_in_a_name_cuts_nothing_off(app) {
        let owner = app.owner().await;
        import(&owner, "blank-line-in-a-name.vcf").await;
        let gabor = person(&owner, "Gábor Béla Minta-Példás").await;
        assert_eq!((&gabor["givenName"], &gabor["familyName"]), (&json!("Gábor"), &json!("Béla Minta-Példás")));
        assert_eq!(gabor["contactPoints"][0]["value"], "+36 30 000 0000");
    }

    a_birthday_is_read_or_named(app) {
        let owner = app.owner().await;
        let rows = import(&owner, "unreadable-birthdays.vcf").await;
        assert_eq!(person(&owner, "Ger Man").await["birthday"], "1985-04-12");
        assert_eq!((&rows[0]["reason"], &rows[1]["reason"]), (&Value::Null, &json!("left out: BDAY \"circa 1800\"")));
        let words = import_text(&owner, "BEGIN:VCARD\nVERSION:3.0\nFN:Abe\nBDAY:05/04/1985\nEND:VCARD\n").await;
        assert_eq!(words[0]["reason"], "left out: BDAY \"05/04/1985\"");
    }

    members_of_a_group_are_tagged_with_its_name(app) {
        let owner = app.owner().await;
        let rows = import(&owner, "group-and-member.vcf").await;
        assert_eq!((&rows[0]["action"], &rows[1]["action"]), (&json!("CREATED"), &json!("SKIPPED")));
        assert_eq!(rows[1]["reason"], "describes a group, not a person; its name is now a tag of 1 of its members");
        assert_eq!(people(&owner).await.len(), 1);
        assert_eq!(person(&owner, "Gerd Eins").await["tags"], json!([{ "name": "Book Club" }]));
        again_changes_nothing(&owner, "group-and-member.vcf").await;
        let card = "BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:Team\nMEMBER:urn:uuid:zz\nMEMBER:mailto:Me@x.example\nEND:VCARD\n\
                    BEGIN:VCARD\nVERSION:4.0\nFN:Mel\nEMAIL:me@x.example\nEND:VCARD\n";
        let rows = import_text(&owner, card).await;
        assert!(rows[0]["reason"].as_str().unwrap().contains("left out: 1 of its members") && rows[0]["reason"].as_str().unwrap().contains("urn:uuid:zz"), "{rows:?}");
        assert_eq!(person(&owner, "Mel").await["tags"], json!([{ "name": "Team" }]));
    }

    anniversaries_and_labelled_dates_become_milestones(app) {
        let owner = app.owner().await;
        let rows = import(&owner, "anniversaries.vcf").await;
        assert!(rows.iter().all(|row| row["action"] == "CREATED" && row["reason"].is_null()), "{rows:?}");
        let yearly = |date: &str| json!({ "kind": "ANNIVERSARY", "title": null, "date": date, "recurs": true });
        assert_eq!(person(&owner, "Anni Four").await["milestones"]["nodes"], json!([yearly("2018-12-06")]));
        assert_eq!(person(&owner, "Anni X").await["milestones"]["nodes"], json!([yearly("2001-01-02")]));
        let apple = person(&owner, "Anni Apple").await;
        let mut dates = apple["milestones"]["nodes"].as_array().unwrap().clone();
        dates.sort_by_key(|date| date["date"].to_string());
        assert_eq!(dates, [json!({ "kind": "OTHER", "title": "Met in Rome", "date": "2000-09-15", "recurs": false }), yearly("2005-03-13")]);
        again_changes_nothing(&owner, "anniversaries.vcf").await;
    }

    a_milestone_that_was_archived_is_not_brought_back_by_a_newer_card(app) {
        let owner = app.owner().await;
        let card = |note: &str| format!("BEGIN:VCARD\nVERSION:4.0\nUID:one\nFN:Anni\nANNIVERSARY:20181206\nHOBBY:chess\nNOTE:{note}\nEND:VCARD\n");
        import_text(&owner, &card("old")).await;
        let found = owner.ok("{ people(first: 5) { nodes { id displayName facts { id } milestones(first: 5) { nodes { id } } } } }", json!({})).await;
        let anni = found["people"]["nodes"].as_array().unwrap().iter().find(|it| it["displayName"] == "Anni").unwrap().clone();
        let change = "mutation($id: ID!, $input: UpdatePersonInput!) { updatePerson(id: $id, input: $input) { userErrors { message } } }";
        owner.written(change, json!({ "id": anni["id"], "input": { "removeFactIds": [anni["facts"][0]["id"]] } })).await;
        let gone = "mutation($id: ID!) { archiveMilestone(id: $id) { userErrors { message } } }";
        owner.written(gone, json!({ "id": anni["milestones"]["nodes"][0]["id"] })).await;
        let rows = import_text(&owner, &card("new")).await;
        assert_eq!(rows[0]["action"], "UPDATED");
        let anni = person(&owner, "Anni").await;
        assert_eq!((&anni["notes"], &anni["facts"], &anni["milestones"]["nodes"]), (&json!("new"), &json!([]), &json!([])));
    }

    relations_are_ties_where_the_other_is_known_and_facts_else(app) {
        let owner = app.owner().await;
        let rows = import(&owner, "relations.vcf").await;
        assert!(rows.iter().all(|row| row["action"] == "CREATED" && row["reason"].is_null()), "{rows:?}");
        let mother = json!({ "kind": "mother", "evidence": "IMPORTED", "from": { "displayName": "Blake Kind" }, "to": { "displayName": "Mallory Kind" } });
        assert_eq!(person(&owner, "Blake Kind").await["ties"]["nodes"], json!([mother]));
        let rela = person(&owner, "Rela Ted").await;
        assert_eq!((&rela["facts"], &rela["ties"]["nodes"]), (&json!([{ "kind": "OTHER", "text": "spouse: Some Spouse" }]), &json!([])));
        again_changes_nothing(&owner, "relations.vcf").await;
        // Whom an earlier file brought is known; two of one name are not.
        let card = "BEGIN:VCARD\nVERSION:2.1\nN:Kid;New\nX-MANAGERSNAME:Rela Ted\nX-ASSISTANT:Nobody Here\nEND:VCARD\n";
        import_text(&owner, card).await;
        let kid = person(&owner, "New Kid").await;
        assert_eq!((&kid["ties"]["nodes"][0]["kind"], &kid["ties"]["nodes"][0]["to"]["displayName"]), (&json!("manager"), &json!("Rela Ted")));
        assert_eq!(kid["facts"], json!([{ "kind": "OTHER", "text": "assistant: Nobody Here" }]));
    }

    a_tie_that_was_archived_is_not_brought_back(app) {
        let owner = app.owner().await;
        import(&owner, "relations.vcf").await;
        let ties = owner.ok("{ people(first: 50) { nodes { ties(first: 5) { nodes { id } } } } }", json!({})).await;
        let nodes = ties["people"]["nodes"].as_array().unwrap();
        let id = nodes.iter().find_map(|it| it["ties"]["nodes"][0]["id"].as_str()).unwrap();
        owner.written("mutation($id: ID!) { archiveTie(id: $id) { userErrors { message } } }", json!({ "id": id })).await;
        again_changes_nothing(&owner, "relations.vcf").await;
    }

    android_writes_nicknames_relations_events_and_labels_of_its_own(app) {
        let owner = app.owner().await;
        let rows = import(&owner, "android-fields.vcf").await;
        assert_eq!(rows[0]["reason"], Value::Null);
        let andro = person(&owner, "Andro Droide").await;
        assert_eq!((&andro["nickname"], &andro["contactPoints"][0]["label"]), (&json!("Andi"), &json!("Dienst")));
        again_changes_nothing(&owner, "android-fields.vcf").await;
        let card = "BEGIN:VCARD\nVERSION:2.1\nFN:Bee\nX-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Andro Droide;14;;;;;\n\
                    X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;2015-05-01;0;First day;;;;\nX-ANDROID-CUSTOM:vnd.android.cursor.item/odd;thing;1;\nEND:VCARD\n";
        let rows = import_text(&owner, card).await;
        let bee = person(&owner, "Bee").await;
        assert_eq!(bee["ties"]["nodes"][0]["kind"], "spouse");
        assert_eq!(bee["milestones"]["nodes"][0]["title"], "First day");
        assert_eq!(rows[0]["reason"], "left out: X-ANDROID-CUSTOM \"vnd.android.cursor.item/odd;thing;1;\"");
    }

    what_has_no_place_is_named_and_never_put_into_the_note(app) {
        let owner = app.owner().await;
        let rows = import(&owner, "role-and-other-properties.vcf").await;
        assert_eq!((&rows[0]["action"], &rows[0]["reason"]), (&json!("CREATED"), &json!("left out: GENDER \"F\", X-CUSTOM1 \"text one\"")));
        let dana = person(&owner, "Dana Droid").await;
        assert_eq!(dana["contactPoints"], json!([{ "kind": "HANDLE", "label": "SIP", "value": "dana@sip.example" }]));
        assert_eq!(dana["affiliations"], json!([{ "role": "Chefin", "organization": { "name": "Werk" } }]));
        assert_eq!((&dana["facts"], &dana["notes"]), (&json!([{ "kind": "OTHER", "text": "Role at Werk: Leitung" }]), &Value::Null));
        again_changes_nothing(&owner, "role-and-other-properties.vcf").await;
        let photo = "QUJD".repeat(4_000);
        let card = format!(
            "BEGIN:VCARD\nVERSION:3.0\nFN:Pia\nPHOTO;ENCODING=b;TYPE=JPEG:{photo}\nLANG:de\nGEO:1;2\nTZ:-0500\nEMAIL:nobody\nKEY;ENCODING=B:QUJD\n\
             X-FM-ONLINE-OTHER:pia.example\nCLOUD:pia@cloud.example\nREV:2020\nX-ABADR:de\nURL:javascript:alert(1)\n{}END:VCARD\n",
            "X-MORE:y\n".repeat(2)
        );
        let rows = import_text(&owner, &card).await;
        let reason = rows[0]["reason"].as_str().unwrap();
        for part in ["PHOTO (image, 12 kB)", "KEY (3 bytes)", "LANG \"de\"", "GEO \"1;2\"", "TZ \"-0500\"", "EMAIL \"nobody\"", "X-MORE \"y\"", "URL \"javascript:alert(1)\""] {
            assert_eq!(reason.matches(part).count(), 1, "{part} in {reason}");
        }
        assert!(!reason.contains("REV") && !reason.contains("X-ABADR"), "{reason}");
        let points = person(&owner, "Pia").await["contactPoints"].clone();
        assert_eq!(points, json!([{ "kind": "HANDLE", "label": "Online", "value": "pia.example" }, { "kind": "HANDLE", "label": "Cloud", "value": "pia@cloud.example" }]));
    }

    dates_of_a_table_are_in_the_order_of_the_whole_file(app) {
        let owner = app.owner().await;
        let rows = import(&owner, "linkedin-day-first.csv").await;
        assert!(rows.iter().all(|row| row["reason"].is_null()), "{rows:?}");
        assert_eq!((&person(&owner, "A B").await["metOn"], &person(&owner, "C D").await["metOn"]), (&json!("2024-04-05"), &json!("2024-04-25")));
        import(&owner, "linkedin-dates-with-dots.csv").await;
        assert_eq!(person(&owner, "Fay Fell").await["metOn"], "2024-04-05");
        let rows = import_text(&owner, "First Name,Last Name,URL,Connected On\nE,F,,05/04/2024\nG,H,,soon\nI,J,notes,06/06/2024\n").await;
        assert_eq!(rows[0]["reason"], "which number is the day is not clear, read as 2024-05-04: \"05/04/2024\"");
        assert_eq!(rows[1]["reason"], "left out: Connected On \"soon\"");
        assert_eq!(rows[2]["reason"], "left out: URL \"notes\"");
        let german = "Vorname;Nachname;URL;E-Mail-Adresse;Unternehmen;Position;Verbunden am\nKai;Kern;;;Werk;Chef;12. März 2024\n";
        import_text(&owner, german).await;
        let kai = person(&owner, "Kai Kern").await;
        assert_eq!((&kai["metOn"], &kai["affiliations"][0]["role"]), (&json!("2024-03-12"), &json!("Chef")));
    }

    a_file_that_is_none_of_people_is_refused_with_what_to_do(app) {
        let owner = app.owner().await;
        for text in ["Product,Price\nTea,3\n", "Name,Price\nTea,3\n", "hello"] {
            let errors = owner.refused(IMPORT, json!({ "input": { "text": text } })).await;
            let message = errors[0]["message"].as_str().unwrap();
            assert!(message.contains("vCard") && message.contains("mapping"), "{message}");
        }
        assert_eq!(people(&owner).await, Vec::<Value>::new());
        let rows = import(&owner, "mailing-list.csv").await;
        assert_eq!((&rows[0]["action"], &rows[0]["reason"]), (&json!("CREATED"), &Value::Null));
        assert_eq!(person(&owner, "Gen Eric").await["birthday"], "1990-01-01");
    }
}
