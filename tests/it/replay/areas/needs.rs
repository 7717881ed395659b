//! What is needed and offered, and what was decided about their matches.

use serde_json::json;

use crate::replay::case::{Case, archiving, case};

pub fn cases() -> Vec<Case> {
    let matched = json!({ "input": { "needId": "$need", "offerId": "$offer" } });
    let mut cases = vec![
        case("createNeed", json!({ "input": {
            "id": "+need", "personId": "@person", "kind": "ADVICE", "title": "A crew %", "description": "For a week.", "topics": ["sailing", "Cooking"], "until": "2026-04-01",
            "interactionId": "@interaction",
        } })),
        case("createNeed", json!({ "input": { "id": "+need", "kind": "FUNDING", "title": "Money %", "goalId": "@goal" } })).named("of mine"),
        case("updateNeed", json!({ "id": "$need", "input": {
            "personId": "@person", "kind": "JOB", "title": "A captain %", "description": "For a year.", "until": "2026-05-01", "interactionId": "@interaction",
            "addTopics": ["rowing"], "removeTopics": ["sailing"],
        } })).tried_after_each("$need", &["fulfillNeed", "withdrawNeed"]),
        case("updateNeed", json!({ "id": "$need", "input": { "personId": null, "goalId": "@goal" } })).named("to be mine"),
        case("fulfillNeed", json!({ "id": "$need" })).tried_after_each("$need", &["withdrawNeed"]),
        case("withdrawNeed", json!({ "id": "$need" })).tried_after_each("$need", &["fulfillNeed"]),
        case("reopenNeed", json!({ "id": "$need" })).after("fulfillNeed", json!({ "id": "$need" })).tried_after_each("$need", &["withdrawNeed"]),
        case("createOffer", json!({ "input": {
            "id": "+offer", "personId": "@person", "kind": "ADVICE", "title": "A boat %", "description": "For a week.", "topics": ["sailing", "Cooking"], "until": "2026-04-01",
            "interactionId": "@interaction",
        } })),
        case("updateOffer", json!({ "id": "$offer", "input": {
            "personId": "@person", "kind": "JOB", "title": "A ship %", "description": "For a year.", "until": "2026-05-01", "interactionId": "@interaction",
            "addTopics": ["rowing"], "removeTopics": ["sailing"],
        } })).tried_after_each("$offer", &["fulfillOffer", "withdrawOffer"]),
        case("fulfillOffer", json!({ "id": "$offer" })).tried_after_each("$offer", &["withdrawOffer"]),
        case("withdrawOffer", json!({ "id": "$offer" })).tried_after_each("$offer", &["fulfillOffer"]),
        case("reopenOffer", json!({ "id": "$offer" })).after("fulfillOffer", json!({ "id": "$offer" })).tried_after_each("$offer", &["withdrawOffer"]),
        case("dismissMatch", json!({ "input": { "needId": "$need", "offerId": "$offer", "note": "They know each other." } })).tried_after(&[("acceptMatch", matched.clone())]),
        case("acceptMatch", json!({ "input": { "needId": "$need", "offerId": "$offer", "note": "Good.", "as": "INTRODUCTION" } })).tried_after(&[("dismissMatch", matched)]),
        case("reopenMatch", json!({ "id": "$match_decision" })),
    ];
    cases.extend(archiving("archiveNeed", "restoreNeed", "$need"));
    cases.extend(archiving("archiveOffer", "restoreOffer", "$offer"));
    let pair = json!({ "input": { "needId": "$need", "offerId": "$offer" } });
    cases.extend([
        case("collaborateOnMatch", json!({ "input": { "needId": "$need", "offerId": "$offer", "title": "A regatta %", "kind": "PROJECT", "note": "Both would like to." } }))
            .tried_after(&[("dismissMatch", pair.clone())]),
        case("collaborateOnMatch", pair).named("as it is"),
    ]);
    cases
}
