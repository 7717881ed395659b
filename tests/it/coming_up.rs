//! Who comes up, where there are more people than an agenda reads: it shows the same as if all had been looked at.

use chrono::{NaiveDate, TimeDelta};
use sea_orm::{ConnectionTrait, Database};
use serde_json::{Value, json};
use tests::{Client, Engine, TestApp, both};

use crate::heavy::multiply;

const PEOPLE: usize = 600;
const ERRORS: &str = "userErrors { code message path }";

/// Somebody who is due.
#[derive(Clone, Debug)]
struct Due {
    person: String,
    on: NaiveDate,
    ideal: i64,
    is_planned: bool,
}

/// The day so many days from now.
fn day(app: &TestApp, days: i64) -> NaiveDate {
    (app.clock.now() + TimeDelta::days(days)).date_naive()
}

async fn write(client: &Client, mutation: &str) -> Value {
    client
        .written(&format!("mutation {{ {mutation} }}"), json!({}))
        .await
}

async fn run(app: &TestApp, sql: &str) {
    let orm = Database::connect(app.database_url()).await.unwrap();
    orm.execute_unprepared(sql).await.unwrap();
    orm.close().await.unwrap();
}

/// A workspace of many people. With most there was contact on one of eighty days, so that several come up on each; with some there
/// was none, some are archived, and the cadence of everybody is a month.
async fn crowd(app: &TestApp) -> Client {
    let scopes = [
        "PEOPLE_READ",
        "PEOPLE_WRITE",
        "INTERACTIONS_WRITE",
        "CADENCES_READ",
        "CADENCES_WRITE",
    ];
    let more = ["WORKSPACE_READ", "WORKSPACE_WRITE", "AGENDA_READ"];
    let owner = app
        .owner()
        .await
        .with_scopes(&[&scopes[..], &more[..]].concat())
        .await;
    owner.person("Ana").await;
    multiply(app, "person", PEOPLE).await;
    let now = app.clock.now().format("%Y-%m-%dT%H:%M:%S");
    let (chance, ago, moment) = match app.engine {
        Engine::Sqlite => (
            "abs(random())",
            format!(
                "strftime('%Y-%m-%dT%H:%M:%S', '{now}', '-' || (20 + abs(random()) % 80) || ' days', '-' || (abs(random()) % 20) || ' hours') || '+00:00'"
            ),
            "'2020-01-01T00:00:00+00:00'",
        ),
        Engine::Postgres => (
            "floor(random() * 1000)::int",
            format!(
                "timestamptz '{now}+00' - make_interval(days => 20 + floor(random() * 80)::int, hours => floor(random() * 20)::int)"
            ),
            "timestamptz '2020-01-01'",
        ),
    };
    run(
        app,
        &format!("UPDATE person SET last_interaction_at = {ago} WHERE NOT is_self AND {chance} % 10 > 0"),
    )
    .await;
    run(
        app,
        &format!("UPDATE person SET archived_at = {moment} WHERE NOT is_self AND {chance} % 12 = 0"),
    )
    .await;
    write(
        &owner,
        &format!("setCadence(input: {{ idealDays: 30 }}) {{ {ERRORS} }}"),
    )
    .await;
    owner
}

/// All who are due, by lateness.
async fn due(client: &Client, on: NaiveDate, arguments: &str) -> Vec<Due> {
    let mut found = Vec::new();
    let mut after = Value::Null;
    loop {
        let text = format!(
            "query($after: String) {{ dueCheckIns(first: 100, after: $after, on: \"{on}\"{arguments}) {{ nodes {{ dueOn person {{ id }} cadence {{ idealDays }} planned {{ id }} }} pageInfo {{ hasNextPage endCursor }} }} }}"
        );
        let page = client.ok(&text, json!({ "after": after })).await["dueCheckIns"].take();
        for it in page["nodes"].as_array().unwrap() {
            found.push(Due {
                person: it["person"]["id"].as_str().unwrap().to_owned(),
                on: it["dueOn"].as_str().unwrap().parse().unwrap(),
                ideal: it["cadence"]["idealDays"].as_i64().unwrap(),
                is_planned: !it["planned"].is_null(),
            });
        }
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
    let late = |it: &Due| (on - it.on).num_days() * 1_000_000_000 / it.ideal;
    found.sort_by_key(|it| (!it.is_planned, -late(it), it.ideal, it.on, it.person.clone()));
    found
}

fn people(due: &[Due]) -> Vec<&str> {
    due.iter().map(|it| it.person.as_str()).collect()
}

/// The check-ins of the agenda: who, in its order, and whether they are held back.
async fn agenda(client: &Client, on: NaiveDate) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    let mut after = Value::Null;
    loop {
        let text = format!(
            "query($after: String) {{ agenda(first: 100, after: $after, on: \"{on}\", kinds: [CHECK_IN], includeHeldBack: true) {{ nodes {{ heldBack person {{ id }} }} pageInfo {{ hasNextPage endCursor }} }} }}"
        );
        let page = client.ok(&text, json!({ "after": after })).await["agenda"].take();
        let nodes = page["nodes"].as_array().unwrap().iter();
        found.extend(nodes.map(|it| {
            (
                it["person"]["id"].as_str().unwrap().to_owned(),
                it["heldBack"] == true,
            )
        }));
        if page["pageInfo"]["hasNextPage"] == false {
            return found;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

/// The agenda of a day shows the latest of all who are due, and those whom the week's places leave.
async fn is_as_of_all(client: &Client, on: NaiveDate) {
    write(
        client,
        &format!("updateWorkspace(input: {{ weeklyCapacity: null }}) {{ {ERRORS} }}"),
    )
    .await;
    let all = due(client, on, "").await;
    assert!(all.len() > 150, "{on}: only {} are due", all.len());
    let planned = all.iter().filter(|it| it.is_planned).count();
    let shown: Vec<String> = agenda(client, on)
        .await
        .into_iter()
        .map(|(person, _)| person)
        .collect();
    assert_eq!(shown, people(&all)[..100 + planned], "{on}");
    write(
        client,
        &format!("updateWorkspace(input: {{ weeklyCapacity: 40 }}) {{ {ERRORS} }}"),
    )
    .await;
    let with_place = due(client, on, ", withinCapacity: true").await;
    let (held_back, shown): (Vec<_>, Vec<_>) =
        agenda(client, on).await.into_iter().partition(|(_, held)| *held);
    let shown: Vec<String> = shown.into_iter().map(|(person, _)| person).collect();
    assert_eq!(shown, people(&with_place), "{on}, within the capacity");
    let without: Vec<&str> = people(&all)
        .into_iter()
        .filter(|it| !shown.iter().any(|shown| shown == it))
        .collect();
    let held_back: Vec<String> = held_back.into_iter().map(|(person, _)| person).collect();
    assert_eq!(held_back, without[..100], "{on}, beyond the capacity");
    let text = format!("{{ agendaDigest(on: \"{on}\") {{ heldBack }} }}");
    assert_eq!(
        client.ok(&text, json!({})).await["agendaDigest"]["heldBack"],
        without.len()
    );
}

both! {
    an_agenda_that_reads_only_who_comes_up_first_shows_what_it_would_show_if_it_read_all(app) {
        let owner = crowd(&app).await;
        let days = [0, 1, 45].map(|days| day(&app, days));
        let statements = app.statements(async { drop(agenda(&owner, days[0]).await) }).await;
        assert!(statements.iter().any(|it| it.contains("AS \"first\"")), "only the first are read: {statements:#?}");
        for on in days {
            is_as_of_all(&owner, on).await;
        }
        // Others count for some, and with some there was contact in this week.
        let all = due(&owner, days[1], "").await;
        let picked: Vec<&str> = people(&all).into_iter().step_by(7).collect();
        let circle = write(&owner, &format!("createCircle(input: {{ name: \"Close\" }}) {{ circle {{ id }} {ERRORS} }}")).await;
        let circle = circle["circle"]["id"].as_str().unwrap().to_owned();
        let of_circle = json!(picked[..10]);
        write(&owner, &format!("addToCircle(id: \"{circle}\", input: {{ personIds: {of_circle} }}) {{ {ERRORS} }}")).await;
        write(&owner, &format!("setCadence(input: {{ circleId: \"{circle}\", idealDays: 12 }}) {{ {ERRORS} }}")).await;
        let now = app.clock.now().to_rfc3339();
        for person in &picked[10..13] {
            write(&owner, &format!("setCadence(input: {{ personId: \"{person}\", idealDays: 47 }}) {{ {ERRORS} }}")).await;
        }
        for person in &picked[13..16] {
            write(&owner, &format!("skipCheckIn(input: {{ personId: \"{person}\" }}) {{ {ERRORS} }}")).await;
        }
        for person in &picked[16..19] {
            let plan = format!("planCheckIn(input: {{ personId: \"{person}\", on: \"{}\" }}) {{ {ERRORS} }}", days[0]);
            write(&owner, &plan).await;
        }
        for person in &picked[19..23] {
            let log = format!("logInteraction(input: {{ participantIds: [\"{person}\"], channel: CALL, happenedAt: \"{now}\" }}) {{ {ERRORS} }}");
            write(&owner, &log).await;
        }
        for on in days {
            is_as_of_all(&owner, on).await;
        }
    }

    many_who_come_up_on_one_day_after_a_pause_or_an_absence_are_in_the_order_of_all(app) {
        let owner = crowd(&app).await;
        let on = day(&app, 3);
        write(&owner, &format!("setCadence(input: {{ idealDays: 30, pausedUntil: \"{}\" }}) {{ {ERRORS} }}", day(&app, 0))).await;
        is_as_of_all(&owner, on).await;
        write(&owner, &format!("setCadence(input: {{ idealDays: 30, pausedUntil: null }}) {{ {ERRORS} }}")).await;
        let away = format!("awayFrom: \"{}\", awayUntil: \"{}\"", day(&app, -50), day(&app, -1));
        write(&owner, &format!("updateWorkspace(input: {{ {away} }}) {{ {ERRORS} }}")).await;
        is_as_of_all(&owner, on).await;
    }
}
