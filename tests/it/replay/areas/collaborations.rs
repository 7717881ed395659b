//! Work with others, its members and its milestones.

use serde_json::json;

use crate::replay::case::{Case, archiving, case};

pub fn cases() -> Vec<Case> {
    let mut cases = vec![
        case("createCollaboration", json!({ "input": {
            "id": "+collaboration", "title": "A boat %", "kind": "PROJECT", "state": "ACTIVE", "description": "We build a boat.", "aim": "Launch it.",
            "startedOn": "2025-09", "endedOn": "2026-02", "result": "It floats.",
            "members": [{ "personId": "@person", "role": "Builder", "contribution": "Wood", "startedOn": "2025-09", "endedOn": "2026-01" }],
            "milestones": [{ "title": "Keel", "dueOn": "2026-03-10", "doneOn": "2026-02-20" }],
        } })),
        case("updateCollaboration", json!({ "id": "$collaboration", "input": {
            "title": "A ship", "kind": "PROPOSAL", "description": "Larger.", "aim": "Sail it.", "startedOn": "2025", "endedOn": "2026-02-10", "result": "It sails.",
            "addMembers": [{ "personId": "@person:2", "role": "Painter", "contribution": "Paint", "startedOn": "2026", "endedOn": "2026" }],
            "updateMembers": [{ "id": "$collaboration#members", "role": "Master", "contribution": "All", "startedOn": "2024", "endedOn": "2026" }],
            "addMilestones": [{ "title": "Mast", "dueOn": "2026-03-20", "doneOn": "2026-02-25" }],
            "updateMilestones": [{ "id": "$collaboration#milestones", "title": "Hull", "dueOn": "2026-03-12", "doneOn": "2026-02-21" }],
        } })),
        case("updateCollaboration", json!({ "id": "$collaboration", "input": { "removeMemberIds": ["$collaboration#members"], "removeMilestoneIds": ["$collaboration#milestones"] } }))
            .named("that removes"),
    ];
    let to = |state: &str| {
        (
            "moveCollaboration",
            json!({ "id": "$collaboration", "input": { "to": state } }),
        )
    };
    let states = [
        vec!["PROPOSED"],
        vec!["ACTIVE"],
        vec!["ACTIVE", "PAUSED"],
        vec!["ACTIVE", "DONE"],
        vec!["DROPPED"],
    ];
    let names = [
        "of a proposal",
        "of what runs",
        "of what rests",
        "of what is done",
        "of what was dropped",
    ];
    cases.push(case(
        "moveCollaboration",
        json!({ "id": "$collaboration", "input": { "to": "ACTIVE", "result": "Begun." } }),
    ));
    for (name, states) in names.into_iter().zip(states) {
        // The moves to all other states are its variants.
        let is_over = states == ["DROPPED"] || states.ends_with(&["DONE"]);
        let (_, on) = to(if is_over { "ACTIVE" } else { "DROPPED" });
        let moved = states
            .into_iter()
            .fold(case("moveCollaboration", on).named(name), |case, state| {
                let (mutation, arguments) = to(state);
                case.after(mutation, arguments)
            });
        cases.push(moved);
    }
    cases.extend([
        case("createCollaboration", json!({ "input": {
            "title": "A pier %", "kind": "OPPORTUNITY", "reason": "Both build.",
            "members": [{ "personId": "@person", "benefit": "A berth.", "learning": "To weld.", "gain": 4 }],
        } }))
        .named("with a reason"),
        case("updateCollaboration", json!({ "id": "$collaboration", "input": {
            "reason": "All build.", "updateMembers": [{ "id": "$collaboration#members", "benefit": "Two berths.", "learning": "To rivet.", "gain": 5 }],
        } }))
        .named("of who gains"),
        case("moveCollaboration", json!({ "id": "$collaboration", "input": { "to": "DONE", "result": "It stands.", "retrospective": "Begin sooner." } }))
            .named("that looks back")
            .after("moveCollaboration", json!({ "id": "$collaboration", "input": { "to": "ACTIVE" } })),
    ]);
    cases.extend(archiving(
        "archiveCollaboration",
        "restoreCollaboration",
        "$collaboration",
    ));
    cases
}
