//! The morning screen: whom the agenda puts first, how it keeps to the week's capacity, and what stands on one card.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{TypeKind, TypeSystemDefinition};
use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};
use serde_json::{Value, json};
use tests::{Client, TestApp, both};

pub(crate) const ERRORS: &str = "userErrors { code message path }";
const NUDGE: &str = "key kind title whyNow dueOn score comesFirst heldBack answers match { reasons } person { id displayName } planned { id } reasons { code date days count person { id } text } actions { mutation label variables asks }";

pub(crate) fn day(app: &TestApp, days: i64) -> String {
    (app.clock.now() + TimeDelta::days(days)).date_naive().to_string()
}

/// A mutation that takes one input; the id of what it made.
pub(crate) async fn make(client: &Client, mutation: &str, kind: &str, shown: &str, input: Value) -> String {
    let text =
        format!("mutation($input: {kind}!) {{ {mutation}(input: $input) {{ {shown} {{ id }} {ERRORS} }} }}");
    let made = client.written(&text, json!({ "input": input })).await;
    made[shown]["id"].as_str().unwrap_or_default().to_owned()
}

pub(crate) async fn log(client: &Client, person: &str, at: &str) -> String {
    let input = json!({ "participantIds": [person], "channel": "CALL", "happenedAt": at });
    make(
        client,
        "logInteraction",
        "LogInteractionInput",
        "interaction",
        input,
    )
    .await
}

pub(crate) async fn every(client: &Client, of: (&str, &str), days: i32) {
    let input = json!({ of.0: of.1, "idealDays": days });
    make(client, "setCadence", "SetCadenceInput", "cadence", input).await;
}

pub(crate) async fn workspace(client: &Client, input: Value) {
    let text = format!(
        "mutation($input: UpdateWorkspaceInput!) {{ updateWorkspace(input: $input) {{ {ERRORS} }} }}"
    );
    client.written(&text, json!({ "input": input })).await;
}

pub(crate) async fn cards(client: &Client, arguments: &str) -> Vec<Value> {
    let query = format!("{{ agenda(first: 100{arguments}) {{ nodes {{ {NUDGE} inside {{ {NUDGE} }} }} }} }}");
    let mut data = client.ok(&query, json!({})).await;
    match data["agenda"]["nodes"].take() {
        Value::Array(cards) => cards,
        other => panic!("{other}"),
    }
}

/// The nudges of all cards.
pub(crate) fn flat(cards: &[Value]) -> Vec<&Value> {
    let inside = |card: &'_ Value| {
        card["inside"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default()
            .len()
    };
    cards
        .iter()
        .flat_map(|card| (0..=inside(card)).map(move |n| if n == 0 { card } else { &card["inside"][n - 1] }))
        .collect()
}

pub(crate) fn texts(cards: &[Value], field: &str) -> Vec<String> {
    let texts = cards.iter().map(|card| card[field].as_str().unwrap().to_owned());
    texts.collect()
}

/// Where a person stands, kept by the test alone.
struct Known {
    circle: usize,
    id: String,
    last: NaiveDate,
}

/// The circles of the test: how many people, and every how many days.
const CIRCLES: [(u64, u64); 5] = [(5, 14), (15, 30), (50, 90), (150, 180), (280, 365)];
const CAPACITY: usize = 10;
const WEEKS: u64 = 8;

fn due(it: &Known) -> NaiveDate {
    it.last + Days::new(CIRCLES[it.circle].1)
}

/// 500 people in circles of which about 21 come up in a week; nobody is overdue.
async fn network(owner: &Client, today: NaiveDate) -> Vec<Known> {
    let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap();
    let mut people = Vec::new();
    for (circle, (many, days)) in CIRCLES.into_iter().enumerate() {
        let name = format!("Every {days} days");
        let id = make(
            owner,
            "createCircle",
            "CreateCircleInput",
            "circle",
            json!({ "name": name }),
        )
        .await;
        every(owner, ("circleId", &id), i32::try_from(days).unwrap()).await;
        for number in 0..many {
            let person = owner.person(&format!("{days}/{number}")).await;
            let last = today - Days::new(number * days / many);
            log(owner, &person, &last.and_time(nine).and_utc().to_rfc3339()).await;
            people.push(Known {
                circle,
                id: person,
                last,
            });
        }
        let ids: Vec<&str> = people
            .iter()
            .filter(|it| it.circle == circle)
            .map(|it| it.id.as_str())
            .collect();
        let add = format!(
            "mutation($id: ID!, $people: [ID!]!) {{ addToCircle(id: $id, input: {{ personIds: $people }}) {{ {ERRORS} }} }}"
        );
        for ids in ids.chunks(100) {
            owner.written(&add, json!({ "id": id, "people": ids })).await;
        }
    }
    people
}

pub(crate) async fn demo(app: &TestApp) -> Client {
    api::demo::fill(&app.app).await.unwrap();
    let log_in = "mutation($input: LogInInput!) { logIn(input: $input) { session { accessToken } userErrors { message } } }";
    let input = json!({ "email": api::demo::EMAIL, "password": api::demo::PASSWORD });
    let session = app.anonymous().written(log_in, json!({ "input": input })).await;
    let token = session["session"]["accessToken"].as_str().unwrap();
    app.with_token(token).lasting().await
}

both! {
    capacity_goes_to_the_closest_and_most_overdue_and_no_circle_starves(app) {
        let owner = app.owner().await.lasting().await;
        let begin = app.clock.now().date_naive();
        let nine = NaiveTime::from_hms_opt(9, 30, 0).unwrap();
        app.clock.set(begin.and_time(nine).and_utc());
        let mut people = network(&owner, begin).await;
        workspace(&owner, json!({ "weeklyCapacity": CAPACITY, "weekStart": "MONDAY" })).await;
        let mut weeks: BTreeMap<NaiveDate, usize> = BTreeMap::new();
        let mut served: BTreeMap<usize, Vec<NaiveDate>> = BTreeMap::new();
        let mut kept_back = 0;
        for number in 0..WEEKS * 7 {
            let today = begin + Days::new(number);
            app.clock.set(today.and_time(nine).and_utc());
            for it in people.iter().filter(|it| it.circle == 0) {
                let over = (today - due(it)).num_days();
                assert!(3 * over <= 14, "{today}: {} is {over} days over", it.id);
            }
            let shown = cards(&owner, ", kinds: [CHECK_IN]").await;
            let digest = owner.ok("{ agendaDigest { heldBack } }", json!({})).await;
            let ids: BTreeSet<&str> = shown.iter().map(|card| card["person"]["id"].as_str().unwrap()).collect();
            let are_due = people.iter().filter(|it| due(it) <= today).count();
            assert_eq!(digest["agendaDigest"]["heldBack"], json!(are_due - ids.len()), "{today}");
            kept_back = kept_back.max(are_due - ids.len());
            for (circle, _) in CIRCLES.iter().enumerate() {
                let of = |is_shown: bool| people.iter().filter(move |it| it.circle == circle).filter(move |it| due(it) <= today).filter({
                    let ids = &ids;
                    move |it| ids.contains(it.id.as_str()) == is_shown
                });
                if let (Some(last), Some(next)) = (of(true).map(due).max(), of(false).map(due).min()) {
                    assert!(last <= next, "{today}: of circle {circle} somebody due on {last} is shown, and not who was due on {next}");
                }
            }
            let now = app.clock.now().to_rfc3339();
            let chosen: Vec<String> = ids.into_iter().map(str::to_owned).collect();
            for id in chosen {
                log(&owner, &id, &now).await;
                let it = people.iter_mut().find(|it| it.id == id).unwrap();
                assert!(due(it) <= today, "{today}: {id} is not due");
                it.last = today;
                served.entry(it.circle).or_default().push(today);
                *weeks.entry(today.week(chrono::Weekday::Mon).first_day()).or_default() += 1;
            }
        }
        assert!(weeks.values().all(|many| *many <= CAPACITY), "{weeks:?}");
        assert!(weeks.values().sum::<usize>() >= 75, "{weeks:?}");
        assert!(kept_back > 50, "{kept_back}");
        for first in 0..=(WEEKS - 2) * 7 {
            let (from, to) = (begin + Days::new(first), begin + Days::new(first + 13));
            for (circle, days) in &served {
                assert!(days.iter().any(|day| (from..=to).contains(day)), "nobody of circle {circle} from {from} to {to}: {days:?}");
            }
        }
        assert_eq!(served.len(), CIRCLES.len());
    }

    what_is_planned_and_who_needs_support_or_has_their_birthday_comes_first_whatever_the_capacity(app) {
        let owner = app.owner().await.lasting().await;
        workspace(&owner, json!({ "weeklyCapacity": 1, "weekStart": "SUNDAY" })).await;
        let mut people = Vec::new();
        for name in ["Ana", "Bea", "Cem", "Dee", "Eva"] {
            people.push(owner.person(name).await);
        }
        for person in &people[..3] {
            every(&owner, ("personId", person), 10).await;
        }
        app.clock.advance(TimeDelta::days(14));
        // Bea has a cadence, Dee has none.
        for person in [&people[1], &people[3]] {
            let plan = json!({ "personId": person, "on": day(&app, 0), "channel": "CALL" });
            make(&owner, "planCheckIn", "PlanCheckInInput", "checkIn", plan).await;
        }
        let born = json!({ "displayName": "Fay", "birthday": app.clock.now().date_naive().format("1990-%m-%d").to_string() });
        make(&owner, "createPerson", "CreatePersonInput", "person", born).await;
        let loss = json!({ "personId": people[4], "kind": "LOSS", "date": day(&app, -1) });
        make(&owner, "createMilestone", "CreateMilestoneInput", "milestone", loss).await;
        let promise = json!({ "personId": people[4], "direction": "GIVEN", "kind": "HELP", "title": "Soup", "state": "PROMISED", "dueOn": day(&app, -20) });
        make(&owner, "recordExchange", "RecordExchangeInput", "exchange", promise).await;
        let found = cards(&owner, "").await;
        let first: BTreeSet<&str> = found.iter().filter(|it| it["comesFirst"] == json!(true)).map(|it| it["title"].as_str().unwrap()).collect();
        assert_eq!(first, BTreeSet::from([
            "A check-in with Bea is planned for today",
            "A check-in with Dee is planned for today",
            "The birthday of Fay (36) is today",
            "Eva: a loss, yesterday",
        ]));
        assert!(found[..4].iter().all(|it| it["comesFirst"] == json!(true)), "{found:?}");
        // The promise to Eva lies in her card; of Ana and Cem, who are as late, one has the place.
        let eva = found.iter().find(|it| it["title"] == "Eva: a loss, yesterday").unwrap();
        assert_eq!(eva["inside"][0]["title"], "You promised Eva: Soup");
        let rest = texts(&found[4..], "title");
        assert_eq!(rest.len(), 1, "{rest:?}");
        let dee = found.iter().find(|it| it["title"] == "A check-in with Dee is planned for today").unwrap();
        assert!(!dee["planned"]["id"].is_null());
        let digest = owner.ok("{ agendaDigest { heldBack total } }", json!({})).await;
        assert_eq!(digest["agendaDigest"], json!({ "heldBack": 1, "total": 5 }));
        let all = cards(&owner, ", includeHeldBack: true").await;
        let held: Vec<bool> = all.iter().map(|it| it["heldBack"] == json!(true)).collect();
        assert_eq!(held, [false, false, false, false, false, true]);
        // Who is dismissed leaves the place to the next.
        let key = found[4]["key"].clone();
        let dismiss = format!("mutation($key: String!) {{ dismissNudge(input: {{ key: $key }}) {{ {ERRORS} }} }}");
        owner.written(&dismiss, json!({ "key": key })).await;
        let next = cards(&owner, "").await;
        assert_eq!(next.len(), 5);
        assert_ne!(next[4]["key"], key);
        // What was planned is done, and leaves the agenda.
        log(&owner, &people[3], &app.clock.now().to_rfc3339()).await;
        assert!(!texts(&cards(&owner, "").await, "title").iter().any(|title| title.contains("Dee")));
    }

    a_talk_with_whom_it_was_not_time_for_uses_no_place(app) {
        let owner = app.owner().await.lasting().await;
        workspace(&owner, json!({ "weeklyCapacity": 2, "weekStart": "SUNDAY" })).await;
        let mut people = Vec::new();
        for name in ["Ana", "Bea", "Cem", "Dee"] {
            people.push(owner.person(name).await);
        }
        for person in &people[..2] {
            every(&owner, ("personId", person), 7).await;
        }
        for person in &people[2..] {
            every(&owner, ("personId", person), 300).await;
        }
        for person in &people {
            log(&owner, person, &app.clock.now().to_rfc3339()).await;
        }
        app.clock.advance(TimeDelta::days(14));
        for person in &people[2..] {
            log(&owner, person, &app.clock.now().to_rfc3339()).await;
        }
        assert_eq!(cards(&owner, ", kinds: [CHECK_IN]").await.len(), 2);
        log(&owner, &people[0], &app.clock.now().to_rfc3339()).await;
        assert_eq!(cards(&owner, ", kinds: [CHECK_IN]").await.len(), 1);
    }

    who_was_planned_uses_no_place_before_the_talk_nor_after_it(app) {
        let owner = app.owner().await.lasting().await;
        workspace(&owner, json!({ "weeklyCapacity": 1, "weekStart": "SUNDAY" })).await;
        let mut people = Vec::new();
        for name in ["Ana", "Bea", "Cem"] {
            let person = owner.person(name).await;
            every(&owner, ("personId", &person), 7).await;
            people.push(person);
        }
        app.clock.advance(TimeDelta::days(14));
        let plan = json!({ "personId": people[0], "on": day(&app, 0) });
        make(&owner, "planCheckIn", "PlanCheckInInput", "checkIn", plan).await;
        let others = async || {
            let shown = cards(&owner, ", kinds: [CHECK_IN]").await;
            let shown = shown.into_iter().filter(|it| it["planned"].is_null());
            let due = "{ dueCheckIns(withinCapacity: true) { nodes { planned { id } } } }";
            let due = owner.ok(due, json!({})).await;
            let due = due["dueCheckIns"]["nodes"].as_array().unwrap().iter().filter(|it| it["planned"].is_null()).count();
            (shown.map(|it| it["key"].clone()).collect::<Vec<_>>(), due)
        };
        let before = others().await;
        assert_eq!((before.0.len(), before.1), (1, 1));
        log(&owner, &people[0], &app.clock.now().to_rfc3339()).await;
        assert_eq!(others().await, before);
        // Who was not planned uses one.
        let shown = cards(&owner, ", kinds: [CHECK_IN]").await[0]["person"]["id"].as_str().unwrap().to_owned();
        log(&owner, &shown, &app.clock.now().to_rfc3339()).await;
        assert_eq!(others().await, (vec![], 0));
    }

    a_card_holds_all_of_a_person_all_debts_for_one_collaboration_and_all_offers_for_one_need(app) {
        let owner = app.owner().await.lasting().await;
        let mut people = Vec::new();
        for name in ["Ana", "Bea", "Cem", "Dee"] {
            people.push(owner.person(name).await);
        }
        let members: Vec<Value> = people.iter().map(|id| json!({ "personId": id, "contribution": "a chapter" })).collect();
        let book = json!({ "title": "Book", "kind": "PROJECT", "state": "ACTIVE", "members": members });
        let book = make(&owner, "createCollaboration", "CreateCollaborationInput", "collaboration", book).await;
        let done = format!("mutation($id: ID!) {{ moveCollaboration(id: $id, input: {{ to: DONE }}) {{ {ERRORS} }} }}");
        owner.written(&done, json!({ "id": book })).await;
        make(&owner, "createNeed", "CreateNeedInput", "need", json!({ "kind": "EXPERTISE", "title": "A printer", "topics": ["printing"] })).await;
        for person in &people[1..] {
            let offer = json!({ "personId": person, "kind": "EXPERTISE", "title": "Prints", "topics": ["printing"] });
            make(&owner, "createOffer", "CreateOfferInput", "offer", offer).await;
        }
        for (direction, title) in [("GIVEN", "Slides"), ("GIVEN", "A call")] {
            let promise = json!({ "personId": people[0], "direction": direction, "kind": "RESOURCE", "title": title, "state": "PROMISED", "dueOn": day(&app, 1) });
            make(&owner, "recordExchange", "RecordExchangeInput", "exchange", promise).await;
        }
        let found = cards(&owner, "").await;
        let sizes: Vec<(&str, usize)> = found.iter().map(|it| (it["kind"].as_str().unwrap(), it["inside"].as_array().unwrap().len())).collect();
        assert_eq!(BTreeSet::from_iter(sizes), BTreeSet::from([("PROMISE", 1), ("GRATITUDE", 3), ("MATCH", 2)]));
        // A card is of a person or of a cause; what is in it is of persons, and so is what it says of its own nudge.
        for card in &found {
            let is_of_person = card["kind"] == "PROMISE";
            assert_eq!(card["person"].is_null(), !is_of_person, "{card}");
            assert!(card["inside"].as_array().unwrap().iter().all(|it| !it["person"].is_null()), "{card}");
        }
        let debts = found.iter().find(|it| it["kind"] == "GRATITUDE").unwrap();
        assert_eq!(debts["title"], "4 people are owed thanks: Book");
        let owed = debts["reasons"][0]["person"]["id"].as_str().unwrap();
        let name = ["Ana", "Bea", "Cem", "Dee"][people.iter().position(|person| person == owed).unwrap()];
        assert_eq!(debts["reasons"][0]["text"], format!("You have owed {name} thanks since today."));
        assert_eq!(debts["actions"][0]["label"], format!("Note that {name} was thanked"));
        let digest = owner.ok("{ agendaDigest { total counts { kind count } } }", json!({})).await;
        assert_eq!(digest["agendaDigest"], json!({ "total": 3, "counts": [
            { "kind": "GRATITUDE", "count": 4 }, { "kind": "PROMISE", "count": 2 }, { "kind": "MATCH", "count": 1 },
        ] }));
        // What lies inside keeps its key, and comes up when the card's own nudge is put off.
        let promise = found.iter().find(|it| it["kind"] == "PROMISE").unwrap();
        let snooze = format!("mutation($key: String!, $until: Date!) {{ snoozeNudge(input: {{ key: $key, until: $until }}) {{ {ERRORS} }} }}");
        owner.written(&snooze, json!({ "key": promise["key"], "until": day(&app, 3) })).await;
        let left = cards(&owner, ", kinds: [PROMISE]").await;
        assert_eq!((left.len(), &left[0]["key"], &left[0]["inside"]), (1, &promise["inside"][0]["key"], &json!([])));
    }

    a_logged_call_answers_a_birthday(app) {
        let owner = app.owner().await.lasting().await;
        let today = app.clock.now().date_naive();
        let born = |days: u64| (today - Days::new(days)).format("1990-%m-%d").to_string();
        let mut people = Vec::new();
        for (name, days) in [("Ana", 0), ("Bea", 2), ("Cem", 3)] {
            let input = json!({ "displayName": name, "birthday": born(days) });
            people.push(make(&owner, "createPerson", "CreatePersonInput", "person", input).await);
        }
        assert_eq!(cards(&owner, ", kinds: [MILESTONE]").await.len(), 3);
        // Before the day it answers nothing; on it and after it, it does.
        log(&owner, &people[1], &(app.clock.now() - TimeDelta::days(3)).to_rfc3339()).await;
        assert_eq!(cards(&owner, ", kinds: [MILESTONE]").await.len(), 3);
        log(&owner, &people[0], &app.clock.now().to_rfc3339()).await;
        log(&owner, &people[1], &(app.clock.now() - TimeDelta::days(1)).to_rfc3339()).await;
        assert_eq!(texts(&cards(&owner, ", kinds: [MILESTONE]").await, "title"), ["The birthday of Cem (36) was 3 days ago"]);
    }

    a_good_match_ranks_above_a_poor_one(app) {
        let owner = app.owner().await.lasting().await;
        let (ana, bea, cem) = (owner.person("Ana").await, owner.person("Bea").await, owner.person("Cem").await);
        let need = async |person: &str, title: &str, topics: Value| {
            make(&owner, "createNeed", "CreateNeedInput", "need", json!({ "personId": person, "kind": "EXPERTISE", "title": title, "topics": topics })).await
        };
        need(&ana, "Poor", json!(["printing", "paper", "ink", "glue", "thread"])).await;
        need(&bea, "Good", json!(["printing"])).await;
        let offer = json!({ "personId": cem, "kind": "EXPERTISE", "title": "Prints", "topics": ["printing"] });
        make(&owner, "createOffer", "CreateOfferInput", "offer", offer).await;
        let query = "{ agenda(kinds: [MATCH]) { nodes { score match { score need { title } } } } }";
        let found = owner.ok(query, json!({})).await["agenda"]["nodes"].take();
        let of = |place: usize| (found[place]["score"].as_i64().unwrap(), found[place]["match"]["score"].as_i64().unwrap(), found[place]["match"]["need"]["title"].as_str().unwrap());
        let ((one, good, first), (other, poor, second)) = (of(0), of(1));
        assert_eq!((first, second), ("Good", "Poor"));
        assert_eq!((one - other), (good * 2 / 5) - (poor * 2 / 5));
        assert!(one >= other + 10, "{found}");
    }

    every_text_of_the_demo_says_what_is_so_and_each_sentence_is_data_as_well(app) {
        let owner = demo(&app).await;
        let found = cards(&owner, ", includeHeldBack: true").await;
        assert!(found.len() > 20, "{}", found.len());
        let people: Vec<&str> = found.iter().filter_map(|card| card["person"]["id"].as_str()).collect();
        let distinct: BTreeSet<&&str> = people.iter().collect();
        assert_eq!(distinct.len(), people.len(), "somebody has several cards: {people:?}");
        assert!(texts(&found, "title").iter().any(|title| title.contains(" people are owed thanks: ")));
        let commands = ["Be ", "Keep ", "Thank ", "Ask ", "Remind ", "Introduce ", "Note ", "Help ", "Celebrate ", "Prepare ", "Say ", "Follow ", "Think "];
        for nudge in flat(&found) {
            let title = nudge["title"].as_str().unwrap();
            assert!(!commands.iter().any(|command| title.starts_with(command)), "{title}");
            let told: Vec<&Value> = nudge["reasons"].as_array().unwrap().iter().map(|it| &it["text"]).collect();
            let why: Vec<&Value> = nudge["whyNow"].as_array().unwrap().iter().collect();
            assert_eq!(told, why);
            assert!(!why.is_empty(), "{nudge}");
            if nudge["kind"] == "MATCH" {
                assert_eq!(Vec::from_iter(nudge["match"]["reasons"].as_array().unwrap()), why, "{nudge}");
            }
            let labels = nudge["actions"].as_array().unwrap().iter().map(|it| it["label"].as_str().unwrap());
            let mut answers: Vec<&Value> = nudge["actions"].as_array().unwrap().iter().map(|it| &it["mutation"]).collect();
            answers.dedup();
            assert_eq!(Vec::from_iter(nudge["answers"].as_array().unwrap()), answers);
            for text in why.iter().filter_map(|it| it.as_str()).chain(labels).chain([title]) {
                let low = text.to_lowercase();
                assert!(!text.contains('!'), "{text}");
                for flattery in ["great", "awesome", "well done", "good job", "amazing", "congratulations"] {
                    assert!(!low.contains(flattery), "{text}");
                }
            }
            for reason in nudge["reasons"].as_array().unwrap() {
                assert_eq!(reason["date"].is_null(), reason["days"].is_null(), "{reason}");
            }
        }
        let headline = owner.ok("{ agendaDigest { headline } }", json!({})).await["agendaDigest"]["headline"].take();
        assert!(!headline.as_str().unwrap().contains('!'));
    }

    /// What a card says is read for the page alone that shows it.
    every_page_of_the_agenda_says_what_the_whole_agenda_says(app) {
        let owner = demo(&app).await;
        let told = "key title whyNow person { displayName } actions { label } match { topics reasons need { title } }";
        let ask = format!("query($first: Int, $after: String, $last: Int, $before: String) {{ agenda(first: $first, after: $after, last: $last, before: $before) {{ pageInfo {{ startCursor endCursor hasPreviousPage hasNextPage }} nodes {{ {told} inside {{ {told} }} }} }} }}");
        let whole = owner.ok(&ask, json!({ "first": 100 })).await["agenda"]["nodes"].take();
        let whole = whole.as_array().unwrap();
        let names = |card: &&Value| card["person"]["displayName"].as_str().is_some_and(|name| card["title"].as_str().unwrap().contains(name));
        assert!(whole.iter().filter(names).count() > 20, "{whole:?}");
        for (size, beyond, cursor, more) in [("first", "after", "endCursor", "hasNextPage"), ("last", "before", "startCursor", "hasPreviousPage")] {
            let (mut found, mut at) = (Vec::new(), Value::Null);
            loop {
                let mut page = owner.ok(&ask, json!({ size: 3, beyond: at })).await["agenda"].take();
                let Value::Array(cards) = page["nodes"].take() else { panic!("{page}") };
                let place = if size == "first" { found.len() } else { 0 };
                found.splice(place..place, cards);
                if page["pageInfo"][more] == false {
                    break;
                }
                at = page["pageInfo"][cursor].take();
            }
            assert_eq!(&found, whole, "{size}");
        }
    }

    thanks_name_the_talk_in_which_they_were_said(app) {
        let owner = app.owner().await.lasting().await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let help = json!({ "personId": ana, "direction": "RECEIVED", "kind": "HELP", "title": "Boxes carried" });
        make(&owner, "recordExchange", "RecordExchangeInput", "exchange", help).await;
        let now = app.clock.now().to_rfc3339();
        let (talk, other) = (log(&owner, &ana, &now).await, log(&owner, &bea, &now).await);
        let owed = owner.ok("{ gratitudesOwed { nodes { id } } }", json!({})).await["gratitudesOwed"]["nodes"][0]["id"].take();
        let send = format!("mutation($id: ID!, $talk: ID!) {{ sendGratitude(id: $id, input: {{ means: IN_PERSON, interactionId: $talk }}) {{ gratitude {{ state interaction {{ id }} }} {ERRORS} }} }}");
        let errors = owner.refused(&send, json!({ "id": owed, "talk": other })).await;
        assert_eq!((&errors[0]["code"], &errors[0]["path"]), (&json!("INVALID"), &json!(["input", "interactionId"])));
        let sent = owner.written(&send, json!({ "id": owed, "talk": talk })).await;
        assert_eq!(sent["gratitude"], json!({ "state": "SENT", "interaction": { "id": talk } }));
        let give = format!("mutation($input: GratitudeInput!) {{ giveGratitude(input: $input) {{ gratitude {{ interaction {{ id }} }} {ERRORS} }} }}");
        let given = owner.written(&give, json!({ "input": { "personId": bea, "means": "IN_PERSON", "interactionId": other } })).await;
        assert_eq!(given["gratitude"]["interaction"]["id"], json!(other));
    }

    every_code_of_a_reason_is_given(app) {
        let owner = demo(&app).await;
        let mut people = Vec::new();
        for name in ["Paula", "Quentin", "Rita", "Sami"] {
            people.push(owner.person(name).await);
        }
        let toni = json!({ "displayName": "Toni", "facts": [{ "kind": "INTEREST", "text": "Lutes", "notedOn": day(&app, 0) }] });
        people.push(make(&owner, "createPerson", "CreatePersonInput", "person", toni).await);
        let pause = json!({ "personId": people[0], "idealDays": 7, "pausedUntil": day(&app, 2) });
        make(&owner, "setCadence", "SetCadenceInput", "cadence", pause).await;
        make(&owner, "planCheckIn", "PlanCheckInInput", "checkIn", json!({ "personId": people[0], "on": day(&app, 0) })).await;
        every(&owner, ("personId", &people[1]), 1).await;
        let later = json!({ "personId": people[1], "until": day(&app, 2) });
        make(&owner, "snoozeCheckIn", "SnoozeCheckInInput", "checkIn", later).await;
        let help = json!({ "personId": people[2], "direction": "RECEIVED", "kind": "HELP", "title": "Boxes carried" });
        make(&owner, "recordExchange", "RecordExchangeInput", "exchange", help).await;
        let find = "query($id: ID!) { person(by: { id: $id }) { gratitudes { nodes { id } } } }";
        let owed = owner.ok(find, json!({ "id": people[2] })).await["person"]["gratitudes"]["nodes"][0]["id"].take();
        let draft = format!("mutation($id: ID!) {{ draftGratitude(id: $id, input: {{ text: \"Dear Rita\" }}) {{ {ERRORS} }} }}");
        owner.written(&draft, json!({ "id": owed })).await;
        for direction in ["GIVEN", "RECEIVED"] {
            let promise = json!({ "personId": people[2], "direction": direction, "kind": "HELP", "title": "A call", "state": "PROMISED", "dueOn": day(&app, 0) });
            make(&owner, "recordExchange", "RecordExchangeInput", "exchange", promise).await;
        }
        let want = json!({ "personId": people[3], "kind": "EXPERTISE", "title": "A violin maker", "topics": ["violins"], "until": day(&app, 3) });
        make(&owner, "createNeed", "CreateNeedInput", "need", want.clone()).await;
        let want = json!({ "personId": people[3], "kind": "EXPERTISE", "title": "A lute maker", "topics": ["lutes"], "until": day(&app, 3) });
        make(&owner, "createNeed", "CreateNeedInput", "need", want).await;
        make(&owner, "createOffer", "CreateOfferInput", "offer", json!({ "personId": people[4], "kind": "EXPERTISE", "title": "Makes lutes", "topics": ["lutes"] })).await;
        log(&owner, &people[4], &app.clock.now().to_rfc3339()).await;
        let mut codes = BTreeSet::new();
        for days in [0, 2, 20] {
            let found = cards(&owner, &format!(", includeHeldBack: true, on: \"{}\"", day(&app, days))).await;
            for nudge in flat(&found) {
                let given = nudge["reasons"].as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap().to_owned());
                codes.extend(given);
            }
        }
        let schema = parse_schema(api::areas::sdl()).unwrap();
        let declared = schema.definitions.into_iter().find_map(|it| match it {
            TypeSystemDefinition::Type(it) if it.node.name.node == "NudgeReasonCode" => match it.node.kind {
                TypeKind::Enum(it) => Some(it.values),
                _ => None,
            },
            _ => None,
        });
        let declared: BTreeSet<String> = declared.unwrap().iter().map(|it| it.node.value.node.to_string()).collect();
        let missing: Vec<&String> = declared.difference(&codes).collect();
        assert!(missing.is_empty(), "no nudge gives these: {missing:?}");
    }
}
