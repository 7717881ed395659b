//! Who stands in the network more than once.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Value, json};
use tests::lookalikes::Network;
use tests::{Client, TestApp, both};

const CREATE: &str = "mutation($rows: [CreatePersonInput!]!) { createPeople(rows: $rows) { rows { recordId } userErrors { message path } } }";
const GROUPS: &str = "query($first: Int, $after: String, $minScore: Int, $personId: ID) {
    duplicateGroups(first: $first, after: $after, minScore: $minScore, personId: $personId) { totalCount pageInfo { hasNextPage endCursor } nodes {
        score likelihood members { person { id displayName } }
        pairs { person { displayName } other { displayName } score likelihood reasons { kind value organization { name } } } } } }";
const DISMISS: &str = "mutation($input: DismissDuplicateInput!) { dismissDuplicate(input: $input) { duplicateDecision { id note revision archivedAt person { displayName } other { displayName } } userErrors { code message path } } }";
const REOPEN: &str = "mutation($input: ReopenDuplicateInput!) { reopenDuplicate(input: $input) { duplicateDecision { id revision archivedAt } userErrors { code message path } } }";
const IMPORT: &str = "mutation($input: ImportContactsInput!) { importContacts(input: $input) { report { rows { name action reason person { id } } } userErrors { message } } }";
const MERGE: &str = "mutation($input: MergePeopleInput!) { mergePeople(input: $input) { person { id } changeSet { id } userErrors { message } } }";

async fn create(client: &Client, people: &[Value]) -> Vec<String> {
    let mut ids = Vec::new();
    for people in people.chunks(500) {
        let made = client.written(CREATE, json!({ "rows": people })).await;
        let rows = made["rows"].as_array().unwrap();
        ids.extend(
            rows.iter()
                .map(|row| row["recordId"].as_str().unwrap().to_owned()),
        );
    }
    ids
}

fn person(name: &str, points: &[(&str, &str)]) -> Value {
    let points = points
        .iter()
        .map(|(kind, value)| json!({ "kind": kind, "value": value }));
    json!({ "displayName": name, "contactPoints": points.collect::<Vec<_>>() })
}

async fn groups(client: &Client) -> Vec<Value> {
    let data = client.ok(GROUPS, json!({ "first": 100 })).await;
    data["duplicateGroups"]["nodes"].as_array().unwrap().clone()
}

/// The names of the members of each group.
async fn names(client: &Client) -> Vec<Vec<String>> {
    let member = |member: &Value| member["person"]["displayName"].as_str().unwrap().to_owned();
    let groups = groups(client).await;
    let names = groups
        .iter()
        .map(|group| group["members"].as_array().unwrap().iter().map(member).collect());
    names.collect()
}

/// All groups of a network, as the places of their members, and how likely they are.
async fn all(client: &Client, ids: &[String]) -> Vec<(Vec<usize>, i64)> {
    let places: HashMap<&str, usize> = ids
        .iter()
        .enumerate()
        .map(|(place, id)| (id.as_str(), place))
        .collect();
    let (mut found, mut after) = (Vec::new(), Value::Null);
    let query = "query($after: String) { duplicateGroups(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { score members { person { id } } } } }";
    loop {
        let data = client.ok(query, json!({ "after": after })).await;
        let page = &data["duplicateGroups"];
        for group in page["nodes"].as_array().unwrap() {
            let members = group["members"].as_array().unwrap().iter();
            let members = members.map(|member| places[member["person"]["id"].as_str().unwrap()]);
            found.push((members.collect(), group["score"].as_i64().unwrap()));
        }
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == json!(false) {
            return found;
        }
    }
}

fn pairs(members: &[usize]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (at, one) in members.iter().enumerate() {
        pairs.extend(
            members[at + 1..]
                .iter()
                .map(|other| (*one.min(other), *one.max(other))),
        );
    }
    pairs
}

/// How many of all pairs that were shown are one person, and how many of those who are one were shown.
async fn measured(app: &TestApp, seed: u64) {
    let owner = app.owner().await;
    let network = Network::of(seed, 5_000);
    let cards: Vec<Value> = network.cards.iter().map(|card| card.input()).collect();
    let ids = create(&owner, &cards).await;
    let found = all(&owner, &ids).await;
    let scores: Vec<i64> = found.iter().map(|(_, score)| *score).collect();
    assert!(
        scores.is_sorted_by(|one, other| one >= other),
        "the likeliest comes first"
    );
    let shown: BTreeSet<_> = found.iter().flat_map(|(members, _)| pairs(members)).collect();
    let truth = network.pairs();
    let right = shown.intersection(&truth).count();
    let (precision, recall) = (
        right as f64 / shown.len() as f64,
        right as f64 / truth.len() as f64,
    );
    let mut missed: BTreeMap<_, (usize, usize)> = BTreeMap::new();
    for pair in &truth {
        let of = missed.entry(network.plant(*pair)).or_default();
        of.0 += usize::from(!shown.contains(pair));
        of.1 += 1;
    }
    println!(
        "seed {seed}: {} pairs shown of {}, precision {precision:.4}, recall {recall:.4}",
        shown.len(),
        truth.len()
    );
    println!("missed of each kind: {missed:?}");
    assert!(
        precision >= 0.98 && recall >= 0.9,
        "precision {precision}, recall {recall}"
    );
}

both! {
    who_stands_twice_is_found_with_what_speaks_for_it(app) {
        let owner = app.owner().await;
        let work = json!([{ "organizationName": "Acme" }]);
        let mut anna = person("Anna Weber", &[("EMAIL", "Anna.Weber@w.example"), ("PHONE", "+49 30 901820")]);
        anna["affiliations"] = work.clone();
        let mut typo = person("Anna Webber", &[("PHONE", "004930901820")]);
        typo["affiliations"] = work;
        create(&owner, &[
            anna, typo,
            person("William Stone", &[("EMAIL", "stone@s.example")]), person("Bill Stone", &[("EMAIL", "STONE@s.example")]),
            person("Carla Rossi", &[("URL", "https://www.linkedin.com/in/carla-rossi")]),
            person("Rossi Carla", &[("URL", "de.linkedin.com/in/carla-rossi/")]),
            person("Somebody Else", &[("EMAIL", "else@e.example")]),
        ]).await;
        let groups = groups(&owner).await;
        assert_eq!(groups.len(), 3, "{groups:#?}");
        let pair = |name: &str| {
            let pairs = groups.iter().map(|group| &group["pairs"][0]);
            pairs.clone().find(|pair| pair["person"]["displayName"] == name).unwrap_or_else(|| panic!("{groups:#?}"))
        };
        assert_eq!(pair("Carla Rossi")["likelihood"], "CERTAIN");
        assert_eq!(pair("Anna Weber")["reasons"], json!([
            { "kind": "SAME_GIVEN_NAME", "value": null, "organization": null },
            { "kind": "SIMILAR_NAME", "value": null, "organization": null },
            { "kind": "PHONE", "value": "+4930901820", "organization": null },
            { "kind": "ORGANIZATION", "value": null, "organization": { "name": "Acme" } },
        ]));
        assert_eq!(pair("William Stone")["reasons"], json!([
            { "kind": "NICKNAME", "value": null, "organization": null },
            { "kind": "SAME_FAMILY_NAME", "value": null, "organization": null },
            { "kind": "EMAIL", "value": "stone@s.example", "organization": null },
        ]));
        assert_eq!(pair("William Stone")["likelihood"], "LIKELY");
    }

    families_colleagues_and_namesakes_are_no_duplicates(app) {
        let owner = app.owner().await;
        let home = [("EMAIL", "familie@f.example"), ("PHONE", "+49 30 100001"), ("ADDRESS", "Hauptstraße 1, Ulm")];
        let born = |mut person: Value, day: &str| {
            person["birthday"] = json!(day);
            person
        };
        let at = |mut person: Value, firm: &str| {
            person["affiliations"] = json!([{ "organizationName": firm }]);
            person
        };
        create(&owner, &[
            person("Anna Familie", &home), person("Hanna Familie", &home), person("Bernd Familie", &home), person("Jan Familie", &home),
            person("Jana Familie", &home),
            person("Hans Peter Koch", &home), person("Hans Jürgen Koch", &home),
            person("Otto Sohn Sr.", &home), person("Otto Sohn Jr.", &home),
            born(person("Emil Alt", &home), "1931-03-04"), born(person("Emil Alt", &home), "1961-07-08"),
            at(person("Maria Kurz", &[("EMAIL", "info@acme.example"), ("PHONE", "+49 30 200002")]), "Acme"),
            at(person("Maria Lang", &[("EMAIL", "info@acme.example"), ("PHONE", "+49 30 200002")]), "Acme"),
            at(person("Thomas Müller", &[("EMAIL", "mueller@one.example")]), "One"),
            at(person("Thomas Müller", &[("EMAIL", "mueller@two.example")]), "Two"),
        ]).await;
        let found = names(&owner).await;
        // Two of one frequent name and nothing else in common are few in a small network: there, the name is rare.
        let known: Vec<_> = found.iter().filter(|names| names[0] != "Thomas Müller").collect();
        assert!(known.is_empty(), "{known:?}");
    }

    that_two_are_not_the_same_is_remembered(app) {
        let owner = app.owner().await;
        let cards = "BEGIN:VCARD\nVERSION:3.0\nUID:1\nFN:Anna Familie\nEMAIL:familie@f.example\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nUID:2\nFN:Ann Familie\nEMAIL:familie@f.example\nEND:VCARD\n";
        let report = owner.written(IMPORT, json!({ "input": { "text": cards } })).await;
        let rows = report["report"]["rows"].as_array().unwrap();
        assert_eq!(rows[1]["action"], "CREATED");
        assert!(rows[1]["reason"].as_str().unwrap().contains("may be the same as Anna Familie"), "{rows:?}");
        let ids: Vec<String> = rows.iter().map(|row| row["person"]["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(names(&owner).await, [["Anna Familie", "Ann Familie"]]);

        let input = json!({ "input": { "personIds": [ids[1], ids[0]], "note": "Sisters" } });
        let decision = owner.written(DISMISS, input.clone()).await["duplicateDecision"].take();
        assert_eq!((&decision["person"]["displayName"], &decision["note"]), (&json!("Anna Familie"), &json!("Sisters")));
        assert!(names(&owner).await.is_empty());
        assert_eq!(owner.written(DISMISS, input.clone()).await["duplicateDecision"]["revision"], 1, "twice is once");
        let again = owner.written(IMPORT, json!({ "input": { "text": cards } })).await;
        for row in again["report"]["rows"].as_array().unwrap() {
            assert_eq!((&row["action"], &row["reason"]), (&json!("UNCHANGED"), &Value::Null), "{again:#}");
        }
        let feed = owner.ok("{ changes(types: [DUPLICATE_DECISION]) { changes { op } } }", json!({})).await;
        assert_eq!(feed["changes"]["changes"], json!([{ "op": "CREATE" }]));

        let pair = json!({ "input": { "personIds": ids } });
        let opened = owner.written(REOPEN, pair.clone()).await["duplicateDecision"].take();
        assert!(opened["archivedAt"].is_string());
        assert_eq!(names(&owner).await.len(), 1);
        assert_eq!(owner.written(REOPEN, pair.clone()).await["duplicateDecision"]["revision"], opened["revision"]);
        owner.written(DISMISS, pair).await;
        let data = owner.ok("{ duplicateDecisions { totalCount nodes { note } } }", json!({})).await;
        assert_eq!(data["duplicateDecisions"], json!({ "totalCount": 1, "nodes": [{ "note": null }] }));
    }

    who_is_not_the_same_is_in_no_group_together_with_a_third(app) {
        let owner = app.owner().await;
        let ids = create(&owner, &[
            person("Anna Weber", &[("EMAIL", "a@w.example")]), person("Anna Weber", &[("EMAIL", "a@w.example"), ("PHONE", "+49 30 901820")]),
            person("Anna Weber", &[("PHONE", "+49 30 901820")]),
        ]).await;
        assert_eq!(names(&owner).await, [["Anna Weber"; 3]]);
        owner.written(DISMISS, json!({ "input": { "personIds": [ids[0], ids[2]] } })).await;
        assert_eq!(names(&owner).await, [["Anna Weber"; 2]]);
    }

    what_was_decided_goes_with_who_is_merged(app) {
        let owner = app.owner().await;
        let same = |name: &str| person(name, &[("EMAIL", "a@w.example")]);
        let ids = create(&owner, &[same("Anna Weber"), same("Anna Weber"), same("Anna Webber")]).await;
        for pair in [[&ids[1], &ids[2]], [&ids[0], &ids[1]]] {
            owner.written(DISMISS, json!({ "input": { "personIds": pair } })).await;
        }
        let decided = "{ duplicateDecisions { nodes { person { id } other { id } } } }";
        let merged = owner.written(MERGE, json!({ "input": { "keepId": ids[0], "mergeId": ids[1] } })).await;
        let data = owner.ok(decided, json!({})).await;
        assert_eq!(data["duplicateDecisions"]["nodes"], json!([{ "person": { "id": ids[0] }, "other": { "id": ids[2] } }]));
        assert!(names(&owner).await.is_empty());
        let undo = "mutation($id: ID!) { undoChangeSet(id: $id) { conflicts { reason } userErrors { message } } }";
        let undone = owner.written(undo, json!({ "id": merged["changeSet"]["id"] })).await;
        assert_eq!(undone["conflicts"], json!([]));
        let data = owner.ok(decided, json!({})).await;
        assert_eq!(data["duplicateDecisions"]["nodes"].as_array().unwrap().len(), 2);
    }

    wrong_pairs_are_named(app) {
        let owner = app.owner().await;
        let ids = create(&owner, &[person("Anna Weber", &[]), person("Bernd Weber", &[])]).await;
        for people in [json!([ids[0]]), json!([ids[0], ids[0]])] {
            let errors = owner.refused(DISMISS, json!({ "input": { "personIds": people } })).await;
            assert_eq!((&errors[0]["code"], &errors[0]["path"]), (&json!("INVALID"), &json!(["input", "personIds"])), "{errors:?}");
        }
        let nobody = "person_01h2xcejqtf2nbrexx3vqjhp41";
        let errors = owner.refused(DISMISS, json!({ "input": { "personIds": [ids[0], nobody] } })).await;
        assert_eq!((&errors[0]["code"], &errors[0]["path"]), (&json!("NOT_FOUND"), &json!(["input", "personIds", "1"])));
        let errors = owner.refused(REOPEN, json!({ "input": { "personIds": ids } })).await;
        assert_eq!(errors[0]["code"], "NOT_FOUND");
    }

    pages_follow_each_other_and_a_person_has_their_own(app) {
        let owner = app.owner().await;
        let twice = |number: usize| {
            let address = format!("p{number}@w.example");
            [person(&format!("Person Nr{number}x"), &[("EMAIL", &address)]), person(&format!("Person Nr{number}x"), &[("EMAIL", &address)])]
        };
        let ids = create(&owner, &(10..17).flat_map(twice).collect::<Vec<_>>()).await;
        let (mut seen, mut after) = (Vec::new(), Value::Null);
        for size in [3, 3, 1] {
            let data = owner.ok(GROUPS, json!({ "first": 3, "after": after })).await;
            let page = &data["duplicateGroups"];
            assert_eq!(page["totalCount"], 7);
            let nodes = page["nodes"].as_array().unwrap();
            assert_eq!((nodes.len(), &page["pageInfo"]["hasNextPage"]), (size, &json!(size == 3)));
            seen.extend(nodes.iter().map(|group| group["members"][0]["person"]["id"].as_str().unwrap().to_owned()));
            after = page["pageInfo"]["endCursor"].clone();
        }
        let first: Vec<String> = ids.iter().step_by(2).cloned().collect();
        assert_eq!(seen, first);
        let data = owner.ok(GROUPS, json!({ "personId": ids[5], "first": 5 })).await;
        assert_eq!(data["duplicateGroups"]["totalCount"], 1);
        assert_eq!(data["duplicateGroups"]["nodes"][0]["members"][0]["person"]["id"], json!(ids[4]));
    }

    who_may_not_see_people_sees_no_duplicates_and_who_may_not_change_them_decides_nothing(app) {
        let owner = app.owner().await;
        let ids = create(&owner, &[person("Anna Weber", &[("EMAIL", "a@w.example")]), person("Anna Weber", &[("EMAIL", "a@w.example")])]).await;
        let token = |scope: &'static str| {
            let owner = owner.clone();
            let app = &app;
            async move {
                let create = "mutation($input: CreateApiTokenInput!) { createApiToken(input: $input) { secret userErrors { message } } }";
                let made = owner.written(create, json!({ "input": { "name": "t", "scopes": [scope], "expiresAt": "2026-03-20T00:00:00Z" } })).await;
                app.with_token(made["secret"].as_str().unwrap())
            }
        };
        let blind = token("NEEDS_READ").await;
        assert_eq!(blind.errors(GROUPS, json!({})).await[0]["extensions"]["code"], "INSUFFICIENT_SCOPE");
        let reader = token("PEOPLE_READ").await;
        assert_eq!(names(&reader).await.len(), 1);
        let errors = reader.errors(DISMISS, json!({ "input": { "personIds": ids } })).await;
        assert_eq!(errors[0]["extensions"]["code"], "INSUFFICIENT_SCOPE");
        let other = app.owner().await;
        assert!(names(&other).await.is_empty(), "another workspace has its own");
    }

    as_many_statements_for_many_as_for_few(app) {
        let owner = app.owner().await;
        let twice = |number: usize| {
            let address = format!("p{number}@w.example");
            [person(&format!("Person Nr{number}x"), &[("EMAIL", &address)]), person(&format!("Person Nr{number}x"), &[("EMAIL", &address)])]
        };
        let mut counts = Vec::new();
        for numbers in [10..12, 12..60] {
            create(&owner, &numbers.flat_map(twice).collect::<Vec<_>>()).await;
            counts.push(app.statements(async { groups(&owner).await; }).await.len());
        }
        assert_eq!(counts[0], counts[1], "{counts:?}");
    }

    an_upsert_takes_nobody_for_another_of_their_family(app) {
        let owner = app.owner().await;
        let ids = create(&owner, &[person("Anna Familie", &[("EMAIL", "familie@f.example")])]).await;
        let upsert = "mutation($name: String!) { upsertPerson(by: { email: \"familie@f.example\" }, input: { displayName: $name, headline: \"Sails\" }) { person { id } userErrors { code message path ... on DuplicateError { existing { id } } } } }";
        let errors = owner.refused(upsert, json!({ "name": "Bernd Familie" })).await;
        assert_eq!((&errors[0]["code"], &errors[0]["path"]), (&json!("DUPLICATE"), &json!(["by", "email"])), "{errors:?}");
        let same = owner.written(upsert, json!({ "name": "Anna Familie" })).await;
        assert_eq!(same["person"]["id"], json!(ids[0]));
        let bernd = create(&owner, &[person("Bernd Familie", &[("EMAIL", "familie@f.example")])]).await;
        let same = owner.written(upsert, json!({ "name": "Bernd Familie" })).await;
        assert_eq!(same["person"]["id"], json!(bernd[0]), "of several who have it, whoever is called so");
    }

    no_two_of_one_family_are_joined_by_an_import(app) {
        let owner = app.owner().await;
        let network = Network::of(7, 5_000);
        let cards: Vec<_> = network.cards.iter().filter(|card| card.household.is_some()).collect();
        let mut who: HashMap<String, BTreeSet<usize>> = HashMap::new();
        for cards in cards.chunks(400) {
            let text: String = cards.iter().map(|card| card.vcard()).collect();
            let report = owner.written(IMPORT, json!({ "input": { "text": text } })).await;
            let rows = report["report"]["rows"].as_array().unwrap();
            assert_eq!(rows.len(), cards.len());
            for (row, card) in rows.iter().zip(cards) {
                who.entry(row["person"]["id"].as_str().unwrap().to_owned()).or_default().insert(card.who);
            }
        }
        let joined: Vec<_> = who.values().filter(|who| who.len() > 1).collect();
        println!("{} rows became {} people", cards.len(), who.len());
        assert!(who.len() < cards.len(), "second entries of one person are joined");
        assert!(joined.is_empty(), "{joined:?}");
    }
}

#[test]
fn most_who_stand_twice_are_found_and_few_others() {
    for seed in [11, 12] {
        tests::run(
            tests::Engine::Sqlite,
            |app| async move { measured(&app, seed).await },
        );
    }
    tests::run(
        tests::Engine::Postgres,
        |app| async move { measured(&app, 11).await },
    );
}
