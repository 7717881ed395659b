//! Introductions, from the draft to what came of them.

use serde_json::{Value, json};

use crate::replay::case::{By, Case, PASSES, Step, archiving, case};

const MEET: &str = "$introduction";

fn on(said: Value) -> Value {
    json!({ "id": MEET, "input": said })
}

fn asked(side: &str) -> Step {
    ("askIntroduction", on(json!({ "side": side })))
}

fn answered(side: &str, accept: bool) -> Step {
    (
        "answerIntroduction",
        on(json!({ "side": side, "accept": accept })),
    )
}

/// What each state is reached by.
fn states() -> Vec<Vec<Step>> {
    let made: Step = ("makeIntroduction", on(json!({})));
    let both = [asked("A"), answered("A", true), asked("B"), answered("B", true)];
    let outcome: Step = ("recordIntroductionOutcome", on(json!({ "outcome": "MET" })));
    vec![
        vec![asked("A")],
        vec![asked("A"), answered("A", true)],
        vec![asked("A"), answered("A", false)],
        both.to_vec(),
        [&both[..], std::slice::from_ref(&made)].concat(),
        [&both[..], &[made, outcome]].concat(),
        vec![("cancelIntroduction", json!({ "id": MEET }))],
    ]
}

pub fn cases() -> Vec<Case> {
    let made = &states()[4];
    let in_states = |case: Case| states().iter().fold(case, |case, steps| case.tried_after(steps));
    let after = |case: Case, steps: &[Step]| {
        steps
            .iter()
            .fold(case, |case, (name, given)| case.after(name, given.clone()))
    };
    let asks = case("askIntroduction", on(json!({ "side": "A" })));
    let answers = case(
        "answerIntroduction",
        on(json!({ "side": "A", "accept": true, "note": "Gladly." })),
    );
    let nudges = case("nudgeIntroduction", on(json!({ "side": "A" })));
    let makes = case("makeIntroduction", on(json!({ "message": "You both sail." })));
    let closes = case(
        "recordIntroductionOutcome",
        on(json!({ "outcome": "MET", "note": "They sail together." })),
    );
    let mut cases = vec![
        case(
            "createIntroduction",
            json!({ "input": {
            "id": "+introduction", "personAId": "$person", "personBId": "$person:2", "connectorId": "@person", "reason": "Both sail.", "blurbForA": "She sails.",
            "blurbForB": "He sails.", "blurbForConnector": "They sail.", "expiresAt": "2026-04-01T00:00:00Z",
        } }),
        ),
        case(
            "updateIntroduction",
            on(
                json!({ "reason": "Both row.", "blurbForA": "She rows.", "blurbForB": "He rows.", "expiresAt": "2026-04-02T00:00:00Z" }),
            ),
        ),
        case(
            "updateIntroduction",
            json!({ "id": "$introduction/connected", "input": { "blurbForConnector": "They row." } }),
        )
        .named("with a connector"),
        in_states(asks),
        case(
            "askIntroduction",
            json!({ "id": "$introduction/connected", "input": { "side": "CONNECTOR" } }),
        )
        .named("of the connector"),
        in_states(after(answers, &[asked("A")])),
        case("answerIntroduction", on(json!({ "side": "A", "accept": false })))
            .named("with no")
            .after("askIntroduction", on(json!({ "side": "A" })))
            .alone(),
        case(
            "answerIntroductionByLink",
            json!({ "input": { "token": "$link", "accept": true, "note": "Gladly." } }),
        )
        .by(By::Stranger),
        in_states(after(nudges, &[asked("A"), (PASSES, json!({ "days": 4 }))])),
        in_states(after(makes, &states()[3])),
        in_states(after(closes, made)),
        in_states(case("cancelIntroduction", json!({ "id": MEET }))),
    ];
    cases.extend(archiving("archiveIntroduction", "restoreIntroduction", MEET));
    cases
}
