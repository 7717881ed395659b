//! Undoing what one request changed.

use serde_json::json;

use crate::replay::case::{Case, case};

pub fn cases() -> Vec<Case> {
    vec![
        case("undoChangeSet", json!({ "id": "$change_set" })),
        case("undoChangeSet", json!({ "id": "$change_set", "dryRun": true }))
            .named("tried")
            .alone(),
        case("undoChangeSet", json!({ "id": "$change_set" }))
            .named("twice")
            .after("undoChangeSet", json!({ "id": "$change_set" }))
            .refused()
            .alone(),
    ]
}
