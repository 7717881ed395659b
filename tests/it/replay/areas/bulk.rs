//! Many mutations in one request.

use serde_json::{Value, json};

use crate::replay::case::{Case, case};

fn rows() -> Value {
    json!([
        { "ref": "first", "name": "createPerson", "variables": { "input": { "id": "+person", "displayName": "Ana %", "tagNames": ["Sailors"] } } },
        { "name": "updatePerson", "variables": { "id": "$person", "input": { "headline": "Sailor %" }, "expectedRevision": 1 } },
        { "name": "logInteraction", "variables": { "input": { "channel": "CALL", "happenedAt": "2026-02-28T09:00:00Z", "participantIds": ["$person", "@person"] } } },
        { "name": "archiveTag", "variables": { "id": "$tag" } },
    ])
}

/// The rows, and one that is refused among them.
fn with_a_bad_one() -> Value {
    let mut rows = rows();
    let bad = json!({ "ref": "bad", "name": "updatePerson", "variables": { "id": "~person", "input": { "headline": "Nobody" } } });
    rows.as_array_mut().unwrap().insert(2, bad);
    rows
}

pub fn cases() -> Vec<Case> {
    let policies = [
        ("REJECT_ALL", "of which one takes all with it"),
        ("REJECT_FAILED_ROWS", "of which one is rejected"),
        ("STOP_AT_FIRST", "of which one stops the others"),
    ];
    let mut cases = vec![
        case(
            "applyMutations",
            json!({ "mutations": rows(), "errorPolicy": "REJECT_ALL", "dryRun": false }),
        ),
        case("applyMutations", json!({ "mutations": rows(), "dryRun": true }))
            .named("tried")
            .alone(),
    ];
    cases.extend(policies.map(|(policy, name)| {
        let arguments = json!({ "mutations": with_a_bad_one(), "errorPolicy": policy });
        case("applyMutations", arguments).named(name).alone()
    }));
    cases
}
