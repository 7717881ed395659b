//! On names that only one may have, and on values that people have.

use serde_json::{Value, json};

use super::{after, made, of};
use crate::replay::case::{Case, Step, case};

pub fn cases() -> Vec<Case> {
    [names(), values()].concat()
}

/// Names that are taken, in another case.
fn names() -> Vec<Case> {
    let taken = |create: &'static str, more: Value| -> Step { (create, made(more)) };
    vec![
        after(
            case("createTag", made(json!({ "id": "+tag", "name": "TAKEN" })))
                .named("of a name that is taken")
                .refused(),
            &[taken("createTag", json!({ "name": "Taken" }))],
        ),
        after(
            case(
                "updateTag",
                json!({ "id": "$tag", "input": { "name": "TAKEN too" } }),
            )
            .named("to a name that is taken")
            .refused(),
            &[taken("createTag", json!({ "name": "Taken Too" }))],
        ),
        after(
            case("createCircle", made(json!({ "id": "+circle", "name": "TAKEN" })))
                .named("of a name that is taken")
                .refused(),
            &[taken("createCircle", json!({ "name": "Taken" }))],
        ),
        after(
            case(
                "updateCircle",
                json!({ "id": "$circle", "input": { "name": "TAKEN too" } }),
            )
            .named("to a name that is taken")
            .refused(),
            &[taken("createCircle", json!({ "name": "Taken Too" }))],
        ),
        after(
            case(
                "createDimension",
                made(json!({ "id": "+dimension", "name": "TAKEN" })),
            )
            .named("of a name that is taken")
            .refused(),
            &[taken("createDimension", json!({ "name": "Taken" }))],
        ),
        after(
            case(
                "createOrganization",
                made(json!({ "id": "+organization", "name": "Other", "domain": "taken.example.org" })),
            )
            .named("of a domain that is taken"),
            &[taken(
                "createOrganization",
                json!({ "name": "Taken", "domain": "taken.example.org" }),
            )],
        ),
        after(
            case("createTag", made(json!({ "id": "+tag", "name": "FREED" })))
                .named("of a name that an archived one has")
                .refused(),
            &[
                taken("createTag", json!({ "id": "+tag", "name": "Freed" })),
                ("archiveTag", of("$tag")),
            ],
        ),
    ]
}

fn values() -> Vec<Case> {
    let held = |name: &str| {
        vec![
            (
                "createDimension",
                made(json!({ "id": "+dimension", "name": name, "values": ["One"] })),
            ),
            (
                "createPerson",
                made(
                    json!({ "displayName": "Sorted %", "attributes": [{ "dimension": name, "value": "One" }] }),
                ),
            ),
        ]
    };
    let archived = [&held("Held")[..], &[("archiveDimension", of("$dimension"))]].concat();
    vec![
        after(
            case("eraseDimension", of("$dimension")).named("that people have"),
            &archived,
        ),
        after(
            case(
                "updateDimension",
                json!({ "id": "$dimension", "input": { "removeValueIds": ["$dimension#values"] } }),
            )
            .named("without a value that somebody has")
            .refused(),
            &held("Held too"),
        ),
    ]
}
