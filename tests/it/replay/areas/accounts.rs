//! Who may come in: accounts, sessions, members, invitations and tokens; and the workspace itself.

use serde_json::json;

use crate::replay::case::{By, Case, case};

pub fn cases() -> Vec<Case> {
    vec![
        case("signUp", json!({ "input": { "email": "ana%@example.org", "password": "correct horse", "displayName": "Ana %" } })).by(By::Stranger),
        case("logIn", json!({ "input": { "email": "$account/address", "password": "correct horse" } })).by(By::Stranger).alone(),
        case("logIn", json!({ "input": { "email": "user0@example.org", "password": "correct horse" } })).by(By::Stranger).named("of the owner"),
        case("refreshSession", json!({ "input": { "refreshToken": "$session/secret" } })).by(By::Stranger),
        case("logOut", json!({})).by(By::Guest).alone(),
        case("createInvitation", json!({ "input": { "role": "EDITOR", "expiresAt": "2026-03-20T00:00:00Z" } })),
        case("revokeInvitation", json!({ "id": "$invitation" })),
        case("acceptInvitation", json!({ "input": { "token": "$invitation/secret" } })).by(By::Guest),
        case("setMemberRole", json!({ "input": { "userId": "$user", "role": "VIEWER" } })),
        case("removeMember", json!({ "input": { "userId": "$user" } })),
        case("createApiToken", json!({ "input": { "name": "Token %", "scopes": ["PEOPLE_READ", "PEOPLE_WRITE"], "expiresAt": "2026-12-01T00:00:00Z" } })),
        case("revokeApiToken", json!({ "id": "$api_token" })),
        case("updateWorkspace", json!({ "input": {
            "name": "Renamed", "timeZone": "Europe/Oslo", "weekStart": "SUNDAY", "weeklyCapacity": 5, "defaultRegion": "NO",
            "awayFrom": "2026-03-10", "awayUntil": "2026-03-20",
        } })),
        case("eraseAccount", json!({ "input": { "password": "correct horse" } })).by(By::Guest).alone(),
        case("eraseWorkspace", json!({ "input": { "name": "Another" } })).by(By::Guest).refused().alone(),
        case("createCalendarFeed", json!({ "input": { "name": "Calendar %" } })),
        case("revokeCalendarFeed", json!({ "id": "$calendar_feed" })),
    ]
}
