//! The number of SQL statements does not grow with a list.

use api::kit::Clock;
use serde_json::json;
use tests::{Client, TestApp, both};

/// Documents that nest lists in lists.
pub const NESTED: &[(&str, &str)] = &[
    (
        "people",
        "{ people(first: 50) { nodes { tags { name } circles { name } contactPoints { value } affiliations { role organization { name } } facts { text } supportRoles { role } attributes { source value { name } dimension { name values { name } } } externalRefs { source } } } }",
    ),
    (
        "feeds",
        "{ people(first: 50) { nodes { interactions(first: 5) { nodes { participants { displayName } collaboration { title } } } } } }",
    ),
    (
        "ties",
        "{ people(first: 50) { nodes { metThrough { displayName } ties(first: 3) { nodes { to { displayName } from { displayName } } } } } }",
    ),
    (
        "work",
        "{ people(first: 50) { nodes { collaborations(first: 3) { nodes { members { person { displayName } } milestones { title } } } } } }",
    ),
    (
        "introductions",
        "{ people(first: 50) { nodes { introductions(first: 3) { nodes { sides { person { displayName } } history { action } connector { displayName } } } } } }",
    ),
    (
        "interactions",
        "{ interactions(first: 50) { totalCount nodes { participants { displayName tags { name } } collaboration { title } } } }",
    ),
    (
        "ledger",
        "{ people(first: 50) { nodes { exchanges(first: 3) { nodes { title person { displayName } interaction { title } gratitudes(first: 2) { nodes { state } } } } gratitudes(first: 3) { nodes { state exchange { title } collaboration { title } } } reciprocity { given balance label movedBy { units exchange { title } } } } } }",
    ),
    (
        "exchanges",
        "{ exchanges(first: 50) { nodes { person { displayName } introduction { reason } collaboration { exchanges(first: 2) { nodes { title } } gratitudes(first: 2) { nodes { state } } } } } }",
    ),
    (
        "owed",
        "{ gratitudesOwed(first: 50) { nodes { person { displayName } exchange { title interaction { exchanges(first: 2) { nodes { title } } } } } } }",
    ),
    (
        "rhythm",
        "{ people(first: 50) { nodes { checkInStatus { band dueOn cadence { idealDays circle { name } } planned { on } } checkIns(first: 2) { nodes { on person { displayName } interaction { title } } } } } }",
    ),
    (
        "check-ins",
        "{ checkIns(first: 50) { nodes { person { displayName } interaction { title } } } }",
    ),
    (
        "cadences",
        "{ cadences(first: 50) { nodes { circle { name cadence { idealDays } } } } }",
    ),
    (
        "needs",
        "{ needs(first: 50) { nodes { topics person { displayName } goal { title needs(first: 2) { nodes { title } } } matches { score topics person { displayName } offer { title topics } parts { part points } } } } }",
    ),
    (
        "offers",
        "{ people(first: 50) { nodes { needs(first: 2) { nodes { title } } offers(first: 2) { nodes { title topics matches { score need { title } } } } matches { score leadsTo need { title } } } } }",
    ),
    (
        "matches",
        "{ matches(first: 50) { nodes { score need { title } offer { title } person { displayName } } } matchDecisions(first: 50) { nodes { need { title } offer { title } person { displayName } introduction { reason } exchange { title } } } }",
    ),
    (
        "duplicates",
        "{ duplicateGroups(first: 50, minScore: 30) { nodes { score members { person { displayName } } pairs { score other { displayName } reasons { kind organization { name } } } } } duplicateDecisions(first: 50) { nodes { person { displayName } other { displayName } } } }",
    ),
    (
        "events",
        "{ events(first: 50) { nodes { organization { name events(first: 2) { nodes { title } } } community { name } myAttendance { state } attendances(first: 3) { nodes { state person { displayName } } } interactions(first: 3) { nodes { title event { title } } } } } }",
    ),
    (
        "communities",
        "{ communities(first: 50) { nodes { myMembership { role } members(first: 3) { nodes { role person { displayName } } } events(first: 2) { nodes { title } } } } }",
    ),
    (
        "gathered",
        "{ people(first: 50) { nodes { events(first: 2) { nodes { title } } attendances(first: 2) { nodes { event { title } } } communities(first: 2) { nodes { name } } communityMemberships(first: 2) { nodes { community { name } } } interactions(first: 2) { nodes { event { title } } } } } }",
    ),
    (
        "time",
        "{ timeEntries(first: 50) { nodes { minutes people { displayName } interaction { title } event { title } community { name } goal { title } circle { name } collaboration { title } } } timeIntentions(first: 50) { nodes { minutesPerWeek goal { title } circle { name } community { name } } } }",
    ),
    (
        "goals",
        "{ goals(first: 50) { nodes { person { displayName goals(first: 2) { nodes { title } } } supporters { role person { displayName supportedGoals(first: 2) { nodes { title } } } } collaborations { title goals(first: 2) { nodes { title } } } } } }",
    ),
    (
        "lives",
        "{ people(first: 50) { nodes { nextMilestones(on: \"2026-01-01\") { kind date person { displayName } acknowledgement { state interaction { title } } } milestones(first: 2) { nodes { title person { displayName } acknowledgements(first: 2) { nodes { state year gratitude { state } } } } } } } }",
    ),
    (
        "upcoming",
        "{ upcomingMilestones(first: 50, from: \"2026-03-01\", to: \"2026-04-01\") { nodes { kind date person { displayName tags { name } } milestone { notes } acknowledgement { state interaction { title } } } } }",
    ),
    (
        "milestones",
        "{ milestones(first: 50) { nodes { title person { displayName } acknowledgements(first: 2) { nodes { milestone { title } } } } } }",
    ),
    (
        "dimensions",
        "{ dimensions(first: 50) { nodes { name values { name } } } }",
    ),
    (
        "circles",
        "{ circles(first: 50) { nodes { memberCount members(first: 3) { nodes { displayName tags { name } } } } } }",
    ),
    (
        "collaborations",
        "{ collaborations(first: 50) { nodes { members { person { displayName } } milestones { title } } } }",
    ),
    (
        "introduced",
        "{ introductions(first: 50) { nodes { sides { person { displayName } } history { action } } } }",
    ),
    (
        "changes",
        "{ changes(after: 0, first: 500) { changes { record { id } } } }",
    ),
];

/// Documents of what is derived, shown in sentences or summed: they are not answered by the reference.
pub const DERIVED: &[(&str, &str)] = &[
    (
        "agenda",
        "{ agendaDigest { heldBack headline total } agenda(first: 50, includeHeldBack: true, kinds: [CHECK_IN, INTRODUCTION]) { totalCount nodes { key kind title whyNow dueOn score comesFirst heldBack parts { name points } reasons { code person { displayName } text } actions { mutation label variables asks } inside { key title person { displayName } } answers person { displayName } checkIn { band cadence { idealDays } } introduction { sides { person { displayName } } } } } }",
    ),
    (
        "agenda of give and take",
        "{ agenda(first: 50, kinds: [GRATITUDE, PROMISE, EXPECTATION]) { nodes { title whyNow person { displayName } gratitude { exchange { title } } exchange { title } } } }",
    ),
    (
        "agenda of work",
        "{ agenda(first: 50, kinds: [COLLABORATION, GOAL, MILESTONE, NEED]) { nodes { title whyNow collaboration { title } goal { title } milestone { date title turning milestone { title } } need { title } } } }",
    ),
    (
        "agenda of events",
        "{ agenda(first: 50, kinds: [EVENT, FOLLOW_UP]) { nodes { title whyNow person { displayName } event { title } } } }",
    ),
    (
        "agenda of matches",
        "{ agenda(first: 50, kinds: [MATCH]) { nodes { title whyNow match { score reasons need { title } offer { title } person { displayName } } } } }",
    ),
    (
        "briefs",
        "{ people(first: 50) { nodes { brief { questions { text } facts { text } checkInStatus { band } lastInteractions(first: 3) { nodes { title updatesHeard participants { displayName } } } promisesByMe(first: 3) { nodes { title } } promisesByThem(first: 3) { nodes { title } } gratitudesOwed(first: 3) { nodes { exchange { title } } } introductionsUnderWay(first: 3) { nodes { sides { person { displayName } } } } collaborationsUnderWay(first: 3) { nodes { title } } nextMilestones { title date milestone { title } } needs(first: 3) { nodes { title } } offers(first: 3) { nodes { title } } goals(first: 3) { nodes { title } } supportedGoals(first: 3) { nodes { title person { displayName } } } peopleInCommon(first: 3) { nodes { from { displayName } to { displayName } } } } } } }",
    ),
    (
        "time-report",
        "{ timeReport(from: \"2026-01-01\", to: \"2026-01-31\", groupBy: PERSON) { totalMinutes rows { minutes person { displayName } } } }",
    ),
    (
        "suggestions",
        "{ introductionSuggestions(first: 100) { score sharedInterests sharedAims skills { topic person { displayName } } parts { points } reasons personA { displayName } personB { displayName } } }",
    ),
    (
        "suggestions of people",
        "{ people(first: 50) { nodes { introductionSuggestions { score personA { displayName } personB { displayName } } } } }",
    ),
    (
        "opportunities",
        "{ collaborationOpportunities(first: 100) { score match { need { title } } sharedAim { title goals { goal { title } } people { person { displayName } } } } }",
    ),
    (
        "outcomes",
        "{ people(first: 50) { nodes { outcomes { on outcome text introduction { state } exchange { title } } } } }",
    ),
    (
        "figures",
        "{ figures(quarters: 8) { introductionsMade outcomes { outcome introductionCount } givenByKind { kind exchangeCount weight minutes } receivedByKind { kind weight } } }",
    ),
    (
        "balances",
        "{ collaborations(first: 50) { nodes { matchDecision { need { title } } gains { peopleCount averageGain balance gainsLeast { displayName } } } } }",
    ),
    (
        "digest",
        "{ agendaDigest { headline total overdue counts { kind count } top { title person { displayName } exchange { title } } } }",
    ),
];

/// A community with the person, and an event at which they were.
async fn gather(owner: &Client, number: usize, person: &str) {
    let found = "{ organizations(first: 100) { nodes { id } } }";
    let found = owner.ok(found, json!({})).await;
    let host = &found["organizations"]["nodes"][number % 3]["id"];
    let make = "mutation($community: CreateCommunityInput!) { createCommunity(input: $community) { community { id } userErrors { message } } }";
    let input = json!({ "name": format!("Community {number}"), "kind": "CLUB" });
    let community = owner.written(make, json!({ "community": input })).await["community"]["id"].clone();
    let make = "mutation($event: CreateEventInput!) { createEvent(input: $event) { event { id } userErrors { message path } } }";
    let input = json!({ "title": format!("Event {number}"), "kind": "PARTY", "startsOn": "2026-01-01", "communityId": community, "organizationId": host });
    let event = owner.written(make, json!({ "event": input })).await["event"]["id"].clone();
    let list = "mutation($event: ID!, $attendance: RecordAttendanceInput!, $community: ID!, $members: RecordCommunityMembersInput!, $talk: LogInteractionInput!) { recordAttendance(id: $event, input: $attendance) { userErrors { message } } recordCommunityMembers(id: $community, input: $members) { userErrors { message } } logInteraction(input: $talk) { userErrors { message } } }";
    let them = json!([{ "personId": person, "state": "ATTENDED" }, { "state": "ATTENDED" }]);
    let members = json!([{ "personId": person }, { "role": "x" }]);
    let talk = json!({ "happenedAt": "2026-01-01T09:00:00Z", "channel": "EVENT", "participantIds": [person], "eventId": event });
    owner
        .ok(
            list,
            json!({ "event": event, "attendance": { "attendees": them }, "community": community, "members": { "members": members }, "talk": talk }),
        )
        .await;
}

/// A person with a bit of everything, tied to the one before.
async fn add(owner: &Client, number: usize, before: Option<String>) -> String {
    let create = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { person { id } userErrors { message path } } }";
    let input = json!({ "displayName": format!("Person {number:02}"), "tagNames": [format!("tag {number}")], "metThroughId": before,
        "contactPoints": [{ "kind": "EMAIL", "value": format!("p{number}@example.org") }], "affiliations": [{ "organizationName": format!("Org {number}"), "role": "x" }],
        "facts": [{ "kind": "SKILL", "text": "x" }], "supportRoles": [{ "role": "PEER" }], "attributes": [{ "dimension": "d", "value": "v" }],
        "externalRefs": [{ "source": "s", "externalId": number.to_string() }] });
    let id = owner.written(create, json!({ "input": input })).await["person"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let work = "mutation($input: CreateCollaborationInput!) { createCollaboration(input: $input) { collaboration { id } userErrors { message path } } }";
    let input = json!({ "title": format!("Work {number}"), "kind": "PROJECT", "members": [{ "personId": id }], "state": "ACTIVE", "milestones": [{ "title": "m", "dueOn": "2026-01-01" }] });
    let work = owner.written(work, json!({ "input": input })).await["collaboration"]["id"].clone();
    let goal = "mutation($input: CreateGoalInput!) { createGoal(input: $input) { goal { id } userErrors { message } } }";
    let input = json!({ "personId": id, "title": format!("Goal {number}") });
    let goal = owner.written(goal, json!({ "input": input })).await["goal"]["id"].clone();
    let fit = "mutation($need: CreateNeedInput!, $own: CreateNeedInput!, $offer: CreateOfferInput!) { own: createNeed(input: $own) { need { id } userErrors { message } } createNeed(input: $need) { need { id } userErrors { message } } createOffer(input: $offer) { offer { id } userErrors { message } } }";
    let topics = ["maps", "x", &format!("topic {number}")];
    let fit = owner.ok(fit, json!({
        "need": { "personId": id, "kind": "ADVICE", "title": format!("Need {number}"), "topics": topics, "goalId": goal },
        "own": { "kind": "ADVICE", "title": format!("Own {number}"), "topics": topics },
        "offer": { "personId": id, "kind": "ADVICE", "title": format!("Offer {number}"), "topics": topics },
    })).await;
    let decide = "mutation($need: ID!, $offer: ID!) { acceptMatch(input: { needId: $need, offerId: $offer }) { userErrors { message } } }";
    let own = json!({ "need": fit["own"]["need"]["id"], "offer": fit["createOffer"]["offer"]["id"] });
    owner.written(decide, own).await;
    let log = "mutation($input: LogInteractionInput!) { logInteraction(input: $input) { interaction { id } userErrors { message path } } }";
    let favour = "mutation($input: RecordExchangeInput!) { recordExchange(input: $input) { exchange { id } userErrors { message path } } }";
    for hour in 10..12 {
        let input = json!({ "happenedAt": format!("2026-01-01T{hour}:00:00Z"), "channel": "CALL", "participantIds": [id], "collaborationId": work });
        let talk = owner.written(log, json!({ "input": input })).await["interaction"]["id"].clone();
        let input = json!({ "personId": id, "direction": "RECEIVED", "kind": "HELP", "title": "x", "interactionId": talk, "collaborationId": work });
        owner.written(favour, json!({ "input": input })).await;
    }
    let circle = "mutation($input: CreateCircleInput!) { createCircle(input: $input) { circle { id } userErrors { message path } } }";
    let circle = owner
        .written(circle, json!({ "input": { "name": format!("Circle {number}") } }))
        .await["circle"]["id"]
        .clone();
    owner.written("mutation($id: ID!, $people: [ID!]!) { addToCircle(id: $id, input: { personIds: $people }) { userErrors { message } } }", json!({ "id": circle, "people": [id] })).await;
    let cadence = "mutation($person: ID!, $circle: ID!, $on: Date!) { setCadence(input: { circleId: $circle, idealDays: 7 }) { userErrors { message } } b: setCadence(input: { personId: $person, idealDays: 7, channels: [CALL] }) { userErrors { message } } c: planCheckIn(input: { personId: $person, on: $on }) { userErrors { message } } }";
    owner
        .ok(
            cadence,
            json!({ "person": id, "circle": circle, "on": "2100-01-01" }),
        )
        .await;
    gather(owner, number, &id).await;
    let goal = "mutation($input: CreateGoalInput!) { createGoal(input: $input) { goal { id } userErrors { message } } }";
    let input = json!({ "personId": id, "title": format!("Goal {number}") });
    let goal = owner.written(goal, json!({ "input": input })).await["goal"]["id"].clone();
    let time = "mutation($entry: LogTimeInput!, $meant: CreateTimeIntentionInput!) { logTime(input: $entry) { userErrors { message } } createTimeIntention(input: $meant) { userErrors { message } } }";
    let entry = json!({ "minutes": 10, "on": "2026-01-01", "personIds": [id], "goalId": goal, "circleId": circle, "collaborationId": work });
    let meant = json!({ "minutesPerWeek": 10, "goalId": goal });
    owner.ok(time, json!({ "entry": entry, "meant": meant })).await;
    let link = "mutation($goal: ID!, $work: ID!) { addGoalCollaboration(id: $goal, input: { collaborationId: $work }) { userErrors { message } } }";
    owner.written(link, json!({ "goal": goal, "work": work })).await;
    let life = "mutation($person: ID!) { a: createMilestone(input: { personId: $person, kind: PROMOTION, date: \"2026-03-20\" }) { userErrors { message } } b: updatePerson(id: $person, input: { birthday: \"--03-28\" }) { userErrors { message } } c: acknowledgeMilestone(input: { personId: $person, year: 2026 }) { userErrors { message } } }";
    owner.ok(life, json!({ "person": id })).await;
    let dated = "mutation($person: ID!) { createMilestone(input: { personId: $person, kind: ANNIVERSARY, date: \"2020-03-12\" }) { milestone { id } userErrors { message } } }";
    let dated = owner.written(dated, json!({ "person": id })).await["milestone"]["id"].clone();
    let done = "mutation($id: ID!) { acknowledgeMilestone(input: { milestoneId: $id, year: 2026 }) { userErrors { message } } }";
    owner.written(done, json!({ "id": dated })).await;
    if let Some(before) = before {
        let support = "mutation($goal: ID!, $person: ID!) { addGoalSupporter(id: $goal, input: { personId: $person, role: PEER }) { userErrors { message } } }";
        owner
            .written(support, json!({ "goal": goal, "person": before }))
            .await;
        let tie =
            "mutation($input: CreateTieInput!) { createTie(input: $input) { userErrors { message path } } }";
        owner
            .written(
                tie,
                json!({ "input": { "fromId": id, "toId": before, "kind": "friend" } }),
            )
            .await;
        let meet = "mutation($input: CreateIntroductionInput!) { createIntroduction(input: $input) { userErrors { message path } } }";
        owner
            .written(meet, json!({ "input": { "personAId": id, "personBId": before } }))
            .await;
    }
    id
}

both! {
    statements_stay_flat_from_two_to_twenty_rows(app) {
        let app = TestApp::unhurried(app.engine).await;
        let owner = app.owner().await;
        let mut last = None;
        for number in 0..3 {
            last = Some(add(&owner, number, last).await);
        }
        let mut few = Vec::new();
        for (_, query) in NESTED.iter().chain(DERIVED) {
            few.push(app.statements(async { owner.ok(query, json!({})).await; }).await.len());
        }
        for number in 3..20 {
            last = Some(add(&owner, number, last).await);
        }
        for ((name, query), few) in NESTED.iter().chain(DERIVED).zip(few) {
            let many = app.statements(async { owner.ok(query, json!({})).await; }).await;
            println!("{name}: {few} statements for 3 rows, {} for 20", many.len());
            // A page that is full of what is better asks for less.
            assert!(many.len() <= few, "{name}: {many:#?}");
        }
    }

    a_feed_of_each_of_many_people_is_one_statement(app) {
        let owner = app.owner().await;
        for number in 0..5 {
            add(&owner, number, None).await;
        }
        let query = "{ people(first: 20) { nodes { interactions(first: 5) { nodes { happenedAt participants { displayName } } } } } }";
        let statements = app.statements(async { owner.ok(query, json!({})).await; }).await;
        // The people; the top of each feed; the participants of all. The caller is known.
        assert_eq!(statements.len(), 3, "{statements:#?}");
    }

    // Whatever reads the time twice in a request batches nothing, and a clock that stands still hides it.
    time_that_passes_splits_no_batch(app) {
        let engine = app.engine;
        drop(app);
        let app = TestApp::start_at(engine, Clock::System, |settings| settings.auth.caller_cache_seconds = 0).await;
        let owner = app.owner().await;
        for number in 0..4 {
            add(&owner, number, None).await;
        }
        for (name, query) in NESTED {
            // Enough changes for one of each kind.
            let one = query.replacen("first: 500", "first: 150", 1).replacen("first: 50", "first: 1", 1);
            let few = app.statements(async { owner.ok(&one, json!({})).await; }).await;
            let many = app.statements(async { owner.ok(query, json!({})).await; }).await;
            // A page of one match is full of the best: what skills imply is not asked.
            let more = if *name == "matches" { 5 } else { 0 };
            assert!((few.len()..=few.len() + more).contains(&many.len()), "{name}: {} and {many:#?}", few.len());
        }
    }
}
