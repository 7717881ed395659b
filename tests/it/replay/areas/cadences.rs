//! How often to be in touch, and the check-ins that follow.

use serde_json::json;

use crate::replay::case::{Case, archiving, case};

pub fn cases() -> Vec<Case> {
    let planned = json!({ "id": "$check_in" });
    let mut cases = vec![
        case("setCadence", json!({ "input": { "personId": "$person", "idealDays": 30, "maxDays": 45, "channels": ["CALL", "VIDEO"], "pausedUntil": "2026-04-01" } })),
        case("setCadence", json!({ "input": { "circleId": "$circle", "idealDays": 60 } })).named("of a circle"),
        case("updateCadence", json!({ "id": "$cadence", "input": { "idealDays": 20, "maxDays": 40, "channels": ["EMAIL"], "pausedUntil": "2026-05-01" } })),
        case("planCheckIn", json!({ "input": { "id": "+check_in", "personId": "$person", "on": "2026-03-08", "channel": "CALL", "note": "Ask about the boat." } }))
            .tried_after(&[("planCheckIn", json!({ "input": { "personId": "$person", "on": "2026-03-05" } }))])
            .tried_after(&[("setCadence", json!({ "input": { "personId": "$person", "idealDays": 30 } }))]),
        case("updateCheckIn", json!({ "id": "$check_in", "input": { "on": "2026-03-09", "channel": "VIDEO", "note": "Later." } }))
            .tried_after_each("$check_in", &["cancelCheckIn", "completeCheckIn"]),
        case("completeCheckIn", json!({ "id": "$check_in", "input": { "on": "2026-02-28", "interactionId": "$interaction" } }))
            .after("planCheckIn", json!({ "input": { "id": "+check_in", "personId": "$person", "on": "2026-03-05" } }))
            .after("logInteraction", json!({ "input": { "id": "+interaction", "channel": "CALL", "happenedAt": "2026-02-28T10:00:00Z", "participantIds": ["$person"] } }))
            .tried_after_each("$check_in", &["cancelCheckIn", "completeCheckIn", "archiveCheckIn"]),
        case("completeCheckIn", planned.clone()).named("with nothing").alone(),
        case("cancelCheckIn", planned).tried_after_each("$check_in", &["completeCheckIn", "archiveCheckIn"]),
        case("skipCheckIn", json!({ "input": { "id": "+check_in", "personId": "$person" } }))
            .after("setCadence", json!({ "input": { "personId": "$person", "idealDays": 30 } }))
            .tried_after(&[("planCheckIn", json!({ "input": { "personId": "$person", "on": "2026-03-01" } }))]),
        case("snoozeCheckIn", json!({ "input": { "id": "+check_in", "personId": "$person", "until": "2026-03-15" } }))
            .after("setCadence", json!({ "input": { "personId": "$person", "idealDays": 30 } }))
            .tried_after(&[("planCheckIn", json!({ "input": { "personId": "$person", "on": "2026-03-01" } }))]),
    ];
    cases.extend(archiving("archiveCheckIn", "restoreCheckIn", "$check_in"));
    cases.extend(archiving("archiveCadence", "restoreCadence", "$cadence"));
    cases
}
