//! Talks.

use serde_json::json;

use crate::replay::case::{Case, archiving, case};

pub fn cases() -> Vec<Case> {
    let mut cases = vec![
        case("logInteraction", json!({ "input": {
            "id": "+interaction", "channel": "IN_PERSON", "happenedAt": "2026-02-10T17:00:00Z", "participantIds": ["@person", "@person:2"], "title": "Lunch %",
            "summary": "We ate.", "notes": "Fish again.", "place": "Bergen", "durationMinutes": 60, "initiator": "ME", "sentiment": "POSITIVE",
            "updatesHeard": "A new job.", "updatesShared": "The boat.", "eventName": "The fair", "collaborationId": "@collaboration",
        } })),
        case("logInteraction", json!({ "input": { "id": "+interaction", "channel": "EVENT", "happenedAt": "2026-02-10T18:00:00Z", "participantIds": ["$person"], "eventId": "@event" } })).named("at an event"),
        case("logInteraction", json!({ "input": {
            "id": "+interaction", "channel": "CALL", "happenedAt": "2026-02-10T19:00:00Z", "participantIds": ["@person"],
            "newParticipants": [{ "id": "+person", "displayName": "New %", "headline": "Sails", "email": "new%@talk.example", "circleIds": ["@circle"] }],
            "learntFacts": [{ "personId": "@person", "kind": "GOAL", "text": "to sail %", "source": "Said so" }],
            "exchanges": [{ "personId": "@person", "direction": "GIVEN", "kind": "ADVICE", "title": "Where to moor %", "dueOn": "2026-04-01" }],
            "completedExchangeIds": ["$exchange/promised"], "completedCheckInIds": ["$check_in/shared"], "acknowledgedMilestoneIds": ["$milestone"],
            "sentGratitudeIds": ["$gratitude/owed"], "askedQuestionIds": ["$question"], "toldUpdateIds": ["$update"],
            "nextCheckIn": { "personId": "@person", "on": "2026-04-10", "channel": "CALL", "note": "The mooring." },
        } })).named("with what came of it"),
        case("logInteraction", json!({ "input": { "id": "+interaction", "channel": "MESSAGE", "withName": "{@person}" } })).named("in a word").alone().refused(),
        case("updateInteraction", json!({ "id": "$interaction", "input": { "addToldUpdateIds": ["$update"] } })).named("told"),
        case("updateInteraction", json!({ "id": "$interaction", "input": {
            "channel": "VIDEO", "happenedAt": "2026-02-11T17:00:00Z", "title": "Dinner %", "summary": "We ate more.", "notes": "No fish.", "place": "Oslo", "durationMinutes": 90,
            "initiator": "THEM", "sentiment": "MIXED", "updatesHeard": "A flat.", "updatesShared": "The mast.", "eventId": "@event", "collaborationId": "@collaboration",
            "addParticipantIds": ["@person:2"],
        } })),
        case("updateInteraction", json!({ "id": "$interaction", "input": { "eventName": "The fair", "addParticipantIds": ["@person:2"], "removeParticipantIds": ["@person"] } })).named("of another"),
    ];
    cases.extend(archiving(
        "archiveInteraction",
        "restoreInteraction",
        "$interaction",
    ));
    cases
}
