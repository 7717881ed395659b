//! One act for a talk: `logInteraction` with all that came of it.

use serde_json::{Value, json};
use tests::{Client, both};

const LOG: &str = "mutation($input: LogInteractionInput!) { logInteraction(input: $input) {
    interaction { id happenedAt participants { id displayName } exchanges { nodes { title state dueOn doneOn person { displayName } } } }
    changeSet { id } userErrors { code message path ... on InputError { allowed } } } }";
const ERRORS: &str = "userErrors { code message path }";

async fn log(client: &Client, input: Value) -> Value {
    client.written(LOG, json!({ "input": input })).await
}

async fn refused(client: &Client, input: Value) -> Vec<Value> {
    client.refused(LOG, json!({ "input": input })).await
}

fn places(errors: &[Value]) -> Vec<String> {
    let place = |error: &Value| {
        let path = error["path"].as_array().unwrap().iter();
        let path: Vec<&str> = path.map(|step| step.as_str().unwrap()).collect();
        format!("{} {}", error["code"].as_str().unwrap(), path.join("."))
    };
    errors.iter().map(place).collect()
}

async fn make(client: &Client, mutation: &str, shown: &str, input: &str, variables: Value) -> String {
    let text =
        format!("mutation($id: ID!) {{ {mutation}(input: {{ {input} }}) {{ {shown} {{ id }} {ERRORS} }} }}");
    client.written(&text, variables).await[shown]["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn counts(client: &Client) -> Value {
    let text = "{ people { totalCount } interactions { totalCount } exchanges { totalCount } checkIns { totalCount } }";
    client.ok(text, json!({})).await
}

both! {
    one_act_takes_along_all_that_came_of_a_talk(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        let of_ana = || json!({ "id": ana });
        let promise = make(&owner, "recordExchange", "exchange", "personId: $id, direction: GIVEN, kind: HELP, title: \"The boxes\", state: PROMISED", of_ana()).await;
        let plan = make(&owner, "planCheckIn", "checkIn", "personId: $id, on: \"2026-03-05\"", of_ana()).await;
        let wedding = make(&owner, "createMilestone", "milestone", "personId: $id, kind: WEDDING, date: \"2015-03-10\", recurs: true", of_ana()).await;
        make(&owner, "recordExchange", "exchange", "personId: $id, direction: RECEIVED, kind: GIFT, title: \"Wine\"", of_ana()).await;
        let thanks = owner.ok("{ gratitudesOwed { nodes { id } } }", json!({})).await["gratitudesOwed"]["nodes"][0]["id"].take();
        let question = make(&owner, "createQuestion", "question", "personId: $id, text: \"How is it?\"", of_ana()).await;
        let news = owner.written(&format!("mutation {{ createUpdate(input: {{ title: \"We move\" }}) {{ update {{ id }} {ERRORS} }} }}"), json!({})).await["update"]["id"].take();
        let before = counts(&owner).await;

        let logged = log(&owner, json!({
            "channel": "IN_PERSON", "participantIds": [ana],
            "newParticipants": [{ "id": "person_01h2xcejqtf2nbrexx3vqjhp41", "displayName": "Ben", "headline": "Baker", "email": "ben@example.org" }],
            "learntFacts": [
                { "personId": ana, "kind": "GOAL", "text": "wants to sail" },
                { "personId": "person_01h2xcejqtf2nbrexx3vqjhp41", "kind": "SKILL", "text": "bread" },
                { "personId": ana, "kind": "TOPIC", "text": "knots" },
            ],
            "exchanges": [
                { "personId": ana, "direction": "GIVEN", "kind": "ADVICE", "title": "Where to moor", "dueOn": "2026-04-01" },
                { "personId": ana, "direction": "RECEIVED", "kind": "HELP", "title": "The tent", "state": "DONE" },
            ],
            "completedExchangeIds": [promise], "completedCheckInIds": [plan], "acknowledgedMilestoneIds": [wedding],
            "sentGratitudeIds": [thanks], "askedQuestionIds": [question], "toldUpdateIds": [news],
            "nextCheckIn": { "personId": ana, "on": "2026-04-10", "channel": "CALL", "note": "The mooring" },
        })).await;
        let talk = &logged["interaction"];
        let names: Vec<&Value> = talk["participants"].as_array().unwrap().iter().map(|it| &it["displayName"]).collect();
        assert_eq!(names, ["Ana", "Ben"]);
        let mut came = talk["exchanges"]["nodes"].as_array().unwrap().clone();
        came.sort_by_key(|it| it["title"].to_string());
        assert_eq!(came, [
            json!({ "title": "The tent", "state": "DONE", "dueOn": null, "doneOn": "2026-03-01", "person": { "displayName": "Ana" } }),
            json!({ "title": "Where to moor", "state": "PROMISED", "dueOn": "2026-04-01", "doneOn": null, "person": { "displayName": "Ana" } }),
        ]);
        let text = "query($e: ID!, $c: ID!, $g: ID!, $q: ID!, $m: ID!) {
            exchange(id: $e) { state } checkIn(id: $c) { state interaction { id } } gratitude(id: $g) { state interaction { id } }
            question(id: $q) { state } milestone(id: $m) { acknowledgements { nodes { year state interaction { id } } } }
            people(filter: { displayName: { in: [\"Ana\", \"Ben\"] } }) { nodes { facts { text } primaryEmail toldUpdates { nodes { title } } } }
            checkIns(filter: { state: { eq: PLANNED } }) { nodes { on note channel person { displayName } } } }";
        let variables = json!({ "e": promise, "c": plan, "g": thanks, "q": question, "m": wedding });
        let seen = owner.ok(text, variables.clone()).await;
        let this = json!({ "id": talk["id"] });
        assert_eq!(seen["exchange"], json!({ "state": "DONE" }));
        assert_eq!(seen["checkIn"], json!({ "state": "DONE", "interaction": this }));
        assert_eq!(seen["gratitude"], json!({ "state": "SENT", "interaction": this }));
        assert_eq!(seen["question"], json!({ "state": "ASKED" }));
        assert_eq!(seen["milestone"]["acknowledgements"]["nodes"], json!([{ "year": 2026, "state": "ACKNOWLEDGED", "interaction": this }]));
        let told = json!({ "nodes": [{ "title": "We move" }] });
        assert_eq!(seen["people"]["nodes"], json!([
            { "facts": [{ "text": "wants to sail" }, { "text": "knots" }], "primaryEmail": null, "toldUpdates": told },
            { "facts": [{ "text": "bread" }], "primaryEmail": "ben@example.org", "toldUpdates": told },
        ]));
        assert_eq!(seen["checkIns"]["nodes"], json!([{ "on": "2026-04-10", "note": "The mooring", "channel": "CALL", "person": { "displayName": "Ana" } }]));

        // Undone, nothing of it is left.
        let undo = format!("mutation($id: ID!) {{ undoChangeSet(id: $id) {{ changeSet {{ id }} {ERRORS} }} }}");
        owner.written(&undo, json!({ "id": logged["changeSet"]["id"] })).await;
        assert_eq!(counts(&owner).await, before);
        let back = owner.ok(text, variables).await;
        assert_eq!(back["exchange"], json!({ "state": "PROMISED" }));
        assert_eq!(back["checkIn"], json!({ "state": "PLANNED", "interaction": null }));
        assert_eq!(back["gratitude"], json!({ "state": "OWED", "interaction": null }));
        assert_eq!(back["question"], json!({ "state": "OPEN" }));
        assert_eq!(back["milestone"]["acknowledgements"]["nodes"], json!([]));
        assert_eq!(back["people"]["nodes"], json!([{ "facts": [], "primaryEmail": null, "toldUpdates": { "nodes": [] } }]));
    }

    a_part_of_a_name_and_a_channel_are_enough(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana Silva").await;
        owner.person("Ben").await;
        let logged = log(&owner, json!({ "withName": "silv", "channel": "MESSAGE" })).await;
        assert_eq!(logged["interaction"]["participants"], json!([{ "id": ana, "displayName": "Ana Silva" }]));
        assert_eq!(logged["interaction"]["happenedAt"], "2026-03-01T09:00:00Z");
        // What is about one person need not say about whom.
        let more = log(&owner, json!({ "withName": "Ana", "channel": "CALL", "learntFacts": [{ "kind": "TOPIC", "text": "knots" }], "nextCheckIn": { "on": "2026-03-08" },
            "exchanges": [{ "direction": "RECEIVED", "kind": "HELP", "title": "A map" }] })).await;
        assert_eq!(more["interaction"]["exchanges"]["nodes"][0]["person"]["displayName"], "Ana Silva");

        let other = owner.person("Ana Souza").await;
        let errors = refused(&owner, json!({ "withName": "ana s", "channel": "MESSAGE" })).await;
        assert_eq!(places(&errors), ["INVALID input.withName"]);
        let mut allowed: Vec<&str> = errors[0]["allowed"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
        allowed.sort_unstable();
        let mut both = [ana.as_str(), other.as_str()];
        both.sort_unstable();
        assert_eq!(allowed, both);
        let message = errors[0]["message"].as_str().unwrap();
        assert!(message.contains(&format!("Ana Silva ({ana})")) && message.contains("Ana Souza"), "{message}");
        // Whoever is called just so is meant.
        let short = owner.person("Ana").await;
        let logged = log(&owner, json!({ "withName": "ana", "channel": "MESSAGE" })).await;
        assert_eq!(logged["interaction"]["participants"][0]["id"], short);
        assert_eq!(places(&refused(&owner, json!({ "withName": "Zoe", "channel": "MESSAGE" })).await), ["NOT_FOUND input.withName"]);
        assert_eq!(places(&refused(&owner, json!({ "channel": "MESSAGE" })).await), ["REQUIRED input.participantIds"]);
    }

    whatever_is_wrong_with_a_part_is_named_at_its_place_and_nothing_is_written(app) {
        let owner = app.owner().await;
        let (ana, ben) = (owner.person("Ana").await, owner.person("Ben").await);
        let before = counts(&owner).await;
        let errors = refused(&owner, json!({
            "channel": "CALL", "participantIds": [ana, ben],
            "learntFacts": [{ "kind": "GOAL", "text": "no person" }, { "personId": ben, "kind": "GOAL", "text": "well" }, { "personId": ben, "kind": "GOAL", "text": " " }],
            "exchanges": [{ "personId": ana, "direction": "GIVEN", "kind": "HELP", "title": "well" }, { "personId": ana, "direction": "GIVEN", "kind": "HELP", "title": "" }],
            "completedExchangeIds": ["exchange_01h2xcejqtf2nbrexx3vqjhp41"], "completedCheckInIds": ["check_in_01h2xcejqtf2nbrexx3vqjhp41"],
            "acknowledgedMilestoneIds": ["milestone_01h2xcejqtf2nbrexx3vqjhp41"], "sentGratitudeIds": ["gratitude_01h2xcejqtf2nbrexx3vqjhp41"],
            "toldUpdateIds": ["update_01h2xcejqtf2nbrexx3vqjhp41"], "nextCheckIn": { "personId": ana, "on": "2026-02-01" },
        })).await;
        assert_eq!(places(&errors), [
            "REQUIRED input.learntFacts.0.personId",
            "REQUIRED input.learntFacts.2.text",
            "REQUIRED input.exchanges.1.title",
            "NOT_FOUND input.completedExchangeIds.0",
            "NOT_FOUND input.completedCheckInIds.0",
            "NOT_FOUND input.acknowledgedMilestoneIds.0",
            "NOT_FOUND input.sentGratitudeIds.0",
            "NOT_FOUND input.toldUpdateIds.0",
            "INVALID input.nextCheckIn.on",
        ]);
        let errors = refused(&owner, json!({ "channel": "CALL", "newParticipants": [{ "displayName": "Cem" }, { "displayName": " ", "email": "nonsense" }] })).await;
        assert_eq!(places(&errors), ["REQUIRED input.newParticipants.1.displayName", "INVALID input.newParticipants.1.email"]);
        assert_eq!(counts(&owner).await, before);
        // One of many rows that is refused leaves the others, and nothing of itself.
        let rows = json!([
            { "name": "logInteraction", "variables": { "input": { "channel": "CALL", "newParticipants": [{ "displayName": "Dan" }], "toldUpdateIds": ["update_01h2xcejqtf2nbrexx3vqjhp41"] } } },
            { "name": "logInteraction", "variables": { "input": { "channel": "CALL", "newParticipants": [{ "displayName": "Eva" }] } } },
        ]);
        let apply = "mutation($rows: [MutationRowInput!]!) { applyMutations(mutations: $rows, errorPolicy: REJECT_FAILED_ROWS) { rows { status userErrors { path } } userErrors { message } } }";
        let applied = owner.ok(apply, json!({ "rows": rows })).await["applyMutations"].take();
        assert_eq!(applied["rows"], json!([
            { "status": "REJECTED", "userErrors": [{ "path": ["mutations", "0", "variables", "input", "toldUpdateIds", "0"] }] },
            { "status": "CREATED", "userErrors": [] },
        ]));
        let names = owner.ok("{ people { nodes { displayName } } }", json!({})).await;
        assert_eq!(names["people"]["nodes"], json!([{ "displayName": "Ana" }, { "displayName": "Ben" }, { "displayName": "Eva" }]));
    }

    a_part_needs_the_scope_that_it_needs_by_itself(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        let narrow = owner.with_scopes(&["INTERACTIONS_READ", "INTERACTIONS_WRITE"]).await;
        let text = format!("mutation($input: LogInteractionInput!) {{ logInteraction(input: $input) {{ interaction {{ id }} {ERRORS} }} }}");
        let input = json!({
            "channel": "CALL", "participantIds": [ana], "withName": "Ana", "newParticipants": [{ "displayName": "Ben" }], "learntFacts": [{ "kind": "GOAL", "text": "a" }],
            "exchanges": [{ "direction": "GIVEN", "kind": "HELP", "title": "b" }], "nextCheckIn": { "on": "2026-03-08" },
        });
        let errors = narrow.refused(&text, json!({ "input": input })).await;
        let all = ["withName", "newParticipants", "learntFacts", "exchanges", "nextCheckIn"].map(|name| format!("FORBIDDEN input.{name}"));
        assert_eq!(places(&errors), all);
        narrow.written(&text, json!({ "input": { "channel": "CALL", "participantIds": [ana] } })).await;
    }

    a_talk_that_is_logged_again_takes_nothing_along_twice(app) {
        let owner = app.owner().await;
        let input = json!({ "id": "interaction_01h2xcejqtf2nbrexx3vqjhp41", "channel": "CALL", "happenedAt": "2026-02-20T10:00:00Z", "newParticipants": [{ "displayName": "Ben" }],
            "exchanges": [{ "direction": "GIVEN", "kind": "HELP", "title": "b" }], "nextCheckIn": { "on": "2026-03-08" } });
        let first = log(&owner, input.clone()).await;
        let after = counts(&owner).await;
        let again = log(&owner, input).await;
        assert_eq!(again["interaction"], first["interaction"]);
        assert_eq!(counts(&owner).await, after);
        let errors = refused(&owner, json!({ "id": "interaction_01h2xcejqtf2nbrexx3vqjhp41", "channel": "CALL", "newParticipants": [{ "displayName": "Cem" }] })).await;
        assert_eq!(places(&errors), ["DUPLICATE input.id"]);
    }
}
