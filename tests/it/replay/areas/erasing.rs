//! Erasing people.

use serde_json::json;

use crate::replay::case::{Case, case};

pub fn cases() -> Vec<Case> {
    vec![
        case("erasePerson", json!({ "id": "$person/full" })),
        case("erasePerson", json!({ "id": "$person/full", "dryRun": true }))
            .named("tried")
            .alone(),
    ]
}
