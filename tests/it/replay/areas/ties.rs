//! Who knows whom.

use serde_json::json;

use crate::replay::case::{Case, archiving, case};

pub fn cases() -> Vec<Case> {
    let mut cases = vec![
        case("createTie", json!({ "input": { "id": "+tie", "fromId": "$person", "toId": "$person:2", "kind": "colleague", "closeness": "STRONG", "evidence": "STATED", "note": "They share a desk.", "since": "2019-05" } }))
            .tried_after(&[("createTie", json!({ "input": { "fromId": "$person", "toId": "$person:2", "kind": "colleague" } }))])
            .tried_after(&[("createTie", json!({ "input": { "fromId": "$person:2", "toId": "$person", "kind": "friend" } }))]),
        case("updateTie", json!({ "id": "$tie", "input": { "kind": "cousin", "closeness": "WEAK", "evidence": "MET_AT_EVENT", "note": "Far away.", "since": "2001" } })),
    ];
    cases.extend(archiving("archiveTie", "restoreTie", "$tie"));
    cases
}
