//! On people, and on what is known of them.

use serde_json::json;

use super::{after, made, of};
use crate::replay::case::{Case, Step, case};

pub fn cases() -> Vec<Case> {
    [talks(), people()].concat()
}

/// A talk with somebody of whom a check-in was planned.
fn talk() -> Vec<Step> {
    vec![
        (
            "setCadence",
            made(json!({ "personId": "$person", "idealDays": 30 })),
        ),
        (
            "planCheckIn",
            made(json!({ "id": "+check_in", "personId": "$person", "on": "2026-03-01" })),
        ),
        (
            "logInteraction",
            made(
                json!({ "id": "+interaction", "channel": "CALL", "happenedAt": "2026-03-01T08:00:00Z", "participantIds": ["$person"] }),
            ),
        ),
    ]
}

fn talks() -> Vec<Case> {
    let log = case(
        "logInteraction",
        made(
            json!({ "id": "+interaction", "channel": "CALL", "happenedAt": "2026-03-01T08:00:00Z", "participantIds": ["$person"] }),
        ),
    );
    let moves = case(
        "updateInteraction",
        json!({ "id": "$interaction", "input": { "happenedAt": "2025-12-01T08:00:00Z", "addParticipantIds": ["$person:2"], "removeParticipantIds": ["$person"] } }),
    );
    let archived = [&talk()[..], &[("archiveInteraction", of("$interaction"))]].concat();
    vec![
        after(log.named("as was planned"), &talk()[..2]),
        after(moves.named("to another day, of another person"), &talk()),
        after(
            case("archiveInteraction", of("$interaction")).named("as was planned"),
            &talk(),
        ),
        after(
            case("restoreInteraction", of("$interaction")).named("as was planned"),
            &archived,
        ),
        after(
            case("archiveCadence", of("$cadence")).named("with a check-in"),
            &[],
        ),
    ]
}

/// Somebody on whom much hangs.
fn known() -> Vec<Step> {
    vec![
        (
            "createPerson",
            made(
                json!({ "id": "+person", "displayName": "Known %", "birthday": "1980-03-15", "tagIds": ["@tag"], "affiliations": [{ "organizationId": "@organization" }], "facts": [{ "kind": "SKILL", "text": "sailing" }] }),
            ),
        ),
        (
            "setCadence",
            made(json!({ "personId": "$person", "idealDays": 30 })),
        ),
        (
            "planCheckIn",
            made(json!({ "personId": "$person", "on": "2026-03-04" })),
        ),
        (
            "createTie",
            made(json!({ "fromId": "$person", "toId": "@person", "kind": "friend" })),
        ),
        (
            "createMilestone",
            made(json!({ "personId": "$person", "kind": "MOVE", "date": "2026-03-20" })),
        ),
        (
            "createOffer",
            made(
                json!({ "personId": "$person", "kind": "ADVICE", "title": "Offer %", "topics": ["sailing"] }),
            ),
        ),
        (
            "createIntroduction",
            made(json!({ "personAId": "$person", "personBId": "@person" })),
        ),
        (
            "recordExchange",
            made(
                json!({ "personId": "$person", "direction": "RECEIVED", "kind": "HELP", "title": "Help %" }),
            ),
        ),
        (
            "logInteraction",
            made(
                json!({ "channel": "CALL", "happenedAt": "2026-02-20T08:00:00Z", "participantIds": ["$person"] }),
            ),
        ),
    ]
}

fn people() -> Vec<Case> {
    let archived = [&known()[..], &[("archivePerson", of("$person"))]].concat();
    let birthday = json!({ "input": { "personId": "$person", "year": 2026 } });
    let skipped = [&known()[..], &[("skipMilestone", birthday.clone())]].concat();
    let held = |id: &str| {
        made(json!({ "displayName": "Held %", "externalRefs": [{ "source": "crm", "externalId": id }] }))
    };
    let takes = json!({ "id": "$person", "input": { "setExternalRefs": [{ "source": "crm", "externalId": "held-2" }] } });
    vec![
        after(
            case("archivePerson", of("$person")).named("on whom much hangs"),
            &known(),
        ),
        after(
            case("restorePerson", of("$person")).named("on whom much hangs"),
            &archived,
        ),
        after(
            case("acknowledgeMilestone", birthday.clone()).named("that is a birthday"),
            &known(),
        ),
        after(
            case("skipMilestone", birthday.clone()).named("that is a birthday"),
            &known(),
        ),
        after(
            case("reopenMilestone", birthday).named("that is a birthday"),
            &skipped,
        ),
        after(
            case("createPerson", held("held-1"))
                .named("whose reference is another's")
                .refused(),
            &[("createPerson", held("held-1"))],
        ),
        after(
            case("updatePerson", takes)
                .named("whose reference is another's")
                .refused(),
            &[("createPerson", held("held-2"))],
        ),
        after(
            case("archiveOrganization", of("$organization")).named("to which somebody belongs"),
            &[(
                "createPerson",
                made(
                    json!({ "displayName": "Employee %", "affiliations": [{ "organizationId": "$organization" }] }),
                ),
            )],
        ),
        after(
            case("archiveTag", of("$tag")).named("that somebody has"),
            &[(
                "createPerson",
                made(json!({ "displayName": "Tagged %", "tagIds": ["$tag"] })),
            )],
        ),
        after(
            case("archiveCircle", of("$circle")).named("that somebody is in"),
            &[(
                "createPerson",
                made(json!({ "displayName": "Member %", "circleIds": ["$circle"] })),
            )],
        ),
    ]
}
