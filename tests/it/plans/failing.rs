//! Fields that fail, and what becomes null because of them.

use serde_json::json;
use tests::both;

use super::compare::Query;
use super::rows::uuid;
use super::stage::Stage;
use super::world::World;

/// Documents in which something fails, under the variables `$ids`, `$many` and `$cursor`.
pub const DOCUMENTS: &[&str] = &[
    // What is between a failing field and its nearest nullable parent goes; what stands beside stays.
    "{ before: tags(first: 1) { nodes { name } } people(first: 3) { nodes { id ties(first: 1, after: \"broken\") { nodes { id } } displayName } } after: tags(first: 1) { nodes { name } } }",
    "{ people(first: 2) { edges { node { a: interactions(first: 1, last: 1) { totalCount } b: interactions(first: 101) { totalCount } c: introductions(before: \"\") { totalCount } d: collaborations(last: -1) { totalCount } } cursor } } }",
    "{ circles { nodes { name members(after: \"e30\") { nodes { id } } memberCount } } }",
    // Each of a list may be null by itself.
    "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Person { displayName } } }",
    "query($ids: [ID!]!) { a: nodes(ids: $ids) { id } a: nodes(ids: $ids) { __typename } }",
    // The list itself may not: nothing is left.
    "query($many: [ID!]!) { tags(first: 1) { nodes { name } } nodes(ids: $many) { id } people(first: 1) { nodes { id } } }",
    "query($many: [ID!]!) { nodes(ids: $many) @skip(if: true) { id } tags(first: 1) { nodes { name } } }",
    // Everything fails.
    "{ node(id: \"nonsense\") { id } person(by: { id: \"tag_01h455vb4pex5vsknk084sn02q\" }) { id } people(first: -1) { nodes { id } } changes(first: 0) { nextAfter } }",
    // One that fails is one that fails, however often it is selected.
    "{ people(after: \"broken\") { nodes { id } } ...F people(after: \"broken\") { totalCount } } fragment F on Query { people(after: \"broken\") { pageInfo { endCursor } } }",
    // A cursor is good for its own list only: not under another order, another filter, or of other things.
    "query($cursor: String) { good: people(after: $cursor, first: 1) { nodes { id } } order: people(after: $cursor, orderBy: { field: CREATED_AT, direction: ASC }) { nodes { id } } }",
    "query($cursor: String) { down: people(after: $cursor, orderBy: { field: DISPLAY_NAME, direction: DESC }) { nodes { id } } same: people(before: $cursor, last: 1, orderBy: { field: DISPLAY_NAME, direction: ASC }) { nodes { id } } }",
    "query($cursor: String) { filter: people(after: $cursor, filter: { displayName: { eq: \"x\" } }) { nodes { id } } archived: people(after: $cursor, includeArchived: true) { nodes { id } } own: people(after: $cursor, includeSelf: true) { nodes { id } } }",
    "query($cursor: String) { things: organizations(after: $cursor) { nodes { id } } circles(first: 2) { nodes { members(after: $cursor) { nodes { id } } } } }",
    // Filters that are too much, and references that are of another kind.
    "{ people(filter: { not: { not: { not: { not: { archived: true } } } } }) { totalCount } interactions(filter: { participantId: { in: [\"circle_01h455vb4pex5vsknk084sn02q\"] } }) { totalCount } }",
    "{ people(first: 1) { nodes { interactions(filter: { or: [{ not: { or: [{ not: { channel: { in: [CALL] } } }] } }] }) { totalCount } } } }",
    // What is wrong comes in the order in which it is looked at: the filter, the page, the cursor.
    "{ people(filter: { organizationId: { eq: \"x\" } }, after: \"broken\") { totalCount } a: people(first: 1000, after: \"broken\") { totalCount } }",
];

both! {
    what_fails_becomes_null_where_the_specification_says(app) {
        let stage = Stage::small(&app).await;
        let side = &stage.demo;
        let page = side.client.ok("{ people(first: 4) { pageInfo { endCursor } } }", json!({})).await;
        let cursor = page["people"]["pageInfo"]["endCursor"].as_str().unwrap().to_owned();
        Query::new("{ people(first: 4) { pageInfo { endCursor } } }").check(&side.world, &side.client).await;
        let known = side.world.tables.people[3].id.to_string();
        let only_there = stage.other.world.tables.people.iter().find(|person| person.display_name == "Only here").unwrap();
        let ids = json!([known, "nonsense", entity::ids::TagId(uuid(3, 1)), entity::ids::TieId(uuid(77, 7)), only_there.id, "user_01h455vb4pex5vsknk084sn02q", known]);
        let many = vec![known.clone(); 101];
        for document in DOCUMENTS {
            let mut variables = serde_json::Map::new();
            for (name, value) in [("ids", ids.clone()), ("many", json!(many)), ("cursor", json!(cursor))] {
                if document.contains(&format!("${name}:")) {
                    variables.insert(name.to_owned(), value);
                }
            }
            let query = Query { text: (*document).to_owned(), variables, ..Query::default() };
            query.check(&side.world, &side.client).await;
        }
    }

    what_a_token_may_not_see_is_null(app) {
        let mut stage = Stage::small(&app).await;
        let side = &mut stage.demo;
        let scopes = ["PEOPLE_READ", "COLLABORATIONS_READ", "CHANGES_READ"];
        let token = side.client.with_scopes(&scopes).await;
        side.world = World::load(&stage.db, side.world.tables.people[0].workspace_id, side.world.now).await;
        side.world.limit(&scopes);
        let ids: Vec<String> = [entity::ids::InteractionId(uuid(12, 1)).to_string(), entity::ids::CollaborationId(uuid(9, 1)).to_string(), entity::ids::PersonId(uuid(1, 1)).to_string()].to_vec();
        let query = "query($ids: [ID!]!, $one: ID!) { nodes(ids: $ids) { id __typename } node(id: $one) { id } }";
        Query::with(query, json!({ "ids": ids, "one": ids[0] })).check(&side.world, &token).await;
        let query = "query($after: Seq) { changes(after: $after, first: 1000) { changes { seq type recordId record { __typename id createdBy { kind userId tokenId } } } nextAfter hasMore } }";
        Query::with(query, json!({ "after": 8_000_000_000_i64 })).check(&side.world, &token).await;
        Query::new(&query.replace("$after: Seq", "$after: Seq = 100")).check(&side.world, &token).await;
    }
}
