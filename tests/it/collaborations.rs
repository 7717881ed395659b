//! Collaborations through the API.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Client, TestApp, both};

const ERRORS: &str = "userErrors { code message path ... on DuplicateError { existing { id } } ... on ConflictError { currentRevision current { id } } ... on StateError { state allowed } ... on InputError { max } }";
const FIELDS: &str =
    "id title kind state allowedStates description aim startedOn endedOn result revision archivedAt";
const PARTS: &str =
    "members { id person { id } role contribution startedOn endedOn } milestones { id title dueOn doneOn }";

const CREATE: &str = "createCollaboration($input: CreateCollaborationInput!)";
const UPDATE: &str =
    "updateCollaboration($id: ID!, $input: UpdateCollaborationInput!, $expectedRevision: Int)";
const MOVE: &str = "moveCollaboration($id: ID!, $input: MoveCollaborationInput!, $expectedRevision: Int)";
const ARCHIVE: &str = "archiveCollaboration($id: ID!, $expectedRevision: Int)";
const RESTORE: &str = "restoreCollaboration($id: ID!, $expectedRevision: Int)";

/// The document of a mutation that is given as it is declared.
fn document(mutation: &str) -> String {
    let (name, arguments) = mutation.split_once('(').unwrap();
    let names = arguments
        .split(',')
        .map(|it| it.trim().trim_start_matches('$').split(':').next().unwrap());
    let passed: Vec<String> = names.map(|name| format!("{name}: ${name}")).collect();
    format!(
        "mutation({arguments} {{ {name}({}) {{ collaboration {{ {FIELDS} {PARTS} }} seq {ERRORS} }} }}",
        passed.join(", ")
    )
}

/// A caller whose token outlives the tests' days.
async fn owner(app: &TestApp) -> Client {
    let scopes = [
        "PEOPLE_READ",
        "PEOPLE_WRITE",
        "COLLABORATIONS_READ",
        "COLLABORATIONS_WRITE",
        "CHANGES_READ",
    ];
    app.owner().await.with_scopes(&scopes).await
}

async fn written(client: &Client, mutation: &str, variables: Value) -> Value {
    client.written(&document(mutation), variables).await["collaboration"].take()
}

async fn refused(client: &Client, mutation: &str, variables: Value) -> Vec<Value> {
    client.refused(&document(mutation), variables).await
}

async fn create(client: &Client, input: Value) -> Value {
    written(client, CREATE, json!({ "input": input })).await
}

/// A collaboration with nothing but a title; its id.
async fn titled(client: &Client, title: &str) -> String {
    text(&create(client, json!({ "title": title, "kind": "PROJECT" })).await["id"])
}

async fn update(client: &Client, id: &str, input: Value) -> Value {
    written(client, UPDATE, json!({ "id": id, "input": input })).await
}

async fn move_to(client: &Client, id: &str, to: &str) -> Value {
    written(client, MOVE, json!({ "id": id, "input": { "to": to } })).await
}

async fn get(client: &Client, id: &str) -> Value {
    let query = format!("query($id: ID!) {{ collaboration(id: $id) {{ {FIELDS} {PARTS} }} }}");
    client.ok(&query, json!({ "id": id })).await["collaboration"].take()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn texts(nodes: &Value, field: &str) -> Vec<String> {
    nodes
        .as_array()
        .unwrap()
        .iter()
        .map(|node| text(&node[field]))
        .collect()
}

/// The titles that the list shows under these arguments.
async fn listed(client: &Client, arguments: &str) -> Vec<String> {
    let arguments = if arguments.is_empty() {
        String::new()
    } else {
        format!("({arguments})")
    };
    let data = client
        .ok(
            &format!("{{ collaborations{arguments} {{ nodes {{ title }} }} }}"),
            json!({}),
        )
        .await;
    texts(&data["collaborations"]["nodes"], "title")
}

/// Code and place of each error: `INVALID input.members.0.personId`.
fn places(errors: &[Value]) -> Vec<String> {
    let place = |error: &Value| {
        let path: Vec<_> = error["path"].as_array().unwrap().iter().map(text).collect();
        format!("{} {}", error["code"].as_str().unwrap(), path.join("."))
    };
    errors.iter().map(place).collect()
}

both! {
    a_collaboration_is_made_with_its_members_and_milestones(app) {
        let owner = owner(&app).await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let made = create(&owner, json!({
            "title": "  Café São ", "kind": "JOINT_VENTURE", "state": "ACTIVE", "description": "a café", "aim": "open doors",
            "startedOn": "2024-05", "endedOn": "2027",
            "members": [
                { "personId": bea, "role": "lead", "contribution": "the money", "startedOn": "2024-05" },
                { "personId": ana, "startedOn": "2024", "endedOn": "2025" },
                { "personId": ana, "role": "barista", "startedOn": "2026" },
            ],
            "milestones": [{ "title": "Lease", "dueOn": "2024-09-01", "doneOn": "2024-08-30" }, { "title": "Opening" }],
        })).await;
        let id = text(&made["id"]);
        assert!(id.starts_with("collaboration_"));
        assert_eq!(get(&owner, &id).await, made);
        assert_eq!((&made["title"], &made["kind"], &made["state"]), (&json!("Café São"), &json!("JOINT_VENTURE"), &json!("ACTIVE")));
        assert_eq!((&made["description"], &made["aim"], &made["result"]), (&json!("a café"), &json!("open doors"), &json!(null)));
        assert_eq!((&made["startedOn"], &made["endedOn"], &made["revision"]), (&json!("2024-05"), &json!("2027"), &json!(1)));
        assert_eq!(made["allowedStates"], json!(["PAUSED", "DONE", "DROPPED"]));
        let members: Vec<_> = made["members"].as_array().unwrap().iter().map(|it| json!([it["person"]["id"], it["role"], it["contribution"], it["startedOn"], it["endedOn"]])).collect();
        assert_eq!(json!(members), json!([
            [bea, "lead", "the money", "2024-05", null],
            [ana, null, null, "2024", "2025"],
            [ana, "barista", null, "2026", null],
        ]));
        let milestones: Vec<_> = made["milestones"].as_array().unwrap().iter().map(|it| json!([it["title"], it["dueOn"], it["doneOn"]])).collect();
        assert_eq!(json!(milestones), json!([["Lease", "2024-09-01", "2024-08-30"], ["Opening", null, null]]));
        assert!(text(&made["members"][0]["id"]).starts_with("collaboration_member_"));
        assert!(text(&made["milestones"][0]["id"]).starts_with("collaboration_milestone_"));
        assert_eq!(owner.ok("query($id: ID!) { node(id: $id) { __typename } }", json!({ "id": id })).await["node"]["__typename"], "Collaboration");
    }

    a_new_collaboration_is_an_idea_without_dates(app) {
        let owner = owner(&app).await;
        let made = create(&owner, json!({ "title": "A book", "kind": "OPPORTUNITY" })).await;
        assert_eq!((&made["state"], &made["startedOn"], &made["endedOn"]), (&json!("IDEA"), &json!(null), &json!(null)));
        assert_eq!(made["allowedStates"], json!(["PROPOSED", "ACTIVE", "DROPPED"]));
        let old = create(&owner, json!({ "title": "Once", "kind": "OTHER", "state": "DONE", "result": "a prize" })).await;
        assert_eq!((&old["endedOn"], &old["result"]), (&json!(null), &json!("a prize")));
    }

    a_repeated_create_with_the_same_id_succeeds_once(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        let wanted = "collaboration_01h455vb4pex5vsknk084sn02q";
        let input = json!({ "id": wanted, "title": "A book", "kind": "PROJECT", "members": [{ "personId": ana }] });
        let first = owner.written(&document(CREATE), json!({ "input": input })).await;
        assert_eq!(owner.written(&document(CREATE), json!({ "input": input })).await, first);
        let other = json!({ "id": wanted, "title": "A book", "kind": "PROJECT", "members": [] });
        let errors = refused(&owner, CREATE, json!({ "input": other })).await;
        assert_eq!(places(&errors), ["DUPLICATE input.id"]);
        assert_eq!(errors[0]["existing"]["id"], wanted);
    }

    all_that_is_wrong_is_told_at_once_and_nothing_is_written(app) {
        let (owner, other) = (owner(&app).await, app.owner().await);
        let (ana, stranger) = (owner.person("Ana").await, other.person("Stranger").await);
        let input = json!({
            "title": " ", "kind": "PROJECT", "aim": "x".repeat(2001), "startedOn": "2026", "endedOn": "2025",
            "members": [
                { "personId": ana, "role": "x".repeat(201) },
                { "personId": stranger },
                { "personId": ana, "startedOn": "2025-06", "endedOn": "2025-05" },
            ],
            "milestones": [{ "title": "" }, { "title": "x".repeat(201) }],
        });
        assert_eq!(places(&refused(&owner, CREATE, json!({ "input": input })).await), [
            "REQUIRED input.title",
            "TOO_LONG input.aim",
            "INVALID input.endedOn",
            "TOO_LONG input.members.0.role",
            "INVALID input.members.2.endedOn",
            "REQUIRED input.milestones.0.title",
            "TOO_LONG input.milestones.1.title",
            "NOT_FOUND input.members.1.personId",
        ]);
        let input = json!({ "id": ana, "title": "A book", "kind": "PROJECT", "members": [{ "personId": "collaboration_01h455vb4pex5vsknk084sn02q" }] });
        assert_eq!(places(&refused(&owner, CREATE, json!({ "input": input })).await), ["INVALID input.id", "INVALID input.members.0.personId"]);
        let many = vec![json!({ "personId": ana }); 101];
        let errors = refused(&owner, CREATE, json!({ "input": { "title": "Crowd", "kind": "PROJECT", "members": many, "milestones": vec![json!({ "title": "Step" }); 101] } })).await;
        assert_eq!((places(&errors), &errors[0]["max"]), (vec!["TOO_MANY input.members".to_owned(), "TOO_MANY input.milestones".to_owned()], &json!(100)));
        assert!(listed(&owner, "").await.is_empty());
    }

    an_update_changes_what_is_given_and_clears_what_is_null(app) {
        let owner = owner(&app).await;
        let made = create(&owner, json!({ "title": "A book", "kind": "PROJECT", "aim": "print it", "description": "prose", "startedOn": "2025" })).await;
        let id = text(&made["id"]);
        let after = owner.written(&document(UPDATE), json!({ "id": id, "input": { "title": "Two books", "kind": "INITIATIVE", "aim": null, "result": "fame" }, "expectedRevision": 1 })).await;
        let it = &after["collaboration"];
        assert_eq!((&it["title"], &it["kind"], &it["aim"], &it["description"], &it["result"]), (&json!("Two books"), &json!("INITIATIVE"), &json!(null), &json!("prose"), &json!("fame")));
        assert_eq!(it["revision"], 2);
        let same = owner.written(&document(UPDATE), json!({ "id": id, "input": { "title": "Two books" } })).await;
        assert_eq!((&same["collaboration"]["revision"], &same["seq"]), (&json!(2), &after["seq"]));
        let errors = refused(&owner, UPDATE, json!({ "id": id, "input": { "title": null, "kind": null, "result": "x".repeat(5001), "endedOn": "2024" } })).await;
        assert_eq!(places(&errors), ["REQUIRED input.title", "REQUIRED input.kind", "TOO_LONG input.result", "INVALID input.endedOn"]);
        let errors = refused(&owner, UPDATE, json!({ "id": id, "input": { "title": "x" }, "expectedRevision": 1 })).await;
        assert_eq!(places(&errors), ["CONFLICT expectedRevision"]);
        assert_eq!((&errors[0]["currentRevision"], &errors[0]["current"]["id"]), (&json!(2), &json!(id)));
        update(&owner, &id, json!({ "endedOn": "2026" })).await;
        assert_eq!(places(&refused(&owner, UPDATE, json!({ "id": id, "input": { "startedOn": "2027" } })).await), ["INVALID input.startedOn"]);
        update(&owner, &id, json!({ "startedOn": "2027", "endedOn": null })).await;
    }

    parts_are_removed_changed_and_added_in_one_revision(app) {
        let owner = owner(&app).await;
        let (ana, bea, cleo) = (owner.person("Ana").await, owner.person("Bea").await, owner.person("Cleo").await);
        let made = create(&owner, json!({
            "title": "A book", "kind": "PROJECT",
            "members": [{ "personId": ana, "role": "author", "contribution": "words" }, { "personId": bea, "startedOn": "2025" }],
            "milestones": [{ "title": "Draft", "dueOn": "2026-04-01" }, { "title": "Print" }],
        })).await;
        let (id, first, second) = (text(&made["id"]), text(&made["members"][0]["id"]), text(&made["members"][1]["id"]));
        let (draft, print) = (text(&made["milestones"][0]["id"]), text(&made["milestones"][1]["id"]));
        let after = update(&owner, &id, json!({
            "removeMemberIds": [second], "updateMembers": [{ "id": first, "role": null, "startedOn": "2024" }],
            "addMembers": [{ "personId": cleo, "role": "printer" }, { "personId": bea, "startedOn": "2026" }],
            "removeMilestoneIds": [print], "updateMilestones": [{ "id": draft, "dueOn": null, "doneOn": "2026-02-27" }], "addMilestones": [{ "title": "Bind" }],
        })).await;
        assert_eq!(after["revision"], 2);
        let members: Vec<_> = after["members"].as_array().unwrap().iter().map(|it| json!([it["person"]["id"], it["role"], it["contribution"], it["startedOn"]])).collect();
        assert_eq!(json!(members), json!([[ana, null, "words", "2024"], [cleo, "printer", null, null], [bea, null, null, "2026"]]));
        assert_eq!(after["members"][0]["id"], first, "a part keeps its id");
        let milestones: Vec<_> = after["milestones"].as_array().unwrap().iter().map(|it| json!([it["title"], it["dueOn"], it["doneOn"]])).collect();
        assert_eq!(json!(milestones), json!([["Draft", null, "2026-02-27"], ["Bind", null, null]]));

        let same = update(&owner, &id, json!({ "updateMembers": [{ "id": first, "startedOn": "2024" }], "updateMilestones": [{ "id": draft, "title": "Draft" }], "removeMemberIds": [] })).await;
        assert_eq!(same, after, "nothing changed");
        let errors = refused(&owner, UPDATE, json!({ "id": id, "input": {
            "removeMemberIds": [second, first], "updateMembers": [{ "id": first, "role": "x" }, { "id": draft }], "updateMilestones": [{ "id": draft, "title": null }],
        } })).await;
        assert_eq!(places(&errors), ["INVALID input.updateMembers.1.id"]);
        let errors = refused(&owner, UPDATE, json!({ "id": id, "input": {
            "removeMemberIds": [second, first], "updateMembers": [{ "id": first, "role": "x" }], "updateMilestones": [{ "id": draft, "title": null }],
            "addMembers": [{ "personId": "person_01h455vb4pex5vsknk084sn02q" }],
        } })).await;
        assert_eq!(places(&errors), [
            "NOT_FOUND input.removeMemberIds.0",
            "NOT_FOUND input.updateMembers.0.id",
            "REQUIRED input.updateMilestones.0.title",
            "NOT_FOUND input.addMembers.0.personId",
        ]);
        let errors = refused(&owner, UPDATE, json!({ "id": id, "input": { "updateMembers": [{ "id": first, "endedOn": "2023" }] } })).await;
        assert_eq!(places(&errors), ["INVALID input.updateMembers.0.endedOn"]);
        let errors = refused(&owner, UPDATE, json!({ "id": id, "input": { "addMembers": vec![json!({ "personId": ana }); 98] } })).await;
        assert_eq!(places(&errors), ["TOO_MANY input.addMembers"]);
        assert_eq!(get(&owner, &id).await, after);
        let feed = owner.ok("{ changes(types: [COLLABORATION]) { changes { op revision } } }", json!({})).await;
        assert_eq!(feed["changes"]["changes"], json!([{ "op": "CREATE", "revision": 1 }, { "op": "UPDATE", "revision": 2 }]));
    }

    the_parts_of_another_collaboration_cannot_be_touched(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        let one = create(&owner, json!({ "title": "One", "kind": "PROJECT", "members": [{ "personId": ana }], "milestones": [{ "title": "Step" }] })).await;
        let two = titled(&owner, "Two").await;
        let (member, milestone) = (&one["members"][0]["id"], &one["milestones"][0]["id"]);
        let errors = refused(&owner, UPDATE, json!({ "id": two, "input": {
            "removeMemberIds": [member], "updateMembers": [{ "id": member, "role": "thief" }], "removeMilestoneIds": [milestone], "updateMilestones": [{ "id": milestone, "title": "Mine" }],
        } })).await;
        assert_eq!(places(&errors), [
            "NOT_FOUND input.removeMemberIds.0",
            "NOT_FOUND input.updateMembers.0.id",
            "NOT_FOUND input.removeMilestoneIds.0",
            "NOT_FOUND input.updateMilestones.0.id",
        ]);
        assert_eq!(get(&owner, &text(&one["id"])).await, one);
    }

    a_collaboration_goes_from_an_idea_to_its_end_and_begins_again(app) {
        let owner = owner(&app).await;
        let id = titled(&owner, "A book").await;
        let proposed = move_to(&owner, &id, "PROPOSED").await;
        assert_eq!((&proposed["state"], &proposed["startedOn"], &proposed["allowedStates"]), (&json!("PROPOSED"), &json!(null), &json!(["ACTIVE", "DROPPED"])));
        let active = move_to(&owner, &id, "ACTIVE").await;
        assert_eq!((&active["startedOn"], &active["endedOn"]), (&json!("2026-03-01"), &json!(null)));
        app.clock.advance(TimeDelta::days(30));
        assert_eq!(move_to(&owner, &id, "PAUSED").await["endedOn"], json!(null));
        assert_eq!(move_to(&owner, &id, "ACTIVE").await["startedOn"], "2026-03-01");
        let done = written(&owner, MOVE, json!({ "id": id, "input": { "to": "DONE", "result": " a prize " } })).await;
        assert_eq!((&done["endedOn"], &done["result"], &done["allowedStates"]), (&json!("2026-03-31"), &json!("a prize"), &json!(["ACTIVE"])));
        assert_eq!(listed(&owner, "search: \"prize\"").await, ["A book"]);
        let again = move_to(&owner, &id, "ACTIVE").await;
        assert_eq!((&again["startedOn"], &again["endedOn"], &again["result"]), (&json!("2026-03-01"), &json!(null), &json!("a prize")));
        assert_eq!(again["revision"], 7);
        let errors = refused(&owner, MOVE, json!({ "id": id, "input": { "to": "IDEA" }, "expectedRevision": 6 })).await;
        assert_eq!(places(&errors), ["CONFLICT expectedRevision"]);
    }

    a_step_that_the_state_does_not_allow_is_refused_with_those_that_it_does(app) {
        let owner = owner(&app).await;
        for (state, to, allowed) in [
            ("IDEA", "DONE", json!(["PROPOSED", "ACTIVE", "DROPPED"])),
            ("PROPOSED", "IDEA", json!(["ACTIVE", "DROPPED"])),
            ("ACTIVE", "ACTIVE", json!(["PAUSED", "DONE", "DROPPED"])),
            ("PAUSED", "PROPOSED", json!(["ACTIVE", "DONE", "DROPPED"])),
            ("DONE", "DROPPED", json!(["ACTIVE"])),
            ("DROPPED", "PAUSED", json!(["ACTIVE"])),
        ] {
            let made = create(&owner, json!({ "title": "A book", "kind": "PROJECT", "state": state })).await;
            let errors = refused(&owner, MOVE, json!({ "id": made["id"], "input": { "to": to, "result": "x".repeat(5001) } })).await;
            assert_eq!(places(&errors), ["TOO_LONG input.result", "STATE input.to"]);
            assert_eq!((&errors[1]["state"], &errors[1]["allowed"]), (&json!(state), &allowed));
            assert_eq!(get(&owner, &text(&made["id"])).await, made);
        }
    }

    an_archived_collaboration_is_hidden_and_unmovable_until_it_is_restored(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        let id = text(&create(&owner, json!({ "title": "A book", "kind": "PROJECT", "members": [{ "personId": ana }] })).await["id"]);
        let archived = written(&owner, ARCHIVE, json!({ "id": id, "expectedRevision": 1 })).await;
        assert_eq!((&archived["archivedAt"], &archived["revision"], &archived["allowedStates"]), (&json!("2026-03-01T09:00:00Z"), &json!(2), &json!([])));
        assert_eq!(written(&owner, ARCHIVE, json!({ "id": id })).await["revision"], 2);
        assert!(listed(&owner, "").await.is_empty());
        assert_eq!(listed(&owner, "includeArchived: true, search: \"book\"").await, ["A book"]);
        let of_ana = "query($id: ID!) { person(by: { id: $id }) { collaborations { totalCount nodes { title } } } }";
        assert_eq!(owner.ok(of_ana, json!({ "id": ana })).await["person"]["collaborations"], json!({ "totalCount": 0, "nodes": [] }));
        let errors = refused(&owner, MOVE, json!({ "id": id, "input": { "to": "ACTIVE" } })).await;
        assert_eq!((&errors[0]["state"], &errors[0]["allowed"]), (&json!("ARCHIVED"), &json!(["RESTORE"])));
        assert_eq!(places(&refused(&owner, UPDATE, json!({ "id": id, "input": {} })).await), ["STATE id"]);
        assert_eq!(places(&refused(&owner, RESTORE, json!({ "id": id, "expectedRevision": 1 })).await), ["CONFLICT expectedRevision"]);
        assert_eq!(written(&owner, RESTORE, json!({ "id": id })).await["archivedAt"], json!(null));
        assert_eq!(listed(&owner, "").await, ["A book"]);
    }

    lists_are_filtered_searched_and_ordered(app) {
        let owner = owner(&app).await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        for (title, kind, state, members) in [
            ("Zebra book", "PROJECT", "ACTIVE", json!([{ "personId": ana, "role": "Painter" }, { "personId": ana }])),
            ("élan", "INITIATIVE", "DONE", json!([{ "personId": ana }, { "personId": bea }])),
            ("Delta 100%", "PROJECT", "IDEA", json!([{ "personId": bea }])),
            ("alpha", "OTHER", "DROPPED", json!([])),
        ] {
            create(&owner, json!({ "title": title, "kind": kind, "state": state, "members": members, "description": format!("about {title}") })).await;
            app.clock.advance(TimeDelta::hours(1));
        }
        let zebra = owner.ok("{ collaborations(search: \"zebra\") { nodes { id } } }", json!({})).await;
        update(&owner, zebra["collaborations"]["nodes"][0]["id"].as_str().unwrap(), json!({ "aim": "stripes" })).await;
        assert_eq!(listed(&owner, "").await, ["Zebra book", "alpha", "Delta 100%", "élan"]);
        assert_eq!(listed(&owner, "orderBy: { field: TITLE, direction: ASC }").await, ["alpha", "Delta 100%", "élan", "Zebra book"]);
        assert_eq!(listed(&owner, "orderBy: { field: CREATED_AT, direction: DESC }").await, ["alpha", "Delta 100%", "élan", "Zebra book"]);
        for (filter, wanted) in [
            ("kind: { in: [PROJECT] }".to_owned(), vec!["Delta 100%", "Zebra book"]),
            ("kind: { notIn: [PROJECT, OTHER] }".to_owned(), vec!["élan"]),
            ("state: { in: [IDEA, DONE] }".to_owned(), vec!["Delta 100%", "élan"]),
            ("state: { notIn: [IDEA, DONE] }, kind: { in: [PROJECT] }".to_owned(), vec!["Zebra book"]),
            ("title: { startsWith: \"E\" }".to_owned(), vec!["élan"]),
            ("title: { contains: \"0%\" }".to_owned(), vec!["Delta 100%"]),
            (format!("memberId: {{ eq: \"{ana}\" }}"), vec!["élan", "Zebra book"]),
            (format!("memberId: {{ in: [\"{ana}\", \"{bea}\"] }}"), vec!["Delta 100%", "élan", "Zebra book"]),
            (format!("memberId: {{ notIn: [\"{ana}\"] }}"), vec!["alpha", "Delta 100%"]),
            (format!("not: {{ memberId: {{ eq: \"{bea}\" }} }}"), vec!["alpha", "Zebra book"]),
            ("memberId: { isNull: true }".to_owned(), vec!["alpha"]),
            ("memberId: { isNull: false }".to_owned(), vec!["Delta 100%", "élan", "Zebra book"]),
            ("createdAt: { lt: \"-PT3H30M\" }".to_owned(), vec!["Zebra book"]),
            ("updatedAt: { gte: \"-PT90M\" }".to_owned(), vec!["alpha", "Zebra book"]),
            ("or: [{ title: { eq: \"ALPHA\" } }, { and: [{ kind: { in: [PROJECT] } }, { state: { in: [IDEA] } }] }]".to_owned(), vec!["alpha", "Delta 100%"]),
        ] {
            assert_eq!(listed(&owner, &format!("filter: {{ {filter} }}, orderBy: {{ field: TITLE, direction: ASC }}")).await, wanted, "{filter}");
        }
        for (words, wanted) in [("ÉLA", vec!["élan"]), ("paint", vec!["Zebra book"]), ("stripes zebra", vec!["Zebra book"]), ("elan zebra", vec![])] {
            assert_eq!(listed(&owner, &format!("search: \"{words}\"")).await, wanted, "{words}");
        }
        let errors = owner.errors("{ collaborations(filter: { memberId: { eq: \"circle_01h455vb4pex5vsknk084sn02q\" } }) { nodes { id } } }", json!({})).await;
        assert_eq!(errors[0]["extensions"]["code"], "BAD_INPUT");
    }

    lists_come_page_by_page(app) {
        let owner = owner(&app).await;
        for title in ["One", "Two", "Three", "Four", "Five"] {
            titled(&owner, title).await;
            app.clock.advance(TimeDelta::hours(1));
        }
        let page = |arguments: String| format!("{{ collaborations({arguments}) {{ nodes {{ title }} totalCount pageInfo {{ hasNextPage startCursor endCursor }} }} }}");
        let first = owner.ok(&page("first: 2".to_owned()), json!({})).await["collaborations"].take();
        assert_eq!((texts(&first["nodes"], "title"), &first["totalCount"]), (vec!["Five".to_owned(), "Four".to_owned()], &json!(5)));
        let next = owner.ok(&page(format!("first: 3, after: {}", first["pageInfo"]["endCursor"])), json!({})).await["collaborations"].take();
        assert_eq!((texts(&next["nodes"], "title"), &next["pageInfo"]["hasNextPage"]), (vec!["Three".to_owned(), "Two".to_owned(), "One".to_owned()], &json!(false)));
        let back = owner.ok(&page(format!("last: 1, before: {}", next["pageInfo"]["startCursor"])), json!({})).await["collaborations"].take();
        assert_eq!(texts(&back["nodes"], "title"), ["Four"]);
        let errors = owner.errors(&page(format!("filter: {{ state: {{ in: [IDEA] }} }}, after: {}", first["pageInfo"]["endCursor"])), json!({})).await;
        assert_eq!(errors[0]["extensions"]["code"], "BAD_CURSOR");
    }

    a_person_shows_their_collaborations_newest_first_and_each_once(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        for title in ["One", "Two", "Three"] {
            create(&owner, json!({ "title": title, "kind": "PROJECT", "members": [{ "personId": ana, "endedOn": "2024" }, { "personId": ana, "startedOn": "2025" }] })).await;
            app.clock.advance(TimeDelta::hours(1));
        }
        titled(&owner, "Without her").await;
        let page = |arguments: String| format!("query($id: ID!) {{ person(by: {{ id: $id }}) {{ collaborations{arguments} {{ totalCount nodes {{ title members {{ person {{ displayName }} }} }} pageInfo {{ hasNextPage endCursor }} }} }} }}");
        let first = owner.ok(&page("(first: 2)".to_owned()), json!({ "id": ana })).await["person"]["collaborations"].take();
        assert_eq!((texts(&first["nodes"], "title"), &first["totalCount"]), (vec!["Three".to_owned(), "Two".to_owned()], &json!(3)));
        assert_eq!(first["nodes"][0]["members"], json!([{ "person": { "displayName": "Ana" } }, { "person": { "displayName": "Ana" } }]));
        assert_eq!(first["pageInfo"]["hasNextPage"], true);
        let next = owner.ok(&page(format!("(after: {})", first["pageInfo"]["endCursor"])), json!({ "id": ana })).await["person"]["collaborations"].take();
        assert_eq!((texts(&next["nodes"], "title"), &next["pageInfo"]["hasNextPage"]), (vec!["One".to_owned()], &json!(false)));
    }

    another_workspace_sees_and_changes_nothing(app) {
        let (owner, other) = (owner(&app).await, app.owner().await);
        let ana = owner.person("Ana").await;
        let made = create(&owner, json!({ "title": "A book", "kind": "PROJECT", "members": [{ "personId": ana }] })).await;
        let id = text(&made["id"]);
        let data = other.ok("query($id: ID!) { collaboration(id: $id) { id } node(id: $id) { id } collaborations(search: \"book\", includeArchived: true) { totalCount } }", json!({ "id": id })).await;
        assert_eq!(data, json!({ "collaboration": null, "node": null, "collaborations": { "totalCount": 0 } }));
        assert!(listed(&other, &format!("filter: {{ memberId: {{ eq: \"{ana}\" }} }}")).await.is_empty());
        for (mutation, variables) in [
            (UPDATE, json!({ "id": id, "input": { "title": "Mine" } })),
            (MOVE, json!({ "id": id, "input": { "to": "ACTIVE" } })),
            (ARCHIVE, json!({ "id": id })),
            (RESTORE, json!({ "id": id })),
        ] {
            assert_eq!(places(&refused(&other, mutation, variables).await), ["NOT_FOUND id"]);
        }
        assert_eq!(get(&owner, &id).await, made);
    }

    what_a_token_may_not_see_or_change_is_refused(app) {
        let owner = app.owner().await;
        let errors = app.anonymous().errors("{ collaborations { nodes { id } } }", json!({})).await;
        assert_eq!(errors[0]["extensions"]["code"], "UNAUTHENTICATED");
        let reader = owner.with_scopes(&["COLLABORATIONS_READ"]).await;
        assert!(listed(&reader, "").await.is_empty());
        let errors = reader.errors("mutation { archiveCollaboration(id: \"collaboration_01h455vb4pex5vsknk084sn02q\") { seq } }", json!({})).await;
        assert_eq!(errors[0]["extensions"]["code"], "INSUFFICIENT_SCOPE");
        let errors = reader.errors("{ collaborations { nodes { members { person { id } } } } }", json!({})).await;
        assert_eq!(errors[0]["extensions"]["code"], "INSUFFICIENT_SCOPE", "members' people need PEOPLE_READ");
        let elsewhere = owner.with_scopes(&["PEOPLE_READ"]).await;
        let errors = elsewhere.errors("{ people { nodes { collaborations { nodes { id } } } } }", json!({})).await;
        assert_eq!(errors[0]["extensions"]["code"], "INSUFFICIENT_SCOPE");
    }

    nested_lists_take_the_same_number_of_statements_for_two_and_for_twenty(app) {
        // A session, because a token's use is noted by a statement of its own.
        let owner = app.owner().await;
        let lists = "{ collaborations(first: 100, orderBy: { field: CREATED_AT, direction: ASC }) { nodes { title milestones { title } members { role person { displayName collaborations(first: 3) { totalCount nodes { title } } } } } } }";
        let (mut counts, mut people) = (Vec::new(), Vec::new());
        for number in 0..20 {
            people.push(owner.person(&format!("Person {number:02}")).await);
            let members: Vec<Value> = people.iter().map(|id| json!({ "personId": id, "role": "member" })).collect();
            create(&owner, json!({ "title": format!("Number {number:02}"), "kind": "PROJECT", "members": members, "milestones": [{ "title": "Begin" }, { "title": "End" }] })).await;
            app.clock.advance(TimeDelta::seconds(30));
            if matches!(number, 1 | 19) {
                counts.push(app.statements(async { owner.ok(lists, json!({})).await; }).await.len());
            }
        }
        assert_eq!(counts[0], counts[1]);
        let data = owner.ok(lists, json!({})).await;
        let nodes = data["collaborations"]["nodes"].as_array().unwrap();
        for (number, node) in nodes.iter().enumerate() {
            assert_eq!(node["members"].as_array().unwrap().len(), number + 1);
            assert_eq!(texts(&node["milestones"], "title"), ["Begin", "End"]);
            let newest = &node["members"][number]["person"]["collaborations"];
            assert_eq!(newest["totalCount"], 20 - number);
            assert_eq!(newest["nodes"][0]["title"], "Number 19");
        }
    }

    a_write_takes_the_same_number_of_statements_for_two_parts_and_for_twenty(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        let mut counts = Vec::new();
        for size in [2, 20] {
            let members = vec![json!({ "personId": ana }); size];
            let milestones = vec![json!({ "title": "Step" }); size];
            let mut made = json!(null);
            let input = json!({ "title": format!("Of {size}"), "kind": "PROJECT", "members": members, "milestones": milestones });
            counts.push(app.statements(async { made = create(&owner, input).await; }).await.len());
            let ids = texts(&made["members"], "id");
            let changed: Vec<Value> = ids[1..].iter().map(|id| json!({ "id": id, "role": "changed" })).collect();
            let input = json!({ "removeMemberIds": ids[..1], "updateMembers": changed, "removeMilestoneIds": texts(&made["milestones"], "id") });
            counts.push(app.statements(async { update(&owner, made["id"].as_str().unwrap(), input).await; }).await.len());
        }
        assert_eq!(counts[..2], counts[2..]);
    }

    members_say_what_they_gain_and_whether_all_do(app) {
        let owner = owner(&app).await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let made = create(&owner, json!({ "title": "Boat", "kind": "PROJECT", "reason": "Both sail.", "members": [
            { "personId": ana, "benefit": "A boat.", "learning": "To weld.", "gain": 5 }, { "personId": bea, "gain": 2 }, { "personId": ana, "gain": 3 },
        ] })).await;
        let shown = "query($id: ID!) { collaboration(id: $id) { reason retrospective members { id benefit learning gain } gains { peopleCount benefiting learning judged averageGain balance gainsLeast { displayName } } } }";
        let get = async || owner.ok(shown, json!({ "id": made["id"] })).await["collaboration"].take();
        let it = get().await;
        assert_eq!((&it["reason"], &it["retrospective"]), (&json!("Both sail."), &Value::Null));
        assert_eq!(it["gains"], json!({
            "peopleCount": 2, "benefiting": 1, "learning": 1, "judged": 2, "averageGain": 3.0, "balance": 0.5, "gainsLeast": { "displayName": "Bea" },
        }));
        let bea = &it["members"][1]["id"];
        update(&owner, &text(&made["id"]), json!({ "updateMembers": [{ "id": bea, "gain": 4, "benefit": "Friends." }] })).await;
        let even = get().await;
        assert_eq!((&even["gains"]["balance"], &even["gains"]["gainsLeast"], &even["gains"]["benefiting"]), (&json!(1.0), &Value::Null, &json!(2)));
        update(&owner, &text(&made["id"]), json!({ "updateMembers": [{ "id": bea, "gain": null }] })).await;
        assert_eq!(get().await["gains"]["balance"], Value::Null);
        for gain in [0, 6] {
            let errors = refused(&owner, UPDATE, json!({ "id": made["id"], "input": { "updateMembers": [{ "id": bea, "gain": gain }] } })).await;
            assert_eq!(places(&errors), ["INVALID input.updateMembers.0.gain"]);
        }
        let none = titled(&owner, "Nobody").await;
        let of = owner.ok(shown, json!({ "id": none })).await["collaboration"]["gains"].take();
        assert_eq!((&of["peopleCount"], &of["averageGain"]), (&json!(0), &Value::Null));
    }

    what_is_over_is_looked_back_on(app) {
        let owner = owner(&app).await;
        let id = titled(&owner, "Boat").await;
        let said = json!({ "id": id, "input": { "retrospective": "Begin sooner." } });
        assert_eq!(places(&refused(&owner, UPDATE, said.clone()).await), ["INVALID input.retrospective"]);
        move_to(&owner, &id, "ACTIVE").await;
        let early = json!({ "id": id, "input": { "to": "PAUSED", "retrospective": "Begin sooner." } });
        assert_eq!(places(&refused(&owner, MOVE, early).await), ["INVALID input.retrospective"]);
        let over = json!({ "id": id, "input": { "to": "DONE", "result": "It floats.", "retrospective": "Begin sooner." } });
        written(&owner, MOVE, over).await;
        let get = async || owner.ok("query($id: ID!) { collaboration(id: $id) { retrospective } }", json!({ "id": id })).await["collaboration"]["retrospective"].take();
        assert_eq!(get().await, "Begin sooner.");
        written(&owner, UPDATE, json!({ "id": id, "input": { "retrospective": "Ask sooner." } })).await;
        assert_eq!(listed(&owner, "search: \"ask sooner\"").await, ["Boat"]);
        move_to(&owner, &id, "ACTIVE").await;
        assert_eq!(get().await, "Ask sooner.", "it stays when it is taken up again");
        update(&owner, &id, json!({ "retrospective": null })).await;
        assert_eq!(get().await, Value::Null);
    }
}
