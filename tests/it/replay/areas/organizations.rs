//! Organizations.

use serde_json::json;

use crate::replay::case::{Case, archiving, case};

pub fn cases() -> Vec<Case> {
    let mut cases = vec![
        case(
            "createOrganization",
            json!({ "input": { "id": "+organization", "name": "Boats %", "domain": "boats%.example.org", "industry": "Ships", "notes": "They build boats.", "url": "https://example.org/boats" } }),
        ),
        case(
            "updateOrganization",
            json!({ "id": "$organization", "input": { "name": "Ships %", "domain": "ships%.example.org", "industry": "Boats", "notes": "They build ships.", "url": "https://example.org/ships" } }),
        ),
    ];
    cases.extend(archiving(
        "archiveOrganization",
        "restoreOrganization",
        "$organization",
    ));
    cases
}
