//! People, and all that is a part of them.

use serde_json::json;

use crate::replay::case::{Case, archiving, case};

const FULL: &str = "$person/full";

pub fn cases() -> Vec<Case> {
    let mut cases = vec![
        case("createPerson", json!({ "input": {
            "id": "+person", "displayName": "Ana Lúcia % Straße", "givenName": "Ana", "middleName": "Lúcia", "familyName": "Straße", "namePrefix": "Dr", "nameSuffix": "Jr", "nickname": "Nana",
            "pronouns": "she/her", "headline": "Sails", "notes": "Sails alone.", "timeZone": "Europe/Oslo", "birthday": "1980-02-29", "metOn": "2020-05", "metHow": "At sea.", "metThroughId": "@person",
            "contactPoints": [{ "kind": "EMAIL", "value": "Ana%@Example.org", "label": "home", "isPrimary": true }, { "kind": "PHONE", "value": "+47 912 34 567" }],
            "facts": [{ "kind": "TOPIC", "text": "the sea", "source": "herself", "notedOn": "2025-12" }],
            "affiliations": [{ "organizationId": "@organization", "role": "Captain", "department": "Fleet", "startedOn": "2019", "endedOn": "2025-06", "isCurrent": false }, { "organizationName": "Harbour", "role": "Pilot" }],
            "attributes": [{ "dimension": "@dimension/name", "value": "One", "source": "STATED" }],
            "externalRefs": [{ "source": "crm", "externalId": "ana%", "url": "https://example.org/ana" }],
            "supportRoles": [{ "role": "MENTOR", "note": "Taught me.", "since": "2021" }],
            "tagIds": ["@tag"], "tagNames": ["Sailor"], "circleIds": ["@circle"],
        } })),
        case("createPerson", json!({ "input": { "id": "+person", "displayName": "Ben %" } })).named("in short").alone(),
        case("updatePerson", json!({ "id": FULL, "input": {
            "displayName": "Bea %", "givenName": "Bea", "middleName": "B", "familyName": "Berg", "namePrefix": "Prof", "nameSuffix": "Sr", "nickname": "B", "pronouns": "they/them",
            "headline": "Rows", "notes": "Rows alone.", "timeZone": "Asia/Tokyo", "birthday": "--03-15", "metOn": "2021", "metHow": "On land.", "metThroughId": "@person",
        } })),
        case("updatePerson", json!({ "id": FULL, "input": {
            "addContactPoints": [{ "kind": "URL", "value": "https://example.org/b%", "label": "web", "isPrimary": true }],
            "addFacts": [{ "kind": "SKILL", "text": "knots %", "source": "a friend", "notedOn": "2026" }],
            "addAffiliations": [{ "organizationName": "Yard", "role": "Smith", "department": "Iron", "startedOn": "2024", "endedOn": "2025", "isCurrent": false }],
            "addTagIds": ["@tag:2"], "addTagNames": ["Rower"], "addCircleIds": ["@circle:2"],
            "setAttributes": [{ "dimension": "@dimension/name", "value": "Two", "source": "ENTERED" }],
            "setExternalRefs": [{ "source": "crm", "externalId": "b%", "url": "https://example.org/b" }],
            "setSupportRoles": [{ "role": "PEER", "note": "Helps.", "since": "2022-02" }],
        } })).named("that adds"),
        case("updatePerson", json!({ "id": FULL, "input": {
            "updateContactPoints": [{ "id": "$person/full#contactPoints", "kind": "EMAIL", "value": "b%@example.org", "label": "work", "isPrimary": true }],
            "updateFacts": [{ "id": "$person/full#facts", "kind": "VALUE", "text": "calm %", "source": "a book", "notedOn": "2025" }],
            "updateAffiliations": [{ "id": "$person/full#affiliations", "organizationId": "@organization:2", "role": "Mate", "department": "Deck", "startedOn": "2018", "endedOn": "2020", "isCurrent": false }],
        } })).named("that changes parts"),
        case("updatePerson", json!({ "id": FULL, "input": {
            "removeContactPointIds": ["$person/full#contactPoints"], "removeFactIds": ["$person/full#facts"], "removeAffiliationIds": ["$person/full#affiliations"],
            "removeTagIds": ["@tag"], "removeCircleIds": ["@circle"], "removeAttributes": ["@dimension/name"], "removeSupportRoles": ["MENTOR"],
        } })).named("that removes"),
        case("updatePerson", json!({ "id": FULL, "input": { "removeExternalRefs": [{ "source": "crm", "externalId": "nobody" }] } })).named("that removes a reference").alone(),
    ];
    cases.push(case("removePersonPhoto", json!({ "id": FULL })));
    cases.extend(archiving("archivePerson", "restorePerson", FULL));
    cases
}
