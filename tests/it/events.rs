//! Events and who is at them, through the API.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use tests::{Client, TestApp, both};

const ERRORS: &str = "userErrors { code message path ... on DuplicateError { existing { id } } ... on ConflictError { currentRevision } ... on StateError { state allowed } ... on InputError { max } }";
const FIELDS: &str = "id title kind description status startsAt endsAt startsOn endsOn timeZone beginsAt overAt cancelledAt place url organization { id } community { id } revision archivedAt myAttendance { state role isMine person { id } } attendances(first: 100) { totalCount nodes { id state role note isMine person { id } } }";

const CREATE: &str = "createEvent($input: CreateEventInput!)";
const UPDATE: &str = "updateEvent($id: ID!, $input: UpdateEventInput!, $expectedRevision: Int)";
const CANCEL: &str = "cancelEvent($id: ID!, $expectedRevision: Int)";
const REINSTATE: &str = "reinstateEvent($id: ID!, $expectedRevision: Int)";
const RECORD: &str = "recordAttendance($id: ID!, $input: RecordAttendanceInput!, $expectedRevision: Int)";
const REMOVE: &str = "removeAttendance($id: ID!, $input: RemoveAttendanceInput, $expectedRevision: Int)";
const ARCHIVE: &str = "archiveEvent($id: ID!, $expectedRevision: Int)";
const RESTORE: &str = "restoreEvent($id: ID!, $expectedRevision: Int)";

const LOG: &str = "mutation($input: LogInteractionInput!) { logInteraction(input: $input) { interaction { id event { id title } } userErrors { code message path } } }";
const CHANGE: &str = "mutation($id: ID!, $input: UpdateInteractionInput!) { updateInteraction(id: $id, input: $input) { interaction { id revision event { id } } userErrors { code message path } } }";

/// The document of a mutation that is given as it is declared.
fn document(mutation: &str) -> String {
    let (name, arguments) = mutation.split_once('(').unwrap();
    let names = arguments
        .split(',')
        .map(|it| it.trim().trim_start_matches('$').split(':').next().unwrap());
    let passed: Vec<String> = names.map(|name| format!("{name}: ${name}")).collect();
    format!(
        "mutation({arguments} {{ {name}({}) {{ event {{ {FIELDS} }} seq {ERRORS} }} }}",
        passed.join(", ")
    )
}

async fn written(client: &Client, mutation: &str, variables: Value) -> Value {
    client.written(&document(mutation), variables).await["event"].take()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// Code and place of each error: `INVALID input.startsAt`.
fn places(errors: &[Value]) -> Vec<String> {
    let place = |error: &Value| {
        let path: Vec<_> = error["path"].as_array().unwrap().iter().map(text).collect();
        format!("{} {}", error["code"].as_str().unwrap(), path.join("."))
    };
    errors.iter().map(place).collect()
}

async fn refused(client: &Client, mutation: &str, variables: Value) -> Vec<String> {
    places(&client.refused(&document(mutation), variables).await)
}

async fn create(client: &Client, input: Value) -> Value {
    written(client, CREATE, json!({ "input": input })).await
}

/// An event so many days from now; its id.
async fn event(app: &TestApp, client: &Client, title: &str, days: i64) -> String {
    let at = (app.clock.now() + TimeDelta::days(days)).to_rfc3339();
    text(
        &create(
            client,
            json!({ "title": title, "kind": "MEETUP", "startsAt": at }),
        )
        .await["id"],
    )
}

async fn attend(client: &Client, event: &str, attendees: Value) -> Value {
    let input = json!({ "attendees": attendees });
    written(client, RECORD, json!({ "id": event, "input": input })).await
}

async fn own(client: &Client) -> String {
    let people = client
        .ok("{ people(includeSelf: true) { nodes { id isSelf } } }", json!({}))
        .await;
    let mut people = people["people"]["nodes"].as_array().unwrap().iter();
    text(&people.find(|it| it["isSelf"] == true).unwrap()["id"])
}

/// The titles that the list shows under these arguments.
async fn listed(client: &Client, arguments: &str) -> Vec<String> {
    let query = format!("{{ events({arguments}) {{ nodes {{ title }} }} }}");
    let found = client.ok(&query, json!({})).await;
    let nodes = found["events"]["nodes"].as_array().unwrap().iter();
    nodes.map(|node| text(&node["title"])).collect()
}

both! {
    an_event_begins_at_a_moment_or_on_a_day_where_it_is(app) {
        let owner = app.owner().await.lasting().await;
        let host = owner.written("mutation { createOrganization(input: { name: \"Acme\" }) { organization { id } userErrors { message } } }", json!({})).await["organization"]["id"].take();
        let community = owner.written("mutation { createCommunity(input: { name: \"Sailors\", kind: CLUB }) { community { id } userErrors { message } } }", json!({})).await["community"]["id"].take();
        let input = json!({ "title": " Regatta ", "kind": "FAIR", "description": "d", "startsAt": "2026-05-01T18:00:00+02:00", "endsAt": "2026-05-01T20:00:00Z", "timeZone": "Europe/Berlin",
            "place": "Kiel", "url": "https://regatta.example", "organizationId": host, "communityId": community });
        let made = create(&owner, input).await;
        for (field, value) in [
            ("title", json!("Regatta")), ("status", json!("UPCOMING")), ("startsAt", json!("2026-05-01T16:00:00Z")), ("beginsAt", json!("2026-05-01T16:00:00Z")), ("overAt", json!("2026-05-01T20:00:00Z")),
            ("startsOn", Value::Null), ("organization", json!({ "id": host })), ("community", json!({ "id": community })), ("myAttendance", Value::Null), ("revision", json!(1)),
        ] {
            assert_eq!(made[field], value, "{field}: {made}");
        }
        // To days: the two of them, in Berlin.
        let days = json!({ "startsAt": null, "endsAt": null, "startsOn": "2026-05-02", "endsOn": "2026-05-03" });
        let moved = written(&owner, UPDATE, json!({ "id": made["id"], "input": days, "expectedRevision": 1 })).await;
        assert_eq!((&moved["beginsAt"], &moved["overAt"], &moved["endsOn"]), (&json!("2026-05-01T22:00:00Z"), &json!("2026-05-03T22:00:00Z"), &json!("2026-05-03")));
        // Elsewhere, the same days begin at another time.
        let moved = written(&owner, UPDATE, json!({ "id": made["id"], "input": { "timeZone": "Europe/Lisbon" } })).await;
        assert_eq!((&moved["beginsAt"], &moved["startsOn"]), (&json!("2026-05-01T23:00:00Z"), &json!("2026-05-02")));
        // Nothing changes twice.
        let again = written(&owner, UPDATE, json!({ "id": made["id"], "input": { "timeZone": "Europe/Lisbon" } })).await;
        assert_eq!(again["revision"], moved["revision"]);
        let hosted = owner.ok("query($host: ID!, $community: ID!) { organization(id: $host) { events { nodes { title } } } community(id: $community) { events { nodes { title } } } }", json!({ "host": host, "community": community })).await;
        for side in ["organization", "community"] {
            assert_eq!(hosted[side]["events"]["nodes"], json!([{ "title": "Regatta" }]));
        }
    }

    what_cannot_be_an_event_is_refused_by_name(app) {
        let owner = app.owner().await.lasting().await;
        let elsewhere = app.owner().await;
        let foreign = event(&app, &elsewhere, "Foreign", 1).await;
        let input = json!({ "id": "event_01h455vb4pex5vsknk084sn02q", "title": " ", "kind": "OTHER", "timeZone": "Mars", "url": "x".repeat(2_001), "organizationId": "organization_01h455vb4pex5vsknk084sn02q", "communityId": "community_01h455vb4pex5vsknk084sn02q" });
        assert_eq!(refused(&owner, CREATE, json!({ "input": input })).await, ["REQUIRED input.title", "TOO_LONG input.url", "INVALID input.timeZone", "NOT_FOUND input.organizationId", "NOT_FOUND input.communityId"]);
        let at = |more: Value| {
            let mut input = json!({ "title": "x", "kind": "OTHER" });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            json!({ "input": input })
        };
        for (more, place) in [
            (json!({}), "REQUIRED input.startsAt"),
            (json!({ "endsAt": "2026-01-01T00:00:00Z" }), "REQUIRED input.startsAt"),
            (json!({ "startsAt": "2026-01-01T00:00:00Z", "startsOn": "2026-01-01" }), "INVALID input.startsOn"),
            (json!({ "startsAt": "2026-01-02T00:00:00Z", "endsAt": "2026-01-01T00:00:00Z" }), "INVALID input.endsAt"),
            (json!({ "startsOn": "2026-01-02", "endsOn": "2026-01-01" }), "INVALID input.endsOn"),
            (json!({ "startsOn": "2026-01-02", "endsAt": "2026-01-03T00:00:00Z" }), "INVALID input.endsAt"),
            (json!({ "startsOn": "2026-01-02", "endsOn": "2028-01-01" }), "INVALID input.endsOn"),
        ] {
            assert_eq!(refused(&owner, CREATE, at(more.clone())).await, [place], "{more}");
        }
        assert!(listed(&owner, "first: 5").await.is_empty());
        let id = event(&app, &owner, "Mine", 1).await;
        assert_eq!(refused(&owner, UPDATE, json!({ "id": id, "input": { "title": null, "kind": null, "timeZone": null, "startsAt": null } })).await, ["REQUIRED input.title", "REQUIRED input.kind", "REQUIRED input.timeZone", "REQUIRED input.startsAt"]);
        assert_eq!(refused(&owner, UPDATE, json!({ "id": id, "input": { "title": "x" }, "expectedRevision": 7 })).await, ["CONFLICT expectedRevision"]);
        assert_eq!(refused(&owner, UPDATE, json!({ "id": foreign, "input": { "title": "x" } })).await, ["NOT_FOUND id"]);
        // A create that is repeated is one; with other content it is not.
        let input = json!({ "id": "event_01h455vb4pex5vsknk084sn02q", "title": "x", "kind": "OTHER", "startsOn": "2026-01-01" });
        let (one, two) = (create(&owner, input.clone()).await, create(&owner, input).await);
        assert_eq!(one, two);
        assert_eq!(refused(&owner, CREATE, json!({ "input": { "id": one["id"], "title": "y", "kind": "OTHER", "startsOn": "2026-01-01" } })).await, ["DUPLICATE input.id"]);
    }

    how_an_event_stands_follows_from_the_time(app) {
        let owner = app.owner().await.lasting().await;
        for (title, days) in [("Past", -3), ("Today", 0), ("Soon", 3)] {
            event(&app, &owner, title, days).await;
        }
        let off = event(&app, &owner, "Off", 5).await;
        let off = written(&owner, CANCEL, json!({ "id": off })).await;
        assert_eq!((&off["status"], &off["revision"]), (&json!("CANCELLED"), &json!(2)));
        assert_eq!(written(&owner, CANCEL, json!({ "id": off["id"] })).await["revision"], 2);
        assert_eq!(listed(&owner, "filter: { status: { eq: PAST } }").await, ["Past"]);
        assert_eq!(listed(&owner, "filter: { status: { in: [ONGOING, UPCOMING] } }, orderBy: { field: BEGINS_AT, direction: ASC }").await, ["Today", "Soon"]);
        assert_eq!(listed(&owner, "filter: { status: { notIn: [ONGOING, UPCOMING] } }").await, ["Off", "Past"]);
        assert_eq!(listed(&owner, "filter: { not: { status: { eq: CANCELLED } }, beginsAt: { gt: \"P2D\" } }").await, ["Soon"]);
        app.clock.advance(TimeDelta::days(4));
        assert_eq!(listed(&owner, "filter: { status: { eq: PAST } }").await, ["Soon", "Today", "Past"]);
        let back = written(&owner, REINSTATE, json!({ "id": off["id"], "expectedRevision": 2 })).await;
        assert_eq!((&back["status"], &back["cancelledAt"]), (&json!("UPCOMING"), &Value::Null));
        written(&owner, ARCHIVE, json!({ "id": off["id"] })).await;
        assert_eq!(listed(&owner, "filter: { status: { eq: UPCOMING } }").await, [""; 0]);
        assert_eq!(refused(&owner, CANCEL, json!({ "id": off["id"] })).await, ["STATE id"]);
        written(&owner, RESTORE, json!({ "id": off["id"] })).await;
        assert_eq!(listed(&owner, "search: \"of\", includeArchived: true").await, ["Off"]);
    }

    people_and_the_user_are_put_on_the_list_moved_and_taken_off(app) {
        let owner = app.owner().await.lasting().await;
        let (ana, bea, me) = (owner.person("Ana").await, owner.person("Bea").await, own(&owner).await);
        let id = event(&app, &owner, "Dinner", 3).await;
        let listed_as = json!([{ "personId": ana, "state": "INVITED", "role": "SPEAKER", "note": " early " }, { "personId": bea, "state": "INVITED" }, { "state": "GOING", "role": "HOST" }]);
        let on = attend(&owner, &id, listed_as.clone()).await;
        assert_eq!((&on["revision"], &on["attendances"]["totalCount"]), (&json!(2), &json!(3)));
        assert_eq!(on["myAttendance"], json!({ "state": "GOING", "role": "HOST", "isMine": true, "person": null }));
        assert_eq!(attend(&owner, &id, listed_as).await["revision"], 2, "the same list changes nothing");
        // The user is the same one by the name of their person.
        let on = attend(&owner, &id, json!([{ "personId": me, "state": "MAYBE" }, { "personId": ana, "state": "GOING", "note": null }])).await;
        assert_eq!((&on["myAttendance"]["state"], &on["myAttendance"]["role"], &on["attendances"]["totalCount"]), (&json!("MAYBE"), &json!("HOST"), &json!(3)));
        let nodes = on["attendances"]["nodes"].as_array().unwrap();
        let hers = nodes.iter().find(|it| it["person"]["id"] == json!(ana)).unwrap();
        assert_eq!((&hers["state"], &hers["role"], &hers["note"]), (&json!("GOING"), &json!("SPEAKER"), &Value::Null));
        let seen = owner.ok("query($id: ID!, $ana: ID!) { event(id: $id) { attendances(states: [GOING, DECLINED]) { totalCount nodes { person { displayName } event { title } } } } person(by: { id: $ana }) { events { nodes { title } } none: events(states: [ATTENDED]) { totalCount } attendances(states: GOING) { nodes { state event { title } } } } }", json!({ "id": id, "ana": ana })).await;
        assert_eq!(seen["event"]["attendances"], json!({ "totalCount": 1, "nodes": [{ "person": { "displayName": "Ana" }, "event": { "title": "Dinner" } }] }));
        assert_eq!(seen["person"], json!({ "events": { "nodes": [{ "title": "Dinner" }] }, "none": { "totalCount": 0 }, "attendances": { "nodes": [{ "state": "GOING", "event": { "title": "Dinner" } }] } }));
        assert_eq!(listed(&owner, &format!("filter: {{ attendeeId: {{ eq: \"{ana}\" }}, myState: {{ in: [MAYBE] }} }}")).await, ["Dinner"]);
        assert_eq!(listed(&owner, "filter: { not: { myState: { eq: MAYBE } } }").await, [""; 0]);
        // Off the list.
        let off = written(&owner, REMOVE, json!({ "id": id, "input": { "personIds": [bea], "mine": true } })).await;
        assert_eq!((&off["attendances"]["totalCount"], &off["myAttendance"]), (&json!(1), &Value::Null));
        assert_eq!(written(&owner, REMOVE, json!({ "id": id, "input": { "personIds": [bea, me] } })).await["revision"], off["revision"]);
        assert_eq!(written(&owner, REMOVE, json!({ "id": id })).await["revision"], off["revision"]);
        // Each was one change of the event.
        let changes = owner.ok("{ changes(after: 0, types: [EVENT]) { changes { op type revision record { id } } } }", json!({})).await;
        let changes = changes["changes"]["changes"].as_array().unwrap();
        assert_eq!(changes.len(), 4, "{changes:?}");
    }

    a_list_is_recorded_whole_or_not_at_all(app) {
        let owner = app.owner().await.lasting().await;
        let (ana, me) = (owner.person("Ana").await, own(&owner).await);
        let id = event(&app, &owner, "Dinner", 3).await;
        let record = |attendees: Value| json!({ "id": id, "input": { "attendees": attendees } });
        let wrong = json!([{ "personId": ana, "state": "INVITED" }, { "personId": ana, "state": "GOING" }, { "state": "ATTENDED" }, { "personId": me, "state": "GOING" }, { "personId": "person_01h455vb4pex5vsknk084sn02q", "state": "GOING", "note": "x".repeat(2_001) }, { "personId": id, "state": "GOING" }]);
        assert_eq!(refused(&owner, RECORD, record(wrong)).await, ["INVALID input.attendees.5.personId"]);
        let wrong = json!([{ "personId": ana, "state": "INVITED" }, { "personId": ana, "state": "GOING" }, { "state": "ATTENDED" }, { "personId": me, "state": "GOING" }, { "personId": "person_01h455vb4pex5vsknk084sn02q", "state": "GOING", "note": "x".repeat(2_001) }]);
        assert_eq!(refused(&owner, RECORD, record(wrong)).await, [
            "NOT_FOUND input.attendees.4.personId", "INVALID input.attendees.1.personId", "STATE input.attendees.2.state", "INVALID input.attendees.3.personId", "TOO_LONG input.attendees.4.note",
        ]);
        let many: Vec<Value> = (0..501).map(|_| json!({ "state": "GOING" })).collect();
        assert_eq!(refused(&owner, RECORD, record(many.into())).await, ["TOO_MANY input.attendees"]);
        let found = owner.ok("query($id: ID!) { event(id: $id) { revision attendances { totalCount } } }", json!({ "id": id })).await;
        assert_eq!(found["event"], json!({ "revision": 1, "attendances": { "totalCount": 0 } }));
        let viewer = owner.viewer().await;
        let errors = viewer.errors(&document(CANCEL), json!({ "id": id })).await;
        assert_eq!(errors[0]["extensions"]["code"], "INSUFFICIENT_SCOPE", "{errors:?}");
    }

    five_hundred_are_recorded_in_as_many_statements_as_five(app) {
        let owner = app.owner().await.lasting().await;
        let id = event(&app, &owner, "Congress", -1).await;
        let mut people = Vec::new();
        for number in 0..500 {
            people.push(owner.person(&format!("P{number}")).await);
        }
        let record = |count: usize, state: &str| {
            let attendees: Vec<Value> = people[..count].iter().map(|id| json!({ "personId": id, "state": state })).collect();
            json!({ "id": id, "input": { "attendees": attendees } })
        };
        let text = "mutation($id: ID!, $input: RecordAttendanceInput!) { recordAttendance(id: $id, input: $input) { event { attendances { totalCount } } userErrors { message } } }";
        let few = app.statements(async { owner.written(text, record(5, "GOING")).await; }).await.len();
        let many = app.statements(async { assert_eq!(owner.written(text, record(500, "ATTENDED")).await["event"]["attendances"]["totalCount"], 500); }).await;
        // One more: five of them were there, and are replaced.
        assert_eq!(many.len(), few + 1, "{many:#?}");
    }

    nobody_was_at_what_has_not_begun_or_was_called_off(app) {
        let owner = app.owner().await.lasting().await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let id = event(&app, &owner, "Talk", 3).await;
        attend(&owner, &id, json!([{ "personId": ana, "state": "GOING" }])).await;
        let was = json!({ "id": id, "input": { "attendees": [{ "personId": ana, "state": "ATTENDED" }, { "personId": bea, "state": "MISSED" }] } });
        let errors = owner.refused(&document(RECORD), was.clone()).await;
        assert_eq!(places(&errors), ["STATE input.attendees.0.state", "STATE input.attendees.1.state"]);
        assert_eq!((&errors[0]["state"], &errors[0]["allowed"]), (&json!("GOING"), &json!(["MAYBE", "DECLINED"])));
        app.clock.advance(TimeDelta::days(3));
        written(&owner, RECORD, was.clone()).await;
        // It happened: it is not called off, nor put off; the past can be put right.
        assert_eq!(refused(&owner, CANCEL, json!({ "id": id })).await, ["STATE id"]);
        let later = (app.clock.now() + TimeDelta::days(9)).to_rfc3339();
        assert_eq!(refused(&owner, UPDATE, json!({ "id": id, "input": { "startsAt": later } })).await, ["INVALID input.startsAt"]);
        let before = (app.clock.now() - TimeDelta::days(1)).to_rfc3339();
        written(&owner, UPDATE, json!({ "id": id, "input": { "startsAt": before } })).await;
        let errors = owner.refused(&document(RECORD), json!({ "id": id, "input": { "attendees": [{ "personId": ana, "state": "INVITED" }] } })).await;
        assert_eq!((&errors[0]["state"], &errors[0]["allowed"]), (&json!("ATTENDED"), &json!(["MISSED"])));
        // Without them it is called off, and nobody was there.
        written(&owner, REMOVE, json!({ "id": id, "input": { "personIds": [ana, bea] } })).await;
        written(&owner, CANCEL, json!({ "id": id })).await;
        assert_eq!(refused(&owner, RECORD, was).await, ["STATE input.attendees.0.state", "STATE input.attendees.1.state"]);
    }

    interactions_belong_to_an_event(app) {
        let owner = app.owner().await.lasting().await;
        let ana = owner.person("Ana").await;
        let (here, there) = (event(&app, &owner, "Here", -2).await, event(&app, &owner, "There", -1).await);
        let talk = |at: &str, event: &str| json!({ "input": { "happenedAt": at, "channel": "EVENT", "participantIds": [ana], "eventName": "a talk", "eventId": event, "title": at } });
        let first = owner.written(LOG, talk("2026-02-01T00:00:00Z", &here)).await["interaction"].take();
        let second = owner.written(LOG, talk("2026-02-02T00:00:00Z", &here)).await["interaction"].take();
        assert_eq!(first["event"], json!({ "id": here, "title": "Here" }));
        let at = |event: &str| format!("filter: {{ eventId: {{ eq: \"{event}\" }} }}");
        let titles = async |arguments: &str| {
            let query = format!("query($id: ID!) {{ interactions({arguments}) {{ totalCount }} event(id: $id) {{ interactions {{ nodes {{ title }} }} }} }}");
            let found = owner.ok(&query, json!({ "id": here })).await;
            let nodes = found["event"]["interactions"]["nodes"].as_array().unwrap().iter().map(|it| text(&it["title"])[..10].to_owned()).collect::<Vec<_>>();
            (found["interactions"]["totalCount"].clone(), nodes.join(" "))
        };
        assert_eq!(titles(&at(&here)).await, (json!(2), "2026-02-02 2026-02-01".to_owned()));
        // Nobody attended by being talked to.
        assert_eq!(owner.ok("query($id: ID!) { event(id: $id) { attendances { totalCount } } }", json!({ "id": here })).await["event"]["attendances"]["totalCount"], 0);
        // The first is moved in time, the second elsewhere, then nowhere.
        owner.written(CHANGE, json!({ "id": first["id"], "input": { "happenedAt": "2026-02-03T00:00:00Z" } })).await;
        assert_eq!(titles(&at(&there)).await, (json!(0), "2026-02-01 2026-02-02".to_owned()));
        let moved = owner.written(CHANGE, json!({ "id": second["id"], "input": { "eventId": there } })).await["interaction"].take();
        assert_eq!((&moved["event"]["id"], &moved["revision"]), (&json!(there), &json!(2)));
        let same = owner.written(CHANGE, json!({ "id": second["id"], "input": { "eventId": there } })).await["interaction"].take();
        assert_eq!(same["revision"], 2);
        assert_eq!(titles(&at(&there)).await, (json!(1), "2026-02-01".to_owned()));
        let none = owner.written(CHANGE, json!({ "id": second["id"], "input": { "eventId": null } })).await["interaction"].take();
        assert_eq!(none["event"], Value::Null);
        assert_eq!(titles("filter: { eventId: { isNull: true } }").await.0, json!(1));
        assert_eq!(titles(&format!("filter: {{ eventId: {{ notIn: [\"{here}\"] }} }}")).await.0, json!(1));
        // Archived, it is not there; restored, it is.
        for (verb, count) in [("archive", ""), ("restore", "2026-02-01")] {
            owner.written(&format!("mutation($id: ID!) {{ {verb}Interaction(id: $id) {{ userErrors {{ message }} }} }}"), json!({ "id": first["id"] })).await;
            assert_eq!(titles(&at(&here)).await.1, count);
        }
        let errors = owner.refused(LOG, talk("2026-02-01T00:00:00Z", "event_01h455vb4pex5vsknk084sn02q")).await;
        assert_eq!(places(&errors), ["NOT_FOUND input.eventId"]);
    }

    /// A walk of random steps, against a model that keeps what was last said.
    whatever_is_done_an_event_stands_as_a_simple_model_says(app) {
        let owner = app.owner().await.lasting().await;
        let mut dice = StdRng::seed_from_u64(5);
        let mut people = vec![None];
        for name in ["Ana", "Bea"] {
            people.push(Some(owner.person(name).await));
        }
        let states = ["INVITED", "GOING", "MAYBE", "DECLINED", "ATTENDED", "MISSED"];
        let mut begins = app.clock.now() + TimeDelta::days(4);
        let id = text(&create(&owner, json!({ "title": "x", "kind": "OTHER", "startsAt": begins.to_rfc3339() })).await["id"]);
        let (mut cancelled, mut list) = (false, BTreeMap::<Option<String>, &str>::new());
        let mut refusals = 0;
        for step in 0..120 {
            let person = people[dice.random_range(0..people.len())].clone();
            let was_there = list.values().any(|state| ["ATTENDED", "MISSED"].contains(state));
            let begun = begins <= app.clock.now() + TimeDelta::days(1);
            let (mutation, variables, allowed) = match dice.random_range(0..10) {
                0 => (CANCEL, json!({ "id": id }), cancelled || !was_there),
                1 => (REINSTATE, json!({ "id": id }), true),
                2 => {
                    let at = app.clock.now() + TimeDelta::days(dice.random_range(-3..6));
                    let ahead = at > app.clock.now() + TimeDelta::days(1);
                    let allowed = !(ahead && was_there);
                    if allowed {
                        begins = at;
                    }
                    (UPDATE, json!({ "id": id, "input": { "startsAt": at.to_rfc3339() } }), allowed)
                }
                3 => {
                    let (people, mine): (Vec<_>, bool) = (person.iter().collect(), person.is_none());
                    let variables = json!({ "id": id, "input": { "personIds": people, "mine": mine } });
                    list.remove(&person);
                    (REMOVE, variables, true)
                }
                _ => {
                    let to = states[dice.random_range(0..states.len())];
                    let from = list.get(&person).copied();
                    let outcome = |state| ["ATTENDED", "MISSED"].contains(&state);
                    let allowed = from == Some(to)
                        || ((!outcome(to) || (begun && !cancelled))
                            && from.is_none_or(|from| if outcome(from) { outcome(to) } else { to != "INVITED" }));
                    if allowed {
                        list.insert(person.clone(), to);
                    }
                    (RECORD, json!({ "id": id, "input": { "attendees": [{ "personId": person, "state": to }] } }), allowed)
                }
            };
            if allowed {
                let seen = written(&owner, mutation, variables).await;
                cancelled = if mutation == CANCEL { true } else { cancelled && mutation != REINSTATE };
                assert_eq!(seen["cancelledAt"].is_null(), !cancelled, "{step}: {seen}");
                let nodes = seen["attendances"]["nodes"].as_array().unwrap().iter();
                let shown: BTreeMap<Option<String>, &str> = nodes.map(|it| (it["person"]["id"].as_str().map(str::to_owned), it["state"].as_str().unwrap())).collect();
                assert_eq!(shown, list, "{step}: {mutation}");
            } else {
                refused(&owner, mutation, variables).await;
                refusals += 1;
            }
            if dice.random_range(0..12) == 0 {
                app.clock.advance(TimeDelta::days(1));
            }
        }
        assert!(refusals > 10, "{refusals}");
    }
}
