//! Events and who came.

use serde_json::json;

use crate::replay::case::{Case, archiving, case};

pub fn cases() -> Vec<Case> {
    let came = json!({ "id": "$event", "input": { "attendees": [{ "personId": "$person", "state": "ATTENDED" }, { "state": "GOING" }] } });
    let mut cases = vec![
        case("createEvent", json!({ "input": {
            "id": "+event", "title": "A dinner %", "kind": "DINNER", "description": "With fish.", "startsAt": "2026-03-10T18:00:00Z", "endsAt": "2026-03-10T22:00:00Z",
            "timeZone": "Europe/Oslo", "place": "Bergen", "url": "https://example.org/dinner", "organizationId": "@organization", "communityId": "@community",
        } })),
        case("createEvent", json!({ "input": { "id": "+event", "title": "A fair %", "kind": "FAIR", "startsOn": "2026-03-10", "endsOn": "2026-03-12" } })).named("of days"),
        case("updateEvent", json!({ "id": "$event", "input": {
            "title": "A talk %", "kind": "TALK", "description": "About fish.", "startsOn": "2026-03-11", "endsOn": "2026-03-12", "timeZone": "Europe/Oslo",
            "place": "Oslo", "url": "https://example.org/talk", "organizationId": "@organization", "communityId": "@community",
        } })).tried_after_each("$event", &["cancelEvent"]),
        case("updateEvent", json!({ "id": "$event", "input": { "startsOn": null, "endsOn": null, "startsAt": "2026-03-11T18:00:00Z", "endsAt": "2026-03-11T19:00:00Z" } })).named("to times"),
        case("cancelEvent", json!({ "id": "$event/coming" })),
        case("reinstateEvent", json!({ "id": "$event" })).after("cancelEvent", json!({ "id": "$event" })),
        case("recordAttendance", json!({ "id": "$event", "input": { "attendees": [
            { "personId": "$person", "state": "ATTENDED", "role": "SPEAKER", "note": "Spoke well." }, { "state": "ATTENDED", "role": "HOST", "note": "I cooked." },
        ] } })).tried_after(&[("recordAttendance", came.clone())]).tried_after_each("$event", &["cancelEvent"]),
        case("recordAttendance", came.clone()).named("in short").alone(),
        case("removeAttendance", json!({ "id": "$event", "input": { "mine": true, "personIds": ["$person"] } })).after("recordAttendance", came),
    ];
    cases.extend(archiving("archiveEvent", "restoreEvent", "$event"));
    cases
}
