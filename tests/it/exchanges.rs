//! The ledger of give and take through the API.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Client, TestApp, both};

const ERRORS: &str = "userErrors { code message path ... on DuplicateError { existing { id } } ... on ConflictError { currentRevision current { id } } ... on StateError { state allowed } ... on InputError { max } }";
const FIELDS: &str = "id person { id } direction kind state allowedStates title description weight dueOn doneOn interaction { id } introduction { id } collaboration { id } revision archivedAt";

const RECORD: &str = "recordExchange($input: RecordExchangeInput!)";
const UPDATE: &str = "updateExchange($id: ID!, $input: UpdateExchangeInput!, $expectedRevision: Int)";
const PROMISE: &str = "promiseExchange($id: ID!, $input: PromiseExchangeInput, $expectedRevision: Int)";
const COMPLETE: &str = "completeExchange($id: ID!, $input: CompleteExchangeInput, $expectedRevision: Int)";
const DROP: &str = "dropExchange($id: ID!, $expectedRevision: Int)";
const REOPEN: &str = "reopenExchange($id: ID!, $input: ReopenExchangeInput, $expectedRevision: Int)";
const ARCHIVE: &str = "archiveExchange($id: ID!, $expectedRevision: Int)";
const RESTORE: &str = "restoreExchange($id: ID!, $expectedRevision: Int)";

/// The document of a mutation that is given as it is declared.
fn document(mutation: &str) -> String {
    let (name, arguments) = mutation.split_once('(').unwrap();
    let names = arguments
        .split(',')
        .map(|it| it.trim().trim_start_matches('$').split(':').next().unwrap());
    let passed: Vec<String> = names.map(|name| format!("{name}: ${name}")).collect();
    format!(
        "mutation({arguments} {{ {name}({}) {{ exchange {{ {FIELDS} }} seq {ERRORS} }} }}",
        passed.join(", ")
    )
}

/// A caller whose token outlives the tests' days.
async fn owner(app: &TestApp) -> Client {
    let areas = [
        "PEOPLE",
        "EXCHANGES",
        "INTERACTIONS",
        "INTRODUCTIONS",
        "COLLABORATIONS",
    ];
    let mut scopes: Vec<String> = areas
        .iter()
        .flat_map(|area| [format!("{area}_READ"), format!("{area}_WRITE")])
        .collect();
    scopes.push("CHANGES_READ".to_owned());
    let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
    app.owner().await.with_scopes(&scopes).await
}

async fn written(client: &Client, mutation: &str, variables: Value) -> Value {
    client.written(&document(mutation), variables).await["exchange"].take()
}

async fn refused(client: &Client, mutation: &str, variables: Value) -> Vec<Value> {
    client.refused(&document(mutation), variables).await
}

async fn record(client: &Client, input: Value) -> Value {
    written(client, RECORD, json!({ "input": input })).await
}

/// Something that was promised to a person; its id.
async fn promise(client: &Client, person: &str, title: &str) -> String {
    let input = json!({ "personId": person, "direction": "GIVEN", "kind": "HELP", "title": title, "state": "PROMISED", "dueOn": "2026-03-10" });
    text(&record(client, input).await["id"])
}

async fn get(client: &Client, id: &str) -> Value {
    let query = format!("query($id: ID!) {{ exchange(id: $id) {{ {FIELDS} }} }}");
    client.ok(&query, json!({ "id": id })).await["exchange"].take()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn texts(nodes: &Value, field: &str) -> Vec<String> {
    let nodes = nodes.as_array().unwrap().iter();
    nodes.map(|node| text(&node[field])).collect()
}

/// The titles that the list shows under these arguments.
async fn listed(client: &Client, arguments: &str) -> Vec<String> {
    let arguments = if arguments.is_empty() {
        String::new()
    } else {
        format!("({arguments})")
    };
    let query = format!("{{ exchanges{arguments} {{ nodes {{ title }} }} }}");
    texts(&client.ok(&query, json!({})).await["exchanges"]["nodes"], "title")
}

/// Code and place of each error: `INVALID input.weight`.
fn places(errors: &[Value]) -> Vec<String> {
    let place = |error: &Value| {
        let path: Vec<_> = error["path"].as_array().unwrap().iter().map(text).collect();
        format!("{} {}", error["code"].as_str().unwrap(), path.join("."))
    };
    errors.iter().map(place).collect()
}

/// An interaction, an introduction and a collaboration of two people; their ids.
async fn sources(client: &Client, a: &str, b: &str) -> [String; 3] {
    let talk = "mutation($a: ID!) { logInteraction(input: { happenedAt: \"2026-02-01T00:00:00Z\", channel: CALL, participantIds: [$a] }) { interaction { id } userErrors { message } } }";
    let talk = client.written(talk, json!({ "a": a })).await["interaction"]["id"].take();
    let meet = "mutation($a: ID!, $b: ID!) { createIntroduction(input: { personAId: $a, personBId: $b }) { introduction { id } userErrors { message } } }";
    let meet = client.written(meet, json!({ "a": a, "b": b })).await["introduction"]["id"].take();
    let work = "mutation { createCollaboration(input: { title: \"A book\", kind: PROJECT }) { collaboration { id } userErrors { message } } }";
    let work = client.written(work, json!({})).await["collaboration"]["id"].take();
    [text(&talk), text(&meet), text(&work)]
}

both! {
    what_was_given_is_recorded_with_where_it_came_from(app) {
        let owner = owner(&app).await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let [talk, meet, work] = sources(&owner, &ana, &bea).await;
        let made = record(&owner, json!({
            "personId": ana, "direction": "GIVEN", "kind": "ADVICE", "title": "  On hiring ", "description": "two hours", "weight": 4,
            "dueOn": "2026-02-20", "doneOn": "2026-02-18", "interactionId": talk, "introductionId": meet, "collaborationId": work,
        })).await;
        let id = text(&made["id"]);
        assert!(id.starts_with("exchange_"));
        assert_eq!(get(&owner, &id).await, made);
        assert_eq!((&made["person"]["id"], &made["direction"], &made["kind"], &made["state"]), (&json!(ana), &json!("GIVEN"), &json!("ADVICE"), &json!("DONE")));
        assert_eq!((&made["title"], &made["description"], &made["weight"]), (&json!("On hiring"), &json!("two hours"), &json!(4)));
        assert_eq!((&made["dueOn"], &made["doneOn"], &made["revision"]), (&json!("2026-02-20"), &json!("2026-02-18"), &json!(1)));
        assert_eq!((&made["interaction"]["id"], &made["introduction"]["id"], &made["collaboration"]["id"]), (&json!(talk), &json!(meet), &json!(work)));
        assert_eq!(made["allowedStates"], json!(["PROMISED"]));
        let back = "query($ids: [ID!]!, $id: ID!) { node(id: $id) { __typename } nodes(ids: $ids) { ... on Interaction { exchanges { nodes { title } } } ... on Introduction { exchanges { nodes { title } } } ... on Collaboration { exchanges { nodes { title } } } } }";
        let back = owner.ok(back, json!({ "ids": [talk, meet, work], "id": id })).await;
        assert_eq!(back["node"]["__typename"], "Exchange");
        assert_eq!(back["nodes"], json!(vec![json!({ "exchanges": { "nodes": [{ "title": "On hiring" }] } }); 3]));
    }

    what_is_done_without_a_day_was_done_today_and_weighs_what_its_kind_does(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        for (kind, weight) in [("HELP", 1), ("INTRODUCTION", 3), ("REFERRAL", 5), ("OTHER", 1)] {
            let made = record(&owner, json!({ "personId": ana, "direction": "RECEIVED", "kind": kind, "title": kind })).await;
            assert_eq!((&made["state"], &made["doneOn"], &made["dueOn"], &made["weight"]), (&json!("DONE"), &json!("2026-03-01"), &json!(null), &json!(weight)));
        }
        let promised = record(&owner, json!({ "personId": ana, "direction": "RECEIVED", "kind": "TIME", "title": "A day", "state": "PROMISED" })).await;
        assert_eq!((&promised["doneOn"], &promised["allowedStates"]), (&json!(null), &json!(["DONE", "DROPPED"])));
        let dropped = record(&owner, json!({ "personId": ana, "direction": "RECEIVED", "kind": "TIME", "title": "Never", "state": "DROPPED", "dueOn": "2025-01-01" })).await;
        assert_eq!((&dropped["doneOn"], &dropped["allowedStates"]), (&json!(null), &json!(["PROMISED"])));
    }

    a_repeated_record_with_the_same_id_succeeds_once(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        let wanted = "exchange_01h455vb4pex5vsknk084sn02q";
        let input = json!({ "id": wanted, "personId": ana, "direction": "GIVEN", "kind": "HELP", "title": "Moving" });
        let first = owner.written(&document(RECORD), json!({ "input": input })).await;
        app.clock.advance(TimeDelta::days(2));
        assert_eq!(owner.written(&document(RECORD), json!({ "input": input })).await, first, "the day after, too");
        let other = json!({ "id": wanted, "personId": ana, "direction": "RECEIVED", "kind": "HELP", "title": "Moving" });
        let errors = refused(&owner, RECORD, json!({ "input": other })).await;
        assert_eq!(places(&errors), ["DUPLICATE input.id"]);
        assert_eq!(errors[0]["existing"]["id"], wanted);
    }

    all_that_is_wrong_is_told_at_once_and_nothing_is_written(app) {
        let (owner, other) = (owner(&app).await, app.owner().await);
        let stranger = other.person("Stranger").await;
        let input = json!({
            "personId": stranger, "direction": "GIVEN", "kind": "HELP", "title": " ", "description": "x".repeat(5001), "weight": 11,
            "doneOn": "2026-03-03", "interactionId": "interaction_01h455vb4pex5vsknk084sn02q",
            "introductionId": "introduction_01h455vb4pex5vsknk084sn02q", "collaborationId": "collaboration_01h455vb4pex5vsknk084sn02q",
        });
        let errors = refused(&owner, RECORD, json!({ "input": input })).await;
        assert_eq!(places(&errors), [
            "REQUIRED input.title",
            "TOO_LONG input.description",
            "INVALID input.weight",
            "INVALID input.doneOn",
            "NOT_FOUND input.personId",
            "NOT_FOUND input.interactionId",
            "NOT_FOUND input.introductionId",
            "NOT_FOUND input.collaborationId",
        ]);
        assert_eq!((&errors[1]["max"], &errors[2]["max"]), (&json!(5000), &json!(10)));
        let input = json!({ "id": stranger, "personId": "circle_01h455vb4pex5vsknk084sn02q", "direction": "GIVEN", "kind": "HELP", "title": "x", "interactionId": stranger });
        assert_eq!(places(&refused(&owner, RECORD, json!({ "input": input })).await), ["INVALID input.personId", "INVALID input.interactionId", "INVALID input.id"]);
        let ana = owner.person("Ana").await;
        let of_ana = |more: Value| {
            let mut input = json!({ "personId": ana, "direction": "GIVEN", "kind": "HELP", "title": "x".repeat(200) });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            json!({ "input": input })
        };
        for (more, wanted) in [
            (json!({ "weight": 0 }), "INVALID input.weight"),
            (json!({ "title": "x".repeat(201) }), "TOO_LONG input.title"),
            (json!({ "state": "PROMISED", "doneOn": "2026-02-01" }), "INVALID input.doneOn"),
            (json!({ "state": "DROPPED", "doneOn": "2026-02-01" }), "INVALID input.doneOn"),
        ] {
            assert_eq!(places(&refused(&owner, RECORD, of_ana(more)).await), [wanted]);
        }
        assert!(listed(&owner, "includeArchived: true").await.is_empty());
        // Tomorrow is today somewhere.
        written(&owner, RECORD, of_ana(json!({ "doneOn": "2026-03-02", "weight": 10 }))).await;
    }

    nobody_exchanges_with_themselves(app) {
        let owner = owner(&app).await;
        let own = owner.ok("{ people(includeSelf: true) { nodes { id } } }", json!({})).await["people"]["nodes"][0]["id"].take();
        let errors = refused(&owner, RECORD, json!({ "input": { "personId": own, "direction": "GIVEN", "kind": "TIME", "title": "Rest" } })).await;
        assert_eq!(places(&errors), ["INVALID input.personId"]);
    }

    an_archived_person_keeps_their_ledger(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        let id = promise(&owner, &ana, "Read her draft").await;
        owner.written("mutation($id: ID!) { archivePerson(id: $id) { userErrors { message } } }", json!({ "id": ana })).await;
        assert_eq!(listed(&owner, "").await, ["Read her draft"]);
        assert_eq!(written(&owner, COMPLETE, json!({ "id": id })).await["person"]["id"], json!(ana));
        promise(&owner, &ana, "Write to her").await;
    }

    a_promise_is_kept_dropped_and_taken_up_again(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        let id = promise(&owner, &ana, "Read her draft").await;
        app.clock.advance(TimeDelta::days(3));
        let done = written(&owner, COMPLETE, json!({ "id": id, "expectedRevision": 1 })).await;
        assert_eq!((&done["state"], &done["doneOn"], &done["dueOn"], &done["revision"]), (&json!("DONE"), &json!("2026-03-04"), &json!("2026-03-10"), &json!(2)));
        let errors = refused(&owner, COMPLETE, json!({ "id": id })).await;
        assert_eq!(places(&errors), ["STATE id"]);
        assert_eq!((&errors[0]["state"], &errors[0]["allowed"]), (&json!("DONE"), &json!(["PROMISED"])));
        assert_eq!(places(&refused(&owner, DROP, json!({ "id": id })).await), ["STATE id"]);
        let again = written(&owner, REOPEN, json!({ "id": id })).await;
        assert_eq!((&again["state"], &again["doneOn"], &again["dueOn"]), (&json!("PROMISED"), &json!(null), &json!("2026-03-10")));
        let errors = refused(&owner, REOPEN, json!({ "id": id })).await;
        assert_eq!((&errors[0]["state"], &errors[0]["allowed"]), (&json!("PROMISED"), &json!(["DONE", "DROPPED"])));
        assert_eq!(written(&owner, DROP, json!({ "id": id })).await["state"], "DROPPED");
        let later = written(&owner, REOPEN, json!({ "id": id, "input": { "dueOn": "2026-04-01" } })).await;
        assert_eq!((&later["state"], &later["dueOn"]), (&json!("PROMISED"), &json!("2026-04-01")));
        let before = written(&owner, COMPLETE, json!({ "id": id, "input": { "doneOn": "2026-03-02" } })).await;
        assert_eq!((&before["doneOn"], &before["revision"]), (&json!("2026-03-02"), &json!(6)));
        let feed = owner.ok("{ changes(types: [EXCHANGE]) { changes { op revision } } }", json!({})).await;
        let ops: Vec<String> = texts(&feed["changes"]["changes"], "op");
        assert_eq!(ops, ["CREATE", "UPDATE", "UPDATE", "UPDATE", "UPDATE", "UPDATE"]);
    }

    nothing_is_completed_in_the_future_or_against_somebody_elses_write(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        let id = promise(&owner, &ana, "Read her draft").await;
        assert_eq!(places(&refused(&owner, COMPLETE, json!({ "id": id, "input": { "doneOn": "2026-03-03" } })).await), ["INVALID input.doneOn"]);
        for (mutation, more) in [(UPDATE, json!({ "input": { "title": "x" } })), (COMPLETE, json!({})), (DROP, json!({})), (REOPEN, json!({})), (ARCHIVE, json!({})), (RESTORE, json!({}))] {
            let mut variables = json!({ "id": id, "expectedRevision": 7 });
            variables.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            let errors = refused(&owner, mutation, variables).await;
            assert_eq!(places(&errors), ["CONFLICT expectedRevision"]);
            assert_eq!((&errors[0]["currentRevision"], &errors[0]["current"]["id"]), (&json!(1), &json!(id)));
        }
        assert_eq!(get(&owner, &id).await["state"], "PROMISED");
    }

    an_update_changes_what_is_given_and_clears_what_is_null(app) {
        let owner = owner(&app).await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let [talk, _, work] = sources(&owner, &ana, &bea).await;
        let made = record(&owner, json!({ "personId": ana, "direction": "GIVEN", "kind": "HELP", "title": "Moving", "description": "boxes", "interactionId": talk, "doneOn": "2026-02-01" })).await;
        let id = text(&made["id"]);
        let after = owner.written(&document(UPDATE), json!({ "id": id, "expectedRevision": 1, "input": {
            "personId": bea, "direction": "RECEIVED", "kind": "REFERRAL", "title": "A client", "description": null, "interactionId": null, "collaborationId": work, "doneOn": "2026-02-02", "dueOn": "2026-01-31",
        } })).await;
        let it = &after["exchange"];
        assert_eq!((&it["person"]["id"], &it["direction"], &it["kind"], &it["title"], &it["description"]), (&json!(bea), &json!("RECEIVED"), &json!("REFERRAL"), &json!("A client"), &json!(null)));
        assert_eq!((&it["interaction"], &it["collaboration"]["id"], &it["doneOn"], &it["dueOn"]), (&json!(null), &json!(work), &json!("2026-02-02"), &json!("2026-01-31")));
        assert_eq!((&it["weight"], &it["revision"]), (&json!(1), &json!(2)), "the weight may have been the user's own");
        let weighed = written(&owner, UPDATE, json!({ "id": id, "input": { "weight": null } })).await;
        assert_eq!(weighed["weight"], 5);
        let same = owner.written(&document(UPDATE), json!({ "id": id, "input": { "title": "A client", "weight": 5 } })).await;
        assert_eq!(same["exchange"]["revision"], 3, "nothing changed");
        let errors = refused(&owner, UPDATE, json!({ "id": id, "input": { "personId": null, "direction": null, "kind": null, "title": null, "weight": -1, "doneOn": null, "collaborationId": "collaboration_01h455vb4pex5vsknk084sn02q" } })).await;
        assert_eq!(places(&errors), ["REQUIRED input.personId", "REQUIRED input.direction", "REQUIRED input.kind", "REQUIRED input.title", "INVALID input.weight", "REQUIRED input.doneOn", "NOT_FOUND input.collaborationId"]);
        let open = promise(&owner, &ana, "Later").await;
        assert_eq!(places(&refused(&owner, UPDATE, json!({ "id": open, "input": { "doneOn": "2026-02-02" } })).await), ["INVALID input.doneOn"]);
        assert_eq!(written(&owner, UPDATE, json!({ "id": open, "input": { "dueOn": null } })).await["dueOn"], json!(null));
    }

    an_archived_exchange_is_hidden_and_unmovable_until_it_is_restored(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        let id = promise(&owner, &ana, "Read her draft").await;
        let archived = written(&owner, ARCHIVE, json!({ "id": id })).await;
        assert_eq!((&archived["archivedAt"], &archived["allowedStates"]), (&json!("2026-03-01T09:00:00Z"), &json!([])));
        assert_eq!(written(&owner, ARCHIVE, json!({ "id": id })).await["revision"], 2);
        assert!(listed(&owner, "").await.is_empty());
        assert_eq!(listed(&owner, "includeArchived: true, search: \"draft\"").await, ["Read her draft"]);
        let of_ana = owner.ok("query($id: ID!) { person(by: { id: $id }) { exchanges { totalCount } } }", json!({ "id": ana })).await;
        assert_eq!(of_ana["person"]["exchanges"]["totalCount"], 0);
        for mutation in [COMPLETE, DROP, REOPEN] {
            let errors = refused(&owner, mutation, json!({ "id": id })).await;
            assert_eq!((&errors[0]["state"], &errors[0]["allowed"]), (&json!("ARCHIVED"), &json!(["RESTORE"])));
        }
        assert_eq!(places(&refused(&owner, UPDATE, json!({ "id": id, "input": {} })).await), ["STATE id"]);
        assert_eq!(written(&owner, RESTORE, json!({ "id": id })).await["archivedAt"], json!(null));
        assert_eq!(listed(&owner, "").await, ["Read her draft"]);
    }

    open_promises_that_are_overdue_are_found(app) {
        let owner = owner(&app).await;
        let ana = owner.person("Ana").await;
        for (title, direction, state, due) in [
            ("Late", "GIVEN", "PROMISED", json!("2026-02-27")),
            ("Later", "GIVEN", "PROMISED", json!("2026-02-28")),
            ("Today", "GIVEN", "PROMISED", json!("2026-03-01")),
            ("Some day", "GIVEN", "PROMISED", json!(null)),
            ("Hers", "RECEIVED", "PROMISED", json!("2026-02-01")),
            ("Kept", "GIVEN", "DONE", json!("2026-02-01")),
        ] {
            record(&owner, json!({ "personId": ana, "direction": direction, "kind": "HELP", "title": title, "state": state, "dueOn": due })).await;
        }
        let overdue = "state: { eq: PROMISED }, dueOn: { lt: \"P0D\" }";
        let by_due = "orderBy: { field: DUE_ON, direction: ASC }";
        assert_eq!(listed(&owner, &format!("filter: {{ {overdue}, direction: {{ eq: GIVEN }} }}, {by_due}")).await, ["Late", "Later"]);
        assert_eq!(listed(&owner, &format!("filter: {{ {overdue} }}, {by_due}")).await, ["Hers", "Late", "Later"]);
        assert_eq!(listed(&owner, &format!("filter: {{ state: {{ eq: PROMISED }} }}, {by_due}")).await, ["Hers", "Late", "Later", "Today", "Some day"]);
        app.clock.advance(TimeDelta::days(1));
        assert_eq!(listed(&owner, &format!("filter: {{ {overdue}, direction: {{ eq: GIVEN }} }}, {by_due}")).await, ["Late", "Later", "Today"]);
    }

    lists_are_filtered_searched_and_ordered(app) {
        let owner = owner(&app).await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let [talk, meet, work] = sources(&owner, &ana, &bea).await;
        for (title, person, direction, kind, done, more) in [
            ("Boxes carried", &ana, "GIVEN", "HELP", json!("2026-01-10"), json!({ "interactionId": talk, "weight": 2 })),
            ("Élan found", &ana, "RECEIVED", "FEEDBACK", json!("2026-02-10"), json!({ "collaborationId": work, "description": "on the café" })),
            ("Client sent", &bea, "RECEIVED", "REFERRAL", json!("2026-02-20"), json!({ "introductionId": meet })),
            ("Room lent", &bea, "GIVEN", "RESOURCE", json!(null), json!({ "state": "PROMISED", "dueOn": "2026-05-01" })),
        ] {
            let mut input = json!({ "personId": person, "direction": direction, "kind": kind, "title": title, "doneOn": done });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            record(&owner, input).await;
            app.clock.advance(TimeDelta::hours(1));
        }
        assert_eq!(listed(&owner, "").await, ["Room lent", "Client sent", "Élan found", "Boxes carried"]);
        for (order, wanted) in [
            ("CREATED_AT, direction: ASC", ["Boxes carried", "Élan found", "Client sent", "Room lent"]),
            ("DONE_ON, direction: DESC", ["Client sent", "Élan found", "Boxes carried", "Room lent"]),
            ("DONE_ON, direction: ASC", ["Room lent", "Boxes carried", "Élan found", "Client sent"]),
            ("DUE_ON, direction: ASC", ["Room lent", "Boxes carried", "Élan found", "Client sent"]),
        ] {
            assert_eq!(listed(&owner, &format!("orderBy: {{ field: {order} }}")).await, wanted, "{order}");
        }
        for (filter, wanted) in [
            (format!("personId: {{ eq: \"{ana}\" }}"), vec!["Boxes carried", "Élan found"]),
            (format!("personId: {{ notIn: [\"{ana}\"] }}"), vec!["Client sent", "Room lent"]),
            ("direction: { eq: RECEIVED }".to_owned(), vec!["Élan found", "Client sent"]),
            ("kind: { in: [HELP, REFERRAL] }".to_owned(), vec!["Boxes carried", "Client sent"]),
            ("kind: { notIn: [HELP, REFERRAL], eq: RESOURCE }".to_owned(), vec!["Room lent"]),
            ("state: { eq: DONE }, direction: { eq: GIVEN }".to_owned(), vec!["Boxes carried"]),
            ("weight: { gte: 2 }".to_owned(), vec!["Boxes carried", "Client sent"]),
            ("doneOn: { gte: \"2026-02-10\", lt: \"2026-02-20\" }".to_owned(), vec!["Élan found"]),
            ("doneOn: { gt: \"-P1M\" }".to_owned(), vec!["Élan found", "Client sent"]),
            ("doneOn: { eq: \"-P9D\" }".to_owned(), vec!["Client sent"]),
            ("doneOn: { isNull: true }".to_owned(), vec!["Room lent"]),
            ("dueOn: { lte: \"P2M\" }".to_owned(), vec!["Room lent"]),
            ("not: { dueOn: { isNull: true } }".to_owned(), vec!["Room lent"]),
            (format!("interactionId: {{ eq: \"{talk}\" }}"), vec!["Boxes carried"]),
            (format!("introductionId: {{ eq: \"{meet}\" }}"), vec!["Client sent"]),
            (format!("collaborationId: {{ eq: \"{work}\" }}"), vec!["Élan found"]),
            ("collaborationId: { isNull: true }, introductionId: { isNull: true }, interactionId: { isNull: true }".to_owned(), vec!["Room lent"]),
            ("createdAt: { lt: \"-PT3H30M\" }".to_owned(), vec!["Boxes carried"]),
            (format!("or: [{{ kind: {{ eq: HELP }} }}, {{ and: [{{ personId: {{ eq: \"{bea}\" }} }}, {{ not: {{ state: {{ eq: DONE }} }} }}] }}]"), vec!["Boxes carried", "Room lent"]),
        ] {
            assert_eq!(listed(&owner, &format!("filter: {{ {filter} }}, orderBy: {{ field: CREATED_AT, direction: ASC }}")).await, wanted, "{filter}");
        }
        for (words, wanted) in [("ELA", vec!["Élan found"]), ("cafe", vec!["Élan found"]), ("box carr", vec!["Boxes carried"]), ("box client", vec![])] {
            assert_eq!(listed(&owner, &format!("search: \"{words}\"")).await, wanted, "{words}");
        }
        for wrong in ["personId: { eq: \"circle_01h455vb4pex5vsknk084sn02q\" }", "interactionId: { eq: \"nonsense\" }"] {
            let errors = owner.errors(&format!("{{ exchanges(filter: {{ {wrong} }}) {{ nodes {{ id }} }} }}"), json!({})).await;
            assert_eq!(errors[0]["extensions"]["code"], "BAD_INPUT", "{wrong}");
        }
        let errors = owner.errors("query($d: DateOrDuration) { exchanges(filter: { dueOn: { lt: $d } }) { nodes { id } } }", json!({ "d": "-PT5H" })).await;
        assert_eq!(errors[0]["extensions"]["code"], "BAD_INPUT");
    }

    a_person_shows_the_top_of_their_ledger_by_filter_and_order(app) {
        let owner = owner(&app).await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        for number in 0..5 {
            let direction = if number % 2 == 0 { "GIVEN" } else { "RECEIVED" };
            record(&owner, json!({ "personId": ana, "direction": direction, "kind": "HELP", "title": format!("{number}"), "doneOn": format!("2026-02-2{}", 5 - number) })).await;
            app.clock.advance(TimeDelta::hours(1));
        }
        promise(&owner, &bea, "Hers").await;
        let page = |arguments: String| format!("query($id: ID!) {{ person(by: {{ id: $id }}) {{ exchanges{arguments} {{ totalCount nodes {{ title person {{ displayName }} }} pageInfo {{ hasNextPage endCursor }} }} }} }}");
        let first = owner.ok(&page("(first: 2)".to_owned()), json!({ "id": ana })).await["person"]["exchanges"].take();
        assert_eq!((texts(&first["nodes"], "title"), &first["totalCount"]), (vec!["4".to_owned(), "3".to_owned()], &json!(5)));
        let next = owner.ok(&page(format!("(first: 9, after: {})", first["pageInfo"]["endCursor"])), json!({ "id": ana })).await["person"]["exchanges"].take();
        assert_eq!((texts(&next["nodes"], "title"), &next["pageInfo"]["hasNextPage"]), (vec!["2".to_owned(), "1".to_owned(), "0".to_owned()], &json!(false)));
        let given = owner.ok(&page("(filter: { direction: { eq: GIVEN } }, orderBy: { field: DONE_ON, direction: DESC })".to_owned()), json!({ "id": ana })).await["person"]["exchanges"].take();
        assert_eq!(texts(&given["nodes"], "title"), ["0", "2", "4"]);
        let errors = owner.errors(&page(format!("(filter: {{ direction: {{ eq: GIVEN }} }}, after: {})", first["pageInfo"]["endCursor"])), json!({ "id": ana })).await;
        assert_eq!(errors[0]["extensions"]["code"], "BAD_CURSOR");
    }

    another_workspace_sees_and_changes_nothing(app) {
        let (owner, other) = (owner(&app).await, app.owner().await);
        let ana = owner.person("Ana").await;
        let id = promise(&owner, &ana, "Read her draft").await;
        let data = other.ok("query($id: ID!) { exchange(id: $id) { id } node(id: $id) { id } exchanges(search: \"draft\", includeArchived: true) { totalCount } }", json!({ "id": id })).await;
        assert_eq!(data, json!({ "exchange": null, "node": null, "exchanges": { "totalCount": 0 } }));
        assert!(listed(&other, &format!("filter: {{ personId: {{ eq: \"{ana}\" }} }}")).await.is_empty());
        for (mutation, more) in [(UPDATE, json!({ "input": { "title": "Mine" } })), (COMPLETE, json!({})), (DROP, json!({})), (REOPEN, json!({})), (ARCHIVE, json!({})), (RESTORE, json!({}))] {
            let mut variables = json!({ "id": id });
            variables.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            assert_eq!(places(&refused(&other, mutation, variables).await), ["NOT_FOUND id"]);
        }
        assert_eq!(get(&owner, &id).await["revision"], 1);
    }

    give_and_take_are_weighed(app) {
        let owner = owner(&app).await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        let with = |query: &str| format!("query($id: ID!) {{ person(by: {{ id: $id }}) {{ reciprocity {{ {query} }} }} }}");
        let standing = "given received openByMe openByThem balance label lastGivenOn lastReceivedOn formulaVersion movedBy { units exchange { title } }";
        let of_ana = || async { owner.ok(&with(standing), json!({ "id": ana })).await["person"]["reciprocity"].take() };
        assert_eq!(of_ana().await, json!({ "given": 0, "received": 0, "openByMe": 0, "openByThem": 0, "balance": 0.0, "label": "TOO_EARLY", "lastGivenOn": null, "lastReceivedOn": null, "formulaVersion": 1, "movedBy": [] }));
        let mut ids = Vec::new();
        for (title, direction, weight, state, done) in [
            ("a", "GIVEN", 2, "DONE", json!("2026-01-01")),
            ("b", "RECEIVED", 3, "DONE", json!("2026-02-01")),
            ("c", "RECEIVED", 5, "DONE", json!("2026-01-15")),
            ("d", "GIVEN", 9, "PROMISED", json!(null)),
            ("e", "RECEIVED", 9, "PROMISED", json!(null)),
            ("f", "RECEIVED", 9, "PROMISED", json!(null)),
            ("g", "GIVEN", 9, "DROPPED", json!(null)),
        ] {
            let input = json!({ "personId": ana, "direction": direction, "kind": "HELP", "title": title, "weight": weight, "state": state, "doneOn": done });
            ids.push(text(&record(&owner, input).await["id"]));
        }
        let standing_now = of_ana().await;
        assert_eq!(standing_now, json!({ "given": 2, "received": 8, "openByMe": 1, "openByThem": 2, "balance": 6.0 / 14.0, "label": "YOU_OWE", "lastGivenOn": "2026-01-01", "lastReceivedOn": "2026-02-01", "formulaVersion": 1,
            "movedBy": [{ "units": 3, "exchange": { "title": "b" } }, { "units": 5, "exchange": { "title": "c" } }, { "units": -2, "exchange": { "title": "a" } }] }));
        written(&owner, ARCHIVE, json!({ "id": ids[2] })).await;
        written(&owner, COMPLETE, json!({ "id": ids[3] })).await;
        let later = of_ana().await;
        assert_eq!((&later["given"], &later["received"], &later["label"], &later["openByMe"]), (&json!(11), &json!(3), &json!("THEY_OWE"), &json!(0)));
        for number in 0..5 {
            record(&owner, json!({ "personId": bea, "direction": "RECEIVED", "kind": "REFERRAL", "title": format!("r{number}"), "doneOn": format!("2026-02-1{number}") })).await;
        }
        let all = owner.ok(&format!("{{ reciprocity {{ {standing} }} }}"), json!({})).await["reciprocity"].take();
        assert_eq!((&all["given"], &all["received"], &all["label"], &all["balance"]), (&json!(11), &json!(28), &json!("YOU_OWE"), &json!(17.0 / 43.0)));
        let titles: Vec<String> = all["movedBy"].as_array().unwrap().iter().map(|it| text(&it["exchange"]["title"])).collect();
        assert_eq!(titles, ["d", "r4", "r3", "r2", "r1"], "the last five");
        let stranger = app.owner().await.ok("{ reciprocity { received movedBy { units } } }", json!({})).await;
        assert_eq!(stranger["reciprocity"], json!({ "received": 0, "movedBy": [] }));
    }

    what_was_asked_for_is_no_promise_until_somebody_promises(app) {
        let owner = app.owner().await.lasting().await;
        let ana = owner.person("Ana").await;
        let input = json!({ "personId": ana, "direction": "GIVEN", "kind": "HELP", "title": "Boxes", "state": "ASKED", "dueOn": "2026-02-20" });
        let made = record(&owner, input).await;
        assert_eq!((&made["state"], &made["allowedStates"]), (&json!("ASKED"), &json!(["PROMISED", "DONE", "DROPPED"])));
        let standing = async || {
            let query = "{ reciprocity { openByMe given } agenda(kinds: [PROMISE]) { totalCount } exchanges(filter: { state: { eq: PROMISED }, dueOn: { lt: \"P0D\" } }) { totalCount } }";
            let found = owner.ok(query, json!({})).await;
            json!([found["reciprocity"]["openByMe"], found["agenda"]["totalCount"], found["exchanges"]["totalCount"]])
        };
        assert_eq!(standing().await, json!([0, 0, 0]), "nobody is reminded of what nobody promised");
        let promised = written(&owner, PROMISE, json!({ "id": made["id"] })).await;
        assert_eq!((&promised["state"], &promised["dueOn"]), (&json!("PROMISED"), &json!("2026-02-20")));
        assert_eq!(standing().await, json!([1, 1, 1]));
        let errors = refused(&owner, PROMISE, json!({ "id": made["id"] })).await;
        assert_eq!((&errors[0]["state"], &errors[0]["allowed"]), (&json!("PROMISED"), &json!(["DONE", "DROPPED"])));
        let wrong = json!({ "personId": ana, "direction": "GIVEN", "kind": "HELP", "title": "x", "state": "ASKED", "doneOn": "2026-02-20" });
        assert_eq!(places(&refused(&owner, RECORD, json!({ "input": wrong })).await), ["INVALID input.doneOn"]);
    }

    sums_of_many_people_take_one_statement(app) {
        let owner = app.owner().await;
        for number in 0..20 {
            let person = owner.person(&format!("Person {number:02}")).await;
            for title in ["one", "two"] {
                record(&owner, json!({ "personId": person, "direction": "RECEIVED", "kind": "HELP", "title": title })).await;
            }
        }
        let sums = "{ people(first: 50) { nodes { displayName reciprocity { given received balance label openByMe } } } }";
        assert_eq!(app.statements(async { owner.ok(sums, json!({})).await; }).await.len(), 2, "the people, and their sums");
        let moves = "{ people(first: 50) { nodes { reciprocity { label movedBy { units exchange { title } } } } } }";
        assert_eq!(app.statements(async { owner.ok(moves, json!({})).await; }).await.len(), 4, "what moved them, and the exchanges");
        let all = "{ reciprocity { label movedBy { units } } }";
        assert_eq!(app.statements(async { owner.ok(all, json!({})).await; }).await.len(), 2);
        let data = owner.ok(moves, json!({})).await;
        assert!(data["people"]["nodes"].as_array().unwrap().iter().all(|it| it["reciprocity"]["movedBy"].as_array().unwrap().len() == 2));
    }

    what_a_token_may_not_see_or_change_is_refused(app) {
        let owner = app.owner().await;
        let reader = owner.with_scopes(&["EXCHANGES_READ"]).await;
        assert!(listed(&reader, "").await.is_empty());
        for (client, document) in [
            (reader.clone(), "mutation { dropExchange(id: \"exchange_01h455vb4pex5vsknk084sn02q\") { seq } }"),
            (reader, "{ exchanges { nodes { person { id } } } }"),
            (owner.with_scopes(&["PEOPLE_READ"]).await, "{ people { nodes { exchanges { nodes { id } } } } }"),
        ] {
            let errors = client.errors(document, json!({})).await;
            assert_eq!(errors[0]["extensions"]["code"], "INSUFFICIENT_SCOPE", "{document}");
        }
    }
}
