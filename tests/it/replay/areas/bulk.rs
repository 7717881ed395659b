//! Many mutations in one request.

use serde_json::{Value, json};

use crate::plans::schema::named;
use crate::replay::case::{Case, case};
use crate::replay::world::SCHEMA;

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
    cases.extend(plurals());
    cases
}

/// Many of one kind, each made of the first case of its mutation: with its input twice, so that the second is there already or is
/// refused, and once.
fn plurals() -> Vec<Case> {
    let singulars = [
        super::cadences::cases(),
        super::collaborations::cases(),
        super::communities::cases(),
        super::diversity::cases(),
        super::events::cases(),
        super::exchanges::cases(),
        super::goals::cases(),
        super::interactions::cases(),
        super::introductions::cases(),
        super::labels::cases(),
        super::milestones::cases(),
        super::needs::cases(),
        super::organizations::cases(),
        super::people::cases(),
        super::ties::cases(),
        super::time::cases(),
    ]
    .concat();
    let mut cases = Vec::new();
    for plural in SCHEMA.fields("Mutation") {
        let Some(inputs) = plural.arguments.iter().find(|it| it.name == "inputs") else {
            continue;
        };
        let takes = |it: &&Case| {
            let mut fields = SCHEMA.fields("Mutation").iter();
            let field = fields.find(|field| field.name == it.mutation).unwrap();
            matches!(field.arguments.as_slice(), [input] if named(&input.ty) == named(&inputs.ty))
                && plural
                    .name
                    .starts_with(it.mutation.trim_end_matches(char::is_lowercase))
        };
        let singular = singulars.iter().find(takes).unwrap();
        let input = &singular.arguments["input"];
        let many = |inputs: Value, name| {
            Case {
                mutation: &plural.name,
                arguments: json!({ "inputs": inputs, "errorPolicy": "REJECT_FAILED_ROWS" }),
                ..singular.clone()
            }
            .named(name)
            .alone()
        };
        cases.push(many(json!([input]), "of one"));
        cases.push(many(json!([input, input]), "of two that are the same"));
    }
    cases
}
