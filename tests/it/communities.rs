//! Communities and who belongs to them, through the API.

use serde_json::{Value, json};
use tests::{Client, both};

const ERRORS: &str =
    "userErrors { code message path ... on DuplicateError { existing { id } } ... on InputError { max } }";
const FIELDS: &str = "id name kind description place url revision archivedAt myMembership { role isMine isCurrent } members { totalCount nodes { id person { displayName } role startedOn endedOn isCurrent isMine } }";

const CREATE: &str = "createCommunity($input: CreateCommunityInput!)";
const UPDATE: &str = "updateCommunity($id: ID!, $input: UpdateCommunityInput!, $expectedRevision: Int)";
const RECORD: &str =
    "recordCommunityMembers($id: ID!, $input: RecordCommunityMembersInput!, $expectedRevision: Int)";
const REMOVE: &str = "removeCommunityMembers($id: ID!, $input: RemoveCommunityMembersInput)";
const ARCHIVE: &str = "archiveCommunity($id: ID!, $expectedRevision: Int)";
const RESTORE: &str = "restoreCommunity($id: ID!, $expectedRevision: Int)";

/// The document of a mutation that is given as it is declared.
fn document(mutation: &str) -> String {
    let (name, arguments) = mutation.split_once('(').unwrap();
    let names = arguments
        .split(',')
        .map(|it| it.trim().trim_start_matches('$').split(':').next().unwrap());
    let passed: Vec<String> = names.map(|name| format!("{name}: ${name}")).collect();
    format!(
        "mutation({arguments} {{ {name}({}) {{ community {{ {FIELDS} }} seq {ERRORS} }} }}",
        passed.join(", ")
    )
}

async fn written(client: &Client, mutation: &str, variables: Value) -> Value {
    client.written(&document(mutation), variables).await["community"].take()
}

/// Code and place of each error: `INVALID input.name`.
async fn refused(client: &Client, mutation: &str, variables: Value) -> Vec<String> {
    let errors = client.refused(&document(mutation), variables).await;
    let place = |error: &Value| {
        let path: Vec<_> = error["path"].as_array().unwrap().iter().map(text).collect();
        format!("{} {}", error["code"].as_str().unwrap(), path.join("."))
    };
    errors.iter().map(place).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

async fn create(client: &Client, name: &str) -> String {
    let input = json!({ "name": name, "kind": "CLUB" });
    text(&written(client, CREATE, json!({ "input": input })).await["id"])
}

async fn record(client: &Client, id: &str, members: Value) -> Value {
    let input = json!({ "members": members });
    written(client, RECORD, json!({ "id": id, "input": input })).await
}

/// The names that the list shows under these arguments.
async fn listed(client: &Client, arguments: &str) -> Vec<String> {
    let query = format!("{{ communities({arguments}) {{ nodes {{ name }} }} }}");
    let found = client.ok(&query, json!({})).await;
    let nodes = found["communities"]["nodes"].as_array().unwrap().iter();
    nodes.map(|node| text(&node["name"])).collect()
}

both! {
    a_community_is_made_changed_found_and_put_away(app) {
        let owner = app.owner().await.lasting().await;
        let input = json!({ "name": " Élan ", "kind": "ALUMNI", "description": "since school", "place": "Paris", "url": "https://elan.example" });
        let made = written(&owner, CREATE, json!({ "input": input })).await;
        assert_eq!((&made["name"], &made["kind"], &made["members"]["totalCount"], &made["myMembership"]), (&json!("Élan"), &json!("ALUMNI"), &json!(0), &Value::Null));
        create(&owner, "Zoo").await;
        assert_eq!(listed(&owner, "first: 5").await, ["Élan", "Zoo"]);
        assert_eq!(listed(&owner, "search: \"scho par\"").await, ["Élan"]);
        assert_eq!(listed(&owner, "filter: { name: { startsWith: \"ela\" }, kind: { in: [ALUMNI] } }").await, ["Élan"]);
        let changed = written(&owner, UPDATE, json!({ "id": made["id"], "input": { "place": null, "kind": "BOARD" }, "expectedRevision": 1 })).await;
        assert_eq!((&changed["place"], &changed["kind"], &changed["revision"]), (&Value::Null, &json!("BOARD"), &json!(2)));
        assert_eq!(listed(&owner, "search: \"paris\"").await, [""; 0]);
        assert_eq!(refused(&owner, UPDATE, json!({ "id": made["id"], "input": { "name": null, "kind": null, "url": "x".repeat(2_001) } })).await, ["REQUIRED input.name", "REQUIRED input.kind", "TOO_LONG input.url"]);
        assert_eq!(refused(&owner, UPDATE, json!({ "id": made["id"], "input": { "name": "x" }, "expectedRevision": 1 })).await, ["CONFLICT expectedRevision"]);
        written(&owner, ARCHIVE, json!({ "id": made["id"] })).await;
        assert_eq!(listed(&owner, "first: 5").await, ["Zoo"]);
        assert_eq!(refused(&owner, UPDATE, json!({ "id": made["id"], "input": { "name": "x" } })).await, ["STATE id"]);
        written(&owner, RESTORE, json!({ "id": made["id"] })).await;
        let seen = owner.ok("query($id: ID!) { community(id: $id) { name } node(id: $id) { ... on Community { kind } } changes(after: 0, types: [COMMUNITY]) { changes { op } } }", json!({ "id": made["id"] })).await;
        assert_eq!((&seen["community"]["name"], &seen["node"]["kind"]), (&json!("Élan"), &json!("BOARD")));
        assert_eq!(seen["changes"]["changes"].as_array().unwrap().len(), 5);
    }

    people_and_the_user_belong_to_a_community_for_a_time(app) {
        let owner = app.owner().await.lasting().await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let (club, other) = (create(&owner, "Club").await, create(&owner, "Other").await);
        let members = json!([{ "personId": ana, "role": " chair ", "startedOn": "2020-05" }, { "personId": bea, "startedOn": "2019", "endedOn": "2021-03-01" }, { "role": "treasurer" }]);
        let seen = record(&owner, &club, members.clone()).await;
        assert_eq!(seen["myMembership"], json!({ "role": "treasurer", "isMine": true, "isCurrent": true }));
        let nodes: Vec<Value> = seen["members"]["nodes"].as_array().unwrap().iter().map(|it| json!([it["person"]["displayName"], it["role"], it["startedOn"], it["endedOn"], it["isCurrent"]])).collect();
        assert!(nodes.contains(&json!(["Ana", "chair", "2020-05", null, true])) && nodes.contains(&json!(["Bea", null, "2019", "2021-03-01", false])), "{nodes:?}");
        assert_eq!(record(&owner, &club, members).await["revision"], seen["revision"]);
        // Of who is on the list, what is given is changed.
        let seen = record(&owner, &club, json!([{ "personId": bea, "endedOn": null, "role": "member" }, { "isCurrent": false }])).await;
        assert_eq!((&seen["myMembership"]["isCurrent"], &seen["myMembership"]["role"]), (&json!(false), &json!("treasurer")));
        let query = "query($club: ID!, $bea: ID!) { community(id: $club) { members(current: true) { nodes { person { displayName } startedOn } } } person(by: { id: $bea }) { communities { nodes { name } } communityMemberships(current: true) { nodes { role community { name } } } } }";
        let found = owner.ok(query, json!({ "club": club, "bea": bea })).await;
        assert_eq!(found["community"]["members"]["nodes"].as_array().unwrap().len(), 2);
        assert_eq!(found["person"], json!({ "communities": { "nodes": [{ "name": "Club" }] }, "communityMemberships": { "nodes": [{ "role": "member", "community": { "name": "Club" } }] } }));
        assert_eq!(listed(&owner, &format!("filter: {{ memberId: {{ eq: \"{ana}\" }} }}")).await, ["Club"]);
        assert_eq!(listed(&owner, "filter: { mine: true }").await, [""; 0], "they were");
        record(&owner, &other, json!([{}])).await;
        assert_eq!(listed(&owner, "filter: { mine: true }").await, ["Other"]);
        assert_eq!(listed(&owner, "filter: { memberId: { isNull: true } }").await, ["Other"]);
        let left = written(&owner, REMOVE, json!({ "id": club, "input": { "personIds": [ana, bea], "mine": true } })).await;
        assert_eq!(left["members"]["totalCount"], 0);
        assert_eq!(written(&owner, REMOVE, json!({ "id": club, "input": { "personIds": [ana] } })).await["revision"], left["revision"]);
    }

    what_makes_no_sense_of_members_is_refused_whole(app) {
        let owner = app.owner().await.lasting().await;
        let ana = owner.person("Ana").await;
        let club = create(&owner, "Club").await;
        let record = |members: Value| json!({ "id": club, "input": { "members": members } });
        let wrong = json!([{ "personId": ana, "startedOn": "2021", "endedOn": "2020-12" }, { "personId": ana, "role": "x".repeat(201) }, { "personId": "person_01h455vb4pex5vsknk084sn02q" }]);
        assert_eq!(refused(&owner, RECORD, record(wrong)).await, [
            "NOT_FOUND input.members.2.personId", "INVALID input.members.0.endedOn", "INVALID input.members.1.personId", "TOO_LONG input.members.1.role",
        ]);
        let many: Vec<Value> = (0..501).map(|_| json!({})).collect();
        assert_eq!(refused(&owner, RECORD, record(many.into())).await, ["TOO_MANY input.members"]);
        let found = owner.ok("query($id: ID!) { community(id: $id) { revision members { totalCount } } }", json!({ "id": club })).await;
        assert_eq!(found["community"], json!({ "revision": 1, "members": { "totalCount": 0 } }));
        let input = json!({ "id": "community_01h455vb4pex5vsknk084sn02q", "name": "x", "kind": "OTHER" });
        let (one, two) = (written(&owner, CREATE, json!({ "input": input })).await, written(&owner, CREATE, json!({ "input": input })).await);
        assert_eq!(one, two);
        assert_eq!(refused(&owner, CREATE, json!({ "input": { "id": one["id"], "name": "y", "kind": "OTHER" } })).await, ["DUPLICATE input.id"]);
    }
}
