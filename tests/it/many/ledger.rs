//! The ledger written as a set: what follows from entries follows from many with as many statements as from few, and as from one.

use serde_json::{Value, json};
use tests::{Client, TestApp, both};

use super::{people, statuses};

const QUERY: &str = "mutation($mutations: [MutationRowInput!]!, $policy: ErrorPolicy) {
    applyMutations(mutations: $mutations, errorPolicy: $policy) {
        rows { status recordId userErrors { code path } } counts { created updated } userErrors { message } } }";

/// Runs one mutation with each of these inputs, or on each of these records.
async fn run(client: &Client, mutation: &str, each: &[Value], policy: &str) -> Value {
    let rows: Vec<Value> = each
        .iter()
        .map(|it| json!({ "name": mutation, "variables": it }))
        .collect();
    client
        .ok(QUERY, json!({ "mutations": rows, "policy": policy }))
        .await["applyMutations"]
        .take()
}

/// How many statements that takes, and the records that it leaves.
async fn counted(app: &TestApp, client: &Client, mutation: &str, each: Vec<Value>) -> (usize, Vec<Value>) {
    let mut left = Vec::new();
    let work = async {
        let answer = run(client, mutation, &each, "REJECT_ALL").await;
        let written = ["created", "updated"].map(|it| answer["counts"][it].as_u64().unwrap());
        assert_eq!(written.iter().sum::<u64>(), each.len() as u64, "{answer}");
        let rows = answer["rows"].as_array().unwrap();
        left = rows.iter().map(|row| row["recordId"].clone()).collect();
    };
    (app.statements(work).await.len(), left)
}

fn received(person: &str, number: usize) -> Value {
    json!({ "input": {
        "personId": person, "direction": "RECEIVED", "kind": "ADVICE", "title": format!("Advice {number}"), "doneOn": "2026-01-05"
    } })
}

both! {
    what_follows_from_five_hundred_exchanges_takes_as_many_statements_as_from_fifty(app) {
        let owner = app.owner().await;
        let ids = people(&owner, 500).await;
        let given = |from: usize, count: usize| (from..from + count).map(|number| received(&ids[number % 500], number)).collect();
        let (few, some) = counted(&app, &owner, "recordExchange", given(0, 50)).await;
        let (many, all) = counted(&app, &owner, "recordExchange", given(0, 500)).await;
        println!("{:?} recordExchange: {few} statements for 50 rows, {many} for 500", app.engine);
        assert!(many <= few + 5 && few <= 30, "{few} for 50 rows, {many} for 500");
        // What was received was given: no thanks are owed for it any more, and the balance turns.
        let turned = |ids: &[Value]| ids.iter().map(|id| json!({ "id": id, "input": { "direction": "GIVEN", "weight": 7 } })).collect();
        let (few, _) = counted(&app, &owner, "updateExchange", turned(&some)).await;
        let (many, _) = counted(&app, &owner, "updateExchange", turned(&all)).await;
        println!("{:?} updateExchange: {few} statements for 50 rows, {many} for 500", app.engine);
        assert!(many <= few + 5 && few <= 30, "{few} for 50 rows, {many} for 500");
        let seen = owner.ok(
            "query($id: ID!) { gratitudesOwed(first: 0) { totalCount } gratitudes(first: 0, includeArchived: true) { totalCount }
                person(by: { id: $id }) { reciprocity { balance } } }",
            json!({ "id": ids[7] }),
        ).await;
        assert_eq!((&seen["gratitudesOwed"]["totalCount"], &seen["gratitudes"]["totalCount"]), (&json!(0), &json!(550)), "{seen}");
    }

    a_set_of_exchanges_leaves_what_they_leave_one_by_one(app) {
        let (one, many) = (app.owner().await, app.owner().await);
        let mut seen = Vec::new();
        for (client, policy) in [(&one, "STOP_AT_FIRST"), (&many, "REJECT_ALL")] {
            let ids = people(client, 3).await;
            let each: Vec<Value> = (0..9).map(|number| received(&ids[number % 3], number)).collect();
            let answer = run(client, "recordExchange", &each, policy).await;
            assert_eq!(answer["counts"]["created"], 9, "{answer}");
            let rows = answer["rows"].as_array().unwrap();
            let change = |number: usize, input: Value| json!({ "id": rows[number]["recordId"], "input": input });
            let changes = [
                change(0, json!({ "personId": ids[1] })), change(1, json!({ "direction": "GIVEN" })),
                change(2, json!({ "doneOn": "2025-12-24", "title": "A walk" })), change(3, json!({ "kind": "GIFT", "weight": 9 })),
            ];
            let answer = run(client, "updateExchange", &changes, policy).await;
            assert_eq!(answer["counts"]["updated"], 4, "{answer}");
            let shown = "{ people(orderBy: { field: RECIPROCITY_BALANCE, direction: DESC }) { nodes { displayName reciprocity { balance given received } } }
                gratitudesOwed { nodes { owedSince person { displayName } exchange { title } revision } }
                gratitudes(includeArchived: true) { totalCount } exchanges(search: \"walk\") { nodes { doneOn revision } } }";
            let mut shown = client.ok(shown, json!({})).await;
            // Of one day, in the order of their ids, which chance decides.
            shown["gratitudesOwed"]["nodes"].as_array_mut().unwrap().sort_by_key(|it| it["exchange"]["title"].to_string());
            seen.push(shown);
        }
        assert_eq!(seen[0]["gratitudesOwed"]["nodes"].as_array().unwrap().len(), 8);
        assert_eq!(seen[0]["exchanges"]["nodes"], json!([{ "doneOn": "2025-12-24", "revision": 2 }]));
        assert_eq!(seen[0], seen[1]);
    }

    a_refused_exchange_of_a_set_moves_no_balance_and_is_owed_no_thanks(app) {
        let owner = app.owner().await;
        let ids = people(&owner, 2).await;
        let mut each: Vec<Value> = (0..3).map(|number| received(&ids[0], number)).collect();
        each[1]["input"]["personId"] = json!(ids[1]);
        each[1]["input"]["doneOn"] = json!("2999-01-01");
        let answer = run(&owner, "recordExchange", &each, "REJECT_FAILED_ROWS").await;
        assert_eq!(statuses(&answer), ["CREATED", "REJECTED", "CREATED"]);
        let error = &answer["rows"][1]["userErrors"][0];
        assert_eq!((&error["code"], &error["path"]), (&json!("INVALID"), &json!(["mutations", "1", "variables", "input", "doneOn"])));
        let owed = owner.ok("{ gratitudesOwed { nodes { person { id } } } }", json!({})).await;
        assert_eq!(owed["gratitudesOwed"]["nodes"], json!([{ "person": { "id": ids[0] } }, { "person": { "id": ids[0] } }]));
    }

    five_hundred_logged_times_take_as_many_statements_as_fifty(app) {
        let owner = app.owner().await;
        let ids = people(&owner, 500).await;
        let talks = json!({ "happenedAt": "2026-01-05T10:00:00Z", "channel": "CALL", "participantIds": [ids[0]] });
        let talks = run(&owner, "logInteraction", &vec![json!({ "input": talks }); 500], "REJECT_ALL").await;
        let taken = |count: usize| (0..count).map(|number| json!({ "input": {
            "minutes": 10 + number % 50, "note": format!("Walk {number}"), "interactionId": talks["rows"][number]["recordId"],
            "personIds": [ids[number], ids[(number + 1) % 500]]
        } }));
        let (few, _) = counted(&app, &owner, "logTime", taken(50).collect()).await;
        let (many, _) = counted(&app, &owner, "logTime", taken(500).collect()).await;
        println!("{:?} logTime: {few} statements for 50 rows, {many} for 500", app.engine);
        assert!(many <= few + 5 && few <= 30, "{few} for 50 rows, {many} for 500");
        let shown = "{ timeEntries(filter: { minutes: { eq: 10 } }, search: \"walk 450\") { nodes { on kind people { displayName } interaction { id } } } }";
        let shown = owner.ok(shown, json!({})).await;
        assert_eq!(shown["timeEntries"]["nodes"], json!([{
            "on": "2026-01-05", "kind": "CALL", "people": [{ "displayName": "Person 0450" }, { "displayName": "Person 0451" }],
            "interaction": { "id": talks["rows"][450]["recordId"] }
        }]));
    }

    a_refused_time_of_a_set_keeps_no_other_from_being_written_down(app) {
        let owner = app.owner().await;
        let ids = people(&owner, 1).await;
        let missing = "person_01h455vb4pex5vsknk084sn02q";
        let each = [json!([ids[0]]), json!([ids[0], missing]), json!([])];
        let each = each.map(|people| json!({ "input": { "minutes": 5, "personIds": people } }));
        let answer = run(&owner, "logTime", &each, "REJECT_FAILED_ROWS").await;
        assert_eq!(statuses(&answer), ["CREATED", "REJECTED", "CREATED"]);
        let error = &answer["rows"][1]["userErrors"][0];
        assert_eq!((&error["code"], &error["path"]), (&json!("NOT_FOUND"), &json!(["mutations", "1", "variables", "input", "personIds", "1"])));
        let shown = owner.ok("{ timeEntries { nodes { minutes kind people { id } } } }", json!({})).await;
        let people: Vec<&Value> = shown["timeEntries"]["nodes"].as_array().unwrap().iter().map(|it| &it["people"]).collect();
        assert!(people.contains(&&json!([{ "id": ids[0] }])) && people.contains(&&json!([])), "{shown}");
    }
}
