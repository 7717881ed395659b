//! Finding the one who is meant: names before all else, in every spelling, by numbers however they are written; and everything by
//! one text.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tests::{Client, both, upgraded};

const IMPORT: &str = "mutation($input: ImportContactsInput!) { importContacts(input: $input) { report { created } userErrors { message } } }";
const PEOPLE: &str = "query($text: String, $in: [SearchField!], $order: PersonOrder, $first: Int, $after: String) {
    people(search: $text, searchIn: $in, orderBy: $order, first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { displayName } } }";
const SEARCH: &str = "query($text: String!, $types: [RecordType!], $first: Int) { search(text: $text, types: $types, first: $first) {
    type matched node { id ... on Person { displayName } ... on Organization { name } ... on Need { title } } } }";
const CREATE: &str = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { person { id } userErrors { message } } }";

async fn create(client: &Client, input: Value) -> String {
    let made = client.written(CREATE, json!({ "input": input })).await;
    made["person"]["id"].as_str().unwrap().to_owned()
}

async fn names(client: &Client, variables: Value) -> Vec<String> {
    let data = client.ok(PEOPLE, variables).await;
    let nodes = data["people"]["nodes"].as_array().unwrap();
    assert_eq!(data["people"]["totalCount"], json!(nodes.len()));
    nodes
        .iter()
        .map(|node| node["displayName"].as_str().unwrap().to_owned())
        .collect()
}

async fn found(client: &Client, text: &str) -> Vec<String> {
    names(client, json!({ "text": text, "first": 100 })).await
}

/// What `search` hits: the type, where, and by what it is shown.
async fn hits(client: &Client, variables: Value) -> Vec<(String, String, String)> {
    let data = client.ok(SEARCH, variables).await;
    let hits = data["search"].as_array().unwrap().iter().map(|hit| {
        let shown = ["displayName", "name", "title"]
            .into_iter()
            .find_map(|name| hit["node"][name].as_str());
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (
            text(&hit["type"]),
            text(&hit["matched"]),
            shown.unwrap_or_default().to_owned(),
        )
    });
    hits.collect()
}

/// Given names of every script that the demo's people have, and of some that are written without spaces.
const GIVEN: [&str; 20] = [
    "Amara",
    "João",
    "Ananya",
    "Yuki",
    "Ximena",
    "Jürgen",
    "Tyler",
    "Jiwoo",
    "Barış",
    "Zofia",
    "Wanjiru",
    "Letícia",
    "Élodie",
    "Layla",
    "Åsa",
    "Mei",
    "민수",
    "太郎",
    "Дмитрий",
    "สมชาย",
];

/// Those who have a name, those who have one that begins with it, and those in whose other texts it stands; in this order.
fn of(given: &str) -> [Vec<String>; 5] {
    let some = |count: usize, name: &dyn Fn(usize) -> String| (10..10 + count).map(name).collect();
    [
        some(40, &|n| format!("{given} Q{n}")),
        some(4, &|n| format!("{given}xel Q{n}")),
        some(3, &|n| {
            format!("Nick{n} of {}", GIVEN.iter().position(|it| *it == given).unwrap())
        }),
        some(3, &|n| {
            format!("Work{n} of {}", GIVEN.iter().position(|it| *it == given).unwrap())
        }),
        some(3, &|n| {
            format!("Note{n} of {}", GIVEN.iter().position(|it| *it == given).unwrap())
        }),
    ]
}

/// People enough that nobody wants to see all of them, in no order.
async fn crowd(client: &Client) {
    let mut cards = Vec::new();
    for given in GIVEN {
        for (tier, people) in of(given).into_iter().enumerate() {
            for name in people {
                let more = match tier {
                    2 => format!("NICKNAME:{given}\r\n"),
                    3 => format!("ORG:{given} works\r\n"),
                    4 => format!("NOTE:Met at the party of {given}\r\n"),
                    _ => String::new(),
                };
                let uid = (cards.len() * 7_919) % 100_003;
                cards.push((
                    uid,
                    format!("BEGIN:VCARD\r\nVERSION:3.0\r\nUID:u{uid}\r\nFN:{name}\r\n{more}END:VCARD\r\n"),
                ));
            }
        }
    }
    cards.sort_unstable();
    let text: String = cards.into_iter().map(|(_, card)| card).collect();
    let done = client.written(IMPORT, json!({ "input": { "text": text } })).await;
    assert_eq!(done["report"]["created"], json!(GIVEN.len() * 53), "{done}");
    others(client, ALL - GIVEN.len() * 53).await;
}

/// How many people there are.
const ALL: usize = 10_000;

/// People of other names, of whom forty share each.
async fn others(client: &Client, count: usize) {
    let create = "mutation($rows: [CreatePersonInput!]!) { createPeople(rows: $rows) { counts { created } userErrors { message } } }";
    let sounds = [
        "ba", "de", "fi", "go", "hu", "ke", "lo", "ni", "pa", "ru", "si", "va", "we", "ze", "cho",
    ];
    let name = |number: usize| {
        let sound = |part: usize| sounds[part % sounds.len()];
        format!(
            "Vr{}{} {}{}",
            sound(number / 40),
            sound(number / 40 / sounds.len()),
            sound(number),
            number % 97
        )
    };
    let people: Vec<Value> = (0..count)
        .map(|number| json!({ "displayName": name(number), "notes": "Met at a party" }))
        .collect();
    for people in people.chunks(500) {
        let made = client.written(create, json!({ "rows": people })).await;
        assert_eq!(made["counts"]["created"], people.len());
    }
}

both! {
    names_come_before_all_that_is_only_said_of_somebody(app) {
        let owner = app.owner().await;
        crowd(&owner).await;
        for given in GIVEN {
            let expected: Vec<String> = of(given).into_iter().flatten().collect();
            for text in [given.to_owned(), given.to_uppercase(), format!(" {given}, ")] {
                let (mut all, mut after) = (Vec::new(), Value::Null);
                loop {
                    let page = owner.ok(PEOPLE, json!({ "text": text, "first": 17, "after": after })).await["people"].take();
                    assert_eq!(page["totalCount"], json!(expected.len()), "{text}");
                    all.extend(page["nodes"].as_array().unwrap().iter().map(|node| node["displayName"].as_str().unwrap().to_owned()));
                    after = page["pageInfo"]["endCursor"].clone();
                    if page["pageInfo"]["hasNextPage"] == json!(false) {
                        break;
                    }
                }
                assert_eq!(all, expected, "{text}");
            }
        }
        // The beginning of a name: those who have a name that begins with it are alike.
        let some = found(&owner, "Xime").await;
        let (first, rest) = some.split_at(44);
        assert!(first.iter().all(|name| name.starts_with("Ximena")) && rest.len() == 9, "{some:?}");
        assert_eq!(hits(&owner, json!({ "text": "Tyler", "first": 50 })).await[..40], of("Tyler")[0].iter().map(|name| ("PERSON".to_owned(), "NAME".to_owned(), name.clone())).collect::<Vec<_>>());
    }

    a_search_asks_as_many_statements_of_many_as_of_none(app) {
        let owner = app.owner().await;
        create(&owner, json!({ "displayName": "Ana", "nickname": "Nan" })).await;
        let count = async |text: &str, query: &str| {
            let variables = json!({ "text": text, "first": 20 });
            app.statements(async { owner.ok(query, variables).await; }).await.len()
        };
        let ids = "query($text: String!, $first: Int) { search(text: $text, first: $first) { matched } }";
        let (none, one) = (count("zzzz", ids).await, count("ana", ids).await);
        assert_eq!(none, one);
        assert!(none <= 18, "{none}");
        for number in 0..30 {
            create(&owner, json!({ "displayName": format!("Ana {number}"), "affiliations": [{ "organizationName": format!("Ana's {number}") }] })).await;
        }
        assert_eq!(count("ana", ids).await, none);
        assert_eq!(count("ana", PEOPLE).await, count("zzzz", PEOPLE).await);
    }

    a_search_looks_only_where_it_is_told(app) {
        let owner = app.owner().await;
        create(&owner, json!({ "displayName": "Robin Name" })).await;
        create(&owner, json!({ "displayName": "B", "nickname": "Robin" })).await;
        create(&owner, json!({ "displayName": "C", "contactPoints": [{ "kind": "EMAIL", "value": "robin@x.example" }] })).await;
        create(&owner, json!({ "displayName": "D", "affiliations": [{ "organizationName": "Robin & Co" }] })).await;
        create(&owner, json!({ "displayName": "E", "notes": "Knows Robin." })).await;
        let talked = create(&owner, json!({ "displayName": "F" })).await;
        create(&owner, json!({ "displayName": "G", "contactPoints": [{ "kind": "PHONE", "value": "+351 912 345 678" }] })).await;
        owner.written(
            "mutation($input: LogInteractionInput!) { logInteraction(input: $input) { interaction { id } userErrors { message } } }",
            json!({ "input": { "happenedAt": "2026-02-01T09:00:00Z", "channel": "CALL", "participantIds": [talked], "notes": "We spoke of Robin." } }),
        ).await;
        assert_eq!(found(&owner, "robin").await, ["Robin Name", "B", "C", "D", "E", "F"]);
        for (field, expected) in [("NAME", "Robin Name"), ("NICKNAME", "B"), ("EMAIL", "C"), ("ORGANIZATION", "D"), ("TEXT", "E"), ("INTERACTION", "F")] {
            let text = names(&owner, json!({ "text": "robin", "in": [field], "first": 100 })).await;
            // Own texts hold everything that is said of a person.
            let expected = if field == "TEXT" { vec!["B", "C", "E", "Robin Name"] } else { vec![expected] };
            assert_eq!(text, expected, "{field}");
        }
        assert_eq!(names(&owner, json!({ "text": "912345678", "in": ["PHONE"] })).await, ["G"]);
        assert_eq!(names(&owner, json!({ "text": "912345678", "in": ["NAME"] })).await, Vec::<String>::new());
        assert_eq!(names(&owner, json!({ "text": "robin", "in": [] })).await, Vec::<String>::new());
        let order = |direction: &str| json!({ "field": "RELEVANCE", "direction": direction });
        assert_eq!(names(&owner, json!({ "text": "robin", "order": order("DESC") })).await, ["F", "E", "D", "C", "B", "Robin Name"]);
        assert_eq!(names(&owner, json!({ "order": order("ASC") })).await, ["B", "C", "D", "E", "F", "G", "Robin Name"], "without a search, by name");
        assert_eq!(names(&owner, json!({ "text": "robin", "order": { "field": "DISPLAY_NAME", "direction": "ASC" } })).await, ["B", "C", "D", "E", "F", "Robin Name"]);
        // Each word may be found elsewhere; the worst of them counts.
        create(&owner, json!({ "displayName": "Kim Zed", "notes": "Robin" })).await;
        create(&owner, json!({ "displayName": "Robin Kimball" })).await;
        assert_eq!(found(&owner, "kim robin").await, ["Robin Kimball", "Kim Zed"]);
        let blind = owner.with_scopes(&["PEOPLE_READ"]).await;
        assert!(!found(&blind, "robin").await.contains(&"F".to_owned()), "interactions speak only to those who may see them");
        assert_eq!(names(&blind, json!({ "text": "robin", "in": ["INTERACTION"] })).await, Vec::<String>::new());
    }

    a_name_is_found_in_every_spelling(app) {
        let owner = app.owner().await;
        for name in ["Jörg Müller", "Conan O'Brien", "김민수", "山田太郎", "สมชาย ใจดี", "Jean-Luc Åkesson", "Greta Mueller"] {
            owner.person(name).await;
        }
        for (text, name) in [
            ("Muller", "Jörg Müller"), ("mueller jörg", "Jörg Müller"), ("joerg", "Jörg Müller"), ("OBrien", "Conan O'Brien"), ("o’brien", "Conan O'Brien"), ("O Brien", "Conan O'Brien"),
            ("obr", "Conan O'Brien"), ("brien", "Conan O'Brien"), ("김", "김민수"), ("민수", "김민수"), ("김 민수", "김민수"), ("수", "김민수"), ("太郎", "山田太郎"), ("山田 太郎", "山田太郎"),
            ("田", "山田太郎"), ("ชาย", "สมชาย ใจดี"), ("jeanluc", "Jean-Luc Åkesson"), ("aakesson", "Jean-Luc Åkesson"), ("akesson", "Jean-Luc Åkesson"),
        ] {
            assert_eq!(found(&owner, text).await, [name], "{text}");
        }
        assert_eq!(found(&owner, "Müller").await, ["Greta Mueller", "Jörg Müller"]);
        assert_eq!(found(&owner, "Mueller").await, ["Greta Mueller", "Jörg Müller"]);
        let contains = "{ people(filter: { displayName: { contains: \"민수\" } }) { totalCount } }";
        assert_eq!(owner.ok(contains, json!({})).await["people"]["totalCount"], 1);
        let id = create(&owner, json!({ "displayName": "Zoë" })).await;
        let rename = "mutation($id: ID!) { updatePerson(id: $id, input: { displayName: \"Chloé\", nickname: \"Clo\" }) { userErrors { message } } }";
        owner.written(rename, json!({ "id": id })).await;
        assert_eq!(found(&owner, "zoe").await, Vec::<String>::new());
        assert_eq!((found(&owner, "chlo").await, found(&owner, "clo").await), (vec!["Chloé".to_owned()], vec!["Chloé".to_owned()]));
    }

    a_number_finds_its_holder_however_it_is_written(app) {
        let owner = app.owner().await;
        let region = "mutation($code: String!) { updateWorkspace(input: { defaultRegion: $code }) { userErrors { message } } }";
        owner.written(region, json!({ "code": "DE" })).await;
        let by = "query($phone: String!) { person(by: { phone: $phone }) { displayName } people(search: $phone) { nodes { displayName } } search(text: $phone) { matched node { ... on Person { displayName } } } }";
        let holds = async |client: &Client, phone: &str| client.ok(by, json!({ "phone": phone })).await;
        for (name, number) in [("Ana", "+49 30 901820"), ("Bo", "030/901821"), ("Cy", "0049 30 901822 ext. 7"), ("Other", "+351 912 345 678")] {
            create(&owner, json!({ "displayName": name, "contactPoints": [{ "kind": "PHONE", "value": number }] })).await;
        }
        for (last, name) in [("0", "Ana"), ("1", "Bo"), ("2", "Cy")] {
            for typed in ["+49 30 90182_", "004930 90182_", "030 90182_", "(030) 90182_", "030/90 18 2_", "030.90.18.2_", "+49 (0)30 90182_", "030 90182_ ext. 12", "+49-30-90182_", "tel:+493090182_", "\u{202a}+49 30 90182_\u{202c}", "\u{200e}030\u{a0}90182_", "＋４９ ３０ ９０１８２_"] {
                let typed = typed.replace('_', last);
                let data = holds(&owner, &typed).await;
                let is = json!({ "displayName": name });
                assert_eq!((&data["person"], &data["people"]["nodes"]), (&is, &json!([is])), "{typed}");
                assert_eq!(data["search"], json!([{ "matched": "PHONE", "node": is }]), "{typed}");
            }
        }
        assert_eq!(holds(&owner, "030 9018").await["people"]["nodes"].as_array().unwrap().len(), 3, "the beginning of a number finds all who have it");
        for nobody in ["030 9018", "", "Ana", "\0", "+49"] {
            assert_eq!(holds(&owner, nobody).await["person"], Value::Null, "{nobody:?}");
        }
        // Whoever is dialled without an extension comes before an older one with it; nobody archived is called.
        create(&owner, json!({ "displayName": "Direct", "contactPoints": [{ "kind": "PHONE", "value": "030 901822" }] })).await;
        let data = holds(&owner, "030 901822").await;
        assert_eq!(data["person"]["displayName"], "Direct");
        assert_eq!(holds(&app.owner().await, "+49 30 901820").await["person"], Value::Null, "another workspace's number");
        // What has no country's code is of another country when the region changes.
        owner.written(region, json!({ "code": "PT" })).await;
        assert_eq!(holds(&owner, "+49 30 901821").await["person"], Value::Null);
        assert_eq!(holds(&owner, "+49 30 901820").await["person"]["displayName"], "Ana");
    }

    what_a_thousand_interactions_hold_tells_nobody_apart(app) {
        let owner = app.owner().await;
        let (ana, bo) = (owner.person("Ana").await, owner.person("Bo").await);
        let log = async |count: usize, person: &str, notes: &str| {
            let one = |n: usize| format!("m{n}: logInteraction(input: {{ happenedAt: \"2026-02-01T09:00:00Z\", channel: CALL, participantIds: [\"{person}\"], notes: \"{notes}\" }}) {{ userErrors {{ message }} }}");
            let document = format!("mutation {{ {} }}", (0..count).map(one).collect::<String>());
            owner.ok(&document, json!({})).await;
        };
        let count = async |text: &str| {
            let data = owner.ok("query($text: String) { interactions(search: $text, first: 1) { totalCount nodes { id } } }", json!({ "text": text })).await;
            data["interactions"]["totalCount"].as_u64().unwrap()
        };
        for _ in 0..50 {
            log(20, &ana, "Weekly standup").await;
        }
        log(1, &bo, "Weekly lanterns").await;
        assert_eq!((found(&owner, "standup").await, count("standup").await), (vec!["Ana".to_owned()], 1_000));
        assert_eq!((found(&owner, "weekly").await, count("weekly").await), (vec![], 1_000), "1,001 hold it");
        assert_eq!((found(&owner, "weekly lantern").await, count("weekly lantern").await), (vec!["Bo".to_owned()], 1));
        assert_eq!(hits(&owner, json!({ "text": "weekly" })).await, []);
        assert_eq!(hits(&owner, json!({ "text": "lanterns" })).await.len(), 2);
        // Short words tell nothing in interactions.
        log(1, &bo, "ox").await;
        assert_eq!((found(&owner, "ox").await, count("ox").await), (vec![], 1));
    }

    one_text_finds_records_of_every_type_that_the_caller_may_see(app) {
        let (owner, stranger) = (app.owner().await, app.owner().await);
        let ana = create(&owner, json!({ "displayName": "Lantern Ana", "affiliations": [{ "organizationName": "Lantern Works" }] })).await;
        create(&owner, json!({ "displayName": "Bo", "notes": "Sells a lantern." })).await;
        for document in [
            "mutation($p: ID!) { createNeed(input: { personId: $p, kind: ADVICE, title: \"A lantern\" }) { need { id } userErrors { message } } }",
            "mutation($p: ID!) { createGoal(input: { personId: $p, title: \"Light the lantern\" }) { goal { id } userErrors { message } } }",
            "mutation($p: ID!) { createEvent(input: { title: \"Lantern walk\", kind: PARTY, startsOn: \"2026-04-01\" }) { event { id } userErrors { message } } r: restorePerson(id: $p) { userErrors { message } } }",
            "mutation($p: ID!) { logInteraction(input: { happenedAt: \"2026-02-01T09:00:00Z\", channel: CALL, participantIds: [$p], notes: \"Lantern talk\" }) { interaction { id } userErrors { message } } }",
        ] {
            owner.written(document, json!({ "p": ana })).await;
        }
        let all = hits(&owner, json!({ "text": "lantern" })).await;
        let of = |kind: &str, matched: &str, shown: &str| (kind.to_owned(), matched.to_owned(), shown.to_owned());
        assert_eq!(all[..3], [of("PERSON", "NAME", "Lantern Ana"), of("ORGANIZATION", "NAME", "Lantern Works"), of("PERSON", "TEXT", "Bo")]);
        let types: BTreeSet<&str> = all[3..].iter().map(|hit| hit.0.as_str()).collect();
        assert_eq!(types, BTreeSet::from(["EVENT", "GOAL", "INTERACTION", "NEED"]));
        assert_eq!(hits(&owner, json!({ "text": "lantern", "types": ["NEED"] })).await, [of("NEED", "TEXT", "A lantern")]);
        assert_eq!(hits(&owner, json!({ "text": "lantern", "first": 1 })).await.len(), 1);
        for (narrow, types) in [(vec!["PEOPLE_READ"], vec!["ORGANIZATION", "PERSON"]), (vec!["NEEDS_READ"], vec!["NEED"]), (vec!["TOKENS_READ"], vec![])] {
            let token = owner.with_scopes(&narrow).await;
            let (status, body) = token.send("query { search(text: \"lantern\") { type matched } }", json!({})).await;
            let seen: BTreeSet<&str> = body["data"]["search"].as_array().unwrap_or_else(|| panic!("{status} {body}")).iter().map(|hit| hit["type"].as_str().unwrap()).collect();
            assert_eq!(seen, BTreeSet::from_iter(types), "{narrow:?}");
        }
        assert_eq!(hits(&stranger, json!({ "text": "lantern" })).await, []);
        for nothing in ["", " ", "-", "\0", "zzqq", "' OR 1 = 1", "\"*"] {
            assert_eq!(hits(&owner, json!({ "text": nothing })).await, [], "{nothing:?}");
        }
        for first in [0, -1, 51] {
            let errors = owner.errors(SEARCH, json!({ "text": "lantern", "first": first })).await;
            assert_eq!((&errors[0]["extensions"]["code"], &errors[0]["extensions"]["path"]), (&json!("BAD_INPUT"), &json!(["first"])));
        }
        owner.written("mutation($id: ID!) { archivePerson(id: $id) { userErrors { message } } }", json!({ "id": ana })).await;
        assert!(!hits(&owner, json!({ "text": "lantern", "types": ["PERSON"] })).await.contains(&of("PERSON", "NAME", "Lantern Ana")));
    }
}

upgraded! {
    what_an_older_program_wrote_is_found_in_every_spelling(app, _release) {
        let demo = tests::release::user(&app, "demo").await;
        let all = demo.ok("{ people(first: 100) { nodes { displayName contactPoints { kind value } } } organizations(first: 50) { nodes { name } } goals(first: 20) { nodes { title } } interactions(first: 20) { nodes { id title } } }", json!({})).await;
        let mut numbers = 0;
        for person in all["people"]["nodes"].as_array().unwrap() {
            let name = person["displayName"].as_str().unwrap();
            assert_eq!(some(&demo, name, 1).await, [name]);
            for point in person["contactPoints"].as_array().unwrap() {
                let value = point["value"].as_str().unwrap();
                if point["kind"] == "PHONE" {
                    numbers += 1;
                    // Another may have the same number.
                    assert!(some(&demo, &value.replace(' ', "-"), 20).await.contains(&name.to_owned()), "{value}");
                }
            }
        }
        assert!(numbers > 10, "{numbers}");
        for organization in all["organizations"]["nodes"].as_array().unwrap() {
            let hits = hits(&demo, json!({ "text": organization["name"], "types": ["ORGANIZATION"], "first": 50 })).await;
            assert!(hits.iter().any(|hit| hit.1 == "NAME" && organization["name"] == hit.2), "{organization} {hits:?}");
        }
        for (list, field) in [("goals", "title"), ("interactions", "title")] {
            for record in all[list]["nodes"].as_array().unwrap().iter().filter(|record| record[field].is_string()) {
                let again = demo.ok(&format!("query($text: String) {{ {list}(search: $text, first: 100) {{ nodes {{ {field} }} }} }}"), json!({ "text": record[field] })).await;
                assert!(again[list]["nodes"].as_array().unwrap().iter().any(|it| it[field] == record[field]), "{record}");
            }
        }
    }
}

async fn some(client: &Client, text: &str, first: usize) -> Vec<String> {
    let data = client.ok(PEOPLE, json!({ "text": text, "first": first })).await;
    let nodes = data["people"]["nodes"].as_array().unwrap().iter();
    nodes
        .map(|node| node["displayName"].as_str().unwrap().to_owned())
        .collect()
}
