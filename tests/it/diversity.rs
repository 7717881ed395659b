//! Dimensions, what holds of people, and counts, through the API.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use migration::{Migrator, MigratorTrait as _};
use sea_orm::{ConnectionTrait as _, Database};
use serde_json::{Value, json};
use tests::{Client, TestApp, both};

const ERRORS: &str = "userErrors { code message path ... on InputError { max allowed } ... on ConflictError { currentRevision } ... on DuplicateError { existing { id } } ... on StateError { state } }";
const DIMENSION: &str =
    "dimension { id name description isSensitive isClosed revision archivedAt values { id name } }";
const COUNTS: &str = "total known unknown coverage isWithheld counts { value { name } count isWithheld }";

async fn owner(app: &TestApp) -> Client {
    app.owner()
        .await
        .with_scopes(&["PEOPLE_READ", "PEOPLE_WRITE", "CHANGES_READ", "WORKSPACE_READ"])
        .await
}

async fn create(client: &Client, input: Value) -> Value {
    let text = format!(
        "mutation($input: CreateDimensionInput!) {{ createDimension(input: $input) {{ {DIMENSION} {ERRORS} }} }}"
    );
    client.written(&text, json!({ "input": input })).await["dimension"].take()
}

fn update() -> String {
    format!(
        "mutation($id: ID!, $input: UpdateDimensionInput!, $revision: Int) {{ updateDimension(id: $id, input: $input, expectedRevision: $revision) {{ {DIMENSION} {ERRORS} }} }}"
    )
}

fn by_id(mutation: &str, shown: &str) -> String {
    format!(
        "mutation($id: ID!, $revision: Int) {{ {mutation}(id: $id, expectedRevision: $revision) {{ {shown} {ERRORS} }} }}"
    )
}

fn set_text() -> String {
    format!(
        "mutation($id: ID!, $input: UpdatePersonInput!) {{ updatePerson(id: $id, input: $input) {{ person {{ revision }} {ERRORS} }} }}"
    )
}

async fn set(client: &Client, person: &str, dimension: &str, value: &str) {
    let input = json!({ "setAttributes": [{ "dimension": dimension, "value": value }] });
    client
        .written(&set_text(), json!({ "id": person, "input": input }))
        .await;
}

async fn held(client: &Client, person: &str) -> Value {
    let text = "query($id: ID!) { person(by: { id: $id }) { attributes { dimension { name } value { name } source since } } }";
    client.ok(text, json!({ "id": person })).await["person"]["attributes"].take()
}

/// The counts of a dimension, as `{ "value": count }`, and how many are known and unknown.
async fn counted(
    client: &Client,
    dimension: &Value,
    more: &str,
) -> (BTreeMap<String, Option<i64>>, Value, Value) {
    let text = format!("query($ids: [ID!]!) {{ diversity(dimensionIds: $ids{more}) {{ {COUNTS} }} }}");
    let found = client.ok(&text, json!({ "ids": [dimension] })).await["diversity"][0].take();
    (counts(&found), found["known"].clone(), found["unknown"].clone())
}

fn counts(found: &Value) -> BTreeMap<String, Option<i64>> {
    let cells = found["counts"].as_array().unwrap().iter();
    cells
        .map(|cell| {
            assert_eq!(cell["isWithheld"], json!(cell["count"].is_null()));
            (
                cell["value"]["name"].as_str().unwrap().to_owned(),
                cell["count"].as_i64(),
            )
        })
        .collect()
}

fn names(dimension: &Value) -> Vec<&str> {
    dimension["values"]
        .as_array()
        .unwrap()
        .iter()
        .map(|value| value["name"].as_str().unwrap())
        .collect()
}

fn places(errors: &[Value]) -> Vec<String> {
    let place = |error: &Value| {
        let path: Vec<_> = error["path"]
            .as_array()
            .unwrap()
            .iter()
            .map(|part| part.as_str().unwrap())
            .collect();
        format!("{} {}", error["code"].as_str().unwrap(), path.join("."))
    };
    errors.iter().map(place).collect()
}

both! {
    a_dimension_and_its_values_are_made_and_changed(app) {
        let owner = owner(&app).await;
        let made = create(&owner, json!({ "name": " Région ", "description": "Where they grew up", "values": ["North", "South", "north "] })).await;
        assert!(made["id"].as_str().unwrap().starts_with("dimension_"));
        assert_eq!((&made["name"], &made["isSensitive"], &made["isClosed"], names(&made)), (&json!("Région"), &json!(true), &json!(false), vec!["North", "South"]));
        let (north, south) = (&made["values"][0]["id"], &made["values"][1]["id"]);
        let input = json!({ "isClosed": true, "isSensitive": false, "description": null, "addValues": ["East"], "renameValues": [{ "id": north, "name": "Up north" }], "removeValueIds": [south] });
        let changed = owner.written(&update(), json!({ "id": made["id"], "input": input, "revision": 1 })).await["dimension"].take();
        assert_eq!((&changed["revision"], &changed["description"], &changed["isClosed"], names(&changed)), (&json!(2), &Value::Null, &json!(true), vec!["Up north", "East"]));
        assert_eq!(changed["values"][0]["id"], *north);
        // Nothing changes, nothing is written.
        assert_eq!(owner.written(&update(), json!({ "id": made["id"], "input": { "addValues": ["EAST"] } })).await["dimension"]["revision"], 2);
        let errors = owner.refused(&update(), json!({ "id": made["id"], "input": { "name": "x" }, "revision": 1 })).await;
        assert_eq!((&errors[0]["code"], &errors[0]["currentRevision"]), (&json!("CONFLICT"), &json!(2)));
        let input = json!({ "name": " ", "addValues": ["x".repeat(201)], "renameValues": [{ "id": north, "name": "east" }, { "id": south, "name": "y" }], "removeValueIds": [south] });
        assert_eq!(places(&owner.refused(&update(), json!({ "id": made["id"], "input": input })).await), ["REQUIRED input.name", "NOT_FOUND input.removeValueIds.0", "DUPLICATE input.renameValues.0.name", "NOT_FOUND input.renameValues.1.id", "TOO_LONG input.addValues.0"]);
        let text = format!("mutation($input: CreateDimensionInput!) {{ createDimension(input: $input) {{ {DIMENSION} {ERRORS} }} }}");
        let errors = owner.refused(&text, json!({ "input": { "name": "REGION" } })).await;
        assert_eq!((places(&errors), &errors[0]["existing"]["id"]), (vec!["DUPLICATE input.name".to_owned()], &made["id"]));
        owner.written(&by_id("archiveDimension", DIMENSION), json!({ "id": made["id"] })).await;
        let listed = owner.ok("query($id: ID!) { dimensions { totalCount } all: dimensions(includeArchived: true) { nodes { name } } dimension(id: $id) { name } node(id: $id) { __typename } }", json!({ "id": made["id"] })).await;
        assert_eq!(listed, json!({ "dimensions": { "totalCount": 0 }, "all": { "nodes": [{ "name": "Région" }] }, "dimension": { "name": "Région" }, "node": { "__typename": "Dimension" } }));
        assert_eq!(owner.written(&by_id("restoreDimension", DIMENSION), json!({ "id": made["id"] })).await["dimension"]["archivedAt"], Value::Null);
        let many: Vec<String> = (0..101).map(|number| number.to_string()).collect();
        assert_eq!(places(&owner.refused(&text, json!({ "input": { "name": "Many", "values": many } })).await), ["TOO_MANY input.values"]);
    }

    what_holds_of_people_is_written_by_names(app) {
        let owner = owner(&app).await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        set(&owner, &ana, "Région", "North").await;
        set(&owner, &bea, "region", "NORTH").await;
        let dimensions = owner.ok("{ dimensions { nodes { id name isSensitive isClosed values { name } } } }", json!({})).await["dimensions"]["nodes"].take();
        assert_eq!((dimensions.as_array().unwrap().len(), &dimensions[0]["name"], names(&dimensions[0]), &dimensions[0]["isSensitive"]), (1, &json!("Région"), vec!["North"], &json!(true)));
        assert_eq!(held(&owner, &ana).await, json!([{ "dimension": { "name": "Région" }, "value": { "name": "North" }, "source": "ENTERED", "since": "2026-03-01T09:00:00Z" }]));
        // Said again, only the source can change; since when stays.
        app.clock.advance(TimeDelta::minutes(1));
        set(&owner, &ana, "Région", "North").await;
        let input = json!({ "setAttributes": [{ "dimension": "Région", "value": "North", "source": "STATED" }] });
        owner.written(&set_text(), json!({ "id": ana, "input": input })).await;
        assert_eq!(held(&owner, &ana).await, json!([{ "dimension": { "name": "Région" }, "value": { "name": "North" }, "source": "STATED", "since": "2026-03-01T09:00:00Z" }]));
        // A closed dimension takes its own values alone; an archived one none.
        let id = &dimensions[0]["id"];
        owner.written(&update(), json!({ "id": id, "input": { "isClosed": true, "addValues": ["South"] } })).await;
        let input = json!({ "setAttributes": [{ "dimension": "Other", "value": "x" }, { "dimension": "Région", "value": "Nrth" }] });
        let errors = owner.refused(&set_text(), json!({ "id": ana, "input": input })).await;
        assert_eq!((places(&errors), &errors[0]["allowed"]), (vec!["INVALID input.setAttributes.1.value".to_owned()], &json!(["North", "South"])));
        assert_eq!(owner.ok("{ dimensions { totalCount } }", json!({})).await["dimensions"]["totalCount"], 1, "nothing is half done");
        set(&owner, &ana, "Région", "south").await;
        owner.written(&by_id("archiveDimension", DIMENSION), json!({ "id": id })).await;
        let input = json!({ "setAttributes": [{ "dimension": "Région", "value": "North" }] });
        assert_eq!(places(&owner.refused(&set_text(), json!({ "id": ana, "input": input })).await), ["INVALID input.setAttributes.0.dimension"]);
        // What people have cannot be removed from the list.
        owner.written(&by_id("restoreDimension", DIMENSION), json!({ "id": id })).await;
        let values = owner.ok("query($id: ID!) { dimension(id: $id) { values { id } } }", json!({ "id": id })).await["dimension"]["values"].take();
        let errors = owner.refused(&update(), json!({ "id": id, "input": { "removeValueIds": [values[0]["id"]] } })).await;
        assert_eq!(places(&errors), ["INVALID input.removeValueIds.0"]);
    }

    counts_say_what_is_known_then_and_now(app) {
        let owner = owner(&app).await;
        let dimension = create(&owner, json!({ "name": "Field", "isSensitive": false, "values": ["Arts", "Law", "Trade"] })).await;
        let id = &dimension["id"];
        let mut people = Vec::new();
        for number in 0..5 {
            people.push(owner.person(&format!("P{number}")).await);
        }
        for (person, value) in [(0, "Arts"), (1, "Arts"), (2, "Law")] {
            set(&owner, &people[person], "Field", value).await;
        }
        let wanted = |arts, law, trade| BTreeMap::from([("Arts".to_owned(), Some(arts)), ("Law".to_owned(), Some(law)), ("Trade".to_owned(), Some(trade))]);
        assert_eq!(counted(&owner, id, "").await, (wanted(2, 1, 0), json!(3), json!(2)));
        let march = app.clock.now();
        app.clock.advance(TimeDelta::days(40));
        // A new value counts from now on; what is removed never was.
        set(&owner, &people[1], "Field", "Trade").await;
        set(&owner, &people[3], "Field", "Law").await;
        owner.written(&set_text(), json!({ "id": people[2], "input": { "removeAttributes": ["FIELD"] } })).await;
        assert_eq!(counted(&owner, id, "").await, (wanted(1, 1, 1), json!(3), json!(2)));
        assert_eq!(counted(&owner, id, &format!(", asOf: \"{}\"", march.to_rfc3339())).await, (wanted(2, 0, 0), json!(2), json!(3)));
        app.clock.advance(TimeDelta::days(30));
        let trend = format!("query($id: ID!) {{ diversityTrend(dimensionId: $id, from: \"2026-02-01\", to: \"2026-12-31\") {{ asOf dimension {{ name }} {COUNTS} }} }}");
        let trend = owner.ok(&trend, json!({ "id": id })).await["diversityTrend"].take();
        let shown: Vec<_> = trend.as_array().unwrap().iter().map(|it| (it["asOf"].as_str().unwrap(), it["total"].as_i64().unwrap(), counts(it), it["coverage"].as_f64())).collect();
        assert_eq!(shown, [
            ("2026-02-28T23:59:59.999999Z", 0, wanted(0, 0, 0), None),
            ("2026-03-31T23:59:59.999999Z", 5, wanted(2, 0, 0), Some(0.4)),
            ("2026-04-30T23:59:59.999999Z", 5, wanted(1, 1, 1), Some(0.6)),
        ]);
        // Of a circle; without those who are archived.
        let circle = owner.written("mutation { createCircle(input: { name: \"Close\" }) { circle { id } userErrors { message } } }", json!({})).await["circle"]["id"].take();
        let join = "mutation($id: ID!, $people: [ID!]!) { addToCircle(id: $id, input: { personIds: $people }) { userErrors { message } } }";
        owner.written(join, json!({ "id": circle, "people": [people[0], people[4]] })).await;
        assert_eq!(counted(&owner, id, &format!(", circleId: {circle}")).await, (wanted(1, 0, 0), json!(1), json!(1)));
        owner.written("mutation($id: ID!) { archivePerson(id: $id) { userErrors { message } } }", json!({ "id": people[0] })).await;
        assert_eq!(counted(&owner, id, "").await, (wanted(0, 1, 1), json!(2), json!(2)));
        let none = owner.ok("{ diversity(dimensionIds: [\"dimension_01h455vb4pex5vsknk084sn02q\"]) { total } diversityTrend(dimensionId: \"dimension_01h455vb4pex5vsknk084sn02q\", from: \"2026-01-01\", to: \"2026-05-01\") { total } }", json!({})).await;
        assert_eq!(none, json!({ "diversity": [], "diversityTrend": [] }));
        let errors = owner.errors("query($id: ID!) { diversityTrend(dimensionId: $id, from: \"2000-01-01\", to: \"2026-01-01\") { total } }", json!({ "id": id })).await;
        assert_eq!(errors[0]["extensions"]["code"], "BAD_INPUT");
        let many = vec![id; 11];
        let errors = owner.errors("query($ids: [ID!]!) { diversity(dimensionIds: $ids) { total } }", json!({ "ids": many })).await;
        assert_eq!(errors[0]["extensions"]["code"], "BAD_INPUT");
    }

    small_groups_of_a_sensitive_dimension_are_withheld(app) {
        let owner = owner(&app).await;
        let dimension = create(&owner, json!({ "name": "Faith", "values": ["A", "B", "C"] })).await;
        let id = &dimension["id"];
        let mut number = 0;
        let mut add = async |value: &str, count: usize| {
            for _ in 0..count {
                let person = owner.person(&format!("P{number}")).await;
                number += 1;
                set(&owner, &person, "Faith", value).await;
            }
        };
        let wanted = |a, b, c| BTreeMap::from([("A".to_owned(), a), ("B".to_owned(), b), ("C".to_owned(), c)]);
        add("A", 3).await;
        // Whose three they are is not told.
        assert_eq!(counted(&owner, id, "").await, (wanted(None, None, None), json!(3), json!(0)));
        add("B", 6).await;
        assert_eq!(counted(&owner, id, "").await, (wanted(None, None, Some(0)), json!(9), json!(0)));
        add("C", 7).await;
        assert_eq!(counted(&owner, id, "").await, (wanted(None, None, Some(7)), json!(16), json!(0)));
        add("A", 2).await;
        assert_eq!(counted(&owner, id, "").await, (wanted(Some(5), Some(6), Some(7)), json!(18), json!(0)));
        // Where nothing protects them, their number is withheld, too.
        let alone = create(&owner, json!({ "name": "Alone", "values": ["Only"] })).await;
        let person = owner.person("One").await;
        set(&owner, &person, "Alone", "Only").await;
        let found = owner.ok(&format!("query($ids: [ID!]!) {{ diversity(dimensionIds: $ids) {{ {COUNTS} }} }}"), json!({ "ids": [alone["id"]] })).await["diversity"][0].take();
        assert_eq!(found, json!({ "total": 19, "known": null, "unknown": null, "coverage": null, "isWithheld": true, "counts": [{ "value": { "name": "Only" }, "count": null, "isWithheld": true }] }));
        owner.written(&update(), json!({ "id": alone["id"], "input": { "isSensitive": false } })).await;
        assert_eq!(counted(&owner, &alone["id"], "").await, (BTreeMap::from([("Only".to_owned(), Some(1))]), json!(1), json!(18)));
    }

    what_is_erased_is_gone_with_its_history(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        set(&owner, &ana, "Faith", "A").await;
        app.clock.advance(TimeDelta::minutes(5));
        set(&owner, &ana, "Faith", "B").await;
        set(&owner, &ana, "Field", "Law").await;
        let id = owner.ok("{ dimensions { nodes { id name } } }", json!({})).await["dimensions"]["nodes"][0]["id"].take();
        let erase = by_id("eraseDimension", "erased { dimensionId valueCount peopleCount } seq");
        let errors = owner.refused(&erase, json!({ "id": id, "revision": 9 })).await;
        assert_eq!(errors[0]["code"], "CONFLICT");
        let erased = owner.written(&erase, json!({ "id": id })).await;
        assert_eq!(erased["erased"], json!({ "dimensionId": id, "valueCount": 2, "peopleCount": 1 }));
        let left = held(&owner, &ana).await;
        assert_eq!((left.as_array().unwrap().len(), &left[0]["dimension"]["name"]), (1, &json!("Field")));
        let seen = owner.ok("query($id: ID!) { dimension(id: $id) { name } node(id: $id) { id } changes(after: 0, types: [DIMENSION]) { changes { op recordId record { id } } } }", json!({ "id": id })).await;
        assert_eq!((&seen["dimension"], &seen["node"]), (&Value::Null, &Value::Null));
        let changes = seen["changes"]["changes"].as_array().unwrap();
        assert_eq!(changes.last().unwrap(), &json!({ "op": "ERASE", "recordId": id, "record": null }));
        assert_eq!(owner.refused(&erase, json!({ "id": id })).await[0]["code"], "NOT_FOUND");
        // The name is free again.
        set(&owner, &ana, "Faith", "A").await;
        assert_eq!(held(&owner, &ana).await.as_array().unwrap().len(), 2);
    }

    whatever_is_written_in_any_order_the_counts_are_those_of_a_model(app) {
        let owner = owner(&app).await;
        let dimension = create(&owner, json!({ "name": "Field", "isSensitive": false, "values": ["A", "B"] })).await;
        let mut people = Vec::new();
        for number in 0..4 {
            people.push(owner.person(&format!("P{number}")).await);
        }
        // What held of each, and since when; what was counted at moments.
        let mut model: Vec<Vec<(i64, &str)>> = vec![Vec::new(); 4];
        let mut moments = Vec::new();
        let mut dice = 0x9e37_79b9_7f4a_7c15_u64;
        let mut roll = |sides: u64| {
            dice ^= dice << 13;
            dice ^= dice >> 7;
            dice ^= dice << 17;
            ((dice >> 33) % sides) as usize
        };
        for step in 0..40 {
            let person = roll(4);
            if roll(4) == 0 {
                owner.written(&set_text(), json!({ "id": people[person], "input": { "removeAttributes": ["field"] } })).await;
                model[person].clear();
            } else {
                let value = ["A", "B"][roll(2)];
                set(&owner, &people[person], "Field", value).await;
                let now = app.clock.now().timestamp_micros();
                let held = &mut model[person];
                if held.last().is_none_or(|last| last.1 != value) {
                    held.retain(|entry| entry.0 != now);
                    held.push((now, value));
                }
            }
            moments.push(app.clock.now());
            // Some writes follow each other at once.
            if roll(3) > 0 {
                app.clock.advance(TimeDelta::seconds(1));
            }
            let at = moments[roll(moments.len() as u64)];
            let wanted = |name: &str| {
                let held = model.iter().filter(|held| held.iter().rfind(|entry| entry.0 <= at.timestamp_micros()).is_some_and(|entry| entry.1 == name));
                Some(held.count() as i64)
            };
            let found = counted(&owner, &dimension["id"], &format!(", asOf: \"{}\"", at.to_rfc3339())).await.0;
            assert_eq!(found, BTreeMap::from([("A".to_owned(), wanted("A")), ("B".to_owned(), wanted("B"))]), "step {step}");
        }
    }

    what_was_known_by_words_is_carried_over(app) {
        let owner = owner(&app).await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let before = owner.ok("{ workspace { latestSeq } }", json!({})).await["workspace"]["latestSeq"].as_i64().unwrap();
        // As it was before there were dimensions.
        let db = Database::connect(app.database_url()).await.unwrap();
        for sql in [
            "DROP TABLE attribute",
            "DROP TABLE dimension_value",
            "DROP TABLE dimension",
            "DELETE FROM seaql_migrations WHERE version = 'm20261123_000017_diversity'",
            "CREATE TABLE attribute AS SELECT workspace_id, id AS person_id, 'Energy' AS dimension, 'high' AS value FROM person WHERE display_name IN ('Ana', 'Bea')",
            "INSERT INTO attribute SELECT workspace_id, id, 'energy', 'Low' FROM person WHERE display_name = 'Bea'",
            "INSERT INTO attribute SELECT workspace_id, id, 'Pace', 'slow' FROM person WHERE display_name = 'Ana'",
        ] {
            db.execute_unprepared(sql).await.unwrap();
        }
        Migrator::up(&db, None).await.unwrap();
        // What a later change had added to the table that was dropped.
        db.execute_unprepared("ALTER TABLE dimension ADD COLUMN custom_values text").await.unwrap();
        db.close().await.unwrap();
        let words = async |person: &str| {
            let held = held(&owner, person).await;
            let mut words: Vec<String> = held.as_array().unwrap().iter().map(|it| format!("{} {} {}", it["dimension"]["name"].as_str().unwrap(), it["value"]["name"].as_str().unwrap(), it["since"].as_str().unwrap())).collect();
            words.sort();
            words
        };
        assert_eq!(words(&ana).await, ["Energy high 2026-03-01T09:00:00Z", "Pace slow 2026-03-01T09:00:00Z"]);
        // One value a dimension.
        assert_eq!(words(&bea).await, ["Energy high 2026-03-01T09:00:00Z"]);
        let seen = owner.ok("query($after: Seq!) { workspace { latestSeq } changes(after: $after) { changes { seq op record { ... on Dimension { name isSensitive } } } } }", json!({ "after": before })).await;
        let changes: Vec<_> = seen["changes"]["changes"].as_array().unwrap().iter().map(|it| (it["seq"].as_i64().unwrap() - before, it["op"].as_str().unwrap(), it["record"]["name"].as_str().unwrap())).collect();
        assert_eq!(changes, [(1, "CREATE", "Energy"), (2, "CREATE", "Pace")]);
        assert_eq!(seen["workspace"]["latestSeq"], before + 2);
        // What is written now finds what was carried over.
        set(&owner, &bea, "ENERGY", "low").await;
        assert_eq!(owner.ok("{ dimensions { totalCount } }", json!({})).await["dimensions"]["totalCount"], 2);
    }

    however_many_are_counted_the_statements_are_as_many(app) {
        let owner = owner(&app).await;
        let mut ids = Vec::new();
        let mut few = Vec::new();
        for number in 0..8 {
            ids.push(create(&owner, json!({ "name": format!("D{number}"), "values": ["A", "B"] })).await["id"].take());
            for person in 0..2 {
                let person = owner.person(&format!("P{number} {person}")).await;
                set(&owner, &person, &format!("D{number}"), "A").await;
            }
            let read = format!("query($ids: [ID!]!, $one: ID!) {{ diversity(dimensionIds: $ids) {{ dimension {{ name }} {COUNTS} }} diversityTrend(dimensionId: $one, from: \"2020-01-01\", to: \"2026-03-01\") {{ dimension {{ name }} {COUNTS} }} }}");
            few.push(app.statements(async { owner.ok(&read, json!({ "ids": ids, "one": ids[0] })).await; }).await.len());
        }
        assert_eq!(few.first(), few.last(), "{few:?}");
    }
}
