//! Communities and who belongs to them.

use serde_json::json;

use crate::replay::case::{Case, archiving, case};

pub fn cases() -> Vec<Case> {
    let joined = json!({ "id": "$community", "input": { "members": [{ "personId": "$person" }, { "role": "Treasurer" }] } });
    let mut cases = vec![
        case("createCommunity", json!({ "input": { "id": "+community", "name": "Sailors %", "kind": "CLUB", "description": "They sail.", "place": "Bergen", "url": "https://example.org/sailors" } })),
        case("updateCommunity", json!({ "id": "$community", "input": { "name": "Rowers %", "kind": "ALUMNI", "description": "They row.", "place": "Oslo", "url": "https://example.org/rowers" } })),
        case("recordCommunityMembers", json!({ "id": "$community", "input": { "members": [
            { "personId": "$person", "role": "Chair", "startedOn": "2020-05", "endedOn": "2025", "isCurrent": false }, { "role": "Treasurer", "startedOn": "2021" },
        ] } })).tried_after(&[("recordCommunityMembers", joined.clone())]),
        case("recordCommunityMembers", joined.clone()).named("in short").alone(),
        case("removeCommunityMembers", json!({ "id": "$community", "input": { "mine": true, "personIds": ["$person"] } })).after("recordCommunityMembers", joined),
    ];
    cases.extend(archiving("archiveCommunity", "restoreCommunity", "$community"));
    cases
}
