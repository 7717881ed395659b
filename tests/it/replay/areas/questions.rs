//! Questions, and news of the user.

use serde_json::json;

use crate::replay::case::{Case, archiving, case};

pub fn cases() -> Vec<Case> {
    let steps = ["askQuestion", "dropQuestion"];
    let mut cases = vec![
        case(
            "createQuestion",
            json!({ "input": {
                "id": "+question", "personId": "@person", "text": "How is the boat %?", "reason": "They built one.", "suggestedBy": "$goal",
            } }),
        ),
        case(
            "updateQuestion",
            json!({ "id": "$question", "input": { "personId": "@person:2", "text": "How is the mast %?", "reason": "It broke." } }),
        ),
        case(
            "askQuestion",
            json!({ "id": "$question", "input": { "askedOn": "2026-02-20" } }),
        )
        .tried_after_each("$question", &steps),
        case(
            "askQuestion",
            json!({ "id": "$question", "input": { "interactionId": "$interaction" } }),
        )
        .named("in a talk"),
        case("dropQuestion", json!({ "id": "$question" })).tried_after_each("$question", &steps),
        case("reopenQuestion", json!({ "id": "$question" }))
            .after("askQuestion", json!({ "id": "$question" }))
            .tried_after_each("$question", &["dropQuestion"]),
        case(
            "createUpdate",
            json!({ "input": {
                "id": "+update", "title": "We sail %", "description": "Round the world.", "topics": ["sailing"], "startsOn": "2026-02-01",
                "until": "2026-05-01", "circleIds": ["@circle"],
            } }),
        ),
        case(
            "updateUpdate",
            json!({ "id": "$update", "input": {
                "title": "We sailed %", "description": "Home.", "topics": ["the sea"], "startsOn": "2026-02-02", "until": "2026-06-01",
                "addCircleIds": ["@circle"],
            } }),
        ),
    ];
    cases.extend(archiving("archiveQuestion", "restoreQuestion", "$question"));
    cases.extend(archiving("archiveUpdate", "restoreUpdate", "$update"));
    cases
}
