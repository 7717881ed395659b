//! Fields that users define themselves, and what records hold in them.

use serde_json::{Value, json};
use tests::{Client, both};

use crate::replay::names::Names;
use crate::replay::undone::content;

const DEFINE: &str = "mutation($input: CreateCustomFieldInput!) { createCustomField(input: $input) {
    customField { id recordType key name kind choices position revision } userErrors { code message path ... on InputError { max } } } }";
const CHANGE: &str =
    "mutation($id: ID!, $input: UpdateCustomFieldInput!) { updateCustomField(id: $id, input: $input) {
    customField { name choices revision } userErrors { code message path } } }";
const HELD: &str =
    "displayName revision customFields { key name kind value number flag date customField { id } }";
const UNDO: &str = "mutation($id: ID!) { undoChangeSet(id: $id) { conflicts { field reason } changeSet { id } userErrors { message } } }";

async fn define(client: &Client, input: Value) -> Value {
    client.written(DEFINE, json!({ "input": input })).await["customField"].take()
}

/// One of each kind, of people.
pub async fn fields(client: &Client) {
    for (position, (key, kind)) in [
        ("customer_number", "TEXT"),
        ("budget", "NUMBER"),
        ("is_vip", "FLAG"),
        ("renewal", "DATE"),
        ("tier", "CHOICE"),
    ]
    .into_iter()
    .enumerate()
    {
        let mut input =
            json!({ "recordType": "PERSON", "key": key, "name": key, "kind": kind, "position": position });
        if kind == "CHOICE" {
            input["choices"] = json!(["Gold", "Silver"]);
        }
        define(client, input).await;
    }
}

async fn create(client: &Client, name: &str, values: Value) -> Value {
    let create = format!(
        "mutation($input: CreatePersonInput!) {{ createPerson(input: $input) {{ person {{ id {HELD} }} userErrors {{ code message path }} }} }}"
    );
    let input = json!({ "displayName": name, "customFields": values });
    client.written(&create, json!({ "input": input })).await["person"].take()
}

fn update() -> String {
    format!(
        "mutation($id: ID!, $input: UpdatePersonInput!) {{ updatePerson(id: $id, input: $input) {{ person {{ {HELD} }} userErrors {{ code message path }} }} }}"
    )
}

async fn changed(client: &Client, id: &Value, values: Value) -> Value {
    let variables = json!({ "id": id, "input": { "customFields": values } });
    client.written(&update(), variables).await["person"].take()
}

/// Keys and values, in order.
fn values(record: &Value) -> Vec<(String, String)> {
    let held = record["customFields"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    held.map(|it| (text(&it["key"]), text(&it["value"]))).collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let pairs = pairs.iter();
    pairs
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect()
}

fn given(pairs: &[(&str, &str)]) -> Value {
    let pairs = pairs
        .iter()
        .map(|(key, value)| json!({ "key": key, "value": value }));
    pairs.collect::<Vec<_>>().into()
}

async fn names(client: &Client, filter: Value) -> Vec<String> {
    let query = "query($filter: PersonFilter) { people(filter: $filter, orderBy: { field: DISPLAY_NAME, direction: ASC }) { nodes { displayName } } }";
    let found = client.ok(query, json!({ "filter": filter })).await;
    let nodes = found["people"]["nodes"].as_array().unwrap().iter();
    nodes
        .map(|it| it["displayName"].as_str().unwrap().to_owned())
        .collect()
}

both! {
    values_are_kept_in_one_form(app) {
    let client = app.owner().await;
    fields(&client).await;
    let said = given(&[
        ("renewal", "2027-2-3"),
        ("budget", "+0012.50"),
        ("tier", "gold"),
        ("is_vip", "TRUE"),
        ("customer_number", "  K-17\nsecond "),
    ]);
    let ana = create(&client, "Ana", said).await;
    assert_eq!(
        ana["customFields"],
        json!([
            { "key": "customer_number", "name": "customer_number", "kind": "TEXT", "value": "K-17\nsecond", "number": null, "flag": null, "date": null, "customField": { "id": ana["customFields"][0]["customField"]["id"] } },
            { "key": "budget", "name": "budget", "kind": "NUMBER", "value": "12.5", "number": 12.5, "flag": null, "date": null, "customField": { "id": ana["customFields"][1]["customField"]["id"] } },
            { "key": "is_vip", "name": "is_vip", "kind": "FLAG", "value": "true", "number": null, "flag": true, "date": null, "customField": { "id": ana["customFields"][2]["customField"]["id"] } },
            { "key": "renewal", "name": "renewal", "kind": "DATE", "value": "2027-02-03", "number": null, "flag": null, "date": "2027-02-03", "customField": { "id": ana["customFields"][3]["customField"]["id"] } },
            { "key": "tier", "name": "tier", "kind": "CHOICE", "value": "Gold", "number": null, "flag": null, "date": null, "customField": { "id": ana["customFields"][4]["customField"]["id"] } },
        ])
    );
    // What is not named stays; nothing new is no revision; null clears one, and null for all clears all.
    let id = &ana["id"];
    let now = changed(
        &client,
        id,
        json!([{ "key": "tier", "value": "SILVER" }, { "key": "budget" }]),
    )
    .await;
    assert_eq!(now["revision"], 2);
    assert_eq!(
        values(&now),
        pairs(&[
            ("customer_number", "K-17\nsecond"),
            ("is_vip", "true"),
            ("renewal", "2027-02-03"),
            ("tier", "Silver")
        ])
    );
    let same = changed(
        &client,
        id,
        json!([{ "key": "tier", "value": "Silver" }, { "key": "budget", "value": null }]),
    )
    .await;
    assert_eq!(same["revision"], 2);
    let one =
        "query($id: ID!) { person(by: { id: $id }) { customFields(keys: [\"tier\", \"none\"]) { value } all: customFields { key } } }";
    let shown = client.ok(one, json!({ "id": id })).await["person"].take();
    assert_eq!(shown["customFields"], json!([{ "value": "Silver" }]));
    assert_eq!(shown["all"].as_array().unwrap().len(), 4);
    let none = changed(&client, id, Value::Null).await;
    assert_eq!((values(&none), &none["revision"]), (Vec::new(), &json!(3)));
    // The feed names the field.
    let feed = client
        .ok(
            "{ changes(after: 0, types: [PERSON]) { changes { fields } } }",
            json!({}),
        )
        .await;
    let told = feed["changes"]["changes"].as_array().unwrap().iter();
    assert!(
        told.clone().any(|it| it["fields"] == json!(["customFields"])),
        "{feed}"
    );
}

    what_is_wrong_is_told(app) {
    let client = app.owner().await;
    fields(&client).await;
    let ana = create(&client, "Ana", given(&[("tier", "Gold")])).await;
    let refused = async |values: Value| -> Vec<String> {
        let variables = json!({ "id": ana["id"], "input": { "customFields": values } });
        let errors = client.refused(&update(), variables).await;
        let told = errors.iter().map(|error| {
            assert_eq!(error["path"][0], "input");
            assert_eq!(error["path"][1], "customFields");
            format!(
                "{} {}",
                error["code"].as_str().unwrap(),
                error["message"].as_str().unwrap()
            )
        });
        told.collect()
    };
    assert_eq!(
        refused(given(&[
            ("shoe_size", "43"),
            ("budget", "3,5"),
            ("is_vip", "yes"),
            ("renewal", "2027-02-30"),
            ("tier", "Bronze"),
            ("customer_number", &"x".repeat(2_001)),
        ]))
        .await,
        [
            "INVALID budget: `3,5` is no number such as 12 or -3.5",
            "TOO_LONG customer_number: a value has at most 2000 characters",
            "INVALID is_vip: `yes` is neither true nor false",
            "INVALID renewal: `2027-02-30` is no day such as 2026-11-28",
            "NOT_FOUND shoe_size: there is no custom field of this key for this type of record",
            "INVALID tier: `Bronze` is none of its choices: Gold, Silver",
        ]
    );
    assert_eq!(
        refused(given(&[("tier", "Gold"), ("tier", "Silver")])).await,
        ["DUPLICATE the field is named twice"]
    );
    assert_eq!(
        refused(given(&[("customer_number", "a\u{0}b")])).await,
        ["INVALID customer_number: the character U+0000 cannot be kept"]
    );
    // An archived field takes no new values; those that are there stay, are shown and can be cleared.
    let archive = "mutation($id: ID!) { archiveCustomField(id: $id) { customField { archivedAt } userErrors { message } } }";
    let tier = &ana["customFields"][0]["customField"]["id"];
    client.written(archive, json!({ "id": tier })).await;
    assert_eq!(
        refused(given(&[("tier", "Silver")])).await,
        ["STATE tier: this custom field is archived; restore it to write values"]
    );
    let still = changed(&client, &ana["id"], given(&[("tier", "Gold"), ("budget", "1")])).await;
    assert_eq!(values(&still), pairs(&[("budget", "1"), ("tier", "Gold")]));
    let gone = changed(&client, &ana["id"], json!([{ "key": "tier" }])).await;
    assert_eq!(values(&gone), pairs(&[("budget", "1")]));
    // Nothing of what was refused was kept: the name neither.
    let both = json!({ "id": ana["id"], "input": { "displayName": "Bea", "customFields": given(&[("budget", "much")]) } });
    client.refused(&update(), both).await;
    assert_eq!(names(&client, json!({})).await, ["Ana"]);
    // A field of people is none of organisations.
    let organization = "mutation($input: CreateOrganizationInput!) { createOrganization(input: $input) { userErrors { code message } } }";
    let input = json!({ "name": "Acme", "customFields": given(&[("budget", "1")]) });
    let errors = client.refused(organization, json!({ "input": input })).await;
    assert_eq!(errors[0]["code"], "NOT_FOUND");
}

    fields_are_defined_once(app) {
    let client = app.owner().await;
    let tier = json!({ "recordType": "PERSON", "key": "Tier", "name": "Tier", "kind": "CHOICE", "choices": [" Gold", "Silver"] });
    let made = define(&client, tier.clone()).await;
    assert_eq!(
        (&made["key"], &made["choices"]),
        (&json!("tier"), &json!(["Gold", "Silver"]))
    );
    let code = async |input: Value| {
        let errors = client.refused(DEFINE, json!({ "input": input })).await;
        let told = errors.iter().map(|error| {
            format!(
                "{} {}",
                error["code"].as_str().unwrap(),
                error["path"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .skip(1)
                    .map(|it| it.as_str().unwrap())
                    .collect::<Vec<_>>()
                    .join(".")
            )
        });
        told.collect::<Vec<_>>()
    };
    assert_eq!(code(tier).await, ["DUPLICATE key"]);
    // The same key is free for another type.
    define(
        &client,
        json!({ "recordType": "ORGANIZATION", "key": "tier", "name": "Tier" }),
    )
    .await;
    let field =
        |key: &str, kind: &str| json!({ "recordType": "PERSON", "key": key, "name": "x", "kind": kind });
    assert_eq!(code(field("2nd", "TEXT")).await, ["INVALID key"]);
    assert_eq!(code(field("größe", "TEXT")).await, ["INVALID key"]);
    assert_eq!(code(field("a", "CHOICE")).await, ["REQUIRED choices"]);
    let mut with = field("a", "NUMBER");
    with["choices"] = json!(["1"]);
    assert_eq!(code(with).await, ["INVALID choices"]);
    let mut twice = field("a", "CHOICE");
    twice["choices"] = json!(["A", "a", " "]);
    assert_eq!(code(twice).await, ["DUPLICATE choices.1", "REQUIRED choices.2"]);
    let mut token = field("a", "TEXT");
    token["recordType"] = json!("API_TOKEN");
    assert_eq!(code(token).await, ["INVALID recordType"]);
    // A choice that goes leaves the values that are there.
    let ana = create(&client, "Ana", given(&[("tier", "silver")])).await;
    let less = json!({ "id": made["id"], "input": { "name": "Level", "choices": ["Gold", "Iron"] } });
    client.written(CHANGE, less).await;
    let kept = changed(&client, &ana["id"], given(&[("tier", "Silver")])).await;
    assert_eq!(values(&kept), pairs(&[("tier", "Silver")]));
    assert_eq!(kept["customFields"][0]["name"], "Level");
    let list = client
        .ok(
            "{ customFields(filter: { recordType: { in: [PERSON] } }) { totalCount nodes { key name } } }",
            json!({}),
        )
        .await;
    assert_eq!(
        list["customFields"],
        json!({ "totalCount": 1, "nodes": [{ "key": "tier", "name": "Level" }] })
    );
    // A hundred of one type and no more, many at once too.
    let rows: Vec<Value> = (0..100)
        .map(|number| field(&format!("f{number}"), "TEXT"))
        .collect();
    let many = "mutation($rows: [CreateCustomFieldInput!]!) { createCustomFields(rows: $rows, errorPolicy: REJECT_FAILED_ROWS) { counts { created rejected } rows { userErrors { code } } userErrors { message } } }";
    let made = client.ok(many, json!({ "rows": rows })).await["createCustomFields"].take();
    assert_eq!(made["counts"], json!({ "created": 99, "rejected": 1 }));
    assert_eq!(made["rows"][99]["userErrors"], json!([{ "code": "TOO_MANY" }]));
    assert_eq!(code(field("more", "TEXT")).await, ["TOO_MANY key"]);
}

    people_are_found_by_what_they_hold(app) {
    let client = app.owner().await;
    fields(&client).await;
    create(
        &client,
        "Ana",
        given(&[("tier", "Gold"), ("customer_number", "100%\"_\\'x")]),
    )
    .await;
    create(&client, "Bea", given(&[("tier", "Silver"), ("budget", "7.0")])).await;
    create(&client, "Cem", given(&[("budget", "70")])).await;
    client.person("Dan").await;
    let by = |condition: Value| json!({ "customFields": [condition] });
    for (filter, found) in [
        (by(json!({ "key": "tier", "eq": "Gold" })), vec!["Ana"]),
        (by(json!({ "key": "tier", "eq": "gold" })), vec![]),
        (
            by(json!({ "key": "tier", "in": ["Gold", "Silver"] })),
            vec!["Ana", "Bea"],
        ),
        (by(json!({ "key": "tier", "in": [] })), vec![]),
        (by(json!({ "key": "budget", "eq": "7" })), vec!["Bea"]),
        (by(json!({ "key": "tier", "isNull": true })), vec!["Cem", "Dan"]),
        (by(json!({ "key": "tier", "isNull": false })), vec!["Ana", "Bea"]),
        (
            by(json!({ "key": "customer_number", "eq": "100%\"_\\'x" })),
            vec!["Ana"],
        ),
        (by(json!({ "key": "no_such_key", "eq": "1" })), vec![]),
        (by(json!({ "key": " Tier", "eq": "Gold" })), vec!["Ana"]),
        (
            json!({ "customFields": [{ "key": "tier", "eq": "Silver" }, { "key": "budget", "eq": "7" }] }),
            vec!["Bea"],
        ),
        (
            json!({ "not": by(json!({ "key": "tier", "eq": "Gold" })) }),
            vec!["Bea", "Cem", "Dan"],
        ),
    ] {
        assert_eq!(names(&client, filter.clone()).await, found, "{filter}");
    }
    let query = "query($filter: PersonFilter) { people(filter: $filter) { nodes { id } } }";
    // No key and no value reaches the database that it could stumble over.
    for (condition, place) in [
        (json!({ "key": "$", "isNull": false }), "key"),
        (json!({ "key": "a\u{0}b", "eq": "1" }), "key"),
        (json!({ "key": "tier", "eq": "a\u{0}b" }), "eq"),
        (json!({ "key": "tier", "eq": "x".repeat(2_001) }), "eq"),
    ] {
        let filter = by(condition);
        let errors = client
            .errors("query($filter: PersonFilter) { people(filter: $filter) { nodes { id } } }", json!({ "filter": filter }))
            .await;
        assert_eq!(errors[0]["extensions"]["code"], "BAD_INPUT", "{errors:?}");
        assert_eq!(errors[0]["extensions"]["path"], json!(["filter", "customFields", "0", place]), "{errors:?}");
    }
    let nothing = client
        .errors(query, json!({ "filter": by(json!({ "key": "tier" })) }))
        .await;
    assert!(
        nothing[0]["message"]
            .as_str()
            .unwrap()
            .contains("give eq, in or isNull"),
        "{nothing:?}"
    );
    // What holds for the filter holds for changes by it.
    let all = "mutation { updatePeopleWhere(where: { customFields: [{ key: \"tier\", isNull: false }] }, input: { customFields: [{ key: \"is_vip\", value: \"true\" }] }, maxAffected: 10) { changeSet { id } userErrors { message } } }";
    let done = client.written(all, json!({})).await;
    assert_eq!(
        names(&client, by(json!({ "key": "is_vip", "eq": "true" }))).await,
        ["Ana", "Bea"]
    );
    client
        .written(UNDO, json!({ "id": done["changeSet"]["id"] }))
        .await;
    assert!(
        names(&client, by(json!({ "key": "is_vip", "isNull": false })))
            .await
            .is_empty()
    );
    assert_eq!(
        names(&client, by(json!({ "key": "tier", "isNull": false }))).await,
        ["Ana", "Bea"]
    );
}

    two_that_are_one_hold_what_both_held(app) {
    let client = app.owner().await;
    fields(&client).await;
    let keep = create(&client, "Ana", given(&[("tier", "Gold"), ("budget", "1")])).await;
    let gone = create(&client, "Ann", given(&[("tier", "Silver"), ("is_vip", "true")])).await;
    let mut known = Names::default();
    let before = content(&app, &mut known).await;
    let merge = format!(
        "mutation($input: MergePeopleInput!) {{ mergePeople(input: $input) {{ person {{ {HELD} }} changeSet {{ id }} userErrors {{ message }} }} }}"
    );
    let input = json!({ "keepId": keep["id"], "mergeId": gone["id"] });
    let merged = client.written(&merge, json!({ "input": input })).await;
    assert_eq!(
        values(&merged["person"]),
        pairs(&[("budget", "1"), ("is_vip", "true"), ("tier", "Gold")])
    );
    client
        .written(UNDO, json!({ "id": merged["changeSet"]["id"] }))
        .await;
    assert_eq!(content(&app, &mut known).await, before);
    let input = json!({ "keepId": keep["id"], "mergeId": gone["id"], "takeFields": ["customFields"] });
    let merged = client.written(&merge, json!({ "input": input })).await;
    assert_eq!(
        values(&merged["person"]),
        pairs(&[("budget", "1"), ("is_vip", "true"), ("tier", "Silver")])
    );
}

    another_workspace_has_its_own(app) {
    let (client, other) = (app.owner().await, app.owner().await);
    fields(&client).await;
    let ana = create(&client, "Ana", given(&[("tier", "Gold")])).await;
    let input = json!({ "displayName": "Bea", "customFields": given(&[("tier", "Gold")]) });
    let make = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { userErrors { code } } }";
    let errors = other.refused(make, json!({ "input": input })).await;
    assert_eq!(errors[0]["code"], "NOT_FOUND");
    let one =
        "query($id: ID!) { node(id: $id) { id } customField(id: $id) { key } customFields { totalCount } }";
    let seen = other
        .ok(one, json!({ "id": ana["customFields"][0]["customField"]["id"] }))
        .await;
    assert_eq!(
        seen,
        json!({ "node": null, "customField": null, "customFields": { "totalCount": 0 } })
    );
    // The same keys are free there, and hold other things.
    define(
        &other,
        json!({ "recordType": "PERSON", "key": "tier", "name": "Tier", "kind": "NUMBER" }),
    )
    .await;
    let bea = create(&other, "Bea", given(&[("tier", "3")])).await;
    assert_eq!(bea["customFields"][0]["number"], 3.0);
}

    tables_have_a_column_for_each(app) {
    let client = app.owner().await;
    fields(&client).await;
    create(&client, "Ana", given(&[("tier", "Gold"), ("budget", "-5")])).await;
    client.person("Bea").await;
    let request = app
        .http()
        .get(app.url("/export/people.csv"))
        .bearer_auth(client.token());
    let table = request.send().await.unwrap().text().await.unwrap();
    let mut lines = table.split("\r\n");
    let head = lines.next().unwrap();
    let keys =
        ["customer_number", "budget", "is_vip", "renewal", "tier"].map(|key| format!("customFields.{key}"));
    assert!(head.ends_with(&keys.join(",")), "{head}");
    // A cell that a program of tables could take for a formula is none.
    assert!(table.contains(",,'-5,,,Gold\r\n"), "{table}");
    assert!(
        lines.any(|line| line.contains(",Bea,") && line.ends_with(",,,,")),
        "{table}"
    );
}
}

/// Every type that is made by a declared input has custom fields: to write, to read, and to filter by where it is filtered.
#[test]
fn every_declared_record_has_custom_fields() {
    let sdl = api::areas::sdl();
    let block = |head: &str| {
        let start = sdl.find(head)?;
        let end = sdl[start..].find("\n}")?;
        Some(&sdl[start..start + end])
    };
    let mut count = 0;
    for table in api::kit::images::TABLES.iter().filter(|it| it.is_of_records()) {
        let Some(_) = table.column("custom_values") else {
            continue;
        };
        count += 1;
        let name: String = table
            .name
            .split('_')
            .map(|word| word[..1].to_uppercase() + &word[1..])
            .collect();
        // What clients call an update is news among the tables.
        let name = if name == "News" { "Update".to_owned() } else { name };
        let object = block(&format!("\ntype {name} implements")).unwrap();
        assert!(object.contains("customFields("), "{name}");
        let input = block(&format!("\ninput Update{name}Input")).unwrap();
        assert!(input.contains("customFields: [CustomFieldInput!]"), "{name}");
        if let Some(filter) = block(&format!("\ninput {name}Filter ")) {
            assert!(filter.contains("customFields: [CustomFieldCondition!]"), "{name}");
        }
    }
    assert_eq!(count, 20);
}
