//! Records with states, driven by random steps through the API and held against a model: only what is allowed happens, what
//! is refused changes nothing, and every write is in the feed.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use tests::{Client, TestApp, both};

const ERRORS: &str = "userErrors { code ... on StateError { state } }";

/// What can be done with a record of a kind.
struct Machine {
    /// How a payload and the root name it.
    shown: &'static str,
    /// Its prefix in the names of mutations that hide it: `archiveExchange`.
    name: &'static str,
    /// What takes it to which state.
    steps: &'static [(&'static str, &'static str)],
    /// Where it can go from a state.
    allowed: fn(&str) -> &'static [&'static str],
}

/// The record as the model has it.
#[derive(Debug, PartialEq)]
struct Model {
    state: String,
    revision: i64,
    archived: bool,
}

impl Machine {
    async fn seen(&self, client: &Client, id: &str) -> Model {
        let query = format!(
            "query($id: ID!) {{ it: {}(id: $id) {{ state revision archivedAt }} }}",
            self.shown
        );
        let it = client.ok(&query, json!({ "id": id })).await["it"].take();
        Model {
            state: it["state"].as_str().unwrap().to_owned(),
            revision: it["revision"].as_i64().unwrap(),
            archived: !it["archivedAt"].is_null(),
        }
    }

    /// Calls a mutation; its errors.
    async fn call(&self, client: &Client, call: &str, id: &str, revision: i64) -> Vec<Value> {
        let (name, more) = call
            .split_once('(')
            .map_or((call, ""), |(name, more)| (name, more.trim_end_matches(')')));
        let text = format!(
            "mutation($id: ID!, $revision: Int) {{ it: {name}(id: $id, expectedRevision: $revision, {more}) {{ {} {{ id }} {ERRORS} }} }}",
            self.shown
        );
        let data = client.ok(&text, json!({ "id": id, "revision": revision })).await;
        data["it"]["userErrors"].as_array().unwrap().clone()
    }

    /// Sixty random steps.
    async fn walk(&self, client: &Client, id: &str, seed: u64) {
        let mut dice = StdRng::seed_from_u64(seed);
        let mut model = self.seen(client, id).await;
        let archive = [format!("archive{}", self.name), format!("restore{}", self.name)];
        for number in 0..60 {
            let choice = dice.random_range(0..self.steps.len() + 2);
            let is_stale = dice.random_range(0..8) == 0;
            let revision = model.revision - i64::from(is_stale);
            let (call, to) = match self.steps.get(choice) {
                Some((call, to)) => (call.replace("NUMBER", &number.to_string()), Some(*to)),
                None => (archive[choice - self.steps.len()].clone(), None),
            };
            let errors = self.call(client, &call, id, revision).await;
            let code = errors.first().map(|error| error["code"].as_str().unwrap());
            let said = |state: &str| errors.first().is_some_and(|error| error["state"] == state);
            match to {
                // Who asks for what stands already is in no conflict.
                None if is_stale && model.archived == (call == archive[0]) => {
                    assert_eq!(code, None, "{call}: {model:?}")
                }
                _ if is_stale => assert_eq!(code, Some("CONFLICT"), "{call}: {model:?}"),
                None => {
                    let archived = call == archive[0];
                    model.revision += i64::from(model.archived != archived);
                    model.archived = archived;
                    assert_eq!(code, None, "{call}: {model:?}");
                }
                Some(_) if model.archived => {
                    assert!(code == Some("STATE") && said("ARCHIVED"), "{call}: {errors:?}")
                }
                Some(to) if (self.allowed)(&model.state).contains(&to) => {
                    assert_eq!(code, None, "{call}: {model:?}");
                    to.clone_into(&mut model.state);
                    model.revision += 1;
                }
                Some(_) => assert!(
                    code == Some("STATE") && said(&model.state),
                    "{call} of {model:?}: {errors:?}"
                ),
            }
            assert_eq!(self.seen(client, id).await, model, "{call}");
        }
        let feed = client
            .ok(
                "{ changes(after: 0, first: 500) { changes { recordId revision } } }",
                json!({}),
            )
            .await;
        let own = feed["changes"]["changes"].as_array().unwrap().iter();
        let revisions: Vec<i64> = own
            .filter(|it| it["recordId"] == id)
            .map(|it| it["revision"].as_i64().unwrap())
            .collect();
        assert_eq!(revisions, Vec::from_iter(1..=model.revision));
    }
}

async fn make(client: &Client, mutation: &str, kind: &str, shown: &str, input: Value) -> String {
    let text =
        format!("mutation($input: {kind}!) {{ {mutation}(input: $input) {{ {shown} {{ id }} {ERRORS} }} }}");
    let made = client.written(&text, json!({ "input": input })).await;
    made[shown]["id"].as_str().unwrap().to_owned()
}

async fn owner(app: &TestApp) -> Client {
    app.owner().await.lasting().await
}

both! {
    exchanges_go_where_they_may(app) {
        let owner = owner(&app).await;
        let person = owner.person("Ana").await;
        let machine = Machine {
            shown: "exchange",
            name: "Exchange",
            steps: &[("promiseExchange", "PROMISED"), ("completeExchange", "DONE"), ("dropExchange", "DROPPED"), ("reopenExchange", "PROMISED")],
            allowed: |state| match state {
                "ASKED" => &["PROMISED", "DONE", "DROPPED"],
                "PROMISED" => &["DONE", "DROPPED"],
                _ => &["PROMISED"],
            },
        };
        let input = json!({ "personId": person, "direction": "RECEIVED", "kind": "HELP", "title": "Boxes", "state": "PROMISED" });
        let id = make(&owner, "recordExchange", "RecordExchangeInput", "exchange", input).await;
        machine.walk(&owner, &id, 1).await;
        // However it went, there is one debt at most.
        let owed = owner.ok("{ gratitudes(includeArchived: true) { totalCount } }", json!({})).await;
        assert_eq!(owed["gratitudes"]["totalCount"], 1);
        for seed in 6..9 {
            let input = json!({ "personId": person, "direction": "GIVEN", "kind": "HELP", "title": "Chairs", "state": "ASKED" });
            let id = make(&owner, "recordExchange", "RecordExchangeInput", "exchange", input).await;
            machine.walk(&owner, &id, seed).await;
        }
    }

    collaborations_go_where_they_may(app) {
        let owner = owner(&app).await;
        let machine = Machine {
            shown: "collaboration",
            name: "Collaboration",
            steps: &[
                ("moveCollaboration(input: { to: IDEA })", "IDEA"),
                ("moveCollaboration(input: { to: PROPOSED })", "PROPOSED"),
                ("moveCollaboration(input: { to: ACTIVE })", "ACTIVE"),
                ("moveCollaboration(input: { to: PAUSED })", "PAUSED"),
                ("moveCollaboration(input: { to: DONE })", "DONE"),
                ("moveCollaboration(input: { to: DROPPED })", "DROPPED"),
            ],
            allowed: |state| match state {
                "IDEA" => &["PROPOSED", "ACTIVE", "DROPPED"],
                "PROPOSED" => &["ACTIVE", "DROPPED"],
                "ACTIVE" => &["PAUSED", "DONE", "DROPPED"],
                "PAUSED" => &["ACTIVE", "DONE", "DROPPED"],
                _ => &["ACTIVE"],
            },
        };
        let input = json!({ "title": "Fair", "kind": "PROJECT" });
        let id = make(&owner, "createCollaboration", "CreateCollaborationInput", "collaboration", input).await;
        machine.walk(&owner, &id, 2).await;
    }

    thanks_go_where_they_may(app) {
        let owner = owner(&app).await;
        let machine = Machine {
            shown: "gratitude",
            name: "Gratitude",
            steps: &[
                ("draftGratitude(input: { text: \"draft NUMBER\" })", "DRAFTED"),
                ("waiveGratitude", "WAIVED"),
                ("waiveGratitude", "WAIVED"),
                ("sendGratitude(input: { text: \"sent NUMBER\" })", "SENT"),
            ],
            allowed: |state| match state {
                "OWED" | "DRAFTED" => &["DRAFTED", "SENT", "WAIVED"],
                "WAIVED" => &["DRAFTED", "SENT"],
                _ => &[],
            },
        };
        for seed in 0..4 {
            let person = owner.person(&format!("Person {seed}")).await;
            let input = json!({ "personId": person, "direction": "RECEIVED", "kind": "HELP", "title": "Boxes" });
            make(&owner, "recordExchange", "RecordExchangeInput", "exchange", input).await;
            let owed = owner.ok("{ gratitudesOwed(last: 1) { nodes { id } } }", json!({})).await;
            let id = owed["gratitudesOwed"]["nodes"][0]["id"].as_str().unwrap().to_owned();
            machine.walk(&owner, &id, seed).await;
            owner.ok("mutation($id: ID!) { a: restoreGratitude(id: $id) { userErrors { code } } b: sendGratitude(id: $id) { userErrors { code } } }", json!({ "id": id })).await;
        }
    }

    check_ins_go_where_they_may(app) {
        let owner = owner(&app).await;
        let machine = Machine {
            shown: "checkIn",
            name: "CheckIn",
            steps: &[("completeCheckIn", "DONE"), ("cancelCheckIn", "CANCELLED")],
            allowed: |state| match state {
                "PLANNED" => &["DONE", "CANCELLED"],
                "SNOOZED" | "SKIPPED" => &["CANCELLED"],
                _ => &[],
            },
        };
        let day = (app.clock.now() + chrono::TimeDelta::days(3)).date_naive().to_string();
        for (seed, (mutation, kind, more)) in [
            ("planCheckIn", "PlanCheckInInput", json!({ "on": day })),
            ("planCheckIn", "PlanCheckInInput", json!({ "on": day })),
            ("snoozeCheckIn", "SnoozeCheckInInput", json!({ "until": day })),
            ("skipCheckIn", "SkipCheckInInput", json!({})),
        ].into_iter().enumerate() {
            let mut input = more;
            input["personId"] = json!(owner.person(&format!("Person {seed}")).await);
            let id = make(&owner, mutation, kind, "checkIn", input).await;
            machine.walk(&owner, &id, seed as u64).await;
        }
    }
}
