//! People through the API.

use serde_json::{Value, json};
use tests::{Client, both};

const CREATE: &str = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { person { id revision displayName } userErrors { code message path ... on DuplicateError { existing { id } } } } }";

const WHOLE: &str = "query($id: ID!) { person(by: { id: $id }) { revision displayName givenName middleName familyName namePrefix nameSuffix nickname pronouns headline notes timeZone birthday metOn metHow metThrough { id } isSelf primaryEmail
    contactPoints { id kind value label isPrimary } affiliations { id organization { name } role department startedOn endedOn isCurrent } facts { id kind text source notedOn }
    supportRoles { role note since } attributes { dimension { name } value { name } } externalRefs { source externalId url } tags { name } circles { name } } }";
const UPDATE: &str = "mutation($id: ID!, $input: UpdatePersonInput!, $revision: Int) { updatePerson(id: $id, input: $input, expectedRevision: $revision) { person { id revision } userErrors { __typename code message path ... on InputError { max } ... on DuplicateError { existing { id } } ... on StateError { state allowed } ... on ConflictError { currentRevision current { id ... on Person { displayName } } } } } }";
const MAKE: &str = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { person { id revision } userErrors { code message path ... on InputError { max } ... on DuplicateError { existing { id } } } } }";
const ARCHIVE: &str = "mutation($id: ID!, $revision: Int) { archivePerson(id: $id, expectedRevision: $revision) { person { id archivedAt revision } userErrors { __typename code path ... on StateError { state } } } }";
const RESTORE: &str = "mutation($id: ID!) { restorePerson(id: $id) { person { id archivedAt revision } userErrors { code path } } }";
const TIE: &str = "mutation($input: CreateTieInput!) { createTie(input: $input) { tie { id kind evidence closeness from { id } to { id } } userErrors { code path ... on InputError { max } ... on DuplicateError { existing { id } } } } }";
const LIST: &str = "query($filter: PersonFilter, $search: String, $order: PersonOrder, $archived: Boolean = false, $first: Int, $after: String, $last: Int, $before: String) {
    people(filter: $filter, search: $search, orderBy: $order, includeArchived: $archived, first: $first, after: $after, last: $last, before: $before) {
        nodes { id displayName } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount } }";

async fn make(client: &Client, input: Value) -> String {
    let made = client.written(MAKE, json!({ "input": input })).await;
    made["person"]["id"].as_str().unwrap().to_owned()
}

async fn whole(client: &Client, id: &str) -> Value {
    client.ok(WHOLE, json!({ "id": id })).await["person"].take()
}

async fn update(client: &Client, id: &str, input: Value) -> Value {
    client.written(UPDATE, json!({ "id": id, "input": input })).await["person"].take()
}

async fn refuse(client: &Client, id: &str, input: Value) -> Vec<Value> {
    client.refused(UPDATE, json!({ "id": id, "input": input })).await
}

/// The names of a list, in its order.
async fn names(client: &Client, variables: Value) -> Vec<String> {
    let data = client.ok(LIST, variables).await;
    let nodes = data["people"]["nodes"].as_array().unwrap();
    nodes
        .iter()
        .map(|node| node["displayName"].as_str().unwrap().to_owned())
        .collect()
}

async fn filtered(client: &Client, filter: Value) -> Vec<String> {
    names(client, json!({ "filter": filter })).await
}

async fn found(client: &Client, search: &str) -> Vec<String> {
    names(client, json!({ "search": search })).await
}

/// The code of the error that refuses a list.
async fn refused_list(client: &Client, variables: Value) -> String {
    let errors = client.errors(LIST, variables).await;
    errors[0]["extensions"]["code"].as_str().unwrap().to_owned()
}

async fn id_of(client: &Client, query: &str) -> String {
    let made = client.written(query, json!({})).await;
    let record = made
        .as_object()
        .unwrap()
        .values()
        .find(|value| value.is_object())
        .unwrap();
    record["id"].as_str().unwrap().to_owned()
}

async fn talk(client: &Client, person: &str, at: &str, notes: &str) -> String {
    let input = json!({ "happenedAt": at, "channel": "CALL", "participantIds": [person], "notes": notes });
    let log = "mutation($input: LogInteractionInput!) { logInteraction(input: $input) { interaction { id } userErrors { code path } } }";
    client.written(log, json!({ "input": input })).await["interaction"]["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn codes(errors: &[Value]) -> Vec<(String, String)> {
    let path = |error: &Value| {
        error["path"]
            .as_array()
            .unwrap()
            .iter()
            .map(|part| part.as_str().unwrap())
            .collect::<Vec<_>>()
            .join(".")
    };
    errors
        .iter()
        .map(|error| (error["code"].as_str().unwrap().to_owned(), path(error)))
        .collect()
}

fn expected(errors: &[(&str, &str)]) -> Vec<(String, String)> {
    errors
        .iter()
        .map(|(code, path)| ((*code).to_owned(), (*path).to_owned()))
        .collect()
}

/// Something to update, with every kind of part.
async fn ana(client: &Client) -> String {
    let through = client.person("Through").await;
    let circle = id_of(
        client,
        "mutation { createCircle(input: { name: \"Book club\" }) { circle { id } userErrors { message } } }",
    )
    .await;
    let tag = id_of(
        client,
        "mutation { createTag(input: { name: \"rust\" }) { tag { id } userErrors { message } } }",
    )
    .await;
    make(client, json!({
        "displayName": "Dr Ana Maria Silva", "givenName": "Ana", "middleName": "Maria", "familyName": "Silva", "namePrefix": "Dr", "nameSuffix": "PhD",
        "nickname": "Nani", "pronouns": "she/her", "headline": "CTO at Acme", "notes": "Met at a conference.", "timeZone": "Europe/Lisbon",
        "birthday": "--02-29", "metOn": "2020-05", "metHow": "At a stand", "metThroughId": through,
        "contactPoints": [{ "kind": "EMAIL", "value": "Ana@Example.org", "label": "work" }, { "kind": "EMAIL", "value": "ana@home.example", "isPrimary": true }, { "kind": "PHONE", "value": "+351 912 345 678" }],
        "affiliations": [{ "organizationName": "Acme", "role": "CTO", "department": "Engineering", "startedOn": "2019" }, { "organizationName": "Widgets", "endedOn": "2018-12" }],
        "facts": [{ "kind": "SKILL", "text": "Compilers" }, { "kind": "GOAL", "text": "A sabbatical", "source": "Dinner", "notedOn": "2025-11-02" }],
        "supportRoles": [{ "role": "MENTOR", "note": "Careers", "since": "2021" }],
        "attributes": [{ "dimension": "Energy", "value": "high" }],
        "externalRefs": [{ "source": "linkedin", "externalId": "ana-silva", "url": "https://www.linkedin.com/in/ana-silva" }],
        "tagIds": [tag], "tagNames": ["speaker", "RUST"], "circleIds": [circle],
    })).await
}

both! {
    a_created_person_can_be_read_back(app) {
        let owner = app.owner().await;
        let id = owner.person("Zoë Ångström").await;
        let data = owner.ok("query($id: ID!) { person(by: { id: $id }) { id displayName revision archivedAt lastInteractionAt } }", json!({ "id": id })).await;
        assert_eq!(data["person"], json!({ "id": id, "displayName": "Zoë Ångström", "revision": 1, "archivedAt": null, "lastInteractionAt": null }));
    }

    a_repeated_create_with_the_same_id_succeeds_once(app) {
        let owner = app.owner().await;
        let input = json!({ "id": "person_01h455vb4pex5vsknk084sn02q", "displayName": "Ana" });
        let first = owner.written(CREATE, json!({ "input": input })).await;
        let again = owner.written(CREATE, json!({ "input": input })).await;
        assert_eq!(first, again);
        let other = json!({ "id": "person_01h455vb4pex5vsknk084sn02q", "displayName": "Bea" });
        let errors = owner.refused(CREATE, json!({ "input": other })).await;
        assert_eq!((&errors[0]["code"], &errors[0]["existing"]["id"]), (&json!("DUPLICATE"), &json!("person_01h455vb4pex5vsknk084sn02q")));
    }

    a_person_is_made_with_all_that_belongs_to_them(app) {
        let owner = app.owner().await;
        let mut person = whole(&owner, &ana(&owner).await).await;
        assert!(person["metThrough"]["id"].is_string());
        for list in ["contactPoints", "affiliations", "facts"] {
            for part in person[list].as_array_mut().unwrap() {
                assert!(part.as_object_mut().unwrap().remove("id").unwrap().is_string());
            }
        }
        person.as_object_mut().unwrap().remove("metThrough");
        assert_eq!(person, json!({
            "revision": 1, "displayName": "Dr Ana Maria Silva", "givenName": "Ana", "middleName": "Maria", "familyName": "Silva", "namePrefix": "Dr", "nameSuffix": "PhD",
            "nickname": "Nani", "pronouns": "she/her", "headline": "CTO at Acme", "notes": "Met at a conference.", "timeZone": "Europe/Lisbon",
            "birthday": "--02-29", "metOn": "2020-05", "metHow": "At a stand", "isSelf": false, "primaryEmail": "ana@home.example",
            "contactPoints": [
                { "kind": "EMAIL", "value": "Ana@Example.org", "label": "work", "isPrimary": false },
                { "kind": "EMAIL", "value": "ana@home.example", "label": null, "isPrimary": true },
                { "kind": "PHONE", "value": "+351 912 345 678", "label": null, "isPrimary": false }],
            "affiliations": [
                { "organization": { "name": "Acme" }, "role": "CTO", "department": "Engineering", "startedOn": "2019", "endedOn": null, "isCurrent": true },
                { "organization": { "name": "Widgets" }, "role": null, "department": null, "startedOn": null, "endedOn": "2018-12", "isCurrent": false }],
            "facts": [
                { "kind": "SKILL", "text": "Compilers", "source": null, "notedOn": "2026-03-01" },
                { "kind": "GOAL", "text": "A sabbatical", "source": "Dinner", "notedOn": "2025-11-02" }],
            "supportRoles": [{ "role": "MENTOR", "note": "Careers", "since": "2021" }],
            "attributes": [{ "dimension": { "name": "Energy" }, "value": { "name": "high" } }],
            "externalRefs": [{ "source": "linkedin", "externalId": "ana-silva", "url": "https://www.linkedin.com/in/ana-silva" }],
            "tags": [{ "name": "rust" }, { "name": "speaker" }], "circles": [{ "name": "Book club" }],
        }));
    }

    every_kind_of_part_is_added_changed_and_removed(app) {
        let owner = app.owner().await;
        let id = ana(&owner).await;
        let before = whole(&owner, &id).await;
        let changed = update(&owner, &id, json!({
            "updateContactPoints": [{ "id": before["contactPoints"][0]["id"], "value": "ana@new.example", "label": null }], "removeContactPointIds": [before["contactPoints"][2]["id"]],
            "addContactPoints": [{ "kind": "URL", "value": "https://ana.example" }],
            "updateAffiliations": [{ "id": before["affiliations"][0]["id"], "role": null, "endedOn": "2026-01" }], "removeAffiliationIds": [before["affiliations"][1]["id"]],
            "addAffiliations": [{ "organizationName": "acme", "role": "Founder" }],
            "updateFacts": [{ "id": before["facts"][1]["id"], "text": "A year off", "source": null }], "removeFactIds": [before["facts"][0]["id"]], "addFacts": [{ "kind": "TOPIC", "text": "Sailing" }],
            "setSupportRoles": [{ "role": "PEER" }], "removeSupportRoles": ["MENTOR"],
            "setAttributes": [{ "dimension": "Pace", "value": "slow" }], "removeAttributes": ["Energy"],
            "setExternalRefs": [{ "source": "xing", "externalId": "ana" }], "removeExternalRefs": [{ "source": "linkedin", "externalId": "ana-silva" }],
            "addTagNames": ["friend"],
        })).await;
        assert_eq!(changed["revision"], 2, "all of it is one revision");
        let after = whole(&owner, &id).await;
        let values = |list: &str, field: &str| after[list].as_array().unwrap().iter().map(|part| part[field].clone()).collect::<Vec<_>>();
        assert_eq!(values("contactPoints", "value"), ["ana@new.example", "ana@home.example", "https://ana.example"]);
        assert_eq!(after["contactPoints"][0], json!({ "id": before["contactPoints"][0]["id"], "kind": "EMAIL", "value": "ana@new.example", "label": null, "isPrimary": false }));
        assert_eq!(after["affiliations"][0], json!({ "id": before["affiliations"][0]["id"], "organization": { "name": "Acme" }, "role": null, "department": "Engineering", "startedOn": "2019", "endedOn": "2026-01", "isCurrent": false }));
        assert_eq!(values("affiliations", "organization"), [json!({ "name": "Acme" }), json!({ "name": "Acme" })]);
        assert_eq!(values("facts", "text"), ["A year off", "Sailing"]);
        assert_eq!(after["facts"][0]["source"], Value::Null);
        assert_eq!(after["facts"][0]["notedOn"], "2025-11-02");
        assert_eq!(after["supportRoles"], json!([{ "role": "PEER", "note": null, "since": null }]));
        assert_eq!(after["attributes"], json!([{ "dimension": { "name": "Pace" }, "value": { "name": "slow" } }]));
        assert_eq!(after["externalRefs"], json!([{ "source": "xing", "externalId": "ana", "url": null }]));
        assert_eq!(values("tags", "name"), ["friend", "rust", "speaker"]);
        // What is set again changes in place.
        update(&owner, &id, json!({ "setSupportRoles": [{ "role": "PEER", "note": "Sailing" }], "setAttributes": [{ "dimension": "Pace", "value": "quick" }],
            "setExternalRefs": [{ "source": "xing", "externalId": "ana", "url": "https://xing.example/ana" }] })).await;
        let after = whole(&owner, &id).await;
        assert_eq!(after["supportRoles"], json!([{ "role": "PEER", "note": "Sailing", "since": null }]));
        assert_eq!(after["attributes"], json!([{ "dimension": { "name": "Pace" }, "value": { "name": "quick" } }]));
        assert_eq!(after["externalRefs"][0]["url"], "https://xing.example/ana");
    }

    tags_and_circles_come_and_go_by_id(app) {
        let owner = app.owner().await;
        let id = ana(&owner).await;
        let person = owner.ok("query($id: ID!) { person(by: { id: $id }) { tags { id } circles { id } } }", json!({ "id": id })).await;
        let (tag, circle) = (&person["person"]["tags"][0]["id"], &person["person"]["circles"][0]["id"]);
        update(&owner, &id, json!({ "removeTagIds": [tag], "removeCircleIds": [circle] })).await;
        let after = whole(&owner, &id).await;
        assert_eq!((&after["tags"], &after["circles"]), (&json!([{ "name": "speaker" }]), &json!([])));
        update(&owner, &id, json!({ "addTagIds": [tag], "addCircleIds": [circle] })).await;
        assert_eq!(update(&owner, &id, json!({ "addTagIds": [tag], "addCircleIds": [circle] })).await["revision"], 3);
        let after = whole(&owner, &id).await;
        assert_eq!((after["tags"].as_array().unwrap().len(), after["circles"].as_array().unwrap().len()), (2, 1));
    }

    null_clears_and_what_is_left_out_stays(app) {
        let owner = app.owner().await;
        let id = ana(&owner).await;
        let before = whole(&owner, &id).await;
        assert_eq!(update(&owner, &id, json!({})).await["revision"], 1, "nothing changed");
        assert_eq!(update(&owner, &id, json!({ "givenName": " Ana " })).await["revision"], 1);
        let fields = ["givenName", "middleName", "familyName", "namePrefix", "nameSuffix", "nickname", "pronouns", "headline", "notes", "timeZone", "birthday", "metOn", "metHow"];
        let input: Value = fields.iter().map(|field| ((*field).to_owned(), Value::Null)).chain([("metThroughId".to_owned(), Value::Null)]).collect::<serde_json::Map<_, _>>().into();
        update(&owner, &id, input).await;
        let after = whole(&owner, &id).await;
        for field in fields.into_iter().chain(["metThrough"]) {
            assert!(!before[field].is_null() && after[field].is_null(), "{field}");
        }
        for field in ["displayName", "contactPoints", "affiliations", "facts", "supportRoles", "attributes", "externalRefs", "tags", "circles"] {
            assert_eq!(before[field], after[field]);
        }
        update(&owner, &id, json!({ "headline": "  " })).await;
        assert_eq!(whole(&owner, &id).await["headline"], Value::Null, "blank is none");
        for name in [Value::Null, json!(" ")] {
            assert_eq!(codes(&refuse(&owner, &id, json!({ "displayName": name })).await), expected(&[("REQUIRED", "input.displayName")]));
        }
    }

    a_revision_that_has_passed_is_a_conflict(app) {
        let owner = app.owner().await;
        let id = owner.person("Ana").await;
        owner.written(UPDATE, json!({ "id": id, "revision": 1, "input": { "displayName": "Ana Silva" } })).await;
        let errors = owner.refused(UPDATE, json!({ "id": id, "revision": 1, "input": { "displayName": "Ana Costa" } })).await;
        let error = &errors[0];
        assert_eq!((&error["__typename"], &error["code"], &error["currentRevision"]), (&json!("ConflictError"), &json!("CONFLICT"), &json!(2)));
        assert_eq!(error["current"], json!({ "id": id, "displayName": "Ana Silva" }));
        let errors = owner.refused(ARCHIVE, json!({ "id": id, "revision": 1 })).await;
        assert_eq!(errors[0]["code"], "CONFLICT");
        owner.written(ARCHIVE, json!({ "id": id, "revision": 2 })).await;
    }

    every_limit_is_told_with_its_place_and_size(app) {
        let owner = app.owner().await;
        let id = owner.person("Ana").await;
        let x = |length: usize| "ä".repeat(length);
        for (field, max) in [("displayName", 200), ("givenName", 200), ("middleName", 200), ("familyName", 200), ("namePrefix", 200), ("nameSuffix", 200),
                             ("nickname", 200), ("pronouns", 200), ("headline", 300), ("notes", 20_000), ("metHow", 2_000)] {
            update(&owner, &id, json!({ field: x(max) })).await;
            let errors = refuse(&owner, &id, json!({ field: x(max + 1) })).await;
            assert_eq!(codes(&errors), expected(&[("TOO_LONG", &format!("input.{field}"))]));
            assert_eq!(errors[0]["max"], max);
        }
        for (list, part, field, max) in [
            ("contactPoints", json!({ "kind": "OTHER", "value": "v" }), "value", 500), ("contactPoints", json!({ "kind": "OTHER", "value": "v" }), "label", 50),
            ("affiliations", json!({ "organizationName": "o" }), "organizationName", 200), ("affiliations", json!({ "organizationName": "o" }), "role", 200),
            ("affiliations", json!({ "organizationName": "o" }), "department", 200),
            ("facts", json!({ "kind": "OTHER", "text": "t" }), "text", 2_000), ("facts", json!({ "kind": "OTHER", "text": "t" }), "source", 200),
            ("supportRoles", json!({ "role": "PEER" }), "note", 2_000),
            ("attributes", json!({ "dimension": "d", "value": "v" }), "dimension", 200), ("attributes", json!({ "dimension": "d", "value": "v" }), "value", 200),
            ("externalRefs", json!({ "source": "s", "externalId": "e" }), "source", 50), ("externalRefs", json!({ "source": "s", "externalId": "e" }), "externalId", 200),
            ("externalRefs", json!({ "source": "s", "externalId": "e" }), "url", 500),
        ] {
            let mut long = part.clone();
            long[field] = json!(x(max + 1));
            let errors = owner.refused(MAKE, json!({ "input": { "displayName": "B", list: [part, long] } })).await;
            assert_eq!(codes(&errors), expected(&[("TOO_LONG", &format!("input.{list}.1.{field}"))]));
            assert_eq!(errors[0]["max"], max);
        }
        for (list, add, part, max) in [
            ("contactPoints", "addContactPoints", json!({ "kind": "OTHER", "value": "N" }), 50), ("affiliations", "addAffiliations", json!({ "organizationName": "Acme", "role": "N" }), 30),
            ("facts", "addFacts", json!({ "kind": "OTHER", "text": "N" }), 200), ("attributes", "setAttributes", json!({ "dimension": "N", "value": "v" }), 30),
            ("externalRefs", "setExternalRefs", json!({ "source": "LIST", "externalId": "N" }), 20), ("tagNames", "addTagNames", json!("N"), 50),
        ] {
            let parts = |count: usize| (0..count).map(|n| serde_json::from_str(&part.to_string().replace("\"N\"", &format!("\"{list}{n}\""))).unwrap()).collect::<Vec<Value>>();
            let errors = owner.refused(MAKE, json!({ "input": { "displayName": "B", list: parts(max + 1) } })).await;
            assert_eq!(codes(&errors), expected(&[("TOO_MANY", &format!("input.{list}"))]));
            assert_eq!(errors[0]["max"], max);
            let full = make(&owner, json!({ "displayName": "Full", list: parts(max) })).await;
            let one_more: Value = serde_json::from_str(&part.to_string().replace("\"N\"", "\"one more\"")).unwrap();
            let errors = refuse(&owner, &full, json!({ add: [one_more] })).await;
            assert_eq!((&errors[0]["code"], &errors[0]["max"]), (&json!("TOO_MANY"), &json!(max)), "{errors:?}");
            assert_eq!(whole(&owner, &full).await["revision"], 1);
            update(&owner, &full, json!({ "removeExternalRefs": parts(20).iter().filter(|part| part["externalId"].is_string()).collect::<Vec<_>>() })).await;
        }
    }

    what_is_not_valid_is_told_all_at_once(app) {
        let owner = app.owner().await;
        let errors = owner.refused(MAKE, json!({ "input": { "displayName": "", "timeZone": "Mars/Olympus", "contactPoints": [{ "kind": "EMAIL", "value": "ana" }, { "kind": "PHONE", "value": "call me" }, { "kind": "URL", "value": "my page" }, { "kind": "HANDLE", "value": " " }],
            "affiliations": [{ "role": "CTO" }, { "organizationName": "Acme", "startedOn": "2020-06", "endedOn": "2020-05" }], "facts": [{ "kind": "OTHER", "text": "a\0b" }] } })).await;
        assert_eq!(codes(&errors), expected(&[("REQUIRED", "input.displayName"), ("INVALID", "input.timeZone"), ("INVALID", "input.contactPoints.0.value"), ("INVALID", "input.contactPoints.1.value"),
            ("INVALID", "input.contactPoints.2.value"), ("REQUIRED", "input.contactPoints.3.value"), ("REQUIRED", "input.affiliations.0.organizationId"), ("INVALID", "input.affiliations.1.endedOn"), ("INVALID", "input.facts.0.text")]));
        assert_eq!(names(&owner, json!({})).await, Vec::<String>::new());
    }

    an_id_of_another_type_names_both_types(app) {
        let owner = app.owner().await;
        let organization = id_of(&owner, "mutation { createOrganization(input: { name: \"Acme\" }) { organization { id } userErrors { message } } }").await;
        let errors = refuse(&owner, &organization, json!({})).await;
        assert_eq!(codes(&errors), expected(&[("INVALID", "id")]));
        let message = errors[0]["message"].as_str().unwrap();
        assert!(message.contains("org") && message.contains("person_"), "{message}");
        let id = owner.person("Ana").await;
        let errors = refuse(&owner, &id, json!({ "addTagIds": [id], "metThroughId": "nonsense", "removeFactIds": ["x"] })).await;
        assert_eq!(codes(&errors), expected(&[("INVALID", "input.metThroughId"), ("INVALID", "input.removeFactIds.0"), ("INVALID", "input.addTagIds.0")]));
        let errors = owner.errors("query($id: ID!) { person(by: { id: $id }) { id } }", json!({ "id": organization })).await;
        assert_eq!(errors[0]["extensions"]["code"], "BAD_INPUT");
    }

    what_is_not_there_is_told_with_its_place(app) {
        let (owner, stranger) = (app.owner().await, app.owner().await);
        let (id, theirs) = (owner.person("Ana").await, stranger.person("Theirs").await);
        let tag = id_of(&stranger, "mutation { createTag(input: { name: \"t\" }) { tag { id } userErrors { message } } }").await;
        let circle = id_of(&stranger, "mutation { createCircle(input: { name: \"c\" }) { circle { id } userErrors { message } } }").await;
        let organization = id_of(&stranger, "mutation { createOrganization(input: { name: \"o\" }) { organization { id } userErrors { message } } }").await;
        let errors = owner.refused(MAKE, json!({ "input": { "displayName": "B", "metThroughId": theirs, "tagIds": [tag], "circleIds": [circle], "affiliations": [{ "organizationId": organization }] } })).await;
        assert_eq!(codes(&errors), expected(&[("NOT_FOUND", "input.metThroughId"), ("NOT_FOUND", "input.tagIds.0"), ("NOT_FOUND", "input.circleIds.0"), ("NOT_FOUND", "input.affiliations.0.organizationId")]));
        assert_eq!(codes(&refuse(&owner, &theirs, json!({ "nickname": "x" })).await), expected(&[("NOT_FOUND", "id")]));
        assert_eq!(codes(&owner.refused(ARCHIVE, json!({ "id": theirs })).await), expected(&[("NOT_FOUND", "id")]));
        assert_eq!(owner.ok("query($id: ID!) { person(by: { id: $id }) { id } }", json!({ "id": theirs })).await["person"], Value::Null);
        let other = whole(&stranger, &ana(&stranger).await).await;
        for (list, part) in [("removeContactPointIds", &other["contactPoints"][0]["id"]), ("removeAffiliationIds", &other["affiliations"][0]["id"]), ("removeFactIds", &other["facts"][0]["id"])] {
            assert_eq!(codes(&refuse(&owner, &id, json!({ list: [part], "nickname": "x" })).await), expected(&[("NOT_FOUND", &format!("input.{list}.0"))]));
        }
        assert_eq!(whole(&owner, &id).await["revision"], 1, "nothing half done");
        assert_eq!(codes(&refuse(&owner, &id, json!({ "metThroughId": id })).await), expected(&[("INVALID", "input.metThroughId")]));
    }

    one_contact_point_of_a_kind_is_primary(app) {
        let owner = app.owner().await;
        let email = |value: &str, primary: bool| json!({ "kind": "EMAIL", "value": value, "isPrimary": primary });
        let id = make(&owner, json!({ "displayName": "Ana", "contactPoints": [email("a@x.org", true), email("b@x.org", true), { "kind": "PHONE", "value": "12345", "isPrimary": true }] })).await;
        let primary = async || whole(&owner, &id).await["contactPoints"].as_array().unwrap().iter().filter(|point| point["isPrimary"] == true).map(|point| point["value"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
        assert_eq!(primary().await, ["b@x.org", "12345"]);
        let first = whole(&owner, &id).await["contactPoints"][0]["id"].clone();
        update(&owner, &id, json!({ "updateContactPoints": [{ "id": first, "isPrimary": true }] })).await;
        assert_eq!(primary().await, ["a@x.org", "12345"]);
        update(&owner, &id, json!({ "addContactPoints": [email("c@x.org", true)] })).await;
        assert_eq!(primary().await, ["12345", "c@x.org"]);
        assert_eq!(whole(&owner, &id).await["primaryEmail"], "c@x.org");
    }

    an_address_that_the_person_has_is_left_as_it_is(app) {
        let owner = app.owner().await;
        let id = make(&owner, json!({ "displayName": "Ana", "contactPoints": [{ "kind": "EMAIL", "value": "ana@x.org" }, { "kind": "EMAIL", "value": "ANA@X.org" }, { "kind": "PHONE", "value": "+351 912" }] })).await;
        update(&owner, &id, json!({ "addContactPoints": [{ "kind": "EMAIL", "value": " Ana@x.ORG" }, { "kind": "PHONE", "value": "00351-912" }] })).await;
        let person = whole(&owner, &id).await;
        let values: Vec<_> = person["contactPoints"].as_array().unwrap().iter().map(|point| &point["value"]).collect();
        assert_eq!(values, ["ana@x.org", "+351 912"]);
    }

    an_organisation_named_by_name_is_found_or_made(app) {
        let owner = app.owner().await;
        let acme = id_of(&owner, "mutation { createOrganization(input: { name: \"Acme\" }) { organization { id } userErrors { message } } }").await;
        make(&owner, json!({ "displayName": "A", "affiliations": [{ "organizationName": " ACME " }, { "organizationName": "ＡＣＭＥ" }, { "organizationName": "Widgets" }] })).await;
        make(&owner, json!({ "displayName": "B", "affiliations": [{ "organizationName": "widgets" }, { "organizationId": acme }] })).await;
        let all = owner.ok("{ organizations { nodes { name } } }", json!({})).await;
        assert_eq!(all["organizations"]["nodes"], json!([{ "name": "Acme" }, { "name": "Widgets" }]));
        let errors = owner.refused(MAKE, json!({ "input": { "displayName": "C", "affiliations": [{ "organizationId": acme, "organizationName": "Acme" }] } })).await;
        assert!(codes(&errors).contains(&("INVALID".to_owned(), "input.affiliations.0.organizationName".to_owned())), "{errors:?}");
    }

    a_key_in_another_system_is_one_persons(app) {
        let (owner, stranger) = (app.owner().await, app.owner().await);
        let key = json!([{ "source": "linkedin", "externalId": "ana" }]);
        let ana = make(&owner, json!({ "displayName": "Ana", "externalRefs": key })).await;
        let bo = owner.person("Bo").await;
        let errors = refuse(&owner, &bo, json!({ "setExternalRefs": key })).await;
        assert_eq!(codes(&errors), expected(&[("DUPLICATE", "input.setExternalRefs.0")]));
        assert_eq!(errors[0]["existing"]["id"], json!(ana));
        let errors = owner.refused(MAKE, json!({ "input": { "displayName": "Cleo", "externalRefs": key } })).await;
        assert_eq!(codes(&errors), expected(&[("DUPLICATE", "input.externalRefs.0")]));
        assert_eq!(names(&owner, json!({})).await, ["Ana", "Bo"]);
        make(&stranger, json!({ "displayName": "Ana", "externalRefs": key })).await;
    }

    an_archived_person_is_hidden_until_restored(app) {
        let owner = app.owner().await;
        let id = make(&owner, json!({ "displayName": "Ana", "contactPoints": [{ "kind": "EMAIL", "value": "ana@x.org" }] })).await;
        owner.person("Bo").await;
        let archived = owner.written(ARCHIVE, json!({ "id": id })).await;
        assert_eq!((&archived["person"]["archivedAt"], &archived["person"]["revision"]), (&json!("2026-03-01T09:00:00Z"), &json!(2)));
        assert_eq!(owner.written(ARCHIVE, json!({ "id": id })).await, archived, "twice is once");
        assert_eq!(names(&owner, json!({})).await, ["Bo"]);
        assert_eq!(found(&owner, "ana").await, Vec::<String>::new());
        assert_eq!(names(&owner, json!({ "archived": true })).await, ["Ana", "Bo"]);
        assert_eq!(names(&owner, json!({ "archived": true, "filter": { "archived": true } })).await, ["Ana"]);
        assert_eq!(owner.ok("{ person(by: { email: \"ana@x.org\" }) { id } }", json!({})).await["person"], Value::Null);
        assert_eq!(whole(&owner, &id).await["displayName"], "Ana", "by id it is there");
        let errors = refuse(&owner, &id, json!({ "nickname": "x" })).await;
        assert_eq!((&errors[0]["code"], &errors[0]["state"], &errors[0]["allowed"]), (&json!("STATE"), &json!("ARCHIVED"), &json!(["RESTORE"])));
        assert_eq!(owner.written(RESTORE, json!({ "id": id })).await["person"], json!({ "id": id, "archivedAt": null, "revision": 3 }));
        assert_eq!(names(&owner, json!({})).await, ["Ana", "Bo"]);
    }

    the_user_cannot_be_archived(app) {
        let owner = app.owner().await;
        let own = owner.ok("{ viewer { self { id } } people(includeSelf: true) { nodes { isSelf } } }", json!({})).await;
        assert_eq!(own["people"]["nodes"], json!([{ "isSelf": true }]));
        let errors = owner.refused(ARCHIVE, json!({ "id": own["viewer"]["self"]["id"] })).await;
        assert_eq!((&errors[0]["code"], &errors[0]["state"]), (&json!("STATE"), &json!("SELF")));
    }

    a_person_is_found_by_address_and_by_key(app) {
        let (owner, stranger) = (app.owner().await, app.owner().await);
        let first = make(&owner, json!({ "displayName": "Ana", "contactPoints": [{ "kind": "EMAIL", "value": "Ana@X.org" }], "externalRefs": [{ "source": "linkedin", "externalId": "ana" }] })).await;
        app.clock.advance(chrono::TimeDelta::seconds(1));
        make(&owner, json!({ "displayName": "Another", "contactPoints": [{ "kind": "EMAIL", "value": "ana@x.org" }] })).await;
        let by = "query($by: PersonRef!) { person(by: $by) { id } }";
        for (reference, finds) in [(json!({ "email": " ana@x.ORG" }), true), (json!({ "email": "ana@y.org" }), false), (json!({ "external": { "source": "linkedin", "externalId": "ana" } }), true),
                                   (json!({ "external": { "source": "xing", "externalId": "ana" } }), false)] {
            let found = owner.ok(by, json!({ "by": reference })).await["person"].take();
            assert_eq!(found, if finds { json!({ "id": first }) } else { Value::Null }, "{reference}");
            assert_eq!(stranger.ok(by, json!({ "by": reference })).await["person"], Value::Null);
        }
    }

    what_no_database_can_hold_is_no_fault_of_ours(app) {
        let owner = app.owner().await;
        owner.person("Ana").await;
        let by = "query($by: PersonRef!) { person(by: $by) { id } }";
        for reference in [json!({ "email": "a\0@x.org" }), json!({ "external": { "source": "a\0", "externalId": "\0" } })] {
            let (_, body) = owner.send(by, json!({ "by": reference })).await;
            assert_ne!(body["errors"][0]["extensions"]["code"], "INTERNAL", "{reference} {body}");
        }
        for filter in [json!({ "displayName": { "contains": "\0" } }), json!({ "email": { "eq": "\0" } }), json!({ "externalSource": "a\0" }),
                       json!({ "displayName": { "contains": "x".repeat(60_000) } }), json!({ "lastInteractionAt": { "lt": "P300000Y" } }), json!({ "createdAt": { "gt": "-P300000Y" } }), json!({ "createdAt": { "gt": "-P4000000000D" } })] {
            let (_, body) = owner.send(LIST, json!({ "filter": filter })).await;
            assert_ne!(body["errors"][0]["extensions"]["code"], "INTERNAL", "{} {body}", &filter.to_string()[..50.min(filter.to_string().len())]);
        }
        assert_eq!(filtered(&owner, json!({ "createdAt": { "gt": "-P300000Y" } })).await, ["Ana"]);
        assert_eq!(filtered(&owner, json!({ "createdAt": { "gt": "-P4000000000D" } })).await, ["Ana"]);
        assert_eq!(filtered(&owner, json!({ "createdAt": { "lt": "P300000Y" } })).await, ["Ana"]);
        for search in ["\0", "'", "\"", "*", "a\" OR \"b", "':*", "& | !"] {
            owner.ok(LIST, json!({ "search": search })).await;
        }
    }

    dates_may_be_known_in_part(app) {
        let owner = app.owner().await;
        let id = owner.person("Ana").await;
        for date in ["2020", "2020-05", "2020-05-12", "--05-12", "--02-29", "2024-02-29"] {
            update(&owner, &id, json!({ "birthday": date })).await;
            assert_eq!(whole(&owner, &id).await["birthday"], date);
        }
        for date in ["2023-02-29", "--13-01", "--05", "2020-13", "2020-5-1", "20", "0000", "2020-05-12T00:00:00Z", "", "12"] {
            let (status, body) = owner.send(UPDATE, json!({ "id": id, "input": { "birthday": date } })).await;
            let error = &body["errors"][0];
            assert!(error["extensions"]["code"] == "BAD_INPUT" && error["message"].as_str().unwrap().contains("partial date"), "{date}: {status} {body}");
        }
        assert_eq!(whole(&owner, &id).await["birthday"], "2024-02-29");
    }

    people_are_searched_by_all_that_is_known_of_them(app) {
        let (owner, stranger) = (app.owner().await, app.owner().await);
        let ana = make(&owner, json!({ "displayName": "Zoë Ångström", "headline": "Kitesurfer", "contactPoints": [{ "kind": "EMAIL", "value": "zoe@lighthouse.example" }],
            "affiliations": [{ "organizationName": "Straße & Söhne", "role": "Carpenter" }], "facts": [{ "kind": "TOPIC", "text": "Beekeeping" }], "attributes": [{ "dimension": "Secretdimension", "value": "Secretvalue" }] })).await;
        owner.person("Bo").await;
        let note = talk(&owner, &ana, "2026-02-01T09:00:00Z", "We spoke about lighthouses and Żubrówka").await;
        for text in ["zoe", "ZOË", "angstrom", "ang zo", "kite", "zoe@lighthouse.example", "lighthouse", "strasse", "sohne stra", "carpenter", "beek", "zubrowka", "spoke żub"] {
            assert_eq!(found(&owner, text).await, ["Zoë Ångström"], "{text}");
        }
        for text in ["oe", "zoe bo", "secretvalue", "secretdimension", "%", "_", "-"] {
            assert_eq!(found(&owner, text).await, Vec::<String>::new(), "{text}");
        }
        for empty in ["", " "] {
            assert!(found(&owner, empty).await.len() > 1, "an empty search is none");
        }
        assert_eq!(found(&stranger, "zoe").await, Vec::<String>::new());
        update(&owner, &ana, json!({ "displayName": "Zoë Lund", "headline": null })).await;
        assert_eq!(found(&owner, "angstrom").await, Vec::<String>::new());
        assert_eq!(found(&owner, "kite").await, Vec::<String>::new());
        assert_eq!(found(&owner, "lund").await, ["Zoë Lund"]);
        owner.written("mutation($id: ID!) { archiveInteraction(id: $id) { userErrors { code } } }", json!({ "id": note })).await;
        assert_eq!(found(&owner, "zubrowka").await, Vec::<String>::new(), "an archived interaction does not speak");
    }

    lists_are_filtered_by_name_and_address(app) {
        let owner = app.owner().await;
        for name in ["100% Ana", "100_Ana", "100\\Ana", "Änne", "anne b", "Bo"] {
            owner.person(name).await;
        }
        make(&owner, json!({ "displayName": "Mail", "contactPoints": [{ "kind": "EMAIL", "value": "Some_One@X.org" }, { "kind": "PHONE", "value": "555 1234" }] })).await;
        let name = |comparator: Value| json!({ "displayName": comparator });
        assert_eq!(filtered(&owner, name(json!({ "contains": "%" }))).await, ["100% Ana"]);
        assert_eq!(filtered(&owner, name(json!({ "contains": "0_a" }))).await, ["100_Ana"]);
        assert_eq!(filtered(&owner, name(json!({ "startsWith": "100\\" }))).await, ["100\\Ana"]);
        assert_eq!(filtered(&owner, name(json!({ "startsWith": "ANN" }))).await, ["Änne", "anne b"]);
        assert_eq!(filtered(&owner, name(json!({ "eq": "ANNE" }))).await, ["Änne"]);
        assert_eq!(filtered(&owner, name(json!({ "in": ["bo", "anne"] }))).await, ["Änne", "Bo"]);
        assert_eq!(filtered(&owner, name(json!({ "in": [] }))).await, Vec::<String>::new());
        assert_eq!(filtered(&owner, name(json!({ "notIn": ["bo", "änne", "MAIL"], "startsWith": "a" }))).await, ["anne b"]);
        for comparator in [json!({ "eq": "some_one@x.ORG" }), json!({ "startsWith": "some_" }), json!({ "contains": "_one@" })] {
            assert_eq!(filtered(&owner, json!({ "email": comparator })).await, ["Mail"], "{comparator}");
        }
        assert_eq!(filtered(&owner, json!({ "email": { "contains": "555" } })).await, Vec::<String>::new(), "a telephone is no address");
        let boxed = json!({ "or": [{ "displayName": { "eq": "bo" } }, { "email": { "contains": "x.org" } }], "not": { "displayName": { "startsWith": "m" } } });
        assert_eq!(filtered(&owner, boxed).await, ["Bo"]);
        assert_eq!(filtered(&owner, json!({ "and": [{ "displayName": { "contains": "an" } }, { "not": { "displayName": { "contains": "100" } } }] })).await, ["Änne", "anne b"]);
        assert_eq!(filtered(&owner, json!({ "or": [] })).await, Vec::<String>::new());
    }

    lists_are_filtered_by_labels_roles_and_organisations(app) {
        let owner = app.owner().await;
        let id = ana(&owner).await;
        make(&owner, json!({ "displayName": "Bo", "tagNames": ["speaker"] })).await;
        let data = owner.ok("query($id: ID!) { person(by: { id: $id }) { tags { id name } circles { id } affiliations { organization { id } } } }", json!({ "id": id })).await;
        let (rust, speaker, circle, organization) = (&data["person"]["tags"][0]["id"], &data["person"]["tags"][1]["id"], &data["person"]["circles"][0]["id"], &data["person"]["affiliations"][1]["organization"]["id"]);
        const ANA: &str = "Dr Ana Maria Silva";
        for (filter, expected) in [
            (json!({ "tags": { "some": { "eq": rust } } }), vec![ANA]),
            (json!({ "tags": { "some": { "in": [rust, speaker] } } }), vec!["Bo", ANA]),
            (json!({ "tags": { "some": { "eq": speaker }, "none": { "eq": rust } } }), vec!["Bo"]),
            (json!({ "tags": { "none": { "in": [rust, speaker] } } }), vec!["Through"]),
            (json!({ "tags": { "some": { "isNull": true } } }), vec!["Through"]),
            (json!({ "tags": { "some": { "isNull": false } } }), vec!["Bo", ANA]),
            (json!({ "circles": { "some": { "eq": circle } } }), vec![ANA]),
            (json!({ "circles": { "none": { "eq": circle } } }), vec!["Bo", "Through"]),
            (json!({ "organizationId": { "eq": organization } }), vec![ANA]),
            (json!({ "organizationId": { "isNull": true } }), vec!["Bo", "Through"]),
            (json!({ "supportRole": { "in": ["MENTOR", "PEER"] } }), vec![ANA]),
            (json!({ "supportRole": { "in": ["PEER"] } }), vec![]),
            (json!({ "externalSource": "linkedin" }), vec![ANA]),
            (json!({ "externalSource": "xing" }), vec![]),
        ] {
            assert_eq!(filtered(&owner, filter.clone()).await, expected, "{filter}");
        }
        assert_eq!(refused_list(&owner, json!({ "filter": { "tags": { "some": { "eq": circle } } } })).await, "BAD_INPUT");
    }

    lists_are_filtered_by_the_last_interaction(app) {
        let owner = app.owner().await;
        for (name, at) in [("Lately", Some("2026-02-20T09:00:00Z")), ("Long ago", Some("2026-01-01T09:00:00Z")), ("Never", None)] {
            let id = owner.person(name).await;
            if let Some(at) = at {
                talk(&owner, &id, at, "x").await;
            }
        }
        let last = |comparator: Value| json!({ "lastInteractionAt": comparator });
        assert_eq!(filtered(&owner, last(json!({ "gt": "-P30D" }))).await, ["Lately"]);
        assert_eq!(filtered(&owner, last(json!({ "lt": "-P30D" }))).await, ["Long ago"], "never is not before");
        assert_eq!(filtered(&owner, last(json!({ "lte": "2026-01-01T10:00:00+01:00", "gte": "2026-01-01T09:00:00Z" }))).await, ["Long ago"]);
        assert_eq!(filtered(&owner, last(json!({ "isNull": true }))).await, ["Never"]);
        assert_eq!(filtered(&owner, last(json!({ "isNull": false }))).await, ["Lately", "Long ago"]);
        assert_eq!(filtered(&owner, json!({ "or": [last(json!({ "isNull": true })), last(json!({ "lt": "-P1M" }))] })).await, ["Long ago", "Never"]);
        let order = |direction: &str| json!({ "order": { "field": "LAST_INTERACTION_AT", "direction": direction } });
        assert_eq!(names(&owner, order("DESC")).await, ["Lately", "Long ago", "Never"]);
        assert_eq!(names(&owner, order("ASC")).await, ["Never", "Long ago", "Lately"]);
        app.clock.advance(chrono::TimeDelta::minutes(10));
        let soon = owner.person("Soon").await;
        assert_eq!(filtered(&owner, json!({ "createdAt": { "gte": "-PT5M" } })).await, ["Soon"]);
        update(&owner, &soon, json!({ "nickname": "S" })).await;
        assert_eq!(filtered(&owner, json!({ "updatedAt": { "lt": "-PT5M" } })).await, ["Lately", "Long ago", "Never"]);
    }

    a_filter_has_a_depth_and_a_size(app) {
        let owner = app.owner().await;
        let leaf = json!({ "displayName": { "contains": "a" } });
        let mut filter = leaf.clone();
        for _ in 0..3 {
            filter = json!({ "not": filter });
        }
        filtered(&owner, filter.clone()).await;
        assert_eq!(refused_list(&owner, json!({ "filter": { "not": filter } })).await, "BAD_INPUT");
        filtered(&owner, json!({ "or": vec![leaf.clone(); 20] })).await;
        assert_eq!(refused_list(&owner, json!({ "filter": { "or": vec![leaf; 21] } })).await, "BAD_INPUT");
        assert_eq!(refused_list(&owner, json!({ "filter": { "displayName": { "in": vec!["x"; 101] } } })).await, "BAD_INPUT");
    }

    pages_lose_and_repeat_nobody_in_either_direction(app) {
        let owner = app.owner().await;
        for number in 0..23 {
            owner.person(if number % 3 == 0 { "Ana" } else { "ána" }).await;
            if number % 5 == 0 {
                app.clock.advance(chrono::TimeDelta::seconds(1));
            }
        }
        for field in ["DISPLAY_NAME", "CREATED_AT", "UPDATED_AT", "LAST_INTERACTION_AT"] {
            for direction in ["ASC", "DESC"] {
                let order = json!({ "field": field, "direction": direction });
                let walk = async |size: &str, from: &str, edge: &str, more: &str| {
                    let (mut ids, mut cursor) = (Vec::new(), Value::Null);
                    loop {
                        let page = owner.ok(LIST, json!({ "order": order, size: 4, from: cursor })).await["people"].take();
                        assert_eq!(page["totalCount"], 23);
                        let mut some: Vec<String> = page["nodes"].as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap().to_owned()).collect();
                        if size == "last" {
                            some.reverse();
                        }
                        ids.extend(some);
                        cursor = page["pageInfo"][edge].clone();
                        if page["pageInfo"][more] == false {
                            return ids;
                        }
                    }
                };
                let forward = walk("first", "after", "endCursor", "hasNextPage").await;
                let mut backward = walk("last", "before", "startCursor", "hasPreviousPage").await;
                backward.reverse();
                assert_eq!(forward, backward, "{field} {direction}");
                let mut once = forward.clone();
                once.sort();
                once.dedup();
                assert_eq!(once.len(), 23, "{field} {direction}");
            }
        }
    }

    bad_pages_are_refused(app) {
        let owner = app.owner().await;
        for name in ["A", "B", "C"] {
            owner.person(name).await;
        }
        for variables in [json!({ "first": 101 }), json!({ "first": -1 }), json!({ "last": 101 }), json!({ "last": -1 }), json!({ "first": 1, "last": 1 })] {
            assert_eq!(refused_list(&owner, variables).await, "BAD_INPUT");
        }
        let page = owner.ok(LIST, json!({ "first": 1 })).await;
        let cursor = &page["people"]["pageInfo"]["endCursor"];
        assert_eq!(names(&owner, json!({ "first": 5, "after": cursor })).await, ["B", "C"]);
        // What is mentioned without a value is as if it were not mentioned.
        let nothing = json!({ "first": 5, "after": cursor, "order": null, "filter": {}, "search": null });
        assert_eq!(names(&owner, nothing).await, ["B", "C"]);
        for variables in [
            json!({ "after": cursor, "order": { "field": "CREATED_AT", "direction": "ASC" } }),
            json!({ "after": cursor, "order": { "field": "DISPLAY_NAME", "direction": "DESC" } }),
            json!({ "after": cursor, "filter": { "displayName": { "contains": "a" } } }),
            json!({ "after": cursor, "search": "a" }), json!({ "after": "nonsense" }), json!({ "after": "" }), json!({ "before": "e30" }),
        ] {
            assert_eq!(refused_list(&owner, variables).await, "BAD_CURSOR");
        }
        assert_eq!(refused_list(&owner, json!({ "first": 1, "before": cursor })).await, "BAD_INPUT");
        assert_eq!(names(&owner, json!({ "first": 0 })).await, Vec::<String>::new());
    }

    a_forged_cursor_is_a_bad_cursor(app) {
        use base64::Engine as _;
        let owner = app.owner().await;
        for name in ["A", "B", "C"] {
            owner.person(name).await;
        }
        let engine = base64::engine::general_purpose::URL_SAFE_NO_PAD;
        for (field, key) in [("CREATED_AT", json!("x")), ("CREATED_AT", json!(i64::MAX)), ("DISPLAY_NAME", json!(1)), ("DISPLAY_NAME", json!("\0"))] {
            let order = json!({ "field": field, "direction": "ASC" });
            let page = owner.ok(LIST, json!({ "first": 1, "order": order })).await;
            let mut cursor: Value = serde_json::from_slice(&engine.decode(page["people"]["pageInfo"]["endCursor"].as_str().unwrap()).unwrap()).unwrap();
            cursor["k"] = key;
            let (_, body) = owner.send(LIST, json!({ "order": order, "after": engine.encode(cursor.to_string()) })).await;
            assert_ne!(body["errors"][0]["extensions"]["code"], "INTERNAL", "{cursor} {body}");
        }
    }

    a_tie_joins_two_people_once_a_kind(app) {
        let (owner, stranger) = (app.owner().await, app.owner().await);
        let (ana, bo, theirs) = (owner.person("Ana").await, owner.person("Bo").await, stranger.person("Theirs").await);
        let tie = |from: &str, to: &str, kind: &str| json!({ "input": { "fromId": from, "toId": to, "kind": kind } });
        let made = owner.written(TIE, tie(&ana, &bo, "Friend")).await;
        let (kind, evidence) = (&made["tie"]["kind"], &made["tie"]["evidence"]);
        assert_eq!((kind, evidence, &made["tie"]["from"]["id"]), (&json!("friend"), &json!("STATED"), &json!(ana)));
        let errors = owner.refused(TIE, tie(&ana, &bo, "FRIEND ")).await;
        assert_eq!(codes(&errors), expected(&[("DUPLICATE", "input.kind")]));
        assert_eq!(errors[0]["existing"]["id"], made["tie"]["id"]);
        owner.written(TIE, tie(&bo, &ana, "friend")).await;
        let colleague = owner.written(TIE, tie(&ana, &bo, "colleague")).await;
        assert_eq!(codes(&owner.refused(TIE, tie(&ana, &ana, "friend")).await), expected(&[("INVALID", "input.toId")]));
        assert_eq!(codes(&owner.refused(TIE, tie(&ana, &theirs, " ")).await), expected(&[("REQUIRED", "input.kind"), ("NOT_FOUND", "input.toId")]));
        let errors = owner.refused(TIE, tie(&ana, &bo, &"k".repeat(51))).await;
        assert_eq!((codes(&errors), &errors[0]["max"]), (expected(&[("TOO_LONG", "input.kind")]), &json!(50)));
        let change = "mutation($id: ID!, $input: UpdateTieInput!) { updateTie(id: $id, input: $input) { tie { kind closeness } userErrors { code path } } }";
        let errors = owner.refused(change, json!({ "id": colleague["tie"]["id"], "input": { "kind": "friend" } })).await;
        assert_eq!(codes(&errors), expected(&[("DUPLICATE", "input.kind")]));
        let changed = owner.written(change, json!({ "id": colleague["tie"]["id"], "input": { "kind": "Rival", "closeness": "STRONG" } })).await;
        assert_eq!(changed["tie"], json!({ "kind": "rival", "closeness": "STRONG" }));
        assert_eq!(stranger.refused(change, json!({ "id": colleague["tie"]["id"], "input": {} })).await[0]["code"], "NOT_FOUND");
    }

    the_ties_of_a_person_go_both_ways_and_in_pages(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        let mut made = Vec::new();
        for number in 0..7 {
            let other = owner.person(&format!("P{number}")).await;
            let (from, to) = if number % 2 == 0 { (&ana, &other) } else { (&other, &ana) };
            let tie = owner.written(TIE, json!({ "input": { "fromId": from, "toId": to, "kind": "friend" } })).await;
            made.push(tie["tie"]["id"].as_str().unwrap().to_owned());
            app.clock.advance(chrono::TimeDelta::seconds(1));
        }
        let query = "query($id: ID!, $first: Int, $after: String, $last: Int, $before: String) { person(by: { id: $id }) { ties(first: $first, after: $after, last: $last, before: $before) { nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }";
        for (size, from, edge, more) in [("first", "after", "endCursor", "hasNextPage"), ("last", "before", "startCursor", "hasPreviousPage")] {
            let (mut seen, mut cursor) = (Vec::new(), Value::Null);
            loop {
                let page = owner.ok(query, json!({ "id": ana, size: 3, from: cursor })).await["person"]["ties"].take();
                let mut ids: Vec<String> = page["nodes"].as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap().to_owned()).collect();
                if size == "last" {
                    ids.reverse();
                }
                seen.extend(ids);
                cursor = page["pageInfo"][edge].clone();
                if page["pageInfo"][more] == false {
                    break;
                }
            }
            if size == "last" {
                seen.reverse();
            }
            assert_eq!(seen, made, "{size}");
        }
        owner.written("mutation($id: ID!) { archiveTie(id: $id) { tie { id } userErrors { code } } }", json!({ "id": made[0] })).await;
        let ties = async || owner.ok(query, json!({ "id": ana })).await["person"]["ties"]["nodes"].as_array().unwrap().len();
        assert_eq!(ties().await, 6);
        owner.written("mutation($id: ID!) { restoreTie(id: $id) { tie { id } userErrors { code } } }", json!({ "id": made[0] })).await;
        assert_eq!(ties().await, 7);
    }

    a_list_of_people_takes_as_many_statements_for_20_as_for_2(app) {
        let owner = app.owner().await;
        let query = "{ people(first: 50) { nodes { contactPoints { id } affiliations { organization { name } } facts { id } supportRoles { role } attributes { value { name } dimension { name } } externalRefs { source } tags { name } circles { name } metThrough { id } ties { nodes { to { id } } } interactions(first: 2) { nodes { participants { id } } } } } }";
        ana(&owner).await;
        let few = app.statements(async { owner.ok(query, json!({})).await; }).await;
        for number in 0..18 {
            let id = make(&owner, json!({ "displayName": format!("P{number}"), "tagNames": ["t"], "affiliations": [{ "organizationName": format!("O{number}") }], "facts": [{ "kind": "OTHER", "text": "x" }] })).await;
            talk(&owner, &id, "2026-02-01T09:00:00Z", "x").await;
        }
        let many = app.statements(async { owner.ok(query, json!({})).await; }).await;
        // The participants of interactions and the ends of ties are asked for only where there are some.
        assert!(many.len() <= few.len() + 2, "{} {}: {many:#?}", few.len(), many.len());
    }
}
