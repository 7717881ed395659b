//! Goals, who supports them, and what serves them.

use serde_json::json;

use crate::replay::case::{Case, archiving, case};

pub fn cases() -> Vec<Case> {
    let supported = json!({ "id": "$goal", "input": { "personId": "$person", "role": "MENTOR" } });
    let served = json!({ "id": "$goal", "input": { "collaborationId": "$collaboration" } });
    let steps = ["achieveGoal", "dropGoal", "pauseGoal"];
    let mut cases = vec![
        case(
            "createGoal",
            json!({ "input": {
            "id": "+goal", "personId": "@person", "title": "Sail round the world %", "description": "Alone.", "state": "ACHIEVED", "horizon": "LONG_TERM",
            "targetOn": "2026-05-01", "achievedOn": "2026-02-10",
        } }),
        ),
        case(
            "createGoal",
            json!({ "input": { "id": "+goal", "title": "Learn to sail %" } }),
        )
        .named("in short")
        .alone(),
        case(
            "updateGoal",
            json!({ "id": "$goal", "input": { "personId": "@person", "title": "Sail home %", "description": "Together.", "horizon": "ONGOING", "targetOn": "2026-06-01" } }),
        ),
        case(
            "updateGoal",
            json!({ "id": "$goal", "input": { "achievedOn": "2026-02-11" } }),
        )
        .named("achieved")
        .after("achieveGoal", json!({ "id": "$goal" })),
        case(
            "achieveGoal",
            json!({ "id": "$goal", "input": { "achievedOn": "2026-02-01" } }),
        )
        .tried_after_each("$goal", &steps),
        case("dropGoal", json!({ "id": "$goal" })).tried_after_each("$goal", &steps),
        case("pauseGoal", json!({ "id": "$goal" })).tried_after_each("$goal", &steps),
        case("reopenGoal", json!({ "id": "$goal" }))
            .after("achieveGoal", json!({ "id": "$goal" }))
            .tried_after_each("$goal", &["dropGoal", "pauseGoal"]),
        case(
            "addGoalSupporter",
            json!({ "id": "$goal", "input": { "personId": "$person", "role": "MENTOR", "note": "Knows the sea." } }),
        )
        .tried_after(&[("addGoalSupporter", supported.clone())]),
        case(
            "removeGoalSupporter",
            json!({ "id": "$goal", "input": { "personId": "$person" } }),
        )
        .after("addGoalSupporter", supported),
        case("addGoalCollaboration", served.clone()),
        case("removeGoalCollaboration", served.clone()).after("addGoalCollaboration", served),
    ];
    cases.extend(archiving("archiveGoal", "restoreGoal", "$goal"));
    cases
}
