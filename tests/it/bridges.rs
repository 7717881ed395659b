//! Bridges through the API: matches that become collaborations, who should meet whom, own figures, what came of what was given.

use serde_json::{Value, json};
use tests::{Client, both};

const ERRORS: &str = "userErrors { code message path ... on StateError { state allowed } }";

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value}")).to_owned()
}

/// Does something that takes an input; what the payload shows of it.
async fn makes(client: &Client, mutation: &str, input: &str, shown: &str, said: Value) -> Value {
    let query = format!("mutation($input: {input}!) {{ {mutation}(input: $input) {{ {shown} {ERRORS} }} }}");
    client.written(&query, json!({ "input": said })).await
}

async fn need(client: &Client, person: Option<&str>, topics: &[&str]) -> String {
    let said = json!({ "personId": person, "kind": "COLLABORATION", "title": "A partner for a book", "topics": topics });
    text(&makes(client, "createNeed", "CreateNeedInput", "need { id }", said).await["need"]["id"])
}

async fn offer(client: &Client, person: Option<&str>, topics: &[&str]) -> String {
    let said = json!({ "personId": person, "kind": "COLLABORATION", "title": "I write", "topics": topics });
    text(&makes(client, "createOffer", "CreateOfferInput", "offer { id }", said).await["offer"]["id"])
}

async fn fact(client: &Client, person: &str, kind: &str, about: &str) {
    let add = "mutation($id: ID!, $facts: [FactInput!]!) { updatePerson(id: $id, input: { addFacts: $facts }) { userErrors { message } } }";
    let facts = json!([{ "kind": kind, "text": about }]);
    client.written(add, json!({ "id": person, "facts": facts })).await;
}

async fn goal(client: &Client, person: Option<&str>, title: &str) -> String {
    let said = json!({ "personId": person, "title": title, "horizon": "LONG_TERM" });
    text(&makes(client, "createGoal", "CreateGoalInput", "goal { id }", said).await["goal"]["id"])
}

async fn collaborate(client: &Client, said: Value) -> Value {
    let shown = "decision { id state collaboration { id } introduction { id } } changeSet { id } collaboration { id title kind state description reason matchDecision { need { title } } members { person { displayName } contribution } }";
    makes(
        client,
        "collaborateOnMatch",
        "CollaborateOnMatchInput",
        shown,
        said,
    )
    .await
}

async fn refused(client: &Client, mutation: &str, input: &str, said: Value) -> Vec<String> {
    let query = format!("mutation($input: {input}!) {{ {mutation}(input: $input) {{ {ERRORS} }} }}");
    let errors = client.refused(&query, json!({ "input": said })).await;
    let place = |error: &Value| {
        let path: Vec<_> = error["path"].as_array().unwrap().iter().map(text).collect();
        format!("{} {}", text(&error["code"]), path.join("."))
    };
    errors.iter().map(place).collect()
}

/// The suggestions under these arguments: `Ana Bea 30`.
async fn suggested(client: &Client, arguments: &str) -> Vec<String> {
    let query = format!(
        "{{ introductionSuggestions{arguments} {{ personA {{ displayName }} personB {{ displayName }} score }} }}"
    );
    let found = client.ok(&query, json!({})).await["introductionSuggestions"].take();
    let line = |it: &Value| {
        let mut names = [
            text(&it["personA"]["displayName"]),
            text(&it["personB"]["displayName"]),
        ];
        names.sort();
        format!("{} {} {}", names[0], names[1], it["score"])
    };
    found.as_array().unwrap().iter().map(line).collect()
}

async fn step(client: &Client, mutation: &str, id: &str, input: &str) {
    let query = format!("mutation {{ {mutation}(id: \"{id}\"{input}) {{ {ERRORS} }} }}");
    client.written(&query, json!({})).await;
}

async fn introduction(client: &Client, a: &str, b: &str, connector: Option<&str>) -> String {
    let said = json!({ "personAId": a, "personBId": b, "connectorId": connector });
    let made = makes(
        client,
        "createIntroduction",
        "CreateIntroductionInput",
        "introduction { id }",
        said,
    )
    .await;
    text(&made["introduction"]["id"])
}

/// All say yes, and the two are brought together.
async fn made(client: &Client, id: &str, sides: &[&str]) {
    for side in sides {
        step(
            client,
            "askIntroduction",
            id,
            &format!(", input: {{ side: {side} }}"),
        )
        .await;
        step(
            client,
            "answerIntroduction",
            id,
            &format!(", input: {{ side: {side}, accept: true }}"),
        )
        .await;
    }
    step(client, "makeIntroduction", id, "").await;
}

both! {
    a_match_becomes_a_collaboration_with_both_as_members(app) {
        let owner = app.owner().await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let need = need(&owner, Some(&ana), &["books"]).await;
        let offer = offer(&owner, Some(&bea), &["books"]).await;
        let said = json!({ "needId": need, "offerId": offer, "note": "They should." });
        let done = collaborate(&owner, said.clone()).await;
        let id = text(&done["collaboration"]["id"]);
        assert_eq!(done["collaboration"], json!({
            "id": id, "title": "A partner for a book", "kind": "OPPORTUNITY", "state": "IDEA", "description": "They should.",
            "reason": "Ana looks for “A partner for a book”; Bea offers “I write”.\nIn common: books.",
            "matchDecision": { "need": { "title": "A partner for a book" } },
            "members": [{ "person": { "displayName": "Ana" }, "contribution": null }, { "person": { "displayName": "Bea" }, "contribution": "I write" }],
        }));
        assert_eq!(done["decision"]["state"], "ACCEPTED");
        assert_eq!((&done["decision"]["collaboration"]["id"], &done["decision"]["introduction"]), (&json!(id), &Value::Null));
        assert_eq!(refused(&owner, "collaborateOnMatch", "CollaborateOnMatchInput", said.clone()).await, ["STATE input.offerId"]);
        assert_eq!(owner.ok("{ matches { totalCount } }", json!({})).await["matches"]["totalCount"], 0);
        // One act, taken back as a whole.
        let undo = "mutation($id: ID!) { undoChangeSet(id: $id) { conflicts { field } userErrors { message } } }";
        let undone = owner.written(undo, json!({ "id": done["changeSet"]["id"] })).await;
        assert_eq!(undone["conflicts"], json!([]));
        let left = owner.ok("{ matches { totalCount } collaborations(includeArchived: true) { totalCount } matchDecisions { totalCount } }", json!({})).await;
        assert_eq!(left, json!({ "matches": { "totalCount": 1 }, "collaborations": { "totalCount": 0 }, "matchDecisions": { "totalCount": 0 } }));
        let titled = collaborate(&owner, json!({ "needId": need, "offerId": offer, "title": "Our book", "kind": "PROJECT" })).await;
        assert_eq!((&titled["collaboration"]["title"], &titled["collaboration"]["kind"]), (&json!("Our book"), &json!("PROJECT")));
    }

    the_user_is_a_member_of_what_they_begin_with_somebody(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        let need = need(&owner, None, &["books"]).await;
        let offer = offer(&owner, Some(&ana), &["books"]).await;
        let done = collaborate(&owner, json!({ "needId": need, "offerId": offer })).await;
        let members = done["collaboration"]["members"].as_array().unwrap();
        assert_eq!(members.len(), 2);
        assert_eq!(members[1]["person"]["displayName"], "Ana");
    }

    what_is_no_match_becomes_no_collaboration(app) {
        let owner = app.owner().await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let need = need(&owner, Some(&ana), &["books"]).await;
        let offer = offer(&owner, Some(&bea), &["boats"]).await;
        let try_it = async |said: Value| refused(&owner, "collaborateOnMatch", "CollaborateOnMatchInput", said).await;
        assert_eq!(try_it(json!({ "needId": need, "offerId": offer })).await, ["INVALID input.offerId"]);
        assert_eq!(try_it(json!({ "needId": need })).await, ["REQUIRED input.offerId"]);
        assert_eq!(try_it(json!({ "needId": need, "offerId": offer, "personId": ana })).await, ["INVALID input.offerId"]);
        let count = owner.ok("{ collaborations { totalCount } }", json!({})).await;
        assert_eq!(count["collaborations"]["totalCount"], 0, "nothing is left of what was refused");
        let reader = owner.with_scopes(&["NEEDS_READ", "NEEDS_WRITE", "PEOPLE_READ"]).await;
        let query = format!("mutation($input: CollaborateOnMatchInput!) {{ collaborateOnMatch(input: $input) {{ {ERRORS} }} }}");
        let errors = reader.errors(&query, json!({ "input": { "needId": need, "offerId": offer } })).await;
        assert_eq!(errors[0]["extensions"]["code"], "INSUFFICIENT_SCOPE");
    }

    people_who_have_something_in_common_should_meet(app) {
        let owner = app.owner().await;
        let (ana, bea, cai, dan) = (owner.person("Ana").await, owner.person("Bea").await, owner.person("Cai").await, owner.person("Dan").await);
        fact(&owner, &ana, "INTEREST", "Sailing, maps").await;
        fact(&owner, &bea, "TOPIC", "sailing").await;
        fact(&owner, &bea, "INTEREST", "Maps").await;
        fact(&owner, &cai, "SKILL", "maps").await;
        goal(&owner, Some(&ana), "Found a school").await;
        goal(&owner, Some(&dan), "found a SCHOOL").await;
        let all = ["Ana Bea 30", "Ana Dan 25", "Ana Cai 10", "Bea Cai 10"];
        assert_eq!(suggested(&owner, "").await, all);
        assert_eq!(suggested(&owner, "(minScore: 25)").await, all[..2]);
        assert_eq!(suggested(&owner, "(first: 1)").await, all[..1]);
        assert_eq!(suggested(&owner, &format!("(personId: \"{cai}\")")).await, all[2..]);
        let shown = "sharedInterests sharedAims skills { topic person { displayName } } parts { part points most } reasons formulaVersion";
        let query = format!("query($id: ID!) {{ person(by: {{ id: $id }}) {{ introductionSuggestions {{ {shown} }} }} }}");
        let of = owner.ok(&query, json!({ "id": ana })).await["person"]["introductionSuggestions"].take();
        assert_eq!(of[0]["sharedInterests"], json!(["maps", "sailing"]));
        assert_eq!(of[0]["reasons"], json!(["Both care about maps, sailing."]));
        assert_eq!((&of[1]["sharedAims"], &of[1]["sharedInterests"]), (&json!(["Found a school"]), &json!([])));
        assert_eq!(of[2]["skills"], json!([{ "topic": "maps", "person": { "displayName": "Cai" } }]));
        assert_eq!(of[0]["parts"], json!([
            { "part": "INTERESTS", "points": 30, "most": 45 }, { "part": "AIMS", "points": 0, "most": 25 },
            { "part": "SKILLS", "points": 0, "most": 20 }, { "part": "CONTACT", "points": 0, "most": 10 },
        ]));
        // Contact with one of them.
        let talk = json!({ "participantIds": [ana], "channel": "CALL", "happenedAt": "2026-02-01T10:00:00Z" });
        makes(&owner, "logInteraction", "LogInteractionInput", "interaction { id }", talk).await;
        assert_eq!(suggested(&owner, "(first: 1)").await, ["Ana Bea 35"]);
        let errors = owner.errors("{ introductionSuggestions(first: 101) { score } }", json!({})).await;
        assert_eq!(errors[0]["extensions"]["code"], "BAD_INPUT");
        assert!(suggested(&app.owner().await, "").await.is_empty(), "another workspace sees nothing of it");
    }

    who_knows_each_other_or_is_not_to_meet_is_not_suggested(app) {
        let owner = app.owner().await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        fact(&owner, &ana, "INTEREST", "sailing").await;
        fact(&owner, &bea, "INTEREST", "sailing").await;
        let there = async |is: bool| assert_eq!(suggested(&owner, "").await.len(), usize::from(is));
        there(true).await;
        let tie = json!({ "fromId": bea, "toId": ana, "kind": "friend" });
        let tie = text(&makes(&owner, "createTie", "CreateTieInput", "tie { id }", tie).await["tie"]["id"]);
        there(false).await;
        step(&owner, "archiveTie", &tie, "").await;
        there(true).await;
        let work = json!({ "title": "Boat", "kind": "PROJECT", "members": [{ "personId": ana }, { "personId": bea }] });
        let work = makes(&owner, "createCollaboration", "CreateCollaborationInput", "collaboration { id }", work).await;
        there(false).await;
        step(&owner, "archiveCollaboration", &text(&work["collaboration"]["id"]), "").await;
        there(true).await;
        let id = introduction(&owner, &bea, &ana, None).await;
        there(false).await;
        step(&owner, "cancelIntroduction", &id, "").await;
        there(false).await;
        step(&owner, "archiveIntroduction", &id, "").await;
        there(true).await;
        let id = introduction(&owner, &ana, &bea, None).await;
        step(&owner, "askIntroduction", &id, ", input: { side: A }").await;
        step(&owner, "answerIntroduction", &id, ", input: { side: A, accept: false }").await;
        there(false).await;
        step(&owner, "archiveIntroduction", &id, "").await;
        there(true).await;
        let change = "mutation($id: ID!, $died: PartialDate) { updatePerson(id: $id, input: { diedOn: $died }) { userErrors { message } } }";
        owner.written(change, json!({ "id": ana, "died": "2025" })).await;
        there(false).await;
        owner.written(change, json!({ "id": ana, "died": null })).await;
        there(true).await;
        step(&owner, "archivePerson", &bea, "").await;
        there(false).await;
        step(&owner, "restorePerson", &bea, "").await;
        // Nor is the user.
        let people = owner.ok("{ people(includeSelf: true) { nodes { id isSelf } } }", json!({})).await;
        let own = people["people"]["nodes"].as_array().unwrap().iter().find(|it| it["isSelf"] == true).unwrap()["id"].clone();
        fact(&owner, &text(&own), "INTEREST", "sailing").await;
        there(true).await;
    }

    what_everybody_cares_about_suggests_nobody(app) {
        let owner = app.owner().await;
        for number in 0..41 {
            let person = owner.person(&format!("P{number}")).await;
            fact(&owner, &person, "INTEREST", "food").await;
            if number < 2 {
                fact(&owner, &person, "INTEREST", "rare stamps").await;
            }
        }
        assert_eq!(suggested(&owner, "").await, ["P0 P1 15"]);
    }

    who_supports_the_same_goal_shares_an_aim(app) {
        let owner = app.owner().await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let goal = goal(&owner, None, "A library").await;
        for person in [&ana, &bea] {
            let add = format!("mutation {{ addGoalSupporter(id: \"{goal}\", input: {{ personId: \"{person}\", role: MENTOR }}) {{ {ERRORS} }} }}");
            owner.written(&add, json!({})).await;
        }
        assert_eq!(suggested(&owner, "").await, ["Ana Bea 25"]);
        step(&owner, "pauseGoal", &goal, "").await;
        assert!(suggested(&owner, "").await.is_empty());
    }

    own_figures_are_told_by_quarter(app) {
        let owner = app.owner().await.lasting().await;
        let (ana, bea, cai) = (owner.person("Ana").await, owner.person("Bea").await, owner.person("Cai").await);
        let first = introduction(&owner, &ana, &bea, None).await;
        made(&owner, &first, &["A", "B"]).await;
        step(&owner, "recordIntroductionOutcome", &first, ", input: { outcome: ONGOING }").await;
        let second = introduction(&owner, &ana, &cai, None).await;
        step(&owner, "askIntroduction", &second, ", input: { side: A }").await;
        step(&owner, "answerIntroduction", &second, ", input: { side: A, accept: false }").await;
        // By somebody else.
        let third = introduction(&owner, &bea, &cai, Some(&ana)).await;
        made(&owner, &third, &["CONNECTOR", "A", "B"]).await;
        let talk = json!({ "participantIds": [ana], "channel": "CALL", "happenedAt": "2026-02-01T10:00:00Z", "durationMinutes": 40 });
        let talk = makes(&owner, "logInteraction", "LogInteractionInput", "interaction { id }", talk).await["interaction"]["id"].clone();
        let exchange = async |said: Value| makes(&owner, "recordExchange", "RecordExchangeInput", "exchange { id }", said).await;
        exchange(json!({ "personId": ana, "direction": "GIVEN", "kind": "ADVICE", "title": "a", "doneOn": "2026-01-01", "interactionId": talk, "weight": 2 })).await;
        exchange(json!({ "personId": bea, "direction": "GIVEN", "kind": "ADVICE", "title": "b", "doneOn": "2026-02-28" })).await;
        exchange(json!({ "personId": bea, "direction": "RECEIVED", "kind": "HELP", "title": "c", "doneOn": "2025-12-31" })).await;
        exchange(json!({ "personId": bea, "direction": "GIVEN", "kind": "HELP", "title": "d", "state": "PROMISED" })).await;
        exchange(json!({ "personId": bea, "direction": "GIVEN", "kind": "HELP", "title": "e", "doneOn": "2024-12-31" })).await;
        let shown = "from to introductionsBegun introductionsAccepted introductionsDeclined introductionsMade introductionsTold introductionsWorkedOut outcomes { outcome introductionCount } givenByKind { kind exchangeCount weight minutes } receivedByKind { kind exchangeCount weight minutes }";
        let told = owner.ok(&format!("{{ figures(quarters: 2) {{ {shown} }} }}"), json!({})).await["figures"].take();
        assert_eq!(told, json!([
            {
                "from": "2026-01-01", "to": "2026-03-31", "introductionsBegun": 2, "introductionsAccepted": 1, "introductionsDeclined": 1,
                "introductionsMade": 1, "introductionsTold": 1, "introductionsWorkedOut": 1,
                "outcomes": [{ "outcome": "ONGOING", "introductionCount": 1 }],
                "givenByKind": [{ "kind": "ADVICE", "exchangeCount": 2, "weight": 3, "minutes": 40 }], "receivedByKind": [],
            },
            {
                "from": "2025-10-01", "to": "2025-12-31", "introductionsBegun": 0, "introductionsAccepted": 0, "introductionsDeclined": 0,
                "introductionsMade": 0, "introductionsTold": 0, "introductionsWorkedOut": 0, "outcomes": [],
                "givenByKind": [], "receivedByKind": [{ "kind": "HELP", "exchangeCount": 1, "weight": 1, "minutes": 0 }],
            },
        ]));
        for wrong in ["0", "21"] {
            let errors = owner.errors(&format!("{{ figures(quarters: {wrong}) {{ from }} }}"), json!({})).await;
            assert_eq!(errors[0]["extensions"]["code"], "BAD_INPUT");
        }
        let default = owner.ok("{ figures { from } }", json!({})).await;
        assert_eq!(default["figures"].as_array().unwrap().len(), 4);
    }

    what_came_of_it_stands_beside_its_giver(app) {
        let owner = app.owner().await.lasting().await;
        let (ana, bea, cai) = (owner.person("Ana").await, owner.person("Bea").await, owner.person("Cai").await);
        let by_ana = introduction(&owner, &bea, &cai, Some(&ana)).await;
        made(&owner, &by_ana, &["CONNECTOR", "A", "B"]).await;
        let exchange = async |said: Value| {
            makes(&owner, "recordExchange", "RecordExchangeInput", "exchange { id }", said).await["exchange"]["id"].clone()
        };
        let advice = exchange(json!({ "personId": ana, "direction": "RECEIVED", "kind": "ADVICE", "title": "Ask twice", "doneOn": "2026-01-05", "result": "We asked twice." })).await;
        exchange(json!({ "personId": ana, "direction": "RECEIVED", "kind": "GIFT", "title": "Flowers", "doneOn": "2026-01-04" })).await;
        let gift = exchange(json!({ "personId": ana, "direction": "RECEIVED", "kind": "GIFT", "title": "A book", "doneOn": "2026-01-03", "result": "I read it." })).await;
        exchange(json!({ "personId": ana, "direction": "GIVEN", "kind": "ADVICE", "title": "Mine", "doneOn": "2026-01-02" })).await;
        let query = "query($id: ID!) { person(by: { id: $id }) { outcomes { on introduction { id } exchange { id } outcome text isTold workedOut } } }";
        let of = async |person: &str| owner.ok(query, json!({ "id": person })).await["person"]["outcomes"].take();
        let untold = json!({ "on": "2026-03-01", "introduction": { "id": by_ana }, "exchange": null, "outcome": null, "text": null, "isTold": false, "workedOut": null });
        let told = |id: &Value, on: &str, text: &str| json!({ "on": on, "introduction": null, "exchange": { "id": id }, "outcome": null, "text": text, "isTold": true, "workedOut": null });
        let exchanges = [told(&advice, "2026-01-05", "We asked twice."), told(&gift, "2026-01-03", "I read it.")];
        assert_eq!(of(&ana).await, json!([untold, exchanges[0], exchanges[1]]));
        step(&owner, "recordIntroductionOutcome", &by_ana, ", input: { outcome: COLLABORATION, note: \"They opened a shop.\" }").await;
        let known = json!({ "on": "2026-03-01", "introduction": { "id": by_ana }, "exchange": null, "outcome": "COLLABORATION", "text": "They opened a shop.", "isTold": true, "workedOut": true });
        assert_eq!(of(&ana).await[0], known);
        assert_eq!(of(&bea).await, json!([]));
        let reader = owner.with_scopes(&["PEOPLE_READ", "EXCHANGES_READ"]).await;
        let errors = reader.errors(query, json!({ "id": ana })).await;
        assert_eq!(errors[0]["extensions"]["code"], "INSUFFICIENT_SCOPE");
    }

    what_could_be_done_together_is_proposed(app) {
        let owner = app.owner().await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let need = need(&owner, Some(&ana), &["books"]).await;
        offer(&owner, Some(&bea), &["books"]).await;
        let library = goal(&owner, None, "A library").await;
        goal(&owner, Some(&ana), "a LIBRARY").await;
        goal(&owner, Some(&bea), "A garden").await;
        let shown = "score match { need { id } } sharedAim { title isOwn goals { goal { title } } people { person { displayName } } }";
        let found = async || owner.ok(&format!("{{ collaborationOpportunities {{ {shown} }} }}"), json!({})).await["collaborationOpportunities"].take();
        let both = found().await;
        assert_eq!(both[0]["match"]["need"]["id"], json!(need));
        assert_eq!((&both[1]["score"], &both[1]["match"]), (&json!(40), &Value::Null));
        assert_eq!((&both[1]["sharedAim"]["isOwn"], &both[1]["sharedAim"]["people"]), (&json!(true), &json!([{ "person": { "displayName": "Ana" } }])));
        assert_eq!(both[1]["sharedAim"]["goals"].as_array().unwrap().len(), 2);
        assert_eq!(both.as_array().unwrap().len(), 2, "nobody shares the garden");
        // What is begun is proposed no more.
        let work = json!({ "title": "Our library", "kind": "PROJECT", "members": [{ "personId": ana }] });
        let work = makes(&owner, "createCollaboration", "CreateCollaborationInput", "collaboration { id }", work).await;
        let id = text(&work["collaboration"]["id"]);
        let serve = format!("mutation {{ addGoalCollaboration(id: \"{library}\", input: {{ collaborationId: \"{id}\" }}) {{ {ERRORS} }} }}");
        owner.written(&serve, json!({})).await;
        assert_eq!(found().await.as_array().unwrap().len(), 1);
        step(&owner, "archiveCollaboration", &id, "").await;
        assert_eq!(found().await.as_array().unwrap().len(), 2);
        let other = app.owner().await.ok("{ collaborationOpportunities { score } }", json!({})).await;
        assert_eq!(other["collaborationOpportunities"], json!([]));
    }
}
