//! What is ahead as a calendar at a secret address: made, read, revoked.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Client, TestApp, both};

use super::exported::python;

const MAKE: &str = "mutation($name: String!) { createCalendarFeed(input: { name: $name }) { calendarFeed { id name createdBy { kind } } secretPath userErrors { code message path } } }";

async fn made(client: &Client) -> (Value, String) {
    let mut made = client.written(MAKE, json!({ "name": "Mine; all, of it" })).await;
    let path = made["secretPath"].as_str().unwrap().to_owned();
    (made["calendarFeed"].take(), path)
}

async fn read(app: &TestApp, path: &str, held: Option<&str>) -> (u16, String, String) {
    let mut request = app.http().get(app.url(path));
    if let Some(held) = held {
        request = request.header("if-none-match", held);
    }
    let response = request.send().await.unwrap();
    let tag = response
        .headers()
        .get("etag")
        .map(|tag| tag.to_str().unwrap().to_owned());
    (
        response.status().as_u16(),
        tag.unwrap_or_default(),
        response.text().await.unwrap(),
    )
}

/// The entries of a calendar by what they are called, each with its lines, which were folded.
fn entries(text: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let plain = text.replace("\r\n ", "");
    let events = plain.split("BEGIN:VEVENT\r\n").skip(1);
    let lines = |event: &str| {
        let lines = event.split("END:VEVENT").next().unwrap().lines();
        lines
            .map(|line| {
                line.split_once(':')
                    .map(|(name, value)| (name.to_owned(), value.to_owned()))
                    .unwrap()
            })
            .collect::<BTreeMap<_, _>>()
    };
    events
        .map(lines)
        .map(|lines| (lines["SUMMARY"].clone(), lines))
        .collect()
}

async fn fill(owner: &Client) {
    let make = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { person { id } userErrors { message } } }";
    let mut ids = Vec::new();
    for (name, birthday) in [
        ("Ada, \"the\" Countess; L", json!("1984-02-29")),
        ("Bo", json!("--12-10")),
        ("Cy", json!("1990")),
        ("Di", Value::Null),
    ] {
        ids.push(
            owner
                .written(
                    make,
                    json!({ "input": { "displayName": name, "birthday": birthday } }),
                )
                .await["person"]["id"]
                .take(),
        );
    }
    let milestone = "mutation($input: CreateMilestoneInput!) { createMilestone(input: $input) { userErrors { code message path } } }";
    for input in [
        json!({ "personId": ids[1], "kind": "ANNIVERSARY", "date": "2001-05-06", "recurs": true }),
        json!({ "personId": ids[1], "kind": "MOVE", "date": "2026-04-20", "title": "To Oslo", "notes": "One\nTwo" }),
        json!({ "personId": ids[1], "kind": "LAUNCH", "date": "2020-01-01", "title": "Long ago" }),
    ] {
        owner.written(milestone, json!({ "input": input })).await;
    }
    owner.written("mutation($id: ID!) { planCheckIn(input: { personId: $id, on: \"2026-03-12\", note: \"Ask\" }) { userErrors { message } } }", json!({ "id": ids[3] })).await;
    let event = "mutation($input: CreateEventInput!) { createEvent(input: $input) { event { id } userErrors { code message path } } }";
    owner.written(event, json!({ "input": { "title": "Fair", "kind": "PARTY", "startsOn": "2026-06-01", "endsOn": "2026-06-03", "place": "Hall 1, Lisboa" } })).await;
    owner.written(event, json!({ "input": { "title": "Talk", "kind": "PARTY", "startsAt": "2026-05-01T18:00:00Z", "endsAt": "2026-05-01T20:00:00Z" } })).await;
    let off = owner
        .written(
            event,
            json!({ "input": { "title": "Off", "kind": "PARTY", "startsOn": "2026-07-01" } }),
        )
        .await;
    owner
        .written(
            "mutation($id: ID!) { cancelEvent(id: $id) { userErrors { message } } }",
            json!({ "id": off["event"]["id"] }),
        )
        .await;
}

both! {
    a_calendar_has_what_is_ahead(app) {
        let owner = app.owner().await;
        fill(&owner).await;
        let (_, path) = made(&owner).await;
        let (status, _, text) = read(&app, &path, None).await;
        assert_eq!(status, 200, "{text}");
        assert!(text.contains("X-WR-CALNAME:Mine\\; all\\, of it\r\n"), "{text}");
        assert!(text.lines().all(|line| line.len() <= 75), "{text}");
        let told = entries(&text);
        let names: Vec<&str> = told.keys().map(String::as_str).collect();
        assert_eq!(names, ["Ada\\, \"the\" Countess\\; L: birthday", "Bo: To Oslo", "Bo: anniversary", "Bo: birthday", "Check in with Di", "Fair", "Off", "Talk"]);
        let ada = &told["Ada\\, \"the\" Countess\\; L: birthday"];
        assert_eq!((ada["DTSTART;VALUE=DATE"].as_str(), ada["RRULE"].as_str()), ("19840229", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"));
        assert_eq!((told["Bo: birthday"]["DTSTART;VALUE=DATE"].as_str(), told["Bo: birthday"]["RRULE"].as_str()), ("20001210", "FREQ=YEARLY"));
        assert_eq!(told["Bo: anniversary"]["DTSTART;VALUE=DATE"], "20010506");
        let moved = &told["Bo: To Oslo"];
        assert!(moved["DTSTART;VALUE=DATE"] == "20260420" && moved["DESCRIPTION"] == "One\\nTwo" && !moved.contains_key("RRULE"), "{moved:?}");
        assert_eq!(told["Check in with Di"]["DTSTART;VALUE=DATE"], "20260312");
        let fair = &told["Fair"];
        assert_eq!((fair["DTSTART;VALUE=DATE"].as_str(), fair["DTEND;VALUE=DATE"].as_str(), fair["LOCATION"].as_str()), ("20260601", "20260604", "Hall 1\\, Lisboa"));
        assert_eq!((told["Talk"]["DTSTART"].as_str(), told["Talk"]["DTEND"].as_str()), ("20260501T180000Z", "20260501T200000Z"));
        assert_eq!(told["Off"]["STATUS"], "CANCELLED");
        if let Some(read) = python("events", &text) {
            let events = read.as_array().unwrap();
            assert_eq!(events.len(), told.len());
            let ada = events.iter().find(|event| event["DTSTART"] == "1984-02-29").unwrap();
            assert_eq!((&ada["SUMMARY"], &ada["RRULE"]), (&json!("Ada, \"the\" Countess; L: birthday"), &json!("FREQ=YEARLY;BYMONTHDAY=-1;BYMONTH=2")));
            assert!(events.iter().any(|event| event["DTSTART"] == "2026-05-01T18:00:00+00:00"), "{events:?}");
        }
    }

    a_calendar_that_is_held_is_not_sent_again(app) {
        let owner = app.owner().await;
        let (_, path) = made(&owner).await;
        let (_, tag, _) = read(&app, &path, None).await;
        let (status, same, text) = read(&app, &path, Some(&format!("\"x\", W/{tag}"))).await;
        assert_eq!((status, same.as_str(), text.as_str()), (304, tag.as_str(), ""));
        owner.person("Ada").await;
        let (status, other, _) = read(&app, &path, Some(&tag)).await;
        assert!(status == 200 && other != tag);
        app.clock.advance(TimeDelta::days(1));
        assert_eq!(read(&app, &path, Some(&other)).await.0, 200);
    }

    whoever_lost_the_right_shows_nothing(app) {
        let owner = app.owner().await;
        let editor = owner.member("EDITOR").await;
        let (feed, path) = made(&owner).await;
        let (_, theirs) = made(&editor).await;
        assert_eq!(read(&app, &theirs, None).await.0, 200);
        let listed = owner.ok("{ calendarFeeds { id name } }", json!({})).await;
        assert_eq!(listed["calendarFeeds"].as_array().unwrap().len(), 2);
        let user = editor.ok("{ viewer { id } }", json!({})).await["viewer"]["id"].take();
        owner.written("mutation($id: ID!) { removeMember(input: { userId: $id }) { userErrors { message } } }", json!({ "id": user })).await;
        let (status, _, gone) = read(&app, &theirs, None).await;
        let (wrong, _, nothing) = read(&app, &path.replace("/calendar/", "/calendar/A"), None).await;
        let message = |text: &str| serde_json::from_str::<Value>(text).unwrap()["errors"][0]["message"].take();
        assert_eq!((status, message(&gone)), (404, message(&nothing)));
        assert_eq!(wrong, 404);
        let revoke = "mutation($id: ID!) { revokeCalendarFeed(id: $id) { calendarFeed { revokedAt } userErrors { code path } } }";
        for _ in 0..2 {
            let revoked = owner.written(revoke, json!({ "id": feed["id"] })).await;
            assert!(!revoked["calendarFeed"]["revokedAt"].is_null());
        }
        assert_eq!(read(&app, &path, None).await.0, 404);
        let other = app.owner().await;
        assert_eq!(other.refused(revoke, json!({ "id": feed["id"] })).await[0], json!({ "code": "NOT_FOUND", "path": ["id"] }));
        let viewer = owner.viewer().await;
        assert_eq!(viewer.errors(MAKE, json!({ "name": "x" })).await[0]["extensions"]["code"], "INSUFFICIENT_SCOPE");
        assert_eq!(owner.refused(MAKE, json!({ "name": " " })).await[0]["path"], json!(["input", "name"]));
    }
}
