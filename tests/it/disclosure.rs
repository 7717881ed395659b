//! What a workspace holds about one person, as a document.

use std::collections::{BTreeSet, HashSet};

use api::kit::images::TABLES;
use entity::TypedId as _;
use entity::ids::PersonId;
use serde_json::{Value, json};
use tests::{Engine, TestApp, both, postgres};

use crate::exported::get;
use crate::replay::{filled, patient};

/// The rows of a table by which columns they are known, with what stands in these.
fn key(table: &str, row: &Value) -> Option<(String, String)> {
    let table = TABLES.iter().find(|it| it.name == table)?;
    let key: Vec<String> = table.key.iter().map(|column| row[*column].to_string()).collect();
    Some((table.name.to_owned(), key.join(" ")))
}

fn entries<'v>(document: &'v Value, members: &[&str]) -> Vec<(&'v str, &'v Value)> {
    let all = members
        .iter()
        .flat_map(|member| document[*member].as_array().unwrap());
    all.map(|it| (it["table"].as_str().unwrap(), &it["row"]))
        .collect()
}

async fn all_told(app: TestApp) {
    let client = filled(&app).await;
    let (status, file) = get(&app, &client, "/export/workspace.jsonl").await;
    assert_eq!(status, 200);
    let lines = file
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let rows: Vec<Value> = lines.filter(|line| line["table"].is_string()).collect();
    let of = |table: &'static str| {
        rows.iter()
            .filter(move |line| line["table"] == table)
            .map(|line| &line["row"])
    };
    let people: Vec<&str> = of("person").map(|row| row["id"].as_str().unwrap()).collect();
    assert!(people.len() > 10, "{}", people.len());
    let mut seen = BTreeSet::new();
    for id in &people {
        let typed = PersonId::from_uuid(id.parse().unwrap()).to_string();
        let (status, text) = get(&app, &client, &format!("/export/people/{typed}.json")).await;
        assert_eq!(status, 200, "{text}");
        let document: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            (&document["format"], &document["person"]),
            (&json!("rapport.person"), &json!(typed))
        );
        let told = entries(&document, &["about", "part", "namedBy", "nudgeDecisions"]);
        let keys: HashSet<_> = told.iter().filter_map(|(table, row)| key(table, row)).collect();
        // Whatever row names them is there.
        for line in rows.iter().filter(|line| {
            line["row"]
                .as_object()
                .unwrap()
                .values()
                .any(|value| value == id || value.as_str().is_some_and(|text| text.contains(&typed)))
        }) {
            if let Some(wanted) = key(line["table"].as_str().unwrap(), &line["row"]) {
                assert!(keys.contains(&wanted), "{typed} {wanted:?} is not in {text}");
                seen.insert(wanted.0);
            }
        }
        // Those who were merged into them are they; of all others only ids are there.
        let own: HashSet<&str> = told
            .iter()
            .filter(|(table, row)| *table == "person" && row["display_name"].is_string())
            .map(|(_, row)| row["id"].as_str().unwrap())
            .collect();
        let mut merged = HashSet::from([*id]);
        while let Some(more) = of("person").find(|row| {
            !merged.contains(row["id"].as_str().unwrap())
                && row["merged_into_id"]
                    .as_str()
                    .is_some_and(|into| merged.contains(into))
        }) {
            merged.insert(more["id"].as_str().unwrap());
        }
        assert_eq!(own, merged, "{typed}");
        for (table, row) in entries(&document, &["about", "part"]) {
            let part = TABLES.iter().find(|it| it.name == table).unwrap();
            let named: Vec<&str> = part
                .naming(entity::RecordType::Person)
                .filter_map(|column| row[column].as_str())
                .collect();
            assert!(
                part.is_of_records() || named.is_empty() || named.iter().any(|it| own.contains(it)),
                "{typed} {table} {row}"
            );
        }
        // What stood in their records before was theirs as well.
        for kept in document["before"].as_array().unwrap() {
            let part = TABLES.iter().find(|it| kept["table"] == it.name).unwrap();
            for row in [&kept["before"], &kept["after"]] {
                assert!(
                    part.is_of_records() || row["person_id"].as_str().is_none_or(|it| own.contains(it)),
                    "{typed} {kept}"
                );
            }
        }
        let mut now = document.clone();
        now.as_object_mut().unwrap().remove("before");
        let text = now.to_string();
        for point in of("contact_point").filter(|row| !own.contains(row["person_id"].as_str().unwrap())) {
            let value = point["value"].as_str().unwrap();
            let is_shared = of("contact_point")
                .filter(|row| own.contains(row["person_id"].as_str().unwrap()))
                .any(|row| row["value"] == value || row["normalized"] == value);
            assert!(
                is_shared || !text.contains(&format!("\"{value}\"")),
                "{typed} {value}"
            );
        }
        // What the labels are called is told, and what another person is called is not.
        let names = entries(&document, &["names"]);
        for (_, row) in told.iter().filter(|(table, _)| *table == "person_tag") {
            assert!(
                names.iter().any(|(table, named)| *table == "tag"
                    && named["id"] == row["tag_id"]
                    && named["name"].is_string()),
                "{typed} {row}"
            );
        }
        assert!(names.iter().all(|(table, _)| *table != "person"));
        assert!(!document["changes"].as_array().unwrap().is_empty());
    }
    let naming = TABLES
        .iter()
        .filter(|table| table.naming(entity::RecordType::Person).next().is_some() && table.name != "photo");
    let lacking: Vec<&str> = naming
        .map(|table| table.name)
        .filter(|name| !seen.contains(*name))
        .collect();
    assert!(lacking.is_empty(), "nobody is named in {lacking:?}");
}

#[test]
fn all_that_is_about_somebody_is_told_and_nothing_that_is_anothers_on_sqlite() {
    tests::run_with(Engine::Sqlite, patient, all_told);
}

#[test]
fn all_that_is_about_somebody_is_told_and_nothing_that_is_anothers_on_postgres() {
    if postgres::cluster().is_some() {
        tests::run_with(Engine::Postgres, patient, all_told);
    }
}

both! {
    a_document_is_for_owners_and_of_somebody_who_is_there(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        let path = format!("/export/people/{ana}.json");
        let (status, text) = get(&app, &owner, &path).await;
        assert!(status == 200 && text.contains("\"Ana\""), "{status} {text}");
        assert_eq!(get(&app, &owner.viewer().await, &path).await.0, 403);
        assert_eq!(get(&app, &owner.member("EDITOR").await, &path).await.0, 403);
        assert_eq!(get(&app, &app.anonymous(), &path).await.0, 401);
        assert_eq!(get(&app, &app.owner().await, &path).await.0, 404);
        assert_eq!(get(&app, &owner, "/export/people/person_01h455vb4pex5vsknk084sn02q.json").await.0, 404);
        assert_eq!(get(&app, &owner, "/export/people/x.json").await.0, 400);
    }
}
