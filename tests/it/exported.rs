//! People as cards and as a table: what is written is read by others, and taken in again without loss.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tests::{Client, Engine, TestApp, both};

use super::transfer::{base64, calcard};

const IMPORT: &str = "mutation($input: ImportContactsInput!) { importContacts(input: $input) { report { rows { action person { id } } } userErrors { message } } }";

/// What a card can tell of people.
const TOLD: &str = "query($after: String) { people(first: 100, after: $after, orderBy: { field: CREATED_AT, direction: ASC }) {
    pageInfo { endCursor hasNextPage } nodes { displayName givenName middleName familyName namePrefix nameSuffix nickname pronouns headline notes
        timeZone birthday city country diedOn contactPoints { kind value label isPrimary } affiliations { organization { name } role department }
        facts { kind text } tags { name } milestones { nodes { kind title date } } ties { nodes { kind to { displayName } } } } } }";

/// What reads files as other programs do, if it is installed. In CI it must be.
pub fn python(kind: &str, text: &str) -> Option<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("python");
    let program = folder.join(".venv/bin/python");
    if !program.exists() {
        let in_ci = std::env::var("CI").is_ok_and(|value| !value.is_empty() && value != "false");
        let advice = "Files are NOT read by Python. Run .ci/install.";
        assert!(!in_ci, "{advice}");
        writeln!(std::io::stderr(), "\n*** {advice}\n").unwrap_or_default();
        return None;
    }
    let mut command = Command::new(program);
    command.arg(folder.join("read.py")).arg(kind);
    let mut reading = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = reading.stdin.take().unwrap();
    input.write_all(text.as_bytes()).unwrap();
    drop(input);
    let output = reading.wait_with_output().unwrap();
    assert!(output.status.success(), "{text}");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

pub async fn get(app: &TestApp, client: &Client, path: &str) -> (u16, String) {
    let request = app.http().get(app.url(path)).bearer_auth(client.token());
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

async fn exported(app: &TestApp, client: &Client, path: &str) -> String {
    let (status, file) = get(app, client, path).await;
    assert_eq!(status, 200, "{file}");
    file
}

async fn import(client: &Client, bytes: &[u8]) {
    let input = json!({ "base64": base64(bytes) });
    client.ok(IMPORT, json!({ "input": input })).await;
}

/// Two of the cards have this name and the same address: in one file they are one person.
const TWICE: &str = "With Picture";

fn is_user(person: &Value) -> bool {
    let number = person["displayName"].as_str().unwrap().strip_prefix("User ");
    let address = number.map(|number| format!("user{number}@example.org"));
    let points = person["contactPoints"].as_array().unwrap();
    address.is_some_and(|address| points.iter().any(|point| point["value"] == address.as_str()))
}

/// All people as cards can tell of them, each list in an order of its own.
async fn told(client: &Client) -> Vec<Value> {
    let (mut all, mut after) = (Vec::new(), Value::Null);
    loop {
        let mut page = client.ok(TOLD, json!({ "after": after })).await["people"].take();
        let Value::Array(nodes) = page["nodes"].take() else {
            panic!("{page}")
        };
        // But for who stands for the user of the workspace that they came from.
        all.extend(
            nodes
                .into_iter()
                .filter(|it| !is_user(it) && it["displayName"] != TWICE),
        );
        after = page["pageInfo"]["endCursor"].take();
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    for person in &mut all {
        for list in [
            "/contactPoints",
            "/affiliations",
            "/facts",
            "/tags",
            "/milestones/nodes",
            "/ties/nodes",
        ] {
            let list = person.pointer_mut(list).unwrap().as_array_mut().unwrap();
            list.sort_by_key(Value::to_string);
        }
    }
    all.sort_by_key(Value::to_string);
    all
}

/// The cards of a file, in an order of their own.
fn cards(file: &str) -> Vec<&str> {
    let mut cards: Vec<&str> = file.split("END:VCARD\r\n").collect();
    // But for the user's own.
    let is_own = |card: &str| card.contains("FN:User ") && card.contains("@example.org");
    let is_twice = |card: &str| card.lines().any(|line| line.strip_prefix("FN:") == Some(TWICE));
    cards.retain(|card| !is_own(card) && !is_twice(card));
    cards.sort_unstable();
    cards
}

fn alike(one: &[Value], other: &[Value]) {
    let lacking: Vec<_> = one.iter().filter(|it| !other.contains(it)).take(3).collect();
    let more: Vec<_> = other.iter().filter(|it| !one.contains(it)).take(3).collect();
    assert!(lacking.is_empty() && more.is_empty(), "{lacking:#?}\n{more:#?}");
    assert_eq!(one.len(), other.len());
}

both! {
    every_card_that_calcard_ships_comes_out_as_it_went_in(app) {
        let first = app.owner().await;
        let mut files: Vec<_> = std::fs::read_dir(calcard().join("resources/vcard")).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|file| file.extension().is_some_and(|extension| extension == "vcf"));
        files.sort();
        for file in &files {
            import(&first, &std::fs::read(file).unwrap()).await;
        }
        let people = told(&first).await;
        assert!(people.len() > 200, "{}", people.len());
        for version in ["4.0", "3.0"] {
            let file = exported(&app, &first, &format!("/export/people.vcf?version={version}")).await;
            assert_eq!(file.lines().filter(|line| *line == "BEGIN:VCARD").count(), people.len() + 3);
            assert_eq!(file.lines().filter(|line| *line == format!("VERSION:{version}")).count(), people.len() + 3);
            let other = app.owner().await;
            import(&other, file.as_bytes()).await;
            alike(&people, &told(&other).await);
            // What came from the file is written as the same file.
            let again = exported(&app, &other, &format!("/export/people.vcf?version={version}")).await;
            let (one, other) = (cards(&file), cards(&again));
            let differs = one.iter().zip(&other).find(|(one, other)| one != other);
            assert!(differs.is_none() && one.len() == other.len(), "{differs:#?}");
            if app.engine == Engine::Sqlite {
                let read = python("cards", &file);
                assert!(read.is_none_or(|read| read.as_array().unwrap().len() == people.len() + 3));
            }
        }
    }

    what_is_written_by_hand_comes_back(app) {
        let owner = app.owner().await;
        let make = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { person { id } userErrors { code message path } } }";
        let ada = json!({ "input": {
            "displayName": "Ada; \"the\" Countess, of\\Lovelace", "givenName": "Ada", "middleName": "King, Byron", "familyName": "Noël;Lovelace", "namePrefix": "Dr.", "nameSuffix": "PhD",
            "nickname": "A, B", "pronouns": "she/her", "headline": "Investor", "notes": "One, two; three\n\nfour \\n five", "timeZone": "Europe/Lisbon", "birthday": "--02-29", "city": "Lisboa; Belém", "country": "PT", "diedOn": "2020-11",
            "contactPoints": [
                { "kind": "EMAIL", "value": "ada@example.org", "label": "home", "isPrimary": true }, { "kind": "EMAIL", "value": "a@work.example", "label": "the \"new\" one; really" },
                { "kind": "PHONE", "value": "+351 912 345 678", "label": "mobile" }, { "kind": "PHONE", "value": "+351 212 345 678", "label": "work fax", "isPrimary": true },
                { "kind": "URL", "value": "https://example.org/a,b;c?d=e%20f", "label": "blog" }, { "kind": "HANDLE", "value": "ada:l/o?v=1 %", "label": "Skype" },
                { "kind": "HANDLE", "value": "@ada:matrix.example" }, { "kind": "ADDRESS", "value": "Rua A, 1; 2º, 1000-001 Lisboa", "label": "home" } ],
            "affiliations": [{ "organizationName": "Acme, Inc.; Lda", "role": "Chair", "department": "Board; A, B" }, { "organizationName": "Beta" }, { "organizationName": "Gamma", "role": "Fellow" }],
            "facts": [{ "kind": "SKILL", "text": "Analysis, engines; numbers" }, { "kind": "GOAL", "text": "To fly" }, { "kind": "OTHER", "text": "mother: Annabella" }, { "kind": "INTEREST", "text": "Horses" }],
            "tagNames": ["maths, pure", "a;b"] } });
        let id = owner.written(make, ada).await["person"]["id"].take();
        owner.written(make, json!({ "input": { "displayName": "Bo", "affiliations": [{ "organizationName": "Beta", "role": "CTO" }], "birthday": "1985-04", "country": "DE", "diedOn": "2019-02-03" } })).await;
        let milestone = "mutation($input: CreateMilestoneInput!) { createMilestone(input: $input) { userErrors { code message path } } }";
        for (kind, date, title) in [("ANNIVERSARY", "2001-05-06", None), ("NEW_JOB", "2020-01", Some("Acme")), ("MOVE", "2019-02-03", None), ("ANNIVERSARY", "--06-07", Some("Of the firm"))] {
            owner.written(milestone, json!({ "input": { "personId": id, "kind": kind, "date": date, "title": title } })).await;
        }
        let people = told(&owner).await;
        for version in ["4.0", "3.0"] {
            let file = exported(&app, &owner, &format!("/export/people.vcf?version={version}")).await;
            let other = app.owner().await;
            import(&other, file.as_bytes()).await;
            alike(&people, &told(&other).await);
            if let Some(read) = python("cards", &file) {
                let read = read.as_array().unwrap().iter().find(|card| card.get("CATEGORIES").is_some()).unwrap();
                let read = [read];
                assert_eq!(read[0]["FN"], json!(["Ada; \"the\" Countess, of\\Lovelace"]), "{read:#?}");
                assert_eq!(read[0]["N"][0]["family"], "Noël;Lovelace");
                assert_eq!(read[0]["ORG"][0], json!(["Acme, Inc.; Lda", "Board; A, B"]));
                assert_eq!(read[0]["EMAIL"], json!(["ada@example.org", "a@work.example"]));
                assert_eq!(read[0]["CATEGORIES"], json!([["a;b", "maths, pure"]]));
            }
        }
    }

    a_table_has_a_line_for_everybody_and_no_formula(app) {
        let owner = app.owner().await;
        let make = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { person { id } userErrors { code message path } } }";
        let evil = json!({ "input": { "displayName": "=HYPERLINK(\"http://x.example\")", "headline": "'quoted", "notes": "a\n\"b\",c", "birthday": "--02-29", "tagNames": ["x", "y"],
            "contactPoints": [{ "kind": "PHONE", "value": "+351 912 345 678", "label": "work" }], "affiliations": [{ "organizationName": "Acme", "role": "CTO" }] } });
        let id = owner.written(make, evil).await["person"]["id"].take();
        owner.person("Bo").await;
        let file = exported(&app, &owner, "/export/people.csv").await;
        let mut lines = file.split("\r\n");
        let head: Vec<&str> = lines.next().unwrap().split(',').collect();
        assert!(head.starts_with(&["id", "displayName", "givenName"]), "{head:?}");
        assert!(lines.next().unwrap().contains("User 0"));
        let row = lines.next().unwrap();
        assert!(row.starts_with(&format!("{},\"'=HYPERLINK(\"\"http://x.example\"\")\",", id.as_str().unwrap())), "{row}");
        for cell in ["''quoted", "'--02-29", "'+351 912 345 678,work", "\"a\n\"\"b\"\",c\"", "Acme,CTO,", "x; y"] {
            assert!(row.contains(cell), "{cell}: {row}");
        }
        assert!(lines.next().unwrap().contains(",Bo,"));
        assert_eq!(lines.next(), Some(""));
    }

    a_file_is_of_those_who_are_meant(app) {
        let owner = app.owner().await;
        let make = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { person { id tags { id } } userErrors { code message path } } }";
        let ada = owner.written(make, json!({ "input": { "displayName": "Ada", "tagNames": ["t"] } })).await;
        let gone = owner.person("Gone").await;
        owner.written("mutation($id: ID!) { archivePerson(id: $id) { userErrors { message } } }", json!({ "id": gone })).await;
        let bo = owner.person("Bo").await;
        let circle = owner.written("mutation { createCircle(input: { name: \"c\" }) { circle { id } userErrors { message } } }", json!({})).await["circle"]["id"].take();
        owner.written("mutation($id: ID!, $people: [ID!]!) { addToCircle(id: $id, input: { personIds: $people }) { userErrors { message } } }", json!({ "id": circle, "people": [bo] })).await;
        let (circle, tag) = (circle.as_str().unwrap(), ada["person"]["tags"][0]["id"].as_str().unwrap());
        for (path, names) in [
            ("/export/people.vcf".to_owned(), vec!["Ada", "Bo"]),
            (format!("/export/people.vcf?circle={circle}&version=3.0"), vec!["Bo"]),
            (format!("/export/people.vcf?tag={tag}"), vec!["Ada"]),
            (format!("/export/people.csv?tag={tag}"), vec!["Ada"]),
        ] {
            let file = exported(&app, &owner, &path).await;
            for name in ["Ada", "Bo", "Gone"] {
                assert_eq!(file.contains(name), names.contains(&name), "{path}: {file}");
            }
        }
        for (path, says) in [
            ("/export/people.vcf?version=2.1", "version"),
            ("/export/people.csv?version=4.0", "version"),
            ("/export/people.vcf?circle=person_01h455vb4pex5vsknk084sn02q", "circle"),
            ("/export/people.vcf?tag=x", "tag"),
            ("/export/people.vcf?ciurcle=x", "ciurcle"),
        ] {
            let (status, refused) = get(&app, &owner, path).await;
            assert!(status == 400 && refused.contains(says), "{path}: {status} {refused}");
        }
        let stranger = app.owner().await;
        assert!(!exported(&app, &stranger, &format!("/export/people.vcf?tag={tag}")).await.contains("Ada"));
        let narrow = owner.with_scopes(&["INTERACTIONS_READ"]).await;
        assert_eq!(get(&app, &narrow, "/export/people.csv").await.0, 403);
        assert_eq!(get(&app, &app.anonymous(), "/export/people.csv").await.0, 401);
    }
}
