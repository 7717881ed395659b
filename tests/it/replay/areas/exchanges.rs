//! What is given and received.

use serde_json::json;

use crate::replay::case::{Case, archiving, case};

pub fn cases() -> Vec<Case> {
    let done = json!({ "id": "$exchange" });
    let asked = "$exchange/asked";
    let mut cases = vec![
        case("recordExchange", json!({ "input": {
            "id": "+exchange", "personId": "@person", "direction": "RECEIVED", "kind": "HELP", "title": "Moved house %", "description": "A whole day.", "state": "DONE",
            "doneOn": "2026-02-20", "dueOn": "2026-02-25", "weight": 3, "interactionId": "@interaction", "introductionId": "@introduction", "collaborationId": "@collaboration",
        } })),
        case("recordExchange", json!({ "input": { "id": "+exchange", "personId": "@person", "direction": "GIVEN", "kind": "ADVICE", "title": "Advice %", "state": "PROMISED", "dueOn": "2026-03-20" } }))
            .named("promised"),
        case("updateExchange", json!({ "id": "$exchange", "input": {
            "personId": "@person:2", "direction": "RECEIVED", "kind": "GIFT", "title": "A book %", "description": "About boats.", "doneOn": "2026-02-21", "dueOn": "2026-02-26",
            "weight": 2, "interactionId": "@interaction", "introductionId": "@introduction", "collaborationId": "@collaboration",
        } })),
        case("updateExchange", json!({ "id": asked, "input": { "title": "Asked %", "dueOn": "2026-03-26", "weight": 4 } })).named("asked"),
        case("promiseExchange", json!({ "id": asked, "input": { "dueOn": "2026-03-20" } })).tried_after_each(asked, &["completeExchange", "dropExchange", "promiseExchange"]),
        case("completeExchange", json!({ "id": asked, "input": { "doneOn": "2026-02-27" } })).tried_after_each(asked, &["completeExchange", "dropExchange", "promiseExchange"]),
        case("completeExchange", json!({ "id": "$exchange/promised" })).named("promised").alone(),
        case("dropExchange", json!({ "id": asked })).tried_after_each(asked, &["completeExchange", "promiseExchange"]),
        case("reopenExchange", json!({ "id": asked, "input": { "dueOn": "2026-03-25" } })).after("dropExchange", json!({ "id": asked }))
            .tried_after_each(asked, &["completeExchange", "promiseExchange"]),
        case("reopenExchange", done).named("that was done at once").alone(),
    ];
    cases.extend(archiving("archiveExchange", "restoreExchange", "$exchange"));
    cases
}
