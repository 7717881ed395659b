//! Fields that users define themselves.

use serde_json::json;

use crate::replay::case::{Case, archiving, case};

pub fn cases() -> Vec<Case> {
    let mut cases = vec![
        case(
            "createCustomField",
            json!({ "input": {
                "id": "+custom_field", "recordType": "GOAL", "key": "size_%", "name": "Size %", "description": "How large it is.",
                "kind": "CHOICE", "choices": ["Small", "Large"], "position": 3,
            } }),
        ),
        case(
            "updateCustomField",
            json!({ "id": "$custom_field", "input": { "name": "Weight %", "description": "How heavy it is.", "position": 4 } }),
        ),
    ];
    cases.extend(archiving(
        "archiveCustomField",
        "restoreCustomField",
        "$custom_field",
    ));
    cases
}
