//! Who is the same, when contacts are imported.

use serde_json::{Value, json};
use tests::{Client, both, release, upgraded};

const IMPORT: &str = "mutation($input: ImportContactsInput!) { importContacts(input: $input) {
    report { rows { name action reason person { id displayName } } } userErrors { code message path } seq } }";
const CREATE: &str = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { person { id } userErrors { code message path } } }";

/// A file of the fixtures.
fn file(name: &str) -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/contacts");
    std::fs::read_to_string(std::path::Path::new(path).join(name)).unwrap()
}

fn card(lines: &[&str]) -> String {
    let name = lines[0];
    format!(
        "BEGIN:VCARD\nVERSION:3.0\nFN:{name}\n{}\nEND:VCARD\n",
        lines[1..].join("\n")
    )
}

/// What became of each row: the action, and why.
async fn import(client: &Client, text: &str) -> Vec<(String, String)> {
    let answer = client.written(IMPORT, json!({ "input": { "text": text } })).await;
    let rows = answer["report"]["rows"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
    rows.iter()
        .map(|row| (text(&row["action"]), text(&row["reason"])))
        .collect()
}

async fn actions(client: &Client, text: &str) -> Vec<String> {
    import(client, text)
        .await
        .into_iter()
        .map(|(action, _)| action)
        .collect()
}

/// The names of everybody but the user, in order.
async fn people(client: &Client) -> Vec<String> {
    let data = client
        .ok(
            "{ people(first: 100, includeArchived: true) { nodes { displayName } } }",
            json!({}),
        )
        .await;
    let nodes = data["people"]["nodes"].as_array().unwrap();
    nodes
        .iter()
        .map(|person| person["displayName"].as_str().unwrap().to_owned())
        .collect()
}

async fn create(client: &Client, input: Value) -> String {
    let made = client.written(CREATE, json!({ "input": input })).await;
    made["person"]["id"].as_str().unwrap().to_owned()
}

fn email(address: &str) -> Value {
    json!([{ "kind": "EMAIL", "value": address }])
}

both! {
    two_of_one_family_who_share_an_address_stay_two(app) {
        let owner = app.owner().await;
        let cards = file("family-address.vcf");
        let rows = import(&owner, &cards).await;
        let doubt = "may be the same as Anna Familie (same e-mail address, but another given name)";
        assert_eq!(rows, [("CREATED".to_owned(), String::new()), ("CREATED".to_owned(), doubt.to_owned())]);
        let query = "{ people(first: 5) { nodes { displayName notes birthday contactPoints { value } } } }";
        let data = owner.ok(query, json!({})).await;
        assert_eq!(data["people"]["nodes"], json!([
            { "displayName": "Anna Familie", "notes": null, "birthday": null,
              "contactPoints": [{ "value": "familie@f.example" }, { "value": "+49 30 100001" }] },
            { "displayName": "Bernd Familie", "notes": "about Bernd", "birthday": "1978-02-02",
              "contactPoints": [{ "value": "familie@f.example" }, { "value": "+49 30 100002" }] },
        ]));
        assert_eq!(actions(&owner, &cards).await, ["UNCHANGED", "UNCHANGED"]);
    }

    a_title_a_particle_or_an_initial_of_another_is_no_agreement(app) {
        let owner = app.owner().await;
        create(&owner, json!({ "displayName": "Anna Familie", "contactPoints": email("fam@y.example") })).await;
        create(&owner, json!({ "displayName": "Dr. Anna de Jong", "contactPoints": email("praxis@y.example") })).await;
        let cards = [
            card(&["Bernd Familie", "UID:zz", "N:Familie;Bernd;;;", "EMAIL:fam@y.example", "TEL:+49 30 901820", "BDAY:1970-01-01"]),
            card(&["Dr. Bernd de Wit", "EMAIL:praxis@y.example"]),
            card(&["Frau Berta Kunz", "EMAIL:fam@y.example"]),
            card(&["B. Familie", "EMAIL:fam@y.example", "NOTE:Anna has a brother Bernd and a sister Berta"]),
        ];
        // The last one fits Bernd, and nobody else.
        assert_eq!(actions(&owner, &cards.concat()).await, ["CREATED", "CREATED", "CREATED", "UPDATED"]);
        let anna = owner.ok("{ people(first: 1) { nodes { displayName givenName birthday contactPoints { value } } } }", json!({})).await;
        assert_eq!(anna["people"]["nodes"][0], json!({ "displayName": "Anna Familie", "givenName": null, "birthday": null, "contactPoints": [{ "value": "fam@y.example" }] }));
    }

    everybody_with_an_address_is_looked_at_and_the_reason_says_who_it_is(app) {
        let owner = app.owner().await;
        for name in ["Anna Familie", "Bernd Familie", "Carla Familie"] {
            create(&owner, json!({ "displayName": name, "contactPoints": email("fam@y.example") })).await;
        }
        let rows = import(&owner, &card(&["Carla Familie", "UID:c", "EMAIL:FAM@y.example", "TITLE:Pilot"])).await;
        let reason = "joined with Carla Familie: same e-mail address and name";
        assert_eq!(rows, [("UPDATED".to_owned(), reason.to_owned())]);
        assert_eq!(people(&owner).await.len(), 3);
        // Who may not see people is told no names.
        let token = "mutation { createApiToken(input: { name: \"t\", expiresAt: \"2026-04-01T00:00:00Z\", scopes: [IMPORT, PEOPLE_WRITE] }) { secret userErrors { message } } }";
        let made = owner.written(token, json!({})).await;
        let blind = app.with_token(made["secret"].as_str().unwrap());
        let blind_import = "mutation($input: ImportContactsInput!) { importContacts(input: $input) { report { rows { action reason } } userErrors { message } } }";
        let input = json!({ "text": card(&["Bernd Familie", "UID:b", "EMAIL:fam@y.example"]) });
        let answer = blind.written(blind_import, json!({ "input": input })).await;
        assert_eq!(answer["report"]["rows"][0], json!({ "action": "UPDATED", "reason": "joined with somebody who is there: same e-mail address and name" }));
    }

    a_profile_page_in_another_spelling_is_the_same_person_from_either_side(app) {
        let owner = app.owner().await;
        let (card, table) = (file("profile-page.vcf"), file("profile-page.csv"));
        assert_eq!(actions(&owner, &card).await, ["CREATED"]);
        let rows = import(&owner, &table).await;
        assert_eq!(rows, [("UPDATED".to_owned(), "joined with Ana Ribeiro: same profile page and name".to_owned())]);
        let query = "{ people(first: 5) { nodes { metOn contactPoints { value } } } }";
        let found = json!([{ "metOn": "2024-03-12", "contactPoints": [{ "value": "http://www.linkedin.com/in/ana-ribeiro-1" }] }]);
        assert_eq!(owner.ok(query, json!({})).await["people"]["nodes"], found);
        for again in [&card, &table] {
            assert_eq!(actions(&owner, again).await, ["UNCHANGED"]);
        }
        let other = app.owner().await;
        assert_eq!(actions(&other, &table).await, ["CREATED"]);
        let spelt = card.replace("http://www.linkedin.com/in/ana-ribeiro-1", "https://de.linkedin.com/in/Ana-Ribeiro-1/?trk=people");
        assert_eq!(actions(&other, &spelt).await, ["UPDATED"]);
        assert_eq!(people(&other).await, ["Ana Ribeiro"]);
    }

    a_uid_is_the_same_with_a_prefix_and_in_another_case(app) {
        let owner = app.owner().await;
        let with = |uid: &str, note: &str| card(&["Ana Reis", &format!("UID:{uid}"), &format!("NOTE:{note}")]);
        assert_eq!(actions(&owner, &with("urn:uuid:0D4E9B52-11F0-4A77-9C3E-5F6A7B8C9D0E", "1")).await, ["CREATED"]);
        assert_eq!(actions(&owner, &with("0d4e9b52-11f0-4a77-9c3e-5f6a7b8c9d0e", "2")).await, ["UPDATED"]);
        assert_eq!(actions(&owner, &with("URN:UUID:0d4e9b52-11F0-4a77-9c3e-5f6a7b8c9d0e", "3")).await, ["UPDATED"]);
        assert_eq!(actions(&owner, &with("AB-12:Person", "1")).await, ["CREATED"]);
        assert_eq!(actions(&owner, &with("ab-12:PERSON", "2")).await, ["UPDATED"]);
        assert_eq!(people(&owner).await.len(), 2);
    }

    a_number_is_the_same_however_it_is_written(app) {
        let owner = app.owner().await;
        let with = |number: &str| card(&["Ana Reis", &format!("TEL:{number}")]);
        assert_eq!(actions(&owner, &with("+49 (0)30 901820")).await, ["CREATED"]);
        assert_eq!(actions(&owner, &with("0049-30-90 18 20")).await, ["UPDATED"]);
        // Which country's number this is, nobody has said yet.
        assert_eq!(actions(&owner, &with("030 901820")).await, ["CREATED"]);
        let update = "mutation { updateWorkspace(input: { defaultRegion: \"de\" }) { workspace { defaultRegion } userErrors { message } } }";
        assert_eq!(owner.written(update, json!({})).await["workspace"]["defaultRegion"], "DE");
        assert_eq!(actions(&owner, &with("030 901820 ")).await, ["UNCHANGED"]);
        assert_eq!(actions(&owner, &with("030/9018-20")).await, ["UPDATED"]);
        assert_eq!(people(&owner).await.len(), 2);
    }

    a_changed_region_reads_every_number_of_the_workspace_anew(app) {
        let owner = app.owner().await;
        let points: Vec<Value> = ["030 901820", "+351 912 345 678", "06 12 34 56 78", "030 901820 ext. 4"].iter().map(|value| json!({ "kind": "PHONE", "value": value })).collect();
        let id = create(&owner, json!({ "displayName": "Ana", "contactPoints": points })).await;
        let region = "mutation($region: String) { updateWorkspace(input: { defaultRegion: $region }) { userErrors { code path } } }";
        let forms = async || {
            let data = owner.ok("query($id: ID!) { person(by: { id: $id }) { revision contactPoints { e164 } } }", json!({ "id": id })).await;
            assert_eq!(data["person"]["revision"], 1);
            data["person"]["contactPoints"].as_array().unwrap().iter().map(|point| point["e164"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(json!(forms().await), json!([null, "+351912345678", null, null]));
        owner.written(region, json!({ "region": "DE" })).await;
        assert_eq!(forms().await[0], "+4930901820");
        owner.written(region, json!({ "region": "FR" })).await;
        assert_eq!(json!(forms().await), json!([null, "+351912345678", "+33612345678", null]));
        owner.written(region, json!({ "region": null })).await;
        assert_eq!(json!(forms().await), json!([null, "+351912345678", null, null]));
        let errors = owner.refused(region, json!({ "region": "Germany" })).await;
        assert_eq!(errors[0], json!({ "code": "INVALID", "path": ["input", "defaultRegion"] }));
    }

    a_card_of_a_name_alone_that_gains_a_note_is_still_that_person(app) {
        let owner = app.owner().await;
        let first = card(&["Emeka Okafor", "N:Okafor;Emeka;;;"]);
        assert_eq!(actions(&owner, &first).await, ["CREATED"]);
        let noted = card(&["Emeka Okafor", "N:Okafor;Emeka;;;", "NOTE:Plays the oboe."]);
        let rows = import(&owner, &noted).await;
        assert_eq!(rows[0].0, "UPDATED");
        assert_eq!(rows[0].1, "joined with Emeka Okafor: same name, and neither has anything else to be known by");
        let data = owner.ok("{ people(first: 5) { nodes { displayName notes } } }", json!({})).await;
        assert_eq!(data["people"]["nodes"], json!([{ "displayName": "Emeka Okafor", "notes": "Plays the oboe." }]));
        // Neither file brings anything new, in whatever order they come again.
        for again in [&first, &noted, &first] {
            assert_eq!(actions(&owner, again).await, ["UNCHANGED"]);
        }
        // What was removed by hand stays away, though the card changes.
        let id = owner.ok("{ people(first: 1) { nodes { id } } }", json!({})).await["people"]["nodes"][0]["id"].clone();
        let update = "mutation($id: ID!) { updatePerson(id: $id, input: { notes: \"Mine.\" }) { userErrors { message } } }";
        owner.written(update, json!({ "id": id })).await;
        let titled = card(&["Emeka Okafor", "N:Okafor;Emeka;;;", "NOTE:Plays the flute.", "TITLE:Oboist"]);
        assert_eq!(actions(&owner, &titled).await, ["UPDATED"]);
        let data = owner.ok("{ people(first: 5) { nodes { headline notes } } }", json!({})).await;
        assert_eq!(data["people"]["nodes"], json!([{ "headline": "Oboist", "notes": "Mine." }]));
    }

    a_card_with_a_number_that_gains_a_note_is_still_that_person(app) {
        let owner = app.owner().await;
        let with = |lines: &[&str]| card(&[&["Dmitri Orlov", "N:Orlov;Dmitri;;;"], lines].concat());
        for (lines, action) in [
            (&["TEL:+7 901 234-56-78"][..], "CREATED"),
            (&["TEL:+7 901 234-56-78", "NOTE:one"], "UPDATED"),
            (&["TEL:+7 (901) 2345678", "NOTE:two", "ADR:;;Ul. 1;Perm;;;"], "UPDATED"),
            (&["ADR:;;Ul. 1;Perm;;;"], "UPDATED"),
            (&["TEL:+7 901 234-56-78"], "UNCHANGED"),
        ] {
            assert_eq!(actions(&owner, &with(lines)).await, [action], "{lines:?}");
        }
        assert_eq!(people(&owner).await, ["Dmitri Orlov"]);
    }

    two_cards_of_one_name_in_one_file_are_two_people(app) {
        let owner = app.owner().await;
        let cards = [card(&["Ana", "NOTE:from Porto"]), card(&["Ana", "NOTE:from Lima"])].concat();
        assert_eq!(actions(&owner, &cards).await, ["CREATED", "CREATED"]);
        assert_eq!(actions(&owner, &cards).await, ["UNCHANGED", "UNCHANGED"]);
        let rows = import(&owner, &card(&["Ana", "NOTE:from Rome"])).await;
        assert_eq!(rows, [("CREATED".to_owned(), "may be the same as Ana (same name), Ana (same name)".to_owned())]);
    }

    many_versions_of_a_card_without_a_key_stay_one_person(app) {
        let owner = app.owner().await;
        for number in 0..30 {
            let text = card(&["Ana Reis", "EMAIL:ana@x.example", &format!("NOTE:{number}")]);
            let expected = if number == 0 { "CREATED" } else { "UPDATED" };
            assert_eq!(actions(&owner, &text).await, [expected], "{number}");
        }
        assert_eq!(actions(&owner, &card(&["Ana Reis", "EMAIL:ana@x.example", "NOTE:3"])).await, ["UNCHANGED"]);
        let data = owner.ok("{ people(first: 5) { nodes { notes externalRefs { source } } } }", json!({})).await;
        let people = data["people"]["nodes"].as_array().unwrap();
        assert_eq!((people.len(), &people[0]["notes"]), (1, &json!("29")));
        assert_eq!(people[0]["externalRefs"].as_array().unwrap().len(), 8);
    }

    an_archived_person_is_not_made_again(app) {
        let owner = app.owner().await;
        let id = create(&owner, json!({ "displayName": "Old Friend", "contactPoints": email("old@f.example") })).await;
        actions(&owner, &card(&["Hana Sato"])).await;
        let hana = owner.ok("{ people(first: 1) { nodes { id } } }", json!({})).await["people"]["nodes"][0]["id"].clone();
        for id in [json!(id), hana] {
            owner.written("mutation($id: ID!) { archivePerson(id: $id) { userErrors { message } } }", json!({ "id": id })).await;
        }
        let rows = import(&owner, &[card(&["Old Friend", "EMAIL:old@f.example"]), card(&["Hana Sato", "NOTE:new"])].concat()).await;
        let reason = |name: &str, why: &str| format!("the person is archived ({name}, {why}); restore them to import again");
        assert_eq!(rows, [
            ("SKIPPED".to_owned(), reason("Old Friend", "same e-mail address and name")),
            ("SKIPPED".to_owned(), reason("Hana Sato", "same name, and neither has anything else to be known by")),
        ]);
        assert_eq!(people(&owner).await, ["Hana Sato", "Old Friend"]);
    }

    an_import_without_rows_answers_the_last_change(app) {
        let owner = app.owner().await;
        owner.person("Ana").await;
        let latest = owner.ok("{ workspace { latestSeq } }", json!({})).await["workspace"]["latestSeq"].clone();
        let answer = owner.written(IMPORT, json!({ "input": { "text": "First Name,Last Name,URL\n" } })).await;
        assert_eq!((&answer["seq"], answer["report"]["rows"].as_array().unwrap().len()), (&latest, 0));
    }

    organizations_that_differ_in_a_mark_are_two(app) {
        let owner = app.owner().await;
        let at = |name: &str| json!({ "organizationName": name });
        let affiliations = [at("Ozan"), at("OZAN"), at("Özan"), at("O\u{308}ZAN"), at("ハハ"), at("ババ")];
        create(&owner, json!({ "displayName": "Ana", "affiliations": affiliations })).await;
        let data = owner.ok("{ organizations(first: 20) { nodes { name } } }", json!({})).await;
        let mut names: Vec<_> = data["organizations"]["nodes"].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
        names.sort_unstable();
        assert_eq!(names, ["Ozan", "Özan", "ハハ", "ババ"]);
    }

    a_repeated_file_is_known_with_as_many_statements_for_two_hundred_rows_as_for_two(app) {
        let owner = app.owner().await;
        let cards = |count: usize| (0..count).map(|number| card(&[&format!("Person {number}"), &format!("EMAIL:p{number}@x.example"), &format!("TEL:+351 912 345 {number:03}")])).collect::<String>();
        let mut counts = Vec::new();
        for count in [2, 200] {
            actions(&owner, &cards(count)).await;
            let statements = app.statements(async {
                assert!(actions(&owner, &cards(count)).await.iter().all(|action| action == "UNCHANGED"));
            }).await;
            counts.push(statements.len());
        }
        assert_eq!(counts[0], counts[1]);
    }
}

/// Who is there, with what their files said of them.
async fn network(client: &Client) -> Value {
    let query = "{ people(first: 100, includeArchived: true) { nodes {
        displayName givenName middleName familyName namePrefix nickname headline notes birthday metOn archivedAt
        contactPoints { kind value label isPrimary } affiliations { organization { name } role department } tags { name } } } }";
    client.ok(query, json!({})).await
}

/// Whether all that was there is there still.
fn keeps(after: &Value, before: &Value) -> bool {
    match (after, before) {
        (_, Value::Null) => true,
        (Value::Object(after), Value::Object(before)) => {
            before.iter().all(|(field, value)| keeps(&after[field], value))
        }
        (Value::Array(after), Value::Array(before)) => {
            before.iter().all(|value| after.iter().any(|it| keeps(it, value)))
        }
        (after, before) => after == before,
    }
}

upgraded! {
    what_an_older_program_imported_is_known_again(app, _release) {
        for user in ["owner", "demo"] {
            let client = release::user(&app, user).await;
            let before = network(&client).await;
            // What the older program could not keep may be added once; nobody is made, and nothing is taken away.
            for allowed in [&["UNCHANGED", "SKIPPED", "UPDATED"][..], &["UNCHANGED", "SKIPPED"]] {
                for name in release::IMPORTS {
                    for (action, reason) in import(&client, &release::import(name)).await {
                        assert!(allowed.contains(&action.as_str()), "{name}: {action} {reason}");
                        assert!(!reason.contains("joined with"), "{name}: {reason}");
                    }
                }
            }
            let after = network(&client).await;
            assert_eq!(before["people"]["nodes"].as_array().unwrap().len(), after["people"]["nodes"].as_array().unwrap().len());
            assert!(keeps(&after, &before), "{before:#} {after:#}");
        }
    }

    rows_of_then_that_changed_since_are_the_same_people(app, _release) {
        let owner = release::user(&app, "owner").await;
        let there = people(&owner).await.len();
        // What the older program could not keep is added first.
        for file in ["old-phone.vcf", "address-book.vcf", "Connections.csv"] {
            actions(&owner, &release::import(file)).await;
        }
        for (file, from, to) in [
            ("old-phone.vcf", "TEL;HOME:+45 33 12 34 56", "TEL;HOME:0045 33 12 34 56\nNOTE:Calls on Sundays."),
            ("address-book.vcf", "NOTE:Neither UID nor address nor number.", "NOTE:Has a note now."),
            ("address-book.vcf", "FN:Fatima Zahra", "FN:Fatima Zahra\nTITLE:Dean"),
            ("address-book.vcf", "urn:uuid:0D4E9B52-11F0-4A77-9C3E-5F6A7B8C9D0E", "0d4e9b52-11f0-4a77-9c3e-5f6a7b8c9d0e\nTITLE:Composer"),
            ("Connections.csv", "Raman Studio,Founder", "Raman Studio,Owner"),
        ] {
            let text = release::import(file);
            assert!(text.contains(from), "{from}");
            let rows = actions(&owner, &text.replace(from, to)).await;
            assert_eq!(rows.iter().filter(|action| *action == "UPDATED").count(), 1, "{to}: {rows:?}");
            assert!(!rows.contains(&"CREATED".to_owned()), "{to}: {rows:?}");
        }
        assert_eq!(people(&owner).await.len(), there);
        let bela = owner.ok("{ person(by: { email: \"bela@kovacs.example\" }) { headline } }", json!({})).await;
        assert_ne!(bela["person"]["headline"], "Composer", "what was written by hand stays");
    }

    numbers_and_pages_of_then_are_found_in_other_spellings(app, _release) {
        let owner = release::user(&app, "owner").await;
        let cards = [
            card(&["Dmitri Orlov", "UID:new-1", "TEL:007 (901) 234 56 78"]),
            card(&["Bela Kovacs", "UID:new-2", "URL:http://hu.linkedin.com/in/bela-kovacs?trk=x"]),
        ];
        assert_eq!(actions(&owner, &cards.concat()).await, ["UPDATED", "UPDATED"]);
        let data = owner.ok("{ people(first: 100) { nodes { displayName contactPoints { e164 } } } }", json!({})).await;
        let nodes = data["people"]["nodes"].as_array().unwrap();
        let dmitri = nodes.iter().find(|person| person["displayName"] == "Dmitri Orlov").unwrap();
        assert_eq!(dmitri["contactPoints"], json!([{ "e164": "+79012345678" }]));
    }

    labels_of_then_keep_their_names_and_take_others_beside_them(app, _release) {
        let owner = release::user(&app, "owner").await;
        let make = "mutation($name: String!) { createTag(input: { name: $name }) { tag { name } userErrors { code } } }";
        for (name, taken) in [("MENTORS", true), ("Mentörs", false)] {
            let answer = owner.ok(make, json!({ "name": name })).await;
            assert_eq!(answer["createTag"]["tag"].is_null(), taken, "{answer}");
        }
    }
}
