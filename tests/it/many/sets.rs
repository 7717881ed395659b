//! Rows of one mutation are stored as a set: with as many statements for many as for few, and each sees what those before it wrote.

use serde_json::{Value, json};
use tests::{Client, TestApp, both};

use super::{ROWS, people, send, statuses, wrong};

const TYPES: [(&str, &str); 14] = [
    ("goals", "[CreateGoalInput!]!"),
    ("needs", "[CreateNeedInput!]!"),
    ("moved", "[UpdateNeedRow!]!"),
    ("events", "[CreateEventInput!]!"),
    ("ties", "[CreateTieInput!]!"),
    ("people", "[CreatePersonInput!]!"),
    ("changed", "[UpdatePersonRow!]!"),
    ("interactions", "[LogInteractionInput!]!"),
    ("organizations", "[CreateOrganizationInput!]!"),
    ("tags", "[CreateTagInput!]!"),
    ("circles", "[CreateCircleInput!]!"),
    ("renamed", "[UpdateOrganizationRow!]!"),
    ("errorPolicy", "ErrorPolicy"),
    ("dryRun", "Boolean"),
];

/// A mutation of rows: its name, its argument, and the type of that, as [`TYPES`] names it.
type Sent<'a> = (&'a str, &'a str, &'a str);

async fn rows(
    client: &Client,
    (mutation, argument, kind): Sent<'_>,
    rows: Vec<Value>,
    policy: &str,
) -> Value {
    let (_, ty) = TYPES.iter().find(|(name, _)| *name == kind).unwrap();
    let types = [(argument, *ty), ("errorPolicy", "ErrorPolicy")];
    send(
        client,
        mutation,
        &types,
        json!({ argument: rows, "errorPolicy": policy }),
        ROWS,
    )
    .await
}

const PEOPLE: Sent<'static> = ("createPeople", "rows", "people");
const TALKS: Sent<'static> = ("logInteractions", "rows", "interactions");
const TAGS: Sent<'static> = ("createTags", "rows", "tags");

/// How many statements so many rows take.
async fn counted(app: &TestApp, client: &Client, sent: Sent<'_>, inputs: Vec<Value>) -> usize {
    let count = inputs.len();
    let work = async {
        let answer = rows(client, sent, inputs, "REJECT_ALL").await;
        let done = &answer["counts"];
        let written = done["created"].as_u64().unwrap() + done["updated"].as_u64().unwrap();
        assert_eq!(written, count as u64, "{answer}");
    };
    app.statements(work).await.len()
}

fn person(number: usize) -> Value {
    json!({
        "displayName": format!("Ana Sousa {number}"),
        "nickname": format!("an{number}"),
        "contactPoints": [{ "kind": "EMAIL", "value": format!("ana{number}@example.org") }],
        "affiliations": [{ "organizationName": format!("Firm {}", number % 7), "role": "Engineer" }],
        "facts": [{ "kind": "SKILL", "text": "sails boats" }],
        "externalRefs": [{ "source": "crm", "externalId": number.to_string() }],
        "tagNames": [format!("tag {}", number % 5)]
    })
}

both! {
    five_hundred_rows_take_as_many_statements_as_fifty(app) {
        let owner = app.owner().await;
        let ids = people(&owner, 500).await;
        let talk = |number: usize| json!({
            "happenedAt": "2026-01-05T10:00:00Z", "channel": "CALL", "title": format!("Call {number}"),
            "participantIds": [ids[number % 500], ids[(number * 7 + 1) % 500]]
        });
        let headline = |number: usize| json!({ "id": ids[number % 500], "input": { "headline": format!("Number {number}") } });
        let organization = |number: usize| json!({ "name": format!("Organisation {number}"), "domain": format!("o{number}.example") });
        let tag = |number: usize| json!({ "name": format!("Label {number}") });
        let circle = |number: usize| json!({ "name": format!("Ring {number}"), "description": "A ring." });
        let sent: [(Sent<'_>, &dyn Fn(usize) -> Value); 6] = [
            (PEOPLE, &person),
            (("updatePeople", "rows", "changed"), &headline),
            (TALKS, &talk),
            (("createOrganizations", "rows", "organizations"), &organization),
            (TAGS, &tag),
            (("createCircles", "rows", "circles"), &circle),
        ];
        for (sent, input) in sent {
            let few = counted(&app, &owner, sent, (0..50).map(input).collect()).await;
            let many = counted(&app, &owner, sent, (1_000..1_500).map(input).collect()).await;
            println!("{:?} {}: {few} statements for 50 rows, {many} for 500", app.engine, sent.0);
            // Long statements are cut.
            assert!(many <= few + 5, "{}: {few} for 50 rows, {many} for 500", sent.0);
            assert!(few <= 30, "{}: {few}", sent.0);
        }
    }

    goals_needs_events_and_ties_are_stored_as_sets_too(app) {
        let owner = app.owner().await;
        let ids = people(&owner, 500).await;
        let goal = |number: usize| json!({ "title": format!("Goal {number}"), "personId": ids[number % 500], "targetOn": "2027-05-01" });
        let need = |number: usize| json!({
            "title": format!("Need {number}"), "kind": "ADVICE", "personId": ids[number % 500],
            "topics": [format!("Topic {number}"), "Sailing"]
        });
        let event = |number: usize| json!({ "title": format!("Evening {number}"), "kind": "MEETUP", "startsOn": "2026-05-01" });
        let tie = |number: usize| json!({
            "fromId": ids[number % 500], "toId": ids[(number + 1 + number / 500) % 500], "kind": "Friend"
        });
        let sent: [(Sent<'_>, &dyn Fn(usize) -> Value); 4] = [
            (("createGoals", "rows", "goals"), &goal),
            (("createNeeds", "rows", "needs"), &need),
            (("createEvents", "rows", "events"), &event),
            (("createTies", "rows", "ties"), &tie),
        ];
        for (sent, input) in sent {
            let few = counted(&app, &owner, sent, (0..50).map(input).collect()).await;
            let many = counted(&app, &owner, sent, (1_000..1_500).map(input).collect()).await;
            println!("{:?} {}: {few} statements for 50 rows, {many} for 500", app.engine, sent.0);
            assert!(many <= few + 5 && few <= 20, "{}: {few} for 50 rows, {many} for 500", sent.0);
        }
        let needs = owner.ok("{ needs(first: 100) { nodes { id topics } } }", json!({})).await;
        let moved = |need: &Value| json!({ "id": need["id"], "input": { "addTopics": ["Boats"], "removeTopics": ["sailing"], "title": "Another" } });
        let moved: Vec<Value> = needs["needs"]["nodes"].as_array().unwrap().iter().map(moved).collect();
        let sent = ("updateNeeds", "rows", "moved");
        let few = counted(&app, &owner, sent, moved[..10].to_vec()).await;
        let many = counted(&app, &owner, sent, moved[10..].to_vec()).await;
        assert!(many <= few + 2, "updateNeeds: {few} for 10 rows, {many} for 90");
        let found = owner.ok("{ needs(search: \"boats another\", first: 1) { totalCount nodes { topics } } }", json!({})).await;
        assert_eq!(found["needs"]["totalCount"], 100);
        assert_eq!(found["needs"]["nodes"][0]["topics"].as_array().unwrap()[1], "Boats");
        // Two people have one tie of a kind in a direction, within one request, too.
        let twin = json!({ "fromId": ids[0], "toId": ids[7], "kind": "cousin" });
        let answer = rows(&owner, ("createTies", "rows", "ties"), vec![twin.clone(), twin], "REJECT_FAILED_ROWS").await;
        assert_eq!(statuses(&answer), ["CREATED", "REJECTED"]);
        assert_eq!(wrong(&answer["rows"][1]), (&json!("DUPLICATE"), &json!(["rows", "1", "kind"])));
    }

    a_refused_row_of_a_set_keeps_no_other_from_being_stored(app) {
        let owner = app.owner().await;
        let mut inputs: Vec<Value> = (0..6).map(person).collect();
        inputs[2]["displayName"] = json!("");
        inputs[4]["metThroughId"] = json!("person_01h455vb4pex5vsknk084sn02q");
        let answer = rows(&owner, PEOPLE, inputs.clone(), "REJECT_FAILED_ROWS").await;
        assert_eq!(statuses(&answer), ["CREATED", "CREATED", "REJECTED", "CREATED", "REJECTED", "CREATED"]);
        assert_eq!(wrong(&answer["rows"][2]), (&json!("REQUIRED"), &json!(["rows", "2", "displayName"])));
        assert_eq!(wrong(&answer["rows"][4]), (&json!("NOT_FOUND"), &json!(["rows", "4", "metThroughId"])));
        let all = "{ people { totalCount nodes { contactPoints { value } tags { name } affiliations { organization { name } } } } organizations { totalCount } }";
        let shown = owner.ok(all, json!({})).await;
        assert_eq!((&shown["people"]["totalCount"], &shown["organizations"]["totalCount"]), (&json!(4), &json!(4)));
        for person in shown["people"]["nodes"].as_array().unwrap() {
            let count = |list: &str| person[list].as_array().unwrap().len();
            assert_eq!((count("contactPoints"), count("tags"), count("affiliations")), (1, 1, 1), "{person}");
        }
        for index in [2, 4] {
            inputs[index] = person(index);
        }
        let answer = rows(&owner, PEOPLE, inputs[2..5].to_vec(), "REJECT_ALL").await;
        // The key of the one between them is taken.
        assert_eq!(statuses(&answer), ["SKIPPED", "REJECTED", "SKIPPED"]);
        assert_eq!(owner.ok(all, json!({})).await, shown);
    }

    a_row_sees_what_the_rows_before_it_wrote(app) {
        let owner = app.owner().await;
        let id = |last: char| format!("person_01h455vb4pex5vsknk084sn0{last}q");
        let named = |last: char, name: &str| json!({ "id": id(last), "displayName": name });
        let mut met = named('3', "Cleo");
        met["metThroughId"] = json!(id('2'));
        let inputs = vec![named('2', "Ben"), met, named('2', "Ben"), named('2', "Other")];
        let answer = rows(&owner, PEOPLE, inputs, "REJECT_FAILED_ROWS").await;
        assert_eq!(statuses(&answer), ["CREATED", "CREATED", "UNCHANGED", "REJECTED"]);
        assert_eq!(wrong(&answer["rows"][3]).0, "DUPLICATE");
        let key = |name: &str| json!({ "displayName": name, "externalRefs": [{ "source": "crm", "externalId": "7" }] });
        let answer = rows(&owner, PEOPLE, vec![key("Dan"), key("Eva")], "REJECT_FAILED_ROWS").await;
        assert_eq!(statuses(&answer), ["CREATED", "REJECTED"]);
        assert_eq!(wrong(&answer["rows"][1]), (&json!("DUPLICATE"), &json!(["rows", "1", "externalRefs", "0"])));
        let tag = |name: &str| json!({ "name": name });
        let answer = rows(&owner, TAGS, vec![tag("Rust"), tag(" RUST "), tag("Go")], "REJECT_FAILED_ROWS").await;
        assert_eq!(statuses(&answer), ["CREATED", "REJECTED", "CREATED"]);
        assert_eq!(wrong(&answer["rows"][1]), (&json!("DUPLICATE"), &json!(["rows", "1", "name"])));
        // Nobody is in touch with anybody sooner because the earlier talk was logged later.
        let talk = |at: &str| json!({ "happenedAt": at, "channel": "CALL", "participantIds": [id('2')] });
        let answer = rows(&owner, TALKS, vec![talk("2026-01-05T10:00:00Z"), talk("2025-01-05T10:00:00Z")], "REJECT_ALL").await;
        assert_eq!(statuses(&answer), ["CREATED", "CREATED"]);
        let shown = owner.ok("query($id: ID!) { person(by: { id: $id }) { lastInteractionAt interactions { totalCount } } }", json!({ "id": id('2') })).await;
        assert_eq!(shown["person"], json!({ "lastInteractionAt": "2026-01-05T10:00:00Z", "interactions": { "totalCount": 2 } }));
    }

    a_set_leaves_what_its_rows_leave_one_by_one(app) {
        let (one, many) = (app.owner().await, app.owner().await);
        let mut seen = Vec::new();
        for client in [&one, &many] {
            let policy = if client.token() == one.token() { "STOP_AT_FIRST" } else { "REJECT_ALL" };
            let answer = rows(client, PEOPLE, (0..9).map(person).collect(), policy).await;
            assert_eq!(answer["counts"]["created"], 9, "{answer}");
            let ids: Vec<Value> = answer["rows"].as_array().unwrap().iter().map(|row| row["recordId"].clone()).collect();
            let changed = |number: usize| json!({ "id": ids[number], "expectedRevision": 1, "input": {
                "headline": format!("Number {number}"), "familyName": "Sousa",
                "addContactPoints": [{ "kind": "PHONE", "value": format!("+351 21 000 00{number}0") }],
                "addFacts": [{ "kind": "INTEREST", "text": "chess" }]
            } });
            let answer = rows(client, ("updatePeople", "rows", "changed"), (0..9).map(changed).collect(), policy).await;
            assert_eq!(answer["counts"]["updated"], 9, "{answer}");
            let shown = "query { people(search: \"chess\") { totalCount } sought: people(search: \"+351210000030\") { nodes { displayName } }
                people(search: \"sousa\") { nodes { displayName revision headline nickname facts { text } contactPoints { value isPrimary }
                    affiliations { role organization { name } } externalRefs { externalId } tags { name } } }
                organizations { nodes { name revision } } tags { nodes { name memberCount } } }";
            let shown = shown.replacen("people(search: \"chess\")", "chess: people(search: \"chess\")", 1);
            seen.push(client.ok(&shown, json!({})).await);
        }
        assert_eq!(seen[0]["chess"]["totalCount"], 9);
        assert_eq!(seen[0]["sought"]["nodes"].as_array().unwrap().len(), 1);
        assert_eq!(seen[0], seen[1]);
    }
}
