//! People who are not the same.

use serde_json::json;

use crate::replay::case::{Case, case};

pub fn cases() -> Vec<Case> {
    let pair = json!({ "input": { "personIds": ["$person", "$person/full"] } });
    vec![
        case(
            "dismissDuplicate",
            json!({ "input": { "personIds": ["$person/full", "$person"], "note": "Cousins" } }),
        ),
        case("reopenDuplicate", pair.clone()).after("dismissDuplicate", pair),
        case(
            "dismissDuplicate",
            json!({ "input": { "personIds": ["$person", "$person"] } }),
        )
        .named("of one person")
        .refused()
        .alone(),
    ]
}
