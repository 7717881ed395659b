//! Somebody who died: nothing is proposed about them, nothing of theirs is due, and what was stays.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Client, TestApp, both};

const ERRORS: &str = "userErrors { code message path }";
const UPDATE: &str = "mutation($id: ID!, $input: UpdatePersonInput!) { updatePerson(id: $id, input: $input) { person { id } userErrors { code message path } } }";

fn day(app: &TestApp, days: i64) -> String {
    (app.clock.now() + TimeDelta::days(days)).date_naive().to_string()
}

async fn make(client: &Client, mutation: &str, shown: &str, input: Value) -> String {
    let kind = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    let text =
        format!("mutation($input: {kind}!) {{ {mutation}(input: $input) {{ {shown} {{ id }} {ERRORS} }} }}");
    let made = client.written(&text, json!({ "input": input })).await;
    made[shown]["id"].as_str().unwrap().to_owned()
}

async fn dies(client: &Client, person: &str, on: Value) {
    client
        .written(UPDATE, json!({ "id": person, "input": { "diedOn": on } }))
        .await;
}

/// Everything that can be proposed about somebody.
async fn life(app: &TestApp, owner: &Client) -> (String, String, String) {
    let born = json!({ "displayName": "Ana", "birthday": "1986-03-04", "city": "Porto" });
    let ana = make(owner, "createPerson", "person", born).await;
    let (bea, cem) = (owner.person("Bea").await, owner.person("Cem").await);
    let facts = json!({ "addFacts": [{ "kind": "GOAL", "text": "a bakery", "notedOn": "2025-01-01" }], "setAttributes": [{ "dimension": "Field", "value": "Bread" }] });
    owner.written(UPDATE, json!({ "id": ana, "input": facts })).await;
    make(
        owner,
        "setCadence",
        "cadence",
        json!({ "personId": ana, "idealDays": 7 }),
    )
    .await;
    make(
        owner,
        "planCheckIn",
        "checkIn",
        json!({ "personId": bea, "on": day(app, 0), "note": "Bea's" }),
    )
    .await;
    make(
        owner,
        "planCheckIn",
        "checkIn",
        json!({ "personId": ana, "on": day(app, 0) }),
    )
    .await;
    make(
        owner,
        "createMilestone",
        "milestone",
        json!({ "personId": ana, "kind": "LOSS", "date": day(app, -2) }),
    )
    .await;
    for input in [
        json!({ "direction": "GIVEN", "kind": "RESOURCE", "title": "Slides", "state": "PROMISED", "dueOn": day(app, 1) }),
        json!({ "direction": "RECEIVED", "kind": "ADVICE", "title": "Opinion", "state": "PROMISED", "dueOn": day(app, -2) }),
        json!({ "direction": "RECEIVED", "kind": "HELP", "title": "Boxes" }),
    ] {
        let mut input = input;
        input["personId"] = json!(ana);
        make(owner, "recordExchange", "exchange", input).await;
    }
    make(
        owner,
        "createIntroduction",
        "introduction",
        json!({ "personAId": cem, "personBId": ana }),
    )
    .await;
    make(
        owner,
        "createNeed",
        "need",
        json!({ "personId": bea, "kind": "EXPERTISE", "title": "A printer", "topics": ["Printing"] }),
    )
    .await;
    make(
        owner,
        "createOffer",
        "offer",
        json!({ "personId": ana, "kind": "EXPERTISE", "title": "Prints", "topics": ["Printing"] }),
    )
    .await;
    make(owner, "createNeed", "need", json!({ "personId": ana, "kind": "RESOURCE", "title": "A room", "topics": ["rooms"], "until": day(app, 3) })).await;
    let fair = make(
        owner,
        "createEvent",
        "event",
        json!({ "title": "Fair", "kind": "CONFERENCE", "startsOn": day(app, -2) }),
    )
    .await;
    let came = format!(
        "mutation($id: ID!, $who: [AttendeeInput!]!) {{ recordAttendance(id: $id, input: {{ attendees: $who }}) {{ {ERRORS} }} }}"
    );
    owner
        .written(
            &came,
            json!({ "id": fair, "who": [{ "personId": ana, "state": "ATTENDED" }] }),
        )
        .await;
    (ana, bea, cem)
}

/// The kinds of nudges that name somebody.
async fn nudges(owner: &Client, name: &str) -> BTreeSet<String> {
    let query = "{ agenda(includeHeldBack: true) { nodes { kind title inside { kind title } } } }";
    let agenda = owner.ok(query, json!({})).await;
    let cards = agenda["agenda"]["nodes"].as_array().unwrap().clone();
    let all = cards
        .iter()
        .flat_map(|card| card["inside"].as_array().unwrap().iter().chain([card]));
    all.filter(|it| it["title"].as_str().unwrap().contains(name))
        .map(|it| it["kind"].as_str().unwrap().to_owned())
        .collect()
}

const AHEAD: &str = "query($id: ID!) {
    dueCheckIns(bands: [ON_TRACK, DUE, OVERDUE]) { nodes { person { displayName } } }
    upcomingMilestones(from: \"2026-02-01\") { nodes { person { displayName } } }
    matches { nodes { offer { title } need { title } } }
    gratitudesOwed { nodes { person { displayName } } }
    people(filter: { checkInBand: { in: [ON_TRACK, DUE, OVERDUE] } }) { nodes { displayName } }
    person(by: { id: $id }) { checkInStatus { band } nextMilestones { date } brief { questions { text } checkInStatus { band } } } }";

both! {
    nothing_is_proposed_about_who_died(app) {
        let owner = app.owner().await.lasting().await;
        let (ana, ..) = life(&app, &owner).await;
        let all = ["CHECK_IN", "EXPECTATION", "FOLLOW_UP", "GRATITUDE", "INTRODUCTION", "MATCH", "MILESTONE", "NEED", "PROMISE"].map(str::to_owned);
        let before = nudges(&owner, "Ana").await;
        // A plan settles what an event leaves.
        let expected: BTreeSet<String> = all.into_iter().filter(|kind| kind != "FOLLOW_UP").collect();
        assert_eq!(before, expected);
        let ahead = owner.ok(AHEAD, json!({ "id": ana })).await;
        for list in ["dueCheckIns", "upcomingMilestones", "matches", "gratitudesOwed", "people"] {
            assert!(!ahead[list]["nodes"].as_array().unwrap().is_empty(), "{list}: {ahead:#}");
        }
        assert!(!ahead["person"]["brief"]["questions"].as_array().unwrap().is_empty() && !ahead["person"]["checkInStatus"].is_null());
        dies(&owner, &ana, json!("2026-02-28")).await;
        assert_eq!(nudges(&owner, "Ana").await, BTreeSet::new());
        assert_eq!(nudges(&owner, "Bea").await, BTreeSet::from(["CHECK_IN".to_owned()]));
        let ahead = owner.ok(AHEAD, json!({ "id": ana })).await;
        for list in ["dueCheckIns", "upcomingMilestones", "matches", "gratitudesOwed", "people"] {
            assert_eq!(ahead[list]["nodes"], json!([]), "{list}");
        }
        assert_eq!(ahead["person"], json!({ "checkInStatus": null, "nextMilestones": [], "brief": { "questions": [], "checkInStatus": null } }));
        let digest = owner.ok("{ agendaDigest { total headline } }", json!({})).await["agendaDigest"].take();
        assert_eq!((&digest["total"], digest["headline"].as_str().unwrap().contains("Ana")), (&json!(1), false), "{digest}");
        // It was another Ana.
        dies(&owner, &ana, Value::Null).await;
        assert_eq!(nudges(&owner, "Ana").await, before);
    }

    who_died_is_met_at_no_event_and_has_no_place_in_a_week(app) {
        let owner = app.owner().await.lasting().await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let fair = make(&owner, "createEvent", "event", json!({ "title": "Fair", "kind": "CONFERENCE", "startsOn": day(&app, -2) })).await;
        let came = format!("mutation($id: ID!, $who: [AttendeeInput!]!) {{ recordAttendance(id: $id, input: {{ attendees: $who }}) {{ {ERRORS} }} }}");
        owner.written(&came, json!({ "id": fair, "who": [{ "personId": ana, "state": "ATTENDED" }, { "personId": bea, "state": "ATTENDED" }] })).await;
        make(&owner, "setCadence", "cadence", json!({ "idealDays": 7 })).await;
        owner.written("mutation { updateWorkspace(input: { weeklyCapacity: 1 }) { userErrors { message } } }", json!({})).await;
        app.clock.advance(TimeDelta::days(8));
        assert_eq!(nudges(&owner, "Ana").await.union(&nudges(&owner, "Bea").await).count(), 2);
        dies(&owner, &ana, json!("2026")).await;
        assert_eq!(nudges(&owner, "Ana").await, BTreeSet::new());
        // Bea has the one place.
        assert!(nudges(&owner, "Bea").await.contains("CHECK_IN"));
    }

    what_was_with_who_died_stays(app) {
        let owner = app.owner().await.lasting().await;
        let (ana, ..) = life(&app, &owner).await;
        let stays = "query($id: ID!) {
            people { totalCount nodes { displayName city diedOn } } search(text: \"ana\") { node { id } }
            checkIns(filter: { personId: { eq: $id } }) { nodes { state } } exchanges { totalCount } introductions { totalCount } needs { totalCount }
            gratitudes(first: 5) { nodes { state person { displayName } } }
            person(by: { id: $id }) { milestones { totalCount } reciprocity { balance } } }";
        let before = owner.ok(stays, json!({ "id": ana })).await;
        dies(&owner, &ana, json!("2026-02")).await;
        let mut after = owner.ok(stays, json!({ "id": ana })).await;
        let died = after["people"]["nodes"].as_array_mut().unwrap().iter_mut().find(|it| it["displayName"] == "Ana").unwrap();
        assert_eq!((died["diedOn"].take(), &died["city"]), (json!("2026-02"), &json!("Porto")));
        assert_eq!(before, after);
        let who = async |has: bool| owner.ok("query($has: Boolean!) { people(filter: { hasDied: $has }) { nodes { displayName } } }", json!({ "has": has })).await["people"]["nodes"].clone();
        assert_eq!(who(true).await, json!([{ "displayName": "Ana" }]));
        assert_eq!(who(false).await, json!([{ "displayName": "Bea" }, { "displayName": "Cem" }]));
    }

    who_died_is_counted_as_long_as_they_lived(app) {
        let owner = app.owner().await.lasting().await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        make(&owner, "createDimension", "dimension", json!({ "name": "Field", "isSensitive": false, "values": ["Bread"] })).await;
        for person in [&ana, &bea] {
            owner.written(UPDATE, json!({ "id": person, "input": { "setAttributes": [{ "dimension": "Field", "value": "Bread" }] } })).await;
        }
        let circle = make(&owner, "createCircle", "circle", json!({ "name": "All" })).await;
        owner.written("mutation($id: ID!, $people: [ID!]!) { addToCircle(id: $id, input: { personIds: $people }) { userErrors { message } } }", json!({ "id": circle, "people": [ana, bea] })).await;
        let alive = app.clock.now() + TimeDelta::hours(1);
        app.clock.advance(TimeDelta::days(10));
        dies(&owner, &ana, json!(day(&app, -3))).await;
        let counts = "query($at: DateTime, $circle: ID) { diversity(asOf: $at, circleId: $circle) { total known } }";
        for circle in [Value::Null, json!(circle)] {
            for (at, many) in [(alive, 2), (app.clock.now(), 1)] {
                let found = owner.ok(counts, json!({ "at": at.to_rfc3339(), "circle": circle })).await["diversity"].take();
                assert_eq!(found, json!([{ "total": many, "known": many }]), "{circle} {at}");
            }
        }
    }

    a_calendar_has_nothing_of_who_died(app) {
        let owner = app.owner().await.lasting().await;
        let (ana, ..) = life(&app, &owner).await;
        let made = owner.written("mutation { createCalendarFeed(input: { name: \"Mine\" }) { secretPath userErrors { message } } }", json!({})).await;
        let path = made["secretPath"].as_str().unwrap().to_owned();
        let read = async || app.http().get(app.url(&path)).send().await.unwrap().text().await.unwrap();
        let before = read().await;
        for what in ["Ana: birthday", "Ana: ", "Check in with Ana", "Check in with Bea"] {
            assert!(before.contains(what), "{what}: {before}");
        }
        dies(&owner, &ana, json!("2026-02-28")).await;
        let after = read().await;
        assert!(!after.contains("Ana") && after.contains("Check in with Bea"), "{after}");
    }

    a_day_of_death_that_cannot_be_is_refused(app) {
        let owner = app.owner().await;
        let made = json!({ "displayName": "Ana", "birthday": "1950-05" });
        let ana = make(&owner, "createPerson", "person", made).await;
        for (on, message) in [("1950-04-30", "before birthday"), ("1949", "before birthday"), ("2026-03-02", "has not come yet"), ("2027", "has not come yet")] {
            let errors = owner.refused(UPDATE, json!({ "id": ana, "input": { "diedOn": on } })).await;
            assert_eq!((errors.len(), &errors[0]["code"], &errors[0]["path"]), (1, &json!("INVALID"), &json!(["input", "diedOn"])), "{on}");
            assert!(errors[0]["message"].as_str().unwrap().contains(message), "{on}: {errors:?}");
        }
        for on in ["1950-05-01", "1950", "2026", "2026-03-01", "--02-03"] {
            dies(&owner, &ana, json!(on)).await;
        }
        dies(&owner, &ana, json!("1990-01-01")).await;
        let errors = owner.refused(UPDATE, json!({ "id": ana, "input": { "birthday": "1990-01-02" } })).await;
        assert_eq!((errors.len(), &errors[0]["path"]), (1, &json!(["input", "birthday"])));
    }

    a_town_and_a_country_are_kept_and_found(app) {
        let owner = app.owner().await;
        let make = async |name: &str, city: &str, country: &str| make(&owner, "createPerson", "person", json!({ "displayName": name, "city": city, "country": country })).await;
        let ana = make("Ana", " São Paulo ", "br").await;
        make("Bea", "Porto", "PT").await;
        let found = async |filter: Value| {
            let data = owner.ok("query($filter: PersonFilter) { people(filter: $filter, orderBy: { field: CITY, direction: ASC }) { nodes { displayName } } }", json!({ "filter": filter })).await;
            let nodes = data["people"]["nodes"].as_array().unwrap().iter();
            nodes.map(|node| node["displayName"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let shown = owner.ok("query($id: ID!) { person(by: { id: $id }) { city country } }", json!({ "id": ana })).await;
        assert_eq!(shown["person"], json!({ "city": "São Paulo", "country": "BR" }));
        assert_eq!(found(json!({})).await, ["Bea", "Ana"]);
        assert_eq!(found(json!({ "city": { "eq": "sao paulo" } })).await, ["Ana"]);
        assert_eq!(found(json!({ "country": { "in": ["pt", "DE"] } })).await, ["Bea"]);
        assert_eq!(found(json!({ "country": { "notIn": ["PT"] } })).await, ["Ana"]);
        let search = owner.ok("{ people(search: \"sao paulo\") { nodes { displayName } } }", json!({})).await;
        assert_eq!(search["people"]["nodes"], json!([{ "displayName": "Ana" }]));
        for country in ["Brazil", "XX", "BRA", "", "UK"] {
            let errors = owner.refused(UPDATE, json!({ "id": ana, "input": { "country": country } })).await;
            assert_eq!((&errors[0]["code"], &errors[0]["path"]), (&json!("INVALID"), &json!(["input", "country"])), "{country}");
            assert!(errors[0]["message"].as_str().unwrap().contains("two letters"), "{errors:?}");
        }
        owner.written(UPDATE, json!({ "id": ana, "input": { "country": null, "city": null } })).await;
        assert_eq!(found(json!({ "city": { "contains": "a" } })).await, Vec::<String>::new());
    }
}
