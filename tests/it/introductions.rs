//! Introductions through the API.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Client, TestApp, both};

const FIELDS: &str =
    "id revision state expiresAt askedAt madeAt closedAt allowedActions sides { side consent }";
const ERRORS: &str = "userErrors { code message path ... on StateError { state allowed } ... on DuplicateError { existing { id } } ... on RateLimitError { retryAfterSeconds } ... on InputError { max } }";

/// A caller whose token outlives the tests' days.
async fn owner(app: &TestApp) -> Client {
    let scopes = [
        "PEOPLE_READ",
        "PEOPLE_WRITE",
        "INTRODUCTIONS_READ",
        "INTRODUCTIONS_WRITE",
        "CHANGES_READ",
    ];
    app.owner().await.with_scopes(&scopes).await
}

fn create_document() -> String {
    format!(
        "mutation($input: CreateIntroductionInput!) {{ createIntroduction(input: $input) {{ introduction {{ {FIELDS} }} seq {ERRORS} }} }}"
    )
}

async fn create(client: &Client, input: Value) -> Value {
    let mut payload = client
        .written(&create_document(), json!({ "input": input }))
        .await;
    payload["introduction"].take()
}

async fn introduction(client: &Client, a: &str, b: &str) -> String {
    let made = create(client, json!({ "personAId": a, "personBId": b })).await;
    made["id"].as_str().unwrap().to_owned()
}

/// A step without further arguments than those given, such as `side: A`, which `input` says, and `expectedRevision: 1`.
fn step_document(step: &str, id: &str, arguments: &str) -> String {
    let link = if matches!(step, "askIntroduction" | "nudgeIntroduction") {
        "linkToken connectorLoad { openAsks asksLast90Days }"
    } else {
        ""
    };
    let (said, revision) = match arguments.find("expectedRevision") {
        Some(place) => arguments.split_at(place),
        None => (arguments, ""),
    };
    let said = said.trim();
    let input = if said.is_empty() {
        String::new()
    } else {
        format!("input: {{ {said} }}")
    };
    format!(
        "mutation {{ {step}(id: \"{id}\" {input} {revision}) {{ introduction {{ {FIELDS} }} {link} {ERRORS} }} }}"
    )
}

async fn step(client: &Client, step: &str, id: &str, arguments: &str) -> Value {
    client
        .written(&step_document(step, id, arguments), json!({}))
        .await
}

async fn refused(client: &Client, step: &str, id: &str, arguments: &str) -> Value {
    let mut errors = client
        .refused(&step_document(step, id, arguments), json!({}))
        .await;
    assert_eq!(errors.len(), 1, "{errors:?}");
    errors.remove(0)
}

async fn ask(client: &Client, id: &str, side: &str) -> String {
    let payload = step(client, "askIntroduction", id, &format!("side: {side}")).await;
    payload["linkToken"].as_str().unwrap().to_owned()
}

/// Asks both and records that both said yes.
async fn ready(client: &Client, id: &str) {
    for side in ["A", "B"] {
        ask(client, id, side).await;
        step(
            client,
            "answerIntroduction",
            id,
            &format!("side: {side} accept: true"),
        )
        .await;
    }
}

fn answer_document() -> String {
    format!(
        "mutation($input: AnswerIntroductionByLinkInput!) {{ answerIntroductionByLink(input: $input) {{ recorded {ERRORS} }} }}"
    )
}

async fn answer_by_link(client: &Client, token: &str, accept: bool) -> Value {
    client
        .ok(
            &answer_document(),
            json!({ "input": { "token": token, "accept": accept } }),
        )
        .await["answerIntroductionByLink"]
        .take()
}

async fn link_error(client: &Client, token: &str) -> Value {
    let payload = answer_by_link(client, token, true).await;
    assert_eq!(payload["recorded"], false, "{payload}");
    assert_eq!(payload["userErrors"][0]["path"], json!(["input", "token"]));
    payload["userErrors"][0]["code"].clone()
}

async fn get(client: &Client, id: &str, fields: &str) -> Value {
    client
        .ok(
            &format!("query($id: ID!) {{ introduction(id: $id) {{ {fields} }} }}"),
            json!({ "id": id }),
        )
        .await["introduction"]
        .take()
}

/// The ids that a list shows under these arguments.
async fn listed(client: &Client, arguments: &str) -> Vec<String> {
    let arguments = if arguments.is_empty() {
        String::new()
    } else {
        format!("({arguments})")
    };
    let data = client
        .ok(
            &format!("{{ introductions{arguments} {{ nodes {{ id }} }} }}"),
            json!({}),
        )
        .await;
    let nodes = data["introductions"]["nodes"].as_array().unwrap();
    nodes
        .iter()
        .map(|node| node["id"].as_str().unwrap().to_owned())
        .collect()
}

async fn own_person(client: &Client) -> String {
    client.ok("{ viewer { self { id } } }", json!({})).await["viewer"]["self"]["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

both! {
    two_people_who_say_yes_by_their_links_are_brought_together(app) {
        let (owner, stranger) = (owner(&app).await, app.anonymous());
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let made = create(&owner, json!({ "personAId": ana, "personBId": bea, "reason": "both grow tomatoes" })).await;
        let id = made["id"].as_str().unwrap();
        assert_eq!((&made["state"], &made["allowedActions"], &made["revision"]), (&json!("DRAFT"), &json!(["ASK", "CANCEL"]), &json!(1)));

        let for_ana = ask(&owner, id, "A").await;
        let for_bea = ask(&owner, id, "B").await;
        let asking = get(&owner, id, FIELDS).await;
        assert_eq!(asking["state"], "ASKING");
        assert_eq!(asking["expiresAt"], "2026-03-31T09:00:00Z");
        assert_eq!(answer_by_link(&stranger, &for_ana, true).await, json!({ "recorded": true, "userErrors": [] }));
        app.clock.advance(TimeDelta::days(1));
        let input = json!({ "token": for_bea, "accept": true, "note": " Gladly " });
        stranger.written(&answer_document(), json!({ "input": input })).await;
        assert_eq!(get(&owner, id, "state allowedActions").await, json!({ "state": "READY", "allowedActions": ["MAKE", "CANCEL"] }));

        step(&owner, "makeIntroduction", id, "message: \"Ana, meet Bea.\"").await;
        app.clock.advance(TimeDelta::days(7));
        step(&owner, "recordIntroductionOutcome", id, "outcome: ONGOING note: \"a shared garden\"").await;
        let closed = get(&owner, id, "state message outcome outcomeNote askedAt madeAt closedAt allowedActions revision personA { id } personB { id } connector { id } sides { side person { id } consent answerNote nudges } history { action side fromState toState actor { kind } note }").await;
        let history: Vec<Value> = closed["history"].as_array().unwrap().iter().map(|it| json!([it["action"], it["side"], it["fromState"], it["toState"], it["actor"]["kind"], it["note"]])).collect();
        assert_eq!(json!(history), json!([
            ["DRAFT", null, null, "DRAFT", "TOKEN", null],
            ["ASK", "A", "DRAFT", "ASKING", "TOKEN", null],
            ["ASK", "B", "ASKING", "ASKING", "TOKEN", null],
            ["ANSWER", "A", "ASKING", "ASKING", "LINK", null],
            ["ANSWER", "B", "ASKING", "READY", "LINK", "Gladly"],
            ["MAKE", null, "READY", "MADE", "TOKEN", null],
            ["RECORD_OUTCOME", null, "MADE", "CLOSED", "TOKEN", "a shared garden"],
        ]));
        assert_eq!(closed["sides"], json!([
            { "side": "A", "person": { "id": ana }, "consent": "ACCEPTED", "answerNote": null, "nudges": 0 },
            { "side": "B", "person": { "id": bea }, "consent": "ACCEPTED", "answerNote": "Gladly", "nudges": 0 },
        ]));
        assert_eq!(closed["revision"], 7);
        assert_eq!((&closed["personA"]["id"], &closed["personB"]["id"], &closed["connector"]), (&json!(ana), &json!(bea), &json!(null)));
        assert_eq!((&closed["message"], &closed["outcome"], &closed["outcomeNote"]), (&json!("Ana, meet Bea."), &json!("ONGOING"), &json!("a shared garden")));
        assert_eq!((&closed["madeAt"], &closed["closedAt"]), (&json!("2026-03-02T09:00:00Z"), &json!("2026-03-09T09:00:00Z")));
        assert_eq!(closed["allowedActions"], json!([]));
    }

    bringing_two_together_makes_a_tie_unless_there_is_one(app) {
        let owner = owner(&app).await;
        let (ana, bea, cleo) = (owner.person("Ana").await, owner.person("Bea").await, owner.person("Cleo").await);
        let tie = "mutation($input: CreateTieInput!) { createTie(input: $input) { tie { id } userErrors { code message path } } }";
        owner.written(tie, json!({ "input": { "fromId": cleo, "toId": ana, "kind": "colleague" } })).await;
        for other in [&bea, &cleo] {
            let id = introduction(&owner, &ana, other).await;
            ready(&owner, &id).await;
            step(&owner, "makeIntroduction", &id, "").await;
        }
        let data = owner.ok("query($id: ID!) { person(by: { id: $id }) { ties { nodes { from { id } to { id } kind evidence } } } }", json!({ "id": ana })).await;
        assert_eq!(data["person"]["ties"]["nodes"], json!([
            { "from": { "id": cleo }, "to": { "id": ana }, "kind": "colleague", "evidence": "STATED" },
            { "from": { "id": ana }, "to": { "id": bea }, "kind": "introduced", "evidence": "INTRODUCED" },
        ]));
    }

    the_side_that_is_the_user_has_accepted_from_the_start(app) {
        let signed_in = app.owner().await;
        let me = own_person(&signed_in).await;
        let (ana, carl) = (signed_in.person("Ana").await, signed_in.person("Carl").await);
        let made = create(&signed_in, json!({ "personAId": me, "personBId": ana, "connectorId": carl })).await;
        let id = made["id"].as_str().unwrap();
        assert_eq!(made["sides"][0], json!({ "side": "A", "consent": "ACCEPTED" }));
        let error = refused(&signed_in, "askIntroduction", id, "side: A").await;
        assert_eq!((&error["code"], &error["path"], &error["state"]), (&json!("STATE"), &json!(["input", "side"]), &json!("DRAFT")));
        for side in ["CONNECTOR", "B"] {
            ask(&signed_in, id, side).await;
            step(&signed_in, "answerIntroduction", id, &format!("side: {side} accept: true")).await;
        }
        assert_eq!(get(&signed_in, id, "state connector { id }").await, json!({ "state": "READY", "connector": { "id": carl } }));
    }

    all_that_is_wrong_with_a_new_introduction_is_told_at_once(app) {
        let owner = app.owner().await;
        let (me, ana) = (own_person(&owner).await, owner.person("Ana").await);
        let stranger = app.owner().await.person("Elsewhere").await;
        let problems = |errors: Vec<Value>| {
            errors.iter().map(|it| format!("{} {}", it["code"].as_str().unwrap(), it["path"][1].as_str().unwrap())).collect::<Vec<_>>()
        };
        let input = json!({
            "personAId": ana, "personBId": ana, "reason": "x".repeat(2001), "blurbForA": "\u{0}x", "blurbForConnector": "who?",
            "expiresAt": "2026-03-01T09:00:00Z",
        });
        let found = problems(owner.refused(&create_document(), json!({ "input": input })).await);
        assert_eq!(found, ["INVALID personBId", "TOO_LONG reason", "INVALID blurbForA", "INVALID blurbForConnector", "INVALID expiresAt"]);
        let input = json!({ "personAId": ana, "personBId": stranger, "connectorId": ana, "expiresAt": "2027-03-01T09:00:01Z" });
        let found = problems(owner.refused(&create_document(), json!({ "input": input })).await);
        assert_eq!(found, ["INVALID connectorId", "NOT_FOUND personBId", "INVALID expiresAt"]);
        let bea = owner.person("Bea").await;
        let input = json!({ "personAId": ana, "personBId": bea, "connectorId": me });
        assert_eq!(problems(owner.refused(&create_document(), json!({ "input": input })).await), ["INVALID connectorId"]);
        let input = json!({ "personAId": "circle_01h455vb4pex5vsknk084sn02q", "personBId": "42" });
        assert_eq!(problems(owner.refused(&create_document(), json!({ "input": input })).await), ["INVALID personAId", "INVALID personBId"]);
        assert_eq!(listed(&owner, "").await.len(), 0);
    }

    a_repeated_create_with_the_same_id_succeeds_once_and_for_ever(app) {
        let owner = owner(&app).await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let input = json!({ "id": "introduction_01h455vb4pex5vsknk084sn02q", "personAId": ana, "personBId": bea, "expiresAt": "2026-03-05T00:00:00Z" });
        let first = create(&owner, input.clone()).await;
        app.clock.advance(TimeDelta::days(30));
        let again = create(&owner, input.clone()).await;
        assert_eq!((&first["id"], &first["revision"]), (&again["id"], &again["revision"]));
        let mut other = input;
        other["reason"] = json!("another");
        let errors = owner.refused(&create_document(), json!({ "input": other })).await;
        assert_eq!((&errors[0]["code"], &errors[0]["path"], &errors[0]["existing"]["id"]), (&json!("DUPLICATE"), &json!(["input", "id"]), &first["id"]));
        assert_eq!(get(&owner, first["id"].as_str().unwrap(), "history { action }").await["history"].as_array().unwrap().len(), 1);
    }

    two_people_have_at_most_one_open_introduction(app) {
        let owner = owner(&app).await;
        let (ana, bea, cleo) = (owner.person("Ana").await, owner.person("Bea").await, owner.person("Cleo").await);
        let first = introduction(&owner, &ana, &bea).await;
        let turned = json!({ "personAId": bea, "personBId": ana });
        let errors = owner.refused(&create_document(), json!({ "input": turned })).await;
        assert_eq!((&errors[0]["code"], &errors[0]["existing"]["id"]), (&json!("DUPLICATE"), &json!(first)));
        // The connector is not one of the two.
        create(&owner, json!({ "personAId": ana, "personBId": cleo, "connectorId": bea })).await;

        step(&owner, "archiveIntroduction", &first, "").await;
        let second = introduction(&owner, &ana, &bea).await;
        let error = refused(&owner, "restoreIntroduction", &first, "").await;
        assert_eq!((&error["code"], &error["path"], &error["existing"]["id"]), (&json!("DUPLICATE"), &json!(["id"]), &json!(second)));

        step(&owner, "cancelIntroduction", &second, "").await;
        step(&owner, "restoreIntroduction", &first, "").await;
        ask(&owner, &first, "A").await;
        app.clock.advance(TimeDelta::days(31));
        introduction(&owner, &bea, &ana).await;
        let archived = step(&owner, "archiveIntroduction", &first, "").await;
        assert_eq!(archived["introduction"]["state"], "EXPIRED");
        // One that is over comes back beside an open one.
        step(&owner, "restoreIntroduction", &first, "").await;
    }

    a_step_that_the_state_forbids_says_which_are_allowed(app) {
        let owner = owner(&app).await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let id = introduction(&owner, &ana, &bea).await;
        for (action, arguments) in [("makeIntroduction", ""), ("recordIntroductionOutcome", "outcome: MET"), ("answerIntroduction", "side: A accept: true"), ("nudgeIntroduction", "side: A")] {
            let error = refused(&owner, action, &id, arguments).await;
            assert_eq!((&error["code"], &error["path"], &error["state"], &error["allowed"]), (&json!("STATE"), &json!(["id"]), &json!("DRAFT"), &json!(["ASK", "CANCEL"])));
        }
        let error = refused(&owner, "askIntroduction", &id, "side: CONNECTOR").await;
        assert_eq!((&error["code"], &error["path"]), (&json!("INVALID"), &json!(["input", "side"])));
        ask(&owner, &id, "A").await;
        let error = refused(&owner, "answerIntroduction", &id, "side: B accept: true").await;
        assert_eq!((&error["code"], &error["path"], &error["state"]), (&json!("STATE"), &json!(["input", "side"]), &json!("ASKING")));
        let declined = step(&owner, "answerIntroduction", &id, "side: A accept: false note: \"no time\"").await;
        assert_eq!((&declined["introduction"]["state"], &declined["introduction"]["closedAt"]), (&json!("DECLINED"), &json!("2026-03-01T09:00:00Z")));
        let error = refused(&owner, "askIntroduction", &id, "side: B").await;
        assert_eq!((&error["state"], &error["allowed"]), (&json!("DECLINED"), &json!([])));
        assert_eq!(get(&owner, &id, "revision").await["revision"], 3);
    }

    a_stale_revision_is_a_conflict_and_an_archived_one_is_left_alone(app) {
        let owner = app.owner().await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let id = introduction(&owner, &ana, &bea).await;
        step(&owner, "askIntroduction", &id, "side: A expectedRevision: 1").await;
        for (action, arguments) in [("askIntroduction", "side: B"), ("cancelIntroduction", ""), ("archiveIntroduction", "")] {
            let error = refused(&owner, action, &id, &format!("{arguments} expectedRevision: 1")).await;
            assert_eq!((&error["code"], &error["path"]), (&json!("CONFLICT"), &json!(["expectedRevision"])));
        }
        step(&owner, "archiveIntroduction", &id, "expectedRevision: 2").await;
        let again = step(&owner, "archiveIntroduction", &id, "").await;
        assert_eq!(again["introduction"]["revision"], 3);
        let error = refused(&owner, "askIntroduction", &id, "side: B").await;
        assert_eq!((&error["code"], &error["state"]), (&json!("STATE"), &json!("ARCHIVED")));
    }

    a_link_works_once_and_only_the_last_one(app) {
        let (owner, stranger) = (owner(&app).await, app.anonymous());
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let id = introduction(&owner, &ana, &bea).await;
        let old = ask(&owner, &id, "A").await;
        let older = ask(&owner, &id, "A").await;
        app.clock.advance(TimeDelta::days(3));
        let nudged = step(&owner, "nudgeIntroduction", &id, "side: A").await;
        let last = nudged["linkToken"].as_str().unwrap();
        let altered = format!("{}{}", &last[..last.len() - 8], "AAAAAAAA");
        for dead in [old.as_str(), &older, &altered, "", "nonsense", &last[..20]] {
            assert_eq!(link_error(&stranger, dead).await, "CREDENTIALS", "{dead}");
            let shown = stranger.ok("query($token: String!) { introductionByLink(token: $token) { open } }", json!({ "token": dead })).await;
            assert_eq!(shown["introductionByLink"], json!(null));
        }
        assert_eq!(answer_by_link(&stranger, &format!(" {last}\n"), true).await["recorded"], true);
        assert_eq!(link_error(&stranger, last).await, "CREDENTIALS");
        // An answer that the user heard ends the link too.
        let for_bea = ask(&owner, &id, "B").await;
        step(&owner, "answerIntroduction", &id, "side: B accept: true").await;
        assert_eq!(link_error(&stranger, &for_bea).await, "CREDENTIALS");
    }

    of_two_who_answer_by_one_link_at_once_one_is_heard(app) {
        let (owner, stranger) = (app.owner().await, app.anonymous());
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let id = introduction(&owner, &ana, &bea).await;
        let token = ask(&owner, &id, "A").await;
        let (yes, no) = tokio::join!(answer_by_link(&stranger, &token, true), answer_by_link(&stranger, &token, false));
        assert_eq!(usize::from(yes["recorded"] == true) + usize::from(no["recorded"] == true), 1, "{yes} {no}");
        assert_eq!(get(&owner, &id, "history { action }").await["history"].as_array().unwrap().len(), 3);
    }

    a_good_link_to_an_introduction_that_is_over_says_so_and_not_why(app) {
        let (owner, stranger) = (owner(&app).await, app.anonymous());
        let ana = owner.person("Ana").await;
        let mut messages = Vec::new();
        for end in ["cancel", "decline", "archive", "expire"] {
            let bea = owner.person("Bea").await;
            let id = introduction(&owner, &ana, &bea).await;
            let token = ask(&owner, &id, "A").await;
            ask(&owner, &id, "B").await;
            match end {
                "cancel" => drop(step(&owner, "cancelIntroduction", &id, "").await),
                "decline" => drop(step(&owner, "answerIntroduction", &id, "side: B accept: false").await),
                "archive" => drop(step(&owner, "archiveIntroduction", &id, "").await),
                _ => app.clock.advance(TimeDelta::days(31)),
            }
            let payload = answer_by_link(&stranger, &token, true).await;
            assert_eq!(payload["userErrors"][0]["code"], "STATE", "{end}");
            messages.push(payload["userErrors"].clone());
            let shown = stranger.ok("query($token: String!) { introductionByLink(token: $token) { open blurb expiresAt others { name } } }", json!({ "token": token })).await;
            assert_eq!(shown["introductionByLink"], json!({ "open": false, "blurb": null, "expiresAt": null, "others": [] }));
        }
        assert!(messages.windows(2).all(|pair| pair[0] == pair[1]), "{messages:?}");
    }

    a_link_shows_its_side_what_it_must_know(app) {
        let (signed_in, stranger) = (app.owner().await, app.anonymous());
        let document = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { person { id } userErrors { message } } }";
        let bea = signed_in.written(document, json!({ "input": { "displayName": "Bea", "headline": "Grows tomatoes" } })).await;
        let (ana, bea) = (signed_in.person("Ana").await, bea["person"]["id"].clone());
        let carl = signed_in.person("Carl").await;
        let made = create(&signed_in, json!({ "personAId": ana, "personBId": bea, "connectorId": carl, "reason": "secret", "blurbForA": "Bea could help you.", "blurbForConnector": "Would you?" })).await;
        let id = made["id"].as_str().unwrap();
        let query = "query($token: String!) { introductionByLink(token: $token) { fromName side others { name headline } blurb expiresAt open } }";
        let shown = stranger.ok(query, json!({ "token": ask(&signed_in, id, "A").await })).await;
        assert_eq!(shown["introductionByLink"], json!({
            "fromName": "User 0", "side": "A", "others": [{ "name": "Bea", "headline": "Grows tomatoes" }], "blurb": "Bea could help you.",
            "expiresAt": "2026-03-31T09:00:00Z", "open": true,
        }));
        let token = ask(&signed_in, id, "CONNECTOR").await;
        let shown = stranger.ok(query, json!({ "token": token })).await;
        assert_eq!(shown["introductionByLink"]["others"], json!([{ "name": "Ana", "headline": null }, { "name": "Bea", "headline": "Grows tomatoes" }]));
        // The link counts, not who is signed in.
        let other = app.owner().await;
        assert_eq!(other.ok(query, json!({ "token": token })).await, shown);
        let input = json!({ "token": token, "accept": true, "note": "x".repeat(2001) });
        let errors = stranger.refused(&answer_document(), json!({ "input": input })).await;
        assert_eq!((&errors[0]["code"], &errors[0]["path"], &errors[0]["max"]), (&json!("TOO_LONG"), &json!(["input", "note"]), &json!(2000)));
    }

    a_side_is_reminded_three_times_with_three_days_between(app) {
        let owner = owner(&app).await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let id = introduction(&owner, &ana, &bea).await;
        ask(&owner, &id, "B").await;
        let error = refused(&owner, "nudgeIntroduction", &id, "side: B").await;
        assert_eq!((&error["code"], &error["path"]), (&json!("RATE_LIMITED"), &json!(["input", "side"])));
        assert!(error["retryAfterSeconds"].as_i64().unwrap() >= 3 * 86_400);
        for nudges in 1..=3 {
            app.clock.advance(TimeDelta::days(3));
            let payload = step(&owner, "nudgeIntroduction", &id, "side: B").await;
            assert_eq!(payload["introduction"]["allowedActions"], json!(["ASK", "ANSWER", "CANCEL"]));
            assert_eq!(get(&owner, &id, "sides { nudges }").await["sides"][1]["nudges"], nudges);
        }
        app.clock.advance(TimeDelta::days(3));
        let error = refused(&owner, "nudgeIntroduction", &id, "side: B").await;
        assert_eq!((&error["code"], &error["state"]), (&json!("STATE"), &json!("ASKING")));
    }

    a_side_is_asked_at_most_ten_times(app) {
        let owner = app.owner().await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let id = introduction(&owner, &ana, &bea).await;
        for _ in 0..10 {
            ask(&owner, &id, "A").await;
        }
        assert_eq!(refused(&owner, "askIntroduction", &id, "side: A").await["code"], "STATE");
        ask(&owner, &id, "B").await;
    }

    an_introduction_that_ran_out_is_expired_to_everybody(app) {
        let owner = owner(&app).await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let id = introduction(&owner, &ana, &bea).await;
        ask(&owner, &id, "A").await;
        app.clock.advance(TimeDelta::days(30));
        assert_eq!(get(&owner, &id, "state").await["state"], "ASKING");
        assert_eq!(listed(&owner, "filter: { state: { in: [ASKING] } }").await, [id.clone()]);
        app.clock.advance(TimeDelta::microseconds(1));
        let shown = get(&owner, &id, "state allowedActions closedAt revision history { action }").await;
        assert_eq!(shown, json!({ "state": "EXPIRED", "allowedActions": [], "closedAt": "2026-03-31T09:00:00Z", "revision": 2, "history": [{ "action": "DRAFT" }, { "action": "ASK" }] }));
        assert_eq!(listed(&owner, "filter: { state: { in: [ASKING, READY] } }").await.len(), 0);
        assert_eq!(listed(&owner, "filter: { state: { in: [EXPIRED] } }").await, [id.clone()]);
        assert_eq!(listed(&owner, "filter: { state: { notIn: [ASKING] } }").await, [id.clone()]);
        assert_eq!(listed(&owner, "filter: { not: { state: { in: [EXPIRED, DRAFT] } } }").await.len(), 0);
        for (action, arguments) in [("askIntroduction", "side: B"), ("answerIntroduction", "side: A accept: true"), ("cancelIntroduction", "")] {
            let error = refused(&owner, action, &id, arguments).await;
            assert_eq!((&error["code"], &error["state"], &error["allowed"]), (&json!("STATE"), &json!("EXPIRED"), &json!([])));
        }
        app.clock.advance(TimeDelta::days(1));
        step(&owner, "archiveIntroduction", &id, "").await;
        let stored = get(&owner, &id, "state closedAt revision history { action at fromState toState actor { kind } }").await;
        assert_eq!((&stored["closedAt"], &stored["revision"]), (&json!("2026-03-31T09:00:00Z"), &json!(3)));
        assert_eq!(stored["history"][2], json!({ "action": "EXPIRE", "at": "2026-03-31T09:00:00Z", "fromState": "ASKING", "toState": "EXPIRED", "actor": { "kind": "SYSTEM" } }));
    }

    a_job_stores_that_the_time_ran_out_once_and_for_its_workspace_alone(app) {
        let (mine, other) = (owner(&app).await, owner(&app).await);
        let mut ids = Vec::new();
        for client in [&mine, &mine, &mine, &other] {
            let (a, b) = (client.person("A").await, client.person("B").await);
            let id = introduction(client, &a, &b).await;
            ask(client, &id, "A").await;
            ids.push(id);
        }
        ready_from_asked(&mine, &ids[2]).await;
        app.clock.advance(TimeDelta::days(45));
        let caller = app.app.entrance.authenticate(mine.token()).await.ok().unwrap();
        let writer = caller.writer(api::kit::Right::IntroductionsWrite).unwrap();
        let expired = async || app.app.db.write(writer, &(), api::aside::expire).await.unwrap().value;
        assert_eq!(expired().await, 2);
        assert_eq!(expired().await, 0);
        for id in &ids[..2] {
            let stored = get(&mine, id, "state closedAt revision history { action at }").await;
            assert_eq!((&stored["state"], &stored["closedAt"], &stored["revision"]), (&json!("EXPIRED"), &json!("2026-03-31T09:00:00Z"), &json!(3)));
            assert_eq!(stored["history"][2], json!({ "action": "EXPIRE", "at": "2026-03-31T09:00:00Z" }));
        }
        assert_eq!(get(&mine, &ids[2], "state").await["state"], "READY");
        assert_eq!(get(&other, &ids[3], "state revision").await, json!({ "state": "EXPIRED", "revision": 2 }));
    }

    an_expiry_is_a_change_of_the_feed_without_anybody_asking(app) {
        let (mine, other) = (owner(&app).await, owner(&app).await);
        let mut ids = Vec::new();
        for client in [&mine, &other] {
            let (a, b) = (client.person("A").await, client.person("B").await);
            let id = introduction(client, &a, &b).await;
            ask(client, &id, "A").await;
            ids.push(id);
        }
        let last = "{ changes(types: [INTRODUCTION]) { changes { op revision recordId actor { kind } record { ... on Introduction { state } } } } }";
        api::chores::round(&app.app).await.unwrap();
        assert_eq!(get(&mine, &ids[0], "state revision").await, json!({ "state": "ASKING", "revision": 2 }));
        app.clock.advance(TimeDelta::days(31));
        for _ in 0..2 {
            api::chores::round(&app.app).await.unwrap();
        }
        for (client, id) in [&mine, &other].into_iter().zip(&ids) {
            let feed = client.ok(last, json!({})).await;
            let changes = feed["changes"]["changes"].as_array().unwrap();
            assert_eq!(changes.len(), 3, "{feed}");
            let expiry = json!({ "op": "UPDATE", "revision": 3, "recordId": id, "actor": { "kind": "SYSTEM" }, "record": { "state": "EXPIRED" } });
            assert_eq!(changes[2], expiry);
        }
    }

    the_texts_can_be_changed_until_the_two_are_brought_together(app) {
        let owner = owner(&app).await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let id = introduction(&owner, &ana, &bea).await;
        let document = format!("mutation($id: ID!, $input: UpdateIntroductionInput!, $revision: Int) {{ updateIntroduction(id: $id, input: $input, expectedRevision: $revision) {{ introduction {{ revision reason expiresAt sides {{ blurb }} }} {ERRORS} }} }}");
        let input = json!({ "reason": "tomatoes", "blurbForA": "Bea knows soil.", "expiresAt": "2026-03-20T00:00:00Z" });
        let changed = owner.written(&document, json!({ "id": id, "input": input, "revision": 1 })).await;
        assert_eq!(changed["introduction"], json!({ "revision": 2, "reason": "tomatoes", "expiresAt": "2026-03-20T00:00:00Z", "sides": [{ "blurb": "Bea knows soil." }, { "blurb": null }] }));
        let same = owner.written(&document, json!({ "id": id, "input": input })).await;
        assert_eq!(same, changed);
        let cleared = owner.written(&document, json!({ "id": id, "input": { "blurbForA": null } })).await;
        assert_eq!((&cleared["introduction"]["revision"], &cleared["introduction"]["reason"], &cleared["introduction"]["sides"][0]["blurb"]), (&json!(3), &json!("tomatoes"), &json!(null)));
        ask(&owner, &id, "A").await;
        let errors = owner.refused(&document, json!({ "id": id, "input": { "expiresAt": null, "blurbForConnector": "?" } })).await;
        assert_eq!(errors.iter().map(|it| &it["code"]).collect::<Vec<_>>(), ["INVALID", "REQUIRED"]);
        ready_from_asked(&owner, &id).await;
        step(&owner, "makeIntroduction", &id, "").await;
        let errors = owner.refused(&document, json!({ "id": id, "input": { "reason": "x" } })).await;
        assert_eq!((&errors[0]["code"], &errors[0]["state"], &errors[0]["allowed"]), (&json!("STATE"), &json!("MADE"), &json!(["RECORD_OUTCOME"])));
    }

    a_draft_beyond_its_expiry_is_asked_after_a_later_one_is_set(app) {
        let owner = owner(&app).await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let made = create(&owner, json!({ "personAId": ana, "personBId": bea, "expiresAt": "2026-03-02T00:00:00Z" })).await;
        let id = made["id"].as_str().unwrap();
        app.clock.advance(TimeDelta::days(2));
        let error = refused(&owner, "askIntroduction", id, "side: A").await;
        assert_eq!((&error["code"], &error["state"], &error["allowed"]), (&json!("STATE"), &json!("DRAFT"), &json!(["CANCEL"])));
        step(&owner, "updateIntroduction", id, "expiresAt: null").await;
        ask(&owner, id, "A").await;
        assert_eq!(get(&owner, id, "expiresAt").await["expiresAt"], "2026-04-02T09:00:00Z");
    }

    the_load_of_a_connector_counts_requests_and_what_came_of_them(app) {
        let owner = owner(&app).await;
        let carl = owner.person("Carl").await;
        let load = async || {
            let query = "query($id: ID!) { connectorLoad(personId: $id) { openAsks asksLast90Days madeLast90Days advice } }";
            owner.ok(query, json!({ "id": carl })).await["connectorLoad"].take()
        };
        assert_eq!((&load().await["openAsks"], &load().await["asksLast90Days"]), (&json!(0), &json!(0)));
        for number in 0..3 {
            let (a, b) = (owner.person("A").await, owner.person("B").await);
            let made = create(&owner, json!({ "personAId": a, "personBId": b, "connectorId": carl })).await;
            let id = made["id"].as_str().unwrap();
            let asked = step(&owner, "askIntroduction", id, "side: CONNECTOR").await;
            assert_eq!(asked["connectorLoad"], json!({ "openAsks": 1, "asksLast90Days": number + 1 }));
            step(&owner, "answerIntroduction", id, &format!("side: CONNECTOR accept: {}", number != 1)).await;
            if number == 0 {
                ready(&owner, id).await;
                step(&owner, "makeIntroduction", id, "").await;
            }
        }
        let now = load().await;
        assert_eq!((&now["openAsks"], &now["asksLast90Days"], &now["madeLast90Days"]), (&json!(0), &json!(3), &json!(1)));
        assert!(now["advice"].as_str().unwrap().contains("thank them"));
        app.clock.advance(TimeDelta::days(91));
        assert_eq!(load().await["asksLast90Days"], 0);
        assert_eq!(step_of_two(&owner).await["connectorLoad"], json!(null));
    }

    lists_are_filtered_searched_ordered_and_paged(app) {
        let owner = owner(&app).await;
        let mut people = Vec::new();
        for name in ["Ana", "Bea", "Cleo", "Dora"] {
            people.push(owner.person(name).await);
        }
        let [ana, bea, cleo, dora] = &people[..] else { unreachable!() };
        let mut ids = Vec::new();
        for (a, b, connector, reason) in [(ana, bea, None, "tomatoes"), (bea, cleo, Some(ana), "Straße"), (cleo, dora, None, "chess")] {
            let made = create(&owner, json!({ "personAId": a, "personBId": b, "connectorId": connector, "reason": reason })).await;
            ids.push(made["id"].as_str().unwrap().to_owned());
            app.clock.advance(TimeDelta::hours(1));
        }
        let [first, second, third] = [0, 1, 2].map(|it| ids[it].clone());
        assert_eq!(listed(&owner, "").await, [third.clone(), second.clone(), first.clone()]);
        assert_eq!(listed(&owner, "orderBy: { field: CREATED_AT, direction: ASC }").await, ids);
        ask(&owner, &first, "A").await;
        assert_eq!(listed(&owner, "orderBy: { field: UPDATED_AT, direction: DESC } first: 1").await, [first.clone()]);
        assert_eq!(listed(&owner, &format!("filter: {{ personId: {{ eq: \"{ana}\" }} }}")).await, [second.clone(), first.clone()]);
        assert_eq!(listed(&owner, &format!("filter: {{ personId: {{ notIn: [\"{ana}\"] }} }}")).await, [third.clone()]);
        assert_eq!(listed(&owner, &format!("filter: {{ connectorId: {{ in: [\"{ana}\"] }} }}")).await, [second.clone()]);
        assert_eq!(listed(&owner, "filter: { connectorId: { isNull: true }, state: { in: [DRAFT] } }").await, [third.clone()]);
        assert_eq!(listed(&owner, "filter: { or: [{ state: { in: [ASKING] } }, { not: { connectorId: { isNull: true } } }] }").await, [second.clone(), first.clone()]);
        assert_eq!(listed(&owner, "filter: { expiresAt: { isNull: false } }").await, [first.clone()]);
        assert_eq!(listed(&owner, "filter: { createdAt: { gte: \"-PT2H\" } }").await, [third.clone(), second.clone()]);
        assert_eq!(listed(&owner, "filter: { state: { in: [] } }").await.len(), 0);
        assert_eq!(listed(&owner, "search: \"strasse\"").await, [second.clone()]);
        step(&owner, "archiveIntroduction", &third, "").await;
        assert_eq!(listed(&owner, "").await, [second.clone(), first.clone()]);
        assert_eq!(listed(&owner, "includeArchived: true first: 1").await, [third.clone()]);

        let page = "query($after: String) { introductions(first: 1, after: $after) { nodes { id } totalCount pageInfo { hasNextPage endCursor } } }";
        let one = owner.ok(page, json!({})).await["introductions"].take();
        assert_eq!((&one["nodes"][0]["id"], &one["totalCount"], &one["pageInfo"]["hasNextPage"]), (&json!(second), &json!(2), &json!(true)));
        let two = owner.ok(page, json!({ "after": one["pageInfo"]["endCursor"] })).await["introductions"].take();
        assert_eq!((&two["nodes"][0]["id"], &two["pageInfo"]["hasNextPage"]), (&json!(first), &json!(false)));
    }

    the_introductions_of_a_person_are_those_of_any_side(app) {
        let owner = app.owner().await;
        let (ana, bea, cleo) = (owner.person("Ana").await, owner.person("Bea").await, owner.person("Cleo").await);
        let first = introduction(&owner, &ana, &bea).await;
        app.clock.advance(TimeDelta::minutes(1));
        let second = create(&owner, json!({ "personAId": bea, "personBId": cleo, "connectorId": ana })).await["id"].clone();
        let query = "query($id: ID!, $after: String, $first: Int) { person(by: { id: $id }) { introductions(first: $first, after: $after) { nodes { id } totalCount pageInfo { endCursor hasNextPage } } } }";
        let of = async |id: &str, after: Value, first: Value| owner.ok(query, json!({ "id": id, "after": after, "first": first })).await["person"]["introductions"].take();
        let all = of(&ana, json!(null), json!(null)).await;
        assert_eq!((&all["nodes"], &all["totalCount"]), (&json!([{ "id": second }, { "id": first }]), &json!(2)));
        let one = of(&ana, json!(null), json!(1)).await;
        assert_eq!((&one["nodes"], &one["pageInfo"]["hasNextPage"]), (&json!([{ "id": second }]), &json!(true)));
        let two = of(&ana, one["pageInfo"]["endCursor"].clone(), json!(1)).await;
        assert_eq!((&two["nodes"], &two["pageInfo"]["hasNextPage"]), (&json!([{ "id": first }]), &json!(false)));
        assert_eq!(of(&cleo, json!(null), json!(null)).await["nodes"], json!([{ "id": second }]));
        let dora = owner.person("Dora").await;
        let none = of(&dora, json!(null), json!(null)).await;
        assert_eq!((&none["nodes"], &none["totalCount"]), (&json!([]), &json!(0)));
    }

    another_workspace_sees_nothing_of_it(app) {
        let (owner, other) = (app.owner().await, app.owner().await);
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let id = introduction(&owner, &ana, &bea).await;
        ask(&owner, &id, "A").await;
        assert_eq!(get(&other, &id, "id").await, json!(null));
        assert_eq!(other.ok("query($id: ID!) { node(id: $id) { id } }", json!({ "id": id })).await["node"], json!(null));
        assert_eq!(listed(&other, &format!("filter: {{ personId: {{ eq: \"{ana}\" }} }}")).await.len(), 0);
        let load = other.ok("query($id: ID!) { connectorLoad(personId: $id) { openAsks } }", json!({ "id": ana })).await;
        assert_eq!(load["connectorLoad"], json!(null));
        let steps = [
            ("askIntroduction", "side: A"), ("nudgeIntroduction", "side: A"), ("answerIntroduction", "side: A accept: true"), ("makeIntroduction", ""),
            ("recordIntroductionOutcome", "outcome: MET"), ("cancelIntroduction", ""), ("archiveIntroduction", ""), ("restoreIntroduction", ""),
            ("updateIntroduction", "expiresAt: null"),
        ];
        for (action, arguments) in steps {
            let error = refused(&other, action, &id, arguments).await;
            assert_eq!((&error["code"], &error["path"]), (&json!("NOT_FOUND"), &json!(["id"])), "{action}");
        }
        assert_eq!(get(&owner, &id, "revision").await["revision"], 2);
    }

    viewers_and_strangers_change_nothing(app) {
        let owner = app.owner().await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let id = introduction(&owner, &ana, &bea).await;
        let reader = owner.with_scopes(&["PEOPLE_READ", "INTRODUCTIONS_READ"]).await;
        assert_eq!(get(&reader, &id, "state").await["state"], "DRAFT");
        let errors = reader.errors(&step_document("cancelIntroduction", &id, ""), json!({})).await;
        assert_eq!(errors[0]["extensions"]["code"], "INSUFFICIENT_SCOPE");
        let errors = owner.with_scopes(&["PEOPLE_READ"]).await.errors("query($id: ID!) { introduction(id: $id) { state } }", json!({ "id": id })).await;
        assert_eq!(errors[0]["extensions"]["code"], "INSUFFICIENT_SCOPE");
        let errors = app.anonymous().errors(&step_document("cancelIntroduction", &id, ""), json!({})).await;
        assert_eq!(errors[0]["extensions"]["code"], "UNAUTHENTICATED");
    }

    a_list_costs_as_many_statements_for_twenty_as_for_two(app) {
        let owner = app.owner().await;
        let carl = owner.person("Carl").await;
        let list = "{ introductions { nodes { state allowedActions closedAt connector { displayName } personA { displayName } personB { displayName } sides { consent person { displayName } } history { action actor { kind } } } } }";
        let nested = "{ people(first: 100) { nodes { displayName introductions(first: 3) { nodes { state sides { person { displayName } } } totalCount } } } }";
        let mut counts = Vec::new();
        for rows in [2, 20] {
            while listed(&owner, "").await.len() < rows {
                let (a, b) = (owner.person("A").await, owner.person("B").await);
                let made = create(&owner, json!({ "personAId": a, "personBId": b, "connectorId": carl })).await;
                ask(&owner, made["id"].as_str().unwrap(), "A").await;
            }
            for query in [list, nested] {
                counts.push(app.statements(async { owner.ok(query, json!({})).await; }).await.len());
            }
        }
        assert_eq!(counts[..2], counts[2..], "{counts:?}");
    }
}

/// A answered nothing yet, B was not asked: both say yes.
async fn ready_from_asked(client: &Client, id: &str) {
    step(client, "answerIntroduction", id, "side: A accept: true").await;
    ask(client, id, "B").await;
    step(client, "answerIntroduction", id, "side: B accept: true").await;
}

/// What asking answers where the user introduces them.
async fn step_of_two(client: &Client) -> Value {
    let (a, b) = (client.person("A").await, client.person("B").await);
    let id = introduction(client, &a, &b).await;
    step(client, "askIntroduction", &id, "side: A").await
}
