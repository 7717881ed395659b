//! The agenda through the API: what makes a nudge, what takes it off, and what puts it away.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Client, TestApp, both};

const NUDGE: &str = "key kind title whyNow dueOn score formula parts { name points } answers comesFirst heldBack reasons { code date days count person { id } text } actions { mutation label variables asks } person { displayName } checkIn { band } planned { id } gratitude { id } exchange { id } introduction { id } collaboration { id } goal { id }";
const ERRORS: &str = "userErrors { code message path }";

/// The day so many days from now.
fn day(app: &TestApp, days: i64) -> String {
    (app.clock.now() + TimeDelta::days(days)).date_naive().to_string()
}

/// The cards of the agenda, with what is inside of them.
async fn cards(client: &Client, arguments: &str) -> Vec<Value> {
    let query = format!("{{ agenda{arguments} {{ nodes {{ {NUDGE} inside {{ {NUDGE} }} }} }} }}");
    let mut data = client.ok(&query, json!({})).await;
    match data["agenda"]["nodes"].take() {
        Value::Array(nodes) => nodes,
        other => panic!("{other}"),
    }
}

/// All nudges: each card, and then what is inside of it.
async fn agenda(client: &Client, arguments: &str) -> Vec<Value> {
    let mut all = Vec::new();
    for mut card in cards(client, arguments).await {
        let inside = card.as_object_mut().unwrap().remove("inside").unwrap();
        all.push(card);
        all.extend(inside.as_array().unwrap().iter().cloned());
    }
    all
}

async fn titles(client: &Client, arguments: &str) -> Vec<String> {
    let nudges = agenda(client, arguments).await;
    let titles = nudges.iter().map(|it| it["title"].as_str().unwrap().to_owned());
    titles.collect()
}

/// A mutation that takes one input; what it made.
async fn make(client: &Client, mutation: &str, input_type: &str, shown: &str, input: Value) -> String {
    let text = format!(
        "mutation($input: {input_type}!) {{ {mutation}(input: $input) {{ {shown} {{ id }} {ERRORS} }} }}"
    );
    let made = client.written(&text, json!({ "input": input })).await;
    made[shown]["id"].as_str().unwrap().to_owned()
}

async fn exchange(client: &Client, input: Value) -> String {
    make(client, "recordExchange", "RecordExchangeInput", "exchange", input).await
}

async fn decide(client: &Client, mutation: &str, key: &Value) -> Value {
    let text = format!(
        "mutation($key: String!) {{ {mutation}(input: {{ key: $key }}) {{ nudgeDecision {{ id key kind decision until revision archivedAt }} {ERRORS} }} }}"
    );
    client.written(&text, json!({ "key": key })).await["nudgeDecision"].take()
}

async fn snooze(client: &Client, key: &Value, until: &str) -> Value {
    let text = format!(
        "mutation($key: String!, $until: Date!) {{ snoozeNudge(input: {{ key: $key, until: $until }}) {{ nudgeDecision {{ id key kind decision until revision archivedAt }} {ERRORS} }} }}"
    );
    client.written(&text, json!({ "key": key, "until": until })).await["nudgeDecision"].take()
}

/// One cause of each kind; all of them are due on the day of the application or before it.
async fn busy(app: &TestApp, owner: &Client) {
    let (ana, bea, cem) = (
        owner.person("Ana").await,
        owner.person("Bea").await,
        owner.person("Cem").await,
    );
    let cadence =
        format!("mutation($input: SetCadenceInput!) {{ setCadence(input: $input) {{ {ERRORS} }} }}");
    owner
        .written(&cadence, json!({ "input": { "personId": ana, "idealDays": 7 } }))
        .await;
    app.clock.advance(TimeDelta::days(7));
    exchange(owner, json!({ "personId": bea, "direction": "GIVEN", "kind": "RESOURCE", "title": "The slides", "state": "PROMISED", "dueOn": day(app, 1) })).await;
    exchange(owner, json!({ "personId": bea, "direction": "RECEIVED", "kind": "ADVICE", "title": "A second opinion", "state": "PROMISED", "dueOn": day(app, -2) })).await;
    exchange(
        owner,
        json!({ "personId": cem, "direction": "RECEIVED", "kind": "HELP", "title": "Boxes carried" }),
    )
    .await;
    let meeting = json!({ "personAId": ana, "personBId": bea });
    make(
        owner,
        "createIntroduction",
        "CreateIntroductionInput",
        "introduction",
        meeting,
    )
    .await;
    let work = json!({ "title": "Book", "kind": "PROJECT", "state": "ACTIVE", "members": [{ "personId": cem }], "milestones": [{ "title": "Outline", "dueOn": day(app, 3) }, { "title": "Print", "dueOn": day(app, 30) }] });
    make(
        owner,
        "createCollaboration",
        "CreateCollaborationInput",
        "collaboration",
        work,
    )
    .await;
    let goal = json!({ "title": "A second shop", "targetOn": day(app, 12) });
    make(owner, "createGoal", "CreateGoalInput", "goal", goal).await;
    let theirs = json!({ "title": "Theirs", "personId": cem, "targetOn": day(app, 1) });
    make(owner, "createGoal", "CreateGoalInput", "goal", theirs).await;
}

/// The mutations that the schema has.
fn mutations() -> BTreeSet<String> {
    let schema = api::areas::sdl();
    let body = schema.split("\ntype Mutation {").nth(1).unwrap();
    let body = body.split("\n}").next().unwrap();
    let names = body.lines().filter_map(|line| line.strip_prefix("  "));
    let names = names.filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()));
    names
        .map(|line| line.split(['(', ':']).next().unwrap().to_owned())
        .collect()
}

both! {
    every_area_makes_its_nudges_and_the_most_pressing_comes_first(app) {
        let owner = app.owner().await.lasting().await;
        assert!(agenda(&owner, "").await.is_empty());
        busy(&app, &owner).await;
        let nudges = agenda(&owner, "").await;
        let seen: Vec<(&str, i64, &str)> = nudges
            .iter()
            .map(|it| (it["kind"].as_str().unwrap(), it["score"].as_i64().unwrap(), it["title"].as_str().unwrap()))
            .collect();
        assert_eq!(seen, [
            ("INTRODUCTION", 71, "Ana was not asked yet about the introduction of Ana and Bea"),
            ("CHECK_IN", 40, "You have not been in touch with Ana yet"),
            ("PROMISE", 58, "You promised Bea: The slides"),
            ("EXPECTATION", 37, "Bea promised you: A second opinion"),
            ("GRATITUDE", 44, "Cem is owed thanks: Boxes carried"),
            ("COLLABORATION", 39, "Book: Outline, due in 3 days"),
            ("GOAL", 25, "Your goal: A second shop, to be reached in 12 days"),
        ]);
        let known = mutations();
        for nudge in &nudges {
            let parts = nudge["parts"].as_array().unwrap().iter();
            let sum: i64 = parts.map(|part| part["points"].as_i64().unwrap()).sum();
            assert_eq!(nudge["score"], json!(sum), "{nudge}");
            for answer in nudge["answers"].as_array().unwrap() {
                assert!(known.contains(answer.as_str().unwrap()), "{answer}");
            }
            let subject = match nudge["kind"].as_str().unwrap() {
                "CHECK_IN" => "checkIn",
                "GRATITUDE" => "gratitude",
                "PROMISE" | "EXPECTATION" => "exchange",
                "INTRODUCTION" => "introduction",
                "GOAL" => "goal",
                _ => "collaboration",
            };
            for field in ["checkIn", "gratitude", "exchange", "introduction", "collaboration", "goal"] {
                assert_eq!(nudge[field].is_null(), field != subject, "{field} of {nudge}");
            }
        }
        let promise = nudges.iter().find(|it| it["kind"] == "PROMISE").unwrap();
        assert_eq!(promise["whyNow"], json!(["You promised it.", "It is due tomorrow."]));
    }

    what_is_done_is_gone(app) {
        let owner = app.owner().await.lasting().await;
        busy(&app, &owner).await;
        let of = |nudges: &[Value], kind: &str| nudges.iter().find(|it| it["kind"] == kind).cloned();
        let nudges = agenda(&owner, "").await;
        let id = |kind: &str, field: &str| of(&nudges, kind).unwrap()[field]["id"].clone();
        let on_id = |call: &str| format!("mutation($id: ID!) {{ {call} {{ {ERRORS} }} }}");
        owner.written(&on_id("sendGratitude(id: $id)"), json!({ "id": id("GRATITUDE", "gratitude") })).await;
        owner.written(&on_id("completeExchange(id: $id)"), json!({ "id": id("PROMISE", "exchange") })).await;
        owner.written(&on_id("dropExchange(id: $id)"), json!({ "id": id("EXPECTATION", "exchange") })).await;
        owner.written(&on_id("moveCollaboration(id: $id, input: { to: PAUSED })"), json!({ "id": id("COLLABORATION", "collaboration") })).await;
        owner.written(&on_id("achieveGoal(id: $id)"), json!({ "id": id("GOAL", "goal") })).await;
        let ana = owner.ok("{ people(search: \"Ana\") { nodes { id } } }", json!({})).await["people"]["nodes"][0]["id"].clone();
        let talk = json!({ "participantIds": [ana], "channel": "CALL", "happenedAt": app.clock.now().to_rfc3339() });
        make(&owner, "logInteraction", "LogInteractionInput", "interaction", talk).await;
        let left: Vec<Value> = agenda(&owner, "").await.iter().map(|it| it["kind"].clone()).collect();
        assert_eq!(left, ["INTRODUCTION"]);
    }

    an_introduction_waits_for_one_step_after_the_other(app) {
        let owner = app.owner().await.lasting().await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let meeting = json!({ "personAId": ana, "personBId": bea, "expiresAt": "2026-08-01T00:00:00Z" });
        let id = make(&owner, "createIntroduction", "CreateIntroductionInput", "introduction", meeting).await;
        let step = async |call: &str| {
            let text = format!("mutation($id: ID!) {{ {call} {{ {ERRORS} }} }}");
            owner.written(&text, json!({ "id": id })).await;
        };
        assert_eq!(titles(&owner, "").await, ["Ana was not asked yet about the introduction of Ana and Bea"]);
        step("askIntroduction(id: $id, input: { side: A })").await;
        // A is asked; B is still to be.
        assert_eq!(titles(&owner, "").await, ["Bea was not asked yet about the introduction of Ana and Bea"]);
        step("askIntroduction(id: $id, input: { side: B })").await;
        assert!(titles(&owner, "").await.is_empty());
        app.clock.advance(TimeDelta::days(3));
        assert_eq!(titles(&owner, "").await, ["Ana has not answered about the introduction of Ana and Bea"]);
        step("nudgeIntroduction(id: $id, input: { side: A })").await;
        assert_eq!(titles(&owner, "").await, ["Bea has not answered about the introduction of Ana and Bea"]);
        step("answerIntroduction(id: $id, input: { side: A, accept: true })").await;
        step("answerIntroduction(id: $id, input: { side: B, accept: true })").await;
        assert_eq!(titles(&owner, "").await, ["Both have said yes to the introduction of Ana and Bea"]);
        step("makeIntroduction(id: $id)").await;
        assert!(titles(&owner, "").await.is_empty());
        app.clock.advance(TimeDelta::days(14));
        assert_eq!(titles(&owner, "").await, ["What came of the introduction of Ana and Bea is not noted"]);
        step("recordIntroductionOutcome(id: $id, input: { outcome: MET })").await;
        assert!(titles(&owner, "").await.is_empty());
    }

    what_is_put_off_comes_back_on_its_day_and_what_is_dismissed_does_not(app) {
        let owner = app.owner().await.lasting().await;
        let bea = owner.person("Bea").await;
        let id = exchange(&owner, json!({ "personId": bea, "direction": "GIVEN", "kind": "RESOURCE", "title": "Slides", "state": "PROMISED", "dueOn": day(&app, 1) })).await;
        let key = agenda(&owner, "").await[0]["key"].clone();
        let put_off = snooze(&owner, &key, &day(&app, 3)).await;
        assert_eq!((&put_off["decision"], &put_off["key"], &put_off["kind"]), (&json!("SNOOZED"), &key, &json!("PROMISE")));
        assert!(agenda(&owner, "").await.is_empty());
        assert_eq!(agenda(&owner, &format!("(on: \"{}\")", day(&app, 3))).await.len(), 1);
        let dismissed = decide(&owner, "dismissNudge", &key).await;
        assert_eq!((&dismissed["decision"], &dismissed["id"], &dismissed["until"], &dismissed["revision"]), (&json!("DISMISSED"), &put_off["id"], &Value::Null, &json!(2)));
        // The same again changes nothing.
        assert_eq!(decide(&owner, "dismissNudge", &key).await, dismissed);
        assert!(agenda(&owner, &format!("(on: \"{}\")", day(&app, 90))).await.is_empty());
        let back = decide(&owner, "reopenNudge", &key).await;
        assert!(!back["archivedAt"].is_null());
        assert_eq!(agenda(&owner, "").await[0]["key"], key);
        // What is due on another day is another nudge.
        decide(&owner, "dismissNudge", &key).await;
        let later = format!("mutation($id: ID!, $input: UpdateExchangeInput!) {{ updateExchange(id: $id, input: $input) {{ {ERRORS} }} }}");
        owner.written(&later, json!({ "id": id, "input": { "dueOn": day(&app, 5) } })).await;
        let moved = agenda(&owner, "").await;
        assert_eq!(moved.len(), 1);
        assert_ne!(moved[0]["key"], key);
        let found = owner.ok("{ nudgeDecisions { totalCount nodes { kind decision } } }", json!({})).await;
        assert_eq!(found["nudgeDecisions"], json!({ "totalCount": 1, "nodes": [{ "kind": "PROMISE", "decision": "DISMISSED" }] }));
    }

    decisions_about_no_nudge_are_refused(app) {
        let owner = app.owner().await.lasting().await;
        let text = format!("mutation($key: String!) {{ dismissNudge(input: {{ key: $key }}) {{ nudgeDecision {{ id }} {ERRORS} }} }}");
        for (key, code) in [
            ("lunch", "INVALID"),
            ("GRATITUDE:gratitude_x", "INVALID"),
            ("GRATITUDE:gratitude_01h455vb4pex5vsknk084sn02q", "NOT_FOUND"),
            ("GRATITUDE:person_01h455vb4pex5vsknk084sn02q", "NOT_FOUND"),
            ("COLLABORATION:collaboration_milestone_01h455vb4pex5vsknk084sn02q:2026-01-01", "NOT_FOUND"),
        ] {
            let errors = owner.refused(&text, json!({ "key": key })).await;
            assert_eq!((&errors[0]["code"], &errors[0]["path"]), (&json!(code), &json!(["input", "key"])), "{key}");
        }
        let bea = owner.person("Bea").await;
        exchange(&owner, json!({ "personId": bea, "direction": "RECEIVED", "kind": "HELP", "title": "Boxes" })).await;
        let key = agenda(&owner, "").await[0]["key"].clone();
        let snooze = format!("mutation($key: String!, $until: Date!) {{ snoozeNudge(input: {{ key: $key, until: $until }}) {{ {ERRORS} }} }}");
        let errors = owner.refused(&snooze, json!({ "key": key, "until": day(&app, 0) })).await;
        assert_eq!((&errors[0]["code"], &errors[0]["path"]), (&json!("INVALID"), &json!(["input", "until"])));
        let restore = format!("mutation($key: String!) {{ reopenNudge(input: {{ key: $key }}) {{ {ERRORS} }} }}");
        let errors = owner.refused(&restore, json!({ "key": key })).await;
        assert_eq!(errors[0]["code"], "NOT_FOUND");
    }

    pages_and_kinds_cut_the_agenda_and_a_cursor_is_good_for_its_day(app) {
        let owner = app.owner().await.lasting().await;
        busy(&app, &owner).await;
        let all: Vec<Value> = cards(&owner, "").await.iter().map(|it| it["key"].clone()).collect();
        let page = "query($on: Date, $after: String) { agenda(on: $on, first: 2, after: $after) { totalCount pageInfo { endCursor hasNextPage } nodes { key } } }";
        let (mut after, mut walked) = (Value::Null, Vec::new());
        loop {
            let data = owner.ok(page, json!({ "after": after })).await;
            assert_eq!(data["agenda"]["totalCount"], 5);
            walked.extend(data["agenda"]["nodes"].as_array().unwrap().iter().map(|it| it["key"].clone()));
            after = data["agenda"]["pageInfo"]["endCursor"].clone();
            if data["agenda"]["pageInfo"]["hasNextPage"] == json!(false) {
                break;
            }
            // What is answered meanwhile moves nothing else.
            app.clock.advance(TimeDelta::hours(1));
        }
        assert_eq!(walked, all);
        let errors = owner.errors(page, json!({ "on": day(&app, 1), "after": after })).await;
        assert_eq!(errors[0]["extensions"]["code"], "BAD_CURSOR");
        let some = agenda(&owner, "(kinds: [GRATITUDE, COLLABORATION])").await;
        assert_eq!(some.iter().map(|it| it["kind"].clone()).collect::<Vec<_>>(), ["GRATITUDE", "COLLABORATION"]);
    }

    a_caller_sees_the_nudges_of_what_they_may_see(app) {
        let owner = app.owner().await.lasting().await;
        busy(&app, &owner).await;
        let narrow = owner.with_scopes(&["AGENDA_READ", "EXCHANGES_READ"]).await;
        let kinds = narrow.ok("{ agenda { nodes { kind title inside { kind } } } agendaDigest { total } }", json!({})).await;
        let seen: BTreeSet<&str> = kinds["agenda"]["nodes"].as_array().unwrap().iter().flat_map(|it| it["inside"].as_array().unwrap().iter().chain([it])).map(|it| it["kind"].as_str().unwrap()).collect();
        assert_eq!(seen, BTreeSet::from(["GRATITUDE", "PROMISE", "EXPECTATION"]));
        assert_eq!(kinds["agendaDigest"]["total"], 2);
    }

    a_digest_says_it_in_a_sentence_and_nothing_is_proposed_while_one_is_away(app) {
        let owner = app.owner().await.lasting().await;
        let digest = "{ agendaDigest { on away headline total overdue counts { kind count } top { title } } }";
        let nothing = owner.ok(digest, json!({})).await["agendaDigest"].take();
        assert_eq!((&nothing["headline"], &nothing["total"]), (&json!("Nothing is waiting for you."), &json!(0)));
        busy(&app, &owner).await;
        let found = owner.ok(digest, json!({})).await["agendaDigest"].take();
        assert_eq!((&found["total"], &found["overdue"], found["top"].as_array().unwrap().len()), (&json!(5), &json!(1), 5));
        assert_eq!(
            found["headline"],
            "1 person to be in touch with, 1 person to thank, 1 promise to keep, 1 promise to ask about, 1 introduction that waits for you, 1 milestone of a collaboration, 1 goal to reach. First: Ana was not asked yet about the introduction of Ana and Bea."
        );
        let away = format!("mutation($input: UpdateWorkspaceInput!) {{ updateWorkspace(input: $input) {{ {ERRORS} }} }}");
        owner.written(&away, json!({ "input": { "awayFrom": day(&app, 0), "awayUntil": day(&app, 5) } })).await;
        let found = owner.ok(digest, json!({})).await["agendaDigest"].take();
        assert_eq!((&found["away"], &found["total"], &found["headline"]), (&json!(true), &json!(0), &json!("You are away: nothing is proposed.")));
        assert_eq!(agenda(&owner, &format!("(on: \"{}\")", day(&app, 6))).await.len(), 7);
    }

    a_match_is_a_nudge_and_so_is_a_need_that_runs_out_without_one(app) {
        let owner = app.owner().await.lasting().await;
        let (ana, bea, cem) = (owner.person("Ana").await, owner.person("Bea").await, owner.person("Cem").await);
        let need = async |input: Value| make(&owner, "createNeed", "CreateNeedInput", "need", input).await;
        let printer = need(json!({ "personId": ana, "kind": "EXPERTISE", "title": "A printer", "topics": ["Printing"] })).await;
        need(json!({ "personId": cem, "kind": "RESOURCE", "title": "A room", "topics": ["rooms"], "until": day(&app, 3) })).await;
        need(json!({ "personId": cem, "kind": "RESOURCE", "title": "A hall", "topics": ["rooms"], "until": day(&app, 30) })).await;
        let offer = json!({ "personId": bea, "kind": "EXPERTISE", "title": "Prints books", "topics": ["printing"] });
        let offer = make(&owner, "createOffer", "CreateOfferInput", "offer", offer).await;
        let found = agenda(&owner, "").await;
        let seen: Vec<(&Value, &Value)> = found.iter().map(|it| (&it["kind"], &it["title"])).collect();
        assert_eq!(seen, [
            (&json!("MATCH"), &json!("Bea could help Ana: A printer")),
            (&json!("NEED"), &json!("Cem looks for what nobody offers: A room")),
        ]);
        let key = found[0]["key"].clone();
        assert_eq!(key, json!(format!("MATCH:{printer}+{offer}")));
        snooze(&owner, &key, &day(&app, 2)).await;
        assert_eq!(titles(&owner, "").await, ["Cem looks for what nobody offers: A room"]);
        decide(&owner, "reopenNudge", &key).await;
        let accept = format!("mutation($input: AcceptMatchInput!) {{ acceptMatch(input: $input) {{ {ERRORS} }} }}");
        owner.written(&accept, json!({ "input": { "needId": printer, "offerId": offer } })).await;
        let kinds: Vec<Value> = agenda(&owner, "").await.iter().map(|it| it["kind"].clone()).collect();
        assert_eq!(kinds, ["INTRODUCTION", "NEED"]);
    }

    what_is_near_in_somebodys_life_is_a_nudge_until_it_is_acknowledged(app) {
        let owner = app.owner().await.lasting().await;
        let ana = json!({ "displayName": "Ana", "birthday": "1986-03-04" });
        let ana = make(&owner, "createPerson", "CreatePersonInput", "person", ana).await;
        let bea = owner.person("Bea").await;
        let loss = json!({ "personId": bea, "kind": "LOSS", "date": "2026-02-27", "title": "Her father" });
        make(&owner, "createMilestone", "CreateMilestoneInput", "milestone", loss).await;
        let found = agenda(&owner, "").await;
        let seen: Vec<(&Value, &Value)> = found.iter().map(|it| (&it["title"], &it["whyNow"])).collect();
        assert_eq!(seen, [
            (&json!("Bea: Her father, 2 days ago"), &json!(["It was 2 days ago."])),
            (&json!("The birthday of Ana (40) is in 3 days"), &json!(["It is in 3 days."])),
        ]);
        decide(&owner, "dismissNudge", &found[0]["key"]).await;
        let acknowledge = format!("mutation($person: ID!) {{ acknowledgeMilestone(input: {{ personId: $person, year: 2026 }}) {{ {ERRORS} }} }}");
        owner.written(&acknowledge, json!({ "person": ana })).await;
        assert!(agenda(&owner, "").await.is_empty());
    }

    an_event_ahead_and_whoever_was_met_at_one_are_nudges(app) {
        let owner = app.owner().await.lasting().await;
        let ana = owner.person("Ana").await;
        let event = async |title: &str, on: i64| {
            let input = json!({ "title": title, "kind": "CONFERENCE", "startsOn": day(&app, on) });
            make(&owner, "createEvent", "CreateEventInput", "event", input).await
        };
        let (fair, dinner) = (event("Fair", -2).await, event("Dinner", 3).await);
        let come = async |event: &str, who: Value| {
            let text = format!("mutation($id: ID!, $who: [AttendeeInput!]!) {{ recordAttendance(id: $id, input: {{ attendees: $who }}) {{ {ERRORS} }} }}");
            owner.written(&text, json!({ "id": event, "who": [who] })).await
        };
        come(&fair, json!({ "personId": ana, "state": "ATTENDED" })).await;
        come(&dinner, json!({ "state": "INVITED" })).await;
        let found = agenda(&owner, "").await;
        let seen: Vec<(&Value, &Value)> = found.iter().map(|it| (&it["title"], &it["whyNow"])).collect();
        assert_eq!(seen, [
            (&json!("You met Ana 2 days ago: Fair"), &json!(["You met there 2 days ago; nothing was logged since."])),
            (&json!("Dinner begins in 3 days; whether you come is open"), &json!(["It begins in 3 days."])),
        ]);
        come(&dinner, json!({ "state": "GOING" })).await;
        let talk = json!({ "participantIds": [ana], "channel": "EMAIL", "happenedAt": app.clock.now().to_rfc3339() });
        make(&owner, "logInteraction", "LogInteractionInput", "interaction", talk).await;
        assert_eq!(titles(&owner, "").await, ["Dinner begins in 3 days"]);
        decide(&owner, "dismissNudge", &agenda(&owner, "").await[0]["key"]).await;
        assert!(agenda(&owner, "").await.is_empty());
    }

    who_is_archived_makes_no_nudge(app) {
        let owner = app.owner().await.lasting().await;
        busy(&app, &owner).await;
        let people = owner.ok("{ people(search: \"Bea\") { nodes { id } } }", json!({})).await;
        let archive = format!("mutation($id: ID!) {{ archivePerson(id: $id) {{ {ERRORS} }} }}");
        owner.written(&archive, json!({ "id": people["people"]["nodes"][0]["id"] })).await;
        assert_eq!(titles(&owner, "").await, ["Cem is owed thanks: Boxes carried", "You have not been in touch with Ana yet", "Book: Outline, due in 3 days", "Your goal: A second shop, to be reached in 12 days"]);
    }
}
