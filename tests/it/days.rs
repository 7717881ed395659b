//! Which day it is: one day for the whole workspace, its time zone's, wherever a day is left out or counted from today.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate};
use serde_json::{Value, json};
use tests::{Client, TestApp, both};

use crate::plans::schema::{Kind, Schema, named};

/// Where it is the day before, or the day after, the one in UTC.
const PLACES: [(&str, &str, &str); 2] = [
    ("Pacific/Kiritimati", "2026-03-01T12:00:00Z", "2026-03-02"),
    ("Pacific/Pago_Pago", "2026-03-01T05:00:00Z", "2026-02-28"),
];

/// The lists of which days are compared, and the days. Held against the schema, so that a new one is not forgotten.
const DAYS: &[(&str, &str)] = &[
    ("checkIns", "on"),
    ("exchanges", "doneOn"),
    ("exchanges", "dueOn"),
    ("goals", "achievedOn"),
    ("goals", "targetOn"),
    ("gratitudes", "owedSince"),
    ("gratitudes", "thankedOn"),
    ("needs", "until"),
    ("offers", "until"),
    ("gratitudesOwed", "owedSince"),
    ("gratitudesOwed", "thankedOn"),
    ("timeEntries", "on"),
    ("updates", "until"),
];

/// A caller in a workspace of that time zone, at that moment.
async fn there(app: &TestApp, (zone, at, _): (&str, &str, &str)) -> Client {
    app.clock.set(DateTime::parse_from_rfc3339(at).unwrap().to_utc());
    let owner = app.owner().await.lasting().await;
    let update = "mutation($zone: String!) { updateWorkspace(input: { timeZone: $zone }) { workspace { timeZone } userErrors { message } } }";
    owner.written(update, json!({ "zone": zone })).await;
    owner
}

/// Runs a mutation; what it shows of its record.
async fn made(owner: &Client, call: &str, shown: &str) -> Value {
    let text = format!("mutation {{ {call} {{ it: {shown} userErrors {{ code message path }} }} }}");
    owner.written(&text, json!({})).await["it"].take()
}

fn id(record: &Value) -> &str {
    record["id"].as_str().unwrap()
}

/// Whatever has a day and leaves it out; the days that it gets.
async fn left_out(owner: &Client) -> Vec<(&'static str, Value)> {
    let (ana, bea, cid) = (
        owner.person("Ana").await,
        owner.person("Bea").await,
        owner.person("Cid").await,
    );
    let exchange = |state: &str| {
        format!(
            "recordExchange(input: {{ personId: \"{ana}\", direction: RECEIVED, kind: HELP, title: \"Boxes\", state: {state} }})"
        )
    };
    let done = made(owner, &exchange("DONE"), "exchange { doneOn }").await;
    let promised = made(owner, &exchange("PROMISED"), "exchange { id }").await;
    let complete = format!("completeExchange(id: \"{}\")", id(&promised));
    let completed = made(owner, &complete, "exchange { doneOn }").await;
    let thanks = format!("giveGratitude(input: {{ personId: \"{bea}\", means: IN_PERSON }})");
    let thanked = made(owner, &thanks, "gratitude { thankedOn }").await;
    let achieved = "createGoal(input: { title: \"Swim\", state: ACHIEVED })";
    let achieved = made(owner, achieved, "goal { achievedOn }").await;
    let active = made(owner, "createGoal(input: { title: \"Dive\" })", "goal { id }").await;
    let achieve = format!("achieveGoal(id: \"{}\")", id(&active));
    let later = made(owner, &achieve, "goal { achievedOn }").await;
    let noted =
        "createPerson(input: { displayName: \"Dan\", facts: [{ kind: OTHER, text: \"Likes tea\" }] })";
    let noted = made(owner, noted, "person { facts { notedOn } }").await;
    let logged = made(owner, "logTime(input: { minutes: 5 })", "timeEntry { on }").await;
    let meant = "createTimeIntention(input: { kind: OTHER, minutesPerWeek: 60 })";
    let meant = made(owner, meant, "timeIntention { startsOn }").await;
    let skipped = format!("skipCheckIn(input: {{ personId: \"{cid}\" }})");
    let skipped = made(owner, &skipped, "checkIn { on }").await;
    let idea = "createCollaboration(input: { title: \"Fair\", kind: PROJECT })";
    let idea = made(owner, idea, "collaboration { id }").await;
    let begin = format!(
        "moveCollaboration(id: \"{}\", input: {{ to: ACTIVE }})",
        id(&idea)
    );
    let begun = made(owner, &begin, "collaboration { startedOn }").await;
    let owed = owner
        .ok("{ gratitudesOwed(first: 1) { nodes { owedSince } } }", json!({}))
        .await;
    vec![
        ("an exchange that is done", done["doneOn"].clone()),
        ("a promise that was kept", completed["doneOn"].clone()),
        ("thanks that were given", thanked["thankedOn"].clone()),
        ("a goal that was achieved before", achieved["achievedOn"].clone()),
        ("a goal that is achieved", later["achievedOn"].clone()),
        ("a fact", noted["facts"][0]["notedOn"].clone()),
        ("time that was taken", logged["on"].clone()),
        ("an intention", meant["startsOn"].clone()),
        ("a check-in that was skipped", skipped["on"].clone()),
        ("a collaboration that began", begun["startedOn"].clone()),
        (
            "a debt of thanks",
            owed["gratitudesOwed"]["nodes"][0]["owedSince"].clone(),
        ),
    ]
}

/// Records of which each day that can be compared is this one.
async fn dated(owner: &Client, day: NaiveDate) {
    let ana = owner.person("Ana").await;
    let of = |rest: &str| format!("personId: \"{ana}\", {rest}");
    let exchange = "direction: RECEIVED, kind: HELP, title: \"Boxes\"";
    let debt = format!(
        "recordExchange(input: {{ {} }})",
        of(&format!("{exchange}, state: DONE, doneOn: \"{day}\""))
    );
    made(owner, &debt, "exchange { id }").await;
    made(
        owner,
        &format!(
            "recordExchange(input: {{ {} }})",
            of(&format!("{exchange}, state: PROMISED, dueOn: \"{day}\""))
        ),
        "exchange { id }",
    )
    .await;
    made(owner, &format!("createGoal(input: {{ title: \"Swim\", targetOn: \"{day}\", state: ACHIEVED, achievedOn: \"{day}\" }})"), "goal { id }").await;
    made(
        owner,
        &format!(
            "giveGratitude(input: {{ {} }})",
            of(&format!("thankedOn: \"{day}\""))
        ),
        "gratitude { id }",
    )
    .await;
    made(
        owner,
        &format!("createNeed(input: {{ kind: ADVICE, title: \"Which boat\", until: \"{day}\" }})"),
        "need { id }",
    )
    .await;
    made(
        owner,
        &format!("createOffer(input: {{ kind: ADVICE, title: \"Which sea\", until: \"{day}\" }})"),
        "offer { id }",
    )
    .await;
    made(
        owner,
        &format!("planCheckIn(input: {{ {} }})", of(&format!("on: \"{day}\""))),
        "checkIn { id }",
    )
    .await;
    made(
        owner,
        &format!("logTime(input: {{ minutes: 5, on: \"{day}\" }})"),
        "timeEntry { id }",
    )
    .await;
    made(
        owner,
        &format!("createUpdate(input: {{ title: \"Moved\", until: \"{day}\" }})"),
        "update { id }",
    )
    .await;
}

both! {
    a_day_that_is_left_out_is_today_in_the_workspace(app) {
        for place in PLACES {
            let owner = there(&app, place).await;
            for (what, day) in left_out(&owner).await {
                assert_eq!(day, place.2, "{what}, in {}", place.0);
            }
        }
    }

    a_day_counted_from_today_is_counted_in_the_workspace(app) {
        for place in PLACES {
            let owner = there(&app, place).await;
            let today: NaiveDate = place.2.parse().unwrap();
            dated(&owner, today).await;
            for (list, field) in DAYS {
                let count = |alias: &str, test: &str| format!("{alias}: {list}(filter: {{ {field}: {{ {test} }} }}) {{ totalCount }}");
                let counts = [count("all", "isNull: false"), count("today", "eq: \"P0D\""), count("since", "gte: \"-P1D\""), count("later", "gt: \"P0D\""), count("before", "lt: \"P0D\"")];
                let found = owner.ok(&format!("{{ {} }}", counts.join(" ")), json!({})).await;
                let counts = ["today", "since", "later", "before"].map(|alias| found[alias]["totalCount"].clone());
                let all = &found["all"]["totalCount"];
                assert_eq!(counts, [all.clone(), all.clone(), json!(0), json!(0)], "{list}.{field} in {}", place.0);
                // Of what is owed nothing is thanked for, and what was thanked for is not owed.
                assert!(all.as_u64() > Some(0) || *list == "gratitudesOwed", "{list}.{field}: {found}");
            }
        }
    }

    what_is_expired_is_so_in_the_workspace(app) {
        for place in PLACES {
            let owner = there(&app, place).await;
            let today: NaiveDate = place.2.parse().unwrap();
            for (day, expired) in [(today, false), (today - Days::new(1), true)] {
                for kind in ["need", "offer"] {
                    let (first, rest) = kind.split_at(1);
                    let call = format!("create{}{rest}(input: {{ kind: ADVICE, title: \"Which boat\", until: \"{day}\" }})", first.to_uppercase());
                    let it = made(&owner, &call, &format!("{kind} {{ id isExpired }}")).await;
                    let read = owner.ok(&format!("{{ it: {kind}(id: \"{}\") {{ isExpired }} }}", id(&it)), json!({})).await;
                    assert_eq!((&it["isExpired"], &read["it"]["isExpired"]), (&json!(expired), &json!(expired)), "{kind} until {day} in {}", place.0);
                }
            }
        }
    }

    a_new_time_zone_counts_at_once(app) {
        let owner = there(&app, ("UTC", "2026-03-01T12:00:00Z", "")).await;
        made(&owner, "logTime(input: { minutes: 5, on: \"2026-03-02\" })", "timeEntry { id }").await;
        let today = "{ timeEntries(filter: { on: { eq: \"P0D\" } }) { totalCount } }";
        assert_eq!(owner.ok(today, json!({})).await["timeEntries"]["totalCount"], 0);
        made(&owner, "updateWorkspace(input: { timeZone: \"Pacific/Kiritimati\" })", "workspace { id }").await;
        assert_eq!(owner.ok(today, json!({})).await["timeEntries"]["totalCount"], 1);
    }
}

#[test]
fn every_day_that_can_be_compared_is_tried() {
    let schema = Schema::read();
    let mut found = BTreeSet::new();
    for list in schema.fields("Query") {
        let Some(filter) = list.arguments.iter().find(|argument| argument.name == "filter") else {
            continue;
        };
        let Kind::Input(fields) = &schema.types[named(&filter.ty)] else {
            panic!("{} is no input", named(&filter.ty))
        };
        let days = fields.iter().filter(|field| named(&field.ty) == "DateComparator");
        found.extend(days.map(|field| (list.name.as_str(), field.name.as_str())));
    }
    assert_eq!(found, DAYS.iter().copied().collect::<BTreeSet<_>>());
}
