//! Dimensions of a network, and their values.

use serde_json::json;

use crate::replay::case::{Case, archiving, case};

pub fn cases() -> Vec<Case> {
    let mut cases = vec![
        case(
            "createDimension",
            json!({ "input": { "id": "+dimension", "name": "Field %", "description": "What they do.", "isClosed": true, "isSensitive": false, "values": ["Law", "Music"] } }),
        ),
        case(
            "updateDimension",
            json!({ "id": "$dimension", "input": {
            "name": "Trade %", "description": "What they did.", "isClosed": true, "isSensitive": false, "addValues": ["Three %"],
            "renameValues": [{ "id": "$dimension#values", "name": "First %" }],
        } }),
        ),
        case(
            "updateDimension",
            json!({ "id": "$dimension", "input": { "removeValueIds": ["$dimension#values"] } }),
        )
        .named("that removes"),
        case("eraseDimension", json!({ "id": "$dimension" }))
            .after("archiveDimension", json!({ "id": "$dimension" })),
    ];
    cases.extend(archiving("archiveDimension", "restoreDimension", "$dimension"));
    cases
}
