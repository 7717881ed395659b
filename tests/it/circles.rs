//! Circles and tags through the API.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Client, TestApp, both};

const ERRORS: &str = "userErrors { code message path ... on DuplicateError { existing { id } } ... on ConflictError { currentRevision current { id } } ... on StateError { state allowed } ... on InputError { max } }";

/// A mutation of a circle or a tag that answers what both have.
fn document(mutation: &str, arguments: &str) -> String {
    let noun = if mutation.ends_with("Tag") {
        "tag"
    } else {
        "circle"
    };
    format!(
        "mutation({arguments}) {{ it: {mutation}{} {{ {noun} {{ id name color revision archivedAt }} seq {ERRORS} }} }}",
        passed(arguments)
    )
}

/// The arguments that pass on variables of the same names.
fn passed(arguments: &str) -> String {
    let names = arguments
        .split(',')
        .filter_map(|it| it.trim().strip_prefix('$')?.split(':').next());
    format!(
        "({})",
        names
            .map(|name| format!("{name}: ${name}"))
            .collect::<Vec<_>>()
            .join(", ")
    )
}

fn create(noun: &str) -> String {
    document(&format!("create{noun}"), &format!("$input: Create{noun}Input!"))
}

fn update(noun: &str) -> String {
    document(
        &format!("update{noun}"),
        &format!("$id: ID!, $input: Update{noun}Input!, $expectedRevision: Int"),
    )
}

/// Archives, or restores.
fn turn(verb: &str, noun: &str) -> String {
    document(&format!("{verb}{noun}"), "$id: ID!, $expectedRevision: Int")
}

fn members(mutation: &str) -> String {
    let passed = "$id: ID!, $personIds: [ID!]!";
    document(mutation, passed).replace("personIds: $personIds", "input: { personIds: $personIds }")
}

fn id(record: &Value) -> String {
    record["id"].as_str().unwrap().to_owned()
}

async fn circle(client: &Client, name: &str) -> String {
    id(&client
        .written(&create("Circle"), json!({ "input": { "name": name } }))
        .await["circle"])
}

async fn tag(client: &Client, name: &str) -> String {
    id(&client
        .written(&create("Tag"), json!({ "input": { "name": name } }))
        .await["tag"])
}

async fn join(client: &Client, circle: &str, people: &[String]) -> Value {
    client
        .written(
            &members("addToCircle"),
            json!({ "id": circle, "personIds": people }),
        )
        .await["circle"]
        .take()
}

async fn change_person(client: &Client, person: &str, input: Value) -> Value {
    let document = format!(
        "mutation($id: ID!, $input: UpdatePersonInput!) {{ updatePerson(id: $id, input: $input) {{ person {{ id revision tags {{ name }} circles {{ name }} }} {ERRORS} }} }}"
    );
    client
        .ok(&document, json!({ "id": person, "input": input }))
        .await["updatePerson"]
        .take()
}

/// The names that `circles` or `tags` shows under these arguments.
async fn listed(client: &Client, list: &str, arguments: &str) -> Vec<String> {
    let arguments = if arguments.is_empty() {
        String::new()
    } else {
        format!("({arguments})")
    };
    let data = client
        .ok(
            &format!("{{ {list}{arguments} {{ nodes {{ name }} }} }}"),
            json!({}),
        )
        .await;
    names(&data[list]["nodes"], "name")
}

fn names(nodes: &Value, field: &str) -> Vec<String> {
    nodes
        .as_array()
        .unwrap()
        .iter()
        .map(|node| node[field].as_str().unwrap().to_owned())
        .collect()
}

fn code_and_path(error: &Value) -> (&str, Vec<String>) {
    let path = error["path"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| part.as_str().unwrap().to_owned());
    (error["code"].as_str().unwrap(), path.collect())
}

/// A caller whose token outlives the tests' days.
async fn patient_owner(app: &TestApp) -> Client {
    app.owner()
        .await
        .with_scopes(&["PEOPLE_READ", "PEOPLE_WRITE", "CHANGES_READ"])
        .await
}

both! {
    a_circle_and_a_tag_can_be_read_back(app) {
        let owner = app.owner().await;
        let input = json!({ "name": "  Café São ", "description": "who I have coffee with", "color": "#33AAff" });
        let made = owner.written(&create("Circle"), json!({ "input": input })).await;
        let data = owner.ok("query($id: ID!) { circle(id: $id) { id name description color revision memberCount members { nodes { id } totalCount } createdBy { kind } } node(id: $id) { __typename } }", json!({ "id": made["circle"]["id"] })).await;
        assert_eq!(data["circle"], json!({
            "id": made["circle"]["id"], "name": "Café São", "description": "who I have coffee with", "color": "#33aaff", "revision": 1,
            "memberCount": 0, "members": { "nodes": [], "totalCount": 0 }, "createdBy": { "kind": "USER" },
        }));
        assert_eq!(data["node"]["__typename"], "Circle");
        let made = owner.written(&create("Tag"), json!({ "input": { "name": "Rust", "color": "#000000" } })).await;
        let data = owner.ok("query($id: ID!) { tag(id: $id) { id name color revision } node(id: $id) { __typename } }", json!({ "id": made["tag"]["id"] })).await;
        assert_eq!(data["tag"], json!({ "id": made["tag"]["id"], "name": "Rust", "color": "#000000", "revision": 1 }));
        assert_eq!(data["node"]["__typename"], "Tag");
    }

    a_repeated_create_with_the_same_id_succeeds_once(app) {
        let owner = app.owner().await;
        for (noun, wanted) in [("Circle", "circle_01h455vb4pex5vsknk084sn02q"), ("Tag", "tag_01h455vb4pex5vsknk084sn02r")] {
            let input = json!({ "id": wanted, "name": "Friends" });
            let first = owner.written(&create(noun), json!({ "input": input })).await;
            let again = owner.written(&create(noun), json!({ "input": input })).await;
            assert_eq!(first, again);
            let errors = owner.refused(&create(noun), json!({ "input": { "id": wanted, "name": "Others" } })).await;
            assert_eq!(code_and_path(&errors[0]), ("DUPLICATE", vec!["input".to_owned(), "id".to_owned()]));
            assert_eq!(errors[0]["existing"]["id"], wanted);
        }
    }

    a_name_is_taken_without_regard_to_case_and_composition_and_by_archived_ones_too(app) {
        let owner = app.owner().await;
        for noun in ["Circle", "Tag"] {
            let first = owner.written(&create(noun), json!({ "input": { "name": "Café" } })).await;
            let first = id(&first[noun.to_lowercase()]);
            let taken = |errors: Vec<Value>| {
                assert_eq!(code_and_path(&errors[0]), ("DUPLICATE", vec!["input".to_owned(), "name".to_owned()]));
                assert_eq!(errors[0]["existing"]["id"], json!(first));
                errors[0]["message"].as_str().unwrap().to_owned()
            };
            taken(owner.refused(&create(noun), json!({ "input": { "name": "CAFE\u{301}" } })).await);
            let other = owner.written(&create(noun), json!({ "input": { "name": "Club" } })).await;
            let other = id(&other[noun.to_lowercase()]);
            taken(owner.refused(&update(noun), json!({ "id": other, "input": { "name": " ｃａｆé" } })).await);
            // Its own name is not taken.
            owner.written(&update(noun), json!({ "id": first, "input": { "name": "CAFÉ" } })).await;
            owner.written(&turn("archive", noun), json!({ "id": first })).await;
            let message = taken(owner.refused(&create(noun), json!({ "input": { "name": "café" } })).await);
            assert!(message.contains("archived"), "{message}");
        }
    }

    names_that_differ_in_a_mark_are_two_and_are_found_by_one_search(app) {
        let owner = app.owner().await;
        for (noun, list) in [("Circle", "circles"), ("Tag", "tags")] {
            for name in ["Café", "Cafe", "Kız", "Kiz", "ハハ", "ババ"] {
                owner.written(&create(noun), json!({ "input": { "name": name } })).await;
            }
            assert_eq!(listed(&owner, list, "search: \"cafe\"").await.len(), 2);
        }
        let ana = owner.person("Ana").await;
        let changed = change_person(&owner, &ana, json!({ "addTagNames": ["cafe", "CAFÉ", "ババ"] })).await;
        let mut names = names(&changed["person"]["tags"], "name");
        names.sort();
        assert_eq!(names, ["Cafe", "Café", "ババ"]);
    }

    all_that_is_wrong_is_told_at_once(app) {
        let owner = app.owner().await;
        let input = json!({ "name": "x".repeat(101), "description": "y".repeat(2001), "color": "blue" });
        let errors = owner.refused(&create("Circle"), json!({ "input": input })).await;
        let found: Vec<_> = errors.iter().map(|error| (error["code"].as_str().unwrap(), error["path"][1].as_str().unwrap())).collect();
        assert_eq!(found, [("TOO_LONG", "name"), ("TOO_LONG", "description"), ("INVALID", "color")]);
        assert_eq!(errors[0]["max"], 100);
        let errors = owner.refused(&create("Tag"), json!({ "input": { "id": "circle_01h455vb4pex5vsknk084sn02q", "name": "Rust" } })).await;
        assert_eq!(code_and_path(&errors[0]), ("INVALID", vec!["input".to_owned(), "id".to_owned()]));
        let errors = owner.refused(&create("Tag"), json!({ "input": { "name": " " } })).await;
        assert_eq!(errors[0]["code"], "REQUIRED");
        assert_eq!(owner.refused(&create("Tag"), json!({ "input": { "name": "x".repeat(51) } })).await[0]["max"], 50);
        assert!(listed(&owner, "circles", "").await.is_empty());
        assert!(listed(&owner, "tags", "").await.is_empty());
    }

    an_update_changes_what_is_given_and_clears_what_is_null(app) {
        let owner = app.owner().await;
        let input = json!({ "name": "Friends", "description": "close", "color": "#112233" });
        let circle = id(&owner.written(&create("Circle"), json!({ "input": input })).await["circle"]);
        let after = owner.written(&update("Circle"), json!({ "id": circle, "input": { "color": null }, "expectedRevision": 1 })).await;
        assert_eq!((&after["circle"]["color"], &after["circle"]["name"], &after["circle"]["revision"]), (&json!(null), &json!("Friends"), &json!(2)));
        let same = owner.written(&update("Circle"), json!({ "id": circle, "input": { "name": "Friends" } })).await;
        assert_eq!((&same["circle"]["revision"], &same["seq"]), (&json!(2), &after["seq"]));
        let errors = owner.refused(&update("Circle"), json!({ "id": circle, "input": { "name": null } })).await;
        assert_eq!(errors[0]["code"], "REQUIRED");
        let errors = owner.refused(&update("Circle"), json!({ "id": circle, "input": { "name": "x" }, "expectedRevision": 1 })).await;
        assert_eq!((&errors[0]["code"], &errors[0]["currentRevision"], &errors[0]["current"]["id"]), (&json!("CONFLICT"), &json!(2), &json!(circle)));
    }

    archived_ones_leave_lists_and_people_until_they_are_restored(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        let (circle, tag) = (circle(&owner, "Friends").await, tag(&owner, "Rust").await);
        change_person(&owner, &ana, json!({ "addTagIds": [tag], "addCircleIds": [circle] })).await;
        let of_ana = "query($id: ID!) { person(by: { id: $id }) { tags { name } circles { name } } }";
        for (noun, list, record) in [("Circle", "circles", &circle), ("Tag", "tags", &tag)] {
            let archived = owner.written(&turn("archive", noun), json!({ "id": record })).await;
            assert_eq!(archived[noun.to_lowercase()]["revision"], 3, "made, joined, archived");
            let twice = owner.written(&turn("archive", noun), json!({ "id": record })).await;
            assert_eq!(twice[noun.to_lowercase()]["revision"], 3);
            assert!(listed(&owner, list, "").await.is_empty());
            assert_eq!(listed(&owner, list, "includeArchived: true").await.len(), 1);
            let errors = owner.refused(&update(noun), json!({ "id": record, "input": { "name": "New" } })).await;
            assert_eq!((&errors[0]["code"], &errors[0]["state"], &errors[0]["allowed"]), (&json!("STATE"), &json!("ARCHIVED"), &json!(["RESTORE"])));
        }
        assert_eq!(owner.ok(of_ana, json!({ "id": ana })).await["person"], json!({ "tags": [], "circles": [] }));
        let refused = change_person(&owner, &ana, json!({ "addTagIds": [tag], "addCircleIds": [circle] })).await;
        assert_eq!(code_and_path(&refused["userErrors"][0]), ("STATE", vec!["input".to_owned(), "addTagIds".to_owned(), "0".to_owned()]));
        assert_eq!(code_and_path(&refused["userErrors"][1]), ("STATE", vec!["input".to_owned(), "addCircleIds".to_owned(), "0".to_owned()]));
        owner.written(&turn("restore", "Circle"), json!({ "id": circle })).await;
        owner.written(&turn("restore", "Tag"), json!({ "id": tag })).await;
        assert_eq!(owner.ok(of_ana, json!({ "id": ana })).await["person"], json!({ "tags": [{ "name": "Rust" }], "circles": [{ "name": "Friends" }] }));
    }

    people_are_put_into_a_circle_and_taken_out(app) {
        let owner = app.owner().await;
        let (zoe, ana, bea) = (owner.person("Zoe").await, owner.person("Ána").await, owner.person("bea").await);
        let circle = circle(&owner, "Friends").await;
        assert_eq!(join(&owner, &circle, &[zoe.clone(), ana.clone(), zoe.clone()]).await["revision"], 2);
        assert_eq!(join(&owner, &circle, std::slice::from_ref(&zoe)).await["revision"], 2, "she is in it already");
        assert_eq!(join(&owner, &circle, &[bea.clone(), zoe.clone()]).await["revision"], 3);
        assert_eq!(join(&owner, &circle, &[]).await["revision"], 3);
        let shown = "query($id: ID!) { circle(id: $id) { memberCount members { totalCount nodes { displayName } } } }";
        let data = owner.ok(shown, json!({ "id": circle })).await;
        assert_eq!((&data["circle"]["memberCount"], &data["circle"]["members"]["totalCount"]), (&json!(3), &json!(3)));
        assert_eq!(names(&data["circle"]["members"]["nodes"], "displayName"), ["Ána", "bea", "Zoe"]);

        owner.written("mutation($id: ID!) { archivePerson(id: $id) { userErrors { code } } }", json!({ "id": bea })).await;
        let data = owner.ok(shown, json!({ "id": circle })).await;
        assert_eq!(data["circle"]["memberCount"], 2);
        assert_eq!(names(&data["circle"]["members"]["nodes"], "displayName"), ["Ána", "Zoe"]);

        let left = owner.written(&members("removeFromCircle"), json!({ "id": circle, "personIds": [zoe, zoe] })).await;
        assert_eq!(left["circle"]["revision"], 4);
        let again = owner.written(&members("removeFromCircle"), json!({ "id": circle, "personIds": [zoe] })).await;
        assert_eq!(again["circle"]["revision"], 4);
        let data = owner.ok(shown, json!({ "id": circle })).await;
        assert_eq!(names(&data["circle"]["members"]["nodes"], "displayName"), ["Ána"]);
        let feed = owner.ok("{ changes(types: [CIRCLE]) { changes { op revision } } }", json!({})).await;
        let change = |op: &str, revision: i32| json!({ "op": op, "revision": revision });
        assert_eq!(feed["changes"]["changes"], json!([change("CREATE", 1), change("UPDATE", 2), change("UPDATE", 3), change("UPDATE", 4)]));
    }

    nobody_joins_when_one_of_the_people_is_not_there(app) {
        let (owner, other) = (app.owner().await, app.owner().await);
        let (ana, stranger) = (owner.person("Ana").await, other.person("Stranger").await);
        let circle = circle(&owner, "Friends").await;
        let nobody = "person_01h455vb4pex5vsknk084sn02q";
        let errors = owner.refused(&members("addToCircle"), json!({ "id": circle, "personIds": [ana, stranger, nobody] })).await;
        let at = |place: &str| vec!["input".to_owned(), "personIds".to_owned(), place.to_owned()];
        assert_eq!(errors.iter().map(code_and_path).collect::<Vec<_>>(), [("NOT_FOUND", at("1")), ("NOT_FOUND", at("2"))]);
        let errors = owner.refused(&members("addToCircle"), json!({ "id": circle, "personIds": [ana, circle] })).await;
        assert_eq!(errors.iter().map(code_and_path).collect::<Vec<_>>(), [("INVALID", at("1"))]);
        let errors = owner.refused(&members("addToCircle"), json!({ "id": circle, "personIds": vec![&ana; 101] })).await;
        assert_eq!((code_and_path(&errors[0]), &errors[0]["max"]), (("TOO_MANY", vec!["input".to_owned(), "personIds".to_owned()]), &json!(100)));
        assert_eq!(owner.ok("query($id: ID!) { circle(id: $id) { memberCount revision } }", json!({ "id": circle })).await["circle"], json!({ "memberCount": 0, "revision": 1 }));
    }

    a_person_is_in_at_most_fifty_circles_and_has_as_many_tags(app) {
        let owner = app.owner().await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let mut circles = Vec::new();
        for number in 0..51 {
            circles.push(circle(&owner, &format!("Circle {number}")).await);
        }
        change_person(&owner, &ana, json!({ "addCircleIds": circles[..50] })).await;
        let refused = change_person(&owner, &ana, json!({ "addCircleIds": [circles[50]] })).await;
        assert_eq!((code_and_path(&refused["userErrors"][0]), &refused["userErrors"][0]["max"]), (("TOO_MANY", vec!["input".to_owned()]), &json!(50)));
        let errors = owner.refused(&members("addToCircle"), json!({ "id": circles[50], "personIds": [bea, ana] })).await;
        assert_eq!(code_and_path(&errors[0]), ("TOO_MANY", vec!["input".to_owned(), "personIds".to_owned(), "1".to_owned()]));
        // One out, one in.
        let changed = change_person(&owner, &ana, json!({ "addCircleIds": [circles[50]], "removeCircleIds": [circles[0]] })).await;
        assert_eq!(changed["person"]["circles"].as_array().unwrap().len(), 50);

        let names: Vec<String> = (0..50).map(|number| format!("Tag {number}")).collect();
        change_person(&owner, &ana, json!({ "addTagNames": names })).await;
        let refused = change_person(&owner, &ana, json!({ "addTagNames": ["One more"] })).await;
        assert_eq!(refused["userErrors"][0]["code"], "TOO_MANY");
        assert!(listed(&owner, "tags", "search: \"more\"").await.is_empty(), "nothing is half done");
    }

    tags_are_found_by_name_or_made(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        let gone = tag(&owner, "Gone").await;
        tag(&owner, "Café").await;
        owner.written(&turn("archive", "Tag"), json!({ "id": gone })).await;
        let statements = app.statements(async {
            let changed = change_person(&owner, &ana, json!({ "addTagNames": ["Rust", "CAFÉ", "rust ", "gone", "Go"] })).await;
            assert_eq!(changed["person"]["tags"], json!([{ "name": "Café" }, { "name": "Go" }, { "name": "Gone" }, { "name": "Rust" }]));
        }).await;
        let into_tags = |verb: &str| statements.iter().filter(|sql| sql.starts_with(verb) && sql.contains("\"tag\"")).count();
        // What is missing is made at once; that the tag which was there is on somebody more is a change of it.
        assert_eq!((into_tags("INSERT"), into_tags("UPDATE")), (1, 1), "{statements:#?}");
        let data = owner.ok("query($id: ID!) { tag(id: $id) { name archivedAt revision } }", json!({ "id": gone })).await;
        assert_eq!(data["tag"], json!({ "name": "Gone", "archivedAt": null, "revision": 3 }));
        let feed = owner.ok("{ changes { changes { seq op type } } }", json!({})).await;
        let of_tags: Vec<_> = feed["changes"]["changes"].as_array().unwrap().iter().filter(|change| change["type"] == "TAG").map(|change| change["op"].as_str().unwrap()).collect();
        assert_eq!(of_tags, ["CREATE", "CREATE", "ARCHIVE", "CREATE", "RESTORE", "CREATE", "UPDATE"], "the last is on somebody now");
        let seqs: Vec<_> = feed["changes"]["changes"].as_array().unwrap().iter().map(|change| change["seq"].as_i64().unwrap()).collect();
        assert!(seqs.windows(2).all(|pair| pair[0] + 1 == pair[1]), "{seqs:?}");
    }

    labels_are_put_on_and_taken_off_a_person(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        let (friends, work) = (circle(&owner, "Friends").await, circle(&owner, "Work").await);
        let rust = tag(&owner, "Rust").await;
        let changed = change_person(&owner, &ana, json!({ "addCircleIds": [work, friends, work], "addTagIds": [rust] })).await;
        assert_eq!(changed["person"], json!({ "id": ana, "revision": 2, "tags": [{ "name": "Rust" }], "circles": [{ "name": "Friends" }, { "name": "Work" }] }));
        let same = change_person(&owner, &ana, json!({ "addCircleIds": [work], "addTagIds": [rust], "removeCircleIds": [] })).await;
        assert_eq!(same["person"]["revision"], 2);
        let changed = change_person(&owner, &ana, json!({ "removeCircleIds": [work, work], "removeTagIds": [rust] })).await;
        assert_eq!(changed["person"], json!({ "id": ana, "revision": 3, "tags": [], "circles": [{ "name": "Friends" }] }));
        let refused = change_person(&owner, &ana, json!({ "addTagIds": ["tag_01h455vb4pex5vsknk084sn02q"] })).await;
        assert_eq!(code_and_path(&refused["userErrors"][0]), ("NOT_FOUND", vec!["input".to_owned(), "addTagIds".to_owned(), "0".to_owned()]));
    }

    lists_go_by_name_page_by_page_and_find_words(app) {
        let owner = app.owner().await;
        for (name, description) in [("Zebra", "of stripes"), ("élan", "verve"), ("Delta 100%", "river"), ("alpha_one", "first")] {
            owner.written(&create("Circle"), json!({ "input": { "name": name, "description": description } })).await;
            owner.written(&create("Tag"), json!({ "input": { "name": name } })).await;
        }
        for list in ["circles", "tags"] {
            assert_eq!(listed(&owner, list, "").await, ["alpha_one", "Delta 100%", "élan", "Zebra"]);
            assert_eq!(listed(&owner, list, "last: 1").await, ["Zebra"]);
            let first = owner.ok(&format!("{{ {list}(first: 3) {{ nodes {{ name }} totalCount pageInfo {{ hasNextPage endCursor }} }} }}"), json!({})).await;
            assert_eq!((&first[list]["totalCount"], &first[list]["pageInfo"]["hasNextPage"]), (&json!(4), &json!(true)));
            let cursor = first[list]["pageInfo"]["endCursor"].as_str().unwrap();
            assert_eq!(listed(&owner, list, &format!("after: \"{cursor}\"")).await, ["Zebra"]);
            assert_eq!(listed(&owner, list, "search: \"ÉLA\"").await, ["élan"]);
            assert_eq!(listed(&owner, list, "search: \"100 delt\"").await, ["Delta 100%"]);
            assert!(listed(&owner, list, "search: \"nothing\"").await.is_empty());
            assert_eq!(listed(&owner, list, "search: \" \"").await.len(), 4, "an empty search is none");
            let long = |words: usize, letters: usize| format!("search: \"{}{}\"", "e ".repeat(words), "x".repeat(letters));
            assert_eq!(listed(&owner, list, &long(1_000, 1_900)).await.len(), if list == "tags" { 4 } else { 1 });
            let errors = owner.errors(&format!("{{ {list}({}) {{ nodes {{ name }} }} }}", long(2_000, 56_000)), json!({})).await;
            assert_eq!(errors[0]["extensions"]["code"], "BAD_INPUT");
            let errors = owner.errors(&format!("{{ {list}(search: \"e\", after: \"{cursor}\") {{ nodes {{ name }} }} }}"), json!({})).await;
            assert_eq!(errors[0]["extensions"]["code"], "BAD_CURSOR");
        }
        assert_eq!(listed(&owner, "circles", "search: \"strip\"").await, ["Zebra"]);
        assert_eq!(listed(&owner, "tags", "search: \"0%\"").await, ["Delta 100%"], "signs mean themselves");
        assert_eq!(listed(&owner, "tags", "search: \"a_o\"").await, ["alpha_one"], "signs mean themselves");
        owner.written(&update("Circle"), json!({ "id": circle_named(&owner, "Zebra").await, "input": { "description": "horse" } })).await;
        assert!(listed(&owner, "circles", "search: \"stripes\"").await.is_empty());
    }

    members_come_page_by_page(app) {
        let owner = patient_owner(&app).await;
        let circle = circle(&owner, "Friends").await;
        let mut people = Vec::new();
        for name in ["Eva", "Ana", "Dora", "Cleo", "Bea"] {
            people.push(owner.person(name).await);
            app.clock.advance(TimeDelta::hours(1));
        }
        join(&owner, &circle, &people).await;
        let page = |arguments: String| format!("query($id: ID!) {{ circle(id: $id) {{ members({arguments}) {{ nodes {{ displayName }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }} }}");
        let first = owner.ok(&page("first: 2".to_owned()), json!({ "id": circle })).await["circle"]["members"].take();
        assert_eq!(names(&first["nodes"], "displayName"), ["Ana", "Bea"]);
        assert_eq!(first["pageInfo"]["hasNextPage"], true);
        let next = owner.ok(&page(format!("first: 3, after: {}", first["pageInfo"]["endCursor"])), json!({ "id": circle })).await["circle"]["members"].take();
        assert_eq!(names(&next["nodes"], "displayName"), ["Cleo", "Dora", "Eva"]);
        assert_eq!(next["pageInfo"]["hasNextPage"], false);
        let back = owner.ok(&page(format!("last: 1, before: {}", next["pageInfo"]["startCursor"])), json!({ "id": circle })).await["circle"]["members"].take();
        assert_eq!(names(&back["nodes"], "displayName"), ["Bea"]);
        assert_eq!(back["pageInfo"]["hasPreviousPage"], true);
        let errors = owner.errors(&page("first: 101".to_owned()), json!({ "id": circle })).await;
        assert_eq!(errors[0]["extensions"]["code"], "BAD_INPUT");
    }

    another_workspace_sees_and_changes_nothing(app) {
        let (owner, other) = (app.owner().await, app.owner().await);
        let ana = owner.person("Ana").await;
        let (circle, tag) = (circle(&owner, "Friends").await, tag(&owner, "Rust").await);
        join(&owner, &circle, &[ana]).await;
        let data = other.ok("query($circle: ID!, $tag: ID!) { circle(id: $circle) { id } tag(id: $tag) { id } node(id: $circle) { id } circles { totalCount } tags { totalCount } }", json!({ "circle": circle, "tag": tag })).await;
        assert_eq!(data, json!({ "circle": null, "tag": null, "node": null, "circles": { "totalCount": 0 }, "tags": { "totalCount": 0 } }));
        for (noun, record) in [("Circle", &circle), ("Tag", &tag)] {
            for (document, variables) in [
                (update(noun), json!({ "id": record, "input": { "name": "Mine" } })),
                (turn("archive", noun), json!({ "id": record })),
                (turn("restore", noun), json!({ "id": record })),
            ] {
                assert_eq!(other.refused(&document, variables).await[0]["code"], "NOT_FOUND");
            }
        }
        for mutation in ["addToCircle", "removeFromCircle"] {
            assert_eq!(other.refused(&members(mutation), json!({ "id": circle, "personIds": [] })).await[0]["code"], "NOT_FOUND");
        }
        // The same names are free there.
        other.written(&create("Circle"), json!({ "input": { "name": "Friends" } })).await;
        other.written(&create("Tag"), json!({ "input": { "name": "Rust" } })).await;
        let mine = other.person("Mona").await;
        let refused = change_person(&other, &mine, json!({ "addTagIds": [tag], "addCircleIds": [circle] })).await;
        assert_eq!(refused["userErrors"].as_array().unwrap().iter().map(|error| error["code"].as_str().unwrap()).collect::<Vec<_>>(), ["NOT_FOUND", "NOT_FOUND"]);
    }

    strangers_and_readers_cannot_write(app) {
        let owner = app.owner().await;
        let errors = app.anonymous().errors("{ circles { nodes { id } } }", json!({})).await;
        assert_eq!(errors[0]["extensions"]["code"], "UNAUTHENTICATED");
        let reader = owner.with_scopes(&["PEOPLE_READ"]).await;
        let errors = reader.errors(&create("Circle"), json!({ "input": { "name": "Friends" } })).await;
        assert_eq!(errors[0]["extensions"]["code"], "INSUFFICIENT_SCOPE");
        let elsewhere = owner.with_scopes(&["INTERACTIONS_READ"]).await;
        let errors = elsewhere.errors("{ tags { nodes { id } } }", json!({})).await;
        assert_eq!(errors[0]["extensions"]["code"], "INSUFFICIENT_SCOPE");
    }

    nested_lists_take_the_same_number_of_statements_for_two_and_for_twenty(app) {
        let owner = app.owner().await;
        let mut people = Vec::new();
        for number in 0..20 {
            people.push(owner.person(&format!("Person {number:02}")).await);
        }
        let lists = "{ circles(first: 100) { nodes { memberCount members(first: 2) { nodes { displayName tags { name } circles { name } } totalCount } } } }";
        let mut counts = Vec::new();
        for number in 0..20 {
            let circle = circle(&owner, &format!("Circle {number:02}")).await;
            join(&owner, &circle, &people[..=number]).await;
            change_person(&owner, &people[number], json!({ "addTagNames": ["One", "Two"] })).await;
            if matches!(number, 1 | 19) {
                counts.push(app.statements(async { owner.ok(lists, json!({})).await; }).await.len());
            }
        }
        assert_eq!(counts[0], counts[1]);
        let data = owner.ok(lists, json!({})).await;
        let nodes = data["circles"]["nodes"].as_array().unwrap();
        assert_eq!(nodes.len(), 20);
        for (number, node) in nodes.iter().enumerate() {
            assert_eq!((&node["memberCount"], &node["members"]["totalCount"]), (&json!(number + 1), &json!(number + 1)));
            assert_eq!(node["members"]["nodes"].as_array().unwrap().len(), 2.min(number + 1));
            assert_eq!(node["members"]["nodes"][0]["displayName"], "Person 00");
        }
        assert_eq!(nodes[0]["members"]["nodes"][0]["circles"].as_array().unwrap().len(), 20);
    }

    putting_people_into_a_circle_takes_the_same_number_of_statements_for_two_and_for_twenty(app) {
        let owner = app.owner().await;
        let mut people = Vec::new();
        for number in 0..20 {
            people.push(owner.person(&format!("Person {number:02}")).await);
        }
        let mut counts = Vec::new();
        for size in [2, 20] {
            let circle = circle(&owner, &format!("Circle of {size}")).await;
            counts.push(app.statements(async { join(&owner, &circle, &people[..size]).await; }).await.len());
            let left = members("removeFromCircle");
            counts.push(app.statements(async { owner.written(&left, json!({ "id": circle, "personIds": people[..size] })).await; }).await.len());
        }
        assert_eq!(counts[..2], counts[2..]);
    }
}

async fn circle_named(client: &Client, name: &str) -> String {
    let data = client
        .ok(
            "query($name: String!) { circles(search: $name) { nodes { id } } }",
            json!({ "name": name }),
        )
        .await;
    id(&data["circles"]["nodes"][0])
}
