//! Goals through the API.

use chrono::TimeDelta;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use tests::{Client, TestApp, both};

const ERRORS: &str = "userErrors { code message path ... on DuplicateError { existing { id } } ... on ConflictError { currentRevision } ... on StateError { state allowed } ... on InputError { max } }";
const FIELDS: &str = "id person { id } title description state allowedStates horizon targetOn achievedOn revision archivedAt supporters { person { id } role note } collaborations { id }";

const CREATE: &str = "createGoal($input: CreateGoalInput!)";
const UPDATE: &str = "updateGoal($id: ID!, $input: UpdateGoalInput!, $expectedRevision: Int)";
const PAUSE: &str = "pauseGoal($id: ID!, $expectedRevision: Int)";
const ACHIEVE: &str = "achieveGoal($id: ID!, $input: AchieveGoalInput, $expectedRevision: Int)";
const DROP: &str = "dropGoal($id: ID!, $expectedRevision: Int)";
const REOPEN: &str = "reopenGoal($id: ID!, $expectedRevision: Int)";
const SUPPORT: &str = "addGoalSupporter($id: ID!, $input: AddGoalSupporterInput!, $expectedRevision: Int)";
const LEAVE: &str =
    "removeGoalSupporter($id: ID!, $input: RemoveGoalSupporterInput!, $expectedRevision: Int)";
const SERVE: &str =
    "addGoalCollaboration($id: ID!, $input: AddGoalCollaborationInput!, $expectedRevision: Int)";
const UNSERVE: &str =
    "removeGoalCollaboration($id: ID!, $input: RemoveGoalCollaborationInput!, $expectedRevision: Int)";
const ARCHIVE: &str = "archiveGoal($id: ID!, $expectedRevision: Int)";
const RESTORE: &str = "restoreGoal($id: ID!, $expectedRevision: Int)";

/// The document of a mutation that is given as it is declared.
fn document(mutation: &str) -> String {
    let (name, arguments) = mutation.split_once('(').unwrap();
    let names = arguments
        .split(',')
        .map(|it| it.trim().trim_start_matches('$').split(':').next().unwrap());
    let passed: Vec<String> = names.map(|name| format!("{name}: ${name}")).collect();
    format!(
        "mutation({arguments} {{ {name}({}) {{ goal {{ {FIELDS} }} seq {ERRORS} }} }}",
        passed.join(", ")
    )
}

/// A caller whose token outlives the tests' days.
async fn owner(app: &TestApp) -> Client {
    let scopes = [
        "GOALS_READ",
        "GOALS_WRITE",
        "PEOPLE_READ",
        "PEOPLE_WRITE",
        "COLLABORATIONS_READ",
        "CHANGES_READ",
    ];
    app.owner().await.with_scopes(&scopes).await
}

async fn written(client: &Client, mutation: &str, variables: Value) -> Value {
    client.written(&document(mutation), variables).await["goal"].take()
}

/// Code and place of each error: `INVALID input.personId`.
async fn refused(client: &Client, mutation: &str, variables: Value) -> Vec<String> {
    let errors = client.refused(&document(mutation), variables).await;
    let place = |error: &Value| {
        let path: Vec<_> = error["path"].as_array().unwrap().iter().map(text).collect();
        format!("{} {}", error["code"].as_str().unwrap(), path.join("."))
    };
    errors.iter().map(place).collect()
}

async fn create(client: &Client, input: Value) -> Value {
    written(client, CREATE, json!({ "input": input })).await
}

async fn work(client: &Client, title: &str) -> String {
    let work = "mutation($title: String!) { createCollaboration(input: { title: $title, kind: PROJECT }) { collaboration { id } userErrors { message } } }";
    text(&client.written(work, json!({ "title": title })).await["collaboration"]["id"])
}

async fn own(client: &Client) -> String {
    let people = client
        .ok("{ people(includeSelf: true) { nodes { id isSelf } } }", json!({}))
        .await;
    let mut people = people["people"]["nodes"].as_array().unwrap().iter();
    text(&people.find(|it| it["isSelf"] == true).unwrap()["id"])
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// The titles that the list shows under these arguments.
async fn listed(client: &Client, arguments: &str) -> Vec<String> {
    let arguments = if arguments.is_empty() {
        String::new()
    } else {
        format!("({arguments})")
    };
    let query = format!("{{ goals{arguments} {{ nodes {{ title }} }} }}");
    let data = client.ok(&query, json!({})).await;
    let nodes = data["goals"]["nodes"].as_array().unwrap().iter();
    nodes.map(|node| text(&node["title"])).collect()
}

both! {
    a_goal_of_the_users_and_one_of_somebody_else_are_kept(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        let mine = create(&owner, json!({ "title": "  Speak at a conference ", "description": "on maps", "horizon": "MEDIUM_TERM", "targetOn": "2027-01-31" })).await;
        assert!(text(&mine["id"]).starts_with("goal_"));
        assert_eq!((&mine["person"], &mine["title"], &mine["state"], &mine["revision"]), (&json!(null), &json!("Speak at a conference"), &json!("ACTIVE"), &json!(1)));
        assert_eq!((&mine["horizon"], &mine["targetOn"], &mine["achievedOn"]), (&json!("MEDIUM_TERM"), &json!("2027-01-31"), &json!(null)));
        assert_eq!(mine["allowedStates"], json!(["PAUSED", "ACHIEVED", "DROPPED"]));
        let hers = create(&owner, json!({ "title": "A lab of her own", "personId": ana, "state": "ACHIEVED" })).await;
        assert_eq!((&hers["person"]["id"], &hers["achievedOn"]), (&json!(ana), &json!("2026-03-01")));
        let query = "query($ana: ID!, $id: ID!) { person(by: { id: $ana }) { goals { totalCount nodes { title } } } goals(filter: { personId: { isNull: true } }) { nodes { title } } node(id: $id) { __typename } goal(id: $id) { title } }";
        let data = owner.ok(query, json!({ "ana": ana, "id": hers["id"] })).await;
        assert_eq!(data, json!({
            "person": { "goals": { "totalCount": 1, "nodes": [{ "title": "A lab of her own" }] } },
            "goals": { "nodes": [{ "title": "Speak at a conference" }] },
            "node": { "__typename": "Goal" }, "goal": { "title": "A lab of her own" },
        }));
    }

    a_repeated_create_with_the_same_id_succeeds_once(app) {
        let owner = app.owner().await;
        let input = json!({ "id": "goal_01h455vb4pex5vsknk084sn02q", "title": "Rest" });
        let first = create(&owner, input.clone()).await;
        assert_eq!(create(&owner, input).await, first);
        let other = json!({ "input": { "id": "goal_01h455vb4pex5vsknk084sn02q", "title": "Work" } });
        assert_eq!(refused(&owner, CREATE, other).await, ["DUPLICATE input.id"]);
    }

    all_that_is_wrong_is_told_at_once_and_nothing_is_written(app) {
        let (owner, other) = (app.owner().await, app.owner().await);
        let stranger = other.person("Stranger").await;
        let input = json!({ "title": " ", "description": "x".repeat(5001), "personId": stranger, "achievedOn": "2026-03-01" });
        assert_eq!(refused(&owner, CREATE, json!({ "input": input })).await, ["REQUIRED input.title", "TOO_LONG input.description", "INVALID input.achievedOn", "NOT_FOUND input.personId"]);
        for (input, wanted) in [
            (json!({ "title": "x".repeat(201) }), "TOO_LONG input.title"),
            (json!({ "title": "x", "personId": own(&owner).await }), "INVALID input.personId"),
            (json!({ "title": "x", "personId": "circle_01h455vb4pex5vsknk084sn02q" }), "INVALID input.personId"),
            (json!({ "title": "x", "state": "ACHIEVED", "achievedOn": "2026-03-03" }), "INVALID input.achievedOn"),
        ] {
            assert_eq!(refused(&owner, CREATE, json!({ "input": input })).await, [wanted]);
        }
        assert!(listed(&owner, "includeArchived: true").await.is_empty());
    }

    a_goal_is_changed_field_by_field(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        let goal = create(&owner, json!({ "title": "Learn", "description": "chess", "horizon": "ONGOING", "targetOn": "2026-05-01" })).await;
        let update = |input: Value| json!({ "id": goal["id"], "input": input });
        let changed = written(&owner, UPDATE, update(json!({ "title": "Learn well", "description": null, "personId": ana, "targetOn": "2026-06-01" }))).await;
        assert_eq!((&changed["title"], &changed["description"], &changed["person"]["id"]), (&json!("Learn well"), &json!(null), &json!(ana)));
        assert_eq!((&changed["targetOn"], &changed["horizon"], &changed["revision"]), (&json!("2026-06-01"), &json!("ONGOING"), &json!(2)));
        assert_eq!(written(&owner, UPDATE, update(json!({ "title": "Learn well" }))).await["revision"], 2, "nothing changed");
        let mine = written(&owner, UPDATE, update(json!({ "personId": null, "horizon": null, "targetOn": null }))).await;
        assert_eq!((&mine["person"], &mine["horizon"], &mine["targetOn"]), (&json!(null), &json!(null), &json!(null)));
        assert_eq!(refused(&owner, UPDATE, update(json!({ "title": null }))).await, ["REQUIRED input.title"]);
        assert_eq!(refused(&owner, UPDATE, update(json!({ "achievedOn": "2026-02-01" }))).await, ["INVALID input.achievedOn"]);
        let stale = json!({ "id": goal["id"], "input": { "title": "x" }, "expectedRevision": 2 });
        assert_eq!(refused(&owner, UPDATE, stale).await, ["CONFLICT expectedRevision"]);
        assert_eq!(written(&owner, ACHIEVE, json!({ "id": goal["id"], "input": { "achievedOn": "2026-02-10" } })).await["achievedOn"], "2026-02-10");
        assert_eq!(written(&owner, UPDATE, update(json!({ "achievedOn": "2026-02-09" }))).await["achievedOn"], "2026-02-09");
        assert_eq!(refused(&owner, UPDATE, update(json!({ "achievedOn": null }))).await, ["REQUIRED input.achievedOn"]);
    }

    random_steps_lead_where_a_simple_model_says(app) {
        let owner = owner(&app).await;
        let goal = create(&owner, json!({ "title": "Run a marathon" })).await;
        let id = text(&goal["id"]);
        let mut dice = StdRng::seed_from_u64(7);
        let (mut state, mut reached, mut revision, mut archived) = ("ACTIVE", Value::Null, 1, false);
        for _ in 0..60 {
            let today = app.clock.now().date_naive().to_string();
            let (mutation, to) = [(PAUSE, "PAUSED"), (ACHIEVE, "ACHIEVED"), (DROP, "DROPPED"), (REOPEN, "ACTIVE"), (ARCHIVE, ""), (RESTORE, "")][dice.random_range(0..6)];
            let allowed: &[&str] = match state {
                "ACTIVE" => &["PAUSED", "ACHIEVED", "DROPPED"],
                "PAUSED" => &["ACTIVE", "ACHIEVED", "DROPPED"],
                _ => &["ACTIVE"],
            };
            let variables = json!({ "id": id, "expectedRevision": revision });
            if mutation == ARCHIVE || mutation == RESTORE {
                revision += i32::from(archived != (mutation == ARCHIVE));
                archived = mutation == ARCHIVE;
                assert_eq!(written(&owner, mutation, variables).await["revision"], revision);
            } else if archived || !allowed.contains(&to) {
                let errors = owner.refused(&document(mutation), variables).await;
                let wanted = if archived { json!(["STATE", "ARCHIVED", ["RESTORE"]]) } else { json!(["STATE", state, allowed]) };
                assert_eq!(json!([errors[0]["code"], errors[0]["state"], errors[0]["allowed"]]), wanted);
            } else {
                (state, revision) = (to, revision + 1);
                reached = if to == "ACHIEVED" { json!(today) } else { Value::Null };
                let now = written(&owner, mutation, variables).await;
                assert_eq!((&now["state"], &now["achievedOn"], &now["revision"]), (&json!(state), &reached, &json!(revision)));
            }
            app.clock.advance(TimeDelta::hours(7));
        }
        let query = format!("query($id: ID!) {{ goal(id: $id) {{ {FIELDS} }} changes(types: [GOAL]) {{ changes {{ revision }} }} }}");
        let data = owner.ok(&query, json!({ "id": id })).await;
        assert_eq!((&data["goal"]["state"], &data["goal"]["achievedOn"]), (&json!(state), &reached));
        assert_eq!(data["changes"]["changes"].as_array().unwrap().len(), usize::try_from(revision).unwrap());
    }

    people_support_goals_in_a_role(app) {
        let owner = app.owner().await;
        let (ana, bea, me) = (owner.person("Ana").await, owner.person("Bea").await, own(&owner).await);
        let mine = text(&create(&owner, json!({ "title": "Mine" })).await["id"]);
        let hers = text(&create(&owner, json!({ "title": "Hers", "personId": ana })).await["id"]);
        let with = |goal: &str, person: &str, role: &str, note: Value| json!({ "id": goal, "input": { "personId": person, "role": role, "note": note } });
        let once = written(&owner, SUPPORT, with(&mine, &ana, "MENTOR", json!(" knows the field "))).await;
        assert_eq!(once["supporters"], json!([{ "person": { "id": ana }, "role": "MENTOR", "note": "knows the field" }]));
        assert_eq!(once["revision"], 2);
        assert_eq!(written(&owner, SUPPORT, with(&mine, &ana, "MENTOR", json!("knows the field"))).await["revision"], 2, "known");
        app.clock.advance(TimeDelta::minutes(1));
        written(&owner, SUPPORT, with(&mine, &bea, "PEER", json!(null))).await;
        let twice = written(&owner, SUPPORT, with(&mine, &ana, "SPONSOR", json!(null))).await;
        assert_eq!(twice["supporters"], json!([{ "person": { "id": ana }, "role": "SPONSOR", "note": null }, { "person": { "id": bea }, "role": "PEER", "note": null }]));
        // The user supports goals of others, and nobody a goal of their own.
        written(&owner, SUPPORT, with(&hers, &me, "ADVISOR", json!(null))).await;
        assert_eq!(refused(&owner, SUPPORT, with(&mine, &me, "PEER", json!(null))).await, ["INVALID input.personId"]);
        assert_eq!(refused(&owner, SUPPORT, with(&hers, &ana, "PEER", json!(null))).await, ["INVALID input.personId"]);
        assert_eq!(refused(&owner, SUPPORT, with(&hers, "person_01h455vb4pex5vsknk084sn02q", "PEER", json!("x".repeat(501)))).await, ["TOO_LONG input.note", "NOT_FOUND input.personId"]);
        assert_eq!(refused(&owner, UPDATE, json!({ "id": hers, "input": { "personId": null } })).await, ["INVALID input.personId"]);
        assert_eq!(refused(&owner, UPDATE, json!({ "id": mine, "input": { "personId": bea } })).await, ["INVALID input.personId"]);
        let query = "query($bea: ID!) { person(by: { id: $bea }) { supportedGoals { nodes { title } } goals { totalCount } } }";
        let data = owner.ok(query, json!({ "bea": bea })).await;
        assert_eq!(data["person"], json!({ "supportedGoals": { "nodes": [{ "title": "Mine" }] }, "goals": { "totalCount": 0 } }));
        let left = written(&owner, LEAVE, json!({ "id": mine, "input": { "personId": bea } })).await;
        assert_eq!(left["supporters"].as_array().unwrap().len(), 1);
        assert_eq!(written(&owner, LEAVE, json!({ "id": mine, "input": { "personId": bea } })).await["revision"], left["revision"]);
        assert_eq!(written(&owner, UPDATE, json!({ "id": mine, "input": { "personId": bea } })).await["person"]["id"], json!(bea));
        written(&owner, ARCHIVE, json!({ "id": mine })).await;
        assert_eq!(refused(&owner, LEAVE, json!({ "id": mine, "input": { "personId": ana } })).await, ["STATE id"]);
    }

    a_goal_has_at_most_fifty_supporters(app) {
        let owner = app.owner().await;
        let goal = text(&create(&owner, json!({ "title": "Mine" })).await["id"]);
        for number in 0..51 {
            let person = owner.person(&format!("Person {number}")).await;
            let add = json!({ "id": goal, "input": { "personId": person, "role": "PEER" } });
            if number < 50 {
                written(&owner, SUPPORT, add).await;
            } else {
                assert_eq!(refused(&owner, SUPPORT, add).await, ["TOO_MANY id"]);
            }
        }
    }

    collaborations_serve_goals(app) {
        let owner = app.owner().await;
        let (maps, book) = (work(&owner, "Maps").await, work(&owner, "A book").await);
        let goal = text(&create(&owner, json!({ "title": "Be heard" })).await["id"]);
        written(&owner, SERVE, json!({ "id": goal, "input": { "collaborationId": maps } })).await;
        let both = written(&owner, SERVE, json!({ "id": goal, "input": { "collaborationId": book } })).await;
        assert_eq!((&both["collaborations"], &both["revision"]), (&json!([{ "id": book }, { "id": maps }]), &json!(3)));
        assert_eq!(written(&owner, SERVE, json!({ "id": goal, "input": { "collaborationId": book } })).await["revision"], 3);
        assert_eq!(refused(&owner, SERVE, json!({ "id": goal, "input": { "collaborationId": "collaboration_01h455vb4pex5vsknk084sn02q" } })).await, ["NOT_FOUND input.collaborationId"]);
        let data = owner.ok("query($id: ID!) { collaboration(id: $id) { goals { nodes { title } } } }", json!({ "id": maps })).await;
        assert_eq!(data["collaboration"]["goals"]["nodes"], json!([{ "title": "Be heard" }]));
        owner.written("mutation($id: ID!) { archiveCollaboration(id: $id) { userErrors { message } } }", json!({ "id": book })).await;
        let less = written(&owner, UNSERVE, json!({ "id": goal, "input": { "collaborationId": maps } })).await;
        assert_eq!((&less["collaborations"], &less["revision"]), (&json!([]), &json!(4)), "the archived one is not shown");
        assert_eq!(written(&owner, UNSERVE, json!({ "id": goal, "input": { "collaborationId": maps } })).await["revision"], 4);
    }

    lists_are_filtered_searched_and_ordered(app) {
        let owner = owner(&app).await;
        let (ana, bea) = (owner.person("Ana").await, owner.person("Bea").await);
        for (title, person, more) in [
            ("Écrire", Value::Null, json!({ "targetOn": "2026-12-01", "horizon": "MEDIUM_TERM", "description": "a novel on sailing" })),
            ("Boat", json!(ana), json!({ "targetOn": "2026-02-01" })),
            ("Degree", json!(bea), json!({ "state": "ACHIEVED", "achievedOn": "2026-02-20", "horizon": "LONG_TERM" })),
            ("Away", json!(ana), json!({ "state": "PAUSED" })),
        ] {
            let mut input = json!({ "title": title, "personId": person });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            let goal = create(&owner, input).await;
            if title == "Boat" {
                written(&owner, SUPPORT, json!({ "id": goal["id"], "input": { "personId": bea, "role": "PEER" } })).await;
            }
            app.clock.advance(TimeDelta::hours(1));
        }
        assert_eq!(listed(&owner, "").await, ["Away", "Degree", "Boat", "Écrire"]);
        for (order, wanted) in [
            ("TITLE, direction: ASC", ["Away", "Boat", "Degree", "Écrire"]),
            ("TARGET_ON, direction: ASC", ["Boat", "Écrire", "Degree", "Away"]),
            ("CREATED_AT, direction: ASC", ["Écrire", "Boat", "Degree", "Away"]),
            ("UPDATED_AT, direction: DESC", ["Away", "Degree", "Boat", "Écrire"]),
        ] {
            assert_eq!(listed(&owner, &format!("orderBy: {{ field: {order} }}")).await, wanted, "{order}");
        }
        for (filter, wanted) in [
            (format!("personId: {{ eq: \"{ana}\" }}"), vec!["Boat", "Away"]),
            ("personId: { isNull: true }, supporterId: { isNull: true }".to_owned(), vec!["Écrire"]),
            (format!("supporterId: {{ in: [\"{bea}\"] }}"), vec!["Boat"]),
            (format!("supporterId: {{ notIn: [\"{bea}\"] }}"), vec!["Écrire", "Degree", "Away"]),
            ("supporterId: { isNull: false }".to_owned(), vec!["Boat"]),
            ("state: { in: [ACTIVE, PAUSED] }".to_owned(), vec!["Écrire", "Boat", "Away"]),
            ("state: { eq: ACTIVE }, targetOn: { lt: \"P0D\" }".to_owned(), vec!["Boat"]),
            ("horizon: { eq: LONG_TERM }".to_owned(), vec!["Degree"]),
            ("achievedOn: { gte: \"-P30D\" }".to_owned(), vec!["Degree"]),
            ("title: { startsWith: \"ecr\" }".to_owned(), vec!["Écrire"]),
            ("createdAt: { lt: \"-PT3H30M\" }".to_owned(), vec!["Écrire"]),
            ("or: [{ horizon: { eq: LONG_TERM } }, { not: { state: { eq: ACTIVE } } }]".to_owned(), vec!["Degree", "Away"]),
        ] {
            assert_eq!(listed(&owner, &format!("filter: {{ {filter} }}, orderBy: {{ field: CREATED_AT, direction: ASC }}")).await, wanted, "{filter}");
        }
        assert_eq!(listed(&owner, "search: \"sail nov\"").await, ["Écrire"]);
        assert_eq!(listed(&owner, "search: \"ecrire\"").await, ["Écrire"]);
        assert!(listed(&owner, "search: \"chess\"").await.is_empty());
    }

    another_workspace_and_a_token_without_the_right_see_and_change_nothing(app) {
        let (owner, other) = (app.owner().await, app.owner().await);
        let goal = text(&create(&owner, json!({ "title": "Mine" })).await["id"]);
        let data = other.ok("query($id: ID!) { goal(id: $id) { id } node(id: $id) { id } goals(search: \"mine\") { totalCount } }", json!({ "id": goal })).await;
        assert_eq!(data, json!({ "goal": null, "node": null, "goals": { "totalCount": 0 } }));
        for mutation in [PAUSE, ACHIEVE, DROP, REOPEN, ARCHIVE, RESTORE] {
            assert_eq!(refused(&other, mutation, json!({ "id": goal })).await, ["NOT_FOUND id"]);
        }
        let stranger = other.person("Stranger").await;
        assert_eq!(refused(&owner, SUPPORT, json!({ "id": goal, "input": { "personId": stranger, "role": "PEER" } })).await, ["NOT_FOUND input.personId"]);
        let reader = owner.with_scopes(&["GOALS_READ"]).await;
        assert_eq!(listed(&reader, "").await, ["Mine"]);
        for (client, document) in [
            (reader.clone(), "mutation { dropGoal(id: \"goal_01h455vb4pex5vsknk084sn02q\") { seq } }"),
            (reader, "{ goals { nodes { supporters { person { id } } } } }"),
            (owner.with_scopes(&["PEOPLE_READ"]).await, "{ people { nodes { goals { nodes { id } } } } }"),
        ] {
            let errors = client.errors(document, json!({})).await;
            assert_eq!(errors[0]["extensions"]["code"], "INSUFFICIENT_SCOPE", "{document}");
        }
    }
}
