//! Circles and tags.

use serde_json::json;

use crate::replay::case::{Case, archiving, case};

pub fn cases() -> Vec<Case> {
    let mut cases = vec![
        case(
            "createCircle",
            json!({ "input": { "id": "+circle", "name": "Friends %", "description": "Whom I like.", "color": "#336699" } }),
        ),
        case(
            "createCircle",
            json!({ "input": { "id": "+circle", "name": "Twice" } }),
        )
        .named("of a name that is taken")
        .alone(),
        case(
            "updateCircle",
            json!({ "id": "$circle", "input": { "name": "Family %", "description": "Whom I love.", "color": "#993366" } }),
        ),
        case(
            "addToCircle",
            json!({ "id": "$circle", "input": { "personIds": ["$person", "@person"] } }),
        ),
        case(
            "removeFromCircle",
            json!({ "id": "$circle", "input": { "personIds": ["$person"] } }),
        )
        .after(
            "addToCircle",
            json!({ "id": "$circle", "input": { "personIds": ["$person"] } }),
        ),
        case(
            "createTag",
            json!({ "input": { "id": "+tag", "name": "Sailor %", "color": "#336699" } }),
        ),
        case(
            "updateTag",
            json!({ "id": "$tag", "input": { "name": "Rower %", "color": "#993366" } }),
        ),
    ];
    cases.extend(archiving("archiveCircle", "restoreCircle", "$circle"));
    cases.extend(archiving("archiveTag", "restoreTag", "$tag"));
    cases
}
