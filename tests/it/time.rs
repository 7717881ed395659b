//! Time taken and meant, through the API.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, TimeDelta};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use sea_orm::{ConnectionTrait, Database, Statement};
use serde_json::{Value, json};
use tests::{Client, Engine, TestApp, both};

const ERRORS: &str = "userErrors { code message path ... on DuplicateError { existing { id } } ... on ConflictError { currentRevision } ... on InputError { max } }";
const ENTRY: &str = "id on minutes kind note people { id } interaction { id } event { id } community { id } goal { id } circle { id } collaboration { id } revision archivedAt";
const INTENTION: &str =
    "id circle { id } goal { id } community { id } kind minutesPerWeek startsOn endsOn revision archivedAt";
const REPORT: &str = "totalMinutes attributedMinutes estimatedMinutes estimatedShare intendedMinutes misallocation rowCount formulaVersion rows { person { id } circle { id } goal { id } community { id } event { id } collaboration { id } kind weekFrom weekTo minutes estimatedMinutes estimatedShare sourceCount intendedMinutes differenceMinutes share }";

const LOG: &str = "logTime($input: LogTimeInput!)";
const UPDATE: &str = "updateTimeEntry($id: ID!, $input: UpdateTimeEntryInput!, $expectedRevision: Int)";
const ARCHIVE: &str = "archiveTimeEntry($id: ID!, $expectedRevision: Int)";
const RESTORE: &str = "restoreTimeEntry($id: ID!, $expectedRevision: Int)";
const INTEND: &str = "createTimeIntention($input: CreateTimeIntentionInput!)";
const CHANGE: &str =
    "updateTimeIntention($id: ID!, $input: UpdateTimeIntentionInput!, $expectedRevision: Int)";
const FORGET: &str = "archiveTimeIntention($id: ID!, $expectedRevision: Int)";
const RECALL: &str = "restoreTimeIntention($id: ID!, $expectedRevision: Int)";

/// The document of a mutation that is given as it is declared.
fn document(mutation: &str) -> String {
    let (name, arguments) = mutation.split_once('(').unwrap();
    let names = arguments
        .split(',')
        .map(|it| it.trim().trim_start_matches('$').split(':').next().unwrap());
    let passed: Vec<String> = names.map(|name| format!("{name}: ${name}")).collect();
    let shown = if name.contains("Intention") {
        format!("timeIntention {{ {INTENTION} }}")
    } else {
        format!("timeEntry {{ {ENTRY} }}")
    };
    format!(
        "mutation({arguments} {{ {name}({}) {{ {shown} seq {ERRORS} }} }}",
        passed.join(", ")
    )
}

async fn written(client: &Client, mutation: &str, variables: Value) -> Value {
    let mut payload = client.written(&document(mutation), variables).await;
    let shown = if mutation.contains("Intention") {
        "timeIntention"
    } else {
        "timeEntry"
    };
    payload[shown].take()
}

/// Code and place of each error: `INVALID input.minutes`.
async fn refused(client: &Client, mutation: &str, variables: Value) -> Vec<String> {
    let errors = client.refused(&document(mutation), variables).await;
    let place = |error: &Value| {
        let path: Vec<_> = error["path"].as_array().unwrap().iter().map(text).collect();
        format!("{} {}", error["code"].as_str().unwrap(), path.join("."))
    };
    errors.iter().map(place).collect()
}

async fn log(client: &Client, input: Value) -> Value {
    written(client, LOG, json!({ "input": input })).await
}

async fn intend(client: &Client, input: Value) -> Value {
    written(client, INTEND, json!({ "input": input })).await
}

async fn made(client: &Client, mutation: &str, input: Value) -> String {
    let kind = mutation.trim_start_matches("create");
    let field = kind.to_lowercase();
    let text = format!(
        "mutation($input: Create{kind}Input!) {{ {mutation}(input: $input) {{ {field} {{ id }} userErrors {{ message path }} }} }}"
    );
    let field = field.as_str();
    client.written(&text, json!({ "input": input })).await[field]["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn talk(client: &Client, input: Value) -> String {
    let text = "mutation($input: LogInteractionInput!) { logInteraction(input: $input) { interaction { id } userErrors { message path } } }";
    let talk = client.written(text, json!({ "input": input })).await["interaction"]["id"].take();
    talk.as_str().unwrap().to_owned()
}

async fn report(client: &Client, group: &str, from: &str, to: &str) -> Value {
    let query = format!(
        "{{ timeReport(from: \"{from}\", to: \"{to}\", groupBy: {group}, first: 100) {{ {REPORT} }} }}"
    );
    client.ok(&query, json!({})).await["timeReport"].take()
}

/// The rows by what they are about: minutes taken, and meant.
fn rows(report: &Value, field: &str) -> BTreeMap<String, (i64, Option<i64>)> {
    let rows = report["rows"].as_array().unwrap().iter();
    rows.map(|row| {
        let key = row[field]["id"].as_str().or(row[field].as_str()).unwrap();
        (
            key.to_owned(),
            (row["minutes"].as_i64().unwrap(), row["intendedMinutes"].as_i64()),
        )
    })
    .collect()
}

/// What counts: day, minutes, how much of it is estimated, for whom, and for which circles by hand.
type Taken = (NaiveDate, i64, i64, BTreeSet<String>, BTreeSet<String>);

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

both! {
    time_is_written_down_changed_and_put_away(app) {
        let owner = app.owner().await.lasting().await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let made = log(&owner, json!({ "minutes": 90, "kind": "PREPARATION", "note": " slides ", "personIds": [ana, ana] })).await;
        assert_eq!((&made["on"], &made["minutes"], &made["note"], &made["people"]), (&json!(app.clock.now().date_naive().to_string()), &json!(90), &json!("slides"), &json!([{ "id": ana }])));
        let changed = written(&owner, UPDATE, json!({ "id": made["id"], "input": { "minutes": 30, "on": "2026-02-01", "addPersonIds": [bea], "removePersonIds": [ana] }, "expectedRevision": 1 })).await;
        assert_eq!((&changed["minutes"], &changed["people"], &changed["revision"]), (&json!(30), &json!([{ "id": bea }]), &json!(2)));
        assert_eq!(written(&owner, UPDATE, json!({ "id": made["id"], "input": { "addPersonIds": [bea], "removePersonIds": [bea] } })).await["revision"], 2);
        let listed = async |arguments: &str| owner.ok(&format!("{{ timeEntries({arguments}) {{ totalCount }} }}"), json!({})).await["timeEntries"]["totalCount"].take();
        assert_eq!(listed(&format!("filter: {{ personId: {{ eq: \"{bea}\" }}, on: {{ lt: \"2026-02-02\" }}, kind: {{ eq: PREPARATION }} }}")).await, 1);
        assert_eq!(listed("search: \"sli\"").await, 1);
        written(&owner, ARCHIVE, json!({ "id": made["id"] })).await;
        assert_eq!((listed("first: 1").await, listed("includeArchived: true").await), (json!(0), json!(1)));
        assert_eq!(refused(&owner, UPDATE, json!({ "id": made["id"], "input": { "minutes": 1 } })).await, ["STATE id"]);
        written(&owner, RESTORE, json!({ "id": made["id"] })).await;
        let wrong = json!({ "minutes": 1_441, "on": "2100-01-01", "note": "x".repeat(2_001), "personIds": ["person_01h455vb4pex5vsknk084sn02q"], "interactionId": "interaction_01h455vb4pex5vsknk084sn02q", "eventId": "event_01h455vb4pex5vsknk084sn02q", "communityId": "community_01h455vb4pex5vsknk084sn02q", "goalId": "goal_01h455vb4pex5vsknk084sn02q", "circleId": "circle_01h455vb4pex5vsknk084sn02q", "collaborationId": "collaboration_01h455vb4pex5vsknk084sn02q" });
        assert_eq!(refused(&owner, LOG, json!({ "input": wrong })).await, [
            "INVALID input.on", "INVALID input.minutes", "TOO_LONG input.note", "NOT_FOUND input.interactionId", "NOT_FOUND input.eventId", "NOT_FOUND input.communityId", "NOT_FOUND input.goalId", "NOT_FOUND input.circleId", "NOT_FOUND input.collaborationId", "NOT_FOUND input.personIds.0",
        ]);
        let errors = owner.viewer().await.errors(&document(ARCHIVE), json!({ "id": made["id"] })).await;
        assert_eq!(errors[0]["extensions"]["code"], "INSUFFICIENT_SCOPE");
    }

    intentions_for_the_same_never_overlap(app) {
        let owner = app.owner().await.lasting().await;
        let circle = made(&owner, "createCircle", json!({ "name": "Close" })).await;
        let first = intend(&owner, json!({ "circleId": circle, "minutesPerWeek": 60, "startsOn": "2026-01-01" })).await;
        assert_eq!((&first["circle"]["id"], &first["minutesPerWeek"], &first["endsOn"]), (&json!(circle), &json!(60), &Value::Null));
        let second = json!({ "input": { "circleId": circle, "minutesPerWeek": 90, "startsOn": "2026-03-01" } });
        let errors = owner.refused(&document(INTEND), second.clone()).await;
        assert_eq!((&errors[0]["code"], &errors[0]["path"], &errors[0]["existing"]["id"]), (&json!("DUPLICATE"), &json!(["input", "startsOn"]), &first["id"]));
        written(&owner, CHANGE, json!({ "id": first["id"], "input": { "endsOn": "2026-02-28" } })).await;
        let second = written(&owner, INTEND, second).await;
        assert_eq!(refused(&owner, CHANGE, json!({ "id": first["id"], "input": { "endsOn": null } })).await, ["DUPLICATE input.startsOn"]);
        written(&owner, FORGET, json!({ "id": second["id"] })).await;
        written(&owner, CHANGE, json!({ "id": first["id"], "input": { "endsOn": null } })).await;
        assert_eq!(refused(&owner, RECALL, json!({ "id": second["id"] })).await, ["DUPLICATE id"]);
        // For something else, there can be another.
        intend(&owner, json!({ "kind": "LEARNING", "minutesPerWeek": 60 })).await;
        assert_eq!(refused(&owner, INTEND, json!({ "input": { "minutesPerWeek": 0, "startsOn": "2026-01-02", "endsOn": "2026-01-01" } })).await, ["INVALID input.minutesPerWeek", "REQUIRED input", "INVALID input.endsOn"]);
        assert_eq!(refused(&owner, INTEND, json!({ "input": { "minutesPerWeek": 5, "kind": "CALL", "circleId": circle } })).await[0], "REQUIRED input");
        let listed = owner.ok("{ timeIntentions(on: \"2026-01-15\") { nodes { minutesPerWeek } } all: timeIntentions(includeArchived: true) { totalCount } }", json!({})).await;
        assert_eq!((&listed["timeIntentions"]["nodes"], &listed["all"]["totalCount"]), (&json!([{ "minutesPerWeek": 60 }]), &json!(3)));
    }

    a_meeting_of_many_counts_once_in_all_and_fully_for_each(app) {
        let owner = app.owner().await.lasting().await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let meeting = talk(&owner, json!({ "happenedAt": "2026-02-02T10:00:00Z", "channel": "IN_PERSON", "participantIds": [ana, bea], "durationMinutes": 60 })).await;
        talk(&owner, json!({ "happenedAt": "2026-02-03T10:00:00Z", "channel": "EMAIL", "participantIds": [ana] })).await;
        talk(&owner, json!({ "happenedAt": "2026-02-04T10:00:00Z", "channel": "CALL", "participantIds": [bea], "durationMinutes": 0 })).await;
        let week = ("2026-02-02", "2026-02-08");
        let seen = report(&owner, "PERSON", week.0, week.1).await;
        for (field, value) in [("totalMinutes", json!(66)), ("attributedMinutes", json!(126)), ("estimatedMinutes", json!(5)), ("intendedMinutes", Value::Null), ("misallocation", Value::Null), ("rowCount", json!(2)), ("formulaVersion", json!(1))] {
            assert_eq!(seen[field], value, "{field}: {seen}");
        }
        assert_eq!(rows(&seen, "person"), BTreeMap::from([(ana.clone(), (65, None)), (bea.clone(), (61, None))]));
        let hers = &seen["rows"][0];
        assert_eq!((&hers["person"]["id"], &hers["estimatedMinutes"], &hers["sourceCount"], &hers["differenceMinutes"]), (&json!(ana), &json!(5), &json!(2), &Value::Null));
        assert!((hers["share"].as_f64().unwrap() - 65.0 / 126.0).abs() < 1e-9 && (seen["estimatedShare"].as_f64().unwrap() - 5.0 / 66.0).abs() < 1e-9);
        assert_eq!(rows(&report(&owner, "KIND", week.0, week.1).await, "kind"), BTreeMap::from([("MEETING".to_owned(), (60, Some(0))), ("CORRESPONDENCE".to_owned(), (5, Some(0))), ("CALL".to_owned(), (1, Some(0)))]));
        // An entry stands in the place of the meeting, for the same people, on its day; two do so together.
        let entry = log(&owner, json!({ "interactionId": meeting, "minutes": 40 })).await;
        assert_eq!((&entry["on"], &entry["kind"]), (&json!("2026-02-02"), &json!("MEETING")));
        log(&owner, json!({ "interactionId": meeting, "minutes": 15, "kind": "TRAVEL", "on": "2026-02-01" })).await;
        let seen = report(&owner, "PERSON", week.0, week.1).await;
        assert_eq!((&seen["totalMinutes"], rows(&seen, "person")[&bea]), (&json!(46), (41, None)));
        assert_eq!(report(&owner, "PERSON", "2026-02-01", "2026-02-08").await["totalMinutes"], 61);
        written(&owner, ARCHIVE, json!({ "id": entry["id"] })).await;
        assert_eq!(report(&owner, "PERSON", week.0, week.1).await["totalMinutes"], 6);
        owner.written("mutation($id: ID!) { archiveInteraction(id: $id) { userErrors { message } } }", json!({ "id": meeting })).await;
        assert_eq!(report(&owner, "PERSON", "2026-02-01", "2026-02-08").await["totalMinutes"], 21);
    }

    what_was_taken_is_compared_with_what_was_meant(app) {
        let owner = app.owner().await.lasting().await;
        let ana = owner.person("Ana").await;
        let (close, work) = (made(&owner, "createCircle", json!({ "name": "Close" })).await, made(&owner, "createCircle", json!({ "name": "Work" })).await);
        owner.written("mutation($id: ID!, $people: [ID!]!) { addToCircle(id: $id, input: { personIds: $people }) { userErrors { message } } }", json!({ "id": close, "people": [ana] })).await;
        let goal = made(&owner, "createGoal", json!({ "title": "Speak" })).await;
        let community = made(&owner, "createCommunity", json!({ "name": "Club", "kind": "CLUB" })).await;
        let event = made(&owner, "createEvent", json!({ "title": "Evening", "kind": "MEETUP", "startsOn": "2026-02-03", "communityId": community })).await;
        let project = made(&owner, "createCollaboration", json!({ "title": "Talk", "kind": "PROJECT" })).await;
        owner.written("mutation($goal: ID!, $work: ID!) { addGoalCollaboration(id: $goal, input: { collaborationId: $work }) { userErrors { message } } }", json!({ "goal": goal, "work": project })).await;
        talk(&owner, json!({ "happenedAt": "2026-02-03T20:00:00Z", "channel": "EVENT", "participantIds": [ana], "durationMinutes": 120, "eventId": event, "collaborationId": project })).await;
        log(&owner, json!({ "minutes": 60, "on": "2026-02-04", "goalId": goal, "circleId": work, "communityId": community, "eventId": event, "collaborationId": project, "personIds": [ana] })).await;
        log(&owner, json!({ "minutes": 30, "on": "2026-02-05", "kind": "LEARNING" })).await;
        for (subject, id, minutes) in [("circleId", &close, 70), ("circleId", &work, 140), ("goalId", &goal, 350), ("communityId", &community, 70)] {
            intend(&owner, json!({ subject: id, "minutesPerWeek": minutes, "startsOn": "2026-02-05" })).await;
        }
        // Four of the week's seven days.
        let week = ("2026-02-02", "2026-02-08");
        let circles = report(&owner, "CIRCLE", week.0, week.1).await;
        assert_eq!(rows(&circles, "circle"), BTreeMap::from([(close.clone(), (180, Some(40))), (work.clone(), (60, Some(80)))]));
        assert_eq!((&circles["totalMinutes"], &circles["attributedMinutes"], &circles["intendedMinutes"]), (&json!(210), &json!(240), &json!(120)));
        assert_eq!((&circles["rows"][0]["differenceMinutes"], &circles["rows"][1]["differenceMinutes"]), (&json!(140), &json!(-20)));
        // 180 of 240 against 40 of 120.
        assert!((circles["misallocation"].as_f64().unwrap() - (0.75 - 1.0 / 3.0)).abs() < 1e-9, "{circles}");
        assert_eq!(rows(&report(&owner, "GOAL", week.0, week.1).await, "goal"), BTreeMap::from([(goal, (180, Some(200)))]));
        assert_eq!(rows(&report(&owner, "COMMUNITY", week.0, week.1).await, "community"), BTreeMap::from([(community.clone(), (180, Some(40)))]));
        assert_eq!(rows(&report(&owner, "EVENT", week.0, week.1).await, "event"), BTreeMap::from([(event, (180, None))]));
        assert_eq!(rows(&report(&owner, "COLLABORATION", week.0, week.1).await, "collaboration"), BTreeMap::from([(project, (180, None))]));
        // What was meant and not done is there, too.
        let later = report(&owner, "COMMUNITY", "2026-02-16", "2026-02-22").await;
        assert_eq!((rows(&later, "community"), &later["misallocation"]), (BTreeMap::from([(community, (0, Some(70)))]), &Value::Null));
        let weeks = report(&owner, "WEEK", "2026-02-04", "2026-02-17").await;
        let shown: Vec<Value> = weeks["rows"].as_array().unwrap().iter().map(|row| json!([row["weekFrom"], row["weekTo"], row["minutes"]])).collect();
        assert_eq!(shown, [json!(["2026-02-04", "2026-02-08", 90]), json!(["2026-02-09", "2026-02-15", 0]), json!(["2026-02-16", "2026-02-17", 0])]);
    }

    days_are_those_of_the_workspace(app) {
        let owner = app.owner().await.lasting().await;
        let ana = owner.person("Ana").await;
        owner.written("mutation { updateWorkspace(input: { timeZone: \"Pacific/Auckland\", weekStart: SUNDAY }) { userErrors { message } } }", json!({})).await;
        // Thirteen hours ahead: the evening of the 1st is the 2nd there.
        talk(&owner, json!({ "happenedAt": "2026-02-01T11:30:00Z", "channel": "CALL", "participantIds": [ana], "durationMinutes": 10 })).await;
        for (from, to, minutes) in [("2026-02-02", "2026-02-02", 10), ("2026-02-01", "2026-02-01", 0)] {
            assert_eq!(report(&owner, "PERSON", from, to).await["totalMinutes"], minutes, "{from}");
        }
        let weeks = report(&owner, "WEEK", "2026-02-01", "2026-02-14").await;
        assert_eq!((&weeks["rows"][0]["weekTo"], &weeks["rows"][0]["minutes"]), (&json!("2026-02-07"), &json!(10)));
        for range in ["from: \"2026-02-02\", to: \"2026-02-01\"", "from: \"2026-01-01\", to: \"2027-01-02\""] {
            let errors = owner.errors(&format!("{{ timeReport({range}, groupBy: KIND) {{ totalMinutes }} }}"), json!({})).await;
            assert_eq!(errors[0]["extensions"]["code"], "BAD_INPUT", "{errors:?}");
        }
        let errors = owner.errors("{ timeReport(from: \"2026-02-01\", to: \"2026-02-01\", groupBy: KIND, first: 101) { totalMinutes } }", json!({})).await;
        assert_eq!(errors[0]["extensions"]["code"], "BAD_INPUT");
    }

    /// Random interactions, circles and entries, against sums over all of them.
    whatever_was_done_a_report_says_what_a_simple_sum_says(app) {
        let owner = app.owner().await.lasting().await;
        let mut dice = StdRng::seed_from_u64(16);
        let (mut people, mut circles, mut members) = (Vec::new(), Vec::new(), BTreeMap::<String, BTreeSet<String>>::new());
        for number in 0..4 {
            people.push(owner.person(&format!("P{number}")).await);
            circles.push(made(&owner, "createCircle", json!({ "name": format!("C{number}") })).await);
        }
        for circle in &circles {
            let own: Vec<&String> = people.iter().filter(|_| dice.random_range(0..2) == 0).collect();
            owner.written("mutation($id: ID!, $people: [ID!]!) { addToCircle(id: $id, input: { personIds: $people }) { userErrors { message } } }", json!({ "id": circle, "people": own })).await;
            members.insert(circle.clone(), own.into_iter().cloned().collect());
        }
        let first: NaiveDate = "2026-01-01".parse().unwrap();
        let mut taken: Vec<Taken> = Vec::new();
        for _ in 0..40 {
            let day = first + TimeDelta::days(dice.random_range(0..30));
            let own: BTreeSet<String> = (0..dice.random_range(1..4)).map(|_| people[dice.random_range(0..4)].clone()).collect();
            let minutes = (dice.random_range(0..3) > 0).then(|| dice.random_range(0..90_i64));
            let id = talk(&owner, json!({ "happenedAt": format!("{day}T12:00:00Z"), "channel": "CALL", "participantIds": own, "durationMinutes": minutes })).await;
            if dice.random_range(0..3) > 0 {
                taken.push((day, minutes.map_or(20, |it| it.max(1)), if minutes.is_none() { 20 } else { 0 }, own, BTreeSet::new()));
                continue;
            }
            for _ in 0..dice.random_range(1..3) {
                let (day, minutes) = (first + TimeDelta::days(dice.random_range(0..30)), dice.random_range(1..90_i64));
                let other: BTreeSet<String> = (dice.random_range(0..2) == 0).then(|| people[dice.random_range(0..4)].clone()).into_iter().collect();
                let circle: BTreeSet<String> = (dice.random_range(0..2) == 0).then(|| circles[dice.random_range(0..4)].clone()).into_iter().collect();
                log(&owner, json!({ "interactionId": id, "on": day.to_string(), "minutes": minutes, "personIds": other, "circleId": circle.first() })).await;
                taken.push((day, minutes, 0, own.union(&other).cloned().collect(), circle));
            }
        }
        for _ in 0..6 {
            let from = first + TimeDelta::days(dice.random_range(0..20));
            let to = from + TimeDelta::days(dice.random_range(0..15));
            let within: Vec<_> = taken.iter().filter(|it| (from..=to).contains(&it.0)).collect();
            let mut by_person = BTreeMap::<String, (i64, Option<i64>)>::new();
            let mut by_circle = BTreeMap::<String, (i64, Option<i64>)>::new();
            for (_, minutes, _, people, by_hand) in &within {
                for person in people {
                    by_person.entry(person.clone()).or_insert((0, None)).0 += minutes;
                }
                for (circle, members) in &members {
                    if by_hand.contains(circle) || !members.is_disjoint(people) {
                        by_circle.entry(circle.clone()).or_insert((0, Some(0))).0 += minutes;
                    }
                }
            }
            for (group, field, wanted) in [("PERSON", "person", by_person), ("CIRCLE", "circle", by_circle)] {
                let seen = report(&owner, group, &from.to_string(), &to.to_string()).await;
                assert_eq!(rows(&seen, field), wanted, "{from} {to} {seen}");
                assert_eq!(seen["totalMinutes"], within.iter().map(|it| it.1).sum::<i64>());
                assert_eq!(seen["estimatedMinutes"], within.iter().map(|it| it.2).sum::<i64>());
                assert_eq!(seen["attributedMinutes"], wanted.values().map(|it| it.0).sum::<i64>());
            }
        }
    }

    a_report_reads_its_range_by_index_and_in_as_many_statements_for_many(app) {
        let owner = app.owner().await.lasting().await;
        let ana = owner.person("Ana").await;
        let query = |group: &str| format!("{{ timeReport(from: \"2026-01-01\", to: \"2026-01-31\", groupBy: {group}) {{ rows {{ minutes person {{ displayName }} }} }} }}");
        talk(&owner, json!({ "happenedAt": "2026-01-02T00:00:00Z", "channel": "CALL", "participantIds": [ana] })).await;
        let few = app.statements(async { owner.ok(&query("PERSON"), json!({})).await; }).await.len();
        for number in 0..20 {
            let person = owner.person(&format!("P{number}")).await;
            talk(&owner, json!({ "happenedAt": "2026-01-02T00:00:00Z", "channel": "CALL", "participantIds": [person] })).await;
        }
        let mut options = sea_orm::ConnectOptions::new(app.database_url());
        options.max_connections(1);
        let db = Database::connect(options).await.unwrap();
        crate::guards::fill(&app, &db, 50_000).await;
        // As many entries, of none of them.
        let day = if app.engine == Engine::Postgres { "happened_at::date" } else { "date(happened_at)" };
        let entries = format!("INSERT INTO time_entry (workspace_id, id, day, sort_day, minutes, kind, revision, seq, created_at, updated_at, created_by) SELECT workspace_id, id, {day}, CAST({day} AS text), 10, 'OTHER', 1, 1, created_at, updated_at, 'SYSTEM' FROM interaction");
        db.execute_unprepared(&entries).await.unwrap();
        db.execute_unprepared("ANALYZE").await.unwrap();
        for group in ["PERSON", "CIRCLE", "GOAL", "COMMUNITY", "EVENT", "KIND", "COLLABORATION", "WEEK"] {
            let statements = app.statements(async { owner.ok(&query(group), json!({})).await; }).await;
            assert!(group != "PERSON" || statements.len() == few, "{statements:#?}");
            for sql in statements.iter().filter(|sql| sql.contains("AS taken")) {
                let plan = explain(&app, &db, sql).await;
                let walks = ["interaction i", "time_entry e", "time_entry r"].iter().any(|table| plan.contains(&format!("Seq Scan on {table}")));
                assert!(!walks && !plan.contains("PRIMARY KEY (workspace_id=?)"), "{group}: {sql}\n{plan}");
                // Where nothing else leads there, by the range.
                if app.engine == Engine::Sqlite || ["KIND", "WEEK"].contains(&group) || sql.contains("COALESCE") {
                    assert!(plan.contains("interaction_happened") && plan.contains("time_entry_day"), "{group}: {sql}\n{plan}");
                }
            }
        }
        db.close().await.unwrap();
    }
}

/// How the database runs a statement whatever its values are.
async fn explain(app: &TestApp, db: &sea_orm::DatabaseConnection, sql: &str) -> String {
    if app.engine == Engine::Sqlite {
        let file = app
            .database_url()
            .trim_start_matches("sqlite://")
            .split('?')
            .next()
            .unwrap()
            .to_owned();
        let connection = rusqlite::Connection::open(file).unwrap();
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        for place in 1..=statement.parameter_count() {
            statement
                .raw_bind_parameter(place, rusqlite::types::Null)
                .unwrap();
        }
        let mut rows = statement.raw_query();
        let mut plan = String::new();
        while let Some(row) = rows.next().unwrap() {
            plan += &format!("{}\n", row.get::<_, String>(3).unwrap());
        }
        return plan;
    }
    let highest = (1..400)
        .rev()
        .find(|n| sql.contains(&format!("${n}")))
        .unwrap_or(0);
    let values = vec!["NULL"; highest].join(", ");
    db.execute_unprepared("SET plan_cache_mode = force_generic_plan")
        .await
        .unwrap();
    db.execute_unprepared(&format!("PREPARE level AS {sql}"))
        .await
        .unwrap();
    let statement = Statement::from_string(
        db.get_database_backend(),
        format!("EXPLAIN (COSTS OFF) EXECUTE level({values})"),
    );
    let rows = db.query_all_raw(statement).await.unwrap();
    db.execute_unprepared("DEALLOCATE level").await.unwrap();
    let lines = rows
        .iter()
        .map(|row| row.try_get_by_index::<String>(0).unwrap() + " \n");
    lines.collect()
}
