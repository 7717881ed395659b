//! Workspaces and accounts, erased.

use std::collections::BTreeSet;

use api::kit::images::{APART, BOOKS, TABLES};
use entity::ids::WorkspaceId;
use serde_json::{Value, json};
use tests::{Client, Engine, TestApp, both, postgres};

use crate::replay::{filled, patient, tables};

const ERASE: &str = "mutation($name: String!) { eraseWorkspace(input: { name: $name }) { erased { workspaceId isDone memberCount records { type count } } userErrors { code message path } } }";
const LEAVE: &str = "mutation($password: String!) { eraseAccount(input: { password: $password }) { erasedWorkspaceCount userErrors { code message path } } }";
const HERE: &str = "{ workspace { id name } viewer { id email } }";

/// The rows of all tables in which one of these stands.
async fn naming(app: &TestApp, marks: &[String]) -> Vec<(String, String)> {
    let rows = tables::raw(app).await.into_iter();
    rows.filter(|(_, row)| marks.iter().any(|mark| row.contains(mark.as_str())))
        .collect()
}

async fn here(client: &Client) -> (String, String, String) {
    let here = client.ok(HERE, json!({})).await;
    let text = |path: &str| here.pointer(path).unwrap().as_str().unwrap().to_owned();
    (
        text("/workspace/id"),
        text("/workspace/name"),
        text("/viewer/email"),
    )
}

fn uuid(id: &str) -> String {
    id.parse::<WorkspaceId>().unwrap().0.to_string()
}

async fn refused(client: &Client) -> bool {
    client.send(HERE, json!({})).await.1["errors"].is_array()
}

async fn all_gone(app: TestApp) {
    let owner = filled(&app).await;
    let (id, name, _) = here(&owner).await;
    let other = app.owner().await;
    other.person("Of another").await;
    let (member, token) = (owner.member("EDITOR").await, owner.lasting().await);
    let wrong = owner.refused(ERASE, json!({ "name": "Another" })).await;
    assert_eq!(
        (&wrong[0]["code"], &wrong[0]["path"]),
        (&json!("INVALID"), &json!(["input", "name"]))
    );
    assert_eq!(
        token.refused(ERASE, json!({ "name": name })).await[0]["code"],
        "FORBIDDEN"
    );
    assert!(member.send(ERASE, json!({ "name": name })).await.1["errors"].is_array());
    assert!(!naming(&app, &[uuid(&id)]).await.is_empty());
    let erased = owner.written(ERASE, json!({ "name": name })).await["erased"].take();
    assert_eq!(erased["workspaceId"], id);
    assert!(
        erased["records"]
            .as_array()
            .unwrap()
            .iter()
            .any(|it| it["type"] == "PERSON" && it["count"].as_i64() > Some(5)),
        "{erased}"
    );
    for client in [&owner, &member, &token] {
        assert!(refused(client).await);
    }
    api::chores::round(&app.app).await.unwrap();
    assert_eq!(naming(&app, &[uuid(&id), id]).await, []);
    let people = other.ok("{ people { nodes { displayName } } }", json!({})).await;
    assert_eq!(
        people["people"]["nodes"],
        json!([{ "displayName": "Of another" }])
    );
}

#[test]
fn nothing_is_left_of_a_workspace_on_sqlite() {
    tests::run_with(Engine::Sqlite, patient, all_gone);
}

#[test]
fn nothing_is_left_of_a_workspace_on_postgres() {
    if postgres::cluster().is_some() {
        tests::run_with(Engine::Postgres, patient, all_gone);
    }
}

both! {
    nothing_is_left_of_an_account(app) {
        let owner = app.owner().await;
        let (id, _, address) = here(&owner).await;
        owner.person("Ana").await;
        let wrong = owner.refused(LEAVE, json!({ "password": "wrong" })).await;
        assert_eq!((&wrong[0]["code"], &wrong[0]["path"]), (&json!("CREDENTIALS"), &json!(["input", "password"])));
        assert_eq!(owner.lasting().await.refused(LEAVE, json!({ "password": "correct horse" })).await[0]["code"], "FORBIDDEN");
        let done = owner.written(LEAVE, json!({ "password": "correct horse" })).await;
        assert_eq!(done["erasedWorkspaceCount"], 1);
        assert!(refused(&owner).await);
        assert_eq!(naming(&app, &[uuid(&id), id, address]).await, []);
    }

    nobody_leaves_others_without_an_owner(app) {
        let owner = app.owner().await;
        let (_, name, address) = here(&owner).await;
        let member = owner.member("EDITOR").await;
        let errors = owner.refused(LEAVE, json!({ "password": "correct horse" })).await;
        assert_eq!(errors[0]["code"], "STATE");
        assert!(errors[0]["message"].as_str().unwrap().contains(&name), "{errors:?}");
        let (_, _, written) = here(&member).await;
        let person = member.person("By the member").await;
        // The member has a workspace of their own, which goes, and this one, which stays.
        let done = member.written(LEAVE, json!({ "password": "correct horse" })).await;
        assert_eq!(done["erasedWorkspaceCount"], 1);
        assert_eq!(naming(&app, &[written]).await, []);
        let by = owner.ok("query($id: ID!) { person(by: { id: $id }) { displayName createdBy { kind } } }", json!({ "id": person })).await;
        assert_eq!(by["person"], json!({ "displayName": "By the member", "createdBy": { "kind": "USER" } }));
        let done = owner.written(LEAVE, json!({ "password": "correct horse" })).await;
        assert_eq!(done["erasedWorkspaceCount"], 1);
        assert_eq!(naming(&app, &[address]).await, []);
    }

    every_table_of_a_workspace_is_in_one_list(app) {
        let listed: Vec<&str> = TABLES.iter().chain(BOOKS.iter()).chain(APART.iter()).map(|table| table.name)
            // What records are found by goes with them.
            .chain(["search_document"]).collect();
        let places = api::kit::distribution::places().await.unwrap();
        let places = places.iter().map(|it| serde_json::to_value(it).unwrap());
        let own: BTreeSet<String> = places.filter(|it| it["by"] == "workspace_id").map(|it: Value| it["table"].as_str().unwrap().to_owned()).collect();
        assert_eq!(listed.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>(), own);
        assert_eq!(listed.len(), own.len(), "none is in two");
        drop(app);
    }
}
