//! How a record of each kind comes to be.

use serde_json::{Value, json};

/// A mutation that makes it, its arguments, and what else than the id of the record is taken from the payload: a selection, and
/// where in it.
pub struct Prototype {
    pub mutation: &'static str,
    pub arguments: Value,
    pub taken: Option<(&'static str, &'static str)>,
}

fn made(mutation: &'static str, input: Value) -> Prototype {
    Prototype {
        mutation,
        arguments: json!({ "input": input }),
        taken: None,
    }
}

impl Prototype {
    fn taking(self, selection: &'static str, pointer: &'static str) -> Self {
        Self {
            taken: Some((selection, pointer)),
            ..self
        }
    }
}

/// How a record of this make is made.
pub fn prototype(make: &str) -> Prototype {
    let exchange = |direction: &str, state: &str| {
        made(
            "recordExchange",
            json!({ "id": "+exchange", "personId": "@person", "direction": direction, "kind": "HELP", "title": "Exchange %", "state": state }),
        )
    };
    match make {
        "person" => made(
            "createPerson",
            json!({ "id": "+person", "displayName": "Person %" }),
        ),
        "person/full" => made(
            "createPerson",
            json!({
                "id": "+person", "displayName": "Person %", "headline": "Sails",
                "facts": [{ "kind": "TOPIC", "text": "the sea" }, { "kind": "GOAL", "text": "to sail" }],
                "contactPoints": [{ "kind": "EMAIL", "value": "p%@example.org", "isPrimary": true }, { "kind": "PHONE", "value": "+4791234567" }],
                "affiliations": [{ "organizationId": "@organization", "role": "Captain" }],
                "attributes": [{ "dimension": "@dimension/name", "value": "One" }],
                "externalRefs": [{ "source": "crm", "externalId": "x%" }],
                "supportRoles": [{ "role": "MENTOR" }],
                "tagIds": ["@tag"], "circleIds": ["@circle"],
            }),
        ),
        "organization" => made(
            "createOrganization",
            json!({ "id": "+organization", "name": "Organization %" }),
        ),
        "circle" => made("createCircle", json!({ "id": "+circle", "name": "Circle %" })),
        "tag" => made("createTag", json!({ "id": "+tag", "name": "Tag %" })),
        "tie" => made(
            "createTie",
            json!({ "id": "+tie", "fromId": "$person", "toId": "$person:2", "kind": "friend" }),
        ),
        "interaction" => made(
            "logInteraction",
            json!({ "id": "+interaction", "channel": "CALL", "happenedAt": "2026-02-01T10:00:00Z", "participantIds": ["@person"], "title": "Talk %" }),
        ),
        "introduction" => made(
            "createIntroduction",
            json!({ "id": "+introduction", "personAId": "@person", "personBId": "$person", "reason": "Both sail." }),
        ),
        "introduction/connected" => made(
            "createIntroduction",
            json!({ "id": "+introduction", "personAId": "@person", "personBId": "$person", "connectorId": "@person:2", "reason": "Both sail." }),
        ),
        "link" => Prototype {
            mutation: "askIntroduction",
            arguments: json!({ "id": "$introduction", "input": { "side": "A" } }),
            taken: Some(("linkToken", "/linkToken")),
        },
        "collaboration" => made(
            "createCollaboration",
            json!({ "id": "+collaboration", "title": "Work %", "kind": "PROJECT", "members": [{ "personId": "@person" }], "milestones": [{ "title": "First" }, { "title": "Second" }] }),
        ),
        "exchange" => exchange("GIVEN", "DONE"),
        "exchange/asked" => exchange("RECEIVED", "ASKED"),
        "exchange/promised" => exchange("GIVEN", "PROMISED"),
        "gratitude" => made(
            "giveGratitude",
            json!({ "id": "+gratitude", "personId": "@person", "text": "Thanks %" }),
        ),
        "gratitude/owed" => exchange("RECEIVED", "DONE").taking(
            "exchange { gratitudes { nodes { id } } }",
            "/exchange/gratitudes/nodes/0/id",
        ),
        "cadence" => made("setCadence", json!({ "personId": "$person", "idealDays": 30 })),
        "check_in" => made(
            "planCheckIn",
            json!({ "id": "+check_in", "personId": "$person", "on": "2026-03-05" }),
        ),
        "check_in/shared" => made(
            "planCheckIn",
            json!({ "id": "+check_in", "personId": "@person", "on": "2026-03-05" }),
        ),
        "goal" => made("createGoal", json!({ "id": "+goal", "title": "Goal %" })),
        "need" => made(
            "createNeed",
            json!({ "id": "+need", "personId": "$person", "kind": "ADVICE", "title": "Need %", "topics": ["sailing"] }),
        ),
        "question" => made(
            "createQuestion",
            json!({ "id": "+question", "personId": "@person", "text": "Question %" }),
        ),
        "update" => made("createUpdate", json!({ "id": "+update", "title": "Update %" })),
        "offer" => made(
            "createOffer",
            json!({ "id": "+offer", "personId": "$person", "kind": "ADVICE", "title": "Offer %", "topics": ["sailing"] }),
        ),
        "match_decision" => made("dismissMatch", json!({ "needId": "$need", "offerId": "$offer" })),
        "milestone" => made(
            "createMilestone",
            json!({ "id": "+milestone", "personId": "@person", "kind": "WEDDING", "date": "2015-04-20", "title": "Wedding %", "recurs": true }),
        ),
        "custom_field" => made(
            "createCustomField",
            json!({ "id": "+custom_field", "recordType": "PERSON", "key": "field_%", "name": "Field %" }),
        ),
        "dimension" => made(
            "createDimension",
            json!({ "id": "+dimension", "name": "Dimension %", "values": ["One", "Two"] }),
        ),
        "dimension/name" => made(
            "createDimension",
            json!({ "id": "+dimension", "name": "Dimension %", "values": ["One", "Two"] }),
        )
        .taking("dimension { name }", "/dimension/name"),
        "event" => made(
            "createEvent",
            json!({ "id": "+event", "title": "Event %", "kind": "DINNER", "startsOn": "2026-02-10" }),
        ),
        "event/coming" => made(
            "createEvent",
            json!({ "id": "+event", "title": "Event %", "kind": "DINNER", "startsOn": "2026-04-10" }),
        ),
        "community" => made(
            "createCommunity",
            json!({ "id": "+community", "name": "Community %", "kind": "CLUB" }),
        ),
        "time_entry" => made(
            "logTime",
            json!({ "id": "+time_entry", "minutes": 30, "personIds": ["@person"], "note": "Time %" }),
        ),
        "time_intention" => made(
            "createTimeIntention",
            json!({ "id": "+time_intention", "minutesPerWeek": 60, "goalId": "$goal" }),
        ),
        "api_token" => made(
            "createApiToken",
            json!({ "name": "Token %", "scopes": ["PEOPLE_READ"], "expiresAt": "2026-12-01T00:00:00Z" }),
        ),
        "calendar_feed" => made("createCalendarFeed", json!({ "name": "Calendar %" })),
        "invitation" => made("createInvitation", json!({ "role": "EDITOR" })),
        "invitation/secret" => {
            made("createInvitation", json!({ "role": "EDITOR" })).taking("token", "/token")
        }
        "change_set" => Prototype {
            mutation: "applyMutations",
            arguments: json!({ "mutations": [
                { "name": "updatePerson", "variables": { "id": "$person/full", "input": { "headline": "Rows", "addTagNames": ["Rower %"] } } },
                { "name": "createTag", "variables": { "input": { "name": "Rowers %" } } },
            ] }),
            taken: Some(("changeSet { id }", "/changeSet/id")),
        },
        "upload" | "upload/sent" => made("createUpload", json!({ "name": "Upload %" })),
        "import_session" => made(
            "createImportSession",
            json!({ "text": "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:session-%\r\nFN:Ida Import\r\nEMAIL:ida@import.example\r\nEND:VCARD\r\n" }),
        ),
        "job" => made(
            "startJob",
            json!({ "uploadId": "$upload/sent", "mutation": "createTag" }),
        ),
        "session/secret" => made(
            "signUp",
            json!({ "email": "new%@example.org", "password": "correct horse", "displayName": "New %" }),
        )
        .taking("session { refreshToken }", "/session/refreshToken"),
        "account/address" => made(
            "signUp",
            json!({ "email": "known%@example.org", "password": "correct horse", "displayName": "Known %" }),
        )
        .taking("session { user { email } }", "/session/user/email"),
        other => panic!("nobody knows how to make {other}"),
    }
}
