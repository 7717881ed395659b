//! Calendars that are taken in, once and again.

use serde_json::json;

use crate::replay::case::{Case, case};

pub fn cases() -> Vec<Case> {
    let entry = |uid: &str, at: &str| {
        format!(
            "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART:{at}T100000Z\r\nDURATION:PT45M\r\nSUMMARY:Sails\r\nLOCATION:Harbour\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:crew@calendar.example\r\nEND:VEVENT\r\n"
        )
    };
    let (was, ahead) = (entry("was", "20260220"), entry("ahead", "20260320"));
    let text = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//replay\r\n{was}{ahead}END:VCALENDAR\r\n");
    let crew = json!({ "input": {
        "displayName": "Crew of a calendar", "contactPoints": [{ "kind": "EMAIL", "value": "crew@calendar.example" }],
    } });
    vec![
        case("importCalendar", json!({ "input": { "text": text } }))
            .after("createPerson", crew)
            .alone(),
    ]
}
