//! Nudges that are put off, dismissed and brought back.

use serde_json::json;

use crate::replay::case::{Case, case};

pub fn cases() -> Vec<Case> {
    let mut cases = vec![
        case(
            "dismissNudge",
            json!({ "input": { "key": "GRATITUDE:{$gratitude/owed}" } }),
        ),
        case(
            "snoozeNudge",
            json!({ "input": { "key": "PROMISE:{$exchange/promised}", "until": "2026-03-10" } }),
        ),
        case("reopenNudge", json!({ "input": { "key": "GOAL:{$goal}" } }))
            .after("dismissNudge", json!({ "input": { "key": "GOAL:{$goal}" } }))
            .tried_after(&[(
                "snoozeNudge",
                json!({ "input": { "key": "GOAL:{$goal}", "until": "2026-03-10" } }),
            )]),
        case("dismissNudge", json!({ "input": { "key": "GOAL:{$goal}" } }))
            .named("put off")
            .after(
                "snoozeNudge",
                json!({ "input": { "key": "GOAL:{$goal}", "until": "2026-03-10" } }),
            )
            .alone(),
    ];
    let others = [
        ("a check-in", "CHECK_IN:{$person}"),
        ("a follow-up", "FOLLOW_UP:{$person}"),
        ("an expectation", "EXPECTATION:{$exchange/asked}"),
        ("an introduction", "INTRODUCTION:{$introduction}"),
        (
            "a step of a collaboration",
            "COLLABORATION:{$collaboration#milestones}",
        ),
        ("an event", "EVENT:{$event/coming}"),
        ("a milestone", "MILESTONE:{$milestone}"),
        ("a milestone of a year", "MILESTONE:{$milestone}:2026-04-20"),
        ("a need", "NEED:{$need}"),
        ("a match", "MATCH:{$need}"),
    ];
    let others = others.into_iter().map(|(name, key)| {
        case("dismissNudge", json!({ "input": { "key": key } }))
            .named(name)
            .alone()
    });
    cases.extend(others);
    cases
}
