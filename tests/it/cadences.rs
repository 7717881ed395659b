//! Cadences, check-ins and who is due, through the API.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Client, TestApp, both};

const ERRORS: &str = "userErrors { code message path ... on StateError { state allowed } ... on ConflictError { currentRevision } }";
const CHECK_IN: &str =
    "checkIn { id state on channel note doneOn interaction { id } person { id } revision }";
const STATUS: &str = "band source dueOn latestOn lastContactOn daysSince snoozedUntil planned { id } cadence { id idealDays } whyNow";

/// A caller whose token outlives the tests' days.
async fn owner(app: &TestApp) -> Client {
    let scopes = [
        "PEOPLE_READ",
        "PEOPLE_WRITE",
        "INTERACTIONS_READ",
        "INTERACTIONS_WRITE",
        "CADENCES_READ",
        "CADENCES_WRITE",
        "WORKSPACE_READ",
        "WORKSPACE_WRITE",
        "CHANGES_READ",
    ];
    app.owner().await.with_scopes(&scopes).await
}

/// The day so many days from now.
fn day(app: &TestApp, days: i64) -> String {
    (app.clock.now() + TimeDelta::days(days)).date_naive().to_string()
}

fn set_cadence() -> String {
    format!(
        "mutation($input: SetCadenceInput!, $revision: Int) {{ setCadence(input: $input, expectedRevision: $revision) {{ cadence {{ id idealDays maxDays channels pausedUntil person {{ id }} circle {{ id }} archivedAt revision }} {ERRORS} }} }}"
    )
}

fn on_check_in(head: &str, call: &str) -> String {
    format!("mutation({head}) {{ {call} {{ {CHECK_IN} {ERRORS} }} }}")
}

async fn set(client: &Client, input: Value) -> Value {
    client.written(&set_cadence(), json!({ "input": input })).await["cadence"].take()
}

async fn plan(client: &Client, input: Value) -> Value {
    let text = on_check_in("$input: PlanCheckInInput!", "planCheckIn(input: $input)");
    client.written(&text, json!({ "input": input })).await["checkIn"].take()
}

async fn log(client: &Client, person: &str, channel: &str, at: &str) -> String {
    let text = "mutation($input: LogInteractionInput!) { logInteraction(input: $input) { interaction { id } userErrors { message path } } }";
    let input = json!({ "participantIds": [person], "channel": channel, "happenedAt": at });
    let made = client.written(text, json!({ "input": input })).await;
    made["interaction"]["id"].as_str().unwrap().to_owned()
}

async fn status(client: &Client, person: &str) -> Value {
    let text = format!("query($id: ID!) {{ person(by: {{ id: $id }}) {{ checkInStatus {{ {STATUS} }} }} }}");
    client.ok(&text, json!({ "id": person })).await["person"]["checkInStatus"].take()
}

async fn due(client: &Client, arguments: &str) -> Vec<String> {
    let text = format!("{{ dueCheckIns{arguments} {{ nodes {{ person {{ displayName }} }} }} }}");
    let found = client.ok(&text, json!({})).await;
    let nodes = found["dueCheckIns"]["nodes"].as_array().unwrap();
    let names = nodes
        .iter()
        .map(|node| node["person"]["displayName"].as_str().unwrap());
    names.map(str::to_owned).collect()
}

async fn circle(client: &Client, name: &str, people: &[&str]) -> String {
    let made = client
        .written(
            "mutation($name: String!) { createCircle(input: { name: $name }) { circle { id } userErrors { message } } }",
            json!({ "name": name }),
        )
        .await;
    let id = made["circle"]["id"].as_str().unwrap().to_owned();
    client
        .written(
            "mutation($id: ID!, $people: [ID!]!) { addToCircle(id: $id, input: { personIds: $people }) { circle { id } userErrors { message } } }",
            json!({ "id": id, "people": people }),
        )
        .await;
    id
}

async fn workspace(client: &Client, input: Value) -> Value {
    let text = format!(
        "mutation($input: UpdateWorkspaceInput!) {{ updateWorkspace(input: $input) {{ workspace {{ weekStart weeklyCapacity awayFrom awayUntil }} {ERRORS} }} }}"
    );
    client.written(&text, json!({ "input": input })).await["workspace"].take()
}

both! {
    the_nearest_cadence_counts_and_of_circles_the_one_with_the_fewest_days(app) {
        let owner = owner(&app).await;
        let (ana, bea, cem) = (owner.person("Ana").await, owner.person("Bea").await, owner.person("Cem").await);
        assert_eq!(status(&owner, &ana).await, Value::Null);
        let close = circle(&owner, "Close", &[&ana, &bea]).await;
        let work = circle(&owner, "Work", &[&bea]).await;
        let everybody = set(&owner, json!({ "idealDays": 90 })).await;
        assert_eq!((&everybody["maxDays"], &everybody["channels"]), (&json!(135), &json!([])));
        set(&owner, json!({ "circleId": close, "idealDays": 30 })).await;
        set(&owner, json!({ "circleId": work, "idealDays": 14, "maxDays": 14 })).await;
        let own = set(&owner, json!({ "personId": ana, "idealDays": 7 })).await;
        for (person, source, days) in [(&ana, "PERSON", 7), (&bea, "CIRCLE", 14), (&cem, "WORKSPACE", 90)] {
            let status = status(&owner, person).await;
            assert_eq!((&status["source"], &status["cadence"]["idealDays"]), (&json!(source), &json!(days)), "{status}");
        }
        // Archived, it counts no more; the next one does.
        let archive = "mutation($id: ID!) { archiveCadence(id: $id) { cadence { archivedAt } userErrors { message } } }";
        owner.written(archive, json!({ "id": own["id"] })).await;
        assert_eq!(status(&owner, &ana).await["source"], "CIRCLE");
        // Set anew, it is the same one.
        let again = set(&owner, json!({ "personId": ana, "idealDays": 8 })).await;
        assert_eq!((&again["id"], &again["archivedAt"], &again["revision"]), (&own["id"], &Value::Null, &json!(3)));
        let circle = owner.ok("query($id: ID!) { circle(id: $id) { cadence { idealDays circle { name } } } }", json!({ "id": work })).await;
        assert_eq!(circle["circle"]["cadence"], json!({ "idealDays": 14, "circle": { "name": "Work" } }));
    }

    who_is_due_follows_what_is_logged(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        set(&owner, json!({ "personId": ana, "idealDays": 10, "maxDays": 20, "channels": ["CALL", "IN_PERSON"] })).await;
        assert_eq!(status(&owner, &ana).await["lastContactOn"], Value::Null);
        app.clock.advance(TimeDelta::days(10));
        assert_eq!(due(&owner, "").await, ["Ana"]);
        // Mail does not count, a call does; one that is logged ahead not yet.
        let now = app.clock.now();
        log(&owner, &ana, "EMAIL", &now.to_rfc3339()).await;
        assert_eq!(status(&owner, &ana).await["band"], "DUE");
        let call = log(&owner, &ana, "CALL", &(now - TimeDelta::days(1)).to_rfc3339()).await;
        let found = status(&owner, &ana).await;
        assert_eq!((&found["band"], &found["daysSince"], &found["dueOn"]), (&json!("ON_TRACK"), &json!(1), &json!(day(&app, 9))), "{found}");
        assert!(due(&owner, "").await.is_empty());
        assert_eq!(due(&owner, "(bands: [ON_TRACK])").await, ["Ana"]);
        // As seen from a day on which it had not happened, and from one to come.
        assert_eq!(due(&owner, &format!("(on: \"{}\", bands: [DUE, OVERDUE, ON_TRACK])", day(&app, -5))).await, ["Ana"]);
        assert_eq!(due(&owner, &format!("(on: \"{}\")", day(&app, 9))).await, ["Ana"]);
        app.clock.advance(TimeDelta::days(20));
        let found = status(&owner, &ana).await;
        assert_eq!((&found["band"], &found["latestOn"]), (&json!("OVERDUE"), &json!(day(&app, -1))), "{found}");
        assert_eq!(found["whyNow"], json!(["You were last in touch 21 days ago; you mean to be every 10 days with them.", "That is 1 day more than the cadence allows."]));
        // What is archived did not happen.
        let archive = "mutation($id: ID!) { archiveInteraction(id: $id) { interaction { id } userErrors { message } } }";
        owner.written(archive, json!({ "id": call })).await;
        assert_eq!(status(&owner, &ana).await["lastContactOn"], Value::Null);
    }

    logging_completes_what_was_planned_and_archiving_plans_it_anew(app) {
        let owner = owner(&app).await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        set(&owner, json!({ "idealDays": 30, "channels": ["CALL"] })).await;
        let planned = plan(&owner, json!({ "personId": ana, "on": day(&app, 3), "channel": "VIDEO", "note": "the grant" })).await;
        assert_eq!((&planned["state"], &planned["on"]), (&json!("PLANNED"), &json!(day(&app, 3))));
        let found = status(&owner, &ana).await;
        assert_eq!((&found["planned"]["id"], &found["dueOn"]), (&planned["id"], &json!(day(&app, 3))));
        let get = "query($id: ID!) { checkIn(id: $id) { state doneOn interaction { id } revision } }";
        let of = async |id: &Value| owner.ok(get, json!({ "id": id })).await["checkIn"].take();
        let now = app.clock.now();
        // Neither by what counts nor by the planned means; with somebody else; before it was planned; in the future.
        log(&owner, &ana, "EMAIL", &now.to_rfc3339()).await;
        log(&owner, &bea, "CALL", &now.to_rfc3339()).await;
        log(&owner, &ana, "CALL", &(now - TimeDelta::days(2)).to_rfc3339()).await;
        assert_eq!(of(&planned["id"]).await["state"], "PLANNED");
        app.clock.advance(TimeDelta::days(2));
        let video = log(&owner, &ana, "VIDEO", &app.clock.now().to_rfc3339()).await;
        let done = of(&planned["id"]).await;
        assert_eq!(done, json!({ "state": "DONE", "doneOn": day(&app, 0), "interaction": { "id": video }, "revision": 2 }));
        for (mutation, state) in [("archiveInteraction", "PLANNED"), ("restoreInteraction", "DONE")] {
            let text = format!("mutation($id: ID!) {{ {mutation}(id: $id) {{ interaction {{ id }} userErrors {{ message }} }} }}");
            owner.written(&text, json!({ "id": video })).await;
            assert_eq!(of(&planned["id"]).await["state"], state);
        }
        // Who was not there after all is still to be talked to.
        let update = "mutation($id: ID!, $input: UpdateInteractionInput!) { updateInteraction(id: $id, input: $input) { interaction { id } userErrors { message } } }";
        owner.written(update, json!({ "id": video, "input": { "addParticipantIds": [bea], "removeParticipantIds": [ana] } })).await;
        assert_eq!(of(&planned["id"]).await, json!({ "state": "PLANNED", "doneOn": null, "interaction": null, "revision": 5 }));
    }

    a_person_is_put_off_and_left_out(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        set(&owner, json!({ "idealDays": 10 })).await;
        app.clock.advance(TimeDelta::days(12));
        assert_eq!(due(&owner, "").await, ["Ana"]);
        let snooze = on_check_in("$input: SnoozeCheckInInput!", "snoozeCheckIn(input: $input)");
        let first = owner.written(&snooze, json!({ "input": { "personId": ana, "until": day(&app, 5) } })).await["checkIn"].take();
        let second = owner.written(&snooze, json!({ "input": { "personId": ana, "until": day(&app, 3) } })).await["checkIn"].take();
        let found = status(&owner, &ana).await;
        assert_eq!((&found["band"], &found["dueOn"], &found["snoozedUntil"]), (&json!("ON_TRACK"), &json!(day(&app, 3)), &json!(day(&app, 3))));
        let states = owner.ok("{ checkIns { nodes { id state } } }", json!({})).await["checkIns"]["nodes"].take();
        let state = |id: &Value| states.as_array().unwrap().iter().find(|node| node["id"] == *id).unwrap()["state"].clone();
        assert_eq!((state(&first["id"]), state(&second["id"])), (json!("CANCELLED"), json!("SNOOZED")));
        let cancel = on_check_in("$id: ID!", "cancelCheckIn(id: $id)");
        owner.written(&cancel, json!({ "id": second["id"] })).await;
        assert_eq!(due(&owner, "").await, ["Ana"]);
        let skip = on_check_in("$input: SkipCheckInInput!", "skipCheckIn(input: $input)");
        let skipped = owner.written(&skip, json!({ "input": { "personId": ana } })).await["checkIn"].take();
        assert_eq!(status(&owner, &ana).await["dueOn"], day(&app, 10));
        // Being in touch ends a snooze.
        owner.written(&cancel, json!({ "id": skipped["id"] })).await;
        owner.written(&snooze, json!({ "input": { "personId": ana, "until": day(&app, 90) } })).await;
        app.clock.advance(TimeDelta::days(1));
        log(&owner, &ana, "CALL", &app.clock.now().to_rfc3339()).await;
        let found = status(&owner, &ana).await;
        assert_eq!((&found["dueOn"], &found["snoozedUntil"]), (&json!(day(&app, 10)), &Value::Null));
    }

    capacity_and_absence_bound_what_is_proposed(app) {
        let owner = owner(&app).await;
        let mut people = Vec::new();
        for name in ["Ana", "Bea", "Cem", "Dee"] {
            people.push(owner.person(name).await);
        }
        set(&owner, json!({ "idealDays": 10, "maxDays": 12 })).await;
        for (person, days) in [(2, 3), (0, 2), (1, 1), (3, 0)] {
            log(&owner, &people[person], "CALL", &(app.clock.now() - TimeDelta::days(days)).to_rfc3339()).await;
        }
        app.clock.advance(TimeDelta::days(10));
        assert_eq!(workspace(&owner, json!({ "weeklyCapacity": 2, "weekStart": "SUNDAY" })).await["weeklyCapacity"], 2);
        assert_eq!(due(&owner, "").await, ["Cem", "Ana", "Bea", "Dee"]);
        assert_eq!(due(&owner, "(withinCapacity: true)").await, ["Cem", "Ana"]);
        log(&owner, &people[3], "CALL", &app.clock.now().to_rfc3339()).await;
        assert_eq!(due(&owner, "(withinCapacity: true)").await, ["Cem"]);
        workspace(&owner, json!({ "weeklyCapacity": null, "awayFrom": day(&app, -1), "awayUntil": day(&app, 7) })).await;
        assert!(due(&owner, "").await.is_empty());
        assert_eq!(status(&owner, &people[0]).await["dueOn"], day(&app, 8));
        app.clock.advance(TimeDelta::days(8));
        assert_eq!(due(&owner, "(bands: DUE)").await, ["Cem", "Ana", "Bea"]);
    }

    a_page_of_who_is_due_leads_to_the_next(app) {
        let owner = owner(&app).await;
        let mut names = Vec::new();
        for number in 0..7 {
            let name = format!("P{number}");
            let id = owner.person(&name).await;
            let at = app.clock.now() - TimeDelta::days(50 - number);
            log(&owner, &id, "CALL", &at.to_rfc3339()).await;
            names.push(name);
        }
        set(&owner, json!({ "idealDays": 10 })).await;
        for (page, rest) in [("first: 3", "after"), ("last: 3", "before")] {
            let mut seen: Vec<String> = Vec::new();
            let mut place = String::new();
            loop {
                let text = format!("{{ dueCheckIns({page}{place}) {{ totalCount pageInfo {{ hasNextPage hasPreviousPage }} edges {{ cursor node {{ person {{ displayName }} }} }} }} }}");
                let found = owner.ok(&text, json!({})).await["dueCheckIns"].take();
                assert_eq!(found["totalCount"], 7);
                let edges = found["edges"].as_array().unwrap();
                let of = |edge: &Value| edge["node"]["person"]["displayName"].as_str().unwrap().to_owned();
                let (end, more) = if rest == "after" {
                    seen.extend(edges.iter().map(of));
                    (edges.last(), &found["pageInfo"]["hasNextPage"])
                } else {
                    seen.splice(0..0, edges.iter().map(of));
                    (edges.first(), &found["pageInfo"]["hasPreviousPage"])
                };
                if more == false {
                    break;
                }
                place = format!(", {rest}: {}", end.unwrap()["cursor"]);
            }
            assert_eq!(seen, names);
        }
        let cursor = owner.ok("{ dueCheckIns(first: 1) { pageInfo { endCursor } } }", json!({})).await;
        let cursor = &cursor["dueCheckIns"]["pageInfo"]["endCursor"];
        let errors = owner.errors(&format!("{{ dueCheckIns(bands: [DUE], after: {cursor}) {{ nodes {{ on }} }} }}"), json!({})).await;
        assert_eq!(errors[0]["extensions"]["code"], "BAD_CURSOR");
    }

    what_makes_no_sense_is_refused_with_its_field(app) {
        let owner = owner(&app).await;
        let (ana, stranger) = (owner.person("Ana").await, app.owner().await.person("Elsewhere").await);
        let own = owner.ok("{ viewer { self { id } } }", json!({})).await["viewer"]["self"]["id"].take();
        let circle = circle(&owner, "Close", &[&ana]).await;
        for (input, field) in [
            (json!({ "idealDays": 0 }), "idealDays"),
            (json!({ "idealDays": 4000 }), "idealDays"),
            (json!({ "idealDays": 30, "maxDays": 29 }), "maxDays"),
            (json!({ "idealDays": 30, "personId": stranger }), "personId"),
            (json!({ "idealDays": 30, "personId": own }), "personId"),
            (json!({ "idealDays": 30, "personId": ana, "circleId": circle }), "circleId"),
            (json!({ "idealDays": 30, "circleId": ana }), "circleId"),
        ] {
            let errors = owner.refused(&set_cadence(), json!({ "input": input })).await;
            assert_eq!(errors[0]["path"], json!(["input", field]), "{errors:?}");
        }
        let text = on_check_in("$input: PlanCheckInInput!", "planCheckIn(input: $input)");
        for (input, field) in [
            (json!({ "personId": ana, "on": day(&app, -1) }), "on"),
            (json!({ "personId": stranger, "on": day(&app, 1) }), "personId"),
            (json!({ "personId": own, "on": day(&app, 1) }), "personId"),
            (json!({ "personId": ana, "on": day(&app, 1), "note": "x".repeat(2001) }), "note"),
        ] {
            let errors = owner.refused(&text, json!({ "input": input })).await;
            assert_eq!(errors[0]["path"], json!(["input", field]), "{errors:?}");
        }
        let text = format!("mutation($input: UpdateWorkspaceInput!) {{ updateWorkspace(input: $input) {{ workspace {{ id }} {ERRORS} }} }}");
        for (input, field) in [
            (json!({ "weeklyCapacity": -1 }), "weeklyCapacity"),
            (json!({ "weekStart": null }), "weekStart"),
            (json!({ "awayFrom": "2026-05-01" }), "awayUntil"),
            (json!({ "awayFrom": "2026-05-02", "awayUntil": "2026-05-01" }), "awayUntil"),
        ] {
            let errors = owner.refused(&text, json!({ "input": input })).await;
            assert_eq!(errors[0]["path"], json!(["input", field]), "{errors:?}");
        }
        assert!(due(&owner, "").await.is_empty());
    }

    what_is_over_stays_as_it_is(app) {
        let owner = owner(&app).await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let id = "check_in_01h455vb4pex5vsknk084sn02q";
        let input = json!({ "id": id, "personId": ana, "on": day(&app, 0), "note": "hello" });
        plan(&owner, input.clone()).await;
        // Said twice, it is done once; with other content it is a duplicate.
        assert_eq!(plan(&owner, input).await["revision"], 1);
        let text = on_check_in("$input: PlanCheckInInput!", "planCheckIn(input: $input)");
        let errors = owner.refused(&text, json!({ "input": { "id": id, "personId": bea, "on": day(&app, 0) } })).await;
        assert_eq!(errors[0]["code"], "DUPLICATE");
        let complete = on_check_in("$id: ID!, $interaction: ID, $on: Date", "completeCheckIn(id: $id, input: { interactionId: $interaction, on: $on })");
        let call = log(&owner, &bea, "CALL", &app.clock.now().to_rfc3339()).await;
        let errors = owner.refused(&complete, json!({ "id": id, "interaction": call })).await;
        assert_eq!(errors[0]["path"], json!(["input", "interactionId"]));
        let errors = owner.refused(&complete, json!({ "id": id, "on": day(&app, 1) })).await;
        assert_eq!(errors[0]["path"], json!(["input", "on"]));
        let done = owner.written(&complete, json!({ "id": id })).await["checkIn"].take();
        assert_eq!((&done["state"], &done["doneOn"]), (&json!("DONE"), &json!(day(&app, 0))));
        for text in [complete, on_check_in("$id: ID!", "cancelCheckIn(id: $id)"), on_check_in("$id: ID!", "updateCheckIn(id: $id, input: { note: \"x\" })")] {
            let errors = owner.refused(&text, json!({ "id": id })).await;
            assert_eq!((&errors[0]["code"], &errors[0]["state"], &errors[0]["allowed"]), (&json!("STATE"), &json!("DONE"), &json!([])));
        }
        let found = owner.ok("query($id: ID!) { person(by: { id: $id }) { checkIns { nodes { note } } } checkIns(search: \"hel\") { nodes { id } } }", json!({ "id": ana })).await;
        assert_eq!(found["person"]["checkIns"]["nodes"], json!([{ "note": "hello" }]));
        assert_eq!(found["checkIns"]["nodes"], json!([{ "id": id }]));
    }

    a_changed_cadence_is_refused_at_an_old_revision(app) {
        let owner = owner(&app).await;
        let cadence = set(&owner, json!({ "idealDays": 30 })).await;
        let update = "mutation($id: ID!, $input: UpdateCadenceInput!, $revision: Int) { updateCadence(id: $id, input: $input, expectedRevision: $revision) { cadence { idealDays maxDays channels pausedUntil revision } userErrors { code ... on ConflictError { currentRevision } } } }";
        // What followed from the ideal follows it; what was said stays.
        let changed = owner.written(update, json!({ "id": cadence["id"], "input": { "idealDays": 20, "channels": ["EMAIL", "CALL", "EMAIL"], "pausedUntil": "2030-01-01" } })).await["cadence"].take();
        assert_eq!(changed, json!({ "idealDays": 20, "maxDays": 30, "channels": ["CALL", "EMAIL"], "pausedUntil": "2030-01-01", "revision": 2 }));
        for text in [update.to_owned(), set_cadence()] {
            let errors = owner.refused(&text, json!({ "id": cadence["id"], "input": { "idealDays": 21 }, "revision": 1 })).await;
            assert_eq!((&errors[0]["code"], &errors[0]["currentRevision"]), (&json!("CONFLICT"), &json!(2)));
        }
        let cleared = owner.written(update, json!({ "id": cadence["id"], "input": { "maxDays": 40, "channels": null, "pausedUntil": null } })).await["cadence"].take();
        assert_eq!(cleared, json!({ "idealDays": 20, "maxDays": 40, "channels": [], "pausedUntil": null, "revision": 3 }));
        let kept = owner.written(update, json!({ "id": cadence["id"], "input": { "idealDays": 10 } })).await["cadence"].take();
        assert_eq!(kept["maxDays"], 40);
    }

    however_many_are_due_the_statements_are_as_many(app) {
        let owner = owner(&app).await;
        set(&owner, json!({ "idealDays": 10, "channels": ["CALL"] })).await;
        let mut counts = Vec::new();
        for more in [3, 20] {
            for number in 0..more {
                let id = owner.person(&format!("P{more} {number}")).await;
                log(&owner, &id, "CALL", &(app.clock.now() - TimeDelta::days(30)).to_rfc3339()).await;
            }
            let statements = app.statements(async {
                let query = "{ dueCheckIns(first: 50) { totalCount nodes { person { displayName } cadence { idealDays } whyNow } } people(first: 50) { nodes { checkInStatus { band planned { on } } } } }";
                owner.ok(query, json!({})).await;
            }).await;
            counts.push(statements.len());
        }
        assert_eq!(counts[0], counts[1], "{counts:?}");
    }
}
