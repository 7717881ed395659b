//! Files of contacts that are taken in, once and again.

use serde_json::json;
use tests::release;

use crate::replay::case::{Case, case};

/// What an older program imported, in its order.
const FILES: [(&str, &str); 5] = [
    ("of an address book", "address-book.vcf"),
    ("of a newer phone", "newer-phone.vcf"),
    ("of an old phone", "old-phone.vcf"),
    ("of a shared address", "shared-address.vcf"),
    ("of connections", "Connections.csv"),
];

pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (name, file) in FILES {
        let text = release::import(file);
        cases.push(
            case("importContacts", json!({ "input": { "text": text } }))
                .named(name)
                .alone(),
        );
    }
    let card = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:one\r\nFN:Ada Lovelace\r\nORG:Engines\r\nTITLE:Analyst\r\nEMAIL:ada@example.org\r\nBDAY:1815-12-10\r\nEND:VCARD\r\n";
    let changed = card.replace("Analyst", "Countess").replace("ada@", "lovelace@");
    cases.push(
        case(
            "importContacts",
            json!({ "input": { "text": card, "format": "VCARD" } }),
        )
        .named("of one card"),
    );
    cases.push(
        case("importContacts", json!({ "input": { "text": changed.clone() } }))
            .named("of a card that changed")
            .alone(),
    );
    cases.push(
        case(
            "importContacts",
            json!({ "input": { "base64": "QkVHSU46VkNBUkQNCkZOOkJlYQ0KRU5EOlZDQVJEDQo=" } }),
        )
        .named("of bytes"),
    );
    let table = "Name,Mail,Id\r\nBo Berg,bo@berg.example,7\r\n";
    let mapping = json!([{ "column": "Name", "field": "DISPLAY_NAME" }, { "column": "Mail", "field": "EMAIL" }, { "column": "Id", "field": "EXTERNAL_KEY" }]);
    cases.push(
        case(
            "importContacts",
            json!({ "input": { "text": table, "format": "CSV", "mapping": mapping, "source": "crm" } }),
        )
        .named("of a table with a mapping")
        .alone(),
    );
    let input = json!({ "text": changed, "format": "VCARD" });
    cases.push(case("createImportSession", json!({ "input": input })));
    let decided = json!({ "rows": [{ "position": 1, "decision": "JOIN", "personId": "@person" }] });
    cases.push(case(
        "decideImportRows",
        json!({ "id": "$import_session", "input": decided }),
    ));
    let left = json!({ "rows": [{ "position": 1, "leave": ["contactPoints:EMAIL ida@import.example"] }] });
    cases.push(
        case(
            "decideImportRows",
            json!({ "id": "$import_session", "input": left }),
        )
        .named("about a value")
        .alone(),
    );
    cases.push(case("commitImportSession", json!({ "id": "$import_session" })));
    cases.push(case("discardImportSession", json!({ "id": "$import_session" })));
    cases
}
