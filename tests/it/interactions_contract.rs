//! Interactions through the API: the limits, the rights, the pages and the costs.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Client, TestApp, both};

const ERRORS: &str = "userErrors { code message path ... on DuplicateError { existing { id } } ... on ConflictError { currentRevision current { id } } ... on StateError { state allowed } ... on InputError { max } }";
const FIELDS: &str = "id happenedAt channel initiator durationMinutes title summary notes sentiment place updatesShared updatesHeard eventName revision archivedAt participants { id displayName } collaboration { id title }";

const LOG: &str = "logInteraction($input: LogInteractionInput!)";
const UPDATE: &str = "updateInteraction($id: ID!, $input: UpdateInteractionInput!, $expectedRevision: Int)";
const ARCHIVE: &str = "archiveInteraction($id: ID!, $expectedRevision: Int)";
const RESTORE: &str = "restoreInteraction($id: ID!, $expectedRevision: Int)";

/// When the tests' clock starts.
const NOW: &str = "2026-03-01T09:00:00Z";
const NOBODY: &str = "person_01h455vb4pex5vsknk084sn02q";
const NOWHERE: &str = "interaction_01h455vb4pex5vsknk084sn02q";

/// The document of a mutation that is given as it is declared.
fn document(mutation: &str) -> String {
    let (name, arguments) = mutation.split_once('(').unwrap();
    let names = arguments
        .split(',')
        .map(|it| it.trim().trim_start_matches('$').split(':').next().unwrap());
    let passed: Vec<String> = names.map(|name| format!("{name}: ${name}")).collect();
    format!(
        "mutation({arguments} {{ {name}({}) {{ interaction {{ {FIELDS} }} seq {ERRORS} }} }}",
        passed.join(", ")
    )
}

/// A caller whose token outlives the tests' days.
async fn owner(app: &TestApp) -> Client {
    let scopes = [
        "PEOPLE_READ",
        "PEOPLE_WRITE",
        "INTERACTIONS_READ",
        "INTERACTIONS_WRITE",
        "COLLABORATIONS_READ",
        "COLLABORATIONS_WRITE",
        "CHANGES_READ",
    ];
    app.owner().await.with_scopes(&scopes).await
}

async fn written(client: &Client, mutation: &str, variables: Value) -> Value {
    client.written(&document(mutation), variables).await["interaction"].take()
}

async fn refused(client: &Client, mutation: &str, variables: Value) -> Vec<Value> {
    client.refused(&document(mutation), variables).await
}

async fn log(client: &Client, input: Value) -> Value {
    written(client, LOG, json!({ "input": input })).await
}

/// A call of this title at this time; its id.
async fn call(client: &Client, title: &str, at: &str, people: &[&str]) -> String {
    let input = json!({ "happenedAt": at, "channel": "CALL", "title": title, "participantIds": people });
    text(&log(client, input).await["id"])
}

async fn update(client: &Client, id: &str, input: Value) -> Value {
    written(client, UPDATE, json!({ "id": id, "input": input })).await
}

async fn archive(client: &Client, id: &str) {
    written(client, ARCHIVE, json!({ "id": id })).await;
}

async fn restore(client: &Client, id: &str) {
    written(client, RESTORE, json!({ "id": id })).await;
}

async fn get(client: &Client, id: &str) -> Value {
    let query = format!("query($id: ID!) {{ interaction(id: $id) {{ {FIELDS} }} }}");
    client.ok(&query, json!({ "id": id })).await["interaction"].take()
}

async fn collaboration(client: &Client, title: &str) -> String {
    let query = "mutation($input: CreateCollaborationInput!) { createCollaboration(input: $input) { collaboration { id } userErrors { message } } }";
    let input = json!({ "title": title, "kind": "PROJECT" });
    text(&client.written(query, json!({ "input": input })).await["collaboration"]["id"])
}

/// When the user was last in touch with a person, and the person's revision.
async fn last(client: &Client, person: &str) -> (Value, Value) {
    let query = "query($id: ID!) { person(by: { id: $id }) { lastInteractionAt revision } }";
    let mut data = client.ok(query, json!({ "id": person })).await;
    (
        data["person"]["lastInteractionAt"].take(),
        data["person"]["revision"].take(),
    )
}

/// The `lastInteractionAt` of people who themselves were never changed.
async fn lasts(client: &Client, people: &[&String]) -> Vec<Value> {
    let mut lasts = Vec::new();
    for person in people {
        let (last, revision) = last(client, person).await;
        assert_eq!(revision, 1, "a derived value is no change of the person");
        lasts.push(last);
    }
    lasts
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn texts(nodes: &Value, field: &str) -> Vec<String> {
    nodes
        .as_array()
        .unwrap()
        .iter()
        .map(|node| text(&node[field]))
        .collect()
}

/// The titles that the list shows under these arguments.
async fn listed(client: &Client, arguments: &str) -> Vec<String> {
    let arguments = if arguments.is_empty() {
        String::new()
    } else {
        format!("({arguments})")
    };
    let data = client
        .ok(
            &format!("{{ interactions{arguments} {{ nodes {{ title }} }} }}"),
            json!({}),
        )
        .await;
    texts(&data["interactions"]["nodes"], "title")
}

/// The titles that a filter finds, latest first.
async fn filtered(client: &Client, filter: &str) -> Vec<String> {
    listed(client, &format!("filter: {{ {filter} }}")).await
}

/// Code and place of each error: `INVALID input.participantIds.0`.
fn places(errors: &[Value]) -> Vec<String> {
    let place = |error: &Value| {
        let path: Vec<_> = error["path"].as_array().unwrap().iter().map(text).collect();
        format!("{} {}", error["code"].as_str().unwrap(), path.join("."))
    };
    errors.iter().map(place).collect()
}

async fn code(client: &Client, query: &str) -> String {
    text(&client.errors(query, json!({})).await[0]["extensions"]["code"])
}

both! {
    an_interaction_needs_only_a_channel_and_somebody(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        let made = log(&owner, json!({ "happenedAt": NOW, "channel": "EMAIL", "participantIds": [ana], "title": " ", "durationMinutes": 0 })).await;
        assert_eq!((&made["title"], &made["sentiment"], &made["collaboration"], &made["durationMinutes"]), (&json!(null), &json!(null), &json!(null), &json!(0)));
        let document = document(LOG);
        let errors = owner.errors(&document, json!({ "input": { "happenedAt": NOW, "participantIds": [ana] } })).await;
        assert_eq!(errors.len(), 1, "{errors:?}");
        let errors = refused(&owner, LOG, json!({ "input": { "happenedAt": NOW, "channel": "CALL" } })).await;
        assert_eq!(errors.len(), 1, "{errors:?}");
        let made = log(&owner, json!({ "channel": "CALL", "participantIds": [ana] })).await;
        assert_eq!(made["happenedAt"], "2026-03-01T09:00:00Z", "now, where nothing is said");
    }

    all_that_is_wrong_is_told_at_once_and_nothing_is_written(app) {
        let (owner, other) = (owner(&app).await, owner(&app).await);
        let (ana, stranger) = (owner.person("Ana").await, other.person("Stranger").await);
        let foreign = collaboration(&other, "Theirs").await;
        let input = json!({
            "happenedAt": "2026-03-02T09:00:01Z", "channel": "CALL", "participantIds": [ana, stranger, NOBODY],
            "durationMinutes": 10_081, "title": "x".repeat(201), "summary": "x".repeat(2_001), "notes": "x".repeat(20_001),
            "place": "x".repeat(201), "updatesShared": "x".repeat(5_001), "updatesHeard": "x".repeat(5_001), "eventName": "x".repeat(201),
            "collaborationId": foreign,
        });
        let errors = refused(&owner, LOG, json!({ "input": input })).await;
        assert_eq!(places(&errors), [
            "INVALID input.happenedAt",
            "INVALID input.durationMinutes",
            "TOO_LONG input.title",
            "TOO_LONG input.summary",
            "TOO_LONG input.notes",
            "TOO_LONG input.place",
            "TOO_LONG input.updatesShared",
            "TOO_LONG input.updatesHeard",
            "TOO_LONG input.eventName",
            "NOT_FOUND input.participantIds.1",
            "NOT_FOUND input.participantIds.2",
            "NOT_FOUND input.collaborationId",
        ]);
        assert_eq!((&errors[1]["max"], &errors[4]["max"]), (&json!(10_080), &json!(20_000)));
        let input = json!({ "id": ana, "happenedAt": NOW, "channel": "CALL", "participantIds": [ana, NOWHERE, "7"], "collaborationId": ana });
        let errors = refused(&owner, LOG, json!({ "input": input })).await;
        let mut wrong = places(&errors);
        wrong.sort();
        assert_eq!(wrong, ["INVALID input.collaborationId", "INVALID input.id", "INVALID input.participantIds.1", "INVALID input.participantIds.2"]);
        let input = json!({ "happenedAt": "0001-01-01T00:00:00Z", "channel": "CALL", "participantIds": [], "durationMinutes": -1 });
        assert_eq!(places(&refused(&owner, LOG, json!({ "input": input })).await), ["INVALID input.happenedAt", "INVALID input.durationMinutes", "REQUIRED input.participantIds"]);
        assert!(listed(&owner, "").await.is_empty());
        assert_eq!(lasts(&owner, &[&ana]).await, [json!(null)]);
    }

    an_interaction_has_at_most_a_hundred_participants(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        let of = |count| json!({ "input": { "happenedAt": NOW, "channel": "CALL", "participantIds": vec![&ana; count] } });
        for count in [101, 1_000] {
            let errors = refused(&owner, LOG, of(count)).await;
            assert_eq!((places(&errors), &errors[0]["max"]), (vec!["TOO_MANY input.participantIds".to_owned()], &json!(100)));
        }
        // Far more ids than a statement may carry: what no list may be is refused before anybody looks at it.
        let errors = owner.errors(&document(LOG), of(40_000)).await;
        assert_eq!(errors[0]["extensions"]["code"], "BAD_INPUT");
        let mut people = vec![ana];
        for number in 1..101 {
            people.push(owner.person(&format!("Person {number:03}")).await);
        }
        let made = log(&owner, json!({ "happenedAt": NOW, "channel": "EVENT", "participantIds": people[..100] })).await;
        assert_eq!(made["participants"].as_array().unwrap().len(), 100);
        let id = text(&made["id"]);
        let errors = refused(&owner, UPDATE, json!({ "id": id, "input": { "addParticipantIds": [people[100]] } })).await;
        assert_eq!((places(&errors), &errors[0]["max"]), (vec!["TOO_MANY input.addParticipantIds".to_owned()], &json!(100)));
        let errors = refused(&owner, UPDATE, json!({ "id": id, "input": { "addParticipantIds": vec![&people[0]; 1_000], "removeParticipantIds": vec![&people[0]; 101] } })).await;
        assert_eq!(places(&errors), ["TOO_MANY input.removeParticipantIds", "TOO_MANY input.addParticipantIds"]);
        let after = update(&owner, &id, json!({ "addParticipantIds": [people[100]], "removeParticipantIds": [people[0]] })).await;
        assert_eq!(after["participants"].as_array().unwrap().len(), 100);
    }

    a_day_of_grace_lets_clocks_be_wrong(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        let id = call(&owner, "Tomorrow", "2026-03-02T09:00:00Z", &[&ana]).await;
        let errors = refused(&owner, UPDATE, json!({ "id": id, "input": { "happenedAt": "2026-03-02T09:00:00.000001Z" } })).await;
        assert_eq!(places(&errors), ["INVALID input.happenedAt"]);
        assert_eq!(lasts(&owner, &[&ana]).await, [json!("2026-03-02T09:00:00Z")]);
    }

    an_update_changes_what_is_given_and_clears_what_is_null(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        let book = collaboration(&owner, "A book").await;
        let id = text(&log(&owner, json!({
            "happenedAt": NOW, "channel": "CALL", "participantIds": [ana], "initiator": "ME", "durationMinutes": 5, "title": "Short",
            "summary": "s", "sentiment": "MIXED", "collaborationId": book,
        })).await["id"]);
        let after = owner.written(&document(UPDATE), json!({ "id": id, "expectedRevision": 1, "input": {
            "happenedAt": "2026-02-01T00:00:00Z", "channel": "VIDEO", "initiator": null, "durationMinutes": null, "title": "Long", "sentiment": null, "collaborationId": null,
        } })).await;
        let it = &after["interaction"];
        assert_eq!((&it["happenedAt"], &it["channel"], &it["initiator"], &it["durationMinutes"]), (&json!("2026-02-01T00:00:00Z"), &json!("VIDEO"), &json!(null), &json!(null)));
        assert_eq!((&it["title"], &it["summary"], &it["sentiment"], &it["collaboration"], &it["revision"]), (&json!("Long"), &json!("s"), &json!(null), &json!(null), &json!(2)));
        let same = owner.written(&document(UPDATE), json!({ "id": id, "input": { "title": " Long", "addParticipantIds": [ana], "removeParticipantIds": [] } })).await;
        assert_eq!(same, after, "nothing changed");
        let errors = refused(&owner, UPDATE, json!({ "id": id, "input": { "happenedAt": null, "channel": null, "addParticipantIds": [id] } })).await;
        assert_eq!(places(&errors), ["REQUIRED input.happenedAt", "REQUIRED input.channel", "INVALID input.addParticipantIds.0"]);
        let errors = refused(&owner, UPDATE, json!({ "id": id, "input": { "happenedAt": "2027-01-01T00:00:00Z", "durationMinutes": -1, "notes": "x".repeat(20_001), "collaborationId": "collaboration_01h455vb4pex5vsknk084sn02q" } })).await;
        assert_eq!(places(&errors), ["INVALID input.happenedAt", "INVALID input.durationMinutes", "TOO_LONG input.notes", "NOT_FOUND input.collaborationId"]);
        let errors = refused(&owner, UPDATE, json!({ "id": id, "input": { "title": "x" }, "expectedRevision": 1 })).await;
        assert_eq!(places(&errors), ["CONFLICT expectedRevision"]);
        assert_eq!((&errors[0]["currentRevision"], &errors[0]["current"]["id"]), (&json!(2), &json!(id)));
        assert_eq!(places(&refused(&owner, UPDATE, json!({ "id": NOWHERE, "input": {} })).await), ["NOT_FOUND id"]);
        assert_eq!(places(&refused(&owner, UPDATE, json!({ "id": ana, "input": { "removeParticipantIds": [id] } })).await), ["INVALID id", "INVALID input.removeParticipantIds.0"]);
    }

    participants_come_and_go_but_one_remains(app) {
        let owner = owner(&app).await;
        let (ana, bea, cleo) = (owner.person("Ana").await, owner.person("Bea").await, owner.person("Cleo").await);
        let id = call(&owner, "Call", NOW, &[&ana, &bea]).await;
        let after = update(&owner, &id, json!({ "addParticipantIds": [cleo, cleo, bea], "removeParticipantIds": [ana, ana] })).await;
        assert_eq!((texts(&after["participants"], "displayName"), &after["revision"]), (vec!["Bea".to_owned(), "Cleo".to_owned()], &json!(2)));
        let same = update(&owner, &id, json!({ "removeParticipantIds": [ana, NOBODY] })).await;
        assert_eq!(same["revision"], 2, "who is not there need not be removed");
        let errors = refused(&owner, UPDATE, json!({ "id": id, "input": { "removeParticipantIds": [bea, cleo], "title": "Nobody" } })).await;
        assert_eq!(places(&errors), ["REQUIRED input.removeParticipantIds"]);
        let errors = refused(&owner, UPDATE, json!({ "id": id, "input": { "addParticipantIds": [ana, NOBODY] } })).await;
        assert_eq!(places(&errors), ["NOT_FOUND input.addParticipantIds.1"]);
        let after = update(&owner, &id, json!({ "addParticipantIds": [bea], "removeParticipantIds": [bea, cleo] })).await;
        assert_eq!(texts(&after["participants"], "displayName"), ["Bea"], "removed first, then added");
        assert_eq!(lasts(&owner, &[&ana, &bea, &cleo]).await, [json!(null), json!(NOW), json!(null)]);
    }

    the_last_interaction_of_everybody_concerned_is_always_right(app) {
        let owner = owner(&app).await;
        let (ana, bea, cleo) = (owner.person("Ana").await, owner.person("Bea").await, owner.person("Cleo").await);
        let all = [&ana, &bea, &cleo];
        let (january, february, late) = ("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", "2026-02-01T00:00:00.000001Z");
        assert_eq!(lasts(&owner, &all).await, [json!(null), json!(null), json!(null)]);
        let second = call(&owner, "Second", february, &[&ana, &bea]).await;
        let first = call(&owner, "First", january, &[&ana, &cleo]).await;
        assert_eq!(lasts(&owner, &all).await, [february, february, january], "what is logged later need not have happened later");
        update(&owner, &first, json!({ "happenedAt": late })).await;
        assert_eq!(lasts(&owner, &all).await, [late, february, late], "a microsecond counts");
        update(&owner, &first, json!({ "happenedAt": "2025-12-01T00:00:00Z" })).await;
        assert_eq!(lasts(&owner, &all).await, [february, february, "2025-12-01T00:00:00Z"]);
        update(&owner, &second, json!({ "removeParticipantIds": [ana], "addParticipantIds": [cleo] })).await;
        assert_eq!(lasts(&owner, &all).await, ["2025-12-01T00:00:00Z", february, february]);
        update(&owner, &second, json!({ "removeParticipantIds": [cleo], "addParticipantIds": [ana], "happenedAt": january })).await;
        assert_eq!(lasts(&owner, &all).await, [january, january, "2025-12-01T00:00:00Z"]);
        archive(&owner, &second).await;
        assert_eq!(lasts(&owner, &all).await, [json!("2025-12-01T00:00:00Z"), json!(null), json!("2025-12-01T00:00:00Z")]);
        restore(&owner, &second).await;
        assert_eq!(lasts(&owner, &all).await, [january, january, "2025-12-01T00:00:00Z"]);
        let people = owner.ok("{ changes(types: [PERSON]) { changes { op } } }", json!({})).await;
        assert!(texts(&people["changes"]["changes"], "op").iter().all(|op| op == "CREATE"), "a derived value is in no feed");
    }

    an_archived_interaction_is_hidden_and_can_be_restored(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        let id = call(&owner, "Call", NOW, &[&ana]).await;
        let errors = refused(&owner, ARCHIVE, json!({ "id": id, "expectedRevision": 7 })).await;
        assert_eq!(places(&errors), ["CONFLICT expectedRevision"]);
        app.clock.advance(TimeDelta::days(1));
        let archived = owner.written(&document(ARCHIVE), json!({ "id": id, "expectedRevision": 1 })).await;
        assert_eq!((&archived["interaction"]["archivedAt"], &archived["interaction"]["revision"]), (&json!("2026-03-02T09:00:00Z"), &json!(2)));
        assert_eq!(owner.written(&document(ARCHIVE), json!({ "id": id })).await, archived, "twice changes nothing");
        assert!(listed(&owner, "").await.is_empty());
        assert_eq!(listed(&owner, "includeArchived: true").await, ["Call"]);
        assert_eq!(get(&owner, &id).await, archived["interaction"]);
        let errors = refused(&owner, UPDATE, json!({ "id": id, "input": { "title": "No" } })).await;
        assert_eq!((places(&errors), &errors[0]["state"]), (vec!["STATE id".to_owned()], &json!("ARCHIVED")));
        let restored = owner.written(&document(RESTORE), json!({ "id": id, "expectedRevision": 2 })).await;
        assert_eq!((&restored["interaction"]["archivedAt"], &restored["interaction"]["revision"]), (&json!(null), &json!(3)));
        assert_eq!(owner.written(&document(RESTORE), json!({ "id": id })).await, restored, "twice changes nothing");
        assert_eq!(listed(&owner, "").await, ["Call"]);
        let data = owner.ok("{ changes(types: [INTERACTION]) { changes { op revision recordId } } }", json!({})).await;
        assert_eq!(texts(&data["changes"]["changes"], "op"), ["CREATE", "ARCHIVE", "RESTORE"]);
    }

    interactions_come_latest_first_page_by_page(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        for (title, at) in [("c", "2026-01-03T00:00:00Z"), ("a", "2026-01-01T00:00:00Z"), ("e", "2026-01-05T00:00:00.5Z"), ("b", "2026-01-02T00:00:00Z"), ("d", "2026-01-05T00:00:00Z")] {
            call(&owner, title, at, &[&ana]).await;
            app.clock.advance(TimeDelta::hours(1));
        }
        assert_eq!(listed(&owner, "").await, ["e", "d", "c", "b", "a"]);
        assert_eq!(listed(&owner, "orderBy: { field: HAPPENED_AT, direction: ASC }").await, ["a", "b", "c", "d", "e"]);
        assert_eq!(listed(&owner, "orderBy: { field: CREATED_AT, direction: ASC }").await, ["c", "a", "e", "b", "d"]);
        assert_eq!(listed(&owner, "orderBy: { field: CREATED_AT, direction: DESC }, last: 2").await, ["a", "c"]);
        let page = |arguments: String| format!("{{ interactions({arguments}) {{ totalCount nodes {{ title }} edges {{ cursor }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}");
        let first = owner.ok(&page("first: 2".to_owned()), json!({})).await["interactions"].take();
        assert_eq!((texts(&first["nodes"], "title"), &first["totalCount"], &first["pageInfo"]["hasNextPage"]), (vec!["e".to_owned(), "d".to_owned()], &json!(5), &json!(true)));
        let next = owner.ok(&page(format!("first: 3, after: {}", first["pageInfo"]["endCursor"])), json!({})).await["interactions"].take();
        assert_eq!((texts(&next["nodes"], "title"), &next["pageInfo"]["hasNextPage"]), (vec!["c".to_owned(), "b".to_owned(), "a".to_owned()], &json!(false)));
        let back = owner.ok(&page(format!("last: 1, before: {}", next["pageInfo"]["startCursor"])), json!({})).await["interactions"].take();
        assert_eq!((texts(&back["nodes"], "title"), &back["pageInfo"]["hasPreviousPage"]), (vec!["d".to_owned()], &json!(true)));
        let cursor = first["pageInfo"]["endCursor"].clone();
        for other in ["orderBy: { field: CREATED_AT, direction: DESC }", "filter: { channel: { in: [CALL] } }", "search: \"e\"", "includeArchived: true"] {
            assert_eq!(code(&owner, &page(format!("{other}, after: {cursor}"))).await, "BAD_CURSOR");
        }
        assert_eq!(code(&owner, &page("first: 101".to_owned())).await, "BAD_INPUT");
    }

    interactions_at_the_same_moment_are_told_apart_by_id(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        for number in 0..5 {
            call(&owner, &format!("{number}"), NOW, &[&ana]).await;
        }
        let all = listed(&owner, "").await;
        for list in ["interactions(first: 2ARGUMENTS)", "person(by: { id: $id }) { interactions(first: 2ARGUMENTS)"] {
            let (mut found, mut arguments) = (Vec::new(), String::new());
            loop {
                let (list, close) = (list.replace("ARGUMENTS", &arguments), if list.starts_with("person") { "} }" } else { "}" });
                let variables = if list.starts_with("person") { "query($id: ID!)" } else { "" };
                let query = format!("{variables} {{ {list} {{ nodes {{ title }} pageInfo {{ hasNextPage endCursor }} }} {close}");
                let mut data = owner.ok(&query, json!({ "id": ana })).await;
                let page = if list.starts_with("person") { data["person"]["interactions"].take() } else { data["interactions"].take() };
                found.extend(texts(&page["nodes"], "title"));
                arguments = format!(", after: {}", page["pageInfo"]["endCursor"]);
                if page["pageInfo"]["hasNextPage"] == false {
                    break;
                }
            }
            assert_eq!(found, all);
        }
    }

    interactions_are_found_by_what_they_are(app) {
        let owner = owner(&app).await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let book = collaboration(&owner, "A book").await;
        let with = |title: &str, at: &str, more: Value| {
            let mut input = json!({ "title": title, "happenedAt": at, "channel": "CALL", "participantIds": [ana] });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            input
        };
        log(&owner, with("lunch", "2026-02-28T12:00:00Z", json!({ "channel": "IN_PERSON", "participantIds": [ana, bea], "durationMinutes": 90, "sentiment": "POSITIVE", "initiator": "ME" }))).await;
        log(&owner, with("mail", "2026-02-20T12:00:00Z", json!({ "channel": "EMAIL", "participantIds": [bea], "initiator": "THEM", "collaborationId": book }))).await;
        app.clock.advance(TimeDelta::days(2));
        log(&owner, with("call", "2026-01-10T12:00:00Z", json!({ "durationMinutes": 15, "sentiment": "NEGATIVE" }))).await;

        assert_eq!(filtered(&owner, "channel: { in: [EMAIL, IN_PERSON] }").await, ["lunch", "mail"]);
        assert_eq!(filtered(&owner, "channel: { notIn: [EMAIL] }").await, ["lunch", "call"]);
        assert!(filtered(&owner, "channel: { in: [] }").await.is_empty());
        assert_eq!(filtered(&owner, "initiator: { in: [ME, MUTUAL] }").await, ["lunch"]);
        assert_eq!(filtered(&owner, "sentiment: { in: [NEGATIVE] }").await, ["call"]);
        assert_eq!(filtered(&owner, "durationMinutes: { gte: 15, lt: 90 }").await, ["call"]);
        assert_eq!(filtered(&owner, "durationMinutes: { isNull: true }").await, ["mail"]);
        assert_eq!(filtered(&owner, "happenedAt: { gte: \"2026-02-20T12:00:00Z\" }").await, ["lunch", "mail"]);
        assert_eq!(filtered(&owner, "happenedAt: { gt: \"-P4D\" }").await, ["lunch"], "relative to now");
        assert_eq!(filtered(&owner, "createdAt: { lt: \"-P1D\" }").await, ["lunch", "mail"]);
        assert_eq!(filtered(&owner, "updatedAt: { gte: \"2026-03-03T00:00:00Z\" }").await, ["call"]);
        assert_eq!(filtered(&owner, &format!("collaborationId: {{ eq: \"{book}\" }}")).await, ["mail"]);
        assert_eq!(filtered(&owner, "collaborationId: { isNull: true }").await, ["lunch", "call"]);
        assert_eq!(filtered(&owner, &format!("participantId: {{ eq: \"{bea}\" }}")).await, ["lunch", "mail"]);
        assert_eq!(filtered(&owner, &format!("participantId: {{ in: [\"{ana}\", \"{bea}\"] }}")).await, ["lunch", "mail", "call"]);
        assert_eq!(filtered(&owner, &format!("participantId: {{ notIn: [\"{bea}\"] }}")).await, ["call"], "none of them");
        assert_eq!(filtered(&owner, &format!("participantId: {{ eq: \"{ana}\" }}, and: [{{ participantId: {{ eq: \"{bea}\" }} }}]")).await, ["lunch"], "both");
        assert_eq!(filtered(&owner, "participantId: { isNull: false }").await, ["lunch", "mail", "call"]);
        assert!(filtered(&owner, "participantId: { isNull: true }").await.is_empty());
        assert_eq!(filtered(&owner, "or: [{ channel: { in: [EMAIL] } }, { sentiment: { in: [POSITIVE] } }]").await, ["lunch", "mail"]);
        assert_eq!(filtered(&owner, "not: { channel: { in: [EMAIL] } }").await, ["lunch", "call"]);
        let list = |filter: String| format!("{{ interactions(filter: {{ {filter} }}) {{ nodes {{ id }} }} }}");
        for wrong in [format!("participantId: {{ eq: \"{book}\" }}"), format!("collaborationId: {{ in: [\"{ana}\"] }}"), format!("channel: {{ in: [{}] }}", "CALL,".repeat(101))] {
            assert_eq!(code(&owner, &list(wrong)).await, "BAD_INPUT");
        }
    }

    a_list_with_one_person_is_read_from_their_feed_and_is_the_same_list(app) {
        let owner = owner(&app).await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        for (title, at, people) in [("b", "2026-01-02T00:00:00Z", vec![&ana, &bea]), ("a", "2026-01-01T00:00:00Z", vec![&ana]), ("d", "2026-01-04T00:00:00Z", vec![&bea]), ("c", "2026-01-03T00:00:00Z", vec![&ana])] {
            let people: Vec<&str> = people.into_iter().map(String::as_str).collect();
            call(&owner, title, at, &people).await;
            app.clock.advance(TimeDelta::hours(1));
        }
        let hidden = call(&owner, "hidden", NOW, &[&ana]).await;
        archive(&owner, &hidden).await;
        let with = |person: &str, arguments: &str| format!("filter: {{ participantId: {{ eq: \"{person}\" }} }}{arguments}");
        assert_eq!(listed(&owner, &with(&ana, "")).await, ["c", "b", "a"]);
        assert_eq!(listed(&owner, &with(&ana, ", includeArchived: true")).await, ["hidden", "c", "b", "a"]);
        assert_eq!(listed(&owner, &with(&ana, ", orderBy: { field: CREATED_AT, direction: ASC }")).await, ["b", "a", "c"]);
        assert_eq!(listed(&owner, &with(&ana, ", orderBy: { field: HAPPENED_AT, direction: ASC }, last: 1")).await, ["c"]);
        assert_eq!(listed(&owner, &with(&bea, ", search: \"b\"")).await, ["b"]);
        assert!(listed(&owner, &with(NOBODY, "")).await.is_empty());
        let page = |arguments: &str| format!("{{ interactions({}) {{ totalCount nodes {{ title participants {{ displayName }} }} pageInfo {{ hasNextPage hasPreviousPage endCursor }} }} }}", with(&ana, arguments));
        let first = owner.ok(&page(", first: 2"), json!({})).await["interactions"].take();
        assert_eq!((texts(&first["nodes"], "title"), &first["totalCount"], &first["pageInfo"]["hasNextPage"]), (vec!["c".to_owned(), "b".to_owned()], &json!(3), &json!(true)));
        assert_eq!(texts(&first["nodes"][1]["participants"], "displayName"), ["Ana", "Bea"]);
        let next = owner.ok(&page(&format!(", first: 2, after: {}", first["pageInfo"]["endCursor"])), json!({})).await["interactions"].take();
        assert_eq!((texts(&next["nodes"], "title"), &next["pageInfo"]["hasNextPage"], &next["pageInfo"]["hasPreviousPage"]), (vec!["a".to_owned()], &json!(false), &json!(true)));
        let deep = format!("filter: {{ participantId: {{ eq: \"{ana}\" }}, {} channel: {{ in: [CALL] }} {} }}", "not: {".repeat(4), "}".repeat(4));
        assert_eq!(code(&owner, &format!("{{ interactions({deep}) {{ nodes {{ id }} }} }}")).await, "BAD_INPUT");
    }

    interactions_are_found_by_their_words(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        let words = [("title", "Übersee"), ("summary", "plans"), ("notes", "secret"), ("place", "Lisboa"), ("eventName", "FOSDEM"), ("updatesShared", "moving"), ("updatesHeard", "wedding")];
        let mut input = json!({ "happenedAt": NOW, "channel": "CALL", "participantIds": [ana] });
        for (field, word) in words {
            input[field] = json!(word);
        }
        let id = text(&log(&owner, input).await["id"]);
        call(&owner, "Other", NOW, &[&ana]).await;
        for word in ["ubersee", "PLAN", "secr", "lisb", "fosdem", "moving", "wedd", "wedding fosdem"] {
            assert_eq!(listed(&owner, &format!("search: \"{word}\"")).await, ["Übersee"], "{word}");
        }
        assert!(listed(&owner, "search: \"wedding other\"").await.is_empty());
        update(&owner, &id, json!({ "updatesHeard": "divorce", "notes": null })).await;
        assert!(listed(&owner, "search: \"wedding\"").await.is_empty());
        assert!(listed(&owner, "search: \"secret\"").await.is_empty());
        assert_eq!(listed(&owner, "search: \"divorce\"").await, ["Übersee"]);
        archive(&owner, &id).await;
        assert!(listed(&owner, "search: \"divorce\"").await.is_empty());
        assert_eq!(listed(&owner, "search: \"divorce\", includeArchived: true").await, ["Übersee"]);
        restore(&owner, &id).await;
        assert_eq!(listed(&owner, "search: \"divorce\"").await, ["Übersee"]);
    }

    a_person_has_a_feed(app) {
        let owner = owner(&app).await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        call(&owner, "old", "2026-01-01T00:00:00Z", &[&ana]).await;
        app.clock.advance(TimeDelta::hours(1));
        call(&owner, "new", "2026-02-28T00:00:00Z", &[&ana]).await;
        app.clock.advance(TimeDelta::hours(1));
        let middle = call(&owner, "middle", "2026-02-01T00:00:00Z", &[&ana, &bea]).await;
        let hidden = call(&owner, "hidden", NOW, &[&ana]).await;
        archive(&owner, &hidden).await;
        let feed = |arguments: &str| format!("query($id: ID!) {{ person(by: {{ id: $id }}) {{ interactions({arguments}) {{ totalCount nodes {{ title participants {{ displayName }} }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }} }}");
        let read = async |person: &str, arguments: &str| owner.ok(&feed(arguments), json!({ "id": person })).await["person"]["interactions"].take();
        let all = read(&ana, "first: 25").await;
        assert_eq!((texts(&all["nodes"], "title"), &all["totalCount"]), (vec!["new".to_owned(), "middle".to_owned(), "old".to_owned()], &json!(3)));
        assert_eq!(texts(&all["nodes"][1]["participants"], "displayName"), ["Ana", "Bea"]);
        let first = read(&ana, "first: 1").await;
        assert_eq!((texts(&first["nodes"], "title"), &first["totalCount"], &first["pageInfo"]["hasNextPage"]), (vec!["new".to_owned()], &json!(3), &json!(true)));
        let next = read(&ana, &format!("first: 2, after: {}", first["pageInfo"]["endCursor"])).await;
        assert_eq!((texts(&next["nodes"], "title"), &next["pageInfo"]["hasNextPage"], &next["pageInfo"]["hasPreviousPage"]), (vec!["middle".to_owned(), "old".to_owned()], &json!(false), &json!(true)));
        let back = read(&ana, &format!("last: 5, before: {}", next["pageInfo"]["endCursor"])).await;
        assert_eq!(texts(&back["nodes"], "title"), ["new", "middle"]);
        let created = read(&ana, "orderBy: { field: CREATED_AT, direction: ASC }, first: 2").await;
        assert_eq!(texts(&created["nodes"], "title"), ["old", "new"]);
        let created = read(&ana, &format!("orderBy: {{ field: CREATED_AT, direction: ASC }}, first: 2, after: {}", created["pageInfo"]["endCursor"])).await;
        assert_eq!(texts(&created["nodes"], "title"), ["middle"]);
        let recent = read(&ana, "filter: { happenedAt: { gt: \"-P40D\" } }, orderBy: { field: HAPPENED_AT, direction: ASC }").await;
        assert_eq!((texts(&recent["nodes"], "title"), &recent["totalCount"]), (vec!["middle".to_owned(), "new".to_owned()], &json!(2)));
        let both = read(&ana, &format!("filter: {{ participantId: {{ eq: \"{bea}\" }} }}")).await;
        assert_eq!((texts(&both["nodes"], "title"), &both["totalCount"]), (vec!["middle".to_owned()], &json!(1)));
        update(&owner, &middle, json!({ "happenedAt": NOW, "removeParticipantIds": [bea] })).await;
        assert_eq!(texts(&read(&ana, "first: 1").await["nodes"], "title"), ["middle"], "the feed follows the time");
        let none = read(&bea, "first: 1").await;
        assert_eq!((&none["nodes"], &none["totalCount"], &none["pageInfo"]["endCursor"]), (&json!([]), &json!(0), &json!(null)));
        let errors = owner.errors(&feed(&format!("first: 1, after: {}, filter: {{ channel: {{ in: [CALL] }} }}", first["pageInfo"]["endCursor"])), json!({ "id": ana })).await;
        assert_eq!(errors[0]["extensions"]["code"], "BAD_CURSOR");
        let errors = owner.errors(&feed("first: 101"), json!({ "id": ana })).await;
        assert_eq!(errors[0]["extensions"]["code"], "BAD_INPUT");
    }

    a_page_without_entries_still_counts(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        call(&owner, "Call", NOW, &[&ana]).await;
        let query = "query($id: ID!) { interactions(first: 0) { totalCount nodes { id } } person(by: { id: $id }) { interactions(first: 0) { totalCount nodes { id } } } }";
        let data = owner.ok(query, json!({ "id": ana })).await;
        let empty = json!({ "totalCount": 1, "nodes": [] });
        assert_eq!(data, json!({ "interactions": empty, "person": { "interactions": empty } }));
    }

    another_workspace_sees_and_changes_nothing(app) {
        let (owner, other) = (owner(&app).await, owner(&app).await);
        let (ana, theirs) = (owner.person("Ana").await, other.person("Theirs").await);
        let id = call(&owner, "Call", NOW, &[&ana]).await;
        let data = other.ok("query($id: ID!) { interaction(id: $id) { id } node(id: $id) { id } interactions(search: \"call\") { totalCount } }", json!({ "id": id })).await;
        assert_eq!(data, json!({ "interaction": null, "node": null, "interactions": { "totalCount": 0 } }));
        let query = format!("{{ interactions(filter: {{ participantId: {{ eq: \"{ana}\" }} }}) {{ totalCount }} }}");
        assert_eq!(other.ok(&query, json!({})).await["interactions"]["totalCount"], 0);
        assert_eq!(places(&refused(&other, UPDATE, json!({ "id": id, "input": { "title": "Mine", "addParticipantIds": [theirs] } })).await), ["NOT_FOUND id"]);
        assert_eq!(places(&refused(&other, ARCHIVE, json!({ "id": id })).await), ["NOT_FOUND id"]);
        assert_eq!(places(&refused(&other, RESTORE, json!({ "id": id })).await), ["NOT_FOUND id"]);
        let input = json!({ "id": id, "happenedAt": NOW, "channel": "CALL", "participantIds": [theirs], "title": "Theirs" });
        assert_eq!(log(&other, input).await["title"], "Theirs", "the same id in another workspace is another record");
        assert_eq!((get(&owner, &id).await["title"].take(), get(&other, &id).await["title"].take()), (json!("Call"), json!("Theirs")));
        assert_eq!(lasts(&owner, &[&ana]).await, [NOW]);
    }

    who_may_only_read_writes_nothing(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        let id = call(&owner, "Call", NOW, &[&ana]).await;
        let viewer = owner.viewer().await;
        assert_eq!(get(&viewer, &id).await["title"], "Call");
        let input = json!({ "happenedAt": NOW, "channel": "CALL", "participantIds": [ana] });
        for (mutation, variables) in [(LOG, json!({ "input": input })), (UPDATE, json!({ "id": id, "input": {} })), (ARCHIVE, json!({ "id": id })), (RESTORE, json!({ "id": id }))] {
            let errors = viewer.errors(&document(mutation), variables.clone()).await;
            assert_eq!(errors[0]["extensions"]["code"], "INSUFFICIENT_SCOPE");
            let errors = app.anonymous().errors(&document(mutation), variables).await;
            assert_eq!(errors[0]["extensions"]["code"], "UNAUTHENTICATED");
        }
        let reader = owner.with_scopes(&["INTERACTIONS_READ"]).await;
        assert_eq!(listed(&reader, "").await, ["Call"]);
        assert_eq!(code(&reader, "{ interactions { nodes { participants { id } } } }").await, "INSUFFICIENT_SCOPE");
        assert_eq!(code(&reader, "{ interactions { nodes { collaboration { id } } } }").await, "INSUFFICIENT_SCOPE");
        let elsewhere = owner.with_scopes(&["PEOPLE_READ"]).await;
        assert_eq!(code(&elsewhere, "{ people { nodes { interactions { nodes { id } } } } }").await, "INSUFFICIENT_SCOPE");
        assert_eq!(elsewhere.ok(&format!("{{ node(id: \"{id}\") {{ id }} }}"), json!({})).await["node"], json!(null), "what a caller may not see is not there");
    }

    nested_lists_take_the_same_number_of_statements_for_two_and_for_twenty(app) {
        // A session, because a token's use is noted by a statement of its own.
        let owner = app.owner().await;
        let list = "{ interactions(first: 100) { nodes { title participants { displayName interactions(first: 1) { nodes { title } } } collaboration { title } } } }";
        let feeds = "{ people(first: 100) { nodes {
            displayName
            latest: interactions(first: 3) { totalCount nodes { title participants { displayName } collaboration { title } } }
            recent: interactions(first: 3, filter: { happenedAt: { gt: \"-P30D\" } }, orderBy: { field: CREATED_AT, direction: ASC }) { nodes { title } }
        } } }";
        let (mut counts, mut people) = (Vec::new(), Vec::new());
        for number in 0..20 {
            people.push(owner.person(&format!("Person {number:02}")).await);
            let collaboration = collaboration(&owner, &format!("Work {number:02}")).await;
            log(&owner, json!({ "happenedAt": NOW, "channel": "CALL", "title": format!("Number {number:02}"), "participantIds": people, "collaborationId": collaboration })).await;
            app.clock.advance(TimeDelta::seconds(30));
            if matches!(number, 1 | 19) {
                // One by one: what two lists read at the same time may meet in one statement, or not.
                for query in [list, feeds] {
                    counts.push(app.statements(async { owner.ok(query, json!({})).await; }).await.len());
                }
            }
        }
        assert_eq!(counts[..2], counts[2..]);
        let data = owner.ok(feeds, json!({})).await;
        for (number, node) in data["people"]["nodes"].as_array().unwrap().iter().enumerate() {
            assert_eq!(node["latest"]["totalCount"], 20 - number);
            assert_eq!(node["recent"]["nodes"][0]["title"], format!("Number {number:02}"));
        }
        let data = owner.ok(list, json!({})).await;
        for node in data["interactions"]["nodes"].as_array().unwrap() {
            let number: usize = text(&node["title"])[7..].parse().unwrap();
            assert_eq!(node["collaboration"]["title"], format!("Work {number:02}"));
            let there: Vec<String> = (0..=number).map(|it| format!("Person {it:02}")).collect();
            assert_eq!(texts(&node["participants"], "displayName"), there);
        }
    }

    a_write_takes_the_same_number_of_statements_for_two_people_and_for_twenty(app) {
        let owner = app.owner().await;
        let mut people = Vec::new();
        for number in 0..40 {
            people.push(owner.person(&format!("Person {number:02}")).await);
        }
        let mut counts: Vec<Vec<usize>> = Vec::new();
        for size in [2, 20] {
            let (there, later) = people.split_at(size);
            let input = json!({ "happenedAt": NOW, "channel": "CALL", "title": "Call", "participantIds": there });
            let mut id = String::new();
            let mut taken = vec![app.statements(async { id = text(&log(&owner, input).await["id"]); }).await.len()];
            let input = json!({ "addParticipantIds": later[..size], "removeParticipantIds": there, "happenedAt": "2026-01-01T00:00:00Z" });
            taken.push(app.statements(async { update(&owner, &id, input).await; }).await.len());
            taken.push(app.statements(async { archive(&owner, &id).await; }).await.len());
            taken.push(app.statements(async { restore(&owner, &id).await; }).await.len());
            counts.push(taken);
        }
        assert_eq!(counts[0], counts[1]);
    }
}
