//! Calendars that are imported: what was becomes interactions, what is ahead events, and nothing is done twice.

use serde_json::{Value, json};
use tests::{Client, both};

const IMPORT: &str = "mutation($input: ImportCalendarInput!) { importCalendar(input: $input) {
    seq changeSet { id } report { created updated unchanged skipped rejected leftOut
        rows { position title startsAt startsOn action reason interaction { id } event { id } } }
    userErrors { code message path } } }";
const TALKS: &str = "{ interactions(first: 50) { nodes { id happenedAt channel durationMinutes title place notes event { title } participants { displayName } } } }";
const EVENTS: &str = "{ events(first: 50) { nodes { id title startsAt endsAt startsOn endsOn timeZone place url description status
    attendances(first: 20) { nodes { state role person { displayName } } } } } }";
const SEQ: &str = "{ workspace { latestSeq } }";
const UNDO: &str = "mutation($id: ID!) { undoChangeSet(id: $id) { erasedCount conflicts { reason } userErrors { message } } }";

/// A calendar with these entries; lines are divided by `|`.
fn calendar(entries: &[&str]) -> String {
    let mut text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test\r\n".to_owned();
    for entry in entries {
        text += &format!("BEGIN:VEVENT\r\n{}\r\nEND:VEVENT\r\n", entry.replace('|', "\r\n"));
    }
    text + "END:VCALENDAR\r\n"
}

async fn import(owner: &Client, entries: &[&str]) -> Value {
    let input = json!({ "input": { "text": calendar(entries) } });
    owner.written(IMPORT, input).await["report"].clone()
}

async fn person(owner: &Client, name: &str, address: &str) {
    let create = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { person { id } userErrors { message } } }";
    let point = json!({ "kind": "EMAIL", "value": address });
    owner
        .written(
            create,
            json!({ "input": { "displayName": name, "contactPoints": [point] } }),
        )
        .await;
}

async fn nodes(owner: &Client, query: &str, list: &str) -> Vec<Value> {
    owner.ok(query, json!({})).await[list]["nodes"]
        .as_array()
        .unwrap()
        .clone()
}

const LUNCH: &str = "UID:lunch@x|DTSTART;TZID=Europe/Lisbon:20260220T130000|DTEND;TZID=Europe/Lisbon:20260220T141500|SUMMARY:Lunch  with Ada|LOCATION:Café\\, Lisbon|DESCRIPTION:About\\nengines|ATTENDEE;PARTSTAT=ACCEPTED;CN=Ada:mailto:Ada@Engines.example|ATTENDEE:mailto:unknown@else.example";
const AHEAD: &str = "UID:dinner@x|DTSTART:20260310T190000Z|DURATION:PT2H|SUMMARY:Dinner|ORGANIZER:mailto:bo@berg.example|ATTENDEE;PARTSTAT=TENTATIVE:mailto:ada@engines.example";

both! {
    meetings_become_interactions_and_what_is_ahead_events(app) {
        let owner = app.owner().await;
        person(&owner, "Ada", "ada@engines.example").await;
        person(&owner, "Bo", "bo@berg.example").await;
        let days = "UID:fair@x|DTSTART;VALUE=DATE:20260205|DTEND;VALUE=DATE:20260208|SUMMARY:Fair|URL:https://fair.example|ATTENDEE:mailto:bo@berg.example";
        let call = "UID:call@x|DTSTART:20260221T090000Z|DTEND:20260221T091500Z|SUMMARY:Call|LOCATION:+351 21 123 45 67|ATTENDEE:mailto:bo@berg.example";
        let report = import(&owner, &[LUNCH, AHEAD, days, call]).await;
        assert_eq!(report["created"], 4, "{report}");

        let mut talks = nodes(&owner, TALKS, "interactions").await;
        talks.sort_by_key(|it| it["happenedAt"].as_str().unwrap().to_owned());
        assert_eq!(talks.len(), 2, "{talks:?}");
        let lunch = &talks[0];
        assert_eq!(
            (&lunch["happenedAt"], &lunch["durationMinutes"], &lunch["channel"]),
            (&json!("2026-02-20T13:00:00Z"), &json!(75), &json!("IN_PERSON"))
        );
        assert_eq!(
            (&lunch["title"], &lunch["place"], &lunch["notes"]),
            (&json!("Lunch with Ada"), &json!("Café, Lisbon"), &json!("About\nengines"))
        );
        assert_eq!(lunch["participants"], json!([{ "displayName": "Ada" }]));
        assert_eq!(talks[1]["channel"], "CALL");

        let mut events = nodes(&owner, EVENTS, "events").await;
        events.sort_by_key(|it| it["title"].as_str().unwrap().to_owned());
        assert_eq!(events.len(), 2, "{events:?}");
        let (dinner, fair) = (&events[0], &events[1]);
        assert_eq!(
            (&dinner["startsAt"], &dinner["endsAt"], &dinner["status"]),
            (&json!("2026-03-10T19:00:00Z"), &json!("2026-03-10T21:00:00Z"), &json!("UPCOMING"))
        );
        assert_eq!(
            dinner["attendances"]["nodes"],
            json!([
                { "state": "GOING", "role": "ORGANIZER", "person": { "displayName": "Bo" } },
                { "state": "MAYBE", "role": "GUEST", "person": { "displayName": "Ada" } },
            ])
        );
        assert_eq!((&fair["startsOn"], &fair["endsOn"], &fair["url"]), (&json!("2026-02-05"), &json!("2026-02-07"), &json!("https://fair.example")));
        // Nobody was added.
        let people = nodes(&owner, "{ people(first: 50) { nodes { isSelf } } }", "people").await;
        assert_eq!(people.iter().filter(|it| it["isSelf"] == false).count(), 2);
    }

    what_is_none_of_the_networks_is_left_out_and_says_why(app) {
        let owner = app.owner().await;
        person(&owner, "Ada", "ada@engines.example").await;
        let entry = |uid: &str, more: &str| format!("UID:{uid}|DTSTART:20260220T100000Z|DTEND:20260220T110000Z|SUMMARY:{uid}|{more}");
        let entries = [
            entry("alone", "CLASS:PRIVATE"),
            entry("strangers", "ATTENDEE:mailto:nobody@else.example"),
            entry("off", "STATUS:CANCELLED|ATTENDEE:mailto:ada@engines.example"),
            entry("absent", "ATTENDEE;PARTSTAT=DECLINED:mailto:ada@engines.example"),
            entry("room", "ATTENDEE;CUTYPE=ROOM:mailto:ada@engines.example"),
            "DTSTART:20260220T100000Z|SUMMARY:no key|ATTENDEE:mailto:ada@engines.example".to_owned(),
            "UID:old|DTSTART:20190220T100000Z|SUMMARY:old|ATTENDEE:mailto:ada@engines.example".to_owned(),
            "UID:birthday|DTSTART;VALUE=DATE:19900220|RRULE:FREQ=YEARLY|SUMMARY:birthday|ATTENDEE:mailto:ada@engines.example".to_owned(),
            "UID:wrong|DTSTART:yesterday|SUMMARY:wrong|ATTENDEE:mailto:ada@engines.example".to_owned(),
        ];
        let entries: Vec<&str> = entries.iter().map(String::as_str).collect();
        let before = owner.ok(SEQ, json!({})).await;
        let report = import(&owner, &entries).await;
        assert_eq!((&report["created"], &report["updated"]), (&json!(0), &json!(0)), "{report}");
        assert_eq!(report["leftOut"], 1, "{report}");
        let rows = report["rows"].as_array().unwrap();
        let found = |title: &str| rows.iter().find(|it| it["title"] == title).unwrap_or_else(|| panic!("{title}: {report}"));
        for (title, action, why) in [
            ("alone", "SKIPPED", "nobody else"),
            ("strangers", "SKIPPED", "in the network"),
            ("off", "SKIPPED", "called off"),
            ("absent", "SKIPPED", "came"),
            ("room", "SKIPPED", "nobody else"),
            ("no key", "REJECTED", "UID"),
            ("birthday", "SKIPPED", "yearly"),
            ("wrong", "REJECTED", "DTSTART"),
        ] {
            let row = found(title);
            assert!(row["action"] == action && row["reason"].as_str().unwrap().contains(why), "{row}");
        }
        assert_eq!(owner.ok(SEQ, json!({})).await, before);
        let input = json!({ "input": { "text": "BEGIN:VCARD\r\nFN:Ada\r\nEND:VCARD\r\n" } });
        let errors = owner.ok(IMPORT, input).await["importCalendar"]["userErrors"].clone();
        assert!(errors[0]["code"] == "INVALID" && errors[0]["message"].as_str().unwrap().contains("VCALENDAR"), "{errors}");
    }

    a_calendar_changes_only_what_changed_in_it_and_nothing_that_was_changed_here(app) {
        let owner = app.owner().await;
        person(&owner, "Ada", "ada@engines.example").await;
        person(&owner, "Bo", "bo@berg.example").await;
        import(&owner, &[LUNCH, AHEAD]).await;
        let before = owner.ok(SEQ, json!({})).await;
        let again = import(&owner, &[LUNCH, AHEAD]).await;
        assert_eq!((&again["unchanged"], &again["updated"]), (&json!(2), &json!(0)), "{again}");
        assert_eq!(owner.ok(SEQ, json!({})).await, before);

        let talk = nodes(&owner, TALKS, "interactions").await[0].clone();
        let update = "mutation($id: ID!, $input: UpdateInteractionInput!) { updateInteraction(id: $id, input: $input) { userErrors { message } } }";
        owner.written(update, json!({ "id": talk["id"], "input": { "title": "Mine" } })).await;
        let moved = LUNCH.replace("Lunch  with Ada", "Lunch moved").replace("141500", "150000");
        let later = AHEAD.replace("20260310T19", "20260311T20").replace("TENTATIVE", "ACCEPTED");
        let report = import(&owner, &[&moved, &later]).await;
        assert_eq!(report["updated"], 2, "{report}");
        let reason = report["rows"][0]["reason"].as_str().unwrap();
        assert!(reason.contains("title") && !reason.contains("duration"), "{reason}");
        let talk = nodes(&owner, TALKS, "interactions").await[0].clone();
        assert_eq!((&talk["title"], &talk["durationMinutes"]), (&json!("Mine"), &json!(120)));
        let event = nodes(&owner, EVENTS, "events").await[0].clone();
        assert_eq!(event["startsAt"], "2026-03-11T20:00:00Z");
        assert_eq!(event["attendances"]["nodes"][1]["state"], "GOING", "{event}");
        // Called off in the calendar is called off here; what was archived stays so.
        let off = format!("{later}|STATUS:CANCELLED");
        let archive = "mutation($id: ID!) { archiveInteraction(id: $id) { userErrors { message } } }";
        owner.written(archive, json!({ "id": talk["id"] })).await;
        let report = import(&owner, &[LUNCH, &off]).await;
        assert_eq!((&report["skipped"], &report["updated"]), (&json!(1), &json!(1)), "{report}");
        assert_eq!(nodes(&owner, EVENTS, "events").await[0]["status"], "CANCELLED");
        assert!(nodes(&owner, TALKS, "interactions").await.is_empty());
    }

    of_a_series_the_dates_that_have_been_are_taken(app) {
        let owner = app.owner().await;
        person(&owner, "Ada", "ada@engines.example").await;
        let weekly = "UID:weekly@x|DTSTART;TZID=Europe/Lisbon:20260105T090000|DURATION:PT30M|RRULE:FREQ=WEEKLY|EXDATE;TZID=Europe/Lisbon:20260112T090000|SUMMARY:Weekly|ATTENDEE:mailto:ada@engines.example";
        let moved = "UID:weekly@x|RECURRENCE-ID;TZID=Europe/Lisbon:20260119T090000|DTSTART;TZID=Europe/Lisbon:20260120T160000|DURATION:PT30M|SUMMARY:Weekly moved|ATTENDEE:mailto:ada@engines.example";
        // Mondays from 5 January to 23 February are eight; one is left out, one is moved.
        let report = import(&owner, &[weekly, moved]).await;
        assert_eq!(report["created"], 7, "{report}");
        assert!(report["leftOut"].as_i64().unwrap() > 0);
        let talks = nodes(&owner, TALKS, "interactions").await;
        let at: Vec<&str> = talks.iter().map(|it| it["happenedAt"].as_str().unwrap()).collect();
        assert!(at.contains(&"2026-01-20T16:00:00Z") && at.contains(&"2026-02-23T09:00:00Z"), "{at:?}");
        assert!(!at.contains(&"2026-01-12T09:00:00Z") && !at.contains(&"2026-01-19T09:00:00Z"), "{at:?}");
        let again = import(&owner, &[weekly, moved]).await;
        assert_eq!((&again["created"], &again["unchanged"]), (&json!(0), &json!(7)), "{again}");
    }

    a_dry_run_stores_nothing_and_an_import_is_taken_back_as_one(app) {
        let owner = app.owner().await;
        person(&owner, "Ada", "ada@engines.example").await;
        let before = owner.ok(SEQ, json!({})).await;
        let input = json!({ "input": { "text": calendar(&[LUNCH, AHEAD]), "dryRun": true } });
        let told = owner.written(IMPORT, input).await;
        assert_eq!((&told["report"]["created"], &told["changeSet"]), (&json!(2), &Value::Null), "{told}");
        assert_eq!(owner.ok(SEQ, json!({})).await, before);
        let done = owner.written(IMPORT, json!({ "input": { "text": calendar(&[LUNCH, AHEAD]) } })).await;
        let undone = owner.written(UNDO, json!({ "id": done["changeSet"]["id"] })).await;
        assert_eq!((&undone["erasedCount"], &undone["conflicts"]), (&json!(2), &json!([])), "{undone}");
        assert!(nodes(&owner, TALKS, "interactions").await.is_empty());
        // What is gone can come anew.
        let report = import(&owner, &[LUNCH, AHEAD]).await;
        assert_eq!(report["created"], 2, "{report}");
    }

    an_address_of_several_is_nobodys_and_a_viewer_imports_nothing(app) {
        let owner = app.owner().await;
        person(&owner, "Ada", "home@lovelace.example").await;
        let create = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { person { id } userErrors { message } } }";
        let point = json!({ "kind": "EMAIL", "value": "home@lovelace.example" });
        owner.written(create, json!({ "input": { "displayName": "Byron", "contactPoints": [point] } })).await;
        let entry = LUNCH.replace("Ada@Engines.example", "home@lovelace.example");
        let report = import(&owner, &[&entry]).await;
        assert_eq!((&report["skipped"], &report["created"]), (&json!(1), &json!(0)), "{report}");
        let viewer = owner.viewer().await;
        let refused = viewer.send(IMPORT, json!({ "input": { "text": calendar(&[LUNCH]) } })).await.1;
        assert_eq!(refused["errors"][0]["extensions"]["code"], "INSUFFICIENT_SCOPE", "{refused}");
    }
}
