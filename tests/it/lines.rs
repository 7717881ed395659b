//! What is kept of texts: what shows, on one line where a line is meant.

use std::cell::Cell;

use serde_json::{Value, json};
use tests::{Client, both};

/// A mutation that writes `$t` and shows it as `at`, or in a list of that name.
struct Case {
    field: &'static str,
    arguments: &'static str,
    shown: &'static str,
}

const fn case(field: &'static str, arguments: &'static str, shown: &'static str) -> Case {
    Case {
        field,
        arguments,
        shown,
    }
}

/// Texts of one line.
const LINES: &[Case] = &[
    case("createPerson", "displayName: $t", "person { at: displayName }"),
    case(
        "createPerson",
        "displayName: \"x\", givenName: $t",
        "person { at: givenName }",
    ),
    case(
        "createPerson",
        "displayName: \"x\", middleName: $t",
        "person { at: middleName }",
    ),
    case(
        "createPerson",
        "displayName: \"x\", familyName: $t",
        "person { at: familyName }",
    ),
    case(
        "createPerson",
        "displayName: \"x\", namePrefix: $t",
        "person { at: namePrefix }",
    ),
    case(
        "createPerson",
        "displayName: \"x\", nameSuffix: $t",
        "person { at: nameSuffix }",
    ),
    case(
        "createPerson",
        "displayName: \"x\", nickname: $t",
        "person { at: nickname }",
    ),
    case(
        "createPerson",
        "displayName: \"x\", pronouns: $t",
        "person { at: pronouns }",
    ),
    case(
        "createPerson",
        "displayName: \"x\", headline: $t",
        "person { at: headline }",
    ),
    case(
        "createPerson",
        "displayName: \"x\", tagNames: [$t]",
        "person { tags { at: name } }",
    ),
    case(
        "createPerson",
        "displayName: \"x\", contactPoints: [{ kind: OTHER, value: $t }]",
        "person { contactPoints { at: value } }",
    ),
    case(
        "createPerson",
        "displayName: \"x\", contactPoints: [{ kind: OTHER, value: \"x\", label: $t }]",
        "person { contactPoints { at: label } }",
    ),
    case(
        "createPerson",
        "displayName: \"x\", affiliations: [{ organizationName: $t }]",
        "person { affiliations { organization { at: name } } }",
    ),
    case(
        "createPerson",
        "displayName: \"x\", affiliations: [{ organizationName: \"x\", role: $t }]",
        "person { affiliations { at: role } }",
    ),
    case(
        "createPerson",
        "displayName: \"x\", affiliations: [{ organizationName: \"x\", department: $t }]",
        "person { affiliations { at: department } }",
    ),
    case(
        "createPerson",
        "displayName: \"x\", facts: [{ kind: INTEREST, text: \"x\", source: $t }]",
        "person { facts { at: source } }",
    ),
    case(
        "createPerson",
        "displayName: \"x\", externalRefs: [{ source: $t, externalId: \"x\" }]",
        "person { externalRefs { at: source } }",
    ),
    case(
        "createPerson",
        "displayName: \"x\", externalRefs: [{ source: \"x\", externalId: $t }]",
        "person { externalRefs { at: externalId } }",
    ),
    case(
        "createPerson",
        "displayName: \"x\", attributes: [{ dimension: $t, value: \"x\" }]",
        "person { attributes { dimension { at: name } } }",
    ),
    case(
        "createPerson",
        "displayName: \"x\", attributes: [{ dimension: \"x\", value: $t }]",
        "person { attributes { value { at: name } } }",
    ),
    case("createOrganization", "name: $t", "organization { at: name }"),
    case(
        "createOrganization",
        "name: \"x\", industry: $t",
        "organization { at: industry }",
    ),
    case("createCircle", "name: $t", "circle { at: name }"),
    case("createTag", "name: $t", "tag { at: name }"),
    case("createTie", "fromId: $a, toId: $b, kind: $t", "tie { at: kind }"),
    case(
        "logInteraction",
        "happenedAt: \"2026-01-01T00:00:00Z\", channel: CALL, participantIds: [$a], title: $t",
        "interaction { at: title }",
    ),
    case(
        "logInteraction",
        "happenedAt: \"2026-01-01T00:00:00Z\", channel: CALL, participantIds: [$a], place: $t",
        "interaction { at: place }",
    ),
    case(
        "logInteraction",
        "happenedAt: \"2026-01-01T00:00:00Z\", channel: CALL, participantIds: [$a], eventName: $t",
        "interaction { at: eventName }",
    ),
    case(
        "createCollaboration",
        "title: $t, kind: PROJECT",
        "collaboration { at: title }",
    ),
    case(
        "createCollaboration",
        "title: \"x\", kind: PROJECT, members: [{ personId: $a, role: $t }]",
        "collaboration { members { at: role } }",
    ),
    case(
        "createCollaboration",
        "title: \"x\", kind: PROJECT, milestones: [{ title: $t }]",
        "collaboration { milestones { at: title } }",
    ),
    case(
        "recordExchange",
        "personId: $a, direction: GIVEN, kind: HELP, title: $t",
        "exchange { at: title }",
    ),
    case("createGoal", "title: $t", "goal { at: title }"),
    case("createNeed", "kind: ADVICE, title: $t", "need { at: title }"),
    case(
        "createNeed",
        "kind: ADVICE, title: \"x\", topics: [$t]",
        "need { at: topics }",
    ),
    case("createOffer", "kind: ADVICE, title: $t", "offer { at: title }"),
    case(
        "createEvent",
        "kind: PARTY, startsOn: \"2026-01-01\", title: $t",
        "event { at: title }",
    ),
    case(
        "createEvent",
        "kind: PARTY, startsOn: \"2026-01-01\", title: \"x\", place: $t",
        "event { at: place }",
    ),
    case(
        "createCommunity",
        "kind: CLUB, name: $t",
        "community { at: name }",
    ),
    case(
        "createCommunity",
        "kind: CLUB, name: \"x\", place: $t",
        "community { at: place }",
    ),
    case(
        "createMilestone",
        "personId: $a, kind: MOVE, date: \"2026-01-01\", title: $t",
        "milestone { at: title }",
    ),
    case("createDimension", "name: $t", "dimension { at: name }"),
    case(
        "createDimension",
        "name: \"x\", values: [$t]",
        "dimension { values { at: name } }",
    ),
    case(
        "createApiToken",
        "name: $t, scopes: [PEOPLE_READ], expiresAt: \"2027-01-01T00:00:00Z\"",
        "apiToken { at: name }",
    ),
];

/// Texts of many lines.
const BLOCKS: &[Case] = &[
    case(
        "createPerson",
        "displayName: \"x\", notes: $t",
        "person { at: notes }",
    ),
    case(
        "createPerson",
        "displayName: \"x\", metHow: $t",
        "person { at: metHow }",
    ),
    case(
        "createPerson",
        "displayName: \"x\", facts: [{ kind: INTEREST, text: $t }]",
        "person { facts { at: text } }",
    ),
    case(
        "createOrganization",
        "name: \"x\", notes: $t",
        "organization { at: notes }",
    ),
    case(
        "createCircle",
        "name: \"x\", description: $t",
        "circle { at: description }",
    ),
    case(
        "createTie",
        "fromId: $a, toId: $b, kind: \"x\", note: $t",
        "tie { at: note }",
    ),
    case(
        "logInteraction",
        "happenedAt: \"2026-01-01T00:00:00Z\", channel: CALL, participantIds: [$a], notes: $t",
        "interaction { at: notes }",
    ),
    case(
        "logInteraction",
        "happenedAt: \"2026-01-01T00:00:00Z\", channel: CALL, participantIds: [$a], updatesHeard: $t",
        "interaction { at: updatesHeard }",
    ),
    case(
        "createIntroduction",
        "personAId: $a, personBId: $b, reason: $t",
        "introduction { at: reason }",
    ),
    case(
        "createCollaboration",
        "title: \"x\", kind: PROJECT, description: $t",
        "collaboration { at: description }",
    ),
    case(
        "createCollaboration",
        "title: \"x\", kind: PROJECT, members: [{ personId: $a, contribution: $t }]",
        "collaboration { members { at: contribution } }",
    ),
    case(
        "recordExchange",
        "personId: $a, direction: GIVEN, kind: HELP, title: \"x\", description: $t",
        "exchange { at: description }",
    ),
    case(
        "giveGratitude",
        "personId: $a, text: $t",
        "gratitude { at: text }",
    ),
    case(
        "createGoal",
        "title: \"x\", description: $t",
        "goal { at: description }",
    ),
    case(
        "createNeed",
        "kind: ADVICE, title: \"x\", description: $t",
        "need { at: description }",
    ),
    case(
        "createEvent",
        "kind: PARTY, startsOn: \"2026-01-01\", title: \"x\", description: $t",
        "event { at: description }",
    ),
    case(
        "createCommunity",
        "kind: CLUB, name: \"x\", description: $t",
        "community { at: description }",
    ),
    case(
        "createMilestone",
        "personId: $a, kind: MOVE, date: \"2026-01-01\", notes: $t",
        "milestone { at: notes }",
    ),
    case(
        "createDimension",
        "name: \"x\", description: $t",
        "dimension { at: description }",
    ),
    case(
        "logTime",
        "minutes: 5, on: \"2026-01-01\", note: $t",
        "timeEntry { at: note }",
    ),
];

/// Somebody who writes, and two people to write of.
struct Desk {
    client: Client,
    ana: String,
    asked: Cell<usize>,
}

impl Desk {
    async fn at(client: Client) -> Self {
        Self {
            ana: client.person("Ana").await,
            client,
            asked: Cell::new(0),
        }
    }

    /// What of the text is shown, and the codes of what was wrong with it.
    async fn keeps(&self, case: &Case, text: &str) -> (Option<String>, Vec<Value>) {
        let Case {
            field,
            arguments,
            shown,
        } = case;
        let used = |name: &str, kind: &str| {
            if arguments.contains(&format!("${name}")) {
                format!(", ${name}: {kind}")
            } else {
                String::new()
            }
        };
        // No two records of one name.
        self.asked.set(self.asked.get() + 1);
        let arguments = arguments.replace("\"x\"", &format!("\"x{}\"", self.asked.get()));
        let query = format!(
            "mutation($t: String!{}{}) {{ {field}(input: {{ {arguments} }}) {{ {shown} userErrors {{ code path }} }} }}",
            used("a", "ID!"),
            used("b", "ID!"),
        );
        // No two introductions of the same two either.
        let other = self.client.person(&format!("Bo {}", self.asked.get())).await;
        let answer = self
            .client
            .ok(&query, json!({ "t": text, "a": self.ana, "b": other }))
            .await;
        let errors = answer[*field]["userErrors"].as_array().unwrap().clone();
        (at(&answer[*field]).filter(|kept| !kept.is_empty()), errors)
    }
}

fn at(answer: &Value) -> Option<String> {
    match answer {
        Value::Object(fields) => fields
            .iter()
            .find_map(|(name, value)| match (name.as_str(), value) {
                ("at", Value::String(text)) => Some(text.clone()),
                ("at", Value::Array(texts)) => {
                    texts.first().and_then(|text| text.as_str().map(str::to_owned))
                }
                ("userErrors", _) => None,
                (_, value) => at(value),
            }),
        Value::Array(items) => items.iter().find_map(at),
        _ => None,
    }
}

const NOTHING: [&str; 5] = [
    "\u{200b}",
    "\u{200d}\u{200c}",
    " \u{202e}\n",
    "\u{7}\u{1b}",
    "\u{2800}\u{3164}",
];
const JOINED: [&str; 3] = [
    "می\u{200c}خواهم",
    "a 👩\u{200d}👩\u{200d}👧 ❤\u{fe0f}",
    "क्\u{200d}ष",
];

both! {
    a_text_of_which_nothing_shows_counts_as_none(app) {
        let desk = Desk::at(app.owner().await).await;
        for case in LINES.iter().chain(BLOCKS) {
            for text in NOTHING {
                let (kept, errors) = desk.keeps(case, text).await;
                let refused = errors.iter().all(|error| error["code"] == "REQUIRED");
                assert!(kept.is_none() && refused, "{} {}: {text:?} {kept:?} {errors:?}", case.field, case.arguments);
            }
        }
        let (_, errors) = desk.keeps(&LINES[0], "\u{200b}").await;
        assert_eq!(errors, [json!({ "code": "REQUIRED", "path": ["input", "displayName"] })]);
        let email = "mutation { createPerson(input: { displayName: \"x\", contactPoints: [{ kind: EMAIL, value: \"a\u{200b}na@example.org\" }] }) { userErrors { code path } } }";
        let errors = desk.client.refused(email, json!({})).await;
        assert_eq!(errors, [json!({ "code": "INVALID", "path": ["input", "contactPoints", "0", "value"] })]);
    }

    a_text_of_one_line_stays_one_line(app) {
        let desk = Desk::at(app.owner().await).await;
        for case in LINES {
            let name = format!("{} {}", case.field, case.arguments);
            let number = desk.asked.get();
            let (kept, errors) = desk.keeps(case, &format!("\u{feff}two\r\n \tlines{number}\u{202e}\u{2028}\u{200b}")).await;
            assert_eq!(kept, Some(format!("two lines{number}")), "{name}: {errors:?}");
            let (_, errors) = desk.keeps(case, "Bell\u{7}").await;
            assert_eq!(errors.iter().map(|error| &error["code"]).collect::<Vec<_>>(), ["INVALID"], "{name}: {errors:?}");
            for text in JOINED {
                let text = format!("{text}{}", desk.asked.get());
                let (kept, errors) = desk.keeps(case, &text).await;
                assert_eq!(kept, Some(text), "{name}: {errors:?}");
            }
        }
    }

    a_text_of_many_lines_keeps_them(app) {
        let desk = Desk::at(app.owner().await).await;
        for case in BLOCKS {
            for text in ["one\n\n\ttwo", JOINED[0]] {
                let (kept, errors) = desk.keeps(case, &format!(" {text}\n")).await;
                assert_eq!(kept.as_deref(), Some(text), "{} {}: {errors:?}", case.field, case.arguments);
            }
        }
    }

    an_imported_name_shows_something_on_one_line(app) {
        let owner = app.owner().await;
        let card = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Two\\nLines\u{202e}\r\nTITLE:\u{200b}\r\nEND:VCARD\r\nBEGIN:VCARD\r\nVERSION:4.0\r\nFN:\u{200b}\r\nEND:VCARD\r\n";
        let import = "mutation($input: ImportContactsInput!) { importContacts(input: $input) { report { created rejected skipped } userErrors { code } } }";
        let report = owner.written(import, json!({ "input": { "text": card } })).await["report"].take();
        assert_eq!(report["created"], 1, "{report}");
        let people = owner.ok("{ people { nodes { displayName affiliations { role } } } }", json!({})).await;
        assert_eq!(people["people"]["nodes"], json!([{ "displayName": "Two Lines", "affiliations": [] }]));
    }
}
