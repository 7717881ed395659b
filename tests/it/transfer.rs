//! Importing contacts through the API.

use std::path::PathBuf;
use std::process::Command;

use migration::{Migrator, MigratorTrait as _};
use sea_orm::{ConnectionTrait as _, Database};
use serde_json::{Value, json};
use tests::both;

const IMPORT: &str = "mutation($input: ImportContactsInput!) { importContacts(input: $input) {
    report { format created updated unchanged skipped rejected
             rows { position name action reason person { displayName headline tags { name } affiliations { organization { name } role }
                    contactPoints { kind value label isPrimary } externalRefs { source externalId url } } } }
    userErrors { code message path } } }";

const LINKEDIN: &str = "\u{feff}Notes:\n\"When exporting your connection data, you may notice that some of the email addresses are missing.\"\n\n\
First Name,Last Name,URL,Email Address,Company,Position,Connected On\n\
Ana,Silva,https://www.linkedin.com/in/Ana-Silva/,ana@example.org,\"Acme, Inc.\",CTO,12 Mar 2024\n\
,,,,,,\n\
\"Bo \"\"Bobby\"\"\",Li,https://www.linkedin.com/in/boli,,Widgets,,7-Feb-22\n";

fn rows(payload: &Value) -> Vec<(String, String)> {
    let rows = payload["report"]["rows"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
    rows.iter()
        .map(|row| (text(&row["action"]), text(&row["name"])))
        .collect()
}

both! {
    a_linkedin_export_is_taken_in_once(app) {
        let owner = app.owner().await;
        let file = json!({ "input": { "text": LINKEDIN } });
        let first = owner.written(IMPORT, file.clone()).await;
        insta::assert_json_snapshot!("a_linkedin_export", first);
        let seq = "{ workspace { latestSeq } }";
        let before = owner.ok(seq, json!({})).await;
        let again = owner.written(IMPORT, file).await;
        let actions: Vec<_> = rows(&again).into_iter().map(|(action, _)| action).collect();
        assert_eq!(actions, ["UNCHANGED", "SKIPPED", "UNCHANGED"]);
        assert_eq!(before, owner.ok(seq, json!({})).await);
    }

    what_a_token_imports_names_the_token(app) {
        let owner = app.owner().await;
        let me = owner.ok("{ viewer { id } }", json!({})).await["viewer"]["id"].take();
        let script = owner.lasting().await;
        let made = owner.ok("{ changes(types: [API_TOKEN]) { changes { recordId } } }", json!({})).await;
        let token = made["changes"]["changes"][0]["recordId"].clone();
        owner.written(IMPORT, json!({ "input": { "text": LINKEDIN } })).await;
        script.written(IMPORT, json!({ "input": { "text": LINKEDIN.replace("silva", "souza").replace("Silva", "Souza").replace("ana@", "bea@") } })).await;
        let by = "{ people(search: \"an\") { nodes { displayName createdBy { kind userId tokenId } } } changes(types: [PERSON]) { changes { actor { kind userId tokenId } } } }";
        let seen = owner.ok(by, json!({})).await;
        let people = seen["people"]["nodes"].as_array().unwrap();
        let author = |name: &str| people.iter().find(|it| it["displayName"] == name).map(|it| it["createdBy"].clone());
        assert_eq!(author("Ana Silva"), Some(json!({ "kind": "IMPORT", "userId": me, "tokenId": null })));
        assert_eq!(author("Ana Souza"), Some(json!({ "kind": "IMPORT", "userId": null, "tokenId": token })));
        // As it was written before the two were told apart.
        let db = Database::connect(app.database_url()).await.unwrap();
        for sql in [
            "UPDATE person SET created_by = replace(created_by, 'TOKEN:', '') WHERE created_by LIKE 'IMPORT:%'",
            "UPDATE change SET actor = replace(actor, 'TOKEN:', '') WHERE actor LIKE 'IMPORT:%'",
            "DELETE FROM seaql_migrations WHERE version = 'm20261126_000038_importing_tokens'",
        ] {
            db.execute_unprepared(sql).await.unwrap();
        }
        Migrator::up(&db, None).await.unwrap();
        db.close().await.unwrap();
        assert_eq!(seen, owner.ok(by, json!({})).await);
    }

    what_was_written_by_hand_survives_the_next_import(app) {
        let owner = app.owner().await;
        owner.written(IMPORT, json!({ "input": { "text": LINKEDIN } })).await;
        let found = owner.ok("{ person(by: { email: \"ana@example.org\" }) { id contactPoints { id kind } } }", json!({})).await;
        let (id, points) = (&found["person"]["id"], found["person"]["contactPoints"].as_array().unwrap());
        let email = points.iter().find(|point| point["kind"] == "EMAIL").unwrap();
        let update = "mutation($id: ID!, $input: UpdatePersonInput!) { updatePerson(id: $id, input: $input) { person { id } userErrors { message } } }";
        let input = json!({ "headline": "My favourite", "removeContactPointIds": [email["id"]] });
        owner.written(update, json!({ "id": id, "input": input })).await;
        let newer = LINKEDIN.replace("CTO", "CEO");
        let report = owner.written(IMPORT, json!({ "input": { "text": newer } })).await;
        assert_eq!(report["report"]["updated"], 1);
        let person = owner.ok("query($id: ID!) { person(by: { id: $id }) { headline contactPoints { kind } } }", json!({ "id": id })).await;
        assert_eq!(person["person"], json!({ "headline": "My favourite", "contactPoints": [{ "kind": "URL" }] }));
    }

    one_bad_card_never_fails_the_file(app) {
        let owner = app.owner().await;
        let cards = "BEGIN:VCARD\nVERSION:3.0\nFN:Ana\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:Broken\nBEGIN:VCARD\nVERSION:4.0\nFN:Bo\nBDAY:--0412\nEND:VCARD\n";
        let report = owner.written(IMPORT, json!({ "input": { "text": cards } })).await;
        let rows = rows(&report);
        assert!(rows.contains(&("CREATED".to_owned(), "Ana".to_owned())), "{rows:?}");
        assert!(rows.contains(&("CREATED".to_owned(), "Bo".to_owned())), "{rows:?}");
        assert!(rows.iter().any(|(action, _)| action == "REJECTED"), "{rows:?}");
    }

    a_file_of_something_else_is_refused_with_words(app) {
        let owner = app.owner().await;
        let errors = owner.refused(IMPORT, json!({ "input": { "text": "a,b\n1,2\n" } })).await;
        assert_eq!(errors[0]["code"], "INVALID");
        let errors = owner.refused(IMPORT, json!({ "input": {} })).await;
        assert_eq!(errors[0]["path"], json!(["input", "text"]));
        let errors = owner.refused(IMPORT, json!({ "input": { "base64": "*" } })).await;
        assert_eq!(errors[0]["path"], json!(["input", "base64"]));
    }

    every_card_that_calcard_ships_is_taken_in_once(app) {
        let owner = app.owner().await;
        let mut files: Vec<PathBuf> = std::fs::read_dir(calcard().join("resources/vcard")).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|file| file.extension().is_some_and(|extension| extension == "vcf"));
        files.sort();
        assert!(files.len() > 200, "the crate ships its test data");
        let (mut unreadable, mut made, mut reasons) = (0, 0, std::collections::BTreeMap::<String, u32>::new());
        for pass in 1..=2 {
            for file in &files {
                let bytes = std::fs::read(file).unwrap();
                let input = json!({ "base64": base64(&bytes) });
                let query = "mutation($input: ImportContactsInput!) { importContacts(input: $input) { report { created updated unchanged rejected rows(actions: [REJECTED]) { reason } } userErrors { message } } }";
                let data = owner.ok(query, json!({ "input": input })).await;
                let report = &data["importContacts"]["report"];
                if report.is_null() {
                    unreadable += 1;
                } else if pass == 1 {
                    made += report["created"].as_u64().unwrap();
                    for row in report["rows"].as_array().unwrap() {
                        *reasons.entry(row["reason"].as_str().unwrap().to_owned()).or_default() += 1;
                    }
                } else {
                    assert_eq!((&report["created"], &report["updated"]), (&json!(0), &json!(0)), "{}", file.display());
                }
            }
        }
        println!("{} files, {} without any card, {made} people made, {} cards rejected: {reasons:#?}", files.len(), unreadable / 2, reasons.values().sum::<u32>());
        assert!(made > 1_000 && unreadable <= 2, "{made} {unreadable}");
    }
}

/// Where the crate lies whose test data is imported.
pub fn calcard() -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    // Of this platform only: what others need was not fetched.
    let rustc = Command::new("rustc").arg("-vV").output().unwrap();
    let version = String::from_utf8(rustc.stdout).unwrap();
    let host = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .unwrap();
    let output = Command::new(cargo)
        .args([
            "metadata",
            "--filter-platform",
            host,
            "--format-version",
            "1",
            "--offline",
            "--manifest-path",
            manifest,
        ])
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages
        .iter()
        .find(|package| package["name"] == "calcard")
        .unwrap();
    PathBuf::from(package["manifest_path"].as_str().unwrap())
        .parent()
        .unwrap()
        .to_owned()
}

pub fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
