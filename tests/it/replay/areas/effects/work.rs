//! On what is owed, needed, planned and done together.

use serde_json::json;

use super::{after, made, of};
use crate::replay::case::{Case, PASSES, Step, case};

pub fn cases() -> Vec<Case> {
    [ledger(), matches(), others()].concat()
}

fn ledger() -> Vec<Case> {
    let helped: Step = (
        "recordExchange",
        made(
            json!({ "id": "+exchange", "personId": "@person", "direction": "RECEIVED", "kind": "HELP", "title": "Help %" }),
        ),
    );
    let thanked: Step = (
        "giveGratitude",
        made(json!({ "personId": "@person", "exchangeId": "$exchange", "text": "Thanks." })),
    );
    let archived = [helped.clone(), ("archiveExchange", of("$exchange"))];
    let owed = std::slice::from_ref(&helped);
    vec![
        after(case("archiveExchange", of("$exchange")).named("for which thanks are owed"), owed),
        after(case("restoreExchange", of("$exchange")).named("for which thanks were owed"), &archived),
        after(case("reopenExchange", of("$exchange")).named("for which thanks are owed"), owed),
        after(case("reopenExchange", of("$exchange")).named("for which thanks were given"), &[helped.clone(), thanked]),
        after(case("giveGratitude", made(json!({ "id": "+gratitude", "personId": "@person", "exchangeId": "$exchange", "text": "Thanks." }))).named("that were owed"), owed),
        after(case("updateExchange", json!({ "id": "$exchange", "input": { "direction": "GIVEN" } })).named("for which thanks are owed"), owed),
    ]
}

fn matches() -> Vec<Case> {
    let mine: Step = (
        "createNeed",
        made(json!({ "id": "+need", "kind": "ADVICE", "title": "Need %", "topics": ["sailing"] })),
    );
    let skilled = [
        mine.clone(),
        (
            "createPerson",
            made(
                json!({ "id": "+person", "displayName": "Skilled %", "facts": [{ "kind": "SKILL", "text": "sailing" }] }),
            ),
        ),
    ];
    let offered = json!({ "input": { "needId": "$need", "offerId": "$offer" } });
    let able = json!({ "input": { "needId": "$need", "personId": "$person" } });
    vec![
        after(
            case("acceptMatch", offered.clone()).named("of my need"),
            std::slice::from_ref(&mine),
        ),
        after(
            case("acceptMatch", able.clone()).named("with somebody able"),
            &skilled,
        ),
        after(case("dismissMatch", able).named("with somebody able"), &skilled),
        after(
            case("fulfillNeed", of("$need")).named("whose match was accepted"),
            &[mine, ("acceptMatch", offered)],
        ),
    ]
}

fn others() -> Vec<Case> {
    let goal = made(json!({ "id": "+goal", "title": "Again" }));
    let again = json!({ "input": { "id": "$goal", "title": "Again" } });
    let came: Step = (
        "recordAttendance",
        json!({ "id": "$event", "input": { "attendees": [{ "personId": "$person", "state": "ATTENDED" }] } }),
    );
    let met: Step = (
        "logInteraction",
        made(
            json!({ "channel": "EVENT", "happenedAt": "2026-02-10T18:00:00Z", "participantIds": ["$person"], "eventId": "$event" }),
        ),
    );
    let asked: Step = (
        "askIntroduction",
        json!({ "id": "$introduction", "input": { "side": "A" } }),
    );
    vec![
        after(
            case("createGoal", again).named("again, though archived since"),
            &[("createGoal", goal), ("archiveGoal", of("$goal"))],
        ),
        after(
            case(
                "createGoal",
                json!({ "input": { "id": "~goal", "title": "Here" } }),
            )
            .named("with the id of one elsewhere"),
            &[],
        ),
        after(
            case("archiveGoal", of("$goal")).named("that is served"),
            &[
                (
                    "createNeed",
                    made(json!({ "kind": "ADVICE", "title": "Need %", "goalId": "$goal" })),
                ),
                (
                    "createTimeIntention",
                    made(json!({ "minutesPerWeek": 30, "goalId": "$goal" })),
                ),
                (
                    "addGoalCollaboration",
                    json!({ "id": "$goal", "input": { "collaborationId": "$collaboration" } }),
                ),
            ],
        ),
        after(
            case("archiveEvent", of("$event")).named("where somebody was met"),
            &[came, met],
        ),
        after(
            case(
                "setMemberRole",
                json!({ "input": { "userId": "$user/me", "role": "VIEWER" } }),
            )
            .named("of the only owner")
            .refused(),
            &[],
        ),
        after(
            case("removeMember", json!({ "input": { "userId": "$user/me" } }))
                .named("who is the only owner")
                .refused(),
            &[],
        ),
        after(
            case(
                "updateWorkspace",
                json!({ "input": { "awayFrom": "2026-03-20", "awayUntil": "2026-03-10" } }),
            )
            .named("away backwards")
            .refused(),
            &[],
        ),
        // These are last, for time has passed.
        after(
            case(
                "answerIntroduction",
                json!({ "id": "$introduction", "input": { "side": "A", "accept": true } }),
            )
            .named("too late")
            .refused(),
            &[asked.clone(), (PASSES, json!({ "days": 60 }))],
        ),
        after(
            case(
                "nudgeIntroduction",
                json!({ "id": "$introduction", "input": { "side": "A" } }),
            )
            .named("too late")
            .refused(),
            &[asked, (PASSES, json!({ "days": 60 }))],
        ),
    ]
}
