//! News of the user through the API: who was told, in which talk, and whom to tell next.

use serde_json::{Value, json};
use tests::{Client, both};

const ERRORS: &str = "userErrors { code message path }";

async fn make(client: &Client, input: Value) -> String {
    let text = format!(
        "mutation($input: CreateUpdateInput!) {{ createUpdate(input: $input) {{ update {{ id }} {ERRORS} }} }}"
    );
    let made = client.written(&text, json!({ "input": input })).await;
    made["update"]["id"].as_str().unwrap().to_owned()
}

async fn log(client: &Client, input: Value) -> String {
    let text = format!(
        "mutation($input: LogInteractionInput!) {{ logInteraction(input: $input) {{ interaction {{ id }} {ERRORS} }} }}"
    );
    let made = client.written(&text, json!({ "input": input })).await;
    made["interaction"]["id"].as_str().unwrap().to_owned()
}

async fn circle(client: &Client, name: &str, people: &[&String]) -> String {
    let made = client
        .written(&format!("mutation($name: String!) {{ createCircle(input: {{ name: $name }}) {{ circle {{ id }} {ERRORS} }} }}"), json!({ "name": name }))
        .await;
    let id = made["circle"]["id"].as_str().unwrap().to_owned();
    for person in people {
        let join = format!(
            "mutation($id: ID!, $circle: ID!) {{ updatePerson(id: $id, input: {{ addCircleIds: [$circle] }}) {{ person {{ id }} {ERRORS} }} }}"
        );
        client.written(&join, json!({ "id": person, "circle": id })).await;
    }
    id
}

async fn told(client: &Client, id: &str) -> (Vec<Value>, usize) {
    let text = "query($id: ID!) { update(id: $id) { toldPeople { nodes { displayName } } toldIn { nodes { id } } } }";
    let update = client.ok(text, json!({ "id": id })).await["update"].take();
    let people = update["toldPeople"]["nodes"].as_array().unwrap();
    let names = people.iter().map(|it| it["displayName"].clone()).collect();
    (names, update["toldIn"]["nodes"].as_array().unwrap().len())
}

async fn to_tell(client: &Client, id: &str) -> Value {
    let text = "query($id: ID!) { whomToTell(updateId: $id) { person { displayName } score reasons { kind points text } } }";
    client.ok(text, json!({ "id": id })).await["whomToTell"].take()
}

fn names(ranked: &Value) -> Vec<(&str, i64)> {
    let ranked = ranked.as_array().unwrap().iter();
    ranked
        .map(|it| {
            (
                it["person"]["displayName"].as_str().unwrap(),
                it["score"].as_i64().unwrap(),
            )
        })
        .collect()
}

async fn of_person(client: &Client, person: &str) -> (Value, Value) {
    let text = "query($id: ID!) { person(by: { id: $id }) { toldUpdates { nodes { title } } brief { updatesToTell { nodes { title } } } } }";
    let mut person = client.ok(text, json!({ "id": person })).await["person"].take();
    (
        person["toldUpdates"]["nodes"].take(),
        person["brief"]["updatesToTell"]["nodes"].take(),
    )
}

both! {
    whoever_takes_part_in_a_talk_that_names_news_was_told(app) {
        let owner = app.owner().await;
        let (ana, ben, cem) = (owner.person("Ana").await, owner.person("Ben").await, owner.person("Cem").await);
        let news = make(&owner, json!({ "title": "We move to Lisbon", "description": "In May.", "topics": ["Lisbon"] })).await;
        assert_eq!(told(&owner, &news).await, (vec![], 0));
        let talk = log(&owner, json!({ "channel": "CALL", "participantIds": [ana, ben], "toldUpdateIds": [news, news], "updatesShared": "And the cat." })).await;
        assert_eq!(told(&owner, &news).await, (vec![json!("Ana"), json!("Ben")], 1));
        assert_eq!(of_person(&owner, &ana).await, (json!([{ "title": "We move to Lisbon" }]), json!([])));
        assert_eq!(of_person(&owner, &cem).await, (json!([]), json!([{ "title": "We move to Lisbon" }])));
        let seen = owner.ok("query($id: ID!) { interaction(id: $id) { updatesShared toldUpdates { title } } }", json!({ "id": talk })).await;
        assert_eq!(seen["interaction"], json!({ "updatesShared": "And the cat.", "toldUpdates": [{ "title": "We move to Lisbon" }] }));

        // Who was not there after all was not told; nor was anybody in a talk that is archived.
        let update = |input: Value| {
            let (owner, talk) = (&owner, &talk);
            async move {
                let text = format!("mutation($id: ID!, $input: UpdateInteractionInput!) {{ updateInteraction(id: $id, input: $input) {{ interaction {{ revision }} {ERRORS} }} }}");
                owner.written(&text, json!({ "id": talk, "input": input })).await["interaction"]["revision"].as_i64().unwrap()
            }
        };
        update(json!({ "removeParticipantIds": [ben] })).await;
        assert_eq!(told(&owner, &news).await.0, [json!("Ana")]);
        update(json!({ "removeToldUpdateIds": [news] })).await;
        assert_eq!(told(&owner, &news).await, (vec![], 0));
        let revision = update(json!({ "addToldUpdateIds": [news] })).await;
        assert_eq!(update(json!({ "addToldUpdateIds": [news] })).await, revision, "it was told already");
        assert_eq!(told(&owner, &news).await.0, [json!("Ana")]);
        owner.written(&format!("mutation($id: ID!) {{ archiveInteraction(id: $id) {{ interaction {{ id }} {ERRORS} }} }}"), json!({ "id": talk })).await;
        assert_eq!(told(&owner, &news).await, (vec![], 0));
        owner.written(&format!("mutation($id: ID!) {{ restoreInteraction(id: $id) {{ interaction {{ id }} {ERRORS} }} }}"), json!({ "id": talk })).await;
        assert_eq!(told(&owner, &news).await.0, [json!("Ana")]);
    }

    news_is_told_while_it_is_news_and_to_whom_it_is_meant_for(app) {
        let owner = app.owner().await;
        let (ana, ben) = (owner.person("Ana").await, owner.person("Ben").await);
        let friends = circle(&owner, "Friends", &[&ana]).await;
        make(&owner, json!({ "title": "Over", "until": "2026-02-28" })).await;
        make(&owner, json!({ "title": "To come", "startsOn": "2026-03-02" })).await;
        make(&owner, json!({ "title": "Today", "startsOn": "2026-03-01", "until": "2026-03-01" })).await;
        make(&owner, json!({ "title": "For friends", "circleIds": [friends] })).await;
        let seen = of_person(&owner, &ana).await.1;
        let mut titles: Vec<&str> = seen.as_array().unwrap().iter().map(|it| it["title"].as_str().unwrap()).collect();
        titles.sort_unstable();
        assert_eq!(titles, ["For friends", "Today"]);
        assert_eq!(of_person(&owner, &ben).await.1, json!([{ "title": "Today" }]));
    }

    whom_to_tell_is_ranked_with_the_reasons(app) {
        let owner = app.owner().await;
        let mut people = Vec::new();
        for name in ["Ana", "Ben", "Cem", "Dan", "Eva", "Fay"] {
            people.push(owner.person(name).await);
        }
        let [ana, ben, cem, dan, eva, fay] = people.as_slice() else { unreachable!() };
        let friends = circle(&owner, "Friends", &[ana, ben, eva]).await;
        for (person, text) in [(ana, "Sailing"), (cem, "sailing, the sea"), (dan, "cooking")] {
            let add = format!("mutation($id: ID!, $text: String!) {{ updatePerson(id: $id, input: {{ addFacts: [{{ kind: INTEREST, text: $text }}] }}) {{ person {{ id }} {ERRORS} }} }}");
            owner.written(&add, json!({ "id": person, "text": text })).await;
        }
        let cadence = format!("mutation($id: ID!) {{ setCadence(input: {{ personId: $id, idealDays: 30 }}) {{ {ERRORS} }} }}");
        owner.written(&cadence, json!({ "id": ben })).await;
        log(&owner, json!({ "channel": "CALL", "happenedAt": "2026-02-19T10:00:00Z", "participantIds": [ana] })).await;
        let news = make(&owner, json!({ "title": "The boat is afloat", "topics": ["sailing", "The Sea"], "circleIds": [friends] })).await;
        log(&owner, json!({ "channel": "CALL", "participantIds": [eva], "toldUpdateIds": [news] })).await;
        let ranked = to_tell(&owner, &news).await;
        // Eva knows; Dan and Fay are neither in the circle nor care for it.
        assert_eq!(names(&ranked), [("Ana", 65), ("Ben", 55), ("Cem", 30)]);
        assert_eq!(ranked[0]["reasons"], json!([
            { "kind": "CIRCLE", "points": 40, "text": "In a circle that it is meant for: Friends" },
            { "kind": "TOPIC", "points": 15, "text": "Cares for what it is about: sailing" },
            { "kind": "CONTACT", "points": 10, "text": "In touch 10 days ago" },
        ]));
        assert_eq!(ranked[1]["reasons"][1], json!({ "kind": "CLOSENESS", "points": 15, "text": "You mean to be in touch every 30 days" }));

        // What is meant for everybody goes to whoever the user knows to be in touch with.
        let all = make(&owner, json!({ "title": "A new address" })).await;
        assert_eq!(names(&to_tell(&owner, &all).await), [("Ana", 10), ("Eva", 10)]);
        owner.written(&format!("mutation($id: ID!) {{ archivePerson(id: $id) {{ person {{ id }} {ERRORS} }} }}"), json!({ "id": ana })).await;
        assert_eq!(names(&to_tell(&owner, &news).await), [("Ben", 55), ("Cem", 30)]);
        owner.written(&format!("mutation($id: ID!) {{ archiveUpdate(id: $id) {{ update {{ id }} {ERRORS} }} }}"), json!({ "id": all })).await;
        assert_eq!(to_tell(&owner, &all).await, json!([]));
        let _ = (dan, fay);
        let errors = owner.errors("query($id: ID!) { whomToTell(updateId: $id, first: 51) { score } }", json!({ "id": news })).await;
        assert_eq!(errors[0]["extensions"]["code"], "BAD_INPUT");
    }

    news_is_changed_and_what_is_wrong_with_it_is_named(app) {
        let owner = app.owner().await;
        let (one, two) = (circle(&owner, "One", &[]).await, circle(&owner, "Two", &[]).await);
        let news = make(&owner, json!({ "title": "A", "circleIds": [one] })).await;
        let update = "mutation($id: ID!, $input: UpdateUpdateInput!) { updateUpdate(id: $id, input: $input) { update { title topics circles { name } revision } userErrors { code message path } } }";
        let changed = owner.written(update, json!({ "id": news, "input": { "title": "B", "topics": ["x"], "addCircleIds": [two], "removeCircleIds": [one] } })).await;
        assert_eq!(changed["update"], json!({ "title": "B", "topics": ["x"], "circles": [{ "name": "Two" }], "revision": 2 }));
        let same = owner.written(update, json!({ "id": news, "input": { "addCircleIds": [two] } })).await;
        assert_eq!(same["update"]["revision"], 2);
        let none = one.replace(&one[7..12], "01h2x");
        let refused = owner.refused(update, json!({ "id": news, "input": { "title": "", "topics": ["..."], "startsOn": "2026-03-02", "until": "2026-03-01", "addCircleIds": [none] } })).await;
        let places: Vec<String> = refused.iter().map(|it| {
            let path = it["path"].as_array().unwrap().iter().map(|step| step.as_str().unwrap());
            format!("{} {}", it["code"].as_str().unwrap(), path.collect::<Vec<_>>().join("."))
        }).collect();
        assert_eq!(places, ["REQUIRED input.title", "INVALID input.until", "INVALID input.topics.0", "NOT_FOUND input.addCircleIds.0"]);
        let found = owner.ok("{ updates(search: \"b\") { nodes { title } } }", json!({})).await;
        assert_eq!(found["updates"]["nodes"], json!([{ "title": "B" }]));
    }

    what_they_told_since_the_last_talk_stands_in_the_brief(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        for (day, channel, heard) in [(1, "CALL", Some("old")), (5, "IN_PERSON", Some("at lunch")), (8, "MESSAGE", Some("by mail")), (9, "MESSAGE", None)] {
            log(&owner, json!({ "channel": channel, "happenedAt": format!("2026-02-{day:02}T10:00:00Z"), "participantIds": [ana], "updatesHeard": heard })).await;
        }
        let text = "query($id: ID!) { person(by: { id: $id }) { brief { lastHeard { nodes { updatesHeard } } } } }";
        let brief = owner.ok(text, json!({ "id": ana })).await["person"]["brief"].take();
        assert_eq!(brief["lastHeard"]["nodes"], json!([{ "updatesHeard": "by mail" }, { "updatesHeard": "at lunch" }]));
        let ben = owner.person("Ben").await;
        log(&owner, json!({ "channel": "MESSAGE", "participantIds": [ben], "updatesHeard": "by mail" })).await;
        let brief = owner.ok(text, json!({ "id": ben })).await["person"]["brief"].take();
        assert_eq!(brief["lastHeard"]["nodes"], json!([{ "updatesHeard": "by mail" }]));
    }
}
