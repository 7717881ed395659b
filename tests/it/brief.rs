//! The brief through the API: what matters before a talk, and nothing else.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Client, TestApp, both};

const ERRORS: &str = "userErrors { code message path }";
const BRIEF: &str = "query($id: ID!, $on: Date) { person(by: { id: $id }) { brief(on: $on) { on person { displayName }
    questions { text kind about notedOn daysAgo } facts { text } checkInStatus { band daysSince }
    lastInteractions(first: 2) { nodes { title updatesShared updatesHeard } }
    promisesByMe { nodes { title } } promisesByThem { nodes { title } } gratitudesOwed { nodes { exchange { title } } }
    introductionsUnderWay { nodes { state sides { person { displayName } } } }
    collaborationsUnderWay { nodes { title } } peopleInCommon { nodes { from { displayName } to { displayName } } } } } }";

async fn make(client: &Client, mutation: &str, input_type: &str, shown: &str, input: Value) -> String {
    let text = format!(
        "mutation($input: {input_type}!) {{ {mutation}(input: $input) {{ {shown} {{ id }} {ERRORS} }} }}"
    );
    let made = client.written(&text, json!({ "input": input })).await;
    made[shown]["id"].as_str().unwrap().to_owned()
}

async fn log(app: &TestApp, client: &Client, person: &str, days_ago: i64, title: &str) -> String {
    let at = (app.clock.now() - TimeDelta::days(days_ago)).to_rfc3339();
    let input = json!({ "participantIds": [person], "channel": "CALL", "happenedAt": at, "title": title, "updatesHeard": format!("heard: {title}"), "updatesShared": "shared" });
    make(
        client,
        "logInteraction",
        "LogInteractionInput",
        "interaction",
        input,
    )
    .await
}

async fn exchange(
    client: &Client,
    person: &str,
    direction: &str,
    state: &str,
    title: &str,
    due: Option<&str>,
) -> String {
    let input = json!({ "personId": person, "direction": direction, "kind": "HELP", "state": state, "title": title, "dueOn": due });
    make(client, "recordExchange", "RecordExchangeInput", "exchange", input).await
}

fn texts<'v>(list: &'v Value, field: &str) -> Vec<&'v str> {
    let nodes = list["nodes"].as_array().or(list.as_array()).unwrap();
    nodes.iter().map(|node| node[field].as_str().unwrap()).collect()
}

both! {
    a_brief_holds_what_matters_before_a_talk_and_nothing_else(app) {
        let owner = app.owner().await;
        let facts = json!([
            { "kind": "GOAL", "text": "wants to open a bakery", "notedOn": "2025-09-01" },
            { "kind": "GOAL", "text": "hires a baker", "notedOn": "2026-02-20" },
            { "kind": "PREFERENCE", "text": "tea, not coffee", "notedOn": "2025-09-01" },
        ]);
        let ana = make(&owner, "createPerson", "CreatePersonInput", "person", json!({ "displayName": "Ana", "facts": facts })).await;
        let (bea, cem) = (owner.person("Bea").await, owner.person("Cem").await);
        for (days, title) in [(40, "Lunch"), (30, "Mail"), (10, "Call")] {
            log(&app, &owner, &ana, days, title).await;
        }
        let cadence = format!("mutation($id: ID!) {{ setCadence(input: {{ personId: $id, idealDays: 7 }}) {{ {ERRORS} }} }}");
        owner.written(&cadence, json!({ "id": ana })).await;
        exchange(&owner, &ana, "GIVEN", "PROMISED", "Later", Some("2026-05-01")).await;
        exchange(&owner, &ana, "GIVEN", "PROMISED", "Sooner", Some("2026-04-01")).await;
        exchange(&owner, &ana, "GIVEN", "DONE", "Done", None).await;
        exchange(&owner, &ana, "RECEIVED", "PROMISED", "Hers", None).await;
        exchange(&owner, &ana, "RECEIVED", "DONE", "Boxes", None).await;
        exchange(&owner, &bea, "GIVEN", "PROMISED", "Another's", None).await;
        for (a, b, cancelled) in [(&ana, &bea, false), (&ana, &cem, true)] {
            let input = json!({ "personAId": a, "personBId": b });
            let id = make(&owner, "createIntroduction", "CreateIntroductionInput", "introduction", input).await;
            if cancelled {
                owner.written(&format!("mutation($id: ID!) {{ cancelIntroduction(id: $id) {{ {ERRORS} }} }}"), json!({ "id": id })).await;
            }
        }
        for (title, state) in [("Fair", "ACTIVE"), ("Old fair", "DONE")] {
            let input = json!({ "title": title, "kind": "PROJECT", "state": state, "members": [{ "personId": ana }] });
            make(&owner, "createCollaboration", "CreateCollaborationInput", "collaboration", input).await;
        }
        make(&owner, "createTie", "CreateTieInput", "tie", json!({ "fromId": cem, "toId": ana, "kind": "friend" })).await;

        let brief = owner.ok(BRIEF, json!({ "id": ana })).await["person"]["brief"].take();
        assert_eq!((&brief["on"], &brief["person"]["displayName"]), (&json!("2026-03-01"), &json!("Ana")));
        assert_eq!(brief["questions"], json!([{
            "text": "6 months ago: wants to open a bakery – how far are they?", "kind": "GOAL", "about": "wants to open a bakery", "notedOn": "2025-09-01", "daysAgo": 181
        }]));
        assert_eq!(texts(&brief["facts"], "text"), ["wants to open a bakery", "hires a baker", "tea, not coffee"]);
        assert_eq!(brief["checkInStatus"], json!({ "band": "DUE", "daysSince": 10 }));
        assert_eq!(texts(&brief["lastInteractions"], "title"), ["Call", "Mail"]);
        assert_eq!(texts(&brief["lastInteractions"], "updatesHeard"), ["heard: Call", "heard: Mail"]);
        assert_eq!(texts(&brief["promisesByMe"], "title"), ["Sooner", "Later"]);
        assert_eq!(texts(&brief["promisesByThem"], "title"), ["Hers"]);
        assert_eq!(brief["gratitudesOwed"]["nodes"], json!([{ "exchange": { "title": "Boxes" } }]));
        assert_eq!(texts(&brief["introductionsUnderWay"], "state"), ["DRAFT"]);
        // What was done before owes thanks of its own; what is over is not under way.
        assert_eq!(texts(&brief["collaborationsUnderWay"], "title"), ["Fair"]);
        assert_eq!(brief["peopleInCommon"]["nodes"], json!([{ "from": { "displayName": "Cem" }, "to": { "displayName": "Ana" } }]));
        // Seen from later on, more has gone stale.
        let later = owner.ok(BRIEF, json!({ "id": ana, "on": "2028-03-01" })).await["person"]["brief"].take();
        assert_eq!(texts(&later["questions"], "about"), ["wants to open a bakery", "hires a baker", "tea, not coffee"]);
    }

    a_brief_of_somebody_unknown_is_empty(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        let brief = owner.ok(BRIEF, json!({ "id": ana })).await["person"]["brief"].take();
        assert_eq!(brief["questions"], json!([]));
        assert_eq!(brief["checkInStatus"], Value::Null);
        for list in ["lastInteractions", "promisesByMe", "promisesByThem", "gratitudesOwed", "introductionsUnderWay", "collaborationsUnderWay", "peopleInCommon"] {
            assert_eq!(brief[list]["nodes"], json!([]), "{list}");
        }
    }
}
