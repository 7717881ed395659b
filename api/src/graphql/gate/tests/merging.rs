//! A root field of a mutation that is selected twice: seen from what the engine then does.

use std::sync::atomic::{AtomicUsize, Ordering};

use async_graphql::{EmptySubscription, Name, Object, Schema, Value, Variables, value};

use super::{admit, admitted, raw, refused};
use crate::graphql::gate::{Limits, RefusalCode, choose};

struct Query;

#[Object]
impl Query {
    async fn ok(&self) -> bool {
        true
    }
}

struct Mutation(AtomicUsize);

#[Object]
impl Mutation {
    async fn write(&self, by: Option<i32>, and: Option<i32>) -> Payload {
        let _ = (by, and);
        Payload(self.0.fetch_add(1, Ordering::SeqCst) + 1)
    }
}

struct Payload(usize);

#[Object]
impl Payload {
    async fn writes(&self) -> usize {
        self.0
    }
    async fn double(&self) -> usize {
        self.0 * 2
    }
}

async fn run(query: &str) -> async_graphql::Response {
    run_with(query, value!({})).await
}

async fn run_with(query: &str, variables: Value) -> async_graphql::Response {
    let schema = Schema::new(Query, Mutation(0.into()), EmptySubscription);
    let admitted = admit(raw(query), &Limits::default()).unwrap();
    schema
        .execute(admitted.request(Variables::from_value(variables)))
        .await
}

#[tokio::test]
async fn equal_root_selections_run_once() {
    let once = value!({ "write": { "writes": 1, "double": 2 } });
    for query in [
        "mutation { write { writes } write { double } }",
        "mutation { write { writes } ... { write { double } } }",
        "mutation { write { writes } ... on Mutation { ... { write { double } } } }",
        "mutation { ...A ...B } fragment A on Mutation { write { writes } } fragment B on Mutation { ...C } \
         fragment C on Mutation { write { double } }",
        "mutation { ...A ...A } fragment A on Mutation { write { writes ...D } } fragment D on Payload { double }",
        "mutation { write(by: 1, and: 2) { writes } write(and: 2, by: 1) { double } }",
        "mutation { write @skip(if: false) { writes } write @skip(if: false) { double } }",
    ] {
        let response = run(query).await;
        assert_eq!(
            (response.data, response.errors),
            (once.clone(), vec![]),
            "{query}"
        );
    }
}

#[tokio::test]
async fn conditions_of_merged_selections_still_hold() {
    let query = "mutation ($no: Boolean!) { ...A @include(if: $no) ...A @include(if: $no) b: write { writes } } \
                 fragment A on Mutation { write { writes } }";
    let response = run_with(query, value!({ "no": false })).await;
    assert_eq!(
        (response.data, response.errors),
        (value!({ "b": { "writes": 1 } }), vec![])
    );
    let response = run_with(query, value!({ "no": true })).await;
    assert_eq!(
        response.data,
        value!({ "write": { "writes": 1 }, "b": { "writes": 2 } })
    );
}

#[tokio::test]
async fn a_merged_document_is_still_validated() {
    let response = run("mutation { ... on Query { write { writes } } write { writes } }").await;
    assert!(response.is_err(), "{response:?}");
}

#[test]
fn differing_root_selections_are_refused() {
    for query in [
        "mutation { write(by: 1) { writes } write(by: 2) { writes } }",
        "mutation { write { writes } write: other { writes } }",
        "mutation { write { writes } ...A } fragment A on Mutation { write(by: 1) { writes } }",
        "mutation { write { writes } write @include(if: true) { writes } }",
        "mutation { write { writes } ...A @skip(if: true) } fragment A on Mutation { write { writes } }",
    ] {
        let refusal = refused(query);
        assert_eq!(
            (refusal.code, refusal.locations.len()),
            (RefusalCode::ValidationFailed, 2),
            "{query}"
        );
    }
    admitted("mutation { a: write { writes } b: write { writes } }");
    admitted("{ a { b } a(c: 1) { b } }");
}

#[test]
fn merging_drops_fragments_that_were_written_out() {
    let merged =
        admitted("mutation { ...A ...A } fragment A on Mutation { write { ...D } } fragment D on P { x }");
    let document = merged.document;
    assert_eq!(
        document.fragments.keys().map(Name::as_str).collect::<Vec<_>>(),
        ["D"]
    );
    assert_eq!(choose::root_fields(&document), ["write"]);
}
