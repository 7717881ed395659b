//! Many mutations in one request.

use serde_json::{Value, json};

use crate::plans::schema::{Field, named};
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
    cases.extend(labels());
    cases.extend(upserts());
    cases
}

/// People who are made, or changed where they are there already.
fn upserts() -> Vec<Case> {
    let upsert = |by: Value, input: Value| case("upsertPerson", json!({ "by": by, "input": input }));
    let mut cases = vec![
        upsert(
            json!({ "id": "$person/full" }),
            json!({ "displayName": "Bo %", "headline": "Rows", "tagNames": ["Rower"], "facts": [{ "kind": "TOPIC", "text": "knots %" }] }),
        ),
        upsert(
            json!({ "email": "bo%@example.org" }),
            json!({ "displayName": "Bo %" }),
        )
        .named("who is new")
        .alone(),
        upsert(
            json!({ "phone": "+47 912 99 %" }),
            json!({ "displayName": "Bo %" }),
        )
        .named("by a number")
        .alone(),
        upsert(
            json!({ "external": { "source": "crm", "externalId": "bo%" } }),
            json!({ "id": "+person", "displayName": "Bo %" }),
        )
        .named("by a key")
        .alone(),
    ];
    cases.extend(made_or_changed());
    cases
}

/// The tags and circles of many people.
fn labels() -> Vec<Case> {
    let recent = json!({ "createdAt": { "gte": "-PT6S" } });
    vec![
        case(
            "tagPeople",
            json!({ "people": { "ids": ["$person"] }, "input": { "addTagIds": ["@tag"], "addTagNames": ["Rowers %"], "removeTagIds": ["@tag:2"] } }),
        ),
        case(
            "tagPeople",
            json!({ "people": { "filter": recent, "search": "person" }, "input": { "removeTagIds": ["$tag"] }, "maxAffected": 5 }),
        )
        .named("by a filter")
        .alone(),
        case(
            "circlePeople",
            json!({ "people": { "ids": ["$person"] }, "input": { "addCircleIds": ["@circle"], "removeCircleIds": ["@circle:2"] } }),
        ),
        case(
            "circlePeople",
            json!({ "people": { "filter": recent }, "input": { "addCircleIds": ["$circle"] }, "maxAffected": 50 }),
        )
        .named("by a filter")
        .alone(),
    ]
}

/// Records that are made under an id, or changed where they are there, each with the input of the first case that makes it.
fn made_or_changed() -> Vec<Case> {
    let creates = [
        super::events::cases(),
        super::communities::cases(),
        super::labels::cases(),
        super::organizations::cases(),
    ]
    .concat();
    let upserts = SCHEMA
        .fields("Mutation")
        .iter()
        .filter(|it| it.name.starts_with("upsert"));
    let upserts = upserts.filter(|it| it.arguments.iter().any(|it| it.name == "id"));
    let cases = |upsert: &'static Field| {
        let create = upsert.name.replacen("upsert", "create", 1);
        let create = creates
            .iter()
            .find(|it| it.mutation == create)
            .unwrap_or_else(|| panic!("{create}?"));
        let mut input = create.arguments["input"].clone();
        let id = input.as_object_mut().unwrap().remove("id").unwrap();
        let there = id.as_str().unwrap().replacen('+', "$", 1);
        let upsert = |id: Value, name| {
            case(&upsert.name, json!({ "id": id, "input": input }))
                .named(name)
                .alone()
        };
        let there = match create.mutation {
            // The one that is there begins on a day, which a moment does not clear.
            "createEvent" => upsert(json!(there), "that is there").refused(),
            _ => upsert(json!(there), "that is there"),
        };
        [upsert(id, "that is new"), there]
    };
    upserts.flat_map(cases).collect()
}

/// Many of one kind, each made of the first case of its mutation: with its input or arguments once, and twice, so that the second is
/// done already or is refused.
fn plurals() -> Vec<Case> {
    let singulars = [
        super::cadences::cases(),
        super::collaborations::cases(),
        super::communities::cases(),
        super::custom_fields::cases(),
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
        super::questions::cases(),
        super::ties::cases(),
        super::time::cases(),
        super::gratitude::cases(),
        upserts(),
    ]
    .concat();
    let mutations = || SCHEMA.fields("Mutation").iter();
    let mut cases = Vec::new();
    for is_input in [true, false] {
        let row = |it: &&Field| {
            it.arguments
                .iter()
                .find(|it| it.name == "rows")
                .map(|it| named(&it.ty).ends_with("Input"))
        };
        for plural in mutations().filter(|it| row(it) == Some(is_input)) {
            let mut singular = singulars.iter().filter(|it| many(it.mutation) == plural.name);
            let singular = singular
                .next()
                .unwrap_or_else(|| panic!("{} of what?", plural.name));
            let one = if is_input {
                singular.arguments["input"].clone()
            } else {
                singular.arguments.clone()
            };
            let case = |given: Value, name| {
                Case {
                    mutation: &plural.name,
                    arguments: json!({ "rows": given, "errorPolicy": "REJECT_FAILED_ROWS" }),
                    ..singular.clone()
                }
                .named(name)
                .alone()
            };
            cases.push(case(json!([one]), "of one"));
            cases.push(case(json!([one, one]), "of two that are the same"));
        }
    }
    cases.extend(conditionals(&singulars));
    cases
}

/// One change of all that a condition means: of what was made a moment ago, with the input of the first case of the mutation.
fn conditionals(singulars: &[Case]) -> Vec<Case> {
    let mutations = SCHEMA.fields("Mutation").iter();
    let conditionals = mutations.filter(|it| it.name.ends_with("Where"));
    let case = |conditional: &'static Field| {
        let mut singular = singulars.iter();
        let singular = singular.find(|it| format!("{}Where", many(it.mutation)) == conditional.name);
        let singular = singular.unwrap_or_else(|| panic!("{} of what?", conditional.name));
        let steps = vec![(
            singular.mutation,
            json!({ "id": singular.arguments["id"], "input": {} }),
        )];
        let recent = json!({ "createdAt": { "gte": "-PT6S" } });
        Case {
            mutation: &conditional.name,
            arguments: json!({ "where": recent, "input": singular.arguments["input"], "maxAffected": 500, "errorPolicy": "REJECT_FAILED_ROWS" }),
            steps: [singular.steps.clone(), steps].concat(),
            ..singular.clone()
        }
        .named("of a moment ago")
        .alone()
    };
    conditionals.map(case).collect()
}

/// The plural of a mutation.
fn many(mutation: &str) -> String {
    if let Some(verb) = mutation.strip_suffix("Person") {
        return format!("{verb}People");
    }
    match mutation.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{mutation}s"),
    }
}
