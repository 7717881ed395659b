//! Thanks through the API: how they arise, and what becomes of them.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Client, TestApp, both};

const ERRORS: &str = "userErrors { code message path ... on DuplicateError { existing { id } } ... on ConflictError { currentRevision current { id } } ... on StateError { state allowed } ... on InputError { max } }";
const FIELDS: &str = "id person { id } direction state allowedStates means text publicUrl owedSince thankedOn exchange { id } introduction { id } collaboration { id } revision archivedAt";

const GIVE: &str = "giveGratitude($input: GratitudeInput!)";
const RECEIVE: &str = "receiveGratitude($input: GratitudeInput!)";
const DRAFT: &str = "draftGratitude($id: ID!, $input: DraftGratitudeInput!, $expectedRevision: Int)";
const SEND: &str = "sendGratitude($id: ID!, $input: SendGratitudeInput, $expectedRevision: Int)";
const WAIVE: &str = "waiveGratitude($id: ID!, $expectedRevision: Int)";
const UPDATE: &str = "updateGratitude($id: ID!, $input: UpdateGratitudeInput!, $expectedRevision: Int)";
const ARCHIVE: &str = "archiveGratitude($id: ID!, $expectedRevision: Int)";
const RESTORE: &str = "restoreGratitude($id: ID!, $expectedRevision: Int)";

/// The document of a mutation that is given as it is declared.
fn document(mutation: &str) -> String {
    let (name, arguments) = mutation.split_once('(').unwrap();
    let names = arguments
        .split(',')
        .map(|it| it.trim().trim_start_matches('$').split(':').next().unwrap());
    let passed: Vec<String> = names.map(|name| format!("{name}: ${name}")).collect();
    format!(
        "mutation({arguments} {{ {name}({}) {{ gratitude {{ {FIELDS} }} seq {ERRORS} }} }}",
        passed.join(", ")
    )
}

/// A caller whose token outlives the tests' days.
async fn owner(app: &TestApp) -> Client {
    let areas = [
        "PEOPLE",
        "EXCHANGES",
        "INTERACTIONS",
        "INTRODUCTIONS",
        "COLLABORATIONS",
    ];
    let mut scopes: Vec<String> = areas
        .iter()
        .flat_map(|area| [format!("{area}_READ"), format!("{area}_WRITE")])
        .collect();
    scopes.push("CHANGES_READ".to_owned());
    let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
    app.owner().await.with_scopes(&scopes).await
}

async fn written(client: &Client, mutation: &str, variables: Value) -> Value {
    client.written(&document(mutation), variables).await["gratitude"].take()
}

async fn refused(client: &Client, mutation: &str, variables: Value) -> Vec<Value> {
    client.refused(&document(mutation), variables).await
}

async fn give(client: &Client, input: Value) -> Value {
    written(client, GIVE, json!({ "input": input })).await
}

async fn get(client: &Client, id: &Value) -> Value {
    let query = format!("query($id: ID!) {{ gratitude(id: $id) {{ {FIELDS} }} }}");
    client.ok(&query, json!({ "id": id })).await["gratitude"].take()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// Code and place of each error: `INVALID input.personId`.
fn places(errors: &[Value]) -> Vec<String> {
    let place = |error: &Value| {
        let path: Vec<_> = error["path"].as_array().unwrap().iter().map(text).collect();
        format!("{} {}", error["code"].as_str().unwrap(), path.join("."))
    };
    errors.iter().map(place).collect()
}

/// An exchange with a person; its id.
async fn exchange(client: &Client, person: &str, direction: &str, state: &str) -> String {
    let record = "mutation($input: RecordExchangeInput!) { recordExchange(input: $input) { exchange { id } userErrors { code path } } }";
    let input = json!({ "personId": person, "direction": direction, "kind": "HELP", "title": "Boxes carried", "state": state });
    text(&client.written(record, json!({ "input": input })).await["exchange"]["id"])
}

/// Does something with a record that takes its id alone.
async fn take(client: &Client, mutation: &str, id: &str) {
    let query = format!("mutation($id: ID!) {{ {mutation}(id: $id) {{ userErrors {{ code path }} }} }}");
    client.written(&query, json!({ "id": id })).await;
}

/// The thanks that are owed, oldest first.
async fn owed(client: &Client) -> Vec<Value> {
    let query = format!("{{ gratitudesOwed {{ nodes {{ {FIELDS} }} }} }}");
    let mut data = client.ok(&query, json!({})).await;
    match data["gratitudesOwed"]["nodes"].take() {
        Value::Array(nodes) => nodes,
        other => panic!("{other}"),
    }
}

/// How many thanks there are, archived ones too.
async fn all(client: &Client) -> Value {
    client
        .ok("{ gratitudes(includeArchived: true) { totalCount } }", json!({}))
        .await["gratitudes"]["totalCount"]
        .take()
}

/// The texts that the list shows under these arguments.
async fn listed(client: &Client, arguments: &str) -> Vec<String> {
    let arguments = if arguments.is_empty() {
        String::new()
    } else {
        format!("({arguments})")
    };
    let query = format!("{{ gratitudes{arguments} {{ nodes {{ text }} }} }}");
    let data = client.ok(&query, json!({})).await;
    let nodes = data["gratitudes"]["nodes"].as_array().unwrap().iter();
    nodes
        .map(|node| node["text"].as_str().unwrap_or("-").to_owned())
        .collect()
}

/// An introduction of two people by a third that ended like this; its id.
async fn introduced(client: &Client, (a, b): (&str, &str), connector: &str, outcome: &str) -> String {
    let create = "mutation($input: CreateIntroductionInput!) { createIntroduction(input: $input) { introduction { id } userErrors { code path } } }";
    let input = json!({ "personAId": a, "personBId": b, "connectorId": connector });
    let id = text(&client.written(create, json!({ "input": input })).await["introduction"]["id"]);
    for side in ["A", "B", "CONNECTOR"] {
        let ask = "mutation($id: ID!, $side: IntroductionSideName!) { askIntroduction(id: $id, input: { side: $side }) { userErrors { code path } } }";
        client.written(ask, json!({ "id": id, "side": side })).await;
        let answer = "mutation($id: ID!, $side: IntroductionSideName!) { answerIntroduction(id: $id, input: { side: $side, accept: true }) { userErrors { code path } } }";
        client.written(answer, json!({ "id": id, "side": side })).await;
    }
    take(client, "makeIntroduction", &id).await;
    let close = "mutation($id: ID!, $outcome: IntroductionOutcome!) { recordIntroductionOutcome(id: $id, input: { outcome: $outcome }) { userErrors { code path } } }";
    client
        .written(close, json!({ "id": id, "outcome": outcome }))
        .await;
    id
}

/// A collaboration with these members; its id.
async fn collaboration(client: &Client, state: &str, members: Value) -> String {
    let create = "mutation($input: CreateCollaborationInput!) { createCollaboration(input: $input) { collaboration { id } userErrors { code path } } }";
    let input = json!({ "title": "A book", "kind": "PROJECT", "state": state, "members": members });
    text(&client.written(create, json!({ "input": input })).await["collaboration"]["id"])
}

async fn move_to(client: &Client, id: &str, to: &str) {
    let query = "mutation($id: ID!, $to: CollaborationState!) { moveCollaboration(id: $id, input: { to: $to }) { userErrors { code path } } }";
    client.written(query, json!({ "id": id, "to": to })).await;
}

/// An exchange that was received and the thanks for it, as far as the rules tell.
struct Story {
    state: &'static str,
    archived: bool,
    /// The state of the thanks, and whether they are archived.
    thanks: Option<(&'static str, bool)>,
}

const STEPS: [&str; 10] = [
    "completeExchange",
    "reopenExchange",
    "dropExchange",
    "archiveExchange",
    "restoreExchange",
    "draftGratitude",
    "waiveGratitude",
    "archiveGratitude",
    "restoreGratitude",
    "sendGratitude",
];

impl Story {
    fn is_owed(&self) -> bool {
        self.state == "DONE" && !self.archived
    }

    /// Takes a step; says whether it is allowed.
    fn take(&mut self, step: &str) -> bool {
        let owed_before = self.is_owed();
        let live = !self.archived;
        let thanks = self
            .thanks
            .filter(|(_, archived)| !archived)
            .map(|(state, _)| state);
        let (state, archived, said) = match (step, self.state) {
            ("completeExchange", "PROMISED") if live => ("DONE", false, None),
            ("dropExchange", "PROMISED") if live => ("DROPPED", false, None),
            ("reopenExchange", "DONE" | "DROPPED") if live => ("PROMISED", false, None),
            ("archiveExchange", state) => (state, true, None),
            ("restoreExchange", state) => (state, false, None),
            ("draftGratitude", state) if thanks.is_some_and(|it| it != "SENT") => {
                (state, self.archived, Some("DRAFTED"))
            }
            ("sendGratitude", state) if thanks.is_some_and(|it| it != "SENT") => {
                (state, self.archived, Some("SENT"))
            }
            ("waiveGratitude", state) if thanks.is_some_and(|it| it == "OWED" || it == "DRAFTED") => {
                (state, self.archived, Some("WAIVED"))
            }
            ("archiveGratitude" | "restoreGratitude", _) => {
                let archived = step == "archiveGratitude";
                self.thanks = self.thanks.map(|(state, _)| (state, archived));
                return self.thanks.is_some();
            }
            _ => return false,
        };
        (self.state, self.archived) = (state, archived);
        self.thanks = said.map(|said| (said, false)).or(self.thanks);
        self.thanks = match (owed_before, self.is_owed(), self.thanks) {
            (false, true, None | Some(("OWED", _))) => Some(("OWED", false)),
            (true, false, Some(("OWED", _))) => Some(("OWED", true)),
            (_, _, thanks) => thanks,
        };
        true
    }
}

both! {
    whatever_is_done_with_a_cause_it_has_one_debt(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        let shown = "query($id: ID!) { gratitudes(includeArchived: true, filter: { exchangeId: { eq: $id } }) { nodes { id state archivedAt } } gratitudesOwed(filter: { exchangeId: { eq: $id } }) { totalCount } }";
        let mut dice = 20_260_301_u64;
        for walk in 0..8 {
            let id = exchange(&owner, &ana, "RECEIVED", "PROMISED").await;
            let mut story = Story { state: "PROMISED", archived: false, thanks: None };
            for _ in 0..24 {
                dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                // Sent is for good: most walks do without.
                let step = STEPS[(dice >> 33) as usize % if walk % 4 == 0 { 10 } else { 9 }];
                let before = owner.ok(shown, json!({ "id": id })).await;
                let thanks = before["gratitudes"]["nodes"][0]["id"].as_str().unwrap_or("gratitude_01h455vb4pex5vsknk084sn02q").to_owned();
                let of = if step.ends_with("Exchange") { &id } else { &thanks };
                let input = if step == "draftGratitude" { ", input: { text: \"Dear Ana\" }" } else { "" };
                let query = format!("mutation($id: ID!) {{ {step}(id: $id{input}) {{ userErrors {{ code }} }} }}");
                let errors = owner.ok(&query, json!({ "id": of })).await[step]["userErrors"].take();
                assert_eq!(errors == json!([]), story.take(step), "{walk} {step}: {errors}");
                let after = owner.ok(shown, json!({ "id": id })).await;
                let wanted: Vec<(&str, bool)> = story.thanks.into_iter().collect();
                let nodes = after["gratitudes"]["nodes"].as_array().unwrap();
                let found: Vec<(&str, bool)> = nodes.iter().map(|it| (it["state"].as_str().unwrap(), !it["archivedAt"].is_null())).collect();
                assert_eq!(found, wanted, "{walk} {step}");
                let open = story.thanks.is_some_and(|(state, archived)| !archived && (state == "OWED" || state == "DRAFTED"));
                assert_eq!(after["gratitudesOwed"]["totalCount"], i32::from(open), "{walk} {step}");
            }
        }
    }

    what_was_received_is_owed_thanks_once(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        let promised = exchange(&owner, &ana, "RECEIVED", "PROMISED").await;
        exchange(&owner, &ana, "GIVEN", "DONE").await;
        exchange(&owner, &ana, "RECEIVED", "DROPPED").await;
        assert_eq!(owed(&owner).await, Vec::<Value>::new());
        let complete = "mutation($id: ID!) { completeExchange(id: $id, input: { doneOn: \"2026-02-27\" }) { exchange { gratitudes { nodes { state } } } userErrors { code path } } }";
        let shown = owner.written(complete, json!({ "id": promised })).await;
        assert_eq!(shown["exchange"]["gratitudes"]["nodes"], json!([{ "state": "OWED" }]), "they are there in the same answer");
        let thanks = owed(&owner).await;
        assert_eq!(thanks.len(), 1);
        let it = &thanks[0];
        assert!(text(&it["id"]).starts_with("gratitude_"));
        assert_eq!((&it["person"]["id"], &it["direction"], &it["state"], &it["exchange"]["id"]), (&json!(ana), &json!("GIVEN"), &json!("OWED"), &json!(promised)));
        assert_eq!((&it["owedSince"], &it["thankedOn"], &it["revision"]), (&json!("2026-02-27"), &json!(null), &json!(1)));
        assert_eq!(it["allowedStates"], json!(["DRAFTED", "SENT", "WAIVED"]));
        exchange(&owner, &ana, "RECEIVED", "DONE").await;
        assert_eq!(owed(&owner).await.len(), 2, "what is recorded as done, too");
        let feed = owner.ok("{ changes(types: [GRATITUDE]) { changes { op record { id } } } }", json!({})).await;
        assert_eq!(feed["changes"]["changes"][0], json!({ "op": "CREATE", "record": { "id": it["id"] } }));
        let node = owner.ok("query($id: ID!) { node(id: $id) { __typename } }", json!({ "id": it["id"] })).await;
        assert_eq!(node["node"]["__typename"], "Gratitude");
    }

    thanks_that_are_only_owed_go_and_come_back_with_their_cause(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        let id = exchange(&owner, &ana, "RECEIVED", "DONE").await;
        let thanks = owed(&owner).await[0]["id"].clone();
        for (undo, redo) in [("reopenExchange", "completeExchange"), ("archiveExchange", "restoreExchange"), ("reopenExchange", "completeExchange")] {
            take(&owner, undo, &id).await;
            assert_eq!(owed(&owner).await, Vec::<Value>::new(), "{undo}");
            assert_ne!(get(&owner, &thanks).await["archivedAt"], json!(null), "{undo}");
            app.clock.advance(TimeDelta::days(1));
            take(&owner, redo, &id).await;
            assert_eq!(owed(&owner).await[0]["id"], thanks, "{redo}");
            assert_eq!(all(&owner).await, 1, "{redo} makes no second");
        }
        assert_eq!(owed(&owner).await[0]["owedSince"], "2026-03-04");
        let update = "mutation($id: ID!, $input: UpdateExchangeInput!) { updateExchange(id: $id, input: $input) { userErrors { code path } } }";
        owner.written(update, json!({ "id": id, "input": { "doneOn": "2026-03-02" } })).await;
        assert_eq!(owed(&owner).await[0]["owedSince"], "2026-03-02");
        owner.written(update, json!({ "id": id, "input": { "direction": "GIVEN" } })).await;
        assert_eq!(owed(&owner).await, Vec::<Value>::new());
        let bea = owner.person("Bea").await;
        owner.written(update, json!({ "id": id, "input": { "direction": "RECEIVED", "personId": bea } })).await;
        assert_eq!(owed(&owner).await[0]["person"]["id"], json!(bea), "it was Bea all along");
        assert_eq!(all(&owner).await, 2);
    }

    what_was_begun_given_or_waived_outlives_its_cause(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        for (step, variables, state) in [
            (DRAFT, json!({ "input": { "text": "Dear Ana" } }), "DRAFTED"),
            (SEND, json!({}), "SENT"),
            (WAIVE, json!({}), "WAIVED"),
        ] {
            let id = exchange(&owner, &ana, "RECEIVED", "DONE").await;
            let query = "query($id: ID!) { exchange(id: $id) { gratitudes { nodes { id } } } }";
            let thanks = owner.ok(query, json!({ "id": id })).await["exchange"]["gratitudes"]["nodes"][0]["id"].take();
            let mut variables = variables;
            variables["id"] = thanks.clone();
            let before = written(&owner, step, variables).await;
            assert_eq!(before["state"], state);
            for step in ["reopenExchange", "completeExchange", "archiveExchange", "restoreExchange"] {
                take(&owner, step, &id).await;
                assert_eq!(get(&owner, &thanks).await, before, "{step}");
            }
        }
        assert_eq!(all(&owner).await, 3);
    }

    a_connector_is_owed_thanks_for_what_worked_out(app) {
        let owner = owner(&app).await;
        let connector = owner.person("Connector").await;
        let mut ids = Vec::new();
        for (number, outcome) in ["MET", "ONGOING", "COLLABORATION", "NO_REPLY", "NOT_USEFUL", "OTHER"].into_iter().enumerate() {
            let (a, b) = (owner.person(&format!("A{number}")).await, owner.person(&format!("B{number}")).await);
            ids.push(introduced(&owner, (&a, &b), &connector, outcome).await);
        }
        let thanks = owed(&owner).await;
        let causes = thanks.iter().map(|it| text(&it["introduction"]["id"])).collect::<BTreeSet<_>>();
        assert_eq!(causes, ids[..3].iter().cloned().collect());
        assert!(thanks.iter().all(|it| it["person"]["id"] == json!(connector) && it["owedSince"] == "2026-03-01"));
        take(&owner, "archiveIntroduction", &ids[0]).await;
        assert_eq!(owed(&owner).await.len(), 2);
        take(&owner, "restoreIntroduction", &ids[0]).await;
        assert_eq!((owed(&owner).await.len(), all(&owner).await), (3, json!(3)));
        let shown = owner.ok("query($id: ID!) { introduction(id: $id) { gratitudes { nodes { person { displayName } } } } }", json!({ "id": ids[0] })).await;
        assert_eq!(shown["introduction"]["gratitudes"]["nodes"], json!([{ "person": { "displayName": "Connector" } }]));
    }

    who_contributed_to_what_is_done_is_owed_thanks(app) {
        let owner = owner(&app).await;
        let own = owner.ok("{ people(includeSelf: true) { nodes { id } } }", json!({})).await["people"]["nodes"][0]["id"].take();
        let (ana, bea, cleo) = (owner.person("Ana").await, owner.person("Bea").await, owner.person("Cleo").await);
        let id = collaboration(&owner, "ACTIVE", json!([
            { "personId": ana, "contribution": "the money" }, { "personId": ana, "contribution": "the ideas" },
            { "personId": bea, "contribution": "the prose" }, { "personId": cleo, "role": "guest" }, { "personId": own, "contribution": "the work" },
        ])).await;
        assert_eq!(owed(&owner).await, Vec::<Value>::new());
        move_to(&owner, &id, "DONE").await;
        let people = |thanks: &[Value]| thanks.iter().map(|it| text(&it["person"]["id"])).collect::<BTreeSet<_>>();
        let wanted = |ids: &[&String]| ids.iter().map(|id| (*id).clone()).collect::<BTreeSet<_>>();
        assert_eq!(people(&owed(&owner).await), wanted(&[&ana, &bea]));
        let update = "mutation($id: ID!, $input: UpdateCollaborationInput!) { updateCollaboration(id: $id, input: $input) { collaboration { members { id person { id } } } userErrors { code path } } }";
        let members = owner.written(update, json!({ "id": id, "input": { "title": "Two books" } })).await["collaboration"]["members"].take();
        let [bea_part, cleo_part] = [2, 3].map(|place| members[place]["id"].clone());
        owner.written(update, json!({ "id": id, "input": { "updateMembers": [{ "id": cleo_part, "contribution": "the title" }], "removeMemberIds": [bea_part] } })).await;
        assert_eq!(people(&owed(&owner).await), wanted(&[&ana, &cleo]));
        move_to(&owner, &id, "ACTIVE").await;
        assert_eq!(owed(&owner).await, Vec::<Value>::new());
        move_to(&owner, &id, "DONE").await;
        take(&owner, "archiveCollaboration", &id).await;
        assert_eq!(owed(&owner).await, Vec::<Value>::new());
        take(&owner, "restoreCollaboration", &id).await;
        assert_eq!(people(&owed(&owner).await), wanted(&[&ana, &cleo]));
        assert_eq!(all(&owner).await, 3, "each once");
        collaboration(&owner, "DONE", json!([{ "personId": bea, "contribution": "once" }])).await;
        assert_eq!(owed(&owner).await.len(), 3, "what is entered as done, too");
    }

    thanks_that_the_user_put_away_stay_away_when_somebody_else_contributes(app) {
        let owner = owner(&app).await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let id = collaboration(&owner, "DONE", json!([{ "personId": ana, "contribution": "the money" }])).await;
        let thanks = owed(&owner).await[0]["id"].clone();
        written(&owner, ARCHIVE, json!({ "id": thanks })).await;
        let update = "mutation($id: ID!, $input: UpdateCollaborationInput!) { updateCollaboration(id: $id, input: $input) { userErrors { code path } } }";
        owner.written(update, json!({ "id": id, "input": { "addMembers": [{ "personId": bea, "contribution": "the prose" }] } })).await;
        let still: Vec<Value> = owed(&owner).await.iter().map(|it| it["person"]["id"].clone()).collect();
        assert_eq!(still, [json!(bea)]);
    }

    thanks_for_many_contributions_are_written_in_one_go(app) {
        let owner = app.owner().await;
        let mut counts = Vec::new();
        for size in [2, 20] {
            let mut members = Vec::new();
            for number in 0..size {
                members.push(json!({ "personId": owner.person(&format!("P{number}")).await, "contribution": "x" }));
            }
            let id = collaboration(&owner, "ACTIVE", json!(members)).await;
            counts.push(app.statements(async { move_to(&owner, &id, "DONE").await; }).await.len());
        }
        assert_eq!(counts[0], counts[1]);
        assert_eq!(owed(&owner).await.len(), 22);
    }

    giving_thanks_for_something_gives_those_that_are_owed(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        let id = exchange(&owner, &ana, "RECEIVED", "DONE").await;
        let thanks = owed(&owner).await[0]["id"].clone();
        let input = json!({ "id": "gratitude_01h455vb4pex5vsknk084sn02q", "personId": ana, "exchangeId": id, "means": "PUBLIC", "text": " You saved my week ", "publicUrl": "https://example.org/1" });
        let given = give(&owner, input.clone()).await;
        assert_eq!((&given["id"], &given["state"], &given["thankedOn"], &given["owedSince"]), (&thanks, &json!("SENT"), &json!("2026-03-01"), &json!("2026-03-01")));
        assert_eq!((&given["means"], &given["text"], &given["publicUrl"]), (&json!("PUBLIC"), &json!("You saved my week"), &json!("https://example.org/1")));
        assert_eq!(given["allowedStates"], json!([]));
        app.clock.advance(TimeDelta::days(1));
        assert_eq!(give(&owner, input).await, given, "a retry changes nothing");
        assert_eq!((owed(&owner).await.len(), all(&owner).await), (0, json!(1)));
        let more = give(&owner, json!({ "personId": ana, "exchangeId": id, "means": "IN_PERSON" })).await;
        assert_ne!(more["id"], thanks, "said again, in another way");
        take(&owner, "reopenExchange", &id).await;
        take(&owner, "completeExchange", &id).await;
        assert_eq!((owed(&owner).await.len(), all(&owner).await), (0, json!(2)));
    }

    thanks_in_advance_are_not_owed_again(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        let id = exchange(&owner, &ana, "RECEIVED", "PROMISED").await;
        give(&owner, json!({ "personId": ana, "exchangeId": id, "means": "NOTE" })).await;
        take(&owner, "completeExchange", &id).await;
        assert_eq!((owed(&owner).await.len(), all(&owner).await), (0, json!(1)));
    }

    thanks_waived_or_gone_with_their_cause_can_still_be_given(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        let id = exchange(&owner, &ana, "RECEIVED", "DONE").await;
        let thanks = owed(&owner).await[0]["id"].clone();
        assert_eq!(written(&owner, WAIVE, json!({ "id": thanks })).await["allowedStates"], json!(["DRAFTED", "SENT"]));
        let errors = refused(&owner, WAIVE, json!({ "id": thanks })).await;
        assert_eq!((places(&errors), &errors[0]["state"], &errors[0]["allowed"]), (vec!["STATE id".to_owned()], &json!("WAIVED"), &json!(["DRAFTED", "SENT"])));
        assert_eq!(give(&owner, json!({ "personId": ana, "exchangeId": id })).await["id"], thanks);
        let other = exchange(&owner, &ana, "RECEIVED", "DONE").await;
        let thanks = owed(&owner).await[0]["id"].clone();
        take(&owner, "reopenExchange", &other).await;
        let given = give(&owner, json!({ "personId": ana, "exchangeId": other })).await;
        assert_eq!((&given["id"], &given["state"], &given["archivedAt"]), (&thanks, &json!("SENT"), &json!(null)));
    }

    thanks_are_drafted_sent_and_then_stay(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        exchange(&owner, &ana, "RECEIVED", "DONE").await;
        let id = owed(&owner).await[0]["id"].clone();
        assert_eq!(places(&refused(&owner, DRAFT, json!({ "id": id, "input": {} })).await), ["REQUIRED input.text"]);
        let draft = written(&owner, DRAFT, json!({ "id": id, "input": { "text": "Dear Ana", "means": "NOTE" }, "expectedRevision": 1 })).await;
        assert_eq!((&draft["state"], &draft["text"], &draft["means"], &draft["thankedOn"]), (&json!("DRAFTED"), &json!("Dear Ana"), &json!("NOTE"), &json!(null)));
        assert_eq!(owed(&owner).await.len(), 1, "a draft is owed still");
        let again = written(&owner, DRAFT, json!({ "id": id, "input": { "text": "Dearest Ana" } })).await;
        assert_eq!((&again["text"], &again["means"], &again["revision"]), (&json!("Dearest Ana"), &json!("NOTE"), &json!(3)));
        assert_eq!(written(&owner, DRAFT, json!({ "id": id, "input": { "text": "Dearest Ana" } })).await["revision"], 3, "nothing changed");
        assert_eq!(places(&refused(&owner, SEND, json!({ "id": id, "expectedRevision": 2 })).await), ["CONFLICT expectedRevision"]);
        let errors = refused(&owner, SEND, json!({ "id": id, "input": { "thankedOn": "2026-03-03", "text": "x".repeat(5001), "publicUrl": "ftp://x" } })).await;
        assert_eq!(places(&errors), ["TOO_LONG input.text", "INVALID input.publicUrl", "INVALID input.publicUrl", "INVALID input.thankedOn"]);
        let sent = written(&owner, SEND, json!({ "id": id, "input": { "thankedOn": "2026-02-28" } })).await;
        assert_eq!((&sent["state"], &sent["text"], &sent["thankedOn"]), (&json!("SENT"), &json!("Dearest Ana"), &json!("2026-02-28")));
        assert_eq!(owed(&owner).await, Vec::<Value>::new());
        for (step, more) in [(DRAFT, json!({ "text": "x" })), (SEND, json!({})), (WAIVE, json!({}))] {
            let mut variables = json!({ "id": id });
            if step != WAIVE {
                variables["input"] = more;
            }
            let errors = refused(&owner, step, variables).await;
            assert_eq!((places(&errors), &errors[0]["state"], &errors[0]["allowed"]), (vec!["STATE id".to_owned()], &json!("SENT"), &json!([])));
        }
        assert_eq!(listed(&owner, "search: \"dearest\"").await, ["Dearest Ana"]);
    }

    an_update_changes_what_is_said_and_how(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        let made = give(&owner, json!({ "personId": ana, "means": "PUBLIC", "text": "Thanks", "publicUrl": "https://example.org", "thankedOn": "2026-02-01" })).await;
        let id = &made["id"];
        assert_eq!((&made["owedSince"], &made["exchange"]), (&json!(null), &json!(null)), "just so");
        let errors = refused(&owner, UPDATE, json!({ "id": id, "input": { "means": "NOTE" } })).await;
        assert_eq!(places(&errors), ["INVALID input.means"]);
        let errors = refused(&owner, UPDATE, json!({ "id": id, "input": { "thankedOn": null, "publicUrl": format!("https://{}", "x".repeat(2000)) } })).await;
        assert_eq!(places(&errors), ["TOO_LONG input.publicUrl", "REQUIRED input.thankedOn"]);
        let after = written(&owner, UPDATE, json!({ "id": id, "input": { "means": "NOTE", "publicUrl": null, "text": null, "thankedOn": "2026-02-02" }, "expectedRevision": 1 })).await;
        assert_eq!((&after["means"], &after["publicUrl"], &after["text"], &after["thankedOn"]), (&json!("NOTE"), &json!(null), &json!(null), &json!("2026-02-02")));
        assert_eq!(written(&owner, UPDATE, json!({ "id": id, "input": { "means": "NOTE" } })).await["revision"], 2);
        assert_eq!(places(&refused(&owner, UPDATE, json!({ "id": id, "input": { "means": "OTHER" }, "expectedRevision": 1 })).await), ["CONFLICT expectedRevision"]);
        assert!(listed(&owner, "search: \"thanks\"").await.is_empty());
        exchange(&owner, &ana, "RECEIVED", "DONE").await;
        let owed = owed(&owner).await[0]["id"].clone();
        assert_eq!(places(&refused(&owner, UPDATE, json!({ "id": owed, "input": { "thankedOn": "2026-02-02" } })).await), ["INVALID input.thankedOn"]);
    }

    thanks_received_are_recorded(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        let id = exchange(&owner, &ana, "GIVEN", "DONE").await;
        let wanted = "gratitude_01h455vb4pex5vsknk084sn02q";
        let input = json!({ "id": wanted, "personId": ana, "exchangeId": id, "text": "You are kind" });
        let first = written(&owner, RECEIVE, json!({ "input": input })).await;
        assert_eq!((&first["id"], &first["direction"], &first["state"], &first["thankedOn"], &first["allowedStates"]), (&json!(wanted), &json!("RECEIVED"), &json!("RECEIVED"), &json!("2026-03-01"), &json!([])));
        app.clock.advance(TimeDelta::days(1));
        assert_eq!(written(&owner, RECEIVE, json!({ "input": input })).await, first, "a retry");
        let errors = refused(&owner, RECEIVE, json!({ "input": { "id": wanted, "personId": ana, "text": "Other" } })).await;
        assert_eq!((places(&errors), &errors[0]["existing"]["id"]), (vec!["DUPLICATE input.id".to_owned()], &json!(wanted)));
        let errors = refused(&owner, SEND, json!({ "id": wanted })).await;
        assert_eq!((&errors[0]["state"], &errors[0]["allowed"]), (&json!("RECEIVED"), &json!([])));
        assert_eq!(owed(&owner).await, Vec::<Value>::new());
        assert_eq!(listed(&owner, "filter: { direction: { eq: RECEIVED } }").await, ["You are kind"]);
    }

    all_that_is_wrong_is_told_at_once_and_nothing_is_written(app) {
        let (owner, other) = (owner(&app).await, app.owner().await);
        let own = owner.ok("{ people(includeSelf: true) { nodes { id } } }", json!({})).await["people"]["nodes"][0]["id"].take();
        let (ana, bea, stranger) = (owner.person("Ana").await, owner.person("Bea").await, other.person("Stranger").await);
        let id = exchange(&owner, &ana, "RECEIVED", "PROMISED").await;
        let nowhere = json!("exchange_01h455vb4pex5vsknk084sn02q");
        for (mutation, input, wanted) in [
            (GIVE, json!({ "personId": stranger, "exchangeId": nowhere, "text": "x".repeat(5001), "publicUrl": "x", "thankedOn": "2027-01-01" }), vec!["NOT_FOUND input.personId", "NOT_FOUND input.exchangeId", "TOO_LONG input.text", "INVALID input.publicUrl", "INVALID input.publicUrl", "INVALID input.thankedOn"]),
            (GIVE, json!({ "personId": own }), vec!["INVALID input.personId"]),
            (GIVE, json!({ "personId": bea, "exchangeId": id }), vec!["INVALID input.personId"]),
            (RECEIVE, json!({ "personId": bea, "exchangeId": id }), vec!["INVALID input.personId", "INVALID input.exchangeId"]),
            (RECEIVE, json!({ "personId": ana, "introductionId": "introduction_01h455vb4pex5vsknk084sn02q" }), vec!["NOT_FOUND input.introductionId"]),
            (GIVE, json!({ "personId": ana, "collaborationId": "collaboration_01h455vb4pex5vsknk084sn02q", "thankedOn": "2026-03-04" }), vec!["NOT_FOUND input.collaborationId", "INVALID input.thankedOn"]),
            (GIVE, json!({ "id": ana, "personId": id, "exchangeId": id, "introductionId": "introduction_01h455vb4pex5vsknk084sn02q", "collaborationId": ana }), vec!["INVALID input.collaborationId", "INVALID input.introductionId", "INVALID input.collaborationId", "INVALID input.id", "INVALID input.personId"]),
        ] {
            assert_eq!(places(&refused(&owner, mutation, json!({ "input": input })).await), wanted, "{input}");
        }
        assert_eq!(all(&owner).await, 0);
    }

    archived_thanks_are_hidden_and_owed_no_more_until_they_are_restored(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        exchange(&owner, &ana, "RECEIVED", "DONE").await;
        let id = owed(&owner).await[0]["id"].clone();
        let archived = written(&owner, ARCHIVE, json!({ "id": id, "expectedRevision": 1 })).await;
        assert_eq!((&archived["archivedAt"], &archived["allowedStates"]), (&json!("2026-03-01T09:00:00Z"), &json!([])));
        app.clock.advance(TimeDelta::hours(1));
        assert_eq!(written(&owner, ARCHIVE, json!({ "id": id })).await, archived);
        assert_eq!(owed(&owner).await, Vec::<Value>::new());
        assert_eq!(listed(&owner, "").await, Vec::<String>::new());
        assert_eq!(listed(&owner, "includeArchived: true").await, ["-"]);
        for (step, more) in [(DRAFT, json!({ "text": "x" })), (SEND, json!({})), (UPDATE, json!({}))] {
            let errors = refused(&owner, step, json!({ "id": id, "input": more })).await;
            assert_eq!((&errors[0]["state"], &errors[0]["allowed"]), (&json!("ARCHIVED"), &json!(["RESTORE"])));
        }
        assert_eq!(places(&refused(&owner, RESTORE, json!({ "id": id, "expectedRevision": 1 })).await), ["CONFLICT expectedRevision"]);
        assert_eq!(written(&owner, RESTORE, json!({ "id": id })).await["archivedAt"], json!(null));
        assert_eq!(owed(&owner).await.len(), 1);
        owner.written("mutation($id: ID!) { archivePerson(id: $id) { userErrors { message } } }", json!({ "id": ana })).await;
        assert_eq!(written(&owner, SEND, json!({ "id": id })).await["person"]["id"], json!(ana), "archived people are thanked too");
    }

    lists_are_filtered_and_the_oldest_debt_comes_first(app) {
        let owner = owner(&app).await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let record = "mutation($input: RecordExchangeInput!) { recordExchange(input: $input) { exchange { id } userErrors { code path } } }";
        for (person, done) in [(&ana, "2026-02-20"), (&bea, "2026-01-05"), (&ana, "2026-02-01")] {
            let input = json!({ "personId": person, "direction": "RECEIVED", "kind": "TIME", "title": "x", "doneOn": done });
            owner.written(record, json!({ "input": input })).await;
            app.clock.advance(TimeDelta::hours(1));
        }
        let thanks = owed(&owner).await;
        assert_eq!(thanks.iter().map(|it| text(&it["owedSince"])).collect::<Vec<_>>(), ["2026-01-05", "2026-02-01", "2026-02-20"]);
        written(&owner, DRAFT, json!({ "id": thanks[1]["id"], "input": { "text": "Draft", "means": "NOTE" } })).await;
        give(&owner, json!({ "personId": bea, "means": "IN_PERSON", "text": "Just so", "thankedOn": "2026-02-14" })).await;
        let since = async |query: String| {
            let mut data = owner.ok(&query, json!({})).await;
            let nodes = data["gratitudesOwed"]["nodes"].take();
            nodes.as_array().unwrap().iter().map(|it| text(&it["owedSince"])).collect::<Vec<_>>()
        };
        assert_eq!(since(format!("{{ gratitudesOwed(filter: {{ personId: {{ eq: \"{ana}\" }} }}) {{ nodes {{ owedSince }} }} }}")).await, ["2026-02-01", "2026-02-20"]);
        assert_eq!(since("{ gratitudesOwed(filter: { owedSince: { lt: \"-P14D\" } }, first: 1) { nodes { owedSince } } }".to_owned()).await, ["2026-01-05"]);
        let page = owner.ok("{ gratitudesOwed(first: 2) { totalCount pageInfo { endCursor } } }", json!({})).await["gratitudesOwed"].take();
        assert_eq!(page["totalCount"], 3);
        assert_eq!(since(format!("{{ gratitudesOwed(after: {}) {{ nodes {{ owedSince }} }} }}", page["pageInfo"]["endCursor"])).await, ["2026-02-20"]);
        assert_eq!(listed(&owner, "").await, ["Just so", "Draft", "-", "-"]);
        for (filter, wanted) in [
            ("state: { eq: DRAFTED }".to_owned(), vec!["Draft"]),
            ("state: { in: [SENT, WAIVED] }".to_owned(), vec!["Just so"]),
            ("means: { eq: NOTE }".to_owned(), vec!["Draft"]),
            ("means: { notIn: [NOTE] }".to_owned(), vec!["Just so", "-", "-"]),
            ("not: { means: { eq: NOTE } }".to_owned(), vec!["Just so", "-", "-"]),
            ("thankedOn: { gte: \"2026-02-14\" }".to_owned(), vec!["Just so"]),
            ("thankedOn: { isNull: true }, exchangeId: { isNull: true }".to_owned(), vec![]),
            ("exchangeId: { isNull: true }, introductionId: { isNull: true }, collaborationId: { isNull: true }".to_owned(), vec!["Just so"]),
            (format!("and: [{{ personId: {{ eq: \"{bea}\" }} }}, {{ not: {{ state: {{ eq: OWED }} }} }}]"), vec!["Just so"]),
            ("createdAt: { lt: \"-PT2H30M\" }".to_owned(), vec!["-"]),
        ] {
            assert_eq!(listed(&owner, &format!("filter: {{ {filter} }}")).await, wanted, "{filter}");
        }
        let of_ana = "query($id: ID!) { person(by: { id: $id }) { gratitudes(filter: { state: { eq: OWED } }) { totalCount nodes { owedSince } } } }";
        let shown = owner.ok(of_ana, json!({ "id": ana })).await["person"]["gratitudes"].take();
        assert_eq!(shown, json!({ "totalCount": 1, "nodes": [{ "owedSince": "2026-02-20" }] }));
    }

    another_workspace_sees_and_changes_nothing(app) {
        let (owner, other) = (owner(&app).await, app.owner().await);
        let ana = owner.person("Ana").await;
        exchange(&owner, &ana, "RECEIVED", "DONE").await;
        let id = owed(&owner).await[0]["id"].clone();
        let data = other.ok("query($id: ID!) { gratitude(id: $id) { id } node(id: $id) { id } gratitudes(includeArchived: true) { totalCount } gratitudesOwed { totalCount } }", json!({ "id": id })).await;
        assert_eq!(data, json!({ "gratitude": null, "node": null, "gratitudes": { "totalCount": 0 }, "gratitudesOwed": { "totalCount": 0 } }));
        for (mutation, more) in [(DRAFT, json!({ "text": "x" })), (SEND, json!({})), (UPDATE, json!({})), (WAIVE, json!(null)), (ARCHIVE, json!(null)), (RESTORE, json!(null))] {
            let mut variables = json!({ "id": id });
            if !more.is_null() {
                variables["input"] = more;
            }
            assert_eq!(places(&refused(&other, mutation, variables).await), ["NOT_FOUND id"]);
        }
        assert_eq!(get(&owner, &id).await["revision"], 1);
    }

    thanks_arise_whatever_the_token_may_do_with_them(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        let worker = owner.with_scopes(&["COLLABORATIONS_READ", "COLLABORATIONS_WRITE", "PEOPLE_READ"]).await;
        collaboration(&worker, "DONE", json!([{ "personId": ana, "contribution": "the prose" }])).await;
        let errors = worker.errors("{ gratitudesOwed { nodes { id } } }", json!({})).await;
        assert_eq!(errors[0]["extensions"]["code"], "INSUFFICIENT_SCOPE");
        assert_eq!(owed(&owner).await.len(), 1);
        let reader = owner.with_scopes(&["EXCHANGES_READ"]).await;
        let errors = reader.errors("mutation { waiveGratitude(id: \"gratitude_01h455vb4pex5vsknk084sn02q\") { seq } }", json!({})).await;
        assert_eq!(errors[0]["extensions"]["code"], "INSUFFICIENT_SCOPE");
    }
}
