//! What challenged the user, through the API.

use serde_json::{Value, json};
use tests::{Client, both};

async fn talk(client: &Client, on: &str, people: &[&String], more: Value) -> Value {
    let mut input =
        json!({ "participantIds": people, "channel": "CALL", "happenedAt": format!("{on}T10:00:00Z") });
    for (field, value) in more.as_object().unwrap() {
        input[field] = value.clone();
    }
    let query = "mutation($input: LogInteractionInput!) { logInteraction(input: $input) { interaction { id challenged learnt } userErrors { code path } } }";
    client.written(query, json!({ "input": input })).await["interaction"].take()
}

async fn dimension(client: &Client, name: &str, is_sensitive: bool, values: &[&str]) -> Value {
    let query = "mutation($input: CreateDimensionInput!) { createDimension(input: $input) { dimension { id } userErrors { message path } } }";
    let input = json!({ "name": name, "isSensitive": is_sensitive, "values": values });
    client.written(query, json!({ "input": input })).await["dimension"]["id"].take()
}

async fn set(client: &Client, person: &str, dimension: &str, value: &str) {
    let query = "mutation($id: ID!, $input: UpdatePersonInput!) { updatePerson(id: $id, input: $input) { userErrors { message path } } }";
    let input = json!({ "setAttributes": [{ "dimension": dimension, "value": value }] });
    client
        .written(query, json!({ "id": person, "input": input }))
        .await;
}

const REPORT: &str = "interactionCount challenged learnt isWithheld quarters { from to interactionCount challenged learnt } groups { value { name } peopleCount interactionCount challenged learnt minutes isWithheld }";

async fn report(client: &Client, from: &str, to: &str, dimension: &Value) -> Value {
    let query = format!(
        "query($from: Date!, $to: Date!, $by: ID) {{ perspectiveReport(from: $from, to: $to, dimensionId: $by) {{ {REPORT} }} }}"
    );
    let variables = json!({ "from": from, "to": to, "by": dimension });
    client.ok(&query, variables).await["perspectiveReport"].take()
}

both! {
    a_talk_says_what_challenged_and_what_was_learnt(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        let made = talk(&owner, "2026-02-01", &[&ana], json!({ "challenged": " She doubts growth. ", "learnt": "To ask why." })).await;
        assert_eq!((&made["challenged"], &made["learnt"]), (&json!("She doubts growth."), &json!("To ask why.")));
        let change = "mutation($id: ID!, $input: UpdateInteractionInput!) { updateInteraction(id: $id, input: $input) { interaction { challenged learnt } userErrors { code path } } }";
        let changed = owner.written(change, json!({ "id": made["id"], "input": { "learnt": null } })).await;
        assert_eq!(changed["interaction"], json!({ "challenged": "She doubts growth.", "learnt": null }));
        let errors = owner.refused(change, json!({ "id": made["id"], "input": { "challenged": "x".repeat(5_001) } })).await;
        assert_eq!((&errors[0]["code"], &errors[0]["path"]), (&json!("TOO_LONG"), &json!(["input", "challenged"])));
        let found = owner.ok("{ interactions(search: \"doubts\") { totalCount } }", json!({})).await;
        assert_eq!(found["interactions"]["totalCount"], 1);
    }

    talks_are_counted_by_quarter_and_by_a_dimension(app) {
        let owner = app.owner().await;
        let (ana, bea, cai) = (owner.person("Ana").await, owner.person("Bea").await, owner.person("Cai").await);
        let trade = dimension(&owner, "Trade", false, &["Law", "Art", "Sea"]).await;
        for (person, value) in [(&ana, "Law"), (&bea, "Law"), (&cai, "Art")] {
            set(&owner, person, "Trade", value).await;
        }
        talk(&owner, "2025-12-31", &[&ana, &bea], json!({ "durationMinutes": 30, "challenged": "a" })).await;
        talk(&owner, "2026-01-01", &[&ana, &cai], json!({ "durationMinutes": 20, "learnt": "b", "challenged": "c" })).await;
        talk(&owner, "2026-02-01", &[&cai], json!({})).await;
        talk(&owner, "2025-11-30", &[&cai], json!({ "learnt": "too early" })).await;
        let gone = talk(&owner, "2026-02-02", &[&cai], json!({ "learnt": "archived" })).await;
        let archive = format!("mutation {{ archiveInteraction(id: {}) {{ userErrors {{ message }} }} }}", gone["id"]);
        owner.written(&archive, json!({})).await;
        let told = report(&owner, "2025-12-01", "2026-02-28", &trade).await;
        let group = |name: &str, people: i32, [talks, challenged, learnt, minutes]: [i32; 4]| {
            json!({ "value": { "name": name }, "peopleCount": people, "interactionCount": talks, "challenged": challenged, "learnt": learnt, "minutes": minutes, "isWithheld": false })
        };
        assert_eq!(told, json!({
            "interactionCount": 3, "challenged": 2, "learnt": 1, "isWithheld": false,
            "quarters": [
                { "from": "2026-01-01", "to": "2026-02-28", "interactionCount": 2, "challenged": 1, "learnt": 1 },
                { "from": "2025-12-01", "to": "2025-12-31", "interactionCount": 1, "challenged": 1, "learnt": 0 },
            ],
            "groups": [group("Law", 2, [2, 2, 1, 50]), group("Art", 1, [2, 1, 1, 20]), group("Sea", 0, [0, 0, 0, 0])],
        }));
        let plain = report(&owner, "2025-12-01", "2026-02-28", &Value::Null).await;
        assert_eq!((&plain["groups"], &plain["interactionCount"]), (&json!([]), &json!(3)));
        for (from, to) in [("2026-02-01", "2026-01-31"), ("2020-01-01", "2026-01-01")] {
            let query = format!("{{ perspectiveReport(from: \"{from}\", to: \"{to}\") {{ learnt }} }}");
            assert_eq!(owner.errors(&query, json!({})).await[0]["extensions"]["code"], "BAD_INPUT");
        }
        let other = app.owner().await;
        assert_eq!(report(&other, "2025-12-01", "2026-02-28", &trade).await["groups"], json!([]), "of another workspace nothing is told");
    }

    of_a_sensitive_dimension_no_small_group_is_told(app) {
        let owner = app.owner().await;
        let faith = dimension(&owner, "Faith", true, &["A", "B", "C"]).await;
        let mut people = Vec::new();
        for (value, count) in [("A", 3), ("B", 5), ("C", 6)] {
            for number in 0..count {
                let person = owner.person(&format!("{value}{number}")).await;
                set(&owner, &person, "Faith", value).await;
                people.push(person);
            }
        }
        let all: Vec<&String> = people.iter().collect();
        talk(&owner, "2026-01-10", &all, json!({ "challenged": "much" })).await;
        let told = report(&owner, "2026-01-01", "2026-01-31", &faith).await;
        let hidden = |name: &str| json!({ "value": { "name": name }, "peopleCount": null, "interactionCount": null, "challenged": null, "learnt": null, "minutes": null, "isWithheld": true });
        let shown = json!({ "value": { "name": "C" }, "peopleCount": 6, "interactionCount": 1, "challenged": 1, "learnt": 0, "minutes": 0, "isWithheld": false });
        assert_eq!(told["groups"], json!([hidden("A"), hidden("B"), shown]));
        assert_eq!((&told["isWithheld"], &told["interactionCount"]), (&json!(true), &json!(1)));
        // Of those who were there, not of all.
        let few: Vec<&String> = people.iter().skip(8).take(2).collect();
        talk(&owner, "2026-02-10", &few, json!({})).await;
        let told = report(&owner, "2026-02-01", "2026-02-28", &faith).await;
        assert_eq!(told["groups"][2], hidden("C"));
        assert!(told["groups"][0]["isWithheld"] == true || told["groups"][1]["isWithheld"] == true);
    }
}
