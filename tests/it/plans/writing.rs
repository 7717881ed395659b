//! The same thing written in every way that the language has: how values are given, and how selections meet.

use serde_json::{Value, json};
use tests::both;

use super::compare::Query;
use super::stage::Stage;
use super::today::Today;

/// Documents and their variables.
pub fn documents() -> Vec<Query> {
    let documents = [
        // One value where a list belongs is a list of one.
        (
            "{ changes(first: 3, types: PERSON) { changes { type } } nodes(ids: \"person_01h0000000e008000000002001\") { id } }",
            json!({}),
        ),
        (
            "{ interactions(filter: { channel: { in: SOCIAL }, or: { durationMinutes: { gt: 20 } } }) { totalCount } }",
            json!({}),
        ),
        (
            "query($types: [RecordType!], $ids: [ID!]!, $filter: InteractionFilter) { changes(first: 3, types: $types) { changes { type } } nodes(ids: $ids) { id } interactions(filter: $filter) { totalCount } }",
            json!({ "types": "TAG", "ids": "tag_01h0000000e008000000006001", "filter": { "channel": { "in": "SOCIAL" }, "and": { "sentiment": { "notIn": [] } } } }),
        ),
        // A number where an id belongs is its text; which is no id of ours.
        ("{ node(id: 5) { id } nodes(ids: [7]) { id } }", json!({})),
        ("query($id: ID!) { node(id: $id) { id } }", json!({ "id": 5 })),
        // Variables within lists and inputs; left out, they are not there.
        (
            "query($a: ID!, $b: ID!, $c: Channel!, $none: Boolean, $d: Int) { nodes(ids: [$a, \"x\", $b]) { id } interactions(first: $d, filter: { channel: { in: [$c, CALL] }, durationMinutes: { isNull: $none, gte: $d } }) { totalCount nodes { durationMinutes } } }",
            json!({ "a": "tag_01h0000000e008000000006001", "b": "tag_01h0000000e008000000006002", "c": "SOCIAL" }),
        ),
        // A default gives way to null, and to nothing else.
        (
            "query($n: Int = 2, $o: PersonOrder = { field: CREATED_AT, direction: DESC }) { people(first: $n, orderBy: $o) { nodes { id } } }",
            json!({}),
        ),
        (
            "query($n: Int = 2, $o: PersonOrder = { field: CREATED_AT, direction: DESC }) { people(first: $n, orderBy: $o) { nodes { id } } }",
            json!({ "n": null, "o": null }),
        ),
        (
            "query($n: Int! = 2) { people(first: $n) { nodes { id } } }",
            json!({ "n": 1 }),
        ),
        // Null, written out, is as if nothing was given.
        (
            "{ people(filter: null, search: null, first: null, after: null, orderBy: null, includeArchived: null) { totalCount pageInfo { hasNextPage } } }",
            json!({}),
        ),
        // But nothing within a filter may say nothing.
        (
            "{ people(filter: { and: [], displayName: null, not: null, tags: { some: null } }) { totalCount } }",
            json!({}),
        ),
        // Nothing holds of none, and what would hold of all is refused.
        (
            "{ a: people(filter: { or: [] }) { totalCount } b: people(filter: {}) { totalCount } c: people(filter: { not: {} }) { totalCount } d: people(filter: { not: { or: [] } }) { totalCount } e: people(filter: { or: [{}] }) { totalCount } f: people(filter: { and: [{}, { or: [] }] }) { totalCount } }",
            json!({}),
        ),
        // Blocks, escapes, commas and comments.
        (
            "{,, people(filter: { displayName: { contains: \"\"\"\n   ana\n   \"\"\" } }) { totalCount } # not this }\n\t b: people(filter: { displayName: { eq: \"\\u0061n\\u0061\" } }) { totalCount }, }",
            json!({}),
        ),
        (
            "\u{feff}query Named { tags(first: 1) { nodes { name, }, }, }",
            json!({}),
        ),
        // One key for fields of different types, which never meet in one object.
        (
            "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Person { name: displayName at: lastInteractionAt } ... on Tag { name at: archivedAt } ... on Tie { name: kind at: archivedAt } ...R } } fragment R on StoredRecord { revision ... on Circle { name at: archivedAt } }",
            json!({ "ids": ["person_01h0000000e008000000002001", "tag_01h0000000e008000000006001", "tie_01h0000000e00800000000g001"] }),
        ),
        // Selections of one field, near and far, make one.
        (
            "{ people(first: 2) { ...A nodes { ...B tags { name } } } ... on Query { people(first: 2) { nodes { tags { id } circles { id } } ...A } } } fragment A on PersonConnection { nodes { displayName createdBy { kind } } pageInfo { ...P } } fragment B on Person { createdBy { userId kind } tags { __typename } } fragment P on PageInfo { hasNextPage endCursor }",
            json!({}),
        ),
        (
            "{ tags(first: 2) { nodes @skip(if: true) { id } nodes @include(if: true) { name } edges { node @skip(if: true) { id } } pageInfo { startCursor @skip(if: true) } } }",
            json!({}),
        ),
        // More errors than are told.
        (
            "{ people(includeArchived: true) { nodes { id a: ties(after: \"x\") { totalCount } b: ties(after: \"x\") { totalCount } c: ties(after: \"x\") { totalCount } d: ties(after: \"x\") { totalCount } e: ties(after: \"x\") { totalCount } f: ties(after: \"x\") { totalCount } } } }",
            json!({}),
        ),
    ];
    let mut documents: Vec<Query> = documents
        .into_iter()
        .map(|(text, variables)| Query::with(text, variables))
        .collect();
    // One operation of several; the others, and what only they use, are as if they were not there.
    let several = "query One($n: Int) { tags(first: $n) { ...T } } query Two { tags(first: 2) { nodes { name } ...T } } mutation Three { createTag(input: { name: \"never\" }) { seq } } fragment T on TagConnection { totalCount }";
    for (operation, variables) in [("One", json!({ "n": 1, "unknown": 2 })), ("Two", json!({}))] {
        documents.push(Query {
            operation: Some(operation),
            ..Query::with(several, variables)
        });
    }
    documents
}

/// What today's executor gets wrong, each as small as it can be.
fn later() -> Vec<(bool, &'static str, Value)> {
    let today = Today::is();
    vec![
        (
            today.defaults_in_conditions,
            "query($yes: Boolean = true) { tags(first: 1) { totalCount @skip(if: $yes) pageInfo @include(if: $yes) { hasNextPage } } }",
            json!({}),
        ),
        (
            today.defaults_in_conditions,
            "query($yes: Boolean! = true) { ... @skip(if: $yes) { __typename } tags(first: 1) { ...F @include(if: $yes) } } fragment F on TagConnection { totalCount }",
            json!({}),
        ),
        (
            today.conditions_on_typename,
            "query($yes: Boolean!) { tags(first: 1) { __typename @skip(if: $yes) nodes { id } } }",
            json!({ "yes": true }),
        ),
        (
            today.ties_total,
            "{ person(by: { id: \"person_01h0000000e008000000002001\" }) { ties(first: 1) { totalCount } } }",
            json!({}),
        ),
    ]
}

both! {
    every_way_of_writing_answers_as_the_specification_says(app) {
        let stage = Stage::small(&app).await;
        let mut all = documents();
        all.extend(later().into_iter().filter(|(asked, ..)| *asked).map(|(_, text, variables)| Query::with(text, variables)));
        let mut wrong = Vec::new();
        for query in all {
            let (status, body) = query.send(&stage.demo.client).await;
            wrong.extend(query.judge(&stage.demo.world, status, &body).err());
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n\n------\n"));
    }
}
