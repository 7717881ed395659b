//! Documents that are not valid, and variables that are not of their type: nothing of them runs.

use serde_json::{Value, json};
use tests::both;

use super::compare::{Query, data_of};
use super::stage::Stage;
use super::today::Today;

/// Selections of one key that are not one field (§5.3.2), wherever they meet.
fn conflicts() -> Vec<(&'static str, Value)> {
    vec![
        (
            "{ tags(first: 1) { totalCount } ...F } fragment F on Query { tags(first: 2) { totalCount } }",
            json!({}),
        ),
        (
            "{ tags { a: totalCount } tags { a: pageInfo { hasNextPage } } }",
            json!({}),
        ),
        (
            "{ tags { nodes { a: id } } ...F } fragment F on Query { tags { nodes { a: name } } }",
            json!({}),
        ),
        (
            "{ node(id: \"x\") { ... on Person { at: lastInteractionAt } ... on StoredRecord { at: archivedAt } } }",
            json!({}),
        ),
        (
            "{ node(id: \"x\") { ... on Person { at: displayName } ... on Tag { at: archivedAt } } }",
            json!({}),
        ),
    ]
}

/// Variables where their type does not fit (§5.8.5), and values that are not of the variable's type (§6.1.2).
fn misfits() -> Vec<(&'static str, Value)> {
    vec![(
        "query($n: Int) { tags(first: $n) { totalCount } circles { totalCount } }",
        json!({ "n": 3_000_000_000_i64 }),
    )]
}

/// What today's server refuses already.
fn known() -> Vec<(&'static str, Value)> {
    vec![
        (
            "{ tags(first: 1) { totalCount } tags(first: 2) { totalCount } }",
            json!({}),
        ),
        ("{ tags { totalCount { x } } }", json!({})),
        ("{ tags }", json!({})),
        ("{ tags { ... on Person { id } } }", json!({})),
        (
            "query($n: Int) { tags(first: $n) { totalCount } }",
            json!({ "n": "1" }),
        ),
        ("query($n: Int!) { tags(first: $n) { totalCount } }", json!({})),
        (
            "query($f: PersonFilter) { people(filter: $f) { totalCount } }",
            json!({ "f": { "unknown": 5 } }),
        ),
        (
            "query($c: Channel!) { interactions(filter: { channel: { in: [$c] } }) { totalCount } }",
            json!({ "c": "NEVER" }),
        ),
    ]
}

/// Variables within a list or object, where their type does not fit.
fn misfits_within() -> Vec<(&'static str, Value)> {
    vec![
        (
            "query($c: Channel) { interactions(filter: { channel: { in: [$c] } }) { totalCount } }",
            json!({ "c": "CALL" }),
        ),
        (
            "query($c: [Channel]!) { interactions(filter: { channel: { in: $c } }) { totalCount } }",
            json!({ "c": ["CALL"] }),
        ),
    ]
}

/// All of them; graphql-js refuses them too.
pub fn documents() -> Vec<Query> {
    let all = known()
        .into_iter()
        .chain(conflicts())
        .chain(misfits())
        .chain(misfits_within());
    all.map(|(text, variables)| Query::with(text, variables))
        .collect()
}

both! {
    what_is_not_valid_is_refused_whole(app) {
        let stage = Stage::small(&app).await;
        let all = documents();
        let within = misfits_within().len();
        let asked = match Today::is() {
            Today { refuses_misfits_within: true, .. } => all.len(),
            Today { refuses_what_is_not_valid: true, .. } => all.len() - within,
            _ => known().len(),
        };
        let mut admitted = Vec::new();
        for query in &all[..asked] {
            let (status, body) = query.send(&stage.demo.client).await;
            if status != 400 || data_of(&body).is_some() {
                admitted.push(format!("{} {:?}\n{status} {body}", query.text, query.variables));
            }
        }
        assert!(admitted.is_empty(), "{}", admitted.join("\n\n"));
    }
}
