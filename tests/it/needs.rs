//! Needs, offers and matches through the API.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use tests::{Client, TestApp, both};

const ERRORS: &str = "userErrors { code message path ... on DuplicateError { existing { id } } ... on ConflictError { currentRevision } ... on StateError { state allowed } ... on InputError { max } }";
const NEED: &str = "id person { id } kind title description topics state allowedStates until isExpired goal { id } interaction { id } revision archivedAt";
const OFFER: &str =
    "id person { id } kind title description topics state allowedStates until isExpired revision archivedAt";
const DECISION: &str = "id revision state allowedStates note need { title } offer { title } person { displayName } introduction { id state reason sides { side person { displayName } } } exchange { id state direction kind title description dueOn person { displayName } }";
const MATCH: &str = "score parts { part points most } topics formulaVersion leadsTo until reasons need { title } offer { title } person { displayName }";

/// A caller whose token outlives the tests' days.
async fn owner(app: &TestApp) -> Client {
    let areas = [
        "NEEDS",
        "PEOPLE",
        "GOALS",
        "INTRODUCTIONS",
        "EXCHANGES",
        "INTERACTIONS",
    ];
    let scopes = areas
        .iter()
        .flat_map(|area| [format!("{area}_READ"), format!("{area}_WRITE")]);
    let scopes: Vec<String> = scopes.chain(["CHANGES_READ".to_owned()]).collect();
    let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
    app.owner().await.with_scopes(&scopes).await
}

/// The document of a mutation that is given as it is declared.
fn document(mutation: &str) -> String {
    let (name, arguments) = mutation.split_once('(').unwrap();
    let names = arguments
        .split(',')
        .map(|it| it.trim().trim_start_matches('$').split(':').next().unwrap());
    let passed: Vec<String> = names.map(|name| format!("{name}: ${name}")).collect();
    let shown = match name {
        name if name.ends_with("Need") => format!("need {{ {NEED} }}"),
        name if name.ends_with("Offer") => format!("offer {{ {OFFER} }}"),
        _ => format!("decision {{ {DECISION} }}"),
    };
    format!(
        "mutation({arguments} {{ {name}({}) {{ {shown} seq {ERRORS} }} }}",
        passed.join(", ")
    )
}

async fn written(client: &Client, mutation: &str, variables: Value) -> Value {
    let mut payload = client.written(&document(mutation), variables).await;
    for field in ["need", "offer", "decision"] {
        if !payload[field].is_null() {
            return payload[field].take();
        }
    }
    panic!("{payload}")
}

/// Code and place of each error: `INVALID input.personId`.
async fn refused(client: &Client, mutation: &str, variables: Value) -> Vec<String> {
    let errors = client.refused(&document(mutation), variables).await;
    let place = |error: &Value| {
        let path: Vec<_> = error["path"].as_array().unwrap().iter().map(text).collect();
        format!("{} {}", error["code"].as_str().unwrap(), path.join("."))
    };
    errors.iter().map(place).collect()
}

const CREATE_NEED: &str = "createNeed($input: CreateNeedInput!)";
const CREATE_OFFER: &str = "createOffer($input: CreateOfferInput!)";
const UPDATE_NEED: &str = "updateNeed($id: ID!, $input: UpdateNeedInput!, $expectedRevision: Int)";
const UPDATE_OFFER: &str = "updateOffer($id: ID!, $input: UpdateOfferInput!, $expectedRevision: Int)";
const ACCEPT: &str = "acceptMatch($input: AcceptMatchInput!)";
const DISMISS: &str = "dismissMatch($input: DismissMatchInput!)";
const UNDO: &str = "reopenMatch($id: ID!, $expectedRevision: Int)";
const STEPS: [(&str, &str); 5] = [
    ("fulfill", "FULFILLED"),
    ("withdraw", "WITHDRAWN"),
    ("reopen", "OPEN"),
    ("archive", ""),
    ("restore", ""),
];

fn step(verb: &str, noun: &str) -> String {
    format!("{verb}{noun}($id: ID!, $expectedRevision: Int)")
}

async fn need(client: &Client, person: Option<&str>, kind: &str, title: &str, topics: &[&str]) -> String {
    let input = json!({ "personId": person, "kind": kind, "title": title, "topics": topics });
    text(&written(client, CREATE_NEED, json!({ "input": input })).await["id"])
}

async fn offer(client: &Client, person: Option<&str>, kind: &str, title: &str, topics: &[&str]) -> String {
    let input = json!({ "personId": person, "kind": kind, "title": title, "topics": topics });
    text(&written(client, CREATE_OFFER, json!({ "input": input })).await["id"])
}

/// Says what a person is good at or cares about.
async fn fact(client: &Client, person: &str, kind: &str, about: &str) {
    let add = "mutation($id: ID!, $facts: [FactInput!]!) { updatePerson(id: $id, input: { addFacts: $facts }) { userErrors { message } } }";
    let facts = json!([{ "kind": kind, "text": about }]);
    client.written(add, json!({ "id": person, "facts": facts })).await;
}

async fn own(client: &Client) -> String {
    let people = client
        .ok("{ people(includeSelf: true) { nodes { id isSelf } } }", json!({}))
        .await;
    let mut people = people["people"]["nodes"].as_array().unwrap().iter();
    text(&people.find(|it| it["isSelf"] == true).unwrap()["id"])
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// The matches under these arguments.
async fn matches(client: &Client, arguments: &str) -> Vec<Value> {
    let arguments = if arguments.is_empty() {
        String::new()
    } else {
        format!("({arguments})")
    };
    let query = format!("{{ matches{arguments} {{ nodes {{ {MATCH} }} }} }}");
    client.ok(&query, json!({})).await["matches"]["nodes"]
        .as_array()
        .unwrap()
        .clone()
}

/// The same in short: `need: offer or person score`.
async fn short(client: &Client, arguments: &str) -> Vec<String> {
    let line = |it: &Value| {
        let giver = it["offer"]["title"]
            .as_str()
            .or(it["person"]["displayName"].as_str());
        format!(
            "{}: {} {}",
            it["need"]["title"].as_str().unwrap(),
            giver.unwrap(),
            it["score"]
        )
    };
    matches(client, arguments).await.iter().map(line).collect()
}

async fn listed(client: &Client, list: &str, arguments: &str) -> Vec<String> {
    let arguments = if arguments.is_empty() {
        String::new()
    } else {
        format!("({arguments})")
    };
    let query = format!("{{ {list}{arguments} {{ nodes {{ title }} }} }}");
    let data = client.ok(&query, json!({})).await;
    let nodes = data[list]["nodes"].as_array().unwrap().iter();
    nodes.map(|node| text(&node["title"])).collect()
}

both! {
    needs_and_offers_are_kept_with_their_topics(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        let goal = "mutation { createGoal(input: { title: \"Be heard\" }) { goal { id } userErrors { message } } }";
        let goal = owner.written(goal, json!({})).await["goal"]["id"].clone();
        let input = json!({ "kind": "FUNDING", "title": " Money for the map ", "description": "a year", "topics": ["Open Data", "open-data", " Maps "], "until": "2026-05-01", "goalId": goal });
        let mine = written(&owner, CREATE_NEED, json!({ "input": input })).await;
        assert!(text(&mine["id"]).starts_with("need_"));
        assert_eq!((&mine["person"], &mine["title"], &mine["topics"], &mine["state"]), (&json!(null), &json!("Money for the map"), &json!(["Open Data", "Maps"]), &json!("OPEN")));
        assert_eq!((&mine["until"], &mine["isExpired"], &mine["goal"]["id"], &mine["allowedStates"]), (&json!("2026-05-01"), &json!(false), &goal, &json!(["FULFILLED", "WITHDRAWN"])));
        let hers = written(&owner, CREATE_OFFER, json!({ "input": { "personId": ana, "kind": "EXPERTISE", "title": "Typesetting" } })).await;
        assert_eq!((&hers["person"]["id"], &hers["topics"], &hers["until"]), (&json!(ana), &json!([]), &json!(null)));
        let query = "query($ana: ID!, $goal: ID!, $need: ID!, $offer: ID!) { person(by: { id: $ana }) { needs { totalCount } offers { nodes { title } } } goal(id: $goal) { needs { nodes { title } } } need(id: $need) { title } node(id: $offer) { __typename } needs(filter: { personId: { isNull: true } }) { totalCount } }";
        let data = owner.ok(query, json!({ "ana": ana, "goal": goal, "need": mine["id"], "offer": hers["id"] })).await;
        assert_eq!(data, json!({
            "person": { "needs": { "totalCount": 0 }, "offers": { "nodes": [{ "title": "Typesetting" }] } },
            "goal": { "needs": { "nodes": [{ "title": "Money for the map" }] } },
            "need": { "title": "Money for the map" }, "node": { "__typename": "Offer" }, "needs": { "totalCount": 1 },
        }));
    }

    all_that_is_wrong_is_told_at_once_and_nothing_is_written(app) {
        let (owner, other) = (app.owner().await, app.owner().await);
        let stranger = other.person("Stranger").await;
        let input = json!({ "personId": stranger, "kind": "ADVICE", "title": " ", "description": "x".repeat(5001), "topics": ["ok", " ", "#", "x".repeat(61)], "goalId": "goal_01h455vb4pex5vsknk084sn02q", "interactionId": "interaction_01h455vb4pex5vsknk084sn02q" });
        assert_eq!(refused(&owner, CREATE_NEED, json!({ "input": input })).await, [
            "REQUIRED input.title", "TOO_LONG input.description", "REQUIRED input.topics.1", "INVALID input.topics.2", "TOO_LONG input.topics.3", "NOT_FOUND input.personId", "NOT_FOUND input.interactionId", "NOT_FOUND input.goalId",
        ]);
        let many: Vec<String> = (0..21).map(|number| format!("topic {number}")).collect();
        for (input, wanted) in [
            (json!({ "kind": "ADVICE", "title": "x", "topics": many }), "TOO_MANY input.topics"),
            (json!({ "kind": "ADVICE", "title": "x", "personId": own(&owner).await }), "INVALID input.personId"),
            (json!({ "kind": "ADVICE", "title": "x", "personId": "tag_01h455vb4pex5vsknk084sn02q" }), "INVALID input.personId"),
        ] {
            assert!(refused(&owner, CREATE_NEED, json!({ "input": input })).await.contains(&wanted.to_owned()));
            assert!(refused(&owner, CREATE_OFFER, json!({ "input": input })).await.contains(&wanted.to_owned()));
        }
        assert!(listed(&owner, "needs", "includeArchived: true").await.is_empty() && listed(&owner, "offers", "").await.is_empty());
    }

    a_repeated_create_with_the_same_id_succeeds_once(app) {
        let owner = app.owner().await;
        let of = |title: &str| json!({ "input": { "id": "offer_01h455vb4pex5vsknk084sn02q", "kind": "JOB", "title": title, "topics": ["a"] } });
        let first = written(&owner, CREATE_OFFER, of("Editor")).await;
        assert_eq!(written(&owner, CREATE_OFFER, of("Editor")).await, first);
        assert_eq!(refused(&owner, CREATE_OFFER, of("Author")).await, ["DUPLICATE input.id"]);
    }

    topics_are_added_and_removed_however_they_are_written(app) {
        let owner = app.owner().await;
        let id = need(&owner, None, "ADVICE", "Learn", &["Rust", "Type theory"]).await;
        let update = |input: Value| json!({ "id": id, "input": input });
        let changed = written(&owner, UPDATE_NEED, update(json!({ "addTopics": ["Öpen data", "rust"], "removeTopics": ["TYPE-THEORY", "absent"] }))).await;
        assert_eq!((&changed["topics"], &changed["revision"]), (&json!(["Rust", "Öpen data"]), &json!(2)));
        assert_eq!(written(&owner, UPDATE_NEED, update(json!({ "addTopics": ["RUST"], "removeTopics": ["absent"] }))).await["revision"], 2);
        let many: Vec<String> = (0..19).map(|number| format!("topic {number}")).collect();
        assert_eq!(refused(&owner, UPDATE_NEED, update(json!({ "addTopics": many }))).await, ["TOO_MANY input.addTopics"]);
        for (topic, found) in [("open data", 1), ("#Open_Data", 1), ("data", 0), ("type theory", 0)] {
            assert_eq!(listed(&owner, "needs", &format!("filter: {{ topic: \"{topic}\" }}")).await.len(), found, "{topic}");
        }
        assert_eq!(listed(&owner, "needs", "search: \"open\"").await, ["Learn"], "topics are found by search, too");
        let cleared = written(&owner, UPDATE_NEED, update(json!({ "removeTopics": ["rust", "open data"], "until": "2026-04-01", "kind": "OTHER" }))).await;
        assert_eq!((&cleared["topics"], &cleared["until"], &cleared["kind"]), (&json!([]), &json!("2026-04-01"), &json!("OTHER")));
        assert_eq!(refused(&owner, UPDATE_NEED, update(json!({ "title": null, "kind": null }))).await, ["REQUIRED input.kind", "REQUIRED input.title"]);
        assert_eq!(refused(&owner, UPDATE_NEED, json!({ "id": id, "input": { "title": "x" }, "expectedRevision": 1 })).await, ["CONFLICT expectedRevision"]);
    }

    random_steps_of_needs_and_offers_lead_where_a_simple_model_says(app) {
        let owner = app.owner().await;
        let mut dice = StdRng::seed_from_u64(3);
        for (noun, id) in [("Need", need(&owner, None, "JOB", "x", &[]).await), ("Offer", offer(&owner, None, "JOB", "x", &[]).await)] {
            let (mut state, mut revision, mut archived) = ("OPEN", 1, false);
            for _ in 0..40 {
                let (verb, to) = STEPS[dice.random_range(0..5)];
                let allowed: &[&str] = if state == "OPEN" { &["FULFILLED", "WITHDRAWN"] } else { &["OPEN"] };
                let (mutation, variables) = (step(verb, noun), json!({ "id": id, "expectedRevision": revision }));
                if to.is_empty() {
                    revision += i32::from(archived != (verb == "archive"));
                    archived = verb == "archive";
                    assert_eq!(written(&owner, &mutation, variables).await["revision"], revision);
                } else if archived || !allowed.contains(&to) {
                    let errors = owner.refused(&document(&mutation), variables).await;
                    let wanted = if archived { json!(["STATE", "ARCHIVED", ["RESTORE"]]) } else { json!(["STATE", state, allowed]) };
                    assert_eq!(json!([errors[0]["code"], errors[0]["state"], errors[0]["allowed"]]), wanted);
                } else {
                    (state, revision) = (to, revision + 1);
                    let now = written(&owner, &mutation, variables).await;
                    assert_eq!((&now["state"], &now["revision"]), (&json!(state), &json!(revision)));
                }
            }
        }
    }

    a_match_says_why_and_its_parts_add_up(app) {
        let owner = owner(&app).await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        need(&owner, Some(&ana), "FUNDING", "Money for a map", &["Open data", "Maps", "Berlin"]).await;
        let until = json!({ "input": { "personId": bea, "kind": "FUNDING", "title": "Seed grants", "topics": ["maps", "open-data"], "until": "2026-06-01" } });
        written(&owner, CREATE_OFFER, until).await;
        fact(&owner, &bea, "INTEREST", "Berlin, jazz").await;
        let log = "mutation($a: ID!) { logInteraction(input: { happenedAt: \"2026-02-01T00:00:00Z\", channel: CALL, participantIds: [$a] }) { userErrors { message } } }";
        owner.written(log, json!({ "a": ana })).await;
        let found = matches(&owner, "").await;
        assert_eq!(found, [json!({
            "score": 78, "formulaVersion": 1, "topics": ["Open data", "Maps"], "leadsTo": "INTRODUCTION", "until": "2026-06-01",
            "parts": [
                { "part": "TOPICS", "points": 33, "most": 50 }, { "part": "KIND", "points": 20, "most": 20 }, { "part": "STATED", "points": 10, "most": 10 },
                { "part": "AFFINITY", "points": 10, "most": 10 }, { "part": "CONTACT", "points": 5, "most": 10 },
            ],
            "reasons": ["Ana looks for “Money for a map”; Bea offers “Seed grants”.", "In common: Open data, Maps.", "Bea cares about it, too.", "You were in touch with Ana in the last 180 days.", "It is good until 2026-06-01."],
            "need": { "title": "Money for a map" }, "offer": { "title": "Seed grants" }, "person": { "displayName": "Bea" },
        })]);
        let nested = "query($ana: ID!, $bea: ID!) { a: person(by: { id: $ana }) { needs { nodes { matches { score } } } offers { nodes { matches { score } } } matches { score } } b: person(by: { id: $bea }) { offers { nodes { matches { score } } } matches { score } } }";
        let data = owner.ok(nested, json!({ "ana": ana, "bea": bea })).await;
        let one = json!([{ "score": 78 }]);
        assert_eq!(data, json!({ "a": { "needs": { "nodes": [{ "matches": one }] }, "offers": { "nodes": [] }, "matches": one }, "b": { "offers": { "nodes": [{ "matches": one }] }, "matches": one } }));
        app.clock.advance(TimeDelta::days(93));
        assert!(matches(&owner, "").await.is_empty(), "the offer is past its last day");
    }

    skills_imply_an_offer_of_knowledge_and_of_nothing_else(app) {
        let owner = owner(&app).await;
        let (ana, bea, me) = (owner.person("Ana").await, owner.person("Bea").await, own(&owner).await);
        need(&owner, Some(&ana), "ADVICE", "Where to begin", &["Rust"]).await;
        need(&owner, Some(&ana), "FUNDING", "A year of work", &["Rust"]).await;
        need(&owner, None, "EXPERTISE", "A second pair of eyes", &["rust", "maps"]).await;
        fact(&owner, &bea, "SKILL", "Databases; RUST").await;
        fact(&owner, &ana, "SKILL", "Rust").await;
        fact(&owner, &me, "SKILL", "rust").await;
        fact(&owner, &bea, "INTEREST", "maps").await;
        // Nobody helps themselves: neither Ana nor the user.
        let my = name(&owner, &me).await;
        let wanted = [format!("Where to begin: {my} 65"), "Where to begin: Bea 60".to_owned(), "A second pair of eyes: Bea 50".to_owned(), "A second pair of eyes: Ana 40".to_owned()];
        assert_eq!(short(&owner, "").await, wanted);
        let found = matches(&owner, &format!("personId: \"{me}\"")).await;
        assert_eq!(found.iter().map(|it| text(&it["leadsTo"])).collect::<Vec<_>>(), ["EXCHANGE"; 3]);
        assert_eq!(found[0]["reasons"][0], "Ana looks for “Where to begin”; you are good at Rust.");
        // An offer says more than a skill, and stands in its place.
        offer(&owner, Some(&bea), "FEEDBACK", "Code reviews", &["rust"]).await;
        let begin = "Where to begin";
        assert_eq!(short(&owner, "").await.iter().filter(|line| line.starts_with(begin)).collect::<Vec<_>>(), ["Where to begin: Code reviews 70", &wanted[0]]);
        let forget = "mutation($id: ID!, $facts: [ID!]!) { updatePerson(id: $id, input: { removeFactIds: $facts }) { userErrors { message } } }";
        let facts = owner.ok("query($id: ID!) { person(by: { id: $id }) { facts { id } } }", json!({ "id": me })).await["person"]["facts"][0]["id"].clone();
        owner.written(forget, json!({ "id": me, "facts": [facts] })).await;
        assert!(short(&owner, "").await.iter().all(|line| !line.contains(&my)), "what is forgotten implies nothing");
    }

    what_is_over_archived_of_one_party_or_introduced_is_not_proposed(app) {
        let owner = owner(&app).await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let wanted = need(&owner, Some(&ana), "CONTACT", "A publisher", &["books"]).await;
        let given = offer(&owner, Some(&bea), "CONTACT", "Knows publishers", &["Books"]).await;
        offer(&owner, Some(&ana), "CONTACT", "Her own", &["books"]).await;
        need(&owner, None, "JOB", "Mine", &["boats"]).await;
        offer(&owner, None, "JOB", "Mine, too", &["boats"]).await;
        let open = ["A publisher: Knows publishers 80"];
        assert_eq!(short(&owner, "").await, open);
        for (noun, id) in [("Need", &wanted), ("Offer", &given)] {
            for (there, back) in [("withdraw", "reopen"), ("fulfill", "reopen"), ("archive", "restore")] {
                written(&owner, &step(there, noun), json!({ "id": id })).await;
                assert!(matches(&owner, "").await.is_empty(), "{there}{noun}");
                written(&owner, &step(back, noun), json!({ "id": id })).await;
                assert_eq!(short(&owner, "").await, open);
            }
        }
        for person in [&ana, &bea] {
            owner.written("mutation($id: ID!) { archivePerson(id: $id) { userErrors { message } } }", json!({ "id": person })).await;
            assert!(matches(&owner, "").await.is_empty());
            owner.written("mutation($id: ID!) { restorePerson(id: $id) { userErrors { message } } }", json!({ "id": person })).await;
        }
        let meet = "mutation($a: ID!, $b: ID!) { createIntroduction(input: { personAId: $a, personBId: $b }) { introduction { id } userErrors { message } } }";
        let meet = owner.written(meet, json!({ "a": bea, "b": ana })).await["introduction"]["id"].clone();
        assert!(matches(&owner, "").await.is_empty(), "a draft");
        owner.written("mutation($id: ID!) { cancelIntroduction(id: $id) { userErrors { message } } }", json!({ "id": meet })).await;
        assert_eq!(short(&owner, "").await, open, "it was called off");
    }

    accepting_a_match_of_two_others_prepares_their_introduction(app) {
        let owner = owner(&app).await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let wanted = need(&owner, Some(&ana), "ADVICE", "How to found", &["Law"]).await;
        fact(&owner, &bea, "SKILL", "law").await;
        let input = |more: Value| {
            let mut input = json!({ "needId": wanted, "personId": bea });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            json!({ "input": input })
        };
        assert_eq!(refused(&owner, ACCEPT, input(json!({ "as": "EXCHANGE" }))).await, ["INVALID input.as"]);
        assert_eq!(refused(&owner, ACCEPT, input(json!({ "offerId": "offer_01h455vb4pex5vsknk084sn02q" }))).await, ["INVALID input.offerId"]);
        assert_eq!(refused(&owner, ACCEPT, json!({ "input": { "needId": wanted } })).await, ["REQUIRED input.offerId"]);
        assert_eq!(refused(&owner, ACCEPT, input(json!({ "note": "x".repeat(2001) }))).await, ["TOO_LONG input.note"]);
        let made = written(&owner, ACCEPT, input(json!({ "as": "INTRODUCTION", "note": "Bea founded twice" }))).await;
        assert_eq!((&made["state"], &made["note"], &made["exchange"], &made["allowedStates"]), (&json!("ACCEPTED"), &json!("Bea founded twice"), &json!(null), &json!(["OPEN"])));
        assert_eq!(made["introduction"]["state"], "DRAFT");
        assert_eq!(made["introduction"]["reason"], "Bea founded twice");
        assert_eq!(made["introduction"]["sides"], json!([{ "side": "A", "person": { "displayName": "Ana" } }, { "side": "B", "person": { "displayName": "Bea" } }]));
        assert!(matches(&owner, "").await.is_empty());
        let errors = owner.refused(&document(ACCEPT), input(json!({}))).await;
        assert_eq!(json!([errors[0]["code"], errors[0]["path"], errors[0]["state"], errors[0]["allowed"]]), json!(["STATE", ["input", "personId"], "ACCEPTED", ["OPEN"]]));
        // What was made stays when the decision is taken back, and stands in the way while it is open.
        let undone = written(&owner, UNDO, json!({ "id": made["id"], "expectedRevision": 1 })).await;
        assert_eq!((&undone["state"], &undone["introduction"], &undone["note"], &undone["revision"]), (&json!("OPEN"), &json!(null), &json!(null), &json!(2)));
        assert_eq!(refused(&owner, ACCEPT, input(json!({}))).await, ["INVALID input.personId"]);
        assert_eq!(owner.ok("{ introductions { totalCount } }", json!({})).await["introductions"]["totalCount"], 1);
        owner.written("mutation($id: ID!) { cancelIntroduction(id: $id) { userErrors { message } } }", json!({ "id": made["introduction"]["id"] })).await;
        let again = written(&owner, ACCEPT, input(json!({}))).await;
        assert_eq!((&again["id"], &again["revision"], &again["introduction"]["reason"]), (&made["id"], &json!(3), &json!("How to found")));
    }

    accepting_a_match_with_the_user_asks_for_an_exchange_the_right_way(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        let input = json!({ "kind": "FUNDING", "title": "Money for the map", "topics": ["maps"], "until": "2026-05-01" });
        let mine = text(&written(&owner, CREATE_NEED, json!({ "input": input })).await["id"]);
        let hers = need(&owner, Some(&ana), "CONTACT", "A printer", &["print"]).await;
        let grants = offer(&owner, Some(&ana), "FUNDING", "Grants", &["maps"]).await;
        let printers = offer(&owner, None, "CONTACT", "Knows printers", &["print"]).await;
        let taken = written(&owner, ACCEPT, json!({ "input": { "needId": mine, "offerId": grants, "note": "asked her on Monday" } })).await;
        assert_eq!(taken["introduction"], json!(null));
        let exchange = |made: &Value| { let it = &made["exchange"]; json!([it["state"], it["direction"], it["kind"], it["title"], it["description"], it["dueOn"], it["person"]["displayName"]]) };
        assert_eq!(exchange(&taken), json!(["ASKED", "RECEIVED", "RESOURCE", "Money for the map", "asked her on Monday", "2026-05-01", "Ana"]));
        let given = written(&owner, ACCEPT, json!({ "input": { "needId": hers, "offerId": printers, "as": "EXCHANGE" } })).await;
        assert_eq!(exchange(&given), json!(["ASKED", "GIVEN", "INTRODUCTION", "A printer", null, null, "Ana"]));
        assert!(matches(&owner, "").await.is_empty());
        let decided = owner.ok("{ matchDecisions(filter: { state: { eq: ACCEPTED } }) { totalCount nodes { need { title } } } changes(types: [MATCH_DECISION]) { changes { op } } }", json!({})).await;
        assert_eq!((&decided["matchDecisions"]["totalCount"], decided["changes"]["changes"].as_array().unwrap().len()), (&json!(2), 2));
    }

    a_write_that_fails_in_the_middle_leaves_no_decision(app) {
        let owner = owner(&app).await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let wanted = need(&owner, Some(&ana), "ADVICE", "How", &["law"]).await;
        let given = offer(&owner, Some(&bea), "ADVICE", "Law", &["tax"]).await;
        let pair = json!({ "input": { "needId": wanted, "offerId": given } });
        assert_eq!(refused(&owner, ACCEPT, pair.clone()).await, ["INVALID input.offerId"]);
        assert_eq!(refused(&owner, ACCEPT, json!({ "input": { "needId": "need_01h455vb4pex5vsknk084sn02q", "offerId": "offer_01h455vb4pex5vsknk084sn02q" } })).await, ["NOT_FOUND input.needId", "NOT_FOUND input.offerId"]);
        let data = owner.ok("{ matchDecisions { totalCount } introductions { totalCount } exchanges { totalCount } }", json!({})).await;
        assert_eq!(data, json!({ "matchDecisions": { "totalCount": 0 }, "introductions": { "totalCount": 0 }, "exchanges": { "totalCount": 0 } }));
        // What is no match can be dismissed before it is one.
        written(&owner, DISMISS, pair).await;
        written(&owner, UPDATE_OFFER, json!({ "id": given, "input": { "addTopics": ["law"] } })).await;
        assert!(matches(&owner, "").await.is_empty());
    }

    random_decisions_lead_where_a_simple_model_says(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        let wanted = need(&owner, None, "RESOURCE", "A room", &["rooms"]).await;
        let given = offer(&owner, Some(&ana), "RESOURCE", "Rooms", &["rooms"]).await;
        let pair = json!({ "input": { "needId": wanted, "offerId": given } });
        let mut dice = StdRng::seed_from_u64(11);
        let (mut state, mut id, mut revision, mut made) = ("OPEN", Value::Null, 0, 0);
        for _ in 0..40 {
            let (mutation, to) = [(ACCEPT, "ACCEPTED"), (DISMISS, "DISMISSED"), (UNDO, "OPEN")][dice.random_range(0..3)];
            let allowed: &[&str] = if state == "OPEN" { &["ACCEPTED", "DISMISSED"] } else { &["OPEN"] };
            let variables = if mutation == UNDO { json!({ "id": id }) } else { pair.clone() };
            if mutation == UNDO && id.is_null() {
                continue;
            }
            if allowed.contains(&to) {
                let now = written(&owner, mutation, variables).await;
                (state, revision, made) = (to, revision + 1, made + i32::from(to == "ACCEPTED"));
                assert!(id.is_null() || id == now["id"], "one decision a pair");
                id = now["id"].clone();
                assert_eq!((&now["state"], &now["revision"], now["exchange"].is_null()), (&json!(state), &json!(revision), to != "ACCEPTED"));
            } else {
                let errors = owner.refused(&document(mutation), variables).await;
                assert_eq!(json!([errors[0]["code"], errors[0]["state"], errors[0]["allowed"]]), json!(["STATE", state, allowed]));
            }
            assert_eq!(matches(&owner, "").await.len(), usize::from(state == "OPEN"));
            let data = owner.ok("{ matchDecisions { totalCount } exchanges { totalCount } }", json!({})).await;
            assert_eq!((&data["matchDecisions"]["totalCount"], &data["exchanges"]["totalCount"]), (&json!(i32::from(revision > 0)), &json!(made)));
        }
        assert!(made > 2, "{made}");
    }

    matches_are_ranked_limited_and_paged(app) {
        let owner = owner(&app).await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let wanted = need(&owner, Some(&ana), "RESOURCE", "Need", &["a", "b", "c", "d"]).await;
        let other = need(&owner, None, "RESOURCE", "Other", &["a"]).await;
        let mut offers = Vec::new();
        for (title, topics) in [("One", vec!["a"]), ("Two", vec!["a", "b"]), ("Three", vec!["a", "b", "c"]), ("Four", vec!["d", "c", "b", "a"])] {
            offers.push(offer(&owner, Some(&bea), "RESOURCE", title, &topics).await);
            // Equals come in the order in which they were made.
            app.clock.advance(TimeDelta::seconds(1));
        }
        let all = ["Other: One 85", "Other: Two 85", "Other: Three 85", "Other: Four 85", "Need: Four 80", "Need: Three 67", "Need: Two 55", "Need: One 42"];
        assert_eq!(short(&owner, "").await, all);
        assert_eq!(short(&owner, "minScore: 56").await, all[..6]);
        assert_eq!(short(&owner, &format!("needId: \"{wanted}\"")).await, all[4..]);
        assert_eq!(short(&owner, &format!("offerId: \"{}\"", offers[1])).await, [all[1], all[6]]);
        assert_eq!(short(&owner, &format!("offerId: \"{}\", needId: \"{other}\"", offers[1])).await, [all[1]]);
        assert_eq!(short(&owner, &format!("personId: \"{ana}\", minScore: 60")).await, all[4..6]);
        assert_eq!(short(&owner, &format!("personId: \"{}\"", own(&owner).await)).await, all[..4]);
        let page = "query($after: String) { matches(first: 3, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { score } } }";
        let (mut after, mut scores) = (Value::Null, Vec::new());
        loop {
            let data = owner.ok(page, json!({ "after": after })).await["matches"].take();
            assert_eq!(data["totalCount"], 8);
            scores.extend(data["nodes"].as_array().unwrap().iter().map(|it| it["score"].as_i64().unwrap()));
            if data["pageInfo"]["hasNextPage"] == false {
                break;
            }
            after = data["pageInfo"]["endCursor"].clone();
        }
        assert_eq!(scores, [85, 85, 85, 85, 80, 67, 55, 42]);
        let errors = owner.errors("query($after: String) { matches(minScore: 1, after: $after) { totalCount } }", json!({ "after": after })).await;
        assert_eq!(errors[0]["extensions"]["code"], "BAD_CURSOR");
    }

    /// Nobody counts: only the best are looked for. Whoever counts has all of them scored.
    pages_of_matches_are_parts_of_the_whole_list(app) {
        let owner = owner(&app).await;
        let mut dice = StdRng::seed_from_u64(7);
        let mut people = Vec::new();
        for number in 0..14 {
            people.push(owner.person(&format!("Person {number:02}")).await);
        }
        let all_topics: Vec<String> = (0..6).map(|number| format!("t{number}")).collect();
        let mut some = |most: usize| -> Vec<&str> {
            let count = dice.random_range(1..=most);
            let chosen: BTreeSet<usize> = (0..count).map(|_| dice.random_range(0..all_topics.len())).collect();
            chosen.into_iter().map(|topic| all_topics[topic].as_str()).collect()
        };
        let kinds = ["ADVICE", "RESOURCE", "EXPERTISE"];
        for number in 0..24 {
            let person = (number % 6 != 0).then(|| people[number % people.len()].as_str());
            need(&owner, person, kinds[number % 3], &format!("Need {number}"), &some(3)).await;
            let person = (number % 7 != 0).then(|| people[number * 5 % people.len()].as_str());
            offer(&owner, person, kinds[number / 2 % 3], &format!("Offer {number}"), &some(4)).await;
        }
        for (number, person) in people.iter().enumerate() {
            fact(&owner, person, ["SKILL", "INTEREST", "TOPIC"][number % 3], &some(3).join(", ")).await;
            fact(&owner, person, "SKILL", &some(2).join(", ")).await;
        }
        let dismiss = "query { matches(first: 40) { nodes { need { id } offer { id } person { id } } } }";
        let found = owner.ok(dismiss, json!({})).await["matches"]["nodes"].take();
        for it in found.as_array().unwrap().iter().step_by(5) {
            let mut input = json!({ "needId": it["need"]["id"] });
            let (field, id) = if it["offer"].is_null() { ("personId", &it["person"]["id"]) } else { ("offerId", &it["offer"]["id"]) };
            input[field] = id.clone();
            written(&owner, DISMISS, json!({ "input": input })).await;
        }
        let need = found[1]["need"]["id"].as_str().unwrap().to_owned();
        let pages = ["".to_owned(), ", minScore: 60".to_owned(), format!(", personId: \"{}\"", people[3]), format!(", needId: \"{need}\""), format!(", personId: \"{}\"", own(&owner).await)];
        for arguments in pages {
            let whole = format!("query($after: String) {{ matches(first: 100, after: $after{arguments}) {{ totalCount pageInfo {{ hasNextPage endCursor }} nodes {{ {MATCH} }} }} }}");
            let best = format!("query($after: String) {{ matches(first: 7, after: $after{arguments}) {{ pageInfo {{ hasNextPage endCursor }} nodes {{ {MATCH} }} }} }}");
            let (all, few) = (walked(&owner, &whole).await, walked(&owner, &best).await);
            assert!(all.len() > 3, "{arguments}");
            assert_eq!(few, all, "{arguments}");
        }
    }

    needs_are_filtered_ordered_and_expire_by_themselves(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        for (title, kind, until) in [("First", "ADVICE", json!("2026-03-02")), ("Second", "JOB", json!(null)), ("Third", "JOB", json!("2026-02-27"))] {
            let input = json!({ "kind": kind, "title": title, "until": until, "personId": if title == "Second" { json!(ana) } else { json!(null) } });
            written(&owner, CREATE_NEED, json!({ "input": input })).await;
            app.clock.advance(TimeDelta::hours(1));
        }
        for (arguments, wanted) in [
            ("", vec!["Third", "Second", "First"]),
            ("orderBy: { field: UNTIL, direction: ASC }", vec!["Third", "First", "Second"]),
            ("filter: { kind: { eq: JOB } }", vec!["Third", "Second"]),
            ("filter: { until: { gte: \"P0D\" } }", vec!["First"]),
            ("filter: { state: { eq: OPEN }, or: [{ until: { isNull: true } }, { until: { gte: \"P0D\" } }] }", vec!["Second", "First"]),
            ("filter: { personId: { isNull: false } }", vec!["Second"]),
            ("filter: { createdAt: { lt: \"-PT2H30M\" } }", vec!["First"]),
        ] {
            assert_eq!(listed(&owner, "needs", arguments).await, wanted, "{arguments}");
        }
        let expired = || async {
            let data = owner.ok("{ needs { nodes { isExpired } } }", json!({})).await;
            data["needs"]["nodes"].as_array().unwrap().iter().map(|it| it["isExpired"] == true).collect::<Vec<_>>()
        };
        assert_eq!(expired().await, [true, false, false]);
        app.clock.advance(TimeDelta::days(2));
        assert_eq!(expired().await, [true, false, true]);
    }

    another_workspace_and_a_token_without_the_right_see_and_change_nothing(app) {
        let (owner, other) = (app.owner().await, app.owner().await);
        let ana = owner.person("Ana").await;
        let wanted = need(&owner, None, "ADVICE", "Mine", &["maps"]).await;
        let given = offer(&owner, Some(&ana), "ADVICE", "Hers", &["maps"]).await;
        offer(&other, None, "ADVICE", "Theirs", &["maps"]).await;
        let query = "query($need: ID!, $offer: ID!) { need(id: $need) { id } node(id: $offer) { id } needs { totalCount } matches { totalCount } }";
        let data = other.ok(query, json!({ "need": wanted, "offer": given })).await;
        assert_eq!(data, json!({ "need": null, "node": null, "needs": { "totalCount": 0 }, "matches": { "totalCount": 0 } }));
        assert_eq!(refused(&other, ACCEPT, json!({ "input": { "needId": wanted, "offerId": given } })).await, ["NOT_FOUND input.needId", "NOT_FOUND input.offerId"]);
        for (verb, _) in STEPS {
            assert_eq!(refused(&other, &step(verb, "Need"), json!({ "id": wanted })).await, ["NOT_FOUND id"]);
        }
        let reader = owner.with_scopes(&["NEEDS_READ"]).await;
        assert_eq!(matches_scored(&reader).await, 1);
        let accept = "mutation { acceptMatch(input: { needId: \"need_01h455vb4pex5vsknk084sn02q\" }) { seq } }";
        for (client, document) in [
            (owner.with_scopes(&["NEEDS_READ", "NEEDS_WRITE"]).await, accept),
            (owner.with_scopes(&["NEEDS_READ", "NEEDS_WRITE", "EXCHANGES_WRITE"]).await, accept),
            (reader, "{ matches { nodes { person { id } } } }"),
            (owner.with_scopes(&["PEOPLE_READ"]).await, "{ people { nodes { matches { score } } } }"),
        ] {
            let errors = client.errors(document, json!({})).await;
            assert_eq!(errors[0]["extensions"]["code"], "INSUFFICIENT_SCOPE", "{document}");
        }
    }

    matches_take_as_many_statements_however_many_there_are(app) {
        let app = TestApp::unhurried(app.engine).await;
        let owner = owner(&app).await;
        let mut counts = Vec::new();
        for number in 0..30 {
            let person = owner.person(&format!("Person {number}")).await;
            need(&owner, Some(&person), "ADVICE", "Need", &["maps", "x"]).await;
            offer(&owner, Some(&person), "ADVICE", "Offer", &["maps"]).await;
            fact(&owner, &person, "SKILL", "x").await;
            if number == 2 || number == 29 {
                let statements = app.statements(async { matches_scored(&owner).await; }).await;
                assert!(!statements.is_empty());
                counts.push(statements.len());
            }
        }
        assert_eq!(counts[0], counts[1]);
        assert_eq!(owner.ok("{ matches { totalCount } }", json!({})).await["matches"]["totalCount"], 30 * 29);
    }
}

/// All entries of a list of matches, page by page.
async fn walked(client: &Client, query: &str) -> Vec<Value> {
    let (mut after, mut found) = (Value::Null, Vec::new());
    loop {
        let page = client.ok(query, json!({ "after": after })).await["matches"].take();
        found.extend(page["nodes"].as_array().unwrap().iter().cloned());
        if page["pageInfo"]["hasNextPage"] == false {
            return found;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

async fn name(client: &Client, person: &str) -> String {
    let query = "query($id: ID!) { person(by: { id: $id }) { displayName } }";
    text(&client.ok(query, json!({ "id": person })).await["person"]["displayName"])
}

async fn matches_scored(client: &Client) -> usize {
    let data = client
        .ok("{ matches(first: 100) { nodes { score } } }", json!({}))
        .await;
    data["matches"]["nodes"].as_array().unwrap().len()
}
