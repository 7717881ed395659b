//! Milestones, when they come, and what was done about them, through the API.

use std::collections::BTreeMap;

use sea_orm::{Database, Statement};
use serde_json::{Value, json};
use tests::{Client, Engine, TestApp, both};

const ERRORS: &str = "userErrors { code message path ... on StateError { state allowed } ... on ConflictError { currentRevision } ... on DuplicateError { existing { id } } ... on InputError { max } }";
const MILESTONE: &str =
    "milestone { id kind title date recurs tone notes remindDaysBefore revision archivedAt person { id } }";
const DONE: &str = "acknowledgement { id year state revision archivedAt person { id } milestone { id } interaction { id } gratitude { id } }";

async fn owner(app: &TestApp) -> Client {
    let areas = ["PEOPLE", "MILESTONES", "INTERACTIONS", "EXCHANGES"];
    let mut scopes: Vec<String> = areas
        .iter()
        .flat_map(|area| [format!("{area}_READ"), format!("{area}_WRITE")])
        .collect();
    scopes.push("CHANGES_READ".to_owned());
    let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
    app.owner().await.with_scopes(&scopes).await
}

fn on(input: &str, mutation: &str, shown: &str) -> String {
    format!(
        "mutation($input: {input}!, $revision: Int) {{ {mutation}(input: $input, expectedRevision: $revision) {{ {shown} {ERRORS} }} }}"
    )
}

fn create() -> String {
    format!(
        "mutation($input: CreateMilestoneInput!) {{ createMilestone(input: $input) {{ {MILESTONE} {ERRORS} }} }}"
    )
}

fn update() -> String {
    format!(
        "mutation($id: ID!, $input: UpdateMilestoneInput!, $revision: Int) {{ updateMilestone(id: $id, input: $input, expectedRevision: $revision) {{ {MILESTONE} {ERRORS} }} }}"
    )
}

fn by_id(mutation: &str) -> String {
    format!("mutation($id: ID!) {{ {mutation}(id: $id) {{ {MILESTONE} {ERRORS} }} }}")
}

fn acknowledge() -> String {
    on("AcknowledgeMilestoneInput", "acknowledgeMilestone", DONE)
}

fn skip() -> String {
    on("MilestoneOccurrenceInput", "skipMilestone", DONE)
}

fn reopen() -> String {
    on("MilestoneOccurrenceInput", "reopenMilestone", DONE)
}

async fn note(client: &Client, person: &str, kind: &str, date: &str) -> String {
    let input = json!({ "personId": person, "kind": kind, "date": date });
    let made = client.written(&create(), json!({ "input": input })).await;
    made["milestone"]["id"].as_str().unwrap().to_owned()
}

async fn born(client: &Client, person: &str, date: &str) {
    let text = "mutation($id: ID!, $date: PartialDate!) { updatePerson(id: $id, input: { birthday: $date }) { person { id } userErrors { message } } }";
    client.written(text, json!({ "id": person, "date": date })).await;
}

/// What comes under these arguments, as `2026-04-12 Ana BIRTHDAY 36`.
async fn upcoming(client: &Client, arguments: &str) -> Vec<String> {
    let text = format!(
        "{{ upcomingMilestones({arguments}) {{ nodes {{ date kind turning person {{ displayName }} }} }} }}"
    );
    let found = client.ok(&text, json!({})).await;
    let nodes = found["upcomingMilestones"]["nodes"].as_array().unwrap();
    let shown = |node: &Value| {
        let turning = node["turning"]
            .as_i64()
            .map_or(String::new(), |years| format!(" {years}"));
        let word = |value: &Value| value.as_str().unwrap().to_owned();
        format!(
            "{} {} {}{turning}",
            word(&node["date"]),
            word(&node["person"]["displayName"]),
            word(&node["kind"])
        )
    };
    nodes.iter().map(shown).collect()
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
    a_milestone_is_noted_changed_hidden_and_shown_again(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        let input = json!({ "personId": ana, "kind": "LOSS", "date": "2026-02", "title": " Her father ", "notes": "Sailing" });
        let made = owner.written(&create(), json!({ "input": input })).await["milestone"].take();
        let id = made["id"].as_str().unwrap().to_owned();
        assert!(id.starts_with("milestone_"));
        assert_eq!(made, json!({ "id": id, "kind": "LOSS", "title": "Her father", "date": "2026-02", "recurs": false, "tone": "SUPPORT", "notes": "Sailing", "remindDaysBefore": 7, "revision": 1, "archivedAt": null, "person": { "id": ana } }));
        let changed = owner.written(&update(), json!({ "id": id, "input": { "kind": "OTHER", "date": "--02-29", "recurs": null, "notes": null, "remindDaysBefore": 0 } })).await["milestone"].take();
        assert_eq!((&changed["tone"], &changed["recurs"], &changed["date"], &changed["notes"], &changed["remindDaysBefore"]), (&json!("SUPPORT"), &json!(true), &json!("--02-29"), &Value::Null, &json!(0)));
        let errors = owner.refused(&update(), json!({ "id": id, "input": { "tone": null }, "revision": 1 })).await;
        assert_eq!((&errors[0]["code"], &errors[0]["currentRevision"]), (&json!("CONFLICT"), &json!(2)));
        assert_eq!(owner.written(&update(), json!({ "id": id, "input": { "tone": null } })).await["milestone"]["tone"], "CELEBRATE");
        let found = owner.ok("query($id: ID!, $person: ID!) { node(id: $id) { __typename } milestone(id: $id) { title } milestones(search: \"fath\", filter: { tone: { eq: CELEBRATE }, recurs: true, personId: { eq: $person } }) { nodes { id } } none: milestones(search: \"sailing\") { totalCount } person(by: { id: $person }) { milestones { nodes { id } } } }", json!({ "id": id, "person": ana })).await;
        assert_eq!(found, json!({ "node": { "__typename": "Milestone" }, "milestone": { "title": "Her father" }, "milestones": { "nodes": [{ "id": id }] }, "none": { "totalCount": 0 }, "person": { "milestones": { "nodes": [{ "id": id }] } } }));
        owner.written(&by_id("archiveMilestone"), json!({ "id": id })).await;
        let errors = owner.refused(&update(), json!({ "id": id, "input": { "title": "x" } })).await;
        assert_eq!((&errors[0]["code"], &errors[0]["state"]), (&json!("STATE"), &json!("ARCHIVED")));
        assert_eq!(owner.ok("{ milestones { totalCount } }", json!({})).await["milestones"]["totalCount"], 0);
        let back = owner.written(&by_id("restoreMilestone"), json!({ "id": id })).await["milestone"].take();
        assert_eq!((&back["archivedAt"], &back["revision"]), (&Value::Null, &json!(5)));
        let feed = owner.ok("{ changes(after: 0, types: [MILESTONE]) { changes { op recordId record { id } } } }", json!({})).await["changes"]["changes"].take();
        let steps: Vec<_> = feed.as_array().unwrap().iter().map(|change| change["op"].as_str().unwrap()).collect();
        assert_eq!(steps, ["CREATE", "UPDATE", "UPDATE", "ARCHIVE", "RESTORE"]);
        assert_eq!((&feed[0]["recordId"], &feed[0]["record"]["id"]), (&json!(id), &json!(id)));
    }

    a_repeated_milestone_with_the_same_id_succeeds_once(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        let mut input = json!({ "id": "milestone_01h455vb4pex5vsknk084sn02q", "personId": ana, "kind": "MOVE", "date": "2026-05-12" });
        let first = owner.written(&create(), json!({ "input": input })).await;
        assert_eq!(owner.written(&create(), json!({ "input": input })).await, first);
        input["date"] = json!("2026-05-13");
        let errors = owner.refused(&create(), json!({ "input": input })).await;
        assert_eq!(places(&errors), ["DUPLICATE input.id"]);
    }

    what_is_wrong_is_told_and_nothing_is_written(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        let me = owner.ok("{ people(filter: {}, includeSelf: true) { nodes { id isSelf } } }", json!({})).await["people"]["nodes"].take();
        let me = me.as_array().unwrap().iter().find(|node| node["isSelf"] == true).unwrap()["id"].clone();
        for (input, wanted) in [
            (json!({ "personId": ana, "kind": "MOVE", "date": "--05-12", "recurs": false }), vec!["INVALID input.recurs"]),
            (json!({ "personId": ana, "kind": "BIRTHDAY", "date": "1990", "recurs": true }), vec!["INVALID input.recurs"]),
            (json!({ "personId": ana, "kind": "MOVE", "date": "2026", "remindDaysBefore": 91, "title": "x".repeat(201) }), vec!["TOO_LONG input.title", "INVALID input.remindDaysBefore"]),
            (json!({ "personId": me, "kind": "MOVE", "date": "2026-05-12", "remindDaysBefore": -1 }), vec!["INVALID input.remindDaysBefore", "INVALID input.personId"]),
            (json!({ "personId": "person_01h455vb4pex5vsknk084sn02q", "kind": "MOVE", "date": "2026-05-12" }), vec!["NOT_FOUND input.personId"]),
        ] {
            assert_eq!(places(&owner.refused(&create(), json!({ "input": input })).await), wanted);
        }
        let id = note(&owner, &ana, "MOVE", "2026-05-12").await;
        for (input, wanted) in [
            (json!({ "date": "--05-12" }), "INVALID input.date"),
            (json!({ "date": null }), "REQUIRED input.date"),
            (json!({ "kind": null }), "REQUIRED input.kind"),
        ] {
            assert_eq!(places(&owner.refused(&update(), json!({ "id": id, "input": input })).await), [wanted]);
        }
        let talk = "mutation($people: [ID!]!) { logInteraction(input: { happenedAt: \"2026-02-01T00:00:00Z\", channel: CALL, participantIds: $people }) { interaction { id } userErrors { message } } }";
        let bea = owner.person("Bea").await;
        let talk = owner.written(talk, json!({ "people": [bea] })).await["interaction"]["id"].take();
        let thanks = "mutation($person: ID!) { giveGratitude(input: { personId: $person }) { gratitude { id } userErrors { message } } }";
        let thanks = owner.written(thanks, json!({ "person": bea })).await["gratitude"]["id"].take();
        for (input, wanted) in [
            (json!({ "year": 2026 }), vec!["REQUIRED input.milestoneId"]),
            (json!({ "milestoneId": id, "personId": ana, "year": 2026 }), vec!["INVALID input.milestoneId"]),
            (json!({ "milestoneId": id, "year": 2027 }), vec!["INVALID input.year"]),
            (json!({ "personId": ana, "year": 2026 }), vec!["INVALID input.personId"]),
            (json!({ "personId": me, "year": 2026 }), vec!["INVALID input.personId"]),
            (json!({ "milestoneId": id, "year": 2026, "interactionId": talk, "gratitudeId": thanks }), vec!["INVALID input.gratitudeId", "INVALID input.interactionId", "INVALID input.gratitudeId"]),
            (json!({ "milestoneId": id, "year": 2026, "interactionId": "interaction_01h455vb4pex5vsknk084sn02q" }), vec!["NOT_FOUND input.interactionId"]),
        ] {
            assert_eq!(places(&owner.refused(&acknowledge(), json!({ "input": input })).await), wanted);
        }
        let input = json!({ "milestoneId": id, "year": 2026 });
        assert_eq!(places(&owner.refused(&reopen(), json!({ "input": input })).await), ["NOT_FOUND input.year"]);
        owner.written(&by_id("archiveMilestone"), json!({ "id": id })).await;
        assert_eq!(places(&owner.refused(&skip(), json!({ "input": input })).await), ["STATE input.milestoneId"]);
        assert_eq!(owner.ok("{ changes(after: 0, types: [MILESTONE_ACKNOWLEDGEMENT]) { changes { op } } }", json!({})).await["changes"]["changes"], json!([]));
    }

    birthdays_and_milestones_come_in_their_order(app) {
        let owner = owner(&app).await;
        let (ana, bea, cem) = (owner.person("Ana").await, owner.person("Bea").await, owner.person("Cem").await);
        born(&owner, &ana, "1990-04-12").await;
        born(&owner, &bea, "--02-29").await;
        born(&owner, &cem, "1980-04").await;
        note(&owner, &ana, "ANNIVERSARY", "2020-03-20").await;
        note(&owner, &bea, "LAUNCH", "2026-03-21").await;
        note(&owner, &cem, "LOSS", "--03-15").await;
        note(&owner, &cem, "GRADUATION", "2026").await;
        assert_eq!(upcoming(&owner, "to: \"2026-04-30\"").await, ["2026-03-15 Cem LOSS", "2026-03-20 Ana ANNIVERSARY 6", "2026-03-21 Bea LAUNCH", "2026-04-01 Cem BIRTHDAY 46", "2026-04-12 Ana BIRTHDAY 36"]);
        // A month from today, if nothing else is said.
        assert_eq!(upcoming(&owner, "first: 2").await, ["2026-03-15 Cem LOSS", "2026-03-20 Ana ANNIVERSARY 6"]);
        assert_eq!(upcoming(&owner, "tone: SUPPORT").await, ["2026-03-15 Cem LOSS"]);
        // Leap days, over the turn of the year.
        assert_eq!(upcoming(&owner, "from: \"2027-02-28\", to: \"2027-02-28\"").await, ["2027-02-28 Bea BIRTHDAY"]);
        assert_eq!(upcoming(&owner, "from: \"2028-02-28\", to: \"2028-02-28\"").await, [""; 0]);
        assert_eq!(upcoming(&owner, "from: \"2027-12-20\", to: \"2028-03-01\"").await, ["2028-02-29 Bea BIRTHDAY"]);
        assert_eq!(upcoming(&owner, "from: \"1989-04-01\", to: \"1990-03-01\"").await, ["1989-04-01 Cem BIRTHDAY 9", "1990-02-28 Bea BIRTHDAY"]);
        assert!(upcoming(&owner, "from: \"2026-04-12\", to: \"2026-04-11\"").await.is_empty());
        let circle = "mutation { createCircle(input: { name: \"Close\" }) { circle { id } userErrors { message } } }";
        let circle = owner.written(circle, json!({})).await["circle"]["id"].take();
        let join = "mutation($id: ID!, $people: [ID!]!) { addToCircle(id: $id, input: { personIds: $people }) { userErrors { message } } }";
        owner.written(join, json!({ "id": circle, "people": [bea] })).await;
        assert_eq!(upcoming(&owner, &format!("to: \"2026-04-30\", circleId: {circle}")).await, ["2026-03-21 Bea LAUNCH"]);
        let errors = owner.errors("{ upcomingMilestones(from: \"2026-01-01\", to: \"2027-01-03\") { totalCount } }", json!({})).await;
        assert_eq!(errors[0]["extensions"]["code"], "BAD_INPUT");
        // Who is archived has no days.
        let archive = "mutation($id: ID!) { archivePerson(id: $id) { userErrors { message } } }";
        owner.written(archive, json!({ "id": cem })).await;
        let shown = "query($id: ID!) { upcomingMilestones(to: \"2026-04-30\") { nodes { key year title isDayKnown daysUntil remindOn milestone { date } acknowledgement { id } } } person(by: { id: $id }) { nextMilestones { kind date turning daysUntil } later: nextMilestones(on: \"2027-03-21\") { kind date daysUntil } } }";
        let shown = owner.ok(shown, json!({ "id": ana })).await;
        let nodes = &shown["upcomingMilestones"]["nodes"];
        assert_eq!(nodes.as_array().unwrap().len(), 3);
        assert_eq!(nodes[2], json!({ "key": format!("{ana}:2026"), "year": 2026, "title": null, "isDayKnown": true, "daysUntil": 42, "remindOn": "2026-04-05", "milestone": null, "acknowledgement": null }));
        assert_eq!(shown["person"], json!({
            "nextMilestones": [{ "kind": "ANNIVERSARY", "date": "2026-03-20", "turning": 6, "daysUntil": 19 }, { "kind": "BIRTHDAY", "date": "2026-04-12", "turning": 36, "daysUntil": 42 }],
            "later": [{ "kind": "BIRTHDAY", "date": "2027-04-12", "daysUntil": 22 }, { "kind": "ANNIVERSARY", "date": "2028-03-20", "daysUntil": 365 }],
        }));
    }

    an_occurrence_is_acknowledged_by_what_was_done(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        born(&owner, &ana, "1990-03-12").await;
        let launch = note(&owner, &ana, "LAUNCH", "2026-03-21").await;
        let talk = "mutation($people: [ID!]!) { logInteraction(input: { happenedAt: \"2026-02-01T00:00:00Z\", channel: CALL, participantIds: $people }) { interaction { id } userErrors { message } } }";
        let talk = owner.written(talk, json!({ "people": [ana] })).await["interaction"]["id"].take();
        let thanks = "mutation($person: ID!) { giveGratitude(input: { personId: $person }) { gratitude { id } userErrors { message } } }";
        let thanks = owner.written(thanks, json!({ "person": ana })).await["gratitude"]["id"].take();
        let done = owner.written(&acknowledge(), json!({ "input": { "personId": ana, "year": 2026, "interactionId": talk } })).await["acknowledgement"].take();
        assert!(done["id"].as_str().unwrap().starts_with("milestone_acknowledgement_"));
        assert_eq!((&done["state"], &done["interaction"]["id"], &done["milestone"], &done["person"]["id"]), (&json!("ACKNOWLEDGED"), &talk, &Value::Null, &json!(ana)));
        owner.written(&acknowledge(), json!({ "input": { "milestoneId": launch, "year": 2026, "gratitudeId": thanks } })).await;
        assert!(upcoming(&owner, "acknowledged: false").await.is_empty());
        assert_eq!(upcoming(&owner, "acknowledged: true").await, ["2026-03-12 Ana BIRTHDAY 36", "2026-03-21 Ana LAUNCH"]);
        // The year after, it is open again.
        assert_eq!(upcoming(&owner, "acknowledged: false, from: \"2027-03-01\"").await, ["2027-03-12 Ana BIRTHDAY 37"]);
        let shown = "query($id: ID!, $done: ID!) { milestone(id: $id) { acknowledgements { nodes { year gratitude { id } milestone { id } } } } milestoneAcknowledgement(id: $done) { interaction { id } } node(id: $done) { __typename } }";
        let shown = owner.ok(shown, json!({ "id": launch, "done": done["id"] })).await;
        assert_eq!(shown, json!({ "milestone": { "acknowledgements": { "nodes": [{ "year": 2026, "gratitude": { "id": thanks }, "milestone": { "id": launch } }] } }, "milestoneAcknowledgement": { "interaction": { "id": talk } }, "node": { "__typename": "MilestoneAcknowledgement" } }));
        // Said otherwise, it is the same record.
        let errors = owner.refused(&skip(), json!({ "input": { "personId": ana, "year": 2026 }, "revision": 7 })).await;
        assert_eq!((&errors[0]["code"], &errors[0]["currentRevision"]), (&json!("CONFLICT"), &json!(1)));
        let passed = owner.written(&skip(), json!({ "input": { "personId": ana, "year": 2026 }, "revision": 1 })).await["acknowledgement"].take();
        assert_eq!((&passed["id"], &passed["state"], &passed["interaction"], &passed["revision"]), (&done["id"], &json!("SKIPPED"), &Value::Null, &json!(2)));
        let open = owner.written(&reopen(), json!({ "input": { "personId": ana, "year": 2026 } })).await["acknowledgement"].take();
        assert_eq!((&open["id"], open["archivedAt"].is_string(), &open["revision"]), (&done["id"], true, &json!(3)));
        assert_eq!(owner.written(&reopen(), json!({ "input": { "personId": ana, "year": 2026 } })).await["acknowledgement"]["revision"], 3);
        assert_eq!(upcoming(&owner, "acknowledged: false").await, ["2026-03-12 Ana BIRTHDAY 36"]);
    }

    whatever_is_done_in_any_order_what_is_open_is_what_a_model_says(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        born(&owner, &ana, "1990-06-12").await;
        let subjects = [
            json!({ "personId": ana }),
            json!({ "milestoneId": note(&owner, &ana, "ANNIVERSARY", "2020-06-20").await }),
            json!({ "milestoneId": note(&owner, &ana, "MOVE", "2027-06-30").await }),
        ];
        // What was said of an occurrence, and how often it was written; which milestones are hidden.
        let mut model: BTreeMap<(usize, i64), (Option<&str>, i64)> = BTreeMap::new();
        let mut hidden = [false; 3];
        let mut dice = 0x2545_f491_4f6c_dd1d_u64;
        let mut roll = |sides: u64| {
            dice ^= dice << 13;
            dice ^= dice >> 7;
            dice ^= dice << 17;
            (dice >> 33) % sides
        };
        for step in 0..60 {
            let (subject, year) = (roll(3) as usize, 2026 + roll(2) as i64);
            let mut input = subjects[subject].clone();
            input["year"] = json!(year);
            let occurs = subject != 2 || year == 2027;
            let entry = model.get(&(subject, year)).copied();
            let (text, wanted) = match roll(5) {
                0 | 1 => (acknowledge(), "ACKNOWLEDGED"),
                2 => (skip(), "SKIPPED"),
                3 => (reopen(), "OPEN"),
                _ if subject > 0 => {
                    hidden[subject] = !hidden[subject];
                    let mutation = if hidden[subject] { "archiveMilestone" } else { "restoreMilestone" };
                    owner.written(&by_id(mutation), json!({ "id": subjects[subject]["milestoneId"] })).await;
                    continue;
                }
                _ => continue,
            };
            if wanted == "OPEN" {
                match entry {
                    None => assert_eq!(places(&owner.refused(&text, json!({ "input": input })).await), ["NOT_FOUND input.year"], "step {step}"),
                    Some((state, writes)) => {
                        let writes = writes + i64::from(state.is_some());
                        let it = owner.written(&text, json!({ "input": input })).await["acknowledgement"].take();
                        assert_eq!((it["archivedAt"].is_string(), it["revision"].as_i64()), (true, Some(writes)), "step {step}");
                        model.insert((subject, year), (None, writes));
                    }
                }
            } else if hidden[subject] || !occurs {
                let code = if hidden[subject] { "STATE input.milestoneId" } else { "INVALID input.year" };
                assert_eq!(places(&owner.refused(&text, json!({ "input": input })).await), [code], "step {step}");
            } else {
                let (state, writes) = entry.unwrap_or_default();
                let writes = writes + i64::from(state != Some(wanted));
                let it = owner.written(&text, json!({ "input": input })).await["acknowledgement"].take();
                assert_eq!((&it["state"], it["revision"].as_i64(), &it["archivedAt"]), (&json!(wanted), Some(writes), &Value::Null), "step {step}");
                model.insert((subject, year), (Some(wanted), writes));
            }
            for (year, days) in [(2026, ["2026-06-12", "2026-06-20", ""]), (2027, ["2027-06-12", "2027-06-20", "2027-06-30"])] {
                let found = owner.ok(&format!("{{ upcomingMilestones(from: \"{year}-06-01\", to: \"{year}-06-30\") {{ nodes {{ date acknowledgement {{ state }} }} }} }}"), json!({})).await;
                let wanted: Vec<Value> = (0..3).filter(|subject| !hidden[*subject] && !days[*subject].is_empty()).map(|subject| {
                    let state = model.get(&(subject, year)).and_then(|entry| entry.0);
                    json!({ "date": days[subject], "acknowledgement": state.map(|state| json!({ "state": state })) })
                }).collect();
                assert_eq!(found["upcomingMilestones"]["nodes"], json!(wanted), "step {step}");
            }
        }
        // The feed tells each write once.
        let feed = owner.ok("{ changes(after: 0, first: 1000, types: [MILESTONE_ACKNOWLEDGEMENT]) { changes { op } } }", json!({})).await;
        let writes: i64 = model.values().map(|entry| entry.1).sum();
        assert_eq!(feed["changes"]["changes"].as_array().unwrap().len() as i64, writes);
    }

    pages_of_what_comes_join_without_gaps(app) {
        let owner = owner(&app).await;
        for number in 1..=7 {
            let person = owner.person(&format!("P{number}")).await;
            born(&owner, &person, &format!("--03-1{}", number % 3)).await;
        }
        let all = upcoming(&owner, "first: 50").await;
        assert_eq!(all.len(), 7);
        let (mut paged, mut after) = (Vec::new(), Value::Null);
        loop {
            let text = "query($after: String) { upcomingMilestones(first: 3, after: $after) { totalCount nodes { date kind person { displayName } } pageInfo { hasNextPage endCursor } } }";
            let page = owner.ok(text, json!({ "after": after })).await["upcomingMilestones"].take();
            assert_eq!(page["totalCount"], 7);
            paged.extend(page["nodes"].as_array().unwrap().iter().map(|node| format!("{} {} BIRTHDAY", node["date"].as_str().unwrap(), node["person"]["displayName"].as_str().unwrap())));
            after = page["pageInfo"]["endCursor"].clone();
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
        }
        assert_eq!(paged, all);
        let text = "query($after: String) { upcomingMilestones(tone: CELEBRATE, after: $after) { totalCount } }";
        assert_eq!(owner.errors(text, json!({ "after": after })).await[0]["extensions"]["code"], "BAD_CURSOR");
    }

    a_short_time_is_read_by_index(app) {
        let owner = owner(&app).await;
        let db = Database::connect(app.database_url()).await.unwrap();
        let person = owner.person("Ana").await;
        note(&owner, &person, "MOVE", "2026-03-05").await;
        // Many whose days are all over the year.
        let (numbers, id, day, now) = match app.engine {
            Engine::Postgres => ("generate_series(1, 5000) n", "('00000000-0000-7000-8009-' || lpad(to_hex(n), 12, '0'))::uuid", "'--' || to_char(date '2024-01-01' + n % 366, 'MM-DD')", "now()"),
            Engine::Sqlite => ("(WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 5000) SELECT n FROM n)", "unhex('0000000000007000800900000' || printf('%07x', n))", "'--' || strftime('%m-%d', '2024-01-01', '+' || (n % 366) || ' days')", "'2026-01-01T00:00:00.000000+00:00'"),
        };
        let (no, yes) = if app.engine == Engine::Postgres { ("false", "true") } else { ("0", "1") };
        let run = |sql: String| sea_orm::ConnectionTrait::execute_raw(&db, Statement::from_string(sea_orm::ConnectionTrait::get_database_backend(&db), sql));
        run(format!("INSERT INTO person (workspace_id, id, display_name, sort_name, birthday, is_self, last_interaction_at, revision, seq, created_at, updated_at, created_by) SELECT w.id, {id}, 'P', 'p', {day}, {no}, {now}, 1, 1, {now}, {now}, 'SYSTEM' FROM workspace w, {numbers}")).await.unwrap();
        run(format!("INSERT INTO milestone (workspace_id, id, person_id, kind, date, recurs, tone, remind_days_before, revision, seq, created_at, updated_at, created_by) SELECT w.id, {id}, {id}, 'OTHER', {day}, {yes}, 'CELEBRATE', 7, 1, 1, {now}, {now}, 'SYSTEM' FROM workspace w, {numbers}")).await.unwrap();
        sea_orm::ConnectionTrait::execute_unprepared(&db, "ANALYZE").await.unwrap();
        for (from, to, count) in [("2026-03-02", "2026-03-06", 141), ("2026-12-30", "2027-01-02", 106)] {
            let statements = app.statements(async {
                let found = owner.ok(&format!("{{ upcomingMilestones(from: \"{from}\", to: \"{to}\") {{ totalCount }} }}"), json!({})).await;
                assert_eq!(found["upcomingMilestones"]["totalCount"], count);
            }).await;
            for (table, index) in [("person", "person_birthday"), ("milestone", "milestone_occurs")] {
                let sql = statements.iter().find(|sql| sql.contains(&format!("FROM \"{table}\""))).unwrap();
                let plan = explain(&app, &db, sql).await.join("\n");
                assert!(plan.contains(index), "{sql}\n{plan}");
                let walks = ["Seq Scan on person", "Seq Scan on milestone", "SCAN person", "SCAN milestone"];
                assert!(!walks.iter().any(|walk| plan.lines().any(|line| line.trim_start_matches([' ', '-', '>']).starts_with(walk))), "{sql}\n{plan}");
            }
        }
        db.close().await.unwrap();
    }
}

/// The plan of a statement whose values are taken from where they are first compared.
async fn explain(app: &TestApp, db: &sea_orm::DatabaseConnection, sql: &str) -> Vec<String> {
    use sea_orm::ConnectionTrait as _;
    let backend = db.get_database_backend();
    match app.engine {
        Engine::Sqlite => {
            let rows = db.query_all_raw(Statement::from_string(
                backend,
                format!("EXPLAIN QUERY PLAN {}", sql.replace('?', "NULL")),
            ));
            rows.await
                .unwrap()
                .iter()
                .map(|row| row.try_get_by_index(3).unwrap())
                .collect()
        }
        Engine::Postgres => {
            let highest = (1..100).rev().find(|n| sql.contains(&format!("${n}"))).unwrap();
            let mut options = sea_orm::ConnectOptions::new(app.database_url());
            options.max_connections(1);
            let db = Database::connect(options).await.unwrap();
            db.execute_unprepared("SET plan_cache_mode = force_generic_plan")
                .await
                .unwrap();
            db.execute_unprepared(&format!("PREPARE near AS {sql}"))
                .await
                .unwrap();
            let values = vec!["NULL"; highest].join(", ");
            let rows = db
                .query_all_raw(Statement::from_string(
                    backend,
                    format!("EXPLAIN (COSTS OFF) EXECUTE near({values})"),
                ))
                .await
                .unwrap();
            rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
        }
    }
}
