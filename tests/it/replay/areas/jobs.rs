//! Uploads and jobs.

use serde_json::json;

use crate::replay::case::{Case, case};

pub fn cases() -> Vec<Case> {
    vec![
        case("createUpload", json!({ "input": { "name": "People %" } })),
        case(
            "startJob",
            json!({ "input": { "uploadId": "$upload/sent", "mutation": "createTag", "errorPolicy": "STOP_AT_FIRST" } }),
        ),
        case("startJob", json!({ "input": { "uploadId": "$upload" } }))
            .named("unsent")
            .refused()
            .alone(),
        case("cancelJob", json!({ "id": "$job" })),
    ]
}
