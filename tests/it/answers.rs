//! What answers a nudge: each action of the agenda can be sent as it is, and takes its nudge away or says that it has changed it.

use std::collections::{BTreeSet, HashMap};

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{FieldDefinition, TypeKind, TypeSystemDefinition};
use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Client, TestApp, both};

use crate::morning::{ERRORS, cards, day, demo, every, flat, log, make, texts};

/// Mutations that actions name and that no test sends, and why not.
const NOT_SENT: [(&str, &str); 0] = [];

/// What each mutation takes: its arguments and their types.
fn mutations() -> HashMap<String, HashMap<String, String>> {
    let field = |it: FieldDefinition| {
        let arguments = it.arguments.iter();
        let types = arguments.map(|it| (it.node.name.to_string(), it.node.ty.to_string()));
        (it.name.to_string(), types.collect())
    };
    fields("Mutation").into_iter().map(field).collect()
}

/// The fields of a type of the schema.
fn fields(object: &str) -> Vec<FieldDefinition> {
    let schema = parse_schema(api::areas::sdl()).unwrap();
    let found = schema.definitions.into_iter().find_map(|it| match it {
        TypeSystemDefinition::Type(it) if it.node.name.node == object => Some(it.node.kind),
        _ => None,
    });
    let Some(TypeKind::Object(found)) = found else {
        panic!("no {object}");
    };
    found.fields.into_iter().map(|it| it.node).collect()
}

/// The mutations that actions may name, as the source has them.
fn named() -> BTreeSet<String> {
    let source = include_str!("../../api/src/agenda/words/action.rs");
    let calls = source.split("ready(").skip(1);
    let names = calls.filter_map(|call| call.trim_start().strip_prefix('"')?.split('"').next());
    names.map(str::to_owned).collect()
}

/// Sends an action as it is, but for what only the user can say; which nudges that answered and raised.
async fn send(
    client: &Client,
    known: &HashMap<String, HashMap<String, String>>,
    action: &Value,
) -> [Vec<String>; 2] {
    let mut variables = action["variables"].clone();
    for place in action["asks"].as_array().unwrap() {
        let (place, value) = match place.as_str().unwrap() {
            "input.channel" => ("/input", ("channel", json!("CALL"))),
            "input.text" => ("/input", ("text", json!("You saved us a year of rent."))),
            "input.idealDays" => ("/input", ("idealDays", json!(30))),
            "input.outcome" => ("/input", ("outcome", json!("MET"))),
            other => panic!("{other}"),
        };
        variables.pointer_mut(place).unwrap()[value.0] = value.1;
    }
    let name = action["mutation"].as_str().unwrap();
    let types = &known[name];
    let given: Vec<&String> = variables.as_object().unwrap().keys().collect();
    let head: Vec<String> = given.iter().map(|it| format!("${it}: {}", types[*it])).collect();
    let body: Vec<String> = given.iter().map(|it| format!("{it}: ${it}")).collect();
    let text = format!(
        "mutation({}) {{ {name}({}) {{ answeredNudges raisedNudges {ERRORS} }} }}",
        head.join(", "),
        body.join(", ")
    );
    let made = client.written(&text, variables).await;
    ["answeredNudges", "raisedNudges"].map(|field| {
        let keys = made[field]
            .as_array()
            .unwrap_or_else(|| panic!("{name} says no {field}"));
        keys.iter().map(|key| key.as_str().unwrap().to_owned()).collect()
    })
}

/// Sends each nudge's action of this number, one after the other, as long as there are some that were not sent; adds those to what was
/// sent. Each takes its nudge off the agenda, or is said to have changed it.
async fn send_all(client: &Client, number: usize, sent: &mut BTreeSet<String>) {
    let known = mutations();
    let mut seen = BTreeSet::new();
    loop {
        let found = cards(client, ", includeHeldBack: true").await;
        let next = flat(&found).into_iter().find(|it| {
            let is_new = !seen.contains(it["key"].as_str().unwrap());
            is_new && !it["actions"][number].is_null()
        });
        let Some(nudge) = next else { break };
        let (key, action) = (nudge["key"].as_str().unwrap(), &nudge["actions"][number]);
        seen.insert(key.to_owned());
        let moved = send(client, &known, action).await.concat();
        // What is held back stands in no agenda that it could leave.
        let is_told = nudge["heldBack"] == json!(true) || moved.iter().any(|moved| moved == key);
        assert!(is_told, "{action} leaves {key} as it is");
        sent.insert(action["mutation"].as_str().unwrap().to_owned());
    }
}

/// Two people who are brought together, as far as these steps.
async fn introduction(owner: &Client, pair: [&str; 2], steps: &[&str]) {
    let pair = [owner.person(pair[0]).await, owner.person(pair[1]).await];
    let input = json!({ "personAId": pair[0], "personBId": pair[1] });
    let kind = "CreateIntroductionInput";
    let id = make(owner, "createIntroduction", kind, "introduction", input).await;
    for step in steps {
        let text = format!("mutation($id: ID!) {{ {step} {{ {ERRORS} }} }}");
        owner.written(&text, json!({ "id": id })).await;
    }
}

async fn promise(owner: &Client, person: &str, direction: &str, due_on: Option<String>) -> String {
    let input = json!({ "personId": person, "direction": direction, "kind": "HELP", "title": "A call", "state": "PROMISED", "dueOn": due_on });
    make(owner, "recordExchange", "RecordExchangeInput", "exchange", input).await
}

async fn plan(owner: &Client, person: &str, on: String) -> String {
    let input = json!({ "personId": person, "on": on });
    make(owner, "planCheckIn", "PlanCheckInInput", "checkIn", input).await
}

/// An event of one day, and how one of its guests, or the user, stands to it.
async fn event(owner: &Client, on: String, guest: Value) {
    let input = json!({ "title": "Fair", "kind": "CONFERENCE", "startsOn": on });
    let event = make(owner, "createEvent", "CreateEventInput", "event", input).await;
    let text = format!(
        "mutation($id: ID!, $guests: [AttendeeInput!]!) {{ recordAttendance(id: $id, input: {{ attendees: $guests }}) {{ {ERRORS} }} }}"
    );
    owner
        .written(&text, json!({ "id": event, "guests": [guest] }))
        .await;
}

/// A cause of each kind, and at each step of an introduction.
async fn causes(app: &TestApp, owner: &Client) {
    const ASKED: [&str; 2] = [
        "askIntroduction(id: $id, input: { side: A })",
        "askIntroduction(id: $id, input: { side: B })",
    ];
    const YES: [&str; 2] = [
        "answerIntroduction(id: $id, input: { side: A, accept: true })",
        "answerIntroduction(id: $id, input: { side: B, accept: true })",
    ];
    let made = [&ASKED[..], &YES, &["makeIntroduction(id: $id)"]].concat();
    introduction(owner, ["Made A", "Made B"], &made).await;
    introduction(owner, ["Ready A", "Ready B"], &[ASKED, YES].concat()).await;
    introduction(owner, ["Asked A", "Asked B"], &ASKED).await;
    let due = owner.person("Due").await;
    every(owner, ("personId", &due), 7).await;
    app.clock.advance(TimeDelta::days(14));
    introduction(owner, ["Draft A", "Draft B"], &[]).await;
    let planned = owner.person("Planned").await;
    every(owner, ("personId", &planned), 30).await;
    for person in [&planned, &owner.person("Planned without").await] {
        plan(owner, person, day(app, 0)).await;
    }
    let debtor = owner.person("Debtor").await;
    promise(owner, &debtor, "GIVEN", Some(day(app, 1))).await;
    promise(owner, &debtor, "GIVEN", None).await;
    promise(owner, &debtor, "RECEIVED", Some(day(app, -2))).await;
    let help =
        json!({ "personId": debtor, "direction": "RECEIVED", "kind": "HELP", "title": "Boxes carried" });
    make(owner, "recordExchange", "RecordExchangeInput", "exchange", help).await;
    let work = json!({ "title": "Book", "kind": "PROJECT", "state": "ACTIVE", "members": [{ "personId": debtor }], "milestones": [{ "title": "Outline", "dueOn": day(app, 3) }] });
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
    let (needer, giver) = (owner.person("Needer").await, owner.person("Giver").await);
    for (topic, person) in [
        ("printing", Some(&needer)),
        ("rooms", Some(&needer)),
        ("halls", None),
    ] {
        let need = json!({ "personId": person, "kind": "RESOURCE", "title": topic, "topics": [topic], "until": day(app, 3) });
        make(owner, "createNeed", "CreateNeedInput", "need", need).await;
    }
    let offer = json!({ "personId": giver, "kind": "RESOURCE", "title": "Prints", "topics": ["printing"] });
    make(owner, "createOffer", "CreateOfferInput", "offer", offer).await;
    let met = owner.person("Met").await;
    event(
        owner,
        day(app, -2),
        json!({ "personId": met, "state": "ATTENDED" }),
    )
    .await;
    event(owner, day(app, 3), json!({ "state": "INVITED" })).await;
    let born = app.clock.now().date_naive().format("1990-%m-%d").to_string();
    let born = json!({ "displayName": "Born", "birthday": born });
    make(owner, "createPerson", "CreatePersonInput", "person", born).await;
}

/// The nudges of a kind.
async fn of_kind(owner: &Client, kind: &str) -> Vec<Value> {
    let found = cards(owner, &format!(", kinds: [{kind}]")).await;
    flat(&found).into_iter().cloned().collect()
}

/// The action of a nudge by this mutation.
fn action<'a>(nudge: &'a Value, mutation: &str) -> &'a Value {
    let mut actions = nudge["actions"].as_array().unwrap().iter();
    actions
        .find(|it| it["mutation"] == mutation)
        .unwrap_or_else(|| panic!("{mutation} is not in {nudge}"))
}

#[test]
fn every_mutation_that_an_action_may_name_says_what_it_moved() {
    let mutations = fields("Mutation");
    for name in named() {
        let field = mutations.iter().find(|it| it.name.node == name.as_str()).unwrap();
        let shown = fields(&field.ty.to_string());
        for moved in ["answeredNudges", "raisedNudges"] {
            assert!(
                shown.iter().any(|it| it.name.node == moved),
                "{name} has no {moved}"
            );
        }
    }
}

both! {
    every_mutation_that_an_action_may_name_is_sent_and_answers_its_nudge(app) {
        let owner = app.owner().await.lasting().await;
        let mut sent = BTreeSet::new();
        for number in 0..4 {
            causes(&app, &owner).await;
            let found = cards(&owner, "").await;
            let kinds: BTreeSet<&str> = flat(&found).iter().map(|it| it["kind"].as_str().unwrap()).collect();
            assert_eq!(kinds.len(), 12, "{kinds:?}");
            send_all(&owner, number, &mut sent).await;
        }
        let excused: BTreeSet<String> = NOT_SENT.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert!(sent.is_disjoint(&excused), "these are sent after all: {excused:?}");
        assert_eq!(&sent | &excused, named());
    }

    every_action_of_the_demo_is_accepted_as_it_is(app) {
        let owner = demo(&app).await;
        let mut sent = BTreeSet::new();
        send_all(&owner, 0, &mut sent).await;
        assert!(sent.len() >= 5, "{sent:?}");
    }

    the_second_actions_of_the_demo_are_accepted_as_they_are(app) {
        let owner = demo(&app).await;
        let mut sent = BTreeSet::new();
        send_all(&owner, 1, &mut sent).await;
        assert!(sent.len() >= 5, "{sent:?}");
    }

    the_other_actions_of_the_demo_are_accepted_as_they_are(app) {
        let owner = demo(&app).await;
        let mut sent = BTreeSet::new();
        for number in [3, 2] {
            send_all(&owner, number, &mut sent).await;
        }
        assert!(sent.len() >= 5, "{sent:?}");
    }

    a_write_says_which_nudges_it_answered_and_raised(app) {
        let owner = app.owner().await.lasting().await;
        let bea = owner.person("Bea").await;
        let record = format!("mutation($input: RecordExchangeInput!) {{ recordExchange(input: $input) {{ answeredNudges raisedNudges exchange {{ id }} {ERRORS} }} }}");
        let promise = json!({ "personId": bea, "direction": "GIVEN", "kind": "RESOURCE", "title": "Slides", "state": "PROMISED", "dueOn": day(&app, 1) });
        let made = owner.written(&record, json!({ "input": promise })).await;
        let id = made["exchange"]["id"].as_str().unwrap();
        let key = format!("PROMISE:{id}:{}", day(&app, 1));
        assert_eq!((&made["answeredNudges"], &made["raisedNudges"]), (&json!([]), &json!([key])));
        // Whoever may not see the agenda is not told of it.
        let narrow = owner.with_scopes(&["EXCHANGES_READ", "EXCHANGES_WRITE"]).await;
        let complete = format!("mutation($id: ID!) {{ completeExchange(id: $id) {{ ...Moved {ERRORS} }} }} fragment Moved on ExchangePayload {{ answeredNudges raisedNudges }}");
        let update = format!("mutation($id: ID!) {{ updateExchange(id: $id, input: {{ title: \"The slides\" }}) {{ answeredNudges raisedNudges {ERRORS} }} }}");
        let renamed = narrow.written(&update, json!({ "id": id })).await;
        assert_eq!((&renamed["answeredNudges"], &renamed["raisedNudges"]), (&Value::Null, &Value::Null));
        let done = owner.written(&complete, json!({ "id": id })).await;
        assert_eq!((&done["answeredNudges"], &done["raisedNudges"]), (&json!([key]), &json!([])));
        // What was refused moved nothing.
        let text = format!("mutation($id: ID!) {{ completeExchange(id: $id, expectedRevision: 1) {{ answeredNudges {ERRORS} }} }}");
        let refused = owner.ok(&text, json!({ "id": id })).await;
        assert_eq!(refused["completeExchange"]["answeredNudges"], Value::Null, "{refused}");
    }

    what_is_promised_in_the_demo_is_still_to_be_done(app) {
        let owner = demo(&app).await;
        let query = "{ exchanges(first: 100, filter: { state: { in: [PROMISED, DROPPED] } }) { nodes { title } } }";
        let found = owner.ok(query, json!({})).await["exchanges"]["nodes"].take();
        let titles = texts(found.as_array().unwrap(), "title");
        assert!(titles.len() >= 15, "{titles:?}");
        let asks = ["Tell", "Go", "Help", "Recommend", "Lend", "Spend", "Give", "Find", "Explain", "Stand", "Send", "Share", "Bring", "Look"];
        for title in titles {
            assert!(asks.contains(&title.split(' ').next().unwrap()), "{title}");
        }
    }

    a_plan_is_moved_called_off_or_carried_out_also_where_there_is_a_cadence(app) {
        let owner = app.owner().await.lasting().await;
        let mut people = Vec::new();
        for name in ["Ana", "Bea", "Cem"] {
            let person = owner.person(name).await;
            every(&owner, ("personId", &person), 30).await;
            plan(&owner, &person, day(&app, 0)).await;
            // It is put off in vain, and nothing is said of it.
            let later = json!({ "personId": person, "until": day(&app, 7) });
            make(&owner, "snoozeCheckIn", "SnoozeCheckInInput", "checkIn", later).await;
            people.push(person);
        }
        let found = of_kind(&owner, "CHECK_IN").await;
        assert_eq!(found.len(), 3);
        let known = mutations();
        for (nudge, mutation) in found.iter().zip(["logInteraction", "updateCheckIn", "cancelCheckIn"]) {
            assert_eq!(nudge["answers"], json!(["logInteraction", "updateCheckIn", "cancelCheckIn"]));
            assert!(nudge["title"].as_str().unwrap().ends_with("is planned for today"), "{nudge}");
            let codes: Vec<&str> = nudge["reasons"].as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap()).collect();
            assert_eq!(codes, ["NO_CONTACT", "PLANNED"]);
            let [answered, raised] = send(&owner, &known, action(nudge, mutation)).await;
            assert_eq!((answered, raised), (vec![nudge["key"].as_str().unwrap().to_owned()], vec![]), "{mutation}");
        }
        let plans = owner.ok("{ checkIns(filter: { state: { eq: PLANNED } }) { nodes { on } } }", json!({})).await;
        assert_eq!(plans["checkIns"]["nodes"], json!([{ "on": day(&app, 7) }]));
    }

    what_is_settled_with_somebody_answers_that_they_were_met(app) {
        let owner = app.owner().await.lasting().await;
        let mut people = Vec::new();
        for name in ["Ana", "Bea", "Cem", "Dee"] {
            people.push(owner.person(name).await);
        }
        every(&owner, ("personId", &people[2]), 90).await;
        app.clock.advance(TimeDelta::days(7));
        for person in &people {
            event(&owner, day(&app, -2), json!({ "personId": person, "state": "ATTENDED" })).await;
        }
        let of = async |person: &String| {
            let found = of_kind(&owner, "FOLLOW_UP").await;
            found.into_iter().find(|it| it["person"]["id"] == json!(person))
        };
        let known = mutations();
        for (person, mutation) in people.iter().zip(["planCheckIn", "setCadence"]) {
            let nudge = of(person).await.unwrap();
            let [answered, _] = send(&owner, &known, action(&nudge, mutation)).await;
            assert_eq!(answered, [nudge["key"].as_str().unwrap()], "{mutation}");
            assert!(of(person).await.is_none());
        }
        // A cadence from before settles nothing, and is not offered again.
        let known_before = of(&people[2]).await.unwrap();
        assert_eq!(known_before["answers"], json!(["logInteraction", "planCheckIn"]));
        // A plan that is called off settles nothing; one that was carried out does, without a talk too.
        let called_off = plan(&owner, &people[3], day(&app, 1)).await;
        assert!(of(&people[3]).await.is_none());
        let on_id = async |call: &str, id: &str| {
            let text = format!("mutation($id: ID!) {{ {call}(id: $id) {{ {ERRORS} }} }}");
            owner.written(&text, json!({ "id": id })).await;
        };
        on_id("cancelCheckIn", &called_off).await;
        assert!(of(&people[3]).await.is_some());
        let done = plan(&owner, &people[3], day(&app, 0)).await;
        on_id("completeCheckIn", &done).await;
        assert!(of(&people[3]).await.is_none());
    }

    a_nudge_that_says_or_offers_something_else_is_raised_again(app) {
        let owner = app.owner().await.lasting().await;
        introduction(&owner, ["Ana", "Bea"], &["askIntroduction(id: $id, input: { side: A })", "askIntroduction(id: $id, input: { side: B })"]).await;
        let cem = owner.person("Cem").await;
        let help = json!({ "personId": cem, "direction": "RECEIVED", "kind": "HELP", "title": "Boxes carried" });
        make(&owner, "recordExchange", "RecordExchangeInput", "exchange", help).await;
        app.clock.advance(TimeDelta::days(3));
        event(&owner, day(&app, 3), json!({ "state": "INVITED" })).await;
        let known = mutations();
        for (kind, mutation) in [("INTRODUCTION", "answerIntroduction"), ("EVENT", "recordAttendance"), ("GRATITUDE", "draftGratitude")] {
            let before = of_kind(&owner, kind).await.remove(0);
            let [answered, raised] = send(&owner, &known, action(&before, mutation)).await;
            assert_eq!((answered, raised), (vec![], vec![before["key"].as_str().unwrap().to_owned()]), "{mutation}");
            let after = of_kind(&owner, kind).await.remove(0);
            assert_eq!(after["key"], before["key"]);
            assert_ne!(after["actions"], before["actions"]);
        }
        // Whoever asks for the card again can go on with it.
        let thanks = of_kind(&owner, "GRATITUDE").await.remove(0);
        let [answered, _] = send(&owner, &known, action(&thanks, "sendGratitude")).await;
        assert_eq!(answered, [thanks["key"].as_str().unwrap()]);
        // What has nothing to do with a nudge raises none.
        let tag = format!("mutation {{ createTag(input: {{ name: \"Bakers\" }}) {{ answeredNudges raisedNudges {ERRORS} }} }}");
        let made = owner.written(&tag, json!({})).await;
        assert_eq!((&made["answeredNudges"], &made["raisedNudges"]), (&json!([]), &json!([])));
    }

    more_time_counts_from_the_day_on_which_it_is_due_or_from_today_if_that_is_over(app) {
        let owner = app.owner().await.lasting().await;
        let ana = owner.person("Ana").await;
        for due in [Some(7), Some(1), Some(-3), None] {
            promise(&owner, &ana, "GIVEN", due.map(|days| day(&app, days))).await;
        }
        let work = json!({ "title": "Book", "kind": "PROJECT", "state": "ACTIVE", "members": [{ "personId": ana }], "milestones": [{ "title": "Outline", "dueOn": day(&app, 3) }] });
        make(&owner, "createCollaboration", "CreateCollaborationInput", "collaboration", work).await;
        make(&owner, "createGoal", "CreateGoalInput", "goal", json!({ "title": "A shop", "targetOn": day(&app, 13) })).await;
        let need = json!({ "kind": "RESOURCE", "title": "A hall", "topics": ["halls"], "until": day(&app, 3) });
        make(&owner, "createNeed", "CreateNeedInput", "need", need).await;
        let mut offered = BTreeSet::new();
        for kind in ["PROMISE", "COLLABORATION", "GOAL", "NEED"] {
            for nudge in of_kind(&owner, kind).await {
                let action = &nudge["actions"][1];
                let input = &action["variables"]["input"];
                let days = [&input["dueOn"], &input["targetOn"], &input["until"], &input["updateMilestones"][0]["dueOn"]];
                let to = days.iter().find_map(|day| day.as_str()).unwrap().to_owned();
                let due = nudge["dueOn"].as_str().map(str::to_owned);
                offered.insert((kind, due, action["label"].as_str().unwrap().to_owned(), to));
            }
        }
        let week = "Give it another week";
        let expected = [
            ("PROMISE", Some(7), week, 14),
            ("PROMISE", Some(1), week, 8),
            ("PROMISE", Some(-3), week, 7),
            ("PROMISE", None, "Set its day a week ahead", 7),
            ("COLLABORATION", Some(3), week, 10),
            ("GOAL", Some(13), "Give it 30 days more", 43),
            ("NEED", Some(3), "Keep it for 30 days more", 33),
        ];
        let expected = expected.map(|(kind, due, label, to)| (kind, due.map(|days| day(&app, days)), label.to_owned(), day(&app, to)));
        assert_eq!(offered, BTreeSet::from(expected));
    }

    a_need_of_ones_own_runs_out_like_that_of_others_and_being_in_touch_says_with_whom(app) {
        let owner = app.owner().await.lasting().await;
        let need = async |topic: &str| {
            let need = json!({ "kind": "RESOURCE", "title": topic, "topics": [topic], "until": day(&app, 3) });
            make(&owner, "createNeed", "CreateNeedInput", "need", need).await;
        };
        need("halls").await;
        let found = of_kind(&owner, "NEED").await;
        assert_eq!(found.len(), 1);
        assert_eq!((&found[0]["title"], &found[0]["person"]), (&json!("You look for what nobody offers: halls"), &Value::Null));
        need("printing").await;
        let ana = owner.person("Ana").await;
        let offer = json!({ "personId": ana, "kind": "RESOURCE", "title": "Prints", "topics": ["printing"] });
        make(&owner, "createOffer", "CreateOfferInput", "offer", offer).await;
        let codes = async || {
            let found = of_kind(&owner, "MATCH").await;
            let reasons = found[0]["reasons"].as_array().unwrap().clone();
            let words = |it: &Value| (it["code"].as_str().unwrap().to_owned(), it["text"].as_str().unwrap().to_owned());
            (reasons.iter().map(words).collect::<Vec<_>>(), reasons)
        };
        // The user is always in touch with themselves; of that nothing is said.
        let (words, _) = codes().await;
        assert!(words.iter().all(|(code, text)| (code == "GOOD_UNTIL") == text.starts_with("It is good until") && code != "IN_TOUCH"), "{words:?}");
        log(&owner, &ana, &app.clock.now().to_rfc3339()).await;
        let (words, reasons) = codes().await;
        let place = words.iter().position(|(code, _)| code == "IN_TOUCH").unwrap();
        assert_eq!(words[place].1, "You were in touch with Ana in the last 180 days.");
        assert_eq!(reasons[place]["person"]["id"], json!(ana));
    }
}
