//! Two records that are one.

use serde_json::json;

use crate::replay::case::{Case, case};

pub fn cases() -> Vec<Case> {
    vec![
        case(
            "mergePeople",
            json!({ "input": { "keepId": "$person/full", "mergeId": "$person/full:2", "takeFields": ["headline"] } }),
        ),
        case(
            "mergePeople",
            json!({ "input": { "keepId": "$person", "mergeId": "$person/full" }, "dryRun": true }),
        )
        .named("tried")
        .alone(),
        case(
            "mergePeople",
            json!({ "input": { "keepId": "$person", "mergeId": "$person" } }),
        )
        .named("with themselves")
        .refused()
        .alone(),
        case(
            "mergeOrganizations",
            json!({ "input": { "keepId": "$organization", "mergeId": "$organization:2" } }),
        ),
        case(
            "mergeTags",
            json!({ "input": { "keepId": "$tag", "mergeId": "$tag:2" } }),
        ),
    ]
}
