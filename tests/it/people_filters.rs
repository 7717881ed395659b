//! What people are found and sorted by beside their names, the list of ties, and who is behind a tag or an organisation.

use serde_json::{Value, json};
use tests::{Client, TestApp, both};

const CREATE: &str = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { person { id } userErrors { code message path } } }";
const UPDATE: &str = "mutation($id: ID!, $input: UpdatePersonInput!) { updatePerson(id: $id, input: $input) { person { id } userErrors { code message path } } }";

/// The next moment: what is made at the same one is in no order that a test could know.
fn tick(app: &TestApp) {
    app.clock.set(app.clock.now() + chrono::TimeDelta::seconds(1));
}

async fn create(client: &Client, input: Value) -> String {
    let payload = client.written(CREATE, json!({ "input": input })).await;
    payload["person"]["id"].as_str().unwrap().to_owned()
}

const FOUND: &str = "query($filter: PersonFilter, $orderBy: PersonOrder) { people(filter: $filter, orderBy: $orderBy) { nodes { displayName } totalCount } }";

fn names(nodes: &Value) -> Vec<String> {
    let nodes = nodes.as_array().unwrap().iter();
    nodes
        .map(|node| node["displayName"].as_str().unwrap().to_owned())
        .collect()
}

/// The names of whom a filter finds, in their order.
async fn found(client: &Client, filter: Value) -> Vec<String> {
    let data = client.ok(FOUND, json!({ "filter": filter })).await;
    let names = names(&data["people"]["nodes"]);
    assert_eq!(data["people"]["totalCount"], names.len(), "{filter}");
    names
}

/// All names in an order, a page of one at a time.
async fn sorted(client: &Client, order: &str, direction: &str) -> Vec<String> {
    let text = "query($orderBy: PersonOrder, $after: String) { people(first: 1, after: $after, orderBy: $orderBy) { nodes { displayName } pageInfo { endCursor hasNextPage } } }";
    let (mut all, mut after) = (Vec::new(), Value::Null);
    loop {
        let order = json!({ "field": order, "direction": direction });
        let data = client.ok(text, json!({ "orderBy": order, "after": after })).await;
        all.extend(names(&data["people"]["nodes"]));
        let info = &data["people"]["pageInfo"];
        if info["hasNextPage"] == false {
            return all;
        }
        after = info["endCursor"].clone();
    }
}

async fn code(client: &Client, filter: Value) -> Value {
    client.errors(FOUND, json!({ "filter": filter })).await[0]["extensions"].take()
}

both! {
    people_are_found_and_sorted_by_their_last_name(app) {
        let owner = app.owner().await;
        for (name, family) in [("Ana", json!("Ångström")), ("Bo", json!("de Vries")), ("Cy", Value::Null), ("Di", json!("angstrom"))] {
            tick(&app);
            create(&owner, json!({ "displayName": name, "familyName": family })).await;
        }
        assert_eq!(found(&owner, json!({ "familyName": { "eq": "ANGSTROM" } })).await, ["Ana", "Di"]);
        assert_eq!(found(&owner, json!({ "familyName": { "startsWith": "de" } })).await, ["Bo"]);
        assert_eq!(found(&owner, json!({ "familyName": { "notIn": ["de vries"] } })).await, ["Ana", "Cy", "Di"]);
        assert_eq!(found(&owner, json!({ "familyName": { "contains": "r" } })).await, ["Ana", "Bo", "Di"]);
        assert_eq!(found(&owner, json!({ "not": { "familyName": { "contains": "r" } } })).await, ["Cy"]);
        assert_eq!(sorted(&owner, "FAMILY_NAME", "ASC").await, ["Cy", "Ana", "Di", "Bo"]);
        let cy = owner.ok(FOUND, json!({ "filter": { "displayName": { "eq": "Cy" } } })).await;
        assert_eq!(cy["people"]["totalCount"], 1);
        let id = create(&owner, json!({ "displayName": "Eve", "familyName": "Zu" })).await;
        owner.written(UPDATE, json!({ "id": id, "input": { "familyName": null } })).await;
        assert_eq!(sorted(&owner, "FAMILY_NAME", "DESC").await, ["Bo", "Di", "Ana", "Eve", "Cy"]);
    }

    people_are_found_and_sorted_by_how_give_and_take_stand(app) {
        let owner = app.owner().await;
        let mut ids = Vec::new();
        for name in ["Ana", "Bo", "Cy"] {
            ids.push(owner.person(name).await);
        }
        let record = async |person: &str, direction: &str, weight: i32| {
            let text = "mutation($input: RecordExchangeInput!) { recordExchange(input: $input) { exchange { id } userErrors { message } } }";
            let input = json!({ "personId": person, "direction": direction, "kind": "HELP", "title": "Help", "weight": weight });
            owner.written(text, json!({ "input": input })).await["exchange"]["id"].take()
        };
        let first = record(&ids[0], "GIVEN", 3).await;
        record(&ids[1], "RECEIVED", 5).await;
        record(&ids[1], "GIVEN", 1).await;
        // What is kept is what is summed, for everybody.
        let holds = async || {
            let text = "{ people(includeSelf: true) { nodes { id reciprocity { balance } } } }";
            let data = owner.ok(text, json!({})).await;
            for person in data["people"]["nodes"].as_array().unwrap() {
                let balance = person["reciprocity"]["balance"].as_f64().unwrap();
                let text = "query($filter: PersonFilter) { people(filter: $filter, includeSelf: true) { nodes { id } } }";
                let equal = owner.ok(text, json!({ "filter": { "reciprocityBalance": { "eq": balance } } })).await;
                let equal = equal["people"]["nodes"].as_array().unwrap();
                assert!(equal.iter().any(|it| it["id"] == person["id"]), "{person}: {equal:?}");
            }
        };
        holds().await;
        assert_eq!(sorted(&owner, "RECIPROCITY_BALANCE", "ASC").await, ["Ana", "Cy", "Bo"]);
        assert_eq!(sorted(&owner, "RECIPROCITY_BALANCE", "DESC").await, ["Bo", "Cy", "Ana"]);
        assert_eq!(found(&owner, json!({ "reciprocityBalance": { "gt": 0.25 } })).await, ["Bo"]);
        assert_eq!(found(&owner, json!({ "reciprocityBalance": { "lt": 0 } })).await, ["Ana"]);
        assert_eq!(found(&owner, json!({ "reciprocityBalance": { "gte": -0.1, "lte": 0.1 } })).await, ["Cy"]);
        // It follows whatever is done with an exchange.
        let by_id = async |mutation: &str| {
            let text = format!("mutation($id: ID!) {{ {mutation}(id: $id) {{ userErrors {{ message }} }} }}");
            owner.written(&text, json!({ "id": first })).await;
        };
        by_id("archiveExchange").await;
        assert!(found(&owner, json!({ "reciprocityBalance": { "lt": 0 } })).await.is_empty());
        by_id("restoreExchange").await;
        by_id("reopenExchange").await;
        assert!(found(&owner, json!({ "reciprocityBalance": { "lt": 0 } })).await.is_empty());
        by_id("completeExchange").await;
        let moved = "mutation($id: ID!, $input: UpdateExchangeInput!) { updateExchange(id: $id, input: $input) { userErrors { message } } }";
        owner.written(moved, json!({ "id": first, "input": { "personId": ids[2], "weight": 4 } })).await;
        assert_eq!(found(&owner, json!({ "reciprocityBalance": { "lt": 0 } })).await, ["Cy"]);
        holds().await;

        // Neither the filter nor the order tells it to who may not see it.
        let reader = owner.with_scopes(&["PEOPLE_READ"]).await;
        assert_eq!(code(&reader, json!({ "not": { "reciprocityBalance": { "lt": 0 } } })).await["code"], "INSUFFICIENT_SCOPE");
        let order = json!({ "orderBy": { "field": "RECIPROCITY_BALANCE", "direction": "ASC" } });
        assert_eq!(reader.errors(FOUND, order).await[0]["extensions"]["code"], "INSUFFICIENT_SCOPE");
    }

    people_are_found_by_one_fact_that_meets_all_that_is_asked_of_it(app) {
        let owner = app.owner().await;
        let facts = |facts: &[(&str, &str)]| Value::from_iter(facts.iter().map(|(kind, text)| json!({ "kind": kind, "text": text })));
        create(&owner, json!({ "displayName": "Ana", "facts": facts(&[("SKILL", "Cerâmica"), ("INTEREST", "Chess")]) })).await;
        let bo = create(&owner, json!({ "displayName": "Bo", "facts": facts(&[("INTEREST", "Ceramica and tea")]) })).await;
        create(&owner, json!({ "displayName": "Cy" })).await;
        let some = |fact: Value| json!({ "facts": { "some": fact } });
        assert_eq!(found(&owner, some(json!({ "text": { "contains": "ceramica" } }))).await, ["Ana", "Bo"]);
        assert_eq!(found(&owner, some(json!({ "kind": { "eq": "INTEREST" }, "text": { "startsWith": "CERÁ" } }))).await, ["Bo"]);
        assert_eq!(found(&owner, some(json!({ "kind": { "notIn": ["SKILL"] } }))).await, ["Ana", "Bo"]);
        assert_eq!(found(&owner, json!({ "facts": { "none": { "kind": { "eq": "SKILL" } } } })).await, ["Bo", "Cy"]);
        assert!(found(&owner, some(json!({ "kind": { "in": [] } }))).await.is_empty());
        for wrong in [json!({}), json!({ "some": {} }), json!({ "some": { "text": {} } }), json!({ "some": { "kind": { "eq": null } } })] {
            assert_eq!(code(&owner, json!({ "facts": wrong })).await["code"], "BAD_INPUT", "{wrong}");
        }
        // It is kept with the fact.
        let data = owner.ok("query($id: ID!) { person(by: { id: $id }) { facts { id } } }", json!({ "id": bo })).await;
        let update = json!({ "updateFacts": [{ "id": data["person"]["facts"][0]["id"], "text": "Judô" }] });
        owner.written(UPDATE, json!({ "id": bo, "input": update })).await;
        assert_eq!(found(&owner, some(json!({ "text": { "eq": "judo" } }))).await, ["Bo"]);
        assert_eq!(found(&owner, some(json!({ "text": { "contains": "ceramica" } }))).await, ["Ana"]);
    }

    nobody_is_found_by_what_is_sensitive(app) {
        let owner = app.owner().await;
        let dimension = async |name: &str, sensitive: bool| {
            let text = "mutation($input: CreateDimensionInput!) { createDimension(input: $input) { dimension { id values { id name } } userErrors { message } } }";
            let input = json!({ "name": name, "isSensitive": sensitive, "values": ["North", "South"] });
            owner.written(text, json!({ "input": input })).await["dimension"].take()
        };
        let (region, faith) = (dimension("Region", false).await, dimension("Faith", true).await);
        for (name, value) in [("Ana", "North"), ("Bo", "South")] {
            let set = json!([{ "dimension": "Region", "value": value }, { "dimension": "Faith", "value": value }]);
            create(&owner, json!({ "displayName": name, "attributes": set })).await;
        }
        owner.person("Cy").await;
        let some = |dimension: &Value, value: Value| json!({ "attributes": { "some": { "dimensionId": dimension["id"], "valueId": value } } });
        let north = json!({ "eq": region["values"][0]["id"] });
        assert_eq!(found(&owner, some(&region, north.clone())).await, ["Ana"]);
        assert_eq!(found(&owner, json!({ "attributes": { "some": { "dimensionId": region["id"] } } })).await, ["Ana", "Bo"]);
        assert_eq!(found(&owner, json!({ "attributes": { "none": { "dimensionId": region["id"], "valueId": north } } })).await, ["Bo", "Cy"]);

        let secret = some(&faith, json!({ "eq": faith["values"][0]["id"] }));
        let none = json!({ "attributes": { "none": { "dimensionId": faith["id"] } } });
        for (filter, path) in [
            (secret.clone(), json!(["filter", "attributes", "some", "dimensionId"])),
            (json!({ "or": [{ "displayName": { "eq": "Cy" } }, { "not": secret }] }), json!(["filter", "or", "1", "not", "attributes", "some", "dimensionId"])),
            (none, json!(["filter", "attributes", "none", "dimensionId"])),
        ] {
            let refused = code(&owner, filter.clone()).await;
            assert_eq!((&refused["code"], &refused["path"]), (&json!("BAD_INPUT"), &path), "{filter}");
        }
        // A value of it does not lead around it, by a dimension that may be asked for.
        assert!(found(&owner, some(&region, json!({ "eq": faith["values"][0]["id"] }))).await.is_empty());
        // What becomes sensitive later is refused from then on.
        let mark = "mutation($id: ID!) { updateDimension(id: $id, input: { isSensitive: true }) { userErrors { message } } }";
        owner.written(mark, json!({ "id": region["id"] })).await;
        assert_eq!(code(&owner, json!({ "attributes": { "some": { "dimensionId": region["id"] } } })).await["code"], "BAD_INPUT");
    }

    a_number_finds_its_holder_however_it_is_written(app) {
        let owner = app.owner().await;
        owner.written("mutation { updateWorkspace(input: { defaultRegion: \"DE\" }) { userErrors { message } } }", json!({})).await;
        create(&owner, json!({ "displayName": "Ana", "contactPoints": [{ "kind": "PHONE", "value": "+49 30 901820" }] })).await;
        create(&owner, json!({ "displayName": "Bo", "contactPoints": [{ "kind": "PHONE", "value": "030 555 0101" }, { "kind": "EMAIL", "value": "bo@example.org" }] })).await;
        owner.person("Cy").await;
        for number in ["+49 30 901820", "+4930901820", "0049 30 901820", "030 901820", "(030) 90 18 20", "030/901820", "030.901.820", "+49 30 901820 ext. 12", "tel:+49-30-901820"] {
            assert_eq!(found(&owner, json!({ "phone": { "eq": number } })).await, ["Ana"], "{number}");
        }
        assert_eq!(found(&owner, json!({ "phone": { "in": ["030901820", "+49305550101"] } })).await, ["Ana", "Bo"]);
        assert_eq!(found(&owner, json!({ "not": { "phone": { "eq": "030901820" } } })).await, ["Bo", "Cy"]);
        for nobody in ["", "call me", "901820", "bo@example.org"] {
            assert!(found(&owner, json!({ "phone": { "eq": nobody } })).await.is_empty(), "{nobody}");
        }
    }

    people_are_found_by_their_time_zone(app) {
        let owner = app.owner().await;
        for (name, zone) in [("Ana", json!("Europe/Lisbon")), ("Bo", json!("America/Lima")), ("Cy", Value::Null)] {
            create(&owner, json!({ "displayName": name, "timeZone": zone })).await;
        }
        assert_eq!(found(&owner, json!({ "timeZone": { "eq": "europe/lisbon" } })).await, ["Ana"]);
        assert_eq!(found(&owner, json!({ "timeZone": { "startsWith": "America/" } })).await, ["Bo"]);
        assert_eq!(found(&owner, json!({ "timeZone": { "notIn": ["America/Lima"] } })).await, ["Ana", "Cy"]);
    }

    people_are_found_by_how_they_stand_to_their_cadence(app) {
        let owner = app.owner().await.lasting().await;
        let mut ids = Vec::new();
        for name in ["Ana", "Bo", "Cy", "Di"] {
            ids.push(owner.person(name).await);
        }
        for (person, ideal, max) in [(&ids[0], 10, 20), (&ids[1], 30, 60), (&ids[2], 90, 90)] {
            let set = "mutation($input: SetCadenceInput!) { setCadence(input: $input) { userErrors { message } } }";
            owner.written(set, json!({ "input": { "personId": person, "idealDays": ideal, "maxDays": max } })).await;
        }
        app.clock.set(app.clock.now() + chrono::TimeDelta::days(40));
        let among = |bands: &[&str]| json!({ "checkInBand": { "in": bands } });
        assert_eq!(found(&owner, among(&["OVERDUE"])).await, ["Ana"]);
        assert_eq!(found(&owner, among(&["DUE"])).await, ["Bo"]);
        assert_eq!(found(&owner, among(&["ON_TRACK"])).await, ["Cy"]);
        assert_eq!(found(&owner, json!({ "not": among(&["OVERDUE", "DUE", "ON_TRACK"]) })).await, ["Di"]);
        assert!(found(&owner, among(&[])).await.is_empty());
        let due = owner.ok("{ dueCheckIns { nodes { person { displayName } } } }", json!({})).await;
        let due = due["dueCheckIns"]["nodes"].as_array().unwrap().iter().map(|it| it["person"]["displayName"].clone());
        assert_eq!(Vec::from_iter(due), ["Ana", "Bo"]);
        let reader = owner.with_scopes(&["PEOPLE_READ"]).await;
        assert_eq!(code(&reader, among(&["DUE"])).await["code"], "INSUFFICIENT_SCOPE");
    }

    ties_are_a_list_of_their_own(app) {
        let owner = app.owner().await;
        let mut ids = Vec::new();
        for name in ["Ana", "Bo", "Cy"] {
            ids.push(owner.person(name).await);
        }
        let mut ties = Vec::new();
        for (from, to, kind, closeness) in [(0, 1, "colleague", json!("STRONG")), (1, 2, "friend", Value::Null), (2, 0, "Sibling", json!("WEAK"))] {
            tick(&app);
            let text = "mutation($input: CreateTieInput!) { createTie(input: $input) { tie { id } userErrors { message } } }";
            let input = json!({ "fromId": ids[from], "toId": ids[to], "kind": kind, "closeness": closeness, "evidence": "STATED" });
            ties.push(owner.written(text, json!({ "input": input })).await["tie"]["id"].take());
        }
        let listed = async |filter: Value, more: &str| {
            let text = format!("query($filter: TieFilter) {{ ties(filter: $filter{more}) {{ nodes {{ id }} totalCount }} }}");
            let data = owner.ok(&text, json!({ "filter": filter })).await;
            let nodes = data["ties"]["nodes"].as_array().unwrap().iter();
            let place = |node: &Value| ties.iter().position(|tie| *tie == node["id"]).unwrap();
            Vec::from_iter(nodes.map(place))
        };
        assert_eq!(listed(Value::Null, "").await, [0, 1, 2]);
        assert_eq!(listed(Value::Null, ", orderBy: { field: UPDATED_AT, direction: DESC }").await, [2, 1, 0]);
        for (filter, expected) in [
            (json!({ "personId": { "eq": ids[0] } }), vec![0, 2]),
            (json!({ "personId": { "notIn": [ids[0]] } }), vec![1]),
            (json!({ "fromId": { "eq": ids[1] } }), vec![1]),
            (json!({ "toId": { "in": [ids[1], ids[2]] } }), vec![0, 1]),
            (json!({ "kind": { "eq": "SIBLING" } }), vec![2]),
            (json!({ "closeness": { "notIn": ["WEAK"] } }), vec![0, 1]),
            (json!({ "evidence": { "eq": "STATED" }, "not": { "closeness": { "eq": "STRONG" } } }), vec![1, 2]),
        ] {
            assert_eq!(listed(filter.clone(), "").await, expected, "{filter}");
        }
        owner.written("mutation($id: ID!) { archiveTie(id: $id) { userErrors { message } } }", json!({ "id": ties[1] })).await;
        assert_eq!(listed(Value::Null, "").await, [0, 2]);
        assert_eq!(listed(Value::Null, ", includeArchived: true").await, [0, 1, 2]);
    }

    a_tag_and_an_organisation_say_who_is_behind_them(app) {
        let owner = app.owner().await;
        let work = |organization: &str, current: bool| json!([{ "organizationName": organization, "isCurrent": current, "role": "a" }, { "organizationName": organization, "isCurrent": current, "role": "b" }]);
        create(&owner, json!({ "displayName": "Bo", "tagNames": ["x", "y"], "affiliations": work("Acme", true) })).await;
        create(&owner, json!({ "displayName": "Ana", "tagNames": ["x"], "affiliations": work("Acme", true) })).await;
        create(&owner, json!({ "displayName": "Cy", "affiliations": work("Acme", false) })).await;
        let gone = create(&owner, json!({ "displayName": "Di", "tagNames": ["x", "z"], "affiliations": work("Acme", true) })).await;
        owner.written("mutation($id: ID!) { archivePerson(id: $id) { userErrors { message } } }", json!({ "id": gone })).await;
        let text = "{ tags { nodes { name memberCount } } organizations { nodes { people { nodes { displayName } totalCount } ever: people(includePast: true, first: 2) { nodes { displayName } totalCount pageInfo { endCursor } } } } }";
        let mut data = Value::Null;
        let statements = app.statements(async { data = owner.ok(text, json!({})).await; }).await;
        let counts = data["tags"]["nodes"].as_array().unwrap().iter().map(|tag| (tag["name"].as_str().unwrap(), tag["memberCount"].as_i64().unwrap()));
        assert_eq!(Vec::from_iter(counts), [("x", 2), ("y", 1), ("z", 0)]);
        assert_eq!(statements.iter().filter(|sql| sql.contains("person_tag")).count(), 1, "{statements:#?}");
        let acme = &data["organizations"]["nodes"][0];
        assert_eq!((names(&acme["people"]["nodes"]), &acme["people"]["totalCount"]), (vec!["Ana".to_owned(), "Bo".to_owned()], &json!(2)));
        assert_eq!((names(&acme["ever"]["nodes"]), &acme["ever"]["totalCount"]), (vec!["Ana".to_owned(), "Bo".to_owned()], &json!(3)));
        let more = "query($after: String) { organizations { nodes { people(includePast: true, after: $after) { nodes { displayName } } } } }";
        let data = owner.ok(more, json!({ "after": acme["ever"]["pageInfo"]["endCursor"] })).await;
        // The cursor is of the field without its alias and page.
        assert_eq!(names(&data["organizations"]["nodes"][0]["people"]["nodes"]), ["Cy"]);
    }
}
