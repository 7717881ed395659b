//! Time that was spent, and time that was meant to be.

use serde_json::json;

use crate::replay::case::{Case, archiving, case};

pub fn cases() -> Vec<Case> {
    let mut cases = vec![
        case("logTime", json!({ "input": {
            "id": "+time_entry", "minutes": 45, "kind": "MEETING", "on": "2026-02-20", "note": "Lunch %", "personIds": ["@person"], "interactionId": "@interaction", "eventId": "@event",
            "communityId": "@community", "goalId": "@goal", "circleId": "@circle", "collaborationId": "@collaboration",
        } })),
        case("logTime", json!({ "input": { "id": "+time_entry", "minutes": 5, "kind": "LEARNING" } })).named("in short").alone(),
        case("updateTimeEntry", json!({ "id": "$time_entry", "input": {
            "minutes": 50, "kind": "TRAVEL", "on": "2026-02-21", "note": "Dinner %", "interactionId": "@interaction", "eventId": "@event", "communityId": "@community", "goalId": "@goal",
            "circleId": "@circle", "collaborationId": "@collaboration", "addPersonIds": ["@person:2"], "removePersonIds": ["@person"],
        } })),
        case("createTimeIntention", json!({ "input": { "id": "+time_intention", "minutesPerWeek": 120, "goalId": "$goal", "startsOn": "2026-03-02", "endsOn": "2026-06-01" } }))
            .tried_after(&[("createTimeIntention", json!({ "input": { "minutesPerWeek": 30, "goalId": "$goal" } }))]),
        case("createTimeIntention", json!({ "input": { "id": "+time_intention", "minutesPerWeek": 60, "circleId": "$circle" } })).named("of a circle"),
        case("createTimeIntention", json!({ "input": { "id": "+time_intention", "minutesPerWeek": 60, "communityId": "$community" } })).named("of a community"),
        case("updateTimeIntention", json!({ "id": "$time_intention", "input": { "minutesPerWeek": 90, "startsOn": "2026-03-09", "endsOn": "2026-07-01" } })),
    ];
    cases.extend(archiving("archiveTimeEntry", "restoreTimeEntry", "$time_entry"));
    cases.extend(archiving(
        "archiveTimeIntention",
        "restoreTimeIntention",
        "$time_intention",
    ));
    cases
}
