//! Days that matter to people, and what was done about them.

use serde_json::json;

use crate::replay::case::{Case, archiving, case};

pub fn cases() -> Vec<Case> {
    let year = json!({ "input": { "milestoneId": "$milestone", "year": 2026 } });
    let mut cases = vec![
        case("createMilestone", json!({ "input": {
            "id": "+milestone", "personId": "@person", "kind": "WEDDING", "date": "2015-04-20", "title": "Wedding %", "notes": "In Rome.", "recurs": true, "remindDaysBefore": 14, "tone": "CELEBRATE",
        } })),
        case("updateMilestone", json!({ "id": "$milestone", "input": { "kind": "ANNIVERSARY", "date": "2016-05", "title": "Ten years %", "notes": "In Paris.", "recurs": true, "remindDaysBefore": 7, "tone": "SUPPORT" } })),
        case("acknowledgeMilestone", json!({ "input": { "milestoneId": "$milestone", "year": 2026, "interactionId": "@interaction" } })).tried_after(&[("skipMilestone", year.clone())]),
        case("acknowledgeMilestone", json!({ "input": { "milestoneId": "$milestone", "year": 2026, "gratitudeId": "@gratitude" } })).named("by thanks"),
        case("skipMilestone", year.clone()).tried_after(&[("acknowledgeMilestone", year.clone())]),
        case("reopenMilestone", year.clone()).after("skipMilestone", year.clone()).tried_after(&[("acknowledgeMilestone", year)]),
    ];
    cases.extend(archiving("archiveMilestone", "restoreMilestone", "$milestone"));
    cases
}
