//! Two workspaces that hold the same ids never see each other.

use serde_json::{Value, json};
use tests::{Client, both};

const MAKE: &str = "mutation($person: CreatePersonInput!, $friend: CreatePersonInput!, $organization: CreateOrganizationInput!, $circle: CreateCircleInput!, $tag: CreateTagInput!) {
    a: createPerson(input: $person) { person { id } userErrors { message } }
    b: createPerson(input: $friend) { person { id } userErrors { message } }
    c: createOrganization(input: $organization) { organization { id } userErrors { message } }
    d: createCircle(input: $circle) { circle { id } userErrors { message } }
    e: createTag(input: $tag) { tag { id } userErrors { message } } }";
const JOIN: &str = "mutation($talk: LogInteractionInput!, $tie: CreateTieInput!, $work: CreateCollaborationInput!, $meet: CreateIntroductionInput!, $circle: ID!, $people: [ID!]!, $person: ID!, $update: UpdatePersonInput!, $favour: RecordExchangeInput!, $thanks: GratitudeInput!, $plan: PlanCheckInInput!, $time: LogTimeInput!, $event: CreateEventInput!, $community: CreateCommunityInput!, $attended: ID!, $attendance: RecordAttendanceInput!, $joined: ID!, $members: RecordCommunityMembersInput!) {
    w: createCommunity(input: $community) { community { id } userErrors { message } }
    x: createEvent(input: $event) { event { id } userErrors { message } }
    y: recordAttendance(id: $attended, input: $attendance) { event { id } userErrors { message } }
    z: recordCommunityMembers(id: $joined, input: $members) { community { id } userErrors { message } }
    a: logInteraction(input: $talk) { interaction { id } userErrors { message } }
    b: createTie(input: $tie) { tie { id } userErrors { message } }
    c: createCollaboration(input: $work) { collaboration { id } userErrors { message } }
    d: createIntroduction(input: $meet) { introduction { id } userErrors { message } }
    e: addToCircle(id: $circle, input: { personIds: $people }) { circle { id } userErrors { message } }
    f: updatePerson(id: $person, input: $update) { person { id } userErrors { message } }
    g: recordExchange(input: $favour) { exchange { id } userErrors { message } }
    h: giveGratitude(input: $thanks) { gratitude { id } userErrors { message } }
    i: planCheckIn(input: $plan) { checkIn { id } userErrors { message } }
    j: setCadence(input: { personId: $person, idealDays: 30 }) { cadence { id } userErrors { message } }
    s: logTime(input: $time) { timeEntry { id } userErrors { message } } }";
const MORE: &str = "mutation($person: ID!, $goal: CreateGoalInput!, $friend: ID!, $goalId: ID!, $workId: ID!, $need: CreateNeedInput!, $offer: CreateOfferInput!, $dismiss: DismissMatchInput!, $accept: AcceptMatchInput!, $own: CreateNeedInput!, $dated: CreateMilestoneInput!, $dimension: CreateDimensionInput!, $held: UpdatePersonInput!) {
    k: createGoal(input: $goal) { goal { id } userErrors { message } }
    l: addGoalSupporter(id: $goalId, input: { personId: $friend, role: MENTOR }) { goal { id } userErrors { message } }
    m: addGoalCollaboration(id: $goalId, input: { collaborationId: $workId }) { goal { id } userErrors { message } }
    n: createNeed(input: $need) { need { id } userErrors { message } }
    o: createOffer(input: $offer) { offer { id } userErrors { message } }
    p: createNeed(input: $own) { need { id } userErrors { message } }
    q: dismissMatch(input: $dismiss) { decision { id } userErrors { message } }
    r: acceptMatch(input: $accept) { decision { id } userErrors { message } }
    s: createMilestone(input: $dated) { milestone { id } userErrors { message } }
    t: acknowledgeMilestone(input: { personId: $person, year: 2026 }) { acknowledgement { id } userErrors { message } }
    u: createDimension(input: $dimension) { dimension { id } userErrors { message } }
    v: updatePerson(id: $person, input: $held) { person { id } userErrors { message } } }";
const SEE: &str = "query($ids: [ID!]!) {
    nodes(ids: $ids) { id ...Everything }
    people { nodes { ...Whole } }
    organizations { nodes { name } } circles { nodes { name members { nodes { displayName } } } } tags { nodes { name } }
    interactions { nodes { title participants { displayName } } }
    introductions { nodes { reason sides { person { displayName } } } }
    collaborations { nodes { title members { person { displayName } } } }
    exchanges { nodes { title person { displayName } gratitudes { nodes { text } } } } gratitudes { nodes { text } } gratitudesOwed { nodes { exchange { title } } } reciprocity { received movedBy { exchange { title } } }
    cadences { nodes { person { displayName } } } checkIns { nodes { note person { displayName } } } dueCheckIns(bands: [ON_TRACK, DUE, OVERDUE]) { nodes { person { displayName } } } agenda { nodes { title person { displayName } gratitude { text } exchange { title } introduction { reason } } } agendaDigest { headline }
    needs { nodes { title topics person { displayName } goal { title } } } offers { nodes { title } } matches { nodes { score need { title } offer { title } } } matchDecisions { nodes { note need { title } exchange { title } } }
    dimensions { nodes { name values { name } } } diversity(dimensionIds: [\"dimension_01h455vb4pex5vsknk084sn0fq\"]) { total known counts { value { name } } }
    milestones { nodes { title person { displayName } } } upcomingMilestones(from: \"2026-04-01\", to: \"2026-05-01\") { nodes { title person { displayName } acknowledgement { person { displayName } } } }
    events { nodes { title organization { name events { nodes { title } } } community { name } myAttendance { note } attendances { nodes { person { displayName } note } } interactions { nodes { title event { title } } } } }
    communities { nodes { name myMembership { role } members { nodes { person { displayName } role } } events { nodes { title } } } }
    timeEntries { nodes { note people { displayName } event { title } interaction { title } } }
    timeReport(from: \"2025-12-25\", to: \"2026-01-05\", groupBy: EVENT) { totalMinutes rows { event { title } minutes } }
    goals { nodes { title person { displayName } supporters { person { displayName } } collaborations { title } } }
    found: people(search: \"shared\") { nodes { displayName } }
    changes(after: 0) { changes { record { id ...Everything } } } }
    fragment Whole on Person { displayName tags { name } circles { name } affiliations { organization { name } }
        ties { nodes { note to { displayName } } } interactions { nodes { title } } introductions { nodes { reason } } collaborations { nodes { title } } exchanges { nodes { title } } gratitudes { nodes { text } } checkIns { nodes { note } } attributes { dimension { name } value { name } } milestones { nodes { title } } nextMilestones(on: \"2026-04-01\") { title person { displayName } acknowledgement { state } } goals { nodes { title } } supportedGoals { nodes { title } } needs { nodes { title } } offers { nodes { title matches { need { title } } } } matches { score } checkInStatus { planned { note } } reciprocity { received movedBy { exchange { title } } } }
    fragment Everything on Node { ... on Person { displayName } ... on Organization { name } ... on Circle { name } ... on Tag { name }
        ... on Tie { note } ... on Interaction { title } ... on Introduction { reason } ... on Collaboration { name: title } ... on Exchange { name: title } ... on Gratitude { text } ... on Event { name: title } ... on Community { name } ... on TimeEntry { note } ... on CheckIn { note } ... on Goal { name: title } ... on Need { name: title } ... on Offer { name: title } ... on Milestone { title } ... on Dimension { name } }";

/// An id of this kind; within a workspace no two records share a UUID.
fn id(kind: &str) -> String {
    let position = KINDS.iter().position(|it| *it == kind).unwrap();
    // One sign of the alphabet of ids for each.
    let sign = char::from(b"0123456789abcdefghjkmnpqrstvwxyz"[position]);
    format!("{kind}_01h455vb4pex5vsknk084sn0{sign}q")
}

const KINDS: [&str; 19] = [
    "person",
    "organization",
    "circle",
    "tag",
    "tie",
    "interaction",
    "introduction",
    "collaboration",
    "exchange",
    "gratitude",
    "check_in",
    "goal",
    "need",
    "offer",
    "milestone",
    "dimension",
    "event",
    "community",
    "time_entry",
];

async fn fill(client: &Client, mark: &str) {
    let friend = "person_01h455vb4pex5vsknk084sn09r";
    let (person, organization, circle, tag) = (id("person"), id("organization"), id("circle"), id("tag"));
    let made = client
        .ok(
            MAKE,
            json!({
                "person": { "id": person, "displayName": format!("{mark} person"), "notes": "shared", "birthday": "1990-04-12" },
                "friend": { "id": friend, "displayName": format!("{mark} friend"), "notes": "shared" },
                "organization": { "id": organization, "name": format!("{mark} organization") },
                "circle": { "id": circle, "name": format!("{mark} circle") },
                "tag": { "id": tag, "name": format!("{mark} tag") },
            }),
        )
        .await;
    done(&made);
    let rest = json!({
        "talk": { "id": id("interaction"), "happenedAt": "2026-01-01T00:00:00Z", "channel": "CALL", "participantIds": [person], "title": format!("{mark} talk"), "eventId": id("event") },
        "community": { "id": id("community"), "name": format!("{mark} community"), "kind": "CLUB" },
        "event": { "id": id("event"), "title": format!("{mark} event"), "kind": "PARTY", "startsOn": "2026-01-01", "communityId": id("community"), "organizationId": id("organization") },
        "attended": id("event"), "attendance": { "attendees": [{ "personId": person, "state": "ATTENDED" }, { "state": "GOING", "note": format!("{mark} note") }] },
        "joined": id("community"), "members": { "members": [{ "personId": person }, { "role": format!("{mark} role") }] },
        "time": { "id": id("time_entry"), "minutes": 10, "on": "2026-01-01", "note": format!("{mark} time"), "personIds": [person], "interactionId": id("interaction"), "eventId": id("event") },
        "tie": { "id": id("tie"), "fromId": person, "toId": friend, "kind": "friend", "note": format!("{mark} tie") },
        "work": { "id": id("collaboration"), "title": format!("{mark} work"), "kind": "PROJECT", "members": [{ "personId": person }] },
        "meet": { "id": id("introduction"), "personAId": person, "personBId": friend, "reason": format!("{mark} meeting") },
        "circle": circle, "people": [person], "person": person,
        "favour": { "id": id("exchange"), "personId": person, "direction": "RECEIVED", "kind": "HELP", "title": format!("{mark} favour"), "interactionId": id("interaction") },
        "plan": { "id": id("check_in"), "personId": person, "on": "2100-01-01", "note": format!("{mark} plan") },
        "goal": { "id": id("goal"), "personId": person, "title": format!("{mark} goal") }, "need": { "id": id("need"), "personId": person, "kind": "ADVICE", "title": format!("{mark} need"), "topics": ["shared"], "goalId": id("goal") },
        "offer": { "id": id("offer"), "personId": friend, "kind": "ADVICE", "title": format!("{mark} offer"), "topics": ["shared"] },
        "own": { "id": "need_01h455vb4pex5vsknk084sn0gr", "kind": "ADVICE", "title": format!("{mark} own need"), "topics": ["shared"] },
        "dismiss": { "needId": id("need"), "offerId": id("offer"), "note": format!("{mark} note") },
        "accept": { "needId": "need_01h455vb4pex5vsknk084sn0gr", "offerId": id("offer"), "note": format!("{mark} note") },
        "goalId": id("goal"), "workId": id("collaboration"), "friend": friend,
        "thanks": { "id": id("gratitude"), "personId": friend, "collaborationId": id("collaboration"), "text": format!("{mark} thanks") },
        "dimension": { "id": id("dimension"), "name": format!("{mark} dimension"), "values": [format!("{mark} value")] },
        "held": { "setAttributes": [{ "dimension": format!("{mark} dimension"), "value": format!("{mark} value") }] },
        "dated": { "id": id("milestone"), "personId": person, "kind": "MOVE", "date": "2026-04-20", "title": format!("{mark} move") },
        "update": { "addTagIds": [tag], "addAffiliations": [{ "organizationId": organization }] },
    });
    for document in [JOIN, MORE] {
        done(&client.ok(document, rest.clone()).await);
    }
}

fn done(data: &Value) {
    for (field, payload) in data.as_object().unwrap() {
        assert_eq!(payload["userErrors"], json!([]), "{field}: {payload}");
    }
}

both! {
    two_workspaces_with_the_same_ids_never_see_each_other(app) {
        let (left, right) = (app.owner().await, app.owner().await);
        fill(&left, "left").await;
        let before = left.ok(SEE, ids()).await;
        fill(&right, "right").await;
        assert_eq!(before, left.ok(SEE, ids()).await, "the right one's writes show on the left");
        let other = right.ok(SEE, ids()).await;
        let (left_text, right_text) = (before.to_string(), other.to_string());
        assert!(left_text.matches("left ").count() > 30 && right_text.matches("right ").count() > 30, "{left_text}");
        assert!(!left_text.contains("right ") && !right_text.contains("left "), "{left_text}\n{right_text}");
    }

    what_is_not_in_the_workspace_is_not_there(app) {
        let (left, right) = (app.owner().await, app.owner().await);
        fill(&left, "left").await;
        let nothing = right.ok("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids()).await;
        assert!(nothing["nodes"].as_array().unwrap().iter().all(Value::is_null), "{nothing}");
        let errors = right.refused("mutation($id: ID!) { archivePerson(id: $id) { userErrors { code path } } }", json!({ "id": id("person") })).await;
        assert_eq!(errors[0], json!({ "code": "NOT_FOUND", "path": ["id"] }));
    }
}

fn ids() -> Value {
    json!({ "ids": KINDS.map(id) })
}

/// What the look at every statement of the suite (`tests/src/tenancy.rs`) lets pass, and what it does not.
#[test]
fn a_statement_that_no_workspace_bounds_is_seen() {
    let bounded = [
        "SELECT id FROM person WHERE person.workspace_id = $1 AND id = $2",
        "SELECT id FROM person AS p JOIN person_tag AS t ON t.workspace_id = p.workspace_id AND t.person_id = p.id WHERE p.workspace_id = $1",
        "SELECT id FROM person WHERE workspace_id = $1 AND EXISTS (SELECT 1 FROM tie WHERE tie.workspace_id = person.workspace_id)",
        "UPDATE person SET headline = $1 WHERE (workspace_id = $2) AND (id = $3 OR id = $4)",
        "DELETE FROM tie WHERE tie.workspace_id = $1",
        "SELECT id FROM workspace WHERE id = $1",
    ];
    let unbounded = [
        "SELECT id FROM person WHERE id = $1",
        "SELECT id FROM person WHERE workspace_id = $1 OR is_self",
        "SELECT id FROM person WHERE NOT (workspace_id = $1)",
        "SELECT id FROM person WHERE workspace_id <> $1",
        "SELECT id FROM person AS p JOIN person_tag AS t ON t.person_id = p.id WHERE p.workspace_id = $1",
        "SELECT id FROM person AS p JOIN person_tag AS t ON t.workspace_id = p.workspace_id",
        "SELECT id FROM person WHERE workspace_id = $1 AND id IN (SELECT person_id FROM person_tag WHERE tag_id = $2)",
        "SELECT id FROM person WHERE workspace_id = $1 UNION SELECT id FROM tie",
        "UPDATE person SET headline = $1 WHERE id = $2",
        "DELETE FROM tie WHERE id = $1",
        "WITH found AS (SELECT id FROM goal) SELECT id FROM found",
    ];
    for engine in [tests::Engine::Sqlite, tests::Engine::Postgres] {
        for sql in bounded {
            assert_eq!(tests::tenancy::unscoped(engine, sql), None, "{sql}");
        }
        for sql in unbounded {
            assert!(tests::tenancy::unscoped(engine, sql).is_some(), "{sql}");
        }
    }
}
