//! Two records that are one.

use serde_json::{Value, json};
use tests::{Client, TestApp, both};

use crate::replay::names::Names;
use crate::replay::undone::content;

const APPLY: &str = "mutation($mutations: [MutationRowInput!]!) {
    applyMutations(mutations: $mutations) { rows { index status recordId userErrors { message path } } userErrors { message } } }";

const MERGE: &str = "mutation($input: MergePeopleInput!, $dryRun: Boolean) { mergePeople(input: $input, dryRun: $dryRun) {
    person { id } merged { id archivedAt mergedInto { id } } changeSet { id } userErrors { code message path ... on InputError { allowed } } } }";

const UNDO: &str = "mutation($id: ID!) { undoChangeSet(id: $id) { conflicts { recordId field reason } userErrors { message } } }";

const KINDS: [&str; 9] = [
    "organization",
    "circle",
    "person",
    "community",
    "event",
    "goal",
    "tie",
    "introduction",
    "collaboration",
];

/// An id that a client made.
pub fn id(kind: &str, number: u32) -> String {
    let kinds = KINDS.iter().position(|it| *it == kind).unwrap_or(KINDS.len());
    format!("{kind}_01kcy5m700e0096mbj{kinds:04}{number:04}")
}

pub const KEEP: u32 = 1;
pub const MERGED: u32 = 2;

fn person(number: u32) -> String {
    id("person", number)
}

fn row(name: &str, variables: Value) -> Value {
    json!({ "name": name, "variables": variables })
}

fn input(name: &str, input: Value) -> Value {
    row(name, json!({ "input": input }))
}

/// What both have, and what one of them has: all that can name a person.
pub fn network() -> Vec<Value> {
    let mut rows = vec![
        input(
            "createOrganization",
            json!({ "id": id("organization", 1), "name": "Acme" }),
        ),
        input("createCircle", json!({ "id": id("circle", 1), "name": "Crew" })),
        input("createCircle", json!({ "id": id("circle", 2), "name": "Shore" })),
        input(
            "createPerson",
            json!({
                "id": person(KEEP), "displayName": "Ana Silva", "givenName": "Ana", "familyName": "Silva", "headline": "Sails",
                "contactPoints": [{ "kind": "EMAIL", "value": "ana@example.org", "isPrimary": true }],
                "facts": [{ "kind": "SKILL", "text": "Knots" }], "tagNames": ["sailor"], "circleIds": [id("circle", 1)],
                "affiliations": [{ "organizationId": id("organization", 1), "role": "Captain" }],
                "attributes": [{ "dimension": "Home", "value": "Coast" }], "supportRoles": [{ "role": "MENTOR" }],
                "externalRefs": [{ "source": "crm", "externalId": "1" }],
            }),
        ),
        input(
            "createPerson",
            json!({
                "id": person(MERGED), "displayName": "A. Silva", "headline": "Rows", "birthday": "1985-04-12",
                "contactPoints": [
                    { "kind": "EMAIL", "value": "ANA@example.org", "isPrimary": true }, { "kind": "EMAIL", "value": "silva@example.org" },
                    { "kind": "PHONE", "value": "+4791234567", "isPrimary": true }],
                "facts": [{ "kind": "SKILL", "text": "knots" }, { "kind": "SKILL", "text": "Maps" }], "tagNames": ["sailor", "rower"],
                "circleIds": [id("circle", 1), id("circle", 2)],
                "affiliations": [{ "organizationId": id("organization", 1), "role": "Captain" }, { "organizationId": id("organization", 1), "role": "Owner" }],
                "attributes": [{ "dimension": "Home", "value": "Hills" }, { "dimension": "Trade", "value": "Boats" }],
                "supportRoles": [{ "role": "MENTOR" }, { "role": "PEER" }],
                "externalRefs": [{ "source": "crm", "externalId": "2" }],
            }),
        ),
        input(
            "createPerson",
            json!({ "id": person(3), "displayName": "Cleo", "metThroughId": person(MERGED) }),
        ),
        input(
            "createCommunity",
            json!({ "id": id("community", 1), "name": "Club", "kind": "CLUB" }),
        ),
        input(
            "createEvent",
            json!({ "id": id("event", 1), "title": "Regatta", "kind": "DINNER", "startsOn": "2026-02-10" }),
        ),
        input(
            "createEvent",
            json!({ "id": id("event", 2), "title": "Dinner", "kind": "DINNER", "startsOn": "2026-02-11" }),
        ),
        input(
            "createGoal",
            json!({ "id": id("goal", 1), "title": "Round the world" }),
        ),
        input(
            "createTie",
            json!({ "id": id("tie", 1), "fromId": person(KEEP), "toId": person(3), "kind": "friend" }),
        ),
        input(
            "createTie",
            json!({ "id": id("tie", 2), "fromId": person(MERGED), "toId": person(3), "kind": "friend" }),
        ),
        input(
            "createTie",
            json!({ "id": id("tie", 3), "fromId": person(MERGED), "toId": person(3), "kind": "neighbour" }),
        ),
        input(
            "createTie",
            json!({ "id": id("tie", 4), "fromId": person(KEEP), "toId": person(MERGED), "kind": "friend" }),
        ),
        input(
            "createIntroduction",
            json!({ "id": id("introduction", 1), "personAId": person(MERGED), "personBId": person(3), "reason": "Both sail." }),
        ),
        input(
            "createIntroduction",
            json!({ "id": id("introduction", 2), "personAId": person(KEEP), "personBId": person(MERGED), "reason": "Both row." }),
        ),
        input(
            "createCollaboration",
            json!({ "id": id("collaboration", 1), "title": "A boat", "kind": "PROJECT", "state": "ACTIVE",
            "members": [{ "personId": person(KEEP), "role": "Builder" }, { "personId": person(MERGED), "role": "Buyer" }] }),
        ),
        row(
            "moveCollaboration",
            json!({ "id": id("collaboration", 1), "input": { "to": "DONE" } }),
        ),
        row(
            "setCadence",
            json!({ "input": { "personId": person(KEEP), "idealDays": 30 } }),
        ),
        row(
            "setCadence",
            json!({ "input": { "personId": person(MERGED), "idealDays": 10 } }),
        ),
        row(
            "recordCommunityMembers",
            json!({ "id": id("community", 1), "input": { "members": [{ "personId": person(KEEP) }, { "personId": person(MERGED) }] } }),
        ),
        row(
            "recordAttendance",
            json!({ "id": id("event", 1), "input": { "attendees": [{ "personId": person(KEEP), "state": "ATTENDED" }, { "personId": person(MERGED), "state": "ATTENDED" }] } }),
        ),
        row(
            "recordAttendance",
            json!({ "id": id("event", 2), "input": { "attendees": [{ "personId": person(MERGED), "state": "ATTENDED" }] } }),
        ),
        row(
            "addGoalSupporter",
            json!({ "id": id("goal", 1), "input": { "personId": person(MERGED), "role": "MENTOR" } }),
        ),
        input(
            "logInteraction",
            json!({ "id": id("interaction", 1), "channel": "CALL", "happenedAt": "2026-02-01T10:00:00Z", "participantIds": [person(KEEP), person(MERGED)] }),
        ),
        input(
            "logInteraction",
            json!({ "id": id("interaction", 2), "channel": "CALL", "happenedAt": "2026-02-20T10:00:00Z", "participantIds": [person(MERGED), person(3)] }),
        ),
        input("logTime", json!({ "minutes": 30, "personIds": [person(MERGED)] })),
    ];
    for number in [KEEP, MERGED] {
        let person = person(number);
        rows.extend([
            input("planCheckIn", json!({ "personId": person, "on": "2026-03-05" })),
            input(
                "createMilestone",
                json!({ "personId": person, "kind": "WEDDING", "date": "2015-04-20" }),
            ),
            input(
                "recordExchange",
                json!({ "personId": person, "direction": "GIVEN", "kind": "HELP", "title": "A sail" }),
            ),
            input(
                "recordExchange",
                json!({ "personId": person, "direction": "RECEIVED", "kind": "HELP", "title": "An oar" }),
            ),
            input("createGoal", json!({ "personId": person, "title": "To sail" })),
            input(
                "createNeed",
                json!({ "personId": person, "kind": "ADVICE", "title": "Wind", "topics": ["wind"] }),
            ),
            input(
                "createOffer",
                json!({ "personId": person, "kind": "ADVICE", "title": "Water", "topics": ["water"] }),
            ),
        ]);
    }
    rows
}

async fn filled(app: &TestApp) -> Client {
    let owner = app.owner().await;
    let done = owner.ok(APPLY, json!({ "mutations": network() })).await;
    let rows = done["applyMutations"]["rows"].as_array().unwrap();
    assert!(
        rows.iter()
            .all(|row| row["status"] == "CREATED" || row["status"] == "UPDATED"),
        "{done}"
    );
    owner
}

async fn merge(client: &Client) -> Value {
    let both = json!({ "input": { "keepId": person(KEEP), "mergeId": person(MERGED) } });
    client.written(MERGE, both).await
}

both! {
    all_that_names_the_merged_person_names_the_kept_one(app) {
        let owner = filled(&app).await;
        merge(&owner).await;
        let whole = "query($id: ID!) { person(by: { id: $id }) {
            displayName givenName headline birthday lastInteractionAt
            contactPoints { kind value isPrimary } facts { text } tags { name } circles { name } affiliations { role }
            attributes { dimension { name } value { name } } supportRoles { role } externalRefs { externalId }
            interactions { totalCount } exchanges { totalCount } goals { totalCount } needs { totalCount } offers { totalCount }
            milestones { totalCount } checkIns { totalCount } ties { totalCount } introductions { totalCount } collaborations { totalCount }
            attendances { totalCount } communities { totalCount } supportedGoals { totalCount } reciprocity { balance } } }";
        let kept = owner.ok(whole, json!({ "id": person(KEEP) })).await;
        insta::assert_json_snapshot!("a_merged_person", kept["person"]);
        let merged = "query($id: ID!) { node(id: $id) { ... on Person { archivedAt mergedInto { displayName } interactions { totalCount } } } }";
        let merged = owner.ok(merged, json!({ "id": person(MERGED) })).await;
        assert_eq!(merged["node"]["mergedInto"]["displayName"], "Ana Silva");
        assert_eq!(merged["node"]["interactions"]["totalCount"], 0);
        let through = owner.ok("query($id: ID!) { person(by: { id: $id }) { metThrough { id } } }", json!({ "id": person(3) })).await;
        assert_eq!(through["person"]["metThrough"]["id"], person(KEEP));
        let found = owner.ok("{ people(search: \"silva@example.org\") { nodes { id } } }", json!({})).await;
        assert_eq!(found["people"]["nodes"], json!([{ "id": person(KEEP) }]));
        let by = owner.ok("{ person(by: { external: { source: \"crm\", externalId: \"2\" } }) { id } }", json!({})).await;
        assert_eq!(by["person"]["id"], person(KEEP));
        let feed = owner.ok("{ changes(first: 1000) { changes { op recordId } } }", json!({})).await;
        let ops = feed["changes"]["changes"].as_array().unwrap().iter().filter(|it| it["recordId"] == person(MERGED));
        assert_eq!(ops.into_iter().next_back().unwrap()["op"], "MERGE");
    }

    a_merge_is_undone_exactly(app) {
        let owner = filled(&app).await;
        let mut names = Names::default();
        let before = content(&app, &mut names).await;
        let merged = merge(&owner).await;
        let after = content(&app, &mut names).await;
        assert_ne!(before, after);
        let restore = "mutation($id: ID!) { restorePerson(id: $id) { userErrors { code message path } } }";
        let refused = owner.refused(restore, json!({ "id": person(MERGED) })).await;
        assert_eq!(refused[0]["code"], "STATE");
        let undone = owner.written(UNDO, json!({ "id": merged["changeSet"]["id"] })).await;
        assert_eq!(undone["conflicts"], json!([]));
        let back = content(&app, &mut names).await;
        let differs: Vec<_> = before.symmetric_difference(&back).collect();
        assert!(differs.is_empty(), "{differs:#?}");
        merge(&owner).await;
        assert_eq!(content(&app, &mut names).await.len(), after.len());
    }

    what_was_changed_after_a_merge_stays_when_it_is_undone(app) {
        let owner = filled(&app).await;
        let merged = merge(&owner).await;
        let update = "mutation($id: ID!) { updatePerson(id: $id, input: { birthday: \"1985-04-13\", addFacts: [{ kind: SKILL, text: \"Stars\" }] }) { userErrors { code message path } } }";
        owner.written(update, json!({ "id": person(KEEP) })).await;
        let undone = owner.written(UNDO, json!({ "id": merged["changeSet"]["id"] })).await;
        assert_eq!(undone["conflicts"], json!([{ "recordId": person(KEEP), "field": "birthday", "reason": "CHANGED" }]));
        let shown = "query($id: ID!) { person(by: { id: $id }) { birthday facts { text } archivedAt mergedInto { id } interactions { totalCount } } }";
        let kept = owner.ok(shown, json!({ "id": person(KEEP) })).await;
        assert_eq!(kept["person"]["facts"], json!([{ "text": "Knots" }, { "text": "Stars" }]));
        let other = owner.ok(shown, json!({ "id": person(MERGED) })).await;
        assert_eq!(other["person"]["birthday"], "1985-04-12");
        assert_eq!((&other["person"]["archivedAt"], &other["person"]["interactions"]["totalCount"]), (&Value::Null, &json!(2)));
    }

    what_makes_no_sense_is_refused_and_a_dry_run_stores_nothing(app) {
        let owner = filled(&app).await;
        let input = |keep: String, merge: String| json!({ "input": { "keepId": keep, "mergeId": merge } });
        let same = owner.refused(MERGE, input(person(KEEP), person(KEEP))).await;
        assert_eq!((&same[0]["code"], &same[0]["path"]), (&json!("INVALID"), &json!(["input", "mergeId"])));
        let nobody = owner.refused(MERGE, input(person(99), person(KEEP))).await;
        assert_eq!((&nobody[0]["code"], &nobody[0]["path"]), (&json!("NOT_FOUND"), &json!(["input", "keepId"])));
        let other = app.owner().await;
        let foreign = other.refused(MERGE, input(person(KEEP), person(MERGED))).await;
        assert_eq!(foreign[0]["code"], "NOT_FOUND");
        let field = json!({ "input": { "keepId": person(KEEP), "mergeId": person(MERGED), "takeFields": ["headline", "salary"] } });
        let field = owner.refused(MERGE, field).await;
        assert_eq!(field[0]["path"], json!(["input", "takeFields", "1"]));
        let mut names = Names::default();
        let before = content(&app, &mut names).await;
        let dry = json!({ "input": { "keepId": person(KEEP), "mergeId": person(MERGED) }, "dryRun": true });
        assert_eq!(owner.written(MERGE, dry).await["merged"]["mergedInto"]["id"], person(KEEP));
        assert_eq!(content(&app, &mut names).await, before);
        let take = json!({ "input": { "keepId": person(KEEP), "mergeId": person(MERGED), "takeFields": ["headline"] } });
        owner.written(MERGE, take).await;
        let again = owner.refused(MERGE, input(person(KEEP), person(MERGED))).await;
        assert_eq!((&again[0]["code"], &again[0]["path"]), (&json!("STATE"), &json!(["input", "mergeId"])));
        let headline = owner.ok("query($id: ID!) { person(by: { id: $id }) { headline displayName } }", json!({ "id": person(KEEP) })).await;
        assert_eq!(headline["person"], json!({ "headline": "Rows", "displayName": "Ana Silva" }));
    }

    organizations_and_tags_are_merged_and_undone_too(app) {
        let owner = filled(&app).await;
        let more = json!([
            input("createOrganization", json!({ "id": id("organization", 2), "name": "ACME Ltd", "domain": "acme.example" })),
            input("createPerson", json!({ "id": person(7), "displayName": "Gil", "tagNames": ["seaman"], "affiliations": [{ "organizationId": id("organization", 2), "role": "Cook" }] })),
            input("createEvent", json!({ "title": "Launch", "kind": "DINNER", "startsOn": "2026-02-12", "organizationId": id("organization", 2) })),
        ]);
        owner.ok(APPLY, json!({ "mutations": more })).await;
        let tags = owner.ok("{ tags { nodes { id name } } }", json!({})).await;
        let tag = |name: &str| {
            let tags = tags["tags"]["nodes"].as_array().unwrap().iter();
            tags.clone().find(|tag| tag["name"] == name).unwrap()["id"].clone()
        };
        let mut names = Names::default();
        let before = content(&app, &mut names).await;
        let organizations = "mutation($input: MergeOrganizationsInput!) { mergeOrganizations(input: $input) {
            organization { name domain people { totalCount } } merged { mergedInto { name } } changeSet { id } userErrors { code message path } } }";
        let merged = owner.written(organizations, json!({ "input": { "keepId": id("organization", 1), "mergeId": id("organization", 2) } })).await;
        assert_eq!(merged["organization"], json!({ "name": "Acme", "domain": "acme.example", "people": { "totalCount": 3 } }));
        let of_tags = "mutation($input: MergeTagsInput!) { mergeTags(input: $input) { tag { name memberCount } changeSet { id } userErrors { code message path } } }";
        let tagged = owner.written(of_tags, json!({ "input": { "keepId": tag("sailor"), "mergeId": tag("seaman") } })).await;
        assert_eq!(tagged["tag"], json!({ "name": "sailor", "memberCount": 3 }));
        for set in [&tagged["changeSet"]["id"], &merged["changeSet"]["id"]] {
            assert_eq!(owner.written(UNDO, json!({ "id": set })).await["conflicts"], json!([]));
        }
        let back = content(&app, &mut names).await;
        let differs: Vec<_> = before.symmetric_difference(&back).collect();
        assert!(differs.is_empty(), "{differs:#?}");
    }

    a_name_that_was_merged_away_is_another_name_of_the_kept_record(app) {
        let owner = filled(&app).await;
        let tags = "mutation($input: MergeTagsInput!) { mergeTags(input: $input) { tag { name } userErrors { code message path } } }";
        let all = owner.ok("{ tags { nodes { id name } } }", json!({})).await;
        let tag = |name: &str| {
            let all = all["tags"]["nodes"].as_array().unwrap().iter();
            all.clone().find(|tag| tag["name"] == name).unwrap()["id"].clone()
        };
        let both = json!({ "keepId": tag("sailor"), "mergeId": tag("rower") });
        let mut unique = both.clone();
        unique["takeFields"] = json!(["name"]);
        assert_eq!(owner.refused(tags, json!({ "input": unique })).await[0]["path"], json!(["input", "takeFields", "0"]));
        owner.written(tags, json!({ "input": both })).await;
        let rows = json!([
            input("createOrganization", json!({ "id": id("organization", 2), "name": "ACME Ltd" })),
            input("createPerson", json!({ "id": person(8), "displayName": "Hal", "tagNames": ["Rower"] })),
        ]);
        owner.ok(APPLY, json!({ "mutations": rows })).await;
        let organizations = "mutation($input: MergeOrganizationsInput!) { mergeOrganizations(input: $input) { organization { id } userErrors { code message path } } }";
        owner.written(organizations, json!({ "input": { "keepId": id("organization", 1), "mergeId": id("organization", 2) } })).await;
        let rows = json!([row("updatePerson", json!({ "id": person(8), "input": { "addAffiliations": [{ "organizationName": "ACME Ltd" }] } }))]);
        owner.ok(APPLY, json!({ "mutations": rows })).await;
        let shown = "query($id: ID!) { person(by: { id: $id }) { tags { name } affiliations { organization { name } } } }";
        let shown = owner.ok(shown, json!({ "id": person(8) })).await;
        assert_eq!(shown["person"], json!({ "tags": [{ "name": "sailor" }], "affiliations": [{ "organization": { "name": "Acme" } }] }));
    }
}
