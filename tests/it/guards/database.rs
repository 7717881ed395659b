//! The tables keep the rules that let them be distributed by workspace, and every statement says which workspace it means.

use std::collections::BTreeSet;
use std::process::Command;

use api::kit::images::TABLES;
use entity::RecordType;
use sea_orm::{ConnectionTrait, Database, Statement};
use serde_json::{Value, json};
use tests::{Engine, TestApp, both, postgres};

use crate::built::program;

const LINT: &str = include_str!("catalog-lint.sql");

#[test]
fn the_catalogue_keeps_the_rules_of_distribution() {
    if postgres::cluster().is_none() {
        return;
    }
    tests::run(Engine::Postgres, async |app: TestApp| {
        let db = Database::connect(app.database_url()).await.unwrap();
        let lint = || async {
            let rows = db
                .query_all_raw(Statement::from_string(db.get_database_backend(), LINT))
                .await
                .unwrap();
            let line = |row: &sea_orm::QueryResult| {
                (
                    row.try_get_by_index::<String>(0).unwrap(),
                    row.try_get_by_index::<String>(1).unwrap(),
                )
            };
            rows.iter().map(line).collect::<Vec<_>>()
        };
        assert_eq!(lint().await, []);
        // The lint sees what it is there for.
        let planted =
            "CREATE TABLE planted (workspace_id uuid NOT NULL, id uuid PRIMARY KEY, person_id uuid NOT NULL)";
        db.execute_unprepared(planted).await.unwrap();
        assert!(!lint().await.is_empty());
        db.close().await.unwrap();
    });
}

#[test]
fn the_plan_of_distribution_places_every_table_as_the_catalogue_has_it() {
    if postgres::cluster().is_none() {
        return;
    }
    tests::run(Engine::Postgres, async |app: TestApp| {
        let db = Database::connect(app.database_url()).await.unwrap();
        let sql = "SELECT t.table_name::text, EXISTS (SELECT 1 FROM information_schema.columns c WHERE c.table_schema = 'public'
            AND c.table_name = t.table_name AND c.column_name = 'workspace_id') FROM information_schema.tables t
            WHERE t.table_schema = 'public' ORDER BY t.table_name COLLATE \"C\"";
        let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql));
        let plan = Command::new(program())
            .args(["migrate", "--plan", "citus"])
            .output()
            .unwrap();
        let plan: Vec<Value> = serde_json::from_slice(&plan.stdout).unwrap();
        let rows = rows.await.unwrap();
        assert_eq!(plan.len(), rows.len(), "{plan:?}");
        let mut elsewhere = Vec::new();
        for (place, row) in plan.iter().zip(rows) {
            let table: String = row.try_get_by_index(0).unwrap();
            let of_workspace: bool = row.try_get_by_index(1).unwrap();
            assert_eq!(place["table"], json!(table));
            assert_eq!(place["by"] == json!("workspace_id"), of_workspace, "{place}");
            if !of_workspace {
                elsewhere.push(format!("{table} {}", place["place"].as_str().unwrap()));
            }
        }
        let wanted = [
            "erasure reference",
            "older_program local",
            "refresh_token reference",
            "seaql_migrations local",
            "session reference",
            "user reference",
            "user_email reference",
            "user_workspace reference",
            "workspace distributed",
            "write_probe local",
        ];
        assert_eq!(elsewhere, wanted);
        db.close().await.unwrap();
    });
}

/// The tables of a workspace, by the database's own catalogue.
/// SQLite knows one type of whole numbers, so that a write takes the width of those that it reads from what they are called.
#[test]
fn numbers_of_the_feed_are_wide_and_called_so_and_no_others_are() {
    if postgres::cluster().is_none() {
        return;
    }
    tests::run(Engine::Postgres, async |app: TestApp| {
        let db = Database::connect(app.database_url()).await.unwrap();
        let sql = "SELECT table_name || '.' || column_name FROM information_schema.columns
            WHERE table_schema = 'public' AND table_name NOT LIKE 'seaql%'
            AND data_type IN ('integer', 'bigint', 'smallint')
            AND (data_type = 'bigint') <> (column_name LIKE '%seq')";
        let odd = Statement::from_string(db.get_database_backend(), sql);
        let odd = db.query_all_raw(odd).await.unwrap();
        let odd: Vec<String> = odd.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
        assert_eq!(odd, Vec::<String>::new());
        db.close().await.unwrap();
    });
}

async fn tenant_tables(app: &TestApp) -> BTreeSet<String> {
    let db = Database::connect(app.database_url()).await.unwrap();
    let sql = match app.engine {
        Engine::Sqlite => {
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND EXISTS (SELECT 1 FROM pragma_table_info(sqlite_schema.name) AS it WHERE it.name = 'workspace_id')"
        }
        Engine::Postgres => {
            "SELECT table_name::text FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'workspace_id'"
        }
    };
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql));
    let rows = rows.await.unwrap();
    db.close().await.unwrap();
    let tables: BTreeSet<String> = rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
    assert!(
        tables.contains("person") && tables.contains("search_document"),
        "{tables:?}"
    );
    tables
}

/// How often the statement reads or changes one of these tables, and how often it says of which workspace.
fn weigh(sql: &str, tenant: &BTreeSet<String>) -> (usize, usize) {
    let plain = sql.replace(['"', '(', ')', ','], " ");
    let words: Vec<&str> = plain.split_whitespace().collect();
    let named = words.windows(2).filter(|pair| {
        matches!(
            pair[0].to_uppercase().as_str(),
            "FROM" | "JOIN" | "UPDATE" | "INTO"
        ) && tenant.contains(pair[1])
    });
    (named.count(), plain.matches("workspace_id").count())
}

both! {
    every_statement_on_a_tenants_table_names_the_workspace(app) {
        let owner = app.owner().await;
        let ana = owner.person("Ana").await;
        let bo = owner.person("Bo").await;
        let mutations = [
            ("mutation($a: ID!, $b: ID!) { logInteraction(input: { happenedAt: \"2026-01-01T00:00:00Z\", channel: CALL, participantIds: [$a, $b], notes: \"sailing\" }) { interaction { id } userErrors { message } } }"),
            ("mutation($a: ID!, $b: ID!) { createTie(input: { fromId: $a, toId: $b, kind: \"friend\" }) { userErrors { message } } }"),
            ("mutation($a: ID!, $b: ID!) { createIntroduction(input: { personAId: $a, personBId: $b }) { userErrors { message } } }"),
            ("mutation($a: ID!, $b: ID!) { createCollaboration(input: { title: \"x\", kind: PROJECT, members: [{ personId: $a }, { personId: $b }], milestones: [{ title: \"m\" }] }) { userErrors { message } } }"),
            ("mutation($a: ID!, $b: ID!) { updatePerson(id: $a, input: { metThroughId: $b, addTagNames: [\"t\"], addAffiliations: [{ organizationName: \"Acme\" }], addFacts: [{ kind: SKILL, text: \"x\" }], setAttributes: [{ dimension: \"d\", value: \"v\" }] }) { userErrors { message } } }"),
            ("mutation($a: ID!, $b: ID!) { recordExchange(input: { personId: $a, direction: RECEIVED, kind: HELP, title: \"x\" }) { exchange { gratitudes { nodes { id } } } userErrors { message } } g: giveGratitude(input: { personId: $b, text: \"sailing\" }) { userErrors { message } } }"),
            ("mutation($a: ID!, $b: ID!) { setCadence(input: { idealDays: 30, channels: [CALL] }) { cadence { id } userErrors { message } } b: setCadence(input: { personId: $a, idealDays: 7 }) { userErrors { message } } p: planCheckIn(input: { personId: $a, on: \"2100-01-01\", note: \"sailing\" }) { userErrors { message } } c: skipCheckIn(input: { personId: $b }) { userErrors { message } } d: snoozeCheckIn(input: { personId: $b, until: \"2100-01-01\" }) { userErrors { message } } l: logInteraction(input: { happenedAt: \"2026-01-01T00:00:00Z\", channel: CALL, participantIds: [$a, $b] }) { interaction { id } userErrors { message } } }"),
            ("mutation($a: ID!, $b: ID!) { x: dismissNudge(input: { key: \"CHECK_IN:person_01h455vb4pex5vsknk084sn02q:2026-01-01\" }) { userErrors { message } } createCollaboration(input: { title: \"y\", kind: PROJECT, state: ACTIVE, members: [{ personId: $a }, { personId: $b }], milestones: [{ title: \"m\", dueOn: \"2026-01-01\" }] }) { userErrors { message } } }"),
            ("mutation($a: ID!, $b: ID!) { createCommunity(input: { id: \"community_01h455vb4pex5vsknk084sn02q\", name: \"sailing\", kind: CLUB }) { userErrors { message } } m: recordCommunityMembers(id: \"community_01h455vb4pex5vsknk084sn02q\", input: { members: [{ personId: $a }, { role: \"x\" }] }) { community { members { nodes { person { id } } } myMembership { id } } userErrors { message } } r: removeCommunityMembers(id: \"community_01h455vb4pex5vsknk084sn02q\", input: { personIds: [$b] }) { userErrors { message } } e: createEvent(input: { id: \"event_01h455vb4pex5vsknk084sn02r\", title: \"sailing\", kind: PARTY, startsOn: \"2026-01-01\", communityId: \"community_01h455vb4pex5vsknk084sn02q\" }) { userErrors { message } } u: updateEvent(id: \"event_01h455vb4pex5vsknk084sn02r\", input: { startsOn: \"2026-01-02\" }) { userErrors { message } } a: recordAttendance(id: \"event_01h455vb4pex5vsknk084sn02r\", input: { attendees: [{ personId: $a, state: ATTENDED }, { state: GOING }] }) { event { myAttendance { id } attendances { nodes { person { id } } } } userErrors { message } } c: cancelEvent(id: \"event_01h455vb4pex5vsknk084sn02r\") { userErrors { message } } d: removeAttendance(id: \"event_01h455vb4pex5vsknk084sn02r\", input: { personIds: [$b], mine: true }) { userErrors { message } } l: logInteraction(input: { id: \"interaction_01h455vb4pex5vsknk084sn02s\", happenedAt: \"2026-01-01T00:00:00Z\", channel: EVENT, participantIds: [$a], eventId: \"event_01h455vb4pex5vsknk084sn02r\" }) { interaction { event { id } } userErrors { message } } n: updateInteraction(id: \"interaction_01h455vb4pex5vsknk084sn02s\", input: { eventId: null, happenedAt: \"2026-01-01T01:00:00Z\" }) { userErrors { message } } }"),
            ("mutation($a: ID!, $b: ID!) { logTime(input: { minutes: 5, note: \"sailing\", personIds: [$a], eventId: \"event_01h455vb4pex5vsknk084sn02r\", interactionId: \"interaction_01h455vb4pex5vsknk084sn02s\" }) { timeEntry { id people { id } } userErrors { message } } l: logTime(input: { id: \"time_entry_01h455vb4pex5vsknk084sn02t\", minutes: 5, personIds: [$a] }) { userErrors { message } } u: updateTimeEntry(id: \"time_entry_01h455vb4pex5vsknk084sn02t\", input: { addPersonIds: [$b], removePersonIds: [$a] }) { userErrors { message } } i: createTimeIntention(input: { kind: CALL, minutesPerWeek: 60 }) { timeIntention { id } userErrors { message } } }"),
            ("mutation($a: ID!, $b: ID!) { createGoal(input: { id: \"goal_01h455vb4pex5vsknk084sn02q\", title: \"sailing\", personId: $a }) { goal { id } userErrors { message } } s: addGoalSupporter(id: \"goal_01h455vb4pex5vsknk084sn02q\", input: { personId: $b, role: PEER }) { goal { supporters { role } } userErrors { message } } t: achieveGoal(id: \"goal_01h455vb4pex5vsknk084sn02q\") { userErrors { message } } r: removeGoalSupporter(id: \"goal_01h455vb4pex5vsknk084sn02q\", input: { personId: $a }) { userErrors { message } } u: updateGoal(id: \"goal_01h455vb4pex5vsknk084sn02q\", input: { personId: null }) { userErrors { message } } }"),
            ("mutation($a: ID!, $b: ID!) { n: createNeed(input: { id: \"need_01h455vb4pex5vsknk084sn02q\", personId: $a, kind: ADVICE, title: \"sailing\", topics: [\"x\", \"maps\"], goalId: \"goal_01h455vb4pex5vsknk084sn02q\" }) { userErrors { message } } o: createOffer(input: { id: \"offer_01h455vb4pex5vsknk084sn02q\", personId: $b, kind: ADVICE, title: \"maps\", topics: [\"Maps\"] }) { userErrors { message } } u: updateOffer(id: \"offer_01h455vb4pex5vsknk084sn02q\", input: { addTopics: [\"y\"] }) { userErrors { message } } d: dismissMatch(input: { needId: \"need_01h455vb4pex5vsknk084sn02q\", offerId: \"offer_01h455vb4pex5vsknk084sn02q\" }) { decision { id } userErrors { message } } p: createNeed(input: { id: \"need_01h455vb4pex5vsknk084sn03q\", kind: ADVICE, title: \"sailing\", topics: [\"maps\"] }) { userErrors { message } } e: acceptMatch(input: { needId: \"need_01h455vb4pex5vsknk084sn03q\", offerId: \"offer_01h455vb4pex5vsknk084sn02q\" }) { decision { exchange { title } } userErrors { message } } }"),
            ("mutation($a: ID!, $b: ID!) { updatePerson(id: $a, input: { birthday: \"--01-01\" }) { userErrors { message } } m: createMilestone(input: { personId: $b, kind: NEW_JOB, title: \"sailing\", date: \"2000-01-01\", recurs: true }) { milestone { id acknowledgements { nodes { id } } } userErrors { message } } k: acknowledgeMilestone(input: { personId: $a, year: 2030 }) { acknowledgement { id person { id } } userErrors { message } } s: skipMilestone(input: { personId: $a, year: 2031 }) { userErrors { message } } r: reopenMilestone(input: { personId: $a, year: 2031 }) { userErrors { message } } }"),
            ("mutation($a: ID!, $b: ID!) { updatePerson(id: $a, input: { setAttributes: [{ dimension: \"d\", value: \"w\" }], removeAttributes: [\"x\"] }) { userErrors { message } } b: updatePerson(id: $b, input: { setAttributes: [{ dimension: \"d\", value: \"v\" }] }) { userErrors { message } } c: updatePerson(id: $b, input: { removeAttributes: [\"d\"] }) { userErrors { message } } k: createDimension(input: { id: \"dimension_01h455vb4pex5vsknk084sn02q\", name: \"e\", values: [\"x\", \"y\"] }) { dimension { id values { id } } userErrors { message } } u: updateDimension(id: \"dimension_01h455vb4pex5vsknk084sn02q\", input: { name: \"f\", addValues: [\"z\"] }) { userErrors { message } } g: eraseDimension(id: \"dimension_01h455vb4pex5vsknk084sn02q\") { erased { dimensionId } userErrors { message } } h: createDimension(input: { id: \"dimension_01h455vb4pex5vsknk084sn03q\", name: \"e\" }) { userErrors { message } } }"),
            ("mutation($a: ID!, $b: ID!) { archivePerson(id: $a) { userErrors { message } } b: restorePerson(id: $a) { userErrors { message } } c: archivePerson(id: $b) { userErrors { message } } }"),
        ];
        for mutation in mutations {
            owner.ok(mutation, json!({ "a": ana, "b": bo })).await;
        }
        // Under an idempotency key: kept, found, erased, kept anew after its time, and cleared away.
        let owner = owner.lasting().await;
        let dimension = "dimension_01h455vb4pex5vsknk084sn04q";
        let create = "mutation($id: ID!) { createDimension(input: { id: $id, name: \"g\" }) { dimension { id } userErrors { message } } }";
        let create = json!({ "query": create, "variables": { "id": dimension } }).to_string();
        assert_eq!(owner.under("k", &create).await.0, 200);
        assert!(owner.under("k", &create).await.1);
        owner.ok("mutation($id: ID!) { eraseDimension(id: $id) { userErrors { message } } }", json!({ "id": dimension })).await;
        assert_eq!(owner.under("k", &create).await.0, 410);
        app.clock.advance(chrono::TimeDelta::hours(48));
        assert_eq!(owner.under("k", &create).await.0, 200);
        app.clock.advance(chrono::TimeDelta::hours(48));
        api::chores::round(&app.app).await.unwrap();
        let read = "query($a: ID!) { person(by: { id: $a }) { displayName tags { name } ties { nodes { kind } } interactions(filter: { participantId: { eq: $a } }) { totalCount nodes { participants { displayName } } } introductions { nodes { history { action } sides { side } } } collaborations { nodes { members { id } milestones { title } } } }
            people(search: \"sailing\", includeArchived: true, filter: { or: [{ tags: { none: { isNull: true } } }, { circles: { none: { eq: \"circle_01h455vb4pex5vsknk084sn02q\" } } }, { email: { contains: \"x\" } }, { organizationId: { isNull: true } }, { supportRole: { in: [PEER] } }, { externalSource: \"x\" }] }) { totalCount }
            organizations(search: \"acme\") { totalCount } circles { totalCount } tags { totalCount } introductions(filter: { personId: { eq: $a } }) { totalCount } collaborations(filter: { memberId: { eq: $a } }) { totalCount } exchanges(search: \"x\", filter: { personId: { eq: $a } }) { nodes { gratitudes { nodes { id } } } } gratitudes(search: \"sail\") { totalCount } dueCheckIns(bands: [ON_TRACK, DUE, OVERDUE]) { nodes { whyNow cadence { id } planned { id } person { checkInStatus { band } checkIns { totalCount } } } } needs(search: \"sail\", filter: { topic: \"x\" }) { nodes { topics goal { needs { totalCount } } matches { score reasons person { matches { score } } } person { needs { totalCount } offers { totalCount } } } } offers(search: \"maps\") { nodes { matches { score } } } matches(minScore: 1) { nodes { score } } matchDecisions(filter: { state: { in: [DISMISSED] } }) { nodes { need { title } offer { title } person { id } introduction { id } exchange { id } } } goals(search: \"sail\", filter: { supporterId: { in: [$a] } }) { nodes { person { goals { totalCount } supportedGoals { totalCount } } supporters { person { id } } collaborations { goals { totalCount } } } } checkIns(search: \"sail\", filter: { personId: { eq: $a } }) { totalCount } upcomingMilestones(from: \"2029-12-01\", to: \"2030-02-01\", circleId: \"circle_01h455vb4pex5vsknk084sn02q\") { totalCount } all: upcomingMilestones(from: \"2029-12-01\", to: \"2030-02-01\") { nodes { key acknowledgement { id } person { milestones { totalCount } nextMilestones { key } } } } milestones(search: \"sail\") { nodes { acknowledgements { totalCount } } } dimensions { nodes { values { name } } } diversity(dimensionIds: [\"dimension_01h455vb4pex5vsknk084sn03q\"], circleId: \"circle_01h455vb4pex5vsknk084sn02q\") { dimension { name } counts { value { name } count } } everybody: diversityTrend(dimensionId: \"dimension_01h455vb4pex5vsknk084sn03q\", from: \"2026-01-01\", to: \"2026-02-28\") { total } cadences { nodes { person { id } circle { cadence { id } } } } gratitudesOwed { nodes { person { id reciprocity { balance movedBy { units } } } } } reciprocity { balance movedBy { exchange { id } } } agenda { nodes { title whyNow person { displayName } exchange { title } } } agendaDigest { headline } nudgeDecisions { totalCount } events(search: \"sail\", filter: { attendeeId: { eq: $a }, or: [{ myState: { eq: GOING } }, { status: { eq: PAST } }] }) { nodes { interactions { totalCount } community { events { totalCount } } } } communities(search: \"sail\", filter: { memberId: { eq: $a }, mine: true }) { nodes { members(current: true) { totalCount } } } here: interactions(filter: { eventId: { isNull: false } }) { totalCount } person2: person(by: { id: $a }) { events { totalCount } attendances { totalCount } communities { totalCount } communityMemberships { totalCount } } timeEntries(search: \"sail\", filter: { personId: { eq: $a } }) { totalCount } timeIntentions(on: \"2026-01-01\") { totalCount } t1: timeReport(from: \"2025-12-25\", to: \"2026-03-05\", groupBy: PERSON) { rows { person { id } } } t2: timeReport(from: \"2025-12-25\", to: \"2026-03-05\", groupBy: CIRCLE) { rowCount } t3: timeReport(from: \"2025-12-25\", to: \"2026-03-05\", groupBy: GOAL) { rowCount } t4: timeReport(from: \"2025-12-25\", to: \"2026-03-05\", groupBy: COMMUNITY) { rowCount } t5: timeReport(from: \"2025-12-25\", to: \"2026-03-05\", groupBy: WEEK) { rowCount } changes(after: 0) { changes { record { id } } } phone: person(by: { phone: \"030 1\" }) { id } number: people(search: \"030 1\") { nodes { id } } hits: search(text: \"sail\") { matched node { id } } }";
        owner.ok(read, json!({ "a": ana })).await;
        let (mut weighed, tenant) = (0, tenant_tables(&app).await);
        for sql in app.all_statements() {
            let (tables, predicates) = weigh(&sql, &tenant);
            weighed += tables;
            assert!(predicates >= tables, "{tables} tables, {predicates} workspaces: {sql}");
        }
        assert!(weighed > 100, "{weighed}");
    }
}

#[test]
fn a_statement_without_its_workspace_is_noticed() {
    let (tables, predicates) = weigh(
        "SELECT * FROM \"person\" JOIN \"tag\" ON \"tag\".\"id\" = \"person\".\"id\" WHERE \"person\".\"workspace_id\" = $1",
        &["person", "tag"].map(str::to_owned).into(),
    );
    assert!(predicates < tables);
}

/// Tables of workspaces that hold no part of their network, so that nothing of them is undone or moved.
const NO_NETWORK: [&str; 19] = [
    "api_token",
    "calendar_feed",
    "change",
    "change_set",
    "change_set_row",
    "erased_mark",
    "erasure_key",
    "idempotency_key",
    "idempotency_key_record",
    "import_row",
    "import_session",
    "invitation",
    "job",
    "job_chunk",
    "membership",
    "search_document",
    "search_word",
    "upload",
    "upload_piece",
];

/// References that are none of the database's, for what they name may go before them.
const LOOSE: [(&str, &str, &str); 6] = [
    ("fact", "interaction_id", "interaction"),
    ("gratitude", "interaction_id", "interaction"),
    ("match_decision", "collaboration_id", "collaboration"),
    ("organization", "merged_into_id", "organization"),
    ("person", "merged_into_id", "person"),
    ("tag", "merged_into_id", "tag"),
];

#[test]
fn the_list_of_tables_has_every_table_of_the_network_and_every_reference() {
    tests::run(Engine::Sqlite, async |app: TestApp| {
        let database =
            rusqlite::Connection::open(app.database_url().trim_start_matches("sqlite://")).unwrap();
        let read = |sql: &str| {
            let mut rows = database.prepare(sql).unwrap();
            let text = |row: &rusqlite::Row<'_>, place| row.get::<_, String>(place);
            let rows = rows.query_map([], |row| Ok((text(row, 0)?, text(row, 1)?, text(row, 2)?)));
            rows.unwrap().map(Result::unwrap).collect::<BTreeSet<_>>()
        };
        let tables = "SELECT t.name, c.name, '' FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table' AND c.name = 'workspace_id'";
        let own = |table: &str| !NO_NETWORK.contains(&table);
        let known: BTreeSet<String> = read(tables)
            .into_iter()
            .map(|(table, ..)| table)
            .filter(|it| own(it))
            .collect();
        let listed: BTreeSet<String> = TABLES.iter().map(|table| table.name.to_owned()).collect();
        assert_eq!(listed, known);
        let references =
            "SELECT t.name, f.\"from\", f.\"table\" FROM sqlite_schema t, pragma_foreign_key_list(t.name) f
            WHERE t.type = 'table' AND f.\"from\" <> 'workspace_id'";
        let mut known = read(references);
        known.retain(|(table, ..)| own(table));
        known.extend(LOOSE.map(|(table, column, to)| (table.to_owned(), column.to_owned(), to.to_owned())));
        let name = |kind: RecordType| {
            let table = TABLES.iter().find(|it| it.is_of_records() && it.owner == kind);
            table.map_or_else(|| kind.as_str().to_lowercase(), |it| it.name.to_owned())
        };
        let listed = TABLES.iter().flat_map(|table| {
            let part = (!table.is_of_records()).then_some((table.by, table.owner));
            let refers = table.refers.iter().copied().chain(part);
            refers.map(|(column, to)| (table.name.to_owned(), column.to_owned(), name(to)))
        });
        let mut listed: BTreeSet<_> = listed.collect();
        // A value belongs to a dimension as an attribute's does, which names the dimension itself.
        listed.insert((
            "attribute".to_owned(),
            "value_id".to_owned(),
            "dimension_value".to_owned(),
        ));
        assert_eq!(listed, known);
        // Each stands behind those that it refers to.
        let place = |name: &str| TABLES.iter().position(|table| table.name == name).unwrap();
        let behind = known.iter().filter(|(table, _, to)| place(table) < place(to));
        assert_eq!(
            behind.collect::<Vec<_>>(),
            Vec::<&(String, String, String)>::new()
        );
    });
}
