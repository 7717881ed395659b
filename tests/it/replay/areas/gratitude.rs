//! Thanks that are owed, drafted, sent and received.

use serde_json::json;

use crate::replay::case::{Case, archiving, case};

pub fn cases() -> Vec<Case> {
    let owed = "$gratitude/owed";
    let steps = ["sendGratitude", "waiveGratitude"];
    let drafted = (
        "draftGratitude",
        json!({ "id": owed, "input": { "text": "Thank you." } }),
    );
    let about = |id: &str| {
        json!({ "input": {
        "id": id, "personId": "@person", "text": "Thank you %.", "means": "PUBLIC", "publicUrl": "https://example.org/thanks", "thankedOn": "2026-02-20", "interactionId": "@interaction",
    } })
    };
    let mut cases = vec![
        case("giveGratitude", about("+gratitude")),
        case("giveGratitude", json!({ "input": { "id": "+gratitude", "personId": "@person", "exchangeId": "@exchange/asked" } })).named("for an exchange"),
        case("giveGratitude", json!({ "input": { "id": "+gratitude", "personId": "@person", "introductionId": "@introduction", "text": "For her." } })).named("for an introduction"),
        case("giveGratitude", json!({ "input": { "id": "+gratitude", "personId": "@person", "collaborationId": "@collaboration", "text": "For all." } })).named("for a collaboration"),
        case("receiveGratitude", about("+gratitude")),
        case("draftGratitude", json!({ "id": owed, "input": { "text": "Dear you", "means": "NOTE" } })).tried_after_each(owed, &steps).tried_after(std::slice::from_ref(&drafted)),
        case("sendGratitude", json!({ "id": owed, "input": { "text": "Thank you.", "means": "PUBLIC", "publicUrl": "https://example.org/t", "thankedOn": "2026-02-27", "interactionId": "@interaction" } }))
            .tried_after_each(owed, &steps).tried_after(std::slice::from_ref(&drafted)),
        case("sendGratitude", json!({ "id": owed })).named("in short").alone(),
        case("waiveGratitude", json!({ "id": owed })).tried_after_each(owed, &steps).tried_after(&[drafted]),
        case("updateGratitude", json!({ "id": "$gratitude", "input": { "text": "Many thanks %.", "means": "PUBLIC", "publicUrl": "https://example.org/u", "thankedOn": "2026-02-26", "interactionId": "@interaction" } })),
    ];
    cases.extend(archiving("archiveGratitude", "restoreGratitude", "$gratitude"));
    cases
}
